"""Read the columns, rows and cells of a Table, and change them.

pandoc's Table has an Attr, a caption, its columns, a head, bodies and a foot. A row is an Attr and
a list of cells; a body has heading rows before its other rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from octavo.model import Blocks, Element

_COLUMNS, _HEAD, _BODIES, _FOOT = 2, 3, 4, 5  # members of a table's content


class Column(NamedTuple):
    """The alignment of a column, and its share of the text's width: 0 if none is given."""

    alignment: str  # AlignLeft, AlignRight, AlignCenter, AlignDefault
    width: float


class Cell(NamedTuple):
    """One cell: how many rows and columns it spans, and its blocks."""

    attr: list[Any]
    alignment: Element
    rows: int
    columns: int
    blocks: Blocks


Row = list[Cell]


def columns_of(table: Element) -> list[Column]:
    """Return the columns of a table."""
    return [Column(align["t"], width.get("c", 0.0)) for align, width in table["c"][_COLUMNS]]


def with_widths(table: Element, widths: Sequence[float]) -> Element:
    """Return a table with a width for each of its columns."""
    columns = [
        [align, {"t": "ColWidth", "c": width}]
        for (align, _), width in zip(table["c"][_COLUMNS], widths, strict=True)
    ]
    return _with_member(table, _COLUMNS, columns)


def rows_of(table: Element) -> Iterator[Row]:
    """Yield all rows of a table, those of its head first and those of its foot last."""
    content = table["c"]
    yield from map(_row, content[_HEAD][1])
    for _, _, heads, rows in content[_BODIES]:
        yield from map(_row, heads)
        yield from map(_row, rows)
    yield from map(_row, content[_FOOT][1])


def body_rows_of(table: Element) -> list[Row]:
    """Return the rows of a table's bodies, without the heading rows of each."""
    return [_row(row) for _, _, _, rows in table["c"][_BODIES] for row in rows]


def with_body_rows(table: Element, rows: Iterable[Row]) -> Element:
    """Return a table with other rows in its bodies: as many as `body_rows_of` returns."""
    given = iter(rows)
    bodies = [
        [attr, columns, heads, [[own, list(map(list, next(given)))] for own, _ in inner]]
        for attr, columns, heads, inner in table["c"][_BODIES]
    ]
    return _with_member(table, _BODIES, bodies)


def places_in(rows: Sequence[Row]) -> list[list[int]]:
    """Return the column of each cell of some rows, which a cell of a row before may span into."""
    left: dict[int, int] = {}  # how many rows more each column is taken
    found: list[list[int]] = []
    for row in rows:
        taken, column = {c: n - 1 for c, n in left.items() if n > 1}, 0
        found.append([])
        for cell in row:
            while left.get(column, 0) > 0:
                column += 1
            found[-1].append(column)
            for spanned in range(column, column + cell.columns):
                taken[spanned] = cell.rows - 1
            column += cell.columns
        left = taken
    return found


def _row(written: Any) -> Row:
    return [Cell(*cell) for cell in written[1]]


def _with_member(table: Element, at: int, member: list[Any]) -> Element:
    content = list(table["c"])
    content[at] = member
    return Element({"t": "Table", "c": content})
