"""Pair the passages of two Word files of one edition: by their bookmarks, by their words, by their
order."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from octavo.proof.form_text import Passage
from octavo.returned.comparing import are_alike
from octavo.returned.word_book import names_of

_ALIKE = 0.5  # share of words in which two passages without names must agree


@dataclass(frozen=True, slots=True)
class Cluster:
    """Passages of the one file that became passages of the other: usually one and one. `moved` are
    those of the second that are paired with passages elsewhere in the first, by their numbers."""

    before: tuple[int, ...]
    behind: tuple[int, ...]
    moved: dict[int, int]


def clusters(before: Sequence[Passage], behind: Sequence[Passage]) -> list[Cluster]:
    """Return all passages of two files in clusters, in the order of the second; a passage that was
    moved is in the cluster of the place where it is now."""
    pairs = _paired(before, behind)
    kept = _in_order([(pairs[at], at) for at in sorted(pairs)])
    stays = {at for _, at in kept}
    taken = {number for at, number in pairs.items() if at not in stays}
    made: list[Cluster] = []
    first, at = 0, 0
    for number, place in [*kept, (len(before), len(behind))]:
        left = tuple(n for n in range(first, number) if n not in taken)
        new = tuple(range(at, place))
        moved = {n: pairs[n] for n in new if n in pairs and n not in stays}
        if made:
            last = made.pop()
            made.append(Cluster(last.before + left, last.behind + new, last.moved | moved))
        elif left or new:
            made.append(Cluster(left, new, moved))
        if number < len(before):
            made.append(Cluster((number,), (place,), {}))
        first, at = number + 1, place + 1
    return made


def _paired(before: Sequence[Passage], behind: Sequence[Passage]) -> dict[int, int]:
    """Return for passages of the second file the numbers of those of the first."""
    pairs: dict[int, int] = {}
    free = set(range(len(before)))

    def pair(at: int, number: int) -> None:
        if at not in pairs and number in free:
            pairs[at] = number
            free.discard(number)

    named = {name: number for number, one in enumerate(before) for name in names_of(one)[:1]}
    for at, passage in enumerate(behind):
        for name in names_of(passage):
            if name in named and before[named[name]].text == passage.text:
                pair(at, named[name])
    often_before = Counter(one.text for one in before)
    often_behind = Counter(one.text for one in behind)
    unique = {one.text: number for number, one in enumerate(before)
              if often_before[one.text] == 1 and len(one.text) > 1}  # fmt: skip
    for at, passage in enumerate(behind):
        if often_behind[passage.text] == 1 and passage.text in unique:
            pair(at, unique[passage.text])
    for at, passage in enumerate(behind):
        for name in names_of(passage):
            if name in named:
                pair(at, named[name])
    _pair_between(before, behind, pairs, free)
    return pairs


def _pair_between(
    before: Sequence[Passage], behind: Sequence[Passage], pairs: dict[int, int], free: set[int]
) -> None:
    """Pair passages without names that are between the same pairs, if they are alike."""
    kept = _in_order([(pairs[at], at) for at in sorted(pairs)])
    first, start = 0, 0
    for number, place in [*kept, (len(before), len(behind))]:
        left = [n for n in range(first, number) if n in free]
        new = [n for n in range(start, place) if n not in pairs]
        if left and new:
            matcher = SequenceMatcher(None, [(before[n].kind, before[n].text) for n in left],
                                      [(behind[n].kind, behind[n].text) for n in new],
                                      autojunk=False)  # fmt: skip
            for kind, a, b, c, d in matcher.get_opcodes():
                same = kind == "equal" or (kind == "replace" and b - a == d - c)
                for one, other in zip(left[a:b], new[c:d], strict=False) if same else ():
                    if kind == "equal" or _are_alike(before[one], behind[other]):
                        pairs[other] = one
                        free.discard(one)
        first, start = number + 1, place + 1


def _are_alike(one: Passage, other: Passage) -> bool:
    return one.kind == other.kind and are_alike(one.text, other.text, _ALIKE)


def _in_order(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the most pairs that are in the same order on both sides; they are given in that of the
    second."""
    lasts: list[int] = []  # the least number with which an order of each length ends
    ends: list[int] = []  # the pair of each such number
    before: list[int] = []  # for each pair, the one before it in its order
    for at, (number, _) in enumerate(pairs):
        length = bisect_left(lasts, number)
        before.append(ends[length - 1] if length else -1)
        if length == len(lasts):
            lasts.append(number)
            ends.append(at)
        else:
            lasts[length], ends[length] = number, at
    made: list[tuple[int, int]] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        made.append(pairs[at])
        at = before[at]
    return made[::-1]
