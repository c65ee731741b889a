"""A drawing is written with the same prefixes, whatever another library has declared."""

from __future__ import annotations

from xml.etree import ElementTree

from octavo.images.svg_names import SVG, XLINK, write_svg


def test_prefixes_of_another_library_change_no_drawing() -> None:
    text = (
        f'<svg xmlns="{SVG}" xmlns:xlink="{XLINK}"><use xlink:href="#a" /><path d="M0 0" /></svg>'
    )
    ElementTree.register_namespace("", "")  # as weasyprint.pdf.metadata does
    ElementTree.register_namespace("xlink", "urn:another")
    assert write_svg(ElementTree.fromstring(text)) == text
