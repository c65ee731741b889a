"""Find the places in the sources of the differences that the proof finds in the text of a form."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from octavo.model import Fault, FaultError, Section
from octavo.tasks.locating import located
from octavo.tasks.paths import Paths
from octavo.tasks.plan import Plan


class FormFaultError(FaultError):
    """Raised if a form is not as the manuscripts are: the places of the words that differ are
    looked for when the faults are reported, since a stage may not read the sources."""

    def __init__(self, paths: Paths, sections: Sequence[Section], *faults: Fault) -> None:
        super().__init__(*faults)
        self._paths = paths
        self._names = {section.path or section.name: section.name for section in sections}

    def placed(self) -> tuple[Fault, ...]:
        """Return the faults where their words are written."""
        return placed(self._paths, self._names, self.faults)


def placed_in(plan: Plan, faults: Sequence[Fault]) -> tuple[Fault, ...]:
    """Return faults of an edition's forms at the places of their words."""
    names = {section.path or section.name: section.name for section in plan.sections}
    return placed(plan.paths, names, faults)


def placed(paths: Paths, names: dict[str, str], faults: Sequence[Fault]) -> tuple[Fault, ...]:
    """Return faults at the places of their words; `names` are those of the sections by their
    paths."""
    found: list[Fault] = []
    for path, group in groupby(faults, key=lambda fault: fault.place.path):
        known, here = names.get(path), tuple(group)
        found += located(paths, known, here) if known else here
    return tuple(found)
