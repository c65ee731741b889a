"""Make the lines of a title equal, and set a caption flush that is too long to be centred.

WeasyPrint has neither `text-wrap: balance` nor `pretty` (CSS Text 4). Here they are custom
properties of any block that holds lines of text:

    --text-wrap: balance    /* a measure that takes no line more, and parts no word */
    --text-wrap: pretty     /* the same, if the last line has one word alone */
    --most-centred: 2       /* with more lines than this, they begin at the left */

The composer finds the measure (`composer.balanced`); the block gets the padding that narrows its
own before it is laid out. A title that is left to Pango is not balanced.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from octavo.pdf.engine.custom import number, word
from octavo.pdf.engine.marks import mark, marks_of


def balance(context: Any, box: Any) -> None:
    """Make the measure of a block narrower, or begin its lines at the left, as its style asks."""
    manner, most = word(box.style, "text-wrap"), number(box.style, "most-centred")
    if manner not in ("balance", "pretty") and not most:
        return
    line = box.children[0]
    mark(line, replace(marks_of(line), even=False))
    if _is_crowded(context, box) or box.style["overflow_wrap"] != "normal":
        return
    setting = context.composer.setting_of(context, line, box, context.ragged.of(line.style))
    if isinstance(setting, str) or setting.text.floats:
        return
    if manner in ("balance", "pretty"):
        count, width = setting.balanced(always=manner == "balance")
    else:
        count, width = len(setting), float(box.width)
    if most and count > most:
        if line.style["text_align_all"] == "center":
            line.style = context.ragged.of(context.flush.of(line.style))
        return
    if width < box.width:
        mark(line, replace(marks_of(line), even=True))
        _narrow(box, line, box.width - width)


def _narrow(box: Any, line: Any, less: float) -> None:
    """Make a block's measure narrower by `less` pixels, on the sides where its lines are short."""
    align = line.style["text_align_all"]
    box.width -= less
    if align == "center":
        box.padding_left += less / 2
        box.padding_right += less / 2
    elif (align in ("left", "start", "justify")) == (box.style["direction"] == "ltr"):
        box.padding_right += less
    else:
        box.padding_left += less


def _is_crowded(context: Any, box: Any) -> bool:
    """Return whether a float reaches into the measure of a block; one in its margin does not, such
    as the siglum beside its explanation."""
    left, right = box.content_box_x(), box.content_box_x() + box.width
    return any(
        shape.position_x < right and shape.position_x + shape.margin_width() > left
        for shape in context.excluded_shapes
    )
