"""Read what is drawn on a page: its text, where each run of it is, and how it is marked.

Content streams (ISO 32000-1, 8.4 and 9.4) are read for their text alone: transformations, clips,
forms and marked content are followed; of lines, areas and pictures the boxes and colours, by which
`sight` judges what can be seen. A book of 500 pages has 13 MB, four fifths of them single glyphs
with their kerning: those are read by the array, not by the glyph.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from math import hypot
from typing import Any

import pikepdf

from octavo.proof.glyphs import NO_GLYPHS, Glyphs
from octavo.proof.graphics_state import State
from octavo.proof.letters import folded
from octavo.proof.operands import (
    ONE,
    STRING,
    Box,
    Matrix,
    apply,
    around,
    corners,
    is_inside,
    joined,
    leading,
    matrix,
    meet,
    name,
    numbers,
    string,
    text_of,
    times,
)
from octavo.proof.printed import ARTIFACT, UNMARKED, Mark, Run
from octavo.proof.sight import (
    BLANK,
    CROWDED,
    SMALL,
    SMALLEST,
    THIN,
    Colour,
    Ink,
    Paint,
    letters_box,
    on_page,
    weighed,
)

_PICTURES = (b"/Figure", b"/Formula")  # marks whose text is drawn, not set
_PICTURE = "picture"
_CLOSEST = 0.6  # of their natural width, letters are on one another
_EVERYWHERE: Box = (-1e6, -1e6, 1e6, 1e6)
_UNPAINTED = (3, 7)  # the modes in which text is not painted (9.3.6)
_DEEPEST = 12  # forms within forms

_TOKEN = re.compile(
    rb"(?P<place>(?:[-+.\d]+ ){6}Tm\b)"  # a third of all that is outside of arrays
    rb"|(?P<number>[-+.\d]+)"
    rb"|(?P<array>\[(?>[^\[\]()]+|" + STRING + rb")*\])"
    rb"|(?P<dictionary><<(?>[^<>()]+|" + STRING + rb"|<[^<>]*>|<<(?>[^<>]+|<[^<>]*>)*>>)*>>)"
    rb"|(?P<hex><[^<>]*>)"
    rb"|(?P<string>" + STRING + rb")"
    rb"|(?P<name>/[^\s/\[\]()<>{}%]*)"
    rb"|(?P<comment>%[^\r\n]*|BI\s.*?\sID\s.*?\sEI\b)"
    rb"|(?P<operator>[A-Za-z'\"][A-Za-z0-9*]*)",
    re.DOTALL,
)
_NUMBER_OF_MARK = re.compile(rb"/MCID\s+(\d+)")
_ACTUAL_TEXT = re.compile(rb"/ActualText\s*(<[^<>]*>|" + STRING + rb")", re.DOTALL)


def runs_of(page: Any, fonts: Callable[[Any], Glyphs]) -> list[Run]:
    """Return the runs of text on a page of a PDF, in the order they are drawn."""
    content = page.get("/Contents")
    if content is None:
        return []
    streams = list(content) if isinstance(content, pikepdf.Array) else [content]
    reader = _Reader(fonts)
    reader.read(b"\n".join(stream.read_bytes() for stream in streams), page.get("/Resources"))
    return list(reader.judged())


class _Reader:
    """A reader of a page's content, and of the forms drawn in it, into `runs`."""

    def __init__(self, fonts: Callable[[Any], Glyphs]) -> None:
        self.runs: list[Run] = []
        self.state = State()
        self.kept: list[State] = []
        self.marks: list[Mark] = [UNMARKED]
        # for each mark, its /ActualText and the number of runs before it
        self.said: list[tuple[str | None, int]] = [(None, 0)]
        self.turned: list[bool] = [False]
        self.text = self.line = ONE
        self.inks: list[tuple[Ink, str]] = []  # of each run, with what else keeps it from sight
        self.paints: list[Paint] = []
        self.path: list[tuple[float, float]] = []
        self.is_rectangle = False
        self.clips = False
        self.is_picture = False
        self.resources: Any = None
        self.named: dict[tuple[str, str], Any] = {}  # resources that were asked for, by kind
        self.faces: dict[bytes, Glyphs] = {}
        self.form = 0
        self.depth = 0
        self._fonts = fonts

    def read(self, content: bytes, resources: Any) -> None:
        self.resources, self.named, self.faces = resources, {}, {}
        operands: list[bytes] = []
        for token in _TOKEN.finditer(content):
            kind = token.lastgroup
            if kind == "operator":
                act = _OPERATORS.get(token[0])
                if act is not None:
                    act(self, operands)
                operands = []
            elif kind == "place":
                self.place(token[0].split()[:6])
                operands = []
            elif kind != "comment":
                operands.append(token[0])

    # Graphics.

    def keep(self, _: list[bytes]) -> None:
        self.kept.append(self.state.copied())

    def restore(self, _: list[bytes]) -> None:
        if self.kept:
            self.state = self.kept.pop()

    def transform(self, operands: list[bytes]) -> None:
        self.state.matrix = times(matrix(operands), self.state.matrix)

    def rectangle(self, operands: list[bytes]) -> None:
        x, y, width, height = numbers(operands, 4)
        self.is_rectangle = not self.path
        self._go(corners((x, y, x + width, y + height)))

    def go(self, operands: list[bytes]) -> None:
        """Add the points of a line or a curve to the path."""
        found = numbers(operands, len(operands))
        self.is_rectangle = False
        self._go(list(zip(found[::2], found[1::2], strict=False)))

    def _go(self, points: Sequence[tuple[float, float]]) -> None:
        self.path += [apply(self.state.matrix, x, y) for x, y in points]

    def clip(self, _: list[bytes]) -> None:
        self.clips = True

    def end_path(self, _: list[bytes]) -> None:
        """Clip to the box around the path."""
        if self.clips and self.path:
            self.state.clip = meet(self.state.clip, around(ONE, self.path))
        self.path, self.clips, self.is_rectangle = [], False, False

    def fill(self, operands: list[bytes]) -> None:
        if self.path:
            ink = self.state.ink
            solid = self.is_rectangle and ink.is_plain and ink.alpha == 1
            self._paint(around(ONE, self.path), ink.colour if solid else None)
        self.end_path(operands)

    def stroke(self, operands: list[bytes]) -> None:
        """Add the line of a path to what is painted, unless it is thin."""
        a, b, c, d, _, _ = self.state.matrix
        half = self.state.line * abs(a * d - b * c) ** 0.5 / 2
        if self.path and half * 2 > THIN:
            left, bottom, right, top = around(ONE, self.path)
            self._paint((left - half, bottom - half, right + half, top + half), None)
        self.end_path(operands)

    def fill_and_stroke(self, operands: list[bytes]) -> None:
        path, rectangle, clips = self.path, self.is_rectangle, self.clips
        self.fill([])
        self.path, self.is_rectangle, self.clips = path, rectangle, clips
        self.stroke(operands)

    def shade(self, _: list[bytes]) -> None:
        self._paint(_EVERYWHERE, None)

    def _paint(self, box: Box, colour: Colour | None) -> None:
        left, bottom, right, top = box = meet(self.state.clip, box)
        if right - left > THIN and top - bottom > THIN:
            self.paints.append(Paint(len(self.runs), box, colour))

    # Colours and opacity (8.6, 11.6.4).

    def grey(self, operands: list[bytes]) -> None:
        (level,) = numbers(operands, 1)
        self._colour((level, level, level))

    def red_green_blue(self, operands: list[bytes]) -> None:
        red, green, blue = numbers(operands, 3)
        self._colour((red, green, blue))

    def four_inks(self, operands: list[bytes]) -> None:
        cyan, magenta, yellow, black = numbers(operands, 4)
        red, green, blue = (max(0.0, 1 - ink - black) for ink in (cyan, magenta, yellow))
        self._colour((red, green, blue))

    def other_colour(self, operands: list[bytes]) -> None:
        """Take a colour of a colour space that is not read here."""
        self._colour(None)

    def _colour(self, colour: Colour | None) -> None:
        self.state.colour = colour
        self.state.mix()

    def take_settings(self, operands: list[bytes]) -> None:
        """Take opacity, blending and mask of a graphics state (8.4.5)."""
        given = self._resource("/ExtGState", operands)
        if given is None:
            return
        if "/ca" in given:
            self.state.alpha = float(given.ca)
        if "/BM" in given:
            self.state.is_blended = given.BM not in ("/Normal", "/Compatible")
        if "/SMask" in given:
            self.state.is_masked = given.SMask != "/None"
        self.state.mix()

    def draw(self, operands: list[bytes]) -> None:
        """Read a form where it is drawn (8.10); pictures hold no text."""
        form = self._resource("/XObject", operands)
        if form is None or form.get("/Subtype") != "/Form" or self.depth >= _DEEPEST:
            self._paint(around(self.state.matrix, corners((0, 0, 1, 1))), None)
            return
        outer = (
            self.resources, self.named, self.faces, self.form, self.state, self.kept, self.text,
            self.line,
        )  # fmt: skip
        self.state, self.kept = self.state.copied(), []
        matrix = form.get("/Matrix")
        if matrix is not None:
            given: Any = tuple(map(float, matrix))
            self.state.matrix = times(given, self.state.matrix)
        if "/BBox" in form:
            box = around(self.state.matrix, corners([float(edge) for edge in form.BBox]))
            self.state.clip = meet(self.state.clip, box)
        if "/Group" in form:  # which is laid on the page as a whole (11.6.6)
            self.state.around, self.state.alpha = self.state.ink.alpha, 1.0
            self.state.mix()
        marks = len(self.marks)
        self.form, self.depth = form.objgen[0], self.depth + 1
        self.read(form.read_bytes(), form.get("/Resources", self.resources))
        self.depth -= 1
        del self.marks[marks:], self.said[marks:], self.turned[marks:]
        (
            self.resources, self.named, self.faces, self.form, self.state, self.kept, self.text,
            self.line,
        ) = outer  # fmt: skip

    def _resource(self, kind: str, operands: list[bytes]) -> Any:
        """Return a resource of a kind by its name, which is the last operand; None if there is
        none."""
        key = kind, name(operands)
        if key not in self.named:
            self.named[key] = entry(entry(self.resources, kind), key[1])
        return self.named[key]

    # Marked content (14.6).

    def mark(self, operands: list[bytes]) -> None:
        self.turned.append(operands[:1] == [b"/ReversedChars"] or self.turned[-1])
        said = operands[-1] if len(operands) > 1 else b""
        number, actual = _NUMBER_OF_MARK.search(said), _ACTUAL_TEXT.search(said)
        self.said.append((text_of(string(actual[1])) if actual else None, len(self.runs)))
        if number:
            self.marks.append((self.form, int(number[1])))
            self.is_picture = operands[0] in _PICTURES
        elif operands[:1] == [b"/Artifact"]:
            self.marks.append(ARTIFACT)
        else:
            self.marks.append(self.marks[-1])

    def end_mark(self, _: list[bytes]) -> None:
        if len(self.marks) > 1:
            self.marks.pop()
            self.turned.pop()
            self._say(*self.said.pop())

    # Text.

    def begin_text(self, _: list[bytes]) -> None:
        self.text = self.line = ONE

    def place(self, operands: list[bytes]) -> None:
        self.text = self.line = matrix(operands)

    def move(self, operands: list[bytes]) -> None:
        x, y = numbers(operands, 2)
        self.text = self.line = times((1.0, 0.0, 0.0, 1.0, x, y), self.line)

    def move_leading(self, operands: list[bytes]) -> None:
        self.state.leading = -numbers(operands, 2)[1]
        self.move(operands)

    def next_line(self, _: list[bytes]) -> None:
        self.text = self.line = times((1.0, 0.0, 0.0, 1.0, 0.0, -self.state.leading), self.line)

    def take_font(self, operands: list[bytes]) -> None:
        key = operands[0] if operands else b""
        if key not in self.faces:
            font = self._resource("/Font", operands[:1])
            self.faces[key] = NO_GLYPHS if font is None else self._fonts(font)
        self.state.glyphs = self.faces[key]
        self.state.size = numbers(operands, 1)[0]

    def show(self, operands: list[bytes]) -> None:
        if operands:
            self._show(string(operands[-1]), 0.0)

    def show_next(self, operands: list[bytes]) -> None:
        self.next_line(operands)
        self.show(operands)

    def show_array(self, operands: list[bytes]) -> None:
        if operands:
            self._show(*joined(operands[-1]), leading(operands[-1]))

    def _show(self, shown: bytes, kerning: float, before: float = 0.0) -> None:
        """Add a run; `kerning` closes it up, in thousandths of the type size. The share `before`
        is in front of its first letter."""
        state, start = self.state, self.text
        codes = state.glyphs.codes(shown)
        text = state.glyphs.text(codes)
        if self.turned[-1]:
            text = state.glyphs.text(codes[::-1])
        natural = state.glyphs.advance(codes)
        width = (natural - kerning) * state.size / 1000
        width += state.spacing * len(codes)
        if not state.glyphs.wide:
            width += state.word_spacing * shown.count(b" ")
        width *= state.stretch
        self.text = times((1.0, 0.0, 0.0, 1.0, width, 0.0), start)
        onto = times(start, state.matrix)
        x, y = apply(onto, -before * state.size * state.stretch / 1000, state.rise)
        end, foot = apply(onto, width, state.rise)
        size = state.size * (onto[2] ** 2 + onto[3] ** 2) ** 0.5
        seen = state.mode not in _UNPAINTED and is_inside(state.clip, x, y, end, foot, size)
        mark, turned = self.marks[-1], self.turned[-1]
        self.runs.append(Run(text, x, y, end, foot, abs(size), mark, seen, turned=turned))
        wide = width / state.size * 1000 / state.stretch if state.size and state.stretch else 0.0
        crowded = wide < natural * _CLOSEST and len(codes) > 2
        form = self._form(onto, codes, abs(size)) or (CROWDED if crowded else "")
        self.inks.append((state.ink, form))

    def _form(self, onto: Matrix, codes: Sequence[int], size: float) -> str:
        """Return why letters cannot be seen by their form: too small or narrow, or without any."""
        if self.is_picture or self.marks[-1] == ARTIFACT:
            return _PICTURE
        state = self.state
        if size < SMALLEST or state.size * state.stretch * hypot(onto[0], onto[1]) < SMALLEST:
            return SMALL
        blank = state.glyphs.blank
        return BLANK if blank and not blank.isdisjoint(codes) else ""

    def judged(self) -> Iterator[Run]:
        """Yield the runs with what keeps them from sight."""
        paints = weighed(self.paints)
        for number, (run, (ink, form)) in enumerate(zip(self.runs, self.inks, strict=True)):
            sight = form or ink.on_white
            if paints and not form:
                box = letters_box(run.x, run.y, run.end, run.foot, run.size)
                sight = on_page(number, box, ink, paints)
            is_judged = sight and form != _PICTURE and any(map(str.isalnum, run.text))
            yield replace(run, sight=sight) if is_judged else run

    def _say(self, said: str | None, start: int) -> None:
        """Give the runs of a mark the text that it says in place of their letters (14.9.4), unless
        the letters of their glyphs are others."""
        if said is None:
            return
        runs = self.runs[start:]
        letters = folded("".join(run.text for run in runs))
        if letters not in ("", folded(said)):
            return
        for at, run in enumerate(runs, start):
            self.runs[at] = replace(run, text=said if at == start else "")

    def set_number(self, name: str, operands: list[bytes]) -> None:
        value = numbers(operands, 1)[0]
        setattr(self.state, name, value / 100 if name == "stretch" else value)


def _setting(name: str) -> Callable[[_Reader, list[bytes]], None]:
    return lambda reader, operands: reader.set_number(name, operands)


_OPERATORS: Mapping[bytes, Callable[[_Reader, list[bytes]], None]] = {
    b"q": _Reader.keep, b"Q": _Reader.restore, b"cm": _Reader.transform, b"Do": _Reader.draw,
    b"re": _Reader.rectangle, b"W": _Reader.clip, b"W*": _Reader.clip, b"n": _Reader.end_path,
    **dict.fromkeys((b"f", b"F", b"f*"), _Reader.fill),
    **dict.fromkeys((b"S", b"s"), _Reader.stroke),
    **dict.fromkeys((b"B", b"B*", b"b", b"b*"), _Reader.fill_and_stroke),
    **dict.fromkeys((b"m", b"l", b"c", b"v", b"y"), _Reader.go), b"sh": _Reader.shade,
    b"g": _Reader.grey, b"rg": _Reader.red_green_blue, b"k": _Reader.four_inks,
    **dict.fromkeys((b"cs", b"sc", b"scn"), _Reader.other_colour),
    b"gs": _Reader.take_settings, b"w": _setting("line"),
    b"BDC": _Reader.mark, b"BMC": _Reader.mark, b"EMC": _Reader.end_mark,
    b"BT": _Reader.begin_text, b"Tm": _Reader.place, b"Td": _Reader.move,
    b"TD": _Reader.move_leading, b"T*": _Reader.next_line, b"Tf": _Reader.take_font,
    b"Tj": _Reader.show, b"'": _Reader.show_next, b'"': _Reader.show_next,
    b"TJ": _Reader.show_array, b"Tc": _setting("spacing"), b"Tw": _setting("word_spacing"),
    b"Tz": _setting("stretch"), b"TL": _setting("leading"), b"Ts": _setting("rise"),
    b"Tr": _setting("mode"),
}  # fmt: skip


def entry(dictionary: Any, name: str) -> Any:
    return dictionary.get(name) if dictionary is not None and name.startswith("/") else None
