"""Find damage that the words themselves show: letters that cannot be, impossible page ranges."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from octavo.ingest.doubts import Doubt, excerpt
from octavo.ingest.scan import Places, Scan
from octavo.ingest.sheet import Sheet

_BROKEN = re.compile(
    r"[^\s\ufffd]{0,40}\ufffd[^\s\ufffd]{0,40}|[\ue000-\uf8ff]+|[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]+"
)
_FIGURE_IN_WORD = re.compile(r"(?<![\w/.-])[^\W\d_]{2,}[0-9]{1,2}[^\W\d_]{2,}(?![\w/.-])")
_LETTERS_IN_FIGURE = re.compile(r"(?<![\w/.-])(?:1[89][0-9lIO]{2}|[lI][89][0-9]{2})(?![\w/.-])")
_MIXED = re.compile(
    r"\b(?=\w*[a-zA-Z])(?=\w*[\u0400-\u04ff])[^\W\d_]{3,}\b|\b(?=\w*[a-zA-Z])(?=\w*[\u0370-\u03ff])[^\W\d_]{3,}\b"
)
_RANGE = re.compile(
    r"\b(?P<label>pp?\.|S\.|Seiten?|с\.|стр\.)[ \u00a0]*(?P<a>\d{1,4})[ ]?[-–—][ ]?"
    r"(?P<b>\d{1,4})(?![\w/])"
)
_FAR = 400  # pages of a work that a note cites, at most


def damage_of(scan: Scan, places: Places, ranges: list[tuple[int, int]]) -> Iterator[Doubt]:
    """Yield the damage in ranges of a scan that are in the edition."""
    for start, end in ranges:
        yield from _in_words(scan, places, start, end)
        yield from _in_ranges(scan, places, start, end)


def stray_signs(sheet: Sheet, places: Places, lines: Sequence[int]) -> Iterator[Doubt]:
    """Yield a doubt for every line of text that is a single sign, as specks on a page leave it."""
    for index in lines:
        words = sheet.words(index).strip()
        lone = len(words) == 1 and not words.isupper() and words not in "*†§"
        if lone and (sheet.is_words(index - 1) or sheet.is_words(index + 1)):
            line = sheet.lines[index]
            yield Doubt(
                "stray sign", places.at(line.start, line.end),
                excerpt(sheet.scan.text, line.start, line.end, 40), words,
                f"the line has nothing but “{words}”; it was kept", ("read “”",),
            )  # fmt: skip


def _in_words(scan: Scan, places: Places, start: int, end: int) -> Iterator[Doubt]:
    for pattern, why in (
        (_BROKEN, "holds a sign that no text has"),
        (_FIGURE_IN_WORD, "has figures among its letters"),
        (_LETTERS_IN_FIGURE, "has letters among its figures"),
        (_MIXED, "has letters of two scripts"),
    ):
        for found in pattern.finditer(scan.text, start, end):
            if pattern is _LETTERS_IN_FIGURE and found[0].isdigit():
                continue
            yield Doubt(
                "letters that cannot be", places.at(found.start(), found.end()),
                excerpt(scan.text, found.start(), found.end(), 30), found[0],
                f"“{found[0]}” {why}; it was kept as it is",
            )  # fmt: skip


def _in_ranges(scan: Scan, places: Places, start: int, end: int) -> Iterator[Doubt]:
    for found in _RANGE.finditer(scan.text, start, end):
        first, last = found["a"], found["b"]
        whole = int(first[: len(first) - len(last)] + last) if len(last) < len(first) else int(last)
        if int(first) < whole <= int(first) + _FAR or whole == int(first):
            continue
        swapped = ""
        if len(last) == 2 and int(first[: len(first) - 2] + last[::-1]) > int(first):
            swapped = f"read “{found['label']} {first}–{last[::-1]}”"
        yield Doubt(
            "impossible range of pages", places.at(found.start(), found.end()),
            excerpt(scan.text, found.start(), found.end(), 40), found[0],
            f"the pages {first}–{last} run backwards" if whole < int(first)
            else f"the pages {first}–{last} are {whole - int(first)} pages",
            (swapped,) if swapped else (),
        )  # fmt: skip
