"""Prepare a style: read its XML and its locales once, and keep what the elements will ask for.

citeproc-py parses the XML into its element classes (ours, where `rendering` registers one) and
finds the locales; everything else is looked up here, once.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import citeproc
from citeproc.model import CitationStylesElement

from octavo.csl.rendering import (
    cs_date,
    cs_names,
    cs_number,
    cs_sort,
    cs_text,
    groups_and_conditions,
)
from octavo.csl.rendering.element import Element
from octavo.csl.rendering.render_state import Area
from octavo.csl.styles import Style
from octavo.csl.text.casing import Prepositions, long_prepositions_of
from octavo.csl.text.punctuation import with_apostrophes

# A module registers its elements by deriving them; this table keeps the imports from being removed.
ELEMENTS = (cs_text, groups_and_conditions, cs_names, cs_date, cs_number, cs_sort)

_FALLBACK = {"verb-short": "verb", "symbol": "short", "verb": "long", "short": "long"}
_CSL = "{http://purl.org/net/xbiblio/csl}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_BRANCHES = (groups_and_conditions.If, groups_and_conditions.Else)


class StyleTables:
    """A prepared style: the tables that `work.Tables` describes, and the layouts to render."""

    def __init__(
        self, compiled: Any, language: str, title: str = "", filing_language: str = ""
    ) -> None:
        root = compiled.root
        self.compiled = compiled
        self.language = language
        self.filing_language = filing_language or language
        self.long_prepositions: Prepositions = long_prepositions_of(title)
        self.is_chicago = re.search("Chicago|Turabian", title) is not None
        self.style_options: Mapping[str, str] = dict(root.attrib)
        self._macros = {macro.get("name"): macro for macro in root.findall(f"{_CSL}macro")}
        self._locales = _locales(root, filing_language or language)
        self._terms, self._genders = _terms(self._locales)
        self._ordinals = _ordinals(self._locales)
        self._dates = _date_formats(self._locales)
        self._flags: dict[str, bool] = {}
        self._areas: dict[str, Any] = {
            area: root.find(_CSL + area) for area in ("citation", "bibliography")
        }
        self._area_options = {
            area: dict(element.attrib) if element is not None else {}
            for area, element in self._areas.items()
        }
        self._name_options = {
            area: {**self.style_options, **options} for area, options in self._area_options.items()
        }
        self._kept = [self._prepare(tree) for tree in (root, *self._locales)]
        asked = {element.options.get("variable", "") for element in self._kept[0]}
        self.explicit_year_suffix = "year-suffix" in asked
        variables = {variable for each in asked for variable in each.split()}
        self.asks_for_numbers = "citation-number" in variables
        printing = (
            each for each in self._kept[0] if isinstance(each, (cs_text.Text, cs_number.Number))
        )
        self.prints_numbers = any(
            each.options.get("variable") == "citation-number" for each in printing
        )
        self.asks_for_first_notes = "first-reference-note-number" in variables
        self.asks_to_disambiguate = any("disambiguate" in each.options for each in self._kept[0])
        positions = (element.options.get("position", "") for element in self._kept[0])
        self.knows_ibid = any("ibid" in position for position in positions)
        self.is_note_style = self.style_options.get("class") == "note"

    def _prepare(self, tree: Any) -> list[Any]:
        """Give every element its options and the children that it can use; return all elements.

        They are returned to be held: lxml forgets an element that no one holds.
        """
        kept = [element for element in tree.iter() if isinstance(element, CitationStylesElement)]
        for element in kept:
            element.options = dict(element.attrib)
            holds = _BRANCHES if isinstance(element, groups_and_conditions.Choose) else Element
            element.children = tuple(child for child in element if isinstance(child, holds))
            element.tables = self
        return kept

    # -- layouts

    def layout(self, area: Area) -> Any:
        """Return the prepared cs:layout of cs:citation or cs:bibliography, or None."""
        return self._part(area, "layout")

    def sort(self, area: Area) -> Any:
        """Return the prepared cs:sort of cs:citation or cs:bibliography, or None."""
        return self._part(area, "sort")

    def _part(self, area: Area, name: str) -> Any:
        element = self._areas[area]
        return None if element is None else element.find(_CSL + name)

    # -- what elements ask for

    def term(
        self, name: str, form: str = "long", plural: bool = False, gender: str = ""
    ) -> str | None:
        asked: str | None = form
        while asked is not None:
            for wanted in dict.fromkeys((gender, "")):
                found = self._terms.get((name, asked, wanted))
                if found is not None:
                    return found[plural]
            asked = _FALLBACK.get(asked)
        return None

    def has_term(self, name: str) -> bool:
        return (name, "long", "") in self._terms

    def gender_of(self, name: str) -> str:
        return self._genders.get(name, "")

    def ordinal(self, number: int, gender: str = "") -> str:
        for wanted in dict.fromkeys((gender, "")):
            for name, match in (
                (f"ordinal-{number:02}", "whole-number"),
                (f"ordinal-{number % 100:02}", "last-two-digits"),
                (f"ordinal-{number % 10:02}", "last-digit"),
                ("ordinal", ""),
            ):
                found = self._ordinals.get((name, match, wanted))
                if found is not None:
                    return found
        return ""

    def macro(self, name: str) -> Any:
        return self._macros.get(name)

    def date_format(self, form: str) -> Any:
        return self._dates.get(form)

    def locale_option(self, name: str) -> bool:
        if name not in self._flags:
            self._flags[name] = _flag(self._locales, name)
        return self._flags[name]

    def name_options(self, area: Area) -> Mapping[str, str]:
        return self._name_options[area]

    def layout_options(self, area: Area) -> Mapping[str, str]:
        return self._area_options[area]


# --- locales -------------------------------------------------------------------------------------


def _locales(root: Any, language: str) -> list[Any]:
    """Return the locales of a style in the order in which they are asked: its own, then the files.

    Its own are for the dialect, the chief dialect of the language, the language, and for all (CSL
    specification, Locale fallback).  They count for a language too that has no file.
    """
    dialect = language.replace("_", "-")
    tongue = dialect.partition("-")[0]
    own: dict[str, Any] = {}
    for locale in root.findall(f"{_CSL}locale"):
        own.setdefault(locale.get(_LANG, "").lower(), locale)
    chief = citeproc.PRIMARY_DIALECTS.get(tongue.lower(), "")
    asked = dict.fromkeys(name.lower() for name in (dialect, chief, tongue) if name)
    files = [locale for locale in root.locales if locale.getparent() is None]
    return [own[name] for name in (*asked, "") if name in own] + files


Terms = dict[tuple[str, str, str], tuple[str, str]]  # by name, form, gender: singular, plural


def _terms(locales: Iterable[Any]) -> tuple[Terms, dict[str, str]]:
    """Merge the terms of the locales, the first of them winning, and the genders of nouns; a term
    that one locale has twice is what it says last."""
    terms: Terms = {}
    genders: dict[str, str] = {}
    for locale in locales:
        own: Terms = {}
        own_genders: dict[str, str] = {}
        for term in _term_elements(locale):
            name = term.get("name")
            key = (name, term.get("form", "long"), term.get("gender-form", ""))
            own[key] = _numbers_of(term)
            if "gender" in term.attrib:
                own_genders[name] = term.get("gender")
        terms = own | terms
        genders = own_genders | genders
    return terms, genders


def _term_elements(locale: Any) -> list[Any]:
    return [
        term for terms in locale.findall(f"{_CSL}terms") for term in terms.findall(f"{_CSL}term")
    ]


def _numbers_of(term: Any) -> tuple[str, str]:
    """Return the singular and the plural of a term."""
    single, multiple = term.find(f"{_CSL}single"), term.find(f"{_CSL}multiple")
    text = with_apostrophes(term.text or "")
    if single is None and multiple is None:
        return text, text
    one = "" if single is None else with_apostrophes(single.text or "")
    return one, one if multiple is None else with_apostrophes(multiple.text or "")


def _ordinals(locales: Iterable[Any]) -> dict[tuple[str, str, str], str]:
    """Return the ordinal terms of the first locale that has any: they replace each other as a whole
    (CSL specification, Ordinal Suffixes)."""
    for locale in locales:
        table: dict[tuple[str, str, str], str] = {}
        for term in _term_elements(locale):
            name = term.get("name", "")
            if not _ORDINAL.fullmatch(name):
                continue
            if name == "ordinal":
                match = ""
            else:
                usual = "last-digit" if int(name[8:]) < 10 else "last-two-digits"
                match = term.get("match", usual)
            table.setdefault((name, match, term.get("gender-form", "")), _numbers_of(term)[0])
        if table:
            return table
    return {}


_ORDINAL = re.compile(r"ordinal(?:-[0-9]{2})?")


def _date_formats(locales: Iterable[Any]) -> dict[str, Any]:
    formats: dict[str, Any] = {}
    for locale in locales:
        for date in locale.findall(f"{_CSL}date"):
            formats.setdefault(date.get("form"), date)
    return formats


def _flag(locales: Iterable[Any], name: str) -> bool:
    """Return an option of the style's own locales, or else of the first locale file."""
    for locale in locales:
        options = locale.find(f"{_CSL}style-options")
        if options is not None and name in options.attrib:
            return options.get(name).lower() == "true"
        if locale.getparent() is None:
            return False
    return False


# --- preparing -----------------------------------------------------------------------------------


@lru_cache(maxsize=16)
def prepared(style: Style, language: str) -> StyleTables:
    """Read a style once for a language; `language` may be '' for the style's own."""
    name = locale_name(language or style.language)
    compiled = citeproc.CitationStylesStyle(io.BytesIO(style.xml), locale=name, validate=False)
    title = compiled.root.findtext(f"{_CSL}info/{_CSL}title") or style.title
    return StyleTables(compiled, name, title, language or style.language)


def locale_name(language: str) -> str:
    """Return the name of citeproc-py's locale for a language tag; 'en-US' for an unknown one."""
    parts = language.replace("_", "-").split("-")
    tongue, region = parts[0].lower(), (parts[1].upper() if len(parts) > 1 else "")
    for name in (f"{tongue}-{region}", citeproc.PRIMARY_DIALECTS.get(tongue, ""), tongue):
        if name in citeproc.LANGUAGE_NAMES:
            return name
    return "en-US"


@lru_cache(maxsize=64)
def term(name: str, language: str) -> str:
    """Look up a word of a language's own locale, such as `and` or `et-al`, or else in English."""
    locale = citeproc.frontend.CitationStylesLocale(locale_name(language), validate=False).root
    terms, _ = _terms([locale])
    found = terms.get((name, "long", ""))
    return found[0] if found else {"and": "and", "et-al": "et al."}.get(name, name)
