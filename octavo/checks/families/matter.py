"""Define S for the metadata of the title leaves, and of the lines of authors below the titles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from octavo.checks.families.bibliography import note_or_citation
from octavo.checks.survey import Survey
from octavo.matter.imprint import epigraphs_of, series_of_book
from octavo.model import Edition, Fault, Place, Severity, Source, rule
from octavo.source import NotYaml, place_in_edition, read_yaml

# --- check digits --------------------------------------------------------------------------------

_PARTING = re.compile(r"[\s\u2010-\u2015-]+")


@rule("S020")
def check_digit_holds(survey: Survey) -> Iterator[Fault]:
    """Every ISBN, ISSN and ORCID has as many figures as it must, and the right check digit.

    A shop or a library finds nothing under a number with a slip of the pen.
    """
    edition, text = survey.reading.edition, survey.reading.edition_text
    if edition is None:
        return
    for kind, number in _numbers(edition):
        message, hint = _wrong_with(kind, number)
        if message:
            yield check_digit_holds.fault(place_in_edition(text, number), message, hint)
    for source in survey.reading.sources:
        for author in _mappings(_metadata(source).get("author")):
            number = author.get("orcid")
            message, hint = _wrong_with("ORCID", number) if isinstance(number, str) else ("", "")
            if message:
                yield check_digit_holds.fault(_place(source, author), message, hint)


def _numbers(edition: Edition) -> Iterator[tuple[str, str]]:
    isbn = edition.isbn
    for number in (isbn.print, isbn.hardcover, isbn.paperback, isbn.epub, isbn.pdf):
        yield "ISBN", number
    series = series_of_book(edition)
    yield "ISSN", series.issn if series else ""
    of_series = series.editors if series else ()
    for name in (*edition.authors, *edition.editors, *edition.translators, *of_series):
        yield "ORCID", name.orcid


def _wrong_with(kind: str, number: str) -> tuple[str, str]:
    """Return what is wrong with a number, and a hint; two empty strings if it is empty or right."""
    bare = _PARTING.sub("", number.strip().rstrip("/").rpartition("/")[2]).upper()
    if not bare:
        return "", ""
    pattern, digit = _DIGITS[kind]
    if not re.fullmatch(pattern, bare):
        return f"{number} is no {kind}: it has too many or too few figures, or other signs", ""
    if digit(bare[:-1]) == bare[-1]:
        return "", ""
    return f"the check digit of the {kind} {number} is wrong", "compare it with its source"


def _isbn_digit(figures: str) -> str:
    if len(figures) == 12:
        return str(-sum(int(f) * (3 if n % 2 else 1) for n, f in enumerate(figures)) % 10)
    return _modulo_11(figures)


def _modulo_11(figures: str) -> str:
    """Return the last sign of an ISBN of ten figures, or of an ISSN."""
    total = sum(
        int(f) * weight for f, weight in zip(figures, range(len(figures) + 1, 1, -1), strict=True)
    )
    return "0123456789X"[-total % 11]


def _orcid_digit(figures: str) -> str:
    """Return the last sign of an ORCID: ISO 7064, modulo 11-2."""
    total = 0
    for figure in figures:
        total = (total + int(figure)) * 2
    return "0123456789X"[(12 - total % 11) % 11]


_DIGITS: Mapping[str, tuple[str, Callable[[str], str]]] = {
    "ISBN": (r"97[89][0-9]{10}|[0-9]{9}[0-9X]", _isbn_digit),
    "ISSN": (r"[0-9]{7}[0-9X]", _modulo_11),
    "ORCID": (r"[0-9]{15}[0-9X]", _orcid_digit),
}

# --- the authors of sections ---------------------------------------------------------------------

_HEAD = re.compile(r"\A---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
KEYS = ("family", "given", "literal", "name", "affiliation", "orcid", "note", "biography")
_NAMES = ("family", "given", "literal", "name")


@rule("S021", Severity.WARNING)
def section_author_is_named(survey: Survey) -> Iterator[Fault]:
    """Every author in a text's metadata has a name, and nothing is said of one that is not known.

    The line below the section's title is made of it, and the list of contributors.
    """
    if survey.reading.edition is None:
        return
    for source in survey.reading.sources:
        metadata = _metadata(source)
        given = metadata.get("author")
        for item in given if isinstance(given, list) else [given]:
            if isinstance(item, Mapping):
                place = _place(source, item)
                yield from (section_author_is_named.fault(place, *words) for words in _doubts(item))
            elif isinstance(item, list):
                words = "an author is a name, or a mapping of family, given and the like"
                yield section_author_is_named.fault(_place(source, metadata), words)


def _doubts(author: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key in author:
        if key not in KEYS:
            near = get_close_matches(key, KEYS, n=1)
            hint = f"did you mean {near[0]}?" if near else f"known here: {', '.join(KEYS)}"
            yield f"an author has no field {key}", hint
    if not any(isinstance(author.get(key), str) and author[key].strip() for key in _NAMES):
        yield "the author has no name", "give family and given, or literal for a body"


def _metadata(source: Source) -> Mapping[str, Any]:
    """Return the metadata at the beginning of a text, if they name an author; nothing if they
    cannot be read."""
    head = _HEAD.match(source.text)
    if head is None or "author" not in head["yaml"]:
        return {}
    try:
        read = read_yaml(head["yaml"])
    except NotYaml:
        return {}
    return read if isinstance(read, Mapping) else {}


def _mappings(given: Any) -> Iterator[Mapping[str, Any]]:
    items = given if isinstance(given, list) else [given]
    return (item for item in items if isinstance(item, Mapping))


def _place(source: Source, item: Any) -> Place:
    """Return the place of a mapping in a text, whose metadata begin on its second line."""
    return Place(source.section.path, getattr(item, "line", 0) + 1, getattr(item, "column", 1))


# --- the leaves ----------------------------------------------------------------------------------


@rule("S022", Severity.WARNING)
def leaf_holds_no_note(survey: Survey) -> Iterator[Fault]:
    """No dedication, epigraph or colophon in edition.yaml holds a note or a citation.

    They would be printed as they are typed.
    """
    edition = survey.reading.edition
    if edition is None:
        return
    for what, text in _leaves(edition):
        typed = note_or_citation(text, survey)
        if typed:
            place = place_in_edition(survey.reading.edition_text, typed)
            yield leaf_holds_no_note.fault(place, f"{typed} is in the {what}", "write it out")


def _leaves(edition: Edition) -> Iterator[tuple[str, str]]:
    yield "dedication", edition.dedication
    for epigraph in epigraphs_of(edition):
        yield "epigraph", epigraph.text
        yield "epigraph’s source", epigraph.source
    yield "colophon", edition.colophon if isinstance(edition.colophon, str) else ""


# --- markup --------------------------------------------------------------------------------------

_MARKUP = re.compile(
    r"(?<![\w*\\])(\*{1,3})(?=[^\s*])[^*]*[^\s*]\1(?![\w*])"
    r"|(?<![\w_\\])(_{1,2})(?=[^\s_])[^_]*[^\s_]\2(?![\w_])"
    r"|`[^`]+`|\[[^\]]+\][({]|\^\[|</?(?:i|em|b|strong|sup|sub|span)\b"
)


@rule("S080", Severity.WARNING)
def metadata_hold_no_markup(survey: Survey) -> Iterator[Fault]:
    """No title, subtitle, series or name in edition.yaml holds markup.

    It would be printed as it is typed, on the title page and in catalogues.
    """
    edition, text = survey.reading.edition, survey.reading.edition_text
    if edition is None:
        return
    series = series_of_book(edition)
    of_series = series.editors if series else ()
    names = (*edition.authors, *edition.editors, *edition.translators, *of_series)
    titles = (edition.title, edition.subtitle, series.title if series else "")
    for written in (*titles, *(name.display for name in names)):
        if found := _MARKUP.search(written):
            message = f"“{written}” holds {found[0]}, which is printed as it is typed"
            place = place_in_edition(text, found[0])
            yield metadata_hold_no_markup.fault(place, message, "write it without markup")
