"""Align the letters of the passages of a form with the pieces of the blocks of its source.

What a text has of its own is found in the form in the same order, folded to one spelling; what
Octavo makes (a citation, a number, a reference) is whatever is between. A block that cannot be
found so has no place, and nothing is changed in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from octavo.proof.form_text import HEADINGS, Passage
from octavo.proof.normal_form import CALL
from octavo.returned.folding import Folded, fold, folded, is_idle
from octavo.returned.source_letters import Lettered, Piece

Span = tuple[int, int]
_AHEAD = 12  # blocks that are tried for a passage, if their words do not tell which is its own
_POINTS = frozenset(".,;:!?”’»\"'")
_NUMBERED = ("caption", "picture")  # kinds of blocks before whose words Octavo sets a number


@dataclass(frozen=True, slots=True)
class Placed:
    """A passage with its block: for each of its letters, the pieces that it is written with, from
    the first to the last; None for one that Octavo has added."""

    lettered: Lettered
    pieces: tuple[Span | None, ...]

    def is_own(self, letter: int) -> bool:
        """Return whether a letter is written in the source."""
        span = self.pieces[letter]
        return span is not None and self.lettered.pieces[span[0]].kind != "made"


def placed(passages: Sequence[Passage], blocks: Sequence[Lettered | None]) -> list[Placed | None]:
    """Return the place of each passage of a text, in order; None for one that is not found."""
    known = [block for block in blocks if block is not None]
    found: list[Placed | None] = [None] * len(passages)
    for at, number in _pairs(passages, known):
        found[at] = place(passages[at], known[number])
    return found


def _pairs(passages: Sequence[Passage], blocks: Sequence[Lettered]) -> Iterator[tuple[int, int]]:
    """Yield the numbers of passages and of their blocks, in order."""
    said = [fold(passage.text).text for passage in passages]
    own = [_own_words(block) for block in blocks]
    matcher = SequenceMatcher(None, said, own, autojunk=False)
    at = number = 0
    for one, other, size in matcher.get_matching_blocks():
        yield from _pairs_between(passages, blocks, (at, one), (number, other))
        for step in range(size):
            yield one + step, other + step
        at, number = one + size, other + size


def _own_words(block: Lettered) -> str:
    """Return the folded words of a block; with a sign that no form has, if Octavo makes others."""
    if any(piece.kind == "made" for piece in block.pieces) or block.block.kind in _NUMBERED:
        return f"\0{id(block)}"
    return fold(CALL if piece.kind == "call" else piece.shown for piece in block.pieces).text


def _pairs_between(
    passages: Sequence[Passage], blocks: Sequence[Lettered], of_passages: Span, of_blocks: Span
) -> Iterator[tuple[int, int]]:
    number = of_blocks[0]
    for at in range(*of_passages):
        for ahead in range(number, min(number + _AHEAD, of_blocks[1])):
            if place(passages[at], blocks[ahead]) is not None:
                yield at, ahead
                number = ahead + 1
                break


def place(passage: Passage, block: Lettered) -> Placed | None:
    """Return the place of a passage in a block; None if the block has other words."""
    if (block.block.kind == "heading") != (passage.kind in HEADINGS):
        return None
    if (block.block.kind == "cell") != (passage.kind in ("row", "cell")):
        return None
    letters = fold(passage.text)
    pieces = block.pieces
    spans = _found(letters, block, range(len(pieces)))
    if spans is None and (order := _behind_points(pieces)):
        spans = _found(letters, block, order)
    return None if spans is None else Placed(block, _with_idle(passage.text, spans, block.pieces))


def _behind_points(pieces: Sequence[Piece]) -> list[int]:
    """Return the order of pieces if each citation is behind the points that follow it, as the call
    of a note is; nothing if no point follows one."""
    order: list[int] = []
    waiting: int | None = None
    moved = False
    for number, piece in enumerate(pieces):
        if waiting is not None:
            if piece.kind == "letter" and piece.shown in _POINTS:
                order.append(number)
                moved = True
                continue
            order.append(waiting)
            waiting = None
        if piece.kind == "made":
            waiting = number
        else:
            order.append(number)
    return [*order, *([] if waiting is None else [waiting])] if moved else []


def _found(letters: Folded, block: Lettered, order: Sequence[int]) -> dict[int, Span] | None:
    """Return the pieces of each letter that is not idle, if these are printed in an order; None if
    the block has other words."""
    spans: dict[int, Span] = {}
    at = 0
    wild: int | None = None  # the number of a piece that Octavo makes, whose end is not known yet
    waits = block.block.kind in _NUMBERED
    pieces = block.pieces
    step = 0
    while step < len(order):
        if pieces[order[step]].kind == "made":
            # of two with nothing between, the first has all that is made
            wild = order[step] if wild is None else wild
            waits = True
            step += 1
            continue
        segment, numbers, step = _segment(pieces, order, step)
        if not segment:
            continue
        is_last = block.block.kind != "caption" and not any(
            pieces[number].kind in ("made", "call") or folded(pieces[number].shown)
            for number in order[step:]
        )
        where = _where(letters.text, segment, at, waits, is_last)
        while where < 0 and wild is not None and segment[:1] in _POINTS and segment:
            # a point behind a citation may be in it: “The Tolls.”
            segment, numbers = segment[1:], numbers[1:]
            where = _where(letters.text, segment, at, waits, is_last)
        if where < 0:
            return None
        if wild is not None:
            _give(spans, letters, at, where, wild)
        for ahead, piece in enumerate(numbers):
            letter = letters.numbers[where + ahead]
            first, last = spans.get(letter, (piece, piece))
            spans[letter] = (min(first, piece), max(last, piece))
        at, wild, waits = where + len(segment), None, False
    if wild is not None:
        _give(spans, letters, at, len(letters.text), wild)
    elif block.block.kind != "caption" and at < len(letters.text) and not (waits and not spans):
        return None
    return spans


def _segment(
    pieces: Sequence[Piece], order: Sequence[int], step: int
) -> tuple[str, list[int], int]:
    """Return the folded letters of pieces up to the next that Octavo makes, the number of the piece
    of each, and the step of that next one in their order."""
    said: list[str] = []
    numbers: list[int] = []
    while step < len(order) and pieces[order[step]].kind != "made":
        piece = pieces[order[step]]
        own = CALL if piece.kind == "call" else folded(piece.shown)
        if piece.kind != "hidden":
            said.append(own)
            numbers += [order[step]] * len(own)
        step += 1
    return "".join(said), numbers, step


def _where(text: str, segment: str, at: int, waits: bool, is_last: bool) -> int:
    if is_last:
        start = len(text) - len(segment)
        return start if start >= at and (waits or start == at) and text.endswith(segment) else -1
    if waits:
        return text.find(segment, at)
    return at if text.startswith(segment, at) else -1


def _give(spans: dict[int, Span], letters: Folded, start: int, end: int, piece: int) -> None:
    for step in range(start, end):
        spans.setdefault(letters.numbers[step], (piece, piece))


def _with_idle(
    text: str, spans: dict[int, Span], pieces: Sequence[Piece]
) -> tuple[Span | None, ...]:
    """Return the pieces of all letters: of the spaces between two letters too."""
    made: list[Span | None] = [spans.get(letter) for letter in range(len(text))]
    letter = 0
    last = -1
    while letter < len(text):
        if (span := made[letter]) is not None:
            last = span[1]
            letter += 1
            continue
        end = letter
        while end < len(text) and made[end] is None:
            end += 1
        ahead = made[end] if end < len(text) else None
        behind = len(pieces) if ahead is None else ahead[0]
        if last >= 0 and behind == last and pieces[last].kind == "made":
            made[letter:end] = [(last, last)] * (end - letter)
        else:
            _give_idle(text, made, (letter, end), pieces, (last + 1, behind))
        letter = end
    return tuple(made)


def _give_idle(
    text: str, made: list[Span | None], letters: Span, pieces: Sequence[Piece], between: Span
) -> None:
    """Give spaces and signs without width their pieces, in order."""
    number = between[0]
    for letter in range(*letters):
        for ahead in range(number, between[1]):
            piece = pieces[ahead]
            if piece.kind not in ("letter", "space") or not piece.shown:
                continue
            if not is_idle(piece.shown):
                continue
            if piece.shown == text[letter] or (piece.shown.isspace() and text[letter].isspace()):
                made[letter] = (ahead, ahead)
                number = ahead + 1
                break
