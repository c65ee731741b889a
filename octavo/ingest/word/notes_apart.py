"""Set notes that were read apart from the text into their places again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from octavo.ingest.word import marks
from octavo.model import Blocks
from octavo.pandoc import tree
from octavo.pandoc.walk import plain, rewrite_lists

_MARK = re.compile(f"{marks.NOTE}(\\d+){marks.NOTE_END}")


def notes_apart(blocks: Blocks) -> dict[int, Blocks]:
    """Return the blocks of each note by its number, of a text in which a mark is before each."""
    found: dict[int, Blocks] = {}
    own: Blocks = []
    for block in blocks:
        mark = _MARK.fullmatch(plain(block).strip()) if tree.is_paragraph(block) else None
        if mark:
            own = found.setdefault(int(mark[1]), [])
        else:
            own.append(block)
    return found


def with_notes(blocks: Blocks, notes: Mapping[int, Blocks]) -> Blocks:
    """Return blocks with the notes in the place of their marks."""

    def with_own(items: list[Any]) -> list[Any]:
        made: list[Any] = []
        for item in items:
            if not tree.is_string(item) or marks.NOTE not in tree.string_of(item):
                made.append(item)
                continue
            for at, piece in enumerate(_MARK.split(tree.string_of(item))):
                if at % 2:
                    made.append(tree.note(notes.get(int(piece), [])))
                elif piece:
                    made.append(tree.string(piece))
        return made

    return rewrite_lists(blocks, with_own)
