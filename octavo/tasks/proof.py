"""Compare every note, as the bound PDF prints it, with the manuscripts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import lru_cache, partial
from hashlib import file_digest
from pathlib import Path
from typing import TYPE_CHECKING

from octavo.model import Edition, Place, Section, Severity
from octavo.tasks.bind import PDF
from octavo.tasks.expect import load_copies, load_expected
from octavo.tasks.form_faults import FormFaultError
from octavo.tasks.metadata_fields import FRONT
from octavo.tasks.page_files import own_sheet
from octavo.tasks.paths import Paths
from octavo.tasks.plan import Plan
from octavo.tasks.records import Proof, to_json
from octavo.tasks.running.stage import Task, stage
from octavo.tasks.write import write_whole, writing_whole

if TYPE_CHECKING:
    from octavo.proof import PageCache
    from octavo.proof.page_letters import PageOfPrint

_OWN_MARGINS = re.compile(r"@page[^{}]*\{[^{}]*\b(?:margin|size)\b")


def tasks(plan: Plan) -> Iterator[Task]:
    """Compare every note of the bound PDF, and its text, with the manuscripts."""
    paths = plan.paths
    expected = [paths.expected(section.name) for section in plan.cited]
    copies = [paths.copies(section.name) for section in plan.sections]
    yield proof.task(
        plan, plan.cited, plan.sections, tuple(section.name for section in plan.index_sections),
        reads=[paths.built(PDF), *expected, *copies, own_sheet(plan)],
        makes=[paths.proof, paths.printed_pages, paths.read_pages],
    )  # fmt: skip


@stage("print", "notes.numbering", "notes.marks", *FRONT, reads_the_book=True)
def proof(
    edition: Edition, paths: Paths, sections: Sequence[Section], of_text: Sequence[Section],
    indexes: tuple[str, ...],
) -> None:  # fmt: skip
    """Write the place of each note in the bound PDF, and the faults found; `of_text` are the
    sections whose text is compared, `indexes` the names of those that are indexes.

    Raise FaultError if a note is not in its place or not whole, a text is not whole, or a link
    leads elsewhere.
    """
    with _page_cache(paths.read_pages) as cache:
        done, pages = proof_of_file(
            edition, paths, paths.built(PDF), sections, of_text, indexes, cache
        )
    write_whole(paths.proof, to_json(done))
    write_whole(paths.printed_pages, to_json(pages))
    errors = [fault for fault in done.faults if fault.rule.severity is Severity.ERROR]
    if errors:
        raise FormFaultError(paths, of_text, *errors)


def proof_of_file(
    edition: Edition, paths: Paths, file: Path, sections: Sequence[Section],
    of_text: Sequence[Section], indexes: tuple[str, ...], cache: PageCache | None = None,
) -> tuple[Proof, tuple[PageOfPrint, ...]]:  # fmt: skip
    """Compare the notes of a PDF with the expected notes, and its text with the copies; return what
    was found, and the letters of its pages. Raise pikepdf.PdfError if it is none. The text is not
    compared, nor are the pages known, where the edition's own style sheet may hide or add words."""
    from octavo.design.style_sheets import own_style_sheet
    from octavo.locales import direction_of
    from octavo.proof import Printing, read_proof
    from octavo.proof.front_verdict import expected_front
    from octavo.proof.own_sheet import changes_words, names_faces

    own_css = own_style_sheet(paths.root, "print.css")
    printing = Printing(
        at_end=edition.notes.place != "foot",
        margins=lru_cache(partial(_margins, edition, paths)),
        rtl=direction_of(edition.language) == "rtl",
        form=file.relative_to(paths.root).as_posix(),
        own_faces=names_faces(own_css),
        by_page=edition.notes.by_page,
        indexes=indexes,
        places={section.name: Place(section.path or section.name) for section in of_text},
    )
    text = () if changes_words(own_css) else load_copies(paths, of_text, "pdf")
    named = {section.name: section for section in of_text}
    front = expected_front(edition, text, named, "pdf")
    done = read_proof(file, load_expected(paths, sections), printing, cache, text, front)
    with file.open("rb") as opened:
        digest = file_digest(opened, "sha256").hexdigest()
    return Proof(done.faults, done.labels, done.notes, digest), done.pages


@contextmanager
def _page_cache(path: Path) -> Iterator[PageCache]:
    """Give the cache of pages that is in a file, and put the next one in its place."""
    from octavo.proof import PageCache

    with ExitStack() as opened:
        old = opened.enter_context(path.open("rb")) if path.is_file() else None
        yield PageCache(old, opened.enter_context(writing_whole(path)))


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
