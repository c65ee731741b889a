"""Join the leaves into the book: folios, labels, outline, links, structure, one copy of each font.

The same leaves give the same bytes: no clock is read, dates are the edition's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from io import BytesIO
from itertools import takewhile
from typing import Any, BinaryIO
from urllib.parse import unquote

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Stream

from octavo.design.fonts import Fonts
from octavo.html.section_xhtml import plain_name
from octavo.locales import direction_of
from octavo.model import Edition, Fault, Place
from octavo.pdf.binding.draft_marks import DraftMarks
from octavo.pdf.binding.embedding import fonts_left_out
from octavo.pdf.binding.faces import Faces
from octavo.pdf.binding.folios import FolioStyle
from octavo.pdf.binding.joining import Structures
from octavo.pdf.binding.leaf_files import LeafFiles
from octavo.pdf.binding.pdf_2 import Structure2
from octavo.pdf.binding.pdf_a import describe, pdf_date
from octavo.pdf.binding.shared_values import SharedValues
from octavo.pdf.binding.spine import move_contents, move_frames
from octavo.pdf.book.pagination import BoundPage, Leaf, in_order, number
from octavo.pdf.design.page_geometry import Trim, shift, trim
from octavo.pdf.page_rules import font_is_embedded
from octavo.pdf.rules import link_leads_somewhere
from octavo.pdf.section.print_tree import INTERNAL

_LIFT = 4.0  # a link leads to a little above its target
_Link = tuple[int, str]  # the index of an annotation on its page, and the id that it leads to
_BOXES = ("/MediaBox", "/TrimBox", "/BleedBox", "/CropBox")


@dataclass(frozen=True, slots=True)
class Book:
    """The pages of the bound book, and the faults found when it was bound."""

    pages: tuple[BoundPage, ...]
    faults: tuple[Fault, ...] = ()
    moved: float = 0.0  # points by which the rectos are moved to the right


def bind(
    edition: Edition, leaves: Sequence[Leaf], fonts: Fonts, folios: FolioStyle,
    page: Trim | None = None, *, out: BinaryIO, marks: DraftMarks | None = None,
) -> Book:  # fmt: skip
    """Bind the leaves, which may come in any order, and write the PDF to `out`.

    `page` is the page that they were laid out on, by default that of the classic design; `marks`
    are those of a draft.
    """
    leaves = in_order(leaves)
    maps = [(leaf.section, leaf.page_map) for leaf in leaves]
    pages = number(maps, edition.print.imposition)
    moved = shift(page or trim(edition.print.size), edition.print, len(pages))
    if direction_of(edition.language) == "rtl":
        moved = -moved  # the spine is at the right of a recto
    with pikepdf.new() as book:
        is_2 = edition.print.standard == "PDF/UA-2"
        structure = Structure2(book, pdf_date(edition.date)) if is_2 else None
        links = _gather(book, leaves, pages, moved, fonts, folios, structure)
        _write_folios(book, pages, folios)
        if marks is not None:
            marks.write(book, pages, folios)
        targets = _Targets(book, pages, structure)
        faults = (
            *_resolve_links(book, pages, targets, leaves, links),
            *_left_out(book, pages, leaves),
        )
        _label(book, pages)
        _outline(book, pages, targets)
        move_contents(book, moved)
        whole = all(leaf.page_map.whole for leaf in leaves)
        public = all(leaf.page_map.public for leaf in leaves)
        describe(book, edition, whole=whole, public=public, has_inks=_has_inks(book))
        if structure is not None:
            book.Root.Names = Dictionary(EmbeddedFiles=structure.files)
        book.save(
            out, deterministic_id=True, compress_streams=True,
            min_version="2.0" if is_2 else "1.7",
            object_stream_mode=pikepdf.ObjectStreamMode.generate)  # fmt: skip
    return Book(pages, faults, moved)


# --- the pages -----------------------------------------------------------------------------------


def _gather(
    book: pikepdf.Pdf, leaves: Sequence[Leaf], pages: Sequence[BoundPage], moved: float,
    fonts: Fonts, folios: FolioStyle, structure: Structure2 | None,
) -> dict[int, list[_Link]]:  # fmt: skip
    """Put all pages into the book, with its blanks and one copy of each font and picture; return
    the links inside the edition by page, which lead nowhere yet.

    A leaf is not closed, since its streams are read when the book is saved, but let go: qpdf keeps
    its file and frees its objects, which would take as much memory as those of the book.
    """
    faces, structures, pictures, files = Faces(book, fonts), Structures(book), {}, LeafFiles()
    values, links = SharedValues(book), {}
    sheet = pikepdf.open(BytesIO(folios.sheet))
    faces.take(book.copy_foreign(sheet.pages[0].obj.Resources.Font))
    folio_fonts = {place.font for place in folios.places.values()}
    for leaf in leaves:
        start = len(book.pages)
        laid_out = leaf.verso if start % 2 and leaf.verso else leaf.pdf
        pdf = pikepdf.open(files.open(laid_out))
        count = len(pdf.pages)
        assert count == len(leaf.page_map.pages), f"{leaf.section.name}: pages and map differ"
        links |= _take_links(pdf, start)
        move_frames(pdf, start, moved)
        book.pages.extend(pdf.pages)
        copied = [page.obj for page in book.pages[start:]]
        for resources in _resources(copied):
            faces.take(resources.Font)
            for key in folio_fonts:
                resources.Font[key] = faces.font(key)
            _share_pictures(resources, pictures)
            values.share_in_forms(resources)
        taken = structures.take(pdf, copied, leaf.section.part)
        if structure is not None:
            structure.take(leaf.section.name, taken.tops, taken.targets)
        values.share_in_elements(taken.tops)
        values.share_in_pages(copied)
        for _ in takewhile(lambda page: page.index is None, pages[len(book.pages) :]):
            _add_blank(book, copied[0])
    faces.write()
    structures.write()
    if structure is not None:
        structure.write()
    return links


def _left_out(
    book: pikepdf.Pdf, pages: Sequence[BoundPage], leaves: Sequence[Leaf]
) -> Iterator[Fault]:
    """Yield a fault for each font that is not embedded, at the section of its first page."""
    paths = {leaf.section.name: leaf.section.path or leaf.section.name for leaf in leaves}
    for number_, font in fonts_left_out(book):
        page = pages[number_]
        message = f"the font {font} is not embedded (page {page.label})"
        yield font_is_embedded.fault(Place(paths[page.section]), message)


def _resources(pages: Sequence[Any]) -> Iterator[Any]:
    """Yield the resources of pages, each once: WeasyPrint writes one for all pages of a
    document."""
    seen: set[tuple[int, int]] = set()
    for page in pages:
        resources = page.Resources
        if resources.objgen not in seen:
            seen.add(resources.objgen)
            yield resources


def _has_inks(book: pikepdf.Pdf) -> bool:
    """Return whether a picture of the book is in four inks."""
    return any(
        item.get("/ColorSpace") == Name.DeviceCMYK
        for resources in _resources([page.obj for page in book.pages])
        for item in resources.get("/XObject", {}).values()
    )


def _share_pictures(resources: Any, pictures: dict[bytes, Any]) -> None:
    """Share equal pictures between the sections; those with a soft mask are left."""
    for key, item in resources.get("/XObject", {}).items():
        if item.get("/Subtype") == Name.Image and "/SMask" not in item:
            digest = sha256(item.read_raw_bytes())
            digest.update(repr(sorted((k, str(v)) for k, v in item.items())).encode())
            resources.XObject[key] = pictures.setdefault(digest.digest(), item)


def _add_blank(book: pikepdf.Pdf, like: Any) -> None:
    boxes = {key: like[key] for key in _BOXES if key in like}
    page = Dictionary({"/Type": Name.Page, "/Resources": Dictionary(), **boxes})
    book.pages.append(pikepdf.Page(book.make_indirect(page)))


def _write_folios(book: pikepdf.Pdf, pages: Sequence[BoundPage], folios: FolioStyle) -> None:
    """Write each folio after the page's own content, which q and Q enclose: the folio must not
    share its coordinates."""
    before = book.make_indirect(Stream(book, b"q"))
    for number_, (page, bound) in enumerate(zip(book.pages, pages, strict=True)):
        written = folios.write(bound.folio, bound.kind, recto=number_ % 2 == 0)
        if written:
            folio = Stream(book, b"Q " + written)
            page.obj.Contents = Array([before, page.obj.Contents, book.make_indirect(folio)])


# --- links ---------------------------------------------------------------------------------------


class _Targets:
    """The places of ids in the book: those of a section first, then those of any. In PDF 2.0 a
    link leads to an element too."""

    def __init__(
        self, book: pikepdf.Pdf, pages: Sequence[BoundPage], structure: Structure2 | None
    ) -> None:
        self._bound, self._structure = pages, structure
        self._pages = [page.obj for page in book.pages]
        self._heights = [float(page.MediaBox[3]) for page in self._pages]
        self._own: dict[tuple[str, str], tuple[int, float, float]] = {}
        self._any: dict[str, tuple[int, float, float]] = {}
        for index, bound in enumerate(pages):
            for identity, (x, y) in bound.page.ids.items():
                self._own.setdefault((bound.section, identity), (index, x, y))
                self._any.setdefault(identity, (index, x, y))

    def lead(self, annotation: Any, section: str, identity: str) -> bool:
        """Set where a link in a section leads: to an id. Return whether it is on a page."""
        found = self._find(section, identity)
        if found is None:
            return False
        holder, destination = found
        if self._structure is None:
            annotation.Dest = destination
        else:
            self._structure.lead(annotation, holder, identity, destination)
        return True

    def entry(self, title: str, section: str, identity: str) -> OutlineItem:
        """Return an entry of the outline that leads to an id in a section, if it is on a page."""
        found = self._find(section, identity)
        if found is None or self._structure is None:
            return OutlineItem(title, found and found[1])
        action = self._structure.action(found[0], identity, found[1])
        return OutlineItem(title, action=action)

    def _find(self, section: str, identity: str) -> tuple[str, Array] | None:
        """Return the section that holds an id, sought in `section` first, and the id's destination;
        None if it is on no page."""
        place = self._own.get((section, identity)) or self._any.get(identity)
        if place is None:
            return None
        index, x, y = place
        top = min(self._heights[index], self._heights[index] - y + _LIFT)
        there = [self._pages[index], Name.XYZ, round(max(0.0, x), 2), round(top, 2), 0]
        return self._bound[index].section, Array(there)


def _take_links(leaf: pikepdf.Pdf, first: int) -> dict[int, list[_Link]]:
    """Take the addresses of the links inside the edition out of a leaf, which begins at page
    `first` of the book; return them by the book's pages."""
    links: dict[int, list[_Link]] = defaultdict(list)
    for number_, page in enumerate(leaf.pages, first):
        for index, annotation in enumerate(page.obj.get("/Annots", ())):
            address = _address(annotation)
            if address.startswith(INTERNAL):
                identity = unquote(address.removeprefix(INTERNAL).lstrip("#"))
                links[number_].append((index, identity))
                del annotation["/A"]
    return links


def _address(annotation: Any) -> str:
    action = annotation.get("/A")
    return str(action.get("/URI", "")) if action is not None else ""


def _resolve_links(
    book: pikepdf.Pdf, pages: Sequence[BoundPage], targets: _Targets, leaves: Sequence[Leaf],
    links: Mapping[int, Sequence[_Link]],
) -> Iterator[Fault]:  # fmt: skip
    """Give the links inside the edition their destinations; yield a fault for each without a
    target."""
    paths = {leaf.section.name: leaf.section.path or leaf.section.name for leaf in leaves}
    for number_, (page, bound) in enumerate(zip(book.pages, pages, strict=True)):
        annotations: Any = page.obj.get("/Annots")
        for index, identity in links.get(number_, ()):
            if not targets.lead(annotations[index], bound.section, identity):
                place = Place(paths[bound.section])
                name = plain_name(identity)
                fault = link_leads_somewhere.fault(place, f"the link to #{name} leads nowhere")
                yield replace(fault, words=f"#{name}")


# --- page labels and outline ---------------------------------------------------------------------


def _label(book: pikepdf.Pdf, pages: Sequence[BoundPage]) -> None:
    """Write the page labels: roman figures in the front matter, then arabic ones from 1."""
    body = next((i for i, page in enumerate(pages) if page.part != "front"), len(pages))
    ranges: list[Any] = []
    for start, style, end in ((0, Name.r, body), (body, Name.D, len(pages))):
        if start < end:
            ranges += [start, Dictionary(S=style)]
    book.Root.PageLabels = Dictionary(Nums=Array(ranges))


def _outline(book: pikepdf.Pdf, pages: Sequence[BoundPage], targets: _Targets) -> None:
    """Write the outline: the titles of the sections, those of a part below its own, with their
    headings of level 2 closed below them."""
    with book.open_outline() as outline:
        parent: OutlineItem | None = None
        row: list[OutlineItem] = outline.root
        for bound in pages:
            for heading in bound.page.headings:
                item = targets.entry(heading.text, bound.section, heading.id)
                if heading.level == 1:
                    parent = item
                    if bound.kind == "part" or bound.part != "body":
                        row = outline.root
                    item.is_closed = bound.kind != "part"
                    row.append(item)
                    row = item.children if bound.kind == "part" else row
                elif heading.level == 2:
                    (parent.children if parent else outline.root).append(item)
