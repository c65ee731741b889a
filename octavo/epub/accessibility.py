"""Compute what is true of a book's accessibility from its contents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from octavo.html.chapter import Chapter
from octavo.locales import Words


@dataclass(frozen=True, slots=True)
class Accessibility:
    """The values of schema.org's accessibility properties."""

    modes: tuple[str, ...]
    sufficient: tuple[str, ...]
    features: tuple[str, ...]
    hazards: tuple[str, ...]
    summary: str


def accessibility_of(chapters: Sequence[Chapter], words: Words) -> Accessibility:
    """Return the properties of the chapters, after they are set; `words` are for the summary."""
    described = sum(chapter.described for chapter in chapters)
    undescribed = sum(chapter.undescribed for chapter in chapters)
    pictures, math = described + undescribed, any(chapter.has_math for chapter in chapters)
    notes = any(chapter.calls for chapter in chapters)
    modes = ("textual", "visual") if pictures else ("textual",)
    sufficient = () if undescribed else ("textual",)
    features = [
        "ARIA",
        "displayTransformability",
        "readingOrder",
        "structuralNavigation",
        "tableOfContents",
        *(["alternativeText"] if pictures and not undescribed else []),
        *(["MathML"] if math else []),
        *(["index"] if any(chapter.kind == "index" for chapter in chapters) else []),
    ]
    return Accessibility(
        modes=modes,
        sufficient=(*sufficient, *(["textual,visual"] if pictures else [])),
        features=tuple(sorted(features, key=str.lower)),
        hazards=("none",),
        summary=_summary(words, notes, described, undescribed, math),
    )


def _summary(words: Words, notes: bool, described: int, undescribed: int, math: bool) -> str:
    said = [words.text_can_be_read]
    if notes:
        said.append(words.notes_are_linked)
    if undescribed:
        phrase = words.images_undescribed.of(undescribed)
        said.append(phrase.format(count=undescribed, images=described + undescribed))
    elif described:
        said.append(words.images_described)
    if math:
        said.append(words.formulas_are_mathml)
    return " ".join(said)
