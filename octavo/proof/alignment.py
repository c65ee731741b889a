"""Find which parts of two texts belong together, in a time that grows with their lengths."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

Pair = tuple[int | None, int | None]  # the numbers of two parts; None for one without the other


def aligned(wanted: Sequence[str], found: Sequence[str]) -> Iterator[Pair]:
    """Yield the parts of two texts in pairs, in order: equal ones where there are any; those left
    between two equal ones one after the other; the rest alone."""
    if wanted == found:
        yield from ((at, at) for at in range(len(wanted)))
        return
    before = (0, 0)
    for one, other in (*_anchors(wanted, found), (len(wanted), len(found))):
        yield from _between(wanted, found, before, (one, other))
        if one < len(wanted):
            yield one, other
        before = (one + 1, other + 1)


def _anchors(wanted: Sequence[str], found: Sequence[str]) -> Sequence[tuple[int, int]]:
    """Return the pairs of equal parts that occur once in each text, the longest row in order."""
    counts, others = Counter(wanted), Counter(found)
    places = {text: at for at, text in enumerate(found)}
    once = [
        (at, places[text])
        for at, text in enumerate(wanted)
        if counts[text] == 1 and others.get(text) == 1
    ]
    return _longest_in_order(once)


def _longest_in_order(pairs: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    """Return the longest row of pairs in which the second numbers grow too."""
    ends: list[int] = []  # the lowest second number that ends a row of each length
    rows: list[int] = []  # the pair that has it
    before: list[int] = []
    for at, (_, second) in enumerate(pairs):
        length = bisect_left(ends, second)
        ends[length : length + 1] = [second]
        rows[length : length + 1] = [at]
        before.append(rows[length - 1] if length else -1)
    found: list[tuple[int, int]] = []
    at = rows[-1] if rows else -1
    while at >= 0:
        found.append(pairs[at])
        at = before[at]
    return found[::-1]


def _between(
    wanted: Sequence[str], found: Sequence[str], start: tuple[int, int], end: tuple[int, int]
) -> Iterator[Pair]:
    """Yield the pairs between two anchors: equal parts from both ends, then one after the other."""
    (one, other), (one_end, other_end) = start, end
    while one < one_end and other < other_end and wanted[one] == found[other]:
        yield one, other
        one, other = one + 1, other + 1
    tail: list[Pair] = []
    while one < one_end and other < other_end and wanted[one_end - 1] == found[other_end - 1]:
        one_end, other_end = one_end - 1, other_end - 1
        tail.append((one_end, other_end))
    while one < one_end and other < other_end and one_end - one == other_end - other:
        yield one, other
        one, other = one + 1, other + 1
    yield from _alike(wanted, found, (one, other), (one_end, other_end))
    yield from reversed(tail)


def _alike(
    wanted: Sequence[str], found: Sequence[str], start: tuple[int, int], end: tuple[int, int]
) -> Iterator[Pair]:
    """Yield the pairs of a stretch with more parts on one side: those that begin or end alike, in
    order; the others alone."""
    (one, other), (one_end, other_end) = start, end
    heads = {_head(found[at]): at for at in range(other_end - 1, other - 1, -1)}
    for at in range(one, one_end):
        place = heads.get(_head(wanted[at]), -1)
        if place < other:
            yield at, None
            continue
        yield from ((None, more) for more in range(other, place))
        yield at, place
        other = place + 1
    yield from ((None, more) for more in range(other, other_end))


_HEAD = 24  # letters by which parts that are not equal are held to be the same part


def _head(text: str) -> str:
    return text[:_HEAD]
