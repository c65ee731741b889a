"""End a line before its last call, if the notes of all its calls cannot begin on one page.

All of a line's notes but the last must be whole on its page. A long one leaves no room there for
the next: the page has to end between the two calls. As a compositor does, the words before the call
are driven apart to fill the line, and the word with the call opens the next page; if they would be
too far apart, the line stays short.
"""

from __future__ import annotations

from dataclasses import replace
from math import inf
from typing import Any

from octavo.pdf.engine.lines.bidi import logical_distance, put_in_order
from octavo.pdf.engine.marks import Marks, mark, original_of
from octavo.pdf.engine.weasy import wp_inline

# The most that a word space is widened, in parts of the type size.
LOOSEST = 0.6
# The measures tried, in parts of the distance to the call: a word may not end just before it.
_SHARES = (1, 0.95, 0.9, 0.8)


def shorten(paragraph: Any, line: Any, start: Any, notes: list[Any], *, full: bool) -> Any:
    """Set `line`, of a `text_lines.Paragraph`, so that it ends before its last call.

    Returns None if no line can end between its calls, or if the line would stay short and `full` is
    asked for.
    """
    call = next((box for box in line.descendants() if box.footnote is notes[-1]), None)
    if call is None:
        return None  # it is called in the head of the line's table
    child = paragraph.child.copy()
    mark(child, Marks(original=original_of(paragraph.child)))  # its hyphens are known
    child.style = paragraph.context.ragged.of(child.style)
    loose = replace(paragraph, child=child)
    for share in _SHARES:
        narrow = paragraph.box.copy()
        narrow.width = logical_distance(line, call) * share
        lines = loose.lines(line.position_y, start, box=narrow)
        shorter, following = next(lines, (None, None))
        if shorter is None:
            return None
        left = paragraph.waiting_notes(shorter)
        if left and len(left) < len(notes):
            shorter.resume_at, shorter.style = following, line.style
            filled = _fill(paragraph, shorter, line, start)
            put_in_order(paragraph.context, shorter, paragraph.box)
            if filled or not full:
                paragraph.forget(line)
                return shorter
            paragraph.forget(shorter)
            return None
        paragraph.forget(shorter)
    return None


def _fill(paragraph: Any, shorter: Any, line: Any, start: Any) -> bool:
    """Drive the words of a line apart to the measure of its text; return False if that is too
    far."""
    if line.style["text_align_all"] != "justify":
        return True
    measure = line.width
    if line.resume_at is None:  # the last line of its block is not as wide as its measure
        indent = paragraph.child.text_indent if start is None else 0
        measure = paragraph.box.width - indent
    missing, spaces = measure - shorter.width, wp_inline.count_expandable_spaces(shorter)
    widened = missing / spaces if spaces else inf
    if widened > LOOSEST * line.style["font_size"]:
        return False
    wp_inline.add_word_spacing(paragraph.context, shorter, max(0.0, widened), 0)
    return True
