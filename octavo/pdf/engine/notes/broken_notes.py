"""Break the last of a page's notes where its room ends.

WeasyPrint never breaks a footnote (its issues #1564 and #1833). Here the notes of a page are laid
out in their area as text is on a page, with WeasyPrint's own fragmentation: it returns the place
where the area ends, its "skip stack", and the next page continues from there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from math import inf
from typing import Any

from octavo.pdf.engine.composed.setting import Composer
from octavo.pdf.engine.custom import Restyled
from octavo.pdf.engine.lines.bidi import Preparation
from octavo.pdf.engine.lines.hyphens import Hyphens
from octavo.pdf.engine.lines.script_faces import ScriptFaces
from octavo.pdf.engine.marks import Marks, mark
from octavo.pdf.engine.notes.note_area import may_run_in, part_series, run_in, series_rank
from octavo.pdf.engine.weasy import INITIAL_VALUES, boxes, build, wp_block, wp_layout

# The fewest lines on each side of a broken note.
NOTE_LINES = 2
# How many lines a note is broken earlier to end in mid-sentence.
EARLIER = 2
_NEAR = 0.001  # pixels within which two heights are one
# The end of a sentence: its stop, and the quotation marks and brackets after it.
_SENTENCE_END = re.compile(
    r"[.?!\u2026\u3002][\"'\u2019\u201c\u201d\u00bb\u203a\u00ab\u2039)\]]*\s*$"
)


@dataclass(frozen=True, slots=True, eq=False)
class Piece:
    """A note from `start` (WeasyPrint's skip stack) on; from its beginning if that is None."""

    note: Any
    start: Any = None


@dataclass(frozen=True, slots=True)
class Fit:
    """A page's notes as laid out in `room`: their height, and the place where the last one is
    broken."""

    room: float
    height: float
    area_height: float
    rest: Any = None
    forced: bool = False


class BreakingContext(wp_layout.LayoutContext):
    """WeasyPrint's layout context, able to lay out the notes of a page in any room.

    `current_page_footnotes` holds the page's notes, as Pieces, in order. `in_notes` is true while
    they are laid out. `trees` and `lines` keep what is the same at each layout of a note, `hyphens`
    the state of the ends of lines, `ragged` and `flush` the styles of lines of natural width,
    `rooms` the measures of tables, by their captions, with the share of the room beside each that
    is at its left. `alone` has the fits of notes by themselves.
    """

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.trees: dict[Any, Any] = {}
        self.lines: dict[Any, tuple[Any, Any, float, float]] = {}
        self.hyphens = Hyphens()
        self.faces = ScriptFaces()
        self.bidi: Preparation | None = None  # None if nothing runs from right to left
        self.ragged = Restyled("text_align_all", "start")
        self.flush = Restyled("text_align_last", "start")
        self.composer = Composer()
        self.alone: dict[Any, Fit | None] = {}
        self.rooms: dict[Any, tuple[float, float]] = {}
        self.in_notes = False
        self.area_style: Any = None

    def height_of(self, tree: Any, page: Any) -> float:
        """Return the height that the text of a tree takes on a page without end, in pixels."""
        self.create_block_formatting_context(tree)
        laid = wp_block.block_level_layout(self, tree, -inf, None, page, True, [], [], [])[0]
        self.finish_block_formatting_context(laid)
        return text_bottom(laid) - float(laid.position_y)

    def unbroken(self) -> Fit:
        """Lay out the page's notes as if it had no end (a page break inside one is a rest)."""
        if not self.current_page_footnotes:
            return Fit(inf, 0, 0)
        heights = self._heights_alone()
        if heights is not None:
            height = sum(one.area_height for one in heights)
            return Fit(inf, height + heights[0].height - heights[0].area_height, height)
        area, rest = self.set_notes(inf)
        return Fit(inf, area.margin_height(), area.height, rest)

    def _heights_alone(self) -> list[Fit] | None:
        """Return the fit of each of the page's notes alone; None if their heights do not add up.

        They do unless margins meet between notes, notes share a line, series are set apart, or a
        word is undone at the end of a page. Each note is laid out once and not again for each that
        joins it.
        """
        pieces = self.current_page_footnotes
        if (
            self.hyphens.bare
            or self.hyphens.undone
            or len({series_rank(piece.note) for piece in pieces}) > 1
        ):
            return None
        if any(may_run_in(piece.note) for piece in pieces):
            return None
        found = [self._alone(piece) for piece in pieces]
        return [fit for fit in found if fit] if all(found) else None

    def _alone(self, piece: Piece) -> Fit | None:
        """Return the fit of one note by itself; None if a page break or a margin is at its edge."""
        area = self.current_footnote_area
        key = piece.note, repr(piece.start), round(area.page.width, 3)
        if key not in self.alone:
            others = [*self.current_page_footnotes]
            self.current_page_footnotes[:] = [piece]
            laid, rest = self.set_notes(inf)
            self.current_page_footnotes[:] = others
            fit = Fit(inf, laid.margin_height(), laid.height, rest)
            self.alone[key] = fit if rest is None and _is_filled(laid) else None
        return self.alone[key]

    def whole(self, room: float) -> Fit | None:
        """Lay out the page's notes whole; return None if that needs more than `room`."""
        fit = self.unbroken()
        return None if fit.rest is not None or self.overflows(room, fit.height) else fit

    def break_last(self, room: float, forced: bool = False) -> Fit | None:
        """Break the page's last note where `room` ends; return None if it cannot be done well.

        A reader must see that the note continues (Chicago 16.3 in Turabian's manual): if the last
        line would end a sentence, the note is broken up to `EARLIER` lines before, in mid-sentence.
        The same is done if a word would be hyphenated at the end of a spread.
        """
        total = count_lines(self.set_notes(inf)[0].children[-1])
        broken = self._break(room, total, forced)
        if broken is None:
            return None
        fit, area = broken
        lines = list(lines_of(area.children[-1]))
        fewest = min(len(lines), max(NOTE_LINES, len(lines) - EARLIER))
        counts = range(len(lines), fewest - 1, -1)
        for count in sorted(counts, key=lambda count: self._demerit(lines[count - 1])):
            if count == len(lines):
                break
            earlier = self._break(_room_to(area, lines[count - 1]), total, forced)
            if earlier and count_lines(earlier[1].children[-1]) == count:
                return earlier[0]
        if self.hyphens.ends_page_badly(lines[-1]) and self.hyphens.set_bare(lines[-1]):
            return self.break_last(room, forced)
        return fit

    def _demerit(self, line: Any) -> int:
        """Return how bad a break of a note after `line` is: 0 is good."""
        return 2 * self.hyphens.ends_page_badly(line) + ends_sentence(line)

    def _break(self, room: float, total: int, forced: bool) -> tuple[Fit, Any] | None:
        """Break the last note, of `total` lines, at the end of `room`; return the fit and the
        area."""
        least = 1 if forced else NOTE_LINES
        while room > 0:
            area, rest = self.set_notes(room, forced=forced)
            if (
                area is None
                or rest is None
                or len(area.children) < len(self.current_page_footnotes)
            ):
                return None
            lines = list(lines_of(area.children[-1]))
            if len(lines) < least:
                return None
            if total - len(lines) >= least or (forced and total == len(lines)):
                return Fit(room, area.margin_height(), area.height, rest, forced), area
            # Too little is left for the next page: give it one line more.
            below = area.position_y + area.margin_height() - lines[-1].position_y
            less = min(room, area.margin_height()) - below + lines[-1].height / 2
            if less >= room:  # lines without height, of a style sheet that hides them
                return None
            room = less
        return None

    def break_early(self, room: float) -> Fit | None:
        """Break the page's last note as early as possible; return None if `room` is too small."""
        area, _ = self.set_notes(inf)
        for line in islice(lines_of(area.children[-1]), NOTE_LINES - 1, NOTE_LINES + 4):
            least = _room_to(area, line)
            if least > room:
                return None
            if fit := self.break_last(least):
                return fit
        return None

    def set_notes(
        self,
        room: float,
        absolute_boxes: Any = None,
        fixed_boxes: Any = None,
        forced: bool = False,
    ) -> tuple[Any, Any]:
        """Lay out the page's notes in `room`; return their area, and where the last one breaks.

        The area is None if not even the beginning fits, the break None if all does.
        """
        area = self.current_footnote_area.copy()
        area.style = self._style_of_area()
        area.children = [_copy(self._tree(piece.note)) for piece in self.current_page_footnotes]
        part_series(area.children)
        room += self._saved_by_running_in(room)
        start = self.current_page_footnotes[0].start
        page_bottom, in_notes = self.page_bottom, self.in_notes
        self.page_bottom, self.in_notes = area.position_y + room, True
        self.create_block_formatting_context(area)
        laid, rest, *_ = wp_block.block_level_layout(
            self,
            area,
            0 if room < inf else -inf,
            start and {0: start},
            area.page,
            forced,
            absolute_boxes,
            fixed_boxes,
        )
        self.finish_block_formatting_context(laid)
        self.page_bottom, self.in_notes = page_bottom, in_notes
        if laid is None or rest is None:
            if laid is not None:
                run_in(laid)
            return laid, None
        ((index, rest),) = rest.items()
        if rest is None or index < len(area.children) - 1:
            return None, None  # an earlier note would be broken, or the last one not begun
        close_up(laid, {index: rest})
        run_in(laid)
        return laid, rest

    def _saved_by_running_in(self, room: float) -> float:
        """Return the height that short notes save beside each other, if the style asks for it."""
        notes = [piece.note for piece in self.current_page_footnotes]
        if room == inf or not any(may_run_in(note) for note in notes):
            return 0.0
        area, _ = self.set_notes(inf)
        return float(sum(note.margin_height() for note in area.children) - area.height)

    def _tree(self, note: Any) -> Any:
        """Return the note's boxes ready for layout, the same each time so that breaks stay
        valid."""
        if note not in self.trees:
            tree = note.deepcopy()
            # WeasyPrint does both for the main text only, after notes are taken out of it.
            tree.process_whitespace()
            tree.process_text_transform()
            self.trees[note] = tree = build.create_anonymous_boxes(tree)
            self.faces.walk(tree)
            if self.bidi is not None:
                self.bidi.walk(tree)
            for box in tree.descendants():
                if isinstance(box, boxes.LineBox):
                    mark(box, Marks(original=box))  # the copies of a line box still know it
        return self.trees[note]

    def _style_of_area(self) -> Any:
        """Return the area's style, with its rule drawn above the rest of a note too."""
        if self.area_style is None:
            self.area_style = self.current_footnote_area.style.copy()
            self.area_style["box_decoration_break"] = "clone"
            # Notes higher than the area would be printed over its edge.
            self.area_style["max_height"] = INITIAL_VALUES["max_height"]
        return self.area_style


# Boxes.


def lines_of(box: Any) -> Iterator[Any]:
    """Yield the lines of text in a box, in order."""
    return (child for child in _flow(box) if isinstance(child, boxes.LineBox))


def count_lines(box: Any) -> int:
    return sum(1 for _ in lines_of(box))


def text_of(line: Any) -> str:
    return "".join(box.text for box in line.descendants() if isinstance(box, boxes.TextBox))


def ends_sentence(line: Any) -> bool:
    """Return whether a note broken after `line` would look as if it ended there."""
    return line.resume_at is None or bool(_SENTENCE_END.search(text_of(line)[-8:]))


def _room_to(area: Any, line: Any) -> float:
    """Return the room in which the area of notes ends with `line`."""
    end = line.position_y + line.height - area.position_y + 0.01
    return float(end + area.margin_bottom + area.padding_bottom + area.border_bottom_width)


def _is_filled(area: Any) -> bool:
    """Return whether the text of an area begins and ends at its edges, without a margin."""
    lines = list(lines_of(area))
    top, bottom = area.content_box_y(), area.content_box_y() + area.height
    return bool(lines) and (
        abs(lines[0].position_y - top) < _NEAR
        and abs(lines[-1].position_y + lines[-1].height - bottom) < _NEAR
    )


def _copy(box: Any) -> Any:
    """Return a copy of a tree of blocks, so that the layout sets nothing in the tree; lines that
    are not broken yet are copied without what is in them."""
    if not isinstance(box, (boxes.BlockBox, boxes.LineBox)) or isinstance(box, boxes.TableBox):
        return box.deepcopy()
    made = box.copy()
    if not isinstance(box, boxes.LineBox):
        made.children = [_copy(child) for child in box.children]
    return made


def notes_called_in(box: Any) -> list[Any]:
    """Return the notes called in a box, in order."""
    return [inner.footnote for inner in box.descendants() if inner.footnote]


def close_up(box: Any, rest: Any) -> float:
    """Remove the blank space that WeasyPrint puts at the end of a broken box; return its bottom."""
    bottom = box.border_box_y() + box.border_height()
    flow = [child for child in box.children if child.is_in_normal_flow()]
    if rest is None or box.is_table_wrapper or not flow or not isinstance(box, boxes.BlockBox):
        return float(bottom)
    last = flow[-1]
    if isinstance(last, boxes.LineBox):
        inner = last.position_y + last.height
    else:
        inner = close_up(last, rest.get(getattr(last, "index", None)))
    box.height = min(box.height, inner - box.content_box_y())
    return float(box.border_box_y() + box.border_height())


def text_bottom(root: Any) -> float:
    """Return where a page's text ends; the boxes around it may reach down to the page's end."""
    return max(
        (
            box.position_y + box.height
            if isinstance(box, boxes.LineBox)
            else box.border_box_y() + box.border_height()
            for box in _flow(root)
            if isinstance(box, (boxes.LineBox, boxes.ReplacedBox, boxes.TableRowBox))
        ),
        default=0.0,
    )


def _flow(box: Any) -> Iterator[Any]:
    yield box
    if not isinstance(box, boxes.LineBox):
        for child in box.children:
            if child.is_in_normal_flow():
                yield from _flow(child)
