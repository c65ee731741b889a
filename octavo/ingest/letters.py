"""Record where the letters go: a destination for every character of the scan, given once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import IntEnum


class Goes(IntEnum):
    """Where a character of the scan goes."""

    NOWHERE = 0  # no character may end here
    TEXT = 1
    NOTE = 2
    HEADING = 3
    METADATA = 4
    REFERENCE = 5
    CITED = 6
    CALL = 7
    NOTE_MARK = 8
    HEAD = 9
    FOLIO = 10
    PAGE_MARK = 11
    LINE_NUMBER = 12
    HYPHEN = 13
    SPACE = 14
    RULE = 15
    MARKUP = 16
    PICTURE = 17
    LICENCE = 18
    DECIDED = 19
    CONTENTS = 20
    REVISED = 21
    HIDDEN = 22
    FORMULA = 23
    SYMBOL = 24
    LISTED = 25


# What the closing table says of each.
NAMES = {
    Goes.NOWHERE: "nowhere",
    Goes.TEXT: "the text",
    Goes.NOTE: "the notes",
    Goes.HEADING: "headings",
    Goes.METADATA: "the metadata of edition.yaml",
    Goes.REFERENCE: "the bibliography",
    Goes.CITED: "citations, which print the words anew",
    Goes.CALL: "calls of notes",
    Goes.NOTE_MARK: "numbers and marks before notes",
    Goes.HEAD: "running heads",
    Goes.FOLIO: "folios and signatures",
    Goes.PAGE_MARK: "marks of pages",
    Goes.LINE_NUMBER: "numbers of lines",
    Goes.HYPHEN: "hyphens at the ends of lines",
    Goes.SPACE: "ends of lines and spaces",
    Goes.RULE: "rules between text and notes",
    Goes.MARKUP: "markup",
    Goes.PICTURE: "pictures that the scan refers to",
    Goes.LICENCE: "the licence and preamble of the file",
    Goes.DECIDED: "taken out by your decisions",
    Goes.CONTENTS: "the contents, which Octavo makes anew",
    Goes.REVISED: "words that tracked changes take out",
    Goes.HIDDEN: "hidden words",
    Goes.FORMULA: "formulas, which are written as TeX",
    Goes.SYMBOL: "signs of symbol fonts",
    Goes.LISTED: "listed as doubts, and not in the edition",
}


class CountedTwice(Exception):
    """Raised if a character would go to two places, or to none: a fault of Octavo."""


class Ledger:
    """A destination for each character, given once."""

    def __init__(self, length: int) -> None:
        self._codes = bytearray(length)

    def give(self, start: int, end: int, goes: Goes) -> None:
        if end <= start:
            return
        if any(self._codes[start:end]):
            raise CountedTwice(f"the characters {start}-{end} have a destination already")
        self._codes[start:end] = bytes([goes]) * (end - start)

    def free(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the ranges within a range that have no destination yet."""
        found: list[tuple[int, int]] = []
        at = start
        while at < end:
            if self._codes[at]:
                at += 1
                continue
            stop = at
            while stop < end and not self._codes[stop]:
                stop += 1
            found.append((at, stop))
            at = stop
        return found

    def count(self) -> Counter[Goes]:
        return Counter({Goes(code): number for code, number in Counter(bytes(self._codes)).items()})

    def missing(self) -> list[tuple[int, int]]:
        return self.free(0, len(self._codes))


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of the scan: the characters of a range go elsewhere, others take their place."""

    start: int
    end: int
    put: str
    goes: Goes


@dataclass(frozen=True, slots=True)
class Account:
    """The closing table: how many characters went where, and what was put in."""

    read: int
    went: tuple[tuple[Goes, int], ...]
    put_in: tuple[tuple[str, int], ...]

    @property
    def balanced(self) -> bool:
        gone = dict(self.went)
        return sum(gone.values()) == self.read and not gone.get(Goes.NOWHERE)
