"""Verse, quotations and definitions on the page."""

from __future__ import annotations

from io import BytesIO

import pdfplumber

from octavo.html.section_xhtml import section_html
from octavo.model import Section, Source
from octavo.parsing.notes import parse
from tests.pdf.test_typeset import WORDS, lay_out, texts

POEM = """\
# Verse

::: {{.verse numbers=5 start=3}}
| One line of the poem,
| and another that goes on so long that no measure of this page can hold it
{}
:::
"""


def made(text: str):
    return lay_out(section_html(parse(Source(Section("a", "source/a.md"), text), "en")))


def lines(pdf: bytes, page: int = 0) -> list[dict]:
    with pdfplumber.open(BytesIO(pdf)) as document:
        return document.pages[page].extract_text_lines()


def test_every_fifth_line_bears_its_number_through_the_stanzas() -> None:
    rest = "\n".join(["| third", "| fourth", "", "| fifth", "|   sixth", "| seventh", "| eighth"])
    set_ = made(POEM.format(rest))
    assert not set_.faults
    found = lines(set_.pdf) + lines(set_.pdf, 1)
    words = {line["text"].strip(): line for line in found}
    assert "third 5" in words and "eighth 10" in words
    assert words["third 5"]["x1"] > 240


def test_a_line_too_long_goes_on_indented() -> None:
    found = lines(made(POEM.format("| third")).pdf)
    at = next(n for n, line in enumerate(found) if line["text"].startswith("and another"))
    first, more = found[at], found[at + 1]
    assert more["x0"] - first["x0"] > 10
    assert abs(more["bottom"] - first["bottom"] - 14) < 0.2


def test_a_short_stanza_is_not_broken() -> None:
    stanza = "\n".join(f"| stanza line {n}" for n in range(6))
    for before in range(2, 9, 2):
        text = f"# Verse\n\n{WORDS * before}\n\n{WORDS}\n\n{stanza}\n\n{WORDS}\n"
        pages = [page.count("stanza line") for page in texts(made(text).pdf)]
        assert sorted(pages)[-1] == 6, before


def test_numbers_that_are_none_number_nothing() -> None:
    for asked in ("numbers=0", "numbers=-5", "numbers=x", "numbers=99999999999999999999"):
        words = texts(made(f"::: {{.verse {asked}}}\n| one\n| two\n:::\n").pdf)[0]
        assert words.split() == ["one", "two"]


def test_a_quotations_source_stands_to_the_right() -> None:
    text = f"# Words\n\n> {WORDS}\n>\n> [Milton, *Areopagitica*]{{.source}}\n\n{WORDS}\n"
    found = next(line for line in lines(made(text).pdf) if "Milton" in line["text"])
    assert found["text"].startswith("—Milton")
    assert found["x0"] > 120 and found["x1"] > 210


def test_a_term_stays_with_its_meaning() -> None:
    for before in range(3, 12, 2):
        text = f"# Words\n\n{WORDS * before}\n\nTerm of art\n\n:   Meaning of it. {WORDS * 2}\n"
        for page in texts(made(text).pdf):
            assert ("Term of art" in page) == ("Meaning of it" in page), before
