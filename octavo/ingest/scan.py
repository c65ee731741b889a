"""Define a scan: the characters that were read, and their lines on pages."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


class Unreadable(Exception):
    """Raised if a file cannot be ingested; the message says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Box:
    """Where a line is on its page, in the units of the page, from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Line:
    """One line: the range of its characters in the scan, without the end of the line."""

    start: int
    end: int
    page: int  # index of the page in the scan
    number: int  # in its file, from 1; in its page, for layouts
    box: Box | None = None
    size: float = 0.0  # of the letters, in the units of the page; 0 if unknown
    hint: str = ""  # what the layout says: head, folio, foot, margin


@dataclass(frozen=True, slots=True)
class ScanFile:
    """One file of the scan: its name, and where its characters begin."""

    name: str
    start: int
    has_pages: bool  # whether the file says where its pages begin
    first_page: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that the scan refers to: where, by which name, with which alternative text; its
    bytes, or why it was not read."""

    start: int
    end: int
    name: str
    alt: str
    data: bytes = b""
    why: str = ""


Markup = Literal["markdown", "plain", "layout"]


@dataclass(frozen=True, slots=True)
class Scan:
    """All characters of all files in order, with their lines."""

    text: str
    lines: tuple[Line, ...]
    files: tuple[ScanFile, ...]
    markup: Markup
    page_labels: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()  # what was read otherwise than as written: encodings, marks
    raised: tuple[tuple[int, int], ...] = ()  # ranges of raised letters, for layouts
    pictures: tuple[Picture, ...] = ()

    def words(self, line: Line) -> str:
        return self.text[line.start : line.end]

    def file_at(self, position: int) -> ScanFile:
        starts = [file.start for file in self.files]
        return self.files[max(bisect.bisect_right(starts, position) - 1, 0)]


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a scan, as a person finds it."""

    file: str
    page: str
    line: int
    start: int = 0
    end: int = 0

    def __str__(self) -> str:
        page = f", page {self.page}" if self.page else ""
        return f"{self.file}:{self.line}{page}"


class Places:
    """Find the file, page and line of a position in a scan."""

    def __init__(self, scan: Scan, pages: Sequence[str] = ()) -> None:
        self._scan = scan
        self._pages = pages  # the label of the page of each line
        self._starts = [line.start for line in scan.lines]

    def line_at(self, position: int) -> int:
        """Return the index of the line that holds a position."""
        return max(bisect.bisect_right(self._starts, position) - 1, 0)

    def at(self, start: int, end: int | None = None) -> Place:
        index = self.line_at(start)
        line = self._scan.lines[index]
        page = self._pages[index] if index < len(self._pages) else ""
        name = self._scan.file_at(start).name
        return Place(name, page, line.number, start, start if end is None else end)
