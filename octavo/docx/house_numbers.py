"""Take the numbering of headings from a publisher's reference document.

A style of a heading names a list, and its level there; the list is one of the part of numbering,
made after a kind of list. Both are taken with new numbers, behind the lists of the text.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from copy import deepcopy

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from octavo.docx.parts.ooxml import NAMESPACES, Node, make, q

_VALUE = q("w:val")
_LEADS = (q("w:lvlPicBulletId"), q("w:numStyleLink"), q("w:styleLink"))
NO_LIST = "0"  # the number of a list that takes a paragraph out of the list of its style

List = tuple[str, Node, Node]  # the number of a list, the kind of list, the list


def heading_lists(
    styles: Node, numbering: Node | None, headings: Sequence[str]
) -> tuple[Sequence[List], Sequence[str]]:
    """Return the lists that number the headings of a reference document, and a sentence for each
    that is not taken; `headings` are the names of their styles."""
    kinds, lists = {}, {}
    if numbering is not None:
        kinds = {n.get(q("w:abstractNumId")): n for n in numbering.iter(q("w:abstractNum"))}
        lists = {n.get(q("w:numId")): n for n in numbering.iter(q("w:num"))}
    found: dict[str, List] = {}
    left: list[str] = []
    for name, number in _numbered(styles, {name.lower() for name in headings}):
        made = lists.get(number)
        link = made.find(q("w:abstractNumId")) if made is not None else None
        kind = kinds.get(link.get(_VALUE)) if link is not None else None
        if made is None or kind is None or next(kind.iter(*_LEADS), None) is not None:
            left.append(f"the numbers of “{name}” are those of a list that cannot be taken")
        elif number not in found:
            found[number] = (number, _cleaned(kind), _cleaned(made))
    return tuple(found.values()), tuple(left)


def _numbered(styles: Node, headings: Container[str]) -> Iterator[tuple[str, str]]:
    """Yield the names of the styles of headings that are numbered, each with its list."""
    for style in styles.iter(q("w:style")):
        named, number = style.find(q("w:name")), style.find(f".//{q('w:numPr')}/{q('w:numId')}")
        name = named.get(_VALUE, "") if named is not None else ""
        if number is not None and name.lower() in headings and number.get(_VALUE) != NO_LIST:
            yield name, number.get(_VALUE, "")


def _cleaned(node: Node) -> Node:
    """Return an element with Word's own elements and attributes alone."""
    made = deepcopy(node)
    for inner in list(made.iter()):
        if not isinstance(inner.tag, str) or etree.QName(inner).namespace != NAMESPACES["w"]:
            if inner.getparent() is not None:
                inner.getparent().remove(inner)
            continue
        for name in list(inner.attrib):
            if etree.QName(name).namespace != NAMESPACES["w"]:
                del inner.attrib[name]
    return made


def with_new_numbers(
    lists: Sequence[List], kinds: int, numbers: int
) -> tuple[Sequence[Node], Sequence[Node], Mapping[str, str]]:
    """Return the kinds and the lists of a reference document, numbered behind so many others, and
    the new numbers of the lists by their own."""
    new: dict[str, str] = {}
    made: tuple[list[Node], list[Node]] = [], []
    for at, (number, kind, one) in enumerate(lists, 1):
        new[number] = str(numbers + at)
        kind.set(q("w:abstractNumId"), str(kinds + at))
        one.set(q("w:numId"), new[number])
        one.find(q("w:abstractNumId")).set(_VALUE, str(kinds + at))
        made[0].append(kind)
        made[1].append(one)
    return made[0], made[1], new


def number_styles(styles: Node, new: Mapping[str, str]) -> None:
    """Let the styles of headings name the lists by their new numbers, in place; of other styles no
    list is kept."""
    for properties in list(styles.iter(q("w:numPr"))):
        number = properties.find(q("w:numId"))
        if number is not None and number.get(_VALUE) in new:
            number.set(_VALUE, new[number.get(_VALUE)])
        else:
            properties.getparent().remove(properties)


def without_numbers(body: Node, headings: Sequence[str]) -> None:
    """Take the headings of a section out of the lists of their styles, in place: `headings` are the
    ids of these styles."""
    for paragraph in body.iter(q("w:p")):
        properties = paragraph.find(q("w:pPr"))
        style = properties.find(q("w:pStyle")) if properties is not None else None
        if style is not None and style.get(_VALUE) in headings:
            number = make("w:numId", {"w:val": NO_LIST})
            style.addnext(make("w:numPr", {}, number))
