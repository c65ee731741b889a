"""Compare all words of the finished EPUB, Word file and HTML pages with the manuscripts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, cast

from octavo.model import Edition, Fault, FaultError, FormProof, Place, Section, Severity
from octavo.tasks.expect import load_copies_of_forms
from octavo.tasks.folders import bytes_of_form, files_of
from octavo.tasks.form_faults import FormFaultError
from octavo.tasks.forms import FORMS, Form, form_named
from octavo.tasks.metadata_fields import FRONT
from octavo.tasks.paths import Paths
from octavo.tasks.plan import Plan
from octavo.tasks.proof import proof_of_file
from octavo.tasks.records import Proof, load, to_json
from octavo.tasks.running.stage import Task, stage
from octavo.tasks.word_files import prove_word_files
from octavo.tasks.write import write_whole

if TYPE_CHECKING:
    from octavo.matter.imprint import Form as Imprinted
    from octavo.proof.form_book import FormBook
    from octavo.proof.page_letters import MarkedPages, PageOfPrint


def task_of_form(plan: Plan, form: Form, name: str = "prove") -> Task:
    """Return the task that reads one form back and compares it with the manuscripts."""
    paths, form = plan.paths, form.of(plan.paths)
    marks_pages = form.marks_pages and not paths.alone
    return prove.task(
        plan, form.name, plan.sections, marks_pages,
        name=name,
        reads=[
            paths.built(form.built_ending),
            *(paths.copies(section.name) for section in plan.sections),
        ],
        makes=[paths.proven(form.name), *([paths.marked_pages(form.name)] if marks_pages else ())],
    )  # fmt: skip


@stage(*FRONT, "docx")
def prove(
    edition: Edition, paths: Paths, name: str, sections: Sequence[Section], marks_pages: bool
) -> None:
    """Write the notes of a form as they were read back, and the faults found; of a form that
    `marks_pages` of the print, what is between its marks too.

    Raise FaultError if a note or a passage is not in the form as it is in the manuscript.
    """
    form = form_named(name).of(paths)
    file = paths.built(form.built_ending)
    proof, pages = prove_file(edition, paths, form, file, sections)
    write_whole(paths.proven(name), to_json(proof))
    if marks_pages:
        write_whole(paths.marked_pages(name), to_json(pages))
    errors = [fault for fault in proof.faults if fault.rule.severity is Severity.ERROR]
    if errors:
        raise FormFaultError(paths, sections, *errors)


def prove_file(
    edition: Edition, paths: Paths, form: Form, file: Path, sections: Sequence[Section]
) -> tuple[FormProof, MarkedPages]:
    """Compare a file of a form with the copy of the sections, and with the metadata. Return what
    was found, and what the form has of the print's pages."""
    from octavo.proof.archive import UnreadableFormError
    from octavo.proof.form_verdict import prove_form, unreadable
    from octavo.proof.front_verdict import expected_front
    from octavo.proof.page_letters import MarkedPages, marked_pages

    data = bytes_of_form(file)
    every = [one for one in load_copies_of_forms(paths, sections) if not one.epub.is_empty]
    copies = [one.of(form.name) for one in every]
    place = Place(file.relative_to(paths.root).as_posix())
    places = {section.name: Place(section.path or section.name) for section in sections}
    named = {section.name: section for section in sections}
    front = expected_front(edition, copies, named, cast("Imprinted", form.name))
    if form.name in paths.divided:
        return prove_word_files(edition, data, sections, copies, front, place), MarkedPages()
    try:
        book, whole = _read(form, data, edition)
    except UnreadableFormError as error:
        return unreadable(str(error), form.called, place), MarkedPages()
    proof = prove_form(copies, front, book, form.called, places, place)
    faults = proof.faults
    if whole is not None:
        called = f"{form.called}, on one page"
        faults += prove_form(copies, front.on_one_page, whole, called, places, place).faults
    proof = replace(proof, faults=faults, digest=sha256(data).hexdigest())
    if not form.marks_pages:
        return proof, MarkedPages()
    naming = {at for at, one in enumerate(every) if one.names_pages}
    return proof, marked_pages(book, naming)


def _read(form: Form, data: bytes, edition: Edition) -> tuple[FormBook, FormBook | None]:
    """Return a form as it is read; of the HTML pages the page with the whole book too. Raise
    UnreadableFormError if it is not that form."""
    from octavo.proof.docx_reader import read_docx
    from octavo.proof.epub_reader import read_epub
    from octavo.proof.site_reader import read_site

    language = edition.language
    if form.is_folder:
        return read_site(files_of(data), language)
    if form.name == "docx":
        return read_docx(data, language, edition.docx.styles), None
    return read_epub(data, language), None


def task_of_page_marks(plan: Plan, form: Form) -> Task:
    """Return the task that compares the marks of pages in a form with the PDF."""
    paths = plan.paths
    return prove_page_marks.task(
        plan, form.name,
        name=f"{form.name}-page-marks",
        reads=[paths.marked_pages(form.name), paths.printed_pages],
        makes=[paths.page_marks(form.name)],
    )  # fmt: skip


@stage()
def prove_page_marks(edition: Edition, paths: Paths, name: str) -> None:
    """Write the faults of a form's marks of pages; raise FaultError if a page of the PDF does not
    begin with the words behind its mark."""
    from octavo.proof.page_letters import MarkedPages, PageOfPrint

    form = form_named(name)
    printed = load(tuple[PageOfPrint, ...], paths.printed_pages)
    marked = load(MarkedPages, paths.marked_pages(name))
    faults = _of_page_marks(paths, form, paths.built(form.built_ending), printed, marked)
    write_whole(paths.page_marks(name), to_json(faults))
    if faults:
        raise FaultError(*faults)


def _of_page_marks(
    paths: Paths, form: Form, file: Path, printed: Sequence[PageOfPrint], marked: MarkedPages
) -> tuple[Fault, ...]:
    """Return the faults of the marks of pages in a file; none if the pages are not known, since the
    text of the print is not compared."""
    from octavo.proof.page_marks import faults_of_page_marks

    place = Place(file.relative_to(paths.root).as_posix())
    return tuple(faults_of_page_marks(printed, marked, form.called, place)) if printed else ()


@dataclass(frozen=True, slots=True)
class FinishedForm:
    """A form that lies in build/: its file, and what the proof found in it."""

    form: Form
    file: Path
    proof: FormProof | Proof


def prove_finished(plan: Plan) -> tuple[FinishedForm, ...]:
    """Compare the forms that lie in build/ with the copies there, whoever has made or changed them;
    marks of pages with the PDF that lies there, if the words of both are those of the copies."""
    found: list[FinishedForm] = []
    printed: tuple[PageOfPrint, ...] = ()
    for form in (form.of(plan.paths) for form in FORMS):
        file = plan.paths.published(form.ending)
        if not (file.is_dir() if form.is_folder else file.is_file()):
            continue
        if form.has_pages:
            proof, printed = _proof_of_pdf(plan, form, file)
            printed = () if _has_errors(proof) else printed
            found.append(FinishedForm(form, file, proof))
        elif form.is_proven:
            read, marked = _proof_of_either(plan, form, file)
            was_marked = marked.marks or marked.lines  # one that was made without the print is not
            if was_marked and not _has_errors(read):
                faults = _of_page_marks(plan.paths, form, file, printed, marked)
                read = replace(read, faults=(*read.faults, *faults))
            found.append(FinishedForm(form, file, read))
    return tuple(found)


def _has_errors(proof: FormProof | Proof) -> bool:
    return any(fault.rule.severity is Severity.ERROR for fault in proof.faults)


def _proof_of_pdf(plan: Plan, form: Form, file: Path) -> tuple[Proof, tuple[PageOfPrint, ...]]:
    from octavo.proof.form_verdict import unreadable
    from octavo.proof.pdf_reader import PdfError

    try:
        indexes = tuple(section.name for section in plan.index_sections)
        text = _text_of(plan)
        return proof_of_file(plan.valid_edition, plan.paths, file, plan.cited, text, indexes)
    except PdfError as error:
        place = Place(file.relative_to(plan.root).as_posix())
        return Proof(unreadable(str(error), form.called, place).faults, (), ()), ()


def _text_of(plan: Plan) -> Sequence[Section]:
    """Return the sections whose text is known as it is to be printed: the index is made with it."""
    return [section for section in plan.sections if plan.paths.copies(section.name).is_file()]


def _proof_of_either(plan: Plan, form: Form, file: Path) -> tuple[FormProof, MarkedPages]:
    """Compare a form whose index may have the pages of the print, or none: whichever it is like."""
    versions = [plan, plan.without_pages] if plan.index_sections else [plan]
    proofs = [
        prove_file(plan.valid_edition, version.paths, form, file, plan.sections)
        for version in versions
        if all(version.paths.copies(section.name).is_file() for section in plan.sections)
    ]
    return min(proofs, key=lambda proof: len(proof[0].faults))
