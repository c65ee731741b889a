"""Keep the hyphens at the ends of lines within limits.

WeasyPrint knows the shortest parts of a word (`hyphenate-limit-chars`), and neither how many lines
in a row may end with a hyphen nor how a page may end. CSS Text 4 has both; here they are custom
properties, which style sheets set on any block:

    --hyphenate-limit-lines: 3       /* or no-limit */
    --hyphenate-limit-last: spread   /* no part of a word ends a recto; or page, none */

A line that would break a limit is set again without hyphens. A word's own hyphen counts as one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import inf
from typing import Any
from weakref import WeakKeyDictionary

from octavo.pdf.engine.composed.light_line import last_text
from octavo.pdf.engine.custom import Restyled
from octavo.pdf.engine.lines.bidi import as_ltr, put_in_order
from octavo.pdf.engine.lines.composed_lines import composed_lines, with_first_letter
from octavo.pdf.engine.marks import mark, marks_of, original_of
from octavo.pdf.engine.weasy import wp_block, wp_inline

# The defaults of the two properties.
LINES = 3
LAST = "spread"
_OWN = ("-", "\u2010")

_iter_line_boxes = wp_inline.iter_line_boxes

# A line's place: the line box it is set from, and WeasyPrint's skip stack.
Place = tuple[Any, str]


class Hyphens:
    """The state of a document's hyphens while it is laid out.

    `off` is true while a line is set without hyphens; `recto` says that the present page is one.
    `without` has the styles of text that is not hyphenated.
    """

    def __init__(self) -> None:
        self.off = False
        self.recto = False
        self.without = Restyled("hyphens", "manual")
        self._row: dict[Place, int] = {}  # hyphens in a row before a place
        self.bare: set[Place] = set()  # lines of this page that are set without
        # by the line box of a paragraph that is composed, the divisions that this page may not have
        self.undone: dict[Any, frozenset[int]] = {}
        self._offsets: WeakKeyDictionary[Any, int] = WeakKeyDictionary()
        # where each line is set from, and whether it ends with a hyphen
        self._ends: WeakKeyDictionary[Any, tuple[Place, bool]] = WeakKeyDictionary()

    def start_page(self, recto: bool) -> None:
        self.recto = recto
        self.bare = set()
        self.undone = {}

    def forbidden(self, place: Place, style: Any) -> bool:
        """Return whether the line at a place may not end with a hyphen."""
        return place in self.bare or self._row.get(place, 0) >= limit_of_lines(style)

    def count(self, place: Place, line: Any, following: Any, offset: int | None = None) -> None:
        """Record the end of a line; `following` is the place of the next one, `offset` the end of a
        line that is composed."""
        if offset is not None:
            self._offsets[line] = offset
        hyphenated = _is_hyphenated(line, following)
        self._ends[line] = place, hyphenated
        row = self._row.get(place, 0) + 1 if hyphenated else 0
        self._row[place[0], repr(following)] = row

    def ends_page_badly(self, line: Any) -> bool:
        """Return whether `line` ends with a hyphen, and may not as the last one of this page."""
        if line not in self._ends or not self._ends[line][1]:
            return False
        last = _word(line.style, "__hyphenate_limit_last", LAST)
        return last in ("page", "always") or (last == "spread" and self.recto)

    def set_bare(self, line: Any) -> bool:
        """Mark `line` to be set without a hyphen from now on; return False if that was tried."""
        place, _ = self._ends[line]
        if line in self._offsets:
            return self._undo(place[0], self._offsets[line])
        known = place in self.bare
        self.bare.add(place)
        return not known

    def _undo(self, original: Any, offset: int) -> bool:
        """Refuse to divide a word there on this page; return False if that was tried.

        The paragraph is chosen anew from its first line on the page, so that what the last line
        lacks is shared by all.
        """
        known = self.undone.get(original, frozenset())
        self.undone[original] = known | {offset}
        return offset not in known


def iter_line_boxes(
    context: Any, box: Any, position_y: float, bottom_space: float, skip_stack: Any,
    containing_block: Any, absolute_boxes: Any, fixed_boxes: Any, first_letter_style: Any,
    first_line_style: Any,
) -> Iterator[tuple[Any, Any]]:  # fmt: skip
    """Yield the lines of a block, each with the place where the next one starts.

    Rewrites `weasyprint.layout.block.iter_line_boxes`: a paragraph that can be composed is, whole;
    of any other WeasyPrint's own function breaks each line, and one that breaks a limit of hyphens
    is set again without one.
    """

    def lines_from(y: float, start: Any, first_line: Any = None) -> Any:
        return _iter_line_boxes(
            context, box, y, bottom_space, start, as_ltr(containing_block, box), absolute_boxes,
            fixed_boxes, None, first_line,
        )  # fmt: skip

    if context.bidi is not None:
        context.bidi.split(box)
    hyphens, start, original = context.hyphens, skip_stack, original_of(box)
    with_first_letter(context, box, skip_stack, first_letter_style)
    setting = context.composer.setting_of(context, box, containing_block)
    left_for = setting if isinstance(setting, str) else ""
    if first_line_style and skip_stack is None:
        left_for = left_for or "first-line"

    def composed_from(y: float, start: Any) -> Iterator[tuple[Any, Any]]:
        held = absolute_boxes, fixed_boxes, bottom_space
        return composed_lines(context, setting, box, containing_block, y, start, held)

    if not left_for:
        yield from composed_from(position_y, skip_stack)
        return
    mark(box, replace(marks_of(box), left_for=left_for))
    lines = lines_from(position_y, start, first_line_style)
    while set_line := next(lines, None):
        line, following = set_line
        place = original, repr(start)
        if (
            _is_hyphenated(line, following)
            and hyphens.forbidden(place, containing_block.style)
            and not context.excluded_shapes
        ):
            wp_block.remove_placeholders(context, line.children, absolute_boxes, fixed_boxes)
            hyphens.off = True
            try:
                again = lines_from(position_y, start, first_line_style)
                line, following = next(again)
            finally:
                hyphens.off = False
            lines = lines_from(line.position_y + line.height, following)
        hyphens.count(place, line, following)
        put_in_order(context, line, containing_block)
        position_y, start = line.position_y + line.height, following
        first_line_style = None
        yield line, following
        if isinstance(setting, str) or following is None:
            continue
        if setting.begins_at(following):  # the first line alone has a style of its own
            yield from composed_from(position_y, following)
            return


def limit_of_lines(style: Any) -> float:
    """Return how many lines in a row may end with a hyphen."""
    for token in style["__hyphenate_limit_lines"]:
        if token.type == "number":
            return float(token.value)
        if token.type == "ident":
            return inf
    return LINES


def ends_with_hyphen(text: str) -> bool:
    return text.endswith(_OWN)


def _word(style: Any, name: str, default: str) -> str:
    words = (str(token.value) for token in style[name] if token.type == "ident")
    return next(words, default)


def _is_hyphenated(line: Any, following: Any) -> bool:
    last = None if following is None else last_text(line)
    if last is None:
        return False
    text, style = last
    return text.endswith((*_OWN, style["hyphenate_character"]))
