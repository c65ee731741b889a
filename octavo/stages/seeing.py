"""What is seen on the laid-out pages, with its place in the sources; the sheet that shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import orjson

from octavo.folder import Folder, write_whole
from octavo.model import Fault, PageIssue, Place, Section, SeenFinding
from octavo.source import Lines
from octavo.source.locate import Wording, is_vague
from octavo.stages.findings import findings_of
from octavo.stages.reading import read_text


def seen_findings(folder: Folder) -> tuple[SeenFinding, ...]:
    """What was seen on the pages that are bound, in the order of the book, without what the edition
    silences.

    A layout tells the words it saw, not where they come from: they are looked for in the sources
    now, so a place is right however much was edited in front of it.
    """
    from octavo.checks import kept

    if not folder.bound.is_file():
        return ()
    bound = orjson.loads(folder.bound.read_bytes())
    texts = {section.name: section for section in folder.sections}
    found: list[SeenFinding] = []
    for name, pages in _pages_of(bound["pages"]):
        faults = [fault for fault in _faults_of(folder, name) if fault.page in pages]
        if not faults:
            continue
        places = _places(folder, texts.get(name), name, faults)
        findings = findings_of(
            [_told(fault, place, pages) for fault, place in zip(faults, places, strict=True)]
        )
        found += [
            SeenFinding(finding, *pages[fault.page], _moved(fault, pages, bound["moved"]))
            for fault, finding in zip(faults, findings, strict=True)
        ]
    edition, _ = folder.read
    left = set(kept([seen.finding for seen in found], edition))
    return tuple(seen for seen in found if seen.finding in left)


def _pages_of(rows: Sequence[Any]) -> Iterator[tuple[str, dict[int, tuple[int, str]]]]:
    """Each section that is bound, with the number in the book and the label of its pages."""
    numbered = [
        (name, index, (number, label))
        for number, (name, index, label, _) in enumerate(rows)
        if index is not None
    ]
    for name, pages in groupby(numbered, key=lambda page: page[0]):
        yield name, {index: page for _, index, page in pages}


def _moved(
    fault: PageIssue, pages: dict[int, tuple[int, str]], points: float
) -> tuple[float, float, float, float]:
    """The box of a fault where the binding has moved its page: away from the spine."""
    x, y, width, height = fault.box
    recto = pages[fault.page][0] % 2 == 0
    return round(x + (points if recto else -points), 2), y, width, height


def _faults_of(folder: Folder, name: str) -> list[PageIssue]:
    from octavo.checks import rule_named

    path = folder.page_faults(name)
    rows: list[dict[str, Any]] = orjson.loads(path.read_bytes()) if path.is_file() else []
    return [
        PageIssue(
            **{
                **row,
                "rule": rule_named(row["rule"]),
                "box": tuple(row["box"]),
                "near": tuple(row["near"]),
            }
        )
        for row in rows
    ]


def _told(fault: PageIssue, place: Place, pages: dict[int, tuple[int, str]]) -> Fault:
    label = pages[fault.page][1]
    return fault.rule.fault(place, f"{fault.message} (page {label})", fault.hint)


def _places(
    folder: Folder, section: Section | None, name: str, faults: Sequence[PageIssue]
) -> Iterator[Place]:
    """The place of each fault, in the order of the pages; of a section that is made, its name."""
    source = read_text(folder, section)[0] if section else None
    if source is None:
        for _ in faults:
            yield Place(section.path if section else name)
        return
    asked = [text for fault in faults for text in (fault.words, *fault.near)]
    wording, lines = Wording(source.text, asked), Lines(source.section.path, source.text)
    reached = {True: 0, False: 0}  # in the notes, and in the text
    for fault in faults:
        of_note = bool(fault.note)
        offset = _offset(wording, fault, reached[of_note])
        if offset is not None:
            reached[of_note] = max(reached[of_note], offset)
        yield lines.place(offset if offset is not None else reached[of_note])


def _offset(wording: Wording, fault: PageIssue, after: int) -> int | None:
    """Where a fault's words stand: behind what is printed in front of them. Where they are few, or
    in no source, that has to do."""
    for text in reversed(fault.near):
        before = None if is_vague(text) else wording.find(text, after)
        if before is not None and before >= after:
            after = before + 1
    for text in sorted((fault.words, *fault.near), key=is_vague):
        offset = wording.find(text, after)
        if offset is not None:
            return offset
    return None


def sheet(folder: Folder) -> None:
    """The picture sheet of the bound book, to build/sheet.html."""
    from octavo.checks import rules
    from octavo.pdf.contact_sheet.spreads import make_sheet
    from octavo.pdf.contact_sheet.thumbnails import pictures

    labels = [row[2] for row in orjson.loads(folder.bound.read_bytes())["pages"]]
    made = make_sheet(
        folder.edition.title, labels, pictures(folder.made("pdf").read_bytes()),
        seen_findings(folder), {rule.code: rule.sentence for rule in rules()},
    )  # fmt: skip
    write_whole(folder.sheet, made.encode())
