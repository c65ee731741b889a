"""Read the `month` of an entry where it is more than that: `oct # "~12"`, `{May/June}`, `{Mai}`.

pandoc passes over all but a number and the abbreviations of BibTeX, without a word.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from octavo.csl.items.dates import read_date
from octavo.locales.spelled import months

_ENGLISH = (
    "january february march april may june july august september october november december".split()
)
_PLAIN = re.compile(r"\d\d?|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec", re.IGNORECASE)
_NUMBERS = re.compile(r"(?P<first>\d\d?)\s*[-–—/,&]+\s*(?P<last>\d\d?)")
_WORD = re.compile(r"[^\W\d_]+")
_YEAR = re.compile(r"\d{3,4}")


def is_plain(fields: Mapping[str, str]) -> bool:
    """Return whether pandoc reads the month and the day of an entry, or whether it has a date."""
    month, day = fields.get("month", "").strip(), fields.get("day", "").strip()
    plain = not month or _PLAIN.fullmatch(month) is not None
    return bool(fields.get("date")) or (plain and (not day or day.isdecimal()))


def month_read(month: str, day: str, year: str) -> dict[str, Any] | None:
    """Return a date of CSL-JSON for the month, day and year of an entry, all without LaTeX.

    A word that names neither month nor season is kept as a season: 'Trinity'.  Return None if the
    month cannot be printed.
    """
    numbers = _NUMBERS.fullmatch(month)
    if numbers and _YEAR.fullmatch(year) and not day:
        first, last = int(numbers["first"]), int(numbers["last"])
        if 1 <= first <= 12 and 1 <= last <= 12:
            return {"date-parts": [[int(year), first], [int(year), last]]}
    if month.isdecimal() and 1 <= int(month) <= 12:
        month = _ENGLISH[int(month) - 1]
    said = _WORD.sub(_in_english, month)
    said = re.sub(r"\s*(?:&|,|\band\b|\bund\b|\bet\b)\s*(?=[^\W\d_])", "–", said)
    text = f"{said} {day} {year}" if day else f"{said} {year}"
    date = read_date(re.sub(r"(?<=\d)\.(?=\s|$)", "", text))
    if date is not None and date.parts and len(date.parts[0]) > 1:
        return {"raw": re.sub(r"(?<=\d)\.(?=\s|$)", "", text)}
    if _YEAR.fullmatch(year) and not day and not re.search(r"\d", month):
        return {"date-parts": [[int(year)]], "season": month}
    return None


def _in_english(word: re.Match[str]) -> str:
    number = months().get(word[0].casefold())
    return _ENGLISH[number - 1] if number else word[0]
