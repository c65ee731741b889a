"""Define a doubt: what a person must decide, with its place, what was done and what else it may
be."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from octavo.ingest.scan import Place

# The kinds of doubts, with their weight: how much is wrong if the program has guessed wrongly.
WEIGHTS: dict[str, int] = {
    "words not in the edition": 100,
    "words not in the document": 60,
    "hidden words": 40,
    "comment": 35,
    "tracked change": 30,
    "heading by look": 28,
    "citation to confirm": 15,
    "markup": 30,
    "language": 6,
    "call without a note": 100,
    "words without a place": 95,
    "note without a call": 100,
    "numbers jump": 90,
    "note breaks off": 85,
    "note not closed": 85,
    "notes run together": 80,
    "note without a number": 80,
    "number read wrong": 70,
    "letters that cannot be": 60,
    "citation without a work": 60,
    "siglum not quite right": 50,
    "impossible range of pages": 50,
    "sign of a call": 45,
    "cross-reference": 45,
    "work not understood": 40,
    "picture": 40,
    "note parted in doubt": 75,
    "note parted by a page": 8,
    "work read in part": 25,
    "form of a number": 20,
    "stray sign": 20,
    "hyphen": 10,
    "metadata": 10,
}


OPEN, CLOSE = "\x02", "\x03"  # around the words in doubt, in an excerpt


@dataclass(frozen=True, slots=True)
class Doubt:
    kind: str
    place: Place
    scanned: str  # the words of the scan
    result: str  # what is in the edition
    message: str  # what is wrong, what was done
    choices: tuple[str, ...] = ()  # what else it may be, as a decision is written
    rests: tuple[str, ...] = ()  # what else depends on it

    @property
    def weight(self) -> int:
        return WEIGHTS[self.kind]

    @property
    def id(self) -> str:
        """A name that stays the same as long as the words of the scan do."""
        words = f"{self.kind}|{self.place.file}|{self.place.start}|{unmarked(self.scanned)}"
        return hashlib.sha256(words.encode()).hexdigest()[:10]


def by_weight(doubts: list[Doubt]) -> list[Doubt]:
    """Return the doubts with the gravest first, each once."""
    once = {(d.kind, d.place.start, d.message): d for d in doubts}
    return sorted(once.values(), key=lambda d: (-d.weight, d.place.start, d.message))


def excerpt(text: str, start: int, end: int, around: int = 60) -> str:
    """Return the words around a range on one line, the range between two signs that no text has;
    the paragraph limits them."""
    before = text[max(0, start - around) : start].rpartition("\n\n")[2]
    after = text[end : end + around].partition("\n\n")[0]
    words = text[start:end]
    bare = words.strip()
    marked = words.replace(bare, f"{OPEN}{bare}{CLOSE}", 1) if bare else words
    return " ".join(f"{before}{marked}{after}".split())


def unmarked(words: str) -> str:
    """Return an excerpt without the signs around its range."""
    return words.replace(OPEN, "").replace(CLOSE, "")
