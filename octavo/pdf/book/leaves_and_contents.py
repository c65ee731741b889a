"""Make the title leaves, and the contents with the folios of all sections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from octavo.design.fonts import Fonts
from octavo.design.style_sheets import templates
from octavo.html.letter_places import Letters
from octavo.locales import around, words_in
from octavo.matter.contributors import BYLINE
from octavo.matter.imprint import imprint, lines_of, people, series_of_book
from octavo.matter.parts import BEFORE_CONTENTS
from octavo.matter.title_page import author_groups
from octavo.model import Edition, Page, PageBreak, PageHeading, PageMap, Section
from octavo.pdf.book.pagination import CONTENTS, TITLE_LEAVES, Leaf, in_order, number
from octavo.pdf.section.print_tree import prepare, text_of, title_of
from octavo.pdf.typeset import Typeset, lay_out

_TRIES = 4  # most layouts of the contents, until their own length moves no folio


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents: a title as XHTML, the id that it links to, the folio there, the part
    of the book, the heading's level (2 and 3 are sub-headings), and whether it is the leaf of a
    part, which prints no folio itself."""

    title: str
    target: str
    folio: str
    part: str
    level: int = 1
    is_leaf: bool = False


def title_leaves(edition: Edition, folder: Path, fonts: Fonts) -> Typeset:
    """Lay out half-title, series page, title page and copyright page, from the metadata.

    What does not fit on its page is set closer, and laid out again. A design without title leaves
    has no pages.
    """
    manner = _Manner(_title_manner(edition)) if edition.print.has_leaves else None
    done = Typeset(b"", PageMap(TITLE_LEAVES.name, ()))
    while manner is not None:
        done = _title_leaves(edition, manner, folder, fonts)
        manner = _closer(done.page_map.pages, manner)
    pages = tuple(_display(page) for page in done.page_map.pages)
    return replace(done, page_map=replace(done.page_map, pages=pages))


def _title_leaves(edition: Edition, manner: _Manner, folder: Path, fonts: Fonts) -> Typeset:
    series = series_of_book(edition)
    html = page_html(
        "print-title.html", edition, series=series, manner=manner, statements=imprint(edition),
        volumes=lines_of(series.volumes) if series else (),
    )  # fmt: skip
    prepared = prepare(html, TITLE_LEAVES.name, edition, fonts)
    prepared = replace(prepared, headings=(PageHeading("title-page", 1, edition.title),))
    return lay_out(prepared, TITLE_LEAVES, edition, folder, fonts, opening="display")


@dataclass(frozen=True, slots=True)
class _Manner:
    """How closely title page and copyright page are set, as classes of the style sheet."""

    title: str = ""
    legal: str = "legal"


_TITLES = ("", "long", "very-long", "closest")  # each closer than the one before


def _title_manner(edition: Edition) -> str:
    """Return how the title page is set at first: closer for a long title or many people."""
    longest = max(map(len, edition.title.split()), default=0)
    people_named = len((*edition.authors, *edition.editors, *edition.translators))
    if len(edition.title) > 120 or len(edition.subtitle) > 160:
        return "very-long"
    return "long" if len(edition.title) > 50 or longest > 13 or people_named > 5 else ""


def _closer(pages: Sequence[Page], manner: _Manner) -> _Manner | None:
    """Return a closer manner if title page or copyright page do not fit; None if they fit or cannot
    be set closer, or if a style sheet hides them."""
    at = {name: (n, y) for n, page in enumerate(pages) for name, (_, y) in page.ids.items()}
    legal, first = at.get("copyright-page"), at.get("copyright-first")
    if manner.legal == "legal" and first is not None and legal is not None and first < legal:
        return replace(manner, legal="full")
    title, end, foot = at.get("title-page"), at.get("title-end"), at.get("imprint")
    if title is None or end is None:
        return None
    crowded = end[0] > title[0] or (foot is not None and end[1] > foot[1])
    if crowded and manner.title != _TITLES[-1]:
        return replace(manner, title=_TITLES[_TITLES.index(manner.title) + 1])
    return None


def entry_of(section_html: str, edition: Edition) -> str:
    """Return a section's title for the contents as inline XHTML, followed by its own authors if the
    edition lists them there."""
    title = title_of(section_html)
    if not edition.contents.authors or BYLINE not in section_html:
        return title
    divisions = ElementTree.fromstring(section_html).iter("div")
    line = next((e for e in divisions if e.get("class") == BYLINE), None)
    if line is None:
        return title
    return f'{title} <span class="entry-authors">{escape(text_of(line))}</span>'


def contents(
    edition: Edition, leaves: Sequence[Leaf], folder: Path, fonts: Fonts,
    titles: Mapping[str, str] | None = None,
) -> Typeset:  # fmt: skip
    """Lay out the contents of a book bound of `leaves`, which are all but the contents themselves.

    `titles` has the sections' titles as inline XHTML by section name, where their markup matters
    (`print_tree.title_of`). The length of the contents moves the folios of the front matter after
    them: they are laid out again until it no longer does, at most four times. A design without
    title leaves has no contents.
    """
    if not edition.print.has_leaves:
        return Typeset(b"", PageMap(CONTENTS.name, ()))
    others = [(leaf.section, leaf.page_map) for leaf in in_order(leaves)]
    at = sum(section in {TITLE_LEAVES, *BEFORE_CONTENTS} for section, _ in others)
    done: Typeset | None = None
    html = ""
    own = PageMap(CONTENTS.name, (Page("opening", {}),))
    for _ in range(_TRIES):
        maps = [*others[:at], (CONTENTS, own), *others[at:]]
        entries = tuple(_entries(maps, titles or {}, edition))
        html = page_html("print-contents.html", edition, entries=entries)
        prepared = prepare(html, CONTENTS.name, edition, fonts)
        done = lay_out(prepared, CONTENTS, edition, folder, fonts)
        taken = edition.print.imposition.taken
        settled = taken(len(done.page_map.pages)) == taken(len(own.pages))
        own = done.page_map
        if settled:
            break
    assert done is not None
    return replace(done, breaks=tuple(_at_entries(html, done.breaks)))


def _at_entries(html: str, breaks: Sequence[PageBreak]) -> Iterator[PageBreak]:
    """Yield the page breaks of the contents with the ids that the entries there lead to."""
    extents = Letters(ElementTree.fromstring(html)).extents
    links = [
        (e.start, element.get("href", "")) for element, e in extents.items() if element.tag == "a"
    ]
    links.sort(key=lambda link: link[0])
    for at in breaks:
        before = [href for start, href in links if start <= at.at]
        yield replace(at, note=before[-1].removeprefix("#") if before else "")


def _entries(
    maps: Sequence[tuple[Section, PageMap]], titles: Mapping[str, str], edition: Edition
) -> Iterator[Entry]:
    written = {section.name for section, _ in maps if section.path}
    listed: set[str] = set()
    for bound in number(maps, edition.print.imposition):
        folio = bound.label if bound.kind == "part" else bound.folio
        if bound.section in {TITLE_LEAVES.name, CONTENTS.name} or not folio:
            continue
        deepest = edition.contents.depth if bound.section in written else 1
        for heading in bound.page.headings:
            if heading.level <= deepest and heading.id:
                # A section's own title keeps its markup; other headings are plain text.
                first = heading.level == 1 and bound.section not in listed
                title = titles.get(bound.section, "") if first else ""
                if first:
                    listed.add(bound.section)
                shown = title or escape(heading.text)
                is_leaf = bound.kind == "part" and heading.level == 1
                yield Entry(shown, heading.id, folio, bound.part, heading.level, is_leaf)


def _display(page: Page) -> Page:
    return replace(page, kind="display" if page.ids else "blank")


def page_html(template: str, edition: Edition, **values: Any) -> str:
    language = edition.language
    return (
        templates()
        .get_template(template)
        .render(edition=edition, words=words_in(language), language=language, people=people,
                around=around, author_groups=author_groups, **values)
    )  # fmt: skip
