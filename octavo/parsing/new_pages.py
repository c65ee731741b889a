"""Let what follows an empty division of the class `new-page` begin a page."""

from __future__ import annotations

from typing import Any

from octavo.model import Blocks, Element
from octavo.pandoc import tree
from octavo.pandoc.walk import rewrite_lists

NEW_PAGE = "new-page"


def with_new_pages(blocks: Blocks) -> Blocks:
    """Return blocks in which the block after each such division has its class, in a division if it
    can have none; a division with nothing after it is left out."""
    return rewrite_lists(blocks, _in_list)


def _in_list(items: list[Any]) -> list[Any]:
    if not any(_ends_page(item) for item in items):
        return items
    made: list[Element] = []
    begins = False
    for item in items:
        if _ends_page(item):
            begins = True
        else:
            made.append(_on_new_page(item) if begins else item)
            begins = False
    return made


def _ends_page(item: object) -> bool:
    if not tree.is_element(item) or not tree.is_kind(item, "Div"):
        return False
    return NEW_PAGE in tree.classes_of(item) and not tree.content_of(item)


def _on_new_page(block: Element) -> Element:
    """Return a block that begins a page."""
    if not tree.is_kind(block, "Header", "Div", "Figure", "Table"):
        return tree.div([block], classes=[NEW_PAGE])
    identity, classes, pairs = tree.attr_of(block)
    return tree.with_attr(block, identity, [*classes, NEW_PAGE], pairs)
