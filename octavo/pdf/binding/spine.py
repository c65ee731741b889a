"""Move the content of the pages away from the spine, to make room for the gutter.

A matrix moves the pages' contents; links, and the frames (/BBox) of figures in the structure, are
moved too. Destinations are not: they lead to a height on the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Name, Stream


def move_contents(book: pikepdf.Pdf, points: float) -> None:
    """Move the contents of a book's pages by `points`: to the right on rectos, beginning with the
    first page; to the left on versos. It is negative in a book that is read from right to
    left."""
    if not points:
        return
    after = book.make_indirect(Stream(book, b"Q"))
    before = [
        book.make_indirect(Stream(book, b"q 1 0 0 1 %.2f 0 cm" % moved))
        for moved in (points, -points)
    ]
    for number, page in enumerate(book.pages):
        contents = page.obj.get("/Contents")
        if contents is None:
            continue
        written = list(contents) if isinstance(contents, Array) else [contents]
        page.obj.Contents = Array([before[number % 2], *written, after])


def move_frames(leaf: pikepdf.Pdf, first: int, points: float) -> None:
    """Move the links and the frames of figures in a leaf, as its contents will be moved in a book
    where it begins at page `first`, from 0.

    It is done before the leaf is in the book: the book would keep the room of the old frames.
    """
    if not points:
        return
    parents = dict(_parents(leaf))
    for number, page in enumerate(leaf.pages, first):
        moved = points if number % 2 == 0 else -points
        for annotation in page.obj.get("/Annots", ()):
            annotation.Rect = _moved(annotation.Rect, moved)
        marked = parents.get(int(page.obj.get("/StructParents", -1)), ())
        for figure in _figures(marked):
            figure.A.BBox = _moved(figure.A.BBox, moved)


def _moved(box: Any, points: float) -> Array:
    left, bottom, right, top = (float(side) for side in box)
    return Array([round(left + points, 3), bottom, round(right + points, 3), top])


def _parents(leaf: pikepdf.Pdf) -> Iterator[tuple[int, Any]]:
    """Yield the elements that each page's marked content belongs to, by /StructParents."""
    root = leaf.Root.get("/StructTreeRoot")
    items = list(root.ParentTree.Nums) if root is not None else []
    for number, marked in zip(items[::2], items[1::2], strict=True):
        if isinstance(marked, Array):
            yield int(number), marked


def _figures(marked: Any) -> Iterator[Any]:
    """Yield the figures with a frame (/BBox) among the elements of a page, each once."""
    seen: set[tuple[int, int]] = set()
    for element in marked:
        if element is None or element.objgen in seen:
            continue
        seen.add(element.objgen)
        if element.get("/S") == Name.Figure and "/BBox" in element.get("/A", {}):
            yield element
