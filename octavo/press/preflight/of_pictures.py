"""Judge the pictures of a page: whether they are whole, and how fine they are."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pikepdf import Array
from PIL import Image

from octavo.images.rasters import strictly
from octavo.press.preflight import rules
from octavo.press.preflight.flaws import Flaw
from octavo.press.preflight.of_pages import at
from octavo.press.preflight.painted import Painted
from octavo.press.preflight.pdf_pages import PdfPage
from octavo.press.printers import Printer

_DOTS = 2  # pixels: what is no larger is an area of one colour
_LEAST = 6.0  # points: no picture is judged that is smaller
_MOST = 400_000_000  # pixels, and bytes, of one picture
_OLD = ("PDF/X-1a:2001", "PDF/X-1a:2003", "PDF/X-3:2002", "PDF/X-3:2003")


class PictureJudge:
    """What judges the pictures of a file; each is decoded once."""

    def __init__(self, printer: Printer) -> None:
        self._printer = printer
        self._known: dict[tuple[int, int], str] = {}

    def of_page(self, page: PdfPage) -> Iterator[Flaw]:
        """Yield the flaws of the pictures on a page."""
        for one in page.content.painted:
            if one.what == "picture" and one.is_seen:
                yield from self._fineness(page, one)
                yield from self._wholeness(page, one)

    def _fineness(self, page: PdfPage, one: Painted) -> Iterator[Flaw]:
        left, bottom, right, top = one.box
        if min(one.pixels) <= _DOTS or min(right - left, top - bottom) < _LEAST:
            return
        found, printer = one.resolution, self._printer
        if _is_line_art(one) and printer.line_art:
            if found < printer.line_art - 1:
                rule = (
                    rules.picture_is_not_coarse if found < printer.fine else rules.picture_is_fine
                )
                yield at(
                    page,
                    rule,
                    f"a picture in black and white has {found:.0f} pixels to an "
                    f"inch; {printer.line_art} are needed",
                    one.box,
                )
        elif found < printer.coarse - 1:
            yield at(
                page,
                rules.picture_is_not_coarse,
                f"a picture has {found:.0f} pixels to an inch; {printer.fine} are needed",
                one.box,
                "use a larger one, or print it smaller",
            )
        elif found < printer.fine - 1:
            yield at(
                page,
                rules.picture_is_fine,
                f"a picture has {found:.0f} pixels to an inch; {printer.fine} are better",
                one.box,
            )

    def _wholeness(self, page: PdfPage, one: Painted) -> Iterator[Flaw]:
        if one.picture is None:
            return
        key = one.picture.objgen
        if key == (0, 0) or key not in self._known:
            self._known[key] = _damage(one.picture)
        if why := self._known[key]:
            yield at(
                page,
                rules.picture_can_be_read,
                f"a picture is damaged: {why}",
                one.box,
                "put it in anew",
            )
        used = _filters(one.picture)
        old = not {*_OLD}.isdisjoint(self._printer.standards)
        if old and "/JPXDecode" in used:
            yield at(
                page,
                rules.picture_can_be_read,
                "a picture is in JPEG 2000, which the standard does not know",
                one.box,
            )
        if old and int(one.picture.get("/BitsPerComponent", 8)) > 8:
            yield at(
                page,
                rules.picture_can_be_read,
                "a picture has 16 bits for each ink, which the standard does not know",
                one.box,
            )


def _is_line_art(one: Painted) -> bool:
    if one.picture is None:
        return False
    return (
        bool(one.picture.get("/ImageMask", False)) or one.picture.get("/BitsPerComponent", 8) == 1
    )


def _filters(stream: Any) -> list[str]:
    given = stream.get("/Filter", ())
    return [str(each) for each in given] if isinstance(given, Array) else [str(given)]


def _damage(stream: Any) -> str:
    """Return why the data of a picture cannot be decoded; nothing if it can."""
    wide, high = int(stream.get("/Width", 0)), int(stream.get("/Height", 0))
    if wide <= 0 or high <= 0:
        return "it has no width or no height"
    if wide * high > _MOST:
        return f"it has {wide} × {high} pixels, more than any press can use"
    filters, raw = _filters(stream), stream.read_raw_bytes()
    if filters == ["/DCTDecode"]:
        return _damage_of_jpeg(raw)
    if filters == ["/FlateDecode"]:
        return _damage_of_flate(raw, _bytes_of(stream, wide, high))
    return ""


def _damage_of_jpeg(raw: bytes) -> str:
    try:
        with strictly(), Image.open(BytesIO(raw)) as opened:
            opened.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        return " ".join(str(error).split())[:120]
    return ""


def _damage_of_flate(raw: bytes, wanted: int) -> str:
    reader, count = zlib.decompressobj(), 0
    try:
        data = reader.decompress(raw, 1 << 20)
        while data:
            count += len(data)
            if count > _MOST:
                return "its data is longer than any picture's"
            data = reader.decompress(reader.unconsumed_tail, 1 << 20)
    except zlib.error as error:
        return " ".join(str(error).split())[:120]
    return f"it has {count} bytes of {wanted}" if count < wanted else ""


def _bytes_of(stream: Any, wide: int, high: int) -> int:
    """Return how many bytes the pixels of a picture take at least."""
    bits = 1 if stream.get("/ImageMask", False) else int(stream.get("/BitsPerComponent", 8))
    return high * ((wide * bits + 7) // 8)
