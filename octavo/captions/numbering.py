"""Number the figures and tables in front of their captions, and the equations behind them.

Only those with an id bear a number: what is never referred to needs none (Chicago 3.9, 3.52). The
numbers run through the edition, or begin again in each chapter and name it first: 2.3.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from octavo.locales import chapter_number, words_in
from octavo.manuscript import Element, holds, rewrite, string, text_of, walk
from octavo.model import FigureSettings, Inlines, Manuscript
from octavo.parsing.labels import EQUATION

LABEL, EQUATION_NUMBER = "caption-label", "equation-number"


def number_captions(
    manuscripts: Sequence[Manuscript], settings: FigureSettings | None = None
) -> tuple[Manuscript, ...]:
    """The manuscripts with "Figure 1." and "Table 1." at the head of the captions, and "(1)" behind
    the equations."""
    by_section = settings is not None and settings.numbering == "section"
    counts: Counter[tuple[str, str]] = Counter()
    done = []
    body = 0
    for manuscript in manuscripts:
        body += manuscript.section.part == "body"
        if holds(manuscript.blocks, "Figure", "Table", "Math"):
            chapter = _chapter(manuscript, body) if by_section else ""
            manuscript = _numbered(manuscript, chapter, counts)
        done.append(manuscript)
    return tuple(done)


def _chapter(manuscript: Manuscript, position: int) -> str:
    """What a chapter's numbers begin with: the number that its title bears, or which of the
    chapters it is; nothing before and behind the chapters."""
    number = chapter_number(text_of(manuscript.title))
    if number:
        return f"{number}."
    return f"{position}." if manuscript.section.part == "body" else ""


def _numbered(manuscript: Manuscript, chapter: str, counts: Counter[tuple[str, str]]) -> Manuscript:
    words = words_in(manuscript.language)

    def change(element: Element) -> Any:
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
    """The kind of an element that is numbered: it has an id, and a caption if it can have one."""
    kind = element["t"]
    if kind == "Span" and EQUATION in element["c"][0][1]:
        return kind
    if kind not in {"Figure", "Table"}:
        return ""
    (identity, *_), (_, caption) = element["c"][0], element["c"][1]
    return kind if identity and caption and caption[0]["t"] in {"Plain", "Para"} else ""


def _labelled(element: Element, label: str, number: str) -> Element:
    attributes, (short, (first, *rest)), *others = element["c"]
    span = {"t": "Span", "c": [["", [LABEL], [["number", number]]], string(label)]}
    inlines: Inlines = [span, {"t": "Space"}, *first["c"]]
    caption = [short, [{"t": first["t"], "c": inlines}, *rest]]
    return {"t": element["t"], "c": [attributes, caption, *others]}


def _counted(equation: Element, number: str) -> Element:
    attributes, inlines = equation["c"]
    counted = {"t": "Span", "c": [["", [EQUATION_NUMBER], []], string(f"({number})")]}
    return {"t": "Span", "c": [attributes, [*inlines, {"t": "Space"}, counted]]}


def number_of(caption: Any) -> str:
    """Give the number that a caption begins with, such as 2.3; nothing if it has none."""
    spans = (e["c"][0] for e in walk(caption) if e["t"] == "Span")
    return next(
        (dict(pairs).get("number", "") for _, classes, pairs in spans if LABEL in classes), ""
    )
