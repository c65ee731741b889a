"""Keep in a section that has a Word file of its own the links that lead to places in it: others are
their words, and pages of what is in another file are left out, since no program can count them.
"""

from __future__ import annotations

from octavo.model import Blocks, Element, Inlines
from octavo.notes.note_references import PAGE
from octavo.pandoc import tree
from octavo.pandoc.walk import holds, rewrite, walk


def with_own_links(blocks: Blocks) -> Blocks:
    """Return the blocks of a section without links to other sections."""
    if not holds(blocks, "Link"):
        return blocks
    own = {tree.id_of(element) for element in walk(blocks) if tree.has_attr(element)}

    def leads_out(element: Element) -> bool:
        target = tree.target_of(element) if tree.is_kind(element, "Link") else ""
        return target.startswith("#") and target[1:] not in own

    def change(element: Element) -> Inlines | None:
        is_page = PAGE in tree.classes_of(element)
        if tree.is_kind(element, "Span") and is_page:
            return [] if any(map(leads_out, walk(element))) else None
        if is_page or not leads_out(element):
            return None
        identity, _, pairs = tree.attr_of(element)
        return [tree.span(tree.content_of(element), identity, (), pairs)]

    def without_pages(element: Element) -> Inlines | None:
        return [] if leads_out(element) else None

    return rewrite(rewrite(blocks, change), without_pages)
