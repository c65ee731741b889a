"""Split verse in XHTML into lines, an element each, so that the rest of a long line is indented.

The first line below becomes the second:

    <div class="line-block">one<br/>two</div>
    <div class="line-block"><div class="line">one</div><div class="line">two</div></div>
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

VERSE, LINE = "line-block", "line"


def part_lines(stanza: Element) -> None:
    """Split a stanza at its breaks, in place; an empty line keeps a break, which gives it its
    height."""
    lines = [Element("div", {"class": LINE})]
    lines[-1].text = stanza.text
    for child in list(stanza):
        tail, child.tail = child.tail, None
        if child.tag == "br":
            lines.append(Element("div", {"class": LINE}))
            lines[-1].text = (tail or "").removeprefix("\n")
        else:
            lines[-1].append(child)
            child.tail = tail
    for line in lines:
        if not len(line) and not (line.text or "").strip():
            SubElement(line, "br")
    stanza.text = None
    stanza[:] = lines
