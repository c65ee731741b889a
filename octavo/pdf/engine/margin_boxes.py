"""Put the boxes in the margins of a page side and apart: WeasyPrint sets each at the right, at the
height of its place in the text, over those that are there already.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import weasyprint

IN_MARGINS = frozenset({"aside", "comment"})  # the classes of what is in a margin
FAR = 1e6  # pixels: no page is as long
_GAP = 4.0  # pixels between two boxes
_EDGE = 8.0  # pixels at the edge of the page that may be cut off


def is_in_margin(box: Any) -> bool:
    """Return whether a box is one of those in the margin of a page."""
    if box.style["position"] != "absolute" or box.element_tag not in ("span", "div"):
        return False
    return not IN_MARGINS.isdisjoint(box.element.get("class", "").split())


def set_margin_boxes(document: weasyprint.Document) -> tuple[int, ...]:
    """Move the boxes in the margins, in place: to the wider margin, and each below the one before
    it on its page; at the foot of the page they go up instead. Return the indexes of pages whose
    margins do not hold theirs."""
    too_small: list[int] = []
    for number, page in enumerate(document.pages):
        root: Any = page._page_box
        found = sorted(_positioned(root), key=lambda each: each.position_y)
        if found and not (_set_aside(root, found) and _set_apart(root, found)):
            too_small.append(number)
    return tuple(too_small)


def _set_aside(root: Any, found: list[Any]) -> bool:
    """Move boxes into the left margin where that is the wider one; return whether all are on the
    page."""
    if root.margin_left > root.margin_right:
        for box in found:
            gap = box.position_x + box.margin_left - (root.content_box_x() + root.width)
            place = root.content_box_x() - gap - box.border_width()
            box.translate(place - box.position_x - box.margin_left, 0, ignore_floats=True)
    return all(
        box.border_box_x() >= _EDGE
        and box.border_box_x() + box.border_width() <= root.margin_width() - _EDGE
        for box in found
    )


def _set_apart(root: Any, found: list[Any]) -> bool:
    """Move boxes, which are in the order of their heights, apart; return whether all are on the
    page."""
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
    return found[0].position_y >= 0


def _positioned(box: Any) -> Iterator[Any]:
    """Yield the boxes in the margin of a page."""
    for child in getattr(box, "children", ()):
        inner = getattr(child, "_box", child)
        if is_in_margin(inner):
            yield inner
        else:
            yield from _positioned(inner)
