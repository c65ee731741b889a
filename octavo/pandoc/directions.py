"""Give elements whose language is marked the direction in which that language is written, and those
that are no prose their own: code, and links that print their address.
"""

from __future__ import annotations

import re

from octavo.locales import direction_of, direction_of_text
from octavo.model import Blocks, Element
from octavo.pandoc import tree
from octavo.pandoc.walk import plain, rewrite

_ADDRESS = re.compile(r"\S+")


def with_directions(blocks: Blocks) -> Blocks:
    """Return blocks in which every element with `lang` has `dir`, as pandoc's DOCX writer reads it:
    around code and links, whose own it does not read."""
    return rewrite(blocks, lambda each: _wrapped(each) if tree.has_attr(each) else None)


def directed(element: Element) -> Element:
    """Return an element with its direction, unless its author gave one."""
    direction = _direction(element)
    if not direction:
        return element
    identity, classes, pairs = tree.attr_of(element)
    return tree.with_attr(element, identity, classes, {**dict(pairs), "dir": direction})


def _wrapped(element: Element) -> Element:
    if tree.is_kind(element, "CodeBlock") and (direction := _direction(element)):
        return tree.div([element], attributes={"dir": direction})
    if tree.is_kind(element, "Code", "Link") and (direction := _direction(element)):
        return tree.span([element], attributes={"dir": direction})
    return directed(element)


def _direction(element: Element) -> str:
    """Return the direction that an element has by its language, or by what it is; nothing for one
    that runs as the text about it does, or whose author gave its direction.

    In code and in an address every sign is in the order in which it is typed.
    """
    known = dict(tree.attr_of(element).attributes)
    if "dir" in known:
        return ""
    if "lang" in known:
        return direction_of(known["lang"])
    if tree.is_kind(element, "Code", "CodeBlock"):
        return direction_of_text(tree.string_of(element))
    if tree.is_kind(element, "Link"):
        words, address = plain(tree.content_of(element)), tree.target_of(element)
        if _ADDRESS.fullmatch(words) and address.endswith(words):
            return direction_of_text(words)
    return ""
