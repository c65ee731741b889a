"""Find the passages of the text in the structure of a tagged PDF (ISO 32000-1, 14.7 and 14.8.4).

A passage is what is between the ends of block elements: a paragraph, a line of verse, a cell. Its
calls, pictures and formulas are signs. Notes are left out, and the numbers and signs of lists.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary

from octavo.proof.normal_form import CALL, FORMULA, PICTURE
from octavo.proof.note_tags import NOTES, Annotation, annotations_of, is_numbered
from octavo.proof.printed import Mark

_DEEPEST = 200
_BLOCKS = frozenset(
    f"/{name}"
    for name in (
        "BlockQuote Caption Div H H1 H2 H3 H4 H5 H6 L LBody LI P Part Sect TBody TD TFoot TH THead "
        "TOC TOCI TR Table"
    ).split()
)
_SIGNS = {"/Figure": PICTURE, "/Formula": FORMULA}

Part = tuple[int, Mark] | str  # the page (an index) of marked content and its number; or a sign


@dataclass(slots=True)
class TaggedPassage:
    """A passage by its marked content and its signs, in the order of reading; `links` are those in
    it, each from one part to another, with its annotations."""

    parts: list[Part] = field(default_factory=list)
    links: list[tuple[int, int, tuple[Annotation, ...]]] = field(default_factory=list)


def sections_of(pdf: pikepdf.Pdf) -> Iterator[list[TaggedPassage]]:
    """Yield the passages of each section of a PDF, in the order of reading; none if it has no
    tags."""
    root = pdf.Root.get("/StructTreeRoot")
    if root is None:
        return
    pages = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
    for section in _sections(root, 0):
        reader = _Reader(pages)
        reader.read(section, -1, 0)
        reader.end()
        yield reader.passages


def _sections(element: Any, depth: int) -> Iterator[Any]:
    """Yield the outermost sections below an element."""
    for kid in _kids(element) if depth < _DEEPEST else ():
        if isinstance(kid, Dictionary) and "/S" in kid:
            if kid.S == "/Sect":
                yield kid
            else:
                yield from _sections(kid, depth + 1)


def _kids(element: Any) -> Any:
    kids = element.get("/K", ())
    return kids if isinstance(kids, Array) else (kids,)


def _captions(picture: Any) -> Iterator[Any]:
    """Yield the captions of a picture, which are elements of it in PDF 2.0."""
    return (
        kid for kid in _kids(picture) if isinstance(kid, Dictionary) and kid.get("/S") == "/Caption"
    )


class _Reader:
    def __init__(self, pages: Mapping[Any, int]) -> None:
        self._pages = pages
        self._open = TaggedPassage()
        self.passages: list[TaggedPassage] = []

    def end(self) -> None:
        """End the passage that is read."""
        if self._open.parts:
            self.passages.append(self._open)
            self._open = TaggedPassage()

    def read(self, element: Any, page: int, depth: int) -> None:
        """Read what is below an element."""
        own = element.get("/Pg")
        if own is not None:
            page = self._pages.get(own.objgen, -1)
        for kid in _kids(element) if depth < _DEEPEST else ():
            if not isinstance(kid, Dictionary):
                if isinstance(kid, int):
                    self._open.parts.append((page, (0, int(kid))))
            elif "/S" in kid:
                self._element(kid, str(kid.S), element, page, depth + 1)
            elif kid.get("/Type") == "/MCR":
                stream = kid.get("/Stm")
                of = self._pages.get(kid.Pg.objgen, -1) if "/Pg" in kid else page
                form = stream.objgen[0] if stream is not None else 0
                self._open.parts.append((of, (form, int(kid.get("/MCID", -1)))))

    def _element(self, element: Any, tag: str, parent: Any, page: int, depth: int) -> None:
        if tag in NOTES:
            return
        if tag == "/Reference" and str(element.get("/ID", "")).startswith("call-"):
            self._open.parts.append(CALL)
        elif tag in _SIGNS:
            self._picture(element, tag, page, depth)
        elif tag == "/Link":
            passage, start = self._open, len(self._open.parts)
            self.read(element, page, depth)
            annotations = annotations_of(element)
            if passage is self._open and annotations:
                passage.links.append((start, len(passage.parts), annotations))
        elif tag == "/Lbl":
            if not (parent.get("/S") == "/LI" and is_numbered(parent.get("/P"))):
                self.end()
                self.read(element, page, depth)
                self.end()
        elif tag in _BLOCKS:
            self.end()
            self.read(element, page, depth)
            self.end()
        else:
            self.read(element, page, depth)

    def _picture(self, element: Any, tag: str, page: int, depth: int) -> None:
        """Read a picture or a formula as a sign; one with a caption is a passage of its own."""
        captions = list(_captions(element))
        if captions:
            self.end()
        self._open.parts.append(_SIGNS[tag])
        for caption in captions:
            self._element(caption, "/Caption", element, page, depth + 1)
