"""Let WeasyPrint run a long footnote over to the pages that follow.

WeasyPrint never breaks a footnote (its issues #1564 and #1833): one that does not fit is moved
whole to the page after its call, and one taller than the page loses its text off the paper. Here
the footnotes of a page are laid out with WeasyPrint's own fragmentation, so that

- a note begins on the page of its call: if it does not fit there, it takes all the room below the
  line of its call, and the page ends with that line (or as soon as orphans and widows allow);
- its rest opens the footnote area of the next page, before that page's own notes;
- a note is broken with at least two lines on each side; if two lines cannot be had, the line of
  the call moves to the next page;
- only the last note of a page is broken, so notes keep their order;
- a line of several calls whose notes leave the page short ends before its last call;
- a rest that would leave less than three lines of text fills a page of its own.

`broken_notes` breaks a note, `page_notes` decides for a page, `text_lines` asks it for each call,
`short_lines` sets a line to fewer calls; here pages are made with them.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from octavo.pdf.engine.fill import share_of
from octavo.pdf.engine.filled_pages import fillings, room_left
from octavo.pdf.engine.floats import GAIN, SHORT
from octavo.pdf.engine.known_lengths import strut
from octavo.pdf.engine.lines.bidi import prepare
from octavo.pdf.engine.lines.text_lines import mark_text
from octavo.pdf.engine.notes.broken_notes import NOTE_LINES, count_lines, lines_of, text_bottom
from octavo.pdf.engine.notes.page_notes import Piece
from octavo.pdf.engine.plates import type_of_plate
from octavo.pdf.engine.weasy import boxes, wp_block, wp_page

# The layout of a page is tried again when its text and its notes collide, this often at most.
TRIES = 6

_make_one_page = wp_page.make_page


# The replacements of WeasyPrint's functions.


def make_all_pages(context: Any, root_box: Any, html: Any, pages: list[Any]) -> Iterator[Any]:
    """Yield all pages; make again only those that changed, or whose carried notes changed.

    Rewrites `weasyprint.layout.make_all_pages`: WeasyPrint forgets the notes carried to a page when
    it makes pages again (for page counters). Here they are kept for each page, and a page is made
    again, too, if other notes are carried to it, if other figures open it, or a plate comes before.
    """
    if context.html is None:
        context.html = html
        context.faces.walk(root_box)
        context.bidi = prepare(root_box)
        context.plates.take_out(root_box)
        mark_text(root_box)
        context.learn_calls(root_box)
    context.rendered_notes = []
    context.composer.start()
    context.plates.start()
    context.floats.start()
    index = 0
    while True:
        remake = context.page_maker[index][-1]
        carried = context.carried.get(index, ())
        start = context.page_maker[index][0]
        due = context.floats.due_at(index, start, context.plates)
        turned = context.plates.turn(index, start, not carried and not due)
        if context.plates.present is not None or carried:  # the rest of a note comes first
            due = ()
        if (
            context.floats.turn(index, start, due)
            or turned
            or index >= len(pages)
            or remake["content_changed"]
            or remake["pages_wanted"]
            or _places(context.made_with.get(index, ())) != _places(carried)
        ):
            page, resume_at = _fill_page(context, root_box, html, index, carried)
            context.made_with[index] = carried
            context.carried[index + 1] = tuple(context.reported_footnotes)
        else:
            page, resume_at = pages[index], context.page_maker[index + 1][0]
        context.floats.end_page(index)
        yield page
        index += 1
        waiting = context.plates.wanting or context.floats.wanting
        if resume_at is None and not context.carried[index] and not waiting:
            context.page_maker = context.page_maker[: index + 1]
            context.broken_out_of_flow.clear()
            context.reported_footnotes.clear()
            return


def _fill_page(
    context: Any, root_box: Any, html: Any, index: int, carried: tuple[Piece, ...]
) -> tuple[Any, Any]:
    """Make a page; again without the figures that open the next one, if they leave it short."""
    saved = context.footnotes.copy(), context.broken_out_of_flow.copy()

    def make() -> tuple[Any, Any]:
        context.footnotes, context.broken_out_of_flow = saved[0].copy(), saved[1].copy()
        remake = context.page_maker[index][-1]
        remake.update(content_changed=False, pages_wanted=False, anchors=[], content_lookups=[])
        context.reported_footnotes = list(carried)
        page, resume_at = wp_page.remake_page(index, context, root_box, html)
        return page, resume_at

    page, resume_at = make()
    if context.plates.present is not None or context.notes_only:
        return page, resume_at
    floats, before, taken = context.floats, share_of(page), []
    waited = bool(floats.waiting)
    while figure := _next_float(context, root_box, page, resume_at):
        floats.take(figure)
        taken.append(figure)
        page, resume_at = make()
    if taken and not waited and share_of(page) < before + GAIN:
        floats.give_back(taken)
        page, resume_at = make()
    return page, resume_at


def _next_float(context: Any, root: Any, page: Any, resume_at: Any) -> Any:
    """Return the next figure to take out, so that a page becomes fuller, or figures keep their
    order; None if none has to be, or it is higher than a page."""
    figure = context.floats.passing(root, page)
    if figure is None and resume_at is not None and share_of(page) < SHORT:
        figure = context.floats.candidate(root, resume_at)
    if figure is None:
        return None
    return figure if context.height_of(figure.page_of(root), page) < page.height else None


def _places(pieces: tuple[Piece, ...]) -> list[tuple[int, Any]]:
    return [(id(piece.note), piece.start) for piece in pieces]


def make_page(
    context: Any,
    root_box: Any,
    page_type: Any,
    resume_at: Any,
    page_number: int,
    page_state: Any,
) -> tuple[Any, Any, Any]:
    """Make a page; if its text and its notes collide, make it again with other room for both.

    It is made again, too, if its text ends with a part of a word and may not.

    Rewrites `weasyprint.layout.page.make_page`: WeasyPrint's own function is called, up to `TRIES`
    times, each time from the same state, and with a type that it would not give a page that has
    nothing but the rest of a note, or a plate.
    """
    carried = [*context.reported_footnotes]
    notes_only = bool(carried) and (page_type.blank or _is_forced(context, page_type, page_number))
    if notes_only:
        page_type = _type_like_last(context, page_type, page_number, page_state)
    if context.plates.present is not None:
        context.start_page()
        page_type = type_of_plate(context, page_type)
        return _make_one_page(context, root_box, page_type, resume_at, page_number, page_state)
    context.last_page_type = page_type
    context.body_line = next_line_height(root_box, resume_at)
    recto = "left" if root_box.style["direction"] == "rtl" else "right"
    context.hyphens.start_page(page_type.side == recto)
    how = root_box, page_type, resume_at, page_number, page_state
    before = _Before.of(context, page_state)
    result = _settled(context, carried, notes_only, before, *how)
    goes_on = result[1] is not None and result[2]["break"] == "any" and not context.notes_only
    for changes in fillings(context) if goes_on else ():
        before.restore(context, page_number, page_state, carried)
        context.composer.change(changes)
        result = _settled(context, carried, notes_only, before, *how)
        if not room_left(context) and not context.notes_only:
            break
        before.restore(context, page_number, page_state, carried)
        context.composer.change_back(changes)
        result = _settled(context, carried, notes_only, before, *how)
    return result


def _settled(
    context: Any, carried: list[Piece], notes_only: bool, before: _Before, root_box: Any,
    page_type: Any, resume_at: Any, page_number: int, page_state: Any,
) -> tuple[Any, Any, Any]:  # fmt: skip
    """Make a page up to `TRIES` times, each from the state `before`, until its text and its notes
    do not collide."""
    reserved = below = 0.0
    for attempt in range(1, TRIES + 1):
        context.start_page(notes_only, reserved, below)
        result = _make_one_page(context, root_box, page_type, resume_at, page_number, page_state)
        collide = text_bottom(context.body) > context.page_bottom + 0.01
        thin = result[1] is not None and count_lines(context.body) < NOTE_LINES
        if attempt == TRIES or context.notes_only:
            break
        if carried and (context.misplaced or collide):
            notes_only = True
        elif carried and thin and not below:
            below = NOTE_LINES * context.body_line
        elif collide and context.current_page_footnotes and context.fit.height > reserved:
            reserved = context.fit.height
        elif not _unhyphened(context):
            break
        before.restore(context, page_number, page_state, carried)
    return result


@dataclass(frozen=True, slots=True)
class _Before:
    """What a page changes in the context and its state, as it was before the page was made."""

    footnotes: list[Any]
    broken_out_of_flow: dict[Any, Any]
    page_state: Any

    @classmethod
    def of(cls, context: Any, page_state: Any) -> _Before:
        own = context.footnotes.copy(), context.broken_out_of_flow.copy()
        return cls(*own, copy.deepcopy(page_state))

    def restore(
        self, context: Any, page_number: int, page_state: Any, carried: Sequence[Piece]
    ) -> None:
        context.footnotes = self.footnotes.copy()
        context.broken_out_of_flow = self.broken_out_of_flow.copy()
        _restore(page_state, copy.deepcopy(self.page_state))
        context.reported_footnotes = [*carried]
        context.page_maker[page_number - 1][-1].update(anchors=[], content_lookups=[])


def _unhyphened(context: Any) -> bool:
    """Mark the last line of a page's text to be set without a hyphen; return False if it need not
    be."""
    lines = [*lines_of(context.body)]
    if not lines or not context.hyphens.ends_page_badly(lines[-1]):
        return False
    return bool(context.hyphens.set_bare(lines[-1]))


def _restore(page_state: Any, saved: Any) -> None:
    quote_depth, counter_values, counter_scopes, page_groups = page_state
    quote_depth[:], counter_scopes[:], page_groups[:] = saved[0], saved[2], saved[3]
    counter_values.clear()
    counter_values.update(saved[1])


def _is_forced(context: Any, page_type: Any, page_number: int) -> bool:
    """Return whether a page begins after a forced break: it is not for rests of earlier notes."""
    broken = context.page_maker[page_number - 1][1]["break"] != "any"
    last = context.last_page_type
    return broken or (last is not None and last.name != page_type.name)


def _type_like_last(context: Any, page_type: Any, page_number: int, page_state: Any) -> Any:
    """Return the type of the page before, for a page of notes only, so that it is laid out alike.

    WeasyPrint would take such a page for a blank one, or for the first one of the next chapter.
    """
    last = context.last_page_type
    if last is None:
        return page_type
    page_state[3][:] = copy.deepcopy(context.page_maker[page_number - 1][3][3])
    groups = tuple((name, count + 1) for name, count in last.groups)
    page_type = page_type._replace(blank=False, name=last.name, groups=groups)
    wp_page.set_page_type_computed_styles(page_type, context.html, context.style_for)
    return page_type


def block_level_layout(
    context: Any, box: Any, bottom_space: Any, skip_stack: Any, containing_block: Any,
    page_is_empty: bool = True, absolute_boxes: Any = None, fixed_boxes: Any = None,
    adjoining_margins: Any = None,
) -> tuple[Any, ...]:  # fmt: skip
    """Lay out one of the parts of a page: its text, its footnote area.

    Rewrites `weasyprint.layout.page.block_level_layout`: the area of a page's notes is the one that
    is laid out already, a plate replaces the text, figures that were taken out of it come first,
    and a page of notes only has none. WeasyPrint's own function lays out all else.
    """
    noted = context.current_page_footnotes or context.footnotes
    if noted and isinstance(box, boxes.FootnoteAreaBox):
        area = context.finish_notes(absolute_boxes, fixed_boxes)
        if area is not None:
            return (area,)
    if box.is_for_root_element and context.plates.present is not None:
        return _lay_out_plate(context, box, skip_stack, containing_block)
    empty = box.is_for_root_element and context.notes_only
    opening: Any = None
    top = box.position_y
    if box.is_for_root_element and not empty:
        opening = _open_with_figures(context, box, containing_block)
        if opening is not None and context.floats.text_is_over:
            return _without_text(context, opening, skip_stack)
        empty = context.floats.text_is_over
        page_is_empty = page_is_empty and opening is None
    result = wp_block.block_level_layout(
        context, box.copy_with_children([]) if empty else box, bottom_space,
        None if empty else skip_stack, containing_block, page_is_empty, absolute_boxes,
        fixed_boxes, adjoining_margins,
    )  # fmt: skip
    if opening is not None and result[0] is None:
        return _without_text(context, opening, skip_stack)
    if opening is not None:
        text = result[0]
        page = text.copy_with_children([*opening.children, *text.children])
        page.height += text.position_y - top
        page.position_y = top
        result = (page, *result[1:])
    if box.is_for_root_element:
        context.body = result[0]
    if empty:
        next_page = context.page_maker[context.current_page - 1][1]
        return context.body, skip_stack, next_page, [], False, None
    return result


def _lay_out_plate(
    context: Any, root: Any, skip_stack: Any, containing_block: Any
) -> tuple[Any, ...]:
    """Lay out a plate instead of a page's text, which continues where it would have begun."""
    page = context.plates.present.page_of(root)
    laid = wp_block.block_level_layout(context, page, 0, None, containing_block, True, [], [], [])
    return _without_text(context, laid[0], skip_stack)


def _without_text(context: Any, body: Any, skip_stack: Any) -> tuple[Any, ...]:
    """Return a page that has no text, which continues where it would have begun."""
    context.body = body
    next_page = context.page_maker[context.current_page - 1][1]
    return context.body, skip_stack, next_page, [], False, None


def _open_with_figures(context: Any, root: Any, containing_block: Any) -> Any:
    """Lay out the figures that are due at the head of a page, as many as fit, and move the text
    down; return the tree of the figures, None if there are none."""
    opening: Any = None
    context.floats.start_page()
    for figure in context.floats.due:
        first = opening is None
        laid: Any
        laid, rest, *_ = wp_block.block_level_layout(
            context, figure.page_of(root), 0, None, containing_block, first, [], [], []
        )
        if laid is None:
            break
        below = text_bottom(laid)
        if not first and (rest is not None or context.overflows_page(0, below)):
            break
        context.floats.place_next()
        children = [] if opening is None else opening.children
        opening = laid.copy_with_children([*children, *laid.children])
        root.position_y = below + figure.space_below
    return opening


def next_line_height(box: Any, resume_at: Any) -> float:
    """Return the height of a line of the text that a page begins with."""
    while not isinstance(box, boxes.LineBox):
        if not box.children:
            break
        index, resume_at = next(iter(resume_at.items())) if resume_at else (0, None)
        box = box.children[min(index, len(box.children) - 1)]
    return float(strut(box.style)[0])
