"""Make the draft of an edition, a PDF and a Word file for editors and referees.

A draft is made as the edition is, in a folder of its own, of the texts with their comments. It is
not published, so its words are not compared; its notes are proven as the pages are laid out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256

from octavo.model import Edition, Section
from octavo.pdf.book.pagination import CONTENTS, TITLE_LEAVES
from octavo.tasks.bind import BOOK, PDF, leaves_to_bind
from octavo.tasks.docx import DOCX
from octavo.tasks.folios import load_folios
from octavo.tasks.fonts import load_fonts
from octavo.tasks.page_files import LAYOUT, design_of, pages_of
from octavo.tasks.paths import Paths
from octavo.tasks.plan import Plan
from octavo.tasks.records import Bound, BoundPage, DraftLines, load, to_json
from octavo.tasks.running.stage import Task, stage
from octavo.tasks.unsound import stop_on_errors
from octavo.tasks.write import write_together, write_whole, writing_whole

DRAFT = "draft"  # the group of doit tasks
ENDINGS = (PDF, DOCX)


def version_of(plan: Plan) -> str:
    """Return a short name of the texts, the references and the styles as they are: other words,
    another name."""
    digest = sha256()
    for path in sorted(plan.everything):
        digest.update(path.relative_to(plan.root).as_posix().encode("utf-8", "surrogateescape"))
        digest.update(sha256(path.read_bytes() if path.is_file() else b"").digest())
    return digest.hexdigest()[:7]


def tasks(plan: Plan, date: str) -> Iterator[Task]:
    """Bind the pages of a draft, and put it and its Word file in their places."""
    names = [section.name for section in (TITLE_LEAVES, CONTENTS, *plan.bound)]
    paths = plan.paths
    yield bind_draft.task(
        plan, plan.bound, date, version_of(plan),
        name="bind",
        reads=[
            paths.counts, paths.folios, paths.folio_sheet, *pages_of(plan, *names),
            *design_of(plan),
        ],
        makes=[paths.built(PDF), paths.bound],
    )  # fmt: skip
    yield put_in_place.task(
        plan,
        name="files",
        reads=[paths.built(ending) for ending in ENDINGS],
        makes=[paths.published(ending) for ending in ENDINGS],
    )


@stage(*BOOK, *LAYOUT)
def bind_draft(
    edition: Edition, paths: Paths, sections: Sequence[Section], date: str, version: str
) -> None:
    """Write the PDF of a draft, with the numbers of its lines, its date and its version; raise
    FaultError if it cannot be bound."""
    from octavo.locales import words_in
    from octavo.pdf.binding.bind import bind
    from octavo.pdf.binding.draft_marks import DraftMarks, stamp
    from octavo.pdf.design.page_geometry import page_of

    faces, (folios, _) = load_fonts(edition, paths), load_folios(paths)
    leaves = leaves_to_bind(edition, paths, (TITLE_LEAVES, *sections, CONTENTS))
    words = f"{words_in(edition.language).draft}\u2003{date}\u2003{version}"
    lines = {section.name: load(DraftLines, paths.lines(section.name)) for section in sections}
    marks = DraftMarks(stamp(words, edition, paths.root, faces), lines)
    page = page_of(edition, paths.root)
    with writing_whole(paths.built(PDF)) as out:
        book = bind(edition, leaves, faces, folios, page, out=out, marks=marks)
        stop_on_errors(book.faults)
        pages = tuple(BoundPage(p.section, p.index, p.label, p.kind) for p in book.pages)
        write_whole(paths.bound, to_json(Bound(pages, book.moved, book.faults)))


@stage()
def put_in_place(edition: Edition, paths: Paths) -> None:
    """Write both files of a draft before either is put in its place."""
    made = {paths.published(ending): paths.built(ending).read_bytes() for ending in ENDINGS}
    write_together(made, durably=True)
