"""Marked text as HTML and as plain text, for those who ask for citations outside an edition.

The HTML is that of the public CSL test suite: `<i>`, `<b>`, `<sup>`, `<sub>`, spans with a style
for the rest, and a `<div>` with a class for each `display` of the CSL specification.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from octavo.citations.marks import KINDS, Quotes, events, quoted, turned

_TAGS = {
    "Emph": ("<i>", "</i>"),
    "Strong": ("<b>", "</b>"),
    "Superscript": ("<sup>", "</sup>"),
    "Subscript": ("<sub>", "</sub>"),
}
_STYLES = {
    "SmallCaps": "font-variant:small-caps;",
    "Underline": "text-decoration:underline;",
}
# What a kind of markup goes back to, inside itself or by an attribute such as font-style="normal".
_BACK = {
    "style": "font-style:normal;",
    "weight": "font-weight:normal;",
    "variant": "font-variant:normal;",
    "line": "text-decoration:none;",
    "raised": "vertical-align:baseline;",
}
# The `display` attribute; line breaks and indents as the suite writes them.
_DIVISIONS = {
    "Block": ('\n\n    <div class="csl-block">', "</div>\n"),
    "LeftMargin": ('\n    <div class="csl-left-margin">', "</div>"),
    "RightInline": ('<div class="csl-right-inline">', "</div>\n  "),
    "Indent": ('<div class="csl-indent">', "</div>\n  "),
}
assert _DIVISIONS.keys() <= set(KINDS)
_ESCAPES = {"&": "&#38;", "<": "&#60;", ">": "&#62;"}
_ESCAPED = re.compile("[&<>ª²³¹ºʰ-ʸˠ-ˤᴬ-ᵡᵸᶛ-ᶿ⁰-ⁿ]")


def to_html(text: str, quotes: Quotes) -> str:
    """Give marked text as HTML."""
    out: list[str] = []
    looks: list[dict[str, str]] = [{}]
    closing: list[str] = []
    for event, what in events(quoted(text, quotes)):
        if event == "text":
            out.append(_ESCAPED.sub(_escaped, what))
        elif event == "close":
            looks.pop()
            out.append(closing.pop())
        else:
            turn = turned(what, looks[-1])
            begin, end = _division_or_tag(what, turn)
            looks.append({**looks[-1], turn[0]: turn[1]} if turn else looks[-1])
            out.append(begin)
            closing.append(end)
    return "".join(out)


def _escaped(found: re.Match[str]) -> str:
    """Escape what HTML would read; a raised letter such as ª is a letter, raised
    (fixture magic_SuperscriptChars)."""
    character = found[0]
    if character in _ESCAPES:
        return _ESCAPES[character]
    kind, _, letters = unicodedata.decomposition(character).partition(" ")
    if kind != "<super>" or " " in letters:
        return character
    return f"<sup>{chr(int(letters, 16))}</sup>"


def _division_or_tag(kind: str, turn: tuple[str, str] | None) -> tuple[str, str]:
    if turn is None:
        return _DIVISIONS.get(kind, ("", ""))
    feature, value = turn
    if value in _TAGS:
        return _TAGS[value]
    return f'<span style="{_STYLES.get(value) or _BACK[feature]}">', "</span>"


def to_plain(text: str, quotes: Quotes) -> str:
    """Give marked text without markup; the parts of an entry set apart are parted by a space."""
    out: list[str] = []
    apart = False
    for event, what in events(quoted(text, quotes)):
        if event != "text":
            apart = apart or what in _DIVISIONS
            continue
        if apart and out and not out[-1].endswith(" ") and not what.startswith(" "):
            out.append(" ")
        apart = False
        out.append(what)
    return "".join(out)


def bibliography_html(entries: Iterable[str]) -> str:
    """Wrap entries, each in HTML, as a bibliography of the suite."""
    rows = (f'  <div class="csl-entry">{entry}</div>\n' for entry in entries)
    return f'<div class="csl-bib-body">\n{"".join(rows)}</div>'
