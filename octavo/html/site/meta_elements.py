"""Describe a page to catalogues: meta elements for search engines, for Dublin Core and for the
programs that collect references (Zotero, Google Scholar: `citation_…`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from octavo.html.chapter import Chapter
from octavo.html.links import is_call
from octavo.matter.identity import isbns, publication_date
from octavo.matter.imprint import doi_address, series_of_book
from octavo.model import Edition, Name

Pairs = tuple[tuple[str, str], ...]
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
_DESCRIBED = 160  # letters of a description that search engines show


def metadata_of(edition: Edition, chapter: Chapter | None = None) -> Pairs:
    """Return the names and contents of a page's meta elements, none of them empty.

    A section with a text of its own is described as a part of the book, any other page, and an
    article, as the whole.
    """
    part = chapter if chapter and chapter.section.path and edition.print.has_leaves else None
    authors = (part.authors if part else ()) or edition.authors
    pairs = chain(
        [("description", _opening_words(part) if part else edition.description)],
        [("author", ", ".join(name.display for name in authors or edition.editors))],
        [("keywords", ", ".join(edition.keywords))],
        _citation(edition, part, authors),
        _dublin_core(edition, part, authors),
    )
    lines = ((name, " ".join(content.split())) for name, content in pairs)
    return tuple((name, content) for name, content in lines if content)


def _title(edition: Edition) -> str:
    return f"{edition.title}: {edition.subtitle}" if edition.subtitle else edition.title


def _language(edition: Edition, part: Chapter | None) -> str:
    return (part.language if part else "") or edition.language


def _citation(
    edition: Edition, part: Chapter | None, authors: Sequence[Name]
) -> Iterator[tuple[str, str]]:
    yield "citation_title", part.title if part else _title(edition)
    if part:
        yield "citation_inbook_title", _title(edition)
    for name in authors:
        yield "citation_author", name.filing
        yield "citation_author_institution", name.affiliation
        yield "citation_author_orcid", name.orcid
    for name in edition.editors:
        yield "citation_editor", name.filing
    yield "citation_publication_date", publication_date(edition).replace("-", "/")
    yield "citation_publisher", edition.publisher.name
    yield "citation_language", _language(edition, part)
    for isbn in dict.fromkeys(isbns(edition).values()):
        yield "citation_isbn", isbn
    if not part:
        yield "citation_doi", doi_address(edition.doi).removeprefix("https://doi.org/")
    series = series_of_book(edition)
    if series:
        yield "citation_series_title", series.title
        yield "citation_volume", str(series.number)
        yield "citation_issn", series.issn
    for keyword in edition.keywords:
        yield "citation_keywords", keyword


def _dublin_core(
    edition: Edition, part: Chapter | None, authors: Sequence[Name]
) -> Iterator[tuple[str, str]]:
    yield "DC.title", part.title if part else _title(edition)
    for name in authors:
        yield "DC.creator", name.filing
    for name in (*edition.editors, *edition.translators):
        yield "DC.contributor", name.filing
    yield "DC.publisher", edition.publisher.name
    yield "DC.date", publication_date(edition)
    yield "DC.language", _language(edition, part)
    yield "DC.type", "Text"
    yield "DC.format", "text/html"
    if not part:
        yield "DC.identifier", edition.identifier
        yield "DC.identifier", doi_address(edition.doi) if edition.doi.strip() else ""
        yield "DC.description", edition.description
    for isbn in dict.fromkeys(isbns(edition).values()):
        yield "DC.relation" if part else "DC.identifier", f"urn:isbn:{isbn}"
    for keyword in edition.keywords:
        yield "DC.subject", keyword
    yield "DC.rights", edition.rights
    if edition.licence:
        yield "DC.rights", " ".join((edition.licence.name, edition.licence.url))


def _opening_words(chapter: Chapter) -> str:
    """Return the first words of a section's text, cut between two words; it is not yet set."""
    for paragraph in chapter.root.findall("p"):
        words = " ".join("".join(_plain(paragraph)).split())
        if len(words) > _DESCRIBED:
            return f"{words[:_DESCRIBED].rpartition(' ')[0].rstrip(' ,;:.–—')} …"
        if words:
            return words
    return ""


def _plain(element) -> Iterator[str]:
    """Yield the words of an element without note calls, and without the TeX of its formulas."""
    yield element.text or ""
    for child in element:
        if not is_call(child) and child.tag != "annotation":
            yield from _plain(child)
        yield child.tail or ""
