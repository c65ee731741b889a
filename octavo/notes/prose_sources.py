"""Whether a note names works in its prose, beside those that it cites: no *ibid.* can follow it.

"Ibid." points to the one source of the note before (Chicago, 18th edition, 13.37), and a reader
counts the sources that an author typed, too.  What stands before a citation describes the document
it cites ('Litvinov to Stalin, 21 Jan. 1927'), unless it holds a title in italics; behind one, a
title, or behind the last a number, is taken for another source.  The short form that is printed
instead of *ibid.* is never wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from octavo.manuscript import Element, plain
from octavo.notes.split_citations import is_citation, is_note_reference

_TITLES = frozenset({"Emph", "Quoted"})
_SOURCE = re.compile(r"\d|[“«„].*\s.*[”»“]")


def names_other_works(note: Element) -> bool:
    """Whether the prose of a note names works."""
    cited = numbered = False
    for piece in _prose(note["c"][1]):
        if piece is None:
            cited, numbered = True, False
        elif piece["t"] == "Str":
            numbered = numbered or (cited and bool(_SOURCE.search(piece["c"])))
        elif " " in plain(piece).strip() and (cited or piece["t"] == "Emph"):
            return True
    return numbered


def _prose(tree: Any) -> Iterator[Element | None]:
    """The words and the titles of a note in their order, and None for each citation."""
    stack = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, list):
            stack += reversed(node)
        elif isinstance(node, dict):
            kind = node.get("t")
            if is_citation(node):
                yield None
            elif kind == "Str" or kind in _TITLES:
                yield node
            elif not (kind == "Cite" and is_note_reference(node)):
                stack.append(node.get("c"))
