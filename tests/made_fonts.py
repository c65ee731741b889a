"""Font files of every kind for the tests of a house's own type, made of a package's typeface."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

import uharfbuzz
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTCollection, TTFont, newTable
from fontTools.ttLib.scaleUpem import scale_upem
from fontTools.ttLib.tables._k_e_r_n import KernTable_format_0

from octavo.design.fonts import cut
from octavo.html.embedded_fonts import _subset

STYLES = ("Regular", "Italic", "Bold", "BoldItalic")
# The letters of the texts in the tests: those of ASCII, quotation marks, dashes, marks of notes, é.
LETTERS = frozenset({*range(0x20, 0x7F), *map(ord, "\u00a0éÉ‐–—‘’“”†‡…")})


def saved(font: Any) -> bytes:
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def opened(data: bytes) -> Any:
    return TTFont(BytesIO(data), recalcTimestamp=False)


@cache
def truetype(style: str = "Regular", family: str = "EBGaramond") -> bytes:
    """A static TrueType font with few letters, and all features that they have."""
    font = opened(_subset(cut(f"{family}-{style}"), set(LETTERS)))
    italic, bold = "Italic" in style, "Bold" in style
    font["OS/2"].usWeightClass = 700 if bold else 400
    font["OS/2"].fsSelection = italic | bold << 5
    font["head"].macStyle = bold | italic << 1
    return saved(font)


def changed(data: bytes, change: Callable[[Any], object]) -> bytes:
    """A font after a change of it."""
    font = opened(data)
    change(font)
    return saved(font)


@cache
def cff(style: str = "Regular") -> bytes:
    """An OpenType font with outlines of CFF, which run the other way round, without features."""
    source = opened(truetype(style))
    glyphs, order = source.getGlyphSet(), source.getGlyphOrder()
    made = FontBuilder(source["head"].unitsPerEm, isTTF=False)
    made.setupGlyphOrder(order)
    made.setupCharacterMap(source.getBestCmap())
    strings = {}
    for name in order:
        pen = T2CharStringPen(glyphs[name].width, glyphs)
        glyphs[name].draw(pen)
        strings[name] = pen.getCharString()
    made.setupCFF(f"Ferry-{style}", {}, strings, {})
    made.setupHorizontalMetrics({name: source["hmtx"].metrics[name] for name in order})
    made.setupHorizontalHeader(ascent=1200, descent=-200)
    made.setupNameTable({"familyName": "Ferry", "styleName": style})
    old = source["OS/2"]
    made.setupOS2(fsType=0, usWeightClass=old.usWeightClass, fsSelection=old.fsSelection)
    made.setupPost()
    return saved(made.font)


@cache
def variable() -> bytes:
    """A variable font with the axes of weight and optical size, and few letters."""
    data = (files("fontpkg_literata") / "files" / "Literata[opsz,wght].ttf").read_bytes()
    harfbuzz: Any = uharfbuzz
    wanted = harfbuzz.SubsetInput()
    wanted.unicode_set.update(LETTERS)
    return bytes(wanted.subset(harfbuzz.Face(data)).blob.data)


@cache
def woff2(style: str = "Regular") -> bytes:
    font = opened(truetype(style))
    font.flavor = "woff2"
    return saved(font)


@cache
def collection() -> bytes:
    made = TTCollection()
    made.fonts = [opened(truetype(style)) for style in STYLES]
    return saved(made)


@cache
def bare() -> bytes:
    """A font with 2048 units to the em, odd heights of line, no layout tables, no names of glyphs,
    and pairs of letters in the old table."""

    def strip(font: Any) -> None:
        for tag in ("GSUB", "GPOS", "GDEF"):
            del font[tag]
        known = font.getBestCmap()
        for table in font["cmap"].tables:
            table.cmap.pop(0x2010, None)
        pairs = KernTable_format_0()
        pairs.version, pairs.coverage, pairs.tupleIndex, pairs.apple = 0, 1, None, False
        pairs.kernTable = {(known[ord("A")], known[ord("V")]): -150}
        kern: Any = newTable("kern")
        kern.version, kern.kernTables = 0, [pairs]
        font["kern"] = kern
        scale_upem(font, 2048)
        font["hhea"].ascent, font["hhea"].descent = 3000, -150
        font["OS/2"].sTypoAscender, font["OS/2"].sTypoDescender = 900, -1700
        font["post"].formatType = 3.0

    return changed(truetype(), strip)


def four(make: Callable[[str], bytes]) -> Mapping[str, bytes]:
    """The four faces of a family, by the names of their files."""
    return {f"Ferry-{style}.font": make(style) for style in STYLES}
