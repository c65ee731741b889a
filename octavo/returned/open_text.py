"""Open a text of the edition: its blocks, the passages that are placed in it, its edits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from octavo.proof.form_text import HEADINGS, Passage
from octavo.proof.normal_form import CALL
from octavo.returned.changes import Built, EditionText
from octavo.returned.placing import placed
from octavo.returned.source_blocks import Block, Line, blocks_of
from octavo.returned.source_letters import Lettered, Piece, all_lettered, lettered
from octavo.returned.word_book import WordBook, names_of

Edit = tuple[int, int, str]
_OPENING = re.compile(r"(?:\A|\n)(:{3,}[ \t]*(?:\{[^\n]*\}|[\w-]+)[ \t]*\n\s*)\Z")
_CLOSING = re.compile(r"\s*\n:{3,}[ \t]*(?=\n|\Z)")


class OpenText:
    """A text while it is changed: its blocks, the passages that are placed in it, its edits."""

    def __init__(self, text: EditionText, book: WordBook) -> None:
        self.path, self.text = text.path, text.text
        self.first, self.last = text.first, text.last
        self.parted = blocks_of(text.text)
        passages = book.passages[text.first : text.last]
        letters = all_lettered(self.parted.body, text.text)
        self.places = placed(passages, letters)
        self.edits: list[Edit] = []
        self.others: dict[int, str] = {}  # how a piece is written now, by its place
        self.calls = dict(self._calls(book))
        self.labels = {*self.parted.definitions}
        self.rise = self._rise(passages)

    def _calls(self, book: WordBook) -> Iterator[tuple[str, Piece]]:
        """Yield the names of notes, each with the piece that calls it: a citation may be one."""
        for number in range(self.first, self.last):
            place = self.places[number - self.first]
            if place is None:
                continue
            letters = [at for at, one in enumerate(book.passages[number].text) if one == CALL]
            for at, note in zip(letters, book.notes[number], strict=True):
                span = place.pieces[at]
                if span is not None:
                    yield note.name, place.lettered.pieces[span[0]]

    def _rise(self, passages: Sequence[Passage]) -> int:
        """Return by how many levels a heading is written lower than it is in the forms."""
        for place, passage in zip(self.places, passages, strict=True):
            if place is not None and place.lettered.block.kind == "heading":
                return place.lettered.block.level - HEADINGS.index(passage.kind) - 1
        return 0

    def changed(self) -> str:
        """Return the text with all edits made."""
        made, end = [], 0
        edits = sorted(enumerate(self.edits), key=lambda one: (one[1][0], one[1][1], one[0]))
        for _, (start, stop, said) in edits:
            made += [self.text[end:start], said]
            end = max(end, stop)
        return "".join((*made, self.text[end:]))

    def with_fences(self, start: int, end: int) -> tuple[int, int]:
        """Return from where to where a block reaches with the division that it is alone in."""
        before = _OPENING.search(self.text, max(0, start - 2000), start)
        behind = _CLOSING.match(self.text, end)
        return (before.start(1), behind.end()) if before and behind else (start, end)

    def cut(self, start: int, end: int) -> None:
        """Take out a block, with the empty lines behind it, or before it at the end."""
        behind = re.compile(r"[ \t]*\n*").match(self.text, end)
        assert behind is not None
        if behind.end() == len(self.text):
            before = len(self.text[:start].rstrip("\n"))
            self.edits.append((before, end, ""))
        else:
            self.edits.append((start, behind.end(), ""))


def spots_of(built: Built, names: Sequence[str]) -> dict[str, tuple[str, int]]:
    """Return the path and the offset of the paragraphs, or the calls, that have some bookmarks."""
    found: dict[str, tuple[str, int]] = {}
    asked = set(names)
    for given in built.texts:
        numbers = range(given.first, given.last)
        own = {name: number for number in numbers
               for name in names_of(built.book.passages[number]) if name in asked}  # fmt: skip
        called = {note.name for number in numbers for note in built.book.notes[number]} & asked
        if not own and not called:
            continue
        text = OpenText(given, built.book)
        for name, number in own.items():
            place = text.places[number - given.first]
            if place is not None:
                found[name] = (given.path, place.lettered.block.start)
        for name in called:
            piece = text.calls.get(name)
            span = text.parted.definitions.get(piece.label) if piece and piece.label else None
            if piece is not None:
                found[name] = (given.path, span[0] if span else piece.start)
    return found


def inside_of(piece: Piece, text: str) -> Lettered | None:
    """Return what is within a piece that is a note itself: an inline note, or a citation."""
    if piece.kind == "made":
        line = Line(piece.start, piece.written)
        block = Block("paragraph", piece.start, (line,))
        return Lettered(block, "", (replace(piece, path=()),), "")
    first, last = piece.own[0]
    start = piece.start + first
    if "\n" in piece.written:
        return None
    line = Line(start, piece.written[first:last])
    return lettered(Block("paragraph", start, (line,)), text)
