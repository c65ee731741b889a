"""Reduce a text to its gist: all that other sections and the lists of the edition depend on.

Numbers of notes and captions, positions of citations, references from section to section and the
index are found in the gists of all texts. Most edits leave a gist as it was but for its places.
"""

from __future__ import annotations

from octavo.captions.numbering import is_captioned
from octavo.model import MARK_CLASS, Element, Manuscript
from octavo.pandoc import tree
from octavo.pandoc.note_spans import is_note
from octavo.pandoc.walk import holds, pruned, walk

# Elements whose words may be set before a citation: these decide on its capital.
_LINES = tree.PARAGRAPHS | {"LineBlock", "DefinitionList"}


def gist_of(manuscript: Manuscript) -> Manuscript:
    """Return a text without the words that nothing outside it depends on.

    Citations are left with the notes that hold them, and headings, captions, equations, marks of
    the index, references and notes; of other notes only that they are there.
    """
    has_marks = any(map(_is_mark, walk(manuscript.blocks)))

    def is_whole(element: Element) -> bool:
        if is_note(element):
            return holds(element, "Cite")
        kind = tree.kind_of(element)
        if kind in _LINES:
            return has_marks and any(
                _is_mark(inner) and holds(inner, "Cite") for inner in walk(element)
            )
        return (
            kind in ("Cite", "Header")
            or is_captioned(element)
            or (kind == "Link" and not tree.content_of(element))
            or (kind == "Span" and _is_mark(element))
        )

    def is_kept(element: Element) -> bool:
        return is_note(element) or tree.is_kind(element, "Note") or _is_mark(element)

    blocks = pruned(manuscript.blocks, is_whole, is_kept)
    return Manuscript(
        manuscript.section, manuscript.title, manuscript.language, blocks,
        notes=manuscript.notes, cite_keys=manuscript.cite_keys, meta=manuscript.meta,
        words=manuscript.words,
    )  # fmt: skip


def _is_mark(element: Element) -> bool:
    return MARK_CLASS in tree.classes_of(element)
