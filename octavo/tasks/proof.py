"""Compare every note, as the bound PDF prints it, with the manuscripts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from octavo.model import Edition, Section
from octavo.tasks.bind import PDF
from octavo.tasks.expect import load_expected
from octavo.tasks.page_files import own_sheet
from octavo.tasks.paths import Paths
from octavo.tasks.plan import Plan
from octavo.tasks.records import Proof, to_json
from octavo.tasks.running.stage import Task, stage
from octavo.tasks.unsound import stop_on_errors
from octavo.tasks.write import write_whole

_OWN_MARGINS = re.compile(r"@page[^{}]*\{[^{}]*\b(?:margin|size)\b")


def tasks(plan: Plan) -> Iterator[Task]:
    """Compare every note of the bound PDF with the manuscripts."""
    paths = plan.paths
    expected = [paths.expected(section.name) for section in plan.cited]
    yield proof.task(
        plan, plan.cited,
        reads=[paths.built(PDF), *expected, own_sheet(plan)],
        makes=[paths.proof, paths.read_pages],
    )  # fmt: skip


@stage("language", "print", "notes.place")
def proof(edition: Edition, paths: Paths, sections: Sequence[Section]) -> None:
    """Write the place of each note in the bound PDF, and the faults found.

    Raise FaultError if a note is not in its place or not whole.
    """
    from octavo.locales import direction_of
    from octavo.proof import read_book, read_proof

    path, kept = paths.built(PDF), paths.read_pages
    copy = load_expected(paths, sections)
    book = read_book(path.read_bytes(), kept.read_bytes() if kept.is_file() else b"")
    at_end = edition.notes.place != "foot"
    margins = _margins(edition, paths, len(book.sheets))
    rtl = direction_of(edition.language) == "rtl"
    form = path.relative_to(paths.root).as_posix()
    done = read_proof(book, copy, at_end, margins, form, rtl=rtl)
    labels = tuple(sheet.label for sheet in book.sheets)
    write_whole(kept, book.kept)
    write_whole(paths.proof, to_json(Proof(tuple(done.faults), labels, tuple(done.notes))))
    stop_on_errors(done.faults)


def _margins(edition: Edition, paths: Paths, pages: int):
    """Return the margins of the pages as bound, in points; None if the edition's own style sheet
    sets them."""
    from octavo.design.style_sheets import own_style_sheet
    from octavo.locales import direction_of
    from octavo.pdf.design.page_geometry import bound, page_of
    from octavo.proof import Margins

    if _OWN_MARGINS.search(own_style_sheet(paths.root, "print.css")):
        return None
    settings = edition.print
    page = bound(page_of(edition, paths.root), settings, pages)
    return Margins(
        page.width, page.height, page.top, page.bottom, page.inner, page.outer, settings.facing,
        direction_of(edition.language) == "rtl",
    )  # fmt: skip
