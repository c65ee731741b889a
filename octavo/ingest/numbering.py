"""Find the numbering of calls and notes: the one that explains best, over all pages, what may be
a call and what may open a note.

One damaged number costs one doubt: the numbers around it are right, so it is read as the number
that lacks. The costs are in units of about one doubtful reading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from octavo.ingest.note_signs import MARKS, Sign, misreading

LOST = 3.5  # a number without a call, or without a note
_LAG = 1.5  # a note that begins on a page behind that of its call, at the end of each page
_FARTHEST = 4  # notes that may lag
_JUMP = 9.0  # numbers that go on with another number than the next
_RESTART = 12.0
_BEAM = 6
_DEAREST = 25.0  # what an alignment may cost more than the best so far
_NEVER = 1e9

Kind = Literal["take", "lost", "skip"]


@dataclass(frozen=True, slots=True)
class Option:
    """One way to part a page into text and notes: its calls and its openings."""

    foot: int  # index of the line with which the notes begin; -1 if there are none
    calls: tuple[Sign, ...]
    openings: tuple[Sign, ...]
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Unit:
    """Text and the notes that follow it: a page, or a chapter with its endnotes."""

    options: tuple[Option, ...]
    restart: float = _RESTART  # the cost of numbers that begin again here


@dataclass(frozen=True, slots=True)
class Numbered:
    """One number of the solution: its call and the opening of its note, where they are."""

    number: int
    call: Sign | None
    opening: Sign | None
    group: int  # counts the restarts of the numbering
    unit: int


@dataclass(frozen=True, slots=True)
class Solution:
    cost: float
    options: tuple[Option, ...]  # chosen for each unit
    numbered: tuple[Numbered, ...]
    jumps: tuple[tuple[int, int, int], ...]  # unit, the number expected, the number found


@dataclass(frozen=True, slots=True)
class _State:
    calls: int  # the last number that was called
    notes: int  # the last number whose note has begun
    cost: float
    before: _State | None
    option: int
    from_calls: int
    from_notes: int
    restarted: bool
    jumped: int


def solve(units: Sequence[Unit]) -> Solution:
    """Return the cheapest numbering of all units: numbers that run on, begin again on each page,
    or begin again at some headings."""
    return min((_solve(units, anew) for anew in (False, True)), key=lambda s: s.cost)


def _solve(units: Sequence[Unit], anew: bool) -> Solution:
    states = [_State(0, 0, 0.0, None, -1, 0, 0, False, -1)]
    for number, unit in enumerate(units):
        states = _step(states, unit, anew, first=number == 0)
    best = min(states, key=lambda s: s.cost + LOST * abs(s.calls - s.notes))
    return _trace(units, best)


def _step(states: Sequence[_State], unit: Unit, anew: bool, *, first: bool) -> list[_State]:
    if not any(o.calls or o.openings for o in unit.options):
        best = min(range(len(unit.options)), key=lambda i: unit.options[i].cost)
        lag = [(s, s.cost + _LAG * abs(s.calls - s.notes)) for s in states]
        return [_State(s.calls, s.notes, cost, s, best, s.calls, s.notes, False, -1)
                for s, cost in lag]  # fmt: skip
    aligned: dict[tuple[int, bool, int], list[float]] = {}
    found: dict[tuple[int, int], _State] = {}
    for state, calls, notes, cost, restarted, jumped in _beginnings(states, unit, anew, first):
        for index, option in enumerate(unit.options):
            for is_call, start, signs in (
                (True, calls, option.calls), (False, notes, option.openings),
            ):  # fmt: skip
                if (index, is_call, start) not in aligned:
                    aligned[index, is_call, start] = _costs(signs, start)
            to_call, to_note = aligned[index, True, calls], aligned[index, False, notes]
            for ec, cost_c in _ends(to_call, calls):
                for en in range(max(notes, ec - _FARTHEST), min(notes + len(to_note),
                                                                ec + _FARTHEST + 1)):  # fmt: skip
                    total = cost + option.cost + cost_c + to_note[en - notes]
                    total += _LAG * abs(ec - en)
                    known = found.get((ec, en))
                    if total < 1e6 and (known is None or total < known.cost):
                        found[ec, en] = _State(ec, en, total, state, index, calls, notes,
                                               restarted, jumped)  # fmt: skip
    if not found:  # far more calls than notes, or the other way round
        return [_far(s, unit, aligned) for s in states[:1]]
    return sorted(found.values(), key=lambda s: s.cost)[:_BEAM]


def _far(state: _State, unit: Unit, aligned: dict[tuple[int, bool, int], list[float]]) -> _State:
    """Return the state behind a unit whose calls and notes lie far apart."""
    option = unit.options[0]
    calls = _ends(_costs(option.calls, state.calls), state.calls)[0]
    notes = _ends(_costs(option.openings, state.notes), state.notes)[0]
    cost = state.cost + option.cost + calls[1] + notes[1] + LOST * abs(calls[0] - notes[0])
    return _State(calls[0], notes[0], cost, state, 0, state.calls, state.notes, False, -1)


def _ends(costs: Sequence[float], start: int) -> list[tuple[int, float]]:
    """Return the likeliest last numbers of a unit."""
    ranked = sorted((cost, start + i) for i, cost in enumerate(costs))
    return [(end, cost) for cost, end in ranked[:8]]


def _beginnings(states: Sequence[_State], unit: Unit, anew: bool, first: bool):
    """Yield the numbers with which a unit may begin: the next, 1, or another one that is there."""
    restart = 0.0 if anew else unit.restart
    seen: dict[int, float] = {}
    for state in states:
        cost = state.cost + (2.5 if anew and state.calls else 0.0)
        yield state, state.calls, state.notes, cost, False, -1
        if state.calls:
            again = state.cost + restart + LOST * abs(state.calls - state.notes)
            yield state, 0, 0, again, True, -1
        signs = [s for o in unit.options for s in (*o.calls[:3], *o.openings[:3]) if s.skip >= 1]
        for value in {s.value for s in signs if not s.damaged}:
            jump = state.cost + (1.0 if first and not state.calls else _JUMP)
            jump += LOST * abs(state.calls - state.notes)
            if value - 1 not in (state.calls, 0) and jump < seen.get(value, 1e9):
                seen[value] = jump
                yield state, value - 1, value - 1, jump, value <= state.calls, state.calls


def _costs(signs: Sequence[Sign], start: int) -> list[float]:
    """Return the cost of each last number: the first of the list is that of `start` itself."""
    return [row[-1] if row else 1e9 for row in _columns(_table(signs, start), len(signs))]


def _columns(table: list[dict[int, float]], length: int) -> list[list[float]]:
    last = table[length]
    return [[last[t]] if t in last else [] for t in range(max(last, default=0) + 1)]


def _table(signs: Sequence[Sign], start: int) -> list[dict[int, float]]:
    """Align signs with the numbers that follow `start`: row i has, for the first i signs, the cost
    of having come to `start` + t."""
    most = len(signs) + 3
    likely = range(start + 1, start + most + 1)
    rows: list[dict[int, float]] = [{t: LOST * t for t in range(4)}]
    for sign in signs:
        row: dict[int, float] = {}
        for t, cost in rows[-1].items():
            skipped = cost + sign.skip
            if skipped < row.get(t, _NEVER):
                row[t] = skipped
            taken = cost + _cost_as(sign, start + t + 1, likely)
            if taken < row.get(t + 1, _NEVER):
                row[t + 1] = taken
        for t in range(min(row), min(max(row) + 4, most)):  # numbers that lack
            if t in row and row[t] + LOST < row.get(t + 1, _NEVER):
                row[t + 1] = row[t] + LOST
        dear = min(row.values()) + _DEAREST
        rows.append({t: cost for t, cost in row.items() if cost <= dear})
    return rows


def _cost_as(sign: Sign, number: int, likely: range) -> float:
    """Return the cost of taking a sign for a number, which it may say otherwise."""
    if sign.value == number or sign.style == "unnumbered":
        return sign.take
    if sign.series == "mark":  # the marks begin again behind the last
        return sign.take + (0.3 if (sign.value - number) % MARKS == 0 else 9.0)
    if sign.skip < 1 and not sign.damaged:
        return _NEVER
    return sign.take + misreading(sign.value, number) + (1.5 if sign.value in likely else 0.0)


def _trace(units: Sequence[Unit], last: _State) -> Solution:
    path: list[_State] = []
    state: _State | None = last
    while state is not None and state.option >= 0:
        path.append(state)
        state = state.before
    path.reverse()
    options: list[Option] = []
    jumps: list[tuple[int, int, int]] = []
    calls: dict[tuple[int, int], tuple[Sign | None, int]] = {}
    notes: dict[tuple[int, int], tuple[Sign | None, int]] = {}
    group = 0
    for number, (unit, state) in enumerate(zip(units, path, strict=True)):
        option = unit.options[state.option]
        options.append(option)
        group += state.restarted
        if state.jumped >= 0 and not state.restarted and number and state.jumped:
            jumps.append((number, state.jumped + 1, state.from_calls + 1))
        for start, end, signs, into in (
            (state.from_calls, state.calls, option.calls, calls),
            (state.from_notes, state.notes, option.openings, notes),
        ):
            for value, sign in _events(signs, start, end):
                into[group, value] = (sign, number)
    numbered: list[Numbered] = []
    for key in sorted({*calls, *notes}):
        call, unit_of_call = calls.get(key, (None, -1))
        opening, unit_of_note = notes.get(key, (None, -1))
        where = unit_of_call if unit_of_call >= 0 else unit_of_note
        numbered.append(Numbered(key[1], call, opening, key[0], where))
    return Solution(last.cost, tuple(options), tuple(numbered), tuple(jumps))


def _events(signs: Sequence[Sign], start: int, end: int) -> list[tuple[int, Sign | None]]:
    """Return the sign of each number from `start` + 1 to `end`, None if it lacks one."""
    rows = _table(signs, start)
    t, i = end - start, len(signs)
    found: list[tuple[int, Sign | None]] = []
    likely = range(start + 1, start + len(signs) + 4)
    while t > 0 or i > 0:
        here = rows[i][t]
        if i > 0:
            sign = signs[i - 1]
            if t in rows[i - 1] and abs(rows[i - 1][t] + sign.skip - here) < 1e-6:
                i -= 1
                continue
            if t > 0 and t - 1 in rows[i - 1]:
                taken = rows[i - 1][t - 1] + _cost_as(sign, start + t, likely)
                if abs(taken - here) < 1e-6:
                    found.append((start + t, sign))
                    t, i = t - 1, i - 1
                    continue
        found.append((start + t, None))
        t -= 1
    return found[::-1]
