"""Compute the styles of elements that are alike once: of all calls, of all notes, of all pages.

WeasyPrint shares the style of elements that have no id and are no pseudo-elements or pages. Calls,
notes and pages have one each; to compute them took a tenth of a layout. Here each of them is a
style of its own that asks one which it shares with all that have the same parent and the same
declarations but for the anchor, on which no other property depends.
"""

from __future__ import annotations

from typing import Any

from octavo.pdf.engine.weasy import ComputedStyle

_SHARED = "octavo: shared"  # in the cache that all styles of a document share
_OWN = "anchor"  # the one property in which elements that are alike differ
_FEW = 4  # properties that are taken over one by one


class OwnStyle(ComputedStyle):
    """The style of one element, pseudo-element, page or margin box.

    Rewrites `ComputedStyle`: only who computes a property.
    """

    def __init__(
        self, parent_style: Any, cascaded: Any, pseudo_type: Any, root_style: Any, base_url: Any,
        font_config: Any, initial_page_sizes: Any,
    ) -> None:  # fmt: skip
        parent = getattr(parent_style, "shared", parent_style)
        given = pseudo_type, root_style, base_url, font_config, initial_page_sizes
        super().__init__(parent, cascaded, *given)
        known = self.cache.setdefault(_SHARED, {})
        key = id(parent), pseudo_type, id(root_style), base_url, _known_by(cascaded)
        if key not in known:
            declared = {name: each for name, each in cascaded.items() if name != _OWN}
            known[key] = ComputedStyle(parent, declared, *given)
            known[key]["direction"]  # a style that holds nothing would not give its cache on
        self.shared = known[key]
        self.specified = self.shared.specified
        self.update(self.shared)
        self.pop(_OWN, None)

    def __missing__(self, key: str) -> Any:
        """Compute a property of the shared style, and take over all that are known of it.

        Rewrites `ComputedStyle.__missing__`: the anchor alone is computed here.
        """
        if key == _OWN:
            return super().__missing__(key)
        value = self.shared[key]
        if len(self.shared) > len(self) + _FEW:
            self.update({**self.shared, **self})
        else:
            self[key] = value
        return value


def _known_by(cascaded: Any) -> tuple[Any, ...]:
    """Return what tells declarations from others: the values are objects of the sheets, and a
    shared style keeps those that it was made of. Specificities are tuples, or lists in page
    rules."""
    return tuple(
        (name, value if isinstance(value, str) else id(value), origin, layer, *specificity)
        for name, (value, (origin, layer, specificity)) in cascaded.items()
        if name != _OWN
    )
