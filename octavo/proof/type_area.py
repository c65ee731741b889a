"""Check where notes are on their pages: inside the type area, below the text, on nothing else.

Places are in points from the left and the foot of the paper. All is found from runs of text: their
baselines, how far they reach, and the size of their type.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from octavo.proof.operands import Box
from octavo.proof.printed import ARTIFACT, Misplaced, Run, Sheet

# Points by which letters may leave the type area: kerning, hanging punctuation, rounding.
SLACK = 3.0
# The height and the depth of a line from its baseline, in parts of its type size.
_ABOVE, _BELOW = 0.6, 0.2
# How far apart the baselines of one line may be, in parts of the type size: superior figures are
# raised.
_LINE = 0.45
# How far apart the baselines of two lines are at least, in parts of the type size.
_CLOSE = 0.6
# Points by which the runs of one line may overlap.
_OVERLAP = 1.5
_START = 40  # letters of a line that a message quotes


def misplaced(sheet: Sheet, area: Box, at_foot: Callable[[str], bool]) -> Iterator[Misplaced]:
    """Yield the faults of place on a page whose type area is `area`, at most one of each kind for
    each note. `at_foot` returns whether a note, by its id, belongs to the foot of its page."""
    yield from _off_the_paper(sheet)
    notes = [(run, of) for run, of in zip(sheet.runs, sheet.owners, strict=True) if of]
    if not notes:
        return
    yield from _outside(notes, area)
    feet = [run.y for run, of in notes if run.level and run.text.strip() and at_foot(of)]
    if feet:
        yield from _below(sheet, max(feet), area)
    yield from _on_others(sheet)
    yield from _on_lines(sheet)


def _off_the_paper(sheet: Sheet) -> Iterator[Misplaced]:
    """Yield a fault for the first text, of no note, that the edge of the paper cuts."""
    for run, of in zip(sheet.runs, sheet.owners, strict=True):
        if not of and run.seen and run.text.strip() and not _is_inside(run, sheet.paper):
            yield Misplaced("", f"text is off the paper: {_start(run)}")
            return


def _outside(notes: Sequence[tuple[Run, str]], area: Box) -> Iterator[Misplaced]:
    told: set[str] = set()
    for run, of in notes:
        if of not in told and run.text.strip() and not _is_inside(run, area):
            told.add(of)
            yield Misplaced(of, f"it is outside of the type area: {_start(run)}")


def _is_inside(run: Run, area: Box) -> bool:
    left, bottom, right, top = area
    hanging = run.size * 0.4 if run.text.endswith((" ", "\u2002", "\u2009")) else 0.0
    above, below = (_ABOVE * run.size, _BELOW * run.size) if run.level else (0.0, 0.0)
    return (
        min(run.x, run.end) >= left - SLACK
        and max(run.x, run.end) <= right + SLACK + hanging
        and min(run.y, run.foot) - below >= bottom - SLACK
        and max(run.y, run.foot) + above <= top + SLACK
    )


def _below(sheet: Sheet, highest: float, area: Box) -> Iterator[Misplaced]:
    """Yield a fault for the first text, of no note, below the first line of the notes, whose
    baseline is `highest`; what is in the margins beside the type area is beside the notes."""
    left, _, right, _ = area
    for run, of in zip(sheet.runs, sheet.owners, strict=True):
        if of or run.mark == ARTIFACT or not run.text.strip() or not run.level or not run.seen:
            continue
        beside = max(run.x, run.end) <= left or min(run.x, run.end) >= right
        if run.y < highest - _LINE * run.size and not beside:
            yield Misplaced("", f"text is printed among the notes: {_start(run)}")
            return


def _on_others(sheet: Sheet) -> Iterator[Misplaced]:
    """Yield a fault for each note that is printed on another note, or on other text of its line."""
    told: set[str] = set()
    for line in _lines(sheet):
        for (one, first), (other, second) in pairwise(line):
            note = second or first
            if first != second and note not in told and other.x < one.end - _OVERLAP:
                told.add(note)
                yield Misplaced(note, f"it is printed on other text: {_start(other)}")


def _on_lines(sheet: Sheet) -> Iterator[Misplaced]:
    """Yield a fault for each note of whose lines one is printed across another line: the small
    letters of the two meet, along half of the shorter one."""
    told: set[str] = set()
    above: list[tuple[Run, str]] = []
    for run, of in sorted(_level(sheet), key=lambda item: -item[0].y):
        above = [each for each in above if each[0].y - run.y < _CLOSE * each[0].size]
        for other, its in above:
            note = of or its
            shared = min(run.end, other.end) - max(run.x, other.x)
            shorter = min(run.end - run.x, other.end - other.x)
            near = other.y - run.y < _CLOSE * min(run.size, other.size)
            if note and note not in told and near and shared > max(_OVERLAP, shorter / 2):
                told.add(note)
                yield Misplaced(note, f"its lines are printed on one another: {_start(run)}")
        above.append((run, of))


def _level(sheet: Sheet) -> Iterator[tuple[Run, str]]:
    """Yield the level runs with letters that can be seen, with their notes."""
    for run, of in zip(sheet.runs, sheet.owners, strict=True):
        if run.level and run.seen and any(map(str.isalnum, run.text)):
            yield run, of


def _lines(sheet: Sheet) -> Iterator[list[tuple[Run, str]]]:
    """Yield the lines that hold letters of a note: the runs about one baseline, from left to
    right."""
    runs = [
        (run, of)
        for run, of in zip(sheet.runs, sheet.owners, strict=True)
        if run.level and run.seen and run.text.strip()
    ]
    line: list[tuple[Run, str]] = []
    for run, of in sorted(runs, key=lambda item: -item[0].y):
        if line and line[0][0].y - run.y > _LINE * min(run.size, line[0][0].size):
            yield from _with_notes(line)
            line = []
        line.append((run, of))
    yield from _with_notes(line)


def _with_notes(line: list[tuple[Run, str]]) -> Iterator[list[tuple[Run, str]]]:
    if any(of for _, of in line):
        yield sorted(line, key=lambda item: item[0].x)


def out_of_line(printed: Sequence[Run]) -> str:
    """Return the start of the first run of a piece that does not follow the one before it, to the
    right or downwards; nothing if all do. Turned text is passed over. Where some of it is read from
    right to left, a run may be anywhere on the line of the one before it, but on no other."""
    runs = [run for run in printed if run.text.strip()]
    if not all(run.level for run in runs):
        return ""
    if any(run.turned for run in runs):
        return _out_of_lines(runs)
    for run, following in pairwise(runs):
        size = min(run.size, following.size)
        on = following.x > run.end - max(_OVERLAP, run.size / 2)
        if following.y > run.y + size * (_LINE if not on else 1) or (
            not on and following.y > run.y - size * _LINE
        ):
            return _start(following)
    return ""


def _out_of_lines(runs: Sequence[Run]) -> str:
    """Return the start of the first run that is above the line of the run before it, or on another
    run of its line."""
    line: list[Run] = []
    foot = 0.0
    for run in runs:
        apart = abs(run.y - foot) > _LINE * run.size
        if line and apart and run.y > foot:
            return _start(run)
        line = [] if apart else line
        foot = run.y if not line else foot
        own = run.size / 2
        if any(run.x < each.end - own and each.x < run.end - own for each in line):
            return _start(run)
        line.append(run)
    return ""


def order_of(page: int, first: Run) -> tuple[int, float, float]:
    """Return where a note begins as a key of the notes' order: by page, downwards, from the
    left."""
    return page, -first.y, first.x


def follows(
    one: tuple[int, float, float], other: tuple[int, float, float], rtl: bool = False
) -> bool:
    """Return whether a note that begins at `other` comes after one that begins at `one`; on a line
    it is at the right of it, or at the left in a book that is read from right to left."""
    if one[0] != other[0]:
        return one[0] < other[0]
    same_line = abs(one[1] - other[1]) < 2.0
    if same_line:
        return one[2] > other[2] if rtl else one[2] < other[2]
    return one[1] < other[1]


def _start(run: Run) -> str:
    return f"“{' '.join(run.text.split())[:_START]}”"


@dataclass(frozen=True, slots=True)
class Margins:
    """A page's margins, and the size of the paper they are for, in points."""

    width: float
    height: float
    top: float
    bottom: float
    inner: float
    outer: float
    facing: bool = True
    rtl: bool = False  # whether the book is read from right to left: the inner margin of a recto is
    # then at the right


def type_area(paper: Box, margins: Margins | None, recto: bool) -> Box:
    """Return the type area of a page. A page of another size than that of the margins may be
    printed to its edges, and so may every page if no margins are known."""
    left, bottom, right, top = paper
    if margins is None:
        return paper
    if abs(right - left - margins.width) > 1 or abs(top - bottom - margins.height) > 1:
        return paper
    inner_left = (recto or not margins.facing) != margins.rtl
    at_left, at_right = (
        (margins.inner, margins.outer) if inner_left else (margins.outer, margins.inner)
    )
    return left + at_left, bottom + margins.bottom, right - at_right, top - margins.top
