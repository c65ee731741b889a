"""Two series of notes on a page, one above the other; short notes beside each other."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from weasyprint.formatting_structure import boxes

from octavo.pdf.engine import faults
from tests.pdf.twelve_lines import lines, note, read, render, say, sound

APART = ".note { --series-gap: 5px }"
RUN_IN = ".note { --note-display: run-in }"


def marked(mark: str, text: str) -> str:
    return f'<span class="note" id="m{mark}" data-mark="{mark}" data-series="marked">{text}</span>'


def notes_on(document: Any, page: int) -> list[Any]:
    area = next(
        box
        for box in document.pages[page]._page_box.children
        if isinstance(box, boxes.FootnoteAreaBox)
    )
    return [area, *area.children]


def words_of(note: Any) -> list[Any]:
    return [box for box in note.descendants() if isinstance(box, boxes.TextBox)]


# --- two series ----------------------------------------------------------------------------------


def test_marked_notes_stand_above_the_numbered_ones() -> None:
    body = f"<p>t1{note(1, 'n1')} t2{marked('*', 'm1')} t3{note(2, 'n2')} t4{marked('†', 'm2')}</p>"
    assert sound(body) == ["t1[1] t2[*] t3[2] t4[†] | (*)m1 (†)m2 (1)n1 (2)n2"]


def test_the_series_are_parted() -> None:
    body = f"<p>t1{note(1, 'n1')}<br/>t2{marked('*', 'm1')}<br/>t3{note(2, 'n2')}</p>"
    (area, star, one, two) = notes_on(render(body, APART), 0)
    assert [star.position_y - area.position_y, one.height, two.height] == [0, 10, 10]
    assert one.border_box_y() - (star.border_box_y() + star.height) == 5
    assert two.border_box_y() - (one.border_box_y() + one.height) == 0
    assert area.height == 35


def test_one_series_alone_is_not_parted() -> None:
    body = f"<p>t1{note(1, 'n1')}<br/>t3{note(2, 'n2')}</p>"
    assert notes_on(render(body, APART), 0)[0].height == 20


def test_a_marked_note_comes_between_when_a_numbered_one_runs_over() -> None:
    """The numbered note began first: the marked one is above it, and the numbered one is broken."""
    body = (
        f"<p>{lines('t', 1, 4)}{note(1, lines('n', 1, 5))}<br/>t5{marked('*', 'm1')}<br/>"
        f"{lines('t', 6, 9)}</p>"
    )
    assert sound(body) == [
        f"t1 t2 t3 t4[1] t5[*] t6 | (*)m1 {say('n', 1, 5).replace('n1', '(1)n1')}",
        "t7 t8 t9",
    ]


def test_a_marked_note_that_runs_over_goes_on_above_all_others() -> None:
    body = f"<p>{lines('t', 1, 8)}{marked('*', lines('m', 1, 6))}<br/>t9{note(1, 'n1')}<br/>t10</p>"
    pages = sound(body)
    assert pages[0] == f"{say('t', 1, 8)}[*] | (*){say('m', 1, 4)}"
    assert pages[1] == "t9[1] t10 | m5 m6 (1)n1"


# --- run-in notes --------------------------------------------------------------------------------


def test_short_notes_stand_on_one_line() -> None:
    body = f"<p>t1{note(1, 'n1')} t2{note(2, 'n2')} t3{note(3, 'n3')}</p>"
    document = render(body, RUN_IN)
    assert faults(document) == ()
    assert read(document) == ["t1[1] t2[2] t3[3] | (1)n1 (2)n2 (3)n3"]
    area, *notes = notes_on(document, 0)
    assert area.height == 10
    assert len({note.position_y for note in notes}) == 1
    for before, after in pairwise(map(words_of, notes)):
        gap = after[0].position_x - (before[-1].position_x + before[-1].width)
        assert abs(gap - 16) < 0.01, "two em of 8 pixels"


def test_notes_are_run_in_as_far_as_they_fit() -> None:
    """The area is 200 pixels wide: a note that does not fit begins a line of its own."""
    words = "w" * 8
    body = "<p>" + " ".join(f"t{n}{note(n, words)}" for n in range(1, 6)) + "</p>"
    document = render(body, RUN_IN)
    assert faults(document) == ()
    area, *notes = notes_on(document, 0)
    heights = sorted({note.position_y for note in notes})
    assert 1 < len(heights) < 5
    assert area.height == 10 * len(heights)
    ends = [words_of(note)[-1] for note in notes]
    assert all(box.position_x + box.width <= 200 for box in ends)


def test_long_notes_stand_alone() -> None:
    body = f"<p>t1{note(1, 'n1')} t2{note(2, 'm1<br/>m2')} t3{note(3, 'n3')}</p>"
    assert notes_on(render(body, RUN_IN), 0)[0].height == 40


def test_the_series_do_not_share_a_line() -> None:
    body = f"<p>t1{note(1, 'n1')} t2{marked('*', 'm1')}</p>"
    assert notes_on(render(body, RUN_IN + APART), 0)[0].height == 25


def test_what_is_saved_goes_to_the_text_and_to_a_note_that_runs_over() -> None:
    """Four notes on one line leave room for eleven lines of text."""
    calls = "".join(note(n, f"n{n}") for n in range(1, 5))
    assert sound(f"<p>t1{calls}<br/>{lines('t', 2, 14)}</p>", RUN_IN)[0].startswith(
        f"t1[1][2][3][4] {say('t', 2, 11)} |"
    )
    long = note(5, lines("m", 1, 9))
    pages = sound(f"<p>t1{calls}<br/>t2{long}<br/>{lines('t', 3, 9)}</p>", RUN_IN)
    assert pages[0] == f"t1[1][2][3][4] t2[5] | (1)n1 (2)n2 (3)n3 (4)n4 (5){say('m', 1, 9)}"


def test_notes_are_below_each_other_where_nothing_else_is_asked_for() -> None:
    body = f"<p>t1{note(1, 'n1')} t2{note(2, 'n2')}</p>"
    assert notes_on(render(body), 0)[0].height == 20
