"""Read the texts and the pictures off the boxes of a laid-out document, page by page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from octavo.pdf.engine.weasy import boxes, wp_absolute

Printed = tuple[int, Any, str | None]  # the page (an index), the element, its text


def printed_texts(document: Any) -> Iterator[Printed]:
    """Yield each stretch of text on the pages with the element that it is the own text of, and each
    picture with None for a text. Running heads and texts of style sheets are left out; the head of
    a table is there again on each of its pages."""
    for number, page in enumerate(document.pages):
        for child in page._page_box.children:
            if not isinstance(child, boxes.MarginBox):
                yield from _in_box(child, number)


def _in_box(box: Any, page: int) -> Iterator[Printed]:
    if isinstance(box, wp_absolute.AbsolutePlaceholder):
        box = box._box
    if isinstance(box, boxes.TextBox):
        if "::" not in box.element_tag.replace("::first-", ""):
            yield page, box.element, box.text
    elif isinstance(box, boxes.ReplacedBox):
        yield page, box.element, None
    else:
        for child in box.children:
            yield from _in_box(child, page)
