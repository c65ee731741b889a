"""Divide the link from a note back to its call from the note's number.

A reader that pops a note up may hide the link back, since it would lead out of the note (Thorium
hides every element of the role `doc-backlink`). The number must remain, so it is text, and the link
is an arrow at the end of the note.
"""

from __future__ import annotations

from xml.etree import ElementTree as ET

from octavo.html.chapter import ROLE_OF_LINK_BACK
from octavo.locales import Words

ARROW = "↑"  # in most typefaces of readers, unlike ↩, which some show as a coloured picture
_NO_BREAK_SPACE = "\u00a0"


def part_links_back(root: ET.Element, words: Words) -> None:
    """Move the link back of each note in a set section to the end of the note, in place."""
    for note in root.iter("aside"):
        for number in note.iter("span"):
            link = number.find("a")
            if link is not None and link.get("role") == ROLE_OF_LINK_BACK:
                number.text, link.tail = (link.text or "") + (link.tail or ""), None
                number.remove(link)
                link.text = f"{_NO_BREAK_SPACE}{ARROW}"
                link.set("aria-label", words.back_to_text)
                _last_paragraph(note).append(link)
                break


def _last_paragraph(note: ET.Element) -> ET.Element:
    """Return the paragraph that ends a note; a new one if it ends with a quotation, a list or
    verse."""
    last = note[-1]
    return last if last.tag == "p" else ET.SubElement(note, "p", {"class": "link-back"})
