"""Entries as they are printed: what is written in Markdown, read all at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from octavo.manuscript import string
from octavo.model import Blocks, IndexMark, Inlines
from octavo.parsing.snippets import read_passages


def read_headings(marks: Iterable[IndexMark]) -> Mapping[str, Inlines]:
    """Each level of each entry as inlines; all are read at once."""
    levels: dict[str, None] = {}
    for mark in marks:
        for heading in (mark.heading, *mark.see, *mark.see_also):
            levels |= dict.fromkeys(heading)
    written = list(levels)
    passages = read_passages([_as_one_line(text) for text in written])
    return {
        text: _inlines_of(blocks) or string(text)
        for text, blocks in zip(written, passages, strict=True)
    }


def _as_one_line(text: str) -> str:
    """A level as the words of a paragraph, whatever it begins with: `1. Mai` is no list."""
    return f"\u2060{text}"


def _inlines_of(blocks: Blocks) -> Inlines:
    if len(blocks) != 1 or blocks[0]["t"] not in {"Para", "Plain"}:
        return []
    first, *rest = blocks[0]["c"]
    if first["t"] != "Str" or not first["c"].startswith("\u2060"):
        return blocks[0]["c"]
    kept = first["c"].removeprefix("\u2060")
    return [*([{"t": "Str", "c": kept}] if kept else []), *rest]
