"""Write the package document: metadata from edition.yaml, the manifest and the reading order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import chain

from octavo.matter.identity import (
    identifiers,
    isbn_digits,
    issn_of_series,
    orcid_address,
    print_isbn,
    publication_date,
    related_numbers,
)
from octavo.matter.imprint import series_of_book
from octavo.model import Edition, Name


@dataclass(frozen=True, slots=True)
class Item:
    """A file of the EPUB; `spine` says whether it is in the reading order."""

    id: str
    href: str
    media_type: str
    properties: str = ""
    spine: bool = False


@dataclass(frozen=True, slots=True)
class Creator:
    """Someone who made the work; `role` is a MARC relator."""

    id: str
    element: str
    name: str
    filing: str
    role: str
    orcid: str  # an address, or empty


@dataclass(frozen=True, slots=True)
class Subject:
    """What the work is about, by a code of an authority (EPUB 3.3, D.3.1), and its heading."""

    id: str
    authority: str
    code: str
    heading: str


def print_source(edition: Edition) -> str:
    """Return the ISBN of the printed edition, the source of this one; empty if it has none."""
    isbn = print_isbn(edition)
    return f"urn:isbn:{isbn}" if isbn else ""


def page_source(edition: Edition) -> str:
    """Return the source of the page numbers: the printed edition by its ISBN, the PDF by its own,
    or else by the title."""
    pdf = isbn_digits(edition.isbn.pdf)
    own = f"urn:isbn:{pdf}" if pdf else f"{edition.title} (PDF)"
    return print_source(edition) or own


def relations(edition: Edition) -> tuple[str, ...]:
    """Return the numbers of the other forms; that of the series refines the series."""
    own = (*identifiers(edition), print_source(edition), series_identifier(edition))
    return related_numbers(edition, *own)


def series_identifier(edition: Edition) -> str:
    """Return the ISSN of the series as a URN, or an empty text."""
    issn = issn_of_series(edition)
    return f"urn:issn:{issn}" if issn else ""


def creators(edition: Edition, of_sections: Sequence[Name] = ()) -> tuple[Creator, ...]:
    """Return those who made the work. Authors are creators, and so are editors if there is no
    author; other editors, translators, the authors of single sections, those who contributed
    otherwise and the editors of the series are contributors."""
    editors = "contributor" if edition.authors else "creator"
    known = {name.display for name in (*edition.authors, *edition.editors)}
    series = series_of_book(edition)
    others = [name for name in dict.fromkeys(of_sections) if name.display not in known]
    return (
        *_creators(edition.authors, "creator", "aut"),
        *_creators(edition.editors, editors, "edt"),
        *_creators(edition.translators, "contributor", "trl"),
        *_creators(others, "contributor", "aut", "section-"),
        *chain.from_iterable(
            _creators([name], "contributor", name.role, f"other-{number}-")
            for number, name in enumerate(edition.contributors, 1)
        ),
        *_creators(series.editors if series else (), "contributor", "pbd", "series-"),
    )


def subjects(edition: Edition) -> tuple[Subject, ...]:
    """Return the subjects by the codes of the book trade, each with its heading, if it has one."""
    given = {"BISAC": edition.subjects.bisac, "Thema": edition.subjects.thema}
    return tuple(
        Subject(f"{authority.lower()}-{number}", authority, code, heading.strip() or code)
        for authority, codes in given.items()
        for number, (code, _, heading) in enumerate((c.partition(" ") for c in codes), 1)
    )


def series_position(number: str | int) -> str:
    """Return a volume's number as EPUB has it, figures and points; empty if it is none."""
    plain = str(number).strip()
    return plain if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})*", plain) else ""


def _creators(
    names: Sequence[Name], element: str, role: str, before: str = ""
) -> Iterator[Creator]:
    for number, name in enumerate(names, 1):
        if name.display:
            own = f"{before}{role}-{number}"
            yield Creator(own, element, name.display, name.filing, role, orcid_address(name.orcid))


def modified(edition: Edition, parts: Iterable[bytes]) -> str:
    """Return the moment of the last change, from the content, since a clock would make every build
    another book: it is on the day of the edition's date, at a second that the parts give.

    A reading system takes an EPUB for a new release of a publication if this moment differs
    (EPUB 3.3, 5.5.6: release identifier).
    """
    digest = sha256()
    for part in parts:
        digest.update(sha256(part).digest())
    second = int.from_bytes(digest.digest()[:8]) % 86_400
    return f"{moment_of(edition) + timedelta(seconds=second):%Y-%m-%dT%H:%M:%SZ}"


def moment_of(edition: Edition) -> datetime:
    """Return the first moment of the edition's date; without a date, the first that zip files
    know."""
    date = publication_date(edition)
    if not date:
        return datetime(1980, 1, 1)
    year, month, day = (*map(int, date.split("-")), 1, 1)[:3]
    return datetime(year, month, day)
