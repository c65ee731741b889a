"""Read the number of a chapter off its title: "Chapter 3: Days", "3. fejezet", "IV. Tage"."""

from __future__ import annotations

import re
from functools import cache

from octavo.locales.tables import tables, words_in

_NUMBER = r"(\d+|[IVXLC]+)\b"
_BARE = re.compile(r"(\d{1,2}|[IVXLC]+)[.:]\s", re.IGNORECASE)


@cache
def _named() -> re.Pattern[str]:
    """What names a chapter in any language: an edition may hold chapters in several."""
    phrases = dict.fromkeys(p for tag in tables() for p in words_in(tag).chapter_headings)
    return re.compile("|".join(map(_pattern, phrases)), re.IGNORECASE)


def _pattern(phrase: str) -> str:
    before, after = (
        r"\s+".join(map(re.escape, re.split(r"\s+", part))) for part in phrase.split("{number}")
    )
    return before + _NUMBER + after + (r"\b" if after else "")


def named_chapter(title: str) -> str:
    """Give the number of a title that says it is a chapter's; the empty string of any other."""
    found = _named().match(title)
    return next(filter(None, found.groups()), "") if found else ""


def chapter_number(title: str) -> str:
    """Give the number that a title opens with, with the word for a chapter or without one."""
    bare = _BARE.match(title)
    return named_chapter(title) or (bare[1] if bare else "")
