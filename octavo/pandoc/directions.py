"""Give elements whose language is marked the direction in which that language is written, and those
that are no prose their own: code, and links that print their address.
"""

from __future__ import annotations

import re

from octavo.locales import direction_of, direction_of_text
from octavo.model import Blocks, Element
from octavo.pandoc import tree
from octavo.pandoc.note_spans import blocks_of, is_note, with_blocks
from octavo.pandoc.walk import plain, rewrite

_ADDRESS = re.compile(r"\S+")


def with_directions(blocks: Blocks, direction: str) -> Blocks:
    """Return the blocks of a section that runs in `direction`, in which every element with `lang`
    has `dir`, as pandoc's DOCX writer reads it: around code and links, whose own it does not read,
    and around the words of a note's paragraphs, which would run as the place of its call does."""

    def change(element: Element) -> Element | None:
        if is_note(element):
            return with_blocks(element, [of_note(block) for block in blocks_of(element)])
        return _wrapped(element) if tree.has_attr(element) else None

    def of_note(block: Element) -> Element:
        if not tree.is_kind(block, "Para", "Plain"):
            return block
        words = tree.span(tree.content_of(block), attributes={"dir": direction})
        return tree.with_content(block, [words])

    return rewrite(blocks, change)


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
