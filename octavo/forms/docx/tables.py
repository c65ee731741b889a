"""Widths for the columns of a table that has none, from what stands in its cells."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from octavo.manuscript import Element, plain

_WIDEST = 40  # characters of a column that count: a long cell runs over lines anyway
_LINE = 72  # characters on a line of the manuscript


def with_widths(table: Element) -> Element:
    """A table whose columns share the width of the text as their cells need it.

    pandoc parts the width evenly where the author gave none, a year as wide as a paragraph.
    """
    attributes, caption, columns, head, bodies, foot = table["c"]
    if any(width["t"] == "ColWidth" for _, width in columns):
        return table
    needs = [4.0] * len(columns)
    for row in _rows(head, bodies, foot):
        for column, need in enumerate(_needs(row)):
            if column < len(needs):
                needs[column] = max(needs[column], need)
    share = max(sum(needs), _LINE if sum(needs) > _LINE * 0.6 else sum(needs) / 0.6)
    if max(needs, default=0) >= _WIDEST:
        share = sum(needs)
    widths = [{"t": "ColWidth", "c": round(need / share, 4)} for need in needs]
    columns = [[column[0], width] for column, width in zip_longest(columns, widths)]
    return {"t": "Table", "c": [attributes, caption, columns, head, bodies, foot]}


def _rows(head: list, bodies: list, foot: list) -> Iterator[list]:
    yield from head[1]
    for _, _, heads, rows in bodies:
        yield from heads
        yield from rows
    yield from foot[1]


def _needs(row: list) -> Iterator[float]:
    """The characters that each cell of a row would like for a line, two more for its margins."""
    for _, _, _, span, blocks in row[1]:
        lines = plain(blocks).split("\n")
        need = min(max(map(len, lines), default=0), _WIDEST) + 2.0
        for _ in range(span):
            yield need / span
