"""Bind all pages to the print PDF, with folios, page labels, outline and links."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from octavo.model import Edition, Section
from octavo.pdf.book.pagination import CONTENTS, TITLE_LEAVES
from octavo.tasks.folios import load_folios
from octavo.tasks.fonts import load_fonts
from octavo.tasks.metadata_fields import DESCRIPTION
from octavo.tasks.page_files import design_of, load_page_map, pages_of
from octavo.tasks.paths import Paths
from octavo.tasks.plan import Plan
from octavo.tasks.records import Bound, BoundPage, to_json
from octavo.tasks.running.stage import Task, stage
from octavo.tasks.unsound import stop_on_errors
from octavo.tasks.write import write_whole, writing_whole

if TYPE_CHECKING:
    from octavo.pdf.book.pagination import Leaf

PDF = ".pdf"


def tasks(plan: Plan) -> Iterator[Task]:
    """Bind all pages to the print PDF: folios, page labels, outline, links."""
    names = [section.name for section in (TITLE_LEAVES, CONTENTS, *plan.bound)]
    made = bind.task(
        plan, plan.bound,
        reads=[
            plan.paths.counts, plan.paths.folios, plan.paths.folio_sheet, *pages_of(plan, *names),
            *design_of(plan),
        ],
        makes=[plan.paths.built(PDF), plan.paths.bound],
    )  # fmt: skip
    alone = [section for section in plan.longest_first if section not in plan.referring]
    yield made | {"task_dep": [f"typeset:{section.name}" for section in alone]}


# The fields that every binding reads.
BOOK = (
    "title", "subtitle", "authors", "editors", "translators", "language", "date",
    *DESCRIPTION, "publisher.name", "rights", "licence", "isbn", "doi", "series", "print",
)  # fmt: skip


@stage(*BOOK, reads_the_book=True)
def bind(edition: Edition, paths: Paths, sections: Sequence[Section]) -> None:
    """Write the print PDF and the list of its pages; raise FaultError if it cannot be bound."""
    from octavo.pdf.binding.bind import bind as bind_leaves
    from octavo.pdf.design.page_geometry import design_faults, page_of

    faces = load_fonts(edition, paths)
    folios, faults_of_design = load_folios(paths)
    leaves = leaves_to_bind(edition, paths, (TITLE_LEAVES, *sections, CONTENTS))
    page = page_of(edition, paths.root)
    with writing_whole(paths.built(PDF)) as out:
        book = bind_leaves(edition, leaves, faces, folios, page, out=out)
        faults = (
            *book.faults,
            *design_faults(edition, paths.root, len(book.pages)),
            *faults_of_design,
        )
        stop_on_errors(faults)
        pages = tuple(BoundPage(p.section, p.index, p.label, p.kind) for p in book.pages)
        write_whole(paths.bound, to_json(Bound(pages, book.moved, faults)))


def leaves_to_bind(edition: Edition, paths: Paths, sections: Sequence[Section]) -> Sequence[Leaf]:
    """Return sections as leaves with the files of their pages."""
    from octavo.pdf.book.pagination import Leaf

    versos = edition.print.imposition.has_versos
    return [
        Leaf(
            s, paths.pages(s.name), load_page_map(paths, s.name),
            paths.verso(s.name) if versos else b"")
        for s in sections
    ]  # fmt: skip
