"""Write tagged text as HTML or as plain text, for citations outside of an edition.

The HTML is that of the public CSL test suite: `<i>`, `<b>`, `<sup>`, `<sub>`, spans with a style
for the rest, and a `<div>` with a class for each `display` of the CSL specification.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from octavo.csl.text.punctuation import seam
from octavo.csl.text.tagged_text import CLOSING, KINDS, MARK, Quotes, events, quoted, turned

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
# How markup is undone, inside itself or by an attribute such as font-style="normal".
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


# Raised letters that Unicode does not decompose.
_RAISED = {"ˀ": "ʔ", "ˁ": "ʕ", "ۥ": "و", "ۦ": "ي"}


def _escapes() -> dict[int, str]:
    """Return what replaces the signs that HTML would read, and raised letters such as ª.

    The letters become plain ones in <sup> (fixture magic_SuperscriptChars).
    """
    escapes = {ord("&"): "&#38;", ord("<"): "&#60;", ord(">"): "&#62;"}
    escapes |= {ord(raised): f"<sup>{letter}</sup>" for raised, letter in _RAISED.items()}
    for code in range(0xAA, 0x3200):
        kind, _, letters = unicodedata.decomposition(chr(code)).partition(" ")
        if kind == "<super>":
            plain = "".join(chr(int(letter, 16)) for letter in letters.split())
            escapes[code] = f"<sup>{plain}</sup>"
    return escapes


_ESCAPES = _escapes()
_DIVISION_ENDS = "".join(CLOSING[kind] for kind in _DIVISIONS)
_POINT_AFTER = re.compile(rf"([{_DIVISION_ENDS}]{MARK}*)([.,;:!?]+)$")


def _closed(text: str) -> str:
    """Put the point that ends an entry into its last division (bugreports_SmallCapsEscape)."""
    found = _POINT_AFTER.search(text)
    return seam(text[: found.start()], found[2]) + found[1] if found else text


def to_html(text: str, quotes: Quotes) -> str:
    """Return tagged text as HTML."""
    out: list[str] = []
    looks: list[dict[str, str]] = [{}]
    closing: list[str] = []
    for event, what in events(quoted(_closed(text), quotes)):
        if event == "text":
            out.append(what.translate(_ESCAPES))
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


def _division_or_tag(kind: str, turn: tuple[str, str] | None) -> tuple[str, str]:
    if turn is None:
        return _DIVISIONS.get(kind, ("", ""))
    feature, value = turn
    if value in _TAGS:
        return _TAGS[value]
    return f'<span style="{_STYLES.get(value) or _BACK[feature]}">', "</span>"


def to_plain(text: str, quotes: Quotes) -> str:
    """Return tagged text without markup; a space separates the parts of an entry set apart."""
    out: list[str] = []
    apart = False
    for event, what in events(quoted(_closed(text), quotes)):
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
