"""Divide passages into words, and find which of them became which."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from octavo.proof.normal_form import CALL
from octavo.returned.comparing import Step, compared
from octavo.returned.sides import Side

BREAK = "\u2029"  # between two passages
_TOKEN = re.compile(r"\w+|\s|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of one side: the number of its passage, its own, its look; a token of several has
    that of its first."""

    passage: int
    number: int


Token = tuple[str, Letter]


def tokens_of(sides: Sequence[Side], is_apart: Callable[[Side], bool]) -> Iterator[Token]:
    """Yield the words, spaces and signs of passages, each with its place; between two passages is
    a sign of its own. What is apart is one word that no other is like."""
    first = True
    last = 0
    for number, side in enumerate(sides):
        if side.is_gone:
            continue
        if not first:
            yield BREAK, Letter(last, len(sides[last].passage.text))
        first, last = False, number
        if is_apart(side):
            yield f"\0{number}", Letter(number, 0)
            continue
        calls = iter(side.calls)
        for found in _TOKEN.finditer(side.passage.text):
            word = found[0]
            if word == CALL:
                note = next(calls)
                word += note.name
            yield word, Letter(number, found.start())


def end_of(tokens: Sequence[Token], at: int) -> Letter:
    """Return the place behind a token."""
    if not at:
        return tokens[0][1] if tokens else Letter(0, 0)
    word, one = tokens[at - 1]
    if word.startswith(BREAK):
        return tokens[at][1] if at < len(tokens) else one
    return Letter(one.passage, one.number + len(letters_of(word)))


def steps_of(old: Sequence[Token], new: Sequence[Token]) -> list[Step]:
    """Return how tokens become others: what stays, and what is replaced by what. A few words that
    stay between longer ones that do not are no passage that stayed: they are replaced too."""
    steps = compared([word for word, _ in old], [word for word, _ in new])
    at = 1
    while at + 1 < len(steps):
        is_same, a, b, *_ = steps[at]
        kept = sum(len(letters_of(word)) for word, _ in old[a:b])
        ends = any(word.startswith(BREAK) for word, _ in old[a:b])
        if (
            is_same
            and not ends
            and 2 * kept <= min(_size(steps[n], old, new) for n in (at - 1, at + 1))
        ):
            before, behind = steps[at - 1], steps[at + 1]
            steps[at - 1 : at + 2] = [(False, before[1], behind[2], before[3], behind[4])]
            at = max(1, at - 1)
        else:
            at += 1
    return steps


def _size(step: Step, old: Sequence[Token], new: Sequence[Token]) -> int:
    _, a, b, c, d = step
    taken, put = (
        sum(len(letters_of(word)) for word, _ in tokens) for tokens in (old[a:b], new[c:d])
    )
    return max(taken, put)


def letters_of(word: str) -> str:
    """Return the letters that a word has in its passage."""
    return word[:1] if word.startswith((CALL, BREAK)) else "" if word.startswith("\0") else word


def words_of(tokens: Sequence[Token]) -> str:
    return "".join(letters_of(word) for word, _ in tokens)


def by_look(word: str, looks: Sequence[str], start: int) -> Iterator[tuple[str, str]]:
    """Yield the parts of a word that have one look."""
    first = 0
    for at in range(1, len(word) + 1):
        if at == len(word) or looks[start + at] != looks[start + first]:
            yield word[first:at], looks[start + first]
            first = at


def word_at(text: str, letter: int) -> str:
    start, end = letter, letter
    while start and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return text[start : max(end, start + 1)]
