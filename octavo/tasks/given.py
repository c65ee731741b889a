"""Define what the edition gives to one of its texts, so that the text can be finished alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from octavo.captions.cross_references import CrossTarget
from octavo.captions.heading_numbers import HeadingNumber
from octavo.captions.numbering import CaptionCounts
from octavo.citations import SetWork
from octavo.model import CitationFrame, Inlines, SetCitation
from octavo.notes import NoteTargets


@dataclass(frozen=True, slots=True)
class Given:
    """All that a text needs of the others: the number above its title; the names that its citations
    put into the text, by key; how many numbers its first note has before it; its citations as they
    are printed, whether points go inside closing quotation marks, and where citations are printed;
    and what its references and captions need."""

    heading: HeadingNumber | None
    authors: Mapping[str, Inlines]
    before: int
    citations: tuple[SetCitation, ...]
    inside: bool
    frame: CitationFrame
    notes: NoteTargets
    captions: CaptionCounts
    references: Mapping[str, CrossTarget]


@dataclass(frozen=True, slots=True)
class KeptCitations:
    """The citations of an edition as they were last set, and a digest of all that they depend
    on."""

    asked: str
    work: SetWork
