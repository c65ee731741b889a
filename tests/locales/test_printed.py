"""The parts of a book in each language: no English word in them, and the forms agree.

Texts and names are in no language, so that every word is one of the tables'.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from functools import cache
from html import unescape
from xml.etree import ElementTree as ET

import pytest

from octavo.captions.cross_references import resolve_cross_references
from octavo.captions.heading_numbers import heading_numbers, with_heading_number
from octavo.captions.numbering import number_captions
from octavo.docx.dressing import dressed
from octavo.docx.index_fields import fields_of_mark
from octavo.docx.opening import contents as docx_contents
from octavo.docx.opening import copyright_page, title_page
from octavo.docx.parts.ooxml import make, paragraph, q, run, style_of, text_in
from octavo.docx.parts.paper import paper_of
from octavo.epub import make_epub
from octavo.html.site.site_pages import make_html
from octavo.index import Spot, make_indexes
from octavo.locales import Counted, Words, tables, words_in
from octavo.matter.abbreviations import abbreviations
from octavo.matter.contributors import contributors, with_bylines
from octavo.matter.imprint import imprint, people, series_of_book
from octavo.matter.leaves import leaves
from octavo.matter.lists import listed
from octavo.matter.parts import ILLUSTRATIONS, TABLES
from octavo.model import (
    Abbreviation,
    BookSeries,
    CitationSettings,
    Edition,
    IndexMark,
    IndexSettings,
    Isbn,
    Manuscript,
    Name,
    NoteSettings,
    NumberingSettings,
    PageMark,
    PrintPages,
    Publisher,
    Section,
    SetEntry,
    Source,
)
from octavo.notes import bibliography, number_notes, resolve_note_references
from octavo.pandoc.walk import plain, text_of
from octavo.parsing.notes import parse
from octavo.pdf.book.leaves_and_contents import page_html
from tests.html.driving import faces_as_they_are_cut

LANGUAGES = [tag for tag in sorted(tables()) if tag != "en"]
MATHML = "http://www.w3.org/1998/Math/MathML"
PICTURES = {"source/a.svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>'}
NAMES = (Name(literal="Qwx"), Name(literal="Zrv"), Name(literal="Kfj"))
FIRST = """\
---
author: [Ghq, Bvn, Jxz]
---

# {chapter} {{#sec:a}}

Qq.[^a]

![Qq.](a.png){{#fig:a alt="Qq"}}

| a |
|---|
| 1 |

: Qq. {{#tbl:a}}

$$a$$ {{#eq:a}}

[^a]: Qq; [@note:b, where] [@note:c, where, page] [@note:a, where].
"""
SECOND = """\
# Qqz {#sec:b}

Qq [@fig:a, page] [@Tbl:a] [@eq:a] [](#sec:a) [](#sec:b)[^b]

[^b]: Qq [@note:a, where] [@note:b].

Qq.[^c]

[^c]: Qq [@note:b].
"""


@cache
def parsed(name: str, text: str) -> Manuscript:
    return parse(Source(Section(name, f"source/{name}.md"), text), "en")


@dataclass(frozen=True)
class Book:
    """The parts that Octavo makes of one edition, as words."""

    edition: Edition
    sections: tuple[Manuscript, ...]
    print_title: str
    print_contents: str
    epub: dict[str, str]
    html: dict[str, str]
    word: list[tuple[str, str]]  # the paragraphs in front of the text, with their styles

    def said(self) -> Iterator[str]:
        """All words of all forms."""
        numbered = numbered_in(self.edition.language)
        for made in (*self.sections, *numbered):
            yield plain([made.title, made.blocks], notes=True)
        yield from (spoken(html) for html in (self.print_title, self.print_contents))
        for name, text in self.epub.items():
            if name.endswith((".xhtml", ".opf", ".ncx")):
                yield spoken(text)
        yield from (spoken(text) for text in self.html.values())
        yield from (text for _, text in self.word)


def spoken(markup: str) -> str:
    """Give the text of markup, and its attributes that are read aloud."""
    labels = re.findall(r'\b(?:alt|title|aria-label)="([^"]*)"', markup)
    summary = re.findall(r'accessibilitySummary">([^<]*)<', markup)
    body = re.sub(r"<metadata.*?</metadata>|<manifest.*?</manifest>", " ", markup, flags=re.DOTALL)
    text = re.sub(r"<[^>]*>", "", re.sub(r"</(?:p|h1|h2|li|title)>|<br/>", "\n", body))
    return unescape("\n".join((text, *labels, *summary)))


def edition_in(language: str) -> Edition:
    return Edition(
        title="Qqq",
        authors=NAMES,
        editors=NAMES[:2],
        translators=NAMES[:1],
        language=language,
        date="1939-08-23",
        identifier="urn:uuid:4d0a6f3e-6a1c-4f53-9d0e-7c7f6f0a2b11",
        publisher=Publisher(name="Xxh", place="Ggd"),
        series=BookSeries(title="Ssk", number=4, editors=NAMES[:2], issn="1234-5679"),
        isbn=Isbn(print="1", hardcover="2", paperback="3", epub="4", pdf="5"),
        dedication="Qq",
        epigraph="Qq",
        colophon=True,
        sections=("a.md", "b.md"),
        citations=CitationSettings(),
        index=IndexSettings(),
    )


def texts_in(language: str, edition: Edition) -> tuple[Manuscript, ...]:
    """Two texts with notes, captions, and references to all of them."""
    chapter = f"{words_in(language).chapter.format(number=2)}: Qq"
    written = (parsed("a", FIRST.format(chapter=chapter)), parsed("b", SECOND))
    texts = [replace(made, language=language) for made in written]
    texts = with_bylines(texts, edition)
    numbered = number_captions(number_notes(texts, NoteSettings()))
    return resolve_cross_references(resolve_note_references(numbered, NoteSettings()))


PARTS = ("# Qqp {#sec:p .part}\n\nQq.\n", "# Qqc {#sec:c}\n\nQq [@sec:p].^[Qq [@sec:c].]\n")


def numbered_in(language: str) -> tuple[Manuscript, ...]:
    """A part and a chapter, with their numbers in figures and in words, and references to both."""
    found: list[Manuscript] = []
    for style in ("arabic", "words"):
        texts = [replace(parsed(f"n{n}", text), language=language) for n, text in enumerate(PARTS)]
        settings = NumberingSettings(chapters=style, parts=style)
        numbers = heading_numbers(texts, settings, language)
        numbered = list(map(with_heading_number, texts, numbers))
        found += resolve_cross_references(number_notes(numbered, NoteSettings()))
    return tuple(found)


def index_in(edition: Edition) -> Manuscript:
    def mark(heading: str, **more: object) -> IndexMark:
        return IndexMark("a", heading, "", tuple(heading.split("!")), **more)  # type: ignore[arg-type]

    marks = (
        mark("Aa", place="p", note="3"),
        mark("Aa!Bb", place="p", note="3", see_also=(("Cc",),)),
        mark("Cc", place="p", note="4", see_also=(("Aa",),)),
        mark("Cc", place="q", note="5"),
        mark("Dd", see=(("Aa",),)),
    )
    spots = {"p": Spot(12, "12"), "q": Spot(12, "12")}
    assert edition.index
    return make_indexes(marks, spots, edition, edition.index.sections())[0]


@cache
def book_in(language: str) -> Book:
    edition = edition_in(language)
    words = words_in(language)
    texts = texts_in(language, edition)
    entry = SetEntry("k", "", language, [{"t": "Str", "c": "Qq"}], ())
    siglum = [{"t": "Str", "c": "QQ"}]
    made = (
        *leaves(edition, ("EB Garamond",)),
        *(listed(texts, section, language) for section in (ILLUSTRATIONS, TABLES)),
        *texts,
        abbreviations(
            [Abbreviation("QQ", siglum, siglum)], Section("abbreviations", "", "back"), "", language
        ),
        bibliography([entry], {}, edition.citations, language),
        contributors(texts, edition),
        index_in(edition),
    )
    series = series_of_book(edition)
    assert series
    title = page_html(
        "print-title.html", edition, series=series, volumes=(), statements=imprint(edition),
        manner={"title": "", "legal": "legal"},
    )  # fmt: skip
    return Book(
        edition,
        made,
        title,
        page_html("print-contents.html", edition, entries=()),
        epub_of(edition, made),
        html_of(edition, made),
        list(word_of(edition, words)),
    )


def epub_of(edition: Edition, made: tuple[Manuscript, ...]) -> dict[str, str]:
    """The EPUB of sections that have their titles, a note and an image without words."""
    pages = PrintPages({made[0].section.name: (PageMark("1", 0),)})
    data = make_epub(edition, chapters_of(made), PICTURES, pages_of_print=pages)
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        names = [name for name in book.namelist() if not name.endswith((".png", ".css"))]
        return {name.rpartition("/")[2]: book.read(name).decode() for name in names}


def html_of(edition: Edition, made: tuple[Manuscript, ...]) -> dict[str, str]:
    """The pages of the HTML form of the same sections."""
    with faces_as_they_are_cut():
        site = make_html(edition, chapters_of(made), PICTURES)
    return {name: page.decode() for name, page in site.items() if name.endswith(".html")}


def chapters_of(made: tuple[Manuscript, ...]) -> list[tuple[Section, str]]:
    return [(m.section, xhtml(m, number)) for number, m in enumerate(made)]


def xhtml(made: Manuscript, number: int) -> str:
    call = f'<span class="call" id="call-{number}" data-note="note-{number}" data-mark="1"></span>'
    root = ET.Element("section", {"id": f"sec-{number}", "class": made.section.part})
    root.attrib |= {"lang": made.language, "data-title": text_of(made.title)}
    ET.SubElement(root, "h1", {"id": f"h-{number}"}).text = text_of(made.title)
    root.append(ET.fromstring(f'<p>Qq{call}<img src="source/a.svg" alt=""/></p>'))
    note = f'<div class="note" id="note-{number}" data-mark="1"><p>Qq</p></div>'
    root.append(ET.fromstring(f'<div class="notes">{note}</div>'))
    root.append(ET.fromstring(f"<p><math xmlns='{MATHML}'><mi>q</mi></math></p>"))
    return ET.tostring(root, encoding="unicode")


def word_of(edition: Edition, words: Words) -> Iterator[tuple[str, str]]:
    """Give the words of a Word file in front of the text, and those kept for an index."""
    flow = [paragraph("Heading1", run("Qq")), paragraph("Heading1", run("Qq"))]
    listed = docx_contents(flow, edition.language, paper_of(edition.language))
    body = make("w:body", {}, *title_page(edition), *copyright_page(edition), *listed)
    for node in body.iter(q("w:p")):
        yield style_of(node), text_in(node)
    marks = [["index-entry", "Aa"], ["see", "Bb"]], [["index-entry", "Aa"], ["seealso", "Bb"]]
    for pairs in marks:
        for raw in fields_of_mark(pairs, words):
            yield "", " ".join(re.findall(r">([^<]+)<", unescape(raw["c"][1])))


# --- what is not said ----------------------------------------------------------------------------


def phrases(words: Words) -> dict[str, list[str]]:
    """The phrases of a language by the fields that have them."""
    found: dict[str, list[str]] = {}
    for field in fields(words):
        value = getattr(words, field.name)
        forms = list(value.forms.values()) if isinstance(value, Counted) else [value]
        if field.name not in {
            "language", "chapter_headings", "chapter_numerals", "part_numerals",
        }:  # fmt: skip
            found[field.name] = forms
    return found


def is_said(words: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_english_word_is_in_a_book_of_another_language(language: str) -> None:
    own = "\n".join(phrase for forms in phrases(words_in(language)).values() for phrase in forms)
    asked = {
        part.strip(" \u00a0,.:;()“”")
        for forms in phrases(words_in("en")).values()
        for phrase in forms
        for part in re.split(r"\{\w+\}", phrase)
    }
    asked = {part for part in asked if len(part) > 2 and not is_said(part, own)}
    assert len(asked) > 40
    for text in book_in(language).said():
        assert not {part for part in asked if is_said(part, text)}, text


def test_the_search_for_english_words_finds_them() -> None:
    said = " ".join("\n".join(book_in("en").said()).split())
    unsaid = {
        name
        for name, forms in phrases(words_in("en")).items()
        for part in re.split(r"\{\w+\}", forms[-1])
        if " ".join(part.split()).strip(" ,.:;()“”") not in said
    }
    assert unsaid == {
        "notes_to_page", "notes_to_pages", "hereafter", "and_others", "continued",
        "images_described", "draft", "callout", "captions",
    }  # fmt: skip


# --- what is said --------------------------------------------------------------------------------


@pytest.mark.parametrize("language", [*LANGUAGES, "en"])
def test_the_forms_agree(language: str) -> None:
    book, words = book_in(language), words_in(language)
    printed = spoken(book.print_title).splitlines()
    in_epub = spoken(book.epub["title.xhtml"]).splitlines()
    in_word = [text for _, text in book.word]
    in_html = [line.strip() for line in spoken(book.html["index.html"]).splitlines()]
    makers = (
        words.edited_by.of(2).format(names=people(NAMES[:2], language)),
        words.translated_by.of(1).format(names="Qwx"),
    )
    for line in makers:
        assert line in [one.strip() for one in printed]
        assert line in in_word
    assert makers[1] in in_epub
    assert makers[1] in in_html
    volume = words.volume.format(number=4)
    assert volume in printed
    assert f"Ssk{words.comma}{volume}" in in_epub
    assert f"Ssk{words.comma}{volume}" in in_html
    assert f"Ssk{words.comma}{volume}" in in_word
    statements = [line for statement in imprint(book.edition) for line in statement.lines]
    for line in statements:
        if line.startswith(("ISBN", "ISSN")):
            assert line in "\n".join(in_word)
            assert line in spoken(book.epub["copyright.xhtml"])
            assert line in in_html
    assert f'data-title="{words.contents}"' in book.print_contents
    assert ("TOCHeading", words.contents) in book.word
    assert f'<h1 id="contents-title">{words.contents}</h1>' in book.epub["nav.xhtml"]


@pytest.mark.parametrize("language", [*LANGUAGES, "en"])
def test_the_pages_of_the_html_form_are_linked_in_the_language(language: str) -> None:
    book, words = book_in(language), words_in(language)
    front, first = (unescape(book.html[name]) for name in ("index.html", "a.html"))
    assert f'<h2 id="contents-title">{words.contents}</h2>' in front
    assert f'<a href="book.html">{words.whole_book}</a>' in front
    for word in (words.previous, words.next):
        assert f'<span class="turn-word">{word}</span>' in first
    assert f">{words.notes}</h2>" in first


@pytest.mark.parametrize("language", [*LANGUAGES, "en"])
def test_the_sections_that_are_made_bear_their_titles(language: str) -> None:
    book, words = book_in(language), words_in(language)
    titles = [text_of(made.title) for made in book.sections if not made.section.path]
    expected = [
        words.dedication, words.epigraph, words.colophon, words.illustrations, words.tables,
        words.abbreviations, words.bibliography, words.contributors, words.index,
    ]  # fmt: skip
    assert titles == expected
    navigation = unescape(book.epub["nav.xhtml"])
    assert all(title in navigation for title in expected[3:])
    summary = unescape(book.epub["package.opf"])
    assert words.text_can_be_read in summary
    assert words.formulas_are_mathml in summary
    assert f'aria-label="{words.notes}"' in book.epub["a.xhtml"]


@pytest.mark.parametrize("language", [*LANGUAGES, "en"])
def test_notes_and_captions_are_referred_to_in_the_language(language: str) -> None:
    words = words_in(language)
    first, second = texts_in(language, edition_in(language))

    def bare(text: str) -> str:
        return " ".join(text.split())

    one, two = (bare(plain(made.blocks, notes=True)) for made in (first, second))
    assert bare(words.figure_label.format(number=1)) in one
    assert bare(words.table_label.format(number=1)) in one
    page = words.on_page.format(page="000")
    titled = words.note_in_titled.format(title="Qqz", note=words.note.format(number=2))
    assert bare(words.note_below.format(note=titled) + page) in one
    in_chapter = words.note_in_chapter.format(number=2, note=words.note.format(number=1))
    assert bare(words.note_above.format(note=in_chapter)) in two
    table = words.table.format(number=1)
    referred = (
        words.figure.format(number=1) + page,
        table[:1].upper() + table[1:],
        words.equation.format(number="(1)"),
        words.chapter.format(number=2),
        words.titled.format(title="Qqz"),
    )
    assert " ".join(map(bare, referred)) in two


@pytest.mark.parametrize("language", [*LANGUAGES, "en"])
def test_authors_are_read_out_in_the_language(language: str) -> None:
    words = words_in(language)
    (first, _) = texts_in(language, edition_in(language))
    shown = f"Ghq{words.comma}Bvn{words.and_last}Jxz"
    assert shown in text_of(first.blocks)
    assert people(NAMES, language) == f"Qwx{words.comma}Zrv{words.and_last}Kfj"
    assert people(NAMES[:2], language) == f"Qwx{words.and_}Zrv"


@pytest.mark.parametrize("language", [*LANGUAGES, "en"])
def test_the_index_speaks_the_language(language: str) -> None:
    words = words_in(language)
    text = " ".join(text_of(book_in(language).sections[-1].blocks).split())
    for locator in (
        words.page_note.format(page=12, note=3),
        words.page_notes.format(page=12, notes="4–5"),
    ):
        assert " ".join(locator.split()) in text
    assert f"{words.see} Aa" in text
    assert f"{words.see_also} Aa" in text
    assert f"({words.see_also[:1].lower()}{words.see_also[1:]} Cc)" in text


@pytest.mark.parametrize("language", ["en", "hu", "ru"])
def test_word_counts_the_number_in_a_reference_wherever_it_stands(language: str) -> None:
    words = words_in(language)
    text = [{"t": "Str", "c": words.note.format(number=12)}]
    link = {"t": "Link", "c": [["", ["note-reference"], []], text, ["#note-1", ""]]}
    (made,) = dressed([{"t": "Para", "c": [link]}], language, words, lambda _: "")
    inlines = made["c"][0]["c"][1]
    shown = [inline["c"] if inline["t"] == "Str" else inline["c"][1] for inline in inlines]
    before, _, behind = words.note.partition("{number}")
    field = next(part for part in shown if "NOTEREF" in part)
    assert ">12<" in field
    assert [part for part in shown if part != field] == [part for part in (before, behind) if part]


# --- commas --------------------------------------------------------------------------------------

COMMAS = {"ar": "، ", "fa": "، ", "ur": "، ", "zh": "，", "ja": "、", "he": ", ", "ko": ", "}


@pytest.mark.parametrize(("language", "comma"), COMMAS.items())
def test_the_comma_of_an_imprint_is_that_of_the_language(language: str, comma: str) -> None:
    book = book_in(language)
    printed, said = spoken(book.print_title), "\n".join(book.said())
    assert f"Ggd{comma}1939" in printed
    assert f"Xxh{comma}Ggd" in printed
    assert f"Ggd{comma}1939" in spoken(book.epub["title.xhtml"])
    assert f"Ggd{comma}1939" in spoken(book.html["index.html"])
    in_word = [text for _, text in book.word]
    assert f"Ggd{comma}Xxh{comma}1939-08-23" in in_word
    assert f"Aa{comma}" in said  # the index
    assert f"{comma}000" in said  # the list of pictures
    assert f"Ghq{comma}Bvn" in said  # the authors of a section
    if language == "ar":  # the others have English words, with English commas
        assert not re.findall(r".{0,20},.{0,20}", said)
