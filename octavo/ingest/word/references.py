"""Turn references and internal links of a Word file into links to labels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from octavo.ingest.sections import slug
from octavo.ingest.word import marks
from octavo.ingest.word.marked import Marked
from octavo.ingest.word.runs import Styles
from octavo.ingest.word.transform import label_mark
from octavo.proof.archive import Node
from octavo.proof.word_xml import NAME, PARAGRAPH, w

_REFERENCE = re.compile(
    r"\s*(?P<kind>REF|PAGEREF)\s+\"?(?P<name>[^\s\"\\]+)\"?(?P<rest>.*)", re.DOTALL
)
_LINK = re.compile(r"\s*HYPERLINK\s+\\l\s+\"(?P<name>[^\"]+)\"")
_HEADING = re.compile(r"heading [1-9]")
_PRIVATE = re.compile(r"_Toc|_GoBack|_Hlk")  # what programs use for themselves


@dataclass(slots=True)
class Labels:
    """The labels of an edition, each given once."""

    taken: set[str] = field(default_factory=set)

    def new(self, wanted: str) -> str:
        """Return a label like the one that is wanted."""
        label, number = wanted, 1
        while label in self.taken:
            number += 1
            label = f"{wanted}-{number}"
        self.taken.add(label)
        return label


@dataclass(slots=True)
class _Reference:
    kind: str  # REF, PAGEREF or link
    name: str
    rest: str
    first: Node  # behind which the words begin
    last: Node  # before which they end


def mark_references(roots: Sequence[Node], styles: Styles, labels: Labels, made: Marked) -> None:
    """Mark the words of references, and the bookmarks that they lead to, as links and labels."""
    found = [one for root in roots for one in (*_links(root), *_fields(root))]
    starts = {
        start.get(NAME, ""): start for root in roots for start in root.iter(w("bookmarkStart"))
    }
    given: dict[str, str] = {}
    numbered: dict[str, bool] = {}
    for one in found:
        if _PRIVATE.match(one.name) and one.kind != "PAGEREF":
            continue
        words = _words_between(one.first, one.last)
        start = starts.get(one.name)
        if start is None or one.first.getparent() is not one.last.getparent():
            made.remarks.append(
                (
                    "cross-reference",
                    (
                        f"“{words}” refers to a place that the document lacks ({one.name}); "
                        "its words were kept"
                    ),
                )
            )
            continue
        if one.name not in given:
            given[one.name] = _label(start, styles, labels, made)
        if words.strip():
            _enclose(one, given[one.name], made)
        if one.name not in numbered:
            numbered[one.name] = _is_captioned(start)
        if one.kind == "PAGEREF" or _is_number(one, words, captioned=numbered[one.name]):
            made.remarks.append(("cross-reference", _of_number(words, given[one.name])))


def _of_number(words: str, label: str) -> str:
    """Return what is to be done about a number that Word has made."""
    again = f"[@{label}] or [@{label}, page]" if label.startswith("sec:") else (
        f"give what it means a label such as fig:{label}, and write [@fig:{label}]")  # fmt: skip
    return (
        f"“{words}” is a number that Word has given to a page, a figure or a section; it leads to "
        f"[](#{label}) and stays as it is; to have it made anew: {again}"
    )


def _label(start: Node, styles: Styles, labels: Labels, made: Marked) -> str:
    """Return the label of a bookmark, and mark its place."""
    paragraph = next((one for one in start.iterancestors() if one.tag == PARAGRAPH), None)
    if paragraph is None:
        paragraph = start.getnext()
        while paragraph is not None and paragraph.tag != PARAGRAPH:
            paragraph = next(iter(paragraph.iter(PARAGRAPH)), paragraph.getnext())
    words = "" if paragraph is None else "".join(t.text or "" for t in paragraph.iter(w("t")))
    is_heading = paragraph is not None and any(
        _HEADING.fullmatch(name) for name in styles.names_of(paragraph)
    )
    bare = slug(words if is_heading else start.get(NAME, "")) or "place"
    label = labels.new(f"sec:{bare}" if is_heading else f"ref-{bare}")
    made.elements.append(label_mark(label))
    run = _run(marks.element(len(made.elements) - 1))
    if start.getparent() is paragraph or paragraph is None:
        start.addnext(run)
    else:
        properties = paragraph.find(w("pPr"))
        paragraph.insert(0 if properties is None else 1, run)
    return label


def _links(root: Node) -> list[_Reference]:
    """Return the links within a document, without the elements that make them: pandoc would lead
    them to labels of its own."""
    found: list[_Reference] = []
    for link in list(root.iter(w("hyperlink"))):
        name = link.get(w("anchor"), "")
        if not name or any("id" in key and "relationships" in key for key in link.attrib):
            continue
        first, last = _run(""), _run("")
        link.addprevious(first)
        link.addnext(last)
        for child in list(link):
            last.addprevious(child)
        link.getparent().remove(link)
        found.append(_Reference("link", name, "", first, last))
    return found


def _fields(root: Node) -> list[_Reference]:
    """Return the fields that refer to a bookmark."""
    found: list[_Reference] = []
    open_fields: list[tuple[list[str], list[Node]]] = []
    for node in root.iter(w("fldChar"), w("instrText")):
        if node.tag == w("instrText"):
            if open_fields and not open_fields[-1][1]:
                open_fields[-1][0].append(node.text or "")
            continue
        kind = node.get(w("fldCharType"))
        if kind == "begin":
            open_fields.append(([], []))
        elif kind == "separate" and open_fields:
            open_fields[-1][1].append(node.getparent())
        elif kind == "end" and open_fields:
            said, separates = open_fields.pop()
            words = "".join(said)
            match = _REFERENCE.match(words) or _LINK.match(words)
            if match and separates:
                rows = match.groupdict()
                found.append(
                    _Reference(
                        rows.get("kind") or "link",
                        rows["name"],
                        rows.get("rest") or "",
                        separates[0],
                        node.getparent(),
                    )
                )
    return found


def _is_number(one: _Reference, words: str, *, captioned: bool) -> bool:
    """Return whether the words of a reference are a number that Word has made: of a figure, a table
    or a heading."""
    if one.kind == "link" or not re.search(r"\d", words):
        return False
    return captioned or bool(re.search(r"\\[rnwp]\b", one.rest))


def _is_captioned(start: Node) -> bool:
    """Return whether a bookmark is in a paragraph that has a number of a series."""
    paragraph = next((p for p in start.iterancestors() if p.tag == PARAGRAPH), None)
    fields = () if paragraph is None else paragraph.iter(w("instrText"))
    return any("SEQ " in (node.text or "") for node in fields)


def _enclose(one: _Reference, label: str, made: Marked) -> None:
    made.spans.append(((), {"href": f"#{label}"}))
    one.first.addnext(_run(marks.span(len(made.spans) - 1)))
    one.last.addprevious(_run(marks.SPAN_END))


def _words_between(first: Node, last: Node) -> str:
    words: list[str] = []
    node = first.getnext()
    while node is not None and node is not last:
        words += [text.text or "" for text in node.iter(w("t"))]
        node = node.getnext()
    return "".join(words)


def _run(words: str) -> Node:
    run = etree.Element(w("r"))
    if words:
        etree.SubElement(run, w("t")).text = words
    return run
