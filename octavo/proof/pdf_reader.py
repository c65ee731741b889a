"""Read the notes back out of the finished PDF, page by page.

Nothing that made the file is asked. The words are those of its content streams and fonts; its
structure says what is a note and what is its call, as it does to any reader of the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any, TypeAlias

import pikepdf

from octavo.proof.glyphs import font_reader
from octavo.proof.letters import folded
from octavo.proof.link_targets import Links
from octavo.proof.note_tags import Annotation, Content, Element, Role, elements
from octavo.proof.operands import Box
from octavo.proof.page_cache import PageCache
from octavo.proof.pixels import not_seen
from octavo.proof.printed import (
    ARTIFACT,
    UNMARKED,
    Mark,
    Misplaced,
    Piece,
    PrintedBook,
    PrintedCall,
    PrintedNote,
    PrintedPassage,
    PrintedTargets,
    Run,
    Sheet,
    Unseen,
)
from octavo.proof.sight import HIDDEN, IN_DOUBT
from octavo.proof.text_tags import TaggedPassage, sections_of
from octavo.proof.type_area import out_of_line

PdfError = pikepdf.PdfError  # for those who open a file that may be no PDF

# What judges the places of the notes on a page while the page is there.
Judge: TypeAlias = Callable[[Sheet], Iterable[Misplaced]]


def read_book(
    pdf: Path | BytesIO, judge: Judge = lambda _: (), cache: PageCache | None = None
) -> PrintedBook:
    """Read a bound PDF and have each page judged once; raise pikepdf.PdfError if it is none. Pages
    that are in the cache are not read again."""
    fonts, pages = font_reader(), cache or PageCache()
    labels: list[str] = []
    misplaced: list[tuple[int, Misplaced]] = []
    unseen: list[Unseen] = []  # of other text than notes and calls
    with pikepdf.open(pdf) as opened:
        found = [_Read(element) for element in elements(opened)]
        parts = _by_page(found)
        count = len(opened.pages)
        words: dict[tuple[int, Mark], str] = {}
        links = Links(opened)
        for at, page in enumerate(opened.pages):
            runs = pages.runs(page.obj, fonts)
            here = parts.get(at, ())
            owned = _take(at, runs, here)
            unseen += _other_unseen(at, runs, owned)
            sheet = Sheet(at, count, str(page.label), _paper(page), runs, _owners(runs, here))
            labels.append(sheet.label)
            _add_words(words, at, runs)
            links.read(at, runs)
            misplaced += ((at, wrong) for wrong in judge(sheet))
        unseen = [*_unseen(opened, found), *unseen]
        text = tuple(_passages(section, words, links) for section in sections_of(opened))
    notes = tuple(
        PrintedNote(read.id, read.pieces, tuple(read.links(links)))
        for read in found
        if read.is_note
    )
    calls = tuple(read.call for read in found if not read.is_note)
    return PrintedBook(tuple(labels), notes, calls, tuple(unseen), tuple(misplaced), text)


def _paper(page: Any) -> Box:
    """Return the edges of the trimmed page in points."""
    left, bottom, right, top = (float(edge) for edge in page.trimbox)
    return left, bottom, right, top


# --- notes and calls -----------------------------------------------------------------------------


class _Read:
    """A note or a call that is being read: its content page by page, in the order of reading, and
    what has been read of it. A picture, which is drawn and not spelt, has a page but no runs."""

    def __init__(self, element: Element) -> None:
        self.id = element.id
        self.is_note = element.is_note
        grouped = groupby(element.content, key=lambda part: part.page)
        self.content = [(page, tuple(parts)) for page, parts in grouped]
        self._pieces = [Piece(page) for page, _ in self.content]
        self._linked: dict[tuple[Annotation, ...], str] = {}  # the words of each link

    @property
    def pieces(self) -> tuple[Piece, ...]:
        return tuple(self._pieces)

    def links(self, links: Links) -> Iterator[tuple[str, PrintedTargets]]:
        """Yield the words of each link that leads anywhere, and where."""
        for link, words in self._linked.items():
            if targets := links.targets(link):
                yield words, targets

    @property
    def call(self) -> PrintedCall:
        """What was read, as a call."""
        page = min((piece.page for piece in self._pieces), default=-1)
        return PrintedCall(self.id, "".join(piece.text for piece in self._pieces), page)

    def take(self, place: int, runs: dict[Mark, list[Run]]) -> Iterator[Run]:
        """Read one piece of it from the runs of its page; yield those that cannot be seen, or
        perhaps."""
        page, parts = self.content[place]
        by_role: list[tuple[Role, Run]] = [
            (part.role, run) for part in parts for run in runs.get(part.mark, ())
        ]
        text = [run for role, run in by_role if role != "marker" or not self.is_note]
        mark = [run for role, run in by_role if role == "marker"]
        doubtful = tuple(run for _, run in by_role if run.sight)
        for part in parts:
            if part.link and part.role != "marker":
                said = "".join(run.text for run in runs.get(part.mark, ()))
                self._linked[part.link] = self._linked.get(part.link, "") + said
        self._pieces[place] = Piece(
            page, _joined(text), _joined(mark),
            next((run for _, run in by_role if run.text.strip()), None),
            self._out_of_line(parts, by_role), doubtful, tuple(_lines(text)),
        )  # fmt: skip
        yield from doubtful

    def _out_of_line(self, parts: Iterable[Content], by_role: Iterable[tuple[Role, Run]]) -> str:
        """Return the start of the first run of a piece that does not follow the one before it.
        Tables, whose cells are side by side, and the numbers of lists, which can be on either side,
        are passed over."""
        if not self.is_note or any(part.role == "cell" for part in parts):
            return ""
        signs = {run for role, run in by_role if role == "sign"}
        return out_of_line([r for role, r in by_role if role != "marker" and r not in signs])


_Parts: TypeAlias = Sequence[tuple[_Read, int]]  # notes and calls, each with the place of its piece


def _by_page(found: Iterable[_Read]) -> dict[int, list[tuple[_Read, int]]]:
    """Return the pieces that are on each page, in the order of the PDF's list of ids."""
    parts: dict[int, list[tuple[_Read, int]]] = {}
    for read in found:
        for place, (page, _) in enumerate(read.content):
            parts.setdefault(page, []).append((read, place))
    return parts


def _take(at: int, runs: Iterable[Run], here: _Parts) -> set[Run]:
    """Read the pieces that are on a page; return their runs that cannot be seen, or perhaps."""
    marked: dict[Mark, list[Run]] = {}
    for run in runs:
        if run.seen and run.mark != ARTIFACT:
            marked.setdefault(run.mark, []).append(run)
    return {run for read, place in here for run in read.take(place, marked)}


def _owners(runs: Iterable[Run], here: _Parts) -> tuple[str, ...]:
    """Return for each run of a page the id of the note it belongs to, or nothing."""
    owners = {
        part.mark: read.id
        for read, place in here
        if read.is_note
        for part in read.content[place][1]
    }
    return tuple(owners.get(run.mark, "") for run in runs)


_DROP = 0.7  # of the size of its type: a run so much lower than the one before is on another line


def _lines(runs: Iterable[Run]) -> Iterator[str]:
    """Yield the text of runs line by line."""
    said, before = "", None
    for run in runs:
        if before is not None and before.y - run.y > _DROP * run.size:
            yield said
            said = ""
        said += run.text
        before = run
    yield said


def _joined(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs)


# --- the text ------------------------------------------------------------------------------------


def _add_words(words: dict[tuple[int, Mark], str], at: int, runs: Iterable[Run]) -> None:
    """Add the words of a page, by the marked content that they are in."""
    for run in runs:
        if run.seen and run.mark not in (ARTIFACT, UNMARKED):
            key = (at, run.mark)
            words[key] = words.get(key, "") + run.text


def _passages(
    section: Iterable[TaggedPassage], words: Mapping[tuple[int, Mark], str], links: Links
) -> tuple[PrintedPassage, ...]:
    """Return the passages of a section with their words."""
    found: list[PrintedPassage] = []
    for passage in section:
        page, on, text = -1, -1, ""
        edges = [0]
        turns: list[tuple[int, int]] = []
        for part in passage.parts:
            said = part if isinstance(part, str) else words.get(part, "")
            if not isinstance(part, str):
                if page < 0:
                    page = on = part[0]
                if said.strip() and part[0] != on:
                    on = part[0]
                    turns.append((len(text), on))
            text += said
            edges.append(len(text))
        if text.strip():
            leading = (
                (edges[start], edges[end], targets)
                for start, end, annotations in passage.links
                if (targets := links.targets(annotations))
            )
            made = PrintedPassage(page, text, tuple(turns), folded(text), tuple(leading))
            found.append(made)
    return tuple(found)


# --- sight ---------------------------------------------------------------------------------------


def _unseen(pdf: pikepdf.Pdf, found: Sequence[_Read]) -> Iterator[Unseen]:
    """Yield the first run of each note and call that cannot be seen."""
    judged = [
        (read.id, piece.page, run)
        for read in found
        for piece in read.pieces
        for run in piece.doubtful
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


def _other_unseen(at: int, runs: Iterable[Run], owned: set[Run]) -> Iterator[Unseen]:
    """Yield the first run of a page that is in no note or call and cannot be seen. Such text is
    never in doubt: it has words on pictures and areas by the author's wish."""
    for run in runs:
        is_text = run.seen and run.mark not in (ARTIFACT, UNMARKED)
        if run.sight not in ("", IN_DOUBT) and is_text and run not in owned:
            yield Unseen("", at, run, run.sight)
            return
