"""Find the glyphs of plain words by HarfBuzz alone, in the font that Pango chose for their letters.

Pango seeks fonts, scripts and directions for every text, and then has HarfBuzz shape it. For a word
of plain letters all but the last is known: HarfBuzz is asked with the font, the features and the
language that Pango gives it. What it answers is compared with Pango's: for each letter once, and
for the first words of each script.
"""

from __future__ import annotations

import sys
import unicodedata
from collections import Counter
from functools import cache
from itertools import pairwise
from struct import iter_unpack
from typing import TYPE_CHECKING, Any

from octavo.pdf.engine.c_functions import ffi, harfbuzz, pango
from octavo.pdf.engine.composed.glyphs import Run, Shape
from octavo.pdf.engine.weasy import wp_ffi, wp_text

if TYPE_CHECKING:
    from octavo.pdf.engine.composed.shapes import Face

# What HarfBuzz says of a glyph: its number in the font, how far the pen moves and where it is drawn
# from the pen, in pixels, and the place of the first letter that it stands for.
SetGlyph = tuple[int, float, float, float, int]

# Scripts that are read from the left, letter by letter (ISO 15924), by how the names of their
# letters begin; signs have none, and take that of the letters beside them.
_SCRIPTS = {"LATIN": "Latn", "GREEK": "Grek", "CYRILLIC": "Cyrl"}
_SIGNS = "Zyyy"
_OF_LETTERS = {"Lu", "Ll", "Lt"}
_OF_SIGNS = {"Nd", "No", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sc", "Sm"}
_DIRECTIONS = {"L", "EN", "ES", "ET", "CS", "ON"}  # classes of the bidirectional algorithm
_FROM_LEFT = 4
_WHOLE_TEXT = 3  # flags: the buffer holds its beginning and its end
_MOST_FEATURES = 64
# What is read of the records of a glyph: its number and its letter; its advance and its place.
_NUMBER, _PLACE = "=I4xI8x", "=i4xii4x"
_CODES = f"utf-32-{sys.byteorder[0]}e"
_SIZE = 20  # bytes of a record
_PROVED = 12  # words of a script in a face that are compared
_WHOLE = -1  # the length of a string that ends with a zero
# The properties that ask for features, in the order of WeasyPrint's `font_features`.
_ASKED = (
    "font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps",
    "font_variant_numeric", "font_variant_alternates", "font_variant_east_asian",
    "font_feature_settings",
)  # fmt: skip
_PX: float = wp_ffi.FROM_UNITS


class PlainLetters:
    """The letters of a face that HarfBuzz alone sets as Pango does, all in one font."""

    def __init__(self, face: Face, style: Any) -> None:
        self._face, self._style = face, style
        self._scripts: dict[str, str | None] = {}  # by letter; None if it is not plain
        self._languages: dict[str, Any] = {}  # by script
        self._compared: Counter[str] = Counter()  # words, by script
        self._model: Shape | None = None  # of the first plain letter
        self._harfbuzz: HarfBuzz | None = None
        self._is_left_to_pango = False

    def shaped(self, text: str) -> Shape | None:
        """Return the shape of a word of plain letters; None for any other text."""
        if self._is_left_to_pango:
            return None
        known = self._scripts
        scripts = {known[each] if each in known else self._learn(each) for each in text}
        scripts.discard(_SIGNS)
        if len(scripts) > 1:
            return None
        script = scripts.pop() if scripts else _SIGNS
        if script is None:
            return None
        found = self._by_harfbuzz(text, script)
        if len(text) > 1 and self._compared[script] < _PROVED:
            self._compared[script] += 1
            by_pango = self._face.shaped_by_pango(text)
            self._is_left_to_pango |= not found.is_as(by_pango)
            return by_pango
        return found

    def _learn(self, letter: str) -> str | None:
        """Return the script of a letter that is met for the first time, if it is plain."""
        script = _script_of(letter)
        if script is not None and not self._is_plain(letter, script):
            script = None
        self._scripts[letter] = script
        return script

    def _is_plain(self, letter: str, script: str) -> bool:
        """Return whether HarfBuzz alone sets a letter as Pango does."""
        by_pango = self._face.shaped_by_pango(letter)
        if not by_pango.is_plain or len(by_pango.runs) != 1:
            return False
        if self._model is None:
            self._model = by_pango
            self._harfbuzz = HarfBuzz(by_pango.runs[0].font, self._style)
        if script not in self._languages:
            self._languages[script] = _language_of(letter, self._style)
        return self._by_harfbuzz(letter, script).is_as(by_pango)

    def _by_harfbuzz(self, text: str, script: str) -> Shape:
        """Return the shape of letters of one script."""
        face, model = self._face, self._model
        assert model is not None and self._harfbuzz is not None
        found = self._harfbuzz.glyphs(text, script, self._languages[script])
        starts = [start for *_, start in found]
        ends = dict(pairwise([*dict.fromkeys(starts), len(text)]))
        beside = zip(found, [None, *starts], [*starts[1:], None], strict=False)
        glyphs = tuple(
            face.glyph(
                number,
                width if start == behind else width + face.spacing,
                x,
                y,
                text[start : ends[start]] if start != before else "",
            )
            for (number, width, x, y, start), before, behind in beside
        )
        width = 0.0 + sum(glyph.width for glyph in glyphs)
        runs = (Run(model.runs[0].font, glyphs),)
        return Shape(text, width, model.height, model.baseline, runs, model.is_plain)


class HarfBuzz:
    """HarfBuzz with one font of Pango's and the features that a style asks for."""

    def __init__(self, font: Any, style: Any) -> None:
        held = wp_ffi.pango.pango_font_get_hb_font(font)
        self._font = ffi.cast("hb_font_t *", _address(held))
        self._features = _features_of(font, style)
        self._buffer = ffi.gc(harfbuzz.hb_buffer_create(), harfbuzz.hb_buffer_destroy)
        self._count = ffi.new("unsigned int *")

    def glyphs(self, word: str, script: str, language: Any) -> list[SetGlyph]:
        """Return the glyphs of a word whose letters are of one script, from the left; the language
        is one of HarfBuzz's."""
        buffer, length = self._buffer, len(word)
        harfbuzz.hb_buffer_clear_contents(buffer)
        harfbuzz.hb_buffer_add_utf32(buffer, word.encode(_CODES), length, 0, length)
        harfbuzz.hb_buffer_set_direction(buffer, _FROM_LEFT)
        harfbuzz.hb_buffer_set_script(buffer, _tag(script))
        harfbuzz.hb_buffer_set_language(buffer, language)
        harfbuzz.hb_buffer_set_flags(buffer, _WHOLE_TEXT)
        harfbuzz.hb_shape(self._font, buffer, self._features, len(self._features))
        infos = harfbuzz.hb_buffer_get_glyph_infos(buffer, self._count)
        places = harfbuzz.hb_buffer_get_glyph_positions(buffer, self._count)
        size = _SIZE * self._count[0]
        numbers = iter_unpack(_NUMBER, ffi.buffer(infos, size))
        moves = iter_unpack(_PLACE, ffi.buffer(places, size))
        return [
            (number, width * _PX, x * _PX, -y * _PX, letter)
            for (number, letter), (width, x, y) in zip(numbers, moves, strict=True)
        ]


def _language_of(letter: str, style: Any) -> Any:
    """Return the language in which Pango has a letter shaped, as HarfBuzz's: it may be that of its
    script."""
    layout = wp_text.Layout(style)
    layout.set_text(letter)
    line, _ = layout.get_first_line()
    language = line.runs[0].data.item.analysis.language
    name = pango.pango_language_to_string(ffi.cast("PangoLanguage *", _address(language)))
    return harfbuzz.hb_language_from_string(name, _WHOLE)


@cache
def _script_of(letter: str) -> str | None:
    """Return the script of a plain letter, `_SIGNS` for a plain sign, and None for all else."""
    category = unicodedata.category(letter)
    if unicodedata.bidirectional(letter) not in _DIRECTIONS:
        return None
    if category in _OF_LETTERS:
        return _SCRIPTS.get(unicodedata.name(letter).partition(" ")[0])
    return _SIGNS if category in _OF_SIGNS else None


@cache
def _tag(name: str) -> int:
    """Return a tag of four letters as HarfBuzz's number."""
    return harfbuzz.hb_tag_from_string(name.encode(), len(name))


def _features_of(font: Any, style: Any) -> Any:
    """Return the features of a font's own pattern and those that a style asks for, in Pango's
    order."""
    held, count = ffi.new("hb_feature_t []", _MOST_FEATURES), ffi.new("unsigned int *")
    pango.pango_font_get_features(
        ffi.cast("PangoFont *", _address(font)), held, _MOST_FEATURES, count
    )
    found = [held[i] for i in range(count[0])]
    for tag, value in wp_text.font_features(*map(style.__getitem__, _ASKED)).items():
        name, feature = f"{tag} {value}".encode(), ffi.new("hb_feature_t *")
        if harfbuzz.hb_feature_from_string(name, len(name), feature):
            found.append(feature[0])
    return ffi.new("hb_feature_t []", found)


def _address(pointer: Any) -> int:
    """Return the address to which a pointer of WeasyPrint's points."""
    return int(wp_ffi.ffi.cast("intptr_t", pointer))
