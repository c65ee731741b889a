"""Choose the ends of a paragraph's lines together, so that the whole of it is best.

This is total fit (Knuth and Plass, "Breaking Paragraphs into Lines", 1981) with the reckoning of
TeX (The TeXbook, chapter 14; tex.web, parts 38 and 39): badness in whole numbers, four classes of
lines, and demerits for neighbours that differ and for hyphens in a row.

TeX walks over the places and asks each line that is open; here each line that begins asks for the
few places where it may end, which are found by their distance. A paragraph takes time in proportion
to its places.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from typing import NamedTuple

INFINITE = 10_000  # a badness, or a penalty, that has no limit
_OVERFULL = 1e15  # the demerits of a line that is wider than the measure
_TOO_MANY = 1e12  # those of one hyphen in a row too many
_SLACK = 1e-6  # pixels within which a width is the measure
_OVER = -1  # in the place of a badness: the line is wider than the measure


@dataclass(frozen=True, slots=True)
class Places:
    """The places where a line may end, in order; the last one is the end of the text.

    Of each: `reach`, the natural width of the text before it, which never falls; `end`, the width
    up to the end of a line that ends there, with its hyphen; `start`, the width up to where the
    line after it begins, without the space between. `glue_end` and `glue_start` count the word
    spaces up to there. `penalty` is TeX's, `flagged` says that the line ends with a hyphen, and
    `level` in which tries the place counts: 0 in all, 1 from the second, 2 in the last. `wider` and
    `narrower` are the most by which an end is above its reach (a hyphen) and below it (a stop that
    hangs). `fixed` is the width up to there of what is no letters: pictures, formulas, margins; it
    is empty if there are none.
    """

    reach: Sequence[float]
    end: Sequence[float]
    start: Sequence[float]
    glue_end: Sequence[float]
    glue_start: Sequence[float]
    penalty: Sequence[int]
    flagged: Sequence[bool]
    level: Sequence[int]
    wider: float = 0.0
    narrower: float = 0.0
    fixed: Sequence[float] = ()

    def letters(self, begin: float, fixed: float, end: int) -> float:
        """Return the width of the letters and spaces of a line from the width `begin`, where
        `fixed` of it is fixed, up to a place."""
        width = self.end[end] - begin
        return width - (self.fixed[end] - fixed) if self.fixed else width


@dataclass(frozen=True, slots=True)
class Goals:
    """What makes a line good. Lengths are in the unit of the places.

    A word space may be widened by `stretch` and narrowed by `shrink` for a badness of 100; with
    them all that is in a line may be made wider or narrower by the share `letters` of its width
    (pdfTeX's font expansion: Thành, "Micro-typographic extensions", 2000). `rag` is what may be
    lacking at the end of a line for that badness; a line that is justified has none.
    `pretolerance` is the most badness of a line in the first try, without hyphens, `tolerances`
    those of the next ones, with hyphens; `emergency` is the stretch that each line gets in one
    more with the first tolerance, and `despair` in the last, in which any badness will do.
    `most_hyphens` is how many lines in a row may end with one. A last line shorter than `last`
    costs `short_last`, as does one that has the rest of a word and no more, or one word shorter
    than `scrap`; one of one word costs `alone`, unless it is the only line. If lines are to be
    `even`, the last one is to be as full as the others, and any line of one word costs that.
    `looseness` is how many lines more than best are wanted.
    """

    stretch: float
    shrink: float
    rag: float = 0.0
    pretolerance: int = 100
    tolerances: tuple[int, ...] = (200,)
    emergency: float = 0.0
    despair: float = 0.0
    line_penalty: int = 10
    adjacent: int = 10_000
    double_hyphen: int = 10_000
    final_hyphen: int = 5_000
    most_hyphens: int = INFINITE
    last: float = 0.0
    scrap: float = 0.0
    short_last: int = 0
    alone: int = 0
    even: bool = False
    looseness: int = 0
    letters: float = 0.0


class _Line(NamedTuple):
    """A line that ends at a place, and the best way to it: the demerits of all lines so far."""

    demerits: float
    place: int
    fitness: int  # 0 very loose, 1 loose, 2 decent, 3 tight
    hyphens: int  # in a row, up to this line
    count: int  # of the lines so far
    before: _Line | None


# The lines that end at a place: the best of each class, of each count and row of hyphens if they
# matter.
_Ways = dict[tuple[int, int, int], _Line]


@dataclass(frozen=True, slots=True)
class _Try:
    """How one try reckons: the places up to `level`, the most badness, what each line is given."""

    level: int
    tolerance: int
    emergency: float = 0.0
    is_last: bool = False
    counts_hyphens: bool = False  # rows of them are kept apart, for their limit


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of text to be set in lines of `measure`: from the width `begin`, behind
    `glue` spaces and the place `after` (-1: before all), to the last place; `fixed` of that width
    is fixed. No line may end at the
    places in `forbidden`. The first lines have the measures `first`, beside what narrows them."""

    places: Places
    measure: float
    begin: float = 0.0
    glue: float = 0.0
    after: int = -1
    forbidden: Set[int] = frozenset()
    first: tuple[float, ...] = ()
    fixed: float = 0.0


def fit(text: Stretch, goals: Goals) -> list[int]:
    """Return the numbers of the places where the lines of a text end, the last place included.

    There is always an answer: what has no break sticks out. If a looseness is wanted and not found,
    the tries with more tolerance follow (tex.web, 875); it is counted from the lines of the first
    try that has an answer, where TeX counts from those of each.
    """
    best: _Line | None = None
    found: _Line | None = None
    for one in _tries(goals):
        if found and (one.is_last or one.emergency):
            break  # no line is set badly for the sake of looseness
        ways = _ways(text, goals, one)
        if ways and min(way.demerits for way in ways) >= _TOO_MANY:
            ways = _ways(text, goals, replace(one, counts_hyphens=True))
        if ways and (one.is_last or min(way.demerits for way in ways) < _TOO_MANY):
            best = best or min(ways, key=lambda way: way.demerits)
            found = _nearer(
                found, _chosen(ways, best.count, goals.looseness), best, goals.looseness
            )
            if found.count - best.count == goals.looseness:
                break
    assert found is not None, "the last try has an answer"
    return _path(found)


def _tries(goals: Goals) -> Iterator[_Try]:
    """Yield the tries in their order."""
    if goals.pretolerance >= 0:
        yield _Try(0, goals.pretolerance)
    for tolerance in goals.tolerances:
        yield _Try(1, tolerance)
    if goals.emergency:
        yield _Try(1, goals.tolerances[0], goals.emergency)
    yield _Try(2, INFINITE, goals.despair, is_last=True)


def _ways(text: Stretch, goals: Goals, one: _Try) -> list[_Line]:
    """Return the last lines of the best ways to set a text; none if the try has no answer."""
    places, last, first = text.places, len(text.places.end) - 1, text.after
    counts = goals.looseness != 0
    start = _Line(0.0, first, 2, 0, 0, None)
    known: dict[int, _Ways] = {first: {(2, 0, 0): start}}
    for place in range(first, last):
        ways = known.pop(place, None)
        if ways is None:
            continue
        begin = text.begin if place == first else places.start[place]
        for lines, end, badness, fitness in _followers(text, goals, one, place, ways.values()):
            own = _demerits(places, goals, end, badness)
            if end == last and place != first and _is_short(text, goals, place, begin):
                own += goals.short_last
            if goals.alone and _is_alone(text, goals, place, end):
                own += goals.alone
            there = known.setdefault(end, {})
            rest = goals.final_hyphen
            if end == last and places.glue_end[last] == _glue_behind(text, place):
                rest += goals.short_last
            for line in lines:
                demerits, hyphens = line.demerits + own, 0
                if not -1 <= fitness - line.fitness <= 1:
                    demerits += goals.adjacent
                if line.hyphens and end == last:
                    demerits += rest
                elif places.flagged[end]:
                    hyphens = line.hyphens + 1
                    if hyphens > 1:
                        demerits += goals.double_hyphen
                    if hyphens > goals.most_hyphens:
                        demerits += _TOO_MANY
                key = (
                    fitness, line.count + 1 if counts else min(line.count + 1, len(text.first)),
                    min(hyphens, goals.most_hyphens + 1) if one.counts_hyphens else 0,
                )  # fmt: skip
                if key not in there or demerits <= there[key].demerits:
                    there[key] = _Line(demerits, end, fitness, hyphens, line.count + 1, line)
    return [*known.get(last, {}).values()]


def _followers(
    text: Stretch, goals: Goals, one: _Try, place: int, ways: Collection[_Line]
) -> Iterator[tuple[Collection[_Line], int, int, int]]:
    """Yield each line that may begin behind a place, and before it the lines that it may follow:
    all that end there, or those behind which it has its measure."""
    begin = text.begin if place == text.after else text.places.start[place]
    count = len(text.first)
    for at in sorted({min(line.count, count) for line in ways}) if count else (0,):
        measure = text.first[at] if at < count else text.measure
        lines = [line for line in ways if min(line.count, count) == at] if count else ways
        for end, badness, fitness in _lines_from(text, goals, one, place, begin, measure):
            yield lines, end, badness, fitness


def _lines_from(
    text: Stretch, goals: Goals, one: _Try, place: int, begin: float, measure: float
) -> Iterator[tuple[int, int, int]]:
    """Yield each line that may begin behind a place, at the width `begin`: its end, its badness,
    its class."""
    places, last = text.places, len(text.places.end) - 1
    full, letters = begin + measure, goals.letters
    glue = _glue_behind(text, place)
    fixed = text.fixed if place == text.after or not places.fixed else places.fixed[place]
    is_found = False
    for end in range(_farthest(places, goals, full, glue, measure), place, -1):
        if places.level[end] > one.level or end in text.forbidden:
            continue
        lacking, spaces = full - places.end[end], places.glue_end[end] - glue
        by_letters = letters * places.letters(begin, fixed, end) if letters else 0.0
        if lacking < 0:
            allowed = spaces * goals.shrink + by_letters
            if -lacking > allowed + _SLACK:
                continue
            badness = badness_of(-lacking, allowed)
            if badness > one.tolerance:
                continue
            fitness = 3 if badness > 12 else 2
        elif end == last and not goals.even:
            badness, fitness = 0, 2
        else:
            allowed = spaces * goals.stretch + by_letters + goals.rag + one.emergency
            badness = badness_of(lacking, allowed)
            if badness > one.tolerance:
                if badness_of(lacking - places.wider, allowed) > one.tolerance:
                    break  # what ends before is worse
                continue
            fitness = 0 if badness > 99 else 1 if badness > 12 else 2
        is_found = True
        yield end, badness, fitness
    if not is_found and one.is_last:
        within = (end for end in range(place + 1, last) if places.level[end] <= one.level)
        ends = (end for end in within if end not in text.forbidden)
        yield next(ends, last), _OVER, 2


def _is_short(text: Stretch, goals: Goals, place: int, begin: float) -> bool:
    """Return whether a last line is too short: one that begins with the width `begin` behind a
    place."""
    width = text.places.end[-1] - begin
    if width >= goals.scrap:
        return width < goals.last
    return width < goals.last or text.places.glue_end[-1] == _glue_behind(text, place)


def _is_alone(text: Stretch, goals: Goals, place: int, end: int) -> bool:
    """Return whether a line has one word, and is not to have it alone."""
    places, last = text.places, len(text.places.end) - 1
    if (end == last and place == text.after) or not (goals.even or end == last):
        return False
    return places.glue_end[end] == _glue_behind(text, place)


def _glue_behind(text: Stretch, place: int) -> float:
    """Return how many word spaces there are up to a line that begins behind a place."""
    return text.glue if place == text.after else text.places.glue_start[place]


def _farthest(places: Places, goals: Goals, full: float, glue: float, measure: float) -> int:
    """Return the last place that a line up to the width `full` may reach if its spaces and letters
    are narrowed."""
    last = len(places.end) - 1
    near = min(bisect_right(places.reach, full), last)
    gain = ((places.glue_end[near] - glue) * goals.shrink + goals.letters * measure) * 1.1
    beyond = full + gain + places.narrower + _SLACK
    return min(bisect_right(places.reach, beyond, near), last)


def _demerits(places: Places, goals: Goals, end: int, badness: int) -> float:
    """Return the demerits of a line by itself (tex.web, 859)."""
    if badness == _OVER:
        return _OVERFULL
    penalty = places.penalty[end]
    own = float(goals.line_penalty + badness) ** 2
    if penalty > 0:
        return own + penalty**2
    return own - penalty**2 if penalty > -INFINITE else own


def _chosen(ways: Sequence[_Line], count: int, looseness: int) -> _Line:
    """Return the best way whose count of lines is nearest to `looseness` more than `count`, and not
    beyond (tex.web, 875); the best of all if there is none."""
    best = min(ways, key=lambda line: line.demerits)
    between = range(count + min(0, looseness), count + max(0, looseness) + 1)
    fitting = [line for line in ways if line.count in between] if looseness else []
    wanted = count + looseness
    return min(fitting, key=lambda line: (abs(line.count - wanted), line.demerits), default=best)


def _nearer(found: _Line | None, other: _Line, best: _Line, looseness: int) -> _Line:
    """Return that of two ways whose count is nearer to what is wanted, the first if both are."""
    wanted = best.count + looseness
    if found is None or abs(other.count - wanted) < abs(found.count - wanted):
        return other
    return found


def badness_of(lacking: float, allowed: float) -> int:
    """Return how bad it is to change a line's spaces by `lacking` where `allowed` is fair: 100
    times the third power of their ratio, as TeX reckons it (tex.web, 108)."""
    if lacking <= 0:
        return 0
    if allowed <= 0:
        return INFINITE
    ratio = int(297 * lacking / allowed + _SLACK)  # sums of the same widths differ in the last bit
    return INFINITE if ratio > 1290 else (ratio**3 + 131_072) // 262_144


def worst(text: Stretch, goals: Goals, ends: Sequence[int]) -> int:
    """Return the badness of the worst line of a text but the last, for the places where its lines
    end."""
    places, begin, glue, fixed, found = text.places, text.begin, text.glue, text.fixed, 0
    for number, end in enumerate(ends[:-1]):
        measure = text.first[number] if number < len(text.first) else text.measure
        width, spaces = places.end[end] - begin, places.glue_end[end] - glue
        space = goals.stretch if width < measure else goals.shrink
        allowed = spaces * space + goals.letters * places.letters(begin, fixed, end)
        found = max(found, badness_of(abs(measure - width), allowed))
        begin, glue = places.start[end], places.glue_start[end]
        fixed = places.fixed[end] if places.fixed else 0.0
    return found


def _path(line: _Line) -> list[int]:
    """Return the places on the way to the end of a line."""
    found: list[int] = []
    at: _Line | None = line
    while at is not None and at.before is not None:
        found.append(at.place)
        at = at.before
    return found[::-1]
