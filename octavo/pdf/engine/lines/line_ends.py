"""End a line where it is full, with any inline markup at its end.

WeasyPrint sets a line from pieces: a new one begins with each element and after it. It is wrong
about a piece in four cases, and each leaves a line nearly empty; the justified rest of a title in
another language is then drawn out over the whole measure.

- A piece that fits except for the space at its end counts as too long: `split_first_line` breaks
  it after its first word, or hyphenates that.
- A word that is a piece of its own, `<span>recommendations.</span>`, and stays with what follows,
  a call, counts as having no break though it could be hyphenated: it goes to the next line.
- A piece with a break between its parts only, `<span>Dullin, <em>Hommes</em></span>`, counts as
  having none when the text after it must stay with it (`can_break_inside`): it goes to the next
  line.

- A piece that begins with a space behind a picture as wide as the line has no room, and Pango takes
  a width below nothing for one without end: the piece is set beside the picture, off the paper.

All four are mended here, and nothing else is changed: what is broken rightly is broken as before.
Where `hyphens` wants a line without a hyphen at its end, it is set so here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from octavo.pdf.composer.hyphenation import may_be_divided
from octavo.pdf.engine.lines.hyphens import ends_with_hyphen
from octavo.pdf.engine.weasy import boxes, wp_inline, wp_text

# The values of `white-space` in which spaces at the end of a line hang, and those with breaks.
_HANGING = ("normal", "pre-line")
_WRAPPING = ("normal", "pre-line", "pre-wrap")
# No letter is thinner than this part of its size: text that cannot fit need not be set.
_THINNEST = 0.1
# Pixels that make a line too narrow for what just fits in it.
_LESS = 0.1

_split_first_line = wp_inline.split_first_line
_can_break_inside = wp_inline.can_break_inside


def split_first_line(
    text: str, style: Any, context: Any, max_width: float | None, justification_spacing: float,
    is_line_start: bool = True, minimum: bool = False,
) -> tuple[Any, ...]:  # fmt: skip
    """Set the first line of a piece; all of it, if only the space at its end does not fit; only the
    space at its start, if there is no room at all.

    Rewrites `weasyprint.layout.inline.split_first_line`: WeasyPrint's own function sets the line.
    It is called again without a limit if it has broken a piece that fits, or with a smaller width
    if the line may not end with a hyphen.
    """
    bare_end = False
    if context is not None and context.hyphens.off:
        bare_end, style = True, context.hyphens.without.of(style)

    def set_in(width: float | None) -> tuple[Any, ...]:
        return _split_first_line(
            text, style, context, width, justification_spacing, is_line_start, minimum
        )

    if not is_line_start and _has_no_room(text, style, max_width):
        layout, length, _, *sizes = _split_first_line(
            " ", style, context, None, justification_spacing, is_line_start, minimum
        )
        return layout, length, 1 if len(text) > 1 else None, *sizes
    line = set_in(max_width)
    if bare_end:
        line = _without_hyphen(text, line, set_in)
    _, _, following, line_width, *_ = line
    if following is None or max_width is None or style["white_space"] not in _HANGING:
        return line
    bare = text.rstrip(" ")
    if bare in ("", text):
        return line
    room = max_width - line_width + style["font_size"]
    rest = len(bare.encode()[following:].decode())
    if rest * _THINNEST * style["font_size"] > room or not _fits(bare, style, context, max_width):
        return line
    return set_in(None)


def _has_no_room(text: str, style: Any, max_width: float | None) -> bool:
    """Return whether a piece may begin on the next line and has no room for a letter on this."""
    if max_width is None or style["white_space"] not in _HANGING or not text.startswith(" "):
        return False
    return max_width < _THINNEST * style["font_size"]


def _without_hyphen(
    text: str, line: tuple[Any, ...], set_in: Callable[[float], tuple[Any, ...]]
) -> tuple[Any, ...]:
    """Set a line that ends with a word's own hyphen again, so that the word begins the next one."""
    _, _, following, width, *_ = line
    while following is not None and ends_with_hyphen(text.encode()[:following].decode()):
        shorter = set_in(width - _LESS)
        if shorter[2] is None or shorter[2] >= following:
            return line
        line = shorter
        _, _, following, width, *_ = line
    return line


def _fits(text: str, style: Any, context: Any, max_width: float) -> bool:
    layout = wp_text.create_layout(text, style, context, max_width, 0)
    line, following = layout.get_first_line()
    return following is None and wp_text.line_size(line, style)[0] <= max_width


def can_break_inside(box: Any) -> bool:
    """Return whether a line may end within a piece: in one of its parts, between two of them, or
    inside its only word.

    Rewrites `weasyprint.layout.inline.can_break_inside`: if WeasyPrint's own function says no, the
    parts are tried together, and words that may be hyphenated count.
    """
    if _can_break_inside(box):
        return True
    if box.style["white_space"] not in _WRAPPING:
        return False
    if isinstance(box, boxes.TextBox):
        return _may_be_hyphenated(box.text, box.style)
    if not isinstance(box, boxes.InlineBox):
        return False
    parts = [part for part in box.descendants() if isinstance(part, boxes.TextBox)]
    if wp_text.can_break_text("".join(part.text for part in parts), box.style["lang"]):
        return True
    return any(_may_be_hyphenated(part.text, part.style) for part in parts)


def _may_be_hyphenated(text: str, style: Any) -> bool:
    """Return whether the style allows hyphens in a word, and its language has a place for one."""
    if style["hyphens"] != "auto" or not style["lang"]:
        return False
    return may_be_divided(text, style["lang"], style["hyphenate_limit_chars"])
