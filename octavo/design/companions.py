"""Cut the faces that stand beside the edition's typeface: the letters of scripts that it lacks.

The typefaces have no Hebrew and no Arabic. The families here have them in the weights of a text;
what is set in them is found by its direction (`pdf.engine.lines.bidi`). They are cut only for
sections that need them. A house's own type that has the letters is its own companion.
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

from octavo.design.fonts import SCHEME, Fonts
from octavo.design.own_type.candidates import is_whole


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
    """A family with the letters of a script: its name in the style sheets, its package, its faces,
    and the letter that a typeface has which needs no companion."""

    family: str
    package: str
    faces: tuple[CompanionFace, ...]
    letter: str
    has_italic: bool = True


# Hebrew has no italic: emphasis is set in a heavier weight, as Hebrew printers do without spacing.
COMPANIONS: tuple[Companion, ...] = (
    Companion("Octavo Hebrew", "fontpkg_frank_ruhl_libre", tuple(
        CompanionFace(f"FrankRuhlLibre-{name}", "FrankRuhlLibre[wght].ttf", *how)
        for name, how in {
            "Regular": (400, False, False), "Emphasis": (600, False, True),
            "Bold": (700, True, False), "BoldEmphasis": (900, True, True),
        }.items()
    ), "\u05d0", has_italic=False),
    Companion("Octavo Arabic", "fontpkg_amiri", tuple(
        CompanionFace(f"Amiri-{name}", f"Amiri-{name}.ttf", 0, *how)
        for name, how in {
            "Regular": (False, False), "Italic": (False, True),
            "Bold": (True, False), "BoldItalic": (True, True),
        }.items()
    ), "\u0627"),
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


def companion_faces(beside: Fonts) -> Mapping[str, bytes]:
    """Return the fonts of all companions by the names of their faces, to be set beside the faces
    of a text; this takes half a second, once in a process."""
    named = tuple(beside.faces[face.name] for face in beside.kinds)
    return _faces_beside(named, tuple((f.weight > 400, f.italic) for f in beside.kinds))


@lru_cache(maxsize=2)
def _faces_beside(
    faces: tuple[bytes, ...], kinds: tuple[tuple[bool, bool], ...]
) -> Mapping[str, bytes]:
    """Return the fonts of all companions, of the height and depth of the first face: a line with
    letters of both would else be higher than others."""
    like: Any = TTFont(BytesIO(faces[0]), lazy=True)
    # The companions of a book are embedded in parts, which a licence may forbid.
    known = {} if is_whole(like["OS/2"].fsType) else like.getBestCmap() or {}
    line, scale = like["hhea"], 1 / like["head"].unitsPerEm
    height, depth, gap = (part * scale for part in (line.ascent, -line.descent, line.lineGap))
    own = dict(zip(kinds, faces, strict=True))
    made: dict[str, bytes] = {}
    for companion in COMPANIONS:
        for face in companion.faces:
            if ord(companion.letter) in known:
                # Emphasis without an italic is bold, as Hebrew printers have it.
                italic = face.italic and companion.has_italic
                bold = face.bold or (face.italic and not companion.has_italic)
                made[face.name] = own.get((bold, italic), faces[0])
            else:
                made[face.name] = _as_high(_cut(companion.package, face), height, depth, gap)
    return made


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
