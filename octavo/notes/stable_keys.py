"""Name each note of a section by what its author wrote: the same name after an edit elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from octavo.model import Element, Manuscript, NoteKey
from octavo.notes.numbering import notes_of
from octavo.pandoc import tree
from octavo.pandoc.note_spans import blocks_of, label_of
from octavo.pandoc.walk import text_of, walk


def keys_of_notes(manuscript: Manuscript) -> tuple[NoteKey, ...]:
    """Return the keys of a section's notes, in the order of their calls: the label of a note, or
    its words and the works that it cites. Citations that are set change with those before them: so
    the manuscript has its citations as they are written."""
    return tuple(map(_key_of, notes_of(manuscript)))


def _key_of(note: Element) -> NoteKey:
    label = label_of(note)
    if label:
        return NoteKey(label, label)
    blocks = blocks_of(note)
    cited = [part for cite in walk(blocks) if tree.is_kind(cite, "Cite") for part in _cites(cite)]
    words = text_of(blocks)
    return NoteKey(cited[0] if cited else "", "\n".join([words, *cited]))


def _cites(cite: Element) -> Iterator[str]:
    for one in tree.citations_of(cite):
        yield from (
            one["citationId"], text_of(one["citationPrefix"]), text_of(one["citationSuffix"])
        )  # fmt: skip
