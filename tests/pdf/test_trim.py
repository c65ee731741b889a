"""Trims, gutters and signatures: the computed page, and the pages of a bound book."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

import pdfplumber
import pikepdf
import pytest

from octavo.design.fonts import Fonts, cut, fonts
from octavo.design.variables import LONGEST, put_in, variables
from octavo.model import TRIMS, Edition, Imposition, Page, PageMap, PrintSettings, Section
from octavo.pdf.binding.folios import folio_style
from octavo.pdf.book.pagination import Leaf, number
from octavo.pdf.design.page_geometry import (
    CLASSES,
    KDP,
    bound,
    design_faults,
    page_of,
    points,
    shift,
    trim,
    unfit,
    wrong,
)
from octavo.pdf.design.print_sheets import read_design
from octavo.pdf.typeset import typeset
from octavo.source import read_edition
from tests.pdf.bound_book import Book, bind

CLASSIC = read_design().variables


def edition(**settings: object) -> Edition:
    asked = PrintSettings(**settings)  # type: ignore[arg-type]
    return Edition(title="The Book", sections=("a.md",), date="2026", print=asked)


# --- trims ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", TRIMS)
def test_every_trim_by_name_is_a_page_for_text(name: str) -> None:
    page = trim(PrintSettings(trim=name).size)
    assert page.holds_text
    assert page.inner < page.outer
    assert page.top < page.bottom
    assert page.measure <= points(CLASSIC["measure"], text=11.5) + 0.01
    assert (page.height - page.top - page.bottom) / 14 == pytest.approx(page.lines)


def test_trims_are_what_the_trade_calls_so() -> None:
    royal, digest = (trim(PrintSettings(trim=name).size) for name in ("royal", "digest"))
    assert (royal.width / 72 * 25.4, royal.height / 72 * 25.4) == pytest.approx((156, 234))
    assert (digest.width / 72, digest.height / 72) == (5.5, 8.5)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("roial", "did you mean royal?"),
        ("6 by 9", "a width and a height"),
        ("1in 9in", "no side of a page is under 2 in"),
        ("6in 900in", "or over 40 in"),
    ],
)
def test_a_trim_that_is_none_is_told(written: str, said: str) -> None:
    told = f"title: A\nsections: [a.md]\nprint: {{trim: {written}}}\n".encode()
    read, faults = read_edition(told)
    assert read is None
    assert said in faults[0].message
    assert faults[0].place.line == 3


def test_an_unknown_design_and_a_gutter_that_is_none_are_told() -> None:
    written = b"title: A\nsections: [a.md]\nprint: {design: baroque, gutter: wide}\n"
    messages = " ".join(fault.message for fault in read_edition(written)[1])
    assert "print.design" in messages
    assert "a gutter is auto, none, kdp, ingramspark" in messages


# --- variables -----------------------------------------------------------------------------------


def test_variables_hang_on_one_another_and_never_on_themselves() -> None:
    found = variables([":root{--a:2pt;--b:calc(var(--a) * 2);--c:var(--d);--d:var(--c)}"])
    assert found == {"a": "2pt", "b": "calc(2pt * 2)"}
    assert variables([":root{--a:1pt}", ":root{--a:3pt}"]) == {"a": "3pt"}


def test_variables_stand_in_pages_and_their_margin_boxes() -> None:
    sheet = "@page :left{@top-left{font:var(--a)/14pt x}} p{margin:var(--own, 1pt)}"
    assert "font:9pt/14pt x" in put_in(sheet, {"a": "9pt"})
    assert "var(--own, 1pt)" in put_in(sheet, {"a": "9pt"})


def test_a_variable_that_doubles_without_end_is_dropped() -> None:
    chain = "".join(f"--x{n}:var(--x{n + 1}) var(--x{n + 1});" for n in range(90))
    found = variables([f":root{{{chain}--x90:abcdefgh}}"])
    assert all(len(value) <= LONGEST for value in found.values())
    assert "x0" not in found


UNUSABLE = (
    ":root{--margin-inner:400%}", ":root{--leading:0pt}", ":root{--text-size:x}",
    ":root{--trim:0in 0in}", ":root{--trim:}", ":root{--leading:-4pt}", ":root{--measure:1pt}",
    "p{" * 3000, ":root{" + "(" * 3000,
)  # fmt: skip


@pytest.mark.parametrize("sheet", UNUSABLE)
def test_a_sheet_beyond_reason_leaves_a_page_and_is_told(sheet: str, tmp_path: Path) -> None:
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "print.css").write_text(sheet)
    assert page_of(edition(), tmp_path).holds_text
    faults = [fault.rule.name for fault in design_faults(edition(), tmp_path, 100)]
    assert faults == ["design_can_be_used"]


def test_a_sound_design_has_no_fault(tmp_path: Path) -> None:
    for name in ("classic", "critical", "compact", "journal"):
        assert not list(design_faults(edition(design=name), tmp_path, 400))
    assert not wrong("", CLASSIC)


# --- the gutter ----------------------------------------------------------------------------------


def test_the_inner_margin_grows_with_the_book_and_the_text_stays_as_wide() -> None:
    page, settings = trim("6in 9in"), PrintSettings()
    pages = [bound(page, settings, count) for count in (150, 151, 301, 501, 701, 2000)]
    assert [p.inner - page.inner for p in pages] == pytest.approx([0, 3, 6, 9, 12, 12])
    assert {round(p.measure, 6) for p in pages} == {round(page.measure, 6)}


@pytest.mark.parametrize(("count", "inches"), [*zip(CLASSES, KDP, strict=True)])
def test_kdp_gets_the_margin_it_asks_for(count: int, inches: float) -> None:
    for name in ("a-format", "us-trade"):
        page = trim(PrintSettings(trim=name).size)
        assert bound(page, PrintSettings(gutter="kdp"), count).inner >= inches * 72 - 0.001
    small = trim(TRIMS["a6"])
    assert bound(small, PrintSettings(gutter="kdp"), 700).inner == pytest.approx(54)


def test_other_gutters() -> None:
    page = trim(TRIMS["a6"])
    assert bound(page, PrintSettings(gutter="ingramspark"), 40).inner >= 36
    assert shift(page, PrintSettings(gutter="none"), 900) == 0
    assert shift(page, PrintSettings(gutter="5mm"), 9) == pytest.approx(14.17, abs=0.01)
    assert shift(page, PrintSettings(facing=False), 900) == 0
    assert "more than the 828" in unfit(trim(""), PrintSettings(gutter="kdp"), 900)
    assert "the outer margin is" in unfit(page, PrintSettings(gutter="1in"), 9)


# --- the order of pages --------------------------------------------------------------------------


def maps(*counts: int) -> list[tuple[Section, PageMap]]:
    made = []
    for n, count in enumerate(counts):
        pages = tuple(Page("text", {}) for _ in range(count))
        made.append((Section(f"s{n}", f"s{n}.md", "body"), PageMap(f"s{n}", pages)))
    return made


@pytest.mark.parametrize(
    ("imposition", "pages"),
    [
        (Imposition(), "0b11222b"),
        (Imposition(openings="any"), "011222"),
        (Imposition(facing=False), "011222"),
        (Imposition(facing=False, blank_last=True), "011222b"),
        (Imposition(blank_last=True), "0b11222b"),
        (Imposition(openings="any", blank_last=True), "011222bb"),
        (Imposition(signature=16), "0b11222bbbbbbbbb"),
        (Imposition(openings="any", signature=4), "011222bb"),
        (Imposition(openings="any", signature=6), "011222"),
        (Imposition(openings="any", signature=6, blank_last=True), "011222bbbbbb"),
    ],
)
def test_blanks_stand_where_they_must(imposition: Imposition, pages: str) -> None:
    bound_ = number(maps(1, 2, 3), imposition)
    assert "".join("b" if p.index is None else p.section[1:] for p in bound_) == pages
    assert [p.label for p in bound_] == [str(n) for n in range(1, len(pages) + 1)]


# --- a bound book --------------------------------------------------------------------------------

TEXT = "The offices of three ministries kept three calendars and one clock. "


@cache
def faces() -> Fonts:
    return fonts({name: cut(name) for name in ("EBGaramond-Regular", "EBGaramond-Italic")})


def book(folder: Path, **settings: object) -> Book:
    made = edition(trim="4in 5in", **settings)
    leaves = []
    for name, times in (("one", 4), ("two", 30), ("three", 4)):
        link = '<p><a href="#t-two">Two</a></p>'
        text = (
            f'<section id="sec-{name}" class="body" lang="en" data-title="{name}">'
            f'<h1 id="t-{name}">{name}</h1>{link}<p>{TEXT * times}</p></section>'
        )
        section = Section(name, f"source/{name}.md")
        done = typeset(text, section, made, folder, faces())
        leaves.append(Leaf(section, done.pdf, done.page_map, done.verso))
    return bind(made, leaves, faces(), folio_style(made, folder, faces()))


def left_edges(pdf: bytes) -> list[float]:
    with pdfplumber.open(BytesIO(pdf)) as document:
        return [
            round(min((c["x0"] for c in page.chars if abs(c["size"] - 11.5) < 0.1), default=0), 1)
            for page in document.pages
        ]


def test_a_gutter_moves_text_folios_and_links_from_the_spine(tmp_path: Path) -> None:
    plain, moved = book(tmp_path, gutter="none"), book(tmp_path, gutter="10pt")
    sides = [10, -10]
    for n, (a, b) in enumerate(zip(left_edges(plain.pdf), left_edges(moved.pdf), strict=True)):
        if a:
            assert b - a == pytest.approx(sides[n % 2], abs=0.11)
    rects = []
    for made in (plain, moved):
        with pikepdf.open(BytesIO(made.pdf)) as document:
            rects.append([float(p.obj.Annots[0].Rect[0]) for p in document.pages if "/Annots" in p])
    assert [b - a for a, b in zip(*rects, strict=True)] == pytest.approx([10] * len(rects[0]))
    with pdfplumber.open(BytesIO(plain.pdf)) as a, pdfplumber.open(BytesIO(moved.pdf)) as b:
        one, two = (document.pages[3].extract_text_lines()[0] for document in (a, b))
        assert two["text"] == one["text"]
        assert two["x0"] == pytest.approx(one["x0"] - 10, abs=0.1)


def test_a_gutter_moves_the_frames_of_figures_too(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "in.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">'
        '<rect width="40" height="20"/></svg>'
    )
    frames = []
    for gutter in ("none", "10pt"):
        made = edition(trim="4in 5in", gutter=gutter)
        text = (
            '<section id="sec-a" class="body" lang="en" data-title="A"><h1 id="a">A</h1>'
            "<figure><img src='source/in.svg' alt='x'/></figure></section>"
        )
        section = Section("a", "source/a.md")
        done = typeset(text, section, made, tmp_path, faces())
        leaf = Leaf(section, done.pdf, done.page_map)
        bound_ = bind(made, [leaf], faces(), folio_style(made, tmp_path, faces()))
        with pikepdf.open(BytesIO(bound_.pdf)) as document:
            frames += [
                [float(side) for side in item.A.BBox]
                for item in document.objects
                if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"
            ]
    (left, bottom, right, top), moved = frames
    assert moved == pytest.approx([left + 10, bottom, right + 10, top], abs=0.01)


def test_sections_on_any_page_have_the_margins_of_its_side(tmp_path: Path) -> None:
    made = book(tmp_path, openings="any")
    page = trim("4in 5in")
    sections = [p.section for p in made.pages]
    assert None not in [p.index for p in made.pages[:-1]]
    assert sections.index("two") % 2 == 1, "it opens on a verso"
    edges = left_edges(made.pdf)
    for n, edge in enumerate(edges):
        if edge:
            assert edge == pytest.approx((page.inner, page.outer)[n % 2], abs=1.5)
    with pdfplumber.open(BytesIO(made.pdf)) as document:
        heads = [(p.extract_text() or "none").splitlines()[0].lower() for p in document.pages]
    for n, bound_ in enumerate(made.pages):
        if bound_.index:
            assert ("the book" in heads[n]) == (n % 2 == 1), heads[n]


def test_a_signature_is_filled_and_single_pages_follow_one_another(tmp_path: Path) -> None:
    made = book(tmp_path, signature=8)
    with pikepdf.open(BytesIO(made.pdf)) as document:
        assert len(document.pages) == len(made.pages)
        assert len(document.pages) % 8 == 0
        assert document.Root.PageLayout == "/TwoPageRight"
    alone = book(tmp_path, facing=False)
    assert all(page.index is not None for page in alone.pages)
    with pikepdf.open(BytesIO(alone.pdf)) as document:
        assert document.Root.PageLayout == "/SinglePage"
    assert len(set(left_edges(alone.pdf))) == 1
