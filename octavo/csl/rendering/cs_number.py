"""Render cs:number and cs:label, and the variables of cs:text that hold numbers."""

from __future__ import annotations

import re
from collections.abc import Callable

from citeproc import model
from citeproc.model import CitationStylesElement

from octavo.csl.rendering.element import Element, finished
from octavo.csl.rendering.render_state import Rendering, Tables
from octavo.csl.text.casing import is_english
from octavo.csl.text.numbers import (
    DESIGNATIONS,
    each_number,
    first_page,
    is_plural,
    unescaped,
    with_ranges,
)
from octavo.csl.text.tagged_text import unmarked
from octavo.model.numerals import roman

# CSL specification, appendix IV, number variables; two of them, citation-number and
# first-reference-note-number, are the cite's.
NUMBER_LIKE = frozenset(
    """chapter-number collection-number edition issue locator number number-of-pages
    number-of-volumes page page-first part-number printing-number section supplement-number
    version volume""".split()
)


# --- what cs:text prints -------------------------------------------------------------------------


def variable_text(work: Rendering, variable: str) -> str:
    """Return a number-like variable as cs:text prints it; the caller must note it.

    Ranges get en dashes; those of pages are written as the style's page-range-format says.
    """
    if variable == "locator":
        return _locator(work)
    texts = work.item.texts
    if variable == "page":
        return _pages(work.tables, texts.get("page", ""))
    if variable == "page-first":
        return unescaped(texts.get("page-first") or first_page(_unlabelled(texts.get("page", ""))))
    text = texts.get(variable, "")
    if variable in DESIGNATIONS:  # a hyphen may well belong to the number
        return unescaped(text)
    return _ranged(work.tables, text) if text else ""


def _locator(work: Rendering) -> str:
    """Return the locator; one that names its own parts stays as written.

    'f. 082, op. 10, d. 2, ll. 52–49ob.' has none of CSL's labels (fixture
    locator_TrickyEntryForPlurals); 'pp. 3-5' has one, which is taken off, since the style prints it
    where it wants one.
    """
    text = work.locator.strip()
    if _of_pages(work):
        text = _unlabelled(text)
    if _names_itself(text):
        return unescaped(text)
    if _of_pages(work):
        return _pages(work.tables, text)
    return _ranged(work.tables, text)


def _ranged(tables: Tables, text: str) -> str:
    """Write the ranges of a number with the dash of the locale, which in Spanish is a hyphen; one
    that is typed as a dash stays."""
    dash = "–" if "–" in text else tables.term("page-range-delimiter") or "–"
    return with_ranges(text, delimiter=dash, ampersand=_ampersand(tables))


def _of_pages(work: Rendering) -> bool:
    return work.label in ("", "page")


def _pages(tables: Tables, text: str) -> str:
    text = _unlabelled(text)
    if text.isdecimal():
        return text
    return with_ranges(
        text,
        tables.style_options.get("page-range-format", ""),
        tables.term("page-range-delimiter") or "–",
        _ampersand(tables),
    )


def _ampersand(tables: Tables) -> str:
    return tables.term("and", "symbol") or "&"


_PAGE_LABEL = re.compile(r"pp?(?:\. ?| )(?=\d)")
_OWN_LABEL = re.compile(r"(?:[^\W\d_]{1,12}\.|[§¶]{1,2})\s?(?=\d|[ivxlcIVXLC]+\b)")


def _unlabelled(pages: str) -> str:
    """Take off the label that the style prints: 'pp. 289-303.' is 289-303."""
    if not pages or pages[0] != "p" or not _PAGE_LABEL.match(pages):
        return pages
    return _PAGE_LABEL.sub("", pages, count=1).removesuffix(".")


def _names_itself(text: str) -> bool:
    """Return whether a place begins with the name of its kind: 'fol. 466r', 'f. 082', '§ 5'."""
    return _OWN_LABEL.match(text) is not None


# --- cs:number -----------------------------------------------------------------------------------


class Number(Element, model.Number, CitationStylesElement):
    def render(self, work: Rendering) -> str:
        variable = self.options.get("variable", "")
        text = "" if variable in work.suppressed else self._text(work, variable)
        return finished(work.note(variable, text), self.options, work)

    def _text(self, work: Rendering, variable: str) -> str:
        if variable == "citation-number":
            text = work.number
        elif variable == "first-reference-note-number":
            text = work.first_note
        elif variable in ("locator", "page", "page-first"):
            text = variable_text(work, variable)
        else:
            text = work.item.texts.get(variable, "")
        if not text:
            return ""
        write = self._writer(variable)
        if write is None and work.sort_options is not None and text.isdecimal():
            return text.zfill(10)  # within the macro of a sort key
        text = with_ranges(text, ampersand=_ampersand(self.tables))
        return text if write is None else each_number(text, write)

    def _writer(self, variable: str) -> Callable[[int], str] | None:
        """Return the function that writes a number in the form asked for; None if it is Arabic."""
        form = self.options.get("form", "numeric")
        if form == "roman":
            return roman
        if form not in ("ordinal", "long-ordinal"):
            return None
        tables, gender = self.tables, self.tables.gender_of(_term_of(self.tables, variable))

        def ordinal(number: int) -> str:
            return f"{number}{tables.ordinal(number, gender)}"

        def long_ordinal(number: int) -> str:
            name = f"long-ordinal-{number:02}"
            return (number < 11 and tables.term(name, gender=gender)) or ordinal(number)

        return ordinal if form == "ordinal" else long_ordinal


# --- cs:label ------------------------------------------------------------------------------------


class Label(Element, model.Label, CitationStylesElement):
    """The word for what a number counts or a person does; it asks for no variable itself."""

    def render(self, work: Rendering) -> str:
        variable = self.options.get("variable", "")
        if variable in work.suppressed and work.inherited is None:
            return ""  # within a substitute it belongs to the number printed there
        value = _value(work, variable)
        if not value or _labels_itself(work, variable, value):
            return ""
        name = (work.label or "page") if variable == "locator" else variable
        role = _term_of(self.tables, name)
        if role != "page" and value[0].isalpha() and _begins_with(value, self.tables, role):
            return ""
        return self.text_for(work, role, is_plural(variable, value))

    def text_for(self, work: Rendering, role: str, plural: bool) -> str:
        """Return the label of a term; `plural` holds where the style does not say."""
        wanted = self.options.get("plural", "contextual")
        plural = wanted == "always" or (plural and wanted != "never")
        text = self.tables.term(role, self.options.get("form", "long"), plural)
        options = self.options
        if options.get("text-case") == "title" and not is_english(self.tables.language):
            options = {
                **options,
                "text-case": "capitalize-first",
            }  # other titles are left as written
        return finished(text or "", options, work, self.tables.language)


def _value(work: Rendering, variable: str) -> str:
    match variable:
        case "locator":
            return work.locator.strip()
        case "page-first":
            return variable_text(work, variable)
        case "citation-number":
            return work.number
        case "first-reference-note-number":
            return work.first_note
    return work.item.texts.get(variable, "")


def _labels_itself(work: Rendering, variable: str, value: str) -> bool:
    """Return whether a value brings its own label.

    'fol. 466r' among pages does, and '§ 5', and 'fol. 12' of a folio; 'f. 3' of an act does not: it
    is printed 'act f. 3'.
    """
    if variable == "locator" and not _of_pages(work):
        return _names_itself(value) and value[0].lower() in ("§", "¶", work.label[0])
    if variable == "locator":
        return _names_itself(_unlabelled(value))
    return variable == "page" and _names_itself(_unlabelled(value))


_A_NUMBER = re.compile(r"\s*(?:\d|[ivxlcIVXLC]+\b)")


def _begins_with(value: str, tables: Tables, role: str) -> bool:
    """Return whether a value opens with the label itself: 'no. 5' of an issue, 'Volume II'."""
    for form in ("long", "short"):
        for plural in (True, False):
            word = unmarked(tables.term(role, form, plural) or "").strip()
            opens = len(word) > 1 and value[: len(word)].casefold() == word.casefold()
            if opens and _A_NUMBER.match(value, len(word)):
                return True
    return False


# The terms of variables that have none under their own name.
_TERMS = {
    "chapter-number": "chapter",
    "collection-number": "number",
    "page-first": "page",
    "part-number": "part",
    "printing-number": "printing",
    "supplement-number": "supplement",
}


def _term_of(tables: Tables, variable: str) -> str:
    """Return the name of the term for a variable or for the label of a locator ('sub verbo')."""
    if tables.has_term(variable):
        return variable
    return _TERMS.get(variable) or variable.replace(" ", "-")
