"""Dates: what an item says of a day, a month, a season, a year or the time between two.

CSL-JSON gives dates as parts, as words (`literal`) or as text to be read (`raw`): EDTF, or what
people type.  What cannot be read stays as words; nothing is raised.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from octavo.citations.words.marks import unmarked

Day = tuple[int, ...]  # (year,), (year, month) or (year, month, day)


@dataclass(frozen=True, slots=True)
class CleanDate:
    """One day, or two that bound a range, as far as they are known; or words.

    `parts` are (year,), (year, month) or (year, month, day); an open range ends in (); years
    before Christ are negative; 21 to 24 in the place of the month are the seasons from spring on.
    `season_name` is the item's own word where the locale may have another ('Fall').
    """

    parts: tuple[Day, ...] = ()
    season: int = 0
    circa: bool = False
    literal: str = ""
    season_name: str = ""


SEASONS = frozenset((21, 22, 23, 24))


def clean_date(value: Any) -> CleanDate | None:
    """Read a CSL date; None if it is no date, as a bare text is only if it can be read."""
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
    date = read_date(_text(value.get("raw")))
    return replace(date, circa=True) if circa and date is not None else date


def _text(value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if abs(value) <= _LAST_YEAR else ""
    return " ".join(unmarked(value).split()) if isinstance(value, str) else ""


# --- date-parts ----------------------------------------------------------------------------------

_LAST_YEAR = 999_999
_FIRST_LISTED = ("year", "month", "day")


def _days(value: Mapping[str, Any]) -> tuple[Day, ...]:
    """The bounds of a date given in parts; () if it is not, or if its first year is no year."""
    parts = value.get("date-parts")
    if not isinstance(parts, list) or not parts:
        parts = [[value.get(name) for name in _FIRST_LISTED]]  # as CSL-YAML once had it
    elif isinstance(parts[0], int | str):  # [1999, 5] for [[1999, 5]]
        parts = [parts]
    days = [_day(day) for day in parts[:2]]
    return tuple(days) if days[0] else ()


def _day(value: Any) -> Day:
    """Read [year, month, day]; month and day only as far as they can be ones."""
    if isinstance(value, Mapping):
        value = [value.get(name) for name in _FIRST_LISTED]
    if not isinstance(value, list | tuple):
        return ()
    numbers: list[int] = []
    for part, (least, most) in zip(value, _BOUNDS, strict=False):
        try:
            number = int(part)
        except (TypeError, ValueError, OverflowError):
            break
        if not least <= number <= most or (not numbers and number == 0):
            break
        numbers.append(number)
    return _as_day(numbers)


_BOUNDS = ((-_LAST_YEAR, _LAST_YEAR), (1, 24), (1, 31))


def _as_day(numbers: Iterable[int]) -> Day:
    """A season has no days; 13 to 16 and 17 to 20 are seasons too (date_VariousInvalidDates)."""
    day = tuple(numbers)
    if len(day) > 1 and day[1] > 12:
        return day[0], 21 + (day[1] - 13) % 4
    return day


_SEASON_NAMES = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}


def _season(value: Any) -> tuple[int, str]:
    """The number of a season, 0 if it is none, and its own word where it is not the usual one."""
    text = _text(value)
    if text.lower() in _SEASON_NAMES:
        return _SEASON_NAMES[text.lower()], text if text.lower() == "fall" else ""
    try:
        number = int(text)
    except ValueError:
        return 0, ""
    return ((number - 13) % 4 + 1 if 13 <= number <= 24 else number if 1 <= number <= 4 else 0), ""


# --- text to be read -----------------------------------------------------------------------------


def read_date(text: str) -> CleanDate | None:
    """Read EDTF (levels 0 and 1) or what people type; words if it is neither, None if nothing."""
    text = " ".join(text.split())
    if not text:
        return None
    if len(text) <= _LONGEST:
        for read in (_edtf, _typed):
            date = read(text)
            if date is not None:
                return date
    return CleanDate(literal=text)


_LONGEST = 80  # characters that can still be a date
_EDTF = re.compile(
    r"(?P<year>-?\d{1,4}|[Yy]-?\d{4,6}|\d{3}[Xxu]|\d{2}(?:XX|xx|uu))"
    r"(?:-(?P<month>\d\d?|XX|xx|uu)(?:-(?P<day>\d\d?|XX|xx|uu))?)?(?:T[\d:.+Z-]*)?(?P<doubt>[?~%]?)"
)
_OPEN = frozenset(("", "..", "open", "unknown"))


def _edtf(text: str) -> CleanDate | None:
    """Extended Date/Time Format, levels 0 and 1: https://www.loc.gov/standards/datetime/

    A year of three digits or two with unknown ones after them is the range it stands for.
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
    for part, (least, most) in zip(written, _BOUNDS, strict=False):
        if not part.lstrip("-").isdecimal():
            break
        number = int(part)
        if not least <= number <= most or number == 0:
            return None
        numbers.append(number)
    if len(numbers) > 1 and 12 < numbers[1] < 21:
        return None  # '1914-18' is a range of years
    return CleanDate((_as_day(numbers),), circa=circa) if numbers else None


# --- what people type ----------------------------------------------------------------------------

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            *("january jan", "february feb", "march mar", "april apr", "may", "june jun"),
            *("july jul", "august aug", "september sept sep", "october oct", "november nov"),
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAYS = frozenset(
    name[:length]
    for name in "monday tuesday wednesday thursday friday saturday sunday".split()
    for length in (3, len(name))
) | {"tues", "thurs"}
_BEFORE_CHRIST, _AFTER_CHRIST = frozenset(("bc", "bce")), frozenset(("ad", "ce"))

_ABOUT = re.compile(r"(?:c(?:a|irca)?\.?|about)(?: ?(?=\d)| (?=\w))", re.IGNORECASE)
_NUMERIC = (
    # '31.12.1999', '12/31/1999' (the month first, unless it cannot be one), '1999/12/31'
    (re.compile(r"(?P<day>\d\d?)\.\s?(?P<month>\d\d?)\.\s?(?P<year>\d{4})"), ()),
    (re.compile(r"(?P<month>\d\d?)([/-])(?P<day>\d\d?)\2(?P<year>\d{4})"), ("day", "month")),
    (re.compile(r"(?P<year>\d{4})([/.])(?P<month>\d\d?)(?:\2(?P<day>\d\d?))?"), ()),
)
_YEARS = re.compile(r"(\d{4})\s?[-–/]\s?(\d{4}|\d\d)")
_BETWEEN = re.compile(r"\s?(?:--?|[–—/]|\bto\b)\s?")
_WORD = re.compile(r"(?P<number>\d{1,4})(?:st|nd|rd|th)?(?![^\W_])|(?P<word>[^\W\d_]+)\.?|[,. ]+")


def _typed(text: str) -> CleanDate | None:
    """Read a date as people write it in English, alone or two that bound a range."""
    text, circa = _plain(text)
    day = _numeric(text)
    if day:
        return CleanDate((day,), circa=circa)
    years = _YEARS.fullmatch(text)
    if years:
        first, last = years.groups()
        end = int(last) if len(last) == 4 else int(first[:2] + last)
        end += 100 if len(last) == 2 and last == "00" else 0
        return CleanDate(((int(first),), (end,)), circa=circa) if end > int(first) else None
    halves = _BETWEEN.split(text)
    if len(halves) > 2:
        return None
    if len(halves) == 2 and not halves[1]:
        begin = _words(halves[0])
        return None if begin is None or not begin.year else _range(begin, None, circa)
    read = [_words(half) for half in halves]
    if any(half is None for half in read):
        return None
    return _range(read[0], read[1] if len(read) > 1 else None, circa, len(read) == 1)


def _plain(text: str) -> tuple[str, bool]:
    """Take off what says that a date is no more than likely: '[1933?]', 'c. 1850', '©1999'."""
    if text.startswith("[") and text.endswith("]"):
        text = text[1:-1].strip()
    text = text.removeprefix("©").strip()
    circa = text.endswith("?")
    text = text.rstrip("? ")
    about = _ABOUT.match(text)
    return (text[about.end() :], True) if about else (text, circa)


def _numeric(text: str) -> Day:
    for pattern, swapped in _NUMERIC:
        found = pattern.fullmatch(text)
        if found is None:
            continue
        parts = {name: int(part) for name, part in found.groupdict().items() if part}
        if swapped and parts["month"] > 12:
            parts["month"], parts["day"] = parts["day"], parts["month"]
        day = _day([parts.get(name) for name in _FIRST_LISTED])
        if len(day) == len(parts) and day[1] <= 12:
            return day
    return ()


@dataclass(slots=True)
class _Words:
    """What one half of a typed date says."""

    year: int = 0
    month: int = 0
    day: int = 0
    season_name: str = ""


def _words(text: str) -> _Words | None:
    """Read '10 March 1999', 'March 10, 1999', 'Fall 2020', '44 BC'; None at any other word."""
    said = _Words()
    era = 0
    numbers: list[str] = []
    at = 0
    while at < len(text):
        found = _WORD.match(text, at)
        if found is None:
            return None
        at = found.end()
        if found["number"]:
            numbers.append(found["number"])
        elif found["word"]:
            word = found["word"].lower()
            if word in "bcead" and text[at - 1] == ".":  # 'B.C.', letter by letter
                rest = re.match(r"\s?([CcDdEe])\.(?:\s?([Ee])\.)?", text[at:])
                if rest is None:
                    return None
                word += (rest[1] + (rest[2] or "")).lower()
                at += rest.end()
            if word in _BEFORE_CHRIST or word in _AFTER_CHRIST:
                era = -1 if word in _BEFORE_CHRIST else 1
            elif not _note_word(said, word, found["word"]):
                return None
    return said if _note_numbers(said, numbers, era) else None


def _note_word(said: _Words, word: str, written: str) -> bool:
    if word in _WEEKDAYS or word == "of":
        return True
    month = _MONTHS.get(word) or 20 + _SEASON_NAMES.get(word, -20)
    if not month or said.month:
        return False
    said.month = month
    said.season_name = written if word == "fall" else ""
    return True


def _note_numbers(said: _Words, numbers: list[str], era: int) -> bool:
    """Tell years from days: a year has three digits or more, or an era."""
    if len(numbers) > 2:
        return False
    for place, number in enumerate(numbers):
        last = place == len(numbers) - 1
        if len(number) > 2 or int(number) > 31 or (era and last):
            if said.year or int(number) == 0:
                return False
            said.year = int(number) * (era or 1)
        elif said.day or int(number) == 0:
            return False
        else:
            said.day = int(number)
    return not era or bool(said.year)


def _range(
    begin: _Words | None, end: _Words | None, circa: bool, alone: bool = False
) -> CleanDate | None:
    """Put the halves together; what one leaves out the other says: '12-15 May 1999'."""
    assert begin is not None
    if end is not None:
        _complete(begin, end)
    days = [_said(half) for half in (begin, end) if half is not None]
    if not all(days):
        return None
    name = begin.season_name
    if end is None:
        return CleanDate(((days[0],) if alone else (days[0], ())), circa=circa, season_name=name)
    return CleanDate((days[0], days[1]), circa=circa, season_name=name)


def _complete(begin: _Words, end: _Words) -> None:
    begin.year = begin.year or end.year
    if begin.day and not begin.month:
        begin.month = end.month
    if end.day and not end.month:  # 'May 12-15, 1999'
        end.month = begin.month


def _said(half: _Words) -> Day:
    if not half.year or (half.day and not 1 <= half.month <= 12):
        return ()
    return tuple(number for number in (half.year, half.month, half.day) if number)


# --- sorting -------------------------------------------------------------------------------------

_OFFSET = 1_000_000  # makes the earliest year positive
_BC_YEAR = re.compile(r"(?<!\d)(\d{1,6}) ?(?:BCE?\b|B\. ?C\.)", re.IGNORECASE)
_A_YEAR = re.compile(r"(?<!\d)(\d{3,4})(?!\d)")
_ALL = frozenset(_FIRST_LISTED)


def sort_key(date: CleanDate, names: Iterable[str] = _ALL) -> str:
    """Give a text by which dates file in time: years before Christ first, a date before the
    ranges that begin with it (sort_DateVariableRangeMixed), words by the year in them, or last.

    `names` are the parts that count, as a macro prints them
    (date_NegativeDateSortViaMacroOnYearMonthOnly).
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
        return "9" * 11  # a range that goes on
    year, month, number = (*day, 0, 0)[:3]
    if month in SEASONS:
        month = 3 * (month - 20)
    return (
        f"{year + _OFFSET if 'year' in names else 0:07}"
        f"{month if 'month' in names else 0:02}{number if 'day' in names else 0:02}"
    )
