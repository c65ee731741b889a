"""Lines whose word spaces are narrowed, read back from the boxes of the layout."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from weasyprint.formatting_structure import boxes

from octavo.pdf.engine import faults
from octavo.pdf.engine.notes.broken_notes import lines_of
from tests.pdf.twelve_lines import note, render

WORDS = (
    "The minister answered the ambassador within a fortnight, and the ambassador, who had waited "
    "through the whole of the spring for considerably less than this, wrote the same evening to "
    "his government that nothing whatever had been promised, offered, or even properly refused. "
)
JUSTIFIED = "p, .note { text-align: justify; hyphens: auto }"
TIGHT = "html { --word-space-shrink: 0.06em }"


def text_lines(document: Any) -> list[Any]:
    return [line for page in document.pages for line in lines_of(page._page_box.children[0])]


def spacing(line: Any) -> float:
    """Give the width that the line's word spaces gained, in parts of the size of the type."""
    texts = [box for box in line.descendants() if isinstance(box, boxes.TextBox)]
    return max((box.justification_spacing for box in texts), default=0.0, key=abs) / 8


def said(document: Any) -> str:
    return " ".join(
        "".join(box.text for box in line.descendants() if isinstance(box, boxes.TextBox)).strip()
        for line in text_lines(document)
    )


def test_stretched_lines_become_fewer_and_none_is_drawn_too_tight() -> None:
    body = f"<p>{WORDS * 4}</p>"
    loose, tight = render(body, JUSTIFIED), render(body, JUSTIFIED + TIGHT)
    before, after = ([spacing(line) for line in text_lines(d)] for d in (loose, tight))
    assert min(before) >= 0
    assert -0.0601 <= min(after) < 0
    assert sum(gain**3 for gain in after if gain > 0) < sum(gain**3 for gain in before)
    assert len(after) <= len(before)


def test_every_line_but_the_last_fills_the_measure() -> None:
    lines = text_lines(render(f"<p>{WORDS * 4}</p>", JUSTIFIED + TIGHT))
    assert {round(line.width, 3) for line in lines[:-1]} == {200}
    assert lines[-1].width <= 200.001


def test_no_word_is_lost_or_doubled() -> None:
    made = said(render(f"<p>{WORDS * 4}</p>", JUSTIFIED + TIGHT))
    assert made.replace("\u2010 ", "") == (WORDS * 4).strip()


@pytest.mark.parametrize("markup", ["em", "b"])
def test_markup_moves_with_its_words(markup: str) -> None:
    """Each piece of a line begins where the one before it ends."""
    words = WORDS.split()
    marked = " ".join(f"<{markup}>{w}</{markup}>" if n % 3 == 0 else w for n, w in enumerate(words))
    for line in text_lines(render(f"<p>{marked} {marked}</p>", JUSTIFIED + TIGHT)):
        texts = [box for box in line.descendants() if isinstance(box, boxes.TextBox)]
        for before, box in pairwise(texts):
            assert abs(before.position_x + before.width - box.position_x) < 0.01


def test_notes_are_drawn_together_and_stay_sound() -> None:
    calls = "".join(f"{WORDS}{note(n, WORDS)} " for n in range(1, 6))
    document = render(f"<p>{calls}</p>", JUSTIFIED + TIGHT)
    assert faults(document) == ()
    notes = [line for page in document.pages for line in lines_of(page._page_box.children[1])]
    assert any(spacing(line) < 0 for line in (*text_lines(document), *notes))


def test_ragged_lines_are_left_alone() -> None:
    body = f"<p>{WORDS * 4}</p>"
    ragged = "p { text-align: left; hyphens: auto }"
    assert said(render(body, ragged + TIGHT)) == said(render(body, ragged))


def test_nothing_is_drawn_together_unless_a_style_says_so() -> None:
    lines = text_lines(render(f"<p>{WORDS * 4}</p>", JUSTIFIED))
    assert all(spacing(line) >= 0 for line in lines)
