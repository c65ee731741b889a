"""Notes called in columns: they begin on the page of their call, below all columns."""

from __future__ import annotations

from octavo.pdf.engine import page_fills
from tests.pdf.twelve_lines import lines, note, render, say, sound

TWO = "div { columns: 2; column-gap: 0 }"


def test_notes_stand_below_both_columns():
    text = f"{lines('t', 1, 5)}{note(1, 'n1')}<br/>{lines('t', 6, 9)}{note(2, 'm1')}"
    assert sound(f"<div><p>{text}</p></div><p>u1</p>", TWO) == [
        f"{say('t', 1, 5)}[1] {say('t', 6, 9)}[2] u1 | (1)n1 (2)m1"
    ]


def test_columns_are_shortened_for_their_notes():
    text = f"{lines('t', 1, 14)}{note(1, lines('n', 1, 3))}<br/>{lines('t', 15, 40)}"
    assert sound(f"<div><p>{text}</p></div>", TWO) == [
        f"{say('t', 1, 14)}[1] {say('t', 15, 18)} | (1)n1 n2 n3",
        say("t", 19, 40),
    ]


def test_long_note_of_a_column_runs_over():
    text = f"{lines('t', 1, 14)}{note(1, lines('n', 1, 9))}<br/>{lines('t', 15, 40)}"
    assert sound(f"<p>a</p><div><p>{text}</p></div><p>{lines('u', 1, 3)}</p>", TWO) == [
        f"a {say('t', 1, 14)}[1] {say('t', 15, 18)} | (1)n1 n2",
        f"{say('t', 19, 28)} | {say('n', 3, 9)}",
        f"{say('t', 29, 40)} {say('u', 1, 3)}",
    ]


def test_columns_follow_the_notes_of_the_text_above():
    body = (
        f"<p>{lines('a', 1, 4)}{note(3, 'k1')}</p><div><p>t1{note(1, 'n1')}<br/>"
        f"{lines('t', 2, 22)}{note(2, 'm1<br/>m2')}</p></div><p>b</p>"
    )
    assert sound(body, TWO) == [
        f"{say('a', 1, 4)}[3] t1[1] {say('t', 2, 12)} | (3)k1 (1)n1",
        f"{say('t', 13, 22)}[2] b | (2)m1 m2",
    ]


def test_columns_move_with_the_call_that_has_no_room():
    body = f"<p>{lines('a', 1, 11)}</p><div><p>t1{note(1, 'n1')}<br/>{lines('t', 2, 8)}</p></div>"
    assert sound(body, TWO) == [say("a", 1, 11), f"t1[1] {say('t', 2, 8)} | (1)n1"]


def test_a_note_in_each_line_of_columns():
    body = "".join(f"<p>t{n}{note(n, f'n{n}')}</p>" for n in range(1, 30))
    pages = sound(f"<div>{body}</div>", TWO)
    assert len(pages) == 4
    assert all(fill.share == 1 for fill in page_fills(render(f"<div>{body}</div>", TWO))[:-1])
