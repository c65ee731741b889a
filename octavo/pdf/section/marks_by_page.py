"""Number the notes of a section anew on each page, when its pages are known, and lay it out again.

A number moves no call as long as it is as wide as the one before. Where it is wider or narrower it
may move its call to another page, where it has another number. So a section is laid out until each
call has the number of its page. A call that goes to and fro is from then on as wide as it was at
its widest: widths only grow, and there are few of them, so this ends.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from octavo.model import Series
from octavo.notes.note_references import NOTE_MARK
from octavo.notes.numbering import reference_mark
from octavo.pdf import engine
from octavo.pdf.section.note_placement import INTERNAL

# The room behind a call that has been wider.
SHEET = ".note::footnote-call { padding-right: var(--call-room, 0) }"
_FREELY = 4  # layouts before a call keeps its greatest width
_TRIES = 40


@dataclass(slots=True)
class MarksByPage:
    """The notes of a tree whose numbers begin again on each page, in the order of their calls, each
    with the elements that have its mark."""

    series: frozenset[Series]
    notes: dict[str, list[Element]] = field(default_factory=dict[str, list[Element]])
    references: dict[str, list[Element]] = field(default_factory=dict[str, list[Element]])
    widths: dict[tuple[str, str], float] = field(default_factory=dict[tuple[str, str], float])
    widest: dict[str, float] = field(default_factory=dict[str, float])

    @classmethod
    def of(cls, html: Element, series: frozenset[Series]) -> MarksByPage:
        """Find the notes in a tree, and the references to them."""
        made = cls(series)
        for span in html.iter("span"):
            if span.get("class") == "note" and span.get("data-series") in series:
                marker = (e for e in span.iter("a") if e.get("class") == "marker")
                made.notes[span.get("id", "")] = [span, *marker]
        for link in html.iter("a"):
            target = link.get("href", "").removeprefix(f"{INTERNAL}#")
            if NOTE_MARK in link.get("class", "").split() and target in made.notes:
                made.references.setdefault(target, []).append(link)
        return made

    @property
    def marks(self) -> dict[str, str]:
        """The marks that the tree has now, by the ids of the notes."""
        return {note: elements[0].get("data-mark", "") for note, elements in self.notes.items()}

    def settle(
        self, document: Any, layout: Any, set_pages: Callable[[], tuple[Any, Any]]
    ) -> tuple[Any, Any, bool]:
        """Lay the tree out until each note has the mark of its page; return the last layout, and
        whether it has."""
        for number in range(_TRIES):
            wanted = dict(self._wanted(document))
            if wanted == self.marks:
                return document, layout, True
            self._learn(document)
            moved = [note for note, mark in self.marks.items() if wanted.get(note) != mark]
            self._set(wanted)
            if number >= _FREELY:
                self._keep_wide(moved)
            document, layout = set_pages()
        return document, layout, False

    def _wanted(self, document: Any) -> Iterator[tuple[str, str]]:
        """Yield the mark of each note by the page of its call."""
        pages = {note.id: note.call_page for note in engine.placed_notes(document)}
        counts: Counter[tuple[int, str]] = Counter()
        for note, (span, *_) in self.notes.items():
            series = span.get("data-series", "")
            place = (pages.get(note, -1), series)
            counts[place] += 1
            number = counts[place]
            yield note, str(number) if series == "numbered" else reference_mark(number)

    def _learn(self, document: Any) -> None:
        """Keep the widths that calls have under their present marks."""
        marks = self.marks
        for note, width in engine.call_widths(document).items():
            if note in marks:
                self.widths.setdefault((note, marks[note]), width)

    def _set(self, wanted: Mapping[str, str]) -> None:
        for note, mark in wanted.items():
            for element in self.notes[note]:
                element.set("data-mark", mark)
            for link in self.references.get(note, ()):
                link.text = mark

    def _keep_wide(self, moved: list[str]) -> None:
        """Let the calls that have moved, and those that did before, be as wide as they have been
        with any mark."""
        for note in {*moved, *self.widest}:
            known = [width for (other, _), width in self.widths.items() if other == note]
            self.widest[note] = max([self.widest.get(note, 0.0), *known])
            span = self.notes[note][0]
            own = self.widths.get((note, span.get("data-mark", "")))
            room = self.widest[note] - own if own is not None else 0.0
            span.set("style", f"--call-room: {room:.6f}px")
