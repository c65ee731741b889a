"""Read the inline boxes of a paragraph as one text, in slots that know their boxes.

A slot is a text, a picture or a block on the line, or an inline box that holds nothing (an
anchor). A place in
the paragraph is a slot and an offset in it; WeasyPrint's name for a place is its "skip stack".
What can be set without Pango is decided here: a paragraph with anything else is left to WeasyPrint.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import Any

from octavo.pdf.engine.composed.glyphs import Shape
from octavo.pdf.engine.composed.shapes import SPACES, Face, Faces
from octavo.pdf.engine.custom import word
from octavo.pdf.engine.known_lengths import resolve_percentages, strut
from octavo.pdf.engine.marks import direction_of
from octavo.pdf.engine.weasy import boxes, wp_inline, wp_text

PICTURE = "\ufffc"  # what is on the line and is not text
FORCED = "\n"
_SIDES = ("left", "right")
_WRAPS = ("normal", "nowrap")
# Letters from right to left, which are composed in a paragraph whose texts are split by direction.
_FROM_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
# What turns the letters about it round, or is a picture or as wide as it is preserved. Marks that
# order letters from left to right change nothing, as where they are pasted with a title.
_OF_PANGO = re.compile("[\u200f\u202b\u202d\u202e\u2067\u2068\ufe0f\t]")
Place = tuple[int, int]  # a slot, and an offset in its text


@dataclass(slots=True, eq=False)
class Slot:
    """A part of a paragraph: a box, its path from the line box, its text, its first letter in the
    text of all. `face` is None for what is no text: an anchor has no letters, what is on the line
    has one in their place, and its box is laid out. `top` and `bottom` are its edges from the
    baseline of the line, downwards; `aligned` says that it is at the `top` or the `bottom` of the
    line, a `float` beside the first lines, or `aside`: a float that takes no room of its line."""

    box: Any
    path: tuple[int, ...]
    text: str
    start: int
    face: Face | None
    top: float
    bottom: float
    before: float = 0.0  # what inline boxes that begin with it put in front of it
    behind: float = 0.0
    aligned: str = ""

    @property
    def is_anchor(self) -> bool:
        return self.face is None and not self.text

    @property
    def is_picture(self) -> bool:
        return self.face is None and bool(self.text)

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(slots=True, eq=False)
class Node:
    """An inline box with the slots that it holds, from `first` up to before `last`."""

    box: Any
    kids: list[Any] = field(default_factory=list)  # nodes, and numbers of slots
    first: int = 0
    last: int = 0
    top: float = 0.0
    bottom: float = 0.0


@dataclass(slots=True, eq=False)
class InlineText:
    """A paragraph that can be composed, in a block of any width; if a picture or a block is on
    the line, only in one as wide as `width`."""

    root: Node
    slots: list[Slot]
    text: str
    width: float | None = None

    floats: tuple[int, ...] = ()  # the slots of floats, which have no letters
    calls: tuple[Node, ...] = ()  # those of notes

    def floats_in(self, begin: Place, end: Place, *, aside: bool) -> list[int]:
        """Return the floats between two places: those aside from their line, or the others."""
        numbers = (number for number in self.floats if begin <= (number, 0) < end)
        return [each for each in numbers if (self.slots[each].aligned == "aside") == aside]

    def place_at(self, offset: int) -> Place:
        """Return the place behind the letter before an offset in the text: what stands between two
        texts belongs to what follows it."""
        low = bisect_left(self.slots, offset, key=_end_of)
        if low == len(self.slots) or self.slots[low].end == offset:
            return low + 1, 0
        return low, offset - self.slots[low].start

    def offset_of(self, place: Place) -> int:
        slot, offset = place
        return self.slots[slot].start + offset if slot < len(self.slots) else len(self.text)

    def skip_stack(self, place: Place) -> Any:
        """Return WeasyPrint's name for a place; None for the beginning and the end."""
        number, offset = place
        if number >= len(self.slots):
            return None
        slot = self.slots[number]
        path, skip = slot.path, None
        if offset:
            skip = {len(slot.text[:offset].encode()): None}
        else:
            while path and path[-1] == 0:
                path = path[:-1]
        for index in reversed(path):
            skip = {index: skip}
        return skip

    def place_of(self, skip_stack: Any) -> Place:
        """Return the place that a skip stack names."""
        names: list[int] = []
        while skip_stack is not None:
            ((index, skip_stack),) = skip_stack.items()
            names.append(index or 0)
        path = tuple(names)
        number = bisect_right(self.slots, path, key=_path_of) - 1
        slot = self.slots[number] if number >= 0 else None
        depth = len(slot.path) if slot else 0
        if slot is not None and path[:depth] == slot.path:
            rest = path[depth : depth + 1]
            return number, len(slot.text.encode()[: rest[0]].decode()) if rest else 0
        return bisect_left(self.slots, path, key=_path_of), 0


def _end_of(slot: Slot) -> int:
    return slot.end


def _path_of(slot: Slot) -> tuple[int, ...]:
    return slot.path


class CannotComposeError(Exception):
    """Something in a paragraph is left to Pango: the one word says what it is."""


def read(line: Any, block: Any, faces: Faces, context: Any) -> InlineText:
    """Read the one line box of a block; raise CannotComposeError if it is left to Pango."""
    is_split = direction_of(line) is not None
    if not is_split and "rtl" in (line.style["direction"], block.style["direction"]):
        raise CannotComposeError("direction")
    if line.style["white_space"] != "normal":
        raise CannotComposeError("white-space")
    if line.text_overflow != "clip" or block.style["max_lines"] != "none":
        raise CannotComposeError("clipped")
    if word(block.style, "composer") == "off":
        raise CannotComposeError("off")
    reader = _Reader(block, faces, context)
    root = reader.node(line, (), 0.0)
    text = "".join(reader.parts)
    if not text.strip(SPACES):
        raise CannotComposeError("empty")
    if _OF_PANGO.search(text) or (_FROM_RIGHT.search(text) and not is_split):
        raise CannotComposeError("script")
    width = float(block.width) if PICTURE in text else None
    return InlineText(root, reader.slots, text, width, tuple(reader.floats), tuple(reader.calls))


class _Reader:
    """A reader of the boxes in a line box; the widths of their edges are those in `block`."""

    def __init__(self, block: Any, faces: Faces, context: Any) -> None:
        self.block, self.faces, self.context = block, faces, context
        self.slots: list[Slot] = []
        self.parts: list[str] = []
        self.floats: list[int] = []
        self.calls: list[Node] = []
        self.length = 0
        self._before = 0.0

    def node(self, box: Any, path: tuple[int, ...], baseline: float) -> Node:
        """Read a line box, or an inline box whose baseline is so far below that of the line."""
        resolve_percentages(box, self.block)
        node = Node(box, first=len(self.slots))
        if box.footnote:
            self.calls.append(node)
        if path:
            box.margin_left = 0 if box.margin_left == "auto" else box.margin_left
            box.margin_right = 0 if box.margin_right == "auto" else box.margin_right
            self._before += box.margin_left + box.border_left_width + box.padding_left
        wp_inline._adjust_line_height(box)
        node.top = baseline - box.baseline
        node.bottom = node.top + box.margin_height()
        for index, child in enumerate(box.children):
            self._child(node, child, (*path, index), baseline)
        if path and len(self.slots) == node.first:
            self._add(Slot(box, path, "", self.length, None, node.top, node.bottom))
        node.last = len(self.slots)
        if path:
            slot = self.slots[-1]
            slot.behind += box.margin_right + box.border_right_width + box.padding_right
        return node

    def _child(self, node: Node, child: Any, path: tuple[int, ...], baseline: float) -> None:
        style = child.style
        if isinstance(child, boxes.AtomicInlineLevelBox) and child.is_in_normal_flow():
            self._picture(node, child, path, baseline)
            return
        if child.is_floated() and style["float"] in _SIDES:
            self._float(node, child, path)
            return
        if not child.is_in_normal_flow() or style["position"] != "static":
            raise CannotComposeError("float" if child.is_floated() else "position")
        if child.is_leader:
            raise CannotComposeError("leader")
        raised = style["vertical_align"]
        if isinstance(raised, (int, float)):
            baseline -= raised
        elif raised != "baseline":
            raise CannotComposeError("alignment")
        if isinstance(child, boxes.TextBox):
            self._text(node, child, path, baseline)
        elif isinstance(child, boxes.InlineBox) and style["box_decoration_break"] == "slice":
            if style["direction"] != "ltr":
                raise CannotComposeError("direction")
            before = len(self.slots)
            inner = self.node(child, path, baseline)
            is_empty = not child.children and len(self.slots) == before + 1
            node.kids.append(before if is_empty else inner)
        else:
            raise CannotComposeError("box")

    def _text(self, node: Node, box: Any, path: tuple[int, ...], baseline: float) -> None:
        style = box.style
        if not box.text:
            return
        if style["direction"] != "ltr" and (
            direction_of(box) is None or style["letter_spacing"] not in ("normal", 0)
        ):
            raise CannotComposeError("direction")
        if not style["font_size"]:
            raise CannotComposeError("size")
        if style["white_space"] not in _WRAPS and box.text != FORCED:
            raise CannotComposeError("white-space")
        if style["word_spacing"]:
            raise CannotComposeError("spacing")
        face = self.faces.of(style)
        _have_no_edges(box)
        measure(box, face.space)
        top = baseline - box.baseline
        node.kids.append(len(self.slots))
        self._add(Slot(box, path, box.text, self.length, face, top, top + box.margin_height()))
        self.parts.append(box.text)
        self.length += len(box.text)

    def _float(self, node: Node, child: Any, path: tuple[int, ...]) -> None:
        """Read a float that begins the paragraph, or takes no room."""
        how = "float"
        if self.length:
            if self._takes_room(child):
                raise CannotComposeError("float")
            how = "aside"
        self.floats.append(len(self.slots))
        node.kids.append(len(self.slots))
        self.slots.append(
            Slot(child, path, "", self.length, None, node.top, node.bottom, aligned=how)
        )

    def _takes_room(self, child: Any) -> bool:
        """Return whether a float is wider than its margins take back."""
        resolve_percentages(child, self.block)
        width = child.width
        if width == "auto":
            width = wp_inline.shrink_to_fit(self.context, child, self.block.width)
        edges = (
            child.margin_left, child.border_left_width, child.padding_left,
            child.padding_right, child.border_right_width, child.margin_right,
        )  # fmt: skip
        return width + sum(edge for edge in edges if edge != "auto") > 0

    def _picture(self, node: Node, child: Any, path: tuple[int, ...], baseline: float) -> None:
        """Lay out and read what no line is broken in: a picture, a formula, a block."""
        if child.style["position"] != "static":
            raise CannotComposeError("position")
        if isinstance(child, boxes.ParentBox) and _holds_note(child):
            raise CannotComposeError("box")
        resolve_percentages(child, self.block)
        held: list[Any] = []
        box = wp_inline.atomic_box(self.context, child, 0, None, self.block, held, held)
        if held:
            raise CannotComposeError("position")
        how = box.style["vertical_align"]
        top = _baseline_of(box, how, node.box, baseline) - box.baseline
        aligned = how if how in ("top", "bottom") else ""
        node.kids.append(len(self.slots))
        bottom = top + box.margin_height()
        self._add(Slot(box, path, PICTURE, self.length, None, top, bottom, aligned=aligned))
        self.parts.append(PICTURE)
        self.length += 1

    def _add(self, slot: Slot) -> None:
        slot.before, self._before = self._before, 0.0
        self.slots.append(slot)


def _holds_note(box: Any) -> bool:
    """Return whether a note is called in a box: it begins when its line is set."""
    return any(each.footnote is not None for each in box.descendants())


def _baseline_of(box: Any, how: Any, parent: Any, baseline: float) -> float:
    """Return where the baseline of a box on the line is (CSS 2, 10.8.1), downwards from that of the
    line; `baseline` is that of its parent. `how` is its `vertical-align`; at the top or the bottom
    of the line it is placed later."""
    if isinstance(how, (int, float)):
        return baseline - how
    top = baseline - parent.baseline + parent.margin_top
    top += parent.border_top_width + parent.padding_top
    if how == "middle":
        height = parent.style["font_size"] * wp_text.character_ratio(parent.style, "ex")
        return baseline - (height + box.margin_height()) / 2 + box.baseline
    if how == "text-top":
        return top + box.baseline
    if how == "text-bottom":
        return top + parent.height - box.margin_height() + box.baseline
    return baseline


def _have_no_edges(box: Any) -> None:
    """Give a text the edges that it has: none, since its style is that of no element."""
    box.margin_left = box.margin_right = 0
    box.padding_left = box.padding_right = box.padding_top = box.padding_bottom = 0
    box.border_left_width = box.border_right_width = 0
    box.border_top_width = box.border_bottom_width = 0


def measure(box: Any, shape: Shape) -> None:
    """Set the height of a text as WeasyPrint does: its line is as high as its style says."""
    line_height, _ = strut(box.style)
    half_leading = (line_height - shape.height) / 2
    box.height = shape.height
    box.margin_top = box.margin_bottom = half_leading
    box.baseline = shape.baseline + half_leading
