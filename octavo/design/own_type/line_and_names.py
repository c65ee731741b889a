"""Give the four faces of a type one height of line, and the names, weights and slants by which
programs tell them apart."""

from __future__ import annotations

from typing import Any

from fontTools.ttLib import newTable
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

# The height and the depth of a line, in ems, for which the designs are drawn: those of the typeface
# of the classic one. Other ones would put the letters of a line higher or lower on the page, and
# faces of different ones on one line would move it off the grid.
ASCENT, DESCENT = 1.007, 0.298
_OF_MAKER = (0, 5, 7, 8, 9, 11, 12, 13, 14)  # names that are kept: makers, licence
_OF_LICENCE = (0, 8, 9, 13, 14)
_WINDOWS, _UNICODE, _ENGLISH = 3, 1, 0x409
_STYLES = ("Regular", "Italic", "Bold", "Bold Italic")
_LOWEST, _HIGHEST = 16, 16384  # units of an em that the format allows


def set_line(font: Any, *, bold: bool, italic: bool, licence_bits: int, slant: int) -> None:
    """Set the height of the line and what tells the face from others, in place. `slant` is that of
    a feigned italic, in degrees."""
    head, line = font["head"], font["hhea"]
    up, down = round(ASCENT * head.unitsPerEm), round(DESCENT * head.unitsPerEm)
    line.ascent, line.descent, line.lineGap = up, -down, 0
    head.macStyle = bold | italic << 1
    old = font.get("OS/2")
    new: Any = newTable("OS/2")
    font["OS/2"] = new
    new.version, new.xAvgCharWidth = 4, 0
    new.usWeightClass, new.usWidthClass = 700 if bold else 400, 5
    new.fsType = licence_bits
    for name in (
        "ySubscriptXSize ySubscriptYSize ySubscriptXOffset ySubscriptYOffset ySuperscriptXSize "
        "ySuperscriptYSize ySuperscriptXOffset ySuperscriptYOffset yStrikeoutSize "
        "yStrikeoutPosition sFamilyClass usDefaultChar usBreakChar usMaxContext"
    ).split():
        setattr(new, name, getattr(old, name, 0))
    new.usBreakChar = 0x20
    new.panose = getattr(old, "panose", None) or _panose()
    new.achVendID = str(getattr(old, "achVendID", "    "))
    new.fsSelection = italic | bold << 5 | (not bold and not italic) << 6 | 1 << 7
    new.ulUnicodeRange1 = new.ulUnicodeRange2 = new.ulUnicodeRange3 = new.ulUnicodeRange4 = 0
    new.recalcUnicodeRanges(font)
    new.ulCodePageRange1, new.ulCodePageRange2 = 1, 0  # Latin 1: programs show others all the same
    known, glyphs = font.getBestCmap() or {}, font["glyf"]
    new.usFirstCharIndex = min(min(known), 0xFFFF)
    new.usLastCharIndex = min(max(known), 0xFFFF)
    new.sTypoAscender, new.sTypoDescender, new.sTypoLineGap = up, -down, 0
    new.usWinAscent, new.usWinDescent = up, down
    new.sxHeight, new.sCapHeight = (getattr(glyphs[known[ord(c)]], "yMax", 0) for c in "xH")
    new.recalcAvgCharWidth(font)
    if "post" not in font:
        post: Any = newTable("post")
        font["post"] = post
        post.underlinePosition = -head.unitsPerEm // 10
        post.underlineThickness = head.unitsPerEm // 20
        post.italicAngle = post.isFixedPitch = 0
        post.minMemType42 = post.maxMemType42 = post.minMemType1 = post.maxMemType1 = 0
    font["post"].formatType = 2.0
    font["post"].extraNames, font["post"].mapping = [], {}
    if slant:
        font["post"].italicAngle = -slant


def _panose() -> Any:
    from fontTools.ttLib.tables.O_S_2f_2 import Panose

    return Panose(**dict.fromkeys(
        "bFamilyType bSerifStyle bWeight bProportion bContrast bStrokeVariation bArmStyle "
        "bLetterForm bMidline bXHeight".split(), 0
    ))  # fmt: skip


def set_characters(font: Any) -> None:
    """Write the table of characters anew, in the two formats that programs read."""
    known = font.getBestCmap() or {}
    table: Any = newTable("cmap")
    font["cmap"] = table
    table.tableVersion, table.tables = 0, []
    for format_, encoding, most in ((4, 1, 0xFFFF), (12, 10, 0x10FFFF)):
        part = CmapSubtable.newSubtable(format_)
        part.platformID, part.platEncID, part.language = _WINDOWS, encoding, 0
        part.cmap = {code: name for code, name in known.items() if code <= most}
        table.tables.append(part)


def set_names(font: Any, family: str, face: str, *, bold: bool, italic: bool) -> None:
    """Name a face of a family; its makers and its licence keep their words."""
    old = font.get("name")
    kept = {number: old.getDebugName(number) for number in _OF_MAKER} if old is not None else {}
    new: Any = newTable("name")
    font["name"] = new
    new.names = []
    style = _STYLES[bold * 2 + italic]
    own = {1: family, 2: style, 3: f"Octavo;{face}", 4: f"{family} {style}", 6: face}
    for number, value in sorted({**kept, **own}.items()):
        if value:
            new.setName(value, number, _WINDOWS, _UNICODE, _ENGLISH)


def licence_of(font: Any) -> str:
    """Return what a font says of its makers and its licence."""
    names = font.get("name")
    if names is None:
        return ""
    said = map(names.getDebugName, _OF_LICENCE)
    return "\n".join(dict.fromkeys(filter(None, said)))
