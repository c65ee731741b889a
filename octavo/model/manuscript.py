"""Sections, their texts as written and parsed, and the calls and notes in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from octavo.model.findings import Place

Inlines = list[Any]  # pandoc's JSON for a run of inline elements
Blocks = list[Any]  # pandoc's JSON for a run of block elements

Part = Literal["front", "body", "back"]


@dataclass(frozen=True, slots=True)
class Section:
    """One text of the edition, or one part that Octavo makes (the bibliography).

    `name` is unique in the edition and safe in file names and ids; `path` is relative to the
    edition's folder, and empty for a generated section.
    """

    name: str
    path: str
    part: Part = "body"


@dataclass(frozen=True, slots=True)
class Source:
    """A section's text as written."""

    section: Section
    text: str


Series = Literal["numbered", "marked"]


def series_of(label: str) -> Series:
    """Labels that begin with a reference mark belong to the marked notes: `[^*editor]`."""
    return "marked" if label[:1] in "*†‡§" and label else "numbered"


class CallState(StrEnum):
    """What pandoc's tree says of a note call that stands in the text."""

    CALLED = "called"  # it has become a note
    UNRESOLVED = "unresolved"  # there is no note with its label: it would be printed as text
    IN_NOTE = "in-note"  # it stands inside a note: it would be printed as text


@dataclass(frozen=True, slots=True)
class NoteCall:
    """The mark in the text.  An inline note, `^[…]`, has no label."""

    label: str
    place: Place
    state: CallState = CallState.CALLED
    before: str = ""  # the character in front of the call
    after: str = ""  # the character behind it


@dataclass(frozen=True, slots=True)
class CiteKey:
    """What looks like a cite key in the text, `@key`, and the label of the note it is written in:
    none in the text and in inline notes."""

    key: str
    label: str
    place: Place


@dataclass(frozen=True, slots=True)
class Note:
    """A note as written at the place of its definition, `[^label]: …`."""

    label: str
    place: Place


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A parsed text: pandoc's tree, with what the source says of its notes.

    In `blocks` every note is wrapped so that it keeps its name:
    `Span ("", ["note"], [("label", "b")]) [Note …]`.  After the notes are numbered, the span's
    id is the note's id in the edition, a class names its series, and `mark` is what every form
    prints: `Span ("note-01-prologue-12", ["note", "numbered"], [("label", "b"), ("mark", "12")])`.
    """

    section: Section
    title: Inlines
    language: str
    blocks: Blocks
    calls: tuple[NoteCall, ...] = ()
    notes: tuple[Note, ...] = ()
    cite_keys: tuple[CiteKey, ...] = ()
    meta: Mapping[str, Any] | None = None
    words: int = 0  # of text and notes, as written
