"""Read the citations of EndNote's fields, which hold their records as XML, as those of CSL."""

from __future__ import annotations

import base64
import binascii
import json
import re

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from octavo.bibliography import read_bibliography
from octavo.proof.archive import Node, parsed

_XML = re.compile(r"<EndNote>.*</EndNote>", re.DOTALL)
_MOST = 4_000_000  # characters of one field


def as_csl_field(instruction: str, data: str) -> str:
    """Return the instruction of a field of CSL for one of EndNote, which may hold its XML in base
    64 beside the instruction; empty if it cannot be read."""
    found = _XML.search(instruction) or _XML.search(_from_base64(data))
    if found is None or "<!" in found[0] or len(found[0]) > _MOST:
        return ""
    try:
        root = parsed(found[0].encode())
        items = [_item(cite) for cite in root.iter("Cite")]
    except (etree.XMLSyntaxError, ValueError, LookupError):
        return ""
    shown = "".join("".join(one.itertext()) for one in root.iter("DisplayText"))
    said = {"citationItems": items, "properties": {"plainCitation": shown}}
    return (
        f" ADDIN ZOTERO_ITEM CSL_CITATION {json.dumps(said, ensure_ascii=False)} " if items else ""
    )


def _from_base64(data: str) -> str:
    try:
        return base64.b64decode("".join(data.split())).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


def _item(cite: Node) -> dict[str, object]:
    """Return one work of a citation; raise LookupError if its record is missing."""
    record = cite.find("record")
    if record is None:
        raise LookupError("a citation without a record")
    xml = b"<xml><records>" + etree.tostring(record, with_tail=False) + b"</records></xml>"
    (reference, *_), _ = read_bibliography(xml, "record.xml")
    words = {name: "".join(part.itertext()) for name in ("Prefix", "Suffix", "Pages")
             if (part := cite.find(name)) is not None}  # fmt: skip
    said = {
        "prefix": words.get("Prefix"),
        "suffix": words.get("Suffix"),
        "locator": words.get("Pages"),
        "suppress-author": cite.get("ExcludeAuth") == "1",
    }
    given = {name: value for name, value in said.items() if value}
    return {"id": reference.key, "itemData": dict(reference.data), **given}
