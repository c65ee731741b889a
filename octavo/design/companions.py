"""Cut the faces that stand beside the edition's typeface: the letters of scripts that it lacks.

The typefaces have no Hebrew and no Arabic. The families here have them in the weights of a text;
what is set in them is found by its direction (`pdf.engine.lines.bidi`). They are cut only for
sections that need them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Any

import uharfbuzz
from fontTools.ttLib import TTFont

from octavo.design.fonts import SCHEME


@dataclass(frozen=True, slots=True)
class CompanionFace:
    """A face of a companion: its file, where on the weight axis it is cut (0 without an axis), and
    the text that it is for."""

    name: str
    source: str
    axis: int
    bold: bool
    italic: bool


@dataclass(frozen=True, slots=True)
class Companion:
    """A family with the letters of a script: its name in the style sheets, its package, its
    faces."""

    family: str
    package: str
    faces: tuple[CompanionFace, ...]


# Hebrew has no italic: emphasis is set in a heavier weight, as Hebrew printers do without spacing.
COMPANIONS: tuple[Companion, ...] = (
    Companion("Octavo Hebrew", "fontpkg_frank_ruhl_libre", tuple(
        CompanionFace(f"FrankRuhlLibre-{name}", "FrankRuhlLibre[wght].ttf", *how)
        for name, how in {
            "Regular": (400, False, False), "Emphasis": (600, False, True),
            "Bold": (700, True, False), "BoldEmphasis": (900, True, True),
        }.items()
    )),
    Companion("Octavo Arabic", "fontpkg_amiri", tuple(
        CompanionFace(f"Amiri-{name}", f"Amiri-{name}.ttf", 0, *how)
        for name, how in {
            "Regular": (False, False), "Italic": (False, True),
            "Bold": (True, False), "BoldItalic": (True, True),
        }.items()
    )),
)  # fmt: skip
FAMILIES = tuple(companion.family for companion in COMPANIONS)
COMPANION_FACES = frozenset(face.name for c in COMPANIONS for face in c.faces)


@cache
def companion_css() -> str:
    """Return the @font-face rules of all companions."""
    return "".join(
        f'@font-face{{font-family:"{companion.family}";src:url({SCHEME}:{face.name});'
        f"font-weight:{700 if face.bold else 400};"
        f"font-style:{'italic' if face.italic else 'normal'}}}\n"
        for companion in COMPANIONS
        for face in companion.faces
    )


@lru_cache(maxsize=2)
def companion_faces(beside: bytes) -> Mapping[str, bytes]:
    """Return the fonts of all companions by the names of their faces, to be set beside the font
    `beside`; this takes half a second, once in a process.

    They get its height and depth: a line with letters of both would else be higher than others.
    """
    like: Any = TTFont(BytesIO(beside), lazy=True)
    line, scale = like["hhea"], 1 / like["head"].unitsPerEm
    height, depth, gap = (part * scale for part in (line.ascent, -line.descent, line.lineGap))
    return {
        face.name: _as_high(_cut(c.package, face), height, depth, gap)
        for c in COMPANIONS
        for face in c.faces
    }


def _as_high(data: bytes, height: float, depth: float, gap: float) -> bytes:
    """Return a font whose lines have a height, a depth and a gap in ems."""
    font: Any = TTFont(BytesIO(data), lazy=True, recalcTimestamp=False, recalcBBoxes=False)
    em, line, os2 = font["head"].unitsPerEm, font["hhea"], font["OS/2"]
    up, down = round(height * em), round(depth * em)
    line.ascent, line.descent, line.lineGap = up, -down, round(gap * em)
    os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap = up, -down, round(gap * em)
    os2.usWinAscent, os2.usWinDescent = up, down
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def _cut(package: str, face: CompanionFace) -> bytes:
    data = (files(package) / "files" / face.source).read_bytes()
    if not face.axis:
        return data
    harfbuzz: Any = uharfbuzz  # its names come from a compiled module, which pyright cannot read
    source = harfbuzz.Face(data)
    wanted = harfbuzz.SubsetInput()
    wanted.keep_everything()
    wanted.pin_axis_location(source, "wght", face.axis)
    return bytes(wanted.subset(source).blob.data)


@lru_cache(maxsize=32)
def glyph_numbers(data: bytes, index: int) -> Mapping[int, int]:
    """Return the number of the glyph of each character of a font; `index` is its place in a
    collection."""
    font = TTFont(BytesIO(data), fontNumber=index, lazy=True)
    return {code: font.getGlyphID(name) for code, name in (font.getBestCmap() or {}).items()}
