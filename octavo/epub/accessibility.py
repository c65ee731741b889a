"""Compute what is true of a book's accessibility from its contents."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from octavo.html.chapter import Chapter
from octavo.html.pictures import Picture
from octavo.locales import Words


@dataclass(frozen=True, slots=True)
class Accessibility:
    """The values of schema.org's accessibility properties."""

    modes: tuple[str, ...]
    sufficient: tuple[str, ...]
    features: tuple[str, ...]
    hazards: tuple[str, ...]
    summary: str


def accessibility_of(
    chapters: Sequence[Chapter],
    words: Words,
    pictures_shown: Mapping[str, Picture],
    *,
    has_pages: bool = False,
) -> Accessibility:
    """Return the properties of the chapters, after they are set, and of all pictures of the book;
    `words` are for the summary. It `has_pages` if those of the print are marked."""
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
        *(["pageBreakMarkers", "pageNavigation"] if has_pages else []),
        *(["structuralNavigation"] if any(chapter.headings for chapter in chapters) else []),
        "tableOfContents",
        *(["alternativeText"] if pictures and not undescribed else []),
        *(["MathML"] if math else []),
        *(["index"] if any(_is_linked_index(chapter) for chapter in chapters) else []),
    ]
    return Accessibility(
        modes=modes,
        sufficient=(*sufficient, *(["textual,visual"] if pictures else [])),
        features=tuple(sorted(features, key=str.lower)),
        hazards=_hazards(pictures_shown),
        summary=_summary(words, notes, described, undescribed, math),
    )


def _is_linked_index(chapter: Chapter) -> bool:
    """Return whether a section is an index whose entries lead into the text."""
    return chapter.kind == "index" and any(link.get("href") for link in chapter.root.iter("a"))


_STILL = ("none",)
# Nobody has measured how fast a moving picture flashes; there is no sound in any book.
_MOVING = ("unknownFlashingHazard", "unknownMotionSimulationHazard", "noSoundHazard")
_ANIMATED_SVG = re.compile(
    rb"<(?:\w+:)?(?:animate\w*|set|mpath)\b|@keyframes|animation(?:-name)?\s*:"
)


def _hazards(pictures: Mapping[str, Picture]) -> tuple[str, ...]:
    """Return the hazards of a book: none, unless a picture moves."""
    return _MOVING if any(_moves(picture) for picture in pictures.values()) else _STILL


def _moves(picture: Picture) -> bool:
    if picture.media_type == "image/svg+xml":
        return bool(_ANIMATED_SVG.search(picture.data))
    with Image.open(BytesIO(picture.data)) as opened:
        return getattr(opened, "n_frames", 1) > 1


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
