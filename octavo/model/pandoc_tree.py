"""Name the parts of pandoc's tree, and say which kinds of element a tree holds.

How an element is made and taken apart is known in `octavo/pandoc` alone.
"""

from __future__ import annotations

from typing import Any, Literal, NewType

# One element of pandoc's JSON, such as `{"t": "Para", "c": […]}`.
Element = NewType("Element", dict[str, Any])
Inlines = list[Element]  # a run of inline elements
Blocks = list[Element]  # a run of block elements

# pandoc's names for inlines, blocks, and the values of metadata.
Kind = Literal[
    "Str", "Emph", "Underline", "Strong", "Strikeout", "Superscript", "Subscript", "SmallCaps",
    "Quoted", "Cite", "Code", "Space", "SoftBreak", "LineBreak", "Math", "RawInline", "Link",
    "Image", "Note", "Span",
    "Plain", "Para", "LineBlock", "CodeBlock", "RawBlock", "BlockQuote", "OrderedList",
    "BulletList", "DefinitionList", "Header", "HorizontalRule", "Table", "Figure", "Div",
    "MetaMap", "MetaList", "MetaBool", "MetaString", "MetaInlines", "MetaBlocks",
]  # fmt: skip

# Nine elements in ten: what goes through a tree passes them by.
LEAVES = frozenset({"Str", "Space", "SoftBreak"})


def kinds_in(part: object) -> frozenset[str]:
    """Return the kinds of all elements of a tree, or of part of one, without words and spaces."""
    found: set[str] = set()
    stack: list[Any] = [part]
    while stack:
        node = stack.pop()
        if type(node) is list:
            stack += elements_and_lists(node)
        elif type(node) is dict:
            if "t" in node:
                found.add(node["t"])
            stack.extend(node.values())
    return frozenset(found)


def elements_and_lists(items: list[Any], passed: frozenset[str] = LEAVES) -> list[Any]:
    """Return the items of a list in which a walk may find something: elements that are not of the
    kinds in `passed`, and lists that are not empty."""
    if items and type(items[0]) is dict:
        try:  # a run of inlines or blocks, as most lists are: three times as fast
            return [item for item in items if item["t"] not in passed]
        except (KeyError, TypeError):
            pass
    return [
        item for item in items
        if (type(item) is dict and item.get("t") not in passed) or (type(item) is list and item)
    ]  # fmt: skip
