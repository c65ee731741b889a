"""Keep a bare address as a link only if it is one of the web.

pandoc takes any scheme that is registered for one, so that `mid:` or `doi:` before a word in prose
would become a link that leads nowhere. In angle brackets the author has said that it is a link.
"""

from __future__ import annotations

import re

from octavo.model import Blocks, Element, Inlines
from octavo.pandoc import tree
from octavo.pandoc.walk import rewrite, walk

_WEB = re.compile(r"(?:https?|ftp)://[^/?#\s]", re.IGNORECASE)
_CLASS = "uri"  # pandoc's class of a link whose words are its address


def without_false_addresses(blocks: Blocks, text: str) -> Blocks:
    """Return the blocks of a text with each false link replaced by its words."""

    def change(element: Element) -> Inlines | None:
        if not tree.is_kind(element, "Link") or _CLASS not in tree.classes_of(element):
            return None
        address = tree.target_of(element)
        if _WEB.match(address) or f"<{address}>" in text:
            return None
        return tree.content_of(element)

    if all(change(element) is None for element in walk(blocks)):
        return blocks
    return rewrite(blocks, change)
