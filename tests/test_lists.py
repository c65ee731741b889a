"""The lists of illustrations and tables, the leaves, and the statements of the copyright page."""

from __future__ import annotations

import pytest

from octavo.captions.cross_references import resolve_cross_references
from octavo.captions.numbering import number_captions
from octavo.html.section_xhtml import section_html
from octavo.matter.imprint import doi_address, imprint, people
from octavo.matter.leaves import leaves, made_colophon
from octavo.matter.lists import listed
from octavo.matter.parts import COLOPHON, ILLUSTRATIONS, LISTS, TABLES, in_order, matter_asked
from octavo.model import (
    BookSeries,
    Copyright,
    Edition,
    Epigraph,
    Isbn,
    Licence,
    ListSettings,
    Manuscript,
    Name,
    Printing,
    Publisher,
    Section,
    Source,
)
from octavo.pandoc.walk import plain
from octavo.parsing.notes import parse

TEXT = """# One {#one}

![A *ferry* at low water, from [the bank](#one).[^1] Drawn for this
book.](figures/a.png){#fig-a alt="A" credit="Photograph: N. N."}

![A very long caption that tells all.](figures/b.png){#fig-b alt="B" short="The bank"}

![The old and the new ![bell](figures/d.png) bell.](figures/d.png){#fig-d alt="D"}

![Without an id.](figures/c.png){alt="C"}

| a | b |
|---|---|
| 1 | 2 |

: The tolls {#tbl-tolls}

[^1]: A note of the caption.
"""


def manuscripts() -> tuple[Manuscript, ...]:
    return number_captions([parse(Source(Section("one", "source/one.md"), TEXT), "en-GB")])


def lines(section: Section) -> list[str]:
    made = listed(manuscripts(), section, "en-GB")
    return [plain(row["c"][1]).strip() for block in made.blocks[1:] for row in block["c"][1]]


def test_each_line_has_number_caption_and_page() -> None:
    assert lines(ILLUSTRATIONS) == [
        "1. A ferry at low water, from the bank. Drawn for this book, 000",
        "2. The bank, 000",
        "3. The old and the new bell, 000",
    ]
    assert lines(TABLES) == ["1. The tolls, 000"]
    html = section_html(listed(manuscripts(), ILLUSTRATIONS, "de"))
    assert '<a href="#fig-a" class="entry-title">' in html
    assert "Abbildungen</h1>" in html
    assert html.count("000") == 3
    assert "<img" not in html  # the list's own stages have no picture of a caption


def test_a_list_of_nothing_is_empty() -> None:
    for section in LISTS:
        assert listed([], section, "en").blocks == []


def test_the_book_has_its_order() -> None:
    edition = Edition(
        title="T", sections=("a.md",), dedication="To you", epigraph="Peace.", colophon="Set.",
        lists=ListSettings(illustrations=True, tables=True, contributors=True),
    )  # fmt: skip
    text, preface = Section("a", "source/a.md"), Section("p", "source/p.md", "front")
    back, works = Section("b", "source/b.md", "back"), Section("bibliography", "", "back")
    asked = matter_asked(edition)
    assert [s.name for s in in_order((preface, text, back, *reversed(asked), works))] == [
        "dedication", "epigraphs", "illustrations", "tables", "p", "a", "b", "bibliography",
        "contributors", "colophon",
    ]  # fmt: skip
    assert matter_asked(Edition(title="T", sections=("a.md",))) == ()


def test_leaves_keep_their_lines_and_their_markup() -> None:
    edition = Edition(
        title="T", sections=("a.md",), language="en",
        dedication="To *those*\nwho waited <script>",
        epigraph=(Epigraph(text="Festina\nlente", source="Suetonius, *Augustus*", language="la"),),
        colophon=True,
    )  # fmt: skip
    dedication, epigraphs, colophon = (section_html(m) for m in leaves(edition, ["EB Garamond"]))
    assert "To <em>those</em><br />\nwho waited" in dedication
    assert "<script" not in dedication
    assert '<div class="epigraph" lang="la">' in epigraphs
    assert '<span class="source">Suetonius, <em>Augustus</em></span>' in epigraphs
    assert "EB Garamond, designed by Georg Duffner" in colophon
    assert leaves(Edition(title="T", sections=("a.md",)), []) == ()


@pytest.mark.parametrize("language", ["en-US", "de", "ru", "xx"])
def test_the_colophon_names_the_type(language: str) -> None:
    assert "Some Sans" in made_colophon(language, ["Some Sans"])
    assert "Octavo" in made_colophon(language, [])


FULL = Edition(
    title="T", sections=("a.md",), language="en-US", date="2026",
    authors=(Name(given="A", family="B"), Name(given="C", family="D"), Name(literal="E")),
    publisher=Publisher(name="Press", place="Oxford", address="1 High Street\nOxford"),
    copyright=Copyright(year=2025, lines=("Introduction © 2026 F",)), rights="All rights reserved.",
    licence=Licence(name="CC BY 4.0", url="https://creativecommons.org/licenses/by/4.0/"),
    isbn=Isbn(paperback="978-0-306-40615-7", epub="978-0-16-093252-6"),
    series=BookSeries(title="S", issn="0378-5955"), doi="doi:10.1000/182",
    printing=Printing(number=2, year=2026, history=("First edition 1998",), printed="In Geneva"),
    cip="Names: B, A.\n\nTitle: T\n    : a title", credits="Maps by G", disclaimer="Not ours.",
    identifier="urn:uuid:c24f6ee3-0cf2-5a45-b3c3-0837aad467ad",
)  # fmt: skip


def test_the_copyright_page_in_printers_order() -> None:
    made = {statement.kind: statement.lines for statement in imprint(FULL)}
    assert list(made) == [
        "publisher", "copyright", "rights", "licence", "history", "printed", "printers-key",
        "isbn", "issn", "doi", "cip", "credits", "disclaimer",
    ]  # fmt: skip
    assert made["publisher"] == ("Press, Oxford", "1 High Street", "Oxford")
    assert made["copyright"] == ("© 2025 A B, C D, and E", "Introduction © 2026 F")
    assert made["printers-key"] == ("30 29 28 27 26\u20032 3 4 5 6",)
    assert made["isbn"] == (
        "ISBN 978-0-306-40615-7 (paperback)", "ISBN 978-0-16-093252-6 (EPUB)",
    )  # fmt: skip
    assert made["doi"] == ("https://doi.org/10.1000/182",)
    assert made["cip"] == ("Names: B, A.", "Title: T", "\u00a0" * 4 + ": a title")
    epub = {statement.kind: statement.lines for statement in imprint(FULL, "epub")}
    assert "printers-key" not in epub
    assert epub["isbn"][0].endswith("(EPUB)")


def test_nothing_empty_is_said() -> None:
    assert imprint(Edition(title="T", sections=("a.md",))) == ()
    (only,) = imprint(Edition(title="T", sections=("a.md",), authors=(Name(literal="E"),)))
    assert only.lines == ("© E",)


def test_names_are_joined_as_a_language_does() -> None:
    names = [Name(literal=letter) for letter in "ABC"]
    assert people(names, "en-GB") == "A, B, and C"
    assert people(names[:2], "en") == "A and B"
    assert people(names, "ru") == "A, B и C"
    assert people([], "en") == ""


def test_the_key_without_a_year() -> None:
    assert Printing(number=1).key == "10 9 8 7 6 5 4 3 2 1"
    assert Printing().key == ""


@pytest.mark.parametrize(
    "written", ["10.1000/182", "doi:10.1000/182", " https://doi.org/10.1000/182"]
)
def test_a_doi_is_shown_as_its_address(written: str) -> None:
    assert doi_address(written) == "https://doi.org/10.1000/182"


def test_the_colophon_is_the_last() -> None:
    assert in_order((COLOPHON, Section("index", "", "back")))[-1] == COLOPHON


def test_a_caption_is_listed_without_the_page_that_it_refers_to() -> None:
    text = (
        "# One {#one}\n\n![A bridge, see [@tbl:t, page].](a.png){#fig-a alt=A}\n\n"
        "| a |\n|---|\n| b |\n\n: Tolls {#tbl:t}\n"
    )
    source = Source(Section("one", "source/one.md"), text)
    made = resolve_cross_references(number_captions([parse(source, "en")]))
    (row,) = listed(made, ILLUSTRATIONS, "en").blocks[1]["c"][1]
    assert plain(row["c"][1]).strip().replace("\u00a0", " ") == "1. A bridge, see table 1, 000"
