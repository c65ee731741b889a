"""Read the structure of a tagged PDF back: each element, with the text of its marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pdfplumber
import pikepdf


@dataclass
class Element:
    """An element: its tag, its own entries, its kids, and the pages of its own text."""

    tag: str
    entries: Any
    pdf: pikepdf.Pdf = field(repr=False)  # without which its entries are gone
    kids: list[Element | str] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    annotations: list[Any] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(kid if isinstance(kid, str) else kid.text for kid in self.kids)

    @property
    def tags(self) -> list[str]:
        return [kid.tag for kid in self.kids if isinstance(kid, Element)]

    def all(self, *tags: str) -> list[Element]:
        """All elements below, of some tags if any are named, in reading order."""
        return [e for e in _below(self) if not tags or e.tag in tags]

    def one(self, tag: str, identity: str = "") -> Element:
        found = [e for e in self.all(tag) if not identity or e.entries.get("/ID") == identity]
        assert len(found) == 1, f"{len(found)} of {tag} {identity}"
        return found[0]


def structure(data: bytes) -> Element:
    """The top element of a PDF's structure, which must be one Document."""
    pdf = pikepdf.open(BytesIO(data))
    pages = {page.objgen: number for number, page in enumerate(pdf.pages)}
    (top,) = pdf.Root.StructTreeRoot.K
    assert top.S == "/Document"
    return _read(pdf, top, pages, marked_text(data))


def marked_text(data: bytes) -> dict[tuple[int, int], str]:
    """The text of each mark, by page (from 0) and number."""
    marks: dict[tuple[int, int], str] = {}
    with pdfplumber.open(BytesIO(data)) as pdf:
        for number, page in enumerate(pdf.pages):
            for char in page.chars:
                if char["mcid"] is not None:
                    key = (number, char["mcid"])
                    marks[key] = marks.get(key, "") + char["text"]
    return marks


def _read(
    pdf: pikepdf.Pdf, item: Any, pages: dict[Any, int], marks: dict[tuple[int, int], str]
) -> Element:
    element = Element(str(item.S)[1:], item, pdf)
    for kid in item.get("/K", ()):
        if isinstance(kid, int):
            _take(element, pages[item.Pg.objgen], kid, marks)
        elif kid.get("/Type") == "/MCR":
            _take(element, pages[kid.Pg.objgen], int(kid.MCID), marks)
        elif kid.get("/Type") == "/OBJR":
            element.annotations.append(kid.Obj)
        else:
            assert kid.P.objgen == item.objgen
            element.kids.append(_read(pdf, kid, pages, marks))
    return element


def _take(element: Element, page: int, mark: int, marks: dict[tuple[int, int], str]) -> None:
    element.kids.append(marks.get((page, mark), ""))
    element.pages.append(page)


def _below(element: Element) -> Iterator[Element]:
    for kid in element.kids:
        if isinstance(kid, Element):
            yield kid
            yield from _below(kid)


def bare(text: str) -> str:
    """Give a text without spaces and hyphens, which line ends add and take away."""
    return "".join(c for c in text if c.isalnum())
