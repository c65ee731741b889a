"""Recognize what may call a note or open one: every style that scans, OCR models and transcribers
write, each with the doubt that it deserves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from octavo.ingest.page_marks import INLINE

Series = Literal["number", "mark"]

_UNICODE = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
# What scans have in the place of each figure: letters, signs, other figures.
_MISREAD = {"0": "OoQ", "1": "lIi|!7", "2": "Zz", "3": "8", "4": "", "5": "Ss", "6": "bG8",
            "7": "1", "8": "B36", "9": "gq"}  # fmt: skip
_AS_FIGURES = {
    sign: figure for figure, signs in _MISREAD.items() for sign in signs if not sign.isdigit()
}
_CONFUSED = str.maketrans(_AS_FIGURES)
_CONFUSED_SET = rf"0-9{''.join(_AS_FIGURES)}"
_MARKS = "*†‡§‖¶"
MARKS = len(_MARKS)


@dataclass(frozen=True, slots=True)
class Sign:
    """One place where a note may be called, or may begin."""

    start: int
    end: int
    style: str
    series: Series
    value: int  # the number; the place in the order of marks for marks
    written: str
    take: float  # the cost of taking it for a call or an opening
    skip: float  # the cost of taking it for something else
    damaged: bool = False  # letters were read as figures


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    pattern: re.Pattern[str]
    take: float
    skip: float


def _styles(*rows: tuple[str, str, float, float]) -> tuple[_Style, ...]:
    return tuple(_Style(n, re.compile(p, re.MULTILINE), t, s) for n, p, t, s in rows)


_N = rf"(?P<n>[{_CONFUSED_SET}]{{1,4}}|[*†‡§‖¶]{{1,3}})"
_D = r"(?P<n>[0-9]{1,4})"
_SHUT = r"”’\"'“»)\]*"

# Calls, the surest first: a place that one style has found is not looked at again.
_CALLS = _styles(
    ("[^1]", r"\[\^(?P<n>[0-9]{1,4})\](?!:)", 0, 20),
    ("<sup>", rf"<sup>\s*(?:\[|\()?\s*\\?{_N}\s*(?:\]|\))?(?:\(#[^)\s]*\))?\s*</sup>", 0, 5),
    ("$^{1}$", r"\$\s*(?:\{\})?\s*\^\s*\{?\s*(?:\\text(?:sc|rm|it)?\{)?(?P<n>[0-9]{1,4}|\*{1,3}|"
     r"[†‡§]|\\d?dagger|\\ast)\s*\}?\}?\s*\$", 0, 5),
    ("^1^", rf"\^\{{?{_D}\}}?\^?(?![\w$}}^])(?!\s*\$)", 0, 5),
    ("¹", r"(?P<n>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4})(?![⁄/⁰¹²³⁴-⁹])", 0, 5),
    ("[1]", r"(?<!\\)\[(?P<n>[0-9]{1,4}|[*†‡§]{1,3})\](?!\(|:)|\\\[(?P<m>[0-9]{1,4})\\\]",
     0.2, 0.8),
    ("(1)", r"(?<=[\w.,;:!?”’\"'“»)\]*])[ ]?\((?P<n>[0-9]{1,3}|[*†‡§]{1,3})\)", 0.5, 0.3),
    ("†", r"(?<=\S)[ ]?(?P<n>[†‡§‖¶]{1,2})(?!\w)", 0.3, 1.5),
    ("*", r"(?<=[\w.,;:!?”’\"'“»)\]])(?P<n>(?:\\\*){1,3}|\*{1,3})(?=[\s.,;:!?)\]—–]|$)", 0.3, 0.4),
    ("glued", rf"(?:[^\W\d_]|[{_SHUT}])[.,;:!?]{{0,2}}[{_SHUT}]{{1,2}}{_D}(?=\s|$|[—–])",
     0.8, 0.15),
    ("glued", rf"(?:[^\W\d_]|[{_SHUT}])[.,;:!?]{{1,2}}{_D}(?=\s|$|[—–])", 0.8, 0.15),
    ("glued", rf"(?<![A-Z])(?<=[^\W\d_][^\W\d_]){_D}(?=[\s.,;:!?{_SHUT}—–]|$)", 1.2, 0.1),
    ("glued", rf"\d[)\]]?[.,;:!?][{_SHUT}]{{0,2}}(?P<n>[0-9]{{1,3}})(?=\s|$)", 1.4, 0.05),
    ("spaced", r"(?<=[^\W\d_][.,;:!?”“»])[ ](?P<n>[0-9]{1,3})(?=[ ]+[A-ZÀ-ÞА-Я„“«]|$)", 2.2, 0.05),
)  # fmt: skip

_LONE = (
    rf"(?P<n>[0-9][{_CONFUSED_SET}]{{0,3}}|[{_CONFUSED_SET}]{{1,3}}[0-9][{_CONFUSED_SET}]{{0,2}})"
)
# Openings of notes, at the beginning of a line.
_OPENINGS = _styles(
    ("[^1]:", r"\[\^(?P<n>[0-9]{1,4})\]:[ \t]*", 0, 20),
    ("[Footnote 1:", r"\[(?:Foot|End)?[Nn]ote?[ ]*:?[ ]*(?P<n>[0-9]{1,4}|[*†‡§]{1,3}|[A-Z])"
     r"[ ]*[:.][ \t]*", 0, 20),
    ("<sup>", rf"(?:[-*][ ])?<sup>\s*\\?{_N}[.)]?\s*</sup>[ \t]*", 0, 6),
    ("$^{1}$", r"(?:[-*][ ])?\$\s*(?:\{\})?\s*\^\s*\{?\s*(?P<n>[0-9]{1,4}|\*{1,3}|\\d?dagger|\\ast)"
     r"\s*\}?\s*\$[ \t]*", 0, 6),
    ("^1^", rf"\^\{{?{_D}\}}?\^?[ \t]*", 0, 6),
    ("¹", r"(?P<n>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,4})[ \t]*", 0, 6),
    ("[1]", r"(?<!\\)\[(?P<n>[0-9]{1,4}|[*†‡§]{1,3})\][ \t]+|\\\[(?P<m>[0-9]{1,4})\\\][ \t]+",
     0, 3),
    ("(1)", r"\((?P<n>[0-9]{1,4}|[*†‡§]{1,3})\)[ \t]+", 0, 2),
    ("1.", rf"{_LONE}\\?\.[ \t]+(?=\S)", 0, 2),
    ("1)", rf"{_LONE}\)[ \t]+(?=\S)", 0, 2),
    ("1", rf"{_LONE}[ \t]+(?=[^\s\d%])", 0, 2),
    ("1", rf"{_LONE}[ \t]+(?=\d)", 0.8, 1),
    ("†", r"(?P<n>[†‡§‖¶]{1,3})[ \t]*(?=\S)", 0, 4),
    ("*", r"(?P<n>(?:\\\*){1,3}|\*{1,3})[ \t]+(?=\S)", 0.2, 1),
    ("*", r"(?P<n>(?:\\\*){1,3}|\*{1,3})(?=[A-Z“\"])(?=[^*\n]*$)", 0.6, 0.6),
    ("glued", r"(?P<n>[0-9]{1,3})(?=[^\W\d_])", 0.6, 0.6),
    ("letters", r"(?P<n>[lIiOoSBZ|]{1,3})[.)]?[ \t]+(?=\S)", 2.0, 0),
)  # fmt: skip
_LATEX = {"\\dagger": "†", "\\ddagger": "‡", "\\ast": "*"}
# A number in the middle of a note, where the next note may have run on.
_RUN_IN = re.compile(
    r"(?<=[.;:!?”\"’»)\]*])[ ]+(?P<n>[0-9]{1,4})(?P<d>[.)]?)[ ]+(?=[*_]*[^\W\d_]|[“\"‘«„\[\\])"
)


def calls_in(text: str, start: int, end: int) -> list[Sign]:
    """Return all signs in a range that may be calls, in order."""
    found: list[Sign] = []
    words = text[start:end]
    taken = bytearray(len(words))
    for style in _CALLS:
        for match in style.pattern.finditer(words):
            at, stop = match.start() + start, match.end() + start
            group = "m" if match.groupdict().get("m") else "n"
            if style.name in ("(1)", "†", "glued", "spaced"):
                at, stop = match.start(group) + start, match.end(group) + start
                if style.name == "(1)":
                    at, stop = at - 1, stop + 1
            if any(taken[at - start : stop - start]):
                continue
            before = words[max(match.start() - 6, 0) : match.start()]
            sign = _sign(style, at, stop, match[group], before)
            if sign is not None:
                taken[at - start : stop - start] = b"\x01" * (stop - at)
                found.append(sign)
    return sorted(found, key=lambda sign: sign.start)


def _sign(style: _Style, at: int, stop: int, written: str, before: str) -> Sign | None:
    series, value, damaged = value_of(written)
    if not value:
        return None
    take, skip = style.take, style.skip
    if style.name in ("<sup>", "^1^", "$^{1}$") and damaged and not re.search(r"\d", written):
        take, skip = 2.0, 0.0  # <sup>l</sup> may be a letter
    if style.name == "<sup>" and re.search(r"(?:^|[\s(])(?:\d{1,2}|[A-Za-z]|\d+/)$", before):
        take, skip = 1.5, 1.0  # m<sup>2</sup>, 10<sup>6</sup>
    return Sign(at, stop, style.name, series, value, written, take, skip, damaged)


def value_of(written: str) -> tuple[Series, int, bool]:
    """Return the series and the value of a sign as it is written, and whether letters were read as
    figures; the value is 0 if it is none."""
    plain = _LATEX.get(written, written).replace("\\", "").translate(_UNICODE)
    if plain and plain[0] in _MARKS:
        first = _MARKS.index(plain[0])
        same = len(plain) - len(plain.lstrip(plain[0]))
        if plain[0] == "*":  # *, **, *** follow each other
            return "mark", same, False
        return "mark", first + 1 + (same - 1) * len(_MARKS), False
    if plain.isdigit():
        return "number", int(plain), False
    if len(plain) == 1 and plain.isalpha() and plain.isupper() and plain not in "IOQSBZG":
        return "number", ord(plain) - 64, False
    figures = plain.translate(_CONFUSED)
    return ("number", int(figures), True) if figures.isdigit() else ("number", 0, True)


def opening_at(text: str, start: int, end: int) -> Sign | None:
    """Return the sign with which a line may open a note, or None."""
    while start < end and text[start] in " \t\u3000":
        start += 1
    while mark := INLINE.match(text, start, end):
        start = mark.end()
    for style in _OPENINGS:
        match = style.pattern.match(text, start, end)
        if match is None:
            continue
        written = match["n"] or match["m"]
        series, value, damaged = value_of(written)
        if not value or (style.name == "1" and len(written) > 3):
            continue
        take = style.take + (0.5 if damaged else 0.0)
        return Sign(start, match.end(), style.name, series, value, written, take, style.skip,
                    damaged)  # fmt: skip
    return None


def run_in_openings(text: str, start: int, end: int) -> Iterator[Sign]:
    """Yield the numbers inside a note at which the next note may begin."""
    for match in _RUN_IN.finditer(text, start, end):
        value = int(match["n"])
        doubtful = 0.9 if text[match.end() : match.end() + 1].islower() else 0.0
        yield Sign(match.start(), match.end(), "run in", "number", value, match["n"],
                   1.5 + doubtful, 0.0)  # fmt: skip


@lru_cache(maxsize=65536)
def misreading(value: int, true: int) -> float:
    """Return the cost of a scan's reading `true` as `value`: 0 if they are the same."""
    if value == true:
        return 0.0
    read, meant = str(value), str(true)
    if len(read) == len(meant):
        wrong = [(a, b) for a, b in zip(read, meant, strict=True) if a != b]
        if len(wrong) == 1:
            return 1.8 if wrong[0][0] in _MISREAD.get(wrong[0][1], "") else 2.4
        return 4.5 if len(wrong) == 2 else 7.0
    if len(read) + 1 == len(meant) and _drops_one(meant, read):
        return 2.6  # a figure was lost
    if len(read) == len(meant) + 1 and _drops_one(read, meant):
        return 3.0  # a figure was added
    return 9.0


def _drops_one(longer: str, shorter: str) -> bool:
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))
