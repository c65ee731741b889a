"""Find what looks like a note or its call, and mark it, so that pandoc's tree shows what it is.

The place of a note call comes from the text, since pandoc's tree keeps none; whether it is a call
at all comes from the tree: `mark` puts a zero-width mark before everything that looks like a call,
and `parsing` reads what follows each mark in the tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

_CANDIDATE = re.compile(r"\[\^(?P<label>[^\]\s\[^]+)\]|\^\[")
_DEFINITION_HEAD = re.compile(r"(?:[ \t>]|[-*+][ \t]|\d+[.)][ \t])*\Z")
_GRID_EDGE = re.compile(r"^[ \t>]*\+(?:[-=:]+\+)+[ \t]*$")

MARK_START, MARK_END, MARK_ZERO = 0xE0100, 0xE0101, 0xE0110
MARK = re.compile("\U000e0100([\U000e0110-\U000e0119]+)\U000e0101")


@dataclass(frozen=True, slots=True)
class Candidate:
    """What looks like a note call, an inline note, or (at the head of a line, with a colon) a note.

    `offset` and `end` are its place in the text; `markable` says whether a mark can precede it.
    """

    label: str
    offset: int
    end: int
    definition: bool = False
    markable: bool = True


def scan_notes(text: str) -> tuple[Candidate, ...]:
    """Return all candidates of a text in order."""
    grids = _grid_spans(text)
    return tuple(_candidates(text, grids))


def _candidates(text: str, grids: list[tuple[int, int]]) -> Iterator[Candidate]:
    for match in _CANDIDATE.finditer(text):
        start, end, label = match.start(), match.end(), match["label"] or ""
        before = text[max(0, start - 40) : start]
        escaped = (len(before) - len(before.rstrip("\\"))) % 2
        if escaped:
            continue
        head = text[max(text.rfind("\n", 0, start) + 1, start - 200) : start]
        if label and text[end : end + 1] == ":" and _DEFINITION_HEAD.fullmatch(head):
            yield Candidate(label, start, end, definition=True, markable=False)
        else:
            in_grid = any(first <= start < last for first, last in grids)
            yield Candidate(label, start, end, markable=not in_grid)


def _grid_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans of grid tables: marks would move their columns, counted in characters."""
    spans: list[tuple[int, int]] = []
    offset, first = 0, -1
    for line in text.split("\n"):
        if first < 0 and _GRID_EDGE.match(line):
            first = offset
        elif first >= 0 and not line.lstrip(" \t>").startswith(("+", "|")):
            spans.append((first, offset))
            first = -1
        offset += len(line) + 1
    if first >= 0:
        spans.append((first, offset))
    return spans


def mark(
    text: str, candidates: Iterable[Candidate], others: Mapping[int, str] = MappingProxyType({})
) -> str:
    """Return the text with the mark of its index before each candidate that can have one, and with
    the marks of `others` at their offsets."""
    marks = {c.offset: mark_of(n) for n, c in enumerate(candidates) if c.markable}
    for offset, other in others.items():
        marks[offset] = other + marks.get(offset, "")
    pieces: list[str] = []
    last = 0
    for offset, written in sorted(marks.items()):
        pieces += text[last:offset], written
        last = offset
    return "".join((*pieces, text[last:]))


def mark_of(number: int) -> str:
    """Return a number in zero-width characters: variation selectors, which no text uses so."""
    digits = "".join(chr(MARK_ZERO + int(digit)) for digit in str(number))
    return f"{chr(MARK_START)}{digits}{chr(MARK_END)}"


def rename_definitions(text: str, candidates: Iterable[Candidate]) -> tuple[str, dict[str, int]]:
    """Return the text with a label of its own for each definition, and the candidate's index for
    each label.

    A last paragraph calls all of them: what pandoc makes of it shows which definitions are notes.
    """
    pieces: list[str] = []
    labels: dict[str, int] = {}
    last = 0
    for number, candidate in enumerate(candidates):
        if candidate.definition:
            label = f"octavo\u2063{number}"
            labels[label] = number
            pieces += text[last : candidate.offset], f"[^{label}]"
            last = candidate.end
    calls = " ".join(f"{mark_of(number)}[^{label}]" for label, number in labels.items())
    return "".join((*pieces, text[last:], "\n\n", calls, "\n")), labels
