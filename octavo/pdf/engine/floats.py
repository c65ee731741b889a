"""Let text come up before a figure that does not fit: the figure opens the next page.

WeasyPrint knows no floats of pages (CSS Page Floats, `float: top`). A figure with
`--float: next-page` stays in its place where it fits. Where a page would end short before it, it is
taken out of the text, which fills the page, and is set at the head of the next one. Figures keep
their order; one that does not let a page become fuller stays in its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from octavo.pdf.engine.custom import word
from octavo.pdf.engine.plates import Plate, Plates
from octavo.pdf.engine.weasy import boxes

SHORT = 0.96  # a page that is less full than this lets text come up
GAIN = 0.03  # the least share of a page that a figure has to leave to the text
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True, slots=True, eq=False)
class Float(Plate):
    """A figure that was taken out, with what stands in its place in the text."""

    stand_in: Any

    @property
    def space_below(self) -> float:
        """The space between the figure and the text below it, in pixels."""
        return float(getattr(self.box.style["margin_bottom"], "value", 0.0))

    def take_out(self) -> None:
        """Put the stand-in into the figure's place, so that no path to another box changes."""
        self._put(self.stand_in)

    def put_back(self) -> None:
        """Return the figure to its place."""
        self._put(self.box)

    def _put(self, box: Any) -> None:
        holder, place = self.parents[-1], self.path[-1]
        holder.children = [*holder.children[:place], box, *holder.children[place + 1 :]]


class Floats:
    """The figures of a document that were taken out, and which of them each page opens with.

    `due` are those that the page in hand may open with, `placed` says how many of them it does.
    """

    def __init__(self) -> None:
        self._floats: list[Float] = []
        self._fixed: set[Any] = set()  # figures that stay in their place, by their elements
        self._made: dict[int, tuple[tuple[Float, ...], int]] = {}
        self._next = 0
        self.due: tuple[Float, ...] = ()
        self.placed = 0
        self.text_is_over = False

    def start(self) -> None:
        """Begin with the first page."""
        self._next = 0

    @property
    def wanting(self) -> bool:
        """Whether figures are left to be laid out."""
        return self._next < len(self._floats)

    @property
    def waiting(self) -> list[Float]:
        """The figures that are left for the pages after the one in hand."""
        return self._floats[self._next + self.placed :]

    def due_at(self, index: int, resume_at: Any, plates: Plates) -> tuple[Float, ...]:
        """Return the figures that a page may open with: the text has passed their places, and no
        plate that stands before them waits."""
        if index == 0:
            return ()
        waiting = self._floats[self._next :]
        passed = [each for each in waiting if resume_at is None or each.is_passed(resume_at)]
        return tuple(each for each in passed if not plates.waits_before(each))

    def turn(self, index: int, resume_at: Any, due: tuple[Float, ...]) -> bool:
        """Begin a page; return whether it was made with other figures before."""
        self.text_is_over = index > 0 and resume_at is None
        self.due, self.placed = due, 0
        known, self.placed = self._made.get(index, (due, 0))
        return known != due

    def start_page(self) -> None:
        """Forget the figures that a trial of the page has placed."""
        self.placed = 0

    def place_next(self) -> None:
        """Record that the page opens with one more figure."""
        self.placed += 1

    def end_page(self, index: int) -> None:
        """Record what the page opens with."""
        self._made[index] = self.due, self.placed
        self._next += self.placed

    def candidate(self, root: Any, resume_at: Any) -> Float | None:
        """Return the figure that a page begins with which starts at `resume_at`, below headings at
        most; None if it begins with something else, or if the figure is to stay."""
        parents: list[Any] = []
        path: list[int] = []
        box = root
        while resume_at:
            place, resume_at = next(iter(resume_at.items()))
            parents.append(box)
            path.append(place)
            if place >= len(box.children):
                return None
            box = box.children[place]
        place = _place_of_figure(parents[-1].children[path[-1] :]) if path else None
        if place is None:
            return None
        path[-1] += place
        figure = _float(parents, path)
        return None if figure.box.element in self._fixed else figure

    def passing(self, root: Any, page: Any) -> Float | None:
        """Return the first figure in the text of a page that would come before one that waits."""
        if not self.waiting:
            return None
        taken = {each.box.element for each in self._floats}
        seen = {box.element for box in page.descendants() if is_floating(box)} - taken
        found = (each for each in _floating(root, (), ()) if each.box.element in seen)
        return next((each for each in found if each.path > self.waiting[0].path), None)

    def take(self, figure: Float) -> None:
        """Take a figure out of the text."""
        figure.take_out()
        self._floats.append(figure)
        self._floats.sort(key=lambda each: each.path)

    def give_back(self, figures: Sequence[Float]) -> None:
        """Return figures to the text, for good."""
        for figure in reversed(figures):
            figure.put_back()
            self._floats.remove(figure)
            self._fixed.add(figure.box.element)


def _float(parents: Sequence[Any], path: Sequence[int]) -> Float:
    figure = parents[-1].children[path[-1]]
    stand_in = boxes.BlockBox.anonymous_from(parents[-1], [])
    return Float(figure, tuple(parents), tuple(path), stand_in)


def _floating(box: Any, parents: tuple[Any, ...], path: tuple[int, ...]) -> Iterator[Float]:
    """Yield the figures in a box that may float, in order."""
    if not isinstance(box, boxes.BlockBox) or isinstance(box, boxes.ReplacedBox):
        return
    for place, child in enumerate(box.children):
        if is_floating(child):
            yield _float((*parents, box), (*path, place))
        else:
            yield from _floating(child, (*parents, box), (*path, place))


def _place_of_figure(blocks: Sequence[Any]) -> int | None:
    """Return the number of the figure among blocks that may float, if only headings are before it,
    and a line that is kept with them."""
    for place, block in enumerate(blocks[:4]):
        if is_floating(block):
            return place
        kept = place and place + 1 < len(blocks) and is_floating(blocks[place + 1])
        if block.element_tag not in _HEADINGS and not kept:
            return None
    return None


def is_floating(box: Any) -> bool:
    """Return whether a box is a figure that the style lets float."""
    return isinstance(box, boxes.BlockBox) and word(box.style, "float") == "next-page"
