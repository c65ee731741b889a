"""An index in the three forms, read back from them."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf
import pytest
from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from tests.building import copy_of, edit, forms_of, octavo, tasks_of

PARAGRAPH = "The ferry went over and the ferry came back, and each fare was put in a book. " * 12

EDITION = """\
title: The Ferry
authors: [{family: Marsh, given: Eleanor}]
language: en-GB
date: 2026
front_matter: [00-preface.md]
sections: [01-first.md, 02-second.md]
index: {introduction: "Numbers in **bold** are of the main place."}
"""
PREFACE = "# Preface\n\nOf [tides]{.index}.\n"
FIRST = f"""\
# First

[]{{.index key="boats!and *Gulls*" .from}}[Ward]{{.index key="Ward, James!as writer" .main}} wrote.

{PARAGRAPH}

{PARAGRAPH}

{PARAGRAPH}

{PARAGRAPH}

{PARAGRAPH}

A [tide]{{.index key="tides"}}.[^a] It ended[]{{.index key="boats!and *Gulls*" .to}} so.

[^a]: Of [fares]{{.index}}[]{{.index key="tolls" see="fares"}}.
[^b]: Of [fares]{{.index seealso="tides"}} too.
"""
SECOND = "# Second {#sec:second .index key=winter}\n\nRe[fi]{.index key=fi}ned [tides]{.index}.\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index") / "ferry"
    (folder / "source").mkdir(parents=True)
    texts = {
        "edition.yaml": EDITION,
        "00-preface.md": PREFACE,
        "01-first.md": FIRST.replace("A [tide]", "Back.[^b] A [tide]"),
        "02-second.md": SECOND,
    }
    for name, text in texts.items():
        (folder / "source" / name).write_text(text, encoding="utf-8")
    octavo("build", folder)
    return folder


def pages_of(pdf: Path) -> dict[str, str]:
    """The words of each page by its label."""
    with pdfplumber.open(pdf) as book, pikepdf.open(pdf) as labelled:
        labels = [str(page.label) for page in labelled.pages]
        return {
            label: page.extract_text() or "" for label, page in zip(labels, book.pages, strict=True)
        }


def index_of(pages: dict[str, str]) -> str:
    return next(text for text in pages.values() if text.startswith("Index\n"))


def test_the_printed_index_has_the_pages_on_which_the_words_stand(built: Path) -> None:
    pages = pages_of(built / "build" / "the-ferry.pdf")
    index = index_of(pages)
    tide = next(label for label, text in pages.items() if "A tide." in text)
    second = next(label for label, text in pages.items() if "Refined tides" in text)
    preface = next(label for label, text in pages.items() if "Of tides" in text)
    assert int(tide) > 1
    assert f"tides, {preface}, {tide}, {second}" in index
    assert f"and Gulls, 1–{tide}" in index
    assert "as writer, 1" in index
    assert f"fi, {second}" in index
    assert f"winter, {second}" in index
    assert f"fares, {tide}nn1–2. See also tides" in index
    assert "tolls. See fares" in index
    assert "Numbers in bold are of the main place." in index


def test_its_numbers_are_links_to_their_places(built: Path) -> None:
    with pikepdf.open(built / "build" / "the-ferry.pdf") as book:
        numbers = {page.objgen: str(page.label) for page in book.pages}
        index = next(p for p in reversed(book.pages) if len(p.obj.get("/Annots", ())) > 5)
        led = Counter(numbers[_destination(note)] for note in index.obj.Annots if _is_link(note))
    tide = next(t for t in led if t.isdecimal() and t not in {"1"} and led[t] > 1)
    assert led["1"] >= 2 and led[tide] >= 2 and any(not label.isdecimal() for label in led)


def _is_link(note: Any) -> bool:
    return note.get("/Subtype") == "/Link" and ("/Dest" in note or "/A" in note)


def _destination(note: Any) -> Any:
    place = note.Dest if "/Dest" in note else note.A.D
    return place[0].objgen


def test_the_epub_leads_from_the_same_numbers_to_the_words(built: Path) -> None:
    printed = index_of(pages_of(built / "build" / "the-ferry.pdf"))
    with zipfile.ZipFile(built / "build" / "the-ferry.epub") as epub:
        files = {Path(name).name: epub.read(name) for name in epub.namelist() if "/text/" in name}
    index = etree.fromstring(files["index.xhtml"])
    ops, html = "{http://www.idpf.org/2007/ops}", "{http://www.w3.org/1999/xhtml}"
    assert index.find(f".//{html}section[@role='doc-index']").get(f"{ops}type") == "index"
    links = [a for a in index.iter(f"{html}a") if a.get(f"{ops}type") == "index-locator"]
    assert len(links) == 8
    words = []
    for link in links:
        assert "".join(link.itertext()) in printed
        file, _, identity = link.get("href").partition("#")
        root = etree.fromstring(files[file or "index.xhtml"])
        (there,) = root.xpath(f"//*[@id='{identity}']")
        words.append("".join(there.itertext()))
    assert words == ["Ward", "fares", "Refined ", "tides.", "tide.", "tides.", "Ward", "Second"]


def test_word_can_make_the_index_anew(built: Path) -> None:
    with zipfile.ZipFile(built / "build" / "the-ferry.docx") as docx:
        parts = [docx.read(f"word/{name}.xml").decode() for name in ("document", "footnotes")]
    fields = [t.strip() for part in parts for t in re.findall(r"<w:instrText[^>]*>([^<]+)<", part)]
    entries = [field for field in fields if field.startswith("XE ")]
    assert 'XE "Ward, James:as writer" \\b' in entries
    assert 'XE "tolls" \\t "See fares"' in entries
    assert entries.count('XE "tides"') == 3
    assert sum(field.startswith("INDEX ") for field in fields) == 1
    document = etree.fromstring(parts[0].encode())
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    shown = ["".join(t.text or "" for t in p.iter(f"{w}t")) for p in document.iter(f"{w}p")]
    assert "Refined tides." in shown
    assert "tolls. See fares" in shown


def test_marks_leave_every_page_as_it_was(built: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    (plain / "source").mkdir(parents=True)
    for path in (built / "source").iterdir():
        text = path.read_text(encoding="utf-8")
        bare = re.sub(r"\[([^\]]*)\]\{\.index[^}]*\}", r"\1", text)
        bare = re.sub(r"(?m)^index:.*\n", "", bare)
        (plain / "source" / path.name).write_text(bare, encoding="utf-8")
    octavo("build", "--form", "pdf", plain)
    marked = pages_of(built / "build" / "the-ferry.pdf")
    unmarked = pages_of(plain / "build" / "the-ferry.pdf")
    texts = [label for label in unmarked if unmarked[label] and "Contents" not in unmarked[label]]
    assert len(texts) > 5
    assert [marked[label] for label in texts] == [unmarked[label] for label in texts]


def digests_of(folder: Path) -> dict[str, str]:
    return {kind: digest for kind, digest in forms_of(folder).items() if kind != "pdf"}


def test_a_form_built_alone_lays_out_no_page_and_its_index_names_none(
    built: Path, tmp_path: Path
) -> None:
    copied = copy_of(built, tmp_path / "copied")
    with_pages = digests_of(copied)
    fresh = tmp_path / "fresh"
    shutil.copytree(built / "source", fresh / "source")
    alone = ("build", "--form", "epub", "--form", "docx")
    done = octavo(*alone, fresh)
    assert not [task for task in tasks_of(done) if task.startswith(("typeset", "bind", "proof"))]
    assert "names no pages" in done.stdout
    without = digests_of(fresh)
    assert without.keys() == with_pages.keys()
    assert not set(without.values()) & set(with_pages.values())

    octavo(*alone, copied)  # after a whole build
    assert digests_of(copied) == without
    done = octavo("build", "--form", "pdf", "--form", "epub", copied)
    assert "names no pages" not in done.stdout
    assert digests_of(copied) == {"epub": with_pages["epub"], "docx": without["docx"]}
    octavo("build", copied)
    assert digests_of(copied) == with_pages

    with zipfile.ZipFile(fresh / "build" / "the-ferry.epub") as epub:
        files = {Path(name).name: epub.read(name) for name in epub.namelist() if "/text/" in name}
    index = etree.fromstring(files["index.xhtml"])
    links = [a for a in index.iter() if a.get("class") == "index-locator"]
    shown = ["".join(link.itertext()) for link in links]
    assert shown == ["[1]", "[1]n1", "[2]n2", "[1]", "[1]", "[2]", "[3]", "[1]", "[1]"]
    for link in links:
        file, _, identity = link.get("href").partition("#")
        assert len(etree.fromstring(files[file]).xpath(f"//*[@id='{identity}']")) == 1


def test_a_fault_of_the_pages_holds_back_no_form_built_alone(built: Path, tmp_path: Path) -> None:
    copied = copy_of(built, tmp_path / "copied")
    (copied / "styles").mkdir()
    (copied / "styles" / "print.css").write_text(".note { display: none }", encoding="utf-8")
    edit(copied / "source" / "02-second.md", "Re[fi]", "Now re[fi]")
    octavo("build", copied, code=1)
    octavo("build", "--form", "epub", copied)
    with zipfile.ZipFile(copied / "build" / "the-ferry.epub") as epub:
        assert any(b"Now" in epub.read(name) for name in epub.namelist())
