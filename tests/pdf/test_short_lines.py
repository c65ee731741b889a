"""Lines that end before a call, so that a page is not left short for the next note."""

from __future__ import annotations

import pytest

from octavo.pdf.engine.notes.broken_notes import lines_of, text_of
from tests.pdf.twelve_lines import lines, note, read, render, say

JUSTIFIED = "p { text-align: justify }"
END = "then fourteen fifteen sixteen and so on to the end of it all as ever was"


def first_page(body: str) -> tuple[str, list[tuple[str, float, float]]]:
    """The first page as it reads, and its lines: text, beginning and end, in pixels."""
    document = render(body, JUSTIFIED)
    page = document.pages[0]._page_box.children[0]
    found = [(text_of(line), line.children[0], line.width) for line in lines_of(page)]
    measured = [(text, round(box.position_x), round(wide, 1)) for text, box, wide in found]
    return read(document)[0], measured


@pytest.mark.parametrize("indent", [0, 20])
def test_words_are_driven_apart_to_fill_the_line(indent: int) -> None:
    """Both calls are in the second line; the first note takes the page, the next moves on."""
    body = (
        f"<p>{lines('t', 1, 3)}</p><p style='text-indent: {indent}px'>one two three four five six "
        f"seven eight nine ten some eleven{note(1, lines('n', 1, 7))} and twelve or thirteen and "
        f"xii{note(2, 'm1')} {END}</p>"
    )
    page, found = first_page(body)
    assert page.endswith(f"[1] and twelve or thirteen and | (1){say('n', 1, 7)}")
    _, (_, x, width), (text, _, last) = found[2:]
    assert "eleven[1]" in text
    assert (x, width, last) == (indent, 200.0, 200.0)


def test_a_first_line_is_filled_behind_its_indent() -> None:
    body = (
        f"<p>{lines('t', 1, 4)}</p><p style='text-indent: 20px; orphans: 1'>one two three four"
        f"{note(1, lines('n', 1, 7))} five six seven is x{note(2, 'm1')} {END}</p>"
    )
    page, found = first_page(body)
    assert page.endswith(f"one two three four[1] five six seven is | (1){say('n', 1, 7)}")
    assert found[-1][1:] == (20, 200.0)


def test_words_are_not_driven_too_far_apart() -> None:
    """The line moves, and a third of the page stays free."""
    body = (
        f"<p>{lines('t', 1, 8)}</p><p>one{note(1, lines('n', 1, 3))} two three four five six seven"
        f"{note(2, 'm1')} eight nine ten {END}</p>"
    )
    assert first_page(body)[0] == say("t", 1, 8)


def test_a_line_stays_short_rather_than_leave_half_of_the_page() -> None:
    body = (
        f"<p>{lines('t', 1, 4)}</p><p style='orphans: 1'>one{note(1, lines('n', 1, 7))} two three "
        f"four five six seven{note(2, 'm1')} eight nine ten {END}</p>"
    )
    page, found = first_page(body)
    assert page.endswith(f" | (1){say('n', 1, 7)}")
    assert found[-1][0].startswith("one[1]")
    assert found[-1][2] < 200


def test_a_recto_does_not_end_in_mid_word() -> None:
    """The last word before the second call could be hyphenated there."""
    style = "orphans: 1; hyphens: auto"
    body = (
        f"<p>{lines('t', 1, 4)}</p><p style='{style}'>one{note(1, lines('n', 1, 7))}"
        f" two three four five internationally{note(2, 'm1')} {END}</p>"
    )
    page, found = first_page(body)
    assert page.endswith(f" | (1){say('n', 1, 7)}")
    assert not found[-1][0].endswith("\u2010")
