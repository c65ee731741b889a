"""Draw the pages of a PDF as small pictures: grey where they hold type alone, in colour where they
hold pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pypdfium2
from PIL import Image, ImageChops

DPI = 96
# Type needs few greys: sixteen make a third of the bytes.
_GREYS = [(value * 15 + 127) // 255 for value in range(256)]
_COLOURS = 128
# The objects that may have colours; type of another ink than black is drawn grey.
_NOT_TYPE: tuple[int, ...] = (
    pypdfium2.raw.FPDF_PAGEOBJ_IMAGE,
    pypdfium2.raw.FPDF_PAGEOBJ_FORM,
    pypdfium2.raw.FPDF_PAGEOBJ_SHADING,
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as a PNG, and its width and height in points."""

    png: bytes
    width: float
    height: float


def pictures(pdf: bytes, dpi: float = DPI) -> Iterator[Picture]:
    """Draw the pages of a PDF in order, and yield each; a page takes some ten milliseconds."""
    document: Any = pypdfium2.PdfDocument(pdf)
    try:
        for number in range(len(document)):
            page = document[number]
            width, height = page.get_size()
            plain = next(page.get_objects(_NOT_TYPE, max_depth=1), None) is None
            drawn = page.render(scale=dpi / 72, grayscale=plain).to_pil()
            yield Picture(_png(drawn), width, height)
            page.close()
    finally:
        document.close()


def _png(drawn: Image.Image) -> bytes:
    out = BytesIO()
    if _is_coloured(drawn):
        drawn.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(out, "PNG")
    else:
        grey = drawn.convert("L").point(_GREYS).convert("P")
        grey.putpalette([channel for level in range(16) for channel in (level * 17,) * 3])
        grey.save(out, "PNG", bits=4, compress_level=4)
    return out.getvalue()


def _is_coloured(drawn: Image.Image) -> bool:
    if drawn.mode == "L":
        return False
    red, green, blue = drawn.convert("RGB").split()
    return any(ImageChops.difference(red, other).getbbox() for other in (green, blue))
