"""The bound book, read back: folios, labels, links, outline, fonts."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf
import pytest

from octavo.design.fonts import Fonts, cut, fonts
from octavo.model import (  # fmt: skip
    BookSeries,
    Copyright,
    Edition,
    Isbn,
    Licence,
    Name,
    Page,
    PageMap,
    PrintSettings,
    Publisher,
    Section,
    Standard,
)
from octavo.pdf.binding.folios import folio_style
from octavo.pdf.binding.pdf_a import describe
from octavo.pdf.book.leaves_and_contents import contents, title_leaves
from octavo.pdf.book.pagination import CONTENTS, TITLE_LEAVES, Leaf, number  # fmt: skip
from octavo.pdf.typeset import typeset
from tests.pdf.bound_book import Book, bind

HERE = Path(".")
EDITION = Edition(
    title="The Book", subtitle="Its Pages", sections=("one.md",), date="2026-05", language="en-GB",
    authors=(Name(given="Jane", family="Doe"),), publisher=Publisher(name="Press", place="Oxford"),
    isbn=Isbn(print="978-0-306-40615-7"), copyright=Copyright(holder="Jane Doe", year=2026),
    print=PrintSettings(trim="4in 5in"),
)  # fmt: skip
TEXT = "The quick brown fox jumps over the lazy dog and the hound sleeps on. "
PREFACE = Section("preface", "source/preface.md", "front")
ONE, TWO = Section("one", "source/one.md"), Section("two", "source/two.md")
BACK = Section("back", "source/back.md", "back")


@cache
def book_fonts() -> Fonts:
    return fonts({name: cut(name) for name in ("EBGaramond-Regular", "EBGaramond-Italic")})


def xhtml(name: str, title: str, paragraphs: int, more: str = "") -> str:
    body = "".join(f"<p>{TEXT * 6}</p>" for _ in range(paragraphs))
    return (
        f'<section id="sec-{name}" class="body" lang="en" data-title="{title}">'
        f'<h1 id="title-{name}">{title}</h1>{body}{more}<div class="notes">'
        f'<div id="note-{name}-1" class="note" data-mark="1" data-series="numbered"><p>A note.</p>'
        "</div></div></section>"
    )


def call(name: str) -> str:
    return (
        f'<p>Called.<span id="call-{name}-1" class="call" data-note="note-{name}-1" data-mark="1"'
        ' data-series="numbered"></span></p>'
    )


SECTIONS = {
    PREFACE: xhtml("preface", "Preface", 1, call("preface")),
    ONE: xhtml(
        "one", "Chapter <em>One</em>".replace("<em>", "").replace("</em>", ""), 4,
        call("one") + '<h2 id="half">A Half</h2><p>See <a href="#title-two">two</a>, '
        '<a href="https://example.org/">out</a>.</p>'),
    TWO: xhtml("two", "Chapter Two", 1, call("two") + '<p><a href="#half">back</a></p>'),
    BACK: xhtml("back", "Back", 1, call("back") + '<p><a href="#nowhere">no</a></p>'),
}  # fmt: skip


@cache
def leaves() -> tuple[Leaf, ...]:
    made = []
    for section, text in SECTIONS.items():
        done = typeset(text, section, EDITION, HERE, book_fonts())
        assert not done.faults
        made.append(Leaf(section, done.pdf, done.page_map))
    titles = title_leaves(EDITION, HERE, book_fonts())
    assert not titles.faults
    made.append(Leaf(TITLE_LEAVES, titles.pdf, titles.page_map))
    listed = contents(EDITION, made, HERE, book_fonts())
    assert not listed.faults
    return (*made, Leaf(CONTENTS, listed.pdf, listed.page_map))


@cache
def book() -> Book:
    return bind(EDITION, leaves(), book_fonts(), folio_style(EDITION, HERE, book_fonts()))


@cache
def texts() -> list[str]:
    return texts_of(book().pdf)


def texts_of(data: bytes) -> list[str]:
    with pdfplumber.open(BytesIO(data)) as pdf:
        return [page.extract_text() or "" for page in pdf.pages]


@pytest.fixture
def pdf() -> Any:
    with pikepdf.open(BytesIO(book().pdf)) as opened:
        yield opened


def first_page(section: Section) -> int:
    return next(i for i, page in enumerate(book().pages) if page.section == section.name)


def test_the_order_of_the_book() -> None:
    order = list(dict.fromkeys(page.section for page in book().pages))
    assert order == ["title-leaves", "contents", "preface", "one", "two", "back"]


def test_every_part_opens_on_a_recto() -> None:
    for section in (*SECTIONS, CONTENTS, TITLE_LEAVES):
        assert first_page(section) % 2 == 0
    assert len(texts()) % 2 == 0
    blank = [i for i, page in enumerate(book().pages) if page.index is None]
    assert blank
    assert all(i % 2 == 1 and texts()[i] == "" for i in blank)


def test_title_leaves() -> None:
    half, blank, title, legal = texts()[:4]
    assert half == "The Book"
    assert blank == ""
    assert title.splitlines()[:3] == ["The Book", "Its Pages", "Jane Doe"]
    assert "Oxford" in title
    assert "978-0-306-40615-7" in legal
    assert "© 2026 Jane Doe" in legal


@pytest.mark.parametrize(("hidden", "kept"), [(".copyright-page", 2), (".title-page", 2), ("*", 0)])
def test_a_style_sheet_may_hide_title_leaves(tmp_path: Path, hidden: str, kept: int) -> None:
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "print.css").write_text(f"{hidden} {{ display: none }}")
    made = title_leaves(EDITION, tmp_path, book_fonts())
    assert not made.faults
    assert sum(map(bool, texts_of(made.pdf))) == kept  # half-title, title page, copyright page


def test_folios_are_the_labels_at_their_places() -> None:
    preface, one = first_page(PREFACE), first_page(ONE)
    assert texts()[preface].splitlines()[-1] == book().pages[preface].label == "vii"
    assert texts()[one].splitlines()[-1] == "1"
    assert texts()[one + 1].splitlines()[0].lower() == "2 the book"
    assert texts()[one + 2].splitlines()[0] == "Chapter One 3"
    with pdfplumber.open(BytesIO(book().pdf)) as opened:
        verso, recto = opened.pages[one + 1].chars, opened.pages[one + 2].chars
        left = min(c["x0"] for c in verso if c["text"] == "2")
        right = max(c["x1"] for c in recto if c["text"] == "3")
        assert left == pytest.approx(4 * 72 * 66 / 432, abs=1)
        assert right == pytest.approx(4 * 72 - 4 * 72 * 66 / 432, abs=1)


def test_displays_and_blanks_have_no_folio() -> None:
    for page in book().pages:
        assert (page.folio == "") == (page.kind in {"display", "blank"})


def test_folios_are_artifacts(pdf: Any) -> None:
    content = b"".join(part.read_bytes() for part in pdf.pages[first_page(ONE)].obj.Contents)
    assert b"/Artifact <</Type /Pagination" in content


def test_page_labels(pdf: Any) -> None:
    labels = [page.label for page in pdf.pages]
    assert labels == [page.label for page in book().pages]
    assert labels[0] == "i"
    assert labels[first_page(ONE)] == "1"


def links(pdf: Any, index: int) -> list[Any]:
    return list(pdf.pages[index].obj.get("/Annots", ()))


def leads_to(pdf: Any, annotation: Any) -> int:
    pages = {page.obj.objgen: i for i, page in enumerate(pdf.pages)}
    return pages[annotation.Dest[0].objgen]


def page_of(section: Section, identity: str) -> int:
    return next(
        i for i, page in enumerate(book().pages)
        if page.section == section.name and identity in page.page.ids
    )  # fmt: skip


def test_calls_and_notes_lead_to_each_other(pdf: Any) -> None:
    for section in (ONE, TWO):
        at = page_of(section, f"call-{section.name}-1")
        places = dict(book().pages[at].page.ids)
        height = float(pdf.pages[at].MediaBox[3])
        tops = [height - float(link.Dest[3]) for link in links(pdf, at)
                if "/Dest" in link and leads_to(pdf, link) == at]  # fmt: skip
        for identity in (f"note-{section.name}-1", f"call-{section.name}-1"):
            assert any(abs(places[identity][1] - 4 - top) < 0.1 for top in tops), identity


def test_links_lead_across_sections_both_ways(pdf: Any) -> None:
    half, two = page_of(ONE, "half"), page_of(TWO, "title-two")
    forth = [leads_to(pdf, link) for link in links(pdf, half) if "/Dest" in link]
    back = [leads_to(pdf, link) for i in range(two, two + 2) for link in links(pdf, i)
            if "/Dest" in link]  # fmt: skip
    assert two in forth
    assert half in back


def test_links_out_of_the_book_stay_and_none_of_ours_is_left(pdf: Any) -> None:
    addresses = [str(link.A.URI) for i in range(len(pdf.pages)) for link in links(pdf, i)
                 if "/A" in link]  # fmt: skip
    assert addresses == ["https://example.org/"]


def test_a_link_that_leads_nowhere_is_a_fault() -> None:
    (fault,) = book().faults
    assert "#nowhere" in fault.message
    assert fault.place.path == "source/back.md"


def test_outline(pdf: Any) -> None:
    with pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == [
            "The Book", "Contents", "Preface", "Chapter One", "Chapter Two", "Back"]  # fmt: skip
        assert [child.title for child in outline.root[3].children] == ["A Half"]


def test_the_contents_have_the_numbers_that_are_printed(pdf: Any) -> None:
    at = first_page(CONTENTS)
    listed = "\n".join(texts()[at : at + 2]).splitlines()
    for section, title in ((PREFACE, "Preface"), (ONE, "Chapter One"), (TWO, "Chapter Two")):
        assert f"{title} {book().pages[first_page(section)].label}" in listed
    targets = {leads_to(pdf, link) for i in (at, at + 1) for link in links(pdf, i)}
    assert {first_page(s) for s in SECTIONS} == targets


def test_each_face_is_embedded_once_and_whole(pdf: Any) -> None:
    files = {}
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
            files.setdefault(str(item.FontName), []).append(item.FontFile2.objgen)
    assert sorted(files) == ["/EBGaramond-Italic", "/EBGaramond-Regular"]
    assert all(len(found) == 1 for found in files.values())
    streams = [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and "/Length1" in o]
    assert len(streams) == 2
    assert all(int(s.Length1) > 200_000 for s in streams)


def test_what_the_book_says_of_itself(pdf: Any) -> None:
    assert str(pdf.docinfo["/Title"]) == "The Book: Its Pages"
    assert str(pdf.docinfo["/CreationDate"]) == "D:20260501000000Z"
    assert str(pdf.Root.Lang) == "en-GB"
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    with pdf.open_metadata() as metadata:
        assert metadata["dc:creator"] == ["Jane Doe"]
        assert metadata["xmp:CreateDate"] == "2026-05-01T00:00:00Z"


def test_same_leaves_same_bytes_in_whatever_order() -> None:
    folios = folio_style(EDITION, HERE, book_fonts())
    turned = sorted(leaves(), key=lambda leaf: leaf.section.name not in {"contents"})
    assert bind(EDITION, turned, book_fonts(), folios).pdf == book().pdf


def test_leaves_may_be_in_files(tmp_path: Path) -> None:
    files = []
    for leaf in leaves():
        path = tmp_path / f"{leaf.section.name}.pdf"
        assert isinstance(leaf.pdf, bytes)
        path.write_bytes(leaf.pdf)
        files.append(replace(leaf, pdf=path))
    folios = folio_style(EDITION, HERE, book_fonts())
    assert bind(EDITION, files, book_fonts(), folios).pdf == book().pdf


def test_numbers() -> None:
    page = Page("text", {})
    maps = [(PREFACE, PageMap("preface", (page,))), (ONE, PageMap("one", (page, page, page))),
            (BACK, PageMap("back", (page,)))]  # fmt: skip
    assert [p.label for p in number(maps)] == ["i", "ii", "1", "2", "3", "4", "5", "6"]


def test_a_book_with_a_letter_that_no_font_has_claims_no_standard() -> None:
    assert b"pdfuaid:part>1" in metadata(book().pdf)
    assert b"pdfaid:part>3" in metadata(book().pdf)
    text = xhtml("one", "One", 1, call("one") + "<p>\U0010fffd</p>")
    made = typeset(text, ONE, EDITION, HERE, book_fonts())
    assert not made.page_map.whole
    leaf = Leaf(ONE, made.pdf, made.page_map)
    bound = bind(EDITION, [leaf], book_fonts(), folio_style(EDITION, HERE, book_fonts()))
    assert b":part>" not in metadata(bound.pdf)


@pytest.mark.parametrize(
    ("standard", "claims"), [("PDF/UA-1", [b"pdfuaid:part>1"]), ("PDF/UA-2", [])]
)
@pytest.mark.parametrize("text", ["<p>\ue001</p>", '<p><img src="" alt="\ue001"/></p>'])
def test_a_book_with_a_letter_for_private_use_claims_less(
    standard: Standard, claims: list[bytes], text: str
) -> None:
    edition = replace(EDITION, print=replace(EDITION.print, standard=standard))
    made = typeset(xhtml("one", "One", 1, call("one") + text), ONE, edition, HERE, book_fonts())
    found = [fault.message for fault in made.faults if fault.rule.code == "S077"]
    assert found == ["the letter U+E001 is for private use: only its font knows what it means"]
    leaf = Leaf(ONE, made.pdf, made.page_map)
    bound = bind(edition, [leaf], book_fonts(), folio_style(edition, HERE, book_fonts()))
    assert re.findall(rb"pdf\w+:part>\d", metadata(bound.pdf)) == claims


def metadata(pdf: bytes) -> bytes:
    with pikepdf.open(BytesIO(pdf)) as opened:
        return opened.Root.Metadata.read_bytes()


def test_the_metadata_have_all_numbers_of_the_edition() -> None:
    numbered = replace(
        EDITION,
        authors=(Name(family="Doe", orcid="0000-0002-1825-0097"),), doi="10.1000/182",
        isbn=Isbn(print="978-0-306-40615-7", pdf="978-3-16-148410-0"),
        series=BookSeries(title="Studies", issn="0378-5955"),
        licence=Licence(name="CC BY 4.0", url="https://creativecommons.org/licenses/by/4.0/"),
    )  # fmt: skip
    with pikepdf.new() as empty:
        describe(empty, numbered, whole=True)
        xmp = empty.Root.Metadata.read_bytes().decode()
    assert "<dc:identifier>urn:isbn:9783161484100</dc:identifier>" in xmp
    relations = re.search("<dc:relation>(.*)</dc:relation>", xmp)
    assert relations
    assert re.findall("<rdf:li>(.*?)</rdf:li>", relations[1]) == [
        "urn:isbn:9780306406157", "https://doi.org/10.1000/182", "urn:issn:0378-5955",
        "https://orcid.org/0000-0002-1825-0097",
    ]  # fmt: skip
    assert ">CC BY 4.0</rdf:li></rdf:Alt></dc:rights>" in xmp
    assert "<xmpRights:WebStatement>https://creativecommons.org/licenses/by/4.0/<" in xmp
