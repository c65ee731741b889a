"""Find the place of printed words in a text as written.

A layout knows the words of a line but not their places, and pandoc keeps no places. Printed words
differ from written ones by markup, quotation marks, hyphens, notes in between; so only letters and
figures are compared, three words at a time. The cost of a search depends on the words that it is
for, not on the length of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

# GRAM words are looked up together; at most CANDIDATES of their places are weighed.
GRAM = 3
CANDIDATES = 6
# At most so many places of words that occur often are weighed by the words before them, which are
# looked for up to WINDOW words before: notes and markup stand between.
OFTEN, WINDOW = 2_000, 60
# Two groups are of one passage if their places differ by at most so many words: markup has words
# of its own.
DRIFT = 3

_WORD = re.compile(r"[^\W_]+")
# What is written but not printed there: comments, calls and labels of notes, addresses of links,
# attributes, cite keys. None begins inside of another, so that no text takes long to search.
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_UNPRINTED = re.compile(
    r"\[\^[^\[\]\s]{1,200}\]|(?<=\])\([^()\n]{0,400}\)|\{[#.][^{}\n]{0,400}\}"
    r"|-?@\{?[\w:.#$%&+?<>~/-]{1,200}\}?"
)
_HYPHENS = "\u2010-\u00ad"


@dataclass(slots=True)
class Wording:
    """The words of a text, each with its place; made once for many searches.

    `asked` are all lines that are going to be searched for, if they are known before: then only
    they are found, and the index is made in half the time.
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
        for size in range(GRAM, 0, -1):
            for place, gram in enumerate(_grams(self._words, size)):
                if wanted is None or gram in wanted:
                    self._index.setdefault(gram, []).append(place)

    def find(self, printed: str, after: int = 0) -> int | None:
        """Return the offset in the text of the first printed words that are found there.

        Places after the offset `after` are preferred: a caller that reads lines in order passes the
        last place found, so that the same words said twice get two places. Return None if the text
        has no three of the words in a row. A line of one or two words is found at its next place,
        or at the only one of the text.
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

    def find_behind(self, before: Sequence[str], printed: str, after: int = 0) -> int | None:
        """Return the offset of printed words by the lines `before` them, in order: of words that
        occur often, the place whose passage has most of these lines.

        Of equal places the next one behind the offset `after` is taken. Return None if the text
        has not as many as three of the words in a row, or all of them if they are fewer.
        """
        words = words_of(printed)
        size = min(GRAM, len(words))
        if not size:
            return None
        own: Counter[int] = Counter()
        firsts: dict[int, int] = {}
        for offset, gram in enumerate(_grams(words, size)):
            for place in self._index.get(gram, ())[:OFTEN]:
                own[place - offset] += 1
                firsts.setdefault(place - offset, place)
        if not own:
            return None
        grams = [g for line in before for g in _grams(words_of(line), GRAM)]
        grams += [(word,) for line in before if is_vague(line) for word in words_of(line)]
        begin = bisect_right(self._starts, after - 1) if after else 0

        def rank(start: int) -> tuple[int, int, bool, int]:
            near = sum(self._is_before(gram, start) for gram in grams)
            return self._weight(own, start), near, start >= begin, -start

        best = max(own, key=rank)
        return self._starts[firsts[best]]

    def _is_before(self, gram: tuple[str, ...], start: int) -> bool:
        """Return whether some words are in the text less than WINDOW words before a place."""
        places = self._index.get(gram, [])
        at = bisect_right(places, start - 1)
        return at > 0 and places[at - 1] >= start - WINDOW

    def _weight(self, votes: Counter[int], start: int) -> int:
        """Return how many groups of words begin a passage at `start`, or up to DRIFT words
        later."""
        return sum(votes[start + drift] for drift in range(DRIFT + 1))

    def _places(self, gram: tuple[str, ...], begin: int) -> Sequence[int]:
        """Return the next places of some words, or the first ones if none follow."""
        places = self._index.get(gram, [])
        start = bisect_right(places, begin - 1)
        return places[start : start + CANDIDATES] or places[:CANDIDATES]

    def _find_few(self, words: list[str], begin: int) -> int | None:
        """Return the offset of one or two words: the next place, or the only one of the text."""
        places = self._index.get((words[0],), [])
        near = self._places((words[0],), begin)
        fitting = [place for place in near if self._words[place : place + len(words)] == words]
        if not fitting or (len(places) > 1 and fitting[0] < begin):
            return None
        return self._starts[fitting[0]]


def is_vague(printed: str) -> bool:
    """Return whether a line has too few words to identify its place."""
    return len(words_of(printed)) < GRAM


def words_of(printed: str) -> list[str]:
    """Return the whole words of a printed line, without the part of a word divided at its end."""
    whole = printed.replace("\u200b", "").replace("\u2060", "").rstrip()
    words = [match[0].casefold() for match in _WORD.finditer(whole)]
    return words[:-1] if whole.endswith(tuple(_HYPHENS)) else words


def _asked_grams(lines: Iterable[str]) -> set[tuple[str, ...]]:
    asked = [words_of(line) for line in lines]
    few = [words for words in asked if 0 < len(words) < GRAM]
    single = ((word,) for words in few for word in words)
    grams = {gram for words in asked for gram in _grams(words, GRAM)}
    return grams.union(map(tuple, few), single)


def _grams(words: Sequence[str], size: int) -> Iterator[tuple[str, ...]]:
    return zip(*(words[start:] for start in range(size)), strict=False)


def _blanked(text: str) -> str:
    """Return the text with spaces in place of what is not printed, so that no offset changes."""
    end = text.rfind("-->") + 3  # a comment that is never closed is none
    text = _COMMENT.sub(_blank, text[:end]) + text[end:] if end > 2 else text
    return _UNPRINTED.sub(_blank, text)


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
