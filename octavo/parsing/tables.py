"""Align the figures of a table's columns at their decimal points.

In a table of the class `decimal`, figures are padded with spaces as wide as a figure, and as wide
as a point, so that the points of right-aligned columns are in line in every form whose figures are
all of one width:

    : Tolls {#tbl:tolls .decimal}

Only columns aligned to the right are padded; a cell that is no number stays as it is.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from octavo.model import Blocks, Element
from octavo.pandoc import table as tables
from octavo.pandoc import tree
from octavo.pandoc.walk import plain, rewrite

DECIMAL, PADDING = "decimal", "padding"
_FIGURE, _POINT = "\u2007", "\u2008"
# A number, by the decimal sign of its column: its sign, its figures with the separators of
# thousands, its decimals.
_NUMBERS = {
    sign: re.compile(
        rf"[−–+-]?[$€£]?\d{{1,3}}(?:[{parts}’'\u00a0\u202f]\d{{3}}(?!\d))*+\d*"
        rf"(?P<decimals>(?:[{sign}]\d+)?)\s?%?"
    )
    for sign, parts in ((".·", ","), (",", "."))
}
_COMMA_IS_DECIMAL = re.compile(r",(?:\d{1,2}|\d{4,})\s?%?$")
_LONGEST = 40  # letters of a number


def with_decimals(blocks: Blocks) -> Blocks:
    """Return the blocks with the numbers of their decimal tables padded."""
    return rewrite(blocks, _aligned)


def _aligned(table: Element) -> Element | None:
    if not tree.is_kind(table, "Table") or DECIMAL not in tree.classes_of(table):
        return None
    columns, rows = tables.columns_of(table), tables.body_rows_of(table)
    places = tables.places_in(rows)
    placed = [dict(zip(at, row, strict=True)) for at, row in zip(places, rows, strict=True)]
    right = [n for n, column in enumerate(columns) if column.alignment == "AlignRight"]
    found = {n: _column(placed, n) for n in right}
    return tables.with_body_rows(table, [_padded(cells, found) for cells in placed])


class _Column(NamedTuple):
    """The pattern of a column's numbers, and the number of letters of its longest decimals."""

    pattern: re.Pattern[str]
    depth: int


_Placed = dict[int, tables.Cell]  # the cells of a row by their column


def _column(rows: list[_Placed], number: int) -> _Column:
    texts = [_text(cells, number) for cells in rows]
    comma = any(_COMMA_IS_DECIMAL.search(text) for text in texts)
    pattern = _NUMBERS["," if comma else ".·"]
    found = (pattern.fullmatch(text) for text in texts)
    return _Column(pattern, max((len(m["decimals"]) for m in found if m), default=0))


def _text(cells: _Placed, column: int) -> str:
    """Return the text of a cell; empty if a cell of its row spans columns or is missing, or if the
    text is too long for a number."""
    if column not in cells or any(cell.columns != 1 for cell in cells.values()):
        return ""
    text = plain(cells[column].blocks).strip()
    return text if len(text) <= _LONGEST else ""


def _padded(cells: _Placed, columns: dict[int, _Column]) -> tables.Row:
    made = dict(cells)
    for number, column in columns.items():
        found = column.pattern.fullmatch(_text(cells, number))
        missing = column.depth - len(found["decimals"]) if found else 0
        if found and missing and tree.is_paragraph(block := cells[number].blocks[0]):
            point = "" if found["decimals"] else _POINT
            spaces = tree.string(_FIGURE * (missing - len(point)))
            pad = [tree.span([spaces], classes=[PADDING])]
            pad = [tree.string(point), *pad] if point else pad
            padded = tree.with_content(block, [*tree.content_of(block), *pad])
            made[number] = cells[number]._replace(blocks=[padded])
    return list(made.values())
