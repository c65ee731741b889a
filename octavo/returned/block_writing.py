"""Write blocks anew: their pieces as they were, without those that went, with those that came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from octavo.proof.form_text import HEADINGS, ITEM, Passage
from octavo.returned.escaping import SHARED, escaped, escaped_head
from octavo.returned.placing import Placed
from octavo.returned.sides import Side, Writing
from octavo.returned.source_letters import Holder, Piece, with_holders

PARTED = "\n\n"  # between two blocks
AHEAD = -1  # the place before the sign of a block, among those before its pieces


@dataclass(slots=True)
class OpenBlock:
    """A block while it is changed: which of its pieces go, what comes before each, the path and the
    writing of those that changed."""

    placed: Placed
    gone: set[int] = field(default_factory=set)
    put: dict[int, list[Put]] = field(default_factory=dict)
    paths: dict[int, tuple[Holder, ...]] = field(default_factory=dict)
    said: dict[int, str] = field(default_factory=dict)
    mapped: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Put:
    """What is put in before a piece: words with their look, a new paragraph (its passage), or what
    is written as it is; `is_block` says of either that it is a block that was moved here."""

    words: str
    path: tuple[Holder, ...] = ()
    begins: Passage | None = None
    is_written: bool = False
    is_block: bool = False


class BlockWriter:
    """A writer of the blocks of a cluster: `joined` are the passages whose end went."""

    def __init__(
        self, before: Sequence[Side], blocks: Sequence[OpenBlock | None], joined: set[int],
        writing: Writing,
    ) -> None:  # fmt: skip
        self._before, self._blocks = before, blocks
        self._joined, self._writing = joined, writing
        self.refusal = ""

    def written(self, *, is_changed: bool) -> str | None:
        """Return what is written of all blocks now; None if nothing was changed in them. What
        cannot be written so gets a reason, the `refusal`."""
        emptied = {at for at in range(len(self._before)) if self._is_emptied(at)}
        if not is_changed and not emptied and not self._others():
            return None
        said: list[str] = []
        left = [at for at in range(len(self._before)) if at not in emptied]
        for number, at in enumerate(left):
            block = self._blocks[at]
            assert block is not None
            joins = bool(number) and self._are_joined(left[number - 1], at)
            goes_on = number + 1 < len(left) and self._are_joined(at, left[number + 1])
            if joins and self._between_blocks(left[number - 1], at).strip(" \n>\t"):
                self.refusal = "two paragraphs that markup parts were joined"
            if not joins:
                said += [self._between_blocks(left[number - 1], at)] if number else []
                said += [self._pieces_before(at), block.placed.lettered.lead]
            said.append(self._pieces_said(at, "" if goes_on else block.placed.lettered.tail))
        if left and len(left) < len(self._before):
            last = len(self._before) - 1
            said = [self._kept_between(0, left[0]), *said, self._kept_between(left[-1], last)]
        return "".join(said)

    def _are_joined(self, last: int, at: int) -> bool:
        """Return whether all ends of paragraphs between two passages went."""
        ends = [one for one in range(last, at) if not self._before[one].is_gone]
        return all(one in self._joined for one in ends)

    def _pieces_before(self, at: int) -> str:
        """Return what is written before the sign of a block: new paragraphs."""
        block = self._blocks[at]
        assert block is not None
        waiting = block.put.pop(AHEAD, [])
        if not waiting:
            return ""
        heads, parts = self._parts_put(at, waiting, [[]])
        first = heads[0].lstrip("\n").removeprefix(block.placed.lettered.block.margin)
        made = "".join(
            (first if not n else head) + _as_paragraph(head, part)
            for n, (head, part) in enumerate(zip(heads, parts[1:], strict=True))
        )
        ends = "\n" * (len(heads[0]) - len(heads[0].lstrip("\n")))
        return f"{made}{ends}{block.placed.lettered.block.margin}"

    def _parts_put(
        self, at: int, waiting: Sequence[Put], parts: list[list[Piece]]
    ) -> tuple[list[str], list[list[Piece]]]:
        """Return what begins each new paragraph, and the pieces of each part."""
        heads: list[str] = []
        for put in waiting:
            if put.begins is not None:
                heads.append(self._head(at, put.begins, is_block=put.is_block))
                parts.append([])
            elif put.is_written:
                kind = "made" if put.is_block else "call"
                parts[-1].append(Piece(kind, "", put.words, put.path, -1))
            else:
                parts[-1].append(self._new_piece(at, put))
        return heads, parts

    def _others(self) -> bool:
        """Return whether a piece was changed otherwise."""
        return any(
            self._writing.other(piece) is not None
            for block in self._blocks if block is not None for piece in block.placed.lettered.pieces
        )  # fmt: skip

    def _is_emptied(self, at: int) -> bool:
        """Return whether nothing is left of a passage."""
        block = self._blocks[at]
        if self._before[at].is_gone:
            return True
        if block is None or any(block.put.values()):
            return False
        text = self._before[at].passage.text
        ends = at in self._joined or at - 1 in self._joined
        return ends and bool(text) and block.mapped <= block.gone

    def _kept_between(self, first: int, last: int) -> str:
        """Return the markup between two blocks, the outer of them gone: it is not theirs."""
        said = self._between_blocks(first, last) if first < last else ""
        return said if said.strip(" \n>\t") else ""

    def _between_blocks(self, last: int, at: int) -> str:
        """Return what is written between two blocks, without those that went."""
        said: list[str] = []
        for one in range(last, at):
            first, other = self._blocks[one], self._blocks[one + 1]
            assert first is not None and other is not None
            start, end = first.placed.lettered.block.end, other.placed.lettered.block.start
            said.append(self._writing.text[start:end])
        kept = [one for one in said if one.strip(" \n>\t")]
        return "".join(kept) if kept else said[0]

    def _pieces_said(self, at: int, tail: str) -> str:
        """Return what is written of a block now, with its `tail` behind its first paragraph."""
        block = self._blocks[at]
        assert block is not None
        parts: list[list[Piece]] = [[]]
        heads: list[str] = []
        pieces = block.placed.lettered.pieces
        for number in range(len(pieces) + 1):
            more, parts = self._parts_put(at, block.put.get(number, ()), parts)
            heads += more
            if number < len(pieces) and not self._goes(block, number):
                piece = pieces[number]
                said = block.said.get(number) or self._writing.other(piece) or piece.written
                path = block.paths.get(number, piece.path)
                parts[-1].append(replace(piece, written=said, path=path))
        kept = _once([piece for part in parts for piece in part])
        made, start = [], 0
        for part in parts:
            made.append(kept[start : start + len(part)])
            start += len(part)
        said = with_holders(tidy(made[0]))
        said = (said.rstrip(" ") if heads else said) + tail
        for head, part in zip(heads, made[1:], strict=True):
            said = said.rstrip(" ") + head + _as_paragraph(head, part)
        return said

    def _goes(self, block: OpenBlock, number: int) -> bool:
        """Return whether a piece goes: a space that is not printed goes with both its
        neighbours, or with the call or the citation behind it."""
        if number in block.gone:
            return True
        piece = block.placed.lettered.pieces[number]
        if number in block.mapped or piece.kind not in ("space", "letter"):
            return False
        before = max((one for one in block.mapped if one < number), default=None)
        behind = min((one for one in block.mapped if one > number), default=None)
        calls = number + 1 in block.gone and (
            block.placed.lettered.pieces[number + 1].kind in ("made", "call")
        )
        return calls or (before in block.gone and behind in block.gone)

    def _new_piece(self, at: int, put: Put) -> Piece:
        block = self._blocks[at]
        assert block is not None
        kind = block.placed.lettered.block.kind
        if put.words == "\n":
            margin = block.placed.lettered.block.margin
            said = f"\n{margin}" if kind == "verse" else f"\\\n{margin}"
            return Piece("space", "\n", said, (), -1)
        is_code = kind == "code" or any(holder.opening.startswith("`") for holder in put.path)
        said = put.words if is_code else escaped(put.words, alone=self._writing.is_alone)
        return Piece("space" if put.words == " " else "letter", put.words, said, put.path, -1)

    def _head(self, at: int, passage: Passage, *, is_block: bool = False) -> str:
        """Return what begins a new paragraph beside a block, or a block that was moved there."""
        block = self._blocks[at]
        assert block is not None
        own = block.placed.lettered.block
        margin = own.margin.removesuffix("| ") if own.kind == "verse" else own.margin
        if is_block:
            return f"{self._between_items(at) if own.kind == 'item' else PARTED}{margin}"
        if passage.kind in HEADINGS:
            level = max(1, HEADINGS.index(passage.kind) + 1 + self._writing.rise)
            return f"\n\n{margin}{'#' * level} "
        if own.kind == "verse":
            return f"\n\n{margin}| " if "\n" in passage.text else f"\n\n{margin}"
        if own.kind == "item":
            return f"{self._between_items(at)}{margin}{own.marker}"
        if passage.kind.startswith(ITEM):
            return f"\n\n{margin}{passage.kind.removeprefix(ITEM)} "
        return f"\n\n{margin}"

    def _between_items(self, at: int) -> str:
        """Return the ends of lines between two items of a list, as its first ones have them."""
        block = self._blocks[at]
        assert block is not None
        own = block.placed.lettered.block
        behind = self._writing.text[own.end : own.end + 200]
        is_loose = behind.startswith(f"\n\n{own.margin}{own.marker[:1]}")
        return "\n\n" if is_loose else "\n"


def append(waiting: list[Put], put: Put) -> None:
    """Put words behind those that wait: with these as one, if nothing parts them."""
    last = waiting[-1] if waiting else None
    joins = last is not None and last.words and not last.is_written and last.path == put.path
    if last is not None and joins and not (last.words[-1].isspace() or put.words[0].isspace()):
        waiting[-1] = replace(last, words=last.words + put.words)
    else:
        waiting.append(put)


def _as_paragraph(head: str, pieces: Sequence[Piece]) -> str:
    own = with_holders(tidy(pieces)).lstrip(" ")
    if pieces and pieces[0].kind == "made":
        return own  # a block that was moved, with its own sign
    return own if head.endswith("# ") else escaped_head(own)


def shared(one: tuple[Holder, ...], other: tuple[Holder, ...]) -> tuple[Holder, ...]:
    count = 0
    while count < min(len(one), len(other)) and one[count] == other[count]:
        count += 1
    return one[:count]


def _once(pieces: Sequence[Piece]) -> list[Piece]:
    """Return pieces so that no holder with attributes is opened twice: behind something that is not
    in it, it is left out."""
    closed: set[Holder] = set()
    before: tuple[Holder, ...] = ()
    made: list[Piece] = []
    for piece in pieces:
        path = tuple(h for h in piece.path if h.is_plain or h not in closed)
        closed |= {h for h in before if h not in path}
        made.append(replace(piece, path=path) if path != piece.path else piece)
        before = path
    return made


def tidy(pieces: Sequence[Piece]) -> list[Piece]:
    """Return pieces so that no emphasis begins or ends with a space: it would be none. A space
    between two words of one new emphasis is part of it."""
    made = list(pieces)
    changed = True
    while changed:
        changed = False
        for at, piece in enumerate(made):
            if piece.kind != "space":
                continue
            left = made[at - 1].path if at else ()
            right = made[at + 1].path if at + 1 < len(made) else ()
            common = shared(left, right)
            more = common[len(piece.path) :]
            if more and common[: len(piece.path)] == piece.path and all(
                holder.number == SHARED for holder in more
            ):  # fmt: skip
                made[at] = replace(piece, path=common)
                continue
            kept = tuple(
                h for h in piece.path if not h.is_plain or (h in left and h in right)
            )  # fmt: skip
            if kept != piece.path:
                made[at] = replace(piece, path=kept)
                changed = True
    return made
