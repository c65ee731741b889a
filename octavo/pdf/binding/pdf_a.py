"""Describe the bound book in its own file, as PDF/UA-1 and PDF/A-3a require, or PDF/UA-2 and
PDF/A-4f.

Title, authors and dates are written as XMP, and to the document information, which PDF/A-4 does not
allow (ISO 19005-4, 6.1.3). The colours are sRGB,
by the profile of the International Color Consortium that comes with WeasyPrint.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from octavo.design.style_sheets import templates
from octavo.locales import direction_of
from octavo.matter.identity import (
    isbns,
    licence_address,
    orcid_address,
    print_isbn,
    related_numbers,
    rights_of,
)
from octavo.model import Edition

_PROFILE = ("weasyprint.pdf", "sRGB2014.icc")
_CONDITION = "sRGB IEC61966-2.1"


def describe(
    book: pikepdf.Pdf, edition: Edition, *, whole: bool, public: bool = True,
    has_inks: bool = False,
) -> None:  # fmt: skip
    """Write the metadata, the language, the output intent and how a viewer shows the book.

    The metadata claim no standard unless the book is `whole`: a letter that no font has is allowed
    in neither (ISO 14289-1, 7.21.8; ISO 19005-3, 6.2.11.8). They claim no PDF/A of one that
    `has_inks`, pictures in CMYK beside sRGB (ISO 19005-3, 6.2.4.3). The newer parts have the same
    rules (ISO 14289-2, 8.4.5.9; ISO 19005-4, 6.2.10.9 and 6.2.4.3). Letters for private use, which
    a `public` book lacks, would need a text in their place (ISO 19005-3, 6.2.11.7.3; ISO 14289-2,
    8.4.3): nobody knows it.
    """
    title = ": ".join(part for part in (edition.title, edition.subtitle) if part)
    authors = [name.display for name in edition.authors or edition.editors]
    if edition.print.standard == "PDF/UA-1":
        _write_information(book, edition, title, authors)
    identifier = _identifier(edition)
    xmp = templates().get_template("print-metadata.xml").render(
        edition=edition, title=title, authors=authors, date=_iso_date(edition.date),
        identifier=identifier, relations=_relations(edition, identifier), rights=rights_of(edition),
        licence=licence_address(edition),
        accessible=whole and (public or edition.print.standard == "PDF/UA-1"),
        archival=whole and public and not has_inks)  # fmt: skip
    metadata = Stream(book, xmp.encode())
    metadata.Type, metadata.Subtype = Name.Metadata, Name.XML
    book.Root.Metadata = book.make_indirect(metadata)
    book.Root.Lang = String(edition.language)
    book.Root.OutputIntents = Array([_output_intent(book)])
    book.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    if direction_of(edition.language) == "rtl":
        book.Root.ViewerPreferences.Direction = Name.R2L
    book.Root.PageLayout = Name.TwoPageRight if edition.print.facing else Name.SinglePage


def _write_information(
    book: pikepdf.Pdf, edition: Edition, title: str, authors: Sequence[str]
) -> None:
    values: Mapping[str, str] = {
        "/Title": title, "/Author": "; ".join(authors), "/Subject": edition.description,
        "/Keywords": ", ".join(edition.keywords), "/Creator": "Octavo", "/Producer": "Octavo",
        "/CreationDate": pdf_date(edition.date), "/ModDate": pdf_date(edition.date),
    }  # fmt: skip
    for key, value in values.items():
        if value:
            book.docinfo[key] = value


def _identifier(edition: Edition) -> str:
    """Return the identifier of the edition; without one, the ISBN of its PDF, or of the book."""
    isbn = isbns(edition).get("pdf", "") or print_isbn(edition)
    return edition.identifier or (f"urn:isbn:{isbn}" if isbn else "")


def _relations(edition: Edition, identifier: str) -> tuple[str, ...]:
    """Return the numbers of all forms, of the work and of its series, and the ORCIDs of its makers,
    for which XMP has no property of their own."""
    makers = (*edition.authors, *edition.editors, *edition.translators)
    orcids = filter(None, (orcid_address(name.orcid) for name in makers))
    return (*related_numbers(edition, identifier), *dict.fromkeys(orcids))


def _output_intent(book: pikepdf.Pdf) -> Any:
    """Return the output intent, which names the colours of the book (ISO 19005-3, 6.2.3)."""
    profile = Stream(book, _profile())
    profile.N = 3
    return Dictionary(
        Type=Name.OutputIntent, S=Name.GTS_PDFA1, OutputConditionIdentifier=String(_CONDITION),
        Info=String(_CONDITION), DestOutputProfile=book.make_indirect(profile))  # fmt: skip


@cache
def _profile() -> bytes:
    package, name = _PROFILE
    return files(package).joinpath(name).read_bytes()


def _iso_date(date: str) -> str:
    """Return a publication date, which may lack month and day, as a moment: 2026 is 2026-01-01."""
    return f"{(date + '-01-01')[:10]}T00:00:00Z" if date else ""


def pdf_date(date: str) -> str:
    """Return a publication date as a moment, as it is written in PDF; nothing if there is none."""
    return f"D:{(date + '-01-01')[:10].replace('-', '')}000000Z" if date else ""
