"""The proof finds no fault in a sound EPUB and a sound Word file, and every damage in others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

import pytest

from octavo.model import Fault, Place
from octavo.proof.archive import UnreadableFormError
from octavo.proof.docx_reader import read_docx
from octavo.proof.epub_reader import read_epub
from octavo.proof.expected_copy import Copies, Copy
from octavo.proof.form_book import FormBook
from octavo.proof.form_verdict import FormProof, prove_form, unreadable
from octavo.proof.front_verdict import ExpectedFront, expected_front
from octavo.proof.site_reader import read_site
from octavo.tasks.folders import bytes_of_form, files_of
from octavo.tasks.plan import Plan
from octavo.tasks.records import load
from tests.building import octavo
from tests.proof.form_damage import OF_DOCX, OF_EPUB, OF_HTML, OF_WHOLE, WORDS, Damage, Parts
from tests.proof.forms_text import write_edition
from tests.proof.front_damage import damages_of

SECTIONS = ("01-crossing", "02-ledger", "index")
PATHS = {name: Place(f"source/{name}.md") for name in SECTIONS[:2]}
LANGUAGE = "en-GB"
_TEXTS = {
    "epub": r"text/|\.opf$",
    "docx": r"word/(?:document|footnotes|numbering)\.xml|\.rels$",
    "html": r"(?:01-crossing|02-ledger|back-index)\.html$",
}
FORMS = ("epub", "docx", "html")
_READERS: dict[str, Callable[[bytes, str], FormBook]] = {"epub": read_epub, "docx": read_docx}


class Made(NamedTuple):
    """A form as it was made, and what it must have."""

    form: str
    data: bytes
    copies: list[Copy]
    front: ExpectedFront

    def proof(self, data: bytes) -> FormProof:
        file = Place(f"build/the-ferry.{self.form}")
        try:
            if self.form == "html":
                book, whole = read_site(files_of(data), LANGUAGE)
            else:
                book, whole = _READERS[self.form](data, LANGUAGE), None
        except UnreadableFormError as error:
            return unreadable(str(error), "the form", file)
        made = prove_form(self.copies, self.front, book, "the form", PATHS, file)
        if whole is None:
            return made
        front = self.front.on_one_page
        other = prove_form(self.copies, front, whole, "the page", PATHS, file)
        return replace(made, faults=made.faults + other.faults)

    def faults(self, damage: Damage) -> list[Fault]:
        behind = "<main" if self.form == "html" else "</w:sdt>"
        parts = Parts(self.data, _TEXTS[self.form], behind=behind)
        damage.change(parts)
        return list(self.proof(parts.bytes()).faults)


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Made]:
    folder = tmp_path_factory.mktemp("forms") / "ferry"
    write_edition(folder)
    octavo("build", folder, *(word for form in FORMS for word in ("--form", form)))
    build = folder / "build"
    paths = [build / "copies" / f"{name}.json" for name in ("dedication", *SECTIONS[:2])]
    paths.append(build / "without-pages" / "copies" / "index.json")
    plan = Plan(folder)
    sections = {section.name: section for section in plan.sections}
    made: dict[str, Made] = {}
    for form in FORMS:
        ending = "-html" if form == "html" else f".{form}"
        data = bytes_of_form(build / f"the-ferry{ending}")
        copies = [load(Copies, path).of(form) for path in paths]
        front = expected_front(plan.valid_edition, copies, sections, form)
        made[form] = Made(form, data, copies, front)
    return made


@pytest.mark.parametrize("form", FORMS)
def test_of_a_sound_form_there_is_nothing_to_report(forms: dict[str, Made], form: str) -> None:
    made = forms[form]
    proof = made.proof(made.data)
    assert proof.faults == ()
    assert [note.mark for note in proof.notes] == [*"1*23456", *"*1234"]
    assert proof.notes[4].words == "The wire was bought in 1811."
    assert proof.passages > 50


@pytest.mark.parametrize("damage", WORDS + OF_EPUB, ids=lambda damage: damage.name)
def test_every_damage_of_the_epub_is_reported(forms: dict[str, Made], damage: Damage) -> None:
    reported = forms["epub"].faults(damage)
    assert {fault.rule.code for fault in reported} & {*damage.codes}, reported


@pytest.mark.parametrize("damage", WORDS + OF_DOCX, ids=lambda damage: damage.name)
def test_every_damage_of_the_word_file_is_reported(forms: dict[str, Made], damage: Damage) -> None:
    reported = forms["docx"].faults(damage)
    assert {fault.rule.code for fault in reported} & {*damage.codes}, reported


@pytest.mark.parametrize("damage", WORDS + OF_HTML, ids=lambda damage: damage.name)
def test_every_damage_of_the_html_pages_is_reported(forms: dict[str, Made], damage: Damage) -> None:
    reported = forms["html"].faults(damage)
    assert {fault.rule.code for fault in reported} & {*damage.codes}, reported


@pytest.mark.parametrize("damage", OF_WHOLE, ids=lambda damage: damage.name)
def test_damage_of_the_page_with_the_whole_book_is_reported(
    forms: dict[str, Made], damage: Damage
) -> None:
    made = forms["html"]
    parts = Parts(made.data, r"book\.html")
    damage.change(parts)
    reported = made.proof(parts.bytes()).faults
    assert {fault.rule.code for fault in reported} & {*damage.codes}, reported
    assert all("the page: " in fault.message for fault in reported)


_FRONT = {
    "epub": r"(?:title|copyright|nav)\.xhtml|toc\.ncx",
    "docx": r"word/document\.xml",
    "html": r"^index\.html",
}


@pytest.mark.parametrize(
    ("form", "damage"),
    [(form, damage) for form in FORMS for damage in damages_of(form)],
    ids=lambda given: getattr(given, "name", given),
)
def test_every_damage_before_the_text_is_reported(
    forms: dict[str, Made], form: str, damage: Damage
) -> None:
    made = forms[form]
    parts = Parts(made.data, _FRONT[form], behind="<main" if form == "html" else "")
    damage.change(parts)
    reported = {fault.rule.code for fault in made.proof(parts.bytes()).faults}
    assert reported & {*damage.codes} and reported <= {"X022", "X023", "X024"}, reported


def test_there_are_eighty_kinds_of_damage_to_each_form() -> None:
    for damages in (WORDS + OF_EPUB, WORDS + OF_DOCX, WORDS + OF_HTML):
        assert len({damage.name for damage in damages}) == len(damages) > 80


_DEEP = "<div>" * 5_000 + "x" + "</div>" * 5_000
_DEEP_RUNS = "<w:smartTag>" * 5_000 + "</w:smartTag>" * 5_000
HOSTILE = {
    "nested without end": ("epub", r"<p>He wrote", _DEEP + "<p>He wrote"),
    "an entity": ("epub", r"<!DOCTYPE html>", '<!DOCTYPE html [<!ENTITY x "y">]>'),
    "tags nested without end": (
        "docx",
        r"<w:r><w:t[^>]*>He wrote",
        _DEEP_RUNS + r"<w:r><w:t>He wrote",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_reported_and_nothing_is_raised(
    forms: dict[str, Made], name: str
) -> None:
    form, pattern, new = HOSTILE[name]
    made = forms[form]
    parts = Parts(made.data, _TEXTS[form])
    parts.substitute(pattern, new)
    faults = made.proof(parts.bytes()).faults
    assert len(faults) <= 61
    assert all(fault.message for fault in faults)


@pytest.mark.parametrize("form", ["epub", "docx"])
def test_an_archive_of_something_else_is_no_form(forms: dict[str, Made], form: str) -> None:
    made = forms[form]
    other = forms["docx" if form == "epub" else "epub"]
    (fault,) = made.proof(other.data).faults
    assert fault.rule.code == "X001"
