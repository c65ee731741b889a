"""Write a set section as text/html: without namespaces, with links that lead to its page."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree as ET

_XML_ONLY = ("epub:", "xml:")


def as_html(element: ET.Element) -> str:
    """Return an element in HTML's syntax: void elements without an end, no prefixed attributes."""
    for inner in element.iter():
        for name in [name for name in inner.attrib if name.startswith(_XML_ONLY)]:
            del inner.attrib[name]
    return ET.tostring(element, encoding="unicode", method="html")


def drop_roles_of_ornaments(root: ET.Element) -> None:
    """Take the role from images without alternative words: HTML gives them the same by itself."""
    for image in root.iter("img"):
        if not image.get("alt"):
            image.attrib.pop("role", None)


def keep_on_page(root: ET.Element, sections: Mapping[str, str]) -> None:
    """Let the links into files of sections lead to places on the same page.

    `sections` has the id of each section by the name of its file.
    """
    for link in root.iter("a"):
        file, _, identity = link.get("href", "").partition("#")
        if file in sections:
            link.set("href", f"#{identity or sections[file]}")
