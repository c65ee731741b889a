"""Number the chapters and the parts of the body, above their titles: Chapter Three, Part II.

A text of the body is a chapter, unless its title is marked `{.unnumbered}`; one whose title is
marked `{.part}` opens a part. Chapters are counted through all parts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from octavo.locales import NumberedKind, name_of_number
from octavo.model import Element, Manuscript, NumberingSettings
from octavo.pandoc import tree
from octavo.pandoc.heading_spans import BETWEEN, PART_LEAF, heading_span
from octavo.pandoc.walk import rewrite, walk

UNNUMBERED = "unnumbered"


@dataclass(frozen=True, slots=True)
class HeadingNumber:
    """The number of a chapter or a part, and the words that are printed above its title."""

    kind: NumberedKind
    number: int
    label: str
    language: str  # of these words


def heading_numbers(
    manuscripts: Sequence[Manuscript], settings: NumberingSettings, language: str
) -> tuple[HeadingNumber | None, ...]:
    """Return the number of each text, in the order of the book; None for one that has none.
    `language` is the edition's."""
    counts: Counter[str] = Counter()
    found: list[HeadingNumber | None] = []
    for manuscript in manuscripts:
        kind = kind_of_heading(manuscript)
        style = settings.parts if kind == "part" else settings.chapters
        if not kind or style == "none":
            found.append(None)
            continue
        counts[kind] += 1
        label = name_of_number(kind, counts[kind], style, language)
        found.append(HeadingNumber(kind, counts[kind], label, language))
    return tuple(found)


def kind_of_heading(manuscript: Manuscript) -> NumberedKind | None:
    """Return what a text is counted as; None for front and back matter, a text without a heading,
    and one that is to have no number."""
    title = title_of(manuscript)
    if title is None or UNNUMBERED in tree.classes_of(title):
        return None
    return "part" if opens_part(manuscript) else "chapter"


def opens_part(manuscript: Manuscript) -> bool:
    """Return whether a text is the leaf of a part of the book."""
    title = title_of(manuscript)
    return title is not None and PART_LEAF in tree.classes_of(title)


def title_of(manuscript: Manuscript) -> Element | None:
    """Return the title of a text of the body; None for other texts, and without one."""
    if manuscript.section.part != "body" or not manuscript.section.path:
        return None
    return next((e for e in walk(manuscript.blocks) if tree.is_kind(e, "Header")), None)


def with_heading_number(manuscript: Manuscript, number: HeadingNumber | None) -> Manuscript:
    """Return one manuscript with its number above its title."""
    title = title_of(manuscript)
    if number is None or title is None:
        return manuscript
    other = number.language if number.language != manuscript.language else ""
    span = heading_span(number.label, number.kind, str(number.number), other)
    waits = True

    def change(element: Element) -> Element | None:
        nonlocal waits
        if not waits or not tree.is_kind(element, "Header"):
            return None
        waits = False  # the first heading is the title
        return tree.with_content(element, [span, tree.LINE_BREAK, *tree.content_of(element)])

    blocks = rewrite(manuscript.blocks, change)
    named = [span, tree.string(BETWEEN.strip()), tree.SPACE, *manuscript.title]
    return replace(manuscript, title=named, blocks=blocks)
