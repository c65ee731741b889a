"""Number the lines of verse: every fifth line, or as asked, through all stanzas of a poem.

    ::: {.verse numbers=5 start=101}
    | …
    :::

A stanza is a line block; `start` is the number of the first line. All lines are counted: number a
poem by hand if two speakers share a line, or if a line is none of the poem's.
"""

from __future__ import annotations

from octavo.model import Blocks, Element, Inlines
from octavo.pandoc import tree
from octavo.pandoc.walk import plain, rewrite

VERSE, LINE_NUMBER = "verse", "line-number"
_MOST = 1_000_000  # the largest number that an author may give


def with_line_numbers(blocks: Blocks) -> Blocks:
    """Return the blocks with numbers at the ends of the lines of verse that have one."""
    return rewrite(blocks, _numbered)


def _numbered(element: Element) -> Element | None:
    if not tree.is_kind(element, "Div") or VERSE not in tree.classes_of(element):
        return None
    identity, classes, given = tree.attr_of(element)
    pairs = dict(given)
    every, number = _number(pairs.get("numbers", "")), _number(pairs.get("start", "1"))
    if not every:
        return None
    count = (number or 1) - 1

    def change(inner: Element) -> Element | None:
        nonlocal count
        if not tree.is_kind(inner, "LineBlock"):
            return None
        lines: list[Inlines] = []
        for line in tree.lines_of(inner):
            spoken = bool(plain(line).strip())
            count += spoken
            bears = spoken and count % every == 0
            lines.append([*line, *_mark(count)] if bears else line)
        return tree.line_block(lines)

    kept = [pair for pair in given if pair[0] not in {"numbers", "start"}]
    return tree.div(rewrite(tree.content_of(element), change), identity, classes, kept)


def _mark(number: int) -> Inlines:
    return [tree.SPACE, tree.span(tree.text(str(number)), classes=[LINE_NUMBER])]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and int(text[:8]) <= _MOST else 0
