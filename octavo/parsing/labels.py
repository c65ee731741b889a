"""Read what is referred to by number, as it is written: labels of equations, references by key.

    $$a = b$$ {#eq:sum}

    See [@fig:map], [Table @tbl:x, page] … [](#sec:delays).

References become links with the class `cross-reference`; `cross_references` puts in their words.
`[@Fig:map]` asks for a capital. The syntax is pandoc-crossref's.
"""

from __future__ import annotations

import re

from octavo.model import Blocks, Element, Inlines
from octavo.pandoc import tree
from octavo.pandoc.walk import rewrite

CROSS_REFERENCE, EQUATION = "cross-reference", "equation"
CAPITAL = "capital"
KINDS = ("fig", "tbl", "eq", "sec")
_KEY = re.compile(r"(?P<kind>[Ff]ig|[Tt]bl|[Ee]q|[Ss]ec):\S")
_LABEL = re.compile(r"\{#(?P<id>eq:[^\s{}]{1,200})\}(?P<rest>[.,;:]?)")


def is_cross_reference(key: str) -> bool:
    """Return whether a cite key names a figure, table, equation or section, and no work."""
    return _KEY.match(key) is not None


def with_links(blocks: Blocks) -> Blocks:
    """Return the blocks with their references to what is numbered as links."""
    return rewrite(blocks, _linked)


def with_labels(blocks: Blocks) -> Blocks:
    """Return the blocks with their equations labelled, and their references as links."""
    return rewrite(blocks, _labelled)


def _linked(element: Element) -> Inlines | None:
    if not tree.is_kind(element, "Cite"):
        return None
    cites = tree.citations_of(element)
    if not cites or not all(is_cross_reference(cite["citationId"]) for cite in cites):
        return None
    made: Inlines = []
    for cite in cites:
        made += [tree.string(";"), tree.SPACE] if made else []
        made += _link(cite)
    return made


def _link(cite: tree.Citation) -> Inlines:
    """Return one reference: the words before it, the link, the words after it."""
    key = cite["citationId"]
    target = f"#{key[0].lower()}{key[1:]}"
    classes = [CROSS_REFERENCE, CAPITAL] if key[0].isupper() else [CROSS_REFERENCE]
    suffix = cite["citationSuffix"]
    asked = _asks_for_page(suffix)
    link = tree.link([], target, classes=classes, attributes={"asked": "page"} if asked else {})
    before = cite["citationPrefix"]
    return [*before, *([tree.SPACE] if before else []), link, *([] if asked else suffix)]


def _asks_for_page(suffix: Inlines) -> bool:
    words = "".join(
        tree.string_of(i) if tree.is_string(i) else " "
        for i in suffix
        if tree.is_string(i) or tree.is_space(i)
    )
    return words.strip(" ,") == "page"


def _labelled(element: Element) -> Element | None:
    """Return a paragraph whose displayed formulas have the labels that follow them."""
    if not tree.is_paragraph(element):
        return None
    inlines = tree.content_of(element)
    if not any(tree.is_kind(inline, "Math") for inline in inlines):
        return None
    made: Inlines = []
    for inline in inlines:
        label = _LABEL.fullmatch(tree.string_of(inline)) if tree.is_string(inline) else None
        at = _formula_before(made) if label else None
        if label is None or at is None:
            made.append(inline)
            continue
        made[at:] = [tree.span([made[at]], label["id"], [EQUATION])]
        made += [tree.string(label["rest"])] if label["rest"] else []
    return tree.with_content(element, made)


def _formula_before(inlines: Inlines) -> int | None:
    """Return the index of the displayed formula that ends the inlines, spaces aside; None if none
    does."""
    at = len(inlines) - 1
    while at >= 0 and tree.is_space(inlines[at]):
        at -= 1
    found = at >= 0 and tree.is_kind(inlines[at], "Math") and tree.is_display(inlines[at])
    return at if found else None
