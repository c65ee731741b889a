"""Restrict what the layout reads to files in source/ and the fonts.

Sources can be hostile: an address on the network, a file outside the edition, a link that leads out
of it are refused, and WeasyPrint warns of the refusal.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from weasyprint.urls import URLFetcher, URLFetcherResponse

from octavo.design.fonts import FAMILY, SCHEME, Fonts
from octavo.parsing.image_types import is_svg

# What addresses are relative to: WeasyPrint names a picture in the PDF by a digest of its address,
# which therefore must not hold the path of the edition's folder.
BASE = "file:///edition/"


class Refused(ValueError):
    """An address that an edition may not read."""


class Reader(URLFetcher):
    """A reader of pictures below one folder, and of the fonts, from memory."""

    def __init__(self, source: Path, fonts: Fonts) -> None:
        super().__init__(allowed_protocols=("file", SCHEME), allow_redirects=False)
        self._source = source.resolve()
        self._fonts = fonts

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Return what is at `url`; raise `Refused` for all but the fonts and the files in
        source/."""
        parts = urlsplit(url)
        if parts.scheme == SCHEME and parts.path in self._fonts.faces:
            return URLFetcherResponse(url, self._fonts.faces[parts.path])
        if parts.scheme != "file" or parts.netloc:
            raise Refused(f"only files of the edition are read, not {url}")
        name = unquote(parts.path).removeprefix("/edition/")
        path = (self._source.parent / name).resolve()
        if not path.is_relative_to(self._source) or not path.is_file():
            raise Refused(f"not a file in the edition's source folder: {parts.path}")
        data = path.read_bytes()
        return URLFetcherResponse(url, in_typeface(data) if is_svg(data) else data)


_SERIF = re.compile(r"(?<![\w-])serif(?![\w-])")
_DECLARED = re.compile(r"font(?:-family)?\s*:[^;}]*")


def in_typeface(drawing: bytes) -> bytes:
    """Give an SVG whose letters are of the edition's typeface, where it names no family or leaves
    the choice open (`serif`): else they would be of whatever type the machine has.

    A drawing without letters, one that is not well-formed or is too deep comes back as it is.
    """
    if b"text" not in drawing:
        return drawing
    try:
        return _in_typeface(ElementTree.fromstring(drawing))
    except (ElementTree.ParseError, RecursionError):
        return drawing


def _in_typeface(root: ElementTree.Element) -> bytes:
    for element in root.iter():
        if "font-family" in element.attrib:
            element.set("font-family", _SERIF.sub(FAMILY, element.attrib["font-family"]))
        if "style" in element.attrib:
            element.set("style", _with_family(element.attrib["style"]))
        if str(element.tag).rpartition("}")[2] == "style" and element.text:
            element.text = _with_family(element.text)
    root.attrib.setdefault("font-family", FAMILY)
    return ElementTree.tostring(root)


def _with_family(declarations: str) -> str:
    return _DECLARED.sub(lambda found: _SERIF.sub(FAMILY, found[0]), declarations)
