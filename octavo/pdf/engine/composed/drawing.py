"""Draw the words of a composed line from their shapes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from octavo.pdf.engine.composed.glyphs import Run, Shape
from octavo.pdf.engine.composed.line_boxes import SetText
from octavo.pdf.engine.weasy import wp_ffi

_EMPTY = wp_ffi.pango.PANGO_GLYPH_EMPTY
_PX: float = wp_ffi.FROM_UNITS


class _Strokes(NamedTuple):
    """Glyphs of one run on one height, as they are written between `<` and `>`: the advance is in
    thousandths of the size, the rise in pixels."""

    run: Run
    written: str
    advance: float
    rise: float


def draw_set(stream: Any, textbox: Any, matrix: Any) -> None:
    """Draw the words of a box from its place on the baseline.

    Each space is followed by what brings the pen to where the next word begins: the rounding of
    widths to thousandths never adds up.
    """
    given: SetText = textbox.pango_layout
    size, extra = float(textbox.style["font_size"]), float(textbox.justification_spacing)
    across, *others = matrix.values
    stream.set_text_matrix(across * given.scale, *others)
    extra /= given.scale
    pen = _Pen(stream, size)
    x = 0.0
    for shape in given.shapes:
        if shape.compiled is None:
            shape.compiled = [*_compiled(stream, shape, size)]
        for strokes in shape.compiled:
            pen.draw(strokes)
        x += shape.width
        if shape.spaces:
            x += extra * shape.spaces
            pen.move_to(x * 1000 / size)
    pen.finish()


class _Pen:
    """What is being written: the font and the height of the operator, and where it ends, in
    thousandths of the size."""

    def __init__(self, stream: Any, size: float) -> None:
        self._stream, self._size = stream, size
        self._font: Any = None
        self._rise = 0.0
        self._parts: list[str] = []
        self._at = 0.0

    def draw(self, strokes: _Strokes) -> None:
        """Write glyphs where the pen is."""
        run = strokes.run
        if run not in self._stream.learned:
            self._stream.learned.add(run)
            _learn(self._stream, run, self._size)
        if run.font is not self._font:
            self.finish()
            self._font = run.font
            font = self._stream.font_of_face(run.font)
            self._stream.set_font_size(font.hash, self._size)
        if strokes.rise != self._rise:
            self._show()
            self._stream.set_text_rise(strokes.rise)
            self._rise = strokes.rise
        self._parts.append(strokes.written)
        self._at += strokes.advance

    def move_to(self, x: float) -> None:
        """Move the pen to a place by a number between glyphs."""
        back = round(self._at - x)
        if back:
            self._parts.append(f">{back}<")
            self._at -= back

    def finish(self) -> None:
        """Show what is written, and return to the baseline."""
        self._show()
        if self._rise:
            self._stream.set_text_rise(0)
            self._rise = 0.0

    def _show(self) -> None:
        if self._parts:
            self._stream.show_text(f"<{''.join(self._parts)}>".replace("<>", ""))
            self._parts = []


def _compiled(stream: Any, shape: Shape, size: float) -> Iterator[_Strokes]:
    """Yield the strokes of a shape. Between glyphs is written by how much the pen of the font,
    which moves by whole thousandths, is too far."""
    wanted = at = 0.0
    for run in shape.runs:
        font = stream.font_of_face(run.font)
        parts: list[str] = []
        begin, rise = at, 0.0
        for glyph in run.glyphs:
            if -glyph.y != rise:
                if parts:
                    yield _Strokes(run, "".join(parts), at - begin, rise)
                parts, begin, rise = [], at, -glyph.y
            if glyph.number != _EMPTY:
                back = round(at - (wanted + glyph.x) * 1000 / size)
                if back:
                    parts.append(f">{back}<")
                    at -= back
                parts.append(f"{glyph.number:04x}")
                at += _width(stream, font, run.font, glyph.number, size)
            wanted += glyph.width
        back = round(at - wanted * 1000 / size)
        if back and run is not shape.runs[-1]:  # a space moves the pen, too
            parts.append(f">{back}<")
            at -= back
        yield _Strokes(run, "".join(parts), at - begin, rise)


def _learn(stream: Any, run: Run, size: float) -> None:
    """Record the widths of the glyphs of a run in its font, and what they stand for."""
    font = stream.font_of_face(run.font)
    widths, meanings = font.widths, font.to_unicode
    for glyph in run.glyphs:
        number = glyph.number
        if number not in widths and number != _EMPTY:
            _width(stream, font, run.font, number, size)
        if number not in meanings and number != _EMPTY:
            meanings[number] = glyph.letters


def _width(stream: Any, font: Any, pango_font: Any, number: int, size: float) -> int:
    """Return the width of a glyph in the PDF, in thousandths of the size."""
    width = font.widths.get(number)
    if width is None:
        wp_ffi.pango.pango_font_get_glyph_extents(
            pango_font, number, stream.ink_rect, stream.logical_rect
        )
        width = font.widths[number] = round(stream.logical_rect.width * 1000 * _PX / size)
    return width
