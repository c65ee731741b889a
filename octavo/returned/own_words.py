"""Change what a citation has of the author's own: a locator, the words before it and behind."""

from __future__ import annotations

from collections.abc import Sequence

from octavo.returned.escaping import escaped
from octavo.returned.folding import fold
from octavo.returned.sides import Change
from octavo.returned.source_letters import Piece


def with_own(piece: Piece, said: str, changes: Sequence[Change]) -> str | None:
    """Return how a citation is written after changes in what it says, each at a letter of this;
    None if they are not all in words of the author's own."""
    letters = fold(said)
    at = 0
    places: list[tuple[int, int, list[int]]] = []  # in the citation as written; its folded letters
    for start, end in piece.own:
        own = fold(piece.written[start:end])
        where = letters.text.find(own.text, at)
        if where < 0:
            continue
        at = where + len(own.text)
        places.append((start, end, list(letters.numbers[where:at])))
    made = piece.written
    for change in sorted(changes, key=lambda one: -one.letter):
        first, last = change.letter, change.letter + len(change.taken)
        for start, end, numbers in places:
            if not numbers or first < numbers[0] or last > numbers[-1] + 1:
                continue
            own = fold(piece.written[start:end])
            inside = [own.numbers[n] for n, letter in enumerate(numbers) if first <= letter < last]
            if inside:
                one, other = start + inside[0], start + inside[-1] + 1
            elif change.taken:
                return None
            else:
                before = [own.numbers[n] for n, letter in enumerate(numbers) if letter < first]
                one = other = start + (before[-1] + 1 if before else 0)
            made = made[:one] + escaped(change.put) + made[other:]
            break
        else:
            return None
    return made
