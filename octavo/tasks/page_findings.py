"""Find the places in the sources of what is seen on the laid-out pages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import groupby
from pathlib import Path
from typing import Any

import orjson

from octavo.fingerprint import fingerprint
from octavo.model import Edition, Fault, PageIssue, Place, Section, SeenFinding
from octavo.source import EDITION_PATH
from octavo.tasks.locating import places_of
from octavo.tasks.paths import Paths
from octavo.tasks.records import Bound, BoundPage, PageIssues, load_if_there, to_json
from octavo.tasks.running.digests import digests
from octavo.tasks.write import write_whole


class _KeptPlaces:
    """The places of faults as they were last found, in a file, by section: to look for the words of
    a long book takes seconds. They hold for the same text, faults and code."""

    def __init__(self, file: Path | None, edition: Edition | None) -> None:
        self._file, self._known, self._used = file, dict[str, Any](), dict[str, Any]()
        named = edition.citations.bibliographies if edition else ()
        self._of_made = (EDITION_PATH, *named)  # in which places of a made section are sought
        if file is not None:
            with suppress(OSError, ValueError, TypeError):
                self._known = dict(orjson.loads(file.read_bytes()))

    def places(
        self, paths: Paths, section: Section | None, name: str, faults: Sequence[PageIssue]
    ) -> Sequence[Place]:
        """Return the place of each fault of a section, found now or before."""
        if self._file is None:
            return tuple(places_of(paths, section, name, faults))
        files = (section.path,) if section else self._of_made
        sources = [digests.of(str(paths.root / file)) for file in files]
        told = f"{fingerprint()} {section!r} {sources}".encode() + to_json(faults)
        key = hashlib.sha256(told).hexdigest()
        match self._known.get(name):
            case [str(known), list(places)] if known == key and None not in sources:
                found = tuple(Place(*place) for place in places)
            case _:
                found = tuple(places_of(paths, section, name, faults))
        self._used[name] = [key, [[place.path, place.line, place.column] for place in found]]
        return found

    def keep(self) -> None:
        """Keep the places that were asked for, for the next time."""
        if self._file is not None and self._used != self._known:
            with suppress(OSError):
                write_whole(self._file, to_json(self._used))


def seen_findings(
    paths: Paths, texts: Sequence[Section], edition: Edition | None, kept_in: Path | None = None
) -> tuple[SeenFinding, ...]:
    """Return the findings seen on the bound pages, in the order of the book, without those that the
    edition silences; `texts` are the sections with texts of their own.

    A layout records the words it saw, not their places. This function looks for the words in the
    sources as they are now, so a place is right even if the text before it was edited meanwhile.
    A file `kept_in` keeps the places from one time to the next.
    """
    from octavo.checks import kept

    bound = load_if_there(Bound, paths.bound)
    if bound is None:
        return ()
    named = {section.name: section for section in texts}
    of_before = _KeptPlaces(kept_in, edition)
    found: list[SeenFinding] = []
    for name, pages in _pages_of(bound.pages):
        seen = load_if_there(PageIssues, paths.page_faults(name)) or ()
        faults = [fault for fault in seen if fault.page in pages]
        if not faults:
            continue
        places = of_before.places(paths, named.get(name), name, faults)
        findings = [
            _labelled(fault, place, pages).finding
            for fault, place in zip(faults, places, strict=True)
        ]
        found += [
            SeenFinding(finding, *pages[fault.page], _moved(fault, pages, bound.moved))
            for fault, finding in zip(faults, findings, strict=True)
        ]
    of_before.keep()
    left = set(kept([seen.finding for seen in found], edition))
    return tuple(seen for seen in found if seen.finding in left)


def _pages_of(
    bound: Sequence[BoundPage],
) -> Iterator[tuple[str, dict[int, tuple[int, str]]]]:
    """Yield each bound section with its pages: by their index in the section, their number in the
    book and their label."""
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
    """Return the box of a fault, in points, on its page as bound: moved away from the spine."""
    x, y, width, height = fault.box
    recto = pages[fault.page][0] % 2 == 0
    return round(x + (points if recto else -points), 2), y, width, height


def _labelled(fault: PageIssue, place: Place, pages: dict[int, tuple[int, str]]) -> Fault:
    label = pages[fault.page][1]
    return fault.rule.fault(place, f"{fault.message} (page {label})", fault.hint)
