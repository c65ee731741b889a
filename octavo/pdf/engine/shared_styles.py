"""Compute the styles of elements that are alike once: of all calls, of all notes, of all pages.

WeasyPrint shares the style of elements that have no id and are no pseudo-elements or pages. Calls,
notes and pages have one each; to compute them took a tenth of a layout. Here each of them is a
style of its own that asks its *kind*: one style for all that have the same parent and the same
declarations but for the anchor, on which no other property depends.
"""

from __future__ import annotations

from typing import Any

from octavo.pdf.engine.weasy import ComputedStyle

_KINDS = "octavo: kinds"  # in the cache that all styles of a document share
_OWN = "anchor"  # the one property in which elements of a kind differ


class StyleOfKind(ComputedStyle):
    """The style of one element, pseudo-element, page or margin box.

    Rewrites `ComputedStyle`: only who computes a property.
    """

    def __init__(
        self, parent_style: Any, cascaded: Any, pseudo_type: Any, root_style: Any, base_url: Any,
        font_config: Any, initial_page_sizes: Any,
    ) -> None:  # fmt: skip
        parent = getattr(parent_style, "kind", parent_style)
        given = pseudo_type, root_style, base_url, font_config, initial_page_sizes
        super().__init__(parent, cascaded, *given)
        kinds = self.cache.setdefault(_KINDS, {})
        key = id(parent), pseudo_type, id(root_style), base_url, _known_by(cascaded)
        if key not in kinds:
            shared = {name: each for name, each in cascaded.items() if name != _OWN}
            kinds[key] = ComputedStyle(parent, shared, *given)
            kinds[key]["direction"]  # a style that holds nothing would not give its cache on
        self.kind = kinds[key]
        self.specified = self.kind.specified

    def __missing__(self, key: str) -> Any:
        """Compute a property of the kind, and take over all that are known of it.

        Rewrites `ComputedStyle.__missing__`: the anchor alone is computed here.
        """
        if key == _OWN:
            return super().__missing__(key)
        value = self.kind[key]
        self.update({**self.kind, **self})  # hardly one is missed again
        return value


def _known_by(cascaded: Any) -> tuple[Any, ...]:
    """Return what tells declarations from others: the values are objects of the sheets, and a kind
    keeps those that it was made of. A specificity is a tuple, or the list of a page rule."""
    return tuple(
        (name, value if isinstance(value, str) else id(value), origin, layer, *specificity)
        for name, (value, (origin, layer, specificity)) in cascaded.items()
        if name != _OWN
    )
