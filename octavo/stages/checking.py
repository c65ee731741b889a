"""Check: all rules over the edition, and what the stages behind the check have found."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

import orjson

from octavo.folder import Folder, write_whole
from octavo.model import Fault, FaultError, Finding, Manuscript, Source
from octavo.source import place_in_edition
from octavo.stages.findings import findings_of, load_fault, stop_on_errors
from octavo.stages.reading import (
    load_parsed,
    parse_text,
    read_references,
    read_text,
    section_faults,
)
from octavo.stages.seeing import seen_findings


def check(folder: Folder) -> None:
    """All rules over the edition, to build/check.json; raises Unsound on errors."""
    from octavo.checks import check as run_rules
    from octavo.checks import report_json

    findings = run_rules(read_folder(folder))
    write_whole(folder.report, report_json(findings))
    stop_on_errors(findings)


def read_folder(folder: Folder, *, anew: bool = False):
    """The whole edition as the rules see it; parsed texts come from build/ where they stand,
    unless they are asked for anew."""
    from octavo.checks import Reading

    edition, faults = folder.read
    references, reference_faults = read_references(folder)
    sources: list[Source] = []
    parsed: list[Manuscript] = []
    found = [*faults, *section_faults(folder), *reference_faults, *_style_faults(folder)]
    for section in folder.sections:
        source, source_faults = read_text(folder, section)
        if source is None:
            found += source_faults
            continue
        sources.append(source)
        there = not anew and folder.parsed(section.name).exists()
        made, parse_faults = (
            load_parsed(folder, section.name) if there else parse_text(folder, section)
        )
        found += parse_faults
        if made is not None:
            parsed.append(made)
    text = folder.edition_text.decode("utf-8-sig", "replace") if edition else ""
    return Reading(
        folder=folder.root,
        edition=edition,
        edition_text=text,
        sources=tuple(sources),
        manuscripts=tuple(parsed),
        references=references,
        faults=tuple(found),
    )


def _style_faults(folder: Folder) -> tuple[Fault, ...]:
    """A style that cannot be read is found by the check, before anything is cited."""
    edition, _ = folder.read
    if edition is None or not edition.citations.bibliographies:
        return ()
    from octavo.csl.styles import load_style

    try:
        load_style(edition.citations.style, folder.root)
    except FaultError as error:
        (fault,) = error.faults
        if not (folder.root / fault.place.path).is_file():
            text = folder.edition_text.decode("utf-8-sig", "replace")
            fault = replace(fault, place=place_in_edition(text, edition.citations.style))
        return (fault,)
    return ()


def late_findings(folder: Folder, stage: Literal["cite", "typeset"]) -> tuple[Finding, ...]:
    """What a stage behind the check found when it last ran, without what the edition silences."""
    from octavo.checks import kept

    named = [
        "title-leaves",
        "contents",
        "endnotes",
        *(s.name for s in (*folder.sections, *folder.generated)),
    ]
    maps = [*(folder.page_map(name) for name in named), folder.bound]
    files = [folder.citing] if stage == "cite" else maps
    rows: list[list[Any]] = []
    for path in files:
        if path.is_file():
            record = orjson.loads(path.read_bytes())
            rows += record["faults"] if isinstance(record, dict) else record
    edition, _ = folder.read
    seen = [s.finding for s in seen_findings(folder)] if stage == "typeset" else []
    return (*kept(findings_of([load_fault(row) for row in rows]), edition), *seen)
