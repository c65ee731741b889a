"""Put the changes of passages into the blocks that they are written in.

The letters of passages before and behind are compared, word by word. What stays is written as it
was, with all its markup; what goes takes its pieces with it; what is new is written where it is, in
the look that it has. What falls into words that Octavo makes is kept as a change without a place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from octavo.proof.form_text import Passage
from octavo.proof.normal_form import CALL, SIGNS
from octavo.returned.block_writing import AHEAD, BlockWriter, OpenBlock, Put, append, shared
from octavo.returned.escaping import with_look
from octavo.returned.own_words import with_own
from octavo.returned.placing import Placed
from octavo.returned.sides import Change, Side, Wanted, Woven, Writing, loosely
from octavo.returned.source_letters import Holder
from octavo.returned.tokens import (
    BREAK,
    Letter,
    Token,
    by_look,
    end_of,
    letters_of,
    steps_of,
    tokens_of,
    word_at,
    words_of,
)
from octavo.returned.word_book import NEW, looks_of

NOT_FOUND = "its place in the text was not found"
MADE = "Octavo makes these words"
_LetterWanted = tuple[str, bool, str]  # a letter, whether it must be this one, and its look
_Spot = tuple[int, tuple[Holder, ...], str]


def weave(before: Sequence[Side], behind: Sequence[Side], writing: Writing) -> Woven:
    """Return what is to be written for passages that became others."""
    return _Weaver(before, behind, writing).woven()


class _Weaver:
    def __init__(self, before: Sequence[Side], behind: Sequence[Side], writing: Writing) -> None:
        self._before, self._behind, self._writing = before, behind, writing
        self._made = Woven()
        self._blocks: list[OpenBlock | None] = [
            None if side.place is None else OpenBlock(side.place, mapped=_mapped(side.place))
            for side in before
        ]
        self._looks = [looks_of(side.passage) for side in before]
        self._new_looks = [looks_of(side.passage) for side in behind]
        self._joined: set[int] = set()  # passages whose end went
        self._wanted: list[_LetterWanted] = []
        self._partly: dict[tuple[int, int], list[Change]] = {}

    def woven(self) -> Woven:
        old = list(tokens_of(self._before, lambda side: side.is_gone))
        new = list(tokens_of(self._behind, lambda side: side.moved is not None))
        for is_same, a, b, c, d in steps_of(old, new):
            if is_same:
                self._keep(old[a:b], new[c:d])
                self._want_kept(old[a:b], new[c:d])
            else:
                refused = len(self._made.unplaced)
                self._replace(old, (a, b), new, (c, d))
                if len(self._made.unplaced) > refused:
                    self._want_kept(old[a:b])
                else:
                    self._want_new(new[c:d])
        self._settle_calls(old, new)
        if any(block is None for block in self._blocks):
            self._refuse(NOT_FOUND)
            self._made.wanted = [loosely(side.passage) for side in self._before]
            return self._made
        self._write()
        self._made.wanted = list(self._passages_wanted())
        return self._made

    def _write(self) -> None:
        """Write the blocks anew, if anything was changed in them."""
        writer = BlockWriter(self._before, self._blocks, self._joined, self._writing)
        said = writer.written(is_changed=bool(self._made.done))
        if said is not None:
            self._made.written.append((0, len(self._before) - 1, said))
        self._made.refusal = writer.refusal

    def _refuse(self, why: str) -> None:
        """Take no change: one is in words that have no place."""
        made = self._made
        made.unplaced += [replace(change, why=why) for change in made.done]
        made.done, made.gone, made.new, made.written = [], [], [], []

    # --- what must be ---

    def _want_kept(self, tokens: Sequence[Token], new: Sequence[Token] = ()) -> None:
        """Keep that words must be as they are; their look is that of the `new` ones, if any."""
        for at, (word, one) in enumerate(tokens):
            block = self._blocks[one.passage]
            place, looks = (new[at][1], self._new_looks) if new else (one, self._looks)
            for step, letter in enumerate(letters_of(word)):
                is_end = letter == BREAK
                is_own = is_end or (block is not None and block.placed.is_own(one.number + step))
                look = "" if is_end else looks[place.passage][place.number + step]
                self._wanted.append((letter, is_own, look))

    def _want_new(self, tokens: Sequence[Token]) -> None:
        """Keep that words must be as they were put in."""
        for word, one in tokens:
            wanted = self._behind[one.passage].wanted
            if word.startswith("\0") and wanted is not None:
                self._wanted += zip(wanted.text, wanted.exact, wanted.looks, strict=True)
                continue
            for step, letter in enumerate(letters_of(word)):
                is_end = letter == BREAK
                look = "" if is_end else self._new_looks[one.passage][one.number + step]
                self._wanted.append((letter, True, look))

    def _passages_wanted(self) -> Iterator[Wanted]:
        said: list[_LetterWanted] = []
        for one in [*self._wanted, (BREAK, True, "")]:
            if one[0] != BREAK:
                said.append(one)
                continue
            text = "".join(letter for letter, _, _ in said)
            exact = tuple(exact for _, exact, _ in said)
            yield Wanted(text, exact, tuple(look for _, _, look in said))
            said = []

    # --- what stays ---

    def _keep(self, old: Sequence[Token], new: Sequence[Token]) -> None:
        """Keep words; their look may be another."""
        for (word, one), (_, other) in zip(old, new, strict=True):
            if word.startswith((BREAK, CALL)) or word.isspace():
                continue
            for step in range(len(word)):
                known = self._looks[one.passage][one.number + step]
                wanted = self._new_looks[other.passage][other.number + step]
                if known != wanted:
                    self._set_look(one.passage, one.number + step, known, wanted)

    def _set_look(self, passage: int, letter: int, known: str, wanted: str) -> None:
        block = self._blocks[passage]
        text = self._before[passage].passage.text
        change = Change("", "", passage, letter, f"“{word_at(text, letter)}” is set otherwise")
        span = None if block is None else block.placed.pieces[letter]
        if block is None or span is None or not block.placed.is_own(letter):
            if not any(one.why == change.why for one in self._made.unplaced):
                self._made.unplaced.append(change)
            return
        for number in range(span[0], span[1] + 1):
            path = block.paths.get(number, block.placed.lettered.pieces[number].path)
            block.paths[number] = with_look(path, known, wanted)
        if not any(one.why == change.why for one in self._made.done):
            self._made.done.append(change)

    # --- what goes and comes ---

    def _replace(
        self, old: Sequence[Token], of_old: tuple[int, int], new: Sequence[Token],
        of_new: tuple[int, int],
    ) -> None:  # fmt: skip
        """Take words out, and put others in their place."""
        taken, put = old[slice(*of_old)], new[slice(*of_new)]
        at = taken[0][1] if taken else end_of(old, of_old[0])
        change = Change(words_of(taken), self._said(put), at.passage, at.number)
        letters = [
            (one.passage, one.number + step)
            for word, one in taken if not word.startswith(BREAK)
            for step in range(len(letters_of(word)))
        ]  # fmt: skip
        made = self._made_pieces(letters)
        if not letters and (inside := self._made_around(old, of_old[0])):
            self._change_made(inside, change)
            return
        if any(self._is_part(piece, letters) for piece in made):
            if len(made) == 1 and all(self._piece(*one) == made[0] for one in letters):
                self._change_made(made[0], change)
            else:
                self._made.unplaced.append(replace(change, why=MADE))
            return
        if any(sign in word for word, _ in put for sign in SIGNS[1:]):
            self._made.unplaced.append(replace(change, why="a picture or a formula was put in"))
            return
        self._made.done.append(change)
        if any(block is None for block in self._blocks):
            return
        if put:
            self._put(old, of_old, letters, put)
        self._joined |= {one.passage for word, one in taken if word.startswith(BREAK)}
        for passage, letter in letters:
            block = self._blocks[passage]
            span = block.placed.pieces[letter] if block else None
            if block and span is not None:
                block.gone |= set(range(span[0], span[1] + 1))

    def _said(self, put: Sequence[Token]) -> str:
        """Return words that were put in, with those of passages that were moved here."""
        return "".join(
            self._behind[one.passage].passage.text if word.startswith("\0") else letters_of(word)
            for word, one in put
        )

    def _piece(self, passage: int, letter: int) -> tuple[int, int] | None:
        """Return the passage and the number of the piece made by Octavo in which a letter is."""
        block = self._blocks[passage]
        span = block.placed.pieces[letter] if block else None
        if block is None or span is None:
            return None
        is_made = block.placed.lettered.pieces[span[0]].kind == "made"
        return (passage, span[0]) if is_made else None

    def _made_pieces(self, letters: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        found = (self._piece(*letter) for letter in letters)
        return list(dict.fromkeys(piece for piece in found if piece is not None))

    def _is_part(self, piece: tuple[int, int], letters: Sequence[tuple[int, int]]) -> bool:
        """Return whether letters are some of those that Octavo makes for a piece, but not all."""
        return any(letter not in letters for letter in self._letters_of(piece))

    def _letters_of(self, piece: tuple[int, int]) -> list[tuple[int, int]]:
        passage, number = piece
        block = self._blocks[passage]
        assert block is not None
        return [
            (passage, letter) for letter, span in enumerate(block.placed.pieces)
            if span == (number, number)
        ]  # fmt: skip

    def _made_around(self, old: Sequence[Token], at: int) -> tuple[int, int] | None:
        """Return the piece made by Octavo into which something is put; None for another place."""
        if not 0 < at < len(old):
            return None
        (word, one), (_, other) = old[at - 1], old[at]
        if word.startswith(BREAK) or one.passage != other.passage:
            return None
        last = one.number + len(letters_of(word)) - 1
        piece = self._piece(one.passage, last)
        if piece is None or old[at][0].startswith(BREAK):
            return None
        return piece if piece == self._piece(other.passage, other.number) else None

    def _put(
        self, old: Sequence[Token], of_old: tuple[int, int],
        letters: Sequence[tuple[int, int]], put: Sequence[Token],
    ) -> None:  # fmt: skip
        """Put words in: in the place of the first that go, or between two that stay."""
        passage, number, path, known = self._place_of(old, of_old[0], letters, put)
        ends = put[-1][0].startswith(BREAK)
        if ends and not number and not letters:
            # a new paragraph before a block: the end of it comes first, as before every other
            put = [(BREAK, Letter(put[0][1].passage - 1, 0)), *put[:-1]]
            number, path, known = AHEAD, (), ""
        block = self._blocks[passage]
        assert block is not None
        waiting = block.put.setdefault(number, [])
        for step, (word, one) in enumerate(put):
            if word.startswith(BREAK):
                follows = self._behind[one.passage + 1 : one.passage + 2]
                begins = follows[0].passage if follows else Passage("", "")
                moves = put[step + 1 : step + 2] and put[step + 1][0].startswith("\0")
                waiting.append(Put("", begins=begins, is_block=bool(moves)))
            elif word.startswith(CALL):
                waiting.append(self._call_of(one, path))
            elif (moved := self._behind[one.passage].moved) is not None:
                waiting.append(Put(moved, is_written=True, is_block=True))
            else:
                for piece, look in by_look(word, self._new_looks[one.passage], one.number):
                    append(waiting, Put(piece, with_look(path, known, look)))

    def _call_of(self, one: Letter, path: tuple[Holder, ...]) -> Put:
        side = self._behind[one.passage]
        number = side.passage.text[: one.number].count(CALL)
        note = side.calls[number]
        outside = tuple(holder for holder in path if not holder.is_plain)
        return Put(self._writing.call(note), outside, is_written=True)

    def _place_of(
        self, old: Sequence[Token], at: int, letters: Sequence[tuple[int, int]],
        put: Sequence[Token],
    ) -> tuple[int, int, tuple[Holder, ...], str]:  # fmt: skip
        """Return the passage and the piece before which something is put in, the holders in which
        it is, and the look that letters have in these."""
        for passage, letter in letters:
            block = self._blocks[passage]
            span = block.placed.pieces[letter] if block else None
            if block and span is not None:
                path = block.placed.lettered.pieces[span[0]].path
                return passage, span[0], path, self._look_in(passage, letter)
        is_head = 0 < at < len(old) and old[at - 1][0].startswith(BREAK)
        one = old[at][1] if is_head else end_of(old, at)
        return self._between(one.passage, one.number, put)

    def _look_in(self, passage: int, letter: int) -> str:
        return self._looks[passage][letter]

    def _between(
        self, passage: int, letter: int, put: Sequence[Token]
    ) -> tuple[int, int, tuple[Holder, ...], str]:
        """Return where to put words between the letter before a place and the one there."""
        block = self._blocks[passage]
        assert block is not None
        pieces, spans = block.placed.lettered.pieces, block.placed.pieces
        left = next((n for n in range(letter - 1, -1, -1) if spans[n] is not None), None)
        right = next((n for n in range(letter, len(spans)) if spans[n] is not None), None)
        word, one = put[0]
        look = "" if word.startswith((BREAK, CALL)) else self._new_looks[one.passage][one.number]
        after: _Spot = (0, (), "")
        before: _Spot = (len(pieces), (), "")
        if left is not None and (span := spans[left]) is not None:
            after = (span[1] + 1, pieces[span[1]].path, self._look_in(passage, left))
        if right is not None and (span := spans[right]) is not None:
            before = (span[0], pieces[span[0]].path, self._look_in(passage, right))
        if after[1] == before[1] or word.startswith((BREAK, CALL)):
            common = shared(after[1], before[1])
            return (passage, after[0], common, after[2] if common == after[1] else "")
        if (
            left is not None
            and after[2] == look
            and (
                (word[0].isalnum() and self._before[passage].passage.text[left].isalnum())
                or before[2] != look
            )
        ):
            return (passage, after[0], after[1], after[2])
        if right is not None and before[2] == look and after[2] != look:
            return (passage, before[0], before[1], before[2])
        common = shared(after[1], before[1])
        known = "".join(sorted({kind for holder in common for kind in holder.look}))
        return passage, after[0], common, known

    # --- calls and what Octavo makes ---

    def _settle_calls(self, old: Sequence[Token], new: Sequence[Token]) -> None:
        """Keep which notes went and which came."""
        still = {word for word, _ in new if word.startswith(CALL)}
        came = {word for word, _ in old if word.startswith(CALL)}
        self._made.gone += [word[1:] for word, _ in old if word in came - still]
        before = ""
        for side in self._behind:
            for note in side.calls:
                if note.name and CALL + note.name in came:
                    before = note.name
                elif note.name.startswith(NEW):
                    self._made.new.append((note, before))

    def _change_made(self, piece: tuple[int, int], change: Change) -> None:
        """Change what a citation has of the author's own, a locator or a word before it; what is
        changed elsewhere in it has no place."""
        passage, number = piece
        letters = [letter for _, letter in self._letters_of(piece)]
        said = self._before[passage].passage.text[letters[0] : letters[-1] + 1]
        changes = [*self._partly.get(piece, ()), replace(change, letter=change.letter - letters[0])]
        block = self._blocks[passage]
        assert block is not None
        written = with_own(block.placed.lettered.pieces[number], said, changes)
        if written is None:
            self._made.unplaced.append(replace(change, why=MADE))
            return
        self._partly[piece] = changes
        block.said[number] = written
        self._made.done.append(change)


def _mapped(place: Placed) -> set[int]:
    return {n for span in place.pieces if span is not None for n in range(span[0], span[1] + 1)}
