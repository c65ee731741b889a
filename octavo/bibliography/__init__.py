"""Read bibliographies as references: CSL-JSON, CSL-YAML, BibTeX, BibLaTeX, RIS, EndNote's XML.

Each format has its reader, which finds the entries with their places; `normalize` gives the items
of all formats one shape, `lint` reports what is wrong with one that is cited.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Container
from pathlib import PurePosixPath

from octavo.bibliography.bib.bibtex import read_bibtex
from octavo.bibliography.conversion_cache import ConversionCache
from octavo.bibliography.csl_json import read_json
from octavo.bibliography.csl_yaml import read_csl_yaml
from octavo.bibliography.duplicates import same_works
from octavo.bibliography.endnote import read_endnote
from octavo.bibliography.field_words import field_in
from octavo.bibliography.lint import doubts
from octavo.bibliography.needs import missing_fields, nearest_key
from octavo.bibliography.ris import read_ris
from octavo.bibliography.rules import reference_key_is_unique
from octavo.bibliography.source_text import Reader, Writing
from octavo.model import Fault, FaultError, Place, Reference
from octavo.source import without_controls

__all__ = [
    "LARGEST",
    "ConversionCache",
    "doubts",
    "field_in",
    "format_of",
    "merged",
    "missing_fields",
    "nearest_key",
    "read_bibliography",
    "same_works",
]

LARGEST = 64 * 1024 * 1024  # bytes

Read = tuple[tuple[Reference, ...], tuple[Fault, ...]]


def read_bibliography(
    data: bytes,
    path: str,
    kept: ConversionCache | None = None,
    wanted: Container[str] | None = None,
) -> Read:
    """Read `data`, the bytes of a bibliography; places in it are given with `path`.

    The name of the file decides its format, or else how it begins.  A conversion that `kept` knows
    is not made again.  All entries that can be read are returned, and each other one is a fault;
    nothing is raised. If only the keys `wanted` are asked for, of all other entries of a .bib or
    CSL-JSON file the key alone is read.
    """
    reader = Reader(path, wanted)
    written = _decoded(data, reader)
    if written is not None:
        written = written.replace("\r\n", "\n").replace("\r", "\n")  # old programs end lines so
        text, faults = without_controls(written, path)
        reader.faults += faults
        try:
            _read(Writing(path, text), reader, kept or ConversionCache())
        except FaultError as error:
            reader.faults += error.faults
    return merged([(tuple(reader.references), tuple(reader.faults))])


def _read(writing: Writing, reader: Reader, kept: ConversionCache) -> None:
    match format_of(writing.path, writing.text):
        case "csl-yaml":
            read_csl_yaml(writing, reader, kept)
        case "biblatex" | "bibtex" as dialect:
            read_bibtex(writing, reader, kept, dialect)
        case "ris":
            read_ris(writing, reader)
        case "endnote":
            read_endnote(writing, reader)
        case _:
            read_json(writing, reader)


_FORMATS = {
    ".json": "csl-json", ".csljson": "csl-json", ".yaml": "csl-yaml", ".yml": "csl-yaml",
    ".bib": "biblatex", ".biblatex": "biblatex", ".bibtex": "bibtex", ".ris": "ris",
    ".xml": "endnote", ".enl": "endnote",
}  # fmt: skip
_BEGINNINGS = (
    (re.compile(r"\s*[\[{]"), "csl-json"),
    (re.compile(r"\s*<"), "endnote"),
    (re.compile(r"\s*TY  ?-", re.MULTILINE), "ris"),
    (re.compile(r"(?:\s*%.*\n)*\s*@[A-Za-z]+\s*[{(]"), "biblatex"),
    (re.compile(r"\s*(?:---\s|- |references:)"), "csl-yaml"),
)


def format_of(path: str, text: str = "") -> str:
    """Return the format of a bibliography, by its file's name or else by how it begins."""
    known = _FORMATS.get(PurePosixPath(path).suffix.lower())
    if known is not None:
        return known
    head = text[:2000]
    return next((name for form, name in _BEGINNINGS if form.match(head)), "csl-json")


def _decoded(data: bytes, reader: Reader) -> str | None:
    if len(data) > LARGEST:
        size = f"{len(data) / 1024 / 1024:.0f} MB"
        reader.refuse(Place(reader.path), f"the bibliography is too large ({size})")
        return None
    try:
        return data.decode(_declared(data))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        start = data.rfind(b"\n", 0, error.start) + 1
        column = len(data[start : error.start].decode("utf-8", "replace")) + 1
        place = Place(reader.path, line, column)
        reader.refuse(place, "the bibliography is not in UTF-8", "save the file as UTF-8")
        return None


_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DECLARED = re.compile(
    rb"\s*(?:%+ *encoding: *|<\?xml\b[^>]*\bencoding=[\"'])(?P<name>[A-Za-z][\w.-]{2,20})",
    re.IGNORECASE,
)
# As JabRef and the Byte Order Mark name them; no other is believed, and none is guessed.
_ENCODINGS = {
    "cp1250": "cp1250", "windows-1250": "cp1250", "cp1251": "cp1251", "windows-1251": "cp1251",
    "cp1252": "cp1252", "windows-1252": "cp1252", "iso-8859-1": "cp1252", "iso8859_1": "cp1252",
    "latin1": "cp1252", "iso-8859-2": "iso8859-2", "iso8859_2": "iso8859-2",
    "iso-8859-15": "iso8859-15", "iso8859_15": "iso8859-15", "macroman": "mac-roman",
    "x-macroman": "mac-roman",
}  # fmt: skip


def _declared(data: bytes) -> str:
    """Return the encoding that a file declares at its head, if it is not in UTF-8."""
    if data.startswith(_UTF_16):
        return "utf-16"
    found = _DECLARED.match(data[:200].removeprefix(codecs.BOM_UTF8))
    declared = _ENCODINGS.get(found["name"].decode().lower(), "") if found else ""
    if not declared:
        return "utf-8-sig"
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return declared
    return "utf-8-sig"


def merged(readings: list[Read]) -> Read:
    """Merge the references of several files into one bibliography; report a key used twice.

    Of the references with one key the first is kept.
    """
    references: dict[str, Reference] = {}
    faults: list[Fault] = []
    for read, told in readings:
        faults += told
        for reference in read:
            first = references.setdefault(reference.key, reference)
            if first is not reference:
                message = f"the key {reference.key} is used twice, first at {first.place}"
                hint = "give one of the two references another key"
                faults.append(reference_key_is_unique.fault(reference.place, message, hint))
    return tuple(references.values()), tuple(faults)
