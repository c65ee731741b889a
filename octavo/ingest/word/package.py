"""Open a Word file: the parts that are text, its pictures, and what it must not hold.

The file is hostile until it is read: the size of each member is known before it is unpacked, no
entity and no file outside is read, macros are never opened.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO

from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from octavo.ingest.scan import Unreadable
from octavo.proof.archive import NOT_READABLE, Node, parsed
from octavo.proof.word_xml import w

MOST_TEXT = 24 * 2**20  # bytes of XML, unpacked: some half a million words
MOST_PICTURES = 512 * 2**20
_MOST_MEMBERS = 20_000
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # a compound file: Word 97, or a file under a password
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_STRICT = b"http://purl.oclc.org/ooxml/"
# The parts that are read, by the end of the type of their relationship.
_NAMES = ("footnotes", "endnotes", "comments", "styles", "numbering", "settings")
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# An entity in an attribute would be expanded by the parser, whatever it is asked.
DECLARED = tuple("<!DOCTYPE".encode(name) for name in ("ascii", "utf-16-le", "utf-16-be"))
_NOTHING = b'<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to: a path in the file, or an address outside."""

    target: str
    outside: bool
    kind: str


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a Word file by their kind: document, footnotes, styles and so on."""

    name: str
    parts: Mapping[str, Node]
    paths: Mapping[str, str]
    relations: Mapping[str, Mapping[str, Relation]]
    pictures: Mapping[str, bytes]
    properties: Mapping[str, str]
    custom: Mapping[str, str]
    members: Mapping[str, bytes] = field(repr=False, default_factory=dict)
    remarks: tuple[str, ...] = ()

    @property
    def body(self) -> Node:
        return self.parts["document"].find(w("body"))

    def packed(self) -> bytes:
        """Return a Word file of these parts alone, its pictures empty, for pandoc to read: stored
        without compression, so that its size is the size of its text."""
        made = BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
            for path, data in self.members.items():
                archive.writestr(path, data)
            for kind, path in self.paths.items():
                archive.writestr(path, _NOTHING + etree.tostring(self.parts[kind]))
            for path in self.pictures:
                archive.writestr(path, b"")
        return made.getvalue()


def refusal(data: bytes, name: str) -> str:
    """Return why a file that is no archive is refused as a document."""
    if data.startswith(_OLD_OFFICE):
        if _ENCRYPTED in data[: 2**20] or _ENCRYPTED in data[-(2**20) :]:
            return f"{name} is protected by a password; take the password off and save it again"
        return f"{name} is a document of Word 97 to 2003; save it as .docx"
    return f"{name} is no document of Word that can be read"


def read_package(data: bytes, name: str) -> Package:
    """Return the parts of a Word file; raise Unreadable with one sentence if it is none."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _read(archive, name)
    except Unreadable:
        raise
    except (*NOT_READABLE, NotImplementedError, zipfile.LargeZipFile, EOFError) as error:
        raise Unreadable(
            f"{name} is damaged and cannot be read ({error}); open it in Word and save it again"
        ) from None
    except zlib.error as error:
        raise Unreadable(f"{name} is damaged and cannot be read ({error})") from None


def _read(archive: zipfile.ZipFile, name: str) -> Package:
    refuse_bombs(archive, name)
    held = set(archive.namelist())
    document = _document(archive, held, name)
    if document not in held:
        raise Unreadable(f"{name} holds no document of Word; save it as .docx")
    xml: dict[str, Node] = {"document": _xml(archive, document, name)}
    paths = {"document": document}
    relations = {"document": _relations(archive, held, document, name)}
    for relation in relations["document"].values():
        kind = relation.kind
        if kind in _NAMES and relation.target in held and kind not in paths:
            paths[kind] = relation.target
            xml[kind] = _xml(archive, relation.target, name)
            if kind in ("footnotes", "endnotes"):
                relations[kind] = _relations(archive, held, relation.target, name)
    if xml["document"].find(w("body")) is None:
        raise Unreadable(f"{name} has no body of text; save it again as a Word document (.docx)")
    kept = ["[Content_Types].xml", "_rels/.rels", "docProps/core.xml"]
    kept += [_relations_path(path) for path in paths.values()]
    members = {path: etree.tostring(_xml(archive, path, name)) for path in kept if path in held}
    pictures = {
        relation.target: archive.read(relation.target)
        for rows in relations.values() for relation in rows.values()
        if relation.kind == "image" and not relation.outside and relation.target in held
    }  # fmt: skip
    remarks = (f"the macros of {name} were left out",) if any(
        path.lower().endswith("vbaproject.bin") for path in held) else ()  # fmt: skip
    return Package(
        name, xml, paths, relations, pictures, _properties(archive, held, name),
        _custom(archive, held, name), members, remarks,
    )  # fmt: skip


def refuse_bombs(archive: zipfile.ZipFile, name: str) -> None:
    """Raise Unreadable for an archive that would unpack to more than a document has."""
    members = archive.infolist()
    if len(members) > _MOST_MEMBERS:
        raise Unreadable(f"{name} has {len(members):,} members; no document of Word has so many")
    if any(one.flag_bits & 1 for one in members):
        raise Unreadable(f"{name} is protected by a password; save it again without")
    text = sum(one.file_size for one in members if one.filename.lower().endswith((".xml", ".rels")))
    if text > MOST_TEXT:
        raise Unreadable(
            f"{name} unpacks to {text // 2**20:,} MB of text; the most is {MOST_TEXT // 2**20} MB: "
            "part it into volumes"
        )
    total = sum(one.file_size for one in members)
    if total > MOST_PICTURES:
        raise Unreadable(
            f"{name} unpacks to {total // 2**20:,} MB; the most is {MOST_PICTURES // 2**20} MB: "
            "make its pictures smaller"
        )
    names = [one.filename for one in members]
    if len(names) != len(set(names)):
        raise Unreadable(f"{name} has two members of one name; open it in Word and save it again")


def _xml(archive: zipfile.ZipFile, path: str, name: str) -> Node:
    data = archive.read(path)
    if any(sign in data for sign in DECLARED):
        raise Unreadable(
            f"{name} declares entities in {path}, which no document of Word does; it is not read"
        )
    return parsed(data.replace(_STRICT + b"officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships").replace(
        _STRICT + b"wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"))  # fmt: skip


def _document(archive: zipfile.ZipFile, held: set[str], name: str) -> str:
    """Return the path of the main part, as the relationships of the file name it."""
    if "_rels/.rels" in held:
        for row in _xml(archive, "_rels/.rels", name).iter(_RELATION):
            if row.get("Type", "").endswith("/officeDocument"):
                return posixpath.normpath(row.get("Target", "").lstrip("/"))
    return "word/document.xml"


def _relations_path(part: str) -> str:
    folder, _, file = part.rpartition("/")
    return f"{folder}/_rels/{file}.rels".lstrip("/")


def _relations(
    archive: zipfile.ZipFile, held: set[str], part: str, name: str
) -> dict[str, Relation]:
    path = _relations_path(part)
    if path not in held:
        return {}
    found: dict[str, Relation] = {}
    for row in _xml(archive, path, name).iter(_RELATION):
        outside = row.get("TargetMode", "") == "External"
        target = row.get("Target", "")
        if not outside:
            folder = part.rpartition("/")[0]
            target = target.lstrip("/") if target.startswith("/") else posixpath.normpath(
                posixpath.join(folder, target))  # fmt: skip
        found[row.get("Id", "")] = Relation(
            target, outside, row.get("Type", "").rpartition("/")[2].removesuffix("s")
            if row.get("Type", "").endswith(("hyperlinks", "images"))
            else row.get("Type", "").rpartition("/")[2],
        )  # fmt: skip
    return found


def _properties(archive: zipfile.ZipFile, held: set[str], name: str) -> dict[str, str]:
    """Return the properties that a person fills in: title, creator, language."""
    path = "docProps/core.xml"
    if path not in held:
        return {}
    return {
        etree.QName(node).localname: " ".join((node.text or "").split())
        for node in _xml(archive, path, name)
    }


_CHUNK = re.compile(r"(?P<name>.+)_(?P<number>\d+)")


def _custom(archive: zipfile.ZipFile, held: set[str], name: str) -> dict[str, str]:
    """Return the properties of programs; Zotero parts long values into numbered pieces."""
    path = "docProps/custom.xml"
    if path not in held:
        return {}
    pieces: dict[str, dict[int, str]] = {}
    for node in _xml(archive, path, name):
        found = _CHUNK.fullmatch(node.get("name", ""))
        if found:
            value = "".join(node.itertext())
            pieces.setdefault(found["name"], {})[int(found["number"][:9])] = value
    return {key: "".join(rows[at] for at in sorted(rows)) for key, rows in pieces.items()}
