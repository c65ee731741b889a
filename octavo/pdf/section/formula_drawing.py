"""Draw formulas by ziamath, with the letters of the text's own faces.

The import takes a quarter of a second: `formulas` does it when it meets the first formula.
"""

from __future__ import annotations

import logging
import warnings
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree.ElementTree import Element

from fontTools.ttLib import TTFont
from fontTools.ttLib.scaleUpem import scale_upem

from octavo.design.fonts import Fonts

with warnings.catch_warnings():  # the library reads its fonts by a deprecated call
    warnings.simplefilter("ignore", DeprecationWarning)
    import ziamath.zmath
    from ziafont.font import Font
    from ziamath.config import config
    from ziamath.mathfont import MathFont

# Bold, italic: the alphabets that are set in the text's own faces.
_ITALIC: tuple[bool, bool] = (False, True)
_UPRIGHT: tuple[bool, bool] = (False, False)
_UNITS = 1000  # of an em of the signs
_SLANTS: tuple[tuple[bool, bool], ...] = (_UPRIGHT, _ITALIC)


def draw(math: Element, canvas: Element, fonts: Fonts, em: float) -> tuple[Any, float]:
    """Draw MathML (without namespace) on a canvas, with the letters of the text's faces.

    `em` is how many units an em has. Return the bounds and the advance in these units.
    """
    logging.disable(logging.WARNING)
    try:
        drawn = ziamath.zmath.Math(math, size=em, font=_font(_Key(fonts), em))
        drawn.node.draw(0, 0, canvas)
    finally:
        logging.disable(logging.NOTSET)
    return drawn.node.bbox, drawn.node.xadvance()


class _Letters(MathFont):
    """STIX Two Math, with the letters and figures of the book's own faces where they have them."""

    def __init__(self, path: str, faces: dict[tuple[bool, bool], Any], em: float) -> None:
        super().__init__(path, em)
        self._own = faces

    def findglyph(self, char: str, variant: Any) -> Any:
        slant = bool(variant.italic) and not char.isdecimal()
        own = self._own.get((bool(variant.bold), slant))
        plain = variant.style in {"serif", ""} and (char.isalpha() or char.isdecimal())
        if not plain or own is None or not own.glyphindex(char):
            return super().findglyph(char, variant)
        glyph = own.glyph(char)
        if glyph.index >= 0:
            width = glyph.advance()
            glyph.advance = lambda *_, **__: width
            glyph.index = -1  # it has no row in the tables of the other font
        return glyph


@dataclass(frozen=True, slots=True, eq=False)
class _Key:
    """A set of faces, as one that is equal to any with the same bytes."""

    fonts: Fonts

    def __hash__(self) -> int:
        return hash(self.fonts.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.fonts.digest == self.fonts.digest


@lru_cache(maxsize=8)
def _font(key: _Key, em: float) -> str:
    """Return the name under which the library finds the font, once it is read."""
    config.svg2 = False
    config.precision = 2
    name = f"octavo {key.fonts.digest}"
    slants = {slant: key.fonts.face(bold=slant[0], italic=slant[1]) for slant in _SLANTS}
    faces = {slant: _read(face) for slant, face in slants.items() if face is not None}
    signs = str(files("ziamath") / "fonts" / "STIXTwoMath-Regular.ttf")
    ziamath.zmath.loadedfonts[name] = _Letters(signs, faces, em)
    return name


def _read(font: bytes) -> Any:
    """Read a font by the library, which takes nothing but the name of a file."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "font.ttf")
        path.write_bytes(_in_units(font))
        return Font(str(path))


def _in_units(data: bytes) -> bytes:
    """Return a font whose em has as many units as that of the signs: the library takes all widths
    for those of one font."""
    font: Any = TTFont(BytesIO(data), recalcTimestamp=False)
    if font["head"].unitsPerEm == _UNITS:
        return data
    for tag in ("GPOS", "GSUB", "GDEF", "kern"):  # it reads none of them in the text's faces
        if tag in font:
            del font[tag]
    scale_upem(font, _UNITS)
    out = BytesIO()
    font.save(out)
    return out.getvalue()
