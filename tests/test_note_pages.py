"""References to notes by their page, and the parts of a bibliography, in all three forms."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from tests.building import ROOT, octavo
from tests.witness import WORD, XHTML

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed"),
]

PROSE = "The ferry crossed at slack water, and the ferryman wrote down each fare he took. " * 12
TEXTS = {
    "00-preface": f"# Preface\n\nWords.[^p] See [@note:far, page].\n\n{PROSE}\n\n"
    "[^p]: Prefatory.\n",
    "01-crossing": "# Chapter 1. The Crossing\n\nOne.[^near] "
    "As [@note:far, where, page] and [@note:p, page] say.\n\n"
    + f"{PROSE}\n\n"
    * 9
    + f"Far.[^far]\n\n{PROSE}\n\n"
    "[^near]: Nearby; see [@note:far, page] and [@note:last, page].\n\n[^far]: Faraway.\n",
    "02-ledger": f"# The Ledger\n\n{PROSE}\n\n{PROSE}\n\nLast.[^last]\n\n"
    "[^last]: Lastly, see [@ilyin1990, 3].\n",
}
EDITION = """\
front_matter: [00-preface.md]
"""
PARTS = """\
  parts:
    - {title: Articles, where: {type: article-journal}, introduction: "These *came* late."}
    - {title: Works}
  include: all
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("referring") / "ferry"
    shutil.copytree(ROOT / "tests" / "edition", folder, ignore=shutil.ignore_patterns("build"))
    for name, text in TEXTS.items():
        (folder / "source" / f"{name}.md").write_text(text, encoding="utf-8")
    described = folder / "source" / "edition.yaml"
    written = described.read_text(encoding="utf-8").replace("sections:", f"{EDITION}sections:")
    described.write_text(written + PARTS, encoding="utf-8")
    library = folder / "csl" / "bibliography.json"
    titles = library.read_text(encoding="utf-8")
    russian = '"title": "Книга как свидетель", "language": "ru"'
    library.write_text(titles.replace('"title": "The Ledger as Witness"', russian), "utf-8")
    octavo("build", folder)
    return folder


def form(folder: Path, kind: str) -> Path:
    (path,) = (folder / "build").glob(f"*.{kind}")
    return path


def pages(pdf: Path) -> dict[str, str]:
    """The words of each page by its label."""
    with pikepdf.open(pdf) as book:
        labels = [str(page.label) for page in book.pages]
    run = ["pdftotext", "-layout", str(pdf), "-"]
    text = subprocess.run(run, capture_output=True, text=True, check=True).stdout
    return dict(zip(labels, (" ".join(p.split()) for p in text.split("\f")), strict=False))


def test_the_pdf_prints_the_page_on_which_each_note_stands(built: Path) -> None:
    printed = pages(form(built, "pdf"))
    stands = {
        word: label
        for label, text in printed.items()
        for word in ("Prefatory", "Faraway", "Lastly")
        if f". {word}" in text
    }
    assert stands["Prefatory"].isalpha() and int(stands["Faraway"]) > 2
    assert len(set(stands.values())) == 3
    far, near = stands["Faraway"], next(text for text in printed.values() if "Nearby" in text)
    assert f"chap. 1, note 2 on page {far}." in printed[stands["Prefatory"]]
    assert f"As note 2 below on page {far} and “Preface,” note 1 on page {stands['Prefatory']}" in (
        near
    )
    assert f"see note 2 on page {far} and “The Ledger,” note 1 on page {stands['Lastly']}." in near


def test_every_page_in_the_pdf_is_a_link(built: Path) -> None:
    with pikepdf.open(form(built, "pdf")) as book:
        (page,) = (page for page in book.pages if page.label == "1")
        annotations: Any = page.get("/Annots", ())
        numbers = {p.objgen: str(p.label) for p in book.pages}
        led = [numbers[a.Dest[0].objgen] for a in annotations if "/Dest" in a]
    stands = [label for label, text in pages(form(built, "pdf")).items() if ". Faraway" in text]
    assert led.count(stands[0]) == 4  # the number of the note and its page, twice


def test_the_epub_gives_the_number_alone(built: Path) -> None:
    with zipfile.ZipFile(form(built, "epub")) as book:
        text = etree.fromstring(book.read("EPUB/text/01-crossing.xhtml"))
    words = " ".join("".join(text.itertext()).split())
    assert "As note 2 below and “Preface,” note 1 say." in words
    assert "see note 2 and “The Ledger,” note 1." in words
    assert "on page" not in words and "000" not in words
    hrefs = [a.get("href") for a in text.iter(f"{XHTML}a") if a.get("class") == "note-reference"]
    assert "02-ledger.xhtml#note-02-ledger-1" in hrefs


def test_word_works_the_pages_out(built: Path) -> None:
    with zipfile.ZipFile(form(built, "docx")) as book:
        parts = [etree.fromstring(book.read(f"word/{n}.xml")) for n in ("document", "footnotes")]
    fields = [f for part in parts for f in part.iter(f"{WORD}fldSimple")]
    fields = [f for f in fields if next(f.iterancestors(f"{WORD}sdt"), None) is None]  # contents
    asked = [f.get(f"{WORD}instr").split() for f in fields]
    marks = {b.get(f"{WORD}name") for part in parts for b in part.iter(f"{WORD}bookmarkStart")}
    assert sum(name == "PAGEREF" for name, *_ in asked) == 5
    assert {name for _, name, *_ in asked} <= marks
    stale = [f for f in fields if "PAGEREF" in f.get(f"{WORD}instr")]
    assert all(f.get(f"{WORD}dirty") == "true" for f in stale)


def test_an_edit_moves_the_pages_that_are_printed(built: Path, tmp_path: Path) -> None:
    folder = tmp_path / "edited"
    shutil.copytree(built, folder)
    path = folder / "source" / "01-crossing.md"
    path.write_text(TEXTS["01-crossing"].replace(f"{PROSE}\n\n" * 9, PROSE), encoding="utf-8")
    octavo("build", folder)
    printed = pages(form(folder, "pdf"))
    stands = next(label for label, text in printed.items() if ". Faraway" in text)
    (preface,) = (text for text in printed.values() if ". Prefatory" in text)
    assert re.findall(r"note 2 on page (\w+)", preface) == [stands]
    assert int(stands) == 1


def test_the_parts_of_the_bibliography_stand_in_all_forms(built: Path) -> None:
    wanted = ["Bibliography", "Articles", "These came late.", "Ilyin, Pavel.", "Works", "Ward"]
    with zipfile.ZipFile(form(built, "epub")) as book:
        epub = etree.fromstring(book.read("EPUB/text/bibliography.xhtml"))
    with zipfile.ZipFile(form(built, "docx")) as book:
        word = etree.fromstring(book.read("word/document.xml"))
    texts = {
        "pdf": " ".join(pages(form(built, "pdf")).values()),
        "epub": " ".join("".join(epub.itertext()).split()),
        "docx": " ".join("".join(p.itertext()).replace("…", "") for p in word.iter(f"{WORD}p")),
    }
    for kind, text in texts.items():
        at = text.rindex("Bibliography Articles")
        for words in wanted:
            assert words in text[at:], f"{words} is not in the {kind}"
            at = text.index(words, at)


def test_a_title_in_another_language_says_so_in_all_forms(built: Path) -> None:
    title = "Книга как свидетель"
    with zipfile.ZipFile(form(built, "epub")) as book:
        epub = etree.fromstring(book.read("EPUB/text/bibliography.xhtml"))
    (entry,) = [d for d in epub.iter(f"{XHTML}div") if title in "".join(d.itertext())]
    marked = [e for e in entry.iter() if e.get("lang") == "ru" and title in "".join(e.itertext())]
    assert marked and all(
        e.get("{http://www.w3.org/XML/1998/namespace}lang") == "ru" for e in marked
    )
    html = etree.fromstring((built / "build/html/bibliography.xhtml").read_bytes())
    assert [e for e in html.iter() if e.get("lang") == "ru" and title in "".join(e.itertext())]
    with zipfile.ZipFile(form(built, "docx")) as book:
        word = etree.fromstring(book.read("word/document.xml"))
    runs = [r for r in word.iter(f"{WORD}r") if title in "".join(r.itertext())]
    assert [r.find(f"{WORD}rPr/{WORD}lang").get(f"{WORD}val") for r in runs] == ["ru"]
