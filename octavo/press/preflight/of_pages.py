"""Judge the pages of a PDF: their size, boxes and number, and what lies near their edges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from octavo.model import Rule
from octavo.press.preflight import rules
from octavo.press.preflight.flaws import Flaw
from octavo.press.preflight.painted import Painted
from octavo.press.preflight.pdf_pages import PdfPage
from octavo.press.printers import Printer
from octavo.proof.operands import Box

_SAME = 0.5  # points by which sizes may differ
_CUT = 0.75  # points: what is nearer to the edge of the page, or beyond it, is cut there
_MILLIMETRE = 72 / 25.4


@dataclass(slots=True)
class Pages:
    """What is known of all pages, gathered while they are read."""

    sizes: Counter[tuple[float, float]] = field(default_factory=Counter)
    last: PdfPage | None = None
    count: int = 0

    def take(self, page: PdfPage) -> None:
        """Take the size of a page."""
        self.count += 1
        self.last = page
        width, height = page.size
        self.sizes[round(width, 1), round(height, 1)] += 1


def of_page(page: PdfPage, printer: Printer, pages: int) -> Iterator[Flaw]:
    """Yield the flaws of a page of a book of so many pages, but those of its inks and fonts."""
    yield from _boxes(page)
    yield from _edges(page, printer, pages)
    for kind, box in page.annotations:
        yield at(
            page,
            rules.page_has_no_annotation,
            f"an annotation ({kind}) lies on the page",
            box,
            "export the file for print, without links and comments",
        )


def at(page: PdfPage, rule: Rule, message: str, where: Box | None = None, hint: str = "") -> Flaw:
    """Return a flaw on a page."""
    return Flaw(rule, message, hint, page.at, page.label, where, page.trim)


def of_book(pages: Pages, printer: Printer) -> Iterator[Flaw]:
    """Yield the flaws of the number of pages and of their sizes."""
    if len(pages.sizes) > 1:
        common = pages.sizes.most_common()
        said = ", ".join(f"{_size(size)} ({many})" for size, many in common[:4])
        yield Flaw(
            rules.pages_are_of_one_size,
            f"pages are of {len(common)} sizes: {said}",
            "give all pages one size",
        )
    size = pages.sizes.most_common(1)[0][0]
    if not printer.takes_size(size):
        yield Flaw(
            rules.page_has_a_trim_of_the_printer,
            f"a page of {_size(size)} is none that {printer.title} prints",
            f"it prints {_sizes(printer)}",
        )
    yield from _count(pages.count, printer)
    if printer.last_is_blank and pages.last is not None and not pages.last.is_blank:
        yield at(
            pages.last,
            rules.last_page_is_blank,
            "the last page is not blank: the printer puts its barcode there",
            None,
            "add a blank page",
        )


def _count(count: int, printer: Printer) -> Iterator[Flaw]:
    rule = rules.pages_are_as_many_as_can_be_bound
    if not printer.fewest_pages <= count <= printer.most_pages:
        yield Flaw(
            rule,
            f"the file has {count} pages; {printer.title} binds from "
            f"{printer.fewest_pages} to {printer.most_pages}",
        )
    if count % printer.multiple:
        more = printer.multiple - count % printer.multiple
        yield Flaw(
            rule,
            f"the file has {count} pages, which is no multiple of {printer.multiple}",
            f"add {more} blank page{'s' * (more > 1)}",
        )


def _boxes(page: PdfPage) -> Iterator[Flaw]:
    if page.turned or page.unit != 1:
        how = f"turned by {page.turned} degrees" if page.turned else f"scaled by {page.unit:g}"
        yield at(
            page,
            rules.pages_are_of_one_size,
            f"the page is {how}",
            None,
            "export pages upright and at their own size",
        )
    for inner, outer, names in (
        (page.trim, page.media, "trim is not within its sheet (MediaBox)"),
        (page.bleed, page.media, "bleed is not within its sheet (MediaBox)"),
        (page.trim, page.bleed, "trim is not within its bleed"),
    ):
        if any(a < b - _SAME for a, b in zip(inner[:2], outer[:2], strict=True)) or any(
            a > b + _SAME for a, b in zip(inner[2:], outer[2:], strict=True)
        ):
            yield at(page, rules.boxes_are_within_each_other, f"the {names}")


def _edges(page: PdfPage, printer: Printer, pages: int) -> Iterator[Flaw]:
    """Yield the flaws near the edges: text too close, pictures that end at the cut, and marks."""
    spine_left = page.at % 2 == 0  # a recto is the first page
    seen = [one for one in page.content.painted if one.is_seen and not one.inks.is_white]
    cut = [one for one in seen if one.what != "text" and _is_cut(one.box, page.trim)]
    yield from _bleeds(page, printer, cut, spine_left)
    safe = printer.safe_with_bleed if cut else printer.safe
    gutter = printer.gutter(pages)
    for one in seen:
        if one.what != "text":
            continue
        room = _room(one.box, page.trim)
        if max(-edge for edge in room) > _CUT and not _touches(one.box, page.trim):
            if not printer.marks:
                yield at(
                    page,
                    rules.page_has_no_marks,
                    "letters are outside of the trimmed page",
                    one.box,
                )
            continue
        inner, outer = (room[0], room[2]) if spine_left else (room[2], room[0])
        nearest = min(outer, room[1], room[3])
        if nearest < safe - _CUT:
            yield at(
                page,
                rules.text_keeps_off_the_edge,
                f"text is less than {safe / _MILLIMETRE:.1f} mm from the edge",
                one.box,
                "widen the margins",
            )
            break
        if inner < gutter - _CUT:
            yield at(
                page,
                rules.text_keeps_off_the_spine,
                f"text is less than {gutter / _MILLIMETRE:.1f} mm from the spine, which a book "
                f"of {pages} pages needs",
                one.box,
                "widen the inner margin",
            )
            break


def _bleeds(
    page: PdfPage, printer: Printer, cut: Sequence[Painted], spine_left: bool
) -> Iterator[Flaw]:
    need = printer.bleed
    for one in cut:
        past = [-edge for edge in _room(one.box, page.trim)]  # how far it goes beyond each edge
        spine = 0 if spine_left else 2
        for side, name in enumerate(("left", "foot", "right", "head")):
            if side == spine and not printer.bleeds_at_spine:
                continue
            if -_CUT < past[side] < need - _SAME and _is_along(one.box, page.trim, side):
                yield at(
                    page,
                    rules.picture_reaches_the_bleed,
                    f"a {_NAMES[one.what]} ends at the cut: it must go on by "
                    f"{need / _MILLIMETRE:.1f} mm",
                    one.box,
                    f"let it reach the bleed at the {name}, or end before the edge",
                )
                break
    if cut and page.media[1] > page.trim[1] - need + _SAME:
        yield at(
            page,
            rules.picture_reaches_the_bleed,
            f"the sheet has no bleed of {need / _MILLIMETRE:.1f} mm, though something reaches "
            "the edge",
            None,
            "export the pages with bleed",
        )


_NAMES = {"area": "coloured area", "line": "line", "shade": "gradient", "picture": "picture"}


def _room(box: Box, trim: Box) -> tuple[float, float, float, float]:
    """Return how far a box is from the left, the foot, the right and the head of the page."""
    return box[0] - trim[0], box[1] - trim[1], trim[2] - box[2], trim[3] - box[3]


def _is_cut(box: Box, trim: Box) -> bool:
    """Return whether something touches an edge of the page, or goes beyond it, from within."""
    return _touches(box, trim) and min(_room(box, trim)) < _CUT


def _touches(box: Box, trim: Box) -> bool:
    return box[0] < trim[2] and box[2] > trim[0] and box[1] < trim[3] and box[3] > trim[1]


def _is_along(box: Box, trim: Box, side: int) -> bool:
    """Return whether a box lies along a part of an edge that is longer than a line is thick."""
    low, high = (1, 3) if side in (0, 2) else (0, 2)
    return min(box[high], trim[high]) - max(box[low], trim[low]) > 3


def _size(size: tuple[float, float]) -> str:
    width, height = size
    return f"{width / _MILLIMETRE:.1f} × {height / _MILLIMETRE:.1f} mm"


def _sizes(printer: Printer) -> str:
    if printer.sizes:
        return ", ".join(map(_size, printer.sizes))
    return f"from {_size(printer.smallest)} to {_size(printer.largest)}"
