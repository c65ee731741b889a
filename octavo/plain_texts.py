"""Check texts that belong to no edition: their notes, and whether they can be read at all."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from octavo.checks import Reading, check
from octavo.model import Fault, Finding, Manuscript, Place, Section, Source
from octavo.parsing.notes import try_to_parse
from octavo.source import read_source
from octavo.source.rules import section_exists

Read = tuple[Source | None, Manuscript | None, tuple[Fault, ...]]


def check_texts(texts: Sequence[Path]) -> tuple[Finding, ...]:
    """Return the findings of texts, each checked for itself, in order; paths are as they are
    given."""
    if len(texts) < 3:
        read = [_read(str(path)) for path in texts]
    else:
        with ProcessPoolExecutor() as pool:
            read = list(pool.map(_read, [str(path) for path in texts], chunksize=4))
    findings = [finding for one in read for finding in _findings(one)]
    return tuple(sorted(findings, key=lambda finding: finding.place))


def _read(path: str) -> Read:
    section = Section(path, path)
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        fault = section_exists.fault(Place(path), f"cannot be read: {error.strerror}")
        return None, None, (fault,)
    source, faults = read_source(data, section)
    if source is None:
        return None, None, faults
    manuscript, more = try_to_parse(source, "")
    return source, manuscript, (*faults, *more)


def _findings(read: Read) -> tuple[Finding, ...]:
    source, manuscript, faults = read
    reading = Reading(
        folder=None,
        edition=None,
        edition_text="",
        sources=(source,) if source else (),
        references=(),
        faults=faults,
    )
    return check(reading, (manuscript,) if manuscript else ())
