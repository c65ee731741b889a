"""Decide whether a note names works in its prose, so that no *ibid.* can follow it.

"Ibid." points to the one source of the note before (Chicago, 18th edition, 13.37), and a reader
counts the sources that an author typed, too. Prose before a citation describes the cited document
('Litvinov to Stalin, 21 Jan. 1927'), unless it holds a title in italics. A title after a citation,
or a number after the last one, counts as another source. The short form that is printed instead of
*ibid.* is never wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.model import Blocks, Element
from octavo.notes.split_citations import is_citation
from octavo.pandoc import tree
from octavo.pandoc.note_spans import blocks_of
from octavo.pandoc.walk import plain, walk

_WHOLE = frozenset({"Cite", "Emph", "Quoted"})
_SOURCE = re.compile(r"\d|[“«„].*\s.*[”»“]")


def names_other_works(note: Element) -> bool:
    """Return whether the prose of a note names works."""
    cited = numbered = False
    for piece in _prose(blocks_of(note)):
        if piece is None:
            cited, numbered = True, False
        elif tree.is_string(piece):
            numbered = numbered or (cited and bool(_SOURCE.search(tree.string_of(piece))))
        elif " " in plain(piece).strip() and (cited or tree.is_kind(piece, "Emph")):
            return True
    return numbered


def _prose(blocks: Blocks) -> Iterator[Element | None]:
    """Yield the words and the titles of a note in their order, and None for each citation."""
    for element in walk(blocks, words=True, within=_WHOLE):
        if is_citation(element):
            yield None
        elif tree.is_kind(element, "Str", "Emph", "Quoted"):
            yield element
