"""Open an OpenDocument text: its content, styles, properties and pictures, as a hostile file."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from octavo.ingest.scan import Unreadable
from octavo.ingest.word.odt_names import CREATOR, HREF, MATH, draw, office
from octavo.ingest.word.package import DECLARED, refuse_bombs
from octavo.proof.archive import NOT_READABLE, Node, parsed

_DC = "{http://purl.org/dc/elements/1.1/}"
_PARTS = ("content.xml", "styles.xml", "meta.xml")
_NOTHING = b'<?xml version="1.0" encoding="UTF-8"?>\n'
_PROPERTIES = {f"{_DC}title": "title", CREATOR: "creator", f"{_DC}language": "language"}


@dataclass(frozen=True, slots=True)
class OdtPackage:
    """The parts of an OpenDocument text, and its pictures by their paths."""

    name: str
    parts: Mapping[str, Node]
    formulas: Mapping[str, Node]
    pictures: Mapping[str, bytes]

    @property
    def content(self) -> Node:
        return self.parts["content.xml"]

    @property
    def styles(self) -> Node | None:
        return self.parts.get("styles.xml")

    @property
    def properties(self) -> dict[str, str]:
        """Return the properties that a person fills in: title, creator, language."""
        part = self.parts.get("meta.xml")
        return {
            _PROPERTIES[node.tag]: " ".join((node.text or "").split())
            for node in (part.iter(*_PROPERTIES) if part is not None else ())
        }

    def packed(self) -> bytes:
        """Return a document of these parts alone, its pictures empty, for pandoc to read: stored
        without compression, so that its size is the size of its text."""
        made = BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
            for path, node in {**self.parts, **self.formulas}.items():
                archive.writestr(path, _NOTHING + etree.tostring(node))
            for path in self.pictures:
                archive.writestr(path, b"")
        return made.getvalue()


def read_odt(data: bytes, name: str) -> OdtPackage:
    """Return the parts of an OpenDocument text; raise Unreadable with one sentence if it is
    none."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _read(archive, name)
    except Unreadable:
        raise
    except (*NOT_READABLE, zlib.error, NotImplementedError, EOFError) as error:
        raise Unreadable(f"{name} is damaged and cannot be read ({error})") from None


def _read(archive: zipfile.ZipFile, name: str) -> OdtPackage:
    refuse_bombs(archive, name)
    held = set(archive.namelist())
    if "content.xml" not in held:
        raise Unreadable(f"{name} holds no text of OpenDocument; save it again as .odt")
    manifest = "META-INF/manifest.xml"
    if manifest in held and b"encryption-data" in archive.read(manifest):
        raise Unreadable(f"{name} is protected by a password; save it again without")
    parts = {path: _xml(archive, path, name) for path in _PARTS if path in held}
    content = parts["content.xml"]
    if content.find(f"{office('body')}/{office('text')}") is None:
        raise Unreadable(f"{name} is a document of OpenDocument, but no text; save it as .odt")
    formulas: dict[str, Node] = {}
    for node in content.iter(draw("object"), draw("object-ole")):
        path = path_of_object(node)
        if path in held and not any(sign in archive.read(path) for sign in DECLARED):
            formula = _xml(archive, path, name)
            if formula.tag == MATH:
                formulas[path] = formula
    pictures = {path: archive.read(path) for path in held if path.startswith("Pictures/")}
    return OdtPackage(name, parts, formulas, pictures)


def path_of_object(node: Node) -> str:
    """Return the path of the content of an object in its document."""
    return posixpath.normpath(posixpath.join(node.get(HREF, "").lstrip("/"), "content.xml"))


def _xml(archive: zipfile.ZipFile, path: str, name: str) -> Node:
    data = archive.read(path)
    if any(sign in data for sign in DECLARED):
        raise Unreadable(
            f"{name} declares entities in {path}, which no program writes there; it is not read"
        )
    return parsed(data)
