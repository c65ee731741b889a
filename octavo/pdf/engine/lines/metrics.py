"""Measure each letter's width in each face once, by Pango, and find the letters that a face lacks.

A line's text is not set again to find its spaces: that would cost as much as to draw it. The known
widths of its letters give their places to a fraction of a point.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from weasyprint.text.fonts import FontConfiguration

from octavo.design.companions import FAMILIES as COMPANIONS
from octavo.pdf.engine.composed.shapes import StyleOfFace, key_of_face
from octavo.pdf.engine.lines.script_faces import named_families
from octavo.pdf.engine.weasy import INITIAL_VALUES, wp_ffi, wp_text

_PLAIN = "n"
# Letters that are never printed, or drawn by the layout itself.
_UNSEEN = {"Cc", "Cf", "Zs", "Zl", "Zp"}
_CARRIER = "o"  # the letter that a combining mark is measured on


@dataclass(slots=True)
class _Face:
    """A face at a size: a layout to measure with, and the results for its letters."""

    layout: Any
    spacing: float  # behind each letter, in pixels
    families: tuple[str, ...] = ()  # of the design: the first, and others that its sheets name
    widths: dict[str, float] = field(default_factory=dict)
    foreign: dict[str, str] = field(default_factory=dict)


class Metrics:
    """Letters' widths (CSS pixels, unkerned) and the families used in place of a face that lacks a
    letter."""

    def __init__(self) -> None:
        self._by_style: dict[int, tuple[Any, _Face]] = {}

    def of(self, text: str, style: Any) -> tuple[list[float], list[tuple[str, str]]]:
        """Return the width of each letter of a text, and the letters that its face lacks, each with
        the family used instead, or nothing if no font has it."""
        known = self._by_style.get(id(style))
        if known is None:  # the style is kept, and so its identity
            known = self._by_style[id(style)] = style, _face_of(style)
        face = known[1]
        try:
            found = [face.widths[letter] for letter in text]
        except KeyError:  # some are new
            for letter in set(text) - face.widths.keys():
                self._learn(face, letter)
            found = [face.widths[letter] for letter in text]
        strange = sorted(face.foreign.keys() & set(text)) if face.foreign else ()
        return found, [(letter, face.foreign[letter]) for letter in strange]

    def _learn(self, face: _Face, letter: str) -> None:
        kind = unicodedata.category(letter)
        if kind in _UNSEEN:
            is_space = kind == "Zs"
            face.widths[letter] = _ask(face.layout, letter)[0] + face.spacing if is_space else 0.0
            return
        mark = _is_mark(letter)
        width, family, known = _ask(face.layout, _CARRIER + letter if mark else letter)
        face.widths[letter] = 0.0 if mark else width + face.spacing
        if not known:
            face.foreign[letter] = ""
        elif family not in face.families:
            face.foreign[letter] = family


def _face_of(style: Any) -> _Face:
    """Return the face of a style; faces are shared by all documents of one configuration."""
    shared, key = _faces_of(style.font_config), key_of_face(style)
    if key not in shared:
        spacing = style["letter_spacing"]
        layout = wp_text.Layout(StyleOfFace(style))
        face = shared[key] = _Face(layout, 0.0 if spacing == "normal" else float(spacing))
        _, first, _ = _ask(face.layout, _PLAIN)
        face.families = (first, *COMPANIONS, *named_families(style["font_family"]))
    return shared[key]


@lru_cache(maxsize=8)
def _faces_of(config: Any) -> dict[Any, _Face]:
    """Return the faces that are known in a configuration of fonts; `_face_of` fills them in."""
    return {}


class _Style(dict[str, Any]):
    """A style of initial values, for a layout that belongs to no document."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        super().__init__(given)
        self.font_config = FontConfiguration()


def letters_of_no_font(letters: str) -> str:
    """Return those of some letters that no font of the machine has."""
    plain = {"font_family": ("serif",), "font_size": 16, "lang": None}
    layout = wp_text.Layout(_Style({**INITIAL_VALUES, **plain}))
    return "".join(
        letter
        for letter in letters
        if not _ask(layout, _CARRIER + letter if _is_mark(letter) else letter)[2]
    )


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter).startswith("M")


def _ask(layout: Any, text: str) -> tuple[float, str, bool]:
    """Set a text; return its width, the family of its last run, and whether fonts have all its
    letters."""
    layout.set_text(text)
    line, _ = layout.get_first_line()
    pango, ffi = wp_ffi.pango, wp_ffi.ffi
    width, family, known = 0.0, "", True
    run = line.runs[0]
    while run != ffi.NULL:
        item, run = run.data, run.next
        family = _family(item.item.analysis.font)
        glyphs = item.glyphs
        for info in glyphs.glyphs[0 : glyphs.num_glyphs]:
            empty = info.glyph == pango.PANGO_GLYPH_EMPTY
            known &= empty or not info.glyph & pango.PANGO_GLYPH_UNKNOWN_FLAG
            width += info.geometry.width * wp_ffi.FROM_UNITS
    return width, family, known


def _family(font: Any) -> str:
    pango, ffi = wp_ffi.pango, wp_ffi.ffi
    description = ffi.gc(
        pango.pango_font_describe_with_absolute_size(font), pango.pango_font_description_free
    )
    return ffi.string(pango.pango_font_description_get_family(description)).decode()
