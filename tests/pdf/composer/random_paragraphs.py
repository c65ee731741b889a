"""Paragraphs of words without letters, for which TeX and the composer choose the ends of lines.

A paragraph follows from its number alone. Widths are whole points, so that TeX's arithmetic in
scaled points and ours in floating point meet.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from octavo.pdf.composer.breaks import INFINITE, Goals, Places, Stretch

COUNT = 300
HYPHEN = 3  # points
SPACE = 3.5


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words, each a list of the widths of its parts in points, and how they are to be set."""

    words: list[list[int]]
    measure: int
    goals: Goals
    hyphen_penalty: int

    def stretch(self) -> tuple[Stretch, list[int]]:
        """Give the paragraph to be fitted, and for each place how many parts are before it."""
        places = Places([], [], [], [], [], [], [], [])
        rows: list[tuple[float, float, float, int, int, int, bool]] = []
        parts: list[int] = []
        x, count = 0.0, 0
        for number, word in enumerate(self.words):
            for part, width in enumerate(word):
                x, count = x + width, count + 1
                if part < len(word) - 1:
                    rows.append((x, x + HYPHEN, x, number, number, self.hyphen_penalty, True))
                    parts.append(count)
            is_last = number == len(self.words) - 1
            after = x if is_last else x + SPACE
            rows.append((x, x, after, number, number + 1, -INFINITE if is_last else 0, False))
            parts.append(count)
            x = after
        columns = list(zip(*rows, strict=True))
        places = Places(*columns, level=[0] * len(rows), wider=float(HYPHEN))
        return Stretch(places, float(self.measure)), parts


def paragraph(number: int) -> Paragraph:
    """Give the paragraph of a number."""
    chance = Random(number)
    words = [
        [chance.randint(4, 18) for _ in range(chance.choice((1, 1, 1, 2, 2, 3)))]
        for _ in range(chance.randint(20, 90))
    ]
    goals = Goals(
        stretch=chance.choice((1.75, 2.0, 1.25)),
        shrink=chance.choice((1.25, 1.0, 0.75)),
        pretolerance=chance.choice((100, 100, -1, 50)),
        tolerances=(chance.choice((200, 500, 1000, 4000)),),
        emergency=chance.choice((0.0, 0.0, 10.0, 20.0)),
        line_penalty=chance.choice((10, 10, 1, 50)),
        adjacent=chance.choice((10_000, 10_000, 0, 50_000)),
        double_hyphen=chance.choice((10_000, 0, 40_000)),
        final_hyphen=chance.choice((5_000, 0, 20_000)),
    )
    return Paragraph(words, chance.randint(150, 330), goals, chance.choice((50, 50, 150, 0)))


def in_tex(one: Paragraph) -> str:
    """Give a paragraph as TeX: rules in the place of words."""
    goals = one.goals
    words = " ".join(
        f"\\discretionary{{\\vrule width{HYPHEN}pt height2pt depth0pt}}{{}}{{}}".join(
            f"\\vrule width{width}pt height1pt depth0pt{{}}" for width in word
        )
        for word in one.words
    ).replace(" \\vrule", "\\sp\\vrule")
    return (
        f"\\hsize={one.measure}pt \\pretolerance={goals.pretolerance} "
        f"\\tolerance={goals.tolerances[0]} \\emergencystretch={goals.emergency}pt "
        f"\\linepenalty={goals.line_penalty} \\adjdemerits={goals.adjacent} "
        f"\\doublehyphendemerits={goals.double_hyphen} \\finalhyphendemerits={goals.final_hyphen} "
        f"\\exhyphenpenalty={one.hyphen_penalty} \\hyphenpenalty={one.hyphen_penalty} "
        f"\\def\\sp{{\\hskip {SPACE}pt plus {goals.stretch}pt minus {goals.shrink}pt\\relax}}"
        f"\\setbox0\\vbox{{\\noindent {words}\\par}}\\showbox0\n"
    )
