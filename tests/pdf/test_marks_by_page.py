"""Notes whose numbers begin again on each page: each has that of its page, also where the number
itself moves its call."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
import weasyprint
from weasyprint.text.fonts import FontConfiguration

from octavo.pdf.engine import call_widths, faults, lay_out
from octavo.pdf.section import marks_by_page
from octavo.pdf.section.marks_by_page import SHEET, MarksByPage
from tests.pdf.twelve_lines import STYLE, lines, read, say

# The mark 2 is so wide that its word goes to the next line, and that to the next page.
WIDE = '.note[data-mark="2"]::footnote-call { letter-spacing: 30px } p { orphans: 1; widows: 1 }'


def note(number: int, text: str, series: str = "numbered") -> str:
    return (
        f'<span class="note" id="n{number}" data-mark="{number}" data-series="{series}">'
        f'<a class="marker" data-mark="{number}"></a>{text}</span>'
    )


class Section:
    """A section of pages of twelve lines, and how often it was laid out."""

    def __init__(self, body: str, style: str = "") -> None:
        self.tree: Element = fromstring(f'<html lang="en"><body>{body}</body></html>')
        self.style = STYLE + SHEET + style
        self.layouts = 0

    def set_pages(self) -> tuple[Any, None]:
        fonts = FontConfiguration()
        sheet = weasyprint.CSS(string=self.style, font_config=fonts)
        self.layouts += 1
        made = lay_out(self.tree, [sheet], base_url="", url_fetcher=None, font_config=fonts)
        return made, None

    def settle(self) -> tuple[Any, dict[str, str], bool]:
        marks = MarksByPage.of(self.tree, frozenset({"numbered", "marked"}))
        document, _, settles = marks.settle(*self.set_pages(), self.set_pages)
        return document, marks.marks, settles


def test_numbers_and_marks_begin_again_on_each_page():
    body = "".join(
        f"<p>{lines(letter, 1, 7)}{note(n, 'x')}{note(n + 1, 'y')}{note(n + 10, 'z', 'marked')}</p>"
        for letter, n in (("t", 1), ("u", 3), ("v", 5))
    )
    section = Section(body)
    document, marks, settles = section.settle()
    assert settles
    assert section.layouts == 2
    assert faults(document) == ()
    assert marks == {
        "n1": "1", "n2": "2", "n11": "*", "n3": "1", "n4": "2", "n13": "*", "n5": "1", "n6": "2",
        "n15": "*",
    }  # fmt: skip
    assert read(document)[0] == f"{say('t', 1, 7)}[1][2][*] u1 u2 | (*)z (1)x (2)y"


def test_a_number_that_moves_its_call_to_and_fro_keeps_its_greatest_width(
    monkeypatch: pytest.MonkeyPatch,
):
    body = (
        f"<p>t1{note(1, 'x')}<br/>{lines('t', 2, 9)}<br/>"
        f"one line of a few long words, then{note(2, 'y')}<br/>u1</p>"
    )
    section = Section(body, WIDE)
    document, marks, settles = section.settle()
    assert settles
    assert faults(document) == ()
    assert marks == {"n1": "1", "n2": "1"}
    assert read(document) == [
        f"t1[1] {say('t', 2, 9)} one line of a few long words, | (1)x", "then[1] u1 | (1)y",
    ]  # fmt: skip
    # Without the room it would never end.
    monkeypatch.setattr(marks_by_page, "_FREELY", 1_000)
    _, _, settles = Section(body, WIDE).settle()
    assert not settles


def test_a_call_keeps_room_behind_it():
    section = Section(f"<p>a{note(1, 'x')}b</p>")
    document, _ = section.set_pages()
    before = place_of(document, "b")
    next(section.tree.iter("span")).set("style", "--call-room: 12px")
    document, _ = section.set_pages()
    assert place_of(document, "b") == pytest.approx(before + 12)
    assert call_widths(document)["n1"] > 0


def place_of(document: Any, word: str) -> float:
    boxes = document.pages[0]._page_box.descendants()
    return next(b.position_x for b in boxes if getattr(b, "text", "") == word)
