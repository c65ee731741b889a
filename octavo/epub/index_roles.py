"""Mark the index in EPUB's vocabulary: lists of entries, their terms, locators and references.

https://www.w3.org/TR/epub-ssv-11/#sec-indexes
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree as ET

_TYPES: Mapping[str, str] = {
    "index-term": "index-term",
    "index-locator": "index-locator",
    "index-see": "index-xref-preferred",
    "index-see-also": "index-xref-related",
}


def set_indexes(root: ET.Element) -> None:
    """Set the `epub:type` of the elements in a section's divisions of index entries."""
    for element in root.iter("div"):
        if "index-entries" in element.get("class", "").split():
            _set_index(element)


def _set_index(element: ET.Element) -> None:
    for inner in element.iter():
        if inner.tag == "ul":
            inner.set("epub:type", "index-entry-list")
        elif inner.tag == "li":
            inner.set("epub:type", "index-entry")
        for name in inner.get("class", "").split():
            if name in _TYPES:
                inner.set("epub:type", _TYPES[name])
