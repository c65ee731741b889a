"""Notes whose numbers and marks begin again on each page, in every form."""

from __future__ import annotations

import json
import re
import zipfile
from collections import defaultdict
from pathlib import Path

import pdfplumber
import pytest
from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from octavo.source import read_edition
from tests.building import edit, octavo

EDITION = """\
title: By Page
language: en-US
date: 2026
identifier: urn:uuid:1c24f6ee-0cf2-5a45-b3c3-0837aad467ad
sections: [one.md, two.md]
notes: {numbering: page, marks: page}
index: {}
print: {trim: a6}
"""
WORDS = "the clock runs on and nobody winds it since the keeper has gone down to the river".split()
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def text_of(name: str) -> str:
    """Eight paragraphs with six notes each, one of them marked, and references to three."""
    paragraphs: list[str] = []
    notes: list[str] = []
    for number in range(48):
        label = f"{name}{number}" if number % 6 else f"*{name}{number}"
        paragraphs.append(" ".join(WORDS[(number * 7 + at) % len(WORDS)] for at in range(23)))
        paragraphs[-1] += f"[^{label}]{'.' if number % 6 == 5 else ''}"
        marked = " [winds]{.index key=Winding}" if number == 29 else ""
        notes.append(f"[^{label}]: Of {label.strip('*')}{marked}.")
    text = " ".join(paragraphs).replace(". ", ".\n\n")
    asked = f"See [@note:{name}31], [@{{note:*{name}30}}] and [@note:one2]."
    return f"# Section {name}\n\n{text}\n\n{asked}\n\n" + "\n\n".join(notes) + "\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    (folder / "source").mkdir()
    (folder / "source/edition.yaml").write_text(EDITION, encoding="utf-8")
    for name in ("one", "two"):
        (folder / f"source/{name}.md").write_text(text_of(name), encoding="utf-8")
    octavo("build", folder, "--form", "pdf", "--form", "epub", "--form", "docx", "--form", "html")
    return folder


def notes_of(folder: Path) -> list[dict]:
    return json.loads((folder / "build/proven/pdf.json").read_bytes())["notes"]


def test_every_page_begins_with_the_first_number_and_the_first_mark(built: Path) -> None:
    pages: dict[tuple[str, int], list[str]] = defaultdict(list)
    for note in notes_of(built):
        pages[note["series"], note["call_page"]].append(note["mark"])
    assert len(pages) > 20
    for (series, _), marks in pages.items():
        wanted = [str(n) for n in range(1, 99)] if series == "numbered" else [*"*†‡§"]
        assert marks == wanted[: len(marks)]
    with pdfplumber.open(built / "build/by-page.pdf") as pdf:  # and so it is printed
        for (series, at), marks in pages.items():
            text = pdf.pages[at].extract_text() or ""
            opened = re.findall(r"^(\d+)\. Of |^([*†‡§])\s?Of ", text, re.MULTILINE)
            found = [number or mark for number, mark in opened]
            own = [mark for mark in found if mark.isdigit() == (series == "numbered")]
            assert own[-len(marks) :] == marks


def test_a_reference_has_the_number_and_the_page_of_the_print(built: Path) -> None:
    known = {note["id"]: note for note in notes_of(built)}
    with pdfplumber.open(built / "build/by-page.pdf") as pdf:
        text = " ".join(" ".join((page.extract_text() or "").split()) for page in pdf.pages)
    for section in ("one", "two"):
        numbered, marked = known[f"note-{section}-26"], known[f"note-{section}-m6"]
        first = known["note-one-2"]
        wanted = (
            f"See note {numbered['mark']} on page {numbered['call_folio']}, note {marked['mark']} "
            f"on page {marked['call_folio']} and "
        )
        assert wanted in text
        assert f"note {first['mark']} on page {first['call_folio']}." in text
    entry = re.search(r"Winding, (\d+)n(\d+), (\d+)n(\d+)", text)
    assert entry is not None
    notes = [known["note-one-25"], known["note-two-25"]]
    assert entry.groups() == tuple(n[key] for n in notes for key in ("call_folio", "mark"))


def test_forms_without_pages_number_by_section(built: Path) -> None:
    with zipfile.ZipFile(built / "build/by-page.epub") as epub:
        section = epub.read("EPUB/text/two.xhtml").decode()
    page = (built / "build/by-page-html/two.html").read_text(encoding="utf-8")
    for text in (section, page):
        marks = re.findall(r"<sup>([^<]*)</sup></a>", text)
        assert [m for m in marks if m.isdigit()] == [str(n) for n in range(1, 41)]
        bare = " ".join(re.sub("<[^>]*>", "", text).split()).replace("\u00a0", " ")
        assert "See note 26, note ¶ and “Section one,” note 2." in bare


def test_word_begins_again_on_each_page(built: Path) -> None:
    with zipfile.ZipFile(built / "build/by-page.docx") as docx:
        body = etree.fromstring(docx.read("word/document.xml"))[0]
        settings = etree.fromstring(docx.read("word/settings.xml"))
    rules = [n.get(f"{WORD}val") for n in body.iter(f"{WORD}numRestart")]
    assert set(rules) == {"eachPage"}
    assert [n.get(f"{WORD}val") for n in settings.iter(f"{WORD}numRestart")] == ["eachPage"]


def test_numbers_that_are_not_those_of_the_pages_are_found(built: Path, tmp_path: Path) -> None:
    edit(built / "source/edition.yaml", "{numbering: page, marks: page}", "{numbering: section}")
    octavo("build", built, "--form", "pdf")
    edit(built / "source/edition.yaml", "{numbering: section}", "{numbering: page}")
    found = octavo("prove", built, code=1)
    said = found.stdout + found.stderr
    assert re.search(r"note 9: its call is printed as “9”", said), said


def test_notes_at_the_end_have_no_numbers_by_page() -> None:
    text = "title: T\nsections: [a.md]\nnotes: {place: section, numbering: page}\n"
    edition, faults = read_edition(text.encode())
    assert edition is None
    assert [(f.place.line, f.message) for f in faults] == [
        (3, "notes.numbering: the notes at the end have no page of their own")
    ]


def test_a_style_that_names_numbers_of_notes_is_refused(built: Path) -> None:
    (built / "csl").mkdir()
    (built / "csl/works.json").write_text("[]", encoding="utf-8")
    edit(
        built / "source/edition.yaml",
        "index: {}",
        "citations: {style: oscola, bibliography: csl/works.json}",
    )
    said = octavo("check", built, code=1).stdout
    assert "the style oscola leads to notes by their numbers, and many have the same" in said
