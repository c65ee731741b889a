"""Mark where a line may end: web addresses at their own punctuation, never before a closed dash.

The characters that mark these places have no width and leave no trace in the PDF's text.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

_JOINED = "\u2060—"
_MAY_BREAK = "\u200b"
_ADDRESS = re.compile(r"((?:https?://|www\.)[^\s<>“”]+)")
# An address breaks after `//`, before other punctuation and a hyphen (Chicago 7.46).
_BREAK = re.compile(r"(?<=//)(?=[^/])|(?<=[^/:])(?=[/.?&=#%_~-])(?!\.?$)")
# A line may end after a closed dash, not before it (Chicago 6.90).
_CLOSED_DASH = re.compile(r"(?<=[^\s—])—")
_DASH_BEHIND = re.compile(r"(?<![\s—])—")  # also the first character after an element
_VERBATIM = frozenset({"code", "pre"})


def mark_line_breaks(element: Element) -> None:
    """Mark the places in all text of an element, in place; code is left."""
    if element.tag in _VERBATIM:
        return
    children = list(element)
    for child in children:
        mark_line_breaks(child)
    if element.text:
        before = len(element)
        element.text = _split(element, _CLOSED_DASH.sub(_JOINED, element.text), 0)
        at = len(element) - before
    else:
        at = 0
    for child in children:
        at += 1
        if child.tail:
            before = len(element)
            child.tail = _split(element, _DASH_BEHIND.sub(_JOINED, child.tail), at)
            at += len(element) - before


def _split(parent: Element, text: str, at: int) -> str:
    """Put the web addresses of a text into `parent` as elements from index `at` on; return the text
    before them."""
    if "://" not in text and "www." not in text:
        return text
    before, *rest = _ADDRESS.split(text)
    for offset, (address, tail) in enumerate(zip(rest[::2], rest[1::2], strict=True)):
        wrapped = Element("span", {"class": "address"})
        wrapped.text, wrapped.tail = _BREAK.sub(_MAY_BREAK, address), tail
        parent.insert(at + offset, wrapped)
    return before
