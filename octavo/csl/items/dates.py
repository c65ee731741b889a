"""Read what an item says of a day, a month, a season, a year or the time between two.

CSL-JSON gives dates as parts, as words (`literal`) or as text to be read (`raw`): EDTF, or what
people type.  Text that cannot be read stays as words; nothing is raised.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from octavo.csl.items.days import (  # fmt: skip
    BOUNDS,
    FIRST_LISTED,
    LAST_YEAR,
    SEASON_NAMES,
    SEASONS,
    CleanDate,
    Day,
    as_day,
    day_of,
)
from octavo.csl.items.typed_dates import read_typed
from octavo.csl.text.tagged_text import unmarked

__all__ = ["SEASONS", "CleanDate", "Day", "clean_date", "is_supplied", "read_date", "sort_key"]


def clean_date(value: Any) -> CleanDate | None:
    """Read a date of CSL-JSON: an object, a list of parts, a text or a year; None if it is no date.

    A bare text or number is a date only if it can be read as one.
    """
    if isinstance(value, str | int) and not isinstance(value, bool):
        date = read_date(_text(value))
        return date if date and date.parts else None
    if isinstance(value, list):
        value = {"date-parts": value}
    if not isinstance(value, Mapping):
        return None
    circa = value.get("circa") not in (None, False, 0, "", "0", "false")
    days = _days(value)
    if days:
        season, name = _season(value.get("season"))
        first = days[0]
        if season and len(first) == 1:
            days = (*first, 20 + season), *days[1:]
        elif len(first) > 1:
            season, name = 0, ""
        return CleanDate(days, season, circa, season_name=name)
    literal = _text(value.get("literal"))
    if literal:
        return CleanDate(literal=literal, circa=circa)
    date = read_date(_text(value.get("raw")) or _text(value.get("edtf")))
    return replace(date, circa=True) if circa and date is not None else date


def _text(value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if abs(value) <= LAST_YEAR else ""
    return " ".join(unmarked(value).split()) if isinstance(value, str) else ""


# --- date-parts ----------------------------------------------------------------------------------


def _days(value: Mapping[str, Any]) -> tuple[Day, ...]:
    """Return the one or two days of a date given in parts; () if its first year is not one."""
    parts = value.get("date-parts")
    if not isinstance(parts, list) or not parts:
        parts = [[value.get(name) for name in FIRST_LISTED]]  # as CSL-YAML once had it
    elif isinstance(parts[0], int | str):  # [1999, 5] for [[1999, 5]]
        parts = [parts]
    days = [day_of(day) for day in parts[:2]]
    return tuple(days) if days[0] else ()


def _season(value: Any) -> tuple[int, str]:
    """Return the number of a season (0 if it has none), and the word to print for it: 'Fall', and a
    word that names no season of the year, such as 'Trinity'."""
    text = _text(value)
    if text.lower() in SEASON_NAMES:
        return SEASON_NAMES[text.lower()], text if text.lower() == "fall" else ""
    try:
        number = int(text)
    except ValueError:
        return 0, text
    return ((number - 13) % 4 + 1 if 13 <= number <= 24 else number if 1 <= number <= 4 else 0), ""


# --- text to be read -----------------------------------------------------------------------------


def read_date(text: str) -> CleanDate | None:
    """Read EDTF (levels 0 and 1) or what people type; keep as words what is neither.

    Return None for an empty text.
    """
    text = " ".join(text.split())
    if not text:
        return None
    if len(text) <= _LONGEST:
        for read in (_edtf, read_typed):
            date = read(text)
            if date is not None and not _SUPPLIED.fullmatch(text):
                return date
    return CleanDate(literal=text)


# A year that is known and is not on the work (Chicago 17, 14.44): its brackets are printed.
_SUPPLIED = re.compile(r"\[\d{4}\]")


def is_supplied(date: CleanDate) -> bool:
    """Return whether a date is a year in brackets: '[1923]'."""
    return _SUPPLIED.fullmatch(date.literal) is not None


_LONGEST = 80  # characters that can still be a date
_EDTF = re.compile(
    r"(?P<year>-?\d{1,4}|[Yy]-?\d{4,6}|\d{3}[Xxu]|\d{2}(?:XX|xx|uu))"
    r"(?:-(?P<month>\d\d?|XX|xx|uu)(?:-(?P<day>\d\d?|XX|xx|uu))?)?(?:T[\d:.+Z-]*)?(?P<doubt>[?~%]?)"
)
_OPEN = frozenset(("", "..", "open", "unknown"))


def _edtf(text: str) -> CleanDate | None:
    """Read Extended Date/Time Format, levels 0 and 1: https://www.loc.gov/standards/datetime/

    A year with unknown digits, '199X' or '19XX', is the range of years that it covers.  Return None
    if the text is no EDTF.
    """
    halves = text.split("/")
    if len(halves) > 2:
        return None
    found = [_EDTF.fullmatch(half) for half in halves]
    first, last = found[0], found[-1]
    if len(halves) == 1:
        return _edtf_day(first) if first else None
    if first and halves[1] in _OPEN:
        date = _edtf_day(first)
        return date and CleanDate((date.parts[0], ()), circa=date.circa)
    if last and halves[0] in _OPEN:
        return _edtf_day(last)
    if not first or not last or len(halves[1]) < 4:  # '1999/00' is no EDTF
        return None
    begin, end = _edtf_day(first), _edtf_day(last)
    if begin is None or end is None:
        return None
    return CleanDate((begin.parts[0], end.parts[-1]), circa=begin.circa or end.circa)


def _edtf_day(found: re.Match[str]) -> CleanDate | None:
    year, month, day = found["year"], found["month"], found["day"]
    circa = bool(found["doubt"])
    known = year.rstrip("Xxu")
    if known != year:
        span = 10 ** (len(year) - len(known))
        first = int(known) * span
        return CleanDate(((first or 1,), (first + span - 1,)), circa=circa)
    if month and len(month) == 1 and not day:
        return None  # '1999-5' may be anything
    written = [part for part in (year.lstrip("Yy"), month, day) if part]
    numbers = []
    for part, (least, most) in zip(written, BOUNDS, strict=False):
        if not part.lstrip("-").isdecimal():
            break
        number = int(part)
        if not numbers and len(part) > 4 and number < 0:
            number -= 1  # EDTF counts a year 0: -0099 is 100 BC
        if not least <= number <= most or number == 0:
            return None
        numbers.append(number)
    if len(numbers) > 1 and 12 < numbers[1] < 21:
        return None  # '1914-18' is a range of years
    return CleanDate((as_day(numbers),), circa=circa) if numbers else None


# --- sorting -------------------------------------------------------------------------------------

_OFFSET = 1_000_000  # makes the earliest year positive
_BC_YEAR = re.compile(r"(?<!\d)(\d{1,6}) ?(?:BCE?\b|B\. ?C\.)", re.IGNORECASE)
_A_YEAR = re.compile(r"(?<!\d)(\d{3,4})(?!\d)")
_ALL = frozenset(FIRST_LISTED)


def sort_key(date: CleanDate, names: Iterable[str] = _ALL) -> str:
    """Return a text by which dates file in time.

    Years before Christ come first, a date before the ranges that begin with it
    (sort_DateVariableRangeMixed); words are filed by the year in them, or last.  `names` are the
    parts that count, as a macro prints them (date_NegativeDateSortViaMacroOnYearMonthOnly).
    """
    counted = frozenset(names)
    if date.parts:
        return "-".join(_day_key(day, counted) for day in date.parts)
    literal = date.literal.casefold()
    before = _BC_YEAR.search(literal)
    year = before or _A_YEAR.search(literal)
    if year is None:
        return "\uffff" + literal  # after all numbers, in any collation
    return _day_key((-int(year[1]) if before else int(year[1]),), counted) + " " + literal


def _day_key(day: Day, names: frozenset[str]) -> str:
    if not day:
        return "9" * 11  # a range without an end
    year, month, number = (*day, 0, 0)[:3]
    if month in SEASONS:
        month = 3 * (month - 20)
    return (
        f"{year + _OFFSET if 'year' in names else 0:07}"
        f"{month if 'month' in names else 0:02}{number if 'day' in names else 0:02}"
    )
