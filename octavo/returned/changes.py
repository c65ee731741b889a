"""Name what an edition is compared by, and what a returned file changes in it."""

from __future__ import annotations

from dataclasses import dataclass, field

from octavo.returned.sides import Change, Wanted
from octavo.returned.word_book import WordBook

Unit = int | str  # the number of the first passage of a cluster, or the name of a note
TITLE_PAGE = "title page"  # the unit of what is changed there


@dataclass(frozen=True, slots=True)
class EditionText:
    """A text of the edition: its path, its characters, and which passages of the Word file are
    its."""

    path: str
    text: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Built:
    """The edition as it is built now: its Word file, read, its texts, edition.yaml as written,
    and from which passage to which it has an index."""

    book: WordBook
    texts: tuple[EditionText, ...]
    settings: str
    index: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class FoundChange:
    """A change with its place: the path, the offset there, the words around it, the bookmark of the
    paragraph, and the unit that it is part of."""

    change: Change
    path: str
    offset: int
    near: str
    name: str
    unit: Unit


@dataclass(slots=True)
class Returned:
    """What a returned file changes: the new texts by their paths; the changes that have a place in
    them, and those that have none; the passages and notes as a Word file of the new texts must have
    them, with the unit of each; the lines of its title page that must be others, by their numbers;
    and the units that cannot be written, each with the reason."""

    texts: dict[str, str] = field(default_factory=dict)
    placed: list[FoundChange] = field(default_factory=list)
    unplaced: list[FoundChange] = field(default_factory=list)
    passages: list[tuple[Unit, Wanted]] = field(default_factory=list)
    notes: list[tuple[str, tuple[Wanted, ...]]] = field(default_factory=list)
    lines: dict[int, str] = field(default_factory=dict)
    refused: dict[Unit, str] = field(default_factory=dict)
