"""Read the number of a chapter off its title: "Chapter 3: Days", "3. fejezet", "IV. Tage"."""

from __future__ import annotations

import re
from functools import cache

from octavo.locales.tables import tables, words_in

_NUMBER = r"(\d+|[IVXLC]+)\b"
_BARE = re.compile(r"(\d{1,2}|[IVXLC]+)[.:]\s", re.IGNORECASE)


@cache
def _named() -> re.Pattern[str]:
    """Return the pattern of a named chapter in any language: an edition may hold chapters in
    several."""
    phrases = dict.fromkeys(p for tag in tables() for p in words_in(tag).chapter_headings)
    return re.compile("|".join(map(_pattern, phrases)), re.IGNORECASE)


def _pattern(phrase: str) -> str:
    before, after = (
        r"\s+".join(map(re.escape, re.split(r"\s+", part))) for part in phrase.split("{number}")
    )
    return before + _NUMBER + after + (r"\b" if after else "")


def named_chapter(title: str) -> str:
    """Return the number of a title that has the word for a chapter; nothing for any other."""
    found = _named().match(title)
    return next(filter(None, found.groups()), "") if found else ""


def chapter_number(title: str) -> str:
    """Return the number that opens a title, with the word for a chapter or without it; nothing if
    there is none."""
    bare = _BARE.match(title)
    return named_chapter(title) or (bare[1] if bare else "")
