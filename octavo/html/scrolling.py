"""Put each table into a box that scrolls, so that a wide one does not move its page."""

from __future__ import annotations

from xml.etree import ElementTree as ET

SCROLL = "scroll"


def let_tables_scroll(root: ET.Element) -> None:
    """Put each table of a set section into a division of its own, in place. The division has the
    focus of a keyboard in its turn: without a mouse a reader scrolls it by its arrows (WCAG 2.1.1).
    """
    for parent in list(root.iter()):
        for place, child in enumerate(list(parent)):
            if child.tag == "table":
                box = ET.Element("div", {"class": SCROLL, "tabindex": "0"})
                box.tail, child.tail = child.tail, None
                box.append(child)
                parent[place] = box
