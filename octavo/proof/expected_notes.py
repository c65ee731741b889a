"""Collect the notes that the finished book must have: every note as its manuscript has it.

Nothing that sets the forms is asked: the words are those of the cited manuscripts, the order is
that of their calls.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from octavo.html.section_xhtml import call_id, xml_name
from octavo.manuscript import Element, holds, plain, rewrite
from octavo.model import CallState, Manuscript, Place, Series, series_of
from octavo.notes import notes_of
from octavo.proof.letters import WILD

_DRAWN = frozenset({"Math", "Image", "HorizontalRule"})
_FOLIO = "note-page"  # the class of a link that shows a folio, in print only


@dataclass(frozen=True, slots=True)
class ExpectedNote:
    """A note as it is to be printed. `place` is where it is written, `call` where it is called;
    `text` has `letters.WILD` for what is drawn."""

    id: str
    section: str
    series: Series
    mark: str
    text: str
    place: Place
    call: Place

    @property
    def call_id(self) -> str:
        return call_id(self.id)


def expected_notes(manuscripts: Sequence[Manuscript]) -> tuple[ExpectedNote, ...]:
    """Return all notes of the edition, in the order of their calls."""
    return tuple(copy for made in manuscripts for copy in _of_section(made))


def _of_section(made: Manuscript) -> Iterator[ExpectedNote]:
    elements = list(notes_of(made))
    calls, notes = _calls(made, elements), {note.label: note.place for note in made.notes}
    near = Place(made.section.path or made.section.name)
    for element in elements:
        identity, (_, series, *_), pairs = element["c"][0]
        named = dict(pairs)
        label = named.get("label", "")
        waiting = calls.get(label, [])
        near = waiting.pop(0) if waiting else near
        text = _text(element["c"][1][0]["c"])
        of: Series = "marked" if series == "marked" else series_of(label)
        place = notes.get(label, near)
        yield ExpectedNote(
            xml_name(identity), made.section.name, of, named["mark"], text, place, near
        )


def _calls(made: Manuscript, elements: Sequence[Element]) -> Mapping[str, list[Place]]:
    """Return the places of the calls by label, in order; those of inline notes have an empty label,
    and are left out where citations have become notes too."""
    found: dict[str, list[Place]] = {}
    for call in made.calls:
        if call.state == CallState.CALLED:
            found.setdefault(call.label, []).append(call.place)
    unlabelled = sum(not dict(e["c"][0][2]).get("label") for e in elements)
    if len(found.get("", ())) != unlabelled:
        # Citations of the text are unlabelled notes too: which of them are inline notes is unknown.
        found.pop("", None)
    return found


def _text(blocks: Any) -> str:
    """Return the words of a note, with `WILD` for what is drawn."""
    if holds(blocks, *_DRAWN, "Link"):
        blocks = rewrite(blocks, _drawn)
    return plain(blocks)


def _drawn(element: Element) -> Element | None:
    kind = element["t"]
    folio = kind == "Link" and _FOLIO in element["c"][0][1]
    return {"t": "Str", "c": WILD} if folio or kind in _DRAWN else None
