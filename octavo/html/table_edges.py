"""Find the cells that are first or last in their row and not in the first or last column.

A cell that spans rows stands beside the cells of the next ones, which a style sheet would take for
the first or the last of their rows: they get the classes `inner-start` and `inner-end`.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

INNER_START, INNER_END = "inner-start", "inner-end"
_GROUPS = {"thead", "tbody", "tfoot"}
_CELLS = {"td", "th"}


def mark_inner_cells(root: Element) -> None:
    """Give such cells of all tables their classes, in place."""
    for table in root.iter("table"):
        rows = [row for group in table if group.tag in _GROUPS for row in _placed(group)]
        width = max((end for row in rows for _, _, end in row), default=0)
        for row in rows:
            if row and row[0][1] > 0:
                _add_class(row[0][0], INNER_START)
            if row and row[-1][2] < width:
                _add_class(row[-1][0], INNER_END)


def _placed(group: Element) -> Iterator[list[tuple[Element, int, int]]]:
    """Yield the cells of each row, with the column that each begins in and the one behind it."""
    left: dict[int, int] = {}  # how many rows more each column is taken
    for row in group.iter("tr"):
        taken, column = {c: n - 1 for c, n in left.items() if n > 1}, 0
        found: list[tuple[Element, int, int]] = []
        for cell in [child for child in row if child.tag in _CELLS]:
            while left.get(column, 0) > 0:
                column += 1
            end = column + _span(cell, "colspan")
            found.append((cell, column, end))
            taken |= dict.fromkeys(range(column, end), _span(cell, "rowspan") - 1)
            column = end
        left = taken
        yield found


def _span(cell: Element, name: str) -> int:
    written = cell.get(name, "1")
    return min(max(int(written), 1), 1000) if written.isdecimal() else 1


def _add_class(cell: Element, name: str) -> None:
    cell.set("class", f"{cell.get('class', '')} {name}".strip())
