"""Faults of the page: for each a small page that has it, beside one that nearly has it.

The pages are those of `twelve_lines`: 200 by 120 px, lines of 10 px. Type is DejaVu Sans Mono at
8 px, so that every letter is 4.8 px wide and 41 of them fill a line.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from octavo.model import PageIssue
from octavo.pdf.engine import Box, Line, page_fills, read_pages
from octavo.pdf.page_faults import FINDERS, Layout, page_faults
from tests.pdf.twelve_lines import lines, note, render

MONO = 'html { font-family: "DejaVu Sans Mono"; orphans: 1; widows: 1 } p { text-align: justify }'


def layout(body: str, style: str = "") -> Layout:
    document = render(body, MONO + style)
    return Layout(read_pages(document), page_fills(document))


def seen(kind: str, body: str, style: str = "") -> list[PageIssue]:
    assert kind in {rule.name for rule in FINDERS}
    return [fault for fault in page_faults(layout(body, style)) if fault.rule.name == kind]


def of_lines(*texts: str) -> str:
    return f"<p>{'<br/>'.join(texts)}</p>"


FULL = "m " * 20 + "m"  # a line of 41 letters
CASES: dict[str, tuple[str, str]] = {
    "page_begins_with_no_widow": (
        f"<p>{lines('t', 1, 13)}</p><p>u</p>",
        f"<p>{lines('t', 1, 14)}</p><p>u</p>",
    ),
    "page_ends_with_no_orphan": (
        f"<p>{lines('t', 1, 11)}</p><p>u1<br/>u2<br/>u3</p>",
        f"<p>{lines('t', 1, 11)}</p><p>u1</p><p>v</p>",
    ),
    "last_line_is_longer_than_an_indent": (
        of_lines("two words", "I"),
        of_lines("two words", "it"),
    ),
    "hyphens_are_few_in_a_row": (
        of_lines("one-", "two-", "three-", "four-", "five"),
        of_lines("one-", "two-", "three-", "four", "five-", "six"),
    ),
    "line_edges_do_not_repeat": (
        of_lines("the one", "the two", "“The three", "four"),
        of_lines("the one", "the two", "then three", "the four"),
    ),
    "line_is_not_stretched": (
        f"<p>three short words {'x' * 40}</p>",
        f"<p>three short words, and then still some {'x' * 40}</p>",
    ),
    "no_river_runs_through_the_text": (
        f'<p style="width: 90px">{"aaaaa bbbbb ccccc " * 7}</p>',
        f'<p style="width: 90px">{"aaa bbbb cccccccc aaaaa bbbbbb cccc " * 4}</p>',
    ),
    "heading_stands_over_its_text": (
        f"<p>{lines('t', 1, 10)}</p><h2 style='break-after: auto'>Head</h2><p>u1<br/>u2<br/>u3</p>",
        f"<p>{lines('t', 1, 9)}</p><h2>Head</h2><p>u1<br/>u2<br/>u3</p>",
    ),
    "page_is_full": (
        f"<p>{lines('t', 1, 13)}</p>",
        f"<p>{lines('t', 1, 15)}</p>",
    ),
    "text_stands_inside_the_margins": (
        f"<p>{'x' * 44}</p>",
        f"<p>{'x' * 41}</p>",
    ),
    "letter_is_in_the_face": (
        "<p>a letter of our own: \ue0f1</p>",
        "<p>naïve Þorn ζ ж е\u0301 \u2060\u200b\u00ad\u202f—</p>",
    ),
}


def test_every_fault_has_its_pages() -> None:
    assert CASES.keys() == {rule.name for rule in FINDERS}


@pytest.mark.parametrize("kind", CASES)
def test_fault_is_seen(kind: str) -> None:
    (fault,) = seen(kind, CASES[kind][0])
    assert fault.message and fault.words


@pytest.mark.parametrize("kind", CASES)
def test_near_miss_is_none(kind: str) -> None:
    assert seen(kind, CASES[kind][1]) == []


NEARER_MISSES = {
    "a space hangs at the end of a line of code": (
        "text_stands_inside_the_margins",
        f"<pre>{'x' * 40} {'y' * 39} {'z' * 41} end</pre>",
        "pre { white-space: pre-wrap; font: inherit; margin: 0 }",
    ),
    "a title opens its page": (
        "heading_stands_over_its_text",
        "<h2>Title</h2><p>u1</p><p style='break-before: page'>u2</p>",
        "",
    ),
    "two titles open their page": (
        "heading_stands_over_its_text",
        "<h1>Title</h1><h2>Title</h2><p>u1</p><p style='break-before: page'>u2</p>",
        "h1 { font: inherit; margin: 0 }",
    ),
    "a section has one line": (
        "heading_stands_over_its_text",
        f"<p>{lines('t', 1, 10)}</p><h2 style='break-after: auto'>Head</h2><p>u1</p><h2>Next</h2>"
        "<p>v1<br/>v2</p>",
        "",
    ),
}


@pytest.mark.parametrize("case", NEARER_MISSES)
def test_nearer_miss_is_none(case: str) -> None:
    kind, body, style = NEARER_MISSES[case]
    assert seen(kind, body, style) == []


def test_a_letter_of_code_in_the_margin_is_seen() -> None:
    style = "pre { white-space: pre; font: inherit; margin: 0 }"
    (fault,) = seen("text_stands_inside_the_margins", f"<pre>{'x' * 43} end </pre>", style)
    assert "reaches" in fault.message


def test_a_heading_over_nothing_is_seen_though_a_heading_follows() -> None:
    style = "style='break-after: auto'"
    body = f"<p>{lines('t', 1, 11)}</p><h2 {style}>Head</h2><h2 {style}>Next</h2><p>u1<br/>u2</p>"
    (fault,) = seen("heading_stands_over_its_text", body)
    assert "nothing below it: “Head”" in fault.message


def test_a_page_that_a_figure_leaves_short_is_seen() -> None:
    style = "figure { break-inside: avoid; margin: 0 }"
    for above, told in ((8, True), (9, False)):
        figure = f"<figure>{lines('f', 1, 6)}</figure><p>{lines('u', 1, 6)}</p>"
        found = seen("page_is_full", f"<p>{lines('t', 1, above)}</p>{figure}", style)
        assert [(issue.page, issue.words, issue.near[:1]) for issue in found] == (
            [(0, "f1", (f"t{above}",))] if told else []
        )


def test_a_wide_table_is_told_once() -> None:
    rows = "".join(f"<tr><td>{'x' * 30}</td><td>{'y' * 30}</td></tr>" for _ in range(30))
    table = f"<table>{rows}</table>"
    found = seen(
        "text_stands_inside_the_margins",
        f"<p>t</p>{table}<p>u</p>{table}",
        "td { white-space: nowrap }",
    )
    assert ["a table reaches" in issue.message for issue in found] == [True, True]
    (code,) = seen("text_stands_inside_the_margins", f"<pre>{'<br/>'.join(['x' * 44] * 5)}</pre>")
    assert "with 4 more lines" in code.message


# --- the messages


def test_widow_is_told_with_its_place() -> None:
    (fault,) = seen("page_begins_with_no_widow", f"<p>{lines('t', 1, 13)}</p>")
    assert (fault.page, fault.words, fault.near) == (1, "t13", ("t12", "t11", "t10"))
    x, y, width, height = fault.box
    assert (x, y, height) == (0, 0, 7.5)  # points: three quarters of 10 px
    assert width == pytest.approx(3 * 4.8 * 0.75, abs=0.1)


def test_widow_that_fills_its_line_is_let_pass() -> None:
    body = f"<p>{lines('t', 1, 12)}<br/>{FULL}</p>"
    assert seen("page_begins_with_no_widow", body) == []


def test_river_is_told_as_a_figure() -> None:
    (fault,) = seen("no_river_runs_through_the_text", CASES["no_river_runs_through_the_text"][0])
    assert "7 lines" in fault.message or "6 lines" in fault.message
    assert "word spaces of 1.11 em" in fault.message


def test_rows_end_where_paragraphs_do() -> None:
    rows = "".join(of_lines("the one", "the two-") for _ in range(3))
    assert seen("line_edges_do_not_repeat", rows) == []
    assert seen("hyphens_are_few_in_a_row", rows) == []


def test_verse_tables_and_headings_are_no_paragraphs() -> None:
    verse = "<div>the one<br/>the two<br/>the three<br/>I</div>"
    cells = "<table><tr><td>the one<br/>the two<br/>the three<br/>I</td></tr></table>"
    found = page_faults(layout(verse + cells, "td { text-align: justify }"))
    assert [fault.rule.name for fault in found] == []


def test_fault_in_a_note_tells_the_note_and_the_line_of_its_call() -> None:
    body = f"<p>the call{note(7, 'one-<br/>two-<br/>three-<br/>four-<br/>five')}</p>"
    style = ".note { text-align: justify }"
    (fault,) = seen("hyphens_are_few_in_a_row", body, style)
    assert (fault.note, fault.words, fault.near) == ("n7", "one-", ("the call",))


def test_letters_are_told_once_with_their_number() -> None:
    (fault,) = seen("letter_is_in_the_face", "<p>\ue0f1 and \ue0f1</p><p>\ue0f1</p>")
    assert "(U+E0F1): nothing is printed for it; 2 times" in fault.message


def test_letters_of_one_script_and_font_are_told_together() -> None:
    page = layout("<p>one</p>").pages[0]
    letters = [(letter, "Some Serif") for letter in "αβγδε山河"] + [("α", "Other")]
    line = replace(page.text[0], foreign=tuple(letters))
    found = page_faults(Layout([replace(page, text=(line, line))]))
    assert [issue.message for issue in found if "face" in issue.message] == [
        "the face has no “α” (U+03B1), “β” (U+03B2), “γ” (U+03B3) and 2 more letters of the Greek "
        "script: they are set in Some Serif; 10 times in the section",
        "the face has no “山” (U+5C71), “河” (U+6CB3): they are set in Some Serif; 4 times in the "
        "section",
        "the face has no “α” (U+03B1): it is set in Other; 2 times in the section",
    ]


def test_fallback_is_told_by_its_family() -> None:
    page = layout("<p>one</p>").pages[0]
    line = replace(page.text[0], foreign=(("ꙮ", "Some Fallback"),))
    found = page_faults(Layout([replace(page, text=(line,))]))
    assert ["it is set in Some Fallback" in fault.message for fault in found] == [True]


# The reading itself.


def test_paragraph_is_one_on_all_its_pages() -> None:
    first, second = read_pages(render(f"<p>{lines('t', 1, 14)}</p><p>u</p>", MONO))
    assert {line.block for line in first.text} == {second.text[0].block}
    assert [line.first for line in first.text] == [True] + [False] * 11
    assert [(line.text, line.first, line.last) for line in second.text] == [
        ("t13", False, False), ("t14", False, True), ("u", True, True),
    ]  # fmt: skip


def test_note_is_read_apart_from_the_text() -> None:
    (page,) = read_pages(render(f"<p>t1{note(1, 'n1<br/>n2')} t2</p>", MONO))
    assert [(line.text, line.note, line.calls) for line in page.text] == [("t1 t2", "", ("n1",))]
    assert [(line.text, line.note) for line in page.notes] == [("n1", "n1"), ("n2", "n1")]
    assert page.area == page.paper == Box(0, 0, 150, 90)


def test_spaces_stand_where_they_are_drawn() -> None:
    """Every letter is 4.8 px wide: with mono type the reckoning can be checked by hand."""
    (page,) = read_pages(render(f"<p>aaa bb c {'x' * 40}</p>", MONO))
    line = page.text[0]
    letter = 8 * 0.602 * 0.75
    space = (150 - 6 * letter) / 2  # two spaces take the width that the letters leave
    assert (line.space, line.stretch) == pytest.approx((space, space - letter), abs=0.05)
    assert line.spaces == pytest.approx((3 * letter + space / 2, 5 * letter + space * 1.5), abs=0.1)
    assert line.box.right == pytest.approx(150, abs=0.1)


def test_kinds_and_ends_of_lines() -> None:
    body = "<h2>Head</h2><p>one<br/>two</p><table><tr><td>cell</td></tr></table><pre>code</pre>"
    (page,) = read_pages(render(body, MONO))
    read: list[tuple[str, str, bool]] = [(ln.text, ln.kind, ln.forced) for ln in page.text]
    assert read == [
        ("Head", "heading", False), ("one", "text", True), ("two", "text", False),
        ("cell", "cell", False), ("code", "code", False),
    ]  # fmt: skip


def test_a_line_is_a_plain_value() -> None:
    line = Line("well-", Box(0, 0, 10, 10), Box(0, 0, 20, 10))
    assert line.hyphened and line == replace(line)
    assert hash(line)
