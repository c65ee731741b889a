"""One section on its pages, read back from the PDF: tiny texts, a small page."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pdfplumber
import pytest

from octavo.design.fonts import Fonts, cut, fonts
from octavo.model import Edition, PrintSettings, Section
from octavo.pdf.design.layout_warnings import listening
from octavo.pdf.design.page_geometry import trim
from octavo.pdf.design.url_fetcher import Reader, Refused
from octavo.pdf.section.print_tree import prepare, title_of
from octavo.pdf.typeset import Typeset, typeset

EDITION = Edition(
    title="The Book", sections=("a.md",), date="2026", language="en",
    print=PrintSettings(trim="4in 5in"),
)  # fmt: skip
WORDS = "The quick brown fox jumps over the lazy dog and the hound sleeps on. "


@cache
def book_fonts() -> Fonts:
    return fonts({name: cut(name) for name in ("EBGaramond-Regular", "EBGaramond-Italic")})


def call(n: int) -> str:
    return (
        f'<span id="call-a-{n}" class="call" data-note="note-a-{n}" data-mark="{n}"'
        ' data-series="numbered"></span>'
    )


def section(body: str, *notes: str, title: str = "A <em>Fine</em> Chapter", name: str = "a") -> str:
    """A section as section_html writes it; each note is the inside of its div."""
    made = "".join(
        f'<div id="note-a-{n}" class="note" data-mark="{n}" data-series="numbered">{text}</div>'
        for n, text in enumerate(notes, 1)
    )
    return (
        f'<section id="sec-{name}" class="body" lang="en" data-title="A Fine Chapter">'
        f'<h1 id="title-{name}">{title}</h1>{body}<div class="notes">{made}</div></section>'
    )


def lay_out(text: str, folder: Path = Path("."), edition: Edition = EDITION) -> Typeset:
    return typeset(text, Section("a", "source/a.md"), edition, folder, book_fonts())


def texts(pdf: bytes) -> list[str]:
    with pdfplumber.open(BytesIO(pdf)) as document:
        return [page.extract_text() or "" for page in document.pages]


def lines(pdf: bytes, page: int) -> list[dict[str, float]]:
    with pdfplumber.open(BytesIO(pdf)) as document:
        return document.pages[page].extract_text_lines()


def bare(text: str) -> str:
    return re.sub(r"[\s\u2010]+", "", text)


def test_a_title_is_shortened_by_hand_for_the_running_head() -> None:
    from octavo.html.section_xhtml import section_html
    from octavo.model import Source
    from octavo.parsing.notes import parse

    text = '# A Title of Some Length {#a running="Some Length"}\n\nWords.\n'
    written = section_html(parse(Source(Section("a", "source/a.md"), text), "en"))
    prepared = prepare(written, "a", EDITION, book_fonts())
    running = next(e for e in prepared.html.iter() if e.get("class") == "running-recto")
    assert "".join(running.itertext()) == "Some Length"


def test_running_heads_stand_on_all_pages_but_the_opening() -> None:
    made = lay_out(section("".join(f"<p>{WORDS * 6}</p>" for _ in range(5))))
    first, second, third = [page.splitlines() for page in texts(made.pdf)[:3]]
    assert first[0] == "A Fine Chapter"
    assert first[1].startswith("The quick")
    assert second[0].lower() == "the book"
    assert third[0] == "A Fine Chapter"
    assert [page.kind for page in made.page_map.pages][:3] == ["opening", "text", "text"]
    assert not made.faults


def test_text_stands_on_the_lines_of_the_page() -> None:
    made = lay_out(section("".join(f"<p>{WORDS * 6}</p>" for _ in range(5))))
    tops = [line["bottom"] for line in lines(made.pdf, 1)[1:]]
    assert all(abs(b - a - 14) < 0.1 for a, b in pairwise(tops))


PLACES = {
    "paragraph": "<p>Text{}.</p>",
    "heading": '<h2 id="h">A Heading{}</h2><p>Text.</p>',
    "quotation": "<blockquote><p>Text{}.</p></blockquote>",
    "table": "<table><tbody><tr><td>b{}</td></tr></tbody></table>",
    "caption": "<table><caption>A table{}</caption><tbody><tr><td>b</td></tr></tbody></table>",
    "list": "<ul><li>item{}</li></ul>",
    "definition": "<dl><dt>Term</dt><dd>meaning{}</dd></dl>",
    "figure": "<figure><figcaption>A picture{}</figcaption></figure>",
    "verse": '<div class="line-block">one<br/>two{}</div>',
}


def test_a_note_in_every_kind_of_place_stands_once_at_the_foot() -> None:
    body = "".join(form.format(call(n)) for n, form in enumerate(PLACES.values(), 1))
    made = lay_out(section(body, *(f"<p>Note in a {place}.</p>" for place in PLACES)))
    assert not made.faults
    assert made.page_map.notes == len(PLACES)
    whole = bare("".join(texts(made.pdf)))
    for number, place in enumerate(PLACES, 1):
        assert whole.count(bare(f"{number}. Note in a {place}.")) == 1, place


def test_a_note_in_a_tables_head_stands_before_those_in_its_rows() -> None:
    head = f"<thead><tr><th>A{call(1)}</th></tr></thead>"
    body = f"<table>{head}<tbody><tr><td>b{call(2)}</td></tr></tbody></table>"
    assert not lay_out(section(body, "<p>One.</p>", "<p>Two.</p>")).faults


def test_a_note_of_many_blocks_is_whole() -> None:
    note = (
        "<p>First.</p><p>Second.</p><blockquote><p>Quoted.</p></blockquote><ul><li>Item.</li></ul>"
        '<div class="line-block">Verse<br/>verse.</div>'
    )
    made = lay_out(section(f"<p>Text.{call(1)}</p>", note))
    text = bare(texts(made.pdf)[0])
    assert not made.faults
    assert "1.First.Second.Quoted." in text
    assert "Verseverse." in text


def test_a_note_that_begins_with_a_quotation_has_its_number_in_the_first_line() -> None:
    made = lay_out(section(f"<p>Text.{call(1)}</p>", "<blockquote><p>Quoted.</p></blockquote>"))
    assert "1. Quoted." in texts(made.pdf)[0]


def test_a_long_note_runs_on_and_its_words_are_all_there() -> None:
    words = " ".join(f"w{n}" for n in range(700))
    made = lay_out(section(f"<p>{WORDS}{call(1)} {WORDS * 9}</p>", f"<p>{words}</p>"))
    whole = " ".join(texts(made.pdf)).split()
    assert not made.faults
    assert len(made.page_map.pages) > 2
    assert [w for w in whole if re.fullmatch(r"w\d+", w)] == words.split()
    assert "note-a-1" in made.page_map.pages[0].ids
    assert all("note-a-1" not in page.ids for page in made.page_map.pages[1:])


def test_no_line_begins_with_a_call() -> None:
    text = "Text that is here long so that the line is filled and then measured once more."
    notes = [f"<p>n{n}</p>" for n in range(40)]
    body = "".join(
        f'<p style="width:{150 + n}pt">{text}{call(n)} and so on.</p>' for n in range(1, 41)
    )
    edition = replace(EDITION, print=PrintSettings(trim="6in 9in"))
    made = lay_out(section(body, *notes), edition=edition)
    with pdfplumber.open(BytesIO(made.pdf)) as document:
        found = [
            line["text"]
            for page in document.pages
            for line in page.extract_text_lines()
            if re.match(r"\d+ ?and so", line["text"])
        ]
    assert found == []


def test_addresses_break_without_a_hyphen() -> None:
    address = "https://history.state.gov/historicaldocuments/frus1961-63v10/administration"
    made = lay_out(section("".join(f"<p>{'x' * n} {address}</p>" for n in range(1, 20))))
    whole = bare("".join(texts(made.pdf)).replace("\u2010", "HYPHEN"))
    assert whole.count(address) == 19


def test_the_map_has_headings_and_places() -> None:
    made = lay_out(section('<h2 id="one">One</h2><p>Text.</p><h2>Two</h2><p id="p">Text.</p>'))
    page = made.page_map.pages[0]
    assert [(h.level, h.text) for h in page.headings] == [
        (1, "A Fine Chapter"), (2, "One"), (2, "Two")]  # fmt: skip
    assert all(heading.id in page.ids for heading in page.headings)
    assert page.ids["one"][1] < page.ids["p"][1] < 5 * 72


def test_a_heading_leaves_its_note_out_of_running_head_contents_and_outline() -> None:
    text = section("<p>Text.</p>", "<p>Secret.</p>", title=f"A <em>Fine</em> Chapter{call(1)}")
    assert title_of(text) == "<span>A <em>Fine</em> Chapter</span>"
    prepared = prepare(text, "a", EDITION, book_fonts())
    assert prepared.headings[0].text == "A Fine Chapter"
    running = next(e for e in prepared.html.iter() if e.get("class") == "running-recto")
    assert "".join(running.itertext()) == "A Fine Chapter"


def test_a_note_without_its_call_stops_the_typesetting() -> None:
    with pytest.raises(AssertionError, match="without a call"):
        prepare(section("<p>Text.</p>", "<p>Lost.</p>"), "a", EDITION, book_fonts())


def test_same_section_same_bytes_whatever_was_set_before() -> None:
    text = section(f"<p>{WORDS * 9}{call(1)}</p>", "<p>A <em>note</em>.</p>")
    first = lay_out(text)
    lay_out(section("<p><em>Another</em> text, with в кратчайший срок.</p>"))
    assert lay_out(text) == first


# --- what may be read ----------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "source").mkdir()
    (tmp_path / "secret.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    (tmp_path / "source" / "link.svg").symlink_to(tmp_path / "secret.svg")
    (tmp_path / "source" / "in.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">'
        '<rect width="20" height="20"/></svg>'
    )
    return tmp_path


OUTSIDE = (
    "http://example.org/a.png", "https://example.org/a.png", "secret.svg", "source/../secret.svg",
    "source/link.svg", "file:///etc/passwd", "file://host/etc/passwd", "data:text/plain,x",
    "octavo-font:../../x",
)  # fmt: skip


@pytest.mark.parametrize("address", OUTSIDE)
def test_nothing_outside_the_source_is_read(folder: Path, address: str) -> None:
    url = address if ":" in address else f"{folder.as_uri()}/{address}"
    with pytest.raises(Refused):
        Reader(folder / "source", book_fonts()).fetch(url)


def test_a_picture_that_is_refused_is_told(folder: Path) -> None:
    body = '<p><img src="{}" alt="x"/></p>'
    assert not lay_out(section(body.format("source/in.svg")), folder).faults
    made = lay_out(section(body.format("source/link.svg")), folder)
    assert [fault.rule.name for fault in made.faults] == ["picture_is_printed"]
    assert made.faults[0].place.path == "source/a.md"


def test_warnings_are_collected_and_not_printed(capsys: pytest.CaptureFixture[str]) -> None:
    import logging

    with listening() as told:
        logging.getLogger("weasyprint").warning("one")
        logging.getLogger("weasyprint").warning("one")
        logging.getLogger("weasyprint").info("two")
    assert [warning.message for warning in told] == ["one"]
    assert capsys.readouterr() == ("", "")


def test_the_editions_own_sheet_comes_after_the_default(folder: Path) -> None:
    (folder / "styles").mkdir()
    (folder / "styles" / "print.css").write_text("p { margin-top: 112pt }")
    plain, own = lay_out(section("<p id='p'>x</p>")), lay_out(section("<p id='p'>x</p>"), folder)
    ys = [made.page_map.pages[0].ids["p"][1] for made in (plain, own)]
    assert ys[1] == pytest.approx(ys[0] + 112, abs=0.1)


# --- proportions and faces -----------------------------------------------------------------------


@pytest.mark.parametrize("size", ["6in 9in", "148mm 210mm", "210mm 297mm", "111mm 178mm"])
def test_the_text_stands_on_whole_lines_and_nearer_the_spine(size: str) -> None:
    page = trim(size)
    lines_ = (page.height - page.top - page.bottom) / 14
    assert lines_ == pytest.approx(round(lines_))
    assert lines_ > 20
    assert page.inner < page.outer
    assert page.top < page.bottom
    assert page.width - page.inner - page.outer <= 336.01


def test_a_face_is_cut_to_the_same_bytes() -> None:
    assert cut("EBGaramond-Italic") == cut("EBGaramond-Italic")


REFERRED = (
    'Far <a href="#x" class="cross-reference">table 1</a><span class="note-page"> on page '
    '<a href="#x" class="note-page">000</a></span>'
)


def test_contents_and_running_heads_leave_out_pages_that_a_title_refers_to() -> None:
    text = section(f"<h2>{REFERRED}</h2><p>{WORDS}</p>", title=REFERRED)
    assert title_of(text) == "<span>Far <span>table 1</span></span>".replace(
        "<span>table", '<span class="cross-reference">table'
    )
    prepared = prepare(text, "a", EDITION, book_fonts(), {"x": "45"})
    assert [heading.text for heading in prepared.headings] == ["Far table 1", "Far table 1"]
    assert not prepared.unpaged


def test_a_page_that_is_not_known_is_an_error() -> None:
    """Nothing prints 000 in silence: not where a stage forgets the pages, nor where there is
    none."""
    text = section(f"<p>{WORDS}{REFERRED}.</p>")
    (fault,) = lay_out(text).faults
    assert (fault.rule.code, fault.message) == (
        "N012", "the page of #x is referred to and is not known",
    )  # fmt: skip
    whole = typeset(
        text, Section("a", "source/a.md"), EDITION, Path("."), book_fonts(), {"x": "45"}
    )
    assert not whole.faults
    assert "on page 45." in " ".join(texts(whole.pdf)[0].split())


@pytest.mark.parametrize("rank", ["h2", "h3", "h4"])
def test_a_list_is_as_far_from_its_heading_as_text(rank: str) -> None:
    kinds = {
        "text": "<p>Begins here.</p>", "bullets": "<ul><li>Begins here.</li></ul>",
        "numbers": "<ol><li>Begins here.</li></ol>", "terms": "<dl><dt>Begins here.</dt></dl>",
        "division": "<div><ul><li>Begins here.</li></ul></div>",
    }  # fmt: skip
    gaps = {}
    for kind, block in kinds.items():
        pdf = lay_out(section(f"<p>Before.</p><{rank} id='x'>Heading</{rank}>{block}")).pdf
        found = lines(pdf, 0)
        at = next(n for n, line in enumerate(found) if "Begins" in str(line["text"]))
        gaps[kind] = round(found[at]["bottom"] - found[at - 1]["bottom"], 1)
    assert len(set(gaps.values())) == 1, gaps
