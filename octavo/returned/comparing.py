"""Compare two sequences of words, within a bound of time: a file is hostile until it is read."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

Step = tuple[bool, int, int, int, int]
_MOST = 30_000_000  # pairs of words that are compared: beyond them what differs is one replacement


def compared(one: Sequence[str], other: Sequence[str]) -> list[Step]:
    """Return the steps by which one sequence becomes the other: whether it is the same in both, and
    from where to where it is in each."""
    shortest = min(len(one), len(other))
    start = 0
    while start < shortest and one[start] == other[start]:
        start += 1
    end = 0
    while end < shortest - start and one[-1 - end] == other[-1 - end]:
        end += 1
    a, c = len(one) - end, len(other) - end
    made: list[Step] = [(True, 0, start, 0, start)] if start else []
    if (a - start) * (c - start) > _MOST:
        made.append((False, start, a, start, c))
    else:
        matcher = SequenceMatcher(None, one[start:a], other[start:c], autojunk=False)
        made += [
            (kind == "equal", start + i, start + j, start + k, start + m)
            for kind, i, j, k, m in matcher.get_opcodes()
        ]
    return [*made, *([(True, a, len(one), c, len(other))] if end else [])]


def are_alike(one: str, other: str, share: float) -> bool:
    """Return whether two texts have more than a share of their words in common, in order."""
    words, others = one.split(), other.split()
    if not words or not others:
        return not words and not others
    same = sum(step[2] - step[1] for step in compared(words, others) if step[0])
    return 2 * same > share * (len(words) + len(others))
