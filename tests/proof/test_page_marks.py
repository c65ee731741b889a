"""Every page of the print is marked in the EPUB at its word, and every damage to a mark is seen."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pikepdf
import pypdfium2
import pytest

from octavo.model import Place
from octavo.proof.epub_reader import read_epub
from octavo.proof.expected_copy import Copies, Copy
from octavo.proof.front_verdict import ExpectedFront, expected_front
from octavo.proof.page_letters import PageOfPrint, marked_pages, pages_of_print
from octavo.proof.page_marks import faults_of_page_marks
from octavo.proof.pdf_reader import read_book
from octavo.proof.printed import PrintedBook, PrintedPassage
from octavo.proof.printed_links import Destinations
from octavo.proof.printed_verdict import TextVerdict
from octavo.proof.text_tags import sections_of
from octavo.tasks.plan import Plan
from octavo.tasks.records import load
from tests.building import octavo
from tests.proof.damage import Damaged, glyphs_of, with_glyph
from tests.proof.form_damage import Parts
from tests.proof.pages_text import write_pages
from tests.proof.reading import printing

MARK = r'<span(?: id="page-[^"]*")? epub:type="pagebreak"[^>]*></span>'


class Made(NamedTuple):
    """An EPUB with the pages of the print, as it was made."""

    epub: bytes
    pdf: Path
    pages: tuple[PageOfPrint, ...]
    copies: list[Copy]
    front: ExpectedFront

    def reported(
        self, change: Callable[[pikepdf.Pdf], None] = lambda _: None
    ) -> list[tuple[str, str]]:
        """What is said of the text of the PDF, changed or not, and of what is before it."""
        changed = BytesIO()
        with pikepdf.open(self.pdf) as opened:
            change(opened)
            opened.save(changed)
        book = read_book(changed)
        of = replace(printing(), indexes=("index",))
        verdict = TextVerdict(book, self.copies, self.front, pages_of_print(book), of)
        return [(fault.rule.code, fault.message) for fault in verdict.faults()]

    def faults(self, epub: bytes) -> list[tuple[str, str]]:
        marked = marked_pages(read_epub(epub, "en-GB"), {1})  # where a page of a note is named
        found = faults_of_page_marks(self.pages, marked, "the EPUB", Place("the.epub"))
        return [(fault.rule.code, fault.message) for fault in found]


def build(folder: Path, notes: str) -> Made:
    write_pages(folder, notes=notes)
    octavo("build", folder)
    made = folder / "build"
    pages = load(tuple[PageOfPrint, ...], made / "proven" / "pdf-pages.json")
    names = ("00-preface", "01-one", "02-two", "index")
    copies = [load(Copies, made / "copies" / f"{name}.json").of("pdf") for name in names]
    plan = Plan(folder)
    sections = {section.name: section for section in plan.sections}
    front = expected_front(plan.valid_edition, copies, sections, "pdf")
    epub = (made / "the-pages.epub").read_bytes()
    return Made(epub, made / "the-pages.pdf", pages, copies, front)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return build(tmp_path_factory.mktemp("pages") / "foot", "foot")


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return build(tmp_path_factory.mktemp("pages") / "edition", "edition")


def texts_of(epub: bytes) -> dict[str, str]:
    """The content documents of an EPUB by their names."""
    with zipfile.ZipFile(BytesIO(epub)) as archive:
        names = [name for name in archive.namelist() if name.endswith(".xhtml")]
        return {name.rpartition("/")[2]: archive.read(name).decode() for name in names}


def bare(text: str) -> str:
    """The letters of a text, without what a line or a tag may part them with."""
    return re.sub(r"[\s\xad\ufffe\u2010\u2011-]+", "", re.sub("<[^>]*>", "", text))


def labels_in(text: str) -> list[str]:
    return re.findall(r'epub:type="pagebreak"[^>]*aria-label=" ([^"]*)\. "', text)


def test_of_a_sound_epub_there_is_nothing_to_report(made: Made, ended: Made) -> None:
    assert made.faults(made.epub) == []
    assert ended.faults(ended.epub) == []


def test_pages_begin_in_all_that_an_edition_holds(made: Made) -> None:
    """The edition is of use only while its pages begin where marks are hard to put."""
    one, two = texts_of(made.epub)["01-one.xhtml"], texts_of(made.epub)["02-two.xhtml"]
    text, notes = one.split('epub:type="footnotes"')
    assert re.search(rf"{MARK}<figure", text)
    assert len(labels_in(text)) > len(set(labels_in(text)))  # behind plate and figure it goes on
    assert re.search(rf'<div class="line">{MARK}', text) or re.search(
        rf'<div class="line-block">{MARK}', text
    )
    assert re.search(rf"<aside.*{MARK}.*</aside>", notes, re.S)
    assert re.search(rf"<td[^>]*>[^<]+{MARK}", two)
    assert re.search(rf"<pre>.*{MARK}.*</pre>", two, re.S)
    assert re.search(rf"[\u4e00-\u9fff]{MARK}[\u4e00-\u9fff]", two)
    assert re.search(rf" {MARK}Wiederherstellungs", two)


def test_the_words_behind_a_mark_are_those_at_the_head_of_its_page(made: Made) -> None:
    """As another reader of PDF has them, PDFium."""
    pdf = pypdfium2.PdfDocument(made.pdf)
    heads = {
        pdf.get_page_label(at): bare(pdf[at].get_textpage().get_text_bounded())
        for at in range(len(pdf))
    }
    seen = 0
    for name in ("00-preface.xhtml", "01-one.xhtml", "02-two.xhtml"):
        text = texts_of(made.epub)[name].partition('epub:type="footnotes"')[0]
        for found in re.finditer(rf"({MARK})([^<]{{40,}})", text):
            (label,), words = labels_in(found[1]), bare(found[2])
            assert label in heads
            page = heads[label]
            # A divided word begins on the page before.
            assert any(words[cut : cut + 24] in page for cut in range(30)), (label, words)
            seen += 1
    assert seen > 10


def test_the_page_list_has_every_page_with_words_once(made: Made) -> None:
    texts = texts_of(made.epub)
    listed = re.findall(r'<li><a href="([^"]*)">([^<]*)</a>', texts["nav.xhtml"].partition(
        'epub:type="page-list"')[2])  # fmt: skip
    labels = [label for _, label in listed]
    printed = [page.label for page in made.pages if page.text.letters]
    assert labels == [label for label in printed if label != "i"]  # of the half-title
    for href, label in listed:
        name, _, identity = href.rpartition("/")[2].partition("#")
        (tag,) = re.findall(rf'<span id="{identity}"[^>]*>', texts[name])
        assert f'aria-label=" {label}. "' in tag


def test_pages_of_notes_at_the_end_are_marked_in_the_notes(ended: Made) -> None:
    labels = [page.label for page in ended.pages if page.notes.letters]
    marked = labels_in("".join(texts_of(ended.epub).values()))
    assert len(labels) > 1
    assert set(labels) <= set(marked)


# --- damage --------------------------------------------------------------------------------------


def moved_on(parts: Parts, before: str = "") -> None:
    parts.substitute(rf"({before})({MARK})([^<\s]+ )", r"\1\3\2")


def moved_back(parts: Parts) -> None:
    parts.substitute(rf"([^<>\s]+ )({MARK})", r"\2\1")


DAMAGES: dict[str, tuple[str, Callable[[Parts], None], str]] = {
    "a word too late": ("01-one", lambda p: moved_on(p, "[a-z]+ "), "X014"),
    "a word too early": ("01-one", moved_back, "X014"),
    "in the midst of the word": (
        "01-one", lambda p: p.substitute(rf"({MARK})([^<\s])([^<\s]+ )", r"\2\1\3"), "X014"),
    "in the midst of a divided word": (
        "02-two", lambda p: p.substitute(rf"({MARK})(Wieder)", r"\2\1"), "X014"),
    "dropped": ("01-one", lambda p: p.substitute(rf"(?<=[a-z] ){MARK}", ""), "X014"),
    "doubled": ("01-one", lambda p: p.substitute(
        rf"(?<=[a-z] )({MARK})([^<\s]+ )", r'\1\2<span epub:type="pagebreak" role="doc-pagebreak"'
        r' aria-label=" 2. "></span>'), "X014"),
    "of another page": (
        "01-one", lambda p: p.replace('aria-label=" 2. "', 'aria-label=" 4. "'), "X014"),
    "of no page": (
        "01-one", lambda p: p.replace('aria-label=" 2. "', 'aria-label=" 2002. "'), "X014"),
    "roman for arabic": (
        "01-one", lambda p: p.replace('aria-label=" 1. "', 'aria-label=" i. "'), "X014"),
    "without a label": ("01-one", lambda p: p.replace(' aria-label=" 2. "', ""), "X014"),
    "behind the caption of a plate": ("01-one", lambda p: p.substitute(
        rf"({MARK})(<figure.*?</figure>)", r"\2\1"), "X014"),
    "dropped behind a plate": (
        "01-one", lambda p: p.substitute(rf"(</figure>\s*<p[^>]*>){MARK}", r"\1"), "X014"),
    "a line of verse too late": ("01-one", lambda p: p.substitute(
        rf'({MARK})([^<]+</div>\s*<div class="line">)', r"\2\1"), "X014"),
    "dropped in a note": (
        "01-one", lambda p: p.substitute(rf"(<aside.*?){MARK}", r"\1"), "X014"),
    "a word too late in a note": (
        "01-one", lambda p: p.substitute(rf"(<aside.*?)({MARK})([^<\s]+ )", r"\1\3\2"), "X014"),
    "a word too late in a cell": ("02-two", lambda p: p.substitute(
        rf"(<td[^>]*>[^<]+)({MARK})([^<\s]+ )", r"\1\3\2"), "X014"),
    "dropped before a cell": (
        "02-two", lambda p: p.substitute(rf"(<td[^>]*>){MARK}", r"\1"), "X014"),
    "a line of code too late": ("02-two", lambda p: p.substitute(
        rf"(<pre>.*?)({MARK})([^<\n]*\n)", r"\1\3\2"), "X014"),
    "a character too early": (
        "02-two", lambda p: p.substitute(rf"([\u4e00-\u9fff])({MARK})", r"\2\1"), "X014"),
    "all dropped of a section": ("02-two", lambda p: p.every(MARK, ""), "X014"),
    "a line of the list dropped": (
        "nav", lambda p: p.substitute(r'<li><a href="[^"]*#page-2">2</a></li>', ""), "X015"),
    "a line of the list doubled": (
        "nav", lambda p: p.substitute(r'(<li><a href="[^"]*#page-2">2</a></li>)', r"\1\1"), "X015"),
    "a line of another label": ("nav", lambda p: p.replace(">2</a>", ">3</a>"), "X015"),
    "a line that leads elsewhere": (
        "nav", lambda p: p.replace('#page-2"', '#page-1"'), "X015"),
    "two lines in each other's place": ("nav", lambda p: p.substitute(
        r'(<li><a href="[^"]*#page-1">1</a></li>\s*)(<li><a href="[^"]*#page-2">2</a></li>)',
        r"\2\1"), "X015"),
    "a line for a page that is not marked": (
        "nav", lambda p: p.replace("<li><a href=\"title.xhtml#page-iii\">iii</a></li>",
        '<li><a href="title.xhtml#page-iii">iii</a></li><li><a href="title.xhtml">ii</a></li>'),
        "X015"),
    "the list dropped": ("nav", lambda p: p.substitute(
        r'<nav id="page-list".*?</nav>', ""), "X015"),
    "the mark of the title page dropped": ("title", lambda p: p.substitute(MARK, ""), "X015"),
    "the id of a mark dropped": (
        "01-one", lambda p: p.replace('<span id="page-2" ', "<span "), "X015"),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGES)
def test_every_damage_of_a_mark_is_reported(made: Made, name: str) -> None:
    where, damage, code = DAMAGES[name]
    parts = Parts(made.epub, rf"{where}\.xhtml$")
    damage(parts)
    reported = made.faults(parts.bytes())
    assert code in {reported_code for reported_code, _ in reported}, reported


def test_damage_to_notes_at_the_end_is_reported(ended: Made) -> None:
    parts = Parts(ended.epub, r"01-one\.xhtml$")
    parts.substitute(rf"(<aside.*?)({MARK})([^<\s]+ )", r"\1\3\2")
    assert {code for code, _ in ended.faults(parts.bytes())} == {"X014"}


def test_an_epub_without_any_mark_is_not_that_of_the_print(made: Made) -> None:
    parts = Parts(made.epub, r"\.xhtml$")
    parts.every(MARK, "")
    ((code, message),) = made.faults(parts.bytes())
    assert code == "X014" and "no page of the print is marked" in message


# --- links of the print --------------------------------------------------------------------------


def links_on(pdf: pikepdf.Pdf, label: str) -> list[pikepdf.Dictionary]:
    """The links within the book on the page of a label, from its head to its foot."""
    page = next(page for page in pdf.pages if page.label == label)
    found = [a for a in page.obj.get("/Annots", []) if a.get("/Dest") is not None]
    return sorted(found, key=lambda a: (-float(a.Rect[1]), float(a.Rect[0])))


def lead(pdf: pikepdf.Pdf, link: pikepdf.Dictionary, label: str, top: float = 400.0) -> None:
    """Let a link lead to another page."""
    page = next(page for page in pdf.pages if page.label == label)
    if "/A" in link:
        del link.A
    link.Dest = pikepdf.Array([page.obj, pikepdf.Name.XYZ, 0, top, 0])


def links_of_words(pdf: pikepdf.Pdf, words: str) -> list[pikepdf.Dictionary]:
    """The annotations of the link of some words, one for each line of it."""
    annotations = (a for page in pdf.pages for a in page.obj.get("/Annots", []))
    found = [a for a in annotations if words in _plain(str(a.get("/Contents", "")))]
    assert found, words
    return found


def _plain(text: str) -> str:
    return " ".join(re.sub("[\u200b\u2060]", "", text).split())


def test_of_a_sound_print_there_is_nothing_to_report(made: Made, ended: Made) -> None:
    assert made.reported() == []
    assert ended.reported() == []


def test_a_reference_that_leads_to_another_page_is_reported(made: Made) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        lead(pdf, links_on(pdf, "11")[-1], "2")

    ((code, message),) = made.reported(change)
    assert code == "X012" and message.startswith("the PDF: “figure 1” leads to other words")


def test_a_number_in_the_index_that_leads_to_another_page_is_reported(made: Made) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        index = next(page.label for page in reversed(pdf.pages) if links_on(pdf, page.label))
        lead(pdf, links_on(pdf, index)[0], "1")

    ((code, message),) = made.reported(change)
    assert code == "X012" and "leads to other words" in message


def test_a_number_in_the_index_that_leads_to_other_lines_of_its_page_is_reported(
    made: Made,
) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        index = next(page.label for page in reversed(pdf.pages) if links_on(pdf, page.label))
        links_on(pdf, index)[0].Dest[3] = 20.0

    assert [code for code, _ in made.reported(change)] == ["X012"]


def test_a_link_that_is_none_any_more_is_reported(made: Made) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        del links_on(pdf, "11")[-1].Dest

    ((_, message),) = made.reported(change)
    assert message == "the PDF: “figure 1” is no link"


# --- links in notes ------------------------------------------------------------------------------


def lead_to(words: str, label: str) -> Callable[[pikepdf.Pdf], None]:
    """Give the damage of a link that leads to another page, with its last line."""

    def change(pdf: pikepdf.Pdf) -> None:
        lead(pdf, links_of_words(pdf, words)[-1], label)

    return change


def address(words: str, new: str) -> Callable[[pikepdf.Pdf], None]:
    """Give the damage of a link to another address, in its last line."""

    def change(pdf: pikepdf.Pdf) -> None:
        links_of_words(pdf, words)[-1].A = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=new)

    return change


def lose(words: str) -> Callable[[pikepdf.Pdf], None]:
    """Give the damage of words that are no link any more."""

    def change(pdf: pikepdf.Pdf) -> None:
        for link in links_of_words(pdf, words):
            for key in ("/Dest", "/A"):
                if key in link:
                    del link[key]

    return change


IN_NOTES = {
    "a link to a figure leads to a preface": lead_to("the floating figure", "v"),
    "a link to a figure leads out": address("the floating figure", "https://example.org/"),
    "a link to a figure is none": lose("the floating figure"),
    "an address is another": address("the archive of the ferry", "https://example.org/other"),
    "an address leads into the book": lead_to("the archive of the ferry", "2"),
    "an address is no link": lose("the archive of the ferry"),
}


@pytest.mark.parametrize("place", ["foot", "edition"])
@pytest.mark.parametrize("name", IN_NOTES)
def test_a_link_in_a_note_that_leads_elsewhere_is_reported(
    made: Made, ended: Made, place: str, name: str
) -> None:
    ((code, message),) = (made if place == "foot" else ended).reported(IN_NOTES[name])
    assert code == "X012" and message.startswith("the PDF: note 1: “the ")


# --- before the text -----------------------------------------------------------------------------


def other_letter(section: int, words: str) -> Callable[[pikepdf.Pdf], None]:
    """Give the damage of a passage whose last letter is another."""

    def change(pdf: pikepdf.Pdf) -> None:
        damaged = Damaged(pdf)
        page, number = chunk_of(pdf, section, words)
        chunk = damaged.chunk(page, number)
        codes = glyphs_of(chunk)
        other = next(code for code in codes if code != codes[-1])
        damaged.replace(page, number, with_glyph(chunk, len(codes) - 1, other))

    return change


def drop(section: int, words: str) -> Callable[[pikepdf.Pdf], None]:
    """Give the damage of words that are not drawn."""
    return lambda pdf: Damaged(pdf).replace(*chunk_of(pdf, section, words), b"")


def chunk_of(pdf: pikepdf.Pdf, section: int, words: str) -> tuple[int, int]:
    """The page and the number of the first marked content of the first passage that begins so."""
    whole = BytesIO()
    pdf.save(whole)
    read = read_book(whole).text[section]
    at = next(n for n, passage in enumerate(read) if passage.text.startswith(words))
    tagged = list(sections_of(pdf))[section][at]
    page, (_, number) = next(part for part in tagged.parts if not isinstance(part, str))
    return page, number


BEFORE_TEXT = {
    "a letter of the half-title": (other_letter(0, "The Pages"), "X022"),
    "the half-title lost": (drop(0, "The Pages"), "X022"),
    "the subtitle lost": (drop(0, "Of a"), "X022"),
    "a letter of the author": (other_letter(0, "Anna Weaver"), "X022"),
    "the author lost": (drop(0, "Anna Weaver"), "X022"),
    "the publisher lost": (drop(0, "Ferry Books"), "X022"),
    "a figure of an ISBN": (other_letter(0, "ISBN 978"), "X022"),
    "a letter of a title in the contents": (other_letter(1, "Preface"), "X023"),
    "a title lost from the contents": (drop(1, "A heading"), "X023"),
    "a line leads to another title": (lead_to("A heading", "2"), "X024"),
    "a line leads out": (address("A heading", "https://example.org/"), "X024"),
}


@pytest.mark.parametrize("name", BEFORE_TEXT)
def test_every_damage_before_the_text_of_the_print_is_reported(made: Made, name: str) -> None:
    change, code = BEFORE_TEXT[name]
    reported = made.reported(change)
    assert {reported_code for reported_code, _ in reported} == {code}, reported


def test_a_number_in_the_contents_that_leads_to_another_page_is_reported(made: Made) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        lead(pdf, links_on(pdf, "v")[-1], "2")

    reported = made.reported(change)
    assert [code for code, _ in reported] == ["X024", "X016"]
    assert re.match(r"the PDF: “\d+” leads to page 2 ", reported[1][1])


def test_a_link_to_a_line_that_is_read_from_both_sides(tmp_path: Path) -> None:
    """An index mark beside a Hebrew reference in an English section: the parts of the line stand
    in the order in which they are seen."""
    source = tmp_path / "source"
    source.mkdir()
    (source / "edition.yaml").write_text(
        "title: ספר המים\nauthors: [{literal: פלוני}]\nlanguage: he\ndate: 2026\n"
        "sections: [01.md, 02.md]\nindex: {title: מפתח}\n",
        "utf-8",
    )
    (source / "01.md").write_text("# הים {#sec:sea}\n\nפרק בעברית, [מים]{.index} ועוד.\n", "utf-8")
    (source / "02.md").write_text(
        "# English in it {lang=en}\n\nA text in English, with [words]{.index}, see [@sec:sea], "
        "and more.\n",
        "utf-8",
    )
    octavo("build", "--form", "pdf", tmp_path)
    (pdf,) = (tmp_path / "build").glob("*.pdf")
    pages = pages_of_print(book := read_book(BytesIO(pdf.read_bytes())))
    names = ("01", "02", "index")
    copies = [load(Copies, tmp_path / "build/copies" / f"{name}.json").of("pdf") for name in names]
    assert not [*Destinations(copies, pages, ("index",)).differences(book.text)]
    with pikepdf.open(pdf) as opened:
        for page in opened.pages:
            for link in page.obj.get("/Annots", ()):
                if "/Dest" in link:
                    link.Dest[0] = opened.pages[0].obj
        opened.save(changed := BytesIO())
    other = read_book(changed)
    found = [*Destinations(copies, pages_of_print(other), ("index",)).differences(other.text)]
    assert any("leads to other words" in one.message for one in found)


@pytest.mark.parametrize(
    ("first", "second", "begins_with"),
    [
        (
            "see example.org/race-covenants-in-property",
            "-deeds/; more",
            "race-covenants",
        ),
        (
            "see example.org/race-covenants-in-property-",
            "deeds/; more",
            "race-covenants",
        ),
        ("and the prop\u2010", "erty of all", "prop"),
        ("and the property ", "of all", "ofall"),
        ("and the property ", "\u2013 of all", "ofall"),
    ],
)
def test_a_page_may_begin_within_a_word_or_an_address(
    first: str, second: str, begins_with: str
) -> None:
    passage = PrintedPassage(0, first + second, ((len(first), 1),))
    _, page = pages_of_print(PrintedBook(("1", "2"), (), (), text=((passage,),)))
    starts = [page.text.letters[at:].replace("-", "") for at in page.text.starts]
    assert any(start.startswith(begins_with.replace("-", "")) for start in starts), starts
