"""Recognize the names of months, with which a date such as `3. Mai 1942` begins."""

from __future__ import annotations

from functools import cache

# A day before its month has no full stop in English: `1. March on` begins a list.
_WITHOUT_POINT = frozenset({"en", ""})


def is_month(word: str, language: str) -> bool:
    """Return whether a word is the name of a month, whole, in a language that writes a day with a
    full stop before it."""
    tongue = language.partition("-")[0].lower()
    return tongue not in _WITHOUT_POINT and word.strip(".,;:").casefold() in _months(tongue)


@cache
def _months(language: str) -> frozenset[str]:
    from icu import (  # pyright: ignore[reportAttributeAccessIssue]
        DateFormatSymbols,
        Locale,
    )

    known = DateFormatSymbols(Locale(language))
    forms = (DateFormatSymbols.FORMAT, DateFormatSymbols.STANDALONE)
    names = (known.getMonths(form, DateFormatSymbols.WIDE) for form in forms)
    return frozenset(name.casefold() for found in names for name in found)
