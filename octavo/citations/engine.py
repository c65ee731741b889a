"""The engine: citeproc-py with a compiled style, setting one cite or one entry at a time.

citeproc-py is imported here and in `elements`, nowhere else.  What goes in is clean (`fields`),
what comes out is marked text (`marks`); positions, order and affixes are not its business.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import citeproc
from citeproc.source import (
    BibliographySource,
    CitationItem,
    Date,
    DateRange,
    LiteralDate,
    Locator,
    Name,
    VariableError,
)
from citeproc.source import Citation as EngineCitation
from citeproc.source import Reference as EngineReference
from citeproc.string import MixedString, NoCase, String

import octavo.citations.elements as elements  # registers the elements
from octavo.citations.fields import CleanDate, CleanName, Fields
from octavo.citations.marks import GLUE, Quotes, from_html, marked, tidy, unmarked
from octavo.citations.positions import Position
from octavo.citations.styles import Style

NO_BREAK = "\N{NO-BREAK SPACE}"


class NotSet(Exception):
    """The engine could not set an item; the message is what it tripped over."""


class _Formatter:
    """What citeproc-py calls to mark up text: every kind becomes a pair of marks."""

    @staticmethod
    def preformat(text: Any) -> str:
        return str(text)


for _method, _kind in {
    "Italic": "Emph",
    "Oblique": "Emph",
    "Bold": "Strong",
    "Light": "Plain",
    "Underline": "Underline",
    "Superscript": "Superscript",
    "Subscript": "Subscript",
    "SmallCaps": "SmallCaps",
}.items():
    setattr(_Formatter, _method, staticmethod(lambda text, kind=_kind: marked(kind, str(text))))

Formatter: Any = _Formatter  # citeproc-py says it wants a module


@dataclass(frozen=True, slots=True)
class Point:
    """What the setting of a cite depends on, beside its reference."""

    position: Position
    locator: str = ""
    label: str = ""
    suppress_author: bool = False


class Engine:
    """One style in one language, with the references of one edition.

    `references` are cleaned items under safe ids (citeproc-py lowercases keys).  Results are
    remembered: the same cite at the same kind of place is set once.
    """

    def __init__(self, style: Style, language: str, references: Mapping[str, Fields]) -> None:
        self._compiled = _compile(style, _locale(language or style.language))
        self._source = BibliographySource()
        for safe_id, fields in references.items():
            self._source.add(_engine_reference(safe_id, fields))
        self._repositories = {key for key, fields in references.items() if fields.repository}
        self._bibliography = citeproc.CitationStylesBibliography(
            self._compiled, self._source, Formatter
        )
        self._cores: dict[tuple[str, Point], str] = {}
        root = self._compiled.root
        self._layout = root.citation.layout
        self.quotes = _quotes(root)
        self.delimiter = unmarked(self._layout.get("delimiter", ""))
        self.near_note_distance = _number(root.citation.get("near-note-distance"), 5)

    def core(self, safe_id: str, point: Point) -> str:
        """Set one cite, without affixes or a full stop; raise NotSet if that cannot be done."""
        if (safe_id, point) not in self._cores:
            item = CitationItem(safe_id)
            if point.locator:
                label = point.label or "page"
                item.locator = Locator(label, point.locator)
            item.position = point.position
            item.suppress_author = point.suppress_author
            text = tidy(self._render(item, self._layout), self.quotes)
            if point.locator:
                text = self._tie_label(text, point)
            self._cores[safe_id, point] = text
        return self._cores[safe_id, point]

    def entry(self, safe_id: str) -> str:
        """Set one entry of the bibliography; nothing if the style leaves the item out of it."""
        layout = self._compiled.root.bibliography.layout
        reference = self._source[safe_id]
        if safe_id in self._repositories:  # 'Archives nationales, Paris' (Chicago 14.127)
            title = reference.pop("title")
            reference["archive"] = title
            text = self._render(CitationItem(safe_id), layout)
            reference["title"] = title
            del reference["archive"]
        else:
            text = self._render(CitationItem(safe_id), layout)
        return tidy(str(layout.format(layout.wrap(text))), self.quotes) if text else ""

    @property
    def has_bibliography(self) -> bool:
        return bool(self._compiled.has_bibliography())

    def in_order(self, safe_ids: Sequence[str]) -> list[str]:
        """Sort as the style's bibliography does; what compares equal stays as it comes."""
        items = [CitationItem(safe_id) for safe_id in safe_ids]
        citation = EngineCitation(items)
        citation.bibliography = self._bibliography
        self._bibliography.keys = list(safe_ids)
        ordered = [item.key for item in self._compiled.sort_bibliography(items)]
        assert sorted(ordered) == sorted(safe_ids)
        return ordered

    def _render(self, item: CitationItem, layout: Any) -> str:
        citation = EngineCitation([item])
        citation.bibliography = self._bibliography
        layout.repressed = {}
        try:
            return str(layout.render_children(item) or "")
        except VariableError:
            return ""
        except Exception as error:  # citeproc-py raises whatever it trips over
            raise NotSet(f"{type(error).__name__}: {error}") from error

    def _tie_label(self, text: str, point: Point) -> str:
        """Keep 'chap. 4' on one line."""
        root = self._compiled.root
        terms = {
            str(getattr(term, number))
            for form in ("short", "symbol", None)
            if (term := root.get_term(point.label, form)) is not None
            for number in ("single", "multiple")
        }
        for term in sorted(filter(None, terms), key=len, reverse=True):
            text = re.sub(rf"\b{re.escape(term)} (?=\d|[ivxlc])", f"{term}{NO_BREAK}", text)
        return text


# --- the style -----------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _compile(style: Style, locale: str) -> Any:  # a CitationStylesStyle with tables
    """Parse a style and its locales once; the tables hold what citeproc-py would look up anew."""
    compiled: Any = citeproc.CitationStylesStyle(
        io.BytesIO(style.xml), locale=locale, validate=False
    )
    root = compiled.root
    # lxml forgets what is set on an element as soon as no one holds the element
    compiled.kept = [list(root.iter()), [list(one.iter()) for one in root.locales]]
    macros = root.findall("cs:macro", root.nsmap)
    root.macro_table = {macro.get("name"): macro for macro in macros}
    root.calls_variable_table = {}
    assert isinstance(root.citation.layout.find(".//cs:text", root.nsmap), elements.Text | None)
    return compiled


def _locale(language: str) -> str:
    """Give the name of citeproc-py's locale for a language tag; unknown tongues speak English."""
    parts = language.replace("_", "-").split("-")
    tongue, region = parts[0].lower(), (parts[1].upper() if len(parts) > 1 else "")
    for name in (f"{tongue}-{region}", citeproc.PRIMARY_DIALECTS.get(tongue, ""), tongue):
        if name in citeproc.LANGUAGE_NAMES:
            return name
    return "en-US"


def _quotes(root: Any) -> Quotes:
    def pair(inner: str, usual: tuple[str, str]) -> tuple[str, str]:
        signs = (root.get_single_term(name=f"{end}{inner}-quote") for end in ("open", "close"))
        opening, closing = (unmarked(str(sign)) for sign in signs)
        return (opening or usual[0], closing or usual[1])

    inside = str(root.get_locale_option("punctuation-in-quote")).lower() == "true"
    return Quotes(pair("", ("“", "”")), pair("-inner", ("‘", "’")), inside)


def _number(text: str | None, usual: int) -> int:
    return int(text) if text and re.fullmatch(r"\d{1,4}", text) else usual


# --- the references ------------------------------------------------------------------------------


def _engine_reference(safe_id: str, fields: Fields) -> EngineReference:
    """Build what citeproc-py works with; its own constructor would warn of fields it lacks.

    Fields go in under CSL's name and under Python's, since citeproc-py asks for both.
    """
    reference = EngineReference(safe_id, fields.type)
    if fields.language:
        reference["language"] = fields.language.lower()
    for field, text in fields.texts.items():
        reference[field.replace("-", "_")] = _string(text)
    for field, names in fields.names.items():
        people = [_name(name) for name in names]
        reference[field] = reference[field.replace("-", "_")] = people
    for field, date in fields.dates.items():
        reference[field.replace("-", "_")] = _date(date)
    return reference


def _string(text: str) -> MixedString:
    return MixedString(
        NoCase(piece) if fixed else String(piece) for piece, fixed in from_html(text)
    )


def _name(name: CleanName) -> Name:
    parts = {part: unmarked(text) for part, text in name.items()}
    if parts.get("suffix", "").startswith(","):
        parts["suffix"] = GLUE + parts["suffix"]
    return Name(**parts)


def _date(date: CleanDate) -> Any:
    if not date.parts:
        return LiteralDate(unmarked(date.literal), circa=date.circa)
    days = [_day(day, date.season) for day in date.parts]
    if len(days) == 1:
        return Date(circa=date.circa, **days[0])
    begin, end = (Date(**day) for day in days)
    return DateRange(begin=begin, end=end, circa=date.circa)


def _day(day: tuple[int, ...], season: int) -> dict[str, int]:
    if not day:
        return {"year": 0}  # how citeproc-py knows an open range
    parts: dict[str, int] = dict(zip(("year", "month", "day"), day, strict=False))
    if parts.get("month", 0) > 12:
        month = parts.pop("month")
        season = month - 20 if month > 20 else month - 12
        parts.pop("day", None)
    if season and "month" not in parts:
        parts["season"] = season
    return parts


# --- terms ---------------------------------------------------------------------------------------


@lru_cache(maxsize=32)
def term(name: str, language: str) -> str:
    """Look up a word of the citations' language, such as `and` or `et-al`."""
    locale = citeproc.frontend.CitationStylesLocale(_locale(language), validate=False).root
    locale.style = locale
    locale.formatter = Formatter
    try:
        return str(locale.get_term(name).single)
    except IndexError:
        return {"and": "and", "et-al": "et al."}.get(name, name)
