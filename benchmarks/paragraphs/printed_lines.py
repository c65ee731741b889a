"""Read the lines of text and of notes back from a PDF, whoever made it.

Nothing is known of a page but its letters and where they are. So the pages of Octavo, of an older
Octavo and of XeLaTeX are read by the same eye. The type sizes, the leading and the edges of the
text column are those that most lines have.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any, Literal

import pdfplumber

Role = Literal["text", "notes"]
ROLES: tuple[Role, ...] = ("text", "notes")

HYPHENS = ("-", "\N{HYPHEN}", "\N{SOFT HYPHEN}")
# What may hang in the margin; a line that ends with one of these is not too long for it.
_HANGING = frozenset(".,;:!?…-–—‐­'\"‘’“”‚„‹›«»)]")
_STRETCHING = " \N{NO-BREAK SPACE}"  # spaces that justifying widens
_FIXED = frozenset(map(chr, range(0x2000, 0x200B))) | {"\N{NARROW NO-BREAK SPACE}"}
_UNSEEN = frozenset("\N{ZERO WIDTH SPACE}\N{WORD JOINER}\n\r")

_SIZES = 20  # type sizes are read to a twentieth of a point
# In parts of the type size, if nothing else is said.
_SPACE = 0.12  # the least gap between two letters that is a word space
_RAISED = 0.5  # most distance of a raised letter from its line
_EDGE = 0.05  # most distance of a line's end from the edge of the column
_NOTE = 0.9  # notes are smaller than this share of the text's size
_MANY = 0.2  # a size that has this share of the letters of the most frequent one is no exception
_GAP = 1.35  # a distance of lines, in leadings, that parts two paragraphs
_LEFT = ((-0.6, 0.3), (0.45, 1.3))  # where a line begins: flush, or indented by 1 em


@dataclass(frozen=True, slots=True)
class Letter:
    """A printed letter: its place and advance in points, its type size."""

    text: str
    x: float
    right: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line as printed. `spaces` are its word spaces, each as its left and right edge in points;
    `y` is the height of its baseline above the foot of the page."""

    page: int
    text: str
    x: float
    right: float
    y: float
    size: float
    spaces: tuple[tuple[float, float], ...]

    @property
    def hyphened(self) -> bool:
        return self.text.endswith(HYPHENS)

    @property
    def space(self) -> float:
        """The mean word space in em; 0 if the line is one word."""
        return (
            sum(b - a for a, b in self.spaces) / len(self.spaces) / self.size if self.spaces else 0
        )


@dataclass(frozen=True, slots=True)
class SetLine:
    """A line of a column: `over` is by how many points it goes beyond the right edge, less than
    nothing if it ends before; `left` is the distance of its beginning from the left edge in em."""

    line: PrintedLine
    left: float
    over: float
    excused: float  # points by which the mark at its end may hang

    @property
    def plain(self) -> bool:
        """Whether it begins where lines of plain paragraphs do."""
        return any(a <= self.left <= b for a, b in _LEFT)

    @property
    def indented(self) -> bool:
        return self.left > _LEFT[0][1]

    @property
    def full(self) -> bool:
        """Whether it ends at the right edge, or with a mark that hangs beyond it."""
        edge = _EDGE * self.line.size
        return -edge <= self.over <= self.excused + edge

    @property
    def overfull(self) -> bool:
        return self.over > self.excused + _EDGE * self.line.size


@dataclass(frozen=True, slots=True)
class PrintedParagraph:
    """The lines of a paragraph, over all of its pages."""

    lines: tuple[SetLine, ...]

    @property
    def plain(self) -> bool:
        """Whether it is a plain paragraph of several lines, all in the column but the last full."""
        return len(self.lines) > 1 and all(line.plain for line in self.lines)

    @property
    def justified(self) -> Iterator[SetLine]:
        """The lines that were made as long as the measure: full, and not the last."""
        return (line for line in self.lines[:-1] if line.full)


@dataclass(slots=True)
class PrintedText:
    """All that a PDF has of one role: its type size and leading in points, its paragraphs."""

    role: Role
    size: float = 0.0
    leading: float = 0.0
    measure: float = 0.0
    indent: float = 0.0
    paragraphs: list[PrintedParagraph] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PrintedBook:
    """The text and the notes of a PDF, its number of pages and their size in points."""

    texts: dict[Role, PrintedText]
    pages: int
    paper: tuple[float, float]


def read_book(pdf: Path) -> PrintedBook:
    """Read a PDF: its columns of text and of notes, by the two type sizes most letters have."""
    lines: list[PrintedLine] = []
    with pdfplumber.open(pdf) as book:
        paper = (float(book.pages[0].width), float(book.pages[0].height))
        for number, page in enumerate(book.pages):
            lines += lines_of(number, letters_of(page.chars))
            page.close()
        pages = len(book.pages)
    return PrintedBook(_by_role(list(_without_heads(lines))), pages, paper)


def letters_of(chars: Iterable[dict[str, Any]]) -> Iterator[Letter]:
    """Yield the letters of pdfplumber's characters that are not empty."""
    for char in chars:
        matrix = char["matrix"]
        size = round(char["size"] * _SIZES) / _SIZES
        if size > 0:
            yield Letter(char["text"], matrix[4], matrix[4] + char["adv"] * matrix[0],
                         matrix[5], size)  # fmt: skip


def lines_of(page: int, letters: Iterable[Letter]) -> Iterator[PrintedLine]:
    """Yield the lines of a page, in the order in which its letters are drawn.

    A letter begins a line if it is higher or lower than the letters before, or left of them.
    """
    line: list[Letter] = []
    for letter in letters:
        if line and not _continues(line, letter):
            yield from _made(page, line)
            line = []
        line.append(letter)
    yield from _made(page, line)


def _continues(line: Sequence[Letter], letter: Letter) -> bool:
    before = line[-1]
    size = max(letter.size, before.size)
    return abs(letter.y - before.y) < _RAISED * size and letter.x > before.x - size


def _made(page: int, letters: Sequence[Letter]) -> Iterator[PrintedLine]:
    seen = [letter for letter in letters if not letter.text.isspace()]
    seen = [letter for letter in seen if letter.text not in _UNSEEN]
    if not seen:
        return
    size = Counter(letter.size for letter in seen).most_common(1)[0][0]
    y = Counter(round(letter.y, 1) for letter in seen).most_common(1)[0][0]
    spaces = tuple(_spaces(letters, size))
    places = {round(a, 3) for a, _ in spaces}
    text = "".join(
        letter.text + (" " if round(letter.right, 3) in places else "") for letter in seen
    )
    yield PrintedLine(page, text, seen[0].x, max(a.right for a in seen), y, size, spaces)


def _spaces(letters: Sequence[Letter], size: float) -> Iterator[tuple[float, float]]:
    """Yield the two edges of each gap between letters that is a word space.

    A gap in which a space of fixed width is drawn is none: justifying does not widen it.
    """
    before: Letter | None = None
    fixed = False
    for letter in letters:
        if letter.text in _FIXED:
            fixed = True
        elif not letter.text.isspace() and letter.text not in _UNSEEN:
            if before and not fixed and letter.x - before.right > _SPACE * size:
                yield before.right, letter.x
            before, fixed = letter, False


def _without_heads(lines: Sequence[PrintedLine]) -> Iterator[PrintedLine]:
    """Yield the lines below the running heads: what is at the height at which most pages begin is a
    head if most of them have a gap below it."""
    leading = _most(a.y - b.y for a, b in _pairs(lines) if a.page == b.page and a.y > b.y)
    pages = [[line.y for line in own] for _, own in groupby(lines, key=lambda line: line.page)]
    height = _most(max(ys) for ys in pages)
    foot = height - leading / 2  # the parts of a head are not quite at one height
    below = [max((y for y in ys if y < foot), default=0) for ys in pages if max(ys) > foot]
    gaps = [height - y > _GAP * leading for y in below if y]
    headed = sum(gaps) > len(gaps) / 2
    return (line for line in lines if not headed or line.y < foot)


def _by_role(lines: Sequence[PrintedLine]) -> dict[Role, PrintedText]:
    letters: Counter[float] = Counter()
    for line in lines:
        letters[line.size] += len(line.text)
    size = _leading_size(letters)
    small = Counter({s: count for s, count in letters.items() if s < _NOTE * size})
    sizes = (size, _leading_size(small)) if small else (size,)
    made: dict[Role, PrintedText] = {}
    for role, largest in zip(ROLES, sizes, strict=False):
        least = _NOTE * largest if role == "text" else largest
        own = [line for line in lines if least <= line.size <= largest]
        made[role] = _read_text(role, largest, own)
    return made


def _leading_size(letters: Counter[float]) -> float:
    """Return the largest of the sizes that many letters have: quotations are smaller than the text,
    and there may be more of them."""
    most = max(letters.values())
    return max(size for size, count in letters.items() if count > _MANY * most)


def _read_text(role: Role, size: float, lines: Sequence[PrintedLine]) -> PrintedText:
    edges = dict(_edges(lines))
    text = PrintedText(role, size)
    own = [line for line in lines if line.size == size]
    text.leading = _most(a.y - b.y for a, b in _pairs(own) if a.page == b.page)
    left, right = edges[own[0].page % 2, size]
    text.measure = right - left
    set_lines = [_set(line, edges) for line in lines]
    text.indent = size * _most(line.left for line in set_lines if line.indented and line.plain)
    text.paragraphs = list(_paragraphs(set_lines, text.leading))
    return text


def _edges(lines: Sequence[PrintedLine]) -> Iterator[tuple[tuple[int, float], tuple[float, float]]]:
    """Yield the left and right edges of each column, by the parity of the page and the size.

    The right edge is that of lines that end with a letter, since marks may hang beyond it.
    """
    columns: defaultdict[tuple[int, float], list[PrintedLine]] = defaultdict(list)
    for line in lines:
        columns[line.page % 2, line.size].append(line)
    for key, own in columns.items():
        inner = [line for line in own if line.text[-1].isalnum()] or own
        yield key, (_most(line.x for line in own), _most(line.right for line in inner))


def _set(line: PrintedLine, edges: dict[tuple[int, float], tuple[float, float]]) -> SetLine:
    left, right = edges[line.page % 2, line.size]
    excused = line.size if line.text[-1] in _HANGING else 0.0
    return SetLine(line, (line.x - left) / line.size, line.right - right, excused)


def _paragraphs(lines: Sequence[SetLine], leading: float) -> Iterator[PrintedParagraph]:
    """Yield the paragraphs: a line begins one that is indented, of another size, below a gap, or on
    a new page behind a line that is not full."""
    made: list[SetLine] = []
    for line in lines:
        if made and _begins(made, line, leading):
            yield PrintedParagraph(tuple(made))
            made = []
        made.append(line)
    if made:
        yield PrintedParagraph(tuple(made))


def _begins(before: Sequence[SetLine], line: SetLine, leading: float) -> bool:
    last = before[-1]
    if (
        line.line.size != last.line.size
        or line.left > before[-1 if len(before) > 1 else 0].left + 0.45
    ):
        return True
    if line.indented:
        return True
    if line.line.page != last.line.page:
        return not last.full
    return not 0 < last.line.y - line.line.y < _GAP * leading


def _pairs(lines: Sequence[PrintedLine]) -> Iterator[tuple[PrintedLine, PrintedLine]]:
    return pairwise(lines)


def _most(numbers: Iterable[float]) -> float:
    """Return the number that is most frequent, to a tenth; 0 if there is none."""
    counts = Counter(round(number, 1) for number in numbers)
    return counts.most_common(1)[0][0] if counts else 0.0


def hyphen_rows(paragraph: PrintedParagraph, least: int) -> int:
    """Count the rows of at least so many lines of a paragraph that end with a hyphen."""
    rows = groupby(paragraph.lines, key=lambda line: line.line.hyphened)
    return sum(hyphened and len(list(row)) >= least for hyphened, row in rows)
