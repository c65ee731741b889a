"""Chapters and parts with their numbers, read back from the pages of every form."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pdfplumber
import pikepdf
import pytest
from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from octavo.locales import in_words, name_of_number, opens_with_number, tables
from tests.building import edit, octavo

EDITION = """\
title: The Clocks
authors: [{family: Author, given: An}]
language: en-US
date: 2026
identifier: urn:uuid:1c24f6ee-0cf2-5a45-b3c3-0837aad467ad
front_matter: [preface.md]
sections: [delays.md, waiting.md, running.md, hours.md, between.md, striking.md]
numbering: {chapters: words, parts: roman}
print: {openings: any}
figures: {numbering: section}
"""
SOURCE = {
    "preface": "# Preface\n\nSee [@sec:waiting] and [@sec:hours].\n",
    "delays": "# Delays {#sec:delays .part}\n\n::: epigraph\nTime is a town.\n\n"
    "[R. Girl, *Town*]{.source}\n:::\n",
    "waiting": "# The *Waiting* Room {#sec:waiting}\n\nIt waits.[^a] See [@sec:striking].\n\n"
    "## Doors\n\n[^a]: Compare [@sec:running] and [@note:b].\n",
    "running": "# Running {#sec:running running=Run}\n\nIt runs.[^b]\n\n{pages}\n\n[^b]: A note.\n",
    "hours": "# The Hours[^c] {#sec:hours .part}\n\n[^c]: A note to a part.\n",
    "between": "# An Interlude {#sec:between .unnumbered}\n\nBetween [@sec:hours].\n\n"
    "| a |\n|---|\n| 1 |\n\n: Tolls {#tbl:tolls}\n",
    "striking": "# Striking {#sec:striking}\n\nIt strikes, after [@sec:between].\n\n"
    "| a |\n|---|\n| 1 |\n\n: Fares {#tbl:fares}\n",
}
LINES = [
    "Preface", "Part I. Delays", "Chapter One. The Waiting Room", "Chapter Two. Running",
    "Part II. The Hours", "An Interlude", "Chapter Three. Striking",
]  # fmt: skip
XHTML = {"h": "http://www.w3.org/1999/xhtml"}
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clocks")
    (folder / "source").mkdir()
    (folder / "source/edition.yaml").write_text(EDITION, encoding="utf-8")
    pages = "\n\n".join(["The clock runs on, and nobody winds it. " * 30] * 6)
    for name, text in SOURCE.items():
        written = text.replace("{pages}", pages)
        (folder / f"source/{name}.md").write_text(written, encoding="utf-8")
    octavo("build", folder, "--form", "pdf", "--form", "epub", "--form", "docx", "--form", "html")
    return folder


def pages_of(folder: Path) -> list[str]:
    with pdfplumber.open(folder / "build/the-clocks.pdf") as pdf:
        return [" ".join((page.extract_text() or "").split()) for page in pdf.pages]


def test_the_print_has_the_numbers_above_the_titles(built: Path) -> None:
    pages = pages_of(built)
    first = next(n for n, page in enumerate(pages) if page.startswith("Part I Delays"))
    # A part has a leaf of its own: a recto without a folio, and a blank verso, though sections open
    # on any page.
    assert first % 2 == 0
    assert pages[first] == "Part I Delays Time is a town. —R. Girl, Town"
    assert pages[first + 1] == ""
    assert pages[first + 2].startswith("Chapter One The Waiting Room It waits.1 See chapter 3.")
    assert "1. Compare chap. 2 and chap. 2, note 1." in pages[first + 2]
    assert pages[first + 3].startswith("Chapter Two Running It runs.1")
    heads = [page for page in pages if page.startswith("Chapter Two. Run ")]
    assert heads, "the number is in the running heads, before the short title"
    second = next(n for n, page in enumerate(pages) if page.startswith("Part II"))
    assert second % 2 == 0
    assert pages[second + 1] == ""
    assert pages[second + 2].startswith("An Interlude Between part 2. Table 1. Tolls")
    assert pages[second + 3].startswith("Chapter Three Striking It strikes, after “An Interlude”.")
    assert "Table 3.1. Fares" in pages[second + 3]


def test_contents_and_outline_of_the_print_have_the_numbers(built: Path) -> None:
    contents = next(page for page in pages_of(built) if page.startswith("Contents"))
    found = re.findall(r"([A-Z].*?) (?:vii|\d+)(?= |$)", contents.removeprefix("Contents "))
    assert found[: len(LINES)] == LINES
    with pikepdf.open(built / "build/the-clocks.pdf") as pdf, pdf.open_outline() as outline:
        titles = {item.title: [child.title for child in item.children] for item in outline.root}
    assert titles["Part I. Delays"] == LINES[2:4]
    assert titles["Part II. The Hours"] == LINES[5:7]
    assert "Chapter Three. Striking" not in titles


def test_the_number_is_a_part_of_the_tagged_heading(built: Path) -> None:
    with pdfplumber.open(built / "build/the-clocks.pdf") as pdf:
        heads = [
            (page.page_number, element["mcids"])
            for page in pdf.pages
            if page.chars  # pdfplumber reads no tags of a blank page
            for element in _elements(page.structure_tree)
            if element["type"] == "H1"
        ]
        words = [
            "".join(c["text"] for c in pdf.pages[n - 1].chars if c["mcid"] in mcids)
            for n, mcids in heads
        ]
    bare = ["".join(w.split()) for w in words]
    assert "ChapterOneTheWaitingRoom" in bare
    assert "PartIITheHours1" in bare


def _elements(elements: list) -> Iterator[dict]:
    for element in elements:
        mcids = {*element.get("mcids", ())}
        for inner in _elements(element.get("children", [])):
            mcids |= inner["mcids"]
            yield inner
        yield {"type": element["type"], "mcids": mcids}


def test_the_epub_nests_chapters_in_their_parts(built: Path) -> None:
    with zipfile.ZipFile(built / "build/the-clocks.epub") as epub:
        nav = etree.fromstring(epub.read("EPUB/nav.xhtml"))
        part = etree.fromstring(epub.read("EPUB/text/delays.xhtml"))
        chapter = etree.fromstring(epub.read("EPUB/text/waiting.xhtml"))
        ncx = etree.fromstring(epub.read("EPUB/toc.ncx"))
    toc = nav.find(".//h:nav[@role='doc-toc']", XHTML)
    rows = [
        (" ".join("".join(link.itertext()).split()), sum(1 for _ in link.iterancestors("{*}ol")))
        for link in toc.iter("{*}a")
    ]
    ranks = {"Preface": 1, "Part I. Delays": 1, "Part II. The Hours": 1, "Doors": 3}
    assert rows == [
        (line, ranks.get(line, 2)) for line in [*LINES[:3], "Doors", *LINES[3:]]
    ]  # fmt: skip
    points = [" ".join("".join(label.itertext()).split()) for label in ncx.iter("{*}navLabel")]
    assert points == [line for line, _ in rows]
    section = part.find(".//h:section", XHTML)
    assert section.get("role") == "doc-part"
    assert section.get("{http://www.idpf.org/2007/ops}type") == "part"
    assert chapter.find(".//h:section", XHTML).get("role") == "doc-chapter"
    heading = chapter.find(".//h:h1", XHTML)
    assert " ".join("".join(heading.itertext()).split()) == "Chapter One The Waiting Room"


def test_the_word_file_has_the_number_in_its_heading(built: Path) -> None:
    with zipfile.ZipFile(built / "build/the-clocks.docx") as docx:
        body = etree.fromstring(docx.read("word/document.xml"))[0]
    headings, types = [], []
    for paragraph in body.iter(f"{WORD}p"):
        style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
        if style is not None and style.get(f"{WORD}val") == "Heading1":
            runs = [n for r in paragraph.iter(f"{WORD}r") for n in r]
            texts = ["\n" if n.tag == f"{WORD}br" else n.text for n in runs if _says(n)]
            headings.append("".join(filter(None, texts)).replace("\u00a0", " "))
    assert headings == [line.replace(". ", "\n", 1) for line in LINES]
    types = [s.find(f"{WORD}type").get(f"{WORD}val") for s in body.iter(f"{WORD}sectPr")]
    # title page and contents, preface, part, chapter, chapter, part, interlude, the line for
    # LibreOffice, chapter
    assert types == [
        "nextPage", "nextPage", "oddPage", "oddPage", "nextPage", "oddPage", "oddPage",
        "continuous", "nextPage",
    ]  # fmt: skip


def _says(node) -> bool:
    return node.tag in (f"{WORD}t", f"{WORD}br")


def test_the_html_pages_have_the_numbers(built: Path) -> None:
    folder = built / "build/the-clocks-html"
    front = (folder / "index.html").read_text(encoding="utf-8")
    assert [" ".join(re.sub("<[^>]*>", "", a).split()) for a in re.findall(
        r"<li><a[^>]*>(.*?)</a>", front, re.DOTALL)] == LINES  # fmt: skip
    page = (folder / "delays.html").read_text(encoding="utf-8")
    assert 'role="doc-part"' in page
    assert "<title>Part I. Delays · The Clocks</title>" in page


def test_a_chapter_that_moves_is_numbered_anew_everywhere(built: Path) -> None:
    edit(
        built / "source/edition.yaml", "waiting.md, running.md, hours.md, between.md, striking.md",
        "striking.md, hours.md, between.md, running.md, waiting.md",
    )  # fmt: skip
    octavo("build", built)
    text = " ".join(pages_of(built))
    for line in ("Chapter One. Striking", "Chapter Two. Running", "Chapter Three. The Waiting"):
        assert line in text
    assert "It waits.1 See chapter 1." in text
    assert "Table 1.1. Fares" in text


# --- the words -----------------------------------------------------------------------------------


@pytest.mark.parametrize("tag", sorted(tables()))
def test_numbers_in_words_are_all_different_and_known_again(tag: str) -> None:
    for kind in ("chapter", "part"):
        said = [in_words(kind, number, tag) for number in range(1, 31)]
        assert len({*said}) == 30, said
        assert all(one and one == one.strip() and "  " not in one for one in said)
        assert all(one[0] == one[0].upper() for one in said)
        assert all(opens_with_number(f"{one}: Days", tag) for one in said)
        assert opens_with_number(f"{name_of_number(kind, 12, 'roman', tag)}: Days", tag)


@pytest.mark.parametrize(
    ("tag", "chapter", "part"),
    [
        ("en", "Chapter Twenty-One", "Part Three"), ("de", "Einundzwanzigstes Kapitel",
        "Dritter Teil"), ("fr", "Chapitre vingt-et-unième", "Troisième partie"),
        ("ru", "Глава двадцать первая", "Часть третья"), ("cs", "Kapitola dvacátá první",
        "Část třetí"), ("pl", "Rozdział dwudziesty pierwszy", "Część trzecia"),
        ("uk", "Розділ двадцять перший", "Частина третя"), ("la", "Caput vicesimum primum",
        "Pars tertia"), ("hu", "Huszonegyedik fejezet", "Harmadik rész"),
        ("he", "פרק עשרים ואחד", "חלק שלישי"),
    ],
)  # fmt: skip
def test_the_words_are_those_of_the_language(tag: str, chapter: str, part: str) -> None:
    assert name_of_number("chapter", 21, "words", tag) == chapter
    assert name_of_number("part", 3, "words", tag) == part


def test_a_number_without_words_is_in_figures() -> None:
    assert name_of_number("chapter", 41, "words", "cs") == "Kapitola\u00a041"
    assert name_of_number("chapter", 4, "roman", "hu") == "IV.\u00a0fejezet"
    assert not opens_with_number("One Shore, Two Boats", "en")
    assert not opens_with_number("Partitions", "en")
