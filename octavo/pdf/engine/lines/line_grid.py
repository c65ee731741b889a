"""Set lines on the grid of the page: move what begins between two of its lines down to the next.

WeasyPrint knows no line grid (CSS Line Grid, `box-snap`). A block that holds lines of text, and
whose `--line-grid` is a length, begins on a multiple of it below the top of the page's text; the
margin above it is widened by the missing distance. So the text after a picture of any height, a
table, or a quotation broken at the end of a page meets the lines of the facing page.
"""

from __future__ import annotations

from typing import Any

from octavo.pdf.engine.column_widths import widen_caption
from octavo.pdf.engine.custom import length
from octavo.pdf.engine.lines.balance import balance
from octavo.pdf.engine.margin_boxes import FAR, is_in_margin
from octavo.pdf.engine.notes.broken_notes import lines_of
from octavo.pdf.engine.weasy import boxes, wp_block

NEAR = 0.01  # pixels within which a line is on the grid

_block_container_layout = wp_block.block_container_layout


def block_container_layout(
    context: Any, box: Any, bottom_space: Any, skip_stack: Any, page_is_empty: bool,
    absolute_boxes: Any, fixed_boxes: Any, adjoining_margins: Any, *others: Any, **named: Any,
) -> Any:  # fmt: skip
    """Lay out a block; one that begins with a line of text, on the page's lines.

    Rewrites `weasyprint.layout.block.block_container_layout`: the measure of a title is narrowed
    (`balance`) and the margin above the block is widened before WeasyPrint's own function is
    called, and the marker of a list's item is moved afterwards. What is in the margin is not broken
    at the end of the page, since it is moved up there.
    """
    if is_in_margin(box):
        bottom_space = -FAR
    first = next((child for child in box.children if child.is_in_normal_flow()), None)
    widen_caption(context, box)
    if isinstance(first, boxes.LineBox):
        balance(context, box)
    if skip_stack is None and isinstance(first, boxes.LineBox):
        _move_to_line(context, box, adjoining_margins or [])
    result = _block_container_layout(
        context, box, bottom_space, skip_stack, page_is_empty, absolute_boxes, fixed_boxes,
        adjoining_margins, *others, **named,
    )  # fmt: skip
    if skip_stack is None and result[0] is not None:
        _move_markers(result[0])
    return result


def missing(box: Any, height: float) -> float:
    """Return the distance, in pixels, from `height` below the top of the page's text to the next
    place where `box` may begin."""
    step = length(box.style, "line-grid") if box.is_in_normal_flow() else 0.0
    beyond = (height + box.border_top_width + box.padding_top) % step if step else 0.0
    return step - beyond if NEAR < beyond < step - NEAR else 0.0


def _move_to_line(context: Any, box: Any, adjoining_margins: list[float]) -> None:
    """Widen the margin above a box so that its text begins on a line of the page.

    Of margins that collapse there the widest counts (CSS 2, 8.3.1).
    """
    margin = wp_block.collapse_margin([*adjoining_margins, box.margin_top])
    top = context.current_footnote_area.page.content_box_y()
    wanting = missing(box, box.position_y + margin - top)
    if wanting:
        least = min(0.0, box.margin_top, *adjoining_margins)
        box.margin_top = margin + wanting - least


def _move_markers(box: Any) -> None:
    """Move the marker of a list's item to its first line, which was moved after the marker was
    placed."""
    markers = [child for child in box.children if getattr(child, "is_outside_marker", False)]
    line = next(lines_of(box), None) if markers else None
    for marker in markers:
        if line and NEAR < line.position_y - marker.position_y < line.height:
            marker.translate(0, line.position_y - marker.position_y)
