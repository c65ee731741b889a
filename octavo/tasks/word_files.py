"""Name the Word files of an edition that has one for each section, in the order of the book, and
prove each of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from octavo.model import Edition, FormProof, Place, Section
from octavo.model.form_rules import form_can_be_read
from octavo.tasks.folders import files_of

if TYPE_CHECKING:
    from octavo.proof.expected_copy import Copy
    from octavo.proof.front_verdict import ExpectedFront

OPENING = "00-opening.docx"  # title page, copyright page and contents
_NUMBER = re.compile(r"^\d+[-_. ]*")


def names_of_files(sections: Sequence[Section]) -> Mapping[str, str]:
    """Return the names of the files of sections by those of the sections: their place in the book,
    and the name without the number that it begins with.

    01-prologue, third in the book -> 03-prologue.docx
    """
    width = max(2, len(str(len(sections))))
    return {
        section.name: f"{number:0{width}}-{_NUMBER.sub('', section.name) or section.name}.docx"
        for number, section in enumerate(sections, 1)
    }


def prove_word_files(
    edition: Edition, data: bytes, sections: Sequence[Section], copies: Sequence[Copy],
    front: ExpectedFront, place: Place,
) -> FormProof:  # fmt: skip
    """Compare the files of all sections, which are one in `data`, each with the copy of its
    section, and the opening with what must be before the text. `place` is that of the folder."""
    try:
        files = files_of(data)
    except BadZipFile:
        files = {}
    proofs = [*_proofs(edition, files, sections, copies, front, place)]
    return FormProof(
        tuple(note for proof in proofs for note in proof.notes),
        sum(proof.passages for proof in proofs),
        tuple(fault for proof in proofs for fault in proof.faults),
        digest=sha256(data).hexdigest(),
    )


def _proofs(
    edition: Edition, files: Mapping[str, bytes], sections: Sequence[Section],
    copies: Sequence[Copy], front: ExpectedFront, place: Place,
) -> Iterator[FormProof]:  # fmt: skip
    """Yield the proof of each file, and of each that is missing or one too many."""
    from octavo.proof.front_verdict import ExpectedFront

    known = {copy.section: copy for copy in copies}
    wanted: dict[str, tuple[Sequence[Copy], ExpectedFront]] = {
        OPENING: ((), replace(front, is_apart=True))
    }
    for section, name in names_of_files(sections).items():
        wanted[name] = ([known[section]] if section in known else (), ExpectedFront())
    places = {section.name: Place(section.path or section.name) for section in sections}
    for name, (own, before) in wanted.items():
        at = replace(place, path=f"{place.path}/{name}")
        if name in files:
            yield _proof(edition, files[name], name, own, before, places, at)
        elif name == OPENING or any(not copy.is_empty for copy in own):
            yield _only(at, f"the Word files: {name} is not there")
    for name in sorted(files.keys() - wanted.keys()):
        at = replace(place, path=f"{place.path}/{name}")
        yield _only(at, f"the Word files: {name} is the file of no section")


def _only(place: Place, message: str) -> FormProof:
    return FormProof((), 0, (form_can_be_read.fault(place, message),))


def _proof(
    edition: Edition, data: bytes, name: str, copies: Sequence[Copy], front: ExpectedFront,
    places: Mapping[str, Place], place: Place,
) -> FormProof:  # fmt: skip
    from octavo.proof.archive import UnreadableFormError
    from octavo.proof.docx_reader import read_docx
    from octavo.proof.form_verdict import prove_form, unreadable

    called = f"the Word file {name}"
    try:
        book = read_docx(data, edition.language, edition.docx.styles)
    except UnreadableFormError as error:
        return unreadable(str(error), called, place)
    return prove_form(copies, front, book, called, places, place)
