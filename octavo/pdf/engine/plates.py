"""Let the text run on around a plate: a block with a page of its own, near its place in the text.

WeasyPrint knows no floats of pages (CSS Page Floats, `float-reference: page`). A block with
`--plate: next-page` is taken out of the text, and gets the page after that on which the text has
reached its place; the text continues after it. A page that opens with the rest of a note comes
first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from octavo.pdf.engine.custom import word
from octavo.pdf.engine.weasy import boxes, wp_page

PAGE = "plate"  # the name of the pages (`@page plate`)


@dataclass(frozen=True, slots=True, eq=False)
class Plate:
    """A block that was taken out, with the boxes that held it, and the path to its place: in each
    of those boxes, the number of the child that is now there."""

    box: Any
    parents: tuple[Any, ...]
    path: tuple[int, ...]

    def is_passed(self, resume_at: Any) -> bool:
        """Return whether a page that begins at `resume_at` begins after the plate's place."""
        return tuple(_path(resume_at)) >= self.path

    def page_of(self, root: Any) -> Any:
        """Return the tree with nothing in it but the plate."""
        inner = self.box
        for parent in reversed(self.parents[1:]):
            inner = parent.copy_with_children([inner])
        return root.copy_with_children([inner])


class Plates:
    """The plates of a document in their order, and which of them each page was made with."""

    def __init__(self) -> None:
        self._plates: tuple[Plate, ...] = ()
        self._made: dict[int, Plate | None] = {}
        self._next = 0
        self.present: Plate | None = None

    def take_out(self, root: Any) -> None:
        """Take the plates out of the text, before it is laid out."""
        self._plates = tuple(_taken(root, (), ()))

    def start(self) -> None:
        """Begin with the first page."""
        self._next = 0
        self.present = None

    @property
    def wanting(self) -> bool:
        """Whether plates are left to be laid out."""
        return self._next < len(self._plates)

    def waits_before(self, other: Plate) -> bool:
        """Return whether the next plate has its place before that of `other`."""
        return self.wanting and self._plates[self._next].path < other.path

    def turn(self, index: int, resume_at: Any, is_free: bool) -> bool:
        """Choose a plate or the text for a page, which would begin at `resume_at` and is free of
        rests of notes if `is_free`; return whether the page was made for something else before."""
        due = index > 0 and is_free and self.wanting
        if due and resume_at is not None:
            due = self._plates[self._next].is_passed(resume_at)
        self.present = self._plates[self._next] if due else None
        self._next += due
        changed = index in self._made and self._made[index] is not self.present
        self._made[index] = self.present
        return changed


def type_of_plate(context: Any, page_type: Any) -> Any:
    """Return the type of a page for a plate."""
    groups = tuple(group for group in page_type.groups if group[0] != PAGE)
    page_type = page_type._replace(blank=False, name=PAGE, groups=(*groups, (PAGE, 0)))
    wp_page.set_page_type_computed_styles(page_type, context.html, context.style_for)
    return page_type


def _path(resume_at: Any) -> Iterator[int]:
    """Yield the beginning of a page: the number of the child in each box, from the root."""
    while resume_at:
        number, resume_at = next(iter(resume_at.items()))
        yield number


def _taken(box: Any, parents: tuple[Any, ...], path: tuple[int, ...]) -> Iterator[Plate]:
    if not isinstance(box, boxes.BlockBox) or isinstance(box, boxes.ReplacedBox):
        return
    kept: list[Any] = []
    taken: list[Plate] = []
    for child in box.children:
        if _is_plate(child):
            taken.append(Plate(child, (*parents, box), (*path, len(kept))))
            continue
        taken += _taken(child, (*parents, box), (*path, len(kept)))
        kept.append(child)
    if len(kept) < len(box.children):
        box.children = kept
    yield from taken


def _is_plate(box: Any) -> bool:
    return isinstance(box, boxes.BlockBox) and word(box.style, "plate") == "next-page"
