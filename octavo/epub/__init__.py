"""Make the EPUB: sections as content documents, packed with images, metadata and navigation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from markupsafe import Markup

from octavo.design.fonts import HERE, Fonts, fonts_of
from octavo.design.script_families import east_asian_css
from octavo.design.style_sheets import style_sheet, templates
from octavo.epub.accessibility import accessibility_of
from octavo.epub.conformance import PACKAGE, STANDARD, certifier_of, content_digest
from octavo.epub.container import pack
from octavo.epub.cover import SET_COVER, cover_of
from octavo.epub.index_roles import set_index
from octavo.epub.links_back import part_links_back
from octavo.epub.navigation import landmarks
from octavo.epub.package import (
    Item,
    creators,
    modified,
    moment_of,
    page_source,
    print_source,
    relations,
    series_identifier,
    series_position,
    subjects,
)
from octavo.epub.page_marks import PageLink, list_pages, mark_sections
from octavo.epub.parting import parts_of
from octavo.epub.plain_ids import set_plain_ids
from octavo.html.chapter import Chapter, places_of, read_chapter
from octavo.html.clean import text_bytes
from octavo.html.content_document import Surroundings, as_xhtml, set_chapter
from octavo.html.contents import ContentsStyle, contents
from octavo.html.embedded_fonts import FOLDER, TRUETYPE, embedded_fonts, font_rules
from octavo.html.index_marks import share_index_marks
from octavo.html.pictures import Picture, images_of, pictures_of, safe_name
from octavo.html.roles import MATTER
from octavo.html.scrolling import let_tables_scroll
from octavo.html.style import own_style, part_conditions
from octavo.locales import around, direction_of, words_in
from octavo.matter.identity import (
    identifiers,
    licence_address,
    publication_date,
    rights_of,
)
from octavo.matter.imprint import imprint, series_of_book
from octavo.matter.parts import stands_before_contents
from octavo.matter.title_page import author_groups
from octavo.model import Edition, PrintPages, Section

__all__ = ["images_of", "make_epub"]

_XHTML = "application/xhtml+xml"
_CSS = "text/css"
_TEXTS = "text"  # the folder of the sections


def make_epub(
    edition: Edition,
    chapters: Sequence[tuple[Section, str]],
    images: Mapping[str, bytes],
    *,
    own_css: str = "",
    validated: str = "",
    pages_of_print: PrintPages | None = None,
    folder: Path = HERE,
) -> bytes:
    """Return the EPUB of an edition from its sections' XHTML and its images' bytes by their paths;
    `SET_COVER` names a cover that was set before. If its content has the digest `validated`, it
    claims to be accessible. The pages of the print are marked if they are given. `folder` is the
    edition's, where its own typeface is.

    Raise FaultError for an image that no reader shows, and for XHTML that is no section, in which a
    note and its call do not meet, or that shows an image not given.
    """
    # 1. Read all sections before setting any, since the links of one lead into another.
    read = [read_chapter(section, html, _file_of(section), _TEXTS) for section, html in chapters]
    kept = [chapter for chapter in read if chapter is not None]
    print_pages = pages_of_print or PrintPages({})
    mark_sections(kept, print_pages)
    whole = set_plain_ids(kept)
    share_index_marks(whole)
    lengths = {section.name: len(html.encode()) for section, html in chapters}
    book = [part for c in whole for part in parts_of(c, lengths[c.section.name])]
    pictures = pictures_of({path: images[path] for path in images if path != SET_COVER})
    around = Surroundings(places_of(book), pictures, edition.language, "../")
    before = sum(stands_before_contents(chapter.section) for chapter in book)
    page_marks, page_list = list_pages(book, print_pages, before)

    # 2. Set each as a content document.
    scripts = east_asian_css((html for _, html in chapters), edition.language)
    type_ = _type_of(edition, folder)
    family = edition.print.family.name if type_ is not None else ""
    styles = _styles(own_css, direction_of(edition.language), scripts, family)
    texts = {chapter.href: _document(chapter, around, list(styles)) for chapter in book}

    # 3. Write the pages around them, and the package document that lists all.
    cover = cover_of(edition, pictures, images.get(SET_COVER), folder)
    shown = {p.href: p for chapter in book for p in chapter.pictures.values()} | {cover.href: cover}
    device = pictures.get(f"source/{edition.publisher.device}")
    shown |= {device.href: device} if device else {}
    pages = _pages(
        edition, book, cover, device, [s for s in styles if s not in _OF_EDITION],
        page_marks, page_list,
    )  # fmt: skip
    fonts = _fonts(edition, type_, (*pages.values(), *texts.values()), styles)
    written = (*pages.items(), *texts.items(), *styles.items())
    held = {
        **{href: text_bytes(text) for href, text in written},
        **{href: shown[href].data for href in sorted(shown)},
        **fonts,
    }
    items = _manifest(book, held, shown, cover)
    package = _package(edition, book, items, shown, has_pages=bool(page_list))
    files = {
        "META-INF/container.xml": text_bytes(_render("epub-container.xml")),
        PACKAGE: text_bytes(package()),
        **{f"EPUB/{href}": data for href, data in held.items()},
    }
    claims = validated != "" and content_digest(files) == validated
    certifier = certifier_of(edition) if claims else ""
    undated = package(certifier=certifier)
    moment = modified(edition, [undated.encode(), *held.values()])
    files[PACKAGE] = text_bytes(package(certifier=certifier, modified=moment))

    # 4. Pack them in an order that depends on nothing else.
    return pack(files, moment_of(edition))


_OF_OCTAVO = ("styles/octavo.css", "styles/octavo-media.css")
_OF_FONTS = "styles/fonts.css"
_OF_EDITION = ("styles/edition.css", "styles/edition-media.css")
# Of the faces, and of their licence. TrueType is a kind of OpenType, and calibre asks for its type.
_FONT_TYPES = {".ttf": "application/vnd.ms-opentype", ".txt": "text/plain"}


def _styles(own_css: str, direction: str, scripts: str, family: str) -> dict[str, str]:
    """Return the style sheets by their paths: Octavo's with the rules for `scripts`, that of the
    type, if a family is named, and what the edition's own adds."""
    sheet = style_sheet("epub.css") + (style_sheet("epub-rtl.css") if direction == "rtl" else "")
    sheet += scripts
    octavos = zip(_OF_OCTAVO, part_conditions(sheet), strict=True)
    own = zip(_OF_EDITION, part_conditions(own_style(own_css)), strict=True)
    font = [(_OF_FONTS, f'body {{ font-family: "{family}", serif }}\n')] if family else []
    return {name: css for name, css in (*octavos, *font, *own) if css}


def _type_of(edition: Edition, folder: Path) -> Fonts | None:
    """Return the fonts of the edition's typeface if the EPUB is to have them and may."""
    if not edition.epub.fonts:
        return None
    found = fonts_of(edition.print.family, folder)
    return None if found.for_print_alone else found


def _fonts(
    edition: Edition, type_: Fonts | None, texts: Iterable[str], styles: dict[str, str]
) -> Mapping[str, bytes]:
    """Return the files of the edition's typeface, if there is one, with the letters of all texts;
    the sheet that is theirs gets their rules."""
    if type_ is None:
        return {}
    files = embedded_fonts("".join((*texts, *styles.values())), type_, TRUETYPE)
    rules = font_rules(files, type_, TRUETYPE, called=edition.print.family.name, up="../")
    styles[_OF_FONTS] = rules + styles[_OF_FONTS]
    return files


def _file_of(section: Section) -> str:
    return safe_name(f"{section.name}.xhtml", "xhtml")


def _render(template: str, **values: Any) -> str:
    return templates().get_template(template).render(**values)


def _page(template: str, language: str, styles: Sequence[str], up: str = "", **values: Any) -> str:
    """Return a content document; `up` leads from its folder to that of the package document."""
    return _render(
        template,
        language=language,
        direction=direction_of(language),
        words=words_in(language),
        around=around,
        styles=[f"{up}{style}" for style in styles],
        **values,
    )


def _document(chapter: Chapter, around: Surroundings, styles: Sequence[str]) -> str:
    set_chapter(chapter, around)
    let_tables_scroll(chapter.root)
    language = chapter.language or around.language
    words = words_in(language)
    part_links_back(chapter.root, words)
    if chapter.kind == "index":
        set_index(chapter.root, words)
    body = Markup(as_xhtml(chapter.root))
    return _page(
        "epub-section.xhtml",
        language,
        styles,
        "../",
        title=chapter.title,
        matter=MATTER[chapter.section.part],
        body=body,
    )


def _pages(
    edition: Edition,
    book: Sequence[Chapter],
    cover: Picture,
    device: Picture | None,
    styles: Sequence[str],
    page_marks: Mapping[str, str],
    page_list: Sequence[PageLink],
) -> dict[str, str]:
    """Return the pages that Octavo writes, in their order, and the NCX; `page_marks` are those of
    the print's pages by file, or by the address of an entry of the contents."""
    words = words_in(edition.language)
    entries = contents(book, ContentsStyle(comma=words.comma))
    marks = landmarks(book, words, "cover.xhtml", "title.xhtml", "nav.xhtml#contents")
    pages = {
        "cover.xhtml": ("epub-cover.xhtml", words.cover),
        "title.xhtml": ("epub-title.xhtml", edition.title),
        "copyright.xhtml": ("epub-copyright.xhtml", words.copyright),
        "nav.xhtml": ("epub-nav.xhtml", words.contents),
    }  # fmt: skip
    parts = (edition.title, edition.subtitle, *(name.display for name in edition.authors))
    values: dict[str, Any] = {
        "epub": True,
        "edition": edition,
        "cover": cover,
        "cover_title": ". ".join(p for p in parts if p),
        "entries": entries,
        "landmarks": marks,
        "page_list": page_list,
        "page_marks": {place: Markup(mark) for place, mark in page_marks.items()},
        "identifiers": identifiers(edition),
        "date": publication_date(edition),
        "series": series_of_book(edition),
        "author_groups": author_groups,
        "statements": imprint(edition, "epub"),
        "device": device,
    }
    made = {
        href: _page(template, edition.language, styles, title=title, href=href, **values)
        for href, (template, title) in pages.items()
    }
    return made | {"toc.ncx": _render("epub-toc.ncx", language=edition.language, **values)}


def _manifest(
    book: Sequence[Chapter],
    held: Mapping[str, bytes],
    shown: Mapping[str, Picture],
    cover: Picture,
) -> list[Item]:
    """Return all files of the package; `held` has their bytes, the pages that Octavo writes and
    the sections in their order."""
    texts = {chapter.href: f"text-{number}" for number, chapter in enumerate(book, 1)}
    pages = [href for href in held if href.endswith(".xhtml") and href not in texts]
    before = sum(stands_before_contents(chapter.section) for chapter in book)
    sections = list(texts)
    *opening, nav = pages  # the contents are the last of them
    items = [
        Item(texts.get(href) or f"page-{href.partition('.')[0]}", href, _XHTML,
             _properties(href, held[href]), spine=True)
        for href in (*opening, *sections[:before], nav, *sections[before:])
    ]  # fmt: skip
    styles = [href for href in held if href.endswith(".css")]
    items += [Item(f"style-{n}", href, _CSS) for n, href in enumerate(styles, 1)]
    items += [
        Item(f"image-{n}", href, shown[href].media_type,
             "cover-image" if href == cover.href else "")
        for n, href in enumerate(sorted(shown), 1)
    ]  # fmt: skip
    fonts = [href for href in held if href.startswith(f"{FOLDER}/")]
    items += [
        Item(f"font-{n}", href, _FONT_TYPES[PurePosixPath(href).suffix])
        for n, href in enumerate(fonts, 1)
    ]
    return [*items, Item("ncx", "toc.ncx", "application/x-dtbncx+xml")]


# What a content document must declare if it has it.
_HELD = {"index": b'epub:type="index" role="doc-index"', "mathml": b"<math", "svg": b"<svg"}


def _properties(href: str, document: bytes) -> str:
    """Return the properties of a content document (EPUB 3.3, appendix E.2)."""
    nav = ["nav"] if href == "nav.xhtml" else []
    return " ".join([*nav, *(name for name, tag in _HELD.items() if tag in document)])


def _package(
    edition: Edition,
    book: Sequence[Chapter],
    items: Sequence[Item],
    shown: Mapping[str, Picture],
    *,
    has_pages: bool,
) -> Callable[..., str]:
    """Return a function that writes the package document of a book: `modified` is the moment of the
    last change, `certifier` who says that it is accessible, empty if nobody does. The book
    `has_pages` if those of the print are marked."""
    series = series_of_book(edition)
    values: dict[str, Any] = {
        "edition": edition,
        "identifiers": identifiers(edition),
        "print_source": print_source(edition),
        "page_source": page_source(edition) if has_pages else "",
        "relations": relations(edition),
        "subjects": subjects(edition),
        "creators": creators(edition, [name for chapter in book for name in chapter.authors]),
        "series": series,
        "series_identifier": series_identifier(edition),
        "position": series_position(series.number) if series else "",
        "date": publication_date(edition),
        "rights": rights_of(edition),
        "licence": licence_address(edition),
        "accessibility": accessibility_of(
            book, words_in(edition.language), shown, has_pages=has_pages
        ),
        "direction": direction_of(edition.language),
        "items": items,
    }

    def write(modified: str = "", certifier: str = "") -> str:
        return _render(
            "epub-package.opf", modified=modified, certifier=certifier, standard=STANDARD, **values
        )

    return write
