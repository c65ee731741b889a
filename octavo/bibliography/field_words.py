"""Name the fields of a reference in the words of the file that it comes from.

A reference is kept as CSL's item. An author who writes BibTeX looks for `date` in his file, and
finds no `issued`.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

_BIB = {
    "issued": "date", "container-title": "journaltitle or booktitle", "type": "type of entry",
    "archive": "library", "genre": "type", "medium": "howpublished", "title-short": "shorttitle",
    "publisher-place": "location", "page": "pages", "collection-title": "series",
    "accessed": "urldate", "event-date": "eventdate", "original-date": "origdate",
    "issue": "number", "reviewed-title": "title", "translator": "translator",
}  # fmt: skip
_RIS = {
    "issued": "PY", "container-title": "T2", "title": "TI", "author": "AU", "editor": "ED",
    "publisher": "PB", "publisher-place": "CY", "type": "TY", "genre": "M3", "number": "IS",
    "archive": "DP", "accessed": "Y2", "page": "SP", "volume": "VL", "URL": "UR", "DOI": "DO",
}  # fmt: skip
_ENDNOTE = {
    "issued": "year", "container-title": "secondary-title", "type": "ref-type",
    "genre": "work-type", "publisher-place": "pub-location", "page": "pages",
    "archive": "remote-database-name", "accessed": "access-date",
}  # fmt: skip
_WORDS = {
    ".bib": _BIB, ".bibtex": _BIB, ".biblatex": _BIB, ".ris": _RIS, ".xml": _ENDNOTE,
    ".enl": _ENDNOTE,
}  # fmt: skip
_DATES = {
    ".bib": "{} = {{1931-05-03}}", ".bibtex": "{} = {{1931-05-03}}",
    ".biblatex": "{} = {{1931-05-03}}", ".ris": "{}  - 1931/05/03",
    ".xml": "<{}>1931</{}>", ".enl": "<{}>1931</{}>",
}  # fmt: skip
_BODIES = {
    ".bib": "put the name of a body into braces of its own, {{League of Nations}}",
    ".ris": "end the name of a body with a comma",
    ".xml": "end the name of a body with a comma",
}


def field_in(path: str, field: str) -> str:
    """Return the word for a field in the format of a file, by the file's name."""
    return _WORDS.get(_ending(path), {}).get(field, field)


def date_in(path: str, field: str) -> str:
    """Return an example of a date as a file of that format has it."""
    word = field_in(path, field)
    form = _DATES.get(_ending(path))
    return form.format(word, word) if form else '[[1931, 5, 3]] under "date-parts", or 1931-05-03'


def body_in(path: str) -> str:
    """Return how a file of that format names a body."""
    ending = _ending(path)
    ending = ".bib" if ending in {".bibtex", ".biblatex"} else ending
    return _BODIES.get(ending, "give a person a family name, and a body a literal name")


def suffixed_in(path: str) -> str:
    """Return how a file of that format writes a person with a suffix."""
    ending = _ending(path)
    if ending in {".bib", ".bibtex", ".biblatex"}:
        return "write Davis, Jr., Sammy"
    if ending in {".ris", ".xml"}:
        return "write Davis, Sammy, Jr."
    return 'write {"family": "Davis", "given": "Sammy", "suffix": "Jr."}'


def whole_in(path: str) -> str:
    """Return how a file of that format keeps the name of a ruler or a saint whole."""
    ending = _ending(path)
    if ending in {".bib", ".bibtex", ".biblatex"}:
        return "a ruler's name goes into braces of its own, {{John Paul II}}"
    if ending in {".ris", ".xml"}:
        return "a ruler's name ends with a comma, John Paul II,"
    return 'a ruler is {"literal": "John Paul II"}'


def others_in(path: str) -> str:
    """Return how a file of that format says et al."""
    ending = _ending(path)
    if ending in {".bib", ".bibtex", ".biblatex"}:
        return "“and others” behind the last name"
    return (
        "AU  - others as the last name"
        if ending == ".ris"
        else '{"literal": "others"} as the last name'
    )


def separated_in(path: str) -> str:
    """Return how a file of that format separates two people."""
    ending = _ending(path)
    if ending in {".bib", ".bibtex", ".biblatex"}:
        return "separate people by the word and: Nansen, Fridtjof and Baker, Philip"
    if ending == ".ris":
        return "write a line AU  - for each person"
    return 'write {"family": …, "given": …} for each person'


def in_small_letters(word: str) -> str:
    """Return a word that is typed in capitals with a capital at the head of each of its parts."""
    return re.sub(r"[^\W\d_]+", lambda part: part[0].capitalize(), word)


def _ending(path: str) -> str:
    return PurePosixPath(path).suffix.lower()
