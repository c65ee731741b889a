"""Hold a date: one day or two, known to the year, the month or the day; or words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Day = tuple[int, ...]  # (year,), (year, month) or (year, month, day)


@dataclass(frozen=True, slots=True)
class CleanDate:
    """One day, or two that bound a range, known to the year, the month or the day; or words.

    `parts` are (year,), (year, month) or (year, month, day); an open range ends in (); years before
    Christ are negative; 21 to 24 in place of the month are the seasons from spring on.
    `season_name` is the item's own word where the locale may have another ('Fall'), or where it has
    none ('Trinity').
    """

    parts: tuple[Day, ...] = ()
    season: int = 0
    circa: bool = False
    literal: str = ""
    season_name: str = ""


SEASONS = frozenset((21, 22, 23, 24))
SEASON_NAMES = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}
LAST_YEAR = 999_999
FIRST_LISTED = ("year", "month", "day")
BOUNDS = ((-LAST_YEAR, LAST_YEAR), (1, 24), (1, 31))


def day_of(value: Any) -> Day:
    """Read a day from [year, month, day], or from an object with these members.

    The first part that is missing or out of bounds ends the day; () if that is the year.
    """
    if isinstance(value, Mapping):
        value = [value.get(name) for name in FIRST_LISTED]
    if not isinstance(value, list | tuple):
        return ()
    numbers: list[int] = []
    for part, (least, most) in zip(value, BOUNDS, strict=False):
        try:
            number = int(part)
        except (TypeError, ValueError, OverflowError):
            break
        if not least <= number <= most or (not numbers and number == 0):
            break
        numbers.append(number)
    return as_day(numbers)


def as_day(numbers: Iterable[int]) -> Day:
    """Return the day that numbers give; one in a season has no day of the month.

    13 to 16 and 17 to 20 are seasons too (date_VariousInvalidDates).
    """
    day = tuple(numbers)
    if len(day) > 1 and day[1] > 12:
        return day[0], 21 + (day[1] - 13) % 4
    return day
