"""References to figures, equations and sections: the words printed, and the link."""

from __future__ import annotations

from octavo.captions.cross_references import resolve_cross_references
from octavo.captions.numbering import number_captions
from octavo.model import FigureSettings, Manuscript, Section, Source
from octavo.pandoc.note_spans import is_note
from octavo.pandoc.walk import text_of, walk
from octavo.parsing.notes import parse

BRIDGES = """\
# Chapter 2. Bridges {#sec:bridges}

## An Inventory {#sec:inventory}

![A map.](figures/a.svg){#fig:map alt="Map" credit="Drawn by A." source="State Archive"}

::: {#fig:pair .figure credit="Photos: B."}
![The old one](figures/a.svg){#fig:old alt="Old"}

![The new one.](figures/b.svg){alt="New"}

Two bridges.[^1]
:::

$$a = b$$ {#eq:sum}, as said.

| a |
|---|
| 1 |

: Tolls {#tbl:tolls}

[^1]: Seen in 1921.
"""
REFERRING = """\
# Here

{}
"""


def made(
    text: str, language: str = "en", settings: FigureSettings | None = None
) -> tuple[Manuscript, ...]:
    texts = [
        parse(Source(Section(name, f"source/{name}.md"), written), language)
        for name, written in (("one", BRIDGES), ("two", REFERRING.format(text)))
    ]
    return resolve_cross_references(number_captions(texts, settings))


def said(text: str, language: str = "en", settings: FigureSettings | None = None) -> str:
    """Give the words of a paragraph after its references are resolved."""
    return text_of(made(text, language, settings)[1].blocks[1:]).replace("\u00a0", " ")


def test_each_kind_is_said_by_its_word_and_number() -> None:
    assert said("See [@fig:map] and @tbl:tolls.") == "See figure 1 and table 1."
    assert said("[@Fig:pair] and [](#fig:old).") == "Figure 2 and figure 2a."
    assert said("By [@eq:sum], [](#sec:bridges).") == "By equation (1), chapter 2."
    assert said("In [@sec:inventory].") == "In “An Inventory”."


def test_words_around_a_reference_stay_and_several_are_parted() -> None:
    assert said("([cf. @fig:map; @tbl:tolls, below].)") == "(cf. figure 1; table 1, below.)"


def test_the_page_is_a_link_for_the_forms_that_have_pages() -> None:
    blocks = made("See [@fig:map, page].")[1].blocks
    links = [e["c"] for e in walk(blocks) if e["t"] == "Link"]
    assert [(c[0][1], text_of(c[1]), c[2][0]) for c in links] == [
        (["cross-reference"], "figure\u00a01".replace("\u00a0", " "), "#fig:map"),
        (["note-page"], "000", "#fig:map"),
    ]
    assert text_of(blocks[1:]) == "See figure 1 on page 000."


def test_words_are_those_of_the_language() -> None:
    assert said("[@fig:map], [@Tbl:tolls]", "de") == "Abbildung 1, Tabelle 1"
    assert said("[@eq:sum, page]", "fr-FR") == "équation (1), p. 000"


def test_numbers_may_begin_with_the_chapters() -> None:
    settings = FigureSettings(numbering="section")
    assert said("[@fig:pair], [@eq:sum]", settings=settings) == "figure 2.2, equation (2.1)"


def test_words_of_the_author_stay() -> None:
    assert said("[the map](#fig:map) and [@smith2000]") == "the map and [@smith2000]"


def test_a_figure_of_several_pictures_has_one_caption_with_credit_and_source() -> None:
    figures = [e for e in walk(made("")[0].blocks) if e["t"] == "Figure"]
    assert [text_of(e["c"][1][1]) for e in figures] == [
        "Figure 1. A map. Drawn by A. State Archive",
        "Figure 2. Two bridges. (a) The old one; (b) The new one. Photos: B.",
    ]
    one, pair = figures
    images = [e["c"][0] for e in walk(pair) if e["t"] == "Image"]
    assert not any(key in {"credit", "source"} for _, _, p in images for key, _ in p)
    letters = [
        text_of(e["c"][1])
        for e in walk(pair)
        if e["t"] == "Span" and "picture-letter" in e["c"][0][1]
    ]
    assert letters == ["(a)", "(b)"]
    assert sum(map(is_note, walk(pair))) == 1
    assert one["c"][0][0] == "fig:map"


def test_an_equation_keeps_what_stands_behind_its_label() -> None:
    paragraph = next(b for b in made("")[0].blocks if b["t"] == "Para" and "said" in text_of([b]))
    assert text_of([paragraph]) == "a = b (1), as said."


def test_a_heading_that_refers_is_referred_to_without_the_page() -> None:
    title = "Here, see [@tbl:tolls, page] {#sec:here}\n\nIn [@sec:here]; [@sec:here, page]."
    texts = [
        parse(Source(Section(name, f"source/{name}.md"), written), "en")
        for name, written in (("one", BRIDGES), ("two", f"# Two\n\n## {title}\n"))
    ]
    found = resolve_cross_references(number_captions(texts))[1].blocks
    assert text_of(found[2]).replace("\u00a0", " ") == (
        "In “Here, see table 1”; “Here, see table 1” on page 000."
    )
