"""Read the letters of a block of Markdown, each with its place, and the markup around them.

A piece is what is printed, or nothing: a letter, a space, a call of a note, a passage that Octavo
makes (a citation, a reference, a formula), or what is hidden (a mark of the index, a comment). The
markup around pieces is in holders: `*…*`, `[…]{…}`, `[…](…)`. Pieces and holders written one after
the other are the block again, to the letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Literal

from octavo.returned.source_blocks import Block, as_prose
from octavo.source.cite_keys import CITE

PieceKind = Literal["letter", "space", "hidden", "call", "made"]

_TAG = re.compile(r"</?[A-Za-z][\w-]*(?:\s[^<>]*)?/?>|<!--.*?-->", re.DOTALL)
_ADDRESS = re.compile(r"<((?:[A-Za-z][\w+.-]*:[^\s<>]+)|(?:[^\s<>@]+@[^\s<>@]+))>")
_BARE = re.compile(r"(?<!\w)(?:https?|ftp)://[^\s<>\[\]{}*\"]+")  # no markup is read in it
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ATTRIBUTES = re.compile(r"\{[^{}\n]*(?:\n[^{}\n]*)?\}")
_END_ATTRIBUTES = re.compile(r"[ \t]*\{[^{}\n]*\}[ \t]*$")
_TARGET = re.compile(r"\((?:[^()\\\n]|\\.|\([^()]*\))*\)")
_CALL = re.compile(r"\[\^(?P<label>[^\]\s\[^]+)\]")
_SPACE = re.compile(r"(?:[ \t]+\n[ \t]*|\n[ \t]*|[ \t]+)")
_MATH = re.compile(r"\$\$.+?\$\$|\$(?=\S)(?:[^$\\\n]|\\.)+?(?<=\S)\$(?!\d)", re.DOTALL)
_RAISED = re.compile(r"\^(?:[^\s^\\\[]|\\.)+\^")
_LOWERED = re.compile(r"~(?:[^\s~\\]|\\.)+~")
_NO_BREAK = "\u00a0"
_LOOKS = {"*": "i", "_": "i", "**": "b", "__": "b", "***": "bi", "___": "bi", "~~": "s"}


@dataclass(frozen=True, slots=True)
class Holder:
    """Markup around pieces: what opens and what closes it, and the look that it gives; `is_plain`
    says that it has nothing but a look, so that it may be opened twice."""

    opening: str
    closing: str
    look: str = ""
    is_plain: bool = False
    number: int = 0  # distinguishes two that are alike


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece: its kind, the letter that is printed for it, how it is written, the holders around
    it, where it is in the text, the label of a call, and the places of what a piece that Octavo
    makes has of the author's own: from where to where, in what is written."""

    kind: PieceKind
    shown: str
    written: str
    path: tuple[Holder, ...]
    start: int
    label: str = ""
    own: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Lettered:
    """A block with its pieces; `tail` is what is written behind the last, such as attributes."""

    block: Block
    lead: str
    pieces: tuple[Piece, ...]
    tail: str


def all_lettered(blocks: Iterable[Block], text: str) -> list[Lettered | None]:
    """Return the letters of blocks, and those of numbered items as paragraphs too: pandoc, or
    Octavo, may read either."""
    made: list[Lettered | None] = []
    for block in blocks:
        made.append(lettered(block, text))
        if (prose := as_prose(block)) is not None:
            made.append(lettered(prose, text))
    return made


class _Unread(Exception):
    """Raised if a block cannot be read so that it can be written again."""


def lettered(block: Block, text: str) -> Lettered | None:
    """Return the letters of a block of a text; None if they cannot be read with certainty."""
    if block.kind == "opaque":
        return None
    reader = _Reader(block, text)
    try:
        made = reader.read()
    except (_Unread, RecursionError):
        return None
    return made if written(made) == text[block.start : block.end] else None


def written(block: Lettered) -> str:
    """Return a block as its pieces and holders say it."""
    return block.lead + with_holders(block.pieces) + block.tail


def with_holders(pieces: Sequence[Piece]) -> str:
    """Return pieces as they are written, with the holders around them."""
    said: list[str] = []
    path: tuple[Holder, ...] = ()
    for piece in pieces:
        said.append(passage_between(path, piece.path))
        said.append(piece.written)
        path = piece.path
    said.append(passage_between(path, ()))
    return "".join(said)


def passage_between(before: Sequence[Holder], behind: Sequence[Holder]) -> str:
    """Return the markup that closes holders and opens others."""
    shared = 0
    while shared < min(len(before), len(behind)) and before[shared] == behind[shared]:
        shared += 1
    closed = (holder.closing for holder in reversed(before[shared:]))
    return "".join((*closed, *(holder.opening for holder in behind[shared:])))


class _Reader:
    def __init__(self, block: Block, text: str) -> None:
        self._block = block
        self._text = text
        self._said = "\n".join(line.text for line in block.lines)
        self._places = [at for line in block.lines for at in range(line.start, line.end + 1)]
        self._pieces: list[Piece] = []
        self._holders = 0

    def read(self) -> Lettered:
        block, said = self._block, self._said
        first = block.lines[0].start if block.lines else block.start
        lead = self._text[block.start : first]
        end = len(said)
        if block.kind == "heading" and (found := _END_ATTRIBUTES.search(said)):
            end = found.start()
        if block.kind == "caption" and (found := _END_ATTRIBUTES.search(said)):
            end = found.start()
        if block.kind == "code":
            for at in range(end):
                self._letter(at, at + 1, said[at], ())
        else:
            self._inlines(0, end, ())
        return Lettered(block, lead, tuple(self._pieces), self._written(end, len(said)))

    # --- pieces ---

    def _written(self, start: int, end: int) -> str:
        """Return what is written from one place of the lines to another, with the margins of the
        lines between."""
        if start >= end:
            return ""
        return self._text[self._places[start] : self._places[end - 1] + 1] if end <= len(
            self._places) else self._text[self._places[start] : self._places[-1]]  # fmt: skip

    def _add(
        self, kind: PieceKind, shown: str, start: int, end: int, path: tuple[Holder, ...],
        label: str = "", own: tuple[tuple[int, int], ...] = (),
    ) -> int:  # fmt: skip
        said = self._text[self._places[start] : self._end(end)]
        self._pieces.append(Piece(kind, shown, said, path, self._places[start], label, own))
        return end

    def _end(self, end: int) -> int:
        """Return the place in the text behind what ends there in the lines: a line's end has the
        margin of the next line with it."""
        if end >= len(self._places):
            return self._places[-1] if self._places else self._block.start
        if self._said[end - 1] == "\n":
            return self._places[end]
        return self._places[end - 1] + 1

    def _letter(self, start: int, end: int, shown: str, path: tuple[Holder, ...]) -> int:
        kind: PieceKind = "space" if shown in (" ", "\n", _NO_BREAK) else "letter"
        return self._add(kind, shown, start, end, path)

    def _holder(self, opening: str, closing: str, look: str, *, plain: bool) -> Holder:
        self._holders += 1
        return Holder(opening, closing, look, plain, self._holders)

    def _inlines(self, at: int, end: int, path: tuple[Holder, ...]) -> None:
        while at < end:
            at = self._inline(at, end, path)

    def _inline(self, at: int, end: int, path: tuple[Holder, ...]) -> int:
        """Read what is written at a place, and return the place behind it."""
        said = self._said
        character = said[at]
        if found := _SPACE.match(said, at, end):
            is_break = "\n" in found[0] and (
                self._block.kind == "verse" or found[0].startswith("  ")
            )
            return self._add("space", "\n" if is_break else " ", at, found.end(), path)
        if character in "hf" and (found := _BARE.match(said, at, end)):
            for place in range(at, found.end()):
                self._letter(place, place + 1, said[place], path)
            return found.end()
        if character == "\\" and at + 1 < end:
            return self._escaped(at, end, path)
        if character == "`":
            return self._code(at, end, path)
        if character == "$" and (found := _MATH.match(said, at, end)):
            return self._add("made", "", at, found.end(), path)
        if character == "<":
            if found := _TAG.match(said, at, end):
                return self._add("hidden", "", at, found.end(), path)
            if found := _ADDRESS.match(said, at, end):
                holder = self._holder("<", ">", "", plain=False)
                for place in range(at + 1, found.end() - 1):
                    self._letter(place, place + 1, said[place], (*path, holder))
                return found.end()
        if character == "&" and (found := _ENTITY.match(said, at, end)):
            return self._letter(at, found.end(), unescape(found[0]), path)
        if character == "!" and said.startswith("![", at):
            close = self._closing(at + 1, end)
            if close and (found := _TARGET.match(said, close + 1, end)):
                behind = self._attributes(found.end(), end)
                return self._add("made", "", at, behind, path)
        if character == "^":
            return self._caret(at, end, path)
        if character == "[":
            return self._bracket(at, end, path)
        if character in "@-" and (found := self._cited(at, end)):
            return self._bare_citation(at, found, end, path)
        if character in "*_":
            return self._emphasis(at, end, path)
        if character == "~":
            return self._tilde(at, end, path)
        return self._letter(at, at + 1, character, path)

    def _escaped(self, at: int, end: int, path: tuple[Holder, ...]) -> int:
        after = self._said[at + 1]
        if after == "\n":
            found = _SPACE.match(self._said, at + 1, end)
            return self._add("space", "\n", at, found.end() if found else at + 2, path)
        if after == " ":
            return self._add("space", _NO_BREAK, at, at + 2, path)
        if not (after.isalnum() or after.isspace()):
            return self._letter(at, at + 2, after, path)
        return self._letter(at, at + 1, "\\", path)

    def _code(self, at: int, end: int, path: tuple[Holder, ...]) -> int:
        said = self._said
        ticks = len(said) - at - len(said[at:].lstrip("`"))
        close = re.compile(rf"(?<!`)`{{{ticks}}}(?!`)").search(said, at + ticks, end)
        if close is None:
            for place in range(at, at + ticks):
                self._letter(place, place + 1, "`", path)
            return at + ticks
        behind = self._attributes(close.end(), end)
        if said.startswith("{=", close.end()):
            return self._add("hidden", "", at, behind, path)
        holder = self._holder(said[at : at + ticks], self._plain(close.start(), behind), "",
                              plain=False)  # fmt: skip
        for place in range(at + ticks, close.start()):
            self._letter(place, place + 1, said[place], (*path, holder))
        return behind

    def _plain(self, start: int, end: int) -> str:
        """Return what is written from one place to another as it is in the text."""
        return self._text[self._places[start] : self._end(end)] if start < end else ""

    def _attributes(self, at: int, end: int) -> int:
        """Return the place behind attributes that begin at a place, if there are any."""
        found = _ATTRIBUTES.match(self._said, at, end)
        return found.end() if found else at

    def _caret(self, at: int, end: int, path: tuple[Holder, ...]) -> int:
        said = self._said
        if said.startswith("^[", at):
            close = self._closing(at + 1, end)
            if close:
                own = ((2, close - at),)
                return self._add("call", "", at, close + 1, path, own=own)
        if found := _RAISED.match(said, at, end):
            holder = self._holder("^", "^", "^", plain=True)
            self._inlines(at + 1, found.end() - 1, (*path, holder))
            return found.end()
        return self._letter(at, at + 1, "^", path)

    def _tilde(self, at: int, end: int, path: tuple[Holder, ...]) -> int:
        said = self._said
        if said.startswith("~~", at):
            close = said.find("~~", at + 2, end)
            if close > at + 2:
                holder = self._holder("~~", "~~", "s", plain=True)
                self._inlines(at + 2, close, (*path, holder))
                return close + 2
        if found := _LOWERED.match(said, at, end):
            holder = self._holder("~", "~", "_", plain=True)
            self._inlines(at + 1, found.end() - 1, (*path, holder))
            return found.end()
        return self._letter(at, at + 1, "~", path)

    # --- brackets ---

    def _closing(self, at: int, end: int) -> int:
        """Return the place of the bracket that closes the one at a place; 0 if there is none."""
        depth, said = 0, self._said
        while at < end:
            character = said[at]
            if character == "\\":
                at += 2
                continue
            if character == "`":
                ticks = len(said) - at - len(said[at:].lstrip("`"))
                close = said.find("`" * ticks, at + ticks, end)
                at = close + ticks if close > 0 else at + ticks
                continue
            depth += (character == "[") - (character == "]")
            if not depth:
                return at
            at += 1
        return 0

    def _bracket(self, at: int, end: int, path: tuple[Holder, ...]) -> int:
        said = self._said
        if found := _CALL.match(said, at, end):
            return self._add("call", "", at, found.end(), path, label=found["label"])
        close = self._closing(at, end)
        if not close:
            return self._letter(at, at + 1, "[", path)
        behind = close + 1
        if found := _TARGET.match(said, behind, end):
            behind = self._attributes(found.end(), end)
            return self._held(at, close, behind, path, "")
        if found := _ATTRIBUTES.match(said, behind, end):
            inside = said[at + 1 : close]
            if not inside.strip():
                return self._add("hidden", "", at, found.end(), path)
            look = _look_of(found[0])
            return self._held(at, close, found.end(), path, look)
        if CITE.search(said, at + 1, close) and not self._is_nested(at, close):
            return self._add("made", "", at, behind, path, own=self._own_of(at, behind))
        self._letter(at, at + 1, "[", path)
        self._inlines(at + 1, close, path)
        return self._letter(close, close + 1, "]", path)

    def _is_nested(self, at: int, close: int) -> bool:
        """Return whether the first cite key between brackets is in brackets of its own."""
        first = CITE.search(self._said, at + 1, close)
        assert first is not None
        inner = self._said.find("[", at + 1, first.start())
        return inner > 0 and self._closing(inner, close) > first.start()

    def _held(self, at: int, close: int, behind: int, path: tuple[Holder, ...], look: str) -> int:
        """Read what is between brackets, held by them and by what follows them."""
        holder = self._holder("[", self._plain(close, behind), look, plain=False)
        before = len(self._pieces)
        self._inlines(at + 1, close, (*path, holder))
        if len(self._pieces) == before:
            raise _Unread
        return behind

    def _cited(self, at: int, end: int) -> re.Match[str] | None:
        """Return the cite key at a place, or behind the hyphen that is there."""
        start = at + (self._said[at] == "-")
        found = CITE.match(self._said, start, end)
        if found and start > at and at and self._said[at - 1].isalnum():
            return None
        return found

    def _bare_citation(
        self, at: int, found: re.Match[str], end: int, path: tuple[Holder, ...]
    ) -> int:
        behind = found.end()
        space = _SPACE.match(self._said, behind, end)
        bracket = space.end() if space else behind
        if bracket < end and self._said[bracket] == "[" and self._said[bracket + 1] != "^":
            close = self._closing(bracket, end)
            if close and not self._said.startswith(("{", "("), close + 1):
                behind = close + 1
        return self._add("made", "", at, behind, path, own=self._own_of(at, behind))

    def _own_of(self, at: int, end: int) -> tuple[tuple[int, int], ...]:
        """Return the places of the author's own words in a citation: all but its keys and signs."""
        start = self._places[at]
        said, places, first = self._said, [], at
        for found in CITE.finditer(said, at, end):
            places.append((first, found.start()))
            first = found.end()
        places.append((first, end))
        own: list[tuple[int, int]] = []
        for one, other in places:
            for words in re.finditer(r"[^\[\];{}]+", said[one:other]):
                bare = words[0].strip(" ,\n\t-")
                if not bare:
                    continue
                lead = one + words.start() + words[0].index(bare)
                own.append((self._places[lead] - start, self._end(lead + len(bare)) - start))
        return tuple(own)

    # --- emphasis ---

    def _emphasis(self, at: int, end: int, path: tuple[Holder, ...]) -> int:
        said = self._said
        sign = said[at]
        count = 1
        while count < 3 and at + count < end and said[at + count] == sign:
            count += 1
        inside = at + count
        opens = inside < end and not said[inside].isspace() and said[inside] != sign
        if sign == "_" and at and said[at - 1].isalnum():
            opens = False
        close = self._closing_emphasis(inside, end, sign, count) if opens else 0
        if opens and not close and count == 3:
            return self._twofold(at, end, path)
        if not close:
            for place in range(at, inside):
                self._letter(place, place + 1, sign, path)
            return inside
        marks = sign * count
        holder = self._holder(marks, marks, _LOOKS[marks], plain=True)
        self._inlines(inside, close, (*path, holder))
        return close + count

    def _twofold(self, at: int, end: int, path: tuple[Holder, ...]) -> int:
        """Read an emphasis within another that begin together and end apart: ***so*, and so**."""
        sign, inside = self._said[at], at + 3
        for inner, outer in ((1, 2), (2, 1)):
            first = self._closing_emphasis(inside, end, sign, inner)
            last = first and self._closing_emphasis(first + inner, end, sign, outer)
            if last:
                holders = [
                    self._holder(sign * count, sign * count, _LOOKS[sign * count], plain=True)
                    for count in (outer, inner)
                ]
                self._inlines(inside, first, (*path, *holders))
                self._inlines(first + inner, last, (*path, holders[0]))
                return last + outer
        for place in range(at, inside):
            self._letter(place, place + 1, sign, path)
        return inside

    def _closing_emphasis(self, at: int, end: int, sign: str, count: int) -> int:
        """Return the place of the signs that close an emphasis; 0 if there are none."""
        said = self._said
        while at < end:
            character = said[at]
            if character == "\\":
                at += 2
            elif character == "[":
                close = self._closing(at, end)
                at = close + 1 if close else at + 1
                found = _ATTRIBUTES.match(said, at, end) or _TARGET.match(said, at, end)
                at = found.end() if found else at
            elif character == "`":
                close = said.find("`", at + 1, end)
                at = close + 1 if close > 0 else at + 1
            elif character == sign:
                run = len(said[at:end]) - len(said[at:end].lstrip(sign))
                closes = not said[at - 1].isspace() and (
                    sign == "*" or at + run >= end or not said[at + run].isalnum()
                )
                if closes and (run == count or (run == 3 and count < 3)):
                    return at + run - count
                if run == count or run > 3:
                    at += run
                    continue
                if not closes or run != count:
                    inner = self._closing_emphasis(at + run, end, sign, run) if (
                        at + run < end and not said[at + run].isspace()) else 0  # fmt: skip
                    at = inner + run if inner else at + run
            else:
                at += 1
        return 0


def _look_of(attributes: str) -> str:
    """Return the look that attributes give to words."""
    classes = {word for word in attributes.strip("{}").split() if word.startswith(".")}
    look = "c" if classes & {".smallcaps", ".sc"} else ""
    return look + ("u" if classes & {".underline", ".ul"} else "")
