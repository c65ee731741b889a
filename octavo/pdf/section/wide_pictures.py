"""Find the paragraphs that open with a picture as wide as the text: they are not indented.

A picture is at most as wide as the text. Behind an indent it would reach into the margin.
"""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree.ElementTree import Element

from octavo.images.drawings import inches
from octavo.images.faulty import ImageError
from octavo.images.prepared import Wishes, prepared

WIDE = "opens-with-picture"  # the class of such a paragraph
_LEAST = 1.5  # inches: with its indent, a narrower picture has room in any column
_LEAST_SHARE = 40  # per cent of the text's width
_WIDTH = re.compile(r"(?:^|;)\s*width\s*:\s*([^;]+)")


def mark_wide_pictures(html: Element, folder: Path, wishes: Wishes) -> None:
    """Give a class to each paragraph whose first content is a wide picture."""
    for paragraph in html.iter("p"):
        image = _opening_picture(paragraph)
        if image is not None and _is_wide(image, folder, wishes):
            classes = [name for name in paragraph.get("class", "").split() if name != WIDE]
            paragraph.set("class", " ".join((*classes, WIDE)))


def _opening_picture(element: Element) -> Element | None:
    """Return the picture with which an element opens, within spans and links; None if words do."""
    if (element.text or "").strip() or not len(element):
        return None
    first = element[0]
    return first if first.tag == "img" else _opening_picture(first)


def _is_wide(image: Element, folder: Path, wishes: Wishes) -> bool:
    said = _WIDTH.search(image.get("style", ""))
    written = said[1].strip() if said else image.get("width", "")
    if written.endswith("%"):
        return float(re.sub(r"[^\d.]", "", written) or 100) >= _LEAST_SHARE
    width = inches(written)
    if width is None:
        try:
            width = prepared(folder, image.get("src", ""), "print", wishes).width
        except (ImageError, OSError, ValueError):
            return False
    return width >= _LEAST
