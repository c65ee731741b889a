"""Damage a bound PDF as a fault of the layout, or of what joins the pages, would."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name


class Damaged:
    """A PDF that can be damaged note by note; pages are indices from 0."""

    def __init__(self, pdf: bytes | pikepdf.Pdf) -> None:
        self.pdf = pikepdf.open(BytesIO(pdf)) if isinstance(pdf, bytes) else pdf

    def bytes(self) -> bytes:
        out = BytesIO()
        self.pdf.save(out)
        return out.getvalue()

    def element(self, identity: str) -> Any:
        """The element of the structure that has an id."""
        names = self.pdf.Root.StructTreeRoot.IDTree.Names
        at = next(i for i in range(0, len(names), 2) if str(names[i]) == identity)
        return names[at + 1]

    def rename(self, identity: str, other: str) -> None:
        """Give an element another id."""
        names = self.pdf.Root.StructTreeRoot.IDTree.Names
        at = next(i for i in range(0, len(names), 2) if str(names[i]) == identity)
        names[at] = pikepdf.String(other)

    def marks(self, identity: str) -> list[tuple[int, int]]:
        """The marked content of an element, in order: pages and numbers."""
        pages = {page.obj.objgen: index for index, page in enumerate(self.pdf.pages)}
        return list(_marks(self.element(identity), -1, pages))

    def content(self, page: int) -> bytes:
        contents = self.pdf.pages[page].obj.get("/Contents")
        if contents is None:  # a blank page
            return b""
        streams = list(contents) if isinstance(contents, Array) else [contents]
        return b"\n".join(stream.read_bytes() for stream in streams)

    def write(self, page: int, content: bytes) -> None:
        self.pdf.pages[page].obj.Contents = self.pdf.make_stream(content)

    def chunk(self, page: int, number: int) -> bytes:
        """Give the operators of one number of marked content."""
        found = re.search(rb"/\w+\s+<</MCID %d>>\s+BDC.*?EMC" % number, self.content(page), re.S)
        assert found, (page, number)
        return found[0]

    def replace(self, page: int, number: int, written: bytes) -> None:
        """Draw something else under a number."""
        chunk = self.chunk(page, number)
        self.write(page, self.content(page).replace(chunk, written, 1))

    def wrap(self, page: int, number: int, before: bytes) -> None:
        """Draw the content of one number in another state of the graphics."""
        self.replace(page, number, b"q " + before + b"\n" + self.chunk(page, number) + b"\nQ")

    def drop(self, identity: str, pages: set[int] | None = None) -> None:
        """Draw nothing of an element, on these pages or on all."""
        for page, number in self.marks(identity):
            if pages is None or page in pages:
                self.replace(page, number, b"")

    def shift(self, identity: str, right: float, down: float) -> None:
        """Draw an element elsewhere, moved by so many points."""
        move = b"1 0 0 1 %f %f cm" % (right / 0.75, down / 0.75)
        for page, number in self.marks(identity):
            self.wrap(page, number, move)

    def move_to_page(self, identity: str, page: int) -> None:
        """Draw a note on another page, at the same height of it."""
        added = b""
        for at, (own, number) in enumerate(self.marks(identity)):
            chunk = self.chunk(own, number)
            self.replace(own, number, b"")
            added += b"\n" + chunk.replace(b"/MCID %d>>" % number, b"/MCID %d>>" % (9000 + at))
        height = float(self.pdf.pages[page].obj.MediaBox[3])
        frame = b"\nq 1 0 0 -1 0 %f cm 0.75 0 0 0.75 0 0 cm 0 0 0 rg%b\nQ" % (height, added)
        self.write(page, b"q\n" + self.content(page) + b"\nQ" + frame)
        target, count = self.pdf.pages[page].obj, iter(range(9000, 9999))
        _renumber(self.element(identity), target, count)


def _marks(element: Any, page: int, pages: dict[Any, int]):
    page = pages[element.Pg.objgen] if "/Pg" in element else page
    kids = element.get("/K", ())
    for kid in kids if isinstance(kids, Array) else (kids,):
        if isinstance(kid, int):
            yield page, int(kid)
        elif "/S" in kid:
            if kid.S != "/Note":
                yield from _marks(kid, page, pages)
        elif kid.get("/Type") == "/MCR":
            yield pages[kid.Pg.objgen] if "/Pg" in kid else page, int(kid.MCID)


def _renumber(element: Any, page: Any, numbers: Any) -> None:
    """Let all marked content of an element be on a page, under new numbers."""
    kids = element.get("/K", ())
    changed = []
    for kid in list(kids) if isinstance(kids, Array) else [kids]:
        if isinstance(kid, int) or kid.get("/Type") == "/MCR":
            changed.append(Dictionary(Type=Name.MCR, Pg=page, MCID=next(numbers)))
        else:
            if "/S" in kid:
                _renumber(kid, page, numbers)
            changed.append(kid)
    element.K = Array(changed)


_STRING = re.compile(rb"<([0-9a-f]+)>")


def glyphs_of(chunk: bytes) -> list[bytes]:
    """Give the codes of the glyphs that operators show, each as four digits."""
    shown = b"".join(_STRING.findall(chunk))
    return [shown[at : at + 4] for at in range(0, len(shown), 4)]


def with_glyph(chunk: bytes, number: int, code: bytes) -> bytes:
    """Give operators that show another glyph in the place of one of theirs, counted from 0."""
    count = 0
    for found in _STRING.finditer(chunk):
        at = found.start(1) + 4 * (number - count)
        count += len(found[1]) // 4
        if number < count:
            return chunk[:at] + code + chunk[at + 4 :]
    raise IndexError(number)
