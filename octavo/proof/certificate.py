"""Make the certificate of an edition's forms: what was compared, and each note as each form has it.

It is one page for the browser, that needs no network; the same is written for programs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import orjson

from octavo.design.style_sheets import templates


@dataclass(frozen=True, slots=True)
class ProvenForm:
    """A form: its name, what people call it, its file, the size of that in bytes and its SHA-256;
    its pages, and the passages that were compared, if it has them; notes, differences."""

    name: str
    called: str
    file: str
    size: int
    sha256: str
    pages: int | None
    passages: int | None
    notes: int
    differences: int


@dataclass(frozen=True, slots=True)
class NoteWitness:
    """A note as a form has it: its mark, its words on one line, whether it differs from the
    manuscript, and in the print the folios of its call and of its own pages."""

    mark: str
    words: str
    differs: bool
    call_folio: str = ""
    folios: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CertifiedNote:
    """A note of the manuscripts: its id, its section, the place where it is written, its mark and
    its words; and what each form has, by the form's name."""

    id: str
    section: str
    place: str
    mark: str
    words: str
    witnesses: Mapping[str, NoteWitness]


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference: the code of the rule, the place in the source, and what is said of it."""

    code: str
    place: str
    message: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """All that was proven of an edition: `version` and `code` are those of Octavo, `sections` have
    their names and titles, `manuscripts` is the digest of all that the forms were compared with.
    Forms that differ when they are made are not `published`."""

    title: str
    version: str
    code: str
    manuscripts: str
    sections: tuple[tuple[str, str], ...]
    forms: tuple[ProvenForm, ...]
    differences: tuple[Difference, ...]
    notes: tuple[CertifiedNote, ...]
    published: bool = True


def certificate_data(made: Certificate) -> bytes:
    """Return the certificate as readable JSON."""
    return orjson.dumps(made, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def certificate_page(made: Certificate) -> str:
    """Return the certificate as a page."""
    rows = [_row(note, [form.name for form in made.forms]) for note in made.notes]
    data = orjson.dumps({"sections": made.sections, "notes": rows}).decode()
    for sign, escaped in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        data = data.replace(sign, escaped)  # no text ends the element that holds it
    return templates().get_template("proof.html").render(made=made, data=data)


def _row(note: CertifiedNote, forms: Sequence[str]) -> list[object]:
    """Return a note for the page; of a form with the manuscript's own words they are left out."""
    witnesses: list[object] = []
    for form in forms:
        witness = note.witnesses.get(form)
        if witness is None:
            witnesses.append(None)
            continue
        own = witness.words == note.words
        pages = [witness.call_folio, *witness.folios] if witness.folios else []
        witnesses.append([witness.mark, 0 if own else witness.words, pages, witness.differs])
    return [note.section, note.mark, note.place, note.words, witnesses]
