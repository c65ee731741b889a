"""Give pages their boxes and their bleed, and draw the marks by which they are cut."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, Page, Pdf, Stream

from octavo.press.printers import Printer
from octavo.proof.operands import Box

_MILLIMETRE = 72 / 25.4
_MARGIN = 8 * _MILLIMETRE  # beyond the bleed, for marks
_MARK, _APART = 5 * _MILLIMETRE, 1 * _MILLIMETRE  # their length, and how far from the bleed
_CIRCLE = 0.5523  # by which four curves make a circle


def lay_on_sheet(page: Any, printer: Printer, *, recto: bool) -> tuple[float, float]:
    """Give a page the boxes that a printer wants; return how far its content moves, to the right
    and up, in points. Boxes begin at 0, as all printers read them."""
    before = _box(page.get("/TrimBox", page.MediaBox))
    width, height = _size(page)
    left, bottom, right, top = _bleeds(printer, recto=recto)
    room = _MARGIN if printer.marks else 0.0
    trim = left + room, bottom + room, left + room + width, bottom + room + height
    bleed = room, room, trim[2] + right, trim[3] + top
    page.MediaBox = _array((0.0, 0.0, bleed[2] + room, bleed[3] + room))
    page.BleedBox, page.TrimBox = _array(bleed), _array(trim)
    for key in ("/CropBox", "/ArtBox", "/UserUnit", "/Rotate"):
        if key in page:
            del page[key]
    return trim[0] - before[0], trim[1] - before[1]


def _size(page: Any) -> tuple[float, float]:
    left, bottom, right, top = _box(page.get("/TrimBox", page.MediaBox))
    return right - left, top - bottom


def _bleeds(printer: Printer, *, recto: bool) -> Box:
    """Return the bleed at the left, the foot, the right and the head; a recto has its spine at the
    left."""
    if not printer.always_bleeds:
        return 0.0, 0.0, 0.0, 0.0
    bleed = printer.bleed
    spine = bleed if printer.bleeds_at_spine else 0.0
    return (spine, bleed, bleed, bleed) if recto else (bleed, bleed, spine, bleed)


def marks(pdf: Pdf, page: Any) -> bytes:
    """Return the content that draws crop and registration marks on a page, in all inks; the page
    gets the colour for it."""
    function = Dictionary(
        FunctionType=2, Domain=Array([0, 1]), C0=Array([0] * 4), C1=Array([1] * 4), N=1
    )
    spaces = page.Resources.get("/ColorSpace", Dictionary())
    spaces["/OctavoAll"] = pdf.make_indirect(
        Array([Name.Separation, Name.All, Name.DeviceCMYK, function])
    )
    page.Resources.ColorSpace = spaces
    bleed, trim = _box(page.BleedBox), _box(page.TrimBox)
    lines = [*_crop(bleed, trim), *_registration(bleed)]
    return b"q /OctavoAll CS 1 SCN 0.25 w " + " ".join(lines).encode() + b" Q\n"


def _crop(bleed: Box, trim: Box) -> Iterator[str]:
    left, bottom, right, top = (
        bleed[0] - _APART, bleed[1] - _APART, bleed[2] + _APART, bleed[3] + _APART
    )  # fmt: skip
    for x in (trim[0], trim[2]):
        yield f"{x:.3f} {bottom:.3f} m {x:.3f} {bottom - _MARK:.3f} l S"
        yield f"{x:.3f} {top:.3f} m {x:.3f} {top + _MARK:.3f} l S"
    for y in (trim[1], trim[3]):
        yield f"{left:.3f} {y:.3f} m {left - _MARK:.3f} {y:.3f} l S"
        yield f"{right:.3f} {y:.3f} m {right + _MARK:.3f} {y:.3f} l S"


def _registration(bleed: Box) -> Iterator[str]:
    """Yield a cross with a circle in the middle of each side."""
    left, bottom, right, top = bleed
    x, y = (left + right) / 2, (bottom + top) / 2
    away = _APART + _MARK / 2
    for h, v in ((x, bottom - away), (x, top + away), (left - away, y), (right + away, y)):
        arm, r = _MARK / 2, _MARK / 3.2
        k = r * _CIRCLE
        yield f"{h - arm:.3f} {v:.3f} m {h + arm:.3f} {v:.3f} l S"
        yield f"{h:.3f} {v - arm:.3f} m {h:.3f} {v + arm:.3f} l S"
        yield (
            f"{h + r:.3f} {v:.3f} m "
            f"{h + r:.3f} {v + k:.3f} {h + k:.3f} {v + r:.3f} {h:.3f} {v + r:.3f} c "
            f"{h - k:.3f} {v + r:.3f} {h - r:.3f} {v + k:.3f} {h - r:.3f} {v:.3f} c "
            f"{h - r:.3f} {v - k:.3f} {h - k:.3f} {v - r:.3f} {h:.3f} {v - r:.3f} c "
            f"{h + k:.3f} {v - r:.3f} {h + r:.3f} {v - k:.3f} {h + r:.3f} {v:.3f} c S"
        )


def add_blank_page(pdf: Pdf, like: Any) -> Any:
    """Add a blank page of the size of another; return it."""
    page = pdf.make_indirect(Dictionary(Type=Name.Page, Resources=Dictionary()))
    page.MediaBox = _array((0.0, 0.0, *_size(like)))
    page.Contents = Stream(pdf, b"")
    pdf.pages.append(Page(page))
    return pdf.pages[-1].obj


def _array(box: Box) -> Array:
    return Array([round(edge, 4) for edge in box])


def _box(given: Any) -> Box:
    left, bottom, right, top = (float(edge) for edge in given)
    return left, bottom, right, top
