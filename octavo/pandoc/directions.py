"""Give elements whose language is marked the direction in which that language is written."""

from __future__ import annotations

from octavo.locales import direction_of
from octavo.model import Blocks, Element
from octavo.pandoc import tree
from octavo.pandoc.walk import rewrite


def with_directions(blocks: Blocks) -> Blocks:
    """Return blocks in which every element with `lang` has `dir`."""
    return rewrite(blocks, lambda each: directed(each) if tree.has_attr(each) else None)


def directed(element: Element) -> Element:
    """Return an element with the direction of its language, unless its author gave one."""
    identity, classes, pairs = tree.attr_of(element)
    known = dict(pairs)
    if "lang" not in known or "dir" in known:
        return element
    known["dir"] = direction_of(known["lang"])
    return tree.with_attr(element, identity, classes, known)
