"""Number the figures and tables, before their captions, and the equations, after them.

Only those with an id have a number: one that is never referred to needs none (Chicago 3.9, 3.52).
The numbers run through the edition, or begin again in each chapter and name it first: 2.3.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from octavo.locales import chapter_number, words_in
from octavo.model import Blocks, Element, FigureSettings, Inlines, Manuscript
from octavo.pandoc import tree
from octavo.pandoc.walk import rewrite, text_of, walk
from octavo.parsing.labels import EQUATION

LABEL, EQUATION_NUMBER = "caption-label", "equation-number"


def number_captions(
    manuscripts: Sequence[Manuscript], settings: FigureSettings | None = None
) -> tuple[Manuscript, ...]:
    """Return the manuscripts with "Figure 1." and "Table 1." before the captions, and "(1)" after
    the equations."""
    by_section = settings is not None and settings.numbering == "section"
    counts: Counter[tuple[str, str]] = Counter()
    done = []
    body = 0
    for manuscript in manuscripts:
        body += manuscript.section.part == "body"
        if manuscript.holds("Figure", "Table", "Math"):
            chapter = _chapter(manuscript, body) if by_section else ""
            manuscript = _numbered(manuscript, chapter, counts)
        done.append(manuscript)
    return tuple(done)


def _chapter(manuscript: Manuscript, position: int) -> str:
    """Return the first part of a chapter's numbers: the number in its title, or its position in the
    body; nothing for front and back matter without a number."""
    number = chapter_number(text_of(manuscript.title))
    if number:
        return f"{number}."
    return f"{position}." if manuscript.section.part == "body" else ""


def _numbered(manuscript: Manuscript, chapter: str, counts: Counter[tuple[str, str]]) -> Manuscript:
    words = words_in(manuscript.language)

    def change(element: Element) -> Element | None:
        kind = _kind(element)
        if not kind:
            return None
        counts[kind, chapter] += 1
        number = f"{chapter}{counts[kind, chapter]}"
        if kind == "Span":
            return _counted(element, number)
        phrase = words.table_label if kind == "Table" else words.figure_label
        return _labelled(element, phrase.format(number=number), number)

    return replace(manuscript, blocks=rewrite(manuscript.blocks, change))


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
