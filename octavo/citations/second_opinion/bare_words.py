"""Bare words: two settings of a citation without what is no opinion, and where they differ."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

_SHAPES = str.maketrans(
    dict.fromkeys("“”„‟«»", '"') | dict.fromkeys("‘’‚‛‹›ʼ", "'") | dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("\u200b\u2060\ufeff\u00ad") | {"…": "..."}
)  # fmt: skip
_INSIDE_GUILLEMETS = re.compile(r"(?<=[«‹]) | (?=[»›])")
_NUMBER = re.compile(r"^(\[\d+\]|\d+[.)]) *")  # which stands in the margin
_CLOSING = "\"')]"


def shaped(text: str) -> str:
    """The words with all quotation marks, hyphens and spaces in one shape."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    return re.sub("-+", "-", _INSIDE_GUILLEMETS.sub("", text).translate(_SHAPES))


def bare(text: str) -> str:
    """The words without what is no opinion: the shapes of quotation marks, hyphens and spaces,
    the case of the first letter, and the full stop at the end."""
    text = _without_stop(_NUMBER.sub(r"\1 ", shaped(text)))
    first = next((at for at, character in enumerate(text[:4]) if character.isalpha()), None)
    return text if first is None else text[:first] + text[first].lower() + text[first + 1 :]


def _without_stop(text: str) -> str:
    """Take the full stop off, inside closing quotation marks or behind them."""
    text = text.removesuffix(".")
    words = text.rstrip(_CLOSING)
    return words.removesuffix(".") + text[len(words) :]


def unbracketed(words: str) -> str:
    """Words without the pair of brackets that stands around all of them."""
    if (words[:1], words[-1:]) not in {("(", ")"), ("[", "]")}:
        return words
    depth = 0
    for character in words[:-1]:
        depth += (character == words[0]) - (character == words[-1])
        if not depth:
            return words  # it closes before the end
    return words[1:-1]


# --- where they differ ----------------------------------------------------------------------------

MOST_WORDS = 400  # beyond which a difference is not looked for word by word
NEAR = 2  # differences with so few words between them are one


def parts_that_differ(ours: str, theirs: str) -> list[tuple[int, str, str]]:
    """The words in which two texts differ, with where they begin in ours.

    Where one has nothing, a neighbouring word that both have stands with it.
    """
    mine, other = ours.split(), theirs.split()
    if len(mine) + len(other) > MOST_WORDS:
        return [(0, ours, theirs)]
    spans: list[list[int]] = []
    for kind, *span in SequenceMatcher(None, mine, other, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        if spans and span[0] - spans[-1][1] <= NEAR:
            spans[-1][1::2] = span[1::2]
        else:
            spans.append(list(span))
    made: list[tuple[int, str, str]] = []
    for first, last, start, end in spans:
        if (first == last or start == end) and first and start:
            first, start = first - 1, start - 1
        elif first == last or start == end:
            last, end = last + 1, end + 1
        before = len(" ".join([*mine[:first], ""]))
        made.append((before, " ".join(mine[first:last]), " ".join(other[start:end])))
    return made
