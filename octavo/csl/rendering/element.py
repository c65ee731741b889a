"""Give the elements of a style what they share: their children, and the markup of attributes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from octavo.csl.rendering.render_state import Rendering, Tables
from octavo.csl.text.casing import cased
from octavo.csl.text.punctuation import joined, of_the_style
from octavo.csl.text.tagged_text import marked


class Element:
    """A mixin for citeproc-py's elements; `StyleTables` fills in the three attributes."""

    options: Mapping[str, str]  # the element's XML attributes
    children: tuple[Any, ...]
    tables: Tables

    def render(self, work: Rendering) -> str:
        """Set the element as tagged text, '' for nothing.  Nothing is raised."""
        return joined(self.pieces(work), "")

    def pieces(self, work: Rendering) -> list[str]:
        """Set the children; a choice gives all that its branch prints, for a group to delimit."""
        pieces: list[str] = []
        for child in self.children:
            pieces += child.in_pieces(work)
        return pieces

    def children_in(self, work: Rendering) -> Iterator[Any]:
        """Yield the children, and in place of a choice those of its branch."""
        for child in self.children:
            yield from child.standing(work)

    def standing(self, work: Rendering) -> Iterator[Any]:
        """Yield the element as it counts among the children of another: itself."""
        yield self

    def in_pieces(self, work: Rendering) -> list[str]:
        text = self.render(work)
        return [text] if text else []


# --- attributes ----------------------------------------------------------------------------------

_FONT = {
    "font-style": {"italic": "SetEmph", "oblique": "SetEmph", "normal": "Upright"},
    "font-variant": {"small-caps": "SetSmallCaps", "normal": "FullCaps"},
    "font-weight": {"bold": "SetStrong", "light": "Plain", "normal": "Medium"},
    "text-decoration": {"underline": "Underline", "none": "Undecorated"},
    "vertical-align": {"sup": "Superscript", "sub": "Subscript", "baseline": "Baseline"},
}

_FONT_ATTRIBUTES = frozenset(_FONT)


def formatted(text: str, options: Mapping[str, str]) -> str:
    """Tag text with the font attributes of an element."""
    if not text or _FONT_ATTRIBUTES.isdisjoint(options):
        return text
    for attribute, kinds in _FONT.items():
        kind = kinds.get(options.get(attribute, ""))
        if kind is not None:
            text = marked(kind, text)
    return text


def affixed(text: str, options: Mapping[str, str]) -> str:
    """Put an element's prefix and suffix around its text, and tag the text for its `display`.

    Nothing is put around an empty text.
    """
    if not text:
        return ""
    prefix, suffix = options.get("prefix", ""), options.get("suffix", "")
    if prefix or suffix:
        text = joined((of_the_style(prefix), text, of_the_style(suffix)), "")
    return marked(_DISPLAY.get(options["display"], "Block"), text) if "display" in options else text


_DISPLAY = {
    "block": "Block",
    "left-margin": "LeftMargin",
    "right-inline": "RightInline",
    "indent": "Indent",
}


def finished(text: str, options: Mapping[str, str], work: Rendering, language: str = "") -> str:
    """Apply case, strip-periods, font, quotation marks and affixes to a text, in this order.

    `language` is that of the text, where it is not the item's.
    """
    if not text:
        return ""
    if "text-case" in options:
        language = language or work.item.language or work.tables.language
        text = cased(text, options["text-case"], language, work.tables.long_prepositions)
    if options.get("strip-periods") == "true":
        text = text.replace(".", "")
    text = formatted(text, options)
    if options.get("quotes") == "true":
        text = marked("Quote", text)
    return affixed(text, options)
