"""Write the files of the plain HTML form.

index.html              title page, contents, imprint
01-name.html …          a page for each section, in the order of the book
book.html               all of it on one page
style.css, fonts/, images/
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from markupsafe import Markup

from octavo.design.fonts import HERE, fonts_of
from octavo.design.style_sheets import templates
from octavo.html.chapter import Chapter, places_of
from octavo.html.clean import text_bytes
from octavo.html.content_document import Surroundings, set_chapter
from octavo.html.contents import ContentsStyle, contents
from octavo.html.embedded_fonts import WOFF2, embedded_fonts
from octavo.html.index_marks import share_index_marks
from octavo.html.marked import element_of
from octavo.html.pictures import Picture, pictures_of
from octavo.html.scrolling import let_tables_scroll
from octavo.html.site.book import FRONT, WHOLE, read_book
from octavo.html.site.html_syntax import (
    as_html,
    drop_roles_of_ornaments,
    keep_on_page,
)
from octavo.html.site.meta_elements import DUBLIN_CORE, Pairs, metadata_of
from octavo.html.site.side_notes import anchor_notes, head_notes
from octavo.html.site.site_sheet import html_sheet, opening_of
from octavo.html.table_edges import mark_inner_cells
from octavo.locales import around, direction_of, words_in
from octavo.matter.article import begins_the_article, title_lines
from octavo.matter.identity import licence_address, publication_date
from octavo.matter.imprint import imprint, series_of_book
from octavo.matter.parts import stands_before_contents
from octavo.matter.title_page import author_groups
from octavo.model import Edition, Section

STYLE = "style.css"
# No page can run a script. Styles are allowed for widths of images and names of anchors.
POLICY = (
    "default-src 'none'; img-src 'self'; font-src 'self'; style-src 'self' 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'"
)


@dataclass(frozen=True, slots=True)
class _Site:
    """All that the pages of an edition have in common."""

    edition: Edition
    book: Sequence[Chapter]
    described: Mapping[str, Pairs]  # the metadata of each section, by its file
    cover: Picture | None
    device: Picture | None
    opening: str


def make_html(
    edition: Edition,
    chapters: Sequence[tuple[Section, str]],
    images: Mapping[str, bytes],
    *,
    own_css: str = "",
    folder: Path = HERE,
) -> Mapping[str, bytes]:
    """Return the files of the HTML form by their paths, from the sections' XHTML and the images'
    bytes by their paths in the edition; the same input gives the same bytes. `folder` is the
    edition's, where its own typeface is.

    Raise FaultError for an image that no browser shows, and for XHTML that is no section, in which
    a note and its call do not meet, or that shows an image not given.
    """
    # 1. Read all sections before setting any, since the links of one lead into another.
    book = read_book(chapters)
    share_index_marks(book)
    pictures = pictures_of(images)
    site = _Site(
        edition,
        book,
        {chapter.file: metadata_of(edition, chapter) for chapter in book},
        pictures.get(f"source/{edition.cover}"),
        pictures.get(f"source/{edition.publisher.device}"),
        opening_of(edition),
    )

    # 2. Set each, and write the pages.
    surroundings = Surroundings(places_of(book), pictures, edition.language)
    for chapter in book:
        _set(chapter, surroundings)
    pages = {FRONT: _front_page(site)}
    pages |= {chapter.file: _section_page(site, place) for place, chapter in enumerate(book)}
    pages[WHOLE] = _whole_page(site)

    # 3. Add what they show and what they are set in.
    type_ = fonts_of(edition.print.family, folder)
    fonts = embedded_fonts("".join((*pages.values(), own_css)), type_, WOFF2)
    shown = [picture for chapter in book for picture in chapter.pictures.values()]
    shown += [picture for picture in (site.cover, site.device) if picture]
    return {
        **{name: text_bytes(page) for name, page in pages.items()},
        STYLE: text_bytes(html_sheet(edition, type_, fonts, own_css)),
        **fonts,
        **{p.href: p.data for p in sorted(shown, key=lambda p: p.href)},
    }


def _set(chapter: Chapter, surroundings: Surroundings) -> None:
    """Set a section for a page of its own."""
    set_chapter(chapter, surroundings)
    head_notes(chapter, words_in(chapter.language or surroundings.language))
    mark_inner_cells(chapter.root)
    let_tables_scroll(chapter.root)
    drop_roles_of_ornaments(chapter.root)
    anchor_notes(chapter.root)


# --- pages ---------------------------------------------------------------------------------------


def _front_page(site: _Site) -> str:
    """Return title page, contents and imprint."""
    edition = site.edition
    following = site.book[0].file if site.book else ""
    return _page(
        site,
        "html-front.html",
        title=edition.title,
        kind="front-page",
        metadata=metadata_of(edition),
        links=_links(edition, following=following),
        **_title_page(site),
        entries=contents(site.book, _contents_style(edition)),
        whole=WHOLE,
    )


def _section_page(site: _Site, place: int) -> str:
    """Return the page of one section, with links to its neighbours."""
    edition, chapter = site.edition, site.book[place]
    before = site.book[place - 1] if place else None
    after = site.book[place + 1] if place + 1 < len(site.book) else None
    previous, following = before.file if before else FRONT, after.file if after else ""
    return _page(
        site,
        "html-section.html",
        title=f"{chapter.title} · {edition.title}",
        language=chapter.language,
        kind=f"section-page {'with-notes' if chapter.calls else 'without-notes'}",
        metadata=site.described[chapter.file],
        links=_links(edition, previous, following),
        body=Markup(as_html(_with_title_block(chapter, edition))),
        front=FRONT,
        previous=(previous, before.title if before else edition.title),
        following=(following, after.title) if after else None,
    )


def _with_title_block(chapter: Chapter, edition: Edition) -> ET.Element:
    """Return a section's tree; for an article with authors and abstract below its title."""
    root = chapter.root
    title = root.find("h1")
    if title is None or not begins_the_article(chapter.section, edition):
        return root
    made = copy(root)
    block = ET.Element("div", {"class": "title-block"})
    for kind, words in title_lines(edition):
        block.append(element_of("p", {"class": kind}, words, italic=kind == "subtitle"))
    made.insert(list(root).index(title) + 1, block)
    return made


def _whole_page(site: _Site) -> str:
    """Return all sections on one page; this changes their trees, which must not be used after."""
    edition = site.edition
    roots = {chapter.file: chapter.root.attrib["id"] for chapter in site.book}
    number, leaves, bodies = 1, [], []
    for chapter in site.book:
        keep_on_page(chapter.root, roots)
        number = anchor_notes(chapter.root, number)
        if chapter.language and chapter.language != edition.language:
            chapter.root.set("lang", chapter.language)
            chapter.root.set("dir", direction_of(chapter.language))
        part = leaves if stands_before_contents(chapter.section) else bodies
        part.append(as_html(chapter.root))

    def place(chapter: Chapter, heading: str) -> str:
        return f"#{heading or roots[chapter.file]}"

    return _page(
        site,
        "html-book.html",
        title=edition.title,
        kind=f"whole-page {'with-notes' if number > 1 else 'without-notes'}",
        metadata=metadata_of(edition),
        links=_links(edition),
        **_title_page(site),
        entries=contents(site.book, _contents_style(edition, place)),
        leaves=Markup("\n".join(leaves)),
        bodies=Markup("\n".join(bodies)),
    )


def _title_page(site: _Site) -> dict[str, Any]:
    """Return the values that the templates of title page and imprint use."""
    edition = site.edition
    return {
        "epub": False,
        "cover": site.cover,
        "device": site.device,
        "date": publication_date(edition),
        "series": series_of_book(edition),
        "author_groups": author_groups,
        "statements": imprint(edition, "html"),
        "title_lines": tuple(title_lines(edition)),
    }


def _contents_style(edition: Edition, place: Any = None) -> ContentsStyle:
    asked = edition.contents
    comma = words_in(edition.language).comma
    style = {"depth": asked.depth, "authors": asked.authors, "comma": comma, "write": as_html}
    return ContentsStyle(**style, **({"place": place} if place else {}))


def _links(edition: Edition, previous: str = "", following: str = "") -> Pairs:
    """Return the links of a page to others and to its licence, except those without an address."""
    links = (
        ("schema.DC", DUBLIN_CORE),
        ("license", licence_address(edition)),
        ("contents", f"{FRONT}#contents" if previous else ""),
        ("prev", previous),
        ("next", following),
    )
    return tuple((name, address) for name, address in links if address)


def _page(site: _Site, template: str, *, language: str = "", **values: Any) -> str:
    edition = site.edition
    own = language or edition.language
    return (
        templates()
        .get_template(template)
        .render(
            edition=edition,
            language=own,
            direction=direction_of(own),
            words=words_in(own),
            around=around,
            policy=POLICY,
            style=STYLE,
            opening=site.opening,
            **values,
        )
    )
