"""Name what is compared, passages on two sides, and what is made of the comparison."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from octavo.proof.form_text import Passage
from octavo.returned.placing import Placed
from octavo.returned.source_letters import Piece
from octavo.returned.word_book import WordNote, looks_of


@dataclass(frozen=True, slots=True)
class Wanted:
    """A passage as a form of the changed source must have it: its letters, for each whether it is
    exactly this one, or one that Octavo makes and may set otherwise now, and its look; and its
    kind, if that was changed."""

    text: str
    exact: tuple[bool, ...]
    looks: tuple[str, ...]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """A passage on one side of a comparison, with the notes that it calls; `place` is where it is
    written, on the side of the source; `is_gone` says that it was moved elsewhere; `moved` is what
    is written for one that was moved here, on the side of the file, and `wanted` how it must be."""

    passage: Passage
    calls: tuple[WordNote, ...] = ()
    place: Placed | None = None
    is_gone: bool = False
    moved: str | None = None
    wanted: Wanted | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """Letters that were taken out and put in, at the number of a passage and of a letter."""

    taken: str
    put: str
    passage: int = 0
    letter: int = 0
    why: str = ""


@dataclass(slots=True)
class Woven:
    """What became of passages: for each run of blocks from the first to the last (their numbers)
    what is written now; the changes with and without a place; the names of notes whose calls went;
    the notes that are new, each with the name of the note before it; the passages as they must be
    then; and why they cannot be written so, if they cannot."""

    written: list[tuple[int, int, str]] = field(default_factory=list)
    done: list[Change] = field(default_factory=list)
    unplaced: list[Change] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    new: list[tuple[WordNote, str]] = field(default_factory=list)
    wanted: list[Wanted] = field(default_factory=list)
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Writing:
    """How a text writes what is new: `text` is the source; `call` returns what is written for a
    call, which may have been moved or be new; `other` returns what is written for a piece that was
    changed otherwise; `rise` is how many levels a heading is higher in the forms than written; and
    `is_alone` says that no hyphen or point that is put in makes a dash with one that is there."""

    text: str
    call: Callable[[WordNote], str]
    other: Callable[[Piece], str | None]
    rise: int = 0
    is_alone: bool = False


def exactly(passage: Passage) -> Wanted:
    """Return a passage all of whose letters must be as they are."""
    return Wanted(passage.text, (True,) * len(passage.text), tuple(looks_of(passage)))


def loosely(passage: Passage) -> Wanted:
    """Return a passage that Octavo makes, and may set otherwise."""
    return Wanted(passage.text, (False,) * len(passage.text), tuple(looks_of(passage)))
