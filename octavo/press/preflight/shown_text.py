"""Measure the text that an operator shows: its letters, and how far they reach (PDF, 9.4.3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pikepdf

from octavo.press.preflight.graphics_state import State
from octavo.proof.glyphs import Glyphs


class Unnamed(dict[int, str]):
    """Letters of a font that does not name them."""

    def __missing__(self, code: int) -> str:
        return "x"


class Unmeasured(dict[int, float]):
    """Widths of a font that does not give them, in thousandths of the type size."""

    def __missing__(self, code: int) -> float:
        return 500.0


UNKNOWN = Glyphs(Unnamed(), Unmeasured(), False)


class Faces:
    """The fonts of a page, each read once."""

    def __init__(self, read: Callable[[Any], Glyphs]) -> None:
        self._read = read
        self._known: dict[Any, Glyphs] = {}

    def measured(self, items: Any, state: State) -> tuple[str, float]:
        """Return the letters of strings, and how far they reach with the numbers between them, in
        the unit of the text."""
        glyphs = self._glyphs_of(state.font)
        words, width = "", 0.0
        for item in items:
            if not isinstance(item, pikepdf.String):
                width -= float(item) * state.size / 1000
                continue
            shown = bytes(item)
            codes = glyphs.codes(shown)
            words += glyphs.text(codes)
            width += glyphs.advance(codes) * state.size / 1000 + state.spacing * len(codes)
            width += 0 if glyphs.wide else state.word_spacing * shown.count(b" ")
        return words, width * state.stretch

    def _glyphs_of(self, font: Any) -> Glyphs:
        """Return the glyphs of a font; one that names no letters has x for all but the space."""
        if font is None:
            return UNKNOWN
        key = font.objgen if font.objgen != (0, 0) else id(font)
        if key not in self._known:
            read = self._read(font)
            letters, widths = read.letters or Unnamed({32: " "}), read.widths or Unmeasured()
            self._known[key] = replace(read, letters=letters, widths=widths)
        return self._known[key]
