"""Set the lines of a block, and ask the page for room for the notes called in each.

WeasyPrint lays out all notes of a line and reports those that do not fit to the next page (its
issue #1564). Here a line is set on a page only if all its notes begin there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from octavo.pdf.engine.composed.light_line import is_light, notes_called
from octavo.pdf.engine.lines.short_lines import shorten
from octavo.pdf.engine.marks import Keep, Marks, mark, marks_of
from octavo.pdf.engine.notes.broken_notes import notes_called_in
from octavo.pdf.engine.weasy import boxes, wp_block

# Leave a line short only if the page would otherwise be less than two thirds full.
SHARE = 2 / 3
_AVOID = ("avoid", "avoid-page")

_lay_out_lines = wp_block._linebox_layout


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of lines while it is laid out: `box` holds the one line box `child`."""

    context: Any
    box: Any
    child: Any
    bottom_space: float
    absolute_boxes: list[Any]
    fixed_boxes: list[Any]

    def waiting_notes(self, line: Any) -> list[Any]:
        table_notes = marks_of(self.box).table_notes
        return self.context.waiting_notes(line, self.bottom_space, table_notes)

    def lines(
        self,
        position_y: float,
        start: Any,
        first_letter_style: Any = None,
        first_line_style: Any = None,
        box: Any = None,
    ) -> Iterator[tuple[Any, Any]]:
        """Yield each line from `start` on with the place where the next one starts.

        The lines of notes are set once and moved to each new place. The notes of a page are laid
        out again for each one that joins them: setting their lines anew each time takes most of the
        time that WeasyPrint needs for a page.
        """
        box = box or self.box
        original = marks_of(self.child).original
        known = self.context.lines
        while True:
            if not self.context.in_notes or original is None or self.context.excluded_shapes:
                yield from self._set_lines(
                    position_y, start, first_letter_style, first_line_style, box
                )
                return
            place = original, repr(start)
            hyphens = self.context.hyphens
            undone = hyphens.undone.get(original, frozenset())
            key = (*place, box.width, hyphens.forbidden(place, box.style), undone)
            if key in known:
                line, following, x, y = known[key]
                line = line.deepcopy()
                self.context.hyphens.count(place, line, following)
                line.translate(self.child.position_x - x, position_y - y)
            else:
                x, listed = self.child.position_x, self._count_positioned()
                line, following = next(
                    self._set_lines(position_y, start, first_letter_style, first_line_style, box),
                    (None, None),
                )
                if line is None:
                    return
                if self._count_positioned() == listed and not self.context.excluded_shapes:
                    known[key] = line.deepcopy(), following, x, position_y
            yield line, following
            if following is None:
                return
            position_y, start = line.position_y + line.height, following
            first_letter_style = first_line_style = None

    def _set_lines(
        self, position_y: float, start: Any, first_letter_style: Any, first_line_style: Any,
        box: Any,
    ) -> Iterator[tuple[Any, Any]]:  # fmt: skip
        return wp_block.iter_line_boxes(
            self.context, self.child, position_y, self.bottom_space, start, box,
            self.absolute_boxes, self.fixed_boxes, first_letter_style, first_line_style,
        )  # fmt: skip

    def _count_positioned(self) -> tuple[int, int]:
        return len(self.absolute_boxes), len(self.fixed_boxes)

    def lacking(self, line: Any) -> int:
        """Count the lines that must join `line` on the next page to satisfy the block's widows."""
        lacking = int(self.box.style["widows"]) - 1
        if line.resume_at is not None:
            following = self.lines(line.position_y + line.height, line.resume_at)
            for next_line, _ in islice(following, lacking):
                self.forget(next_line)
                lacking -= 1
        return max(0, lacking)

    def forget(self, line: Any) -> None:
        if is_light(line):
            for note in notes_called(line):
                self.context.unlayout_footnote(note)
            return
        wp_block.remove_placeholders(
            self.context, line.children, self.absolute_boxes, self.fixed_boxes
        )


def lay_out_lines(
    context: Any, box: Any, index: int, child: Any, new_children: list[Any], page_is_empty: bool,
    absolute_boxes: Any, fixed_boxes: Any, adjoining_margins: Any, bottom_space: float,
    position_y: float, skip_stack: Any, first_letter_style: Any, first_line_style: Any,
    draw_bottom_decoration: bool, max_lines: int | None,
) -> tuple[Any, ...]:  # fmt: skip
    """Lay out the lines of a block, each with its notes.

    Lines in columns do not ask for their notes: `columns` does it for all of them.

    Rewrites `weasyprint.layout.block._linebox_layout`: the loop over the lines is ours. It differs
    in its treatment of notes (a line is set only if all its notes begin on its page) and in how
    widows are counted; `max-lines`, decorations, orphans and the line too tall for a page are as
    there.
    """
    if context.in_column:
        return _lay_out_lines(
            context, box, index, child, new_children, page_is_empty, absolute_boxes, fixed_boxes,
            adjoining_margins, bottom_space, position_y, skip_stack, first_letter_style,
            first_line_style, draw_bottom_decoration, max_lines,
        )  # fmt: skip
    abort, stop, resume_at = False, False, None
    begun: list[Any] = []
    paragraph = Paragraph(context, box, child, bottom_space, absolute_boxes, fixed_boxes)
    if adjoining_margins:
        position_y += wp_block.collapse_margin(adjoining_margins)
    lines = paragraph.lines(position_y, skip_stack, first_letter_style, first_line_style)
    while set_line := next(lines, None):
        line, resume_at = set_line
        line.resume_at = resume_at
        if max_lines is not None:
            if max_lines == 0:
                new_children[-1].block_ellipsis = box.style["block_ellipsis"]
                break
            max_lines -= 1
        # 1. If the page is full, break before this line.
        draw_bottom_decoration |= line.resume_at is None
        below = box.border_bottom_width + box.padding_bottom if draw_bottom_decoration else 0
        fits = _fits(paragraph, line, new_children, page_is_empty, below, begun)
        end = line.position_y + line.height + below + bottom_space
        if fits and paragraph.waiting_notes(line):
            # 2. Its notes begin on this page, or the line moves to the next one.
            movable = (bool(new_children) or not page_is_empty) and not marks_of(box).in_head
            line, notes, fits = _begin_notes(paragraph, line, skip_stack, end, movable)
            if line is not set_line[0]:
                lines = paragraph.lines(line.position_y + line.height, line.resume_at)
            begun += notes if fits else []
        elif fits and context.loose and not context.in_notes and not marks_of(box).keep:
            # 3. The block with a broken note's call is set: the rest of the page is the note's.
            context.fill_page(end)
        if not fits:
            lacking = paragraph.lacking(line)
            if lacking and _parted(paragraph, line, new_children[-lacking:], begun):
                lacking = 0
            inevitable = page_is_empty or _is_orphan(paragraph, line, new_children, begun)
            abort, stop, resume_at = wp_block._break_line(
                context, box, line, new_children, lacking, inevitable, index, skip_stack,
                line.resume_at, absolute_boxes, fixed_boxes,
            )  # fmt: skip
            break
        new_children.append(line)
        position_y = line.position_y + line.height
        skip_stack = line.resume_at
    if new_children:
        resume_at = {index: new_children[-1].resume_at}
    return abort, stop, resume_at, position_y, begun, max_lines


def _begin_notes(
    paragraph: Paragraph, line: Any, start: Any, end: float, movable: bool
) -> tuple[Any, list[Any], bool]:
    """Begin the notes of `line` on its page; return the line, its notes, and whether it stays
    there.

    A line of several calls is set shorter, to hold fewer of them, if it cannot move to the next
    page, or would leave this one short.
    """
    context, notes = paragraph.context, paragraph.waiting_notes(line)
    if context.begin_notes(notes, end, marks_of(paragraph.box).keep):
        return line, notes, True
    top = line.position_y + paragraph.bottom_space
    if movable and (len(notes) == 1 or not context.leaves_short(top)):
        return line, notes, False
    full = movable and context.fit_on_a_page(notes, line.height)
    full = full and not context.leaves_short(top, SHARE)
    while len(notes) > 1 and (shorter := shorten(paragraph, line, start, notes, full=full)):
        line, notes = shorter, paragraph.waiting_notes(shorter)
        if context.begin_notes(notes, end):
            return line, notes, True
    if movable:
        return line, notes, False
    context.begin_what_fits(notes, end)
    return line, notes, True


def _fits(
    paragraph: Paragraph, line: Any, new_children: list[Any], page_is_empty: bool, below: float,
    begun: list[Any],
) -> bool:  # fmt: skip
    """Return whether a line fits on the page, if need be at the expense of a note of the block."""
    context, box, bottom_space = paragraph.context, paragraph.box, paragraph.bottom_space
    bottom = line.position_y + line.height
    if new_children or not page_is_empty:
        if context.overflows_page(bottom_space, bottom + below):
            splits_badly = len(new_children) < box.style["orphans"] or paragraph.lacking(line)
            return bool(splits_badly) and context.make_room(bottom + below + bottom_space, begun)
    elif context.overflows_page(bottom_space, bottom):
        # A block too tall for an empty page goes without its top margin.
        line.translate(0, -box.margin_top)
        box.margin_top = 0
    return True


def _is_orphan(paragraph: Paragraph, line: Any, above: list[Any], begun: list[Any]) -> bool:
    """Return whether the lines above `line` will be orphans on any page, for the notes they
    call."""
    fewest = paragraph.box.style["orphans"]
    return len(above) < fewest and _parted(paragraph, line, above, begun)


def _parted(paragraph: Paragraph, line: Any, above: list[Any], begun: list[Any]) -> bool:
    """Return whether no page could hold both `line` and the lines above, for the notes they
    call."""
    notes = [note for other in above for note in notes_called(other) if note in begun]
    if not notes:
        return False
    height = line.position_y + line.height - above[0].position_y
    waiting = paragraph.waiting_notes(line)
    return not paragraph.context.fit_on_a_page([*notes, *waiting], height)


# What the lines of a block have to know of its surroundings.


def mark_text(
    box: Any, keep: Keep = "", table_notes: tuple[Any, ...] = (), in_head: bool = False
) -> None:
    """Mark the blocks of a text that is to be laid out (`marks`), from the outermost inwards.

    A page does not end below a call in a block that is kept with the following one, if it can be
    avoided. WeasyPrint lays out head and foot of a table before the rows, as if the page had no
    end, and moves them if no row fits between: their notes begin with the first line of the rows.
    At the top of a page their own lines ask for them. A head that does not fit is dropped.
    """
    if not isinstance(box, boxes.BlockContainerBox):
        keep = keep or "row"
    elif not keep and box.style["break_inside"] in _AVOID:
        keep = "block"
    mark(box, Marks(keep, table_notes, in_head))
    flow = [
        child
        for child in box.children
        if isinstance(child, boxes.ParentBox) and not isinstance(child, boxes.LineBox)
    ]
    repeated = [child for child in flow if _is_repeated(child)]
    called = tuple(note for group in repeated for note in notes_called_in(group))
    for child, following in zip(flow, [*flow[1:], None], strict=False):
        joined = following is not None and (
            wp_block.block_level_page_break(child, following) in _AVOID
        )
        kept: Keep = keep or ("block" if joined else "")
        if child in repeated:
            mark_text(child, kept, table_notes, in_head or child.is_header)
        else:
            mark_text(child, kept, table_notes + called, in_head)


def _is_repeated(box: Any) -> bool:
    """Return whether a box is a table's head or foot."""
    return isinstance(box, boxes.TableRowGroupBox) and (box.is_header or box.is_footer)
