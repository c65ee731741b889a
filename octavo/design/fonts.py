"""Cut the book's faces: static instances of its type, once for each edition.

The packages have variable fonts. WeasyPrint would cut its instance again for every PDF that it
writes, in seconds each time. So `cut` does it once, the caller keeps the bytes in build/fonts, and
every section is laid out with `Fonts` made of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from io import BytesIO
from typing import Any, cast

from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent

from octavo.design.static_fonts import static_font
from octavo.model import FACES, FAMILIES, Face, Family, Typeface, family_of

# The family in the style sheets: a name of our own, which no font of the system has.
FAMILY = "Octavo Text"
SCHEME = "octavo-font"
_VARIATIONS = ("fvar", "gvar", "avar", "HVAR", "MVAR", "STAT", "cvar")


# Spaces that a type may lack, with their widths in ems: another type must not be asked for them.
_SPACES = {0x2002: 1 / 2, 0x2003: 1, 0x2005: 1 / 4, 0x2009: 1 / 5, 0x200A: 1 / 10, 0x202F: 1 / 5}
# Dashes that a type may lack, made of so many em dashes; the non-breaking hyphen.
_DASHES, _EM_DASH, _FIRM_HYPHEN = {0x2E3A: 2, 0x2E3B: 3}, 0x2014, 0x2011


@dataclass(frozen=True, slots=True, eq=False)
class Fonts:
    """The faces at hand by name, the regular one at least; WeasyPrint feigns one that is missing.

    `digest` differs for any other set of faces.
    """

    faces: Mapping[str, bytes]
    digest: str

    @property
    def css(self) -> str:
        """Give the @font-face rules of the faces at hand, and one that brings their figure space,
        which pads the figures of tables, to the width of a figure."""
        rules = [_rule(face) for face in FACES if face.name in self.faces]
        padding = {family_of(name).padding for name in self.faces} - {0}
        return "".join([*rules, *(f".padding{{letter-spacing:{-each}em}}\n" for each in padding)])


def fonts(faces: Mapping[str, bytes]) -> Fonts:
    """Return the fonts of an edition, from the bytes that `cut` made, by face name."""
    digest = sha256()
    for name in sorted(faces):
        digest.update(name.encode() + b"\0" + sha256(faces[name]).digest())
    return Fonts(dict(faces), digest.hexdigest())


def cut(name: str) -> bytes:
    """Return the static font of a face, as TrueType; this takes some 50 ms.

    The same package gives the same bytes: no date is written.
    """
    family = family_of(name)
    face = next(face for face in family.faces if face.name == name)
    # The outlines go as they are: to compile each again for its bounds takes half a second.
    made = BytesIO(static_font(face))
    font = TTFont(made, recalcTimestamp=False, recalcBBoxes=False)
    for tag in _VARIATIONS:
        if tag in font:
            del font[tag]
    _rename(font, family, face)
    _add_lacking(font)
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def _add_lacking(font: TTFont) -> None:
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
        _map(font, _FIRM_HYPHEN, hyphen)


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
    """Add a glyph after those of a font, for a character, with its width in units of the font."""
    name = f"uni{code:04X}"
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"].glyphs[name] = glyph
    font["hmtx"].metrics[name] = (width, getattr(glyph, "xMin", 0))
    _map(font, code, name)


def _map(font: TTFont, code: int, name: str) -> None:
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[code] = name


@cache
def licence(family: Typeface) -> str:
    """Return the text of a family's licence, to be put beside its faces."""
    return (files(FAMILIES[family].package) / "LICENSE").read_text(encoding="utf-8")


def _rename(font: TTFont, family: Family, face: Face) -> None:
    """Give the instance a name of its own: all named instances of a variable font share one."""
    style = face.name.split("-")[1]
    names = font["name"]
    values = {3: f"Octavo;{face.name}", 4: f"{family.name} {style}", 6: face.name}
    for number, value in values.items():
        for record in list(names.names):
            if record.nameID == number:
                names.setName(value, number, record.platformID, record.platEncID, record.langID)


def _rule(face: Face) -> str:
    style = "italic" if face.italic else "normal"
    return (
        f'@font-face{{font-family:"{FAMILY}";src:url({SCHEME}:{face.name});'
        f"font-weight:{face.weight};font-style:{style}}}\n"
    )
