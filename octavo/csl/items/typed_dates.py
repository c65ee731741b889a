"""Read dates as people type them in English: '10 March 1999', 'Fall 2020', 'c. 1850', '1914-18'."""

from __future__ import annotations

import re
from dataclasses import dataclass

from octavo.csl.items.days import FIRST_LISTED, SEASON_NAMES, CleanDate, Day, day_of

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

_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright|c(?=19|20)) ?(?=\d{4}$)", re.IGNORECASE)
_ABOUT = re.compile(r"(?:(?:c(?:a|irca)?\.?|about)(?: ?(?=\d)| (?=\w))|~(?=\d))", re.IGNORECASE)
_NUMERIC = (
    # '31.12.1999', '12/31/1999' (the month first, unless it cannot be one), '1999/12/31'
    (re.compile(r"(?P<day>\d\d?)\.\s?(?P<month>\d\d?)\.\s?(?P<year>\d{4})"), ()),
    (re.compile(r"(?P<month>\d\d?)([/-])(?P<day>\d\d?)\2(?P<year>\d{4})"), ("day", "month")),
    (re.compile(r"(?P<year>\d{4})([/.])(?P<month>\d\d?)(?:\2(?P<day>\d\d?))?"), ()),
)
_YEARS = re.compile(r"(\d{4})\s?[-–/]\s?(\d{4}|\d\d)")
_BETWEEN = re.compile(r"\s?(?:--?|[–—/]|\bto\b)\s?")
_WORD = re.compile(r"(?P<number>\d{1,4})(?:st|nd|rd|th)?(?![^\W_])|(?P<word>[^\W\d_]+)\.?|[,. ]+")


def read_typed(text: str) -> CleanDate | None:
    """Read a date as people write it in English, one day or the two bounds of a range.

    Return None if it is none.
    """
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
    """Take the signs of doubt off a date: '[1933?]', 'c. 1850'; and those of copyright: '©1999',
    and 'c1999' as catalogues write it (before 1900 it is 'about').

    Return the rest, and whether '?' or 'c.' says that it is no more than likely.
    """
    if text.startswith("[") and text.endswith("]"):
        text = text[1:-1].strip()
    text = _COPYRIGHT.sub("", text.strip(), count=1) if _COPYRIGHT.match(text) else text
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
        day = day_of([parts.get(name) for name in FIRST_LISTED])
        if len(day) == len(parts) and day[1] <= 12:
            return day
    return ()


@dataclass(slots=True)
class _Words:
    """The parts that one half of a typed date names; 0 for one that it does not."""

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
    """Record the month or season that a word names; return False for any other word."""
    if word in _WEEKDAYS or word == "of":
        return True
    month = _MONTHS.get(word) or 20 + SEASON_NAMES.get(word, -20)
    if not month or said.month:
        return False
    said.month = month
    said.season_name = written if word == "fall" else ""
    return True


def _note_numbers(said: _Words, numbers: list[str], era: int) -> bool:
    """Record the year and the day; return False if the numbers cannot be these.

    A year has three digits or more, or is greater than 31, or has an era.
    """
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
    """Return the date of one half or two, each completed by the other: '12-15 May 1999'.

    Return None if a half is no day.  `alone` says that a single half is a day and no open range.
    """
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
