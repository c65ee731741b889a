"""Read a bibliography into items; only entries that have changed are read again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import orjson

from octavo.model import Edition, Fault, Place, Reference
from octavo.source import EDITION_PATH, place_in_edition
from octavo.tasks.paths import Paths
from octavo.tasks.plan import Plan, is_converted
from octavo.tasks.records import to_json
from octavo.tasks.running.stage import Task, stage
from octavo.tasks.write import write_whole

if TYPE_CHECKING:
    from octavo.bibliography import ConversionCache

MAX_BIBLIOGRAPHY_BYTES = 64_000_000


def tasks(plan: Plan) -> Iterator[Task]:
    """Convert the bibliographies that are not CSL-JSON, and of these only the changed entries."""
    for name in plan.converted:
        made = plan.paths.read(name)
        yield read.task(plan, name, name=name, reads=[plan.root / name], makes=[made])


@stage()
def read(edition: Edition, paths: Paths, name: str) -> None:
    """Write the items of a bibliography, by entry, to build/read/NAME.json."""
    from octavo.bibliography import ConversionCache

    kept = ConversionCache(_known_of(paths, name))
    _read_bibliography(paths, name, kept)
    write_whole(paths.read(name), to_json(kept.used))


def read_references(
    paths: Paths, names: Sequence[str], edition_text: str = ""
) -> tuple[tuple[Reference, ...], tuple[Fault, ...]]:
    """Return the references of all files named, and the faults found.

    The fault of a file that cannot be read is placed at its name in `edition_text`, which is
    edition.yaml as written.
    """
    from octavo.bibliography import ConversionCache, merged

    return merged(
        [
            _read_bibliography(paths, name, ConversionCache(_known_of(paths, name)), edition_text)
            for name in names
        ]
    )


def _known_of(paths: Paths, name: str) -> dict[str, Any]:
    """Return the items kept from the last reading of a bibliography, by entry; or no items."""
    if not is_converted(name):
        return {}
    try:
        known = orjson.loads(paths.read(name).read_bytes())
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _read_bibliography(
    paths: Paths, name: str, kept: ConversionCache, edition_text: str = ""
) -> tuple[tuple[Reference, ...], tuple[Fault, ...]]:
    """Return the references of one bibliography, and the faults found; a file that cannot be read
    is a fault in edition.yaml."""
    from octavo.bibliography import read_bibliography
    from octavo.bibliography.rules import bibliography_can_be_read

    path = (paths.root / name).resolve()
    place = place_in_edition(edition_text, name) if edition_text else Place(EDITION_PATH)
    unread = bibliography_can_be_read.fault
    if not path.is_relative_to(paths.root.resolve()):
        return (), (unread(place, f"{name} is not inside the edition's folder"),)
    try:
        if path.stat().st_size > MAX_BIBLIOGRAPHY_BYTES:
            message = f"{name} is larger than {MAX_BIBLIOGRAPHY_BYTES:,} bytes"
            return (), (unread(place, message),)
        data = path.read_bytes()
    except FileNotFoundError:
        there = [*paths.root.glob("*"), *paths.root.glob("csl/*"), *paths.root.glob("source/*")]
        alike = sorted(p for p in there if p.name == path.name and p.is_file())
        near = alike[0].relative_to(paths.root).as_posix() if alike else ""
        hint = f"did you mean {near}?" if near else "its path is that from the edition's folder"
        return (), (unread(place, f"{name} is not there", hint),)
    except OSError as error:
        return (), (unread(place, f"{name} cannot be read: {error.strerror}"),)
    return read_bibliography(data, name, kept)
