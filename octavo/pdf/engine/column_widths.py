"""Give the columns of a table widths by their content.

WeasyPrint widens all columns from the narrowest to the widest by the same share of the difference
(CSS Tables 3, 4.4): a long text in one column breaks the dates in another, which would need a
letter more. Here a column of dates, numbers or names is as wide as its content, if the others keep
room for some words a line; these share the rest as in WeasyPrint. If the longest words of all
columns need more than there is, long ones are hyphenated, and broken anywhere if that does not
suffice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from octavo.pdf.engine.custom import Restyled
from octavo.pdf.engine.weasy import boxes, wp_preferred, wp_tables

# In parts of the type size: the widest content that is not broken if it can be helped, some 25
# letters; and the width that a column keeps for words, some 15.
SHORT = 11.0
WORDS = 6.5
NEAR = 0.01  # pixels of arithmetic
# A word that may be broken where its table would be too wide.
_LONG = re.compile(r"\S{9,}")

_auto_table_layout = wp_tables.auto_table_layout


def auto_table_layout(context: Any, box: Any, containing_block: Any) -> None:
    """Set the widths of a table and its columns.

    Rewrites `weasyprint.layout.table.auto_table_layout`: WeasyPrint's own function sets the width
    of the table; what is too wide is hyphenated, and the columns share the width anew. The room
    around the table is kept for its caption.
    """
    table = box.get_wrapped_table()
    room = containing_block[0], _share_at_the_left(box)
    context.rooms.update((child.element, room) for child in _captions(box))
    width = table.width
    _auto_table_layout(context, box, containing_block)
    for name, value in (("hyphens", "auto"), ("overflow_wrap", "anywhere")):
        if width != "auto" or table.width <= containing_block[0] + NEAR:
            break
        if _restyle_long_words(table, Restyled(name, value)):
            context.tables.pop(table, None)
            table.width = width
            _auto_table_layout(context, box, containing_block)
    _, _, least, most, shares, fixed, spacing, grid = (
        wp_preferred.table_and_columns_preferred_widths(context, box, outer=False)
    )  # fmt: skip
    if not grid or any(shares) or any(fixed):
        return
    room = table.width - spacing
    if sum(least) < room - NEAR and room + NEAR < sum(most):
        bodies = _widths_below_heads(context, table, most)
        table.column_widths = shared(room, least, most, bodies, table.style["font_size"])


def _widths_below_heads(context: Any, table: Any, most: Sequence[float]) -> list[float]:
    """Return the width that the widest cell of each column takes unbroken, heads and cells of
    several columns left aside.

    That is `most` where heads, columns and their groups need less. Few cells are measured so: to
    measure all of them takes as long as the table's own layout.
    """
    cells = [
        (group.is_header, cell)
        for group in table.children
        for row in group.children
        for cell in row.children
    ]
    others = [(cell.grid_x, cell) for is_head, cell in cells if is_head]
    columns = [(group, column) for group in table.column_groups for column in group.children]
    others += [(at, box) for at, both in enumerate(columns) for box in both]
    of_others = _widest(context, others, len(most))
    some = {
        at for at, (high, other) in enumerate(zip(most, of_others, strict=True)) if high <= other
    }
    if any(cell.colspan != 1 for _, cell in cells):
        some = {*range(len(most))}
    below = [(cell.grid_x, cell) for is_head, cell in cells if not is_head and cell.colspan == 1]
    found = _widest(context, [(at, cell) for at, cell in below if at in some], len(most))
    return [(min(high, found[at]) or high) if at in some else high for at, high in enumerate(most)]


def _widest(context: Any, placed: Sequence[tuple[int, Any]], count: int) -> list[float]:
    """Return the widest content, unbroken, of the boxes placed in each of `count` columns."""
    found = [0.0] * count
    for at, box in placed:
        if at < count:
            found[at] = max(found[at], float(wp_preferred.max_content_width(context, box)))
    return found


def _captions(wrapper: Any) -> list[Any]:
    return [child for child in wrapper.children if isinstance(child, boxes.TableCaptionBox)]


def _share_at_the_left(wrapper: Any) -> float:
    """Return the share of the room beside a table that is at its left, by the margins of its style:
    half of it for a centred one."""
    style = wrapper.style
    left, right = (style[f"margin_{side}"] == "auto" for side in ("left", "right"))
    if left != right:
        return float(left)
    return 0.5 if left else float(style["direction"] == "rtl")


def widen_caption(context: Any, box: Any) -> None:
    """Give a table's caption the measure of the text: WeasyPrint gives it the width of the table,
    which may be that of a word."""
    if isinstance(box, boxes.TableCaptionBox):
        room, share = context.rooms.get(box.element, (0.0, 0.0))
        more = room - box.margin_width()
        if more > 0:
            box.margin_left -= more * share
            box.margin_right -= more * (1 - share)
            box.width += more


def _restyle_long_words(table: Any, restyled: Restyled) -> bool:
    """Change the style of the texts with long words in a table; return whether it has any."""
    found = [
        box
        for box in table.descendants()
        if isinstance(box, boxes.TextBox) and _LONG.search(box.text)
    ]
    for box in found:
        box.style = restyled.of(box.style)
    return bool(found)


def shared(
    room: float, least: Sequence[float], most: Sequence[float], bodies: Sequence[float], em: float
) -> list[float]:
    """Share `room` among columns that need `least` for their longest words, and would take `most`
    without a break, `bodies` without one below their heads; all are pixels, as is the type size
    `em`. The sum of `least` is less than `room`, that of `most` more."""
    kept = [max(low, min(body, WORDS * em)) for low, body in zip(least, bodies, strict=True)]
    if sum(kept) > room:
        kept = [*least]
    left = room - sum(kept)
    widths = [*kept]
    for column in sorted(range(len(most)), key=lambda column: bodies[column]):
        wanted = max(0.0, bodies[column] - kept[column])
        if bodies[column] <= SHORT * em and wanted <= left:
            widths[column] += wanted
            left -= wanted
    wanting = sum(high - width for high, width in zip(most, widths, strict=True))
    share = left / wanting if wanting else 0.0
    return [width + (high - width) * share for high, width in zip(most, widths, strict=True)]
