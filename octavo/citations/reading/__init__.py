"""Bibliographies as references: CSL-JSON and CSL-YAML, BibTeX and BibLaTeX, RIS, EndNote's XML.

Each format has its reader, which finds the entries with their places; `sound` makes an item of any
of them sound, `doubts` tells what is wrong with one that is cited.
"""

from __future__ import annotations

from octavo.citations.reading.csl_json import read_json
from octavo.citations.reading.kept import Kept
from octavo.citations.reading.needs import missing_fields, nearest_key
from octavo.citations.reading.written import UNREAD, Reader, Writing
from octavo.model import Fault, Place, Reference

__all__ = ["LARGEST", "Kept", "missing_fields", "nearest_key", "read_bibliography"]

LARGEST = 64 * 1024 * 1024  # bytes

Read = tuple[tuple[Reference, ...], tuple[Fault, ...]]


def read_bibliography(data: bytes, path: str, kept: Kept | None = None) -> Read:
    """Read `data`, the bytes of a bibliography; `path` is what places are given with.

    Sound entries are returned whatever is wrong with the others; nothing is raised.
    """
    reader = Reader(path)
    text = _decoded(data, reader)
    if text is not None:
        read_json(Writing(path, text), reader)
    return _by_key(reader)


def _decoded(data: bytes, reader: Reader) -> str | None:
    if len(data) > LARGEST:
        size = f"{len(data) / 1024 / 1024:.0f} MB"
        reader.refuse(Place(reader.path), f"the bibliography is too large ({size})")
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        start = data.rfind(b"\n", 0, error.start) + 1
        column = len(data[start : error.start].decode("utf-8", "replace")) + 1
        place = Place(reader.path, line, column)
        reader.refuse(place, "the bibliography is not in UTF-8", "save the file as UTF-8")
        return None


def _by_key(reader: Reader) -> Read:
    """The references of a file, each key once."""
    return merged([(tuple(reader.references), tuple(reader.faults))])


def merged(readings: list[Read]) -> Read:
    """The references of several files as one bibliography; of those of one key, the first."""
    references: dict[str, Reference] = {}
    faults: list[Fault] = []
    for read, told in readings:
        faults += told
        for reference in read:
            first = references.setdefault(reference.key, reference)
            if first is not reference:
                message = f"the key {reference.key} is used twice, first at {first.place}"
                hint = "give one of the two references another key"
                faults.append(Fault("reference_key_is_unique", reference.place, message, hint))
    return tuple(references.values()), tuple(faults)
