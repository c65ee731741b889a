"""Name what is read of a finished PDF: its runs of text, pages, notes and calls.

A page is held while it is read. Of notes, calls and faults of place no more is kept than the
verdict needs, so that a book of any length fits into memory.
"""

from __future__ import annotations

from dataclasses import dataclass

from octavo.proof.operands import Box

Mark = tuple[int, int]  # the number of a form (0 is the page itself), and of marked content in it

_JOINED = ("\u2010", "\u2013", "\u2014", "/")  # what has no space behind it at the end of a line

UNMARKED: Mark = (0, -1)
ARTIFACT: Mark = (0, -2)


@dataclass(frozen=True, slots=True)
class Run:
    """Letters drawn by one operator: their baseline goes from (x, y) to (end, foot), in points from
    the left and the foot of the paper; `size` is the type size. It is not `seen` where it is not
    painted, or is outside of the clip. `sight` says why else an eye cannot see it, or that this is
    in doubt; it is empty for most text, and for that of pictures and heads, which is not
    judged. It is `turned` if it is read from right to left (marked as /ReversedChars, 14.8.2.3.3);
    `text` is in the order of reading."""

    text: str
    x: float
    y: float
    end: float
    foot: float
    size: float
    mark: Mark
    seen: bool
    sight: str = ""
    turned: bool = False

    @property
    def level(self) -> bool:
        """Return whether the run is upright on a level baseline, as most are."""
        return abs(self.foot - self.y) < 0.01 and self.end >= self.x


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as it is read: its index, the number of pages of the book, its label, the edges of the
    paper (left, bottom, right, top in points), and its runs of text. `owners` has for each run the
    id of its note, or nothing."""

    at: int
    of: int
    label: str
    paper: Box
    runs: tuple[Run, ...]
    owners: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A fault of place, of the note with the id `note`, or of no note if that is empty."""

    note: str
    message: str


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of a note or a call on one page (an index from 0): the text that can be seen and the
    mark, both in the order of reading; its first run with letters; the start of the first run that
    does not follow the one before it, nothing if all do; its runs of doubtful sight; and its text
    in the lines of the page."""

    page: int
    text: str = ""
    mark: str = ""
    first: Run | None = None
    out_of_line: str = ""
    doubtful: tuple[Run, ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedTarget:
    """A place that a link of a PDF leads to: the index of the page, and the folded letters of the
    lines there; in two orders, one behind the other, if they are drawn in another than they are."""

    page: int
    letters: str


# Where a link leads: a place, or an address; one for each of its lines, if they differ.
PrintedTargets = tuple[PrintedTarget | str, ...]


@dataclass(frozen=True, slots=True)
class PrintedNote:
    """A note as it is printed: its pieces in the order of reading, and the links in it but that of
    its mark, each with its words."""

    id: str
    pieces: tuple[Piece, ...]
    links: tuple[tuple[str, PrintedTargets], ...] = ()

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def words(self) -> str:
        """Its words on one line: a hyphen that ends a line is the layout's if it is U+002D."""
        said = ""
        for line in (line.strip() for piece in self.pieces for line in piece.lines):
            if said.endswith("-"):
                said = f"{said[:-1]}{line}"
            else:
                said += line if said.endswith(_JOINED) else f" {line}"
        return " ".join(said.split())

    @property
    def mark(self) -> str:
        """The mark that it opens with."""
        return "".join(piece.mark for piece in self.pieces)

    @property
    def first(self) -> Run | None:
        """Its first run with letters, of the mark or of the text."""
        return next((piece.first for piece in self.pieces if piece.first), None)


@dataclass(frozen=True, slots=True)
class PrintedCall:
    """A call as it is printed: its mark, and the index of its page; -1 if it is on none."""

    id: str
    mark: str
    page: int


@dataclass(frozen=True, slots=True)
class Unseen:
    """Text that an eye cannot see: the id of its note or call, nothing for other text; the index of
    its page, its first run that cannot be seen, and why (`sight`)."""

    id: str
    page: int
    run: Run
    why: str


@dataclass(frozen=True, slots=True)
class PrintedPassage:
    """A passage of the text as it is printed, with signs for calls, pictures and formulas; `page`
    is the index of its first page, -1 if it has only signs. `turns` are the letters at which it
    continues on another page, each with the index of that page; `letters` are the same, folded.
    `links` are from one letter to another."""

    page: int
    text: str
    turns: tuple[tuple[int, int], ...] = ()
    letters: str = ""
    links: tuple[tuple[int, int, PrintedTargets], ...] = ()


@dataclass(frozen=True, slots=True)
class PrintedBook:
    """The labels of the pages, the notes and calls read of a PDF; notes and calls are in the order
    of the PDF's list of ids, each as often as it occurs. `unseen` has at most one text of each
    note, call and page, `misplaced` the faults of place with the indices of their pages. `text` has
    the passages of each section, in the order of reading, without those of the notes."""

    labels: tuple[str, ...]
    notes: tuple[PrintedNote, ...]
    calls: tuple[PrintedCall, ...]
    unseen: tuple[Unseen, ...] = ()
    misplaced: tuple[tuple[int, Misplaced], ...] = ()
    text: tuple[tuple[PrintedPassage, ...], ...] = ()
