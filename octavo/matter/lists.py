"""Make the lists of illustrations and tables as sections: the numbered ones, with their pages.

A line links to its figure or table and ends with its page, which the PDF and Word print and the
EPUB, which has no pages, leaves out. The attribute `short` shortens a long caption.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from octavo.captions.numbering import LABEL, number_of
from octavo.locales import words_in
from octavo.matter.parts import LISTS
from octavo.model import Blocks, Element, Inlines, Kind, Manuscript, Section
from octavo.notes.note_references import PAGE, UNKNOWN_PAGE
from octavo.pandoc import tree
from octavo.pandoc.note_spans import is_note
from octavo.pandoc.walk import rewrite, walk
from octavo.parsing.comments import COMMENT

_KINDS: tuple[Kind, ...] = ("Figure", "Table")  # in the order of LISTS
_ASIDE = "aside"  # the class of a note in the margin
_SKIPPED = {LABEL, "credit", "source", PAGE, COMMENT, _ASIDE}


def listed(manuscripts: Sequence[Manuscript], section: Section, language: str) -> Manuscript:
    """Return the list that `section` is for, of texts whose captions are numbered; empty if there
    is nothing to list."""
    number = LISTS.index(section)
    words = words_in(language)
    kind, title = _KINDS[number], tree.text((words.illustrations, words.tables)[number])
    rows = [row for made in manuscripts for row in _rows(made, kind, words.comma)]
    blocks: Blocks = []
    if rows:
        name = section.name
        heading = tree.header(1, title, f"{name}-title", [name])
        blocks = [heading, tree.div(rows, classes=["listed"])]
    return Manuscript(section, title, language, blocks)


def _rows(manuscript: Manuscript, kind: Kind, comma: str) -> Iterator[Element]:
    if not manuscript.holds(kind):
        return
    for element in walk(manuscript.blocks):
        if tree.is_kind(element, kind):
            row = _row(element, comma)
            if row is not None:
                yield row


def _row(element: Element, comma: str) -> Element | None:
    """Return one line of a list, with a comma before its page; None for an element without an id or
    a number."""
    identity, caption = tree.id_of(element), tree.caption_of(element)
    inlines = tree.content_of(caption[0]) if caption and tree.is_paragraph(caption[0]) else []
    number = number_of(inlines)
    if not identity or not number:
        return None
    words = tree.text(_short_of(element)) or _bare(tree.short_caption_of(element) or inlines)
    target = f"#{identity}"
    counted = tree.span(tree.text(f"{number}."), classes=["entry-number"])
    named = tree.link([counted, tree.SPACE, *words], target, classes=["entry-title"])
    page = tree.link(tree.text(UNKNOWN_PAGE), target, classes=[PAGE])
    parting = tree.span(tree.text(comma), classes=["entry-parting"])
    paged = tree.span([parting, page], classes=[PAGE])
    return tree.div([tree.plain_block([named, paged])], classes=["entry"])


def _classes(element: Element) -> set[str]:
    return set(tree.classes_of(element)) if tree.is_kind(element, "Span") else set()


def _short_of(element: Element) -> str:
    """Return the attribute `short` of a table, or of a figure or its image: the caption for the
    list."""
    held = walk(tree.content_of(element)) if tree.is_kind(element, "Figure") else ()
    holders = [element, *(inner for inner in held if tree.is_kind(inner, "Image"))]
    pairs = (pair for holder in holders for pair in tree.attributes_of(holder))
    return next((value for key, value in pairs if key == "short"), "")


def _bare(caption: Inlines) -> Inlines:
    """Return a caption without its label, credit, notes, pictures, links and the pages that it
    refers to, and without the full stop at its end."""

    def change(element: Element) -> Inlines | None:
        if is_note(element) or tree.is_kind(element, "Image") or _classes(element) & _SKIPPED:
            return []
        return tree.content_of(element) if tree.is_kind(element, "Link") else None

    words = tree.trimmed(_single_spaced(rewrite(caption, change)))
    if words and tree.is_string(words[-1]):
        last = tree.string_of(words[-1])
        if re.search(r"(?<!\.)\.$", last):
            words = [*words[:-1], tree.string(last[:-1])]
    return words


def _single_spaced(words: Inlines) -> Inlines:
    """Return inlines without the second of two spaces, between which a picture was."""
    pairs = zip(words, [None, *words], strict=False)
    return [word for word, before in pairs if word != tree.SPACE or before != tree.SPACE]
