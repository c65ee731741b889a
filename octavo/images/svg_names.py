"""Name the namespaces of SVG, and write a drawing with the same prefixes in any process.

The prefixes of ElementTree are those of the whole process, and a library that is imported later can
take them away: WeasyPrint declares the empty one anew. So they are declared before each writing.
"""

from __future__ import annotations

from xml.etree import ElementTree

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"


def write_svg(root: ElementTree.Element) -> str:
    """Return the text of a drawing, in which SVG is the namespace of names without a prefix."""
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", XLINK)
    return ElementTree.tostring(root, encoding="unicode")


def local(name: object) -> str:
    """Return the name of an element or an attribute without its namespace or its prefix."""
    return str(name).rpartition("}")[2].rpartition(":")[2]
