"""Define what the proof has read back out of the finished forms."""

from __future__ import annotations

from dataclasses import dataclass

from octavo.model.findings import Place
from octavo.model.manuscript import Series
from octavo.model.rules import Fault


@dataclass(frozen=True, slots=True)
class Witness:
    """A note as read back from the print PDF: the page of its call and those of its pieces (indices
    from 0), with the labels of these pages; `place` is where it is written, `words` are those that
    were read, on one line; it `differs` if a fault was found in it."""

    id: str
    section: str
    series: Series
    mark: str
    call_page: int
    pages: tuple[int, ...]
    call_folio: str
    folios: tuple[str, ...]
    place: Place
    words: str = ""
    differs: bool = False


@dataclass(frozen=True, slots=True)
class FormWitness:
    """A note as read back from a form without pages: its id, the mark of its call, its words, and
    whether it differs from the manuscript."""

    id: str
    mark: str
    words: str
    differs: bool


@dataclass(frozen=True, slots=True)
class FormProof:
    """The notes that were read in a form without pages, in the order of the copy; the number of
    passages that were compared; all faults; and the SHA-256 of the file."""

    notes: tuple[FormWitness, ...]
    passages: int
    faults: tuple[Fault, ...]
    digest: str = ""
