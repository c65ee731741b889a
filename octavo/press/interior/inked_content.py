"""Write the content of a page in the inks of the press.

All text is printed in black alone, and what is black overprints, so that no white edge is seen
where two inks do not meet. A colour is written where it is used first: text and areas have
different ones. Opacity becomes the colour that is seen on white paper.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Operator

from octavo.press.preflight.colours import CMYK, GREY, PATTERN, RGB, ColourSpace, space_of

# How much of each of the four inks, from 0 to 1.
FourInks = tuple[float, float, float, float]
ToInks = Callable[[tuple[float, float, float]], FourInks]  # a colour in light as inks

OVER, KNOCK = "/OctavoOver", "/OctavoKnock"
_BLACK: FourInks = (0.0, 0.0, 0.0, 1.0)
_SHOWING = ("Tj", "TJ", "'", '"')
_BEGINNING = ("m", "re")
_DEVICE = {"g": GREY, "rg": RGB, "k": CMYK, "G": GREY, "RG": RGB, "K": CMYK}
_NAMED = ("cs", "CS", "sc", "scn", "SC", "SCN")


class NotForThePress(Exception):
    """Something on a page that cannot be written in inks; it says what."""


@dataclass(slots=True)
class _State:
    """The colours that are asked for, and those that were written last."""

    fill: FourInks = _BLACK
    line: FourInks = _BLACK
    fill_space: ColourSpace = GREY
    line_space: ColourSpace = GREY
    alpha: float = 1.0
    line_alpha: float = 1.0
    written: dict[str, FourInks | str] = field(default_factory=dict)

    def copied(self) -> _State:
        return replace(self, written=dict(self.written))


def inked(stream: Any, resources: Any, to_inks: ToInks) -> bytes:
    """Return the content of a page or a form in inks; its resources need the states OVER and KNOCK
    (`states`). Raise NotForThePress for a pattern."""
    return pikepdf.unparse_content_stream(list(_Writer(resources, to_inks).written(stream)))


def states() -> dict[str, Any]:
    """Return the graphics states by which black overprints and other inks do not (8.6.7)."""
    return {
        OVER: Dictionary(Type=Name.ExtGState, OP=True, op=True, OPM=1),
        KNOCK: Dictionary(Type=Name.ExtGState, OP=False, op=False, OPM=1),
    }


def text_ink(inks: FourInks) -> FourInks:
    """Return a colour as text is printed in it: in black alone, as dark as it is."""
    cyan, magenta, yellow, black = inks
    light = (1 - black) * (1 - 0.3 * cyan - 0.59 * magenta - 0.11 * yellow)
    return 0.0, 0.0, 0.0, round(1 - max(0.0, light), 4)


class _Writer:
    def __init__(self, resources: Any, to_inks: ToInks) -> None:
        self._resources = resources
        self._to_inks = to_inks
        self._state, self._kept = _State(), list[_State]()
        self._marks: list[bool] = []  # of each mark that is open, whether it is written

    def written(self, stream: Any) -> Iterator[Any]:
        """Yield the instructions of a content in inks."""
        for instruction in pikepdf.parse_content_stream(stream):
            if isinstance(instruction, pikepdf.ContentStreamInlineImage):
                raise NotForThePress("a picture within the content")
            name = str(instruction.operator)
            operands: Any = instruction.operands
            if name in _DEVICE:
                self._set(name.islower(), _DEVICE[name], operands)
            elif name in _NAMED:
                self._set_named(name, operands)
            elif name == "gs":
                yield from self._settings(operands, instruction)
            elif name in ("BDC", "BMC", "EMC", "DP", "MP"):
                yield from self._mark(name, operands, instruction)
            elif name == "sh":
                raise NotForThePress("a gradient")
            else:
                yield from self._painted(name)
                self._nest(name)
                yield instruction

    def _nest(self, name: str) -> None:
        if name == "q":
            self._kept.append(self._state.copied())
        elif name == "Q" and self._kept:
            self._state = self._kept.pop()

    def _set(self, fills: bool, space: ColourSpace, operands: Sequence[Any]) -> None:
        parts = [float(each) for each in operands if not isinstance(each, Name)]
        inks = self._inks(space, parts)
        if fills:
            self._state.fill, self._state.fill_space = inks, space
        else:
            self._state.line, self._state.line_space = inks, space

    def _set_named(self, name: str, operands: Sequence[Any]) -> None:
        fills = name.islower()
        if name in ("cs", "CS"):
            space = space_of(operands[0], self._resources)
            if space == PATTERN:
                raise NotForThePress("a pattern")
            first = [0.0, 0.0, 0.0, 1.0] if space.kind == "cmyk" else [0.0] * 3
            self._set(fills, space, first)
            return
        self._set(fills, self._state.fill_space if fills else self._state.line_space, operands)

    def _inks(self, space: ColourSpace, parts: Sequence[float]) -> FourInks:
        kind = space.last.kind
        if kind == "grey":
            return 0.0, 0.0, 0.0, 1 - (parts[0] if parts else 0.0)
        if kind == "cmyk":
            cyan, magenta, yellow, black = (*parts, 0.0, 0.0, 0.0, 0.0)[:4]
            return cyan, magenta, yellow, black
        if kind == "rgb" and space.base is None:
            red, green, blue = (*parts, 0.0, 0.0, 0.0)[:3]
            if max(red, green, blue) - min(red, green, blue) < 0.004:
                return 0.0, 0.0, 0.0, round(1 - red, 4)
            return self._to_inks((red, green, blue))
        raise NotForThePress(f"a colour that is none of grey, RGB and CMYK ({kind})")

    def _settings(self, operands: Sequence[Any], instruction: Any) -> Iterator[Any]:
        """Take opacity out of a graphics state, and yield the state if it has more."""
        given = self._resources.get("/ExtGState", {}).get(str(operands[0]))
        if given is None:
            return
        self._state.alpha = float(given.get("/ca", self._state.alpha))
        self._state.line_alpha = float(given.get("/CA", self._state.line_alpha))
        if {*given.keys()} - {"/Type", "/ca", "/CA", "/AIS"}:
            yield instruction

    def _mark(self, name: str, operands: Sequence[Any], instruction: Any) -> Iterator[Any]:
        """Yield the marks that say how text is read; others belong to the tags, which are left
        out."""
        if name == "EMC":
            if self._marks and self._marks.pop():
                yield instruction
        elif name == "BMC":
            keeps = operands[0] == "/ReversedChars"
            self._marks.append(keeps)
            if keeps:
                yield instruction
        elif name == "BDC":
            given = operands[1]
            keeps = isinstance(given, Dictionary) and "/ActualText" in given
            self._marks.append(keeps)
            if keeps:
                said = Dictionary(ActualText=given.ActualText)
                yield ([Name.Span, said], Operator("BDC"))

    def _painted(self, name: str) -> Iterator[Any]:
        """Yield the colours that what follows needs, where they are others than the last ones."""
        state = self._state
        if name in _SHOWING:
            fill = text_ink(_on_white(state.fill, state.alpha))
            yield from self._colours(fill, text_ink(_on_white(state.line, state.line_alpha)))
        elif name in _BEGINNING or name == "Do":
            fill = _on_white(state.fill, state.alpha)
            line = _on_white(state.line, state.line_alpha)
            yield from self._colours(fill, line, covers=name == "Do")

    def _colours(self, fill: FourInks, line: FourInks, *, covers: bool = False) -> Iterator[Any]:
        """Yield two colours; pictures cover what is below them, and so does all but black."""
        written = self._state.written
        over = OVER if fill == _BLACK and line == _BLACK and not covers else KNOCK
        for key, value, operator in (("fill", fill, "k"), ("line", line, "K")):
            if written.get(key) != value:
                written[key] = value
                yield ([*value], Operator(operator))
        if written.get("over") != over:
            written["over"] = over
            yield ([Name(over)], Operator("gs"))


def _on_white(inks: FourInks, alpha: float) -> FourInks:
    """Return a colour of an opacity as it is seen on white paper."""
    if alpha >= 0.999:
        return inks
    cyan, magenta, yellow, black = (round(ink * alpha, 4) for ink in inks)
    return cyan, magenta, yellow, black
