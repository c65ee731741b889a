"""The parts of the book that Octavo makes: title leaves, and contents with the pages' numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import Any

from octavo.design import templates
from octavo.forms.pdf.fonts import Fonts
from octavo.forms.pdf.sequence import CONTENTS, TITLE_LEAVES, Leaf, in_order, number
from octavo.forms.pdf.tree import prepare
from octavo.forms.pdf.typeset import Typeset, lay_out
from octavo.model import Edition, Page, PageHeading, PageMap, Section

# The few words that Octavo itself puts on the title leaves, by language; English for the rest.
_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {"contents": "Contents", "edited": "Edited by", "and": "and"},
    "cs": {"contents": "Obsah", "edited": "K vydání připravili", "and": "a"},
    "de": {"contents": "Inhalt", "edited": "Herausgegeben von", "and": "und"},
    "es": {"contents": "Índice", "edited": "Edición de", "and": "y"},
    "fr": {"contents": "Table des matières", "edited": "Édité par", "and": "et"},
    "it": {"contents": "Indice", "edited": "A cura di", "and": "e"},
    "pl": {"contents": "Spis treści", "edited": "Redakcja", "and": "i"},
    "ru": {"contents": "Содержание", "edited": "Под редакцией", "and": "и"},
}
_TRIES = 4  # layouts of the contents until their own length moves no number


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents: a title as XHTML, where it leads, and the folio there."""

    title: str
    target: str
    folio: str
    part: str


def title_leaves(edition: Edition, folder: Path, fonts: Fonts) -> Typeset:
    """Half-title, title page, copyright page, and dedication if there is one."""
    html = _render("print-title.html", edition, year=_year(edition))
    name = TITLE_LEAVES.name
    prepared = prepare(html, name, edition)
    prepared = replace(prepared, headings=(PageHeading("title-page", 1, edition.title),))
    done = lay_out(prepared, TITLE_LEAVES, edition, folder, fonts, opening="display")
    pages = tuple(_display(page) for page in done.page_map.pages)
    return replace(done, page_map=replace(done.page_map, pages=pages))


def contents(
    edition: Edition, leaves: Sequence[Leaf], folder: Path, fonts: Fonts,
    titles: Mapping[str, str] | None = None,
) -> Typeset:  # fmt: skip
    """The contents of a book bound of `leaves` (all but the contents themselves).

    `titles` has the sections' titles as inline XHTML by section name, where their markup matters
    (`tree.title_of`). The length of the contents moves the numbers of the front matter behind
    them: they are laid out again until it does not.
    """
    others = [(leaf.section, leaf.page_map) for leaf in in_order(leaves)]
    at = sum(section.name == TITLE_LEAVES.name for section, _ in others)
    done: Typeset | None = None
    own = PageMap(CONTENTS.name, (Page("opening", {}),))
    for _ in range(_TRIES):
        maps = [*others[:at], (CONTENTS, own), *others[at:]]
        entries = tuple(_entries(maps, titles or {}))
        html = _render("print-contents.html", edition, entries=entries)
        prepared = prepare(html, CONTENTS.name, edition)
        done = lay_out(prepared, CONTENTS, edition, folder, fonts)
        settled = -(-len(done.page_map.pages) // 2) == -(-len(own.pages) // 2)
        own = done.page_map
        if settled:
            break
    assert done is not None
    return done


def _entries(maps: Sequence[tuple[Section, PageMap]], titles: Mapping[str, str]) -> Iterator[Entry]:
    listed: set[str] = set()
    for bound in number(maps):
        if bound.section in {TITLE_LEAVES.name, CONTENTS.name} or not bound.folio:
            continue
        for heading in bound.page.headings:
            if heading.level == 1 and heading.id:
                # A section's own title may be written out with its markup; others are plain.
                first = bound.section not in listed
                listed.add(bound.section)
                title = titles.get(bound.section, "") if first else ""
                yield Entry(title or escape(heading.text), heading.id, bound.folio, bound.part)


def _display(page: Page) -> Page:
    return replace(page, kind="display" if page.ids else "blank")


def _render(template: str, edition: Edition, **values: Any) -> str:
    words = _WORDS.get(edition.language.split("-")[0], _WORDS["en"])
    return templates().get_template(template).render(edition=edition, words=words, **values)


def _year(edition: Edition) -> str:
    year = edition.copyright.year
    return str(year) if year is not None else edition.date[:4]
