"""Collect what the stages after the check have found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from octavo.model import Fault, Finding
from octavo.source import EDITION_PATH, place_in_edition
from octavo.tasks.fault_places import with_places
from octavo.tasks.locating import located
from octavo.tasks.page_findings import seen_findings
from octavo.tasks.plan import Plan
from octavo.tasks.records import Bound, Faults, LaidOut, load_if_there


def findings_of_citing(plan: Plan) -> tuple[Finding, ...]:
    """Return the findings of the cite stage's last run, without those that the edition silences."""
    from octavo.checks import kept

    faults = load_if_there(Faults, plan.paths.citing) or ()
    return kept([fault.finding for fault in faults], plan.edition)


def findings_of_typesetting(plan: Plan) -> tuple[Finding, ...]:
    """Return the findings of the last layouts and binding, and those seen on the pages, without
    those that the edition silences."""
    from octavo.checks import kept

    paths = plan.paths
    faults: list[Fault] = []
    for name in _laid_out(plan):
        laid_out = load_if_there(LaidOut, paths.page_map(name))
        faults += located(paths, name, laid_out.faults) if laid_out else ()
    bound = load_if_there(Bound, paths.bound)
    names_of = {section.path or section.name: section.name for section in plan.texts}
    for fault in bound.faults if bound else ():
        name = names_of.get(fault.place.path)
        faults += located(paths, name, [fault]) if name else (fault,)
    faults = list(dict.fromkeys(with_places(faults, plan.root)))
    seen = seen_findings(paths, plan.texts, plan.edition, paths.places)
    return (
        *kept([_placed(fault, plan).finding for fault in faults], plan.edition),
        *(of_page.finding for of_page in seen),
    )


def files_of_typesetting(plan: Plan) -> list[Path]:
    """Return the files from which the findings of typesetting are read."""
    paths, names = plan.paths, _laid_out(plan)
    return [
        *(paths.page_map(name) for name in names), *(paths.page_faults(name) for name in names),
        paths.bound, paths.places,
    ]  # fmt: skip


def _laid_out(plan: Plan) -> list[str]:
    """Return the names of all that may have been laid out on pages."""
    sections = (*plan.texts, *plan.generated)
    return ["title-leaves", "contents", "endnotes", *(section.name for section in sections)]


def _placed(fault: Fault, plan: Plan) -> Fault:
    """Return a fault of the book's running head at its title, or its short title, in edition.yaml:
    a stage knows the values of the settings, not their places."""
    from octavo.pdf.page_rules import running_head_is_whole

    if fault.rule != running_head_is_whole or fault.place.path != EDITION_PATH:
        return fault
    key = "running" if plan.edition and plan.edition.running else "title"
    return replace(fault, place=place_in_edition(plan.edition_text, f"{key}:"))
