"""Equal lines: found by arithmetic, and compared with all ways in which a title can be set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from random import Random

import pytest

from octavo.pdf.composer.balanced import even_goals, fewest, narrowest, unparted, words_alone
from octavo.pdf.composer.breaks import INFINITE, Goals, Places, Stretch, fit

SPACE = 3.0
GOALS = Goals(0.0, 0.0, 20.0, alone=10_000, despair=100.0)


def title(words: Sequence[float], measure: float, parted: Sequence[int] = ()) -> Stretch:
    """Return a title of words of some widths; behind those in `parted` is a hyphen, no space."""
    reach, start, glue, glue_start = [], [], [], []
    x, spaces = 0.0, 0
    for at, word in enumerate(words):
        x += word
        reach.append(x)
        glue.append(spaces)
        if at not in parted:
            x, spaces = x + SPACE, spaces + 1
        start.append(x)
        glue_start.append(spaces)
    count = len(words)
    flagged = [at in parted for at in range(count)]
    penalty = [0] * (count - 1) + [-INFINITE]
    return Stretch(
        Places(reach, reach, start, glue, glue_start, penalty, flagged, [0] * count), measure
    )


def widths(text: Stretch, ends: Sequence[int]) -> list[float]:
    places, begin, found = text.places, text.begin, []
    for end in ends:
        found.append(places.end[end] - begin)
        begin = places.start[end]
    return found


def all_ways(text: Stretch, lines: int) -> Iterator[tuple[int, ...]]:
    last = len(text.places.end) - 1
    for ends in combinations(range(last), lines - 1):
        if max(widths(text, (*ends, last))) <= text.measure:
            yield (*ends, last)


def set_evenly(text: Stretch) -> tuple[Stretch, list[int]]:
    measure = narrowest([text], GOALS)
    narrow = unparted(replace(text, measure=measure))
    return narrow, fit(narrow, even_goals(GOALS, measure))


@pytest.mark.parametrize("seed", range(60))
def test_lines_are_as_few_and_as_narrow_as_in_the_best_of_all_ways(seed: int) -> None:
    random = Random(seed)
    words = [float(random.randint(5, 60)) for _ in range(random.randint(2, 9))]
    text = title(words, 120.0)
    narrow, ends = set_evenly(text)
    assert len(ends) == fewest(text)
    assert not any([*all_ways(text, lines)] for lines in range(1, len(ends)))
    ways = [*all_ways(text, len(ends))]
    least = min(max(widths(text, way)) for way in ways)
    assert max(widths(narrow, ends)) <= narrow.measure
    if any(words_alone(narrow, ends)):
        near = [way for way in ways if max(widths(text, way)) <= narrow.measure]
        assert all(any(words_alone(text, way)) for way in near)
    elif narrow.measure > least + 0.25:
        assert any(words_alone(text, min(ways, key=lambda way: max(widths(text, way)))))


def test_a_word_with_a_line_for_itself_is_avoided_at_the_cost_of_even_lines() -> None:
    assert set_evenly(title([50, 30, 40, 20, 45], 130))[1] == [1, 4]
    assert set_evenly(title([60, 20, 30, 62], 100))[1] == [1, 3]


def test_a_word_is_parted_only_where_the_title_takes_a_line_more_without() -> None:
    assert 1 not in set_evenly(title([40, 20, 30, 40], 100, parted=[1]))[1]
    assert set_evenly(title([40, 30, 30, 40], 100, parted=[1]))[1] == [1, 3]


def test_what_is_too_wide_keeps_its_measure() -> None:
    assert narrowest([title([50, 300, 20], 100)], GOALS) == 100


def test_the_passages_of_a_title_have_one_measure() -> None:
    one, other = title([40, 40, 40], 100), title([30, 30], 100)
    measure = narrowest([one, other], GOALS)
    assert 83 <= measure < 100
    assert fewest(Stretch(one.places, measure)) + fewest(Stretch(other.places, measure)) == 3
