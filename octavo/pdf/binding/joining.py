"""Join the structure trees of the leaves into that of the book.

The book's structure is one `Document`. It has a `Part` for front matter, body and back matter, and
each part holds the children of its sections' own documents. The subtrees are copied whole; only
their tops are written anew, and the tables that lead from a page's marks and from an id to an
element.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String


@dataclass(frozen=True, slots=True)
class Taken:
    """The elements at the top of a leaf's structure, and those that hold an id that links may lead
    to, by the id; a leaf of PDF/UA-1 has no list of these."""

    tops: Sequence[Any]
    targets: Mapping[str, Any]


class Structures:
    """The structure trees of one book, collected from its leaves."""

    def __init__(self, book: pikepdf.Pdf) -> None:
        self._book = book
        self._parts: dict[str, list[Any]] = {}
        self._parents: list[Any] = []
        self._named: dict[bytes, Any] = {}
        self._next = 0

    def take(self, leaf: pikepdf.Pdf, pages: Sequence[Any], part: str) -> Taken:
        """Take the structure of a leaf whose pages have been copied to `pages` of the book; return
        what is in the book now.

        The pages must be copied first: the copied elements then point to the pages of the book.
        """
        root = leaf.Root.get("/StructTreeRoot")
        if root is None:
            return Taken([], {})
        tree = self._book.copy_foreign(root)
        tops = list(tree.K[0].K)
        self._parts.setdefault(part, []).extend(tops)
        self._named |= {bytes(name): element for name, element in _pairs(tree.IDTree.Names)}
        count = self._take_parents(tree.ParentTree.Nums)
        for page in pages:
            _move(page, "/StructParents", self._next)
            for annotation in page.get("/Annots", ()):
                _move(annotation, "/StructParent", self._next)
        annotated = sum(len(page.get("/Annots", ())) for page in pages)
        if count > len(pages) + annotated:
            for group in _groups(pages[0].Resources):
                _move(group, "/StructParents", self._next)
        self._next += count
        targets = {str(name): element for name, element in _pairs(tree.get("/Targets", ()))}
        return Taken(tops, targets)

    def _take_parents(self, numbers: Any) -> int:
        """Take a leaf's ParentTree, which counts from 0 without a gap; return how many entries it
        has."""
        own: list[Any] = []
        for number, parent in _pairs(numbers):
            own += [int(number) + self._next, parent]
        if own:
            limits = Array([own[0], own[-2]])
            node = Dictionary(Limits=limits, Nums=Array(own))
            self._parents.append(self._book.make_indirect(node))
        return len(own) // 2

    def write(self) -> None:
        """Write the structure of the book; call this when all leaves have been taken."""
        book, root = self._book, self._book.make_indirect(Dictionary())
        document = book.make_indirect(Dictionary(S=Name.Document, P=root))
        document.K = Array([self._part(tops, document) for tops in self._parts.values()])
        names = [item for name in sorted(self._named) for item in (String(name), self._named[name])]
        root.update(Dictionary(
            Type=Name.StructTreeRoot, K=Array([document]), ParentTreeNextKey=self._next,
            ParentTree=book.make_indirect(Dictionary(Kids=Array(self._parents))),
            IDTree=book.make_indirect(Dictionary(Names=Array(names)))))  # fmt: skip
        book.Root.StructTreeRoot = root
        book.Root.MarkInfo = Dictionary(Marked=True)

    def _part(self, tops: Sequence[Any], document: Any) -> Any:
        part = self._book.make_indirect(Dictionary(S=Name.Part, P=document))
        for top in tops:
            top.P = part
        part.K = Array(tops)
        return part


def _pairs(array: Any) -> Iterator[tuple[Any, Any]]:
    items = list(array)
    return zip(items[::2], items[1::2], strict=True)


def _move(item: Any, key: str, distance: int) -> None:
    if key in item:
        item[key] = int(item[key]) + distance


def _groups(resources: Any) -> Iterator[Any]:
    """Yield the form XObjects in some resources that hold marked content, each once."""
    seen: set[tuple[int, int]] = set()
    open_ = [resources]
    while open_:
        for item in open_.pop().get("/XObject", {}).values():
            if item.get("/Subtype") == Name.Form and item.objgen not in seen:
                seen.add(item.objgen)
                open_.append(item.get("/Resources", Dictionary()))
                if "/StructParents" in item:
                    yield item
