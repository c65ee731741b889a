"""Read the notes back out of the finished PDF.

Nothing that made the file is asked. The words are those of its content streams and fonts; its
structure says what is a note and what is its call, as it does to any reader of the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from typing import Any

import pikepdf

from octavo.proof.content_stream import ARTIFACT, UNMARKED, Box, Mark, Run
from octavo.proof.glyphs import Glyphs, glyphs_of
from octavo.proof.note_tags import Content, Element, elements
from octavo.proof.page_cache import PageCache
from octavo.proof.pixels import not_seen
from octavo.proof.sight import HIDDEN, IN_DOUBT


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as it is read: its label, the paper's edges (left, bottom, right, top in points), and
    its runs of text. `owners` has for each run the id of its note, or nothing."""

    label: str
    paper: Box
    runs: tuple[Run, ...]
    owners: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of a note on one page (an index from 0): its visible text runs in the order of
    reading, those of them that mark the items of lists, and whether it has cells of a table."""

    page: int
    runs: tuple[Run, ...]
    in_table: bool = False
    signs: frozenset[Run] = frozenset()

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class PrintedNote:
    """A note as it is printed: the mark it opens with, its pieces in the order of reading, and its
    first run with text."""

    id: str
    mark: str
    pieces: tuple[Piece, ...]
    first: Run | None = None

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


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
class PrintedBook:
    """The pages, notes and calls read of a PDF; notes and calls are in the order of the PDF's list
    of ids, each as often as it occurs. `unseen` has at most one text of each note, call and page,
    `kept` is the page cache for the next reading."""

    sheets: tuple[Sheet, ...]
    notes: tuple[PrintedNote, ...]
    calls: tuple[PrintedCall, ...]
    kept: bytes = b""
    unseen: tuple[Unseen, ...] = ()


def read_book(pdf: bytes, kept: bytes = b"") -> PrintedBook:
    """Read a bound PDF; raise pikepdf.PdfError if it is none. `kept` is the page cache of the last
    reading: pages that are in it are not read again."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        pages = PageCache(_font_reader(), kept)
        drawn = [_Drawn.of(pages.runs(page.obj)) for page in opened.pages]
        found = list(elements(opened))
        notes = tuple(_note(element, drawn) for element in found if element.tag == "Note")
        calls = tuple(_call(element, drawn) for element in found if element.tag == "Reference")
        owners = _owners(found)
        sheets = tuple(
            Sheet(str(page.label), _paper(page), runs.all, _of(runs.all, owners, at))
            for at, (page, runs) in enumerate(zip(opened.pages, drawn, strict=True))
        )
        unseen = tuple(_unseen(opened, found, drawn))
    return PrintedBook(sheets, notes, calls, pages.to_json(), unseen)


def _unseen(
    pdf: pikepdf.Pdf, found: Sequence[Element], drawn: Sequence[_Drawn]
) -> Iterator[Unseen]:
    """Yield what cannot be seen: first of notes and calls, then of other text, which is never in
    doubt: it has words on pictures and areas by the author's wish."""
    judged = [
        (element.id, page, run)
        for element in found
        for page, runs in _judged(element, drawn)
        for run in runs
    ]
    doubtful: dict[int, list[Run]] = {}
    for _, page, run in judged:
        if run.sight == IN_DOUBT:
            doubtful.setdefault(page, []).append(run)
    hidden = set(not_seen(pdf, doubtful))
    told: set[str] = set()
    for name, page, run in judged:
        why = run.sight if run.sight != IN_DOUBT else HIDDEN
        if name not in told and (why != HIDDEN or (page, run) in hidden):
            told.add(name)
            yield Unseen(name, page, run, why)
    owned = {(page, run) for _, page, run in judged}
    for page, runs in enumerate(drawn):
        for run in runs.all:
            is_text = run.seen and run.mark not in (ARTIFACT, UNMARKED)
            if run.sight not in ("", IN_DOUBT) and is_text and (page, run) not in owned:
                yield Unseen("", page, run, run.sight)
                break


def _judged(element: Element, drawn: Sequence[_Drawn]) -> Iterator[tuple[int, list[Run]]]:
    """Yield the runs of a note or a call that cannot be seen, or perhaps, with their page."""
    for part in element.content:
        if 0 <= part.page < len(drawn):
            runs = drawn[part.page].marked.get(part.mark, ())
            yield part.page, [run for run in runs if run.sight]


def _font_reader() -> Callable[[Any], Glyphs]:
    """Return a function that reads each font of a file once."""
    known: dict[tuple[int, int], Glyphs] = {}

    def glyphs(font: Any) -> Glyphs:
        key = font.objgen
        if key == (0, 0):
            return glyphs_of(font)
        if key not in known:
            known[key] = glyphs_of(font)
        return known[key]

    return glyphs


@dataclass(frozen=True, slots=True)
class _Drawn:
    """The runs of a page: all as they are drawn, and those that can be seen by their marks."""

    all: tuple[Run, ...]
    marked: dict[Mark, list[Run]]

    @staticmethod
    def of(runs: tuple[Run, ...]) -> _Drawn:
        marked: dict[Mark, list[Run]] = {}
        for run in runs:
            if run.seen and run.mark != ARTIFACT:
                marked.setdefault(run.mark, []).append(run)
        return _Drawn(runs, marked)


def _runs(content: Iterable[Content], drawn: Sequence[_Drawn]) -> list[Run]:
    return [
        run
        for part in content
        if 0 <= part.page < len(drawn)
        for run in drawn[part.page].marked.get(part.mark, ())
    ]


def _text(content: Iterable[Content], drawn: Sequence[_Drawn]) -> str:
    return "".join(run.text for run in _runs(content, drawn))


def _note(element: Element, drawn: Sequence[_Drawn]) -> PrintedNote:
    mark = _text((part for part in element.content if part.role == "marker"), drawn)
    # A picture, which is drawn and not spelt, has a page but no runs.
    pieces = [
        _piece(page, list(parts), drawn)
        for page, parts in groupby(element.content, key=lambda part: part.page)
    ]
    first = next((run for run in _runs(element.content, drawn) if run.text.strip()), None)
    return PrintedNote(element.id, mark, tuple(pieces), first)


def _piece(page: int, parts: Sequence[Content], drawn: Sequence[_Drawn]) -> Piece:
    runs = _runs((part for part in parts if part.role != "marker"), drawn)
    signs = _runs((part for part in parts if part.role == "sign"), drawn)
    return Piece(page, tuple(runs), any(part.role == "cell" for part in parts), frozenset(signs))


def _call(element: Element, drawn: Sequence[_Drawn]) -> PrintedCall:
    pages = [part.page for part in element.content]
    return PrintedCall(element.id, _text(element.content, drawn), min(pages, default=-1))


def _owners(found: Iterable[Element]) -> dict[tuple[int, Mark], str]:
    """Return the id of the note that each marked content belongs to, by page and mark."""
    return {
        (part.page, part.mark): element.id
        for element in found
        if element.tag == "Note"
        for part in element.content
    }


def _of(runs: Iterable[Run], owners: dict[tuple[int, Mark], str], page: int) -> tuple[str, ...]:
    return tuple(owners.get((page, run.mark), "") for run in runs)


def _paper(page: Any) -> Box:
    """Return the edges of the trimmed page in points."""
    left, bottom, right, top = (float(edge) for edge in page.trimbox)
    return left, bottom, right, top
