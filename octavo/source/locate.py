"""Find where printed words stand in a text as written.

A layout knows the words of a line and not where they come from, and pandoc keeps no places. What is
printed differs from what is written by markup, quotation marks, hyphens, notes in between; so only
letters and figures are compared, three words at a time. Each search costs as much as the words that
it is for, however long the text is.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

# How many words are looked up together, and how many of the places that they stand at are weighed.
GRAM = 3
CANDIDATES = 6
# How far, in words, the places of two groups may differ and still be of one passage: markup has
# words of its own.
DRIFT = 3

_WORD = re.compile(r"[^\W_]+")
# What is written and not printed there: comments, calls and labels of notes, addresses of links,
# attributes, cite keys. None begins inside of another, so no text is long to look through.
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_UNPRINTED = re.compile(
    r"\[\^[^\[\]\s]{1,200}\]|(?<=\])\([^()\n]{0,400}\)|\{[#.][^{}\n]{0,400}\}"
    r"|-?@\{?[\w:.#$%&+?<>~/-]{1,200}\}?"
)
_HYPHENS = "\u2010-\u00ad"


@dataclass(slots=True)
class Wording:
    """The words of a text, each with its place; made once, and asked for many lines.

    `asked` are all lines that it will be asked for, where they are known before: no others are
    found then, and it is made in half the time.
    """

    text: str
    asked: Iterable[str] | None = None
    _words: list[str] = field(init=False, default_factory=list)
    _starts: list[int] = field(init=False, default_factory=list)
    _index: dict[tuple[str, ...], list[int]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        found = list(_WORD.finditer(_blanked(self.text)))
        self._words = [match[0].casefold() for match in found]
        self._starts = [match.start() for match in found]
        wanted = None if self.asked is None else _asked_grams(self.asked)
        for size in (GRAM, 1):
            for place, gram in enumerate(_grams(self._words, size)):
                if wanted is None or gram in wanted:
                    self._index.setdefault(gram, []).append(place)

    def find(self, printed: str, after: int = 0) -> int | None:
        """Give the offset in the text of the first of the printed words that is found there.

        What stands behind the offset `after` is preferred: who reads lines in order gives the last
        place found, and the same words said twice are told apart. None if the text has no three of
        the words in a row; a line of one or two words is found if the text has them once.
        """
        words = words_of(printed)
        if not words:
            return None
        begin = bisect_right(self._starts, after - 1) if after else 0
        if len(words) < GRAM:
            return self._find_few(words, begin)
        votes: Counter[int] = Counter()
        firsts: dict[int, int] = {}
        for offset, gram in enumerate(_grams(words, GRAM)):
            for place in self._places(gram, begin):
                votes[place - offset] += 1
                firsts.setdefault(place - offset, place)
        if not votes:
            return None
        best = max(votes, key=lambda start: (self._weight(votes, start), start >= begin, -start))
        return self._starts[firsts[best]]

    def _weight(self, votes: Counter[int], start: int) -> int:
        """How many groups of words stand at a start, or nearly."""
        return sum(votes[start + drift] for drift in range(DRIFT + 1))

    def _places(self, gram: tuple[str, ...], begin: int) -> Sequence[int]:
        """The next places of some words, and if there are none the first ones."""
        places = self._index.get(gram, [])
        start = bisect_right(places, begin - 1)
        return places[start : start + CANDIDATES] or places[:CANDIDATES]

    def _find_few(self, words: list[str], begin: int) -> int | None:
        """The place of one word or two: the only one of the text, or else the next."""
        places = self._index.get((words[0],), [])
        near = self._places((words[0],), begin)
        fitting = [place for place in near if self._words[place : place + len(words)] == words]
        if not fitting or (len(places) > 1 and fitting[0] < begin):
            return None
        return self._starts[fitting[0]]


def is_vague(printed: str) -> bool:
    """Whether a line has too few words to be told from others."""
    return len(words_of(printed)) < GRAM


def words_of(printed: str) -> list[str]:
    """The whole words of a printed line: without the part of one that is divided at its end."""
    whole = printed.replace("\u200b", "").replace("\u2060", "").rstrip()
    words = [match[0].casefold() for match in _WORD.finditer(whole)]
    return words[:-1] if whole.endswith(tuple(_HYPHENS)) else words


def _asked_grams(lines: Iterable[str]) -> set[tuple[str, ...]]:
    asked = [words_of(line) for line in lines]
    first = ((words[0],) for words in asked if 0 < len(words) < GRAM)
    return {gram for words in asked for gram in _grams(words, GRAM)}.union(first)


def _grams(words: Sequence[str], size: int) -> Iterator[tuple[str, ...]]:
    return zip(*(words[start:] for start in range(size)), strict=False)


def _blanked(text: str) -> str:
    """The text with spaces for what is not printed: every place stays where it is."""
    end = text.rfind("-->") + 3  # a comment that is never closed is none
    text = _COMMENT.sub(_blank, text[:end]) + text[end:] if end > 2 else text
    return _UNPRINTED.sub(_blank, text)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
