"""Keep the number of a chapter or a part in a Span at the head of its title.

    Header 1 [Span ("", ["heading-number"], [("kind", "chapter"), ("number", "3")]) "Chapter Three",
              LineBreak, "The", Space, "Waiting", Space, "Room"]

Where a title is on one line, a full stop parts the two: in the contents, in running heads.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from octavo.model import Element, Inlines
from octavo.pandoc import tree

HEADING_NUMBER = "heading-number"
PART_LEAF = "part"  # the class of the title of a part
BETWEEN = ". "  # a number and its title on one line


class NumberedHeading(NamedTuple):
    """What a heading is, `chapter` or `part`, and its number in Arabic figures."""

    kind: str
    number: str


def heading_span(label: str, kind: str, number: str, language: str = "") -> Element:
    """Make the number at the head of a title; `language` is that of its words, if it is another
    than the title's."""
    attributes = {"kind": kind, "number": number} | ({"lang": language} if language else {})
    return tree.span(tree.text(label), classes=[HEADING_NUMBER], attributes=attributes)


def is_heading_number(element: Element) -> bool:
    """Return whether an element is the number at the head of a title."""
    return tree.is_kind(element, "Span") and HEADING_NUMBER in tree.classes_of(element)


def number_of_heading(inlines: Sequence[Element]) -> NumberedHeading | None:
    """Return the number at the head of a title; None if it has none."""
    first = inlines[0] if inlines else None
    if first is None or not is_heading_number(first):
        return None
    return NumberedHeading(tree.attribute(first, "kind"), tree.attribute(first, "number"))


def without_number(inlines: Inlines) -> Inlines:
    """Return a title without the number at its head, and without what is between the two."""
    return inlines[2:] if number_of_heading(inlines) else inlines
