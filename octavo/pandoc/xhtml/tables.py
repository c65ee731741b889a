"""Write a table whose cells fill its columns, row by row.

pandoc lays the cells of any other table out anew: it adds, widens and drops some.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from octavo.model import Blocks, Element
from octavo.pandoc.xhtml import attributes
from octavo.pandoc.xhtml.attributes import UnwrittenError

_ALIGNED = {"AlignLeft": "left", "AlignRight": "right", "AlignCenter": "center"}
_DEFAULT = "AlignDefault"
_EMPTY = [["", [], []], {"t": _DEFAULT}, 1, 1, []]  # a cell

Write = Callable[[Blocks], str]


def table(element: Element, write: Write) -> str:
    """Return a Table as XHTML, its caption and its cells written by `write`.

    Raise UnwrittenError for one with cells that span others or do not fill it, or with a style.
    """
    (id, names, pairs), (_, caption), columns, head, bodies, foot = element["c"]
    widths = [width.get("c", 0) for _, width in columns]
    if any(key == "style" for key, _ in pairs):
        raise UnwrittenError("the style of a table")
    if 0 < sum(widths) < 1:
        pairs = [("style", f"width:{round(sum(widths) * 100)}%;"), *pairs]
    alignments = [alignment["t"] for alignment, _ in columns]
    made = [f"<table{attributes.all_of([id, names, pairs])}>\n"]
    if caption:
        made.append(f"<caption>{write(caption)}</caption>\n")
    made.append(_columns(columns))
    made.append(_part("thead", head, alignments, write))
    made.append("\n".join(_body(body, alignments, write) for body in bodies))
    made.append(_part("tfoot", foot, alignments, write))
    return f"{''.join(made)}\n</table>"


def _columns(columns: Sequence[Any]) -> str:
    if all(width["t"] == "ColWidthDefault" for _, width in columns):
        return ""
    made = [
        f'<col style="width: {int(100 * width["c"])}%" />\n' if "c" in width else "<col />\n"
        for _, width in columns
    ]
    return f"<colgroup>\n{''.join(made)}</colgroup>\n"


def _part(tag: str, part: Any, alignments: Sequence[str], write: Write) -> str:
    attr, rows = part
    _require_full(rows, len(alignments))
    if all(cell == _EMPTY for _, cells in rows for cell in cells):
        return ""
    cell_tag = "th" if tag == "thead" else "td"
    made = _rows(rows, alignments, [cell_tag] * len(alignments), write)
    return f"<{tag}{attributes.all_of(attr)}>{made}</{tag}>\n"


def _body(body: Any, alignments: Sequence[str], write: Write) -> str:
    attr, heads, head, rows = body
    width = len(alignments)
    _require_full(head, width)
    _require_full(rows, width)
    inside = _rows(head, alignments, ["th"] * width, write) if head else ""
    tags = ["th"] * heads + ["td"] * (width - heads)
    inside += _rows(rows, alignments, tags, write)
    return f"<tbody{attributes.all_of(attr)}>{inside}</tbody>"


def _rows(rows: Any, alignments: Sequence[str], tags: Sequence[str], write: Write) -> str:
    made: list[str] = []
    for attr, cells in rows:
        written = "".join(
            _cell(cell, alignment, tag, write)
            for cell, alignment, tag in zip(cells, alignments, tags, strict=True)
        )
        made.append(f"<tr{attributes.all_of(attr)}>\n{written}</tr>\n")
    return "\n" + "".join(made)


def _cell(cell: Any, of_column: str, tag: str, write: Write) -> str:
    (id, names, pairs), own, _, _, blocks = cell
    alignment = of_column if own["t"] == _DEFAULT else own["t"]
    if any(key == "style" for key, _ in pairs):
        raise UnwrittenError("the style of a cell")
    if alignment != _DEFAULT:
        pairs = [("style", f"text-align: {_ALIGNED[alignment]};"), *pairs]
    return f"<{tag}{attributes.all_of([id, names, pairs])}>{write(blocks)}</{tag}>\n"


def _require_full(rows: Any, width: int) -> None:
    """Raise UnwrittenError unless each row has one cell for each column."""
    for _, cells in rows:
        if len(cells) != width or any(rows > 1 or columns > 1 for _, _, rows, columns, _ in cells):
            raise UnwrittenError("a table with cells that span others, or too few of them")
