"""Compare the words of a note as printed with its words as written.

The comparison ignores what typesetting may change: where lines end, hyphens and spaces, ligatures
and the shapes of figures, capitals for small letters. Quotation marks, dashes and apostrophes are
compared, but for some that are one glyph in some faces; a face of the edition's own may have one
for more of them (`same_marks`). It also ignores letters that their glyphs do not identify, those of
Syriac, of India and beyond, and single combining marks, the points of Hebrew and Arabic among them.
A style may add points and signs to a note, never letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

WILD = "\0"  # in place of what is drawn, not spelt: formulas, pictures, ornaments, folios

# Spaces, hyphens, characters without width; the scripts and marks named above; emoji.
_DROPPED = re.compile(
    r"[\s\u00ad\u180b-\u180f\u200b-\u2011\u2028-\u202f\u2060-\u206f\ufe00-\ufe0f\ufeff"
    r"\u0300-\u036f\u0483-\u0489\u0590-\u05c7\u0600-\u0605\u0610-\u061f\u0640\u064b-\u065f\u0670"
    r"\u06d6-\u06ed\u0700-\u074f\u0780-\u089f\u08ca-\u109f\u1780-\u18af\u1a20-\u1cff\u20d0-\u20ff\ua8e0-\uabff"
    r"\ue000-\uf8ff\ufb1e\ufe20-\ufe2f\ufffd"
    r"\U00010800-\U00010fff\U00011000-\U00011fff\U0001e800-\U0001efff\U0001f000-\U0001faff-]+"
)
_ALIKE = str.maketrans(
    {
        # Some faces have one glyph for two of them; guillemets are mirrored from right to left.
        "ʼ": "’",
        "ʻ": "‘",
        "״": '"',
        "׳": "'",
        "»": "«",
        "›": "‹",
        "‒": "–",
        "―": "—",
        "ς": "σ",
        # Some of their forms are one glyph: those of yeh, of kaf, of heh, and the figures.
        **dict.fromkeys("\u0649\u06cc\u0626", "\u064a"),
        "\u06a9": "\u0643",
        **dict.fromkeys("\u06be\u06c1\u06d5", "\u0647"),
        **{chr(zero + digit): str(digit) for zero in (0x660, 0x6F0) for digit in range(10)},
    }
)
_IS_ALIKE = re.compile(f"[{''.join(map(chr, _ALIKE))}]")
_SAME_MARKS = str.maketrans(
    {**dict.fromkeys('"“”„‟«»‘’‚‛‹›`ʼ״׳', "'"), **dict.fromkeys("‒–—―", "–")}
)
_SIGNS = re.compile(r"[^\w\0]|_")
_BEFORE, _BEHIND = 18, 42  # letters quoted before and after the first difference


def folded(text: str) -> str:
    """Return a text in the form in which texts are compared."""
    if text.isascii():
        return "".join(text.split()).replace("-", "").lower()
    plain = _DROPPED.sub("", unicodedata.normalize("NFKC", text)).casefold()
    return plain.translate(_ALIKE) if _IS_ALIKE.search(plain) else plain


def same_marks(text: str) -> str:
    """Return a text with one sign for all quotation marks, and one for all dashes."""
    return text.translate(_SAME_MARKS)


@dataclass(frozen=True, slots=True)
class Difference:
    """The first difference of two texts: the words printed there and those wanted; `at` is the
    number of folded letters printed before it."""

    at: int
    printed: str
    wanted: str


def difference(printed: str, wanted: str) -> Difference | None:
    """Return the first difference between a printed text and the one that is wanted; None if the
    printed text is whole.

    The time it takes grows with the texts' length alone.
    """
    have, parts = folded(printed), [folded(part) for part in wanted.split(WILD)]
    if len(parts) == 1:
        at, reached = _parting(have, parts[0])
        if at < 0:
            return None
        return Difference(at, around(printed, at), around(wanted, reached))
    if _holds(have, parts):
        return None
    have, parts = _SIGNS.sub("", have), [_SIGNS.sub("", part) for part in parts]
    if _holds(have, parts):
        return None
    reached = 0
    for part in parts:
        found = have.find(part, reached)
        if found < 0:
            return Difference(reached, around(printed, reached), part[:_BEHIND])
        reached = found + len(part)
    return Difference(reached, around(printed, reached), "the end")


def _holds(text: str, parts: Sequence[str]) -> bool:
    """Return whether a text begins with the first part, ends with the last, and has the others
    between."""
    first, *between, last = parts
    if not text.startswith(first) or len(text) < len(first) + len(last):
        return False
    end, reached = len(text) - len(last), len(first)
    for part in between:
        found = text.find(part, reached, end)
        if found < 0:
            return False
        reached = found + len(part)
    return text.endswith(last)


def _parting(have: str, want: str) -> tuple[int, int]:
    """Return how many letters of each of two folded texts agree from the start; -1 for both if all
    do.

    Signs that are printed and not wanted are skipped; letters are not.
    """
    if have == want:
        return -1, -1
    at = 0
    for index, letter in enumerate(have):
        if at < len(want) and letter == want[at]:
            at += 1
        elif letter.isalnum():
            return index, at
    return (-1, -1) if at == len(want) else (len(have), at)


def around(text: str, letters: int) -> str:
    """Return the words of a text around the place that `letters` folded letters precede."""
    words = text.replace(WILD, " ").split()
    reached = 0
    for index, word in enumerate(words):
        reached += len(folded(word))
        if reached > letters:
            return _shortened(words, index)
    return _shortened(words, len(words))


def _shortened(words: Sequence[str], index: int) -> str:
    before = " ".join(words[max(0, index - 4) : index])[-_BEFORE:]
    behind = " ".join(words[index : index + 8])[:_BEHIND]
    return " ".join(part for part in (before, behind) if part)
