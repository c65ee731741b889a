"""Draw the words of a line together if it would else be stretched, or end in mid-word.

WeasyPrint widens word spaces and never narrows them: it fills each line with what fits at its
natural width. Here a line that is stretched, or hyphenated, is set once more in a measure wider by
what its spaces may lose, and is kept if that is better by the reckoning of TeX (The TeXbook,
chapter 14): the third power of the change of the spaces over the allowed change, and a price for a
hyphen. A style sheet sets what a space may lose, which is nothing by default:

    --word-space-shrink: 0.04em

A line that ends in or above an address, or above a long word that is broken anywhere, has too few
spaces to take what is missing: if each would be widened by more than LOOSEST, the line keeps its
natural width.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from octavo.pdf.engine.custom import length
from octavo.pdf.engine.lines.bidi import as_ltr
from octavo.pdf.engine.weasy import boxes, wp_block, wp_inline

STRETCH = 0.1  # how far a word space may well be widened, in parts of the type size
TOO_FAR = 0.7  # a line stretched further, in parts of that, is set again
LOOSEST = 0.5  # the most that a word space beside an address is widened, in parts of the type size
LONG = 16  # letters of a word that leaves a gap in the line above
HYPHEN = 0.5  # the price of a hyphen; that of a line stretched to STRETCH is 1

_iter_line_boxes = wp_inline.iter_line_boxes


def iter_line_boxes(
    context: Any, box: Any, position_y: float, bottom_space: float, skip_stack: Any,
    containing_block: Any, absolute_boxes: Any, fixed_boxes: Any, first_letter_style: Any,
    first_line_style: Any,
) -> Iterator[tuple[Any, Any]]:  # fmt: skip
    """Yield the lines of a block, each with the place where the next one starts."""

    def lines_from(
        y: float, start: Any, letter: Any = None, first: Any = None, of: Any = box,
        block: Any = containing_block,
    ) -> Any:  # fmt: skip
        return _iter_line_boxes(
            context, of, y, bottom_space, start, as_ltr(block, of), absolute_boxes, fixed_boxes,
            letter, first,
        )  # fmt: skip

    def tighter(line: Any, start: Any, y: float, letter: Any, first: Any) -> Any:
        """Return the same line with more in it, and where the next one starts; None if it is no
        better."""
        loose, shrink = _badness(line), length(line.style, "word-space-shrink")
        if loose <= TOO_FAR**3 or not shrink:
            return None
        wide, natural = containing_block.copy(), box.copy()
        wide.width += shrink * (_spaces(line) + 1)
        natural.style = context.ragged.of(box.style)
        tight, after = next(lines_from(y, start, letter, first, natural, wide))
        over, spaces = tight.width - line.width, _spaces(tight)
        share = over / spaces / shrink if spaces else 0.0
        if not 0 < share <= 1 or share**3 + _price(tight, after) >= loose:
            forget(tight)
            return None
        forget(line)
        tight.style = line.style
        wp_inline.add_word_spacing(context, tight, -over / spaces, 0)
        return tight, after

    def natural_line(line: Any, start: Any, y: float, letter: Any, first: Any) -> Any:
        """Return the same line with word spaces of their own width."""
        natural = box.copy()
        natural.style = context.ragged.of(box.style)
        again, _ = next(lines_from(y, start, letter, first, natural))
        forget(line)
        again.style = line.style
        return again

    def forget(line: Any) -> None:
        wp_block.remove_placeholders(context, line.children, absolute_boxes, fixed_boxes)

    start, letter, first = skip_stack, first_letter_style, first_line_style
    lines: Iterator[Any] = lines_from(position_y, start, letter, first)
    while set_line := next(lines, None):
        line, following = set_line
        if following is not None and not context.excluded_shapes and _is_justified(line):
            better = tighter(line, start, position_y, letter, first)
            if better is not None:
                line, following = better
                below = line.position_y + line.height
                lines = lines_from(below, following) if following is not None else iter(())
            elif _is_torn(line) and _ends_at_long_word(line, box, following):
                line = natural_line(line, start, position_y, letter, first)
        position_y, start, letter, first = line.position_y + line.height, following, None, None
        yield line, following


def _is_justified(line: Any) -> bool:
    style = line.style
    return style["text_align_all"] == "justify" and style["direction"] == "ltr"


def _spaces(line: Any) -> int:
    return wp_inline.count_expandable_spaces(line)


def _is_torn(line: Any) -> bool:
    return _spacing(line) > LOOSEST * line.style["font_size"]


def _ends_at_long_word(line: Any, box: Any, following: Any) -> bool:
    """Return whether a line ends in an address, or the next one begins with a long word."""
    if any(_is_address(text.element) for text in _texts(line)[-1:]):
        return True
    while getattr(box, "children", None):
        number, following = next(iter(following.items())) if following else (0, None)
        box = box.children[number]
    if not isinstance(box, boxes.TextBox):
        return False
    start = next(iter(following)) if following else 0
    words = box.text.encode()[start:].decode().split(maxsplit=1)
    if _is_address(box.element):
        return True
    breaks_anywhere = box.style["overflow_wrap"] != "normal"
    return breaks_anywhere and bool(words) and len(words[0]) >= LONG


def _is_address(element: Any) -> bool:
    return element is not None and element.get("class") == "address"


def _badness(line: Any) -> float:
    """Return the badness of a line: 1 if its spaces are stretched to `STRETCH`."""
    return (_spacing(line) / (STRETCH * line.style["font_size"])) ** 3 + _price(line, line)


def _spacing(line: Any) -> float:
    return max((float(box.justification_spacing) for box in _texts(line)), default=0.0)


def _price(line: Any, following: Any) -> float:
    texts = _texts(line) if following is not None else []
    return HYPHEN if texts and texts[-1].text.endswith(("-", "\u2010")) else 0.0


def _texts(line: Any) -> list[Any]:
    return [box for box in line.descendants() if isinstance(box, boxes.TextBox)]
