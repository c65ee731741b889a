"""Put elements of Word among pandoc's: it writes them as they are."""

from __future__ import annotations

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from octavo.docx.parts.ooxml import Node
from octavo.model import Element
from octavo.pandoc import tree


def raw(*nodes: Node) -> Element:
    """Return nodes of Office Open XML as one inline."""
    return raw_text("".join(etree.tostring(node, encoding="unicode") for node in nodes))


def raw_text(xml: str) -> Element:
    """Return Office Open XML as an inline."""
    return tree.raw_inline("openxml", xml)
