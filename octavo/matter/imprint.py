"""Word the copyright page, in printers' order and the same in all forms.

The order is that of Chicago (18th edition, 1.21-1.38): publisher, copyright, licence, printings,
numbers, cataloguing data, credits. Only what the edition gives is printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from octavo.locales import words_in
from octavo.model import BookSeries, Edition, Epigraph, Name

Form = Literal["pdf", "epub", "docx", "html"]


@dataclass(frozen=True, slots=True)
class Statement:
    """One paragraph of the copyright page: its kind and its lines."""

    kind: str
    lines: tuple[str, ...]


def people(names: Sequence[Name], language: str) -> str:
    """Return names as in prose: “A, B, and C” in English, “A, B und C” in German."""
    shown = [name.display for name in names if name.display]
    if len(shown) < 2:
        return "".join(shown)
    *first, last = shown
    words = words_in(language)
    return f"{words.comma.join(first)}{words.and_last if first[1:] else words.and_}{last}"


def series_of_book(edition: Edition) -> BookSeries | None:
    """Return the series that the book is a volume of."""
    series = edition.series
    if isinstance(series, str):
        return BookSeries(title=series) if series else None
    return series


def epigraphs_of(edition: Edition) -> tuple[Epigraph, ...]:
    """Return the quotations at the head of the book."""
    given = edition.epigraph
    if isinstance(given, str):
        return (Epigraph(text=given),) if given.strip() else ()
    return (given,) if isinstance(given, Epigraph) else given


def imprint(edition: Edition, form: Form = "pdf") -> tuple[Statement, ...]:
    """Return the paragraphs of the copyright page; none is empty."""
    made = (Statement(kind, tuple(lines)) for kind, lines in _statements(edition, form))
    return tuple(statement for statement in made if statement.lines)


def _statements(edition: Edition, form: Form) -> Iterator[tuple[str, Sequence[str]]]:
    printing = edition.printing
    yield "publisher", _publisher(edition)
    yield "copyright", [*_copyright(edition), *lines_of(edition.copyright.lines)]
    yield "rights", _text(edition.rights)
    licence = edition.licence
    yield "licence", [p for p in (licence.name, licence.url) if p] if licence else ()
    yield "history", lines_of(printing.history)
    yield "printed", _text(printing.printed)
    if form == "pdf":
        yield "printers-key", [printing.key] if printing.key else ()
    yield "isbn", _isbns(edition, form)
    yield "issn", _issn(edition)
    yield "doi", [doi_address(edition.doi)] if edition.doi else ()
    yield "cip", lines_of(edition.cip, indented=True)
    yield "credits", lines_of(edition.credits)
    yield "disclaimer", _text(edition.disclaimer)
    if form == "pdf" and not _is_for_machines(edition):
        yield "identifier", _text(edition.identifier)


def _publisher(edition: Edition) -> list[str]:
    publisher = edition.publisher
    comma = words_in(edition.language).comma
    name = comma.join(p for p in (publisher.name, publisher.place) if p)
    return [*([name] if name else []), *lines_of(publisher.address)]


def _copyright(edition: Edition) -> list[str]:
    """Return "© 2026 Holder", or nothing; the authors are the holders if nobody else is named."""
    language = edition.language
    holder = edition.copyright.holder or people(edition.authors, language)
    year = edition.copyright.year
    shown = str(year) if year is not None else edition.date[:4]
    if not holder and year is None:
        return []
    return [" ".join(part for part in ("©", shown, holder) if part)]


def _isbns(edition: Edition, form: Form) -> list[str]:
    """Return each ISBN with the form that it is for; in the EPUB its own comes first."""
    words, isbn = words_in(edition.language), edition.isbn
    given = [
        (isbn.print, words.print), (isbn.hardcover, words.hardcover),
        (isbn.paperback, words.paperback), (isbn.epub, words.epub), (isbn.pdf, words.pdf),
    ]  # fmt: skip
    if form == "epub":
        given.sort(key=lambda pair: pair[1] != words.epub)
    return [words.isbn.format(number=number, form=name) for number, name in given if number]


def _issn(edition: Edition) -> list[str]:
    series = series_of_book(edition)
    number = series.issn if series else ""
    return [words_in(edition.language).issn.format(number=number)] if number else []


def doi_address(doi: str) -> str:
    """Return the address of a DOI: https://doi.org/10.1000/182."""
    bare = doi.strip().removeprefix("https://doi.org/").removeprefix("http://dx.doi.org/")
    return f"https://doi.org/{bare.removeprefix('doi:').strip()}"


def _is_for_machines(edition: Edition) -> bool:
    """Return whether the identifier means nothing to a reader, or repeats the DOI or an ISBN."""
    given = edition.identifier.lower()
    known = (edition.doi, edition.isbn.print, edition.isbn.epub)
    return given.startswith("urn:uuid") or any(k and k.lower() in given for k in known)


def _text(text: str) -> list[str]:
    return [" ".join(text.split())] if text.strip() else []


def lines_of(texts: str | Sequence[str], *, indented: bool = False) -> list[str]:
    """Return the lines of texts as they are written, without empty ones; `indented` lines keep the
    spaces before them."""
    given = (texts,) if isinstance(texts, str) else texts
    lines = [line for text in given for line in text.strip("\n").splitlines()]
    if indented:
        kept = [line.rstrip() for line in lines]
        return [_indent(line) for line in kept if line]
    return [" ".join(line.split()) for line in lines if line.strip()]


def _indent(line: str) -> str:
    bare = line.lstrip()
    return "\u00a0" * (len(line) - len(bare)) + bare
