"""Read what is referred to by number, as it is written: labels of equations, references by key.

    $$a = b$$ {#eq:sum}

    See [@fig:map], [Table @tbl:x, page] … [](#sec:delays).

References become links with the class `cross-reference`; `cross_references` puts in their words.
`[@Fig:map]` asks for a capital. The syntax is pandoc-crossref's.
"""

from __future__ import annotations

import re
from typing import Any

from octavo.manuscript import Element, holds, rewrite
from octavo.model import Blocks, Inlines

CROSS_REFERENCE, EQUATION = "cross-reference", "equation"
CAPITAL = "capital"
KINDS = ("fig", "tbl", "eq", "sec")
_KEY = re.compile(r"(?P<kind>[Ff]ig|[Tt]bl|[Ee]q|[Ss]ec):\S")
_LABEL = re.compile(r"\{#(?P<id>eq:[^\s{}]{1,200})\}(?P<rest>[.,;:]?)")
_SPACES = {"Space", "SoftBreak"}


def is_cross_reference(key: str) -> bool:
    """Return whether a cite key names a figure, table, equation or section, and no work."""
    return _KEY.match(key) is not None


def with_labels(blocks: Blocks) -> Blocks:
    """Return the blocks with their equations labelled, and their references as links."""
    if holds(blocks, "Cite"):
        blocks = rewrite(blocks, _linked)
    return rewrite(blocks, _labelled) if holds(blocks, "Math") else blocks


def _linked(element: Element) -> Any:
    if element["t"] != "Cite" or not element["c"][0]:
        return None
    cites = element["c"][0]
    if not all(is_cross_reference(cite["citationId"]) for cite in cites):
        return None
    made: Inlines = []
    for cite in cites:
        made += [{"t": "Str", "c": ";"}, {"t": "Space"}] if made else []
        made += _link(cite)
    return made


def _link(cite: Any) -> Inlines:
    """Return one reference: the words before it, the link, the words after it."""
    key = cite["citationId"]
    target = f"#{key[0].lower()}{key[1:]}"
    classes = [CROSS_REFERENCE, CAPITAL] if key[0].isupper() else [CROSS_REFERENCE]
    suffix = cite["citationSuffix"]
    asked = _asks_for_page(suffix)
    pairs = [["asked", "page"]] if asked else []
    link = {"t": "Link", "c": [["", classes, pairs], [], [target, ""]]}
    before = cite["citationPrefix"]
    return [*before, *([{"t": "Space"}] if before else []), link, *([] if asked else suffix)]


def _asks_for_page(suffix: Inlines) -> bool:
    words = "".join(i["c"] if i["t"] == "Str" else " " for i in suffix if i["t"] in _PLAIN)
    return words.strip(" ,") == "page"


_PLAIN = {"Str", "Space", "SoftBreak"}


def _labelled(element: Element) -> Element | None:
    """Return a paragraph whose displayed formulas have the labels that follow them."""
    if element["t"] not in {"Para", "Plain"} or not holds(element, "Math"):
        return None
    made: Inlines = []
    for inline in element["c"]:
        label = _LABEL.fullmatch(inline["c"]) if inline["t"] == "Str" else None
        at = _formula_before(made) if label else None
        if label is None or at is None:
            made.append(inline)
            continue
        made[at:] = [{"t": "Span", "c": [[label["id"], [EQUATION], []], [made[at]]]}]
        made += [{"t": "Str", "c": label["rest"]}] if label["rest"] else []
    return {"t": element["t"], "c": made}


def _formula_before(inlines: Inlines) -> int | None:
    """Return the index of the displayed formula that ends the inlines, spaces aside; None if none
    does."""
    at = len(inlines) - 1
    while at >= 0 and inlines[at]["t"] in _SPACES:
        at -= 1
    found = at >= 0 and inlines[at]["t"] == "Math" and inlines[at]["c"][0]["t"] == "DisplayMath"
    return at if found else None
