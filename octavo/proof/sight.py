"""Decide whether an eye can see text: by its size, its colour on what lies behind, what lies on it.

What is painted on a page is known by its boxes and colours alone. Where that does not suffice, text
is in doubt, and `pixels` looks at the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from octavo.proof.operands import Box, is_within, meets

Colour = tuple[float, float, float]  # red, green and blue from 0 to 1

WHITE: Colour = (1.0, 1.0, 1.0)
BLACK: Colour = (0.0, 0.0, 0.0)
SMALLEST = 3.5  # points: the smallest type of a note
# The least contrast of text with what lies behind it, as WCAG 2.1 computes it: grey of 70 % ink has
# 9.0 on white, one of 40 % has 2.8, one of 25 % has 1.9.
LEAST_CONTRAST = 1.7
THIN = 1.0  # points: a rule, which hides no text
# The height and the depth of letters from their baseline, in parts of the type size.
_ABOVE, _BELOW = 0.7, 0.2
_MOST = 300  # paints of one page that are weighed one by one

# Why text cannot be seen; in doubt, only its pixels tell.
IN_DOUBT = "?"
SMALL, FAINT, CROWDED, BLANK, HIDDEN = "small", "faint", "crowded", "blank", "hidden"


@dataclass(frozen=True, slots=True)
class Paint:
    """Something painted that is no text: before the run of this number, in a box. Its colour is
    None unless it fills the box with one colour."""

    at: int
    box: Box
    colour: Colour | None


@lru_cache(maxsize=256)
def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast of two colours, from 1 to 21 (WCAG 2.1, 1.4.3)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def laid_on(colour: Colour, alpha: float, behind: Colour) -> Colour:
    """Return a colour of some opacity as it looks on another."""
    red, green, blue = (
        over * alpha + under * (1 - alpha) for over, under in zip(colour, behind, strict=True)
    )
    return red, green, blue


@dataclass(frozen=True, slots=True)
class Ink:
    """How text is painted: its colour, None if that is not known, its opacity, whether how it is
    blended is known, and whether it can be seen on white."""

    colour: Colour | None
    alpha: float
    is_plain: bool
    on_white: str = ""

    def sight(self, behind: Colour | None) -> str:
        """Return whether text of this ink can be seen on a colour, which may be unknown."""
        if self.colour is None or not self.is_plain or behind is None:
            return IN_DOUBT
        seen = laid_on(self.colour, self.alpha, behind)
        return "" if contrast(seen, behind) >= LEAST_CONTRAST else FAINT


@lru_cache(maxsize=256)
def ink_of(colour: Colour | None, alpha: float, is_plain: bool) -> Ink:
    """Return an ink; books have few, and pages many words of one."""
    return Ink(colour, alpha, is_plain, Ink(colour, alpha, is_plain).sight(WHITE))


def letters_box(x: float, y: float, end: float, foot: float, size: float) -> Box:
    """Return the box of letters on a baseline."""
    if abs(foot - y) < 0.01:
        return min(x, end), y - _BELOW * size, max(x, end), y + _ABOVE * size
    left, right = min(x, end) - _ABOVE * size, max(x, end) + _ABOVE * size
    return left, min(y, foot) - _BELOW * size, right, max(y, foot) + _BELOW * size


def on_page(number: int, box: Box, ink: Ink, paints: Sequence[Paint]) -> str:
    """Return whether the run of a number can be seen among all that is painted on its page."""
    behind: Colour | None = WHITE
    for paint in paints:
        if not meets(paint.box, box):
            continue
        if paint.at > number:
            return IN_DOUBT
        behind = paint.colour if is_within(box, paint.box) else None
    return ink.sight(behind)


def weighed(paints: Sequence[Paint]) -> Sequence[Paint]:
    """Return the paints of a page, or two about all of them if they are too many: whatever meets
    these is in doubt."""
    if len(paints) <= _MOST:
        return paints
    lefts, feet, rights, heads = zip(*(paint.box for paint in paints), strict=True)
    box = min(lefts), min(feet), max(rights), max(heads)
    return Paint(paints[0].at, box, None), Paint(paints[-1].at, box, None)
