"""Find the notes and their calls in the structure of a tagged PDF (ISO 32000-1, 14.7).

A note is an element /Note, or /FENote in PDF 2.0, and its call a /Reference, each with an /ID; the
numbers of marked content below them lead to their text on the pages. Only elements with an id are
read: a book has 60,000 elements, and a few thousand notes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pikepdf
from pikepdf import Array, Dictionary

from octavo.proof.printed import Mark

# The role of marked content in a note: its text, the mark it opens with, the number or the sign of
# a list's item, or a cell of a table.
Role = Literal["text", "marker", "sign", "cell"]

# The tag of a note in PDF 1.7, and in PDF 2.0 (ISO 32000-2, 14.8.4.5).
NOTES = frozenset({"/Note", "/FENote"})
_DEEPEST = 200


Annotation = tuple[int, int]  # the number and the generation of its object


@dataclass(frozen=True, slots=True)
class Content:
    """Marked content: its page (an index from 0; -1 if unknown), its form and number, its role, and
    the annotations of the link that it is in."""

    page: int
    mark: Mark
    role: Role
    link: tuple[Annotation, ...] = ()


@dataclass(frozen=True, slots=True)
class Element:
    """A note or a call, and the marked content below it in the order of reading."""

    id: str
    is_note: bool
    content: tuple[Content, ...]


def elements(pdf: pikepdf.Pdf) -> Iterator[Element]:
    """Yield all notes and calls of a PDF, in the order of its list of ids; none if it is not
    tagged."""
    root = pdf.Root.get("/StructTreeRoot")
    if root is None or "/IDTree" not in root:
        return
    pages = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
    for name, element in _names(root.IDTree, 0):
        tag = str(element.get("/S", ""))
        if tag in NOTES or tag == "/Reference":
            content = _content(element, -1, "text", (), pages, 0)
            yield Element(name, tag in NOTES, tuple(content))


def _names(node: Any, depth: int) -> Iterator[tuple[str, Any]]:
    """Yield the pairs of a name tree (ISO 32000-1, 7.9.6)."""
    if depth > _DEEPEST:
        return
    names = node.get("/Names", ())
    for at in range(0, len(names) - 1, 2):
        yield str(names[at]), names[at + 1]
    for kid in node.get("/Kids", ()):
        yield from _names(kid, depth + 1)


def _content(
    element: Any, page: int, role: Role, link: tuple[Annotation, ...], pages: Mapping[Any, int],
    depth: int,
) -> Iterator[Content]:  # fmt: skip
    """Yield the marked content below an element, without that of notes within it."""
    if depth > _DEEPEST:
        return
    own = element.get("/Pg")
    if own is not None:
        page = pages.get(own.objgen, -1)
    kids = element.get("/K", ())
    for kid in kids if isinstance(kids, Array) else (kids,):
        if not isinstance(kid, Dictionary):
            if isinstance(kid, int):
                yield Content(page, (0, int(kid)), role, link)
        elif "/S" in kid:
            tag = str(kid.S)
            if tag not in NOTES:
                inner = annotations_of(kid) if tag == "/Link" else link
                yield from _content(kid, page, _role(tag, role, element), inner, pages, depth + 1)
        elif kid.get("/Type") == "/MCR":
            stream = kid.get("/Stm")
            of = pages.get(kid.Pg.objgen, -1) if "/Pg" in kid else page
            form = stream.objgen[0] if stream is not None else 0
            yield Content(of, (form, int(kid.get("/MCID", -1))), role, link)


def annotations_of(link: Any) -> tuple[Annotation, ...]:
    """Return the objects of the annotations of a link, one for each line (14.7.4.3)."""
    kids = link.get("/K", ())
    return tuple(
        kid.Obj.objgen
        for kid in (kids if isinstance(kids, Array) else (kids,))
        if isinstance(kid, Dictionary) and kid.get("/Type") == "/OBJR" and "/Obj" in kid
    )


def _role(tag: str, outer: Role, parent: Any) -> Role:
    if tag == "/Lbl" and outer != "sign":
        if parent.get("/S") != "/LI":
            return "marker"
        return "sign" if is_numbered(parent.get("/P")) else outer
    return "cell" if tag in ("/TD", "/TH") and outer == "text" else outer


def is_numbered(parent: Any) -> bool:
    """Return whether the style sets signs before the items of a list; those of definitions are
    text."""
    attributes = parent.get("/A") if parent is not None else None
    numbering = attributes.get("/ListNumbering") if isinstance(attributes, Dictionary) else None
    return numbering is not None and numbering != "/Description"
