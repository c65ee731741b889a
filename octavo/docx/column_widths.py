"""Choose widths for the columns of a table by the text in its cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from math import ceil
from typing import Any

from octavo.manuscript import Element, plain

_WIDEST = 40  # most characters that count of a cell: a longer one fills several lines anyway
_LINE = 84  # characters on a line of a table in the manuscript
_MARGINS = 3.5  # of a cell, in characters
_NARROWEST = 4.0
_WORSE = 1.2  # times as many lines as needed

Cell = tuple[str, int]  # its text, and how many columns it spans


def with_widths(table: Element) -> Element:
    """Return a table whose columns share the width of the text as their cells need it.

    pandoc divides the width evenly between columns without widths, and takes those of a pipe table
    from its dashes, which seldom mean them: the author's widths stay unless they squeeze the table.
    """
    attributes, caption, columns, head, bodies, foot = table["c"]
    rows = [list(_cells(row)) for row in _rows(head, bodies, foot)]
    ours = _needed(rows, len(columns))
    written = [width.get("c", 0.0) for _, width in columns]
    if all(written) and _lines(rows, written) <= _WORSE * _lines(rows, ours):
        return table
    widths = [{"t": "ColWidth", "c": round(width, 4)} for width in ours]
    columns = [[column[0], width] for column, width in zip_longest(columns, widths)]
    return {"t": "Table", "c": [attributes, caption, columns, head, bodies, foot]}


def _rows(head: Any, bodies: Any, foot: Any) -> Iterator[Any]:
    yield from head[1]
    for _, _, heads, rows in bodies:
        yield from heads
        yield from rows
    yield from foot[1]


def _cells(row: Any) -> Iterator[Cell]:
    for _, _, _, span, blocks in row[1]:
        yield plain(blocks), span


def _needed(rows: Sequence[Sequence[Cell]], columns: int) -> list[float]:
    """Return the columns' shares of the text's width; those of a table of short cells come to less
    than the whole."""
    needs = [_NARROWEST] * columns
    for row in rows:
        column = 0
        for text, span in row:
            need = min(max(map(len, text.split("\n"))), _WIDEST) + _MARGINS
            for spanned in range(column, min(column + span, columns)):
                needs[spanned] = max(needs[spanned], need / span)
            column += span
    full = sum(needs) if max(needs, default=0.0) >= _WIDEST else max(sum(needs), _LINE)
    return [need / full for need in needs]


def _lines(rows: Sequence[Sequence[Cell]], widths: Sequence[float]) -> int:
    """Return the number of lines that the rows fill, each as high as its highest cell."""
    total = 0
    for row in rows:
        column, highest = 0, 1
        for text, span in row:
            room = max(1.0, sum(widths[column : column + span]) * _LINE - _MARGINS)
            lines = sum(ceil(len(line) / room) for line in text.split("\n"))
            highest = max(highest, lines)
            column += span
        total += highest
    return total
