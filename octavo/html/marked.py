"""Make the element of a title, with the markup that the title has."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree

from octavo.model.marked_text import MarkedText, xhtml_of


def element_of(
    tag: str, attributes: Mapping[str, str], text: str, *, italic: bool = False
) -> ElementTree.Element:
    """Return an element that holds a text, with its markup if it has any; `italic` says that the
    element is set in italics."""
    if isinstance(text, MarkedText):
        element = ElementTree.fromstring(f"<{tag}>{xhtml_of(text, italic=italic)}</{tag}>")
    else:
        element = ElementTree.Element(tag)
        element.text = text
    element.attrib.update(attributes)
    return element
