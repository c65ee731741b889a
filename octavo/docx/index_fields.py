"""Make the index in Word: a hidden XE field at each mark, and the entries as the result of an INDEX
field.

Word shows the entries with the pages of the print edition; if asked to update them (F9), it makes
the index again, with its own pages. ISO 29500-1, 17.16.5.25 (INDEX) and 17.16.5.72 (XE).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from octavo.docx.parts.ooxml import begin_field, end_field, hidden_field
from octavo.docx.raw_xml import raw
from octavo.index.entries import ENTRY
from octavo.index.key_syntax import split
from octavo.locales import Words
from octavo.model import Blocks, Element, Inlines
from octavo.pandoc import tree

ENTRIES = "index-entries"  # the class of the division that holds them
_EMPHASIS = re.compile(r"(?<!\\)[*_]")
_ESCAPE = re.compile(r"\\(?=[^\w\s])")


def fields_of_mark(pairs: Sequence[tree.KeyValue], words: Words) -> Inlines:
    """Return the XE fields of a mark's entries: they print nothing."""
    named = dict(pairs)
    see = (f"{words.see} {named['see']}",) if "see" in named else ()
    also = (f"{words.see_also} {named['seealso']}",) if "seealso" in named else ()
    switches = r" \b" if "main" in named else ""
    switches += f' \\f "{_quoted(named["name"])}"' if "name" in named else ""
    made: Inlines = []
    for entry in (value for name, value in pairs if name == ENTRY):
        text = ":".join(_plain(level).replace(":", r"\:") for level in split(entry))
        fields = [f'XE "{_quoted(text)}"{switches}'] if not see else []
        fields += [f'XE "{_quoted(text)}" \\t "{_quoted(_plain(to))}"' for to in (*see, *also)]
        made += [raw(*hidden_field(field)) for field in fields]
    return made


def _plain(written: str) -> str:
    """Return a text without the signs of Markdown: fields hold none."""
    return _ESCAPE.sub("", _EMPHASIS.sub("", written))


def _quoted(text: str) -> str:
    return text.replace('"', '\\"')


def entries_of_index(blocks: Blocks, classes: Sequence[str], *, live: bool = True) -> Blocks:
    """Return entries, already dressed, as paragraphs of Word's own index styles, within the field
    if they are `live`."""
    paragraphs = list(_paragraphs(blocks, 0))
    if not live or not paragraphs:
        return [_styled(style, inlines) for style, inlines in paragraphs]
    columns = next((c[-1] for c in classes if c.startswith("columns-")), "2")
    opening = raw(*begin_field(f'INDEX \\e ", " \\c "{columns}"'))
    (style, first), *_ = paragraphs
    paragraphs[0] = (style, [opening, *first])
    style, last = paragraphs[-1]
    paragraphs[-1] = (style, [*last, raw(end_field())])
    return [_styled(style, inlines) for style, inlines in paragraphs]


def _paragraphs(blocks: Blocks, level: int) -> Iterator[tuple[str, Inlines]]:
    for block in blocks:
        match tree.kind_of(block):
            case "Div":
                yield from _paragraphs(tree.content_of(block), level)
            case "BulletList":
                for item in tree.items_of(block):
                    yield from _paragraphs(item, level + 1)
            case "Plain" | "Para":
                yield (f"Index {level}" if level else "Index Heading"), tree.content_of(block)
            case _:
                pass


# --- small elements ------------------------------------------------------------------------------


def _styled(style: str, inlines: Inlines) -> Element:
    return tree.div([tree.para(inlines)], attributes={"custom-style": style})
