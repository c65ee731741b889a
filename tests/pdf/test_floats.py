"""Figures that do not fit: the text comes up, the figure opens the next page."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import pytest

from octavo.pdf.section.print_tree import prepare
from tests.pdf.test_typeset import EDITION, book_fonts, call, section
from tests.pdf.twelve_lines import lines, note, sound

STYLE = (
    "figure { break-inside: avoid; margin: 0 } figure.f { --float: next-page } "
    "h2 { break-after: avoid } .plate { --plate: next-page; height: 120px } "
    ".break { break-before: page }"
)


def figure(name: str, count: int = 4, kind: str = "f") -> str:
    return f'<figure class="{kind}">{lines(name, 1, count)}</figure>'


def pages(body: str, style: str = "") -> list[str]:
    return sound(body, STYLE + style)


def text(name: str, first: int, last: int) -> str:
    return f"<p>{lines(name, first, last)}</p>"


def printed(*parts: str) -> str:
    """`t1-3 f1-2` as it is read back: t1 t2 t3 f1 f2."""
    spans = (part.partition("-") for part in " ".join(parts).split())
    return " ".join(
        f"{first[0]}{number}"
        for first, _, last in spans
        for number in range(int(first[1:]), int(last or first[1:]) + 1)
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (text("t", 1, 10) + figure("f") + text("u", 1, 14), ["t1-10 u1-2", "f1-4 u3-10", "u11-14"]),
        # It fits: it stays.
        (text("t", 1, 8) + figure("f") + text("u", 1, 3), ["t1-8 f1-4", "u1-3"]),
        # Two in a row keep their order; both open a page if they fit.
        (text("t", 1, 10) + figure("f") + figure("g") + text("u", 1, 8),
         ["t1-10 u1-2", "f1-4 g1-4 u3-6", "u7-8"]),
        (text("t", 1, 10) + figure("f", 8) + figure("g", 8) + text("u", 1, 10),
         ["t1-10 u1-2", "f1-8 u3-6", "g1-8 u7-10"]),
        # The text ends before it.
        (text("t", 1, 9) + figure("f", 9) + text("u", 1, 2), ["t1-9 u1-2", "f1-9"]),
        # Headings go with the text that comes up.
        (text("t", 1, 8) + "<h2>h1</h2>" + figure("f", 5) + text("u", 1, 8),
         ["t1-8 h1 u1-3", "f1-5 u4-8"]),
        # Nothing may come up: it stays.
        (text("t", 1, 10) + figure("f") + '<p class="break">u1</p>', ["t1-10", "f1-4", "u1"]),
        (text("t", 1, 10) + figure("f"), ["t1-10", "f1-4"]),
        # One without the style stays.
        (text("t", 1, 10) + figure("f", kind="g") + text("u", 1, 3), ["t1-10", "f1-4 u1-3"]),
        # A figure of a later place does not pass it.
        (text("t", 1, 10) + figure("f") + text("u", 1, 4) + figure("g", 3) + text("v", 1, 3),
         ["t1-10 u1-2", "f1-4 u3-4 g1-3 v1-3"]),
        # Neither does a plate.
        (text("t", 1, 10) + figure("f") + '<div class="plate">p1</div>' + text("u", 1, 6),
         ["t1-10 u1-2", "f1-4 u3-6", "p1"]),
    ],
)  # fmt: skip
def test_text_comes_up(body: str, expected: list[str]) -> None:
    assert pages(body) == [printed(page) for page in expected]


def test_notes_of_the_text_that_comes_up_keep_to_its_page() -> None:
    for count in range(1, 7):
        called = f"<p>u1<br/>u2{note(1, lines('n', 1, count))}<br/>{lines('u', 3, 9)}</p>"
        later = f"<p>v1{note(2, lines('m', 1, 2))}<br/>v2</p>"
        made = pages(text("t", 1, 6) + figure("f", 7) + called + later)
        assert " ".join(made).count("f1") == 1 and made[0].startswith("t1 t2")
        words = [word for page in made for word in page.replace("|", " ").split()]
        assert sum(word.startswith(("t", "u", "v", "f")) for word in words) == 6 + 9 + 2 + 7


def test_pages_are_filled_once_though_they_are_made_again() -> None:
    """A counter of pages makes WeasyPrint lay out pages anew."""
    body = text("t", 1, 10) + figure("f") + text("u", 1, 14)
    last = '<p id="end">u15</p><p class="c"><a href="#end"></a></p>'
    style = ".c a::after { content: target-counter(attr(href), page) }"
    made = pages(body + last, style)
    assert made[:2] == [printed("t1-10 u1-2"), printed("f1-4 u3-10")]


@pytest.mark.parametrize(
    ("floats", "floating"), [("labelled", ["a"]), ("all", ["a", "b"]), ("none", [])]
)
def test_the_setting_says_which_figures_float(
    floats: Literal["labelled", "all", "none"], floating: list[str]
) -> None:
    caption = "<figcaption>{}</figcaption>"
    body = (
        f'<figure id="fig:a">{caption.format("a")}</figure><figure>{caption.format("b")}</figure>'
        f'<figure id="fig:c">{caption.format("c" + call(1))}</figure>'
        f'<blockquote><figure id="fig:d">{caption.format("d")}</figure></blockquote>'
        f'<figure id="fig:e" class="full-page">{caption.format("e")}</figure>'
    )
    edition = replace(EDITION, print=replace(EDITION.print, floats=floats))
    tree = prepare(section(body, "<p>A note.</p>"), "a", edition, book_fonts()).html
    found = [e for e in tree.iter("figure") if "floating" in e.get("class", "").split()]
    assert ["".join(e.itertext()) for e in found] == floating
