"""Show all spreads of the print PDF as pictures, with the findings marked on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from octavo.locales import direction_of
from octavo.model import Edition, Section
from octavo.pdf.book.pagination import CONTENTS, TITLE_LEAVES
from octavo.source import EDITION_PATH
from octavo.tasks.bind import PDF
from octavo.tasks.page_findings import seen_findings
from octavo.tasks.paths import Paths
from octavo.tasks.plan import Plan
from octavo.tasks.records import Bound, load
from octavo.tasks.running.stage import Task, stage
from octavo.tasks.write import write_whole


def tasks(plan: Plan) -> Iterator[Task]:
    """Show all spreads of the print PDF on one contact sheet, with the findings marked."""
    names = [section.name for section in (TITLE_LEAVES, CONTENTS, *plan.bound)]
    yield sheet.task(
        plan, plan.texts,
        reads=[
            plan.paths.built(PDF), plan.paths.bound,
            *(plan.paths.page_faults(name) for name in names),
            *(plan.root / section.path for section in plan.texts),
            *(plan.paths.cited(section.name) for section in plan.texts),
            plan.root / EDITION_PATH, *plan.references,
        ],
        makes=[plan.paths.sheet],
    )  # fmt: skip


@stage("title", "language", "silences", "citations")
def sheet(edition: Edition, paths: Paths, texts: Sequence[Section]) -> None:
    """Write the contact sheet of the bound book; `texts` are the sections with sources."""
    from octavo.checks import rules
    from octavo.pdf.contact_sheet.spreads import make_sheet
    from octavo.pdf.contact_sheet.thumbnails import pictures

    labels = [page.label for page in load(Bound, paths.bound).pages]
    made = make_sheet(
        edition.title, labels, pictures(paths.built(PDF).read_bytes()),
        seen_findings(paths, texts, edition), {rule.code: rule.sentence for rule in rules()},
        direction_of(edition.language),
    )  # fmt: skip
    write_whole(paths.sheet, made.encode())
