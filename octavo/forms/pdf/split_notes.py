"""Let WeasyPrint run a long footnote over to the pages that follow.

WeasyPrint never breaks a footnote (its issues #1564 and #1833): one that does not fit is moved
whole to the page after its call, and one taller than the page loses its text off the paper. Here
the footnotes of a page are laid out with WeasyPrint's own fragmentation, so that

- a note begins on the page of its call: if it does not fit there, it takes all the room below the
  line of its call, and the page ends with that line (or as soon as orphans and widows allow);
- what is left opens the footnote area of the next page, before that page's own notes;
- a note is broken with at least two lines on each side; if two lines cannot be had, the line of
  the call moves to the next page;
- only the last note of a page is broken, so notes keep their order;
- a rest that would leave less than three lines of text fills a page of its own.

Nothing here is public API of WeasyPrint. `patched` replaces the five names of `PATCHES` and puts
them back; `NEEDED` lists what else is relied upon.
"""

from __future__ import annotations

import copy
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from math import inf
from typing import Any

import weasyprint
import weasyprint.document
import weasyprint.formatting_structure.boxes
import weasyprint.formatting_structure.build
import weasyprint.layout.block
import weasyprint.layout.page
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.text.line_break import strut

# WeasyPrint has no types; guessed ones are wrong, as its boxes get their attributes in layout.
wp_document: Any = weasyprint.document
wp_layout: Any = weasyprint.layout
wp_block: Any = weasyprint.layout.block
wp_page: Any = weasyprint.layout.page
boxes: Any = weasyprint.formatting_structure.boxes
build: Any = weasyprint.formatting_structure.build

# What one side of a broken note must have, and what a page's text must have beside a note's rest.
NOTE_LINES = 2
TEXT_LINES = 3
# The layout of a page is tried again when its text and its notes collide, this often at most.
TRIES = 4

_lay_out_lines = wp_block._linebox_layout
_lay_out_block = wp_block.block_level_layout
_make_one_page = wp_page.make_page


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A note from `start` (WeasyPrint's skip stack) on; from its beginning if that is None."""

    note: Any
    start: Any = None


@dataclass(frozen=True, slots=True)
class Fit:
    """A page's notes as laid out in `room`: their height, and where the last one was broken."""

    room: float
    height: float
    area_height: float
    rest: Any = None
    forced: bool = False


class Waiting:
    """The notes not laid out yet: the list WeasyPrint keeps, with a quick `in`."""

    def __init__(self, notes: Any = ()) -> None:
        self._notes = dict.fromkeys(notes)
        self.append = self._notes.setdefault
        self.remove = self._notes.pop

    def __contains__(self, note: Any) -> bool:
        return note in self._notes

    def __len__(self) -> int:
        return len(self._notes)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._notes)

    def copy(self) -> Waiting:
        return Waiting(self._notes)


class SplittingContext(wp_layout.LayoutContext):
    """WeasyPrint's layout context with notes that break between pages.

    `current_page_footnotes` holds the page's Pieces in order. `reported_footnotes` holds what the
    next page begins with: the rest of a broken note, then (only when a rule could not be kept)
    whole notes. `fit` is the present layout of the page's notes.
    """

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.footnotes = Waiting()
        self.trees: dict[Any, Any] = {}
        self.lines: dict[Any, tuple[Any, Any, float, float]] = {}
        self.carried: dict[int, tuple[Piece, ...]] = {}
        self.made_with: dict[int, tuple[Piece, ...]] = {}
        self.last_page_type: Any = None
        self.html: Any = None
        self.body_line = 0.0
        self.in_notes = False
        self.start_page()

    def start_page(self, notes_only: bool = False, reserved: float = 0.0) -> None:
        """Forget the page before; `reserved` keeps that much height free of text."""
        self.fit = Fit(inf, 0, 0)
        self.loose = False
        self.misplaced = False
        self.body: Any = None
        self.area_style: Any = None
        self.notes_only = notes_only
        self.reserved = reserved

    # What WeasyPrint calls.

    def layout_footnote(self, footnote: Any) -> bool:
        """Lay out what the page before left over, or (inside columns) any note, whole."""
        self.footnotes.remove(footnote)
        if isinstance(footnote, Piece):
            self._carry_on(footnote)
        else:
            self.current_page_footnotes.append(Piece(footnote))
            self._update_footnote_area()
        return False

    def unlayout_footnote(self, footnote: Any) -> None:
        """Take a note off the page, because the line of its call is taken off."""
        for pieces in (self.current_page_footnotes, self.reported_footnotes):
            for piece in [piece for piece in pieces if piece.note is footnote]:
                pieces.remove(piece)
                self.footnotes.append(footnote)
                if pieces is self.current_page_footnotes:
                    self._update_footnote_area()

    def report_footnote(self, footnote: Any) -> None:
        """Move a whole note to the next page: only columns do it, where no note is broken."""
        for piece in [*self.current_page_footnotes]:
            if footnote in (piece, piece.note):
                self.current_page_footnotes.remove(piece)
                self.reported_footnotes.append(piece)
                self._update_footnote_area()

    def _update_footnote_area(self) -> bool:
        """Lay out the page's notes again after one was added or removed."""
        broken = (
            self.fit.rest is not None
            and self.reported_footnotes
            and (
                self.current_page_footnotes
                and self.reported_footnotes[0].note is self.current_page_footnotes[-1].note
            )
        )
        fit = self._break_last(self.fit.room) if broken else None
        self._settle_for(fit or self._unbroken())
        return False

    # The notes of one page.

    @property
    def page_end(self) -> float:
        return float(self.current_footnote_area.position_y)

    def waiting_notes(self, line: Any, bottom_space: float) -> list[Any]:
        """Give the notes called in `line`, if their place is to be found now.

        The lines of an inline block have no place on the page yet (their bottom space is
        infinite): the line that holds the block will ask again.
        """
        if self.in_notes or not self.footnotes or bottom_space == -inf:
            return []
        return [box.footnote for box in line.descendants() if box.footnote in self.footnotes]

    def begin_notes(
        self, notes: list[Any], bottom: float, keep: str = "", forced: bool = False
    ) -> bool:
        """Put notes on the page, all but the last one whole; say whether that was possible.

        `bottom` is the end of the text above the notes, `keep` says what `mark_kept` found of the
        text below: a note gets only its first lines at first, to be given more by `fill_page`.
        """
        if self.reported_footnotes and not self.loose:
            return False
        room = self.page_end - bottom
        self.current_page_footnotes.extend(Piece(note) for note in notes)
        fit = None if keep == "block" else self._whole(room)
        least = self._break_early(room) if keep and fit is None else None
        fit = fit or least or self._whole(room) or self._break_last(room, forced)
        if fit is None:
            del self.current_page_footnotes[-len(notes) :]
            return False
        for note in notes:
            self.footnotes.remove(note)
        self.loose = least is not None
        self._settle_for(fit)
        return True

    def begin_what_fits(self, notes: list[Any], bottom: float) -> None:
        """Put notes on the page whose line cannot move; hand on those that do not fit at all."""
        for note in notes:
            if not self.begin_notes([note], bottom, forced=True):
                self.misplaced = True
                self.footnotes.remove(note)
                self.reported_footnotes.append(Piece(note))

    def make_room(self, bottom: float) -> bool:
        """Shorten the broken note so that text may reach down to `bottom`."""
        if self.in_notes or self.fit.rest is None:
            return False
        fit = self._break_last(self.page_end - bottom)
        if fit:
            self._settle_for(fit)
        return fit is not None

    def fill_page(self, bottom: float) -> None:
        """Give the broken note all the room below `bottom`."""
        self.loose = False
        if self.fit.rest is not None:
            room = self.page_end - bottom
            fit = self._whole(room) or self._break_last(room)
            if fit and fit.height > self.fit.height:
                self._settle_for(fit)

    def finish_notes(self, absolute_boxes: list[Any], fixed_boxes: list[Any]) -> Any:
        """Return the laid out footnote area of a finished page."""
        if self.body is not None:
            bottom = text_bottom(self.body)
            for box in self.body.descendants():
                # Calls that no line asked for, in a grid for example.
                if box.footnote in self.footnotes:
                    self.begin_what_fits([box.footnote], bottom)
            if not self.notes_only:
                self.fill_page(max(bottom, self.body.content_box_y()))
        if not self.current_page_footnotes:
            return None
        area, _ = self._set_notes(self.fit.room, absolute_boxes, fixed_boxes, self.fit.forced)
        return area

    def _carry_on(self, piece: Piece) -> None:
        """Begin a page with what the page before left over."""
        if self.reported_footnotes:
            self.reported_footnotes.append(piece)
            return
        self.current_page_footnotes.append(piece)
        whole = self._unbroken()
        page_height = self.current_footnote_area.page.height
        spare = page_height - whole.height
        if whole.rest is None and not self.notes_only:
            self.notes_only = spare < TEXT_LINES * self.body_line
        if whole.rest is None and spare >= 0:
            self._settle_for(whole)
            return
        self.notes_only = True
        fit = self._break_last(page_height) or self._break_last(page_height, forced=True)
        if fit or len(self.current_page_footnotes) == 1:
            self._settle_for(fit or whole)
        else:
            self.current_page_footnotes.remove(piece)
            self.reported_footnotes.append(piece)

    def _settle_for(self, fit: Fit) -> None:
        """Make `fit` the page's layout of notes, and end the text above them."""
        last = self.current_page_footnotes[-1] if self.current_page_footnotes else None
        rests = {id(piece.note) for piece in self.current_page_footnotes}
        others = [piece for piece in self.reported_footnotes if id(piece.note) not in rests]
        self.reported_footnotes[:] = others
        if last and fit.rest is not None:
            self.reported_footnotes.insert(0, Piece(last.note, fit.rest))
        self.fit = fit
        self.current_footnote_area.height = fit.area_height
        if not self.in_column:
            self.page_bottom = self.page_end - max(fit.height, self.reserved)

    # Layouts of the page's notes.

    def _unbroken(self) -> Fit:
        """Lay out the page's notes as if it had no end (a page break inside one is a rest)."""
        if not self.current_page_footnotes:
            return Fit(inf, 0, 0)
        area, rest = self._set_notes(inf)
        return Fit(inf, area.margin_height(), area.height, rest)

    def _whole(self, room: float) -> Fit | None:
        """Lay out the page's notes whole; None if that needs more than `room`."""
        fit = self._unbroken()
        return None if fit.rest is not None or self.overflows(room, fit.height) else fit

    def _break_last(self, room: float, forced: bool = False) -> Fit | None:
        """Break the page's last note where `room` ends; None if it cannot be done well."""
        least = 1 if forced else NOTE_LINES
        total = count_lines(self._set_notes(inf)[0].children[-1])
        while room > 0:
            area, rest = self._set_notes(room, forced=forced)
            if (
                area is None
                or rest is None
                or len(area.children) < len(self.current_page_footnotes)
            ):
                return None
            lines = list(lines_of(area.children[-1]))
            if len(lines) < least:
                return None
            if total - len(lines) >= least or (forced and total == len(lines)):
                return Fit(room, area.margin_height(), area.height, rest, forced)
            # Too little is left for the next page: give it one line more.
            below = area.position_y + area.margin_height() - lines[-1].position_y
            room = min(room, area.margin_height()) - below + lines[-1].height / 2
        return None

    def _break_early(self, room: float) -> Fit | None:
        """Break the page's last note as early as possible."""
        area, _ = self._set_notes(inf)
        for line in islice(lines_of(area.children[-1]), NOTE_LINES - 1, NOTE_LINES + 4):
            least = (
                line.position_y
                + line.height
                - area.position_y
                + 0.01
                + area.margin_bottom
                + area.padding_bottom
                + area.border_bottom_width
            )
            if least > room:
                return None
            if fit := self._break_last(least):
                return fit
        return None

    def _set_notes(
        self,
        room: float,
        absolute_boxes: Any = None,
        fixed_boxes: Any = None,
        forced: bool = False,
    ) -> tuple[Any, Any]:
        """Lay out the page's notes in `room`; return their area, and where the last one breaks.

        The area is None if not even the beginning fits, the break None if all does.
        """
        area = self.current_footnote_area.copy()
        area.style = self._style_of_area()
        area.children = [self._tree(piece.note).deepcopy() for piece in self.current_page_footnotes]
        start = self.current_page_footnotes[0].start
        page_bottom, in_notes = self.page_bottom, self.in_notes
        self.page_bottom, self.in_notes = area.position_y + room, True
        self.create_block_formatting_context(area)
        laid, rest, *_ = _lay_out_block(
            self,
            area,
            0 if room < inf else -inf,
            start and {0: start},
            area.page,
            forced,
            absolute_boxes,
            fixed_boxes,
        )
        self.finish_block_formatting_context(laid)
        self.page_bottom, self.in_notes = page_bottom, in_notes
        if laid is None or rest is None:
            return laid, None
        ((index, rest),) = rest.items()
        if rest is None or index < len(area.children) - 1:
            return None, None  # an earlier note would be broken, or the last one not begun
        close_up(laid, {index: rest})
        return laid, rest

    def _tree(self, note: Any) -> Any:
        """Give the note's boxes ready for layout, the same each time so that breaks stay valid."""
        if note not in self.trees:
            tree = note.deepcopy()
            # WeasyPrint does both for the main text only, where notes are taken out already.
            tree.process_whitespace()
            tree.process_text_transform()
            self.trees[note] = tree = build.create_anonymous_boxes(tree)
            for box in tree.descendants():
                if isinstance(box, boxes.LineBox):
                    box.original = box  # the copies of a line box still know it
        return self.trees[note]

    def _style_of_area(self) -> Any:
        """Give the area's style, with its rule drawn above the rest of a note too."""
        if self.area_style is None:
            self.area_style = self.current_footnote_area.style.copy()
            self.area_style["box_decoration_break"] = "clone"
            # What is higher than the area would be printed over its edge.
            self.area_style["max_height"] = INITIAL_VALUES["max_height"]
        return self.area_style


# Boxes.


def lines_of(box: Any) -> Iterator[Any]:
    """Yield the lines of text in a box, in order."""
    return (child for child in _flow(box) if isinstance(child, boxes.LineBox))


def count_lines(box: Any) -> int:
    return sum(1 for _ in lines_of(box))


def close_up(box: Any, rest: Any) -> float:
    """Take away the blank space WeasyPrint puts at the end of a broken box; return its bottom."""
    bottom = box.border_box_y() + box.border_height()
    flow = [child for child in box.children if child.is_in_normal_flow()]
    if rest is None or box.is_table_wrapper or not flow or not isinstance(box, boxes.BlockBox):
        return float(bottom)
    last = flow[-1]
    if isinstance(last, boxes.LineBox):
        inner = last.position_y + last.height
    else:
        inner = close_up(last, rest.get(getattr(last, "index", None)))
    box.height = min(box.height, inner - box.content_box_y())
    return float(box.border_box_y() + box.border_height())


def text_bottom(root: Any) -> float:
    """Return where a page's text ends; the boxes around it may reach down to the page's end."""
    return max(
        (
            box.position_y + box.height
            if isinstance(box, boxes.LineBox)
            else box.border_box_y() + box.border_height()
            for box in _flow(root)
            if isinstance(box, (boxes.LineBox, boxes.ReplacedBox, boxes.TableRowBox))
        ),
        default=0.0,
    )


def _flow(box: Any) -> Iterator[Any]:
    yield box
    if not isinstance(box, boxes.LineBox):
        for child in box.children:
            if child.is_in_normal_flow():
                yield from _flow(child)


def mark_kept(box: Any, keep: str = "") -> None:
    """Mark the blocks whose text is to stay with what follows it, as far as the page allows.

    A page does not end below a call in them. In the rows of a table (`row`) a note that does not
    fit makes room for the rest of the row; in a heading or a figure (`block`) even one that does.
    """
    if not isinstance(box, boxes.BlockContainerBox):
        keep = keep or "row"
    elif not keep and box.style["break_inside"] in ("avoid", "avoid-page"):
        keep = "block"
    box.keep = keep
    flow = [
        child
        for child in box.children
        if isinstance(child, boxes.ParentBox) and not isinstance(child, boxes.LineBox)
    ]
    for child, following in zip(flow, [*flow[1:], None], strict=False):
        joined = following is not None and wp_block.block_level_page_break(child, following) in (
            "avoid",
            "avoid-page",
        )
        mark_kept(child, keep or ("block" if joined else ""))


def next_line_height(box: Any, resume_at: Any) -> float:
    """Return the height of a line of the text a page begins with."""
    while not isinstance(box, boxes.LineBox):
        if not box.children:
            break
        index, resume_at = next(iter(resume_at.items())) if resume_at else (0, None)
        box = box.children[min(index, len(box.children) - 1)]
    return float(strut(box.style)[0])


# What takes the place of WeasyPrint's functions.


def make_all_pages(context: Any, root_box: Any, html: Any, pages: list[Any]) -> Iterator[Any]:
    """Yield all pages; make again only those that changed, or whose carried notes changed.

    WeasyPrint forgets the notes carried to a page when it makes pages again (for page counters).
    """
    if context.html is None:
        context.html = html
        mark_kept(root_box)
    context.rendered_notes = []
    index = 0
    while True:
        remake = context.page_maker[index][-1]
        carried = context.carried.get(index, ())
        if (
            index >= len(pages)
            or remake["content_changed"]
            or remake["pages_wanted"]
            or _places(context.made_with.get(index, ())) != _places(carried)
        ):
            remake.update(content_changed=False, pages_wanted=False, anchors=[], content_lookups=[])
            context.reported_footnotes = list(carried)
            page, resume_at = wp_page.remake_page(index, context, root_box, html)
            context.made_with[index] = carried
            context.carried[index + 1] = tuple(context.reported_footnotes)
        else:
            page, resume_at = pages[index], context.page_maker[index + 1][0]
        yield page
        index += 1
        if resume_at is None and not context.carried[index]:
            context.page_maker = context.page_maker[: index + 1]
            context.broken_out_of_flow.clear()
            context.reported_footnotes.clear()
            return


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
    """Make a page; if its text and its notes collide, make it again with other room for both."""
    carried = [*context.reported_footnotes]
    notes_only = bool(carried) and (page_type.blank or _is_forced(context, page_type, page_number))
    if notes_only:
        page_type = _type_like_last(context, page_type, page_number, page_state)
    context.last_page_type = page_type
    context.body_line = next_line_height(root_box, resume_at)
    reserved = 0.0
    for attempt in range(1, TRIES + 1):
        context.start_page(notes_only, reserved)
        saved = (
            context.footnotes.copy(),
            context.broken_out_of_flow.copy(),
            copy.deepcopy(page_state),
        )
        result = _make_one_page(context, root_box, page_type, resume_at, page_number, page_state)
        collide = text_bottom(context.body) > context.page_bottom + 0.01
        crowded = (
            context.misplaced
            or collide
            or (result[1] is not None and count_lines(context.body) < NOTE_LINES)
        )
        if attempt == TRIES or context.notes_only:
            break
        if carried and crowded:
            notes_only = True
        elif collide and context.current_page_footnotes and context.fit.height > reserved:
            reserved = context.fit.height
        else:
            break
        context.footnotes, context.broken_out_of_flow = saved[:2]
        _restore(page_state, saved[2])
        context.reported_footnotes = [*carried]
        context.page_maker[page_number - 1][-1].update(anchors=[], content_lookups=[])
    return result


def _restore(page_state: Any, saved: Any) -> None:
    quote_depth, counter_values, counter_scopes, page_groups = page_state
    quote_depth[:], counter_scopes[:], page_groups[:] = saved[0], saved[2], saved[3]
    counter_values.clear()
    counter_values.update(saved[1])


def _is_forced(context: Any, page_type: Any, page_number: int) -> bool:
    """Tell whether a page begins after a forced break: it is not for rests of earlier notes."""
    broken = context.page_maker[page_number - 1][1]["break"] != "any"
    last = context.last_page_type
    return broken or (last is not None and last.name != page_type.name)


def _type_like_last(context: Any, page_type: Any, page_number: int, page_state: Any) -> Any:
    """Give a page for rests of notes the type of the page before, so that it is laid out alike.

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
    context: Any,
    box: Any,
    bottom_space: Any,
    skip_stack: Any,
    containing_block: Any,
    page_is_empty: bool = True,
    absolute_boxes: Any = None,
    fixed_boxes: Any = None,
    adjoining_margins: Any = None,
) -> tuple[Any, ...]:
    """Lay out one of the parts of a page: its text, its footnote area."""
    if isinstance(box, boxes.FootnoteAreaBox):
        if context.current_page_footnotes or context.footnotes:
            area = context.finish_notes(absolute_boxes, fixed_boxes)
            if area is not None:
                return (area,)
    elif box.is_for_root_element and context.notes_only:
        empty = box.copy_with_children([])
        context.body = _lay_out_block(
            context,
            empty,
            bottom_space,
            None,
            containing_block,
            page_is_empty,
            absolute_boxes,
            fixed_boxes,
            adjoining_margins,
        )[0]
        next_page = context.page_maker[context.current_page - 1][1]
        return context.body, skip_stack, next_page, [], False, None
    result = _lay_out_block(
        context,
        box,
        bottom_space,
        skip_stack,
        containing_block,
        page_is_empty,
        absolute_boxes,
        fixed_boxes,
        adjoining_margins,
    )
    if box.is_for_root_element:
        context.body = result[0]
    return result


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of lines while it is laid out: `box` holds the one line box `child`."""

    context: Any
    box: Any
    child: Any
    bottom_space: float
    absolute_boxes: list[Any]
    fixed_boxes: list[Any]

    def lines(
        self,
        position_y: float,
        start: Any,
        first_letter_style: Any = None,
        first_line_style: Any = None,
        box: Any = None,
    ) -> Iterator[tuple[Any, Any]]:
        """Yield each line from `start` on with the place where the next one starts.

        The lines of notes are set once and moved to where they are wanted. The notes of a page
        are laid out again for each one that joins them: to set their lines anew each time is most
        of the time that WeasyPrint needs for a page.
        """
        box = box or self.box
        original = getattr(self.child, "original", None)
        known = self.context.lines
        while True:
            if not self.context.in_notes or original is None or self.context.excluded_shapes:
                yield from self._set_lines(
                    position_y, start, first_letter_style, first_line_style, box
                )
                return
            key = (original, repr(start), box.width)
            if key in known:
                line, following, x, y = known[key]
                line = line.deepcopy()
                line.translate(self.child.position_x - x, position_y - y)
            else:
                x, listed = self.child.position_x, self._count_positioned()
                line, following = next(
                    self._set_lines(position_y, start, first_letter_style, first_line_style, box),
                    (None, None),
                )
                if line is None:
                    return
                if self._count_positioned() == listed and not self.context.excluded_shapes:
                    known[key] = line.deepcopy(), following, x, position_y
            yield line, following
            if following is None:
                return
            position_y, start = line.position_y + line.height, following
            first_letter_style = first_line_style = None

    def _set_lines(
        self,
        position_y: float,
        start: Any,
        first_letter_style: Any,
        first_line_style: Any,
        box: Any,
    ) -> Iterator[tuple[Any, Any]]:
        return wp_block.iter_line_boxes(
            self.context,
            self.child,
            position_y,
            self.bottom_space,
            start,
            box,
            self.absolute_boxes,
            self.fixed_boxes,
            first_letter_style,
            first_line_style,
        )

    def _count_positioned(self) -> tuple[int, int]:
        return len(self.absolute_boxes), len(self.fixed_boxes)

    def lacking(self, line: Any) -> int:
        """Count the lines that must join `line` on the next page to satisfy the block's widows."""
        lacking = int(self.box.style["widows"]) - 1
        if line.resume_at is not None:
            following = self.lines(line.position_y + line.height, line.resume_at)
            for next_line, _ in islice(following, lacking):
                self.forget(next_line)
                lacking -= 1
        return max(0, lacking)

    def shorten(self, line: Any, start: Any, notes: list[Any]) -> tuple[Any, Any] | None:
        """Set `line` so that it ends before its last call; None if its calls stand together.

        A note longer than a page leaves no place for another one called in the same line: the
        text between the two is where the page has to end.
        """
        call = next(box for box in line.descendants() if box.footnote is notes[-1])
        for share in (1, 0.95, 0.9, 0.8):
            narrow = self.box.copy()
            narrow.width = (call.position_x - line.position_x) * share
            shorter, following = next(self.lines(line.position_y, start, box=narrow), (None, None))
            if shorter is None:
                return None
            left = self.context.waiting_notes(shorter, self.bottom_space)
            if left and len(left) < len(notes):
                self.forget(line)
                return shorter, following
            self.forget(shorter)
        return None

    def forget(self, line: Any) -> None:
        wp_block.remove_placeholders(
            self.context, line.children, self.absolute_boxes, self.fixed_boxes
        )


def lay_out_lines(
    context: Any,
    box: Any,
    index: int,
    child: Any,
    new_children: list[Any],
    page_is_empty: bool,
    absolute_boxes: Any,
    fixed_boxes: Any,
    adjoining_margins: Any,
    bottom_space: float,
    position_y: float,
    skip_stack: Any,
    first_letter_style: Any,
    first_line_style: Any,
    draw_bottom_decoration: bool,
    max_lines: int | None,
) -> tuple[Any, ...]:
    """Lay out the lines of a block, each with its notes (after WeasyPrint's `_linebox_layout`)."""
    if context.in_column:
        return _lay_out_lines(
            context,
            box,
            index,
            child,
            new_children,
            page_is_empty,
            absolute_boxes,
            fixed_boxes,
            adjoining_margins,
            bottom_space,
            position_y,
            skip_stack,
            first_letter_style,
            first_line_style,
            draw_bottom_decoration,
            max_lines,
        )
    abort, stop, resume_at = False, False, None
    begun: list[Any] = []
    keep = getattr(box, "keep", "")
    paragraph = Paragraph(context, box, child, bottom_space, absolute_boxes, fixed_boxes)
    if adjoining_margins:
        position_y += wp_block.collapse_margin(adjoining_margins)
    lines = paragraph.lines(position_y, skip_stack, first_letter_style, first_line_style)
    while set_line := next(lines, None):
        line, resume_at = set_line
        if max_lines is not None:
            if max_lines == 0:
                new_children[-1].block_ellipsis = box.style["block_ellipsis"]
                break
            max_lines -= 1
        # 1. If the page is full, break before this line.
        line.resume_at = resume_at
        draw_bottom_decoration |= resume_at is None
        below = box.border_bottom_width + box.padding_bottom if draw_bottom_decoration else 0
        movable = bool(new_children) or not page_is_empty
        fits = _fits(paragraph, line, new_children, page_is_empty, below)
        notes = context.waiting_notes(line, bottom_space) if fits else []
        end = line.position_y + line.height + below + bottom_space
        if notes:
            # 2. Its notes begin on this page, or the line moves to the next one. If it is the
            # first of its page, it may be set shorter, to hold fewer calls.
            fits = context.begin_notes(notes, end, keep)
            if not fits and not movable:
                fits = True
                while len(notes) > 1 and (shorter := paragraph.shorten(line, skip_stack, notes)):
                    line, resume_at = shorter
                    line.resume_at = resume_at
                    lines = paragraph.lines(line.position_y + line.height, resume_at)
                    notes = context.waiting_notes(line, bottom_space)
                    if context.begin_notes(notes, end):
                        break
                context.begin_what_fits([note for note in notes if note in context.footnotes], end)
            begun += notes
        elif fits and context.loose and not context.in_notes and not keep:
            # 3. What belongs to the call of a broken note is set: the rest is the note's.
            context.fill_page(end)
        if not fits:
            abort, stop, resume_at = wp_block._break_line(
                context,
                box,
                line,
                new_children,
                paragraph.lacking(line),
                page_is_empty,
                index,
                skip_stack,
                resume_at,
                absolute_boxes,
                fixed_boxes,
            )
            break
        new_children.append(line)
        position_y = line.position_y + line.height
        skip_stack = resume_at
    if new_children:
        resume_at = {index: new_children[-1].resume_at}
    return abort, stop, resume_at, position_y, begun, max_lines


def _fits(
    paragraph: Paragraph,
    line: Any,
    new_children: list[Any],
    page_is_empty: bool,
    below: float,
) -> bool:
    """Tell whether a line fits on the page, if need be at the expense of a broken note."""
    context, box, bottom_space = paragraph.context, paragraph.box, paragraph.bottom_space
    bottom = line.position_y + line.height
    if new_children or not page_is_empty:
        if context.overflows_page(bottom_space, bottom + below):
            splits_badly = len(new_children) < box.style["orphans"] or paragraph.lacking(line)
            return bool(splits_badly) and context.make_room(bottom + below + bottom_space)
    elif context.overflows_page(bottom_space, bottom):
        # A block too tall for an empty page goes without its top margin.
        line.translate(0, -box.margin_top)
        box.margin_top = 0
    return True


PATCHES: tuple[tuple[Any, str, Any], ...] = (
    (wp_document, "LayoutContext", SplittingContext),
    (wp_layout, "make_all_pages", make_all_pages),
    (wp_page, "make_page", make_page),
    (wp_page, "block_level_layout", block_level_layout),
    (wp_block, "_linebox_layout", lay_out_lines),
)

# What else of WeasyPrint's private parts is used here and in `engine`; a test looks for them.
NEEDED: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (
        wp_block,
        (
            "_break_line",
            "block_level_page_break",
            "collapse_margin",
            "iter_line_boxes",
            "remove_placeholders",
        ),
    ),
    (wp_page, ("remake_page", "set_page_type_computed_styles", "PageType")),
    (
        wp_layout.LayoutContext,
        (
            "_update_footnote_area",
            "create_block_formatting_context",
            "excluded_shapes",
            "finish_block_formatting_context",
            "layout_footnote",
            "overflows",
            "overflows_page",
            "report_footnote",
            "unlayout_footnote",
        ),
    ),
    (build, ("create_anonymous_boxes",)),
    (boxes, ("BlockContainerBox", "FootnoteAreaBox", "LineBox", "ReplacedBox", "TableRowBox")),
    (boxes.Box, ("deepcopy", "footnote", "is_in_normal_flow", "is_table_wrapper", "translate")),
)

_lock = threading.RLock()


@contextmanager
def patched() -> Iterator[None]:
    """Replace the names of PATCHES while a document is laid out."""
    if not weasyprint.__version__.startswith("70."):
        raise RuntimeError(
            f"notes are broken in WeasyPrint 70 only, this is {weasyprint.__version__}; "
            "read the layout of the new version, adapt octavo.forms.pdf.split_notes"
        )
    with _lock:
        originals = [(module, name, getattr(module, name)) for module, name, _ in PATCHES]
        try:
            for module, name, replacement in PATCHES:
                setattr(module, name, replacement)
            yield
        finally:
            for module, name, original in originals:
                setattr(module, name, original)
