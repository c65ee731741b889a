"""Word the leaves that are made of edition.yaml, title page and copyright page, as each form must
have them.

    on the               in the PDF         in EPUB and HTML      in the Word file
    half-title           title              (none)                (none)
    series page          all of the series  (none)                (none)
    title page           `_TITLE_PAGES`: each in its order; the PDF has the series on its own page
    copyright page       the statements     the EPUB has the      the statements
                                            title before them,
                                            and its identifier

An edition without title leaves has its title block above the text of the PDF, and on the first page
of the HTML form; its EPUB and its Word file have the leaves all the same. The first page of the
HTML form has the description too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from octavo.locales import Counted, around, words_in
from octavo.matter.article import title_lines
from octavo.matter.identity import identifiers, publication_date
from octavo.matter.imprint import Form, imprint, lines_of, people, series_of_book
from octavo.model import Edition, Name
from octavo.proof.normal_form import spaced

HALF_TITLE, SERIES, TITLE, COPYRIGHT = "half-title", "series page", "title page", "copyright page"
BLOCK = "title block"  # of an article
# On pages of the HTML form, but not on that with the whole book: the abstract is on the front page,
# the block in the text below the heading of the first section.
ABSTRACT, BLOCK_IN_TEXT = "abstract", "title block in the text"


@dataclass(frozen=True, slots=True)
class LeafPassage:
    """A passage of the leaves: the page that has it, and its words."""

    page: str
    words: str


def leaves_of(edition: Edition, form: Form) -> tuple[LeafPassage, ...]:
    """Return the passages of an edition's leaves in a form, in their order."""
    made = (LeafPassage(page, _plain(words)) for page, words in _leaves(edition, form))
    return tuple(passage for passage in made if passage.words)


def block_in_text(edition: Edition) -> tuple[LeafPassage, ...]:
    """Return the passages of the title block of an article that follow the heading of its first
    section in the HTML form."""
    return tuple(LeafPassage(BLOCK_IN_TEXT, _plain(words)) for _, words in title_lines(edition))


def _plain(words: str) -> str:
    return spaced(words).strip()


def _leaves(edition: Edition, form: Form) -> Iterator[tuple[str, str]]:
    is_block = not edition.print.has_leaves and form in ("pdf", "html")
    if is_block:
        yield BLOCK, edition.title
        yield from ((BLOCK, words) for _, words in title_lines(edition))
        if form == "pdf":
            return
    elif form == "pdf":
        yield HALF_TITLE, edition.title
        yield from ((SERIES, words) for words in _series_page(edition))
    if not is_block:
        for name in _TITLE_PAGES[form]:
            yield from ((TITLE, words) for words in _OF_TITLE_PAGE[name](edition, form))
        if form == "html":
            yield ABSTRACT, edition.description
    if form == "epub":
        yield COPYRIGHT, ": ".join(p for p in (edition.title, edition.subtitle) if p)
    for statement in imprint(edition, form):
        yield COPYRIGHT, " ".join(statement.lines)
    if form == "epub":
        phrase = words_in(edition.language).identifier
        yield COPYRIGHT, phrase.format(identifier=identifiers(edition)[0])


# --- the title page ------------------------------------------------------------------------------

_ON_SCREEN = (
    "authors", "title", "subtitle", "edition", "editors", "translators", "series", "publisher",
    "place",
)  # fmt: skip
_TITLE_PAGES: Mapping[Form, Sequence[str]] = {
    "pdf": (
        "title", "subtitle", "edition", "authors", "editors", "translators", "publisher", "place",
    ),
    "epub": _ON_SCREEN,
    "html": _ON_SCREEN,
    "docx": (
        "title", "subtitle", "edition", "authors", "editors", "translators", "series", "published",
    ),
}  # fmt: skip


def _authors(edition: Edition, form: Form) -> Iterator[str]:
    """Yield the passages of the authors: their names, and below them their affiliations, if the
    edition asks for these."""
    asked = edition.title_page.affiliations
    together: list[Name] = []
    for at, name in enumerate(edition.authors):
        together.append(name)
        after = edition.authors[at + 1] if at + 1 < len(edition.authors) else None
        if after is not None and (not asked or after.affiliation == name.affiliation):
            continue
        if form == "docx":
            yield from (one.display for one in together)
        else:
            yield _named(together, edition.language, form)
        yield name.affiliation if asked else ""
        together = []


def _named(names: Sequence[Name], language: str, form: Form) -> str:
    """Return names as a form has them: in prose, but with commas alone on a screen."""
    if form in ("pdf", "docx"):
        return people(names, language)
    return words_in(language).comma.join(name.display for name in names)


def _made_by(phrase: Counted, names: Sequence[Name], language: str, form: Form) -> str:
    if not names:
        return ""
    said, shown = phrase.of(len(names)), _named(names, language, form)
    if form == "docx":
        return said.format(names=shown) if shown else ""
    before, behind = around(said, "names")
    return " ".join(part for part in (before.strip(), shown, behind.strip()) if part)


def _editors(edition: Edition, form: Form) -> Iterator[str]:
    language = edition.language
    yield _made_by(words_in(language).edited_by, edition.editors, language, form)


def _translators(edition: Edition, form: Form) -> Iterator[str]:
    language = edition.language
    yield _made_by(words_in(language).translated_by, edition.translators, language, form)


def _series(edition: Edition, _: Form) -> Iterator[str]:
    series, words = series_of_book(edition), words_in(edition.language)
    if series is not None:
        volume = words.volume.format(number=series.number) if series.number else ""
        yield words.comma.join(part for part in (series.title, volume) if part)


def _place(edition: Edition, form: Form) -> Iterator[str]:
    date = edition.date if form == "pdf" else publication_date(edition)
    yield words_in(edition.language).comma.join(
        part for part in (edition.publisher.place, date[:4]) if part
    )


def _published(edition: Edition, _: Form) -> Iterator[str]:
    parts = (edition.publisher.place, edition.publisher.name, edition.date)
    yield words_in(edition.language).comma.join(part for part in parts if part)


_OF_TITLE_PAGE: Mapping[str, Callable[[Edition, Form], Iterator[str]]] = {
    "title": lambda edition, _: iter([edition.title]),
    "subtitle": lambda edition, _: iter([edition.subtitle]),
    "edition": lambda edition, _: iter([edition.edition]),
    "authors": _authors,
    "editors": _editors,
    "translators": _translators,
    "series": _series,
    "publisher": lambda edition, _: iter([edition.publisher.name]),
    "place": _place,
    "published": _published,
}


def _series_page(edition: Edition) -> Iterator[str]:
    series, words = series_of_book(edition), words_in(edition.language)
    if series is None:
        return
    yield series.title
    yield words.volume.format(number=series.number) if series.number else ""
    yield _made_by(words.series_edited_by, series.editors, edition.language, "pdf")
    yield from lines_of(series.volumes)
