"""Write inlines: a table of the kinds that are written here, with a function for each."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from octavo.model import Element, Inlines
from octavo.pandoc.xhtml import attributes
from octavo.pandoc.xhtml.attributes import UnwrittenError, attribute
from octavo.pandoc.xhtml.images import image

# Classes that pandoc's writer turns into elements or styles of their own.
_OF_SPANS = frozenset("kbd mark dfn abbr smallcaps underline".split())
_OF_CODE = frozenset({"sample", "variable"})
_CSL = "csl-"

# Quotation marks stay as they are in a word; two arrows get U+FE0E, which keeps them from being
# shown as pictures. Before U+FE0E nothing is done to either.
_SPECIAL = re.compile("[&<>↩↔]|[\"'](?=\ufe0e)")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}


def written_inlines(inlines: Inlines) -> str:
    """Return inlines as XHTML; raise UnwrittenError if one of them is not in the table."""
    made: list[str] = []
    for inline in inlines:
        kind = inline["t"]
        if kind == "Str":
            made.append(_words(inline["c"]))
        elif kind == "Space":
            made.append(" ")
        else:
            function = _INLINES.get(kind)
            if function is None:
                raise UnwrittenError(kind)
            made.append(function(inline))
    return "".join(made)


def _words(text: str) -> str:
    return _SPECIAL.sub(_special, text) if _SPECIAL.search(text) else text


def _special(match: re.Match[str]) -> str:
    sign = match[0]
    if sign in _ENTITIES:
        return _ENTITIES[sign]
    is_marked = match.string[match.end() : match.end() + 1] == "\ufe0e"
    return sign if is_marked else f"{sign}\ufe0e"


def _between(start: str, end: str) -> Callable[[Element], str]:
    return lambda element: f"{start}{written_inlines(element['c'])}{end}"


def _quoted(element: Element) -> str:
    kind, inlines = element["c"]
    left, right = ("‘", "’") if kind["t"] == "SingleQuote" else ("“", "”")
    return f"{left}{written_inlines(inlines)}{right}"


def _span(element: Element) -> str:
    attr, inlines = element["c"]
    _refuse(attr[1], _OF_SPANS)
    return f"<span{attributes.all_of(attr)}>{written_inlines(inlines)}</span>"


def _code(element: Element) -> str:
    attr, text = element["c"]
    _refuse(attr[1], _OF_CODE)
    return f"<code{attributes.all_of(attr)}>{_words(text)}</code>"


def _refuse(names: Sequence[str], special: frozenset[str]) -> None:
    if any(name in special or name.startswith(_CSL) for name in names):
        raise UnwrittenError(f"one of the classes {' '.join(names)}")


def _link(element: Element) -> str:
    attr, inlines, (target, title) = element["c"]
    if title and target.startswith("mailto:"):
        raise UnwrittenError("a title of a link to write a letter")
    words = written_inlines(inlines)
    if "<a " in words:
        raise UnwrittenError("a link in a link")
    named = attribute("title", title) if title else ""
    return f"<a{attribute('href', target)}{attributes.all_of(attr)}{named}>{words}</a>"


_INLINES: Mapping[str, Callable[[Any], str]] = {
    "SoftBreak": lambda _: " ",
    "LineBreak": lambda _: "<br />\n",
    "Emph": _between("<em>", "</em>"),
    "Strong": _between("<strong>", "</strong>"),
    "SmallCaps": _between('<span class="smallcaps">', "</span>"),
    "Underline": _between("<u>", "</u>"),
    "Strikeout": _between("<del>", "</del>"),
    "Superscript": _between("<sup>", "</sup>"),
    "Subscript": _between("<sub>", "</sub>"),
    "Quoted": _quoted,
    "Span": _span,
    "Code": _code,
    "Link": _link,
    "Image": image,
}
