"""Add the characters that a font lacks and that can be made: spaces, dashes of several ems, the
non-breaking hyphen.

The fonts of a house's own type are cut in a process that loads nothing else of Octavo.
"""

from __future__ import annotations

from typing import Any, cast

from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent

# Spaces that a type may lack, with their widths in ems: another type must not be asked for them.
_SPACES = {0x2002: 1 / 2, 0x2003: 1, 0x2005: 1 / 4, 0x2009: 1 / 5, 0x200A: 1 / 10, 0x202F: 1 / 5}
# Dashes that a type may lack, made of so many em dashes; the non-breaking hyphen.
_DASHES, _EM_DASH, _FIRM_HYPHEN = {0x2E3A: 2, 0x2E3B: 3}, 0x2014, 0x2011


def add_characters(font: TTFont) -> None:
    """Add the characters that a font lacks and that can be made: spaces, dashes of several ems, the
    non-breaking hyphen."""
    known = font.getBestCmap() or {}
    for code, share in _SPACES.items():
        if code not in known:
            _add_glyph(font, code, Glyph(), round(cast(Any, font["head"]).unitsPerEm * share))
    for code, dashes in _DASHES.items():
        if code not in known and _EM_DASH in known:
            _add_glyph(font, code, *_row_of(font, known[_EM_DASH], dashes))
    hyphen = known.get(0x2010) or known.get(0x2D)
    if _FIRM_HYPHEN not in known and hyphen:
        map_character(font, _FIRM_HYPHEN, hyphen)


def _row_of(font: TTFont, name: str, count: int) -> tuple[Glyph, int]:
    """Return a glyph of `count` copies of another that touch, and its width in units of the
    font."""
    one = font["glyf"][name]
    step = one.xMax - one.xMin
    row = Glyph()
    row.numberOfContours, row.components = -1, []
    for place in range(count):
        part = GlyphComponent()
        part.glyphName, part.x, part.y, part.flags = name, place * step, 0, 4  # rounded to the grid
        row.components.append(part)
    row.xMin, row.yMin, row.yMax = one.xMin, one.yMin, one.yMax
    row.xMax = one.xMax + (count - 1) * step
    limits = cast(Any, font["maxp"])
    limits.maxComponentElements = max(limits.maxComponentElements, count)
    limits.maxComponentDepth = max(limits.maxComponentDepth, 1)
    return row, font["hmtx"].metrics[name][0] + (count - 1) * step


def _add_glyph(font: TTFont, code: int, glyph: Glyph, width: int) -> None:
    """Add a glyph for a character, with its width in units of the font."""
    add_glyph(font, f"uni{code:04X}", glyph, width)
    map_character(font, code, f"uni{code:04X}")


def add_glyph(font: TTFont, name: str, glyph: Glyph, width: int) -> None:
    """Add a glyph after those of a font, with its width in units of the font."""
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"].glyphs[name] = glyph
    font["hmtx"].metrics[name] = (width, getattr(glyph, "xMin", 0))


def map_character(font: TTFont, code: int, name: str) -> None:
    """Have a font show a glyph for a character."""
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[code] = name
