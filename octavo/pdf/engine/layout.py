"""Lay out a tree with WeasyPrint so that every note begins on the page of its call; write it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.etree.ElementTree import Element

import cssselect2
import weasyprint
from weasyprint.urls import URLFetcher

from octavo.model import Standard
from octavo.pdf.engine import patches
from octavo.pdf.engine.replacing import patched
from octavo.pdf.engine.tagging.structure import Structure


class _Parsed(weasyprint.HTML):
    """A document from an element tree: WeasyPrint's own class only parses bytes.

    The HTML parser would close a paragraph inside a span, and a link inside a link.
    """

    def __init__(self, tree: Element, base_url: str, url_fetcher: Any) -> None:
        self.base_url = base_url
        self.url_fetcher = url_fetcher or URLFetcher()
        self.media_type = "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(tree, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


def lay_out(
    tree: Element,
    stylesheets: Sequence[weasyprint.CSS],
    *,
    base_url: str,
    url_fetcher: Any,
    font_config: Any,
) -> weasyprint.Document:
    """Lay out an XHTML tree, whose root is an `html` without namespace; notes may be broken."""
    with patched(patches.PATCHES):
        return _Parsed(tree, base_url, url_fetcher).render(
            font_config=font_config, stylesheets=list(stylesheets)
        )


def write(document: weasyprint.Document, standard: Standard = "PDF/UA-1") -> bytes:
    """Write a document that was laid out as a tagged PDF, whose tags are those of a standard."""
    laid_out: Any = document
    with patched(patches.writing(Structure(document, standard))):
        return bytes(laid_out.write_pdf(pdf_tags=True))
