"""Find where a line of a text may end by the rules of its language (UAX #14)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import icu


def line_breaks(text: str, language: str) -> list[int]:
    """Return the offsets in a text before which a line may begin, its end included, in order."""
    iterator = _iterator(language)
    iterator.setText(text)
    found = list(iterator)
    return found if text.isascii() else _in_letters(text, found)


def _in_letters(text: str, units: list[int]) -> list[int]:
    """Return offsets in letters for some in units of UTF-16, which ICU counts in."""
    if max(text) <= "\uffff":
        return units
    letters: dict[int, int] = {}
    unit = 0
    for at, letter in enumerate(text):
        letters[unit] = at
        unit += 1 + (letter > "\uffff")
    letters[unit] = len(text)
    return [letters[each] for each in units if each in letters]


@lru_cache(maxsize=64)
def _iterator(language: str) -> Any:
    """Return the breaker of a language, once."""
    breaker: Any = icu
    return breaker.BreakIterator.createLineInstance(breaker.Locale(language or "root"))
