"""Measure how full each page of a finished document is, and which rule keeps a page from filling.

A page is short because something that may not be split did not fit at its foot: a heading with the
lines it keeps, a figure, two lines of a paragraph, a line with the beginning of its note. So the
first such piece of the next page is measured, and compared with the room that was left.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

import weasyprint

from octavo.pdf.engine.lines.line_grid import missing
from octavo.pdf.engine.notes.broken_notes import NOTE_LINES, lines_of, notes_called_in
from octavo.pdf.engine.notes.page_notes import FULL
from octavo.pdf.engine.weasy import boxes, wp_block

Reason = Literal["", "end", "break", "heading", "block", "figure", "lines", "note"]

# Less room than this (in CSS pixels) is none.
FULL_TO = 1.0
_FIGURES = ("figure", "img", "svg")
_AVOID = ("avoid", "avoid-page")
_NO_ORDER = ("auto", "avoid-column", *_AVOID)


@dataclass(frozen=True, slots=True)
class PageFill:
    """How full a page is: the share (0 to 1) of the type area's height that text and notes take.

    `reason` says why a page has room left: `end` (the document ends), `break` (the style forces a
    break before the next page), `heading` (the next page begins with a piece that is kept with the
    following one), `block` (with a piece that may not be split), `figure` (with a figure, or a
    heading and one), `lines` (with lines that widows and orphans keep together), `note` (with a
    line whose note would not have begun). It is empty if the page is full, if the piece that begins
    the next page would have fitted, or if that page has the rest of a note alone.
    """

    page: int
    share: float
    reason: Reason

    @property
    def short(self) -> bool:
        """Whether the page is not full and no rule forces it."""
        return self.share < FULL and not self.reason


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece that may not be split: its place and height, the reason, the notes called in it, and
    whether a box ends with it."""

    top: float
    bottom: float
    rule: Reason
    calls: tuple[Any, ...] = ()
    whole: bool = True

    def with_next(self, following: _Piece) -> _Piece:
        calls = self.calls + following.calls
        rule: Reason = "figure" if "figure" in (self.rule, following.rule) else "heading"
        return _Piece(self.top, following.bottom, rule, calls, following.whole)


def page_fills(document: weasyprint.Document) -> tuple[PageFill, ...]:
    """Return the fill of each page of a document that is laid out."""
    pages = [page._page_box for page in document.pages]
    fills = [
        PageFill(index, share_of(page), _reason(page, following))
        for index, (page, following) in enumerate(pairwise(pages))
    ]
    last = len(pages) - 1
    return (*fills, PageFill(last, share_of(pages[last]), "end"))


# How full a page is.


def share_of(page: Any) -> float:
    """Return how full a page is: the share (0 to 1) of its height that text and notes take."""
    return min(1.0, 1 - _left(page) / page.height) if page.height else 1.0


def _left(page: Any) -> float:
    """Return the height between a page's text and its notes, or its end."""
    area = _area(page)
    taken = 0.0 if area is None else area.margin_height()
    return float(max(0.0, page.height - taken - _text_end(page)))


def _text_end(page: Any) -> float:
    """Return the depth to which a page's text reaches, from the top of the type area."""
    top = page.content_box_y()
    return float(max([0.0, *(_bottom(box) - top for box in _content(page.children[0]))]))


def _area(page: Any) -> Any:
    areas = (child for child in page.children if isinstance(child, boxes.FootnoteAreaBox))
    return next(areas, None)


def _content(box: Any) -> Iterator[Any]:
    """Yield the lines, pictures, rows and empty boxes of a page, in the flow or positioned."""
    box = getattr(box, "_box", box)
    if isinstance(box, (boxes.LineBox, boxes.ReplacedBox, boxes.TableRowBox)):
        yield box
    elif box.children:
        for child in box.children:
            yield from _content(child)
    elif not box.is_for_root_element:
        yield box


def _bottom(box: Any) -> float:
    if isinstance(box, boxes.LineBox):
        return float(box.position_y + box.height)
    return float(box.border_box_y() + box.border_height())


# Why it is not fuller.


def _reason(page: Any, following: Any) -> Reason:
    left = _left(page)
    if left < FULL_TO:
        return ""
    if rest := _broken_note(page, following):
        return _reason_of_rest(*rest, left)
    if _is_ordered(page, following):
        return "break"
    standing = {id(box.element) for box in _edge(page.children[0], -1)}
    piece = _first_piece(following.children[0], standing)
    if piece is None:
        return ""
    left -= _margin(page, following, standing)
    height = piece.bottom - piece.top
    if height > left:
        return piece.rule
    return "note" if height + _notes_of(piece, page, following) > left else ""


def _broken_note(page: Any, following: Any) -> tuple[Any, Any] | None:
    """Return both parts of the note that continues on the next page; None if none does."""
    own, other = _area(page), _area(following)
    if own is None or other is None or own.children[-1].element is not other.children[0].element:
        return None
    return own.children[-1], other.children[0]


def _reason_of_rest(note: Any, rest: Any, left: float) -> Reason:
    """Return why a note was not broken later, with `left` above it."""
    standing = {id(box.element) for box in note.descendants()}
    piece = _first_piece(rest, standing)
    if piece is None:
        return ""
    if piece.bottom - piece.top > left:
        return piece.rule
    return "lines" if len(list(lines_of(rest))) <= NOTE_LINES else ""


def _is_ordered(page: Any, following: Any) -> bool:
    """Return whether a style forces a break before the next page."""
    if page.page_type.blank or following.page_type.blank:
        return True
    if page.page_type.name != following.page_type.name:
        return True
    last, first = _edge(page.children[0], -1), _edge(following.children[0], 0)
    standing = {id(box.element) for box in last}
    begun = {id(box.element) for box in first}
    orders = [box.style["break_after"] for box in last if id(box.element) not in begun]
    orders += [box.style["break_before"] for box in first if id(box.element) not in standing]
    return any(order not in _NO_ORDER for order in orders)


def _edge(root: Any, place: int) -> list[Any]:
    """Return the blocks that begin (place 0) or end (place -1) a page, the outermost first."""
    found, box = [root], root
    while flow := _flow(box):
        box = flow[place]
        if isinstance(box, boxes.LineBox):
            break
        found.append(box)
    return found


def _flow(box: Any) -> list[Any]:
    return [child for child in getattr(box, "children", ()) if child.is_in_normal_flow()]


def _margin(page: Any, following: Any, standing: set[int]) -> float:
    """Return the margin between a page's text and the piece that would follow, with the padding
    below the text: a page begins without them.

    It reaches to the next line of the grid, for a piece whose lines are on the grid.
    """
    last, first = _edge(page.children[0], -1), _edge(following.children[0], 0)
    begun = {id(box.element) for box in first}
    above = [box.margin_bottom for box in last if id(box.element) not in begun]
    below = [box.style["margin_top"] for box in first if id(box.element) not in standing]
    margins = [*above, *(getattr(margin, "value", 0) for margin in below)]
    margin = max([0, *(margin for margin in margins if margin != "auto")])
    margin += sum(_padding(box) for box in last if id(box.element) not in begun)
    if id(first[-1].element) in standing:
        return float(margin)
    return float(margin + missing(first[-1], _text_end(page) + margin))


def _padding(box: Any) -> float:
    """Return the padding and the border below the content of a block; a row counts with them."""
    row = isinstance(box, (boxes.TableRowBox, boxes.TableCellBox))
    return 0.0 if row else float(box.padding_bottom + box.border_bottom_width)


def _first_piece(box: Any, standing: set[int]) -> _Piece | None:
    """Return the first piece of a box that may not be split; None if the box is empty.

    `standing` are the elements that began on the page before.
    """
    if _is_whole(box):
        rule: Reason = "figure" if box.element_tag in _FIGURES else "block"
        return _Piece(box.position_y, _bottom(box), rule, tuple(notes_called_in(box)))
    flow = _flow(box)
    if flow and isinstance(flow[0], boxes.LineBox):
        return _first_lines(box, flow, id(box.element) in standing)
    if isinstance(box, boxes.TableBox) and id(box.element) in standing:
        flow = [child for child in flow if not child.is_header]  # it is set again on each page
    piece: _Piece | None = None
    for child, after in zip(flow, [*flow[1:], None], strict=True):
        inner = _first_piece(child, standing)
        if inner is None:
            continue
        piece = piece.with_next(inner) if piece else inner
        kept = after is not None and wp_block.block_level_page_break(child, after) in _AVOID
        if not inner.whole or not (kept or getattr(child, "is_header", False)):
            last = after is None and inner.whole
            top = box.border_box_y() if isinstance(box, boxes.TableBox) else piece.top  # its rule
            return _Piece(top, piece.bottom, piece.rule, piece.calls, last)
    return piece


def _is_whole(box: Any) -> bool:
    if isinstance(box, (boxes.ReplacedBox, boxes.TableRowBox)):
        return True
    return not _flow(box) or box.style["break_inside"] in _AVOID


def _first_lines(box: Any, lines: list[Any], goes_on: bool) -> _Piece:
    """Return the fewest lines of a paragraph that could be alone on the page before."""
    ends = getattr(lines[-1], "resume_at", None) is None
    fewest, widows = 1 if goes_on else box.style["orphans"], box.style["widows"]
    count = min(fewest, len(lines))
    if ends and 0 < len(lines) - count < widows:
        count = len(lines)
    calls = tuple(note for line in lines[:count] for note in notes_called_in(line))
    whole = ends and count == len(lines)
    return _Piece(box.position_y, _bottom(lines[count - 1]), "lines", calls, whole)


def _notes_of(piece: _Piece, page: Any, following: Any) -> float:
    """Return the least height of the notes that would begin with a piece: the last one broken."""
    area, own = _area(following), _area(page)
    if area is None or not piece.calls:
        return 0.0
    called = {id(note.element) for note in piece.calls}
    notes = [note for note in area.children if id(note.element) in called]
    if not notes:
        return 0.0
    frame = 0.0 if own is not None else area.margin_height() - area.height
    return float(sum(note.margin_height() for note in notes[:-1]) + _beginning(notes[-1]) + frame)


def _beginning(note: Any) -> float:
    """Return the height of a note's first lines, the fewest allowed; of all if it cannot break."""
    lines = list(_ends(note))
    for line, may_end in lines[NOTE_LINES - 1 : len(lines) - NOTE_LINES]:
        if may_end:
            return float(_bottom(line) - note.position_y)
    return float(note.margin_height())


def _ends(box: Any) -> Iterator[tuple[Any, bool]]:
    """Yield the lines of a box, each with whether a page may end below it."""
    flow = _flow(box)
    if flow and isinstance(flow[0], boxes.LineBox):
        fewest, most = box.style["orphans"], len(flow) - box.style["widows"]
        found = [(line, fewest <= count <= most) for count, line in enumerate(flow, 1)]
    else:
        found = [pair for child in flow for pair in _ends(child)]
    if _is_whole(box):
        found = [(line, False) for line, _ in found]
    for line, may_end in found[:-1]:
        yield line, may_end
    for line, _ in found[-1:]:
        yield line, True
