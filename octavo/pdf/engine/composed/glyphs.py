"""Define glyphs, runs of them and the shapes of words: what is drawn of a text. All lengths are in
CSS pixels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple


class Glyph(NamedTuple):
    """A glyph: its number in its font, how far the pen moves, where it is drawn from the pen, and
    the letters that it stands for."""

    number: int
    width: float
    x: float
    y: float
    letters: str


def clusters_of(glyphs: Sequence[Glyph]) -> Iterator[Sequence[Glyph]]:
    """Yield the glyphs that stand together for some letters: the first of them has the letters."""
    start = 0
    for at, glyph in enumerate(glyphs):
        if at and glyph.letters:
            yield glyphs[start:at]
            start = at
    if glyphs:
        yield glyphs[start:]


@dataclass(frozen=True, slots=True, eq=False)
class Run:
    """Glyphs of one font, which is Pango's."""

    font: Any
    glyphs: tuple[Glyph, ...]


@dataclass(slots=True, eq=False)
class Shape:
    """A text as it is drawn: a word, one letter of Chinese or Japanese, or one space.

    `height` and `baseline` are those of Pango's line, the baseline from its top. `is_plain` says
    that no glyph is missing or a picture, and that all are in the direction of their face. Glyphs
    are in the order in which they are seen; `leftward` says that they are read from the right.
    `spaces` counts the spaces that may be widened: `BETWEEN` behind a letter of Chinese or
    Japanese. `compiled` is for the drawing; `divided` has the limits and the places of its
    divisions, once they were asked for.
    """

    text: str
    width: float
    height: float
    baseline: float
    runs: tuple[Run, ...]
    is_plain: bool
    spaces: float = 0
    leftward: bool = False
    compiled: Any = None
    divided: Any = None

    def is_as(self, other: Shape) -> bool:
        """Return whether a shape of the same text is drawn by the same glyphs of the same fonts."""
        runs = [[(run.font, run.glyphs) for run in each.runs] for each in (self, other)]
        sizes = [(each.width, each.height, each.baseline) for each in (self, other)]
        return runs[0] == runs[1] and sizes[0] == sizes[1] and self.is_plain == other.is_plain

    def edges(self) -> list[float]:
        """Return the width of the text up to each letter; that of its end last."""
        found, x = [0.0], 0.0
        if self.leftward:
            for run in reversed(self.runs):
                for cluster in [*clusters_of(run.glyphs)][::-1]:
                    width, count = sum(glyph.width for glyph in cluster), len(cluster[0].letters)
                    found += [x + width * part / count for part in range(1, count + 1)]
                    x += width
            return found
        for run in self.runs:
            for glyph in run.glyphs:
                count = len(glyph.letters)
                found += [x + glyph.width * part / count for part in range(1, count + 1)]
                x += glyph.width
                if not count:
                    found[-1] = x
        return found
