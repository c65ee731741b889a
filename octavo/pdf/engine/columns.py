"""Lay out columns, and begin the notes called in them on their page.

WeasyPrint sets the columns of a block many times over to make them equal, each time with the notes
of their lines, and moves those that do not fit to the next page. Here the columns are set without
notes. Then their notes are laid out below; if they need more room than is left, the columns are set
again with less.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import inf
from typing import Any

from octavo.pdf.engine.marks import marks_of
from octavo.pdf.engine.notes.broken_notes import notes_called_in
from octavo.pdf.engine.notes.page_notes import Waiting
from octavo.pdf.engine.weasy import wp_block

# How often the room for notes is halved to find the highest columns.
HALVINGS = 7

_columns_layout = wp_block.columns_layout


def columns_layout(
    context: Any, box: Any, bottom_space: float, skip_stack: Any, containing_block: Any,
    page_is_empty: bool, absolute_boxes: Any, fixed_boxes: Any, adjoining_margins: Any,
    first_letter_style: Any, first_line_style: Any,
) -> tuple[Any, ...]:  # fmt: skip
    """Lay out a block in columns, with the notes called in them.

    Rewrites `weasyprint.layout.block.columns_layout`: WeasyPrint's own is called with no notes to
    lay out, and again with less room, until the notes fit below the columns.
    """

    def set_columns(reserved: float) -> tuple[Any, ...]:
        with _without_notes(context):
            return _columns_layout(
                context, box, bottom_space + reserved, skip_stack, containing_block, page_is_empty,
                absolute_boxes, fixed_boxes, [*adjoining_margins], first_letter_style,
                first_line_style,
            )  # fmt: skip

    def forget(result: tuple[Any, ...]) -> None:
        if result[0] is not None:
            wp_block.remove_placeholders(context, [result[0]], absolute_boxes, fixed_boxes)

    def begin(result: tuple[Any, ...]) -> bool:
        bottom = result[0].content_box_y() + result[0].height + bottom_space
        return context.begin_notes(_waiting(context, result[0]), bottom, marks_of(box).keep)

    result = set_columns(0)
    if context.in_notes or bottom_space == -inf or not _waiting(context, result[0]):
        return result
    if begin(result):
        return result
    forget(result)
    reserved = _room_for_notes(context, set_columns, begin, forget)
    result = set_columns(context.page_bottom if reserved is None else reserved)
    if result[0] is not None and _waiting(context, result[0]):
        if reserved is not None:
            begin(result)
        elif page_is_empty:
            bottom = result[0].content_box_y() + result[0].height + bottom_space
            context.begin_what_fits(_waiting(context, result[0]), bottom)
    return result


def _room_for_notes(
    context: Any,
    set_columns: Callable[[float], tuple[Any, ...]],
    begin: Callable[[tuple[Any, ...]], bool],
    forget: Callable[[tuple[Any, ...]], None],
) -> float | None:
    """Return the least height to keep free of columns, in pixels, so that the notes of their lines
    begin; None if no height will do."""

    low, high, found = 0.0, float(context.page_bottom), None
    wanted = high / 2
    for _ in range(HALVINGS):
        result = set_columns(wanted)
        if result[0] is None:  # no line is left above so much room
            high = wanted
            wanted = (low + high) / 2
            continue
        with _kept_as_it_was(context):
            bottom = context.page_bottom
            begun = not _waiting(context, result[0]) or begin(result)
            taken = bottom - context.page_bottom
        forget(result)
        if begun:
            high = found = wanted
        else:
            low = wanted
        # The height of these notes may be enough for those of one more line.
        wanted = taken if begun and low < taken < high else (low + high) / 2
    return found


def _waiting(context: Any, columns: Any) -> list[Any]:
    """Return the notes called in columns that are not on a page yet."""
    if columns is None:
        return []
    return [note for note in notes_called_in(columns) if note in context.footnotes]


@contextmanager
def _without_notes(context: Any) -> Iterator[None]:
    """Keep the lines from asking for their notes."""
    waiting, context.footnotes = context.footnotes, Waiting()
    try:
        yield
    finally:
        context.footnotes = waiting


@contextmanager
def _kept_as_it_was(context: Any) -> Iterator[None]:
    """Restore afterwards the state of the page's notes."""
    area, names = context.current_footnote_area, ("fit", "loose", "page_bottom")
    state = {name: getattr(context, name) for name in names}
    height, footnotes, begun = area.height, context.footnotes.copy(), set(context.begun)
    standing, reported = [*context.current_page_footnotes], [*context.reported_footnotes]
    try:
        yield
    finally:
        for name, value in state.items():
            setattr(context, name, value)
        area.height, context.footnotes, context.begun = height, footnotes, begun
        context.current_page_footnotes[:] = standing
        context.reported_footnotes[:] = reported
