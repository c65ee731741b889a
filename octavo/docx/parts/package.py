"""Pack parts into a DOCX package and unpack them: always the same bytes for the same parts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

from octavo.docx.parts.ooxml import PACKAGE, TRANSITIONAL, parse, serialized

_DAWN = (1980, 1, 1, 0, 0, 0)  # the first day a zip knows
_LEVEL = 4  # half the time of level 6, and 2 % more bytes
_ALREADY_SMALL = {".png", ".jpeg", ".gif"}
MAX_PART = 256 << 20  # bytes unpacked; ten times the longest document we know

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DEFAULTS = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "svg": "image/svg+xml",
}
_PARTS = {
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    "docProps/custom.xml": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
    "word/document.xml": f"{_WORD}.document.main+xml",
    "word/footnotes.xml": f"{_WORD}.footnotes+xml",
    "word/endnotes.xml": f"{_WORD}.endnotes+xml",
    "word/comments.xml": f"{_WORD}.comments+xml",
    "word/styles.xml": f"{_WORD}.styles+xml",
    "word/settings.xml": f"{_WORD}.settings+xml",
    "word/numbering.xml": f"{_WORD}.numbering+xml",
    "word/fontTable.xml": f"{_WORD}.fontTable+xml",
    "word/header.xml": f"{_WORD}.header+xml",
    "word/footer.xml": f"{_WORD}.footer+xml",
    **{
        f"word/{kind}-{pages}.xml": f"{_WORD}.{kind}+xml"
        for kind in ("header", "footer")
        for pages in ("first", "even")
    },
    "word/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
}
PACKAGE_RELATIONS = (
    ("rId1", f"{TRANSITIONAL}/relationships/officeDocument", "word/document.xml"),
    ("rId2", f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
    ("rId3", f"{TRANSITIONAL}/relationships/extended-properties", "docProps/app.xml"),
    ("rId4", f"{TRANSITIONAL}/relationships/custom-properties", "docProps/custom.xml"),
)


@dataclass(slots=True)
class Relations:
    """The relations of one part; each target has one."""

    rows: list[tuple[str, str, str, bool]] = field(default_factory=list)
    _known: dict[tuple[str, str], str] = field(default_factory=dict)

    def to(self, kind: str, target: str, *, external: bool = False) -> str:
        """Return the id of the relation to a target; add the relation if there is none."""
        key = (kind, target)
        if key not in self._known:
            self._known[key] = f"rId{len(self.rows) + 1}"
            self.rows.append((self._known[key], kind, target, external))
        return self._known[key]

    def part(self) -> bytes:
        rows = [(i, f"{TRANSITIONAL}/relationships/{k}", t, e) for i, k, t, e in self.rows]
        return _relations(rows)


def _relations(rows: list[tuple[str, str, str, bool]]) -> bytes:
    root = parse(f'<Relationships xmlns="{PACKAGE}/relationships"/>'.encode())
    for identity, kind, target, external in rows:
        node = root.makeelement(f"{{{PACKAGE}/relationships}}Relationship")
        node.attrib.update({"Id": identity, "Type": kind, "Target": target})
        if external:
            node.set("TargetMode", "External")
        root.append(node)
    return serialized(root)


def pack(parts: Mapping[str, bytes]) -> bytes:
    """Return a package of parts in their order, after the list of their types."""
    whole = {
        "[Content_Types].xml": _content_types(parts),
        "_rels/.rels": _relations([(*row, False) for row in PACKAGE_RELATIONS if row[2] in parts]),
        **parts,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in whole.items():
            entry = zipfile.ZipInfo(name, _DAWN)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            small = name[name.rfind(".") :] in _ALREADY_SMALL
            entry.compress_type = zipfile.ZIP_STORED if small else zipfile.ZIP_DEFLATED
            archive.writestr(entry, data, compresslevel=_LEVEL)
    return out.getvalue()


def unpack(docx: bytes, *names: str) -> dict[str, bytes]:
    """Return the named parts of a package, without those that it does not have.

    Raise ValueError for a part of more than MAX_PART bytes.
    """
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        there = set(archive.namelist())
        found = {}
        for name in names:
            if name not in there:
                continue
            if archive.getinfo(name).file_size > MAX_PART:
                raise ValueError(f"{name} is too large")
            found[name] = archive.read(name)
        return found


def _content_types(parts: Mapping[str, bytes]) -> bytes:
    root = parse(f'<Types xmlns="{PACKAGE}/content-types"/>'.encode())

    def add(kind: str, **attributes: str) -> None:
        node = root.makeelement(f"{{{PACKAGE}/content-types}}{kind}")
        node.attrib.update(attributes)
        root.append(node)

    used = {name.rpartition(".")[2] for name in parts} | {"rels", "xml"}
    for extension, kind in _DEFAULTS.items():
        if extension in used:
            add("Default", Extension=extension, ContentType=kind)
    for name, kind in _PARTS.items():
        if name in parts:
            add("Override", PartName=f"/{name}", ContentType=kind)
    return serialized(root)
