"""Define S for the metadata of the title leaves, and of the lines of authors below the titles."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from octavo.checks.families.bibliography import note_or_citation
from octavo.checks.survey import Survey
from octavo.matter.imprint import epigraphs_of, series_of_book
from octavo.model import Edition, Fault, Name, Place, Severity, Source, rule
from octavo.model.marked_text import written_of
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
    for name in _people(edition):
        yield "ORCID", name.orcid


def _people(edition: Edition) -> tuple[Name, ...]:
    """Return all who are named in edition.yaml."""
    series = series_of_book(edition)
    of_book = (*edition.authors, *edition.editors, *edition.translators, *edition.contributors)
    return (*of_book, *(series.editors if series else ()))


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


# Markup that no title can hold, with its fate and with the words to write instead.
_NOT_IN_TITLES = (
    (re.compile(r"!\[[^\]]*\]\([^)]*\)"), "a picture, which is dropped", "remove it"),
    (re.compile(r"(?<!!)\[[^\]]*\]\([^)]*\)"),
     "a link, of which the words are printed", "write the words"),
    (re.compile(r"`[^`]+`\{=[^}]*\}"), "markup of one form, which is dropped", "remove it"),
    (re.compile(r"</?(?:i|em|b|strong|su[bp]|u|s|del|br)\b[^>]*>", re.IGNORECASE),
     "a tag, which is printed as it is typed", "write *…* for italics, ^…^ for superscript"),
    (re.compile(r"\$(?=\S)[^$]*[^\s$]\$(?!\d)"),
     "a formula, which is printed as it is typed", "write it in letters, x^2^ or *x*~1~"),
)  # fmt: skip
_ESCAPED = re.compile(r"\\\W")


@rule("S080", Severity.WARNING)
def metadata_hold_no_markup(survey: Survey) -> Iterator[Fault]:
    """No name in edition.yaml holds markup, and no title there holds more than emphasis.

    In titles and subtitles parts may be in italics, in small capitals or raised. A note, a
    citation, a link, a picture or a formula would be dropped, or printed as it is typed.
    """
    edition, text = survey.reading.edition, survey.reading.edition_text
    if edition is None:
        return
    fault = metadata_hold_no_markup.fault
    series = series_of_book(edition)
    titles = {"title": edition.title, "running": edition.running, "subtitle": edition.subtitle,
              "series": series.title if series else ""}  # fmt: skip
    for key, title in titles.items():
        for found, what, hint in _not_in_titles(written_of(title), survey):
            place = place_in_edition(text, found if found in text else f"{key}:")
            yield fault(place, f"{key} holds {found}, {what}", hint)
    for name in _people(edition):
        if found := _MARKUP.search(name.display):
            message = f"“{name.display}” holds {found[0]}, which is printed as it is typed"
            yield fault(place_in_edition(text, found[0]), message, "write it without markup")


def _not_in_titles(title: str, survey: Survey) -> Iterator[tuple[str, str, str]]:
    """Yield the markup in a title that it cannot hold, what that is, and what to write."""
    bare = _ESCAPED.sub("  ", title)
    if typed := note_or_citation(bare, survey):
        yield typed, "which is printed as it is typed", "write it out"
    for sign, what, hint in _NOT_IN_TITLES:
        if found := sign.search(bare):
            yield found[0], what, hint
