"""Compare all words of the finished EPUB, and of the Word file, with the manuscripts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from octavo.model import Edition, FormProof, Place, Section, Severity
from octavo.tasks.expect import load_copies
from octavo.tasks.form_faults import FormFaultError
from octavo.tasks.forms import FORMS, Form, form_named
from octavo.tasks.paths import Paths
from octavo.tasks.plan import Plan
from octavo.tasks.proof import proof_of_file
from octavo.tasks.records import Proof, to_json
from octavo.tasks.running.stage import Task, stage
from octavo.tasks.write import write_whole


def task_of_form(plan: Plan, form: Form, name: str = "prove") -> Task:
    """Return the task that reads one form back and compares it with the manuscripts."""
    paths = plan.paths
    return prove.task(
        plan, form.name, plan.sections,
        name=name,
        reads=[
            paths.built(form.built_ending),
            *(paths.copies(section.name) for section in plan.sections),
        ],
        makes=[paths.proven(form.name)],
    )  # fmt: skip


@stage("language")
def prove(edition: Edition, paths: Paths, name: str, sections: Sequence[Section]) -> None:
    """Write the notes of a form as they were read back, and the faults found.

    Raise FaultError if a note or a passage is not in the form as it is in the manuscript.
    """
    form = form_named(name)
    proof = prove_file(edition.language, paths, form, paths.built(form.built_ending), sections)
    write_whole(paths.proven(name), to_json(proof))
    errors = [fault for fault in proof.faults if fault.rule.severity is Severity.ERROR]
    if errors:
        raise FormFaultError(paths, sections, *errors)


def prove_file(
    language: str, paths: Paths, form: Form, file: Path, sections: Sequence[Section]
) -> FormProof:
    """Compare a file of a form with the copy of the sections; `language` is the edition's."""
    from octavo.proof.archive import UnreadableFormError
    from octavo.proof.docx_reader import read_docx
    from octavo.proof.epub_reader import read_epub
    from octavo.proof.form_verdict import prove_form, unreadable

    copies = load_copies(paths, sections, form.name)
    place = Place(file.relative_to(paths.root).as_posix())
    read = {"epub": read_epub, "docx": read_docx}[form.name]
    try:
        book = read(file.read_bytes(), language)
    except UnreadableFormError as error:
        return unreadable(str(error), form.called, place)
    places = {section.name: Place(section.path or section.name) for section in sections}
    return prove_form(copies, book, form.called, places, place)


@dataclass(frozen=True, slots=True)
class FinishedForm:
    """A form that lies in build/: its file, and what the proof found in it."""

    form: Form
    file: Path
    proof: FormProof | Proof


def prove_finished(plan: Plan) -> tuple[FinishedForm, ...]:
    """Compare the forms that lie in build/ with the copies there, whoever has made or changed
    them."""
    found: list[FinishedForm] = []
    for form in FORMS:
        file = plan.paths.published(form.ending)
        if not file.is_file():
            continue
        if form.has_pages:
            found.append(FinishedForm(form, file, _proof_of_pdf(plan, form, file)))
        elif form.is_proven:
            found.append(FinishedForm(form, file, _proof_of_either(plan, form, file)))
    return tuple(found)


def _proof_of_pdf(plan: Plan, form: Form, file: Path) -> Proof:
    from octavo.proof.form_verdict import unreadable
    from octavo.proof.pdf_reader import PdfError

    try:
        return proof_of_file(plan.valid_edition, plan.paths, file, plan.cited, _text_of(plan))
    except PdfError as error:
        place = Place(file.relative_to(plan.root).as_posix())
        return Proof(unreadable(str(error), form.called, place).faults, (), ())


def _text_of(plan: Plan) -> Sequence[Section]:
    """Return the sections whose text is known as it is to be printed: the index is made with it."""
    return [section for section in plan.sections if plan.paths.copies(section.name).is_file()]


def _proof_of_either(plan: Plan, form: Form, file: Path) -> FormProof:
    """Compare a form whose index may have the pages of the print, or none: whichever it is like."""
    versions = [plan, plan.without_pages] if plan.index_sections else [plan]
    proofs = [
        prove_file(plan.valid_edition.language, version.paths, form, file, plan.sections)
        for version in versions
        if all(version.paths.copies(section.name).is_file() for section in plan.sections)
    ]
    return min(proofs, key=lambda proof: len(proof.faults))
