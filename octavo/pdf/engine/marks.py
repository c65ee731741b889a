"""What the engine knows of a box before it is laid out, and keeps on the box.

This is the one attribute of ours on anything of WeasyPrint's, and the one module that touches it.
It is on the boxes because WeasyPrint lays out copies: of the blocks in columns and in flex
containers, of whole trees in grids; and the engine copies each note. What is known has to come
along. A table beside the boxes would lose it, or would have to see each copy as it is made: that
is one more function replaced, and more than two per cent of the time of a layout.

What is known of a box that is laid out, and is copied no more, is in tables: how lines end
(`hyphens`), of which node of the structure a text is (`structure`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Keep = Literal["", "row", "block"]

_NAME = "octavo"


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """What is known of one box; blocks have the first three, line boxes the last.

    `keep` says whether the text of a block stays with what follows it: `row` in a table, where a
    note that does not fit makes room for the rest of the row, `block` in a heading or a figure,
    where even one does that fits. `table_notes` are the notes called in head and foot of the table
    that the block is a row's, `in_head` tells whether it is in a head. `original` is the line box
    of which a line box is a copy: lines are known by it, however often a note is laid out.
    """

    keep: Keep = ""
    table_notes: tuple[Any, ...] = ()
    in_head: bool = False
    original: Any = None


_NONE = Marks()


def mark(box: Any, marks: Marks) -> None:
    """Keep on a box, and on all its copies, what is known of it."""
    setattr(box, _NAME, marks)


def marks_of(box: Any) -> Marks:
    """Give what is known of a box; blocks inside notes have no marks."""
    return getattr(box, _NAME, _NONE)


def original_of(line: Any) -> Any:
    """Give the line box that lines set from this one are known by: what it is a copy of, or it."""
    return marks_of(line).original or line
