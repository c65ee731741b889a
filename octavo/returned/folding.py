"""Turn the letters of a source and those of a form into one spelling, so that they can be aligned.

Octavo sets the quotation marks, dashes and spaces of each language: what differs by these alone is
the same letter. Spaces and signs without width are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_QUOTES = "\"'“”„‟‘’‚‛«»‹›′″"
_FOLDED = {
    **dict.fromkeys(_QUOTES, '"'),
    "–": "--", "—": "---", "…": "...", "\u2011": "-", "\u2010": "-",
    **dict.fromkeys(" \t\n\r\u00a0\u202f\u2009\u200a\u2002\u2003\u2007\u2008\u3000", ""),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f", ""),
}  # fmt: skip


def folded(letter: str) -> str:
    """Return a letter as it is compared; nothing for a space and for a sign without width."""
    return _FOLDED.get(letter, letter)


def is_idle(letter: str) -> bool:
    """Return whether a letter is a space or a sign without width."""
    return _FOLDED.get(letter, letter) == ""


@dataclass(frozen=True, slots=True)
class Folded:
    """Letters as they are compared, and for each the number of the letter that it was made of."""

    text: str
    numbers: Sequence[int]


def fold(letters: Iterable[str]) -> Folded:
    """Return letters folded."""
    made: list[str] = []
    numbers: list[int] = []
    for number, letter in enumerate(letters):
        one = _FOLDED.get(letter, letter)
        made.append(one)
        numbers += [number] * len(one)
    return Folded("".join(made), numbers)
