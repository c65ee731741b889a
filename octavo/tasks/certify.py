"""Write the certificate: what was compared in each form, and each note as each form has it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from octavo import __version__
from octavo.fingerprint import fingerprint
from octavo.model import Edition, Fault, FormProof, Section, Severity
from octavo.tasks.expect import load_copies
from octavo.tasks.folders import bytes_of_form
from octavo.tasks.form_faults import placed_in
from octavo.tasks.forms import BY_DEFAULT, Form, form_named
from octavo.tasks.paths import Paths
from octavo.tasks.plan import Plan
from octavo.tasks.prove import FinishedForm
from octavo.tasks.records import Proof, load
from octavo.tasks.running.stage import Task, stage
from octavo.tasks.write import write_together

if TYPE_CHECKING:
    from octavo.proof.certificate import Certificate, NoteWitness


def tasks(plan: Plan) -> Iterator[Task]:
    """Write the certificate of the forms: what was compared in them, and each note."""
    paths = plan.paths
    yield certify.task(
        plan, plan.sections, tuple(form.name for form in BY_DEFAULT),
        reads=[
            *(paths.built(form.of(paths).built_ending) for form in BY_DEFAULT),
            *(paths.proven(form.name) for form in BY_DEFAULT),
            *(paths.page_marks(form.name) for form in BY_DEFAULT if form.marks_pages),
            *(paths.copies(section.name) for section in plan.sections),
        ],
        makes=[paths.certificate, paths.certificate_data],
    )  # fmt: skip


@stage("title")
def certify(
    edition: Edition, paths: Paths, sections: Sequence[Section], names: Sequence[str]
) -> None:
    """Write the certificate of the forms as they were made."""
    made = [_as_made(paths, form_named(name).of(paths)) for name in names]
    faults = tuple(fault for finished in made for fault in finished.proof.faults)
    write_certificate(edition.title, paths, sections, made, faults)


def certify_failure(plan: Plan) -> bool:
    """Write the certificate of a build that failed, if its forms differ: what was made and not
    published, since the certificate of an earlier build would seem to be that of this one. Return
    whether it was written."""
    made = [
        one
        for form in BY_DEFAULT
        if (one := _if_proven(plan.paths, form.of(plan.paths))) is not None
    ]
    faults = [fault for finished in made for fault in finished.proof.faults]
    if not any(fault.rule.severity is Severity.ERROR for fault in faults):
        return False
    placed = placed_in(plan, faults)
    title = plan.valid_edition.title
    write_certificate(title, plan.paths, plan.sections, made, placed, published=False)
    return True


def _if_proven(paths: Paths, form: Form) -> FinishedForm | None:
    """Return a form as it was made last and what was read in it; None if that is of another."""
    try:
        finished = _as_made(paths, form)
        digest = sha256(finished.file.read_bytes()).hexdigest()
    except (OSError, ValueError):
        return None
    return finished if finished.proof.digest == digest else None


def _as_made(paths: Paths, form: Form) -> FinishedForm:
    file = paths.built(form.built_ending)
    if form.has_pages:
        return FinishedForm(form, file, load(Proof, paths.proven(form.name)))
    proof = load(FormProof, paths.proven(form.name))
    if form.marks_pages and not proof.faults:  # the marks of a form with faults are not compared
        of_pages = load(tuple[Fault, ...], paths.page_marks(form.name))
        proof = replace(proof, faults=of_pages)
    return FinishedForm(form, file, proof)


def write_certificate(
    title: str, paths: Paths, sections: Sequence[Section], proven: Sequence[FinishedForm],
    faults: Sequence[Fault], *, published: bool = True,
) -> None:  # fmt: skip
    """Write the certificate of forms, for people and for programs; `faults` are their faults at
    their places. The forms may have been made and not `published`."""
    from octavo.proof.certificate import certificate_data, certificate_page

    made = replace(_certificate(title, paths, sections, proven, faults), published=published)
    files = {
        paths.certificate: certificate_page(made).encode(),
        paths.certificate_data: certificate_data(made),
    }
    write_together(files)


def _certificate(
    title: str, paths: Paths, sections: Sequence[Section], proven: Sequence[FinishedForm],
    faults: Sequence[Fault],
) -> Certificate:  # fmt: skip
    from octavo.proof.certificate import Certificate, CertifiedNote, Difference
    from octavo.proof.form_book import words_of

    copies = load_copies(paths, sections, "epub")
    witnesses = {one.form.name: _witnesses(one) for one in proven}
    notes = tuple(
        CertifiedNote(
            note.note.id, copy.section, str(note.note.place), note.note.mark,
            words_of(note.passages),
            {name: read[note.note.id] for name, read in witnesses.items() if note.note.id in read},
        )
        for copy in copies for note in copy.notes
    )  # fmt: skip
    titles = {copy.section: copy.title for copy in copies}
    differences = tuple(
        Difference(fault.rule.code, str(fault.place), fault.message) for fault in faults
    )
    return Certificate(
        str(title), __version__, fingerprint(), _digest(paths, sections),
        tuple((name, titles[name]) for name in dict.fromkeys(note.section for note in notes)),
        tuple(map(_form, proven)), differences, notes,
    )  # fmt: skip


def _witnesses(finished: FinishedForm) -> dict[str, NoteWitness]:
    from octavo.proof.certificate import NoteWitness

    proof = finished.proof
    if isinstance(proof, FormProof):
        return {note.id: NoteWitness(note.mark, note.words, note.differs) for note in proof.notes}
    return {
        note.id: NoteWitness(note.mark, note.words, note.differs, note.call_folio, note.folios)
        for note in proof.notes
    }


def _form(finished: FinishedForm):
    from octavo.proof.certificate import ProvenForm

    form, proof, data = finished.form, finished.proof, bytes_of_form(finished.file)
    return ProvenForm(
        form.name, form.called, finished.file.name, len(data), sha256(data).hexdigest(),
        len(proof.pages) if isinstance(proof, Proof) else None,
        proof.passages if isinstance(proof, FormProof) else None,
        len(proof.notes), len(proof.faults),
    )  # fmt: skip


def _digest(paths: Paths, sections: Sequence[Section]) -> str:
    """Return the digest of all copies, in the order of the book."""
    digest = sha256()
    for section in sections:
        digest.update(sha256(Path(paths.copies(section.name)).read_bytes()).digest())
    return digest.hexdigest()
