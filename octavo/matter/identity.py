"""Write the numbers, the rights and the date of an edition in the notation that catalogues read."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlsplit

from octavo.matter.imprint import doi_address, series_of_book
from octavo.model import Edition

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:octavo:edition")


def isbn_digits(text: str) -> str:
    """Return the digits of an ISBN of the right length, or an empty text."""
    digits = re.sub(r"[\s‐-―-]", "", text).upper()
    return digits if re.fullmatch(r"\d{13}|\d{9}[\dX]", digits) else ""


def isbns(edition: Edition) -> Mapping[str, str]:
    """Return the digits of the ISBN of each form that has a well-formed one, the print's first."""
    isbn = edition.isbn
    given = {"print": isbn.print, "hardcover": isbn.hardcover, "paperback": isbn.paperback,
             "epub": isbn.epub, "pdf": isbn.pdf}  # fmt: skip
    return {form: digits for form, text in given.items() if (digits := isbn_digits(text))}


def print_isbn(edition: Edition) -> str:
    """Return the digits of the ISBN of the printed book: of the hardcover, if it has several."""
    found = isbns(edition)
    named = (found.get(form, "") for form in ("print", "hardcover", "paperback"))
    return next(filter(None, named), "")


def issn_of_series(edition: Edition) -> str:
    """Return the ISSN of the series as ISO 3297 writes it, 0378-5955; an empty text without one."""
    series = series_of_book(edition)
    figures = re.sub(r"[\s‐-―-]", "", series.issn).upper() if series else ""
    return f"{figures[:4]}-{figures[4:]}" if re.fullmatch(r"\d{7}[\dX]", figures) else ""


def orcid_address(text: str) -> str:
    """Return the address of an ORCID: https://orcid.org/0000-0002-1825-0097; an empty text for
    another number."""
    figures = re.sub(r"[\s‐-―-]", "", text.rpartition("/")[2]).upper()
    if not re.fullmatch(r"\d{15}[\dX]", figures):
        return ""
    return "https://orcid.org/" + "-".join(figures[i : i + 4] for i in range(0, 16, 4))


def licence_address(edition: Edition) -> str:
    """Return the web address of the licence, or an empty text."""
    address = edition.licence.url.strip() if edition.licence else ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    known = parts.scheme in {"http", "https"} and parts.hostname
    return address if known and not re.search(r"\s", address) else ""


def rights_of(edition: Edition) -> str:
    """Return the rights in one line; those of a licence, if nothing else is said of them."""
    said = " ".join(edition.rights.split())
    return said or (" ".join(edition.licence.name.split()) if edition.licence else "")


def related_numbers(edition: Edition, *own: str) -> tuple[str, ...]:
    """Return the URNs and addresses of the other forms, of the work (DOI) and of its series (ISSN),
    without those in `own`."""
    doi = doi_address(edition.doi) if edition.doi.strip() else ""
    issn = issn_of_series(edition)
    numbers = (f"urn:isbn:{digits}" for digits in isbns(edition).values())
    found = (*numbers, doi, f"urn:issn:{issn}" if issn else "")
    return tuple(dict.fromkeys(number for number in found if number and number not in own))


def publication_date(edition: Edition) -> str:
    """Return the parts of the date that are in the calendar: `2026-02` of `2026-02-30`."""
    parts = edition.date.split("-") if edition.date else []
    for length in range(len(parts), 0, -1):
        year, month, day = (*map(int, parts[:length]), 1, 1)[:3]
        try:
            datetime(year, month, day)
        except ValueError:
            continue
        return "-".join(parts[:length])
    return ""


def identifiers(edition: Edition) -> tuple[str, ...]:
    """Return the identifiers of the EPUB, the unique one first.

    An edition without any gets a name made from its title and makers, which changes only with them.
    """
    isbn = isbn_digits(edition.isbn.epub)
    doi = doi_address(edition.doi) if edition.doi.strip() else ""
    found = [_identifier(edition.identifier), f"urn:isbn:{isbn}" if isbn else "", doi]
    given = tuple(dict.fromkeys(identifier for identifier in found if identifier))
    return given or (f"urn:uuid:{uuid.uuid5(_NAMESPACE, _signature(edition))}",)


def _signature(edition: Edition) -> str:
    makers = "; ".join(name.filing for name in (*edition.authors, *edition.editors))
    return "\n".join((edition.title, edition.subtitle, makers, edition.language))


def _identifier(text: str) -> str:
    """Return an ISBN or a UUID as a URN, another identifier as written but for such a prefix."""
    plain = " ".join(text.split())
    bare = re.sub(r"^(urn:)?(uuid|isbn):\s*", "", plain, flags=re.IGNORECASE)
    if isbn_digits(bare):
        return f"urn:isbn:{isbn_digits(bare)}"
    try:
        return f"urn:uuid:{uuid.UUID(bare)}"
    except ValueError:
        return bare
