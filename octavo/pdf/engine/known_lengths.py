"""Compute the lengths of boxes once for each style and each room, and the strut of a style once.

WeasyPrint computes the margins, padding, borders and sizes of a box anew whenever it lays it out,
and seeks the strut of a line by the values of sixteen properties. Boxes of one style in one room
have the same lengths. The two took a sixteenth of a layout.
"""

from __future__ import annotations

from typing import Any

from octavo.pdf.engine.weasy import boxes, wp_percent
from octavo.pdf.engine.weasy import strut as _strut

_LENGTHS, _STRUTS = "octavo: lengths", "octavo: struts"  # in the cache that styles share
_SIDES = ("top", "right", "bottom", "left")
_SET = (
    *(f"{name}_{side}" for name in ("margin", "padding") for side in _SIDES),
    *(f"border_{side}_width" for side in _SIDES),
    *("width", "min_width", "max_width", "height", "min_height", "max_height"),
)
# The properties that WeasyPrint knows a strut by.
_OF_STRUT = (
    "font_family", "font_style", "font_stretch", "font_weight", "font_variant_ligatures",
    "font_variant_position", "font_variant_caps", "font_variant_numeric",
    "font_variant_alternates", "font_variant_east_asian", "font_feature_settings",
    "font_variation_settings", "font_language_override", "lang", "font_size", "line_height",
)  # fmt: skip

_resolve_percentages = wp_percent.resolve_percentages


def resolve_percentages(box: Any, containing_block: Any) -> None:
    """Set the lengths of a box in its containing block: a box, or its width and height in pixels.

    Rewrites `resolve_percentages`: what it sets is kept for other boxes
    of the style. Boxes of pages and of flexible boxes and grids, those whose borders are their
    table's, and what stands for an absolute box are left to it.
    """
    style = box.style
    if isinstance(containing_block, boxes.Box):
        room = containing_block.width, containing_block.height
    else:
        room = containing_block
    if not _is_common(box, style):
        _resolve_percentages(box, room)
        return
    known = style.cache.setdefault(_LENGTHS, {})
    key = id(style), *room
    found = known.get(key)
    if found is None:
        _resolve_percentages(box, room)
        values = box.__dict__
        known[key] = {name: values[name] for name in _SET}, style  # kept, and so its identity
    else:
        box.__dict__.update(found[0])


def _is_common(box: Any, style: Any) -> bool:
    """Return whether the lengths of a box depend on its style and its room alone."""
    return (
        isinstance(box, boxes.Box)
        and not isinstance(box, boxes.PageBox)
        and not (box.is_flex_item or box.is_grid_item)  # their styles are written to
        and style["border_collapse"] != "collapse"
    )


def strut(style: Any) -> tuple[float, float]:
    """Return the height of a line that is empty, and its baseline from the top, in pixels.

    Rewrites `strut`: it is asked once for the same values.
    """
    known = style.cache.setdefault(_STRUTS, {})
    values = [*map(style.__getitem__, _OF_STRUT)]
    key = tuple(map(id, values))  # they are kept, and so their identities
    if key not in known:
        known[key] = _strut(style), values
    return known[key][0]
