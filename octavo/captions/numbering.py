"""Number the figures and tables, before their captions, and the equations, after them.

Only those with an id have a number: one that is never referred to needs none (Chicago 3.9, 3.52).
The numbers run through the edition, or begin again in each chapter and name it first: 2.3.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from octavo.captions.heading_numbers import opens_part
from octavo.locales import chapter_number, words_in
from octavo.model import Blocks, Element, FigureSettings, Inlines, Manuscript
from octavo.pandoc import tree
from octavo.pandoc.heading_spans import number_of_heading
from octavo.pandoc.walk import rewrite, text_of, walk
from octavo.parsing.labels import EQUATION

LABEL, EQUATION_NUMBER = "caption-label", "equation-number"


def number_captions(
    manuscripts: Sequence[Manuscript], settings: FigureSettings | None = None
) -> tuple[Manuscript, ...]:
    """Return the manuscripts with "Figure 1." and "Table 1." before the captions, and "(1)" after
    the equations."""
    return tuple(map(with_captions, manuscripts, caption_counts(manuscripts, settings)))


@dataclass(frozen=True, slots=True)
class CaptionCounts:
    """The first part of the numbers of a section's captions, and how many captions of each kind
    come before the section's own in the same count."""

    chapter: str
    before: Mapping[str, int]


def caption_counts(
    manuscripts: Sequence[Manuscript], settings: FigureSettings | None = None
) -> tuple[CaptionCounts, ...]:
    """Return for each manuscript the counts that its captions continue."""
    by_section = settings is not None and settings.numbering == "section"
    counts: dict[str, Counter[str]] = {}
    found: list[CaptionCounts] = []
    body = 0
    numbered = any(number_of_heading(manuscript.title) for manuscript in manuscripts)
    for manuscript in manuscripts:
        body += _is_counted(manuscript, numbered)
        if not _may_have_captions(manuscript):
            found.append(CaptionCounts("", {}))
            continue
        position = body if _is_counted(manuscript, numbered) else 0
        chapter = _chapter(manuscript, position) if by_section else ""
        count = counts.setdefault(chapter, Counter())
        found.append(CaptionCounts(chapter, dict(count)))
        count.update(filter(None, map(_kind, walk(manuscript.blocks))))
    return tuple(found)


def _may_have_captions(manuscript: Manuscript) -> bool:
    return manuscript.holds("Figure", "Table", "Math")


def _is_counted(manuscript: Manuscript, numbered: bool) -> bool:
    """Return whether a section without a number has one by its position in the body: no part has,
    and none of an edition whose chapters are numbered, or two would be the same."""
    return manuscript.section.part == "body" and not numbered and not opens_part(manuscript)


def _chapter(manuscript: Manuscript, position: int) -> str:
    """Return the first part of a chapter's numbers: its number, or that in its title, or its
    position in the body if it has one; nothing for others."""
    above = number_of_heading(manuscript.title)
    if above is not None:
        return f"{above.number}." if above.kind == "chapter" else ""
    number = chapter_number(text_of(manuscript.title))
    if number:
        return f"{number}."
    return f"{position}." if position else ""


def with_captions(manuscript: Manuscript, given: CaptionCounts) -> Manuscript:
    """Return one manuscript with its captions numbered, in the count that is given."""
    if not _may_have_captions(manuscript):
        return manuscript
    words, counts, chapter = words_in(manuscript.language), Counter(given.before), given.chapter

    def change(element: Element) -> Element | None:
        kind = _kind(element)
        if not kind:
            return None
        counts[kind] += 1
        number = f"{chapter}{counts[kind]}"
        if kind == "Span":
            return _counted(element, number)
        phrase = words.table_label if kind == "Table" else words.figure_label
        return _labelled(element, phrase.format(number=number), number)

    return replace(manuscript, blocks=rewrite(manuscript.blocks, change))


def is_captioned(element: Element) -> bool:
    """Return whether an element is a figure, a table or an equation that is numbered."""
    return bool(_kind(element))


def _kind(element: Element) -> str:
    """Return the kind of an element that is numbered, which has an id, and a caption unless it is
    an equation; nothing for any other."""
    kind = tree.kind_of(element)
    if kind == "Span" and EQUATION in tree.classes_of(element):
        return kind
    if kind not in {"Figure", "Table"}:
        return ""
    caption = tree.caption_of(element)
    return kind if tree.id_of(element) and caption and tree.is_paragraph(caption[0]) else ""


def _labelled(element: Element, label: str, number: str) -> Element:
    first, *rest = tree.caption_of(element)
    span = tree.span(tree.text(label), classes=[LABEL], attributes={"number": number})
    labelled = tree.with_content(first, [span, tree.SPACE, *tree.content_of(first)])
    return tree.with_caption(element, [labelled, *rest])


def _counted(equation: Element, number: str) -> Element:
    counted = tree.span(tree.text(f"({number})"), classes=[EQUATION_NUMBER])
    return tree.with_content(equation, [*tree.content_of(equation), tree.SPACE, counted])


def number_of(caption: Blocks | Inlines) -> str:
    """Return the number that a caption begins with, such as 2.3; nothing if it has none."""
    spans = (element for element in walk(caption) if tree.is_kind(element, "Span"))
    labels = (span for span in spans if LABEL in tree.classes_of(span))
    return next((tree.attribute(label, "number") for label in labels), "")
