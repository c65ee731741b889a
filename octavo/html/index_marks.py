"""Keep of the marks of the index what an index leads to: one element for a place.

The PDF needs an id for each mark, since it has a page, and the ends of ranges have ids too. In a
form without pages those to which nothing leads are no more than empty elements in the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from octavo.html.chapter import Chapter
from octavo.index.anchors import MARK


def share_index_marks(book: Sequence[Chapter]) -> None:
    """Remove the marks to which no link leads, and let those at one place share one element, in
    place; the links follow."""
    links = [a for chapter in book for a in chapter.root.iter("a") if "#" in a.get("href", "")]
    linked = {a.attrib["href"].partition("#")[2] for a in links}
    shared: dict[str, str] = {}
    for chapter in book:
        _share_in(chapter.root, linked, shared)
    for link in links:
        path, _, identity = link.attrib["href"].partition("#")
        link.set("href", f"{path}#{shared.get(identity, identity)}")


def _share_in(parent: ET.Element, linked: set[str], shared: dict[str, str]) -> None:
    at = 0
    while at < len(parent):
        child = parent[at]
        if _is_mark(child):
            held = [child.get("id", ""), *_take_marks_within(child)]
            while at and _is_mark(before := parent[at - 1]) and _is_empty(before):
                held.insert(0, before.get("id", ""))
                del parent[at - 1]
                at -= 1
            wanted = [identity for identity in held if identity in linked]
            if not wanted:
                _unwrap(parent, at)
                continue
            child.set("id", wanted[0])
            shared.update(dict.fromkeys(wanted[1:], wanted[0]))
        _share_in(child, linked, shared)
        at += 1


def _take_marks_within(mark: ET.Element) -> list[str]:
    """Remove the marks that begin where a mark begins, and return their ids."""
    ids: list[str] = []
    while not mark.text and len(mark) and _is_mark(mark[0]):
        ids.append(mark[0].get("id", ""))
        _unwrap(mark, 0)
    return ids


def _is_mark(element: ET.Element) -> bool:
    return element.tag == "span" and element.get("class") == MARK


def _is_empty(mark: ET.Element) -> bool:
    """Return whether nothing is in a mark, nor between it and what follows."""
    return not mark.text and len(mark) == 0 and not mark.tail


def _unwrap(parent: ET.Element, at: int) -> None:
    """Put the content of a child into its place."""
    child = parent[at]
    content = list(child)
    if content:
        content[-1].tail = (content[-1].tail or "") + (child.tail or "")
    text = (child.text or "") + ("" if content else child.tail or "")
    if at:
        parent[at - 1].tail = (parent[at - 1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text
    parent[at : at + 1] = content
