"""Draw formulas by ziamath, with the letters of the text's own face.

The import takes a quarter of a second: `formulas` does it when it meets the first formula.
"""

from __future__ import annotations

import logging
import warnings
from functools import cache
from importlib.resources import files
from typing import Any
from xml.etree.ElementTree import Element

from octavo.pdf.section.formulas import EM

with warnings.catch_warnings():  # the library reads its fonts by a deprecated call
    warnings.simplefilter("ignore", DeprecationWarning)
    import ziamath.zmath
    from ziafont.font import Font
    from ziamath.config import config
    from ziamath.mathfont import MathFont

_FONT = "octavo"
# Bold, italic: the alphabets that are taken from the text's own faces.
_ITALIC = (False, True)
_UPRIGHT = (False, False)


def draw(math: Element, canvas: Element) -> tuple[Any, float]:
    """Draw MathML (without namespace) on a canvas; return its bounds and its advance, in units:
    an em has `EM`."""
    logging.disable(logging.WARNING)
    try:
        drawn = ziamath.zmath.Math(math, size=EM, font=_font())
        drawn.node.draw(0, 0, canvas)
    finally:
        logging.disable(logging.NOTSET)
    return drawn.node.bbox, drawn.node.xadvance()


class _Letters(MathFont):
    """STIX Two Math, with the letters and figures of the book's own faces where they have them."""

    def __init__(self, path: str, faces: dict[tuple[bool, bool], Any]) -> None:
        super().__init__(path, EM)
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


@cache
def _font() -> str:
    """Read the font once; return the name by which the library finds it."""
    config.svg2 = False
    config.precision = 2
    folder = files("fontpkg_eb_garamond") / "files"
    faces = {
        _UPRIGHT: Font(str(folder / "EBGaramond[wght].ttf")),
        _ITALIC: Font(str(folder / "EBGaramond-Italic[wght].ttf")),
    }
    signs = str(files("ziamath") / "fonts" / "STIXTwoMath-Regular.ttf")
    ziamath.zmath.loadedfonts[_FONT] = _Letters(signs, faces)
    return _FONT
