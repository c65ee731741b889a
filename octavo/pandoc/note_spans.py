"""Keep the name of a note in a Span around it, since pandoc's Note has none.

The parser makes `Span ("", ["note"], [("label", "b")]) [Note …]`; when the notes are numbered, the
Span also gets the id, the series and the mark of its note (`octavo.model.Manuscript`).
"""

from __future__ import annotations

from collections.abc import Sequence

from octavo.model import Blocks, Element, Series
from octavo.pandoc import tree

CLASS = "note"


def note_span(blocks: Sequence[Element], label: str) -> Element:
    """Make a note of blocks in the Span that bears its label, which is empty for an inline note."""
    return tree.span([tree.note(blocks)], classes=[CLASS], attributes={"label": label})


def is_note(element: Element) -> bool:
    """Return whether an element is the Span of a note."""
    return element["t"] == "Span" and element["c"][0][1][:1] == [CLASS]


def with_number(span: Element, id: str, series: Series, mark: str) -> Element:
    """Return the Span of a note with the note's id, series and mark."""
    attributes = {"label": label_of(span), "mark": mark}
    return tree.with_attr(span, id, [CLASS, series], attributes)


def label_of(span: Element) -> str:
    """Return a note's label; that of an inline note is empty."""
    return tree.attribute(span, "label")


def mark_of(span: Element) -> str:
    """Return the number or sign of a note; raise KeyError before the notes are numbered."""
    return dict(tree.attributes_of(span))["mark"]


def series_of_note(span: Element) -> str:
    """Return the series of a note; raise IndexError before the notes are numbered."""
    return tree.classes_of(span)[1]


def blocks_of(span: Element) -> Blocks:
    """Return the blocks of the note that a Span holds."""
    return tree.content_of(tree.content_of(span)[0])


def with_blocks(span: Element, blocks: Blocks) -> Element:
    """Return the Span of a note that holds other blocks."""
    identity, classes, pairs = tree.attr_of(span)
    return tree.span([tree.note(blocks)], identity, classes, pairs)
