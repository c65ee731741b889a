"""Open a document by the reader of its kind: Word's own, or pandoc alone for the others."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import orjson

from octavo.ingest.scan import Unreadable
from octavo.ingest.word.fields import Works
from octavo.ingest.word.marking import Marked, mark
from octavo.ingest.word.package import MOST_PICTURES, MOST_TEXT, read_package, refusal
from octavo.ingest.word.words import Changes, Words, read_words
from octavo.model import Blocks, Element
from octavo.pandoc import tree
from octavo.pandoc.run import PandocError, run_pandoc
from octavo.pandoc.walk import walk

LARGEST = 256 * 2**20
_LARGEST_TEXT = 24 * 2**20
# A bound of pandoc's memory, which a text of the size that is let in does not reach.
_MEMORY = ("+RTS", "-M2g", "-RTS")
_OLD = b"\xd0\xcf\x11\xe0"
_DEEPEST = 400  # levels of the JSON


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it was read: pandoc's tree, and for Word all words by another reader."""

    name: str
    form: str
    meta: Mapping[str, Element]
    blocks: Blocks
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)
    words: Words | None = None
    marked: Marked = field(default_factory=Marked)
    remarks: tuple[str, ...] = ()


def form_of(path: Path) -> str:
    """Return the kind of a document by its first bytes: docx, odt, rtf, latex or old; empty for a
    file that is no document, or that is not there."""
    try:
        with path.open("rb") as file:
            head = file.read(200)
    except OSError:
        return ""
    if path.name.startswith(("~$", ".~lock.")):
        return ""
    if head.startswith(b"PK"):
        return "odt" if b"opendocument.text" in head else "docx"
    if head.startswith(_OLD):
        return "old"
    if head.lstrip().startswith(b"{\\rtf"):
        return "rtf"
    if path.suffix.lower() in (".docx", ".docm", ".doc", ".dotx"):
        return "old"
    return {".tex": "latex", ".latex": "latex", ".odt": "odt", ".rtf": "rtf"}.get(
        path.suffix.lower(), "")  # fmt: skip


def open_document(path: Path, changes: Changes, works: Works) -> Document:
    """Return a document; raise Unreadable with one sentence if it cannot be read."""
    form, name = form_of(path), path.name
    size = path.stat().st_size
    most = _LARGEST_TEXT if form in ("rtf", "latex") else LARGEST
    if size > most:
        raise Unreadable(
            f"{name} has {size // 2**20} MB; the most is {most // 2**20} MB: part it into volumes"
        )
    data = path.read_bytes()
    if not data.strip():
        raise Unreadable(f"{name} is empty; name a file that holds a text")
    if form == "old":
        raise Unreadable(refusal(data, name))
    if form == "docx":
        return _open_word(data, name, changes, works)
    pictures = _pictures_of(data, name) if form == "odt" else {}
    meta, blocks = _read(data, form, name)
    _hold_notes(data, form, name, sum(tree.is_kind(one, "Note") for one in walk(blocks)))
    remark = (
        f"the words of {name} were read by pandoc alone, and those that pandoc does not read are "
        "not counted; a Word file (.docx) is read twice"
    )
    return Document(name, form, meta, blocks, pictures, remarks=(remark,))


def _open_word(data: bytes, name: str, changes: Changes, works: Works) -> Document:
    package = read_package(data, name)
    try:
        words = read_words(package, changes)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{name} cannot be read: {error}") from None
    if not any(passage.words.strip() for passage in words.passages):
        raise Unreadable(f"{name} holds no text; name a file that does")
    marked = mark(package, works, words.bookmarks)
    kept = "reject" if changes == "rejected" else "accept"
    meta, blocks = _read(package.packed(), "docx+citations+styles", name,
                         f"--track-changes={kept}")  # fmt: skip
    folder = package.paths["document"].rpartition("/")[0]
    pictures = {path.removeprefix(f"{folder}/"): data for path, data in package.pictures.items()}
    return Document(
        name, "docx", meta, blocks, pictures, package.properties, words, marked, package.remarks
    )


def _read(
    data: bytes, form: str, name: str, *arguments: str
) -> tuple[Mapping[str, Element], Blocks]:
    try:
        made = run_pandoc(["-f", form, "-t", "json", "--sandbox", *arguments, *_MEMORY], data)
        document: dict[str, Any] = orjson.loads(made)
    except orjson.JSONDecodeError:
        raise Unreadable(f"{name} is nested too deeply to be read") from None
    except PandocError as error:
        said = str(error).strip().splitlines()
        why = said[0] if said else "it is damaged"
        if "heap" in str(error).lower():
            why = "it takes too much memory; part it into volumes"
        raise Unreadable(f"{name} cannot be read: {why}") from None
    if not document["blocks"]:
        raise Unreadable(f"{name} holds no text; name a file that does")
    return document["meta"], document["blocks"]


_COMMENT = re.compile(rb"(?<!\\)%[^\n]*")
# What begins a note in the other kinds of documents.
_NOTE_IN = {
    "rtf": re.compile(rb"\\footnote(?![a-z])"),
    "odt": re.compile(rb"<text:note[\s>]"),
    "latex": re.compile(rb"(?<!\\)\\(?:footnote|footnotetext|endnote)(?![a-zA-Z])"),
}


def _hold_notes(data: bytes, form: str, name: str, read: int) -> None:
    """Raise Unreadable if pandoc has read fewer notes than a document has."""
    if form == "odt":
        with zipfile.ZipFile(BytesIO(data)) as archive:
            data = archive.read("content.xml")
    elif form == "latex":
        data = _COMMENT.sub(b"", data)
    count = sum(1 for _ in _NOTE_IN[form].finditer(data))
    if read < count:
        raise Unreadable(
            f"{name}: pandoc reads {read} of its {count} notes; save it as a Word file "
            "(.docx), whose notes are all read"
        )


def _pictures_of(data: bytes, name: str) -> dict[str, bytes]:
    """Return the pictures of an OpenDocument file; raise Unreadable if it is none, or a bomb."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            text = sum(one.file_size for one in members if one.filename.endswith(".xml"))
            if text > MOST_TEXT or sum(one.file_size for one in members) > MOST_PICTURES:
                raise Unreadable(f"{name} unpacks to more than a document has; part it")
            if "content.xml" not in archive.namelist():
                raise Unreadable(f"{name} holds no text of OpenDocument; save it again as .odt")
            if b"manifest:encryption-data" in archive.read("META-INF/manifest.xml"):
                raise Unreadable(f"{name} is protected by a password; save it again without")
            return {one.filename: archive.read(one) for one in members
                    if one.filename.startswith("Pictures/")}  # fmt: skip
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, RuntimeError, zlib.error,
            NotImplementedError, EOFError) as error:  # fmt: skip
        raise Unreadable(f"{name} is damaged and cannot be read ({error})") from None
