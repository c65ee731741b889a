"""Make the boxes of a line that is composed, as WeasyPrint would have made them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from octavo.pdf.engine.composed.glyphs import Shape
from octavo.pdf.engine.composed.inline_text import (
    FORCED,
    InlineText,
    Node,
    Place,
    Slot,
)
from octavo.pdf.engine.composed.light_line import LightLine
from octavo.pdf.engine.composed.shapes import Face
from octavo.pdf.engine.weasy import boxes

LOOSEST = 0.5  # the most that a word space beside an address is widened, in parts of the type size
LONG = 16  # letters of a word that leaves a gap in the line above
# The part of the room that a line leaves which is put in front of it.
_SHIFT = {"center": 0.5, "right": 1.0, "end": 1.0}


@dataclass(frozen=True, slots=True)
class Span:
    """A line of a paragraph: the offsets of its first letter, behind its last one, and of the first
    letter of the next line, None if there is none; the hyphen that is put at its end. `closes` says
    that it is not justified, `opens` that it is the first of the paragraph."""

    begin: int
    end: int
    following: int | None
    hyphen: str
    closes: bool
    opens: bool


@dataclass(frozen=True, slots=True)
class Fair:
    """How much a line may well be changed: each word space widened and narrowed, in pixels, and the
    letters made wider or narrower, as a share of their width."""

    stretch: float = 0.0
    shrink: float = 0.0
    letters: float = 0.0

    def scale(self, lacking: float, spaces: float, letters: float) -> float:
        """Return by how much the letters of a line are drawn wider, if it lacks some pixels: they
        take as great a part of their share as the spaces do of theirs."""
        space = self.stretch if lacking > 0 else self.shrink
        allowed = spaces * space + self.letters * letters
        if not self.letters or allowed <= 0:
            return 1.0
        return 1 + self.letters * max(-1.0, min(lacking / allowed, 1.0))


class SetText:
    """The words of a text in a line, in the place of Pango's layout: what is drawn of a box.

    `before` and `behind` are how far its ends hang into the margins, `scale` is how many times
    wider its glyphs are drawn.
    """

    first_line_direction = 0
    max_width = None

    def __init__(self, text: str, shapes: list[Shape], face: Face, scale: float = 1.0) -> None:
        self.text, self.shapes, self.face, self.scale = text, shapes, face, scale
        self.before = self.behind = 0.0

    def __getattr__(self, name: str) -> Any:
        """Return where the face has its underline, and how thick it is: Pango's layout knows."""
        return getattr(self.face.layout, name)

    def reactivate(self, style: Any) -> None:
        """Keep what there is: the glyphs are known."""

    def deactivate(self) -> None:
        """Keep what there is: nothing of Pango's is held."""


@dataclass(slots=True)
class _Words:
    """What a line has of a slot."""

    text: str
    shapes: list[Shape]
    width: float
    spaces: float
    height: float
    baseline: float


class LineMaker:
    """The making of one line of a paragraph."""

    def __init__(
        self, text: InlineText, span: Span, *, hanging: bool, fair: Fair,
        floats: Mapping[int, Any],
    ) -> None:  # fmt: skip
        self.text, self.span, self.hanging, self.floats = text, span, hanging, floats
        self.fair, self.scale = fair, 1.0
        self.begin: Place = (0, 0) if span.opens else text.place_at(span.begin)
        self.end = text.place_at(span.end)
        if span.following is None:
            self.end = len(text.slots), 0
        self.words = self._words()
        self.extra = self.x = self.y = 0.0
        self.edges = 0.0, 0.0  # how far it hangs into the margins before it and behind it
        self.top = self.bottom = 0.0
        self.drawn: list[SetText] = []

    def line(self, box: Any, x: float, y: float, measure: float, indent: float) -> Any:
        """Return the line as a copy of the line box `box`.

        Its block's content begins at `x` and is `measure` wide, the line begins at `y`; `indent` is
        that of the paragraph's first line.
        """
        indent = indent if self.span.opens else 0.0
        before, behind = self._hanging_edges()
        room = measure - indent + before + behind
        natural = self._natural()
        spaces = sum(words.spaces for words in self.words.values())
        shift = 0.0
        align = box.style["text_align_all"]
        if align == "justify":
            lacking = room - natural
            if lacking < 0 or (spaces and not self.span.closes):
                letters = self._letters()
                self.scale = self.fair.scale(lacking, spaces, letters)
                natural += (self.scale - 1) * letters
                self.extra = (room - natural) / spaces if spaces else 0.0
            if self.extra > LOOSEST * box.style["font_size"] and self._is_torn():
                self.extra, self.scale, natural = 0.0, 1.0, room - lacking
        else:
            shift = max(0.0, room - natural) * _SHIFT.get(align, 0.0)
        self._set_edges(self.text.root)
        self.edges = before, behind
        made = LightLine.__new__(LightLine)
        made.become(box, self, indent - before)
        made.text_indent = 0
        made.position_x, made.position_y = x + shift, y
        made.width = indent - before + natural + spaces * self.extra
        made.height = self.bottom - self.top
        made.baseline = -self.top
        made.margin_top = made.margin_bottom = 0
        if self.floats or any(self.text.slots[number].is_picture for number in self.words):
            made.children = made.children  # they may be moved from their places
        return made

    def children(self, x: float, y: float) -> list[Any]:
        """Return the boxes of the line: the first begins at `x`, the line is at `y`."""
        self.x, self.y, self.drawn = x, y, []
        made = self._children(self.text.root)
        if self.drawn:
            first, last = self.drawn[0], self.drawn[-1]
            first.before, last.behind = self.edges
        return made

    # What the line holds.

    def notes_called(self) -> list[Any]:
        """Return the notes that are called in the line, in order."""
        return [node.box.footnote for node in self.text.calls if self._holds(node.first, node.last)]

    def last_text(self) -> tuple[str, Any] | None:
        """Return the last text of the line and its style; None if something else ends it."""
        node = self.text.root
        while True:
            for kid in reversed(self._kids(node)):
                if isinstance(kid, Node):
                    if self._holds(kid.first, kid.last):
                        node = kid
                        break
                elif kid in self.words:
                    box = self.text.slots[kid].box
                    return self.words[kid].text, box.style
                elif self._holds_anchor(kid):
                    return None
            else:
                return None

    def _words(self) -> dict[int, _Words]:
        """Return the words of each slot in the line, without the spaces at its edges."""
        slots, (first, offset), (last, end) = self.text.slots, self.begin, self.end
        texts: dict[int, str] = {}
        for number in range(first, min(last + 1, len(slots))):
            text = slots[number].text
            if number == last:
                text = text[:end]
            if number == first:
                text = text[offset:]
            if text and text != FORCED:
                texts[number] = text
        for number in list(texts):  # the spaces at the beginning
            texts[number] = texts[number].lstrip(" ")
            if texts[number]:
                break
            del texts[number]
        for number in reversed(list(texts)):  # and at the end
            texts[number] = texts[number].rstrip(" ")
            if texts[number]:
                texts[number] += self.span.hyphen
                break
            del texts[number]
        return {number: _set(text, slots[number]) for number, text in texts.items()}

    def _natural(self) -> float:
        """Return the width of the line before its spaces are changed."""
        total = sum(words.width for words in self.words.values())
        slots, (first, offset), (last, _) = self.text.slots, self.begin, self.end
        for number in range(first, last):
            slot = slots[number]
            if slot.before and (number > first or not offset):
                total += slot.before
            total += slot.behind
        if last < len(slots) and self.end[1] and (last > first or not offset):
            total += slots[last].before
        return total

    def _letters(self) -> float:
        """Return the width of all texts in the line before they are changed."""
        slots = self.text.slots
        return sum(words.width for at, words in self.words.items() if slots[at].face is not None)

    def _hanging_edges(self) -> tuple[float, float]:
        """Return how far the line is in the margin before it and behind it."""
        if not self.words:
            return 0.0, 0.0
        (first, *_), last = self.words, [*self.words][-1]
        before, behind = self.text.slots[first].face, self.text.slots[last].face
        left = 0.0
        if not self.span.opens and before is not None:
            left = before.hangs_before(self.words[first].text[0], hanging=self.hanging)
        if self.span.closes or behind is None:
            return left, 0.0
        return left, behind.hangs_behind(self.words[last].text[-1], hanging=self.hanging)

    def _is_torn(self) -> bool:
        """Return whether the line ends in an address, or before one or a long word."""
        slots, (last, _) = self.text.slots, self.end
        near = [slots[number] for number in (*list(self.words)[-1:], last) if number < len(slots)]
        if any(is_address(slot.box.element) for slot in near):
            return True
        following = self.text.text[self.span.end :].split(maxsplit=1)
        wraps = last < len(slots) and slots[last].box.style["overflow_wrap"] != "normal"
        return wraps and bool(following) and len(following[0]) >= LONG

    # Its boxes.

    def _set_edges(self, root: Node) -> None:
        """Find how far the line reaches above and below its baseline (CSS 2, 10.8)."""
        tops, bottoms = [root.top], [root.bottom]
        self._reach(root, tops, bottoms)
        self.top, self.bottom = min(tops), max(bottoms)
        for number in self.words:
            slot = self.text.slots[number]
            if slot.aligned:
                self.bottom = max(self.bottom, self.top + slot.bottom - slot.top)

    def _reach(self, node: Node, tops: list[float], bottoms: list[float]) -> None:
        slots = self.text.slots
        for kid in self._kids(node):
            if isinstance(kid, Node):
                if self._holds(kid.first, kid.last):
                    tops.append(kid.top)
                    bottoms.append(kid.bottom)
                    self._reach(kid, tops, bottoms)
            elif (kid in self.words or self._holds_anchor(kid)) and not slots[kid].aligned:
                tops.append(slots[kid].top)
                bottoms.append(slots[kid].bottom)

    def _kids(self, node: Node) -> Sequence[Any]:
        """Return the kids of a node among which are all that the line holds."""
        first = bisect_right(node.kids, self.begin[0], key=_first_of) - 1
        return node.kids[max(0, first) : bisect_right(node.kids, self.end[0], key=_first_of)]

    def _holds_anchor(self, number: int) -> bool:
        """Return whether a slot is an inline box without text, and in the line."""
        return self.text.slots[number].is_anchor and self._holds(number, number + 1)

    def _holds(self, first: int, last: int) -> bool:
        """Return whether any of some slots is in the line."""
        end, part = self.end
        return last > self.begin[0] and (first < end or (first == end and part > 0))

    def _children(self, node: Node) -> list[Any]:
        """Return the boxes of a node in the line, and move on to their end."""
        made: list[Any] = []
        for kid in self._kids(node):
            if isinstance(kid, Node):
                if self._holds(kid.first, kid.last):
                    made.append(self._inline(kid))
            elif kid in self.words:
                make = self._picture if self.text.slots[kid].is_picture else self._text
                made.append(make(self.text.slots[kid], self.words[kid]))
            elif self._holds_anchor(kid):
                slot = self.text.slots[kid]
                made.append(self.floats[kid] if slot.aligned else self._anchor(slot))
        return made

    def _inline(self, node: Node) -> Any:
        """Make an inline box with what the line has of it."""
        is_start = self.begin <= (node.first, 0)
        is_end = self.end >= (node.last, 0)
        box = node.box.copy()
        box.remove_decoration_sides = set()
        box.remove_decoration(start=not is_start, end=not is_end)
        box.position_x = self.x
        box.position_y = self.y + node.top - self.top
        self.x += box.margin_left + box.border_left_width + box.padding_left
        inner = self.x
        box.children = self._children(node)
        box.width = self.x - inner
        self.x += box.margin_right + box.border_right_width + box.padding_right
        return box

    def _anchor(self, slot: Slot) -> Any:
        """Make an inline box that holds nothing."""
        box = slot.box.copy()
        box.children = []
        box.width = 0
        box.position_x, box.position_y = self.x, self.y + slot.top - self.top
        self.x += box.margin_width()
        return box

    def _picture(self, slot: Slot, words: _Words) -> Any:
        """Make the box of what no line is broken in."""
        box, y = slot.box.deepcopy(), self.y
        if slot.aligned == "bottom":
            y += self.bottom - self.top - box.margin_height()
        elif not slot.aligned:
            y += slot.top - self.top
        if isinstance(box, boxes.ParentBox):
            box.translate(self.x - box.position_x, y - box.position_y)
        else:
            box.position_x, box.position_y = self.x, y
        self.x += words.width
        return box

    def _text(self, slot: Slot, words: _Words) -> Any:
        """Make a box of text."""
        assert slot.face is not None
        box = slot.box.copy()
        box.text = words.text
        box.width = words.width * self.scale + words.spaces * self.extra
        box.justification_spacing = self.extra
        box.pango_layout = SetText(words.text, words.shapes, slot.face, self.scale)
        self.drawn.append(box.pango_layout)
        if words.baseline != slot.face.space.baseline or words.height != box.height:
            half_leading = (box.margin_height() - words.height) / 2
            box.height, box.margin_top, box.margin_bottom = words.height, half_leading, half_leading
            box.baseline = words.baseline + half_leading
        box.position_x = self.x
        box.position_y = self.y - self.top + slot.top + slot.box.baseline - box.baseline
        self.x += box.width
        return box


def _first_of(kid: Any) -> int:
    """Return the first slot of a kid of a node, which is a node or a slot itself."""
    return kid.first if isinstance(kid, Node) else kid


def is_address(element: Any) -> bool:
    """Return whether an element is a web address."""
    return element is not None and element.get("class") == "address"


def _set(text: str, slot: Slot) -> _Words:
    """Set the words of a slot that are in a line."""
    if slot.face is None:
        return _Words(text, [], slot.box.margin_width(), 0, 0.0, 0.0)
    shapes = slot.face.shapes(text)
    space = slot.face.space
    height, baseline, width, spaces = space.height, space.baseline, 0.0, 0
    is_even = True
    for one in shapes:
        width += one.width
        spaces += one.spaces
        is_even &= one.height == height and one.baseline == baseline
    if not is_even:
        baseline = max(one.baseline for one in shapes)
        height = baseline + max(one.height - one.baseline for one in shapes)
    return _Words(text, shapes, width, spaces, height, baseline)
