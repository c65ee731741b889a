"""A section in the EPUB: language, figures, verse, tables, no script."""

from __future__ import annotations

import pytest

from octavo.epub import images_of, make_epub
from octavo.model import FaultError, Section


def test_the_images_of_a_section(chapters):
    assert images_of(chapters[2][1]) == ("source/figures/map.svg", "source/figures/Vignette 1.png")
    assert images_of(chapters[1][1]) == ()


def test_figures(book):
    page = book.text("text/02-second.xhtml")
    assert (
        '<img src="../images/figures/map.svg" alt="A map of two rivers" style="width: 50.0%" />'
        in page
    )
    assert 'class="decorative" alt="" role="presentation"' in page
    assert '<span class="credit">Dessin de l’éditeur.</span>' in page


def test_an_image_that_is_missing_or_no_image_stops_the_build(edition, chapters, images):
    with pytest.raises(FaultError, match=r"map\.svg"):
        make_epub(edition, chapters, {})


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7",
        b"",
        b"<svg",
        b"<?xml version='1.0'?><html/>",
        b"<svg xmlns='http://www.w3.org/2000/svg'>" + b"<g>" * 3000 + b"</g>" * 3000 + b"</svg>",
    ],
    ids=["PDF", "empty", "not well-formed", "no SVG", "nested without end"],
)
def test_what_is_no_image_stops_the_build(edition, chapters, images, data):
    with pytest.raises(FaultError, match=r"map\.svg"):
        make_epub(edition, chapters, {**images, "source/figures/map.svg": data})


def test_languages_are_marked_twice(book):
    page = book.text("text/01-first.xhtml")
    assert '<span lang="ru" xml:lang="ru">слова</span>' in page
    assert 'lang="fr" xml:lang="fr" dir="ltr">' in book.text("text/02-second.xhtml")


def test_verse_has_a_line_an_element(book):
    assert (
        '<div class="line-block"><div class="line">One line of verse</div>'
        '<div class="line">  and <em>another</em></div><div class="line"><br /></div>'
        '<div class="line">after a break</div></div>'
    ) in book.text("text/01-first.xhtml")


def test_tables_say_what_their_heads_head(book):
    page = book.text("text/01-first.xhtml")
    assert '<th class="align-left" scope="col">Paper</th>' in page
    assert "<col" not in page
    assert "style=" not in page


def test_tasks_are_characters(book):
    assert '<span class="box">☒ </span>done' in book.text("text/01-first.xhtml")


def test_formulas_have_a_text(book):
    assert 'alttext="x^2"' in book.text("text/01-first.xhtml")
    assert 'href="text/01-first.xhtml" media-type="application/xhtml+xml" properties="mathml"' \
        in book.text("package.opf")  # fmt: skip


def test_only_void_elements_are_written_as_empty(edition, open_epub):
    html = '<section><h1>T</h1><p></p><p>a<br/>b</p><div class="x"></div></section>'
    text = open_epub(make_epub(edition, [(Section("x", "source/x.md"), html)], {})).text(
        "text/x.xhtml"
    )
    assert '<p></p><p>a<br />b</p><div class="x"></div>' in text


def test_a_drawing_runs_and_fetches_nothing(book):
    drawing = book.text("images/figures/map.svg")
    for word in ("script", "onload", "https:", "alert", "DOCTYPE"):
        assert word not in drawing
    assert 'href="#r"' in drawing
    assert "two rivers" in drawing


def test_the_editions_style_fetches_nothing(book):
    assert book.text("styles/edition.css") == ".mine {color: #800}\n"
    assert "../styles/edition.css" in book.text("text/01-first.xhtml")


def test_the_cover_is_a_picture(book):
    assert book.files["EPUB/images/octavo-cover.png"].startswith(b"\x89PNG")
    assert 'href="images/octavo-cover.png" media-type="image/png" properties="cover-image"' \
        in book.text("package.opf")  # fmt: skip
    assert 'alt="Cover: Time &amp; &lt;Procedure&gt;. An Essay. Anna Author. The Bureau"' \
        in book.text("cover.xhtml")  # fmt: skip


def test_a_cover_that_the_font_cannot_write_is_drawn_by_the_reader(
    edition, chapters, images, open_epub
):
    from dataclasses import replace

    book = open_epub(make_epub(replace(edition, title="時間"), chapters, images))
    assert "時間" in book.text("images/octavo-cover.svg")


def test_the_editions_own_cover(edition, chapters, images, open_epub):
    from dataclasses import replace

    own = replace(edition, cover="figures/Vignette 1.png")
    book = open_epub(make_epub(own, chapters, images))
    (line,) = [x for x in book.text("package.opf").splitlines() if "cover-image" in x]
    assert "images/figures-vignette-1-" in line
