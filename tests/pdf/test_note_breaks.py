"""Where a note that does not fit is broken, and where it continues."""

from __future__ import annotations

import pytest
from weasyprint.formatting_structure import boxes

from octavo.model import PageIssue
from octavo.pdf.engine import PlacedNote, faults, placed_notes
from octavo.pdf.engine.notes.broken_notes import lines_of
from octavo.pdf.rules import note_begins_on_the_page_of_its_call
from tests.pdf.twelve_lines import lines, note, read, render, say, sound


def test_note_that_fits_stays_whole():
    body = f"<p>{lines('t', 1, 3)}{note(1, lines('n', 1, 4))}<br/>{lines('t', 4, 12)}</p>"
    assert sound(body) == [f"t1 t2 t3[1] {say('t', 4, 8)} | (1){say('n', 1, 4)}", say("t", 9, 12)]


def test_note_that_does_not_fit_takes_the_room_below_its_call_and_runs_over():
    body = f"<p>{lines('t', 1, 8)}{note(1, lines('n', 1, 6))}<br/>{lines('t', 9, 14)}</p>"
    assert sound(body) == [
        f"{say('t', 1, 8)}[1] | (1){say('n', 1, 4)}",
        f"{say('t', 9, 14)} | n5 n6",
    ]


def test_two_lines_of_a_note_are_left_for_the_next_page():
    body = f"<p>{lines('t', 1, 8)}{note(1, lines('n', 1, 5))}<br/>{lines('t', 9, 12)}</p>"
    assert sound(body) == [
        f"{say('t', 1, 8)}[1] t9 | (1){say('n', 1, 3)}",
        f"{say('t', 10, 12)} | n4 n5",
    ]


def test_line_of_the_call_moves_where_two_lines_of_the_note_do_not_fit():
    body = f"<p>{lines('t', 1, 11)}{note(1, lines('n', 1, 4))}<br/>{lines('t', 12, 14)}</p>"
    assert sound(body) == [say("t", 1, 10), f"t11[1] {say('t', 12, 14)} | (1){say('n', 1, 4)}"]


def test_short_note_is_not_broken():
    body = f"<p>{lines('t', 1, 10)}{note(1, lines('n', 1, 3))}<br/>{lines('t', 11, 14)}</p>"
    assert sound(body) == [say("t", 1, 9), f"t10[1] {say('t', 11, 14)} | (1){say('n', 1, 3)}"]


def test_long_note_on_the_last_line_of_a_page():
    body = f"<p>{lines('t', 1, 12)}{note(1, lines('n', 1, 9))}<br/>{lines('t', 13, 16)}</p>"
    assert sound(body) == [
        say("t", 1, 11),
        f"t12[1] {say('t', 13, 14)} | (1){say('n', 1, 9)}",
        say("t", 15, 16),
    ]


def test_rest_comes_before_the_notes_of_its_page():
    body = (
        f"<p>{lines('t', 1, 8)}{note(1, lines('n', 1, 6))}<br/>"
        f"t9{note(2, lines('m', 1, 2))}<br/>{lines('t', 10, 14)}</p>"
    )
    assert sound(body) == [
        f"{say('t', 1, 8)}[1] | (1){say('n', 1, 4)}",
        f"t9[2] {say('t', 10, 14)} | n5 n6 (2)m1 m2",
    ]


def test_no_note_begins_after_a_broken_one():
    body = (
        f"<p>{lines('t', 1, 6)}{note(1, lines('n', 1, 9))}<br/>"
        f"t7{note(2, 'm1')}<br/>{lines('t', 8, 12)}</p>"
    )
    assert sound(body) == [
        f"{say('t', 1, 6)}[1] | (1){say('n', 1, 6)}",
        f"t7[2] {say('t', 8, 12)} | {say('n', 7, 9)} (2)m1",
    ]


def test_note_of_three_pages_fills_the_page_between():
    body = f"<p>{lines('t', 1, 4)}{note(1, lines('n', 1, 25))}<br/>{lines('t', 5, 8)}</p>"
    document = render(body)
    assert read(document) == [
        f"{say('t', 1, 4)}[1] | (1){say('n', 1, 8)}",
        f" | {say('n', 9, 20)}",
        f"{say('t', 5, 8)} | {say('n', 21, 25)}",
    ]
    assert placed_notes(document) == (PlacedNote("n1", 0, (0, 1, 2)),)
    assert faults(document) == ()


def test_rest_that_leaves_too_little_for_text_has_a_page_of_its_own():
    body = f"<p>{lines('t', 1, 2)}{note(1, lines('n', 1, 20))}<br/>{lines('t', 3, 6)}</p>"
    assert sound(body) == [
        f"t1 t2[1] | (1){say('n', 1, 10)}",
        f" | {say('n', 11, 20)}",
        say("t", 3, 6),
    ]


def test_note_at_the_end_runs_over_to_pages_like_the_last_one():
    document = render(
        f"<section><p>t1{note(1, lines('n', 1, 30))}</p></section>",
        "section { page: text } @page { margin-top: 60px } @page text { margin-top: 0 }"
        "@page :blank { margin-top: 60px }",
    )
    assert read(document) == [
        f"t1[1] | (1){say('n', 1, 11)}",
        f" | {say('n', 12, 23)}",
        f" | {say('n', 24, 30)}",
    ]
    assert faults(document) == ()


def test_rest_does_not_run_into_the_next_chapter():
    chapters = [
        f"<section><p>{letter}1{note(mark, lines('n', 1, 15))}</p></section>"
        for mark, letter in enumerate("ab", 1)
    ]
    assert sound("".join(chapters), "section + section { break-before: page }") == [
        f"a1[1] | (1){say('n', 1, 11)}",
        f" | {say('n', 12, 15)}",
        f"b1[2] | (2){say('n', 1, 11)}",
        f" | {say('n', 12, 15)}",
    ]


def test_fifty_notes_on_a_page():
    text = "<br/>".join(f"t{n}{note(n, f'n{n}')}" for n in range(1, 51))
    (page,) = sound(f"<p>{text}</p>", "@page { size: 200px 1000px }")
    assert page.endswith(" | " + " ".join(f"({n})n{n}" for n in range(1, 51)))


# Several calls in one line.


def test_two_long_notes_called_in_one_line():
    body = f"<p>t1<br/>t2{note(1, lines('n', 1, 7))} u{note(2, lines('m', 1, 6))}<br/>t3<br/>t4</p>"
    assert sound(body) == [
        f"t1 t2[1] u[2] | (1){say('n', 1, 7)} (2){say('m', 1, 3)}",
        "t3 t4 | m4 m5 m6",
    ]


def test_line_ends_before_a_note_that_a_longer_one_leaves_no_room_for():
    body = f"<p>t1{note(1, lines('n', 1, 14))} u{note(2, lines('m', 1, 4))}<br/>t2<br/>t3</p>"
    assert sound(body) == [
        f"t1[1] | (1){say('n', 1, 11)}",
        f"u[2] t2 t3 | {say('n', 12, 14)} (2){say('m', 1, 4)}",
    ]


def test_what_cannot_be_done_is_reported_and_nothing_lost():
    calls = note(1, lines("n", 1, 14)) + note(2, lines("m", 1, 4))
    body = f"<p>t1{calls}<br/>{lines('t', 2, 5)}</p>"
    document = render(body, ".note::footnote-call { content: attr(data-mark) }")
    assert read(document) == [
        f"t112 t2 | (1){say('n', 1, 10)}",
        f"t3 t4 t5 | {say('n', 11, 14)} (2){say('m', 1, 4)}",
    ]
    assert faults(document) == (
        PageIssue(
            note_begins_on_the_page_of_its_call,
            0,
            "the note begins on page 2, its call is on 1",
            note="n2",
            hint="call fewer notes in one line, or shorten them",
        ),
    )


# Widows and orphans of the text.


def test_last_line_of_a_paragraph_stays_at_the_expense_of_the_note():
    body = f"<p>{lines('t', 1, 8)}{note(1, lines('n', 1, 6))}<br/>t9</p><p>{lines('u', 1, 3)}</p>"
    assert sound(body) == [
        f"{say('t', 1, 8)}[1] t9 | (1){say('n', 1, 3)}",
        f"{say('u', 1, 3)} | {say('n', 4, 6)}",
    ]


def test_second_line_of_a_paragraph_stays_at_the_expense_of_the_note():
    body = f"<p>{lines('t', 1, 7)}</p><p>u1{note(1, lines('n', 1, 6))}<br/>{lines('u', 2, 5)}</p>"
    assert sound(body) == [
        f"{say('t', 1, 7)} u1[1] u2 | (1){say('n', 1, 3)}",
        f"{say('u', 3, 5)} | {say('n', 4, 6)}",
    ]


# How a break looks.


def test_line_at_the_break_is_justified_and_the_rest_not_indented():
    words = " ".join(f"word{n}" for n in range(40))
    body = f"<p>{lines('t', 1, 8)}{note(1, f'<p>a</p><p>{words}</p>')}<br/>{lines('t', 9, 12)}</p>"
    document = render(body, ".note { text-align: justify } .note p + p { text-indent: 20px }")
    assert faults(document) == ()
    first, second = (list(lines_of(page._page_box.children[1])) for page in document.pages)
    *_, at_break = (box for box in first[-1].descendants() if isinstance(box, boxes.TextBox))
    assert at_break.position_x + at_break.margin_width() == pytest.approx(200)
    assert [line.children[0].position_x for line in (first[1], second[0])] == [20, 0]


def test_rule_stands_above_the_rest_and_lines_end_at_the_foot():
    body = f"<p>{lines('t', 1, 6)}{note(1, lines('n', 1, 9))}<br/>{lines('t', 7, 12)}</p>"
    document = render(body, "@page { @footnote { border-top: 1px solid; padding-top: 4px } }")
    assert faults(document) == ()
    for page in document.pages:
        area = page._page_box.children[1]
        *_, last = lines_of(area)
        assert area.border_top_width == 1
        assert last.position_y + last.height == pytest.approx(120)


def test_hyphenated_and_collapsed_words_are_not_taken_for_lost():
    words = "notwithstanding   constitutional\n  representatives " * 30
    body = f"<p>{lines('t', 1, 8)}{note(1, words)}<br/>{lines('t', 9, 12)}</p>"
    document = render(body, "@page { width: 90px } html { hyphens: auto }")
    assert any("\u2010" in page for page in read(document))
    assert faults(document) == ()


@pytest.mark.parametrize(
    "text",
    [
        "<p>n1<br/>n2</p><p>n3<br/>n4<br/>n5</p><p>n6<br/>n7</p>",
        "<p>n1<br/>n2</p><blockquote><p>n3<br/>n4<br/>n5</p></blockquote><p>n6<br/>n7</p>",
        "<p>n1<br/>n2</p><ul><li>n3</li><li>n4</li><li>n5</li></ul><p>n6<br/>n7</p>",
        '<p>n1<br/>n2</p><div style="white-space: pre">n3\nn4\nn5\nn6</div><p>n7</p>',
        "<p>n1<br/>n2</p><table><tr><td>n3</td></tr><tr><td>n4</td></tr><tr><td>n5</td></tr></table>"
        "<p>n6<br/>n7</p>",
    ],
    ids=["paragraphs", "quotation", "list", "verse", "table"],
)
def test_note_with_blocks(text: str):
    body = f"<p>{lines('t', 1, 8)}{note(1, text)}<br/>{lines('t', 9, 12)}</p>"
    pages = sound(body)
    kept, rest = (page.split(" | ")[1] for page in pages)
    assert f"{kept} {rest}".replace("•", "").split() == ["(1)n1", *say("n", 2, 7).split()]
    assert 2 <= len(kept.split()) <= 4


# In mid-sentence, where there is a choice.


def broken_at(text: str, before: int = 8) -> tuple[list[str], list[str]]:
    """The lines of a note called in line `before` of a page, on this page and the next one."""
    body = f"<p>{lines('t', 1, before)}{note(1, text)}<br/>{lines('t', before + 1, 14)}</p>"
    kept, rest = (page.split(" | ")[1].split() for page in sound(body))
    return kept, rest


@pytest.mark.parametrize("end", [".", "?", "!", ".”", ".’”", "?»", ".)", "…"])
def test_note_is_not_broken_where_a_sentence_ends(end: str):
    kept, rest = broken_at(f"n1<br/>n2<br/>n3<br/>n4{end}<br/>n5<br/>n6")
    assert kept == ["(1)n1", "n2", "n3"]
    assert rest == [f"n4{end}", "n5", "n6"]


def test_note_is_broken_two_lines_earlier_if_two_lines_end_sentences():
    kept, rest = broken_at("n1<br/>n2<br/>n3.<br/>n4.<br/>n5<br/>n6")
    assert kept == ["(1)n1", "n2"]
    assert rest == ["n3.", "n4.", "n5", "n6"]


def test_note_is_broken_at_a_sentence_where_there_is_no_choice():
    kept, _ = broken_at("n1.<br/>n2.<br/>n3.<br/>n4.<br/>n5<br/>n6")
    assert kept == ["(1)n1.", "n2.", "n3.", "n4."]
    kept, _ = broken_at("n1<br/>n2.<br/>n3<br/>n4<br/>n5", before=10)
    assert kept == ["(1)n1", "n2."], "two lines have to stay"


def test_note_is_not_broken_between_paragraphs():
    kept, rest = broken_at("<p>n1<br/>n2<br/>n3<br/>n4</p><p>n5<br/>n6<br/>n7</p>")
    assert kept == ["(1)n1", "n2"], "a paragraph keeps two of its lines together"
    assert rest == ["n3", "n4", "n5", "n6", "n7"]


def test_text_takes_the_room_that_an_earlier_break_leaves():
    """The note breaks two lines earlier: a line of text is below the call."""
    text = "n1<br/>n2<br/>n3.<br/>n4.<br/>n5<br/>n6"
    body = f"<p>{lines('t', 1, 8)}{note(1, text)}<br/>{lines('t', 9, 14)}</p>"
    assert sound(body) == [
        f"{say('t', 1, 8)}[1] t9 t10 | (1)n1 n2",
        f"{say('t', 11, 14)} | n3. n4. n5 n6",
    ]


def test_head_of_a_table_in_a_note_stands_in_each_piece_and_is_no_word_too_many():
    rows = "".join(f"<tr><td>r{n}</td></tr>" for n in range(1, 9))
    table = f"<table><thead><tr><th>h</th></tr></thead><tbody>{rows}</tbody></table>"
    body = (
        f"<p>{lines('t', 1, 6)}{note(1, f'<p>n1</p>{table}<p>n2</p>')}<br/>{lines('t', 7, 9)}</p>"
    )
    assert sound(body) == [
        f"{say('t', 1, 6)}[1] | (1)n1 h {say('r', 1, 4)}",
        f"{say('t', 7, 9)} | h {say('r', 5, 8)} n2",
    ]


@pytest.mark.parametrize("length", [4, 14, 27])
def test_two_lines_of_a_note_at_least_stand_on_each_page(length: int):
    """For each height of the call on its page, and each number of pages of the note."""
    for before in range(1, 13):
        body = (
            f"<p>{lines('t', 1, before)}{note(1, lines('n', 1, length))}<br/>{lines('u', 1, 9)}</p>"
        )
        pages = [page.split(" | ") for page in sound(body)]
        pieces = [page[1].split() for page in pages if len(page) > 1 and page[1]]
        assert sum(map(len, pieces)) == length
        assert min(map(len, pieces)) >= 2
        assert all(page[0] or len(page) > 1 for page in pages), "no page is empty"


def test_note_is_broken_to_keep_the_first_lines_of_its_paragraph_together():
    """Else its line would move to the next page as an orphan, and leave this one half empty."""
    body = (
        f"<p>{lines('t', 1, 4)}</p>"
        f"<p>u1{note(1, lines('n', 1, 7))}<br/>{lines('u', 2, 8)}</p>"
    )  # fmt: skip
    assert sound(body) == [
        f"{say('t', 1, 4)} u1[1] u2 u3 | (1){say('n', 1, 5)}",
        f"{say('u', 4, 8)} | n6 n7",
    ]


def test_line_that_is_an_orphan_on_any_page_stays():
    body = (
        f"<p>{lines('t', 1, 4)}</p>"
        f"<p>u1{note(1, lines('n', 1, 9))}<br/>u2{note(2, lines('m', 1, 4))}<br/>"
        f"{lines('u', 3, 6)}</p>"
    )
    assert sound(body) == [
        f"{say('t', 1, 4)} u1[1] | (1){say('n', 1, 7)}",
        f"u2[2] {say('u', 3, 6)} | n8 n9 (2){say('m', 1, 4)}",
    ]


def test_line_whose_notes_no_page_could_hold_is_set_shorter_where_it_stands():
    body = (
        f"<p>{lines('t', 1, 4)}</p>"
        f"<p>u1{note(1, lines('n', 1, 10))} v1{note(2, lines('m', 1, 4))}<br/>"
        f"{lines('u', 2, 5)}</p>"
    )
    assert sound(body) == [
        f"{say('t', 1, 4)} u1[1] | (1){say('n', 1, 7)}",
        f"v1[2] {say('u', 2, 5)} | {say('n', 8, 10)} (2){say('m', 1, 4)}",
    ]


def test_line_that_leaves_a_widow_on_any_page_stays():
    body = (
        f"<p>{lines('t', 1, 6)}{note(1, lines('n', 1, 25))}<br/>t7{note(2, 'm1')}</p>"
        f"<p>{lines('u', 1, 6)}</p>"
    )
    assert sound(body) == [
        f"{say('t', 1, 6)}[1] | (1){say('n', 1, 6)}",
        f" | {say('n', 7, 18)}",
        f"t7[2] {say('u', 1, 3)} | {say('n', 19, 25)} (2)m1",
        say("u", 4, 6),
    ]


def test_text_goes_on_below_the_only_line_that_has_room_beside_a_rest():
    """The note of the last line of a paragraph fits whole, but leaves none for the next two."""
    body = (
        f"<p>{lines('t', 1, 5)}{note(1, lines('n', 1, 11))}<br/>t6{note(2, lines('m', 1, 7))}</p>"
        f"<p>{lines('u', 1, 6)}</p>"
    )
    assert sound(body) == [
        f"{say('t', 1, 5)}[1] | (1){say('n', 1, 7)}",
        f"t6[2] u1 u2 | {say('n', 8, 11)} (2){say('m', 1, 5)}",
        f"{say('u', 3, 6)} | m6 m7",
    ]
