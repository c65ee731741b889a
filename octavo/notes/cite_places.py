"""Collect the citations of an edition in their order, and put the set ones back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from octavo.citations import framed, read_cites
from octavo.model import (
    Blocks,
    Citation,
    CitationFrame,
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
from octavo.notes.split_citations import NOTE_KEY, is_citation, is_together
from octavo.pandoc import tree
from octavo.pandoc.note_spans import blocks_of, is_note, label_of, mark_of
from octavo.pandoc.walk import rewrite, walk

ALL = "*"


def collect_citations(manuscripts: Sequence[Manuscript]) -> tuple[Citation, ...]:
    """Return all citations of the edition, in the order in which `put_back` meets them."""
    if not any(manuscript.holds("Cite") for manuscript in manuscripts):
        return ()
    citations: list[Citation] = []
    note_number = 0
    for manuscript in manuscripts:
        if not manuscript.holds("Cite"):
            note_number += sum(1 for _ in notes_of(manuscript))
            continue
        places = CitePlaces(manuscript)
        for note, found_here in _citations_of(manuscript):
            note_number += note is not None
            label = label_of(note) if note else ""
            beside = note is not None and bool(found_here) and names_other_works(note)
            for cite, is_bare in found_here:
                cites = read_cites(tree.citations_of(cite), manuscript.language)
                found = [places.next(label, one.key) for one in cites]
                citations.append(
                    Citation(
                        cites=cites,
                        note_number=note_number,
                        note_id=tree.id_of(note) if note else "",
                        note_mark=mark_of(note) if note else "",
                        section=manuscript.section.name,
                        language=manuscript.language,
                        place=next(filter(None, found), places.of_note(label)),
                        beside=beside,
                        in_text=note is None,
                        is_bare=is_bare,
                    )
                )
    return tuple(citations)


_Found = list[tuple[Element, bool]]  # citations, each with whether brackets are around several


def _citations_of(manuscript: Manuscript) -> Iterator[tuple[Element | None, _Found]]:
    """Yield the notes with the citations in them, and between them each citation of the text."""
    together: set[int] = set()
    for element in walk(manuscript.blocks, within=_NOTES):
        if is_note(element):
            yield element, list(_citations_in(blocks_of(element)))
        elif is_together(element):
            together |= {id(inner) for inner in tree.content_of(element)}
        elif is_citation(element):
            yield None, [(element, id(element) in together)]


def _citations_in(blocks: Blocks) -> Iterator[tuple[Element, bool]]:
    together: set[int] = set()
    for element in walk(blocks):
        if is_together(element):
            together |= {id(inner) for inner in tree.content_of(element)}
        elif is_citation(element):
            yield element, id(element) in together


_NOTES = frozenset({"Note"})


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
    frame: CitationFrame | None = None,
) -> tuple[Manuscript, ...]:
    """Return the manuscripts with each citation as it is set, in the order in which
    `collect_citations` found them; none may be left over.

    `inside` says whether full stops and commas go inside closing quotation marks, `live` whether
    each set citation stays in a span that has its number in its section. `frame` is what a style
    has around a citation in the text.
    """
    remaining, named = iter(set_citations), iter(set_citations)
    around = frame or CitationFrame()

    def in_prose(element: Element) -> Inlines | None:
        if is_together(element):
            return framed(around, tree.content_of(element))
        if not is_citation(element):
            return None
        made = next(named)
        names = made.names
        between = [tree.SPACE] if made.inlines and around.placing == "line" else []
        return [*names, *between, element] if names else None

    def setting(element: Element) -> Inlines | None:
        return next(remaining).inlines if is_citation(element) else None

    done = []
    for manuscript in manuscripts:
        if manuscript.holds("Cite"):
            blocks = manuscript.blocks
            blocks = rewrite(blocks, in_prose) if around.in_text else blocks
            blocks = joined(blocks, setting, inside=inside, live=live)
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
