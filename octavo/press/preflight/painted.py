"""Name what is painted on a page: text, areas, lines and pictures, each with its place and inks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from octavo.press.preflight.colours import Inks
from octavo.proof.operands import Box

# What is painted; a shade is a gradient, a picture one of pixels.
What = Literal["text", "area", "line", "shade", "picture"]


@dataclass(frozen=True, slots=True)
class Painted:
    """One thing that is painted on a page: what is seen of it lies in `box`, in points from the
    left and the foot of the sheet; it is empty where a clip leaves nothing.

    `size` is the size of type, or the width of a line, in points. `overprints` says that inks which
    it does not use stay below it. `is_clear` is anything through which something is seen.
    `font` is the name of a font, `picture` the stream of a picture and `pixels` its width and
    height; `resolution` are its pixels to an inch, the lesser of the two directions.
    """

    what: What
    box: Box
    inks: Inks
    size: float = 0.0
    words: str = ""
    font: str = ""
    overprints: bool = False
    is_clear: bool = False
    picture: Any = None
    pixels: tuple[int, int] = (0, 0)
    resolution: float = 0.0

    @property
    def is_seen(self) -> bool:
        """Whether a clip leaves anything of it."""
        left, bottom, right, top = self.box
        return right > left and top > bottom
