"""Read all that a page paints: text, areas, lines, pictures, each with its place and its inks.

Content streams (ISO 32000-1, 7.8.2 and annex A) are read by pikepdf; transformations, clips, forms
and graphics states are followed. A pattern or a glyph of Type 3 is one thing of unknown inks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf
from pikepdf import Array, ContentStreamInlineImage, Dictionary, Name

from octavo.press.preflight.colours import (
    CMYK,
    GREY,
    PATTERN,
    RGB,
    ColourSpace,
    Inks,
    space_of,
)
from octavo.press.preflight.graphics_state import (
    State,
    colour_of,
    length_of,
    matrix_of,
    name_of,
    resolution_of,
    scale_of,
)
from octavo.press.preflight.painted import Painted
from octavo.press.preflight.shown_text import Faces
from octavo.proof.glyphs import Glyphs, glyphs_of
from octavo.proof.operands import ONE, Box, apply, around, corners, meet, times

_DEEPEST = 12  # forms within forms
_MOST = 400_000  # operators of one page, forms included: a hostile page has more
_UNPAINTED = (3, 7)  # the modes in which text is not painted (9.3.6)
_STROKED = (1, 2, 5, 6)
_ABOVE, _BELOW = 0.75, 0.25  # of letters, in parts of their size


# What is raised where an object of a file is of another kind than it may be: a name for a number, a
# reference that leads nowhere.
ODD = (
    pikepdf.PdfError, ValueError, TypeError, IndexError, KeyError, AttributeError, OverflowError,
)  # fmt: skip


class TooMuch(Exception):
    """A page that has more operators than any page that is printed."""


@dataclass(slots=True)
class PageContent:
    """What a page paints, in the order in which it does; the names of the layers that it uses."""

    painted: list[Painted] = field(default_factory=list)
    layers: set[str] = field(default_factory=set)
    broken: str = ""


def content_of(page: Any, fonts: Callable[[Any], Glyphs] = glyphs_of) -> PageContent:
    """Return what a page of a PDF paints. What cannot be read ends the reading, and is `broken`."""
    reader = _Reader(fonts)
    try:
        reader.read(page, page.get("/Resources"))
    except TooMuch:
        reader.content.broken = f"it has more than {_MOST:,} operators"
    except ODD as error:
        reader.content.broken = cause(error)
    return reader.content


def cause(error: Exception) -> str:
    """Return what is wrong in a file, in the words of the library, on one line."""
    return " ".join(str(error).split())[:200] or type(error).__name__


class _Reader:
    def __init__(self, fonts: Callable[[Any], Glyphs]) -> None:
        self.content = PageContent()
        self._state, self._kept = State(), list[State]()
        self._text = self._line = ONE
        self._path: list[tuple[float, float]] = []
        self._clips = False
        self._resources: Any = None
        self._faces = Faces(fonts)
        self._depth = self._count = 0
        self._clear = 0  # groups that are clear, around what is read

    def read(self, stream: Any, resources: Any) -> None:
        """Read the content of a page or of a form."""
        outer, self._resources = self._resources, resources
        for instruction in pikepdf.parse_content_stream(stream):
            self._count += 1
            if self._count > _MOST:
                raise TooMuch
            if isinstance(instruction, pikepdf.ContentStreamInlineImage):
                self._inline_picture(instruction)
                continue
            act = _OPERATORS.get(str(instruction.operator))
            if act is not None:
                operands: Any = instruction.operands
                act(self, operands)
        self._resources = outer

    # The graphics state.

    def keep(self, _: Sequence[Any]) -> None:
        self._kept.append(replace(self._state))

    def restore(self, _: Sequence[Any]) -> None:
        if self._kept:
            self._state = self._kept.pop()

    def transform(self, operands: Sequence[Any]) -> None:
        self._state.matrix = times(matrix_of(operands), self._state.matrix)

    def take_settings(self, operands: Sequence[Any]) -> None:
        """Take a graphics state by its name (8.4.5)."""
        given = self._resource("/ExtGState", operands)
        if not isinstance(given, Dictionary):
            return
        state = self._state
        state.alpha = float(given.get("/ca", state.alpha))
        state.line_alpha = float(given.get("/CA", state.line_alpha))
        if "/BM" in given:
            mode = given.BM[0] if isinstance(given.BM, Array) and len(given.BM) else given.BM
            state.is_blended = mode not in ("/Normal", "/Compatible")
        if "/SMask" in given:
            state.is_masked = given.SMask != "/None"
        if "/OP" in given:
            state.line_overprints = bool(given.OP)
            state.overprints = bool(given.get("/op", given.OP))
        elif "/op" in given:
            state.overprints = bool(given.op)
        state.mode_of_overprint = int(given.get("/OPM", state.mode_of_overprint))
        state.width = float(given.get("/LW", state.width))
        if "/Font" in given:
            state.font, state.size = given.Font[0], float(given.Font[1])

    # Colours.

    def grey(self, operands: Sequence[Any]) -> None:
        self._fill(GREY, operands)

    def red_green_blue(self, operands: Sequence[Any]) -> None:
        self._fill(RGB, operands)

    def four_inks(self, operands: Sequence[Any]) -> None:
        self._fill(CMYK, operands)

    def line_grey(self, operands: Sequence[Any]) -> None:
        self._stroke(GREY, operands)

    def line_red_green_blue(self, operands: Sequence[Any]) -> None:
        self._stroke(RGB, operands)

    def line_four_inks(self, operands: Sequence[Any]) -> None:
        self._stroke(CMYK, operands)

    def fill_space(self, operands: Sequence[Any]) -> None:
        self._fill(space_of(operands[0], self._resources), None)

    def line_space(self, operands: Sequence[Any]) -> None:
        self._stroke(space_of(operands[0], self._resources), None)

    def fill_colour(self, operands: Sequence[Any]) -> None:
        self._fill(self._state.fill_space, operands)

    def line_colour(self, operands: Sequence[Any]) -> None:
        self._stroke(self._state.line_space, operands)

    def _fill(self, space: ColourSpace, operands: Sequence[Any] | None) -> None:
        self._state.fill_space, self._state.fill = space, colour_of(space, operands)

    def _stroke(self, space: ColourSpace, operands: Sequence[Any] | None) -> None:
        self._state.line_space, self._state.line = space, colour_of(space, operands)

    # Paths.

    def rectangle(self, operands: Sequence[Any]) -> None:
        x, y, width, height = map(float, operands)
        self._go(corners((x, y, x + width, y + height)))

    def go(self, operands: Sequence[Any]) -> None:
        found = [*map(float, operands)]
        self._go([*zip(found[::2], found[1::2], strict=False)])

    def _go(self, points: Sequence[tuple[float, float]]) -> None:
        self._path += [apply(self._state.matrix, x, y) for x, y in points]

    def clip(self, _: Sequence[Any]) -> None:
        self._clips = True

    def end_path(self, _: Sequence[Any]) -> None:
        if self._clips and self._path:
            self._state.clip = meet(self._state.clip, around(ONE, self._path))
        self._path, self._clips = [], False

    def fill(self, operands: Sequence[Any]) -> None:
        if self._path:
            self._paint("area", around(ONE, self._path), self._state.fill)
        self.end_path(operands)

    def stroke(self, operands: Sequence[Any]) -> None:
        if self._path:
            width = self._state.width * scale_of(self._state.matrix)
            left, bottom, right, top = around(ONE, self._path)
            half = width / 2
            box = left - half, bottom - half, right + half, top + half
            self._paint("line", box, self._state.line, size=width)
        self.end_path(operands)

    def fill_and_stroke(self, operands: Sequence[Any]) -> None:
        if self._path:
            self._paint("area", around(ONE, self._path), self._state.fill)
        self.stroke(operands)

    def shade(self, operands: Sequence[Any]) -> None:
        given = self._resource("/Shading", operands)
        space = PATTERN
        if given is not None and "/ColorSpace" in given:
            space = space_of(given["/ColorSpace"], self._resources)
        self._paint("shade", self._state.clip, Inks(space))

    # Forms and pictures.

    def draw(self, operands: Sequence[Any]) -> None:
        given = self._resource("/XObject", operands)
        if given is None:
            return
        if given.get("/Subtype") == "/Image":
            self._picture(given, given)
        elif given.get("/Subtype") == "/Form" and self._depth < _DEEPEST:
            self._form(given)

    def _form(self, form: Any) -> None:
        outer = self._state, self._kept, self._text, self._line
        self._state, self._kept = replace(self._state), []
        if "/Matrix" in form:
            self._state.matrix = times(matrix_of(form.Matrix), self._state.matrix)
        if "/BBox" in form:
            box = around(self._state.matrix, corners([float(edge) for edge in form.BBox]))
            self._state.clip = meet(self._state.clip, box)
        if "/OC" in form:
            self._layer(form.OC)
        is_clear = "/Group" in form and self._is_clear(self._state.alpha)
        if "/Group" in form:  # it is laid on the page as a whole (11.6.6)
            self._state.alpha = self._state.line_alpha = 1.0
            self._state.is_blended = self._state.is_masked = False
        self._depth += 1
        self._clear += is_clear
        self.read(form, form.get("/Resources", self._resources))
        self._clear -= is_clear
        self._depth -= 1
        self._state, self._kept, self._text, self._line = outer

    def _picture(self, given: Any, stream: Any) -> None:
        matrix = self._state.matrix
        box = around(matrix, corners((0, 0, 1, 1)))
        pixels = int(given.get("/Width", 0)), int(given.get("/Height", 0))
        inks = self._state.fill
        if not given.get("/ImageMask", False):
            space = given.get("/ColorSpace")
            inks = Inks(PATTERN if space is None else space_of(space, self._resources))
        is_clear = "/SMask" in given or int(given.get("/SMaskInData", 0)) > 0
        self._paint(
            "picture", box, inks, is_clear=is_clear, picture=stream, pixels=pixels,
            resolution=resolution_of(matrix, pixels),
        )  # fmt: skip

    def _inline_picture(self, given: ContentStreamInlineImage) -> None:
        image = given.iimage
        matrix = self._state.matrix
        pixels = image.width, image.height
        space = GREY
        with suppress(Exception):  # the library raises what comes for a space that it lacks
            space = space_of(Name(image.colorspace or "/DeviceGray"), self._resources)
        box = around(matrix, corners((0, 0, 1, 1)))
        inks = self._state.fill if image.image_mask else Inks(space)
        self._paint(
            "picture", box, inks, pixels=pixels, resolution=resolution_of(matrix, pixels)
        )  # fmt: skip

    # Marked content.

    def mark(self, operands: Sequence[Any]) -> None:
        if len(operands) > 1 and operands[0] == "/OC":
            self._layer(self._resource("/Properties", operands))

    def _layer(self, given: Any) -> None:
        name = given.get("/Name") if isinstance(given, Dictionary) else None
        self.content.layers.add(str(name or "without a name"))

    # Text.

    def begin_text(self, _: Sequence[Any]) -> None:
        self._text = self._line = ONE

    def place(self, operands: Sequence[Any]) -> None:
        self._text = self._line = matrix_of(operands)

    def move(self, operands: Sequence[Any]) -> None:
        x, y = map(float, operands)
        self._text = self._line = times((1.0, 0.0, 0.0, 1.0, x, y), self._line)

    def move_leading(self, operands: Sequence[Any]) -> None:
        self._state.leading = -float(operands[1])
        self.move(operands)

    def next_line(self, _: Sequence[Any]) -> None:
        self.move((0.0, -self._state.leading))

    def take_font(self, operands: Sequence[Any]) -> None:
        self._state.font = self._resource("/Font", operands[:1])
        self._state.size = float(operands[1])

    def show(self, operands: Sequence[Any]) -> None:
        self._show(operands[-1:])

    def show_next(self, operands: Sequence[Any]) -> None:
        self.next_line(())
        self._show(operands[-1:])

    def show_array(self, operands: Sequence[Any]) -> None:
        self._show(operands[0])

    def _show(self, items: Any) -> None:
        state, start = self._state, self._text
        words, width = self._faces.measured(items, state)
        self._text = times((1.0, 0.0, 0.0, 1.0, width, 0.0), start)
        onto = times(start, state.matrix)
        low, high = state.rise - _BELOW * state.size, state.rise + _ABOVE * state.size
        box = around(onto, corners((0.0, min(low, high), width, max(low, high))))
        size = abs(state.size) * length_of(onto[2], onto[3])
        if state.text_mode in _UNPAINTED or not words.strip():
            return
        font = name_of(state.font)
        if state.text_mode not in (1, 5):
            self._paint("text", box, state.fill, size=size, words=words, font=font)
        if state.text_mode in _STROKED:
            self._paint("text", box, state.line, size=size, words=words, font=font)

    # What is painted.

    def _paint(self, what: Any, box: Box, inks: Inks, **more: Any) -> None:
        state = self._state
        of_line = what == "line"
        alpha = state.line_alpha if of_line else state.alpha
        overprints = state.line_overprints if of_line else state.overprints
        is_clear = bool(self._clear) or self._is_clear(alpha) or more.pop("is_clear", False)
        self.content.painted.append(
            Painted(what, meet(state.clip, box), inks, overprints=overprints, is_clear=is_clear,
                    **more)
        )  # fmt: skip

    def _is_clear(self, alpha: float) -> bool:
        return alpha < 0.999 or self._state.is_blended or self._state.is_masked

    def _resource(self, kind: str, operands: Sequence[Any]) -> Any:
        """Return a resource of a kind by its name, which is the last operand."""
        if not operands or self._resources is None:
            return None
        named = self._resources.get(kind)
        key = operands[-1]
        return named.get(str(key)) if named is not None and isinstance(key, Name) else None


def _setting(name: str, scale: float = 1.0) -> Callable[[_Reader, Sequence[Any]], None]:
    def take(reader: _Reader, operands: Sequence[Any]) -> None:
        setattr(reader._state, name, float(operands[0]) * scale)

    return take


def _text_mode(reader: _Reader, operands: Sequence[Any]) -> None:
    reader._state.text_mode = int(operands[0])


def _spaced(reader: _Reader, operands: Sequence[Any]) -> None:
    reader._state.word_spacing, reader._state.spacing = float(operands[0]), float(operands[1])
    reader.show_next(operands)


_OPERATORS: Mapping[str, Callable[[_Reader, Sequence[Any]], None]] = {
    "q": _Reader.keep, "Q": _Reader.restore, "cm": _Reader.transform, "gs": _Reader.take_settings,
    "w": _setting("width"), "re": _Reader.rectangle,
    **dict.fromkeys(("m", "l", "c", "v", "y"), _Reader.go),
    **dict.fromkeys(("W", "W*"), _Reader.clip), "n": _Reader.end_path,
    **dict.fromkeys(("f", "F", "f*"), _Reader.fill), **dict.fromkeys(("S", "s"), _Reader.stroke),
    **dict.fromkeys(("B", "B*", "b", "b*"), _Reader.fill_and_stroke), "sh": _Reader.shade,
    "g": _Reader.grey, "rg": _Reader.red_green_blue, "k": _Reader.four_inks,
    "G": _Reader.line_grey, "RG": _Reader.line_red_green_blue, "K": _Reader.line_four_inks,
    "cs": _Reader.fill_space, "CS": _Reader.line_space,
    **dict.fromkeys(("sc", "scn"), _Reader.fill_colour),
    **dict.fromkeys(("SC", "SCN"), _Reader.line_colour),
    "Do": _Reader.draw, "BDC": _Reader.mark,
    "BT": _Reader.begin_text, "Tm": _Reader.place, "Td": _Reader.move,
    "TD": _Reader.move_leading, "T*": _Reader.next_line, "Tf": _Reader.take_font,
    "Tj": _Reader.show, "'": _Reader.show_next, '"': _spaced, "TJ": _Reader.show_array,
    "Tc": _setting("spacing"), "Tw": _setting("word_spacing"), "Tz": _setting("stretch", 0.01),
    "TL": _setting("leading"), "Ts": _setting("rise"), "Tr": _text_mode,
}  # fmt: skip
