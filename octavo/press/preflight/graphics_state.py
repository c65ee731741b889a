"""Define the graphics state by which a page is painted, and reckon with its operands (ISO 32000-1,
8.4 and 9.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pikepdf import Name

from octavo.press.preflight.colours import BLACK, GREY, ColourSpace, Inks, inks_of
from octavo.proof.operands import ONE, Box, Matrix


@dataclass(slots=True)
class State:
    """The graphics state that `q` saves and `Q` restores (8.4)."""

    matrix: Matrix = ONE
    clip: Box = (-1e6, -1e6, 1e6, 1e6)
    fill_space: ColourSpace = GREY
    line_space: ColourSpace = GREY
    fill: Inks = BLACK
    line: Inks = BLACK
    width: float = 1.0
    alpha: float = 1.0
    line_alpha: float = 1.0
    is_blended: bool = False
    is_masked: bool = False
    overprints: bool = False
    line_overprints: bool = False
    mode_of_overprint: int = 0
    font: Any = None
    size: float = 1.0
    spacing: float = 0.0
    word_spacing: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    text_mode: int = 0


def colour_of(space: ColourSpace, operands: Sequence[Any] | None) -> Inks:
    """Return a colour by its operands, or the first one of its space."""
    if operands is None:
        if space.kind == "cmyk" and space.base is None:
            return inks_of(space, (0.0, 0.0, 0.0, 1.0))
        return inks_of(space, [1.0 if space.kind == "spots" else 0.0] * max(1, len(space.names)))
    parts = [float(each) for each in operands if not isinstance(each, Name)]
    return inks_of(space, parts)


def matrix_of(operands: Sequence[Any]) -> Matrix:
    a, b, c, d, e, f = map(float, operands)
    return a, b, c, d, e, f


def scale_of(matrix: Matrix) -> float:
    a, b, c, d, _, _ = matrix
    return abs(a * d - b * c) ** 0.5


def length_of(x: float, y: float) -> float:
    return (x * x + y * y) ** 0.5


def name_of(font: Any) -> str:
    return str(font.get("/BaseFont", "/without a name"))[1:] if font is not None else ""


def resolution_of(matrix: Matrix, pixels: tuple[int, int]) -> float:
    """Return the pixels to an inch of a picture, the lesser of its two directions."""
    inches = length_of(matrix[0], matrix[1]) / 72, length_of(matrix[2], matrix[3]) / 72
    return min(
        (many / size for many, size in zip(pixels, inches, strict=True) if size > 0), default=0.0
    )
