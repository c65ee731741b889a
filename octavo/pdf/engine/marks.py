"""Mark boxes, before they are laid out, with what the engine needs to know of them.

This is the one attribute of ours on any object of WeasyPrint's, and the one module that touches it.
It is on the boxes because WeasyPrint lays out copies: of the blocks in columns and in flex
containers, of whole trees in grids; and the engine copies each note. The marks have to be copied
too. A table beside the boxes would lose them, or would have to see each copy as it is made: that is
one more function replaced, and more than two per cent of the time of a layout.

Facts about a box that is laid out, and is copied no more, are in tables: how lines end (`hyphens`),
to which node of the structure a text belongs (`structure`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Keep = Literal["", "row", "block"]

_NAME = "octavo"


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """The marks of one box; blocks have the first three, line boxes the last.

    `keep` says whether the text of a block stays with the following block: `row` in a table, where
    a note that does not fit makes room for the rest of the row, `block` in a heading or a figure,
    where even a note that fits does. `table_notes` are the notes called in head and foot of the
    table whose row the block is in, `in_head` says whether it is in a head. `original` is the line
    box that a line box is a copy of: lines are known by it, however often a note is laid out.
    """

    keep: Keep = ""
    table_notes: tuple[Any, ...] = ()
    in_head: bool = False
    original: Any = None


_NONE = Marks()


def mark(box: Any, marks: Marks) -> None:
    """Set the marks of a box, which all its copies keep."""
    setattr(box, _NAME, marks)


def marks_of(box: Any) -> Marks:
    """Return the marks of a box; blocks inside notes have none."""
    return getattr(box, _NAME, _NONE)


def original_of(line: Any) -> Any:
    """Return the line box by which the lines of this one are known: the original of a copy, or the
    box itself."""
    return marks_of(line).original or line
