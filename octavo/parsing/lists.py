"""Sort lists from paragraphs that only begin like one, and keep the numbers that are written.

pandoc reads "3. Mai 1942, Brief an Halder" as a list whose first item has the number 3, and counts
on from there whatever number the next item has. Here such lists become prose again, and the items
of others are parted where their numbers do not follow. docs/authors.md says which is which.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, TypeVar

from octavo.locales import is_month
from octavo.model import Blocks, DoubtfulItem, Element, ListDoubt
from octavo.pandoc import tree
from octavo.pandoc.walk import plain, rewrite
from octavo.source import Lines, ListMarker, MarkedLine, item_marks, without_item_marks

Part = TypeVar("Part")  # a tree, or a part of one
FIRST_YEAR = 1000  # numbers from here on are years: nobody counts so far
LAST_DAY = 31
_HEADS = frozenset({"Note", "OrderedList", "BulletList", "DefinitionList", "Table"})
_ITEMS = _HEADS - {"Note"}


@dataclass(frozen=True, slots=True)
class Parted:
    """A line whose item begins a list of its own, at the number that is written."""

    line: MarkedLine
    value: int


@dataclass(slots=True)
class ReadLists:
    """The result of a reading: the ends of the markers that are prose, the lines whose items begin
    a list of their own, by number, and the items that are doubtful."""

    prose: list[int] = field(default_factory=list)
    parted: dict[int, Parted] = field(default_factory=dict)
    doubtful: list[DoubtfulItem] = field(default_factory=list)


def read_lists(
    document: object,
    lines: Mapping[int, MarkedLine],
    places: Lines,
    language: str,
    referred: Container[str],
) -> ReadLists:
    """Return what the tree of a text says about its lists; its `lines` have the mark of their
    number, and `referred` are the labels of examples to which the text refers."""
    reader = _Reader(lines, places, language, referred)
    reader.visit(document, "")
    return reader.found


def with_numbers_as_written(part: Part, parted: Mapping[int, Parted]) -> Part:
    """Return a part of a tree without the marks of items, its lists parted before each marked item,
    which begins a list with its own number."""

    def change(element: Element) -> list[Element] | None:
        if not tree.is_kind(element, "OrderedList"):
            return None
        style, delimiter = tree.number_style_of(element), tree.delimiter_of(element)
        made: list[tuple[int, list[Blocks]]] = [(tree.start_of(element), [])]
        for item in tree.items_of(element):
            number = _written_at(item, parted)
            if number is not None and made[-1][1]:
                made.append((number, []))
            made[-1][1].append(item)
        return [tree.ordered_list(items, start, style, delimiter) for start, items in made]

    return _without_marks(rewrite(part, change))


def _written_at(item: Blocks, parted: Mapping[int, Parted]) -> int | None:
    """Return the number that an item is to have, if its own line is one of those parted."""
    first = next(iter(_marks_in(item)), -1)
    return parted[first].value if first in parted else None


def _without_marks(part: Any) -> Any:
    if isinstance(part, str):
        return without_item_marks(part)
    if isinstance(part, list):
        return [_without_marks(item) for item in part]
    if isinstance(part, dict):
        return {key: _without_marks(value) for key, value in part.items()}
    return part


def _marks_in(part: Any) -> Iterator[int]:
    """Yield the numbers of all marks of a part of a tree, in the order of the text, without those
    of its notes, which are written elsewhere."""
    stack = [part]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            yield from item_marks(node)
        elif isinstance(node, dict) and not tree.is_kind(node, "Note"):
            stack.extend(reversed(list(node.values())))
        elif isinstance(node, list):
            stack.extend(reversed(node))


@dataclass(frozen=True, slots=True)
class _Seen:
    """A list of the tree: its items with the markers known, and what surrounds it."""

    element: Element
    markers: tuple[ListMarker | None, ...]
    numbers: tuple[int, ...]  # those of the marked lines; -1 where none is known
    around: Blocks
    at: int
    container: str

    @property
    def start(self) -> int:
        return tree.start_of(self.element)

    @property
    def items(self) -> list[Blocks]:
        return tree.items_of(self.element)

    @property
    def is_roman(self) -> bool:
        return "Roman" in tree.number_style_of(self.element)

    @property
    def is_loose(self) -> bool:
        return any(tree.is_kind(block, "Para") for item in self.items for block in item)

    @property
    def may_be_paragraphs(self) -> bool:
        """Whether its items, read as prose, are paragraphs, or one paragraph whose lines happen to
        begin with numbers."""
        return (self.start > 1 or self.is_loose) and all(map(_is_short, self.items))

    @property
    def alone(self) -> bool:
        return len(self.items) == 1

    @property
    def is_at_head(self) -> bool:
        """Whether it opens a note, an item, a definition or a cell."""
        return self.at == 0 and self.container in _HEADS

    def is_of_kind(self, other: Element) -> bool:
        """Return whether another element is a list with the same kind of numbers."""
        return tree.is_kind(other, "OrderedList") and (
            tree.number_style_of(other),
            tree.delimiter_of(other),
        ) == (tree.number_style_of(self.element), tree.delimiter_of(self.element))

    @property
    def is_continued(self) -> bool:
        """Whether another list beside it ends before its number, or begins behind it."""
        for at, other in enumerate(self.around):
            if at != self.at and self.is_of_kind(other):
                start = tree.start_of(other)
                end = start + len(tree.items_of(other))
                if self.start == end if at < self.at else start == self.start + len(self.items):
                    return True
        return False


class _Reader:
    """One pass over the tree of a marked text, outer lists first."""

    def __init__(
        self,
        lines: Mapping[int, MarkedLine],
        places: Lines,
        language: str,
        referred: Container[str],
    ) -> None:
        self._lines = lines
        self._referred = referred
        self._left = {number: list(line.markers) for number, line in lines.items()}
        self._places = places
        self._language = language
        self.found = ReadLists()

    def visit(self, part: Any, container: str) -> None:
        if isinstance(part, list):
            for at, item in enumerate(part):
                if tree.is_kind(item, "OrderedList"):
                    self._judge(self._see(item, part, at, container))
                self.visit(item, container)
        elif tree.is_element(part):
            self.visit(tree.parts_of(part), tree.kind_of(part))
        elif isinstance(part, dict):
            self.visit(list(part.values()), container)

    def _see(self, element: Element, around: Blocks, at: int, container: str) -> _Seen:
        claimed = [self._claim(item) for item in tree.items_of(element)]
        markers = tuple(marker for marker, _ in claimed)
        numbers = tuple(number for _, number in claimed)
        seen = _Seen(element, markers, numbers, around, at, container)
        first = markers[0]
        if first is None or first.value(seen.is_roman) in {None, seen.start}:
            return seen
        return replace(seen, markers=(None, *markers[1:]))  # the mark is of another line

    def _claim(self, item: Blocks) -> tuple[ListMarker | None, int]:
        """Return the marker of an item, and the number of its line; of two on one line, `1. a.`,
        the outer list takes the first."""
        number = next(iter(_marks_in(item)), None)
        if number is None or not self._left.get(number):
            return None, -1
        return self._left[number].pop(0), number

    def _judge(self, seen: _Seen) -> None:
        style = tree.number_style_of(seen.element)
        if style == "Example":
            self._judge_examples(seen)
        elif style == "DefaultStyle" or None in seen.markers[:1]:
            return
        elif self._has_dates(seen):
            self._read_as_prose(seen)
        elif seen.alone:
            self._judge_single(seen)
        else:
            self._judge_several(seen)

    def _judge_single(self, seen: _Seen) -> None:
        """Decide on a list of one item: it is prose, unless it goes on, has more than a paragraph,
        or may be the beginning of a list in the text."""
        if not _is_short(seen.items[0]) or (seen.is_continued and not _is_year(seen)):
            self._note_zeros(seen)
        elif seen.start > 1 or seen.is_at_head or _is_nested_single(seen.items[0]):
            self._read_as_prose(seen)
        elif seen.container not in _ITEMS:
            self._doubt(ListDoubt.ALONE, seen.markers[0])

    def _judge_several(self, seen: _Seen) -> None:
        """Decide on a list of several items by their numbers: those that never follow each other
        begin paragraphs; others are kept, and each that does not follow is doubtful."""
        markers = [marker for marker in seen.markers if marker is not None]
        values = [marker.value(seen.is_roman) for marker in markers]
        if len(markers) < len(seen.items) or None in values:
            return
        runs = _runs([value or 0 for value in values])
        if len(runs) == 1 or all(value == 1 for value in values):
            self._note_zeros(seen)
        elif len(runs) == len(values) and seen.may_be_paragraphs:
            self._read_as_prose(seen)
        else:
            self._judge_runs(seen, runs)

    def _judge_runs(self, seen: _Seen, runs: list[range]) -> None:
        """Decide on the runs of numbers of a list: a year, or a number before a list that begins at
        1, begins a paragraph of its own; every other run begins where its number is written."""
        after_prose = True
        values = [marker.value(seen.is_roman) or 0 if marker else 0 for marker in seen.markers]
        for run, following in zip(runs, [*runs[1:], None], strict=True):
            first = values[run.start]
            alone = len(run) == 1 and seen.is_loose and _is_short(seen.items[run.start])
            precedes = run.start == 0 and following is not None and values[following.start] == 1
            if alone and (first >= FIRST_YEAR or (first > 1 and precedes)):
                self._read_as_prose(seen, run.start)
                after_prose = True
                continue
            if not after_prose:
                self._part(seen, run.start)
            after_prose = False

    def _part(self, seen: _Seen, at: int) -> None:
        """Let an item begin a list at the number that is written; a nested list that shares its
        line with an outer one keeps its count."""
        marker, number = seen.markers[at], seen.numbers[at]
        self._doubt(ListDoubt.COUNT, marker)
        value = marker.value(seen.is_roman) if marker else None
        if value and marker is self._lines[number].markers[0]:
            self.found.parted[number] = Parted(self._lines[number], value)

    def _has_dates(self, seen: _Seen) -> bool:
        """Return whether a list opens with a day and its month, and its items are paragraphs."""
        first = seen.markers[0]
        return (
            first is not None
            and first.number is not None
            and first.number <= LAST_DAY
            and first.written.endswith(".")
            and any(map(tree.is_paragraph, seen.items[0][:1]))
            and is_month(_first_word(seen.items[0]), self._language)
            and all(map(_is_short, seen.items))
        )

    def _read_as_prose(self, seen: _Seen, only: int | None = None) -> None:
        markers = seen.markers if only is None else seen.markers[only : only + 1]
        self.found.prose += [marker.end for marker in markers if marker is not None]
        opens_note = seen.container == "Note" and seen.at == 0
        if opens_note or seen.start >= FIRST_YEAR:
            for marker in markers:
                self._doubt(ListDoubt.PROSE, marker, opens_note)

    def _note_zeros(self, seen: _Seen) -> None:
        for marker in seen.markers:
            if marker is not None and marker.written.lstrip("(").startswith("0"):
                self._doubt(ListDoubt.ZERO, marker)
                return

    def _judge_examples(self, seen: _Seen) -> None:
        opens_note = seen.container == "Note" and seen.at == 0
        for marker in seen.markers:
            if marker is not None and marker.label:
                known = not opens_note and marker.label in self._referred
                self._doubt(ListDoubt.LABEL if known else ListDoubt.EXAMPLE, marker, opens_note)

    def _doubt(self, doubt: ListDoubt, marker: ListMarker | None, opens_note: bool = False) -> None:
        if marker is not None:
            place, label = self._places.place(marker.offset), marker.label or ""
            self.found.doubtful.append(
                DoubtfulItem(doubt, place, marker.written, marker.escaped, label, opens_note)
            )


def _runs(values: list[int]) -> list[range]:
    """Return the ranges of indices in which each value follows the one before."""
    starts = [at for at, value in enumerate(values) if not at or value != values[at - 1] + 1]
    return [range(a, b) for a, b in pairwise([*starts, len(values)])]


def _is_year(seen: _Seen) -> bool:
    return tree.number_style_of(seen.element) == "Decimal" and seen.start >= FIRST_YEAR


def _is_short(item: Blocks) -> bool:
    """Return whether an item is empty or one paragraph, or a list of one such item."""
    if not item:
        return True
    return len(item) == 1 and (tree.is_paragraph(item[0]) or _is_nested_single(item))


def _is_nested_single(item: Blocks) -> bool:
    """Return whether an item is nothing but a numbered list of one short item, as in `3. 5.
    1942`."""
    if len(item) != 1 or not tree.is_kind(item[0], "OrderedList"):
        return False
    inner = tree.items_of(item[0])
    return len(inner) == 1 and _is_short(inner[0])


def _first_word(item: Blocks) -> str:
    words = without_item_marks(plain(item)).split(None, 1)
    return words[0] if words else ""
