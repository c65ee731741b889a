"""Keep two lines of what follows a heading with it, whatever follows.

A heading is kept with the block below it, and a paragraph of two lines or more is not broken after
its first. But a first item, a first stanza, a paragraph or a piece of code may have one line alone:
then the next block is kept too.

    <h2>Root</h2> <ul><li>meaning</li> <li class="kept">examples …</li></ul>
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from itertools import pairwise
from xml.etree.ElementTree import Element

KEPT = "kept"  # the class of a block that the page may not begin with
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# What goes with a heading, and is not yet its text.
_WITH_HEADINGS = {"byline", "epigraph"}
_APART = {"note", "notes", "plate"}  # not in the flow of the text
_WHOLE = frozenset({"figure", "table", "pre", "hr"})
_HOLDERS = frozenset({
    "blockquote", "dd", "div", "dl", "dt", "li", "ol", "p", "section", "ul", *_HEADINGS, *_WHOLE,
})  # fmt: skip
_LINE = 100  # letters that no line holds; a block with fewer may have one line


def keep_lines(section: Element) -> None:
    """Mark the second block after each heading, if the first one may have one line; none, if
    another heading follows."""
    parents = {child: parent for parent in section.iter() for child in parent}
    blocks = [e for e in _blocks(section) if not _classes(e) & _WITH_HEADINGS]
    for (heading, first), (_, second) in pairwise(pairwise(blocks)):
        if heading.tag not in _HEADINGS or {first.tag, second.tag} & _HEADINGS:
            continue
        if first.tag != "figure" and _is_short(first):
            outer = _outermost(second, set(_around(first, parents)), parents)
            outer.set("class", f"{outer.get('class', '')} {KEPT}".strip())


def _around(element: Element, parents: Mapping[Element, Element]) -> Iterator[Element]:
    while element in parents:
        element = parents[element]
        yield element


def _outermost(
    element: Element, around: Container[Element], parents: Mapping[Element, Element]
) -> Element:
    """Return the outermost of the elements that begin with `element` and are not `around` the block
    before: the marker of an item hides what it begins with from the layout."""
    for parent in _around(element, parents):
        if parent in around or parent[0] is not element:
            break
        element = parent
    return element


def _blocks(element: Element) -> Iterator[Element]:
    """Yield the elements that have lines of their own, in order, an item before the list in it."""
    for child in element:
        if child.tag not in _HOLDERS or _classes(child) & _APART:
            continue
        inner = [] if child.tag in _WHOLE or _classes(child) & _WITH_HEADINGS else [*_blocks(child)]
        if not inner or (child.text or "").strip() or not _holds(child[0]):
            yield child
        yield from inner


def _holds(element: Element) -> bool:
    return element.tag in _HOLDERS


def _is_short(element: Element) -> bool:
    """Return whether an element may take one line of a page."""
    if element.tag == "table":
        return len(list(element.iter("tr"))) < 2
    words = "".join(_words(element)).strip()
    return len(words) < _LINE and "\n" not in (words if element.tag == "pre" else "")


def _words(element: Element) -> Iterator[str]:
    """Yield the texts of an element without its notes, and without the blocks in it."""
    yield element.text or ""
    for child in element:
        if not _classes(child) & _APART and (element.tag == "pre" or not _holds(child)):
            yield from _words(child)
        yield child.tail or ""


def _classes(element: Element) -> set[str]:
    return set(element.get("class", "").split())
