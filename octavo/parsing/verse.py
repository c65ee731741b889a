"""Number the lines of verse: every fifth line, or as asked, through all stanzas of a poem.

    ::: {.verse numbers=5 start=101}
    | …
    :::

A stanza is a line block; `start` is the number of the first line. All lines are counted: number a
poem by hand if two speakers share a line, or if a line is none of the poem's.
"""

from __future__ import annotations

from typing import Any

from octavo.manuscript import Element, holds, plain, rewrite, string
from octavo.model import Blocks, Inlines

VERSE, LINE_NUMBER = "verse", "line-number"
_MOST = 1_000_000  # the largest number that an author may give


def with_line_numbers(blocks: Blocks) -> Blocks:
    """Return the blocks with numbers at the ends of the lines of verse that have one."""
    return rewrite(blocks, _numbered) if holds(blocks, "LineBlock") else blocks


def _numbered(element: Element) -> Element | None:
    if element["t"] != "Div" or VERSE not in element["c"][0][1]:
        return None
    (identity, classes, given), blocks = element["c"]
    pairs = dict(given)
    every, number = _number(pairs.get("numbers", "")), _number(pairs.get("start", "1"))
    if not every:
        return None
    count = (number or 1) - 1

    def change(inner: Element) -> Any:
        nonlocal count
        if inner["t"] != "LineBlock":
            return None
        lines: list[Inlines] = []
        for line in inner["c"]:
            spoken = bool(plain(line).strip())
            count += spoken
            bears = spoken and count % every == 0
            lines.append([*line, *_mark(count)] if bears else line)
        return {"t": "LineBlock", "c": lines}

    kept = [pair for pair in given if pair[0] not in {"numbers", "start"}]
    return {"t": "Div", "c": [[identity, classes, kept], rewrite(blocks, change)]}


def _mark(number: int) -> Inlines:
    span = {"t": "Span", "c": [["", [LINE_NUMBER], []], string(str(number))]}
    return [{"t": "Space"}, span]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and int(text[:8]) <= _MOST else 0
