"""Lay out one section: its XHTML in, its pages and the map of what stands on them out.

Nothing here looks at another section: every section opens on a recto, or is laid out for both
sides, carries running heads but no folios, and leaves its links to `bind`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from octavo.model import (
    Edition,
    Fault,
    Page,
    PageFault,
    PageHeading,
    PageKind,
    PageMap,
    Place,
    Section,
)
from octavo.pdf import engine
from octavo.pdf.design.fonts import Fonts
from octavo.pdf.design.page_geometry import trim
from octavo.pdf.design.print_sheets import OWN_SHEET as OWN_SHEET
from octavo.pdf.design.print_sheets import Side, look_of, turned
from octavo.pdf.design.url_fetcher import BASE, Reader, listening
from octavo.pdf.page_faults import Layout, page_faults
from octavo.pdf.section.openings import dressed
from octavo.pdf.section.plate_pages import PLATE
from octavo.pdf.section.print_tree import Prepared, prepare

SOURCE = "source"
PX = 0.75  # points in a CSS pixel

# The rule that each of the engine's faults breaks.
KINDS: Mapping[str, str] = {
    "lost": "note_is_whole",
    "words": "note_is_whole",
    "apart": "note_begins_on_the_page_of_its_call",
    "gap": "note_continues_on_the_next_page",
    "order": "notes_stand_in_order",
    "cut": "text_stands_inside_the_page",
    "collision": "text_stands_inside_the_page",
}
EITHER_SIDE = "html{--hyphenate-limit-last:page}"
UNSOUND = "layout_is_without_warning"
NO_GLYPH = ".notdef"  # how a warning of a letter that no font has begins
UNSEEN = ("Failed to load image", "picture_is_printed")


@dataclass(frozen=True, slots=True)
class Typeset:
    """A section on its pages: the PDF, what stands where, and what is wrong with it."""

    pdf: bytes
    page_map: PageMap
    faults: tuple[Fault, ...] = ()
    page_faults: tuple[PageFault, ...] = ()
    verso: bytes = b""  # the same pages for a book in which the first one is a verso


def typeset(
    section_html: str, section: Section, edition: Edition, folder: Path, fonts: Fonts,
    folios: Mapping[str, str] | None = None,
) -> Typeset:  # fmt: skip
    """Lay out a section of an edition that lies in `folder`; `folios` are those of the notes that
    it refers to by page."""
    prepared = prepare(section_html, section.name, edition, folios)
    prepared = dressed(prepared, section, edition, look_of(edition, folder).word("opening"))
    kind: PageKind = "opening"
    if (section.part == "front" or not section.path) and not _has_title(prepared):
        kind = "display"
    return lay_out(prepared, section, edition, folder, fonts, opening=kind)


def lay_out(
    prepared: Prepared, section: Section, edition: Edition, folder: Path, fonts: Fonts,
    opening: PageKind = "opening", side: Side | None = None,
) -> Typeset:  # fmt: skip
    """Lay out a prepared tree; its first page is of the kind `opening`, and of that side if one is
    said.  What may open on a verso is laid out for both sides; front matter may not."""
    imposition = edition.print.imposition
    if side is None and imposition.has_versos and section.part != "front":
        verso = lay_out(prepared, section, edition, folder, fonts, opening, "mirrored")
        recto = lay_out(prepared, section, edition, folder, fonts, opening, "facing")
        assert len(verso.page_map.pages) == len(recto.page_map.pages), section.name
        return replace(recto, verso=verso.pdf)
    with listening() as warnings:
        facing: Side = side or ("facing" if imposition.facing else "single")
        config, sheets = _sheets(folder, edition, fonts, facing)
        document = engine.lay_out(
            prepared.html, sheets, base_url=BASE,
            url_fetcher=Reader(folder / SOURCE, fonts), font_config=config)  # fmt: skip
        pdf = engine.write(document)
    place = Place(section.path or section.name)
    faults = [_fault(fault, prepared.marks, place) for fault in engine.faults(document)]
    seen = page_faults(Layout(engine.read_pages(document), engine.page_fills(document)))
    faults += [_told(warning, place) for warning in warnings if not _is_seen(warning, seen)]
    faults += [
        Fault("formula_is_drawn", place, f"cannot draw ${source[:70]}$")
        for source in prepared.undrawn
    ]
    pages = tuple(_pages(document, prepared, opening))
    whole = not any(warning.startswith(NO_GLYPH) for warning in warnings)
    page_map = PageMap(section.name, pages, prepared.words, len(prepared.marks), whole)
    return Typeset(pdf, page_map, tuple(faults), seen)


def _sheets(
    folder: Path, edition: Edition, fonts: Fonts, side: Side
) -> tuple[FontConfiguration, list[Any]]:
    look = look_of(edition, folder)
    page = trim(edition.print.size, look.variables).css
    texts = (turned(text, side) for text in (page, *look.sheets))
    # Of a section that may open on either side each page may be a recto.
    either = EITHER_SIDE if edition.print.imposition.has_versos else ""
    return _parsed(_Key(fonts), folder, either, *texts)


@dataclass(frozen=True, slots=True)
class _Key:
    """Fonts as the key of what was parsed with them."""

    fonts: Fonts

    def __hash__(self) -> int:
        return hash(self.fonts.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.fonts.digest == self.fonts.digest


@lru_cache(maxsize=8)
def _parsed(key: _Key, folder: Path, *texts: str) -> tuple[FontConfiguration, list[Any]]:
    """Parse the style sheets, once in a process."""
    config = FontConfiguration()
    reader = Reader(folder / SOURCE, key.fonts)
    sheets = [
        weasyprint.CSS(
            string=text, font_config=config, url_fetcher=reader, base_url=BASE)
        for text in (key.fonts.css, *texts)
        if text
    ]  # fmt: skip
    return config, sheets


def _has_title(prepared: Prepared) -> bool:
    return any(element.tag == "h1" for element in prepared.html.iter())


def _pages(document: Any, prepared: Prepared, opening: PageKind) -> Iterator[Page]:
    """What stands on each page; an id on two pages (a note that runs on) is where it begins."""
    headings = {heading.id: heading for heading in prepared.headings}
    seen: set[str] = set()
    for number, page in enumerate(document.pages):
        new = [name for name in page.anchors if name in prepared.ids and name not in seen]
        seen.update(new)
        ids = {name: _point(page.anchors[name]) for name in new}
        kind: PageKind = "text" if number else opening
        if any(name.startswith(f"{PLATE}-") for name in new):
            kind = "display"
        yield Page(kind, ids, tuple(_standing(headings, ids)))


def _standing(headings: Mapping[str, PageHeading], ids: Mapping[str, Any]) -> Iterator[PageHeading]:
    return (heading for name, heading in headings.items() if name in ids)


def _point(position: tuple[float, float]) -> tuple[float, float]:
    return round(position[0] * PX, 2), round(position[1] * PX, 2)


def _told(warning: str, place: Place) -> Fault:
    """What WeasyPrint warned of; a picture that is not on the page is more than a warning."""
    start, kind = UNSEEN
    return Fault(kind if warning.startswith(start) else UNSOUND, place, warning)


def _is_seen(warning: str, seen: Sequence[PageFault]) -> bool:
    """Whether a warning of a letter without a glyph is told at its place on the page."""
    letter = warning[warning.rfind("(U+") :] if warning.startswith(NO_GLYPH) else ""
    return bool(letter) and any(letter in fault.message for fault in seen)


def _fault(fault: engine.LayoutFault, marks: Mapping[str, str], place: Place) -> Fault:
    of = f"note {marks[fault.note]}: " if fault.note in marks else ""
    return Fault(
        KINDS[fault.kind], place,
        f"{of}{fault.message} (page {fault.page + 1} of the section)",
    )  # fmt: skip
