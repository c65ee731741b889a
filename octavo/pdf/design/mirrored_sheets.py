"""Rewrite style sheets for text that runs from right to left, and for books that open on that side.

The sheets of styles/ are written for text from left to right: `padding-left`, `text-align: left`,
`@page :right` for a recto. For a section with text from right to left, each such rule is given a
twin in its place, for the elements of that direction (`data-dir`, which `print_tree` sets); so
neither the order of rules nor their weight changes. An edition's own sheet is taken as written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import tinycss2

_SIDES = {"left": "right", "right": "left"}
_SIDED = re.compile(r"(?<![\w])(left|right)(?![\w])")
_BREAKS = re.compile(r"(break-(?:before|after)\s*:\s*)(left|right)\b")
_FOUR = ("margin", "padding")
_PSEUDO = re.compile(r"(?=::)")
_LTR, _RTL = ":where(:not([data-dir=rtl]))", ":where([data-dir=rtl])"
# The rule above the notes begins where their lines begin.
_NOTES = "@page { @footnote { background-position: 100% 0 } }\n"
# A turned plate is wider than the text before it is turned, and begins at the left of the page
# whatever its direction: from right to left it would begin beyond the paper.
_TURNED = ".turned { margin-right: calc(var(--text-width) - var(--text-depth)) }\n"


def with_twins(sheet: str) -> str:
    """Return a sheet in which each rule that names a side holds for text from left to right, and is
    followed by one for text from right to left."""
    made: list[str] = []
    for rule in tinycss2.parse_stylesheet(sheet, skip_comments=True):
        if rule.type == "qualified-rule":
            selector = tinycss2.serialize(rule.prelude).strip()
            written = tinycss2.serialize(rule.content)
            other = "; ".join(_mirrored(rule.content))
            if other != "; ".join(_plain(rule.content)):
                made.append(f"{_for(selector, _LTR)} {{{written}}}\n")
                made.append(f"{_for(selector, _RTL)} {{{other}}}\n")
                continue
        made.append(rule.serialize())
    return "".join(made)


def for_other_side(sheet: str) -> str:
    """Return a sheet for a book that opens on the other side: what it says of right pages and of
    the right of a page holds for left pages and the left."""
    made: list[str] = []
    for rule in tinycss2.parse_stylesheet(sheet, skip_comments=True):
        if rule.type == "at-rule" and rule.lower_at_keyword == "page":
            made.append(f"@page {_swapped(tinycss2.serialize(rule.prelude))}{{")
            made += _page_content(rule.content)
            made.append("}\n")
        else:
            text = rule.serialize()
            made.append(_BREAKS.sub(lambda found: found[1] + _SIDES[found[2]], text))
    return "".join(made)


def rule_of_notes() -> str:
    """Return the rule for the area of notes that run from right to left."""
    return _NOTES


def turned_from_right() -> str:
    """Return the rule for turned plates in which text runs from right to left."""
    return _TURNED


def _page_content(content: Any) -> Iterator[str]:
    for item in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if item.type == "at-rule":
            inner = "; ".join(_mirrored(item.content))
            yield f"@{_swapped(item.at_keyword)} {{{inner}}}"
        elif item.type == "declaration":
            yield f"{_declared(item, mirror=True)};"


def _mirrored(content: Any) -> list[str]:
    return [_declared(item, mirror=True) for item in _declarations(content)]


def _plain(content: Any) -> list[str]:
    return [_declared(item, mirror=False) for item in _declarations(content)]


def _declarations(content: Any) -> Iterator[Any]:
    found = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    return (item for item in found if item.type == "declaration")


def _declared(declaration: Any, *, mirror: bool) -> str:
    """Return a declaration as text, with left and right exchanged if `mirror`."""
    name, value = declaration.name, tinycss2.serialize(declaration.value).strip()
    if mirror and not name.startswith(("--", "break-", "content", "string-set")):
        name = _swapped(name)
        value = _with_other_sides(declaration) if name in _FOUR else _swapped(value)
    return f"{name}: {value}{' !important' if declaration.important else ''}"


def _with_other_sides(declaration: Any) -> str:
    """Return the value of `margin` or `padding` with its right and left lengths exchanged."""
    parts = [tinycss2.serialize([token]) for token in declaration.value]
    lengths = [part for part in parts if part.strip()]
    if len(lengths) == 4:
        top, right, bottom, left = lengths
        lengths = [top, left, bottom, right]
    return " ".join(lengths)


def _swapped(text: str) -> str:
    return _SIDED.sub(lambda found: _SIDES[found[1]], text)


def _for(selector: str, condition: str) -> str:
    """Return a list of selectors that hold under a condition, which has no weight."""
    parts = []
    for part in _parted(selector):
        at = _PSEUDO.search(part)
        end = at.start() if at else len(part)
        parts.append(f"{part[:end]}{condition}{part[end:]}")
    return ", ".join(parts)


def _parted(selector: str) -> Iterator[str]:
    """Yield the selectors of a list, at the commas that no bracket holds."""
    depth, start = 0, 0
    for at, letter in enumerate(selector):
        depth += (letter in "([") - (letter in ")]")
        if letter == "," and not depth:
            yield selector[start:at].strip()
            start = at + 1
    yield selector[start:].strip()
