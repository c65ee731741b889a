"""Make the citations of a Word file live for Zotero: fields with the works cited, and our words as
their results; the same for the bibliography; and the preferences by which Zotero knows the style.

A field has Zotero's CSL citation in JSON, with the whole data of each work, so it needs no library.
Zotero, and other programs that read its fields, set all of them anew when they are asked to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import orjson
from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from octavo.docx.caption_fields import field_around
from octavo.docx.parts.ooxml import printable
from octavo.model import Blocks, Citation, Cite, Edition, Inlines, Reference
from octavo.pandoc import tree
from octavo.pandoc.walk import plain

ITEM = "ADDIN ZOTERO_ITEM CSL_CITATION "
PREFERENCES = "ZOTERO_PREF"
NO_NOTE = '"noteIndex":0'  # until the sections are joined
_BIBLIOGRAPHY = 'ADDIN ZOTERO_BIBL {"uncited":[],"omitted":[],"custom":[]} CSL_BIBLIOGRAPHY'
_SCHEMA = "https://github.com/citation-style-language/schema/raw/master/csl-citation.json"
# No library has this address: Zotero then takes the data that is in the field.
_ADDRESS = "http://zotero.org/users/local/octavo/items/{}"
_ENTRY = "Bibliography"
_STYLES = "http://www.zotero.org/styles/"
_HOLDERS = tree.FORMATTING | {"Span", "Quoted"}
_TAGS = {
    "Emph": ("<i>", "</i>"),
    "Strong": ("<b>", "</b>"),
    "Superscript": ("<sup>", "</sup>"),
    "Subscript": ("<sub>", "</sub>"),
    "SmallCaps": ('<span style="font-variant:small-caps;">', "</span>"),
}  # what Zotero reads in a prefix or a suffix


@dataclass(frozen=True, slots=True)
class LiveCitations:
    """The citations of a section in their order, and the references that they may cite."""

    section: str
    citations: Sequence[Citation]
    references: Mapping[str, Reference]

    def instruction(self, number: int, shown: str) -> str:
        """Return the instruction of the field of a citation, by its number from 0; `shown` is what
        the field shows."""
        citation = self.citations[number]
        items = [self._item(cite) for cite in citation.cites]
        name = f"{self.section} {number} {[cite.key for cite in citation.cites]}"
        data = {
            "citationID": sha256(name.encode()).hexdigest()[:10],
            "properties": {"formattedCitation": shown, "plainCitation": shown, "noteIndex": 0},
            "citationItems": items,
            "schema": _SCHEMA,
        }
        return ITEM + orjson.dumps(data).decode()

    def _item(self, cite: Cite) -> dict[str, Any]:
        data = {k: v for k, v in self.references[cite.key].data.items() if k != "custom"}
        item: dict[str, Any] = {
            "id": cite.key,
            "uris": [_ADDRESS.format(sha256(cite.key.encode()).hexdigest()[:8].upper())],
            "itemData": {**data, "id": cite.key},
        }
        suffix = cite.suffix if cite.rest is None else cite.rest
        named = {
            "locator": cite.locator,
            "label": cite.label if cite.locator else "",
            "prefix": _marked(cite.prefix).strip(),
            "suffix": _marked(suffix).rstrip(),
        }
        item |= {name: value for name, value in named.items() if value}
        if cite.mode != "normal":  # the text has the names of one that names its author
            item["suppress-author"] = True
        return item


def _marked(inlines: Inlines) -> str:
    """Return inlines as Zotero writes them in a prefix or a suffix: text with a few tags."""
    made: list[str] = []
    for inline in inlines:
        before, behind = _TAGS.get(tree.kind_of(inline), ("", ""))
        if tree.kind_of(inline) in _HOLDERS:
            if tree.is_kind(inline, "Quoted"):
                before, behind = "“", "”"
            made.append(f"{before}{_marked(tree.content_of(inline))}{behind}")
        else:
            made.append(plain([inline]))
    return "".join(made)


def with_bibliography_field(blocks: Blocks) -> Blocks:
    """Return the bibliography, dressed, with its entries as the result of Zotero's field; one with
    parts or annotations, which Zotero does not know, stays as it is."""
    heading, entries = blocks[:1], blocks[1:]
    if not entries or not all(_is_entry(block) for block in entries):
        return blocks
    return [*heading, *field_around(entries, _BIBLIOGRAPHY)]


def _is_entry(block: Any) -> bool:
    if not tree.is_kind(block, "Div") or tree.attribute(block, "custom-style") != _ENTRY:
        return False
    return all(tree.is_paragraph(inner) for inner in tree.content_of(block))


# Where Zotero puts citations, by its own numbers.
IN_TEXT, IN_FOOTNOTES, IN_ENDNOTES = "0", "1", "2"


def preferences(edition: Edition, style: bytes, place: str) -> str:
    """Return the property of a document by which Zotero knows that it has citations, where they
    are, and their CSL style, which is given in XML."""
    root = etree.fromstring(style)
    named = root.xpath("string(*[local-name()='info']/*[local-name()='id'])")
    identity = named or _STYLES + edition.citations.style
    data = etree.Element("data", {"data-version": "3", "zotero-version": "6.0.0"})
    name = f"{edition.title} {edition.identifier}"
    etree.SubElement(data, "session", id=sha256(name.encode()).hexdigest()[:8])
    etree.SubElement(
        data, "style", id=identity, locale=edition.language, hasBibliography="1",
        bibliographyStyleHasBeenSet="1",
    )  # fmt: skip
    listed = etree.SubElement(data, "prefs")
    for key, value in (("fieldType", "Field"), ("noteType", place)):
        etree.SubElement(listed, "pref", name=key, value=value)
    return printable(etree.tostring(data, encoding="unicode"))
