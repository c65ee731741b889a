"""Align the figures of a table's columns at their decimal points.

In a table of the class `decimal`, figures are padded with spaces as wide as a figure, and as wide
as a point, so that the points of right-aligned columns are in line in every form whose figures are
all of one width:

    : Tolls {#tbl:tolls .decimal}

Only columns aligned to the right are padded; a cell that is no number stays as it is.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from octavo.manuscript import Element, holds, plain, rewrite
from octavo.model import Blocks

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
    return rewrite(blocks, _aligned) if holds(blocks, "Table") else blocks


def _aligned(table: Element) -> Element | None:
    if table["t"] != "Table" or DECIMAL not in table["c"][0][1]:
        return None
    attributes, caption, columns, head, bodies, foot = table["c"]
    right = [n for n, (align, _) in enumerate(columns) if align["t"] == "AlignRight"]
    rows = [cells for _, _, _, inner in bodies for _, cells in inner]
    found = {n: _column(rows, n) for n in right}
    bodies = [
        [own, heads, above, [[a, _padded(cells, found)] for a, cells in inner]]
        for own, heads, above, inner in bodies
    ]
    return {"t": "Table", "c": [attributes, caption, columns, head, bodies, foot]}


class _Column(NamedTuple):
    """The pattern of a column's numbers, and the number of letters of its longest decimals."""

    pattern: re.Pattern[str]
    depth: int


def _column(rows: list[Any], number: int) -> _Column:
    texts = [_text(cells, number) for cells in rows]
    comma = any(_COMMA_IS_DECIMAL.search(text) for text in texts)
    pattern = _NUMBERS["," if comma else ".·"]
    found = (pattern.fullmatch(text) for text in texts)
    return _Column(pattern, max((len(m["decimals"]) for m in found if m), default=0))


def _text(cells: list[Any], column: int) -> str:
    """Return the text of a cell; empty if a cell of its row spans columns or is missing, or if the
    text is too long for a number."""
    if column >= len(cells) or any(cell[3] != 1 for cell in cells):
        return ""
    text = plain(cells[column][4]).strip()
    return text if len(text) <= _LONGEST else ""


def _padded(cells: list[Any], columns: dict[int, _Column]) -> list[Any]:
    made = list(cells)
    for number, column in columns.items():
        found = column.pattern.fullmatch(_text(cells, number))
        missing = column.depth - len(found["decimals"]) if found else 0
        if found and missing and cells[number][4][0]["t"] in {"Plain", "Para"}:
            point = "" if found["decimals"] else _POINT
            spaces = {"t": "Str", "c": _FIGURE * (missing - len(point))}
            pad = [{"t": "Span", "c": [["", [PADDING], []], [spaces]]}]
            pad = [{"t": "Str", "c": point}, *pad] if point else pad
            block = cells[number][4][0]
            made[number] = [*cells[number][:4], [{**block, "c": [*block["c"], *pad]}]]
    return made
