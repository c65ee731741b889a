"""Make a face's outlines those of a static TrueType font: pinned, quadratic, of bounded depth; and
feign a slant or a weight that no file has.

WeasyPrint would feign them itself, each time anew and with no word of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from math import hypot, tan
from math import radians as in_radians
from typing import Any

import uharfbuzz
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphCoordinates
from fontTools.ttLib.tables.ttProgram import Program

from octavo.design.own_type.candidates import Candidate, Unreadable
from octavo.design.own_type.layout_tables import add_kerning, has_feature, parts_of

TEXT_SIZE = 10  # points: what an axis for the optical size is set to
SLANT = 12  # degrees of a feigned italic, near to those of romans' own
_STROKE = 1 / 28  # of an em, by which the stems of a feigned bold are thicker
_ERROR = 1 / 2000  # of an em, by which a quadratic outline may differ from a cubic one
_DEEPEST = 8  # glyphs made of glyphs
_MOST_POINTS = 20_000  # of a glyph: an ornament has a few thousand
_VARIATIONS = ("fvar", "gvar", "avar", "HVAR", "MVAR", "STAT", "cvar")


def static_face(source: Candidate, weight: int, italic: bool) -> Any:
    """Return a face as a static font with TrueType outlines; raise Unreadable for outlines that no
    program could draw."""
    font: Any = TTFont(BytesIO(_pinned(source, weight, italic)), recalcTimestamp=False)
    for tag in _VARIATIONS:
        if tag in font:
            del font[tag]
    if "glyf" not in font:
        _make_quadratic(font)
    _refuse_endless(font)
    _take_kerning(font, source)
    return font


def _take_kerning(font: Any, source: Candidate) -> None:
    """Put the kerning of an old font, which has it in a table of its own, where newer ones have it:
    HarfBuzz cuts the old table off."""
    old: Any = TTFont(BytesIO(source.data), lazy=True)
    if "kern" not in old or has_feature(font, "GPOS", "kern"):
        return
    pairs: dict[tuple[str, str], int] = {}
    order, new = old.getReverseGlyphMap(), font.getGlyphOrder()
    for part in old["kern"].kernTables:
        if getattr(part, "coverage", 0) & 1:  # horizontal
            for (left, right), value in getattr(part, "kernTable", {}).items():
                pairs[new[order[left]], new[order[right]]] = value
    if pairs:
        add_kerning(font, pairs)


def _pinned(source: Candidate, weight: int, italic: bool) -> bytes:
    """Return a font with its axes set: weight, slant and size for text, all else as its maker has
    them. HarfBuzz takes only tables that are whole."""
    harfbuzz: Any = uharfbuzz  # its names come from a compiled module, which pyright cannot read
    face = harfbuzz.Face(source.data)
    wanted = harfbuzz.SubsetInput()
    wanted.keep_everything()
    flags = harfbuzz.SubsetFlags
    wanted.flags = flags.NOTDEF_OUTLINE | flags.RETAIN_GIDS | flags.GLYPH_NAMES | flags.NO_HINTING
    asked = {"wght": weight, "opsz": TEXT_SIZE}
    if italic and not source.italic:
        asked |= {"ital": 1, "slnt": -SLANT}
    for tag, (least, usual, most) in source.axes.items():
        wanted.pin_axis_location(face, tag, min(max(asked.get(tag, usual), least), most))
    try:
        return bytes(wanted.subset(face).blob.data)
    except RuntimeError as error:
        raise Unreadable(f"is damaged ({error})") from None


def _make_quadratic(font: Any) -> None:
    """Put TrueType outlines in the place of those of CFF, in place."""
    order, glyphs, made = font.getGlyphOrder(), font.getGlyphSet(), {}
    most = font["head"].unitsPerEm * _ERROR
    for name in order:
        pen = TTGlyphPen(None)
        # The outlines of CFF run the other way round.
        glyphs[name].draw(Cu2QuPen(pen, most, reverse_direction=True))
        made[name] = pen.glyph()
    for tag in ("CFF ", "CFF2", "VORG"):
        if tag in font:
            del font[tag]
    font["loca"] = newTable("loca")
    font["glyf"] = newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = order, made
    limits: Any = newTable("maxp")
    font["maxp"] = limits
    limits.tableVersion, limits.numGlyphs = 0x00010000, len(order)
    for name in (
        "maxZones maxTwilightPoints maxStorage maxFunctionDefs maxInstructionDefs maxStackElements "
        "maxSizeOfInstructions maxComponentElements maxComponentDepth maxPoints maxContours "
        "maxCompositePoints maxCompositeContours"
    ).split():
        setattr(limits, name, 1 if name == "maxZones" else 0)
    font.sfntVersion = "\0\1\0\0"
    widths = font["hmtx"].metrics
    for name, glyph in made.items():
        glyph.recalcBounds(font["glyf"])
        widths[name] = (widths[name][0], getattr(glyph, "xMin", 0))


def _refuse_endless(font: Any) -> None:
    """Raise Unreadable for glyphs that are made of one another without end, or of too many
    points."""
    table, known = font["glyf"], {}
    for name in font.getGlyphOrder():
        depth, points = _weighed(table, name, known, 0)
        if points > _MOST_POINTS:
            raise Unreadable(f"has a glyph of more than {_MOST_POINTS:,} points ({name})")
        if depth > _DEEPEST:
            raise Unreadable(_nested(name))


def _nested(name: str) -> str:
    return f"has a glyph ({name}) that is made of glyphs more than {_DEEPEST} deep"


def _weighed(
    table: Any, name: str, known: dict[str, tuple[int, int]], above: int
) -> tuple[int, int]:
    """Return how deep a glyph is made of others, and of how many points."""
    if name in known:
        return known[name]
    if above > _DEEPEST:
        raise Unreadable(_nested(name))
    glyph = table[name]
    if glyph.isComposite():
        parts = [_weighed(table, c.glyphName, known, above + 1) for c in glyph.components]
        found = 1 + max((p[0] for p in parts), default=0), sum(p[1] for p in parts)
    else:
        found = 0, len(getattr(glyph, "coordinates", ()))
    known[name] = found
    return found


# --- feigned faces -------------------------------------------------------------------------------


def slant(font: Any) -> None:
    """Move the heads of all glyphs to the right, and the places of marks on them, in place."""
    table, share = font["glyf"], tan(in_radians(SLANT))
    flat = {}
    for name in font.getGlyphOrder():
        points, ends, flags = table[name].getCoordinates(table)[:3]
        flat[name] = _glyph([(x + y * share, y) for x, y in points], ends, flags)
    _put(font, flat)
    for anchor in parts_of(font, "GPOS", "Anchor"):
        anchor.XCoordinate = round(anchor.XCoordinate + anchor.YCoordinate * share)


def embolden(font: Any) -> None:
    """Make all stems thicker, and all glyphs wider by as much, in place."""
    table, stroke = font["glyf"], round(font["head"].unitsPerEm * _STROKE)
    flat = {}
    for name in font.getGlyphOrder():
        points, ends, flags = table[name].getCoordinates(table)[:3]
        grown = [
            (x + stroke / 2, y)
            for contour in _contours([*points], ends)
            for x, y in _grown(contour, stroke / 2)
        ]
        flat[name] = _glyph(grown, ends, flags)
        width, side = font["hmtx"].metrics[name]
        font["hmtx"].metrics[name] = (width + stroke if grown and width else width, side)
    _put(font, flat)


def _contours(
    points: Sequence[tuple[float, float]], ends: Sequence[int]
) -> Iterator[Sequence[tuple[float, float]]]:
    start = 0
    for end in ends:
        yield points[start : end + 1]
        start = end + 1


def _grown(contour: Sequence[tuple[float, float]], by: float) -> Iterator[tuple[float, float]]:
    """Yield the points of a contour, each moved outwards along the bisector of its angle: outlines
    have the ink at their right."""
    count = len(contour)
    for place, (x, y) in enumerate(contour):
        before = _toward(contour, place, -1, count)
        behind = _toward(contour, place, 1, count)
        if before is None or behind is None:
            yield x, y
            continue
        (ax, ay, long_a), (bx, by_, long_b) = before, behind
        ax, ay = -ax, -ay  # as the outline runs
        turn = 1 + ax * bx + ay * by_
        if turn <= 0.0625:  # it turns back on itself
            yield x, y
            continue
        reach = min(by / turn, min(long_a, long_b))
        yield x - (ay + by_) * reach, y + (ax + bx) * reach


def _toward(
    contour: Sequence[tuple[float, float]], place: int, step: int, count: int
) -> tuple[float, float, float] | None:
    """Return the direction from a point to the next one that is elsewhere, and how far it is."""
    x, y = contour[place]
    for further in range(1, count):
        other_x, other_y = contour[(place + step * further) % count]
        if long := hypot(other_x - x, other_y - y):
            return (other_x - x) / long, (other_y - y) / long, long
    return None


def _glyph(points: Sequence[tuple[float, float]], ends: Sequence[int], flags: Any) -> Glyph:
    """Return a glyph of points, which are rounded to whole units."""
    made = Glyph()
    if not points:
        made.numberOfContours = 0
        return made
    made.numberOfContours = len(ends)
    made.endPtsOfContours = [*ends]
    made.coordinates = GlyphCoordinates([(round(x), round(y)) for x, y in points])
    made.flags = flags
    made.program = Program()  # an empty one: hinting is left out
    return made


def _put(font: Any, glyphs: dict[str, Glyph]) -> None:
    """Put glyphs in the place of a font's own, with the bounds that follow."""
    table, widths = font["glyf"], font["hmtx"].metrics
    table.glyphs = glyphs
    for name, glyph in glyphs.items():
        glyph.recalcBounds(table)
        widths[name] = (widths[name][0], getattr(glyph, "xMin", 0))
