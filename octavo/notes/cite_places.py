"""Collect the citations of an edition in their order, and put the set ones back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from octavo.citations import read_cites
from octavo.model import (
    Citation,
    CitationSettings,
    Element,
    Inlines,
    Manuscript,
    Place,
    Reference,
    SetCitation,
)
from octavo.notes.junctions import joined
from octavo.notes.numbering import notes_of
from octavo.notes.prose_sources import names_other_works
from octavo.notes.split_citations import NOTE_KEY, is_citation
from octavo.pandoc import tree
from octavo.pandoc.note_spans import blocks_of, label_of, mark_of
from octavo.pandoc.walk import walk

ALL = "*"


def collect_citations(manuscripts: Sequence[Manuscript]) -> tuple[Citation, ...]:
    """Return all citations of the edition, in the order in which `put_back` meets them."""
    if not any(manuscript.holds("Cite") for manuscript in manuscripts):
        return ()
    citations: list[Citation] = []
    note_number = 0
    for manuscript in manuscripts:
        cited = manuscript.holds("Cite")
        places = CitePlaces(manuscript)
        for note in notes_of(manuscript):
            note_number += 1
            label = label_of(note)
            found_here = _citations_in(note) if cited else []
            beside = bool(found_here) and names_other_works(note)
            for cite in found_here:
                cites = read_cites(tree.citations_of(cite), manuscript.language)
                found = [places.next(label, one.key) for one in cites]
                citations.append(
                    Citation(
                        cites=cites,
                        note_number=note_number,
                        note_id=tree.id_of(note),
                        note_mark=mark_of(note),
                        section=manuscript.section.name,
                        language=manuscript.language,
                        place=next(filter(None, found), places.of_note(label)),
                        beside=beside,
                    )
                )
    return tuple(citations)


def _citations_in(note: Element) -> list[Element]:
    return [element for element in walk(blocks_of(note)) if is_citation(element)]


class CitePlaces:
    """The places of a section's cites in the source.

    The places of a key are taken in the order of the tree: that of the text within each note, and
    within all text outside of labelled notes.
    """

    def __init__(self, manuscript: Manuscript) -> None:
        self._start = Place(manuscript.section.path)
        self._notes = {note.label: note.place for note in manuscript.notes}
        places: dict[tuple[str, str], list[Place]] = {}
        for seen in manuscript.cite_keys:
            places.setdefault((seen.label, seen.key), []).append(seen.place)
        self._places: Mapping[tuple[str, str], Iterator[Place]] = {
            name: iter(found) for name, found in places.items()
        }

    def next(self, label: str, key: str) -> Place | None:
        """Return the place of the next cite of a key in the note with this label, or in the text if
        the label is empty; None if there is no other."""
        return next(self._places.get((label, key), iter(())), None)

    def of_note(self, label: str) -> Place:
        """Return the place of a note; the start of the section if it is not known."""
        return self._notes.get(label, self._start)


def put_back(
    manuscripts: Sequence[Manuscript],
    set_citations: Sequence[SetCitation],
    *,
    inside: bool = True,
    live: bool = False,
) -> tuple[Manuscript, ...]:
    """Return the manuscripts with each citation as it is set, in the order in which
    `collect_citations` found them; none may be left over.

    `inside` says whether full stops and commas go inside closing quotation marks, `live` whether
    each set citation stays in a span that has its number in its section.
    """
    remaining = iter(set_citations)

    def setting(element: Element) -> Inlines | None:
        return next(remaining).inlines if is_citation(element) else None

    done = []
    for manuscript in manuscripts:
        if manuscript.holds("Cite"):
            blocks = joined(manuscript.blocks, setting, inside=inside, live=live)
            manuscript = replace(manuscript, blocks=blocks)
        done.append(manuscript)
    assert next(remaining, None) is None, "a set citation was not put back"
    return tuple(done)


# --- listed without being cited ------------------------------------------------------------------


def listed_uncited(
    manuscripts: Sequence[Manuscript],
    settings: CitationSettings,
    references: Mapping[str, Reference],
) -> tuple[str, ...]:
    """Return the keys that the bibliography lists even if nothing cites them: those under `nocite`
    in edition.yaml and in the texts' metadata, or all."""
    keys = [*nocite_of(settings)]
    for manuscript in manuscripts:
        keys += nocite_in(manuscript)
    if settings.include == "all" or ALL in keys:
        keys += references
    return tuple(key for key in dict.fromkeys(keys) if key in references)


def nocite_of(settings: CitationSettings) -> tuple[str, ...]:
    """Return the keys under `nocite` in edition.yaml, without their at-signs."""
    listed = settings.nocite
    keys = listed.replace(",", " ").split() if isinstance(listed, str) else listed
    return tuple(key.removeprefix("@") for key in keys)


def nocite_in(manuscript: Manuscript) -> Iterator[str]:
    """Yield the keys under `nocite` in a text's metadata."""
    for element in walk((manuscript.meta or {}).get("nocite")):
        if tree.is_kind(element, "Cite"):
            for cite in tree.citations_of(element):
                if not cite["citationId"].startswith(NOTE_KEY):
                    yield cite["citationId"]
