"""The lists of illustrations and tables, as sections: what is numbered, and where it stands.

A line links to its figure or table and ends with its page, which the print form and Word know and
the EPUB, which has no pages, leaves out.  Long captions are shortened by the attribute `short`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from octavo.captions.numbering import LABEL, number_of
from octavo.locales import words_in
from octavo.manuscript import Element, holds, is_note, rewrite, string, walk
from octavo.matter.parts import LISTS
from octavo.model import Blocks, Inlines, Manuscript, Section
from octavo.notes.note_references import PAGE, UNKNOWN_PAGE

_KINDS = ("Figure", "Table")  # in the order of LISTS
_SKIPPED = {LABEL, "credit", "source"}


def listed(manuscripts: Sequence[Manuscript], section: Section, language: str) -> Manuscript:
    """The list that `section` is for, of texts whose captions are numbered; empty if there is
    nothing to list."""
    number = LISTS.index(section)
    words = words_in(language)
    kind, title = _KINDS[number], string((words.illustrations, words.tables)[number])
    rows = [row for made in manuscripts for row in _rows(made, kind)]
    blocks: Blocks = []
    if rows:
        name = section.name
        heading = {"t": "Header", "c": [1, [f"{name}-title", [name], []], title]}
        blocks = [heading, {"t": "Div", "c": [["", ["listed"], []], rows]}]
    return Manuscript(section, title, language, blocks)


def _rows(manuscript: Manuscript, kind: str) -> Iterator[Element]:
    if not holds(manuscript.blocks, kind):
        return
    for element in walk(manuscript.blocks):
        if element["t"] == kind:
            row = _row(element)
            if row is not None:
                yield row


def _row(element: Element) -> Element | None:
    """One line of a list; none of what has no id or number."""
    identity, (short, caption) = element["c"][0][0], element["c"][1]
    inlines = caption[0]["c"] if caption and caption[0]["t"] in {"Plain", "Para"} else []
    number = number_of(inlines)
    if not identity or not number:
        return None
    words = string(_short_of(element)) or short or _bare(inlines)
    target = [f"#{identity}", ""]
    counted = {"t": "Span", "c": [["", ["entry-number"], []], string(f"{number}.")]}
    words = [counted, {"t": "Space"}, *words]
    named = {"t": "Link", "c": [["", ["entry-title"], []], words, target]}
    page = {"t": "Link", "c": [["", [PAGE], []], string(UNKNOWN_PAGE), target]}
    parting = {"t": "Span", "c": [["", ["entry-parting"], []], string(", ")]}
    paged = {"t": "Span", "c": [["", [PAGE], []], [parting, page]]}
    return {"t": "Div", "c": [["", ["entry"], []], [{"t": "Plain", "c": [named, paged]}]]}


def _classes(element: Element) -> set[str]:
    return set(element["c"][0][1]) if element["t"] == "Span" else set()


def _short_of(element: Element) -> str:
    """The caption for the list that an author gives by hand, at the table or the figure's image."""
    images = (e for e in walk(element["c"][2]) if e["t"] == "Image")
    holders = [element["c"][0], *(image["c"][0] for image in images if element["t"] == "Figure")]
    return next((value for h in holders for key, value in h[2] if key == "short"), "")


def _bare(caption: Inlines) -> Inlines:
    """A caption without its label, credit, notes and links, and without the point at its end."""

    def change(element: Element) -> Any:
        if is_note(element) or _classes(element) & _SKIPPED:
            return []
        return element["c"][1] if element["t"] == "Link" else None

    words = rewrite(caption, change)
    while words and words[0]["t"] in {"Space", "SoftBreak"}:
        words = words[1:]
    while words and words[-1]["t"] in {"Space", "SoftBreak"}:
        words = words[:-1]
    if words and words[-1]["t"] == "Str" and re.search(r"[^.]\.$", words[-1]["c"]):
        words = [*words[:-1], {"t": "Str", "c": words[-1]["c"][:-1]}]
    return words
