"""Collect the notes and the words of each cited section as the forms must have them."""

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
    from octavo.proof import Copies, Copy, ExpectedNote


def tasks(plan: Plan) -> Iterator[Task]:
    """Collect the notes and the words of each section as the forms must have them."""
    for section in plan.cited:
        yield expect.task(
            plan, section,
            name=section.name,
            reads=[plan.paths.cited(section.name)],
            makes=[plan.paths.expected(section.name), plan.paths.copies(section.name)],
        )  # fmt: skip
    alone = plan.without_pages
    for section in plan.index_sections:
        yield _task_of_index(plan, section, section.name)
        yield _task_of_index(alone, section, f"{section.name}/without-pages")


def _task_of_index(plan: Plan, section: Section, name: str) -> Task:
    """Return the task for a section of the index, which has no notes."""
    return expect_words.task(
        plan, section,
        name=name,
        reads=[plan.paths.cited(section.name)],
        makes=[plan.paths.copies(section.name)],
    )  # fmt: skip


@stage("language", "docx.preset", "docx.figures", "docx.files")
def expect(edition: Edition, paths: Paths, section: Section) -> None:
    """Write the notes of one cited section as they are to be printed, and all of it as the forms
    without pages must have it."""
    from octavo.proof import copies_of, expected_notes, ways_of_word

    made = load_cited(paths, section.name)
    write_whole(paths.expected(section.name), to_json(expected_notes([made])))
    copies = copies_of(made, edition.language, ways_of_word(edition))
    write_whole(paths.copies(section.name), to_json(copies))


@stage("language", "docx.preset", "docx.figures", "docx.files")
def expect_words(edition: Edition, paths: Paths, section: Section) -> None:
    """Write one section of the index as the forms without pages must have it."""
    from octavo.proof import copies_of, ways_of_word

    made = load_cited(paths, section.name)
    copies = copies_of(made, edition.language, ways_of_word(edition))
    write_whole(paths.copies(section.name), to_json(copies))


def load_expected(paths: Paths, sections: Sequence[Section]) -> tuple[ExpectedNote, ...]:
    """Return all notes that the book must have, in the order of their calls."""
    from octavo.proof import ExpectedNote

    kind = tuple[ExpectedNote, ...]
    return tuple(note for section in sections for note in load(kind, paths.expected(section.name)))


def load_copies(paths: Paths, sections: Sequence[Section], form: str) -> list[Copy]:
    """Return all sections as a form without pages must have them, in their order."""
    return [copies.of(form) for copies in load_copies_of_forms(paths, sections)]


def load_copies_of_forms(paths: Paths, sections: Sequence[Section]) -> list[Copies]:
    """Return all sections as each of the forms must have them, in their order."""
    from octavo.proof import Copies

    return [load(Copies, paths.copies(section.name)) for section in sections]
