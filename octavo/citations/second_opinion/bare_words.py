"""Reduce what both print to bare words, and find where the words differ."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

_SHAPES = str.maketrans(
    dict.fromkeys("“”„‟«»", '"') | dict.fromkeys("‘’‚‛‹›ʼ", "'") | dict.fromkeys("‐‑‒–—―−", "-")
    | dict.fromkeys("\u200b\u2060\ufeff\u00ad") | {"…": "..."}
)  # fmt: skip
_INSIDE_GUILLEMETS = re.compile(r"(?<=[«‹]) | (?=[»›])")
_NUMBER = re.compile(r"^(\[\d+\]|\d+[.)]) *")  # a number printed in the margin
_CLOSING = "\"')]"


def shaped(text: str) -> str:
    """Return a text with all quotation marks, hyphens and spaces in one shape."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    return re.sub("-+", "-", _INSIDE_GUILLEMETS.sub("", text).translate(_SHAPES))


def bare(text: str) -> str:
    """Return a text without differences that are no matter of opinion.

    These are the shapes of quotation marks, hyphens and spaces, the case of the first letter, and
    the full stop at the end.
    """
    text = _without_stop(_NUMBER.sub(r"\1 ", shaped(text)))
    first = next((at for at, character in enumerate(text[:4]) if character.isalpha()), None)
    return text if first is None else text[:first] + text[first].lower() + text[first + 1 :]


def _without_stop(text: str) -> str:
    """Take the full stop off the end, before closing quotation marks or after them."""
    text = text.removesuffix(".")
    words = text.rstrip(_CLOSING)
    return words.removesuffix(".") + text[len(words) :]


def unbracketed(words: str) -> str:
    """Return a text without the pair of brackets around all of it."""
    if (words[:1], words[-1:]) not in {("(", ")"), ("[", "]")}:
        return words
    depth = 0
    for character in words[:-1]:
        depth += (character == words[0]) - (character == words[-1])
        if not depth:
            return words  # it closes before the end
    return words[1:-1]


# --- where they differ ----------------------------------------------------------------------------

MOST_WORDS = 400  # of both texts; longer ones are not compared word by word
NEAR = 2  # differences with so few words between them are one


def parts_that_differ(ours: str, theirs: str) -> list[tuple[int, str, str]]:
    """Return the words in which two texts differ, each with its offset in ours.

    Where one text has nothing, a neighbouring word that both have is added to both.
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
