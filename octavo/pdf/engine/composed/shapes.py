"""Find the glyphs of each word of a face once, by Pango, and keep them with their widths.

A word is drawn from these glyphs wherever it is printed. All lengths are in CSS pixels.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import Any

from octavo.pdf.composer.hanging import BEFORE, BEHIND
from octavo.pdf.engine.composed.glyphs import Glyph, Run, Shape
from octavo.pdf.engine.composed.plain_words import PlainLetters
from octavo.pdf.engine.weasy import INITIAL_VALUES, wp_ffi, wp_text

SPACES = " \u00a0"  # what is widened in a line that is justified
# Letters between which a line may be widened, and mostly may end: those of Chinese and Japanese,
# with the signs that are as wide.
WIDE = (
    "\u2e80-\u2fff\u3000-\u3098\u309b-\u30ff\u3100-\u312f\u3190-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003ffff"
)
BETWEEN = 0.5  # how much it is widened between two of them, in parts of what a word space is
_FIRST_WIDE = "\u2e80"
_IS_WIDE = re.compile(f"[{WIDE}]")
_MARKS = "\u3099\u309a\ufe00-\ufe0e\U000e0100-\U000e01ef"  # what belongs to the letter before it
_WORDS = re.compile(f"[{WIDE}][{_MARKS}]*|[^{SPACES}{WIDE}]+|[{SPACES}]")
_MOST = 20_000  # shapes of a face that are kept: those of a long book
_LARGEST = 100_000  # pixels of a type size: the widths of a line of more leave Pango's numbers
_PAIRS = ("T", "A", "V", "o", ".", "“", "1", "y", "W")  # letters that faces set nearer to a space
_NEAR = 3  # letters that a kern of a space depends on: those of a ligature
_EMPTY = wp_ffi.pango.PANGO_GLYPH_EMPTY
_UNKNOWN = wp_ffi.pango.PANGO_GLYPH_UNKNOWN_FLAG
_PX: float = wp_ffi.FROM_UNITS
# All properties that change the glyphs of a text or their places.
_KEYS = (
    "font_family", "font_size", "font_style", "font_stretch", "font_weight", "font_kerning",
    "font_variant_ligatures", "font_variant_position", "font_variant_caps",
    "font_variant_numeric", "font_variant_alternates", "font_variant_east_asian",
    "font_feature_settings", "font_variation_settings", "font_language_override",
    "letter_spacing", "word_spacing", "lang", "direction", "text_decoration_line",
)  # fmt: skip


class StyleOfFace(dict[str, Any]):
    """What a face takes from a style: the style itself would keep its document in memory."""

    def __init__(self, style: Any) -> None:
        super().__init__(INITIAL_VALUES)
        self.update((name, style[name]) for name in _KEYS)
        self.update(letter_spacing="normal", word_spacing=0)
        self.font_config = style.font_config


class Face:
    """A face at a size, with its features, spacing and language: the shapes of its words."""

    def __init__(self, style: Any) -> None:
        size, spacing = float(style["font_size"]), style["letter_spacing"]
        if size > _LARGEST:
            raise ValueError(f"type of {size:.0f} pixels is larger than can be measured")
        self.spacing = 0.0 if spacing == "normal" else float(spacing)
        self._style = StyleOfFace(style)
        self.leftward = style["direction"] == "rtl"
        if self.spacing:  # as Pango does
            self._style["font_variant_ligatures"] = "none"
        self.layout = wp_text.Layout(self._style)
        self._layouts: list[Any] = []  # which keep the fonts that shapes refer to
        self._fonts: dict[int, Any] = {}  # by their address, for each use of one is a new object
        self._pictures: dict[int, bool] = {}  # of the fonts
        self._shapes: dict[str, Shape] = {}
        self._known: dict[tuple[Any, ...], Glyph] = {}  # one object for the glyphs that are alike
        self._plain = PlainLetters(self, self._style)
        self.space = self.shape(" ")
        self._kerns: dict[str, float] = {}  # by a space with the letters beside it
        self._spaces: dict[tuple[str, float], Shape] = {}
        self._loose: dict[str, Shape] = {}
        near = max(abs(self._kern(pair)) for each in _PAIRS for pair in (f" {each}", f"{each} "))
        self.kerns_spaces = near > 0.001 * size

    def shape(self, text: str) -> Shape:
        """Return the shape of a word or of a space."""
        found = self._shapes.get(text)
        if found is None:
            if len(self._shapes) > _MOST:
                self._shapes.clear()
            found = self._shapes[text] = self._shaped(text)
        return found

    def shapes(self, text: str) -> list[Shape]:
        """Return the shapes of the words and the single spaces of a text.

        In a face that sets a space nearer to some letters, its width is that between its
        neighbours. Each letter of Chinese and Japanese is a word, with room that may be widened
        before another one.
        """
        words = _WORDS.findall(text)
        if not self.kerns_spaces and max(text) < _FIRST_WIDE:
            return [*map(self.shape, words)]
        beside = zip(["", *words], words, [*words[1:], ""], strict=False)
        return [self._beside(*each) for each in beside]

    def _beside(self, before: str, word: str, behind: str) -> Shape:
        """Return the shape of a word or a space between its neighbours."""
        if word in SPACES:
            return self._between(before, word, behind) if self.kerns_spaces else self.shape(word)
        return self._apart(word) if is_wide(word) and is_wide(behind) else self.shape(word)

    def _apart(self, letter: str) -> Shape:
        """Return the shape of a letter with room behind it that may be widened."""
        found = self._loose.get(letter)
        if found is None:
            if len(self._loose) > _MOST:
                self._loose.clear()
            found = self._loose[letter] = replace(self.shape(letter), spaces=BETWEEN)
        return found

    def _between(self, before: str, space: str, behind: str) -> Shape:
        """Return the shape of a space between two words; one that is empty is no neighbour."""
        nearer = self._kern(before[-_NEAR:] + space) + self._kern(space + behind[:_NEAR])
        key = space, round(nearer, 6)
        if key not in self._spaces:
            plain = self.shape(space)
            self._spaces[key] = replace(plain, width=plain.width + nearer, compiled=None)
        return self._spaces[key]

    def _kern(self, pair: str) -> float:
        """Return by how much a space is wider for the letters beside it."""
        if pair not in self._kerns:
            if len(self._kerns) > _MOST:
                self._kerns.clear()
            alone = sum(
                self._shaped(part).width for part in re.split(f"([{SPACES}])", pair) if part
            )
            self._kerns[pair] = self._shaped(pair).width - alone
        return self._kerns[pair]

    def hangs_before(self, letter: str, *, hanging: bool) -> float:
        """Return how far a letter at the beginning of a line is in the margin."""
        return self._hang(letter, BEFORE) if hanging else 0.0

    def hangs_behind(self, letter: str, *, hanging: bool) -> float:
        """Return how far a letter at the end of a line, or the space behind it, is in the
        margin."""
        return self.spacing + (self._hang(letter, BEHIND) if hanging else 0.0)

    def _hang(self, letter: str, table: Mapping[str, float]) -> float:
        share = table.get(letter)
        return (self.shape(letter).width - self.spacing) * share if share else 0.0

    def _shaped(self, text: str) -> Shape:
        return self._plain.shaped(text) or self.shaped_by_pango(text)

    def shaped_by_pango(self, text: str) -> Shape:
        """Return the shape of any text."""
        self.layout.set_text(text)
        line, _ = self.layout.get_first_line()
        _, height = wp_text.line_size(line, self._style)
        baseline = wp_ffi.pango.pango_layout_get_baseline(self.layout.layout) * _PX
        raw, runs, width = text.encode(), [], 0.0
        plain = line.length == len(raw)  # no sign in it ends the line, as U+2029
        run = line.runs[0] if line.runs != wp_ffi.ffi.NULL else wp_ffi.ffi.NULL
        while run != wp_ffi.ffi.NULL:
            item, run = run.data, run.next
            glyphs, known = self._glyphs(item, raw)
            plain &= known
            width += sum(glyph.width for glyph in glyphs)
            font = self._font(item.item.analysis.font)
            plain &= not self._pictures[id(font)]
            runs.append(Run(font, tuple(glyphs)))
        if self.layout in self._layouts:
            self.layout = wp_text.Layout(self._style)
        spaces = sum(map(text.count, SPACES))
        return Shape(text, width, height, baseline, tuple(runs), plain, spaces, self.leftward)

    def _glyphs(self, item: Any, raw: bytes) -> tuple[list[Glyph], bool]:
        """Return the glyphs of a run, and whether all are letters of a font, in the direction of
        the face."""
        string, offset, length = item.glyphs, item.item.offset, item.item.length
        count = string.num_glyphs
        clusters = [string.log_clusters[i] for i in range(count)]
        plain = item.item.analysis.level % 2 == self.leftward
        edges = sorted({*clusters, length})
        ends = dict(pairwise(edges))
        found: list[Glyph] = []
        for i, info in enumerate(string.glyphs[0:count]):
            start = clusters[i]
            last = i == count - 1 or clusters[i + 1] != start
            first = i == 0 or clusters[i - 1] != start
            letters = raw[offset + start : offset + ends[start]].decode() if first else ""
            geometry = info.geometry
            width = geometry.width * _PX + (self.spacing if last else 0.0)
            number = info.glyph
            if number != _EMPTY and number & _UNKNOWN:
                plain = False
            at = geometry.x_offset * _PX, geometry.y_offset * _PX
            found.append(self.glyph(number, width, *at, letters))
        return found, plain

    def glyph(self, *values: Any) -> Glyph:
        """Return the one object for a glyph with the values of its fields."""
        known = self._known.get(values)
        if known is None:
            known = self._known[values] = Glyph(*values)
        return known

    def _font(self, font: Any) -> Any:
        """Return the one object for a font; keep the present layout, which holds it, if it is
        new."""
        address = int(wp_ffi.ffi.cast("intptr_t", font))
        if address not in self._fonts:
            self._fonts[address] = font
            self._pictures[id(font)] = _is_of_pictures(font)
            self._layouts.append(self.layout)
        return self._fonts[address]


def is_wide(text: str) -> bool:
    """Return whether a text begins with a letter of Chinese or Japanese."""
    return bool(_IS_WIDE.match(text))


def holds_wide(text: str) -> bool:
    """Return whether a text has a letter of Chinese or Japanese."""
    return bool(_IS_WIDE.search(text))


def _is_of_pictures(font: Any) -> bool:
    """Return whether the glyphs of a font have colours of their own."""
    face = wp_ffi.harfbuzz.hb_font_get_face(wp_ffi.pango.pango_font_get_hb_font(font))
    return bool(
        wp_ffi.harfbuzz.hb_ot_color_has_png(face)
        or wp_ffi.harfbuzz.hb_ot_color_has_svg(face)
        or wp_ffi.harfbuzz.hb_ot_color_has_layers(face)
    )


def key_of_face(style: Any) -> tuple[str, ...]:
    """Return what tells the faces of styles from each other."""
    return tuple(repr(style[name]) for name in _KEYS)


class Faces:
    """The faces of a document, by the styles of its texts."""

    def __init__(self) -> None:
        self._by_style: dict[int, tuple[Any, Face]] = {}

    def of(self, style: Any) -> Face:
        """Return the face of a style; faces are shared by all documents of one configuration."""
        known = self._by_style.get(id(style))
        if known is None:
            shared = _faces_of(style.font_config)
            key = key_of_face(style)
            face = shared.get(key)
            if face is None:
                face = shared[key] = Face(style)
            known = self._by_style[id(style)] = style, face
        return known[1]


@lru_cache(maxsize=8)
def _faces_of(config: Any) -> dict[Any, Face]:
    """Return the faces that are known in a configuration of fonts; `Faces` fills them in."""
    return {}
