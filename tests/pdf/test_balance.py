"""Titles in equal lines, long captions flush, read back from the boxes."""

from __future__ import annotations

import pytest

from octavo.pdf.engine import read_pages
from tests.pdf.test_typeset import WORDS, call, lay_out, lines, section
from tests.pdf.twelve_lines import note, render

STYLE = "h2 {{ --text-wrap: {}; text-align: {} }} .note {{ --text-wrap: none }}"
TITLE = "The governor of the province and the council of the city of Moscow"


def set_lines(body: str, style: str) -> list[tuple[str, float, float]]:
    (page,) = read_pages(render(body, style))
    return [(line.text, line.box.x, line.box.width) for line in (*page.text, *page.notes)]


@pytest.mark.parametrize("align", ["center", "left", "right"])
def test_the_lines_of_a_title_are_equal(align: str) -> None:
    plain = set_lines(f"<h2>{TITLE}</h2>", STYLE.format("none", align))
    made = set_lines(f"<h2>{TITLE}</h2>", STYLE.format("balance", align))
    assert len(made) == len(plain) == 2
    assert " ".join(text for text, _, _ in made) == TITLE
    widths = [width for _, _, width in made]
    assert min(widths) > 0.75 * max(widths) > min(width for _, _, width in plain)
    edges = {"center": [x + w / 2 for _, x, w in made], "left": [x for _, x, _ in made],
             "right": [x + w for _, x, w in made]}  # fmt: skip
    assert edges[align] == pytest.approx(
        [{"center": 75, "left": 0, "right": 150}[align]] * 2, abs=1
    )


def test_a_note_in_a_title_is_not_balanced() -> None:
    words = "The quick brown fox jumps over the lazy dog and the hound sleeps on"
    made = set_lines(f"<h2>{TITLE}{note(1, words)}</h2><p>t</p>", STYLE.format("balance", "center"))
    assert any(text.startswith(("The quick", "(1)The quick")) and w > 120 for text, _, w in made)


def test_only_a_word_alone_is_mended_where_the_style_asks_for_no_more() -> None:
    style = "li { --text-wrap: pretty; text-align: left; list-style: none }"
    for entry, alone in ((f"{'mm ' * 12}end", False), (TITLE, True)):
        (_, _, first), (_, _, last) = set_lines(f"<ul><li>{entry}</li></ul>", style)
        assert (last > 0.5 * first) == alone or " " not in entry


def test_a_float_in_the_margin_of_an_entry_leaves_its_lines_to_be_mended() -> None:
    style = "dt {{ float: left }} dd {{ --text-wrap: {}; margin: 0 0 0 40px }}"
    entry = "<dl><dt>AB</dt><dd>The archive of the city of Moscow in Moscovia</dd></dl>"
    lasts = [set_lines(entry, style.format(how))[-1][0] for how in ("none", "pretty")]
    assert [" " in last for last in lasts] == [False, True], lasts


def test_a_caption_is_centred_in_two_lines_and_flush_in_more() -> None:
    for words, centred in (("The quick brown dog.", True), (WORDS, True), (WORDS * 5, False)):
        table = f"<table><caption>{words}</caption><tbody><tr><td>b</td></tr></tbody></table>"
        for body in (f"<figure><figcaption>{words}</figcaption></figure>", table):
            made = lay_out(section(f"<p>Text.</p>{body}"))
            read = lines(made.pdf, 0)
            found = [line for line in read if {"quick", "on."} & {*str(line["text"]).split()}]
            middles = [(line["x0"] + line["x1"]) / 2 for line in found]
            assert found
            assert all(abs(middle - 140) < 2 for middle in middles) == centred, body
            assert len({round(line["x0"]) for line in found}) == 1 or centred, body


@pytest.mark.parametrize("width", range(1, 30, 3))
def test_a_range_is_kept_whole_in_a_title(width: int) -> None:
    title = f"Moscow {'x' * width} in the years 1868–1876"
    table = f"<table><tbody><tr><td>{title}</td><td>{title} {title}</td></tr></tbody></table>"
    body = f"<h2>{title}</h2><figure><figcaption>{title}</figcaption></figure>{table}"
    made = lay_out(section(f"{body}<p>So.{call(1)}</p>", "<p>A note.</p>"))
    pages = range(len(made.page_map.pages))
    read = " ".join(str(line["text"]) for n in pages for line in lines(made.pdf, n))
    assert read.count("1868–1876") == 5
