"""A long section in several files: notes with their calls, true links, one line of contents."""

from __future__ import annotations

import posixpath
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from octavo.epub import make_epub
from octavo.epub.parting import LONGEST, parts_of
from octavo.html.chapter import read_chapter
from octavo.model import Edition, Section
from octavo.proof.epub_reader import read_epub
from tests.epub.test_epubcheck import messages

X = "{http://www.w3.org/1999/xhtml}"
WORDS = "The ferry went over and the ferry came back, and each fare was put in a book. " * 12


def paragraph(number: int) -> str:
    mark = f'data-mark="{number}" data-series="numbered"'
    call = f'<span class="call" id="c{number}" data-note="n{number}" {mark}></span>'
    link = f'<a href="#p{999 - number}">see</a>'
    return f'<p id="p{number}">{number}. {WORDS}{call} {link}</p>'


def note(number: int) -> str:
    head = f'<div class="note" id="n{number}" data-mark="{number}" data-series="numbered">'
    return f"{head}<p>Note {number}.</p></div>"


NUMBERS = range(1, 999)
SECTION = (
    '<section id="sec-01" class="body" data-title="Long"><h1 id="long">Long</h1>'
    + "".join(
        (f'<h2 id="h{n}">Head {n}</h2>' if n % 90 == 0 else "") + paragraph(n) for n in NUMBERS
    )
    + '<div class="notes">'
    + "".join(map(note, NUMBERS))
    + "</div></section>"
)
OTHER = (
    '<section id="sec-02"><h1 id="o">Other</h1><p><a href="#p998">a</a>'
    '<a href="01.md#p998">b</a><a href="01.md">c</a><a href="01.md#no">d</a></p></section>'
)


@pytest.fixture(scope="module")
def parted(open_epub):
    edition = Edition(title="T", sections=("01.md", "02.md"))
    sections = [(Section("01", "source/01.md"), SECTION), (Section("02", "source/02.md"), OTHER)]
    # a section whose name is that of a part
    sections.append((Section("01.part2", "source/01.part2.md"), OTHER.replace("02", "03")))
    return open_epub(make_epub(edition, sections, {}))


def files(book) -> dict[str, ET.Element]:
    return {
        posixpath.basename(name): ET.fromstring(data)
        for name, data in book.files.items()
        if "/text/" in name
    }


def test_no_file_is_too_long_and_none_is_a_scrap(parted) -> None:
    *parts, other, alike = files(parted)
    assert parts == ["01.xhtml", *(f"01.part{n}.xhtml" for n in range(2, 7))]
    assert other == "02.xhtml"
    assert alike.startswith("01-part2-")
    sizes = [len(parted.files[f"EPUB/text/{name}"]) for name in parts]
    assert max(sizes) <= LONGEST
    assert min(sizes) >= LONGEST / 3


def test_each_part_begins_with_a_heading_and_has_its_own_notes(parted) -> None:
    for page in files(parted).values():
        calls = [a.get("href") for a in page.iter(f"{X}a") if a.get("role") == "doc-noteref"]
        assert calls == [f"#{aside.get('id')}" for aside in page.iter(f"{X}aside")]
        first = page.find(f"{X}body/{X}section")[0]  # pyright: ignore
        assert first.tag in {f"{X}h1", f"{X}h2"}


def test_the_mark_of_a_page_stays_with_what_it_marks() -> None:
    chapter = read_chapter(Section("01", "source/01.md"), SECTION, "01.xhtml", "text")
    assert chapter
    for parent in list(chapter.root.iter()):
        for child in [c for c in parent if c.tag == "h2" or c.get("class") == "note"]:
            mark = ET.Element("span", {"role": "doc-pagebreak", "id": f"of-{child.get('id')}"})
            parent.insert(list(parent).index(child), mark)
    parts = parts_of(chapter, len(SECTION))
    assert len(parts) > 3
    for part in parts:
        for parent in part.root.iter():
            for before, child in pairwise([None, *parent]):
                if child is not None and (child.tag == "h2" or child.get("class") == "note"):
                    assert before is not None
                    assert before.get("id") == f"of-{child.get('id')}"
    assert sum(part.root.find("span") is part.root[0] for part in parts[1:]) >= 3


def test_every_link_leads_to_its_paragraph(parted) -> None:
    pages = files(parted)
    where = {e.get("id"): name for name, page in pages.items() for e in page.iter() if e.get("id")}
    links = 0
    for name, page in pages.items():
        for paragraph in page.iter(f"{X}p"):
            link = paragraph.find(f"{X}a[last()]")
            if link is not None and link.text == "see":
                target = f"p{999 - int((paragraph.get('id') or '')[1:])}"
                file = "" if where[target] == name else where[target]
                assert link.get("href") == f"{file}#{target}"
                links += 1
    assert links == len(NUMBERS)
    last = where["p998"]
    hrefs = [a.get("href") for a in pages["02.xhtml"].iter(f"{X}a")]
    assert hrefs == [f"{last}#p998", f"{last}#p998", "01.xhtml", "01.xhtml"]


def test_the_contents_have_one_line_for_it(parted) -> None:
    nav = parted.tree("nav.xhtml").find(f".//{X}nav/{X}ol")
    assert [li.find(f"{X}a").text for li in nav] == ["Long", "Other", "Other"]
    below = [a.text for a in nav[0].iter(f"{X}a")]
    assert below == ["Long", *(f"Head {n}" for n in NUMBERS if n % 90 == 0)]


def test_the_proof_reads_it_as_one_text(parted) -> None:
    book = read_epub(parted.data, "en")
    words = [p.text.split(".")[0] for s in book.sections for p in s.passages if ". The" in p.text]
    assert words == [str(number) for number in NUMBERS]
    notes = [n for s in book.sections for n in s.notes]
    assert [(n.call, n.unlinked) for n in notes if n] == [(str(n), "") for n in NUMBERS]


@pytest.mark.slow
def test_epubcheck_finds_nothing(parted, tmp_path) -> None:
    assert messages(parted.data, tmp_path / "parted.epub") == []
