"""Divide the passages of a scan into sections, and give headings their levels."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from octavo.ingest import headings
from octavo.ingest.flow import Passage, words_of
from octavo.ingest.front import plain
from octavo.ingest.sheet import Sheet

_LEAST = 120  # words of a section; a heading with fewer is one of a title page
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class SectionPlan:
    """One text of the edition: its passages, and the name of its file."""

    name: str
    passages: tuple[Passage, ...]
    start: int  # the first position in the scan that belongs to it


def sections_of(sheet: Sheet, passages: Sequence[Passage]) -> list[SectionPlan]:
    """Return the sections: one for each chapter, or one for all if there are no chapters."""
    starts = _starts(sheet, passages)
    groups = [
        list(passages[a:b]) for a, b in zip(starts, [*starts[1:], len(passages)], strict=True)
    ]
    plans: list[SectionPlan] = []
    for number, group in enumerate(group for group in groups if group):
        leveled = _leveled(group)
        plans.append(SectionPlan(_name(sheet, leveled, number), tuple(leveled), group[0].start))
    return plans


def _starts(sheet: Sheet, passages: Sequence[Passage]) -> list[int]:
    marked = [p.level for p in passages if p.kind == "heading" and p.level]
    if not marked:
        return [0]
    top = min(marked)
    chapters = [
        i for i, p in enumerate(passages) if p.kind == "heading"
        and (headings.is_chapter(words_of(sheet, p)) or (p.level == top and marked.count(top) > 1))
    ]  # fmt: skip
    starts = [0]
    for index in chapters:
        if index == 0:
            continue
        words = sum(len(words_of(sheet, p).split()) for p in passages[starts[-1] : index])
        if words >= _LEAST:
            starts.append(index)
    return starts


def _leveled(group: Sequence[Passage]) -> list[Passage]:
    """Return the passages with the levels of their headings: the first is 1, no level is
    skipped."""
    used = sorted({p.level for p in group if p.kind == "heading" and p.level})
    seen: list[Passage] = []
    first = True
    for passage in group:
        if passage.kind != "heading":
            seen.append(passage)
            continue
        if first and not any(p.kind == "paragraph" and len(p.stretches) > 3 for p in seen):
            level = 1
        elif passage.level:
            level = min(max(used.index(passage.level) + 1, 2), 6)
        else:
            level = 2
        first = False
        seen.append(replace(passage, level=level))
    return _without_gaps(seen)


def _without_gaps(passages: Sequence[Passage]) -> list[Passage]:
    last, found = 0, list[Passage]()
    for passage in passages:
        if passage.kind == "heading":
            level = min(passage.level, last + 1)
            last = level
            passage = replace(passage, level=level)
        found.append(passage)
    return found


def _name(sheet: Sheet, group: Sequence[Passage], number: int) -> str:
    title = next((words_of(sheet, p) for p in group if p.kind == "heading"), "")
    return f"{number + 1:02}-{slug(plain(headings.bare(title))) or 'text'}.md"


def slug(words: str) -> str:
    """Return a name for a file: small letters without accents, figures and hyphens."""
    spread = unicodedata.normalize("NFKD", words.casefold())
    letters = "".join(c for c in spread if not unicodedata.combining(c))
    name = re.sub(r"[^\w]+", "-", letters, flags=re.UNICODE).strip("-_")
    if len(name) > _LONGEST_NAME:
        name = name[:_LONGEST_NAME].rpartition("-")[0] or name[:_LONGEST_NAME]
    return name
