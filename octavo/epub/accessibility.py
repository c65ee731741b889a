"""What can be said truly of a book's accessibility, computed from what stands in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from octavo.epub.chapter import Chapter


@dataclass(frozen=True, slots=True)
class Accessibility:
    """The values of schema.org's accessibility properties."""

    modes: tuple[str, ...]
    sufficient: tuple[str, ...]
    features: tuple[str, ...]
    hazards: tuple[str, ...]
    summary: str


def accessibility_of(chapters: Sequence[Chapter]) -> Accessibility:
    """Read the properties off the chapters, after they are set."""
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
        summary=_summary(notes, described, undescribed, math),
    )


def _summary(notes: bool, described: int, undescribed: int, math: bool) -> str:
    said = [
        "The text can be shown in any size, font and colour and read aloud; it has a table of "
        "contents, headings and one logical reading order."
    ]
    if notes:
        said.append("Every note is linked from its call, and back to it.")
    if undescribed:
        said.append(_without_text(described + undescribed, undescribed))
    elif described:
        said.append("All images that carry meaning have alternative texts.")
    if math:
        said.append("Formulas are MathML.")
    return " ".join(said)


def _without_text(all_images: int, undescribed: int) -> str:
    return f"Of {all_images} images {undescribed} {'has' if undescribed == 1 else 'have'} no " \
        "alternative text."  # fmt: skip
