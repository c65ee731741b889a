"""Move the boxes in the margins of a page apart: WeasyPrint sets each at the height of its place in
the text, over those that are there already.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

import weasyprint

_GAP = 4.0  # pixels


def part_margin_boxes(document: weasyprint.Document, classes: Collection[str]) -> tuple[int, ...]:
    """Move the absolutely positioned boxes of elements with one of the classes down, in place, each
    below the one before it on its page; at the foot of the page they go up instead. Return the
    indexes of pages that are too short for theirs."""
    too_short: list[int] = []
    for number, page in enumerate(document.pages):
        root: Any = page._page_box
        found = sorted(_positioned(root, classes), key=lambda each: each.position_y)
        below = root.content_box_y()
        for box in found:
            box.translate(0, max(0.0, below - box.position_y), ignore_floats=True)
            below = box.position_y + box.margin_height() + _GAP
        end = root.margin_height() - root.margin_bottom / 2
        for box in reversed(found):
            excess = box.position_y + box.margin_height() - end
            if excess <= 0:
                break
            box.translate(0, -excess, ignore_floats=True)
            end = box.position_y - _GAP
        if found and found[0].position_y < 0:
            too_short.append(number)
    return tuple(too_short)


def _positioned(box: Any, classes: Collection[str]) -> Iterator[Any]:
    """Yield the boxes in the margin of a page."""
    for child in getattr(box, "children", ()):
        inner = getattr(child, "_box", child)
        named = inner.element.get("class", "").split() if inner.element is not None else ()
        is_in_margin = inner.style["position"] == "absolute" and not set(classes).isdisjoint(named)
        if is_in_margin and inner.element_tag in ("span", "div"):
            yield inner
        else:
            yield from _positioned(inner, classes)
