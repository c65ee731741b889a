"""Place the notes of a page beside and below each other: two series apart, short notes run in.

Both are asked for in the style of the notes:

    --series-gap: 6pt        /* between the last note of one series and the first of the next */
    --note-display: run-in   /* notes of one line share a line, as many as fit */
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Any

from octavo.pdf.engine.custom import length, word
from octavo.pdf.engine.marks import direction_of
from octavo.pdf.engine.weasy import INITIAL_VALUES, boxes

BETWEEN = 2.0  # em between notes on one line
SERIES = ("marked", "numbered")  # an unnumbered note precedes the numbered ones (Chicago 14.54)


def series_rank(note: Any) -> int:
    """Return the position of a note's series on the page, from 0."""
    series = note.element.get("data-series", "numbered")
    return SERIES.index(series) if series in SERIES else len(SERIES)


def part_series(notes: Sequence[Any]) -> None:
    """Set the first note of each series, except the first series, apart from the notes above it."""
    for before, note in zip(notes, islice(notes, 1, None), strict=False):
        gap = length(note.style, "series-gap")
        if gap and series_rank(before) != series_rank(note):
            note.style = note.style.copy()
            note.style["margin_top"] = INITIAL_VALUES["margin_top"]._replace(value=gap)


def may_run_in(note: Any) -> bool:
    """Return whether a note of one line may be set beside another one."""
    return word(note.style, "note-display") == "run-in"


def run_in(area: Any) -> float:
    """Move notes of one line up beside the note before them; return the height that is saved."""
    saved = 0.0
    before: Any = None  # the last line of the row that is being filled
    series: Any = None
    for note in area.children:
        if saved:
            note.translate(0, -saved)
        line = _only_line(note)
        if series_rank(note) != series:
            before, series = None, series_rank(note)
        offset = _offset(before, line, area) if before and line else None
        if offset is not None:
            saved += note.margin_height()
            note.translate(offset, before.position_y - line.position_y)
            _narrow(note, line)
        before = line
    area.height -= saved
    return saved


def _offset(before: Any, line: Any, area: Any) -> float | None:
    """Return the distance from a line's place to the room after another; None if that is too
    small, or if the other runs in another direction."""
    begin, end = _extent(line)
    between = BETWEEN * line.style["font_size"]
    if _from_right(before) != _from_right(line):
        return None
    if _from_right(line):
        offset = _extent(before)[0] - between - end
        return offset if begin + offset >= area.content_box_x() else None
    offset = _extent(before)[1] + between - begin
    return offset if end + offset <= area.content_box_x() + area.width else None


def _from_right(line: Any) -> bool:
    """Return whether the paragraph of a line runs from right to left."""
    given = direction_of(line)
    return given is not None and given.level % 2 == 1


def _only_line(note: Any) -> Any:
    """Return the one line of a whole note that may be run in; None for any other note."""
    if not may_run_in(note):
        return None
    lines = [box for box in note.descendants() if isinstance(box, boxes.LineBox)]
    flat = all(box.is_in_normal_flow() for box in note.children)
    return lines[0] if len(lines) == 1 and flat and lines[0].resume_at is None else None


def _extent(line: Any) -> tuple[float, float]:
    """Return the left and the right end of a line's words."""
    words = [box for box in line.descendants() if isinstance(box, boxes.TextBox)]
    if not words:
        return line.position_x, line.position_x
    left = min(box.position_x for box in words)
    return left, max(box.position_x + box.width for box in words)


def _narrow(note: Any, line: Any) -> None:
    """End a note's boxes where its words end, so that none of them reaches beyond the area."""
    left, right = _extent(line)
    for box in (note, *note.descendants()):
        if not isinstance(box, (boxes.BlockBox, boxes.LineBox)):
            continue
        if _from_right(line):
            box.width -= max(0.0, left - box.position_x)
            box.position_x = max(left, box.position_x)
        else:
            box.width = min(box.width, right - box.position_x)
