"""Look up in their style what most boxes are: without a background, and in the flow.

WeasyPrint asks each text, call and line for its corners, images and colours, once a page: a
thirtieth of a layout. Boxes of one style have one answer.
"""

from __future__ import annotations

from typing import Any

from octavo.pdf.engine.weasy import boxes, wp_background, wp_colors

_CORNERS = ("top_left", "top_right", "bottom_right", "bottom_left")
_SQUARE = tuple(f"border_{corner}_radius" for corner in _CORNERS)
_NO_RADIUS, _NO_CORNER = (0, "px"), (0, 0)
_PLAIN = "octavo: plain"  # in the cache that all styles of a document share

_IN_FLOW = ("static", "relative")
_is_in_normal_flow = boxes.Box.is_in_normal_flow
_layout_box_backgrounds = wp_background.layout_box_backgrounds


def layout_box_backgrounds(
    page: Any, box: Any, get_image_from_uri: Any, layout_children: bool = True, style: Any = None
) -> None:
    """Find the backgrounds of a box and of what is in it.

    Rewrites `weasyprint.layout.background.layout_box_backgrounds`: a box whose style paints nothing
    behind it gets square corners and no background at once.
    """
    if style is not None or box is page or not layout_children or not _is_plain(box.style):
        _layout_box_backgrounds(page, box, get_image_from_uri, layout_children, style)
        return
    for name in _SQUARE:  # one by one: what stands for an absolute box passes them on
        setattr(box, name, _NO_CORNER)
    box.background = None
    for child in box.all_children():
        layout_box_backgrounds(page, child, get_image_from_uri)


def is_in_normal_flow(box: Any) -> bool:
    """Return whether a box is neither floated nor a note nor put elsewhere.

    Rewrites `weasyprint.formatting_structure.boxes.Box.is_in_normal_flow`: two properties say so of
    most boxes, where it asks five questions.
    """
    style = box.style
    if style["float"] == "none" and style["position"] in _IN_FLOW:
        return True
    return bool(_is_in_normal_flow(box))


def _is_plain(style: Any) -> bool:
    """Return whether a style has no round corners, and paints nothing behind its boxes."""
    known = style.cache.setdefault(_PLAIN, {})
    if id(style) not in known:  # the style is kept: no other gets its identity
        known[id(style)] = _paints_nothing(style), style
    return known[id(style)][0]


def _paints_nothing(style: Any) -> bool:
    return (
        all(_NO_RADIUS in style[name] for name in _SQUARE)
        and style["border_image_source"][0] == style["mask_border_source"][0] == "none"
        and not any(value for kind, value in style["background_image"] if kind != "none")
        and not style["box_shadow"]
        and wp_colors.get_color(style, "background_color").alpha == 0
    )
