"""Read the entries of the index, written in Markdown, as inlines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from octavo.model import Blocks, IndexMark, Inlines
from octavo.pandoc import tree
from octavo.parsing.snippets import read_passages


def read_headings(marks: Iterable[IndexMark]) -> Mapping[str, Inlines]:
    """Return each level of each entry as inlines, by its Markdown; all are read at once."""
    levels: dict[str, None] = {}
    for mark in marks:
        for heading in (mark.heading, *mark.see, *mark.see_also):
            levels |= dict.fromkeys(heading)
    written = list(levels)
    passages = read_passages([_as_one_line(text) for text in written])
    return {
        text: _inlines_of(blocks) or tree.text(text)
        for text, blocks in zip(written, passages, strict=True)
    }


def _as_one_line(text: str) -> str:
    """Return a level that pandoc reads as words of a paragraph, however it begins: `1. Mai` is no
    list."""
    return f"\u2060{text}"


def _inlines_of(blocks: Blocks) -> Inlines:
    if len(blocks) != 1 or not tree.is_paragraph(blocks[0]):
        return []
    first, *rest = inlines = tree.content_of(blocks[0])
    if not tree.is_string(first) or not tree.string_of(first).startswith("\u2060"):
        return inlines
    kept = tree.string_of(first).removeprefix("\u2060")
    return [*([tree.string(kept)] if kept else []), *rest]
