"""Read the structure of a laid-out document off its boxes, for readers that do not see.

One node stands for one element, on however many pages its boxes are: a paragraph that runs over, a
table in three parts, a note with its rest are each one. The notes are in reading order, directly
after their calls. A `Run` is text of one node on one page; the names of the tags are those of ISO
32000-1, 14.8.4; PDF 2.0 has another name for a note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from octavo.model import Standard
from octavo.pdf.engine.margin_boxes import IN_MARGINS
from octavo.pdf.engine.weasy import boxes, wp_absolute, wp_anchors

# The tags of elements, by class first and then by name; others belong to their parent.
CLASSES: Mapping[str, str] = {
    "note": "Note", "call": "Reference", "marker": "Lbl", "endnote": "Note",
    "entries": "TOC", "listed": "TOC", "entry": "TOCI", "formula": "Formula", "line": "P",
}  # fmt: skip
TAGS: Mapping[str, str] = {
    "section": "Sect", "article": "Art", "div": "Div", "figure": "Div", "p": "P", "pre": "P",
    "blockquote": "BlockQuote", "figcaption": "Caption", "caption": "Caption",
    "h1": "H1", "h2": "H2", "h3": "H3", "h4": "H4", "h5": "H5", "h6": "H6",
    "ul": "L", "ol": "L", "dl": "L", "li": "LI", "dt": "Lbl", "dd": "LBody",
    "table": "Table", "thead": "THead", "tbody": "TBody", "tfoot": "TFoot", "tr": "TR",
    "th": "TH", "td": "TD", "a": "Link", "img": "Figure", "svg": "Figure", "math": "Formula",
}  # fmt: skip
_RENAMED: Mapping[Standard, Mapping[str, str]] = {"PDF/UA-1": {}, "PDF/UA-2": {"Note": "FENote"}}
_HEADINGS = {f"H{level}": level for level in range(1, 7)}
# Tags that hold no text themselves: a line in one becomes a paragraph.
_GROUPS = {"Document", "Sect", "Art", "Div", "BlockQuote", "TOC", "L", "LI", "Table", "TR"}
# Tags that are kept when empty: a table has as many cells in each row.
_KEPT = {"TD", "TH"}
# Tags that are no elements of their own in another: wrappers in lists and tables.
_TAKEN_IN = {("Div", "L"), ("Div", "Table"), ("Div", "TR")}
_REPEATED = {"THead", "TFoot"}
_ABOVE = {"html", "body"}
_PICTURES = {"Figure", "Formula"}
# Tags between a picture and its parts.
_WITHIN = {"P", "Div", "Span"}
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


@dataclass(slots=True, eq=False)
class Run:
    """Text of a node on a page (an index from 0); `marks` are filled in when it is drawn."""

    node: Node
    page: int
    marks: list[Any] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Anchor:
    """A link's place on a page: the box that gets the annotation."""

    box: Any
    page: int


@dataclass(slots=True, eq=False)
class Node:
    """An element of the structure: its tag, its kids in reading order, its properties."""

    tag: str
    parent: Node | None
    element: Any = None
    page: int = 0
    lang: str = ""
    identity: str = ""
    box: Any = None  # of a cell
    frame: tuple[float, ...] = ()  # of a picture: its left, top, right and lower edge on the page
    kids: list[Node | Run | Anchor] = field(default_factory=list)

    def last(self) -> Node | Run | Anchor | None:
        return self.kids[-1] if self.kids else None


class Structure:
    """The structure of a document, read off its pages, for a standard.

    `run_of` returns the run of a box of text or of a picture. A box without a run belongs to no
    text: running heads, the repeated head of a table, a picture without words.
    """

    def __init__(self, document: Any, standard: Standard = "PDF/UA-1") -> None:
        self.root = Node("Document", None)
        self.standard = standard
        self._renamed = _RENAMED[standard]
        self._targets: dict[str, Node] = {}
        self._nodes: dict[tuple[Any, str], Node] = {}
        # by the identity of the box, which its document keeps: such boxes have no children, and are
        # copied no more when they are drawn
        self._runs: dict[int, Run] = {}
        # the boxes of text that end a line, by identity, if they end with a hyphen
        self._ends: set[int] = set()
        self._levels: list[int] = []
        for number, page in enumerate(document.pages):
            links = {id(box) for _, _, _, box in page.links}
            kept: set[int] = set()
            walk = _Walk(self, number, links, kept)
            for child in page._page_box.children:
                if not isinstance(child, boxes.MarginBox):
                    walk.box(child, self.root)
            page.links[:] = [link for link in page.links if id(link[3]) in kept]
        _prune(self.root)

    def node(self, element: Any, tag: str, parent: Node, page: int) -> Node:
        """Return the node of an element under a tag: one, however many boxes the element has."""
        known = self._nodes.get((element, tag))
        if known is None:
            known = self._nodes[element, tag] = Node(self._heading(tag), parent, element, page)
            lang = language_of(element)
            known.lang = lang if lang != _language(parent) else ""
            _insert(parent, known)
        return known

    def run_of(self, box: Any) -> Run | None:
        """Return the run that a box of text or a picture belongs to; None if it belongs to no
        text."""
        return self._runs.get(id(box))

    def put(self, box: Any, run: Run) -> None:
        """Record the run that a box of text or a picture belongs to."""
        self._runs[id(box)] = run

    def ends_line(self, box: Any) -> bool:
        """Return whether a box of text, which ends with a hyphen, is the last of its line."""
        return id(box) in self._ends

    def end(self, line: Any) -> None:
        """Record the box of text that ends a line, if it ends with a hyphen."""
        box = line
        while not isinstance(box, boxes.TextBox):
            children = getattr(box, "children", ())
            if not children:
                return
            box = children[-1]
        if box.text.endswith("-"):
            self._ends.add(id(box))

    def known(self, element: Any, tag: str) -> Node | None:
        return self._nodes.get((element, tag))

    def name_of(self, node: Node) -> str:
        """Return the name of a node's tag in the standard."""
        return self._renamed.get(node.tag, node.tag)

    def mark_target(self, box: Any, node: Node) -> None:
        """Record the node that a box whose element has an id belongs to. The box of a note's call
        is of the note's element: it is no place of the note."""
        identity = box.element.get("id")
        if identity and "::" not in str(box.element_tag):
            self._targets.setdefault(identity, node)

    def targets(self) -> Iterator[tuple[str, Node]]:
        """Yield the ids in the document, each with the innermost node that holds it and is kept;
        none of what is decoration alone."""
        kept = set(nodes(self.root))
        for identity, node in self._targets.items():
            while node not in kept and node.parent is not None:
                node = node.parent
            if node is not self.root:
                yield identity, node

    def _heading(self, tag: str) -> str:
        """Return the tag of a heading by its depth, so that no rank is left out (PDF/UA-1, 7.4.2);
        any other tag as it is."""
        level = _HEADINGS.get(tag)
        if level is None:
            return tag
        while self._levels and self._levels[-1] >= level:
            self._levels.pop()
        self._levels.append(level)
        return f"H{len(self._levels)}"


@dataclass(slots=True)
class _Walk:
    """A walk over the boxes of one page."""

    structure: Structure
    page: int
    links: set[int]
    kept: set[int]
    turn: Any = None  # the transformation of the box that the walk is in

    def box(self, box: Any, node: Node, silent: bool = False, linked: bool = False) -> None:
        """Put a box, which is in a node, into the structure; `silent` is true inside a repetition,
        `linked` inside a link."""
        if isinstance(box, wp_absolute.AbsolutePlaceholder):
            box = box._box
        if isinstance(box, boxes.TextBox):
            if not silent:
                self._run(box, node)
            return
        if box.element is not None and not isinstance(box, boxes.LineBox):
            node, silent = self._enter(box, node, silent)
            self.structure.mark_target(box, node)
        if id(box) in self.links and (box.link or not linked):
            node, linked = self._link(box, node), True
        if isinstance(box, boxes.ReplacedBox):
            self._picture(box, node, silent)
            return
        if isinstance(box, boxes.LineBox):
            self.structure.end(box)
            node = _paragraph(node, self.page) if node.tag in _GROUPS else node
        around, own = self.turn, box.transformation_matrix
        self.turn = own @ around if own and around else own or around
        for child in box.children:
            self.box(child, node, silent, linked)
        self.turn = around

    def _picture(self, box: Any, inner: Node, silent: bool) -> None:
        """Put the box of a picture or of a part of a formula into the structure, if it has words;
        `inner` is the innermost node that it is in."""
        node = _picture_around(inner)
        if not silent and node is not None and _says(box, node):
            size = (box.content_box_x(), box.content_box_y(), box.width, box.height)
            node.frame = node.frame or wp_anchors.rectangle_aabb(self.turn, *size)
            self._run(box, node)

    def _run(self, box: Any, node: Node) -> None:
        last = node.last()
        if not isinstance(last, Run) or last.page != self.page:
            last = Run(node, self.page)
            node.kids.append(last)
        self.structure.put(box, last)

    def _enter(self, box: Any, node: Node, silent: bool) -> tuple[Node, bool]:
        """Return the node of a box's element, and whether it is a repetition."""
        element = box.element
        name, _, pseudo = str(box.element_tag).rpartition("}")[2].partition("::")
        if pseudo == "marker" and node.tag == "LBody" and node.parent is not None:
            return self.structure.node(element, "Lbl", node.parent, self.page), silent
        if element is node.element or pseudo == "footnote-call":
            return node, silent  # a ::footnote-call belongs to the node around it
        tag = tag_of(element, name)
        if not tag and not IN_MARGINS.isdisjoint(element.get("class", "").split()):
            tag = "Span"  # drawn after the text around it, so it needs content of its own
        if name == "figure" and self.structure.standard == "PDF/UA-2":
            tag = _tag_of_figure(element)
        if name in _ABOVE:
            return node, silent
        if tag == "LI" or (tag == "Lbl" and name == "dt"):
            node = self.structure.node(element, "LI", node, self.page)
            tag = "LBody" if tag == "LI" else tag
        elif tag == "LBody":
            last = node.last()
            if isinstance(last, Node) and last.tag == "LI":
                node = last
            else:
                node = self.structure.node(element, "LI", node, self.page)
        elif not tag and language_of(element) not in {"", _language(node)}:
            tag = "Span" if isinstance(box, boxes.InlineLevelBox) else "Div"
        if tag == "Figure" and name != "figure" and _picture_around(node) is not None:
            return node, silent
        if tag in {"", "Link"} or (tag, node.tag) in _TAKEN_IN:
            return node, silent
        found = self.structure.known(element, tag)
        # row by row: a foot may continue on the next page, as any part of a table
        if found is not None and tag == "TR" and node.tag in _REPEATED:
            silent |= found.page < self.page
        return found or self._new(box, element, tag, node), silent

    def _new(self, box: Any, element: Any, tag: str, node: Node) -> Node:
        found = self.structure.node(element, tag, node, self.page)
        if tag in _KEPT:
            found.box = box
        if tag in {"Note", "Reference"}:
            found.identity = element.get("id", "")
        if tag == "Reference":
            for note in (child for child in element if tag_of(child, "") == "Note"):
                self._new(box, note, "Note", _behind(node))
        return found

    def _link(self, box: Any, node: Node) -> Node:
        """Return the node of a link, to which the box of its annotation is added."""
        if node.tag == "TOCI":
            node = self.structure.node(box.element, "Reference", node, self.page)
        link = self.structure.node(box.element, "Link", node, self.page)
        link.kids.append(Anchor(box, self.page))
        self.kept.add(id(box))
        return link


def tag_of(element: Any, name: str) -> str:
    """Return the tag of an element, by its classes or else by its name; nothing for most inline
    ones."""
    for one in element.get("class", "").split():
        if one in CLASSES:
            return CLASSES[one]
    return TAGS.get(name, "")


def _tag_of_figure(element: Any) -> str:
    """Return the tag of a figure in PDF 2.0, where a caption is an element of what it describes and
    a Div counts for nothing (ISO 14289-2, 8.2.5.27; ISO/TS 32005): that of its picture, if it has
    one, or of a group."""
    return "Figure" if len([*_pictures_in(element)]) == 1 else "Sect"


def _pictures_in(element: Any) -> Iterator[Any]:
    """Yield the pictures with words in a figure, without those of its caption."""
    for child in element:
        name = str(child.tag).rpartition("}")[2]
        if TAGS.get(name) == "Figure":
            if _words_of_picture(child):
                yield child
        elif name != "figcaption" and tag_of(child, name) != "Formula":
            yield from _pictures_in(child)


def _picture_around(node: Node | None) -> Node | None:
    """Return the picture or formula that a node is, or is a part of; None if it is neither."""
    while node is not None and node.tag in _WITHIN:
        node = node.parent
    return node if node is not None and node.tag in _PICTURES else None


def _says(box: Any, picture: Node) -> bool:
    """Return whether a box is a part of a picture that has words: any box of a formula, and one
    with words of its own in a figure."""
    return bool(words_of(picture) if picture.tag == "Formula" else _words_of_picture(box.element))


def language_of(element: Any) -> str:
    """Return the language of an element's `lang`, if it is a language tag (RFC 3066); else
    nothing."""
    lang = element.get("lang", "")
    return lang if _LANGUAGE.fullmatch(lang) else ""


def _words_of_picture(element: Any) -> str:
    """Return the alternative text of a picture or a formula, or nothing."""
    title = next((e for e in element if str(e.tag).endswith("}title")), None)
    said = element.get("alt") or element.get("alttext") or element.get("aria-label")
    return said or (title.text if title is not None and title.text else "")


def _language(node: Node | None) -> str:
    while node is not None and not node.lang:
        node = node.parent
    return node.lang if node is not None else ""


def _behind(node: Node) -> Node:
    """Return the node that holds a note called in `node`: that around a heading, not the
    heading."""
    while node.parent is not None and node.tag in {*_HEADINGS, "Link", "Span"}:
        node = node.parent
    return node


def _insert(parent: Node, node: Node) -> None:
    """Put a node after its parent's other kids; a table's caption and a list's label come first."""
    if (node.tag, parent.tag) in {("Caption", "Table"), ("Lbl", "LI")}:
        parent.kids.insert(0, node)
    else:
        parent.kids.append(node)


def _paragraph(node: Node, page: int) -> Node:
    """Return the paragraph for a line that is in none."""
    last = node.last()
    if isinstance(last, Node) and last.tag == "P" and last.element is None:
        return last
    paragraph = Node("P", node, None, page)
    node.kids.append(paragraph)
    return paragraph


def _prune(node: Node) -> bool:
    """Remove empty nodes below a node; return whether the node is to be kept."""
    node.kids[:] = [kid for kid in node.kids if not isinstance(kid, Node) or _prune(kid)]
    return bool(node.kids) or node.tag in _KEPT


def words_of(node: Node) -> str:
    """Return the alternative text of a picture or a formula, whose parts may have it."""
    element = node.element
    if node.tag != "Formula":
        pictures = [element] if element.tag != "figure" else [*_pictures_in(element)]
        return _words_of_picture(pictures[0])
    parts = (_words_of_picture(part) for part in element.iter())
    return next(filter(None, parts), "") or " ".join("".join(element.itertext()).split())


def nodes(node: Node) -> Iterator[Node]:
    """Yield a node and all below it, in reading order."""
    yield node
    for kid in node.kids:
        if isinstance(kid, Node):
            yield from nodes(kid)
