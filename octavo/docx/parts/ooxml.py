"""Name the elements of Office Open XML, and make and read them."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

Node = Any  # lxml's element: its own types are too vague to help

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "adec": "http://schemas.microsoft.com/office/drawing/2017/decorative",
    "asvg": "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
}
OURS = "urn:octavo:docx"  # attributes and elements of fragments; none is in a finished DOCX
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TRANSITIONAL = "http://schemas.openxmlformats.org/officeDocument/2006"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

# A DOCX or a fragment is data: no entity is resolved, nothing outside it is read.
PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, huge_tree=True
)

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(text: str) -> str:
    """Return a text without the characters that no XML can hold."""
    return _NOT_XML.sub("", text)


@cache
def q(name: str) -> str:
    """Return `w:p` as lxml names it; a name without prefix is one of ours."""
    prefix, _, local = name.rpartition(":")
    return f"{{{NAMESPACES[prefix] if prefix else OURS}}}{local}"


def make(name: str, attributes: dict[str, Any] | None = None, *children: Node | str) -> Node:
    """Return an element with its attributes (`{"w:val": "1"}`), its children and its text."""
    node = etree.Element(q(name), None, _prefixes(name))
    for key, value in (attributes or {}).items():
        node.set(q(key) if ":" in key else key, printable(str(value)))
    for child in children:
        if isinstance(child, str):
            node.text = printable(child)
        else:
            node.append(child)
    return node


def _prefixes(name: str) -> dict[str, str]:
    prefix = name.partition(":")[0] if ":" in name else ""
    return {prefix: NAMESPACES[prefix]} if prefix else {"o": OURS}


def run(text: str, style: str = "") -> Node:
    """Return a run of words, in a character style or none."""
    node = make("w:r")
    if style:
        node.append(make("w:rPr", {}, make("w:rStyle", {"w:val": style})))
    node.append(words(text))
    return node


def to_the_right() -> Node:
    """Return a run that goes to the right end of its line, without a tab stop."""
    tab = {"w:relativeTo": "margin", "w:alignment": "right", "w:leader": "none"}
    return make("w:r", {}, make("w:ptab", tab))


def field(instruction: str, shown: str, *, stale: bool = False) -> Node:
    """Return a field with what it shows; Word updates a stale one when it opens the document."""
    attributes = {"w:instr": f" {instruction} "} | ({"w:dirty": "true"} if stale else {})
    return make("w:fldSimple", attributes, run(shown))


def begin_field(instruction: str) -> list[Node]:
    """Return the runs that open a field whose result may fill several paragraphs; the result
    follows them."""
    return [*_instruction(instruction), _mark("separate")]


def end_field() -> Node:
    """Return the run that ends such a field."""
    return _mark("end")


def hidden_field(instruction: str) -> list[Node]:
    """Return the runs of a field that shows nothing."""
    return [*_instruction(instruction), _mark("end")]


def _instruction(instruction: str) -> list[Node]:
    """Return the runs that open a field; pandoc reads the instruction only in a run of its own."""
    text = make("w:instrText", {}, f" {instruction} ")
    text.set(XML_SPACE, "preserve")
    return [_mark("begin"), make("w:r", {}, text)]


def _mark(kind: str) -> Node:
    return make("w:r", {}, make("w:fldChar", {"w:fldCharType": kind}))


PAGE_TO_COME = "…"  # shown until Word has counted its pages


def page_of(bookmark: str) -> Node:
    """Return a field that shows the page of a bookmark, and leads there."""
    return field(f"PAGEREF {bookmark} \\h", PAGE_TO_COME, stale=True)


def sign(character: str) -> Node:
    """Return a sign as Word writes one that is chosen from its table of symbols; its font is named
    with those of the whole document. A character beyond the first plane is a word."""
    if ord(character) > 0xFFFF:
        return words(character)
    return make("w:sym", {"w:font": "", "w:char": f"{ord(character):04X}"})


def words(text: str) -> Node:
    """Return a `w:t` that keeps its spaces."""
    node = make("w:t", {}, text)
    node.set(XML_SPACE, "preserve")
    return node


def paragraph(style: str, *runs: Node) -> Node:
    return make("w:p", {}, make("w:pPr", {}, make("w:pStyle", {"w:val": style})), *runs)


def parse(data: bytes) -> Node:
    return etree.fromstring(data, PARSER)


def serialized(root: Node) -> bytes:
    """Return a part's bytes, with the namespaces declared once, at its root."""
    etree.cleanup_namespaces(root, top_nsmap=NAMESPACES, keep_ns_prefixes=["w", "r"])
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def style_of(node: Node) -> str:
    """Return the style of a paragraph, or an empty text."""
    style = node.find(f"{q('w:pPr')}/{q('w:pStyle')}")
    return style.get(q("w:val"), "") if style is not None else ""


_TEXT = {"w:tab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "\u2011"}
_PRINTED = {q(name): text for name, text in _TEXT.items()}
_WORDS = (q("w:t"), q("m:t"))
_SIGN = q("w:sym")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_IN_TEXT = (*_WORDS, *_PRINTED, _SIGN)


def text_in(node: Node) -> str:
    """Return the words in an element as they are printed; line breaks are line ends. What is there
    in two forms, as other programs write a frame, is read in the first of them."""
    pieces = []
    again = {part for second in node.iter(_FALLBACK) for part in second.iter()}
    for part in node.iter(*_IN_TEXT):
        if part in again:
            continue
        if part.tag == _SIGN:
            pieces.append(chr(int(part.get(q("w:char")), 16)))
            continue
        printed = _PRINTED.get(part.tag)
        pieces.append(part.text or "" if printed is None else printed)
    return "".join(pieces)
