"""Read the title leaves and the contents in the finished EPUB, by what EPUB calls them.

The leaves are elements of the types `titlepage` and `copyright-page`, the contents the navigation
of the type `toc` (EPUB 3.3, 7.4.1), and the NCX of EPUB 2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from octavo.proof.archive import Node
from octavo.proof.epub_page_marks import TYPE, XHTML, link_target
from octavo.proof.form_book import FoundLine, words_of_leaf
from octavo.proof.form_text import Passage
from octavo.proof.normal_form import spaced

_LEAVES = {"titlepage", "copyright-page"}
_NCX = "{http://www.daisy.org/z3986/2005/ncx/}"

Reading = Callable[[Node], Iterable[Passage]]  # gives the passages of an element


def leaves_in(root: Node, read: Reading) -> Iterator[str]:
    """Yield the words of each passage of the leaves that a document has."""
    for element in root.iter(f"{XHTML}section", f"{XHTML}div"):
        if _LEAVES & set((element.get(TYPE) or "").split()):
            yield from words_of_leaf(read(element))


def contents_in(root: Node, path: str, read: Reading) -> Iterator[FoundLine]:
    """Yield the lines of the contents that a document has."""
    for nav in root.iter(f"{XHTML}nav"):
        if "toc" in (nav.get(TYPE) or "").split():
            yield from lines_of(nav, path, read)


def lines_of(nav: Node, path: str, read: Reading) -> Iterator[FoundLine]:
    """Yield the lines of a list of contents; a rank is how many lists a line is in."""
    for link in nav.iter(f"{XHTML}a"):
        rank = sum(outer.tag == f"{XHTML}ol" for outer in link.iterancestors())
        if rank:
            target = link_target(link.get("href", ""), path)
            yield FoundLine(rank, " ".join(words_of_leaf(read(link))), target)


def contents_of_ncx(root: Node, path: str) -> Iterator[FoundLine]:
    """Yield the lines of the contents for readers of EPUB 2."""
    for point in root.iter(f"{_NCX}navPoint"):
        rank = 1 + sum(outer.tag == f"{_NCX}navPoint" for outer in point.iterancestors())
        label, content = point.find(f"{_NCX}navLabel"), point.find(f"{_NCX}content")
        words = "" if label is None else spaced("".join(label.itertext())).strip()
        target = "" if content is None else link_target(content.get("src", ""), path)
        yield FoundLine(rank, words, target)
