"""Report what the text of the PDF, its links, its title leaves and its contents have otherwise than
the manuscripts and edition.yaml.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from octavo.matter.parts import BEFORE_CONTENTS
from octavo.model import Fault, Place, Series
from octavo.model.form_rules import (
    call_follows_its_words,
    links_lead_to_the_same_words,
    page_number_leads_to_its_page,
    text_reads_as_written,
)
from octavo.proof.expected_copy import Copy
from octavo.proof.front_verdict import METADATA, ExpectedFront, FrontDifference
from octavo.proof.page_letters import PageOfPrint
from octavo.proof.printed import PrintedBook, PrintedPassage
from octavo.proof.printed_front import (
    contents_of_print,
    differences_of_contents,
    differences_of_leaves,
)
from octavo.proof.printed_links import Destinations, LinkDifference
from octavo.proof.printed_text import text_differences
from octavo.proof.type_area import Margins

_BEFORE = [section.name for section in BEFORE_CONTENTS]


@dataclass(frozen=True, slots=True)
class Printing:
    """How an edition is printed: whether its numbered notes are endnotes; the margins of a book of
    so many pages, None if they are not known; whether it is read from right to left; the path of
    the book, for faults that have no place in the sources; and whether it may be set in faces of
    the edition's own. `by_page` are the series of notes that begin again on each page, `indexes`
    are the names of its indexes, `places` has the path of each section."""

    at_end: bool
    margins: Callable[[int], Margins | None]
    rtl: bool
    form: str
    own_faces: bool = False
    by_page: frozenset[Series] = frozenset()
    indexes: tuple[str, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)


class TextVerdict:
    """The verdict on the text of a PDF: `text` are the copies in the order of the book, `front` is
    what comes before it, None if that is not compared, `pages` are the letters of the PDF, and
    `marks` those of the notes that have them by page."""

    def __init__(
        self, book: PrintedBook, text: Sequence[Copy], front: ExpectedFront | None,
        pages: Sequence[PageOfPrint], printing: Printing, marks: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        self._marks = marks or {}
        self._book = book
        self._text = [copy for copy in text if not copy.is_empty]
        self._front = front
        self._pages = pages
        self._printing = printing

    def faults(self) -> Iterator[Fault]:
        """Yield the faults; links and contents are compared only if the text is whole, since a
        section that is lost moves all others."""
        of_text = [*self._of_text()]
        yield from of_text
        if self._front is not None:
            own_faces = self._printing.own_faces
            for found in differences_of_leaves(self._front, self._book, own_faces=own_faces):
                yield found.rule.fault(METADATA, f"the PDF: {found.message}")
        if not of_text:
            yield from self._of_links_and_contents()

    def _of_text(self) -> Iterator[Fault]:
        """Yield the first difference of each section, and what is printed twice."""
        own = self._printing.own_faces
        for found in text_differences(self._text, self._book.text, own_faces=own):
            message = f"the PDF: {found.message}{self._where(found.page)}"
            rule = call_follows_its_words if found.only_call else text_reads_as_written
            yield replace(rule.fault(self._place(found.section), message), words=found.words)

    def _of_links_and_contents(self) -> Iterator[Fault]:
        places = Destinations(self._text, self._pages, self._printing.indexes, self._marks)
        sections = list(self._book.text)
        if self._front is not None and self._front.contents:
            at = contents_of_print(self._text, self._book, _BEFORE)
            contents = sections.pop(at) if at >= 0 else ()
            yield from self._of_contents(contents, places)
        for found in (
            *places.differences(sections), *places.differences_in_notes(self._book.notes)
        ):  # fmt: skip
            yield self._of_link(found)

    def _of_contents(
        self, contents: Sequence[PrintedPassage], places: Destinations
    ) -> Iterator[Fault]:
        assert self._front is not None
        own = self._printing.own_faces
        wanted = self._front.contents
        for found in differences_of_contents(wanted, contents, places, own_faces=own):
            yield self._of_front(found)
        for line in contents:
            if line.links:
                yield from map(self._of_link, places.numbered(line))

    def _of_front(self, found: FrontDifference) -> Fault:
        fault = found.rule.fault(self._place(found.section), f"the PDF: {found.message}")
        return replace(fault, words=found.words)

    def _of_link(self, found: LinkDifference) -> Fault:
        rule = page_number_leads_to_its_page if found.is_number else links_lead_to_the_same_words
        if found.note is not None:
            message = f"the PDF: note {found.note.mark}: {found.message}{self._where(found.page)}"
            return rule.fault(found.note.place, message)
        message = f"the PDF: {found.message}{self._where(found.page)}"
        return replace(rule.fault(self._place(found.section), message), words=found.words)

    def _place(self, section: str) -> Place:
        return self._printing.places.get(section, Place(self._printing.form))

    def _where(self, page: int) -> str:
        if page < 0:
            return ""
        label = self._book.labels[page] if page < len(self._book.labels) else "?"
        return f" (page {label}, {page + 1} of the PDF)"
