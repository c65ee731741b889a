"""Read the marks of the print's pages in the finished EPUB, and its list of them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote

from octavo.proof.archive import Node

XHTML = "{http://www.w3.org/1999/xhtml}"
TYPE = "{http://www.idpf.org/2007/ops}type"


def marks_of_pages(root: Node, path: str) -> Iterator[tuple[str, str, bool]]:
    """Yield the marks of pages in a document: the label of each, its place, and whether it is in a
    note."""
    for element in root.iter(f"{XHTML}span", f"{XHTML}div", f"{XHTML}hr", f"{XHTML}a"):
        if is_page_mark(element):
            identity = element.get("id")
            place = f"{path}#{identity}" if identity else ""
            around = ((outer.get(TYPE) or "").split() for outer in element.iterancestors())
            in_note = any("footnote" in types for types in around)
            yield label_of(element), place, in_note


def lines_of_page_list(root: Node, path: str) -> Iterator[tuple[str, str]]:
    """Yield the lines of the list of pages in a document: a label, and where it leads."""
    for nav in root.iter(f"{XHTML}nav"):
        if "page-list" in (nav.get(TYPE) or "").split():
            for link in nav.iter(f"{XHTML}a"):
                label = " ".join("".join(link.itertext()).split())
                yield label, link_target(link.get("href", ""), path)


def texts_and_marks(element: Node) -> Iterator[str | Node]:
    """Yield the texts in an element, and the marks of pages between them."""
    yield element.text or ""
    for child in element:
        if is_page_mark(child):
            yield child
        else:
            yield from texts_and_marks(child)
        yield child.tail or ""


def is_page_mark(element: Node) -> bool:
    """Return whether an element marks where a page of the print begins."""
    return (
        element.get("role") == "doc-pagebreak" or "pagebreak" in (element.get(TYPE) or "").split()
    )


def label_of(element: Node) -> str:
    """Return the label that a mark of a page is spoken with, without the stop for the voice."""
    said = element.get("aria-label") or element.get("title") or "".join(element.itertext())
    return said.strip().removesuffix(".")


def link_target(href: str, own: str) -> str:
    """Return where a link of the document `own` leads: the path of a document and an id, or an
    address."""
    path, sign, identity = href.partition("#")
    if not sign and ":" in href:
        return href
    if ":" in path:
        return href
    full = posixpath.normpath(posixpath.join(posixpath.dirname(own), path)) if path else own
    return f"{unquote(full)}#{unquote(identity)}"
