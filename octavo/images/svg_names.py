"""Name the namespaces of SVG, and declare how they are written.

The prefixes of ElementTree are those of the whole process. They are declared here, where each
module that writes SVG takes the names from, so that a drawing has the same bytes in any process.
"""

from __future__ import annotations

from xml.etree import ElementTree

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"

ElementTree.register_namespace("", SVG)
ElementTree.register_namespace("xlink", XLINK)
