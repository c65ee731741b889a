"""Render cs:date: a date in the order of the locale or of the style, alone or as a range.

A range prints once the parts that both its ends share: '12–15 May 1999', 'May–June 1999' (CSL
specification, Date Ranges).  While sorting, a date prints as a key that files in time.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from citeproc import model
from citeproc.model import CitationStylesElement

from octavo.csl.items.dates import SEASONS, CleanDate, Day, sort_key
from octavo.csl.rendering.element import Element, finished
from octavo.csl.rendering.render_state import Rendering, Tables
from octavo.csl.text.punctuation import joined

Options = Mapping[str, str]

_RANK = {"year": 0, "month": 1, "day": 2}
_SHOWN = {
    "year": frozenset(("year",)),
    "year-month": frozenset(("year", "month")),
    "year-month-day": frozenset(_RANK),
}


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a date is set: its parts in order, their delimiter, and the options of the whole."""

    parts: tuple[tuple[str, Options], ...]
    delimiter: str
    options: Options

    @property
    def names_days(self) -> bool:
        return any(name != "year" for name, _ in self.parts)


_SOME_DAY = "–"  # for each day on which a work was looked up, where works are compared


class Date(Element, model.Date, CitationStylesElement):
    plan: _Plan | None = None

    def render(self, work: Rendering) -> str:
        variable = self.options.get("variable", "")
        date = None if variable in work.suppressed else work.item.dates.get(variable)
        if date is None:
            return work.note(variable, "")
        plan = self.plan
        if plan is None:
            plan = self.plan = self._planned()
        if work.sort_options is not None:
            return work.note(variable, sort_key(date, (name for name, _ in plan.parts)))
        if work.compared and variable == "accessed" and plan.names_days:
            text = _SOME_DAY
        elif date.parts:
            text = _Setting(date, plan, self.tables, work).text()
        else:
            text = _with_year_suffix(date.literal, work)
        return work.note(variable, finished(text, plan.options, work))

    def _planned(self) -> _Plan:
        """Take the parts from the style, or from the locale with the style's own options."""
        own = tuple(child for child in self.children if isinstance(child, Date_Part))
        form = self.options.get("form")
        if form is None:
            parts = tuple((child.options.get("name", ""), child.options) for child in own)
            return _Plan(_known(parts), self.options.get("delimiter", ""), self.options)
        locale = self.tables.date_format(form)
        if locale is None:
            return _Plan((), "", self.options)
        overriding = {child.options.get("name", ""): child.options for child in own}
        shown = _SHOWN.get(self.options.get("date-parts", ""), frozenset(_RANK))
        parts = tuple(
            (name, {**child.options, **overriding.get(name, {})})
            for child in locale.children
            if isinstance(child, Date_Part) and (name := child.options.get("name", "")) in shown
        )
        options = {**locale.options, **self.options}
        return _Plan(_known(parts), locale.options.get("delimiter", ""), options)


class Date_Part(Element, model.Date_Part, CitationStylesElement):
    """Options only: the cs:date sets its parts, since a range needs them twice."""

    def render(self, work: Rendering) -> str:
        return ""


def _known(parts: tuple[tuple[str, Options], ...]) -> tuple[tuple[str, Options], ...]:
    return tuple(part for part in parts if part[0] in _RANK)


# --- setting -------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Setting:
    """One date while it is set as planned."""

    date: CleanDate
    plan: _Plan
    tables: Tables
    work: Rendering

    def text(self) -> str:
        begin, *ends = self.date.parts
        end = ends[0] if ends else None
        if end is None:
            return self._day(begin)
        if not end:
            return self._open(begin)
        names = {name for name, _ in self.plan.parts}
        differing = [
            name for name in _RANK if name in names and _part(begin, name) != _part(end, name)
        ]
        if not differing:
            return self._day(begin)
        if len(begin) != len(end) and "year" in names:
            differing = ["year"]  # 'June 1, 2004–July 2004': nothing is shared
        return self._between(begin, end, differing[0])

    def _day(self, day: Day) -> str:
        return joined(self._pieces(day, self.plan.parts), self.plan.delimiter)

    def _open(self, begin: Day) -> str:
        """Set a range without an end: '1987–' (date_TextFormYeardateYearRangeOpen); nothing where
        only parts are asked for that it has not."""
        ranges = [options for name, options in self.plan.parts if name == "year"]
        text = self._day(begin)
        return text + _range_delimiter(ranges[0] if ranges else {}) if text else ""

    def _between(self, begin: Day, end: Day, differing: str) -> str:
        """Set twice the parts that differ, and once around them those that are the same."""
        parts = self.plan.parts
        rank = _RANK[differing]
        twice = [
            at
            for at, (name, _) in enumerate(parts)
            if _RANK[name] >= rank and (_part(begin, name) or _part(end, name))
        ]
        first, last = twice[0], twice[-1]
        block = list(parts[first : last + 1])
        opening = [*block[:-1], _without(block[-1], "suffix")]
        closing = [_without(block[0], "prefix"), *block[1:]]
        delimiter = _range_delimiter(dict(parts)[differing])
        same_era = differing == "year" and begin[0] < 0 and end[0] < 0
        ends = (
            joined(self._pieces(begin, opening, ends=False, era=not same_era), self.plan.delimiter),
            joined(self._pieces(end, closing), self.plan.delimiter),
        )
        pieces = (
            *self._pieces(begin, parts[:first]),
            delimiter.join(ends),
            *self._pieces(end, parts[last + 1 :]),
        )
        return joined(pieces, self.plan.delimiter)

    def _pieces(
        self,
        day: Day,
        parts: tuple[tuple[str, Options], ...] | list[tuple[str, Options]],
        ends: bool = True,
        era: bool = True,
    ) -> list[str]:
        """Set parts of one day: `ends` if the date ends on it, `era` if its era is printed."""
        pieces: list[str] = []
        for name, options in parts:
            number = _part(day, name)
            if not number:
                text = self._named_season() if name == "month" else ""
            elif name == "year":
                text = self._year(number, options, era)
                text = _with_year_suffix(text, self.work) if ends else text
            elif name == "month":
                text = self._month(number, options)
            else:
                text = self._number(number, day, options)
            if text:
                pieces.append(finished(text, options, self.work))
        return pieces

    def _year(self, year: int, options: Options, era: bool) -> str:
        """Set a year, with its era before Christ and before 1000 (CSL specification, Date-part)."""
        number = abs(year)
        short = options.get("form") == "short" and number > 999
        text = f"{number % 100:02}" if short else str(number)
        if not era or year > 999:
            return text
        term = self.tables.term("bc" if year < 0 else "ad") or ""
        spaced = term and unicodedata.category(term[0]) in ("Lu", "Ll")
        return f"{text}\u00a0{term}" if spaced else text + term

    def _named_season(self) -> str:
        """Return the word for a part of the year that has no number: 'Trinity'."""
        return "" if any(day[1:] for day in self.date.parts) else self.date.season_name

    def _month(self, month: int, options: Options) -> str:
        form = options.get("form", "long")
        if month in SEASONS:
            if self.date.season_name and self.tables.language.startswith("en"):
                return self.date.season_name
            return self.tables.term(f"season-{month - 20:02}", form) or ""
        if form == "numeric":
            return str(month)
        if form == "numeric-leading-zeros":
            return f"{month:02}"
        return self.tables.term(f"month-{month:02}", form) or str(month)

    def _number(self, number: int, day: Day, options: Options) -> str:
        """Set the day of the month; some locales have an ordinal for the first alone."""
        form = options.get("form", "numeric")
        if form == "numeric-leading-zeros":
            return f"{number:02}"
        if form != "ordinal":
            return str(number)
        if number > 1 and self.tables.locale_option("limit-day-ordinals-to-day-1"):
            return str(number)
        gender = self.tables.gender_of(f"month-{day[1]:02}")
        return f"{number}{self.tables.ordinal(number, gender)}"


def _part(day: Day, name: str) -> int:
    rank = _RANK[name]
    return day[rank] if rank < len(day) else 0


def _without(part: tuple[str, Options], affix: str) -> tuple[str, Options]:
    name, options = part
    return name, {key: value for key, value in options.items() if key != affix}


def _range_delimiter(options: Options) -> str:
    return options.get("range-delimiter", "–")


def _with_year_suffix(text: str, work: Rendering) -> str:
    """Add the year suffix to the first year printed, if the style has no place of its own for it
    (CSL specification, Disambiguation)."""
    if not work.year_suffix or work.year_suffix_printed or work.tables.explicit_year_suffix:
        return text
    work.year_suffix_printed = True
    return text + work.year_suffix
