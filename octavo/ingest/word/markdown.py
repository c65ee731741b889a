"""Write a tree as the Markdown that Octavo reads."""

from __future__ import annotations

import re
from collections.abc import Callable

from octavo.model import Blocks
from octavo.pandoc.run import write

# Curved quotation marks stay as they are. The tree has no TeX and no HTML; their extensions are
# kept so that pandoc escapes what looks like them.
_FORM = (
    "markdown-smart-raw_attribute-native_divs-native_spans-simple_tables-multiline_tables"
    "-auto_identifiers"
)
_CALL = re.compile(r"(?<!\\)\[\^(\d+)\]")


def written(blocks: Blocks, label: Callable[[int], str]) -> str:
    """Return the Markdown of one text; `label` gives the label of its first, second, third note."""
    made = write(blocks, _FORM, "--wrap=none", "--columns=100", "--markdown-headings=atx").decode()
    made = _CALL.sub(lambda found: f"[^{label(int(found[1]))}]", made)
    return made.rstrip() + "\n"
