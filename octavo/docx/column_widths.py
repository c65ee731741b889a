"""Choose widths for the columns of a table by the text in its cells."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from octavo.model import Element
from octavo.pandoc import table as tables
from octavo.pandoc.walk import plain

_WIDEST = 40  # most characters that count of a cell: a longer one fills several lines anyway
_LINE = 84  # characters on a line of a table in the manuscript
_MARGINS = 3.5  # of a cell, in characters
_NARROWEST = 4.0
_WORSE = 1.2  # times as many lines as needed

Cell = tuple[str, int, int]  # its text, its column, and how many columns it spans


def with_widths(table: Element) -> Element:
    """Return a table whose columns share the width of the text as their cells need it.

    pandoc divides the width evenly between columns without widths, and takes those of a pipe table
    from its dashes, which seldom mean them: the author's widths stay unless they squeeze the table.
    """
    written_rows = list(tables.rows_of(table))
    rows = [
        [(plain(cell.blocks), at, cell.columns) for at, cell in zip(places, row, strict=True)]
        for places, row in zip(tables.places_in(written_rows), written_rows, strict=True)
    ]
    written = [column.width for column in tables.columns_of(table)]
    ours = _needed(rows, len(written))
    if all(written) and _lines(rows, written) <= _WORSE * _lines(rows, ours):
        return table
    return tables.with_widths(table, [round(width, 4) for width in ours])


def _needed(rows: Sequence[Sequence[Cell]], columns: int) -> list[float]:
    """Return the columns' shares of the text's width; those of a table of short cells come to less
    than the whole."""
    needs = [_NARROWEST] * columns
    for row in rows:
        for text, column, span in row:
            need = min(max(map(len, text.split("\n"))), _WIDEST) + _MARGINS
            for spanned in range(column, min(column + span, columns)):
                needs[spanned] = max(needs[spanned], need / span)
    full = sum(needs) if max(needs, default=0.0) >= _WIDEST else max(sum(needs), _LINE)
    return [need / full for need in needs]


def _lines(rows: Sequence[Sequence[Cell]], widths: Sequence[float]) -> int:
    """Return the number of lines that the rows fill, each as high as its highest cell."""
    total = 0
    for row in rows:
        highest = 1
        for text, column, span in row:
            room = max(1.0, sum(widths[column : column + span]) * _LINE - _MARGINS)
            lines = sum(ceil(len(line) / room) for line in text.split("\n"))
            highest = max(highest, lines)
        total += highest
    return total
