"""Define sections, their texts as written and parsed, and the calls and notes in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Literal

from octavo.model.findings import Place
from octavo.model.pandoc_tree import Blocks, Element, Inlines, Kind, kinds_in

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
    """Return the series of a note by its label: marked if that begins with a mark, as in
    `[^*editor]`."""
    return "marked" if label[:1] in "*†‡§" and label else "numbered"


class CallState(StrEnum):
    """The state of a note call of the text in pandoc's tree."""

    CALLED = "called"  # the tree has a note here
    UNRESOLVED = "unresolved"  # no note has its label: it would be printed as text
    IN_NOTE = "in-note"  # it is inside a note: it would be printed as text


@dataclass(frozen=True, slots=True)
class NoteCall:
    """A note call in the text. An inline note, `^[…]`, has no label."""

    label: str
    place: Place
    state: CallState = CallState.CALLED
    before: str = ""  # the character before the call
    after: str = ""  # the character after it


@dataclass(frozen=True, slots=True)
class CiteKey:
    """What looks like a cite key in the text, `@key`; `label` is that of the note that it is
    written in, empty in the text and in inline notes."""

    key: str
    label: str
    place: Place


@dataclass(frozen=True, slots=True)
class Note:
    """A note as written, with the place of its definition, `[^label]: …`."""

    label: str
    place: Place


class ListDoubt(StrEnum):
    """The reason why a list may be none, or may not have the numbers that are meant."""

    ALONE = "alone"  # one item, with the first number, in the text
    COUNT = "count"  # its number does not follow that of the item before
    ZERO = "zero"  # its number has zeros before it, which are not printed
    EXAMPLE = "example"  # an example with a label, at the head of a note or never referred to
    PROSE = "prose"  # a year, or what opens a note: prose here, an item to other programs
    LABEL = "label"  # an example with a label to which the text refers


@dataclass(frozen=True, slots=True)
class DoubtfulItem:
    """An item of a list that is doubtful: its marker as written, and as prose would be written;
    `label` is that of an example, which may open a note."""

    doubt: ListDoubt
    place: Place
    written: str
    escaped: str
    label: str = ""
    opens_note: bool = False


@dataclass(frozen=True, slots=True)
class HeadingSkip:
    """A heading that is more than one level below the one above it, with both levels as written."""

    place: Place
    level: int
    above: int


@dataclass(frozen=True, slots=True)
class NoteKey:
    """What names a note from build to build: `content` is its label, or what it says as written;
    `legible` is its label, or the first work that it cites, by which a person knows it."""

    legible: str
    content: str


@dataclass(frozen=True)
class Manuscript:
    """A parsed text: pandoc's tree, and the calls, notes and cite keys of its source.

    In `blocks` every note is wrapped in a span that keeps its label: `Span ("", ["note"],
    [("label", "b")]) [Note …]`. After the notes are numbered, the span's id is the note's id in the
    edition, a class names its series, and `mark` is what every form prints: `Span
    ("note-01-prologue-12", ["note", "numbered"], [("label", "b"), ("mark", "12")])`.
    """

    section: Section
    title: Inlines
    language: str
    blocks: Blocks
    calls: tuple[NoteCall, ...] = ()
    notes: tuple[Note, ...] = ()
    cite_keys: tuple[CiteKey, ...] = ()
    doubtful_items: tuple[DoubtfulItem, ...] = ()
    meta: Mapping[str, Element] | None = None
    words: int = 0  # in the text and the notes, as written
    skips: tuple[HeadingSkip, ...] = ()
    late_title: Place | None = None  # of the first heading, below text and below the first level
    note_keys: tuple[NoteKey, ...] = ()  # of a cited text, in the order of the calls

    def holds(self, *kinds: Kind) -> bool:
        """Return whether the text or its notes hold an element of one of the kinds; words and
        spaces are not among these."""
        return not self._kinds.isdisjoint(kinds)

    @cached_property
    def _kinds(self) -> frozenset[str]:
        """Find the kinds of all elements, in one walk: the tree is never changed in place."""
        return kinds_in(self.blocks)
