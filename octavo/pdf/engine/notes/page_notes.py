"""Decide which notes a page holds, and where the last of them is broken.

WeasyPrint moves a note that does not fit whole to the page after its call (its issue #1564). Here
it begins on the page of its call, and its rest opens the area of the next page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf
from typing import Any

from octavo.pdf.engine.composed.light_line import notes_called
from octavo.pdf.engine.floats import Floats
from octavo.pdf.engine.notes.broken_notes import (
    BreakingContext,
    Fit,
    Piece,
    notes_called_in,
    text_bottom,
)
from octavo.pdf.engine.notes.note_area import series_rank
from octavo.pdf.engine.plates import Plates
from octavo.pdf.engine.weasy import boxes

# The fewest lines of text on a page with the rest of a note.
TEXT_LINES = 3
# A page below this share of its height is short, unless a rule forces it.
FULL = 0.9


class Waiting:
    """The notes not laid out yet: the list that WeasyPrint keeps, with a quick `in`."""

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


class SplittingContext(BreakingContext):
    """The layout of a document with notes that run over to the next page.

    Rewrites `LayoutContext`: whatever WeasyPrint asks of a layout about its footnotes is answered
    here, and the engine's own state of the document in hand is kept here.

    `reported_footnotes` holds the beginning of the next page: the rest of a broken note, then (only
    when a rule could not be kept) whole notes. `fit` is the present layout of the page's notes:
    `loose` if a broken note is to be given more room yet. `misplaced` is true if a note does not
    begin on its call's page, `notes_only` if a page has rests of notes and no text. `order` has the
    position of each note's call in the document, `repeated` the notes called in the heads and feet
    of tables, `begun` the notes first called on this page.
    """

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.footnotes = Waiting()
        self.carried: dict[int, tuple[Piece, ...]] = {}
        self.made_with: dict[int, tuple[Piece, ...]] = {}
        self.last_page_type: Any = None
        self.html: Any = None
        self.order: dict[Any, int] = {}
        self.repeated: set[Any] = set()
        self.body_line = 0.0
        self.plates = Plates()
        self.floats = Floats()
        self.start_page()

    def start_page(
        self, notes_only: bool = False, reserved: float = 0.0, below: float = 0.0
    ) -> None:
        """Forget the page before; `reserved` keeps that much height free of text, `below` that much
        free of notes under the line of each call, where that can be."""
        self.fit = Fit(inf, 0, 0)
        self.loose = False
        self.misplaced = False
        self.body: Any = None
        self.area_style = None
        self.notes_only = notes_only
        self.begun: set[Any] = set()
        self.reserved, self.below = reserved, below

    def learn_calls(self, root: Any) -> None:
        """Record where notes are called, before anything is laid out."""
        self.order = {note: place for place, note in enumerate(notes_called_in(root))}
        self.repeated = {
            note
            for box in root.descendants()
            if isinstance(box, boxes.TableRowGroupBox) and (box.is_header or box.is_footer)
            for note in notes_called_in(box)
        }

    # What WeasyPrint calls.

    def layout_footnote(self, footnote: Any) -> bool:
        """Lay out what the page before left over, or (inside columns) any note, whole.

        Rewrites `LayoutContext.layout_footnote`: a rest is laid out from the place where it was
        broken, and the answer is always that it fits.
        """
        self.footnotes.remove(footnote)
        if isinstance(footnote, Piece):
            self._carry_on(footnote)
        else:
            self.current_page_footnotes.append(Piece(footnote))
            self._update_footnote_area()
        return False

    def unlayout_footnote(self, footnote: Any) -> None:
        """Take a note off the page, because the line of its call is taken off.

        Rewrites `LayoutContext.unlayout_footnote`: all pieces of the note go, and one that is not
        on the page is left alone.
        """
        for pieces in (self.current_page_footnotes, self.reported_footnotes):
            for piece in [piece for piece in pieces if piece.note is footnote]:
                pieces.remove(piece)
                self.footnotes.append(footnote)
                if pieces is self.current_page_footnotes:
                    self._update_footnote_area()

    def report_footnote(self, footnote: Any) -> None:
        """Move a whole note to the next page: only columns do it, where no note is broken.

        Rewrites `LayoutContext.report_footnote`: a note is found by its piece or by itself, and one
        that is not on the page is left alone.
        """
        for piece in [*self.current_page_footnotes]:
            if footnote in (piece, piece.note):
                self.current_page_footnotes.remove(piece)
                self.reported_footnotes.append(piece)
                self._update_footnote_area()

    def _update_footnote_area(self) -> bool:
        """Lay out the page's notes again after one was added or removed.

        Rewrites `LayoutContext._update_footnote_area`: the last note may be broken, and the page
        never overflows.
        """
        broken = (
            self.fit.rest is not None
            and self.reported_footnotes
            and (
                self.current_page_footnotes
                and self.reported_footnotes[0].note is self.current_page_footnotes[-1].note
            )
        )
        fit = self.break_last(self.fit.room) if broken else None
        self._settle_for(fit or self.unbroken())
        return False

    # The notes of one page.

    @property
    def page_end(self) -> float:
        return float(self.current_footnote_area.position_y)

    def waiting_notes(self, line: Any, bottom_space: float, table: Sequence[Any] = ()) -> list[Any]:
        """Return the notes called in `line`, and in head and foot of its `table`, if they are due.

        The lines of an inline block have no place on the page yet (their bottom space is infinite):
        the line that holds the block will ask again.
        """
        if self.in_notes or not self.footnotes or bottom_space == -inf:
            return []
        called = [*table, *notes_called(line)]
        return [note for note in called if note in self.footnotes]

    def begin_notes(
        self, notes: list[Any], bottom: float, keep: str = "", forced: bool = False
    ) -> bool:
        """Put notes on the page, all but the last one whole; return whether that was possible.

        `bottom` is the end of the text above the notes; `keep` is the mark of the block
        (`mark_text`): with it, a note gets only its first lines at first, and more from
        `fill_page`.
        """
        if self.reported_footnotes and not self.loose:
            return False
        room = self.page_end - bottom
        before = [*self.current_page_footnotes]
        self.current_page_footnotes.extend(Piece(note) for note in notes)
        # One series is printed above the other. WeasyPrint lays out the foot of a table before its
        # rows. A rest stays first: its call is on the page before, even if it is in a foot whose
        # rows go on here.
        self.current_page_footnotes.sort(
            key=lambda piece: (
                piece.start is None, series_rank(piece.note), self.order.get(piece.note, -1))
        )  # fmt: skip
        fit = None if keep == "block" or self.below else self.whole(room)
        least = self.break_early(room) if keep and fit is None else None
        fit = fit or least
        for free in (room - self.below, room):
            fit = fit or self.whole(free) or self.break_last(free, forced)
        if fit is None:
            self.current_page_footnotes[:] = before
            return False
        self.begun.update(notes)
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
                self.begun.add(note)
                self.footnotes.remove(note)
                self.reported_footnotes.append(Piece(note))

    def fit_on_a_page(self, notes: list[Any], height: float) -> bool:
        """Return whether a page could hold `height` of text and the notes called in it."""
        room = self.current_footnote_area.page.height - height
        before = [*self.current_page_footnotes]
        self.current_page_footnotes[:] = [Piece(note) for note in notes]
        fit = self.whole(room) or self.break_last(room)
        self.current_page_footnotes[:] = before
        return fit is not None

    def leaves_short(self, top: float, share: float = FULL) -> bool:
        """Return whether less than a share of the page is taken if its text ends at `top`."""
        return self.page_bottom - top > (1 - share) * self.current_footnote_area.page.height

    def make_room(self, bottom: float, begun: Sequence[Any] = ()) -> bool:
        """Shorten the broken note so that text may reach down to `bottom`; return whether it can.

        If none is broken, break the last one if it is one of `begun`: the notes that would be taken
        off the page with the lines above.
        """
        if self.in_notes:
            return False
        pieces = self.current_page_footnotes
        if self.fit.rest is None and not (pieces and pieces[-1].note in begun):
            return False
        fit = self.break_last(self.page_end - bottom)
        if fit:
            self._settle_for(fit)
        return fit is not None

    def fill_page(self, bottom: float) -> None:
        """Give the broken note all the room below `bottom`."""
        self.loose = False
        if self.fit.rest is not None:
            room = self.page_end - bottom
            fit = self.whole(room) or self.break_last(room)
            if fit and fit.height > self.fit.height:
                self._settle_for(fit)

    def finish_notes(self, absolute_boxes: list[Any], fixed_boxes: list[Any]) -> Any:
        """Return the laid out footnote area of a finished page; None if it has no notes."""
        if self.body is not None:
            self._take_back_notes()
            bottom = text_bottom(self.body)
            for box in self.body.descendants():
                # Calls that no line asked for, in a grid for example.
                if box.footnote in self.footnotes:
                    self.begin_what_fits([box.footnote], bottom)
            if not self.notes_only:
                self.fill_page(max(bottom, self.body.content_box_y()))
        if not self.current_page_footnotes:
            return None
        area, _ = self.set_notes(self.fit.room, absolute_boxes, fixed_boxes, self.fit.forced)
        return area

    def _take_back_notes(self) -> None:
        """Take off the page the notes of a table's head or foot that moved to the next page.

        WeasyPrint takes off the notes called in the rows it removes, but not those of the others.
        """
        standing = set(notes_called_in(self.body))
        for note in [piece.note for piece in self.current_page_footnotes + self.reported_footnotes]:
            if note in self.begun and note in self.repeated and note not in standing:
                self.unlayout_footnote(note)

    def _carry_on(self, piece: Piece) -> None:
        """Begin a page with what the page before left over."""
        if self.reported_footnotes:
            self.reported_footnotes.append(piece)
            return
        self.current_page_footnotes.append(piece)
        whole = self.unbroken()
        page_height = self.current_footnote_area.page.height
        spare = page_height - whole.height
        if whole.rest is None and not self.notes_only:
            self.notes_only = spare < TEXT_LINES * self.body_line
        if whole.rest is None and spare >= 0:
            self._settle_for(whole)
            return
        self.notes_only = True
        fit = self.break_last(page_height) or self.break_last(page_height, forced=True)
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
