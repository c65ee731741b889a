"""Find what each glyph of a font is: its letters, by the font alone, never by a text that shows it.

A glyph that stands for a character in the font's cmap is that character. Any other, such as a small
capital, an old-style figure or a ligature, has its letters in its name, by the rules of the Adobe
Glyph List: `b.sc` is b, `f_i` is fi. So a glyph has the same meaning in every section of a book.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from typing import Any

from fontTools.agl import toUnicode
from fontTools.ttLib import TTFont

HYPHEN, OWN_HYPHEN = "-", "\u2010"
# Characters that text seldom has, and whose glyphs are drawn for others: Latin ligatures, and the
# superior figures of note calls.
_DRAWN_FOR_OTHERS = {*range(0xFB00, 0xFB07), 0xB2, 0xB3, 0xB9, 0x2070, *range(0x2074, 0x207A)}
_WRITTEN = {code: unicodedata.normalize("NFKC", chr(code)) for code in _DRAWN_FOR_OTHERS}
_CODES = 0x10000
_BEYOND = "\ufffd"


@dataclass(frozen=True, slots=True)
class GlyphMeanings:
    """The letters of a font's glyphs by glyph, and its glyph for each of the two hyphens.

    `alike` says that the glyphs of the two hyphens have one form, so that each may be drawn for the
    other. `count` is the number of glyphs: higher codes are those of letters that the font lacks.
    """

    letters: Mapping[int, str]
    count: int
    hyphens: Mapping[str, int] = field(default_factory=dict)
    alike: bool = False

    def code_of_missing(self, letter: int) -> int:
        """Return the code, above all glyphs, of a letter that the font lacks: its own, or the last
        one for letters that are too high."""
        return min(self.count + letter, _CODES - 1)

    def of_missing(self, code: int) -> str:
        """Return the letter of a code above all glyphs."""
        return chr(code - self.count) if code < _CODES - 1 else _BEYOND


# Large enough for the faces of an edition and some of the system's, small enough to be kept.
@lru_cache(maxsize=16)
def glyph_meanings(data: bytes, number: int) -> GlyphMeanings:
    """Return the meanings of the glyphs of a font, the one with this number in its file."""
    font = TTFont(BytesIO(data), fontNumber=number, lazy=True)
    order, known = font.getGlyphOrder(), font.getBestCmap() or {}
    places = {name: place for place, name in enumerate(order)}
    named = {**_named(set(order).difference(known.values())), **_mapped(known)}
    letters = {places[name]: text for name, text in named.items() if name in places}
    hyphens = {sign: places[known[ord(sign)]] for sign in _HYPHENS if ord(sign) in known}
    return GlyphMeanings(letters, len(order), hyphens, _are_alike(font, order, hyphens))


_HYPHENS = (HYPHEN, OWN_HYPHEN)


def _named(names: Iterable[str]) -> dict[str, str]:
    """Return the letters of glyphs by their names; a font has thousands, so only those of glyphs
    that no character is mapped to are read."""
    return {name: _written(text) for name in names if (text := toUnicode(name))}


def _mapped(known: Mapping[int, str]) -> dict[str, str]:
    """Return the character of each glyph in a cmap; of several, the one that is no mere form of
    another, and then the lowest."""
    found: dict[str, str] = {}
    for code in sorted(known, key=_is_form):
        found.setdefault(known[code], _written(chr(code)))
    return found


def _is_form(code: int) -> tuple[bool, int]:
    return unicodedata.normalize("NFKC", chr(code)) != chr(code), code


def _written(text: str) -> str:
    return text.translate(_WRITTEN)


def _are_alike(font: TTFont, order: list[str], hyphens: Mapping[str, int]) -> bool:
    """Return whether a font draws the two hyphens alike; only a TrueType font shows that here."""
    names = [order[place] for place in hyphens.values()]
    if len(set(names)) != len(_HYPHENS) or "glyf" not in font:
        return False
    widths, outlines = font["hmtx"], font["glyf"]
    drawn: list[Any] = [(widths[name], outlines[name].getCoordinates(outlines)) for name in names]
    return drawn[0][0] == drawn[1][0] and list(drawn[0][1][0]) == list(drawn[1][1][0])
