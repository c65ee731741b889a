"""Write a tree as XHTML, byte for byte as pandoc's HTML writer does.

    attributes   identifier, classes and key-values; `UnwrittenError`
    inlines      a table of the inlines that are written here, a function for each
    blocks       the same of blocks
    tables       rows and cells

pandoc takes a tenth of a second to start and to read a tree, this a hundredth of that. What is in
none of the tables (a formula, an attribute or a class with a meaning of its own in pandoc's writer)
raises `UnwrittenError`: then pandoc itself writes the whole.
"""

from __future__ import annotations

from octavo.model import Blocks
from octavo.pandoc.run import write
from octavo.pandoc.xhtml.attributes import UnwrittenError
from octavo.pandoc.xhtml.blocks import written_blocks

_ARGUMENTS = ("--wrap=none", "--mathml", "--syntax-highlighting=none", "--email-obfuscation=none")


def xhtml(blocks: Blocks) -> str:
    """Return blocks as XHTML in no namespace, with a newline at the end; raise PandocError if
    pandoc has to write them and fails, or takes too long."""
    try:
        return xhtml_here(blocks)
    except UnwrittenError:
        return xhtml_by_pandoc(blocks)


def xhtml_here(blocks: Blocks) -> str:
    """Return blocks as XHTML without pandoc; raise UnwrittenError if one of them is not in the
    tables."""
    made = written_blocks(blocks, in_sections=True)
    return made if made.endswith("\n") else f"{made}\n"


def xhtml_by_pandoc(blocks: Blocks) -> str:
    """Return blocks as pandoc's writer gives them; raise PandocError as `xhtml` does."""
    return write(blocks, "html5-raw_html-raw_tex", *_ARGUMENTS).decode()
