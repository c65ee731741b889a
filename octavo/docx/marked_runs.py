"""Make the runs of a title, with the markup that the title has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from octavo.docx.parts.ooxml import Node, make, parse, run, words
from octavo.locales import direction_of
from octavo.model.marked_text import MarkedText, xhtml_of

# What a tag changes of a run.
_CHANGES: Mapping[str, Mapping[str, str]] = {
    "strong": {"w:b": "1"},
    "del": {"w:strike": "1"},
    "u": {"w:u": "single"},
    "sup": {"w:vertAlign": "superscript"},
    "sub": {"w:vertAlign": "subscript"},
}


@dataclass(frozen=True, slots=True)
class _Look:
    """The look of a run: whether it is emphasized, its properties with their values, its language
    and its direction."""

    emphasis: bool = False
    properties: tuple[tuple[str, str], ...] = ()
    language: str = ""
    direction: str = ""

    def within(self, element: Node) -> _Look:
        """Return the look of the words in an element."""
        if element.tag == "em":
            return replace(self, emphasis=not self.emphasis)
        added = dict(_CHANGES.get(element.tag, {}))
        if element.get("class") == "smallcaps":
            added["w:smallCaps"] = "1"
        language = element.get("lang") or self.language
        direction = element.get("dir") or (direction_of(language) if element.get("lang") else "")
        merged = tuple((dict(self.properties) | added).items())
        return _Look(self.emphasis, merged, language, direction or self.direction)


def runs_of(text: str, *, italic: bool = False) -> list[Node]:
    """Return the runs of a title; `italic` says that its paragraph is in italics, so that emphasis
    is roman."""
    if not isinstance(text, MarkedText):
        return [run(text)]
    root = parse(f"<p>{xhtml_of(text)}</p>".encode())
    return [_run(piece, look, italic=italic) for piece, look in _pieces(root, _Look()) if piece]


def _pieces(element: Node, look: _Look) -> Iterator[tuple[str, _Look]]:
    yield element.text or "", look
    for child in element:
        yield from _pieces(child, look.within(child))
        yield child.tail or "", look


# The order in which the schema of Word has the properties of a run.
_ORDER = (
    "w:b", "w:bCs", "w:i", "w:iCs", "w:smallCaps", "w:strike", "w:u", "w:vertAlign",
    "w:rtl", "w:lang",
)  # fmt: skip


def _run(piece: str, look: _Look, *, italic: bool) -> Node:
    given = {name: {"w:val": value} for name, value in look.properties}
    if "w:b" in given:
        given["w:bCs"] = given["w:b"]
    if look.emphasis:
        given["w:i"] = given["w:iCs"] = {"w:val": "0" if italic else "1"}
    if look.direction == "rtl":
        given["w:rtl"] = {}
    if look.language:
        rtl = direction_of(look.language) == "rtl"
        given["w:lang"] = {"w:bidi" if rtl else "w:val": look.language}
    node = make("w:r")
    if given:
        ordered = sorted(given, key=_ORDER.index)
        node.append(make("w:rPr", {}, *(make(name, given[name]) for name in ordered)))
    node.append(words(piece))
    return node
