"""Tagged text becomes the HTML of the CSL suite, and plain text."""

import pytest

from octavo.csl.text.tagged_html import bibliography_html, to_html, to_plain
from octavo.csl.text.tagged_text import CLOSING, OPENING, Quotes, marked

EN = Quotes()


def span(style: str, text: str) -> str:
    return f'<span style="{style}">{text}</span>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Smith & <Sons>", "Smith &#38; &#60;Sons&#62;"),
        (marked("Emph", "a") + marked("Strong", "b"), "<i>a</i><b>b</b>"),
        (marked("Superscript", "1") + marked("Subscript", "2"), "<sup>1</sup><sub>2</sub>"),
        ("1ʳᵉ, m², ™", "1<sup>r</sup><sup>e</sup>, m<sup>2</sup>, <sup>TM</sup>"),
        (marked("SmallCaps", "a"), span("font-variant:small-caps;", "a")),
        (marked("Underline", "a"), span("text-decoration:underline;", "a")),
        (marked("NoCase", "a") + marked("Link", "b") + marked("Plain", "c"), "abc"),
    ],
)
def test_each_kind_of_markup(text: str, html: str) -> None:
    assert to_html(text, EN) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            marked("Emph", "One " + marked("Emph", "Two " + marked("Emph", "Three"))),
            f"<i>One {span('font-style:normal;', 'Two <i>Three</i>')}</i>",
        ),
        (
            marked("Emph", "One " + marked("Strong", marked("Emph", "Two"))),
            f"<i>One <b>{span('font-style:normal;', 'Two')}</b></i>",
        ),
        (
            marked("Strong", "a" + marked("Strong", "b")),
            f"<b>a{span('font-weight:normal;', 'b')}</b>",
        ),
        (marked("Upright", "a"), "a"),
        (marked("Emph", marked("Upright", "a")), f"<i>{span('font-style:normal;', 'a')}</i>"),
        (
            marked("Superscript", "a" + marked("Baseline", "b")),
            f"<sup>a{span('vertical-align:baseline;', 'b')}</sup>",
        ),
    ],
)
def test_markup_in_itself_goes_back(text: str, html: str) -> None:
    assert to_html(text, EN) == html


def test_quotation_marks_alternate() -> None:
    text = marked("Quote", "My " + marked("Quote", marked("Quote", "Own") + " Big") + " Title")
    assert to_html(text, EN) == to_plain(text, EN) == "“My ‘“Own” Big’ Title”"


def test_marks_that_cross_come_out_sound() -> None:
    text = f"{OPENING['Emph']}a {OPENING['Strong']}b{CLOSING['Emph']} c{CLOSING['Strong']}"
    assert to_html(text, EN) == "<i>a <b>b</b></i><b> c</b>"
    assert to_html(f"a{CLOSING['Emph']}b{OPENING['Strong']}", EN) == "ab"


def test_parts_set_apart() -> None:
    entry = marked("LeftMargin", "[1]") + marked("RightInline", marked("Emph", "Title"))
    assert bibliography_html([to_html(entry, EN)]) == (
        '<div class="csl-bib-body">\n  <div class="csl-entry">\n'
        '    <div class="csl-left-margin">[1]</div>'
        '<div class="csl-right-inline"><i>Title</i></div>\n  </div>\n</div>'
    )
    assert to_plain(entry, EN) == "[1] Title"


def test_the_point_after_the_last_part_goes_into_it() -> None:
    entry = marked("LeftMargin", "[1]") + marked("RightInline", marked("Emph", "Title")) + "."
    assert to_html(entry, EN).endswith('<div class="csl-right-inline"><i>Title</i>.</div>\n  ')
    assert to_plain(entry, EN) == "[1] Title."
    asked = marked("Block", "Why?") + "."
    assert to_plain(asked, EN) == "Why?"
