"""Find white inside of the text: lines that are stretched, and rivers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from octavo.pdf.engine import Line
from octavo.pdf.page_faults.page_issue import Layout, Seen, around, quoted, running

# A word space is a fifth of the letters' size in both typefaces. A line that adds more than twice
# as much to each is seen from afar. Measured on 220 pages of two books: one line in 130 does.
STRETCHED = 0.45
# A river is seen where this many lines have a space below a space, most of them wide. On those
# pages the longest chain of spaces goes through six lines, with spaces too narrow to be seen.
RIVER_LINES = 6
RIVER_SPACE = 0.35  # their median, in parts of the type size: one wide space is no river
RIVER_BEND = 0.7  # most distance of a space from the one above, in parts of their mean width


def stretched_lines(layout: Layout) -> Iterator[Seen]:
    """Yield each line whose word spaces are stretched by more than 0.45 of its type size."""
    for column in layout.columns:
        for line in column.lines:
            if line.last or line.forced or not running(line) or not line.spaces:
                continue
            if line.stretch > STRETCHED * line.size:
                times = line.space / line.size
                message = (
                    f"a line is stretched, to word spaces of {times:.2f} em: {quoted(line.text)}"
                )
                yield Seen(column.page, around([line]), message, line)


@dataclass(frozen=True, slots=True)
class _Stream:
    """A chain of spaces from line to line: the x of its last space, the number of its first line,
    and how many lines it runs through."""

    x: float
    first: int
    length: int


def rivers(layout: Layout) -> Iterator[Seen]:
    """Yield the longest river of each paragraph: wide spaces, each below another, through six lines
    or more."""
    for column in layout.columns:
        for lines in column.paragraphs():
            if not running(lines[0]) or sum(map(_is_wide, lines)) < RIVER_LINES / 2:
                continue
            longest = max(_streams(lines), key=lambda s: s.length, default=None)
            if longest is None or longest.length < RIVER_LINES:
                continue
            row = lines[longest.first : longest.first + longest.length]
            space = median(line.space / line.size for line in row)
            if space < RIVER_SPACE:
                continue
            message = (
                f"a river of white runs through {len(row)} lines "
                f"(word spaces of {space:.2f} em), from {quoted(row[0].text)}"
            )
            yield Seen(column.page, around(row), message, row[0])


def _is_wide(line: Line) -> bool:
    return line.space >= RIVER_SPACE * line.size > 0


def _streams(lines: Sequence[Line]) -> Iterator[_Stream]:
    """Yield each chain of spaces at the line where it ends; the spaces of a line are passed
    once."""
    above: list[_Stream] = []
    width_above = 0.0
    for number, line in enumerate(lines):
        reach = (line.space + width_above) / 2 * RIVER_BEND
        here: list[_Stream] = []
        start = 0
        for x in line.spaces:
            while start < len(above) and above[start].x < x - reach:
                start += 1
            best: _Stream | None = None
            for stream in above[start : start + 3]:
                if stream.x <= x + reach and (best is None or stream.length > best.length):
                    best = stream
            here.append(_Stream(x, best.first, best.length + 1) if best else _Stream(x, number, 1))
        yield from above
        above, width_above = here, line.space
    yield from above
