"""Find where an edition names the image that a stage could not use.

A stage after the check has a section without the places in its text. So its fault names the image,
and the place is looked for when the fault is reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from octavo.model import Fault, Place, Section
from octavo.source import place_in_edition, read_source
from octavo.tasks.plan import Plan

_SHEETS = ("styles/print.css", "styles/epub.css", "styles/html.css")


def with_image_places(faults: Iterable[Fault], root: Path) -> Iterator[Fault]:
    """Yield the faults, those that name an image at the place where the edition names it."""
    plan = Plan(root)
    for fault in faults:
        place = _place(plan, fault) if fault.image else None
        yield fault if place is None else replace(fault, place=place)


def _place(plan: Plan, fault: Fault) -> Place | None:
    """Return the first place of an image: in the fault's own text, in another, in edition.yaml, in
    a style sheet; None if it is in none of them."""
    own_first = sorted(plan.texts, key=lambda section: section.path != fault.place.path)
    for section in own_first:
        place = _place_in_text(plan, section, fault.image)
        if place is not None:
            return place
    name = fault.image.removeprefix("source/")
    if name in plan.edition_text:
        return place_in_edition(plan.edition_text, name)
    return _place_in_sheets(plan.root, PurePosixPath(name).name)


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
