"""Take the headers and the footers of a publisher's reference document.

They are those of its last section: on all pages, on first pages, on even pages. What would lead out
of the document, or to a part that is not taken, is left out, and said.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from octavo.docx.marked_runs import runs_of
from octavo.docx.parts.ooxml import NAMESPACES, Node, parse, printable, q, text_in

Running = tuple[str, str]  # header or footer; default, first or even

# Fields that ask for nothing outside of the document.
_FIELDS = {
    "PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "STYLEREF", "TITLE", "AUTHOR", "SUBJECT",
    "DATE", "CREATEDATE", "SAVEDATE", "PRINTDATE",
}  # fmt: skip
_DRAWN = (q("w:drawing"), q("w:pict"), q("w:object"))
_DROPPED = {
    *_DRAWN, q("w:del"), q("w:numPr"), q("w:bookmarkStart"), q("w:bookmarkEnd"),
    q("w:commentReference"), q("w:commentRangeStart"), q("w:commentRangeEnd"),
    q("w:altChunk"), q("w:subDoc"),
}  # fmt: skip
_UNWRAPPED = {q("w:hyperlink"), q("w:ins"), q("w:smartTag"), q("w:customXml")}
_KINDS = {q("w:headerReference"): "header", q("w:footerReference"): "footer"}


def running_of(
    document: Node | None, relations: Node | None, parts: Mapping[str, bytes], even: bool
) -> tuple[Mapping[Running, Node], Sequence[str]]:
    """Return the headers and footers of a document's last section, by kind and pages, and a
    sentence for each thing in them that is not taken; `parts` are those of the file by their
    names, `even` says that even pages have their own."""
    found: dict[Running, Node] = {}
    left: list[str] = []
    rows = (
        {row.get("Id"): row.get("Target", "") for row in relations} if relations is not None else {}
    )
    properties = [*document.iter(q("w:sectPr"))][-1:] if document is not None else []
    references = ((last, node) for last in properties for node in last if node.tag in _KINDS)
    for last, reference in references:
        kind, pages = _KINDS[reference.tag], reference.get(q("w:type"), "default")
        target = rows.get(reference.get(q("r:id")), "")
        data = parts.get(posixpath.normpath(posixpath.join("word", target)))
        is_shown = {"even": even, "first": last.find(q("w:titlePg")) is not None}.get(pages, True)
        if data is None or not is_shown:
            continue
        root = parse(data)
        left += (f"the {kind} has {what}, which is not taken" for what in _cleaned(root))
        found[kind, pages] = root
    return found, tuple(dict.fromkeys(left))


def _cleaned(root: Node) -> Iterator[str]:
    """Keep Word's own elements without relations in a header, in place; yield what is left out."""
    if any(node.tag in _DRAWN for node in root.iter()):
        yield "a picture"
    instructions = [node.get(q("w:instr"), "") for node in root.iter(q("w:fldSimple"))]
    instructions += _instructions(root)
    kinds = {(words.split() or [""])[0].upper() for words in instructions}
    if kinds - _FIELDS:
        yield f"the field {min(kinds - _FIELDS) or '?'}"
        _drop_fields(root)
    for node in list(root.iter()):
        if not isinstance(node.tag, str):
            continue
        if node is root:  # what Word may ignore has no prefix any more
            root.attrib.pop(_IGNORABLE, None)
            continue
        if node.tag in _UNWRAPPED:
            _unwrap(node)
        elif node.tag in _DROPPED or etree.QName(node).namespace != NAMESPACES["w"]:
            if node.getparent() is not None:
                node.getparent().remove(node)
        else:
            for name in list(node.attrib):
                if etree.QName(name).namespace not in (NAMESPACES["w"], _XML):
                    del node.attrib[name]


_IGNORABLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable"
_XML = "http://www.w3.org/XML/1998/namespace"


def _instructions(root: Node) -> Iterator[str]:
    """Yield the instructions of fields that are written in several runs."""
    said = ""
    for node in root.iter(q("w:fldChar"), q("w:instrText")):
        if node.tag == q("w:instrText"):
            said += node.text or ""
        elif said:
            yield said
            said = ""


def _drop_fields(root: Node) -> None:
    """Keep the results of fields alone."""
    for node in list(root.iter(q("w:fldSimple"))):
        _unwrap(node)
    for node in list(root.iter(q("w:fldChar"), q("w:instrText"))):
        node.getparent().remove(node)


def _unwrap(node: Node) -> None:
    for child in list(node):
        node.addprevious(child)
    node.getparent().remove(node)


def for_edition(
    running: Mapping[Running, Node], titles: Sequence[str], title: str
) -> Mapping[Running, Node]:
    """Return headers and footers of a reference document for an edition: what has the title of that
    document, one of `titles`, has the edition's."""
    made = {key: deepcopy(root) for key, root in running.items()}
    for root in made.values():
        for paragraph in root.iter(q("w:p")):
            if text_in(paragraph).strip() in titles:
                for node in [node for node in paragraph if node.tag != q("w:pPr")]:
                    paragraph.remove(node)
                paragraph.extend(runs_of(title, italic=True))
        for words in root.iter(q("w:t")):  # of a field among other words
            if (said := (words.text or "").strip()) in titles:
                words.text = (words.text or "").replace(said, printable(title))
    return made
