"""Complete each text by what the edition gives it: its notes numbered, its citations set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from octavo.model import Edition, Manuscript, Section
from octavo.tasks.parse import load_parsed
from octavo.tasks.paths import Paths
from octavo.tasks.plan import Plan
from octavo.tasks.records import load, to_json
from octavo.tasks.running.stage import Task, stage
from octavo.tasks.write import write_whole

if TYPE_CHECKING:
    from octavo.tasks.given import Given


def tasks(plan: Plan) -> Iterator[Task]:
    """Complete each text with its numbers, its set citations and its references."""
    for section in plan.texts:
        yield finish.task(
            plan, section,
            name=section.name,
            reads=[plan.paths.parsed(section.name), plan.paths.given(section.name)],
            makes=[plan.paths.cited(section.name)],
        )  # fmt: skip


@stage("notes", "typography", "language", "authors")
def finish(edition: Edition, paths: Paths, section: Section) -> None:
    """Write a text with its notes numbered and its citations set, by what the edition gives it."""
    numbered, given = numbered_text(edition, paths, section)
    write_whole(paths.cited(section.name), to_json(finished(edition, numbered, given)))


def numbered_text(edition: Edition, paths: Paths, section: Section) -> tuple[Manuscript, Given]:
    """Return a text with its notes numbered and its citations as they are written, and what the
    edition gives it."""
    from octavo import notes
    from octavo.captions.heading_numbers import with_heading_number
    from octavo.matter.contributors import with_bylines
    from octavo.tasks.given import Given

    read, _ = load_parsed(paths, section.name)
    assert read is not None, f"{section.name} cannot be parsed, and the check passed it"
    given = load(Given, paths.given(section.name))
    (made,) = with_bylines([read], edition)
    made = with_heading_number(made, given.heading)
    made = notes.with_placed_citations(made, given.authors, given.frame)
    made = notes.numbered_from(made, given.before)
    return replace(made, note_keys=notes.keys_of_notes(made)), given


def finished(
    edition: Edition, numbered: Manuscript, given: Given, *, live: bool = False
) -> Manuscript:
    """Return a numbered text with its citations set and its references put in; if `live` is true,
    each set citation is in a span that has its number."""
    from octavo import notes
    from octavo.captions.cross_references import with_cross_references
    from octavo.captions.numbering import with_captions
    from octavo.index import mark_entries
    from octavo.typography import with_typography

    made = numbered
    if given.citations:
        (made,) = notes.put_back(
            [made], given.citations, inside=given.inside, live=live, frame=given.frame
        )
    made = notes.with_note_references(made, given.notes, edition.notes)
    made = with_cross_references(with_captions(made, given.captions), given.references)
    (made,) = mark_entries([made]).manuscripts
    return with_typography(edition.typography, made)
