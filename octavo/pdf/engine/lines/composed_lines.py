"""Put the lines of a paragraph that is composed on the page, one below the other and beside floats.

The paragraph chooses the ends of its lines for the room that each will have: that of the first ones
is narrowed by what floats beside them, an initial or the term of a list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from octavo.pdf.engine.known_lengths import resolve_percentages
from octavo.pdf.engine.lines.bidi import put_in_order
from octavo.pdf.engine.marks import original_of
from octavo.pdf.engine.weasy import boxes, wp_inline

_MOST = 200  # lines beside floats that are foreseen
_NARROWEST = 3.0  # in parts of the type size: a line with less room goes below what narrows it
_NEAR = 0.01  # pixels of arithmetic
_FIRST_LETTER = "::first-letter"

# The boxes that are placed later, the fixed ones, and what is below the page's room.
Held = tuple[list[Any], list[Any], float]
Room = tuple[float, float, float]  # the top of a line, its left edge and its measure


def composed_lines(
    context: Any, setting: Any, box: Any, block: Any, y: float, skip_stack: Any, held: Held
) -> Iterator[tuple[Any, Any]]:
    """Yield the lines of a block, set from its line box by a `Setting`, each with the place where
    the next one starts."""
    hyphens, original = context.hyphens, original_of(box)
    resolve_percentages(box, block)
    box.position_x, box.position_y = block.content_box_x(), y
    floats: dict[int, Any] = {}
    if skip_stack is None and setting.text.floats:
        end = len(setting.text.slots), 0
        numbers = setting.text.floats_in((0, 0), end, aside=False)
        floats = _lay_out_floats(context, setting.text, numbers, box, block, held)
    start, height = skip_stack, setting.text.root.bottom - setting.text.root.top
    while True:
        place = original, repr(start)
        rooms = _rooms(context, block, y, height, box.style["font_size"])
        y, x, measure = rooms[0] if rooms else (y, block.content_box_x(), None)
        span = setting.span_from(
            setting.start_of(start), hyphens.undone.get(original, frozenset()),
            tuple(room for _, _, room in rooms),
        )  # fmt: skip
        if aside := setting.floats_aside(span):
            box.position_y = y
            floats |= _lay_out_floats(context, setting.text, aside, box, block, held)
        line = setting.line(box, span, x, y, measure, floats)
        following = None
        if span.following is not None:
            following = setting.text.skip_stack(setting.text.place_at(span.following))
        hyphens.count(place, line, following, span.end)
        put_in_order(context, line, block)
        yield line, following
        if following is None:
            return
        y, start = line.position_y + line.height, following


def _lay_out_floats(
    context: Any, text: Any, numbers: Sequence[int], line: Any, block: Any, held: Held
) -> dict[int, Any]:
    """Return the floats of some slots, laid out from the place of a line, by their slots."""
    found: dict[int, Any] = {}
    absolute_boxes, fixed_boxes, bottom_space = held
    for number in numbers:
        child = text.slots[number].box
        known = [each for each in context.excluded_shapes if each.element is child.element]
        if known and abs(known[-1].position_y - line.position_y) < line.style["font_size"]:
            found[number] = known[-1]  # the line is set again
            continue
        child.position_x, child.position_y = line.position_x, line.position_y
        found[number], _ = wp_inline.float_layout(
            context, child, block, absolute_boxes, fixed_boxes, bottom_space, skip_stack=None
        )
    return found


def _rooms(context: Any, block: Any, y: float, height: float, size: float) -> list[Room]:
    """Return the rooms of the lines from `y` on that are beside floats, each so high."""
    if not context.excluded_shapes:
        return []
    left, right = block.content_box_x(), block.content_box_x() + block.width
    near = [
        shape
        for shape in context.excluded_shapes
        if shape.position_y + shape.margin_height() > y + _NEAR
        and shape.position_x < right - _NEAR
        and shape.position_x + shape.margin_width() > left + _NEAR
    ]
    return [*islice(_lines_beside(near, (left, right), y, height, size), _MOST)] if near else []


def _lines_beside(
    shapes: list[Any], edges: tuple[float, float], y: float, height: float, size: float
) -> Iterator[Room]:
    """Yield the rooms of the lines from `y` on, until all shapes are above."""
    while True:
        left, right = edges
        beside = [
            shape
            for shape in shapes
            if shape.position_y < y + height - _NEAR
            and shape.position_y + shape.margin_height() > y + _NEAR
        ]
        for shape in beside:
            if shape.style["float"] in ("left", "inline-start"):
                left = max(left, shape.position_x + shape.margin_width())
            else:
                right = min(right, shape.position_x)
        if beside and right - left < _NARROWEST * size:
            y = min(shape.position_y + shape.margin_height() for shape in beside)
            continue
        yield y, left, right - left
        y += height
        if all(shape.position_y + shape.margin_height() <= y + _NEAR for shape in shapes):
            return


def with_first_letter(context: Any, line: Any, skip_stack: Any, style: Any) -> None:
    """Make a box of the first letter of a paragraph that has a style for it (`::first-letter`)."""
    if style is None or skip_stack is not None or _begins_with_first_letter(line):
        return
    wp_inline.first_letter_to_box(line, None, style)
    context.composer.forget(line)


def _begins_with_first_letter(box: Any) -> bool:
    while box.children and not box.element_tag.endswith(_FIRST_LETTER):
        box = box.children[0]
        if isinstance(box, boxes.TextBox):
            break
    return str(box.element_tag).endswith(_FIRST_LETTER)
