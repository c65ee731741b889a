"""What is seen on the laid-out pages, with its place in the sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from octavo.model import Edition, Fault, PageIssue, Place, Section, SeenFinding
from octavo.source import Lines
from octavo.source.locate import Wording, is_vague
from octavo.tasks.parse import read_text
from octavo.tasks.paths import Paths
from octavo.tasks.records import Bound, BoundPage, PageIssues, load_if_there


def seen_findings(
    paths: Paths, texts: Sequence[Section], edition: Edition | None
) -> tuple[SeenFinding, ...]:
    """Give what was seen on the pages that are bound, in the order of the book, without what the
    edition silences; `texts` are the sections with texts of their own.

    A layout knows the words it saw, not where they come from: they are looked for in the sources
    now, so a place is right however much was edited in front of it.
    """
    from octavo.checks import kept

    bound = load_if_there(Bound, paths.bound)
    if bound is None:
        return ()
    named = {section.name: section for section in texts}
    found: list[SeenFinding] = []
    for name, pages in _pages_of(bound.pages):
        seen = load_if_there(PageIssues, paths.page_faults(name)) or ()
        faults = [fault for fault in seen if fault.page in pages]
        if not faults:
            continue
        places = _places(paths, named.get(name), name, faults)
        findings = [
            _labelled(fault, place, pages).finding
            for fault, place in zip(faults, places, strict=True)
        ]
        found += [
            SeenFinding(finding, *pages[fault.page], _moved(fault, pages, bound.moved))
            for fault, finding in zip(faults, findings, strict=True)
        ]
    left = set(kept([seen.finding for seen in found], edition))
    return tuple(seen for seen in found if seen.finding in left)


def _pages_of(
    bound: Sequence[BoundPage],
) -> Iterator[tuple[str, dict[int, tuple[int, str]]]]:
    """Each section that is bound, with the number in the book and the label of its pages."""
    numbered = [
        (page.section, page.index, (number, page.label))
        for number, page in enumerate(bound)
        if page.index is not None
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


def _labelled(fault: PageIssue, place: Place, pages: dict[int, tuple[int, str]]) -> Fault:
    label = pages[fault.page][1]
    return fault.rule.fault(place, f"{fault.message} (page {label})", fault.hint)


def _places(
    paths: Paths, section: Section | None, name: str, faults: Sequence[PageIssue]
) -> Iterator[Place]:
    """The place of each fault, in the order of the pages; of a section that is made, its name."""
    source = read_text(paths, section)[0] if section else None
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
