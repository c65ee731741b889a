"""Draw text that runs from right to left so that a reader of the PDF finds its letters in order.

Pango gives the glyphs of such text from left to right, as they are seen, and WeasyPrint shows them
so. Here what is shown is marked as /ReversedChars (ISO 32000-1, 14.8.2.3.3): the strings are in the
order of reading, and the letters in each are in reverse. A glyph that is not what it stands for, as
a bracket that is turned, has its letters as /ActualText (14.9.4).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from octavo.design.companions import glyph_numbers
from octavo.pdf.engine.composed.glyphs import clusters_of
from octavo.pdf.engine.composed.line_boxes import SetText
from octavo.pdf.engine.marks import direction_of
from octavo.pdf.engine.tagging.actual_text import says
from octavo.pdf.engine.weasy import wp_ffi, wp_text

_EMPTY = wp_ffi.pango.PANGO_GLYPH_EMPTY
_UNKNOWN = wp_ffi.pango.PANGO_GLYPH_UNKNOWN_FLAG


@dataclass(frozen=True, slots=True)
class _Glyph:
    """A glyph: its font, with the size; its number, its place in CSS pixels from the start of the
    baseline, its width in thousandths of the size, and the letters that it stands for."""

    font: Any
    size: float
    number: int
    x: float
    y: float
    width: float
    letters: str

    @property
    def is_said(self) -> bool:
        """Return whether the glyph is what it stands for: a bracket that is turned is not."""
        known = self.font.to_unicode
        return self.number not in known.own and says(known[self.number], self.letters)


def draw_from_right(stream: Any, textbox: Any, matrix: Any) -> bool:
    """Draw the text of a box if it runs from right to left; return False for any other, and for one
    with glyphs that are pictures or missing."""
    given = direction_of(textbox)
    if given is None or not given.level % 2 or not textbox.text.strip():
        return False
    given = textbox.pango_layout
    if isinstance(given, SetText):
        width = textbox.width
        size, extra = float(textbox.style["font_size"]), float(textbox.justification_spacing)
        glyphs = list(_glyphs_of_set(stream, given, size, extra))
    else:
        line, _ = given.get_first_line()
        width, _ = wp_text.line_size(line, textbox.style)
        glyphs = list(_glyphs(stream, line, given.text))
    if not glyphs or any(map(_is_special, glyphs)):
        return False
    *turned, x, y = matrix.values
    start = x + textbox.width - width  # what is lacking is at the left, where the text ends
    stream.begin_marked_content("ReversedChars")
    for string in _strings(glyphs):
        first = string[0]
        if not first.is_said:
            said = (b"\xfe\xff" + first.letters.encode("utf-16-be")).hex()
            stream.begin_marked_content("Span", f"<</ActualText <{said}>>>".encode())
        stream.set_text_matrix(*turned, start + first.x, y + first.y)
        stream.set_font_size(first.font.hash, first.size)
        stream.show_text(_shown(string))
        if not first.is_said:
            stream.end_marked_content()
    stream.end_marked_content()
    return True


def _is_special(glyph: _Glyph) -> bool:
    """Return whether a glyph is missing or a picture."""
    font = glyph.font
    return bool(glyph.number & _UNKNOWN or font.bitmap or font.png or font.svg or font.colr)


def _glyphs(stream: Any, line: Any, text: str) -> Iterator[_Glyph]:
    """Yield the glyphs of a line from left to right; record their letters and widths in their
    fonts."""
    written, x = text.encode(), 0.0
    run = line.runs[0]
    while run != wp_ffi.ffi.NULL:
        item, run = run.data, run.next
        font, size = stream.add_font(item.item.analysis.font)
        count = item.glyphs.num_glyphs
        infos = item.glyphs.glyphs[0:count]
        start, length = item.item.offset, item.item.length
        clusters = item.glyphs.log_clusters[0:count]
        ends = _ends(clusters, length)
        for at, each in groupby(range(count), key=clusters.__getitem__):
            group = list(each)
            letters = written[start + at : start + ends[at]].decode()
            rtl = item.item.analysis.level % 2
            parted = _parted(font, [infos[i].glyph for i in group], letters, rtl)
            for index, meaning in zip(group, parted, strict=True):
                info = infos[index]
                advance = info.geometry.width * wp_ffi.FROM_UNITS
                if info.glyph != _EMPTY:
                    moved, below = info.geometry.x_offset, info.geometry.y_offset
                    place = x + moved * wp_ffi.FROM_UNITS, below * wp_ffi.FROM_UNITS
                    yield _recorded(
                        stream, item.item.analysis.font, font, size, info.glyph, place, meaning
                    )
                x += advance


def _glyphs_of_set(stream: Any, given: SetText, size: float, extra: float) -> Iterator[_Glyph]:
    """Yield the glyphs of a box that was composed, from left to right; each space is wider by
    `extra` than its shape."""
    x = 0.0
    for shape in reversed(given.shapes):
        at = x
        for run in shape.runs:
            font, _ = stream.add_font(run.font)
            for cluster in clusters_of(run.glyphs):
                numbers = [glyph.number for glyph in cluster]
                parted = _parted(font, numbers, cluster[0].letters, rtl=True)
                for glyph, letters in zip(cluster, parted, strict=True):
                    if glyph.number != _EMPTY:
                        place = at + glyph.x, glyph.y
                        yield _recorded(stream, run.font, font, size, glyph.number, place, letters)
                    at += glyph.width
        x += shape.width + extra * shape.spaces


def _ends(clusters: Sequence[int], length: int) -> dict[int, int]:
    """Return where each cluster of a run ends in its text, by where it starts."""
    starts = sorted(set(clusters))
    return dict(zip(starts, [*starts[1:], length], strict=True))


def _recorded(
    stream: Any, pango_font: Any, font: Any, size: float, number: int, place: tuple[float, float],
    meaning: str,
) -> _Glyph:  # fmt: skip
    """Return a glyph at a place; record its letters and its width in its font."""
    x, below = place
    if number & _UNKNOWN:
        return _Glyph(font, size, number, x, 0.0, 0.0, meaning)
    if number not in font.to_unicode:
        font.to_unicode[number] = meaning
    if number not in font.widths:
        wp_ffi.pango.pango_font_get_glyph_extents(
            pango_font, number, stream.ink_rect, stream.logical_rect
        )
        width = stream.logical_rect.width * 1000 * wp_ffi.FROM_UNITS
        font.widths[number] = round(width / size)
    return _Glyph(font, size, number, x, below, font.widths[number], meaning)


def _parted(font: Any, numbers: Sequence[int], letters: str, rtl: int) -> list[str]:
    """Return the letters of each glyph of a cluster: those that the font's own table gives it, and
    for the first of the others all that are left, as a ligature has them."""
    if len(numbers) == 1:
        return [letters]
    known = glyph_numbers(font.file_content, font.index)
    found: dict[int, str] = {}
    left = ""
    for letter in letters:
        number = known.get(ord(letter))
        at = next((i for i, n in enumerate(numbers) if n == number and i not in found), None)
        if at is None:
            left += letter
        else:
            found[at] = letter
    order = range(len(numbers))
    for at in reversed(order) if rtl else order:
        if at not in found:
            found[at], left = left, ""
    return [found[at] for at in order]


def _strings(glyphs: Sequence[_Glyph]) -> Iterator[list[_Glyph]]:
    """Yield the glyphs in strings of one font and height, in the order of reading: the last is at
    the left. A glyph that is not what it stands for has a string of its own."""

    def kind(place: int) -> tuple[Any, ...]:
        glyph = glyphs[place]
        return glyph.font.hash, glyph.size, glyph.y, -1 if glyph.is_said else place

    groups = [[glyphs[at] for at in each] for _, each in groupby(range(len(glyphs)), key=kind)]
    yield from reversed(groups)


def _shown(string: Sequence[_Glyph]) -> str:
    """Return glyphs as the operand of `TJ`, each moved to its place."""
    shown, pen = "", string[0].x
    for glyph in string:
        moved = round((pen - glyph.x) * 1000 / glyph.size, 1)
        shown += f"{moved}" if abs(moved) >= 0.1 else ""
        shown += f"<{glyph.number:04x}>"
        pen = (glyph.x if abs(moved) >= 0.1 else pen) + glyph.width * glyph.size / 1000
    return shown
