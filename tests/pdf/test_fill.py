"""How full pages are, and which rule keeps a page short."""

from __future__ import annotations

import pytest

from octavo.pdf.engine import PageFill, page_fills, patches
from tests.pdf.twelve_lines import lines, note, render, sound


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
        ('<div style="break-inside: avoid"><p>u1<br/>u2</p><p>u3</p></div>', 0.833, "block"),
        ('<figure style="break-inside: avoid"><p>u1<br/>u2</p><p>u3</p></figure>', 0.833, "figure"),
        ("<h2>h</h2><figure style='break-inside: avoid'>u1<br/>u2</figure>", 0.833, "figure"),
        ("<p>u1<br/>u2<br/>u3</p>", 10 / 12, "lines"),
        (f"<p>u1{note(1, 'n1')}<br/>u2<br/>u3<br/>u4</p>", 10 / 12, "note"),
        (f"<table><tr><td>u1<br/>u2{note(1, 'n1')}</td></tr></table>", 10 / 12, "note"),
    ],
)
def test_what_begins_the_next_page_is_the_reason(below: str, share: float, reason: str):
    fill = first_page(f"<p>{lines('t', 1, 10)}</p>{below}", "tr { break-inside: avoid }")
    assert fill == (pytest.approx(share, abs=0.001), reason)


def test_table_counts_with_its_upper_rule():
    """Ten lines of text, and two rows: they would fit without the rule above them."""
    rows = "".join(f"<tr><td>u{n}</td></tr>" for n in range(1, 6))
    body = f"<p>{lines('t', 1, 10)}</p><table><tbody>{rows}</tbody></table>"
    keep = "tr:first-child { break-after: avoid }"
    assert first_page(body, keep) == (1.0, "")
    rule = "table { border-collapse: collapse; border-top: 1px solid }"
    assert first_page(body, keep + rule) == (pytest.approx(0.833, abs=0.001), "heading")


def test_block_that_begins_on_a_line_of_the_page_needs_the_room_down_to_it():
    """29 px are left for two lines of 10 px each, but the next line to begin on is the foot."""
    style = ".far { --line-grid: 30px } .thin { height: 1px }"
    text, far = f"<p>{lines('t', 1, 9)}</p>", f'<p class="far">{lines("u", 1, 5)}</p>'
    assert first_page(text + far, style) == (1.0, "")
    thin = '<p class="thin"></p>'
    assert first_page(text + thin + far, style) == (pytest.approx(91 / 120, abs=0.001), "lines")
    assert first_page(text + thin + far, ".thin { height: 1px }")[0] > 0.92


def test_note_that_begins_with_a_quotation_needs_two_lines_of_that():
    """One line, then a quotation: two lines of the note would leave an orphan."""
    quoted = f"n1<div>{lines('q', 1, 5)}</div>"
    text = f"<p>{lines('t', 1, 9)}<br/>t10{note(1, quoted)}<br/>{lines('t', 11, 15)}</p>"
    assert first_page(text) == (pytest.approx(0.75, abs=0.001), "note")


def test_rest_of_a_note_that_begins_with_what_is_not_parted_is_a_reason():
    whole = f'<div style="break-inside: avoid">{lines("q", 1, 8)}</div>'
    inside = f"n1<br/>n2{whole}"
    body = f"<p>{lines('t', 1, 4)}{note(1, inside)}<br/>t5{note(2, 'm1')}<br/>t6</p>"
    assert first_page(body) == (pytest.approx(0.5, abs=0.001), "block")


def test_page_that_could_hold_more_is_short(monkeypatch: pytest.MonkeyPatch):
    """WeasyPrint's own notes: one that does not fit moves whole, with the text before it."""
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
