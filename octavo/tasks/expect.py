"""Collect the notes of each cited section as the book must have them, for the proof."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from octavo.model import Edition, Section
from octavo.tasks.cite import load_cited
from octavo.tasks.paths import Paths
from octavo.tasks.plan import Plan
from octavo.tasks.records import load, to_json
from octavo.tasks.running.stage import Task, stage
from octavo.tasks.write import write_whole

if TYPE_CHECKING:
    from octavo.proof import ExpectedNote


def tasks(plan: Plan) -> Iterator[Task]:
    """Collect the notes of each section as the book must have them."""
    for section in plan.cited:
        yield expect.task(
            plan, section,
            name=section.name,
            reads=[plan.paths.cited(section.name)],
            makes=[plan.paths.expected(section.name)],
        )  # fmt: skip


@stage()
def expect(edition: Edition, paths: Paths, section: Section) -> None:
    """Write the notes of one cited section as they are to be printed."""
    from octavo.proof import expected_notes

    made = load_cited(paths, section.name)
    write_whole(paths.expected(section.name), to_json(expected_notes([made])))


def load_expected(paths: Paths, sections: Sequence[Section]) -> tuple[ExpectedNote, ...]:
    """Return all notes that the book must have, in the order of their calls."""
    from octavo.proof import ExpectedNote

    kind = tuple[ExpectedNote, ...]
    return tuple(note for section in sections for note in load(kind, paths.expected(section.name)))
