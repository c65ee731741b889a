"""Restrict what the layout reads to files in source/ and the fonts.

Sources can be hostile: an address on the network, a file outside the edition, a link that leads out
of it are refused, and WeasyPrint warns of the refusal.
"""

from __future__ import annotations

import binascii
import posixpath
import re
from base64 import b64decode
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes, urlsplit
from xml.etree import ElementTree

from weasyprint.urls import URLFetcher, URLFetcherResponse

from octavo.design.companions import COMPANION_FACES, companion_faces
from octavo.design.fonts import FAMILY, SCHEME, Fonts
from octavo.design.static_fonts import type_at
from octavo.images.faulty import ImageError
from octavo.images.image_types import SVG, image_type
from octavo.images.prepared import Wishes, prepared
from octavo.images.rasters import raster
from octavo.model import PrintSettings

# What addresses are relative to: WeasyPrint names a picture in the PDF by a digest of its address,
# which therefore must not hold the path of the edition's folder.
BASE = "file:///edition/"
# How fonts begin: TrueType, OpenType with CFF, collections, WOFF.
_FONTS = (b"\0\1\0\0", b"true", b"OTTO", b"ttcf", b"wOFF", b"wOF2")


class Refused(ValueError):
    """An address that an edition may not read."""


class Reader(URLFetcher):
    """A reader of pictures below one folder, and of the fonts, from memory."""

    def __init__(self, source: Path, fonts: Fonts, wishes: Wishes | None = None) -> None:
        super().__init__(allowed_protocols=("file", "data", SCHEME), allow_redirects=False)
        self._source = source.resolve()
        self._fonts = fonts
        self._wishes = wishes or Wishes(type_at(PrintSettings().family, source), 0)

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Return what is at `url`; raise `Refused` for all but the fonts and the files in
        source/."""
        parts = urlsplit(url)
        if parts.scheme == SCHEME and parts.path in self._fonts.faces:
            return URLFetcherResponse(url, self._fonts.faces[parts.path])
        if parts.scheme == SCHEME and parts.path in COMPANION_FACES:
            return URLFetcherResponse(url, companion_faces(self._fonts)[parts.path])
        if parts.scheme == "data":
            return URLFetcherResponse(url, _embedded(parts.path))
        if parts.scheme != "file" or parts.netloc:
            raise Refused(f"only files of the edition are read, not {shortened(url)}")
        name = unquote(parts.path).removeprefix("/edition/")
        path = (self._source.parent / name).resolve()
        if not path.is_relative_to(self._source) or not path.is_file():
            raise Refused(f"not a file in the edition's source folder: {parts.path}")
        if _is_font(path):
            return URLFetcherResponse(url, path.read_bytes())
        try:
            made = prepared(self._source.parent, posixpath.normpath(name), "print", self._wishes)
        except ImageError as error:
            raise Refused(f"the image {name} {error}") from None
        is_drawing = made.kind == SVG.name
        return URLFetcherResponse(url, in_typeface(made.data) if is_drawing else made.data)


def _is_font(path: Path) -> bool:
    """Return whether a file is a font, which a style sheet of the edition may name (@font-face)."""
    with path.open("rb") as file:
        return file.read(4) in _FONTS


def shortened(address: str, most: int = 80) -> str:
    """Return an address of at most `most` letters, for a message: it can hold a whole picture."""
    return address if len(address) <= most else f"{address[: most - 20]}…"


def _embedded(path: str) -> bytes:
    """Return the raster in a `data:` address, which runs and loads nothing; raise `Refused` for
    anything else."""
    head, _, body = path.partition(",")
    try:
        data = b64decode(unquote(body)) if head.endswith(";base64") else unquote_to_bytes(body)
        kind = image_type(data)
        if kind is None or kind is SVG:
            raise Refused(f"only PNG, JPEG, GIF and WebP can be embedded, not {shortened(head)}")
        return raster(kind, data).data
    except ImageError as error:
        raise Refused(f"the embedded image {error}") from None
    except binascii.Error:
        raise Refused("the embedded image is cut short") from None


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
