"""Find the measure in which the lines of a title are equal, and no word has a line for itself.

No line more is taken than in the whole measure, and no word is parted that need not be.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from octavo.pdf.composer.breaks import Goals, Stretch, fit

_NEAREST = 0.25  # pixels to which the narrowest measure is found
_WIDER = 0.02  # by which it is widened at a time, if a word has a line for itself
_SLACK = 1e-6  # as in `breaks`


def narrowest(texts: Sequence[Stretch], wanted: Goals) -> float:
    """Return the measure in which the lines of a paragraph are equal: at most that of `texts`, its
    passages. `wanted` are the goals of the paragraph where it is not balanced."""
    whole = texts[0].measure
    texts = [unparted(text) for text in texts]
    count = _count(texts)
    if not count:
        return whole
    low, high = 0.0, whole
    while high - low > _NEAREST:
        middle = (low + high) / 2
        if _count(_within(texts, middle)) == count:
            high = middle
        else:
            low = middle
    best = high
    while high < whole:
        if _is_even(_within(texts, high), even_goals(wanted, high), count):
            return high
        high *= 1 + _WIDER
    return best


def even_goals(wanted: Goals, measure: float) -> Goals:
    """Return the goals of a title in a measure: what lines lack is counted in parts of it, and the
    last one counts as any other."""
    return replace(wanted, rag=measure / 2, adjacent=0, short_last=0, even=True)


def fewest(text: Stretch) -> int:
    """Return the fewest lines that a text takes, none of them too wide; 0 if there is no such
    way."""
    places, last = text.places, len(text.places.end) - 1
    at, begin, count = text.after, text.begin, 0
    while at < last:
        full = begin + text.measure + _SLACK
        end = min(bisect_right(places.reach, full + places.narrower, max(at, 0)), last)
        while end > at and not _may_end(text, end, full):
            end -= 1
        if end == at:
            return 0
        at, begin, count = end, places.start[end], count + 1
    return count


def _may_end(text: Stretch, end: int, full: float) -> bool:
    places = text.places
    return places.end[end] <= full and places.level[end] < 2 and end not in text.forbidden


def unparted(text: Stretch) -> Stretch:
    """Return a text in which no word is parted, if it takes no line more so."""
    parted = {at for at, hyphen in enumerate(text.places.flagged) if hyphen}
    bare = replace(text, forbidden=text.forbidden | parted)
    return bare if parted and fewest(bare) == fewest(text) else text


def _count(texts: Sequence[Stretch]) -> int:
    counts = [fewest(text) for text in texts]
    return sum(counts) if all(counts) else 0


def _within(texts: Sequence[Stretch], measure: float) -> list[Stretch]:
    return [replace(text, measure=measure) for text in texts]


def _is_even(texts: Sequence[Stretch], goals: Goals, count: int) -> bool:
    """Return whether texts are set in so many lines, and none of them has one word."""
    ways = [fit(text, goals) for text in texts]
    return sum(map(len, ways)) == count and not any(
        len(ends) > 1 and any(words_alone(text, ends))
        for text, ends in zip(texts, ways, strict=True)
    )


def words_alone(text: Stretch, ends: Sequence[int]) -> list[bool]:
    """Return for each line of a text, given by the places where they end, whether it has one
    word."""
    places, glue = text.places, text.glue
    found: list[bool] = []
    for end in ends:
        found.append(places.glue_end[end] == glue)
        glue = places.glue_start[end]
    return found
