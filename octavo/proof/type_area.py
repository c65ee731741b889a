"""Where notes stand on their pages: inside the type area, below the text, on nothing else.

Places are in points from the left and the foot of the paper. All is told from runs of text: their
baselines, how far they reach, and the size of their type.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from octavo.proof.content_stream import ARTIFACT, Box, Run
from octavo.proof.pdf_reader import Piece, Sheet

# How far letters may stand out of the type area: kerning, what hangs, and rounded figures.
SLACK = 3.0
# How much of the type's size a line needs from its baseline upwards, and downwards.
_ABOVE, _BELOW = 0.6, 0.2
# How near, in sizes of type, the baselines of one line may be; superior figures are raised.
_LINE = 0.45
# How far, in points, the runs of one line may reach into one another.
_OVERLAP = 1.5
_START = 40  # letters that tell a line


@dataclass(frozen=True, slots=True)
class Misplaced:
    """What stands where it should not: of a note, or of no note if `note` is empty."""

    note: str
    message: str


def misplaced(sheet: Sheet, area: Box, at_foot: Callable[[str], bool]) -> Iterator[Misplaced]:
    """What is wrong on a page whose type area is `area`; `at_foot` tells whether a note belongs to
    the foot of its page. At most one fault of each kind for each note."""
    notes = [(run, of) for run, of in zip(sheet.runs, sheet.owners, strict=True) if of]
    if not notes:
        return
    yield from _outside(notes, area)
    feet = [run.y for run, of in notes if run.level and run.text.strip() and at_foot(of)]
    if feet:
        yield from _below(sheet, max(feet))
    yield from _on_others(sheet)


def _outside(notes: Sequence[tuple[Run, str]], area: Box) -> Iterator[Misplaced]:
    told: set[str] = set()
    for run, of in notes:
        if of not in told and run.text.strip() and not _is_inside(run, area):
            told.add(of)
            yield Misplaced(of, f"it stands outside of the type area: {_start(run)}")


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


def _below(sheet: Sheet, highest: float) -> Iterator[Misplaced]:
    """Text, of no note, that stands below the first line of the notes."""
    for run, of in zip(sheet.runs, sheet.owners, strict=True):
        if of or run.mark == ARTIFACT or not run.text.strip() or not run.level or not run.seen:
            continue
        if run.y < highest - _LINE * run.size:
            yield Misplaced("", f"text stands among the notes: {_start(run)}")
            return


def _on_others(sheet: Sheet) -> Iterator[Misplaced]:
    """Notes that are printed on one another, or on what else stands on the page."""
    told: set[str] = set()
    for line in _lines(sheet):
        for (one, first), (other, second) in pairwise(line):
            note = second or first
            if first != second and note not in told and other.x < one.end - _OVERLAP:
                told.add(note)
                yield Misplaced(note, f"it is printed on other text: {_start(other)}")


def _lines(sheet: Sheet) -> Iterator[list[tuple[Run, str]]]:
    """The lines that hold letters of a note: the runs about one baseline, from left to right."""
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


def out_of_line(piece: Piece) -> str:
    """The beginning of the first line of a piece that does not follow on the line before it, from
    left to right and downwards; nothing if all do. Cells of tables stand side by side."""
    runs = [run for run in piece.runs if run.text.strip()]
    if piece.in_table or not all(run.level for run in runs):
        return ""
    for run, following in pairwise(runs):
        size = min(run.size, following.size)
        on = following.x > run.end - max(_OVERLAP, run.size / 2)
        if following.y > run.y + size * (_LINE if not on else 1) or (
            not on and following.y > run.y - size * _LINE
        ):
            return _start(following)
    return ""


def order_of(page: int, first: Run) -> tuple[int, float, float]:
    """Where a note begins, as notes follow one another: by page, downwards, from the left."""
    return page, -first.y, first.x


def follows(one: tuple[int, float, float], other: tuple[int, float, float]) -> bool:
    """Whether a note that begins at `other` stands behind one that begins at `one`."""
    if one[0] != other[0]:
        return one[0] < other[0]
    same_line = abs(one[1] - other[1]) < 2.0
    return one[2] < other[2] if same_line else one[1] < other[1]


def _start(run: Run) -> str:
    return f"“{' '.join(run.text.split())[:_START]}”"


@dataclass(frozen=True, slots=True)
class Margins:
    """A page's margins in points, and the size of the paper they are for."""

    width: float
    height: float
    top: float
    bottom: float
    inner: float
    outer: float
    facing: bool = True


def type_area(paper: Box, margins: Margins | None, recto: bool) -> Box:
    """The type area of a page; a page of another size, and any if no margins are known, may be
    printed to its edges."""
    left, bottom, right, top = paper
    if margins is None:
        return paper
    if abs(right - left - margins.width) > 1 or abs(top - bottom - margins.height) > 1:
        return paper
    inner_left = recto or not margins.facing
    at_left, at_right = (
        (margins.inner, margins.outer) if inner_left else (margins.outer, margins.inner)
    )
    return left + at_left, bottom + margins.bottom, right - at_right, top - margins.top
