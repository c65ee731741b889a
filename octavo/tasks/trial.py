"""Bind the pages of one text by themselves, to be looked at while it is written."""

from __future__ import annotations

from collections.abc import Iterator

from octavo.model import Edition, Section
from octavo.tasks.bind import BOOK, leaves_to_bind
from octavo.tasks.folios import load_folios
from octavo.tasks.fonts import load_fonts
from octavo.tasks.page_files import design_of, pages_of
from octavo.tasks.paths import Paths
from octavo.tasks.plan import Plan
from octavo.tasks.running.stage import Task, stage
from octavo.tasks.write import writing_whole

TRIAL = "trial"  # the group of doit tasks


def tasks(plan: Plan) -> Iterator[Task]:
    """Bind the pages of each text by themselves; no form is made of them."""
    for section in plan.texts:
        yield trial.task(
            plan, section,
            name=section.name,
            reads=[
                plan.paths.folios, plan.paths.folio_sheet, *pages_of(plan, section.name),
                *design_of(plan),
            ],
            makes=[plan.paths.trial(section.name)],
        )  # fmt: skip


@stage(*BOOK)
def trial(edition: Edition, paths: Paths, section: Section) -> None:
    """Write the pages of one text as a PDF. Its first page is a recto and has the number 1; links
    to other sections lead nowhere in it, which is no fault."""
    from octavo.pdf.binding.bind import bind
    from octavo.pdf.design.page_geometry import page_of

    faces, (folios, _) = load_fonts(edition, paths), load_folios(paths)
    leaves = leaves_to_bind(edition, paths, (section,))
    with writing_whole(paths.trial(section.name)) as out:
        bind(edition, leaves, faces, folios, page_of(edition, paths.root), out=out)
