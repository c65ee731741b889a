"""Set text that runs from right to left: find the direction of each part, and put the parts of each
line in their order.

WeasyPrint leaves the order to Pango, which sees one piece of text at a time: where a call, emphasis
or Latin words part a sentence, its pieces stand in the wrong order. Here the Unicode Bidirectional
Algorithm (UAX #9) is asked by ICU about whole paragraphs. Before the layout, each text is split
where its level changes, so that Pango sees texts of one direction. Lines are then broken as if all
text ran from left to right, which the places of breaks do not depend on; and the parts of a line
that is set are put in the order of their levels (rule L2), in a paragraph from right to left from
its right edge.

Paragraphs without such text, which are nearly all, are not touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from octavo.design.companions import FAMILIES
from octavo.locales import bidi_levels, holds_rtl, runs_from_right, script_of
from octavo.pdf.engine.custom import Restyled
from octavo.pdf.engine.marks import Direction, direction_of, set_direction
from octavo.pdf.engine.weasy import boxes, wp_inline, wp_page, wp_text

_ISOLATES = ("\u2066", "\u2067")  # from left to right, from right to left
_END = "\u2069"
_PICTURE = "\ufffc"  # what is on the line and is not text
_LINE_END = "\u2028"  # a forced end, which does not close the isolates about it (CSS Writing Modes)
_FORCED = re.compile(r"[\n\u2029\x1c-\x1e\x85]")
_FIGURE = re.compile(r"[\s\u2060]*\d[\d\s.,:/%–-]*")
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u08ff\ufb50-\ufdff\ufe70-\ufeff]")
_OTHER_SIDE = {"left": "right", "right": "left"}
_MARKED = {"call", "marker"}  # the classes of elements whose sign is no part of the words about it

_remove_last_whitespace = wp_inline.remove_last_whitespace
_compute_variable_dimension = wp_page.compute_variable_dimension


# Before the layout.


def prepare(root: Any) -> Preparation | None:
    """Split the texts of a document by direction, in each paragraph that has text from right to
    left. Return the preparation for what is not in its flow: its notes, which are laid out as
    copies, and running heads. Return None if nothing runs from right to left."""
    if not runs_from_right(root.element):
        return None
    preparation = Preparation()
    preparation.walk(root)
    return preparation


class Preparation:
    """The splitting of texts before they are laid out."""

    def __init__(self) -> None:
        self._ltr = Restyled("direction", "ltr")
        self._rtl = Restyled("direction", "rtl")
        self._families: dict[tuple[Any, ...], Restyled] = {}

    def walk(self, box: Any) -> None:
        """Split the texts of all paragraphs in a box."""
        for child in box.all_children():
            if isinstance(child, boxes.LineBox):
                self.split(child)
            self.walk(child)

    def split(self, line: Any) -> None:
        """Split the texts of a paragraph's one line box, and set the directions of its boxes; do
        nothing if it is done, or if all its text runs from left to right."""
        if direction_of(line) is not None or line.element is None:
            return  # it is split, or is the folio of a page
        base = int(line.style["direction"] == "rtl")
        written = list(_read(line))
        text = "".join(part for part, _ in written)
        if not base and not holds_rtl(text):
            return
        levels = iter(bidi_levels(text, base))
        known: dict[int, list[int]] = {}
        for part, box in written:
            known.setdefault(id(box), []).extend([next(levels) for _ in part])
        line.style = _aligned(self._ltr.of(line.style)) if base else line.style
        set_direction(line, Direction(base))
        self._split(line, known)

    def _split(self, parent: Any, known: dict[int, list[int]]) -> None:
        made: list[Any] = []
        for child in parent.children:
            if not child.is_in_normal_flow():
                made.append(child)
            elif isinstance(child, boxes.TextBox):
                made += self._parts(child, known.get(id(child), []))
            else:
                if isinstance(child, boxes.InlineBox):
                    child.style = self._ltr.of(child.style)
                    self._split(child, known)
                if id(child) in known:
                    set_direction(child, Direction(known[id(child)][0]))
                made.append(child)
        parent.children = type(parent.children)(made)

    def _parts(self, box: Any, levels: Sequence[int]) -> Iterator[Any]:
        """Yield a text in parts of one level each."""
        starts = [at for at, level in enumerate(levels) if not at or level != levels[at - 1]]
        for start, end in zip(starts, [*starts[1:], len(levels)], strict=True):
            part = box if len(starts) == 1 else box.copy_with_text(box.text[start:end])
            if end < len(levels):
                part.trailing_collapsible_space = False
            if start:
                part.leading_collapsible_space = False
            odd = levels[start] % 2
            part.style = (self._rtl if odd else self._ltr).of(self._in_faces(part, odd))
            set_direction(part, Direction(levels[start]))
            yield part
        if not starts:
            yield box

    def _in_faces(self, box: Any, odd: int) -> Any:
        """Return the style of a text with the families that have its letters: first, where it runs
        from right to left, so that its signs are of them too, or is a figure.

        No bracket is of one family in both directions: its glyph has one meaning in a PDF.
        """
        families = tuple(box.style["font_family"])
        first = odd or _FIGURE.fullmatch(box.text)
        raised = box.style["font_variant_position"] != "normal"  # which a companion has not
        if not first or raised or "monospace" in families:
            return box.style
        arabic = _ARABIC.search(box.text) or (
            script_of(box.style["lang"] or "") == "Arab" and not holds_rtl(box.text)
        )
        companions = FAMILIES[::-1] if arabic else FAMILIES
        wanted = (*companions, *families)
        if wanted not in self._families:
            self._families[wanted] = Restyled("font_family", wanted)
        return self._families[wanted].of(box.style)


def _aligned(style: Any) -> Any:
    """Return the style of a paragraph from right to left as it is laid out, the other way round."""
    style = style.copy()
    for name in ("text_align_all", "text_align_last"):
        style[name] = _OTHER_SIDE.get(style[name], style[name])
    return style


def _read(box: Any) -> Iterator[tuple[str, Any]]:
    """Yield the text of a line box as the algorithm is to see it, part by part, each with its
    box."""
    for child in box.children:
        if not child.is_in_normal_flow():
            continue
        if isinstance(child, boxes.TextBox):
            yield _FORCED.sub(_LINE_END, child.text), child
        elif isinstance(child, boxes.InlineBox):
            apart = _is_isolated(child, box)
            if apart:
                yield _ISOLATES[child.style["direction"] == "rtl"], child
            yield from _read(child)
            if apart:
                yield _END, child
        else:
            yield _PICTURE, child


def _is_isolated(box: Any, parent: Any) -> bool:
    """Return whether an element's words do not change the order of those about it: as HTML has it,
    one with `dir`; and the sign of a note, which would be read as part of a number before it."""
    if box.footnote is not None:
        return True
    element = box.element
    if element is None or element is parent.element:
        return False
    return bool(element.get("dir")) or not _MARKED.isdisjoint(element.get("class", "").split())


# While lines are set.


def as_ltr(block: Any, line: Any) -> Any:
    """Return the block of a line as the line is laid out in it: from left to right, if its texts
    are split by direction."""
    if direction_of(line) is None or block.style["direction"] == "ltr":
        return block
    copy = block.copy()
    copy.style = block.style.copy()
    copy.style["direction"] = "ltr"
    return copy


def remove_last_whitespace(context: Any, line: Any) -> None:
    """Remove the spaces at the end of a line.

    Rewrites `weasyprint.layout.inline.remove_last_whitespace`: WeasyPrint's own function is called.
    It moves a line that ends with text from right to left, and leaves the spaces in what is drawn;
    in lines whose texts are split by direction both are undone.
    """
    if direction_of(line) is None:
        _remove_last_whitespace(context, line)
        return
    first, last = _ends(line)
    before = first.position_x if first is not None else 0
    text = last.text if isinstance(last, boxes.TextBox) else ""
    _remove_last_whitespace(context, line)
    moved = first.position_x - before if first is not None else 0
    for child in line.children:
        child.translate(-moved, ignore_floats=True)
    if isinstance(last, boxes.TextBox) and last.text and last.text != text:
        layout = wp_text.create_layout(last.text, last.style, context, None, 0)
        layout.deactivate()
        last.pango_layout = layout


def _ends(line: Any) -> tuple[Any, Any]:
    """Return the first and the last box of a line, as WeasyPrint seeks the last."""
    first = next(_leaves(line), None)
    box = line
    while isinstance(box, (boxes.LineBox, boxes.InlineBox)) and box.children:
        box = box.children[-1]
    return first, box


def put_in_order(context: Any, line: Any, block: Any) -> None:
    """Put the parts of a line in the order in which they are seen, and a line of a paragraph from
    right to left at its right edge. It may be done again when the line was changed."""
    given = direction_of(line)
    if given is None:
        return
    leaves = list(_leaves(line))
    if not leaves:
        return
    if given.gaps is None:
        given = _measured(given, line, leaves)
        set_direction(line, given)
    indent, *gaps = given.gaps or (0.0,)
    widths = [gap + leaf.margin_width() for gap, leaf in zip((0.0, *gaps), leaves, strict=True)]
    left = line.position_x + indent
    if given.level:
        edge, room = _interval(context, line, block)
        left = edge + room - (left - edge) - sum(widths)
    order = _with_spaces_at_the_end(_parts_of(line, given.level), given.level)
    for at in _visual([level for _, level in order]):
        leaf, level = order[at]
        if leaf is None:
            continue
        width = widths[leaves.index(leaf)]
        own = leaf.margin_width()
        leaf.translate(left + (0.0 if level % 2 else width - own) - leaf.position_x, 0)
        left += width
    _enclose(line)


def logical_distance(line: Any, box: Any) -> float:
    """Return how much of a line, in pixels, is before a box of it in the order of reading."""
    given = direction_of(line)
    if given is None:
        return float(box.position_x - line.position_x)
    own = {id(each) for each in box.descendants()}
    reached = sum((given.gaps or (0.0,))[:1])
    for leaf in _leaves(line):
        if id(leaf) in own:
            break
        reached += leaf.margin_width()
    return reached


def _leaves(box: Any) -> Iterator[Any]:
    """Yield the texts and pictures of a line in the order of reading."""
    return (leaf for leaf, _ in _parts_of(box, 0) if leaf is not None)


def _parts_of(box: Any, base: int) -> list[tuple[Any, int]]:
    """Return the texts and pictures of a line in the order of reading, with their levels; before
    and behind those of an isolated element None, with the level of the element."""
    found: list[tuple[Any, int]] = []
    for child in box.children:
        if not child.is_in_normal_flow():
            continue
        given = direction_of(child)
        if isinstance(child, boxes.InlineBox):
            edge = [] if given is None else [(None, given.level)]
            found += [*edge, *_parts_of(child, base), *edge]
        else:
            found.append((child, base if given is None else given.level))
    return found


def _with_spaces_at_the_end(order: list[tuple[Any, int]], base: int) -> list[tuple[Any, int]]:
    """Return the parts of a line with the level of the paragraph for the spaces that end it (UAX
    #9, rule L1)."""
    end = len(order)
    while end and (order[end - 1][0] is None or _is_blank(order[end - 1][0])):
        end -= 1
    return [*order[:end], *((leaf, base) for leaf, _ in order[end:])]


def _is_blank(leaf: Any) -> bool:
    return isinstance(leaf, boxes.TextBox) and not leaf.text.strip()


def _measured(given: Direction, line: Any, leaves: Sequence[Any]) -> Direction:
    """Return the direction of a line with the gaps before its leaves: an indent, the margins of
    elements."""
    gaps, reached = [], line.position_x
    for leaf in leaves:
        gaps.append(float(leaf.position_x - reached))
        reached = leaf.position_x + leaf.margin_width()
    return Direction(given.level, tuple(gaps))


def _interval(context: Any, line: Any, block: Any) -> tuple[float, float]:
    """Return the left edge and the width of the room that a line has in its block."""
    if context.excluded_shapes:
        # In a block from right to left it returns the right edge, as the start of the line.
        ltr = as_ltr(block, line)
        left, _, room = wp_inline.avoid_collisions(context, line, ltr, outer=False)
        return float(left), float(room)
    return float(block.content_box_x()), float(block.width)


def _visual(levels: Sequence[int]) -> list[int]:
    """Return the indices of parts from left to right, by their levels (UAX #9, rule L2)."""
    order = list(range(len(levels)))
    odd = [level for level in levels if level % 2]
    for level in range(max(levels), min(odd, default=1) - 1, -1):
        at = 0
        while at < len(order):
            end = at
            while end < len(order) and levels[order[end]] >= level:
                end += 1
            order[at:end] = reversed(order[at:end])
            at = end + 1
    return order


def _enclose(parent: Any) -> None:
    """Give each element of a line the place and width of what it holds."""
    for child in parent.children:
        if isinstance(child, boxes.InlineBox) and child.is_in_normal_flow():
            _enclose(child)
            within = list(_leaves(child))
            if within:
                left = min(leaf.position_x for leaf in within)
                right = max(leaf.position_x + leaf.margin_width() for leaf in within)
                child.position_x, child.width = left, right - left


def compute_variable_dimension(context: Any, side_boxes: Any, *others: Any) -> Any:
    """Compute the widths of the margin boxes at a side of a page.

    Rewrites `weasyprint.layout.page.compute_variable_dimension`: the texts of running heads, which
    are copies of boxes of the flow, get the families of their scripts and are split by direction
    before WeasyPrint's own function.
    """
    for box in side_boxes:
        context.faces.walk(box)
    if context.bidi is not None:
        for box in side_boxes:
            context.bidi.walk(box)
    return _compute_variable_dimension(context, side_boxes, *others)
