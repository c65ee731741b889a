"""How full pages are, and what keeps them from filling."""

from __future__ import annotations

import pytest

from octavo.forms.pdf.engine import PageFill, page_fills, patches
from tests.forms.pdf.twelve_lines import lines, note, render, sound


def first_page(body: str, style: str = "") -> tuple[float, str]:
    fill, *_ = page_fills(render(body, style))
    return round(fill.share, 3), fill.reason


def test_full_page_and_last_page():
    fills = page_fills(render(f"<p>{lines('t', 1, 15)}</p>"))
    assert fills == (PageFill(0, 1.0, ""), PageFill(1, 0.25, "end"))
    assert not any(fill.short for fill in fills)


def test_text_and_notes_fill_a_page_together():
    body = f"<p>{lines('t', 1, 8)}{note(1, lines('n', 1, 6))}<br/>{lines('t', 9, 14)}</p>"
    assert first_page(body) == (1.0, "")


def test_gap_between_text_and_notes_counts():
    body = f"<p>{lines('t', 1, 9)}</p><h2>h</h2><p>{lines('u', 1, 3)}{note(1, 'n1')}</p>"
    assert first_page(body) == (0.75, "heading")


@pytest.mark.parametrize(
    ("below", "share", "reason"),
    [
        ("<h2>h</h2><p>u1<br/>u2<br/>u3<br/>u4</p>", 10 / 12, "heading"),
        ('<p style="break-before: page">u1</p>', 10 / 12, "break"),
        ('<figure style="break-inside: avoid"><p>u1<br/>u2</p><p>u3</p></figure>', 0.833, "block"),
        ("<p>u1<br/>u2<br/>u3</p>", 10 / 12, "lines"),
        (f"<p>u1{note(1, 'n1')}<br/>u2<br/>u3<br/>u4</p>", 10 / 12, "note"),
        (f"<table><tr><td>u1<br/>u2{note(1, 'n1')}</td></tr></table>", 10 / 12, "note"),
    ],
)
def test_what_begins_the_next_page_is_the_reason(below: str, share: float, reason: str):
    fill = first_page(f"<p>{lines('t', 1, 10)}</p>{below}", "tr { break-inside: avoid }")
    assert fill == (pytest.approx(share, abs=0.001), reason)


def test_page_that_could_hold_more_is_short(monkeypatch: pytest.MonkeyPatch):
    """WeasyPrint's own notes: what does not fit moves whole, and pushes the text before it."""
    body = f"<p>{lines('t', 1, 3)}{note(1, lines('n', 1, 11))}<br/>{lines('t', 4, 20)}</p>"
    monkeypatch.setattr(patches, "PATCHES", ())
    stock = page_fills(render(body))
    monkeypatch.undo()
    assert [fill for fill in stock if fill.short]
    assert not [fill for fill in page_fills(render(body)) if fill.short]


def test_no_page_is_short_when_every_line_has_a_note():
    text = "<br/>".join(
        f"t{n}{note(n, lines('n', 1, 1 + n % 3)) if n % 2 else ''}" for n in range(1, 60)
    )
    body = f"<p>{text}</p>"
    assert sound(body)
    assert [fill for fill in page_fills(render(body)) if fill.share < 0.74] == []
