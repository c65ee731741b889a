"""Count the figures of a printed text: word spaces, hyphens, rivers, last lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev

from benchmarks.paragraphs.printed_lines import (
    PrintedParagraph,
    PrintedText,
    SetLine,
    hyphen_rows,
)
from octavo.pdf.engine import Box, Line, ReadPage
from octavo.pdf.page_faults.page_issue import Layout
from octavo.pdf.page_faults.spaces import rivers

WIDE = 0.4  # em: a line with such word spaces is seen from afar
LADDER = 3  # hyphens in a row
_SHORT = 4  # letters: a last line of fewer is a scrap
# All word spaces of a justified line are about equal; one with a tab or leaders is no such line.
_UNEVEN = 0.3  # em
_LETTERS = re.compile(r"[^\W\d_]+")
_VOWELS = re.compile(r"[aeiouyäöüàáâèéêëìíîïòóôùúû]+", re.IGNORECASE)
_MUTE = re.compile(r"(?<=[^aeiouyl])e[sd]?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of the justified lines of a text; spaces in em, hyphens in a hundred lines,
    shares in parts of a hundred, all others are counts."""

    lines: int
    mean: float
    deviation: float
    hundredth95: float
    hundredth99: float
    widest: float
    wide: float
    hyphens: float
    ladders: int
    rivers: int
    paragraphs: int
    short_ends: int
    scraps: int
    overfull: int
    underfull: int


# What each row of the table says, and how its figures are printed.
ROWS = (
    ("lines", "justified lines", "{:.0f}"),
    ("mean", "word space, mean (em)", "{:.3f}"),
    ("deviation", "  standard deviation", "{:.3f}"),
    ("hundredth95", "  95th hundredth", "{:.3f}"),
    ("hundredth99", "  99th hundredth", "{:.3f}"),
    ("widest", "  widest", "{:.2f}"),
    ("wide", f"lines over {WIDE} em, per cent", "{:.1f}"),
    ("hyphens", "hyphens in 100 lines", "{:.1f}"),
    ("ladders", f"ladders of {LADDER} hyphens or more", "{:.0f}"),
    ("rivers", "rivers", "{:.0f}"),
    ("paragraphs", "paragraphs of two lines or more", "{:.0f}"),
    ("short_ends", "last lines shorter than the indent", "{:.0f}"),
    ("scraps", "last lines of a syllable or 3 letters", "{:.0f}"),
    ("overfull", "lines that stick out", "{:.0f}"),
    ("underfull", "lines that end before the edge", "{:.0f}"),
)


def count(text: PrintedText) -> Figures:
    """Count the figures of a text over its plain paragraphs."""
    plain = [paragraph for paragraph in text.paragraphs if paragraph.plain]
    lines = [line for paragraph in plain for line in justified(paragraph)]
    spaces = sorted((b - a) / line.line.size for line in lines for a, b in line.line.spaces)
    ends = [paragraph.lines[-1] for paragraph in plain]
    return Figures(
        lines=len(lines),
        mean=fmean(spaces or [0]),
        deviation=pstdev(spaces or [0]),
        hundredth95=_hundredth(spaces, 95),
        hundredth99=_hundredth(spaces, 99),
        widest=max((line.line.space for line in lines), default=0),
        wide=100 * _share(line.line.space > WIDE for line in lines),
        hyphens=100 * _share(line.line.hyphened for line in lines),
        ladders=sum(hyphen_rows(paragraph, LADDER) for paragraph in plain),
        rivers=count_rivers(plain),
        paragraphs=len(plain),
        short_ends=sum(_width(end, text.measure) < text.indent for end in ends),
        scraps=sum(is_scrap(end.line.text) for end in ends),
        overfull=sum(line.overfull for paragraph in plain for line in paragraph.lines),
        underfull=sum(
            not line.full and not line.overfull
            for paragraph in plain
            for line in paragraph.lines[:-1]
        ),
    )


def justified(paragraph: PrintedParagraph) -> Iterator[SetLine]:
    """Yield the lines of a paragraph that were made as long as the measure by their word spaces."""
    for line in paragraph.justified:
        widths = [(b - a) / line.line.size for a, b in line.line.spaces]
        if not widths or max(widths) - min(widths) < _UNEVEN:
            yield line


def is_scrap(text: str) -> bool:
    """Return whether a last line is one word of one syllable, or of fewer than four letters.

    Syllables are counted by their vowels, without an `e` that is not spoken.
    """
    words = _LETTERS.findall(text)
    if len(words) > 1 or " " in text:
        return False
    letters = words[0] if words else ""
    if len(letters) < _SHORT:
        return not re.search(r"\d{4}", text)
    return len(_VOWELS.findall(_MUTE.sub("", letters))) <= 1


def count_rivers(paragraphs: Iterable[PrintedParagraph]) -> int:
    """Count the rivers of paragraphs, as Octavo itself finds them on its pages."""
    pages = [_as_page(number, paragraph) for number, paragraph in enumerate(paragraphs)]
    return sum(1 for _ in rivers(Layout(pages)))


def _as_page(number: int, paragraph: PrintedParagraph) -> ReadPage:
    paper = Box(0, 0, 1, 1)
    return ReadPage(paper, paper, tuple(_as_line(number, line) for line in paragraph.lines), ())


def _as_line(number: int, line: SetLine) -> Line:
    own = line.line
    box = Box(own.x, -own.y, own.right - own.x, own.size)
    return Line(
        own.text, box, box, block=number, justified=True, size=own.size,
        space=own.space * own.size, spaces=tuple((a + b) / 2 for a, b in own.spaces),
    )  # fmt: skip


def _width(line: SetLine, measure: float) -> float:
    return line.over + measure


def _hundredth(ordered: Sequence[float], number: int) -> float:
    return ordered[min(len(ordered) - 1, len(ordered) * number // 100)] if ordered else 0.0


def _share(marks: Iterable[bool]) -> float:
    seen = list(marks)
    return sum(seen) / len(seen) if seen else 0.0
