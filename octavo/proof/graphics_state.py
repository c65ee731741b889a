"""Define the graphics state by which text on a page is drawn (ISO 32000-1, 8.4 and 9.3)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from operator import attrgetter

from octavo.proof.glyphs import NO_GLYPHS, Glyphs
from octavo.proof.operands import ONE, Box, Matrix
from octavo.proof.sight import BLACK, Colour, Ink, ink_of

_BLACK_INK = ink_of(BLACK, 1.0, True)


@dataclass(slots=True)
class State:
    """The graphics state that `q` saves and `Q` restores."""

    matrix: Matrix = ONE
    clip: Box | None = None
    glyphs: Glyphs = NO_GLYPHS
    size: float = 1.0
    spacing: float = 0.0
    word_spacing: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0
    line: float = 1.0
    colour: Colour | None = BLACK
    alpha: float = 1.0
    around: float = 1.0  # the opacity of the groups that this is in
    is_blended: bool = False
    is_masked: bool = False
    ink: Ink = _BLACK_INK  # which the five fields before it make

    def copied(self) -> State:
        """Return another state with the same values."""
        return State(*_FIELDS(self))

    def mix(self) -> None:
        """Make the ink anew, after one of its fields has changed: there are more words than
        changes."""
        is_plain = not self.is_blended and not self.is_masked
        self.ink = ink_of(self.colour, self.alpha * self.around, is_plain)


_FIELDS = attrgetter(*(field.name for field in fields(State)))
