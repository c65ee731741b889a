"""Let note numbers that begin again in each section be right in LibreOffice too.

Word counts the footnotes of a section from its `w:numStart`, which is 1 if it is left out (ISO
29500-1, 17.11.20). LibreOffice has one rule for the whole document, "per chapter", and counts the
notes of a file that it opens only while that rule changes: after the first chapter it shows 0. So
before the last section there is one of an empty line, whose numbers begin with 2, and the last says
1: no number of Word's is another, and LibreOffice counts all notes when it reads the last.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from octavo.docx.parts.ooxml import Node, make, q

_LOWEST = {"w:before": "0", "w:after": "0", "w:line": "20", "w:lineRule": "exact"}  # one point


@dataclass(frozen=True, slots=True)
class WordSection:
    """A section of Word: its paragraphs and tables; the number of its first footnote, 0 if it need
    not be said; whether it begins below the section before, or on a right-hand page."""

    nodes: Sequence[Node]
    start: int = 0
    goes_on: bool = False
    is_recto: bool = False


def with_restarts(sections: Iterable[WordSection]) -> list[WordSection]:
    """Return the sections, if any has notes, with the empty one that makes LibreOffice count. One
    with words would not do: an editor may add a note there, and Word would begin with 2."""
    *others, last = sections
    if not any(_has_notes(section) for section in (*others, last)):
        return [*others, last]
    line = make("w:p", {}, make("w:pPr", {}, make("w:spacing", _LOWEST)))
    return [*others, WordSection([line], start=2, goes_on=True), replace(last, start=1)]


def _has_notes(section: WordSection) -> bool:
    return any(
        next(node.iter(q("w:footnoteReference")), None) is not None for node in section.nodes
    )
