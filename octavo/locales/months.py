"""Recognize the names of months, with which a date such as `3. Mai 1942` goes on."""

from __future__ import annotations

from functools import cache

# A day has no full stop in English: `1. March on` begins a list.
_WITHOUT_POINT = frozenset({"en", ""})


def is_month(word: str, language: str) -> bool:
    """Return whether a word is the whole name of a month, in a language that writes a full stop
    behind the day."""
    tongue = language.partition("-")[0].lower()
    return tongue not in _WITHOUT_POINT and word.strip(".,;:").casefold() in _months(tongue)


@cache
def _months(language: str) -> frozenset[str]:
    from icu import DateFormatSymbols, Locale  # pyright: ignore[reportAttributeAccessIssue]

    known = DateFormatSymbols(Locale(language))
    forms = (DateFormatSymbols.FORMAT, DateFormatSymbols.STANDALONE)
    names = (known.getMonths(form, DateFormatSymbols.WIDE) for form in forms)
    return frozenset(name.casefold() for found in names for name in found)
