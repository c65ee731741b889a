"""Read from the fonts of a PDF which letters their glyphs are, and how wide they are.

Letters are those of a font's ToUnicode map (ISO 32000-1, 9.10.3), widths those of /W or /Widths
(9.7.4.3, 9.6.2): any reader of the file takes them from there.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import uharfbuzz

_CHARS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_CHAR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>")
_RANGES = re.compile(rb"beginbfrange(.*?)endbfrange", re.DOTALL)
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]*)>|\[([^\]]*)\])")
_HEX = re.compile(rb"<([0-9A-Fa-f]*)>")
_MOST = 0x10000  # most codes of a range: no font has more glyphs
_EM = 1000.0  # the width of a composite font's glyphs without /DW (9.7.4.3)


class _Letters(dict[int, str]):
    """Letters by code; a code that the font gives no letter is read as nothing."""

    def __missing__(self, code: int) -> str:
        return ""


class _Widths(dict[int, float]):
    """Widths by code, in thousandths of the type size."""

    default = 0.0

    def __missing__(self, code: int) -> float:
        return self.default


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The letters and widths of a font, by code; `wide` codes are of two bytes, and `blank` ones
    are letters without an outline."""

    letters: Mapping[int, str]
    widths: Mapping[int, float]
    wide: bool
    blank: frozenset[int] = frozenset()

    def codes(self, shown: bytes) -> Sequence[int]:
        """Return the codes in a string that is shown; half a code at its end is dropped."""
        if not self.wide:
            return shown
        codes = array("H", shown[: len(shown) & ~1])
        if sys.byteorder == "little":
            codes.byteswap()
        return codes

    def text(self, codes: Sequence[int]) -> str:
        return "".join(map(self.letters.__getitem__, codes))

    def advance(self, codes: Sequence[int]) -> float:
        """Return how far codes reach, in thousandths of the type size."""
        return sum(map(self.widths.__getitem__, codes))


NO_GLYPHS = Glyphs(_Letters(), _Widths(), False)


def glyphs_of(font: Any) -> Glyphs:
    """Read a font's dictionary; a font without ToUnicode map or widths has none."""
    wide = font.get("/Subtype") == "/Type0"
    letters = _Letters(_letters(font.ToUnicode.read_bytes()) if "/ToUnicode" in font else ())
    widths = _Widths(_wide_widths(font) if wide else _narrow_widths(font))
    widths.default = float(font.DescendantFonts[0].get("/DW", _EM)) if wide else 0.0
    return Glyphs(letters, widths, wide, frozenset(_blank(font, letters) if wide else ()))


def font_reader() -> Callable[[Any], Glyphs]:
    """Return a function that reads each font of a file once."""
    known: dict[tuple[int, int], Glyphs] = {}

    def glyphs(font: Any) -> Glyphs:
        key = font.objgen
        if key == (0, 0):
            return glyphs_of(font)
        if key not in known:
            known[key] = glyphs_of(font)
        return known[key]

    return glyphs


def _blank(font: Any, letters: Mapping[int, str]) -> Iterator[int]:
    """Yield the codes whose letters the font has, and draws nothing for. Glyphs by another code
    than their own, and those of bare CFF, are not looked at."""
    descendant = font.DescendantFonts[0]
    descriptor = descendant.get("/FontDescriptor", {})
    file = descriptor.get("/FontFile2", descriptor.get("/FontFile3"))
    if file is None or descendant.get("/CIDToGIDMap", "/Identity") != "/Identity":
        return
    harfbuzz: Any = uharfbuzz  # its names come from a compiled module, which pyright cannot read
    face = harfbuzz.Face(file.read_bytes())
    drawn = harfbuzz.Font(face)
    for code, text in letters.items():
        if code < face.glyph_count and any(map(str.isalnum, text)):
            extents = drawn.get_glyph_extents(code)
            if extents is None or not extents.width or not extents.height:
                yield code


def _letters(cmap: bytes) -> Iterator[tuple[int, str]]:
    for block in _CHARS.findall(cmap):
        for code, meaning in _CHAR.findall(block):
            yield int(code, 16), _meaning(meaning)
    for block in _RANGES.findall(cmap):
        for first, last, start, each in _RANGE.findall(block):
            begin, end = int(first, 16), min(int(last, 16), int(first, 16) + _MOST)
            if each:
                yield from zip(
                    range(begin, end + 1), map(_meaning, _HEX.findall(each)), strict=False
                )
            elif start:
                text = _meaning(start)
                for code in range(begin, end + 1):
                    yield code, text[:-1] + chr(min(ord(text[-1:] or " ") + code - begin, 0x10FFFF))


def _meaning(written: bytes) -> str:
    return bytes.fromhex(
        written.decode() if len(written) % 2 == 0 else f"{written.decode()}0"
    ).decode("utf-16-be", "ignore")


def _wide_widths(font: Any) -> Iterator[tuple[int, float]]:
    """Yield code and width of the glyphs in /W: `first [width …]` or `first last width`."""
    items = iter(list(font.DescendantFonts[0].get("/W", ())))
    for first in items:
        following = next(items, None)
        if following is None:
            return
        if isinstance(following, (int, float)) or not hasattr(following, "__iter__"):
            width = float(next(items, 0))
            yield from (
                (code, width)
                for code in range(int(first), min(int(following), int(first) + _MOST) + 1)
            )
        else:
            yield from ((int(first) + at, float(width)) for at, width in enumerate(following))


def _narrow_widths(font: Any) -> Iterator[tuple[int, float]]:
    """Yield code and width of a simple font's glyphs; those of Type 3 are scaled by its
    /FontMatrix."""
    first = int(font.get("/FirstChar", 0))
    scale = float(font.FontMatrix[0]) * 1000 if "/FontMatrix" in font else 1.0
    for at, width in enumerate(font.get("/Widths", ())):
        yield first + at, float(width) * scale
