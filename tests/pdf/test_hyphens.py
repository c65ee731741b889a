"""Hyphens at the ends of lines: how many in a row, where none, by which language.

These are the lines that Pango breaks, as it does where a paragraph is not composed.
"""

from __future__ import annotations

import re
from itertools import chain, pairwise
from typing import Any

import pytest
import weasyprint
from weasyprint.formatting_structure import boxes

from octavo.pdf.engine import faults
from octavo.pdf.engine.notes.broken_notes import lines_of
from tests.pdf.twelve_lines import note, render

NARROW = """
@page { size: 78px 120px }
html { --composer: off; hyphens: auto; text-align: justify; hyphenate-limit-chars: 6 2 3 }
"""
WORDS = (
    "notwithstanding the constitutional representatives of international considerations in "
    "administrative correspondence "
)
GERMAN = "Verfassungsgeschichte Staatsangelegenheiten Wissenschaftsgeschichte Bundesregierung "
FRENCH = "gouvernementale constitutionnelle internationalement considérablement représentation "
RUSSIAN = "правительственный международный представительство конституционный действительность "


def ends(document: weasyprint.Document) -> list[list[str]]:
    """The lines of each page, text before notes."""
    return [
        [
            "".join(box.text for box in line.descendants() if isinstance(box, boxes.TextBox))
            for part in page._page_box.children
            if not isinstance(part, boxes.MarginBox)
            for line in lines_of(part)
        ]
        for page in document.pages
    ]


def all_lines(document: weasyprint.Document) -> list[str]:
    return [*chain(*ends(document))]


def longest_row(texts: list[str]) -> int:
    rows = "".join("-" if text.endswith(("\u2010", "-")) else " " for text in texts).split()
    return max(map(len, rows), default=0)


def text_of(pages: list[list[str]]) -> str:
    return " ".join(text for page in pages for text in page)


def unbroken(pages: list[list[str]]) -> str:
    return re.sub(r"\s", "", re.sub(r"[-\u2010] ", "", text_of(pages)))


def test_three_lines_in_a_row_at_most():
    body = f"<p>{WORDS * 8}</p>"
    free = ends(render(body, NARROW + "html { --hyphenate-limit-lines: no-limit }"))
    held = ends(render(body, NARROW))
    assert longest_row([*chain(*free)]) > 3
    assert longest_row([*chain(*held)]) == 3
    assert unbroken(held) == unbroken(free) == re.sub(r"\s", "", WORDS * 8)


@pytest.mark.parametrize("limit", [0, 1, 2, 5])
def test_the_style_says_how_many(limit: int):
    style = f"{NARROW} html {{ --hyphenate-limit-lines: {limit} }}"
    assert longest_row(all_lines(render(f"<p>{WORDS * 8}</p>", style))) == limit


def test_a_block_may_say_otherwise():
    style = NARROW + "blockquote { --hyphenate-limit-lines: 1 }"
    body = f"<p>{WORDS * 2}</p><blockquote>{WORDS * 4}</blockquote>"
    lines = all_lines(render(body, style))
    assert longest_row(lines[-12:]) == 1


def test_a_row_goes_on_over_the_page():
    """The last lines of a page and the first ones of the next are one row."""
    style = NARROW + "html { --hyphenate-limit-last: none; --hyphenate-limit-lines: 2 }"
    assert longest_row(all_lines(render(f"<p>{WORDS * 12}</p>", style))) == 2


def test_the_hyphens_of_a_word_count():
    words = "twenty-four-hours one-and-twenty mother-in-law forget-me-not jack-in-the-box " * 6
    lines = all_lines(render(f"<p>{words}</p>", NARROW + "html { hyphens: manual }"))
    assert longest_row(lines) == 3


def test_no_recto_ends_with_a_part_of_a_word():
    body = f"<p>{WORDS * 20}</p>"
    style = NARROW + "html { --hyphenate-limit-lines: no-limit }"
    free = ends(render(body, style + "html { --hyphenate-limit-last: none }"))
    held = ends(render(body, style))
    every = ends(render(body, style + "html { --hyphenate-limit-last: page }"))
    assert any(page[-1].endswith("\u2010") for page in free[::2])
    assert not any(page[-1].endswith("\u2010") for page in held[::2])
    assert any(page[-1].endswith("\u2010") for page in held[1::2])
    assert not any(page[-1].endswith("\u2010") for page in every)
    assert unbroken(held) == unbroken(every) == unbroken(free)


def test_no_note_is_broken_in_a_word_at_the_end_of_a_recto():
    for before in range(1, 6):
        body = f"<p>{'t<br/>' * before}{note(1, WORDS * 9)}</p>"
        document = render(body, NARROW + "html { --hyphenate-limit-lines: no-limit }")
        pages = ends(document)
        assert faults(document) == ()
        assert len(pages) > 2
        assert not any(page[-1].endswith("\u2010") for page in pages[::2])


def test_notes_of_a_line_that_is_set_again_stand_once():
    text = "".join(f"{word}{note(n, 'n')} " for n, word in enumerate((WORDS * 5).split(), 1))
    style = "@page { size: 98px 1800px } .note { display: block }"
    document = render(f"<p>{text}</p>", NARROW + style)
    assert faults(document) == ()
    assert longest_row(ends(document)[0]) <= 3


def test_headings_are_not_hyphenated():
    style = NARROW + "h2 { hyphens: manual }"
    assert "\u2010" not in text_of(ends(render(f"<h2>{WORDS}</h2><p>t</p>", style)))


@pytest.mark.parametrize(
    ("lang", "text", "broken"),
    [
        ("en", WORDS, {"notwith", "constitu", "represen"}),
        ("de", GERMAN, {"Verfas", "Wissenschafts"}),
        ("fr", FRENCH, {"constitu", "interna"}),
        ("ru", RUSSIAN, {"правитель", "междуна"}),
    ],
    ids=["en", "de", "fr", "ru"],
)
def test_words_are_parted_by_the_language_of_the_passage(lang: str, text: str, broken: set[str]):
    body = f'<p>{WORDS}<span lang="{lang}">{text * 2}</span></p>'
    found = ends(render(body, NARROW + "@page { width: 60px } html { text-align: left }"))
    parts = {part for page in found for line in page for part in line.split() if "\u2010" in part}
    assert {part.strip("\u2010") for part in parts} & broken
    texts = [*chain(*found)]
    for line, following in pairwise(texts):
        if line.endswith("\u2010"):
            assert len(line.split()[-1].strip("\u2010")) >= 2
            assert len(following.split()[0].rstrip("\u2010")) >= 3 or following.endswith("\u2010")


def test_a_language_without_patterns_is_not_hyphenated_as_english():
    found = text_of(ends(render(f'<p><span lang="tlh">{WORDS}</span></p>', NARROW)))
    assert "\u2010" not in found


def boxes_of(document: Any) -> list[Any]:
    return [line for page in document.pages for line in lines_of(page._page_box.children[0])]


def test_lines_set_again_are_justified_and_on_the_line():
    lines = boxes_of(render(f"<p>{WORDS * 8}</p>", NARROW))
    tops = [round(line.position_y) for line in lines[:12]]
    assert tops == list(range(0, 120, 10))
