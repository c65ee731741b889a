"""Pages that would end short, filled by paragraphs that are set a line longer or shorter."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest
from weasyprint.formatting_structure import boxes

from octavo.pdf.engine import faults
from octavo.pdf.engine.notes import run_over
from octavo.pdf.engine.notes.broken_notes import lines_of
from tests.pdf.test_composed_lines import FITTED, WORDS, said, spacing
from tests.pdf.twelve_lines import note, render

STYLE = f"{FITTED} @page {{ size: 260px 360px }} h2 {{ margin: 10px 0; break-after: avoid }}"
LINE, PAGE = 10, 360


def body_of(seed: int) -> str:
    """Return paragraphs of all lengths, some with a heading above, some with a note."""
    chance = random.Random(seed)
    words, parts = (WORDS * 3).split(), []
    for number in range(40):
        begin, length = chance.randrange(20), chance.randrange(30, 90)
        text = " ".join(words[begin : begin + length])
        if chance.random() < 0.3:
            parts.append(f"<h2>Heading {number}</h2>")
        if chance.random() < 0.3:
            text += note(str(number), "A note of a line.")
        parts.append(f"<p>{text}.</p>")
    return "".join(parts)


def letters_of(lines: list[str]) -> str:
    return re.sub("[\u2010 ]", "", "".join(lines))


def texts_of(document: Any) -> list[list[str]]:
    return [[*map(said, lines_of(page._page_box.children[0]))] for page in document.pages]


def rooms(document: Any) -> list[float]:
    """Return how much is left below the text of each page but the last, above its notes."""
    found = []
    for page in document.pages[:-1]:
        root, *areas = page._page_box.children
        bottom = max(line.position_y + line.height for line in lines_of(root))
        notes = sum(
            area.margin_height() for area in areas if isinstance(area, boxes.FootnoteAreaBox)
        )
        found.append(PAGE - notes - bottom)
    return found


@pytest.fixture(scope="module")
def laid_out() -> list[tuple[Any, Any]]:
    """Sixteen texts, each as its pages fall by themselves, and filled."""
    found = []
    for seed in range(16):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(run_over, "fillings", lambda context: ())
            plain = render(body_of(seed), STYLE)
        found.append((plain, render(body_of(seed), STYLE)))
    return found


def test_fewer_pages_are_short(laid_out: list[tuple[Any, Any]]) -> None:
    plain, filled = (
        sum(LINE - 0.1 < room <= 3 * LINE for pair in laid_out for room in rooms(pair[number]))
        for number in (0, 1)
    )
    assert plain > 40
    assert filled < 0.75 * plain, (plain, filled)


def test_no_word_is_lost_and_no_note_misplaced(laid_out: list[tuple[Any, Any]]) -> None:
    for plain, filled in laid_out:
        words = [
            "".join("".join(lines) for lines in texts_of(each))
            .replace("\u2010", "")
            .replace(" ", "")
            for each in (plain, filled)
        ]
        assert words[0] == words[1]
        assert not [*faults(filled)]


def test_a_page_that_is_filled_by_longer_paragraphs_ends_where_it_did(
    laid_out: list[tuple[Any, Any]],
) -> None:
    """Up to the first page with another number of lines less than the plain one."""
    same = 0
    for plain, filled in laid_out:
        for before, after in zip(texts_of(plain), texts_of(filled), strict=False):
            ends = [
                "".join(lines).replace("\u2010", "").replace(" ", "") for lines in (before, after)
            ]
            if ends[0] != ends[1]:
                break  # a paragraph was taken in: what follows moves up
            assert len(after) >= len(before)
            same += len(after) > len(before)
    assert same > 5


def test_lines_are_set_well_for_it(laid_out: list[tuple[Any, Any]]) -> None:
    """Hardly more lines than before, which break elsewhere, have spaces that gain over 1.6 times
    what is fair: the badness of 400."""
    wide, count = [0, 0], 0
    for pair in laid_out:
        for number, each in enumerate(pair):
            for page in each.pages:
                gains = [*map(spacing, lines_of(page._page_box.children[0]))]
                wide[number] += sum(gain > 1.6 * 0.8 + 0.01 for gain in gains)
                count += len(gains) * number
    assert wide[1] <= wide[0] + 0.002 * count


@pytest.mark.parametrize("end", ["", '<h2 style="break-before: page">Next</h2><p>Text.</p>'])
def test_a_page_that_ends_by_itself_stays_short(end: str) -> None:
    body = f"<p>{WORDS * 4}</p>{end}"
    first, *_ = texts_of(render(body, STYLE))
    assert first == texts_of(render(f"<p>{WORDS * 4}</p>", STYLE))[0]
