"""Compare the notes as they are printed with the expected notes, and report each fault.

Every note must be printed once, under its mark, with all its words. A mark that begins again on
each page is that of its call's place among the calls of the page, as they are read. The note must
begin on the page of its call and continue on the very next ones; be in order, inside of the type
area, on nothing else. Notes at the end of a section or of the edition are on other pages than their
calls; all else holds for them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

from octavo.model import Fault, Place, Rule, Series, Witness
from octavo.notes.numbering import MARKS, reference_mark
from octavo.pdf.rules import (
    mark_is_the_editions,
    note_begins_on_the_page_of_its_call,
    note_can_be_seen,
    note_continues_on_the_next_page,
    note_is_whole,
    notes_stand_in_order,
    text_can_be_seen,
    text_stands_inside_the_page,
)
from octavo.proof.expected_copy import Copy
from octavo.proof.expected_notes import ExpectedNote
from octavo.proof.front_verdict import ExpectedFront
from octavo.proof.letters import difference, folded, same_marks
from octavo.proof.page_cache import PageCache
from octavo.proof.page_letters import PageOfPrint, pages_of_print
from octavo.proof.pdf_reader import read_book
from octavo.proof.printed import Misplaced, PrintedBook, PrintedCall, PrintedNote, Sheet
from octavo.proof.printed_verdict import Printing, TextVerdict
from octavo.proof.sight import BLANK, CROWDED, FAINT, HIDDEN, SMALL
from octavo.proof.type_area import follows, misplaced, order_of, type_area

_Printed = TypeVar("_Printed", PrintedNote, PrintedCall)

# Why text cannot be seen.
_WHY = {
    SMALL: "its type is of {size:.1f} pt, or as narrow",
    FAINT: "its colour is that of what lies behind it, or nearly",
    CROWDED: "its letters are on one another",
    BLANK: "its font draws nothing for a letter",
    HIDDEN: "something is painted on it, or it has the colour of what lies behind it",
}
_QUOTED = 40  # letters quoted of text that cannot be seen
_SHOWN = 60  # letters quoted of a note that no manuscript has


@dataclass(frozen=True, slots=True)
class Proof:
    """The place of each note that is printed once, in the order of the expected notes, the labels
    of the pages, all faults, and the letters of each page if the text was compared."""

    notes: tuple[Witness, ...]
    labels: tuple[str, ...]
    faults: tuple[Fault, ...]
    pages: tuple[PageOfPrint, ...] = ()


def read_proof(
    pdf: Path | BytesIO,
    copy: Sequence[ExpectedNote],
    printing: Printing,
    cache: PageCache | None = None,
    text: Sequence[Copy] = (),
    front: ExpectedFront | None = None,
) -> Proof:
    """Compare a bound PDF with the expected notes `copy`, with the `text` of the manuscripts in the
    order of the book, and with what it must have before the text; pages that are in the cache are
    not read again. Raise pikepdf.PdfError if it is no PDF."""
    known = {one.id: one for one in copy}
    book = read_book(pdf, _Places(known, printing).judge, cache)
    proof = _Proof(book, copy, known, printing)
    pages = pages_of_print(book) if text else ()
    verdict = TextVerdict(book, text, front, pages, printing, proof.by_page)
    of_text = verdict.faults() if text else ()
    faults = tuple(dict.fromkeys((*proof.faults(), *of_text)))
    return Proof(tuple(proof.standing()), book.labels, faults, pages)


class _Places:
    """What judges the places of notes on the pages of a book."""

    def __init__(self, known: Mapping[str, ExpectedNote], printing: Printing) -> None:
        self._known, self._printing = known, printing

    def judge(self, sheet: Sheet) -> Iterator[Misplaced]:
        """Yield the faults of place on a page."""
        margins = self._printing.margins(sheet.of)
        area = type_area(sheet.paper, margins, recto=sheet.at % 2 == 0)
        yield from misplaced(sheet, area, partial(_is_at_foot, self._known, self._printing))


def _is_at_foot(known: Mapping[str, ExpectedNote], printing: Printing, note: str) -> bool:
    """Return whether a note, by its id, belongs to the foot of its page."""
    one = known.get(note)
    return one is None or not printing.at_end or one.series == "marked"


class _Proof:
    def __init__(
        self, book: PrintedBook, copy: Sequence[ExpectedNote], known: Mapping[str, ExpectedNote],
        printing: Printing,
    ) -> None:  # fmt: skip
        self._book = book
        self._copy = copy
        self._printing = printing
        self._form = Place(printing.form)
        self._known = known
        self._notes = _by_id(book.notes)
        self._calls = _by_id(book.calls)
        self._faulty: set[str] = set()  # the ids of notes with faults that were yielded
        self.by_page = dict(self._marks_by_page())

    def faults(self) -> Iterator[Fault]:
        if self._copy and not self._book.notes:
            message = "no note can be found in the PDF: its structure has none"
            yield note_is_whole.fault(self._form, message)
            return
        for one in self._copy:
            yield from self._of_note(one)
        yield from self._strangers()
        yield from self._order()
        yield from self._unseen()
        for at, wrong in self._book.misplaced:
            yield self._fault(text_stands_inside_the_page, wrong.note, wrong.message, at)

    def standing(self) -> Iterator[Witness]:
        """Yield the pages of each note that is printed once and called once; call it after
        `faults`."""
        for one in self._copy:
            notes, calls = self._notes.get(one.id, ()), self._calls.get(one.call_id, ())
            if len(notes) == 1 and len(calls) == 1:
                pages = tuple(dict.fromkeys(piece.page for piece in notes[0].pieces))
                yield Witness(
                    one.id, one.section, one.series, self._mark(one), calls[0].page, pages,
                    self._label(calls[0].page), tuple(map(self._label, pages)), one.place,
                    notes[0].words, one.id in self._faulty,
                )  # fmt: skip

    def _marks_by_page(self) -> Iterator[tuple[str, str]]:
        """Yield the mark that each note must have of those that begin again on each page: the
        manuscripts have the order of the calls, and the PDF their pages."""
        counts: Counter[tuple[int, Series]] = Counter()
        for one in self._copy:
            calls = self._calls.get(one.call_id, ())
            if one.series in self._printing.by_page and calls:
                counts[calls[0].page, one.series] += 1
                number = counts[calls[0].page, one.series]
                yield one.id, str(number) if one.series == "numbered" else reference_mark(number)

    def _mark(self, one: ExpectedNote) -> str:
        return self.by_page.get(one.id, one.mark)

    # One note.

    def _of_note(self, one: ExpectedNote) -> Iterator[Fault]:
        notes, calls = self._notes.get(one.id, ()), self._calls.get(one.call_id, ())
        if not notes:
            at = calls[0].page if calls else -1
            yield self._fault(note_is_whole, one.id, "it is not printed", at)
        for again in notes[1:]:
            yield self._fault(note_is_whole, one.id, "it is printed twice", _first(again))
        if not calls:
            at = _first(notes[0]) if notes else -1
            yield self._fault(
                note_begins_on_the_page_of_its_call,
                one.id,
                "its call is not printed",
                at,
                called=True,
            )
        for other in calls[1:]:
            yield self._fault(note_is_whole, one.id, "it is called twice", other.page, called=True)
        yield from self._marks(one, notes[:1], calls[:1])
        if notes:
            yield from self._whole(one, notes[0])
            yield from self._pages(one, notes[0], calls[:1])

    def _marks(
        self, one: ExpectedNote, notes: Sequence[PrintedNote], calls: Sequence[PrintedCall]
    ) -> Iterator[Fault]:
        for call in calls:
            if not _is_marked(call.mark, self._mark(one)):
                message = f"its call is printed as “{call.mark.strip()}”"
                yield self._fault(mark_is_the_editions, one.id, message, call.page, called=True)
        for note in notes:
            if not _is_marked(note.mark, self._mark(one)):
                message = f"it opens with “{note.mark.strip()}”"
                yield self._fault(mark_is_the_editions, one.id, message, _first(note))

    def _whole(self, one: ExpectedNote, note: PrintedNote) -> Iterator[Fault]:
        parted = difference(note.text, one.text)
        if parted is not None and self._printing.own_faces:
            parted = difference(same_marks(note.text), same_marks(one.text))
        if parted is not None:
            message = f"it reads “{parted.printed}”, the manuscript “{parted.wanted}”"
            yield self._fault(note_is_whole, one.id, message, _page_at(note, parted.at))
            return
        for piece in note.pieces:
            if piece.out_of_line:
                message = f"its lines do not follow one another: {piece.out_of_line}"
                yield self._fault(note_is_whole, one.id, message, piece.page)

    def _pages(
        self, one: ExpectedNote, note: PrintedNote, calls: Sequence[PrintedCall]
    ) -> Iterator[Fault]:
        for call in calls:
            if _is_at_foot(self._known, self._printing, one.id) and call.page != _first(note):
                where = f"it begins on page {self._label(_first(note))}"
                message = f"{where}, its call is on page {self._label(call.page)}"
                yield self._fault(
                    note_begins_on_the_page_of_its_call, one.id, message, _first(note), called=True
                )
        for piece, following in pairwise(note.pieces):
            if following.page not in (piece.page, piece.page + 1):
                goes_on = f"it continues on page {self._label(following.page)}"
                message = f"{goes_on}, not on the page after {self._label(piece.page)}"
                yield self._fault(note_continues_on_the_next_page, one.id, message, following.page)

    # All notes.

    def _strangers(self) -> Iterator[Fault]:
        """Yield a fault for each printed note or call that is none of the edition's."""
        for note in self._book.notes:
            if note.id not in self._known:
                words = " ".join(note.text.split())[:_SHOWN]
                message = f"a note is printed that no manuscript has: “{words}”"
                yield self._fault(note_is_whole, "", message, _first(note))
        called = {one.call_id for one in self._copy}
        for call in self._book.calls:
            if call.id not in called:
                message = f"a note is called that no manuscript has: “{call.mark.strip()}”"
                yield self._fault(note_is_whole, "", message, call.page)

    def _order(self) -> Iterator[Fault]:
        """Yield a fault for the first note of each series in a section, and the first call of each
        section, that is too early."""
        series: dict[tuple[str, str], list[ExpectedNote]] = {}
        sections: dict[str, list[ExpectedNote]] = {}
        for one in self._copy:
            series.setdefault((one.section, one.series), []).append(one)
            sections.setdefault(one.section, []).append(one)
        for notes in series.values():
            yield from self._first_early(notes)
        for notes in sections.values():
            yield from self._first_call_early(notes)

    def _first_early(self, notes: Sequence[ExpectedNote]) -> Iterator[Fault]:
        printed = ((one, self._notes[one.id][0]) for one in notes if one.id in self._notes)
        begun = [(one, order_of(_first(note), note.first)) for one, note in printed if note.first]
        for (one, before), (following, behind) in pairwise(begun):
            if not follows(before, behind, self._printing.rtl):
                message = f"it is printed before note {one.mark}"
                yield self._fault(notes_stand_in_order, following.id, message, behind[0])
                return

    def _first_call_early(self, notes: Sequence[ExpectedNote]) -> Iterator[Fault]:
        there = [one for one in notes if one.call_id in self._calls]
        for one, following in pairwise(there):
            before, behind = (self._calls[n.call_id][0].page for n in (one, following))
            if before > behind:
                message = f"it is called before note {one.mark}"
                yield self._fault(notes_stand_in_order, following.id, message, behind, called=True)
                return

    def _unseen(self) -> Iterator[Fault]:
        """Yield a fault for each note and call that cannot be seen, and for each page with other
        text that cannot."""
        calls = {one.call_id: one.id for one in self._copy}
        for unseen in self._book.unseen:
            why = _WHY[unseen.why].format(size=unseen.run.size)
            words = f"“{' '.join(unseen.run.text.split())[:_QUOTED]}”"
            if not unseen.id:
                message = f"text cannot be seen: {why}: {words}"
                yield self._fault(text_can_be_seen, "", message, unseen.page)
                continue
            note = calls.get(unseen.id, unseen.id)
            what = "its call" if unseen.id in calls else "it"
            message = f"{what} cannot be seen: {why}: {words}"
            yield self._fault(note_can_be_seen, note, message, unseen.page, unseen.id in calls)

    # What a fault says.

    def _label(self, page: int) -> str:
        return self._book.labels[page] if 0 <= page < len(self._book.labels) else "?"

    def _fault(self, rule: Rule, note: str, message: str, page: int, called: bool = False) -> Fault:
        """Return a fault of a note on a page, at the place of the note or, if `called`, of its
        call. A note that is not known has its place in the book; a negative page is not named."""
        one = self._known.get(note)
        self._faulty.add(note)
        where = f" (page {self._label(page)}, {page + 1} of the PDF)" if page >= 0 else ""
        if one is None:
            return rule.fault(self._form, f"{message}{where}")
        place = one.call if called else one.place
        return rule.fault(place, f"note {one.mark}: {message}{where}")


def _is_marked(printed: str, mark: str) -> bool:
    """Return whether a mark is printed: a style may set points and brackets about it."""
    before, found, behind = folded(printed).partition(folded(mark))
    others = (*MARKS, *"0123456789")
    return bool(found) and not any(c.isalpha() or c in others for c in before + behind)


def _by_id(found: Sequence[_Printed]) -> Mapping[str, list[_Printed]]:
    known: dict[str, list[_Printed]] = {}
    for one in found:
        known.setdefault(one.id, []).append(one)
    return known


def _first(note: PrintedNote) -> int:
    return note.pieces[0].page if note.pieces else -1


def _page_at(note: PrintedNote, letters: int) -> int:
    """Return the page (an index) on which a note has reached `letters` folded letters."""
    reached = 0
    for piece in note.pieces:
        reached += len(folded(piece.text))
        if letters < reached:
            return piece.page
    return note.pieces[-1].page if note.pieces else -1
