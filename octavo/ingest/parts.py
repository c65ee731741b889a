"""Define a part of a scan: lines of text with the lines of the notes that follow them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """The lines of one unit: those of the text and, if it is known already, those of the notes."""

    lines: tuple[int, ...]
    foot: tuple[int, ...] = ()
    rule: bool = False  # whether a rule is above the foot
    heads: tuple[int, ...] = ()  # lines that are headings of notes
