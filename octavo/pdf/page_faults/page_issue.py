"""Define what the finders take and yield: a layout read as lines, and an issue seen on a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from octavo.pdf.engine import Line, PageFill, ReadPage

# How many words of a line a message quotes, and how many lines before an issue are kept with it.
QUOTED = 6
NEAR = 3
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u2060"))  # places where a line may end, or may not


@dataclass(frozen=True, slots=True)
class Column:
    """The lines of a page's text, or those of its notes, from head to foot."""

    page: int
    lines: tuple[Line, ...]

    def paragraphs(self) -> Iterator[tuple[Line, ...]]:
        """Yield the lines of each paragraph that are on this page."""
        for _, lines in groupby(self.lines, key=lambda line: line.block):
            yield tuple(lines)


@dataclass(frozen=True)
class Layout:
    """The pages of one section as they were read, and how full each is."""

    pages: Sequence[ReadPage]
    fills: Sequence[PageFill] = ()

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The text and the notes of each page, in order."""
        return tuple(
            Column(number, lines)
            for number, page in enumerate(self.pages)
            for lines in (page.text, page.notes)
            if lines
        )

    @cached_property
    def calls(self) -> dict[str, Line]:
        """The line in which each note is called, by note id."""
        return {
            note: line for column in self.columns for line in column.lines for note in line.calls
        }


@dataclass(frozen=True, slots=True)
class Seen:
    """A page issue: its page (an index), its box in points (left, top, width, height), the message,
    the line that it is in."""

    page: int
    box: tuple[float, float, float, float]
    message: str
    line: Line | None = None
    hint: str = ""


def around(lines: Sequence[Line]) -> tuple[float, float, float, float]:
    """Return the box around some lines: left, top, width and height in points."""
    left, top = min(line.box.x for line in lines), min(line.box.y for line in lines)
    right = max(line.box.right for line in lines)
    bottom = max(line.box.bottom for line in lines)
    return round(left, 2), round(top, 2), round(right - left, 2), round(bottom - top, 2)


def quoted(text: str) -> str:
    """Return the first words of a line in quotation marks."""
    words = text.translate(_UNSEEN).split()
    rest = "…" if len(words) > QUOTED else ""
    return f"“{' '.join(words[:QUOTED])}{rest}”"


def running(line: Line) -> bool:
    """Return whether a line belongs to a justified paragraph of text."""
    return line.justified and line.kind == "text"


def nearby(layout: Layout, seen: Seen) -> tuple[str, ...]:
    """Return the texts of lines before that of an issue, nearest first, on its page or the one
    before; in a note, those of the same note, and the line of its call."""
    line = seen.line
    if line is None:
        return ()
    number = next(n for n in (seen.page, seen.page + 1) if line in _lines(layout, n, line))
    earlier = [*_lines(layout, number - 1, line)] if number else []
    own = _lines(layout, number, line)
    lines = [*earlier, *own[: own.index(line)]]
    texts = [other.text for other in lines if other.note == line.note and other.text]
    call = layout.calls.get(line.note)
    return (*texts[-NEAR:][::-1], *([call.text] if call else []))


def _lines(layout: Layout, number: int, line: Line) -> Sequence[Line]:
    """Return the lines of a page's text, or of its notes if `line` is in one."""
    page = layout.pages[number]
    return page.notes if line.note else page.text
