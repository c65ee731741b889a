"""Fill a page that would end short: some of its paragraphs are set a line longer or shorter.

A page ends a line or two short where the next lines may not be parted, a heading moves to the next
page with its text, or the note of the next line finds no room. A compositor then drives out a
paragraph or two, so that facing pages end at the same height; the break between the pages stays
where it is. If none can be driven out, he takes one in by a line, so that what did not fit does.
Only paragraphs that end on the page are changed, each by one line, and only if all their lines on
the page can be set well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from octavo.pdf.engine.composed.inline_text import InlineText
from octavo.pdf.engine.composed.light_line import LightLine
from octavo.pdf.engine.composed.setting import Change
from octavo.pdf.engine.notes.broken_notes import lines_of, text_bottom

MOST = 3  # lines that a page is filled by: what lacks more is short for a reason that is to be seen
_NEAR = 0.05  # pixels of arithmetic
_LEAST = 4  # lines of a paragraph that can well be a line longer or shorter
_FEWEST = 8  # lines of a page that is filled

Changes = Sequence[tuple[InlineText, Change]]


@dataclass(frozen=True, slots=True)
class _Ended:
    """A paragraph that ends on a page: the offset of its first line there, the lines that it has
    there, their height, and the part of the measure that the last one fills."""

    text: InlineText
    offset: int
    lines: int
    height: float
    last: float

    def cost(self, looseness: int) -> float:
        """Return what each line has to give up, or to take in, in parts of the measure."""
        return ((1 - self.last) if looseness > 0 else self.last) / self.lines


def room_left(context: Any) -> float:
    """Return the height between the text of the page just made and its notes or its end, if lines
    find room in it, in pixels: else 0."""
    lines = [*lines_of(context.body)]
    room = context.page_bottom - text_bottom(context.body)
    return room if len(lines) >= _FEWEST and room > lines[-1].height - _NEAR else 0.0


def fillings(context: Any) -> Iterator[Changes]:
    """Yield ways to fill the page just made, if it is short: paragraphs that are set longer, as
    many as lines are lacking; or one that is set shorter."""
    room = room_left(context)
    if not room:
        return
    ended, can = [*_ended([*lines_of(context.body)])], context.composer.can_change
    longer = [*_longer(ended, room, can)]
    if longer and room - sum(one.height for one in longer) < longer[0].height - _NEAR:
        yield [(one.text, Change(one.offset, 1)) for one in longer]
        return
    for one in sorted(ended, key=lambda one: one.cost(-1)):
        change = Change(one.offset, -1)
        if can(one.text, change):
            yield [(one.text, change)]
            return


def _longer(
    ended: Sequence[_Ended], room: float, can: Callable[[InlineText, Change], bool]
) -> Iterator[_Ended]:
    """Yield the paragraphs that are set longer, those first whose lines change least."""
    count = 0
    for one in sorted(ended, key=lambda one: one.cost(1)):
        if count == MOST or one.height > room + _NEAR:
            return
        if can(one.text, Change(one.offset, 1)):
            yield one
            room -= one.height
            count += 1


def _ended(lines: Sequence[Any]) -> Iterator[_Ended]:
    light = (line for line in lines if isinstance(line, LightLine))
    for _, group in groupby(light, key=lambda line: id(line.text)):
        own = [*group]
        first, last = own[0], own[-1]
        if last.span.following is None and len(own) >= _LEAST:
            share = last.width / max(line.width for line in own)
            yield _Ended(first.text, first.span.begin, len(own), first.height, share)
