"""Find the lines at the end of a page's text that go on with a note of the page before.

Without a rule, a blank line or smaller letters, nothing marks them.  What they say does: the words
of notes are others than those of the text (*ibid.*, figures, abbreviations), the text itself must
go on at the head of the next page, and a note ends with a sentence.  Each number of lines is
weighed by all of this; the costs are logarithms of likelihoods.
"""

from __future__ import annotations

import math
import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from octavo.ingest import headings
from octavo.ingest.flow import begins_low, ends_sentence
from octavo.ingest.line_signs import LineSigns
from octavo.ingest.sheet import Role, Sheet

_MOST_LINES = 40
_MOST_A_LINE = 4.0  # what the words of one line may weigh
_ALIKE = 0.6  # the words of a line depend on each other
_MOST_A_LENGTH = 8.0  # what its length may weigh
_EARLY = -4.0  # what a line weighs that had room for the word behind it
_NEAR = 1  # letters by which lengths are taken for the same
_SMOOTHED = 0.3
_SURE = 4.0  # how much likelier than any other way the best must be
_CLOSED = 16.0  # how likely lines must be that follow a note whose last words end a sentence
_LEAST_WORDS = 400  # of notes, to know their words
_HYPHEN = re.compile(r"[-¬\xad]\s*$")
_LAST_PART = re.compile(r"([^\W\d_]+)[-¬\xad]\s*$")
_FIRST_PART = re.compile(r"\W*([^\W\d_]+)")
_TOKEN = re.compile(r"[^\W\d_]+|\d+|[;:()\[\]]")


@dataclass(frozen=True, slots=True)
class RunOver:
    """The lines that go on with a note, and whether that is sure."""

    lines: tuple[int, ...]
    sure: bool


@dataclass
class Speech:
    """The words of the text and those of the notes of a scan, as they are counted."""

    text: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)
    width: float = 0.0  # letters of a full line of the text
    # The fewest letters that a line of the text, or of the notes, has with the first word of the
    # next one: with fewer, that word would have been on the line before.
    least: int = 0
    note_least: int = 0
    lengths: Counter[int] = field(default_factory=Counter)  # of lines of the text
    note_lengths: Counter[int] = field(default_factory=Counter)

    def weight(self, words: str) -> float:
        """Return how much likelier words are in a note than in the text."""
        many_text, many_notes = self._many
        if min(self._many) < _LEAST_WORDS:
            return 0.0
        found = _ALIKE * sum(
            math.log((self.notes[token] + _SMOOTHED) / (self.text[token] + _SMOOTHED)
                     * many_text / many_notes) for token in _tokens(words)
        )  # fmt: skip
        return max(min(found, _MOST_A_LINE), -_MOST_A_LINE) + self._by_length(len(words.rstrip()))

    @cached_property
    def _many(self) -> tuple[float, float]:
        kinds = _SMOOTHED * (len(self.text) + len(self.notes))
        return self.text.total() + kinds, self.notes.total() + kinds

    def joined(self, before: str, behind: str) -> float:
        """Return how likely the part of a word at the end of one line and the beginning of another
        are one word."""
        left, right = _LAST_PART.search(before), _FIRST_PART.match(behind)
        if left is None or right is None or not right[1][0].islower():
            return -6.0
        whole = (left[1] + right[1]).casefold()
        return 4.0 if self.text[whole] + self.notes[whole] else 0.0

    def _by_length(self, long: int) -> float:
        """Return what the length of a line says: small letters give a line more of them."""
        many = self.lengths.total() + 8.0, self.note_lengths.total() + 8.0
        near = range(long - _NEAR, long + _NEAR + 1)
        text = (sum(self.lengths[one] for one in near) + 0.4) / many[0]
        note = (sum(self.note_lengths[one] for one in near) + 0.4) / many[1]
        return max(min(math.log(note / text), _MOST_A_LENGTH), -_MOST_A_LENGTH)


def speech_of(sheet: Sheet, text: Sequence[int], notes: Sequence[int]) -> Speech:
    """Return the words of lines that are surely text, and of lines that are surely notes."""
    found = Speech()
    for indexes, counter, lengths in ((text, found.text, found.lengths),
                                      (notes, found.notes, found.note_lengths)):  # fmt: skip
        for index in indexes:
            if sheet.roles[index] is Role.WORDS:
                counter.update(_tokens(sheet.words(index)))
                lengths[len(sheet.words(index).rstrip())] += 1
    found.least = _least(sheet, text)
    found.note_least = _least(sheet, notes)
    ordered = sorted(found.lengths.elements())
    found.width = statistics.median(ordered[len(ordered) // 3 :]) if ordered else 0.0
    return found


def _least(sheet: Sheet, indexes: Sequence[int]) -> int:
    """Return the fewest letters that all but a few lines have with the first word of the next."""
    lines = set(indexes)
    sums = sorted(
        _with_next(sheet.words(i), sheet.words(i + 1)) for i in indexes
        if i + 1 in lines and sheet.is_words(i) and sheet.is_words(i + 1)
        and not ends_sentence(sheet.words(i)) and not _HYPHEN.search(sheet.words(i))
    )  # fmt: skip
    return sums[len(sums) // 50] if len(sums) > 50 else 0


def _with_next(words: str, following: str) -> int:
    first = following.split(maxsplit=1)
    return len(words.rstrip()) + 1 + len(first[0]) if first else 10**6


def _breaks_early(words: str, following: str, least: int) -> bool:
    """Return whether a line had room for the first word of another, which thus does not follow
    it."""
    return not _HYPHEN.search(words) and _with_next(words, following) < least


def _tokens(words: str) -> list[str]:
    return [f"#{len(one)}" if one.isdecimal() else one.casefold() for one in _TOKEN.findall(words)]


def lines_that_run_over(
    signs: LineSigns, speech: Speech, text: Sequence[int], last: str, following: str, *,
    has_notes: bool,
) -> RunOver:  # fmt: skip
    """Return the lines at the end of a page's text that go on with the note whose last words are
    `last`; `following` is the first line of the next page's text, `has_notes` says whether notes
    begin below."""
    sheet = signs.sheet
    words = [i for i in text if sheet.roles[i] is Role.WORDS]
    weights = {0: _of_nothing(last)}
    counts = _counts(sheet, words)
    lines = _weights(signs, speech, words[len(words) - counts[-1] :]) if counts else []
    for count in counts:
        weights[count] = lines[count - 1] + _at_the_ends(
            sheet, words, count, last, following, has_notes=has_notes, speech=speech
        )
    ranked = sorted(weights, key=lambda count: -weights[count])
    best = ranked[0]
    second = weights[ranked[1]] if len(ranked) > 1 else -math.inf
    if best and ends_sentence(last) and weights[best] < _CLOSED:
        return RunOver((), True)
    return RunOver(tuple(words[len(words) - best :]) if best else (),
                   weights[best] - second >= _SURE)  # fmt: skip


def _weights(signs: LineSigns, speech: Speech, lines: Sequence[int]) -> list[float]:
    """Return how likely the last line is one of a note, the last two, and so on."""
    sheet = signs.sheet
    found: list[float] = []
    total, below = 0.0, ""
    for index in reversed(lines):
        words = sheet.words(index)
        total += _weight(signs, speech, index)
        if below and not ends_sentence(words) and _breaks_early(words, below, speech.note_least):
            total += _EARLY
        found.append(total)
        below = words
    return found


def _counts(sheet: Sheet, words: Sequence[int]) -> list[int]:
    """Return how many lines may go on with a note: whole blocks, if blank lines part them."""
    most = min(len(words) - 1, _MOST_LINES)
    starts = [count for count in range(1, most + 1)
              if not sheet.is_words(words[len(words) - count] - 1)]  # fmt: skip
    return starts or list(range(1, most + 1))


def _weight(signs: LineSigns, speech: Speech, index: int) -> float:
    sheet = signs.sheet
    words = sheet.words(index)
    found = speech.weight(words)
    if any(sign.skip >= 5 for sign in signs.calls(index)):
        found -= 8.0
    if headings.MARKED.match(words) or headings.is_chapter(words):
        found -= 20.0
    return found


def _of_nothing(last: str) -> float:
    """Return how likely a note is to end here, by its last words."""
    if ends_sentence(last):
        return 0.0
    return -9.0 if re.search(r"(?:[^\W\d_A-ZÀ-ÞА-Я][^\W\d_]*|[,;:(–—-])[\s*_]*$", last) else -4.0


def _at_the_ends(
    sheet: Sheet, words: Sequence[int], count: int, last: str, following: str, *,
    has_notes: bool, speech: Speech,
) -> float:  # fmt: skip
    """Return how well a number of lines joins with the note before, the note behind, and the text
    that goes on over the page."""
    found = 0.0
    first = sheet.words(words[len(words) - count])
    above = sheet.words(words[len(words) - count - 1]).rstrip()
    end = sheet.words(words[-1]).rstrip()
    if _HYPHEN.search(last):
        found += speech.joined(last, first)
    elif not ends_sentence(last):
        found += 1.0 if begins_low(first) else 0.0
    if has_notes:
        found += 1.0 if ends_sentence(end) else -2.0
    if _HYPHEN.search(above):
        found += speech.joined(above, following) - speech.joined(above, first)
    elif headings.is_chapter(following) or headings.MARKED.match(following):
        found += 1.5 if ends_sentence(above) else -6.0
    elif following:
        closed, low = ends_sentence(above), begins_low(following)
        found += {(True, True): -4.0, (False, True): 2.5, (True, False): 1.0,
                  (False, False): -1.0}[closed, low]  # fmt: skip
    if not ends_sentence(above):
        found += _EARLY * (len(above) < 0.8 * speech.width)
        found += _EARLY * (bool(following) and _breaks_early(above, following, speech.least))
    if not ends_sentence(last):
        found += _EARLY * _breaks_early(last, first, speech.note_least)
    return found
