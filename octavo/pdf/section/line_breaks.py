"""Mark where a line may end: web addresses at their own punctuation, never before a closed dash;
blocks with a word that may be wider than a line.

The characters that mark these places have no width and leave no trace in the PDF's text.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

_JOINED = "\u2060—"
_MAY_BREAK = "\u200b"
_NO_BREAK = "\u2060"
# An address by its scheme, its first letters or its host, and a DOI; the host in small letters, so
# that no two words joined by a slash are one.
_ADDRESS = re.compile(
    r"((?:[Hh][Tt][Tt][Pp][Ss]?://|ftps?://|www\.|doi:(?=10\.)|\b10\.\d{4,9}/"
    r"|(?<![\w.@/-])(?:[a-z0-9-]+\.)+(?:com|org|net|edu|gov|info|int|io|[a-z]{2})/)[^\s<>“”„«»]+)"
)
# What an address may begin with; texts without it are passed over.
_SIGNS = ("://", "www.", "10.", "/")
# An address breaks behind a colon or a double slash, before any other sign, before or behind `=`
# and `&` (Chicago 7.46, 14.18); never before the stop that ends the sentence.
_BREAK = re.compile(
    r"(?<=//)(?=[^/])|(?<=:)(?=[^/:])|(?<=[=&])(?=\w)"
    r"|(?<=[^/:.?&=#%_~,;+-])(?=[/.?&=#%_~,;+-])(?![.,;:?]*$)"
)
# Behind these a line would end by Unicode's rules (UAX 14), in a hyphen of the address's own.
_OWN_BREAK = re.compile(r"[-/?!|}](?=[^\u200b])")
# A line may end after a closed dash, not before it (Chicago 6.90).
_CLOSED_DASH = re.compile(r"(?<=[^\s—])—")
_DASH_BEHIND = re.compile(r"(?<![\s—])—")  # also the first character after an element
# A range of years or pages is not broken in a title, a caption, a cell or an entry.
_RANGE = re.compile(r"(?<=[\dIVXLCivxlc])([–‒])(?=[\dIVXLCivxlc])")
_KEPT_WHOLE = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "caption", "td", "th"})
_KEPT_CLASSES = {"index-entries", "entries", "listed", "title-leaves", "byline"}
_VERBATIM = frozenset({"code", "pre"})
# A word so long may be wider than its line. Its block is marked, not the word: an element more
# would change how the line around it is set.
_LONG_WORD = re.compile(r"[^\s\u3000-\u9fff\uac00-\ud7af]{20,}")
_INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "em", "i", "mark", "q", "s", "small",
    "span", "strong", "sub", "sup", "u",
})  # fmt: skip


def mark_long_words(element: Element) -> bool:
    """Mark each block that has a word of twenty letters or more; return whether `element` has one
    that no block inside of it holds."""
    found = [bool(child.tail and _LONG_WORD.search(child.tail)) for child in element]
    found += [mark_long_words(child) for child in element]
    if not any(found) and not (element.text and _LONG_WORD.search(element.text)):
        return False
    if element.tag in _INLINE:
        return True
    element.set("class", f"{element.get('class', '')} long-words".strip())
    return False


def mark_line_breaks(element: Element, *, whole: bool = False) -> None:
    """Mark the places in all text of an element, in place; code is left. `whole` says that ranges
    of numbers in it are not broken."""
    if element.tag in _VERBATIM:
        return
    classes = set(element.get("class", "").split())
    inner = (whole or element.tag in _KEPT_WHOLE or bool(classes & _KEPT_CLASSES)) and (
        "note" not in classes
    )
    children = list(element)
    for child in children:
        mark_line_breaks(child, whole=inner)
    if element.text:
        before = len(element)
        text = _CLOSED_DASH.sub(_JOINED, _joined(element.text, inner))
        element.text = _split(element, text, 0)
        at = len(element) - before
    else:
        at = 0
    for child in children:
        at += 1
        if child.tail:
            before = len(element)
            tail = _DASH_BEHIND.sub(_JOINED, _joined(child.tail, inner))
            child.tail = _split(element, tail, at)
            at += len(element) - before


def _joined(text: str, whole: bool) -> str:
    return _RANGE.sub("\\1\u2060", text) if whole and ("–" in text or "‒" in text) else text


def _split(parent: Element, text: str, at: int) -> str:
    """Put the web addresses of a text into `parent` as elements from index `at` on; return the text
    before them."""
    if not any(sign in text for sign in _SIGNS):
        return text
    before, *rest = _ADDRESS.split(text)
    for offset, (address, tail) in enumerate(zip(rest[::2], rest[1::2], strict=True)):
        wrapped = Element("span", {"class": "address"})
        wrapped.text, wrapped.tail = _with_breaks(address), tail
        parent.insert(at + offset, wrapped)
    return before


def _with_breaks(address: str) -> str:
    """Return an address with marks where it may break, and where it may not though Unicode would
    break it."""
    marked = _BREAK.sub(_MAY_BREAK, address)
    return _OWN_BREAK.sub(lambda sign: sign[0] + _NO_BREAK, marked)
