"""Ends of lines, held against those of TeX itself, and the limits that TeX does not know.

`python -m benchmarks.tex_lines` has TeX set the random paragraphs and keeps its lines.
"""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path

import pytest

from octavo.pdf.composer.breaks import INFINITE, Goals, Places, Stretch, badness_of, fit
from tests.pdf.composer.random_paragraphs import COUNT, paragraph

TEX = json.loads(Path(__file__).with_name("tex_lines.json").read_text())


@pytest.mark.parametrize("hundred", range(COUNT // 100))
def test_lines_end_where_those_of_tex_end(hundred: int) -> None:
    different = []
    for number in range(100 * hundred + 1, 100 * hundred + 101):
        one = paragraph(number)
        text, parts = one.stretch()
        ends = [parts[end] for end in fit(text, one.goals)]
        if ends != TEX[str(number)]:
            different.append((number, ends, TEX[str(number)]))
    assert different == []


def test_badness_is_that_of_tex() -> None:
    assert [badness_of(part, 1.0) for part in (0, 0.5, 1, 2, 3)] == [0, 12, 100, 800, 2698]
    assert badness_of(5, 1.0) == badness_of(1, 0) == INFINITE


def evenly(words: int, width: float = 10.0, level: int = 0) -> Places:
    ends = [(width + 2) * n + width for n in range(words)]
    starts = [end + 2 for end in ends[:-1]] + ends[-1:]
    return Places(
        ends, ends, starts, [*range(words)], [*range(1, words), words - 1],
        [0] * (words - 1) + [-INFINITE], [False] * words, [level] * words,
    )  # fmt: skip


GOALS = Goals(1.0, 0.5, emergency=4.0, despair=30.0)


def test_a_word_wider_than_the_measure_sticks_out() -> None:
    places = evenly(3, width=100.0)
    assert fit(Stretch(places, 50.0), GOALS) == [0, 1, 2]


def test_a_text_without_a_break_is_one_line() -> None:
    places = evenly(1)
    assert fit(Stretch(places, 5.0), GOALS) == [0]


def test_places_of_the_last_resort_are_used_last() -> None:
    places = evenly(8, level=2)
    assert fit(Stretch(places, 46.0), GOALS) == [3, 7]


@pytest.mark.parametrize("most", [0, 1, 2])
def test_no_more_hyphens_in_a_row_than_allowed(most: int) -> None:
    seen = set()
    for number in range(1, COUNT, 3):
        one = paragraph(number)
        text, _ = one.stretch()
        loose = replace(one.goals, double_hyphen=0, despair=60.0, most_hyphens=most)
        flagged = [text.places.flagged[end] for end in fit(text, loose)]
        rows = "".join("-" if each else " " for each in flagged).split()
        seen.add(max(map(len, rows), default=0))
    assert max(seen) == most


def test_the_first_lines_have_measures_of_their_own() -> None:
    text = Stretch(evenly(14), 46.0, first=(22.0, 34.0))
    assert fit(text, GOALS) == [1, 4, 8, 12, 13]
    assert fit(replace(text, first=(46.0,)), GOALS) == fit(replace(text, first=()), GOALS)
    different = []
    for number in range(1, COUNT, 5):
        one = paragraph(number)
        text, _ = one.stretch()
        alike = replace(text, first=(text.measure,) * 4)
        if fit(alike, one.goals) != fit(text, one.goals):
            different.append(number)
    assert different == []


def test_time_grows_with_the_length() -> None:
    """A paragraph ten times as long takes ten times as long, and not a hundred times."""
    short, long = evenly(300), evenly(6000)
    times = []
    for places in (short, long):
        started = time.process_time()
        for _ in range(3):
            fit(Stretch(places, 200.0), GOALS)
        times.append(time.process_time() - started)
    assert times[1] < 60 * times[0]


def test_few_last_lines_have_one_short_word() -> None:
    alone = {"plain": 0, "with the rule": 0}
    for number in range(1, COUNT):
        one = paragraph(number)
        text, _ = one.stretch()
        for name, scrap in (("plain", 0.0), ("with the rule", 40.0)):
            *_, before, last = (-1, *fit(text, replace(one.goals, scrap=scrap, short_last=20_000)))
            if before >= 0 and text.places.glue_end[last] == text.places.glue_start[before]:
                alone[name] += text.places.end[last] - text.places.start[before] < 40.0
    assert alone["plain"] > 10
    assert alone["with the rule"] < alone["plain"] / 2
