"""Find the places of the faults of stages that have none.

A stage after the check has a section without the places in its text. So its fault names the image,
and the place is looked for when the fault is reported. A fault of a whole text is at its first
words, one of a page that Octavo makes at the setting that asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from octavo.model import Fault, Place, Section
from octavo.source import Lines, place_in_edition, read_source
from octavo.tasks.plan import Plan

_SHEETS = ("styles/print.css", "styles/epub.css", "styles/html.css")


def with_places(faults: Iterable[Fault], root: Path) -> Iterator[Fault]:
    """Yield the faults, those that name an image at the place where the edition names it; those
    without a line at the nearest place that is known."""
    plan = Plan(root)
    for fault in faults:
        place = _place(plan, fault) if fault.image else None
        if place is None and (fault.place.line, fault.place.column) == (1, 1):
            place = _nearest(plan, fault.place)
        yield fault if place is None else replace(fault, place=place)


_ASKED_BY = {"title-leaves": "title:", "endnotes": "notes:", "contents": "contents:"}
_UNPRINTED = re.compile(
    r"\A(?:\s+|<!--.*?-->|---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?=\n))+", re.DOTALL
)


def _nearest(plan: Plan, place: Place) -> Place | None:
    """Return the place of the first printed line of a text; for a section that Octavo makes, the
    setting in edition.yaml that asks for it, or the list of sections."""
    section = next((s for s in plan.texts if s.path == place.path), None)
    if section is not None:
        try:
            source, _ = read_source((plan.root / section.path).read_bytes(), section)
        except OSError:
            return None
        before = _UNPRINTED.match(source.text) if source else None
        return Lines(section.path, source.text).place(before.end()) if source and before else None
    if (plan.root / place.path).exists():
        return None
    name = place.path.partition("-")[0]
    for key in (_ASKED_BY.get(place.path, f"{name}:"), "sections:"):
        found = place_in_edition(plan.edition_text, key)
        if (found.line, found.column) != (1, 1) or plan.edition_text.startswith(key):
            return found
    return None


def _place(plan: Plan, fault: Fault) -> Place | None:
    """Return the first place of an image: in the fault's own text, in another, in edition.yaml, in
    a style sheet; None if it is in none of them."""
    sheet = _place_in_sheets(plan.root, fault.image)
    if sheet is not None and "://" in fault.image:
        return sheet
    own_first = sorted(plan.texts, key=lambda section: section.path != fault.place.path)
    for section in own_first:
        place = _place_in_text(plan, section, fault.image)
        if place is not None:
            return place
    name = fault.image.removeprefix("source/")
    if name in plan.edition_text:
        return place_in_edition(plan.edition_text, name)
    return sheet or _place_in_sheets(plan.root, PurePosixPath(name).name)


def _place_in_text(plan: Plan, section: Section, image: str) -> Place | None:
    from octavo.checks.tree_places import Whereabouts, normal

    try:
        source, _ = read_source((plan.root / section.path).read_bytes(), section)
    except OSError:
        return None
    if source is None:
        return None
    return next(iter(Whereabouts(section, source, set()).images.get(normal(image), ())), None)


def _place_in_sheets(root: Path, name: str) -> Place | None:
    for sheet in _SHEETS:
        try:
            lines = (root / sheet).read_text(encoding="utf-8", errors="replace").split("\n")
        except OSError:
            continue
        for number, line in enumerate(lines, 1):
            if name in line:
                return Place(sheet, number, line.index(name) + 1)
    return None
