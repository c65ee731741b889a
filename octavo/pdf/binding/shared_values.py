"""Let equal small values of the book be one object in memory.

qpdf keeps 240 bytes for each number, name and array, and the same again for what an array holds. A
book of 1.5 million words has 79,000 elements of structure and 20,000 links, whose kinds, marks and
frames are few. The book is the same when it is written: only resources that are equal are written
once.

A value that is shared may be replaced where it is used, but not changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Name, Object

_OF_PAGES = ("/Type", "/Tabs", "/MediaBox", "/TrimBox", "/BleedBox", "/CropBox")
_OF_LINKS = ("/Type", "/Subtype", "/F", "/BS")
_OF_FORMS = ("/Type", "/Subtype", "/Filter", "/BBox", "/Group")
_OF_MARKS = ("/Type", "/MCID")


class SharedValues:
    """The small values of one book, each once."""

    def __init__(self, book: pikepdf.Pdf) -> None:
        # a value that belongs to no object would be copied wherever it is put
        self._kept = book.make_indirect(Array())
        self._known: dict[Any, Any] = {}
        self._resources: dict[bytes, Any] = {}

    def of(self, value: Any) -> Any:
        """Return the one value that is equal: of a number, a name, or an array or dictionary of
        them."""
        key = value.unparse() if isinstance(value, Object) else (type(value), value)
        if key not in self._known:
            self._kept.append(value)
            with pikepdf.explicit_conversion():  # else a number would be one of Python's
                self._known[key] = self._kept[-1]
        return self._known[key]

    def share_in_pages(self, pages: Iterable[Any]) -> None:
        """Share the values of pages, and of their links and forms."""
        for page in pages:
            self._share(page, _OF_PAGES)
            for annotation in page.get("/Annots", ()):
                self._share(annotation, _OF_LINKS)

    def share_in_forms(self, resources: Any) -> None:
        """Share the values and the resources of the forms (XObjects) among some resources."""
        for item in resources.get("/XObject", {}).values():
            if item.get("/Subtype") == Name.Form:
                self._share(item, _OF_FORMS)
                own = item.get("/Resources")
                if own is not None and own.is_indirect:
                    known = self._resources.setdefault(own.unparse(resolved=True), own)
                    item.Resources = known

    def share_in_elements(self, tops: Iterable[Any]) -> None:
        """Share the values of elements of the structure, and of all below them."""
        open_ = list(tops)
        while open_:
            element = open_.pop()
            element.S = self.of(element.S)
            kids = element.K
            known = self._known.get(kids.unparse())
            if known is not None:
                element.K = known
            elif len(kids) == 1 and isinstance(kids[0], int):
                element.K = self.of(kids)
            else:
                open_ += self._share_in_kids(kids)

    def _share_in_kids(self, kids: Any) -> Iterator[Any]:
        """Share the numbers and marks among the kids of an element, and yield its elements."""
        for index, kid in enumerate(kids):
            if isinstance(kid, int):
                kids[index] = self.of(kid)
            elif kid.is_indirect:
                yield kid
            else:
                self._share(kid, _OF_MARKS)

    def _share(self, item: Any, keys: Iterable[str]) -> None:
        for key in keys:
            value = item.get(key)
            if value is not None:
                item[key] = self.of(value)
