"""Make the lines of a title equal, and set a caption flush that is too long to be centred.

WeasyPrint has neither `text-wrap: balance` nor `pretty` (CSS Text 4). Here they are custom
properties of any block that holds lines of text:

    --text-wrap: balance    /* the narrowest measure that takes no line more, and parts no word */
    --text-wrap: pretty     /* the same, if the last line has one word alone */
    --most-centred: 2       /* with more lines than this, they begin at the left */

The block gets the padding that narrows its measure before it is laid out.
"""

from __future__ import annotations

from itertools import islice
from typing import Any

from octavo.pdf.engine.custom import number, word
from octavo.pdf.engine.lines.hyphens import ends_with_hyphen
from octavo.pdf.engine.weasy import boxes, wp_inline

MOST = 8  # lines of a title; a longer text is not balanced
NEAREST = 2.0  # pixels to which the narrowest measure is found

# By an element and its text: the lines that it takes in a width, and the width that balances them.
Balanced = dict[tuple[Any, str, float], tuple[int, float]]


def balance(context: Any, box: Any) -> None:
    """Make the measure of a block narrower, or begin its lines at the left, as its style asks."""
    manner, most = word(box.style, "text-wrap"), number(box.style, "most-centred")
    if manner not in ("balance", "pretty") and not most:
        return
    line = box.children[0]
    key = box.element, _text(line), round(box.width, 2)
    if key not in context.balanced:
        if _is_crowded(context, box) or not _is_plain(line):
            return
        if box.style["overflow_wrap"] != "normal":
            return
        context.balanced[key] = _measured(context, box, line, manner)
    count, width = context.balanced[key]
    if most and count > most:
        if line.style["text_align_all"] == "center":
            line.style = context.ragged.of(context.flush.of(line.style))
        return
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


def _is_plain(line: Any) -> bool:
    """Return whether a line box can be set for trial: nothing in it is out of the flow."""
    return all(inner.is_in_normal_flow() for inner in line.descendants())


def _measured(context: Any, box: Any, line: Any, manner: str) -> tuple[int, float]:
    """Return how many lines a block takes, and the width that balances them."""
    wide = _lines(context, box, line, box.width)
    count = len(wide)
    alone = count > 1 and " " not in _text(wide[-1]).strip()
    if not 1 < count <= MOST or manner == "" or (manner == "pretty" and not alone):
        return count, float(box.width)
    hyphens = any(map(_ends_with_hyphen, wide[:-1]))
    low, high = float(box.width) / count, float(box.width)
    while high - low > NEAREST:
        middle = (low + high) / 2
        tried = _lines(context, box, line, middle)
        parted = not hyphens and any(map(_ends_with_hyphen, tried[:-1]))
        if parted or len(tried) > count or any(found.width > middle for found in tried):
            low = middle
        else:
            high = middle
    return count, high


def _lines(context: Any, box: Any, line: Any, width: float) -> list[Any]:
    """Return the lines that a block takes in a width, one more than `MOST` at most."""
    block, natural = box.copy(), line.copy()
    block.width = width
    natural.style = context.ragged.of(line.style)
    lines = wp_inline.iter_line_boxes(
        context, natural, box.position_y, 0, None, block, [], [], None, None
    )
    return [found for found, _ in islice(lines, MOST + 1)]


def _text(line: Any) -> str:
    return "".join(box.text for box in line.descendants() if isinstance(box, boxes.TextBox))


def _ends_with_hyphen(line: Any) -> bool:
    return ends_with_hyphen(_text(line))
