"""Find where the words of a text may be divided, by the patterns of its language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import pyphen

_WORD = re.compile(r"[^\W\d_]+")
_SOFT = "\u00ad"


def divisions(text: str, language: str, limits: tuple[int, int, int]) -> Iterator[int]:
    """Yield the offsets in a text at which a word may be divided.

    `limits` are the fewest letters of a word, before a division and behind it. A word in which the
    author has put soft hyphens is divided there alone (CSS Text 3, 5.4).
    """
    total, left, right = limits
    for found in _WORD.finditer(text):
        start, end = found.span()
        if end - start < total or _SOFT in text[start - 1 if start else 0 : end + 1]:
            continue
        for place in _places(found[0], language, left, right):
            yield start + place


def may_be_divided(text: str, language: str, limits: tuple[int, int, int]) -> bool:
    """Return whether a text has a word that may be divided."""
    return next(divisions(text, language, limits), None) is not None


@lru_cache(maxsize=65_536)
def _places(word: str, language: str, left: int, right: int) -> tuple[int, ...]:
    """Return where a word may be divided; not where the division would change its letters."""
    patterns = _patterns(language, left, right)
    if patterns is None:
        return ()
    return tuple(int(place) for place in patterns.positions(word) if place.data is None)


@lru_cache(maxsize=64)
def _patterns(language: str, left: int, right: int) -> pyphen.Pyphen | None:
    known = pyphen.language_fallback(language) if language else None
    return pyphen.Pyphen(lang=known, left=left, right=right) if known else None
