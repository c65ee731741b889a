"""Let a paragraph of the Word file begin a page, where the text asks for it by a class."""

from __future__ import annotations

from octavo.docx.parts.ooxml import Node, make, q
from octavo.docx.raw_xml import raw
from octavo.model import Blocks, Element
from octavo.pandoc import tree
from octavo.parsing.new_pages import NEW_PAGE

_SIGN = "newpage"  # the attribute of a sign in the first paragraph, which pandoc leaves as it is
_BEFORE = ("w:pStyle", "w:keepNext", "w:keepLines")  # in the properties of a paragraph


def with_sign(blocks: Blocks) -> Blocks:
    """Return blocks whose first paragraph has the sign that it begins a page."""
    sign = make("w:br", {"w:type": "page"})
    sign.set(q(_SIGN), "1")
    inline = raw(make("w:r", {}, sign))
    if not blocks:
        return [tree.para([inline])]
    first, *others = blocks
    if tree.is_paragraph(first) or tree.is_kind(first, "Header"):
        return [tree.with_content(first, [inline, *tree.content_of(first)]), *others]
    if tree.is_kind(first, "Div", "BlockQuote"):
        return [tree.with_content(first, with_sign(tree.content_of(first))), *others]
    return [tree.para([inline]), *blocks]


def begins_page(element: Element) -> bool:
    """Return whether an element is a block with the class of what begins a page."""
    is_block = tree.is_kind(element, "Header", "Div", "Figure", "Table", "CodeBlock")
    return is_block and NEW_PAGE in tree.classes_of(element)


def set_page_breaks(body: Node) -> None:
    """Put the property in the place of each sign."""
    for sign in [node for node in body.iter(q("w:br")) if q(_SIGN) in node.attrib]:
        run = sign.getparent()
        paragraph = next(run.iterancestors(q("w:p")))
        run.getparent().remove(run)
        properties = paragraph.find(q("w:pPr"))
        if properties is None:
            properties = make("w:pPr")
            paragraph.insert(0, properties)
        before = [child for child in properties if child.tag in map(q, _BEFORE)]
        properties.insert(len(before), make("w:pageBreakBefore"))
