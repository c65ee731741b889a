"""Read pages of the HTML form back, as a parser of HTML sees them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lxml import html

from tests.witness import Note, letters

BLOCKS = ("aside", "p", "div", "li", "blockquote", "br")


def page(site: Mapping[str, bytes], name: str) -> Any:
    return html.document_fromstring(site[name], parser=html.HTMLParser(encoding="utf-8"))


def pages(site: Mapping[str, bytes]) -> dict[str, Any]:
    return {name: page(site, name) for name in site if name.endswith(".html")}


def sections_of(site: Mapping[str, bytes]) -> list[str]:
    """The files of the sections, in the order in which the pages are linked."""
    found, name = [], "index.html"
    while links := page(site, name).xpath("//head/link[@rel='next']/@href"):
        (name,) = links
        assert name not in found
        found.append(name)
    return found


def notes_of(tree: Any, section: str = "") -> list[Note]:
    """The notes of a page in their order; each with the section that it stands in."""
    found = []
    for aside in tree.iter("aside"):
        assert aside.get("role") == "doc-footnote"
        (back,) = aside.xpath(".//a[@role='doc-backlink']")
        mark = "".join(back.itertext())
        words = letters("".join(_words(aside)))
        assert words.startswith(letters(mark))
        of = section or aside.xpath("string(ancestor::section[not(@role='doc-endnotes')][1]/@id)")
        found.append(Note(of.removeprefix("sec-"), mark, words.removeprefix(letters(mark))))
    return found


def _words(element: Any) -> Iterator[str]:
    """The words of an element; the TeX in a formula is none."""
    if element.tag == "annotation":
        return
    yield element.text or ""
    for child in element:
        yield from _words(child)
        yield child.tail or ""
