"""Mark boxes, before they are laid out, with what the engine needs to know of them.

These are the only attributes of ours on any object of WeasyPrint's, and this is the one module that
touches them: the marks of a block, and the direction of a text or a line. They are on the boxes
because WeasyPrint lays out copies: of the blocks in columns and in flex containers, of whole trees
in grids; and the engine copies each note. The marks have to be copied too. A table beside the boxes
would lose them, or would have to see each copy as it is made: that is one more function replaced,
and more than two per cent of the time of a layout.

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
    """The marks of one box; blocks have the first three, line boxes the others.

    `keep` says whether the text of a block stays with the following block: `row` in a table, where
    a note that does not fit makes room for the rest of the row, `block` in a heading or a figure,
    where even a note that fits does. `table_notes` are the notes called in head and foot of the
    table whose row the block is in, `in_head` says whether it is in a head. `original` is the line
    box that a line box is a copy of: lines are known by it, however often a note is laid out.
    `left_for` is the word for the reason why a line is left to Pango. `even` says that the lines of
    a block are to be equal: its measure is narrowed for it.
    """

    keep: Keep = ""
    table_notes: tuple[Any, ...] = ()
    in_head: bool = False
    original: Any = None
    left_for: str = ""
    even: bool = False


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


@dataclass(frozen=True, slots=True, eq=False)
class Direction:
    """The direction of a text, or of a line: its level (UAX #9), which is odd from right to left.
    `gaps` are the distances before the parts of a line that is set, in the order of reading."""

    level: int
    gaps: tuple[float, ...] | None = None


_DIRECTION = "octavo_direction"


def set_direction(box: Any, direction: Direction) -> None:
    """Set the direction of a box, which all its copies keep."""
    setattr(box, _DIRECTION, direction)


def direction_of(box: Any) -> Direction | None:
    """Return the direction of a box; None in a paragraph that is left to Pango."""
    return getattr(box, _DIRECTION, None)
