"""Read and parse: texts and bibliographies to what build/ keeps of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from octavo.folder import Folder, to_json, write_whole
from octavo.model import Fault, Manuscript, Place, Reference, Section, Source
from octavo.pandoc import manuscript_json
from octavo.parsing.notes import try_to_parse
from octavo.source import listing_faults, place_in_edition, read_source, sections_of
from octavo.source.rules import section_exists
from octavo.stages.findings import load_fault, plain

if TYPE_CHECKING:
    from octavo.bibliography import Kept

MAX_BIBLIOGRAPHY_BYTES = 64_000_000


def read_text(folder: Folder, section: Section) -> tuple[Source | None, tuple[Fault, ...]]:
    """One text of the edition."""
    try:
        data = (folder.root / section.path).read_bytes()
    except OSError as error:
        fault = section_exists.fault(Place(section.path), f"cannot be read: {error.strerror}")
        return None, (fault,)
    return read_source(data, section)


def read(folder: Folder, name: str) -> None:
    """One bibliography to build/read/NAME.json: each entry as it was converted, so that only those
    that change are converted again."""
    from octavo.bibliography import Kept

    kept = Kept(_known_of(folder, name))
    _read_bibliography(folder, name, kept)
    write_whole(folder.read_from(name), to_json(kept.used))


def read_references(folder: Folder) -> tuple[tuple[Reference, ...], tuple[Fault, ...]]:
    """The references of all files that edition.yaml names."""
    from octavo.bibliography import Kept, merged

    edition, _ = folder.read
    named = edition.citations.bibliographies if edition else ()
    return merged(
        [_read_bibliography(folder, name, Kept(_known_of(folder, name))) for name in named]
    )


def _known_of(folder: Folder, name: str) -> dict[str, Any]:
    """What the entries of a bibliography came to when it was last read."""
    try:
        known = orjson.loads(folder.read_from(name).read_bytes())
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _read_bibliography(
    folder: Folder, name: str, kept: Kept
) -> tuple[tuple[Reference, ...], tuple[Fault, ...]]:
    """One bibliography; a file that cannot be read is a fault in edition.yaml."""
    from octavo.bibliography import read_bibliography
    from octavo.bibliography.rules import bibliography_can_be_read

    unread = bibliography_can_be_read.fault
    path = (folder.root / name).resolve()
    place = place_in_edition(folder.edition_text.decode("utf-8-sig", "replace"), name)
    if not path.is_relative_to(folder.root.resolve()):
        return (), (unread(place, f"{name} is not inside the edition's folder"),)
    try:
        if path.stat().st_size > MAX_BIBLIOGRAPHY_BYTES:
            message = f"{name} is larger than {MAX_BIBLIOGRAPHY_BYTES:,} bytes"
            return (), (unread(place, message),)
        data = path.read_bytes()
    except OSError as error:
        return (), (unread(place, f"{name} cannot be read: {error.strerror}"),)
    return read_bibliography(data, name, kept)


def section_faults(folder: Folder) -> tuple[Fault, ...]:
    """Sections that edition.yaml lists and that are not there, or twice there."""
    edition, _ = folder.read
    if edition is None:
        return ()
    text = folder.edition_text.decode("utf-8-sig", "replace")
    there = set(folder.sections)
    missing = [
        section_exists.fault(place_in_edition(text, Path(s.path).name), f"{s.path} is not there")
        for s in sections_of(edition)
        if s not in there
    ]
    listed = (
        replace(fault, place=place_in_edition(text, fault.message.split(" ")[0]))
        for fault in listing_faults(edition)
    )
    return (*missing, *(fault for fault in listed if fault.rule != section_exists))


def parse(folder: Folder, section: Section) -> None:
    """One text to build/parsed/NAME.json; a text that cannot be read leaves its faults there."""
    made, faults = parse_text(folder, section)
    data = (
        manuscript_json.to_json(made) if made else to_json({"faults": [plain(f) for f in faults]})
    )
    write_whole(folder.parsed(section.name), data)


def parse_text(folder: Folder, section: Section) -> tuple[Manuscript | None, tuple[Fault, ...]]:
    """One text, read and parsed."""
    source, faults = read_text(folder, section)
    if source is None:
        return None, faults
    edition, _ = folder.read
    made, more = try_to_parse(source, edition.language if edition else "")
    return made, (*faults, *more)


def load_parsed(folder: Folder, name: str) -> tuple[Manuscript | None, tuple[Fault, ...]]:
    data = folder.parsed(name).read_bytes()
    if data.startswith(b'{\n  "faults"'):
        rows = orjson.loads(data)["faults"]
        return None, tuple(load_fault(row) for row in rows)
    return manuscript_json.from_json(data), ()
