"""Measure how much ink lies on each spot of a page: draw its plates, and add them up.

A plate is the page as one ink prints it. For each of the four inks the page is rewritten so that
every colour becomes the grey that stands for that ink, and PDFium draws it; what overprints is
multiplied, so that it leaves the ink below it. Spot colours and colours in light have no plate
here: they knock out what is below them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Dictionary, Name, Operator, PdfImage, Stream
from PIL import Image, ImageChops, ImageFilter

from octavo.press.preflight.colours import CMYK, GREY, PROCESS, RGB, ColourSpace, inks_of, space_of
from octavo.press.preflight.pdf_pages import PdfPage
from octavo.proof.operands import Box

_DOTS = 72  # pixels to an inch
_DEEPEST = 8
_MOST_PIXELS = 100_000_000
_FILLS = {"g": GREY, "rg": RGB, "k": CMYK}
_LINES = {"G": GREY, "RG": RGB, "K": CMYK}
_PAPER = 1.0


def ink_over(page: PdfPage, source: pikepdf.Pdf, limit: int) -> tuple[int, Box] | None:
    """Return the most ink on a page in per cent, and where the ink is over the limit, in points
    from the left and the foot of the sheet; None if it nowhere is. Spots under a millimetre are
    passed over."""
    if _most(page) * 100 <= limit:
        return None
    sheets = [_drawn(source, page.at, ink) for ink in range(len(PROCESS))]
    halves = [
        ImageChops.add(one, two, 2) for one, two in zip(sheets[::2], sheets[1::2], strict=True)
    ]
    inks = ImageChops.add(halves[0], halves[1], 2)  # a quarter of the sum of all inks
    inks = inks.filter(ImageFilter.MinFilter(3))
    level = int(limit / 400 * 255) + 1
    found = inks.point([255 * (value > level) for value in range(256)]).getbbox()
    if found is None:
        return None
    most = inks.getextrema()[1]
    left, bottom, _, top = page.media
    x, y, end, foot = (edge * 72 / _DOTS for edge in found)
    assert isinstance(most, (int, float))
    return round(most * 400 / 255), (left + x, top - foot, left + end, max(bottom, top - y))


def _most(page: PdfPage) -> float:
    """Return how much ink a page can have at most: that of its richest colours on one another."""
    most = 0.0
    lying = 0.0
    for one in page.content.painted:
        if one.what in ("picture", "shade"):
            kind = one.inks.space.last.kind
            amount = {"cmyk": 4.0, "grey": 1.0}.get(kind, 0.0) or one.inks.total
        else:
            amount = one.inks.total
        most = max(most, amount)
        lying = max(lying, amount) if one.overprints or one.is_clear else lying
    return most + lying


def _drawn(source: pikepdf.Pdf, at: int, ink: int) -> Image.Image:
    """Draw one plate of a page: 255 where all of the ink is."""
    with pikepdf.new() as made:
        made.pages.append(source.pages[at])
        page = made.pages[0].obj
        for key in ("/Annots", "/Group"):
            if key in page:
                del page[key]
        _Plate(made, ink).take_page(page)
        out = BytesIO()
        made.save(out)
    with closing(pypdfium2.PdfDocument(out.getvalue())) as opened:
        shown: Any = opened[0]
        shown.set_cropbox(*shown.get_mediabox())
        drawn = shown.render(scale=_DOTS / 72, grayscale=True).to_pil().convert("L")
    return ImageChops.invert(drawn)


class _Plate:
    """What rewrites a page for one ink."""

    def __init__(self, pdf: pikepdf.Pdf, ink: int) -> None:
        self._pdf, self._ink = pdf, ink
        self._known: dict[Any, Any] = {}

    def take_page(self, page: Any) -> None:
        """Rewrite a page, with the forms and pictures on it."""
        resources = page.get("/Resources", Dictionary())
        page.Contents = Stream(self._pdf, self._content(page, resources))
        page.Resources = self._resources(resources, 0)

    def _content(self, stream: Any, resources: Any) -> bytes:
        return pikepdf.unparse_content_stream(list(self._rewritten(stream, resources)))

    def _rewritten(self, stream: Any, resources: Any) -> Iterator[Any]:
        """Yield the instructions of a content with the grey of this ink in the place of colours."""
        spaces = {"fill": GREY, "line": GREY}
        for instruction in pikepdf.parse_content_stream(stream):
            if isinstance(instruction, pikepdf.ContentStreamInlineImage):
                continue
            name = str(instruction.operator)
            operands: Any = instruction.operands
            if name in _FILLS or name in _LINES:
                which = "fill" if name in _FILLS else "line"
                spaces[which] = (_FILLS | _LINES)[name]
                yield self._grey(which, spaces[which], operands)
            elif name in ("cs", "CS"):
                which = "fill" if name == "cs" else "line"
                spaces[which] = space_of(operands[0], resources)
                yield self._grey(which, spaces[which], None)
            elif name in ("sc", "scn", "SC", "SCN"):
                which = "fill" if name[0] == "s" else "line"
                yield self._grey(which, spaces[which], operands)
            elif name != "sh":
                yield instruction

    def _grey(self, which: str, space: ColourSpace, operands: Sequence[Any] | None) -> Any:
        parts = [float(each) for each in operands or () if not isinstance(each, Name)]
        if operands is None:
            parts = [0.0, 0.0, 0.0, 1.0] if space.kind == "cmyk" else [0.0]
        amount = dict(inks_of(space, parts).amounts).get(PROCESS[self._ink], 0.0)
        return ([_PAPER - min(1.0, amount)], Operator("g" if which == "fill" else "G"))

    def _resources(self, given: Any, depth: int) -> Any:
        """Return resources whose forms and pictures are those of this ink."""
        made = Dictionary({key: value for key, value in given.items() if key != "/XObject"})
        objects = given.get("/XObject", {})
        made.XObject = Dictionary(
            {name: self._object(each, given, depth) for name, each in objects.items()}
        )
        states = given.get("/ExtGState", {})
        made.ExtGState = Dictionary({name: _multiplying(each) for name, each in states.items()})
        return made

    def _object(self, given: Any, resources: Any, depth: int) -> Any:
        key = given.objgen
        if key not in self._known:
            if given.get("/Subtype") == "/Form" and depth < _DEEPEST:
                self._known[key] = self._form(given, resources, depth)
            else:
                self._known[key] = self._picture(given, resources)
        return self._known[key]

    def _form(self, form: Any, outer: Any, depth: int) -> Any:
        resources = form.get("/Resources", outer)
        made = Stream(self._pdf, self._content(form, resources))
        for key in ("/Matrix", "/BBox"):
            if key in form:
                made[key] = form[key]
        made.Type, made.Subtype = Name.XObject, Name.Form
        made.Resources = self._resources(resources, depth + 1)
        return self._pdf.make_indirect(made)

    def _picture(self, given: Any, resources: Any) -> Any:
        """Return a picture in the grey of this ink; a mask as it is; paper for what has none."""
        if given.get("/ImageMask", False):
            return given
        space = space_of(given.get("/ColorSpace"), resources)
        wide, high = int(given.get("/Width", 1)), int(given.get("/Height", 1))
        plate = None
        if space.last.kind in ("cmyk", "grey") and wide * high <= _MOST_PIXELS:
            plate = _channel(given, space.last.kind, self._ink)
        if plate is None:
            plate = Image.new("L", (1, 1), 255)
        plate.thumbnail((1200, 1200))
        made = Stream(self._pdf, plate.tobytes())
        made.Type, made.Subtype = Name.XObject, Name.Image
        made.Width, made.Height, made.BitsPerComponent = *plate.size, 8
        made.ColorSpace = Name.DeviceGray
        return self._pdf.make_indirect(made)


def _channel(given: Any, kind: str, ink: int) -> Image.Image | None:
    """Return one ink of a picture as grey, black where all of it is; None if it cannot be read."""
    try:
        read = PdfImage(given).as_pil_image()
    except Exception:  # the library raises what comes; damage is a flaw of its own
        return None
    if kind == "grey":
        return read.convert("L") if ink == len(PROCESS) - 1 else None
    if read.mode != "CMYK":
        return None
    return ImageChops.invert(read.getchannel(ink))


def _multiplying(state: Any) -> Any:
    """Return a graphics state that multiplies, if it overprints: inks that it does not use stay."""
    if not isinstance(state, Dictionary) or not (
        state.get("/op", False) or state.get("/OP", False)
    ):
        return state
    made = Dictionary(dict(state.items()))
    made.BM = Name.Multiply
    return made
