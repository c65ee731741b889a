"""Where notes are called: headings, captions, tables, quotations."""

from __future__ import annotations

import pytest

from octavo.pdf.engine import faults, page_fills, placed_notes
from tests.pdf.twelve_lines import lines, note, render, say, sound, table


def test_call_in_a_heading_keeps_text_below_it():
    body = (
        f"<p>{lines('t', 1, 4)}</p><h2>h{note(1, lines('n', 1, 12))}</h2><p>{lines('u', 1, 6)}</p>"
    )
    assert sound(body) == [
        f"{say('t', 1, 4)} h[1] u1 u2 | (1){say('n', 1, 5)}",
        f"{say('u', 3, 6)} | {say('n', 6, 12)}",
    ]


def test_heading_moves_with_its_call():
    body = (
        f"<p>{lines('t', 1, 9)}</p><h2>h{note(1, lines('n', 1, 4))}</h2><p>{lines('u', 1, 4)}</p>"
    )
    assert sound(body) == [say("t", 1, 9), f"h[1] {say('u', 1, 4)} | (1){say('n', 1, 4)}"]


def test_call_in_a_block_quotation():
    body = (
        f"<blockquote><p>{lines('t', 1, 8)}{note(1, lines('n', 1, 6))}<br/>"
        f"{lines('t', 9, 10)}</p></blockquote>"
    )
    assert sound(body) == [f"{say('t', 1, 8)}[1] | (1){say('n', 1, 4)}", "t9 t10 | n5 n6"]


def test_call_in_a_table():
    rows = (
        f"<tr><td>a{n}</td><td>b{n}{note(1, lines('n', 1, 9)) if n == 5 else ''}</td></tr>"
        for n in range(1, 9)
    )
    assert sound(f"<table>{''.join(rows)}</table>") == [
        "a1 b1 a2 b2 a3 b3 a4 b4 a5 b5[1] a6 b6 a7 b7 a8 b8 | (1)n1 n2 n3 n4",
        " | n5 n6 n7 n8 n9",
    ]


def test_notes_called_in_the_rows_of_a_table_are_whole_if_they_fit():
    rows = (
        f'<tr style="break-inside: avoid"><td>a{n}{note(n, lines("n", 1, 4))}</td></tr>'
        for n in range(1, 4)
    )
    assert sound(f"<table>{''.join(rows)}</table>") == [
        f"a1[1] a2[2] | (1){say('n', 1, 4)} (2){say('n', 1, 4)}",
        f"a3[3] | (3){say('n', 1, 4)}",
    ]


def test_note_of_a_tables_head_stands_before_those_of_its_rows():
    body = f"<p>t1</p>{table('h' + note(1, 'n1'), range(1, 4))}<p>t2</p>"
    assert sound(body) == ["t1 h[1] a1[9] a2 a3 t2 | (1)n1 (9)m1"]


def test_note_of_a_tables_head_has_room_where_the_table_fills_the_page():
    body = f"<p>t1</p>{table('h' + note(1, lines('n', 1, 3)), range(1, 12))}"
    assert sound(body) == [
        f"t1 h[1] a1[9] {say('a', 2, 6)} | (1)n1 n2 n3 (9)m1",
        f"h[1] {say('a', 7, 11)}",
    ]


def test_note_of_a_tables_head_moves_with_the_table():
    body = f"<p>{lines('t', 1, 10)}</p>{table('h' + note(1, lines('n', 1, 2)), range(1, 3))}"
    assert sound(body) == [say("t", 1, 10), "h[1] a1[9] a2 | (1)n1 n2 (9)m1"]


def test_second_note_of_a_row_moves_table_and_head_together():
    rows = f"<tr style='break-inside: avoid'><td>a{note(2, 'm1')}</td><td>b<br/>c<br/>d</td></tr>"
    head = f"<thead><tr><th>h{note(1, 'n1')}</th><th>g</th></tr></thead>"
    body = f"<p>{lines('t', 1, 7)}</p><table>{head}<tbody>{rows}</tbody></table>"
    assert sound(body) == [say("t", 1, 7), "h[1] g a[2] b c d | (1)n1 (2)m1"]


def test_note_of_a_tables_foot_stands_after_those_of_its_rows():
    """WeasyPrint lays out the foot first."""
    body = table("h", range(1, 4), "f" + note(1, "n1"))
    assert sound(body) == ["h a1[9] a2 a3 f[1] | (9)m1 (1)n1"]


def test_rest_of_a_tables_foot_stands_before_the_notes_of_the_rows_that_go_on():
    rows = "".join(f"<tr><td>a{n}{note(9, 'm1') if n == 9 else ''}</td></tr>" for n in range(1, 13))
    foot = f"<tfoot><tr><td>f{note(1, lines('n', 1, 16))}</td></tr></tfoot>"
    assert sound(f"<table><tbody>{rows}</tbody>{foot}</table>") == [
        f"{say('a', 1, 8)} f[1] | (1)n1 n2 n3",
        f" | {say('n', 4, 14)}",
        f"a9[9] {say('a', 10, 12)} f[1] | n15 n16 (9)m1",
    ]


def test_note_of_a_tables_foot_has_room_where_the_table_fills_the_page():
    body = f"<p>t1</p>{table('h', range(1, 12), 'f' + note(1, lines('n', 1, 3)))}"
    assert sound(body) == [
        f"t1 h a1[9] {say('a', 2, 5)} f[1] | (9)m1 (1)n1 n2 n3",
        f"h {say('a', 6, 11)} f[1]",
    ]


def test_note_of_a_tables_foot_moves_with_the_table():
    body = f"<p>{lines('t', 1, 9)}</p>{table('h', range(1, 3), 'f' + note(1, lines('n', 1, 2)))}"
    assert sound(body) == [say("t", 1, 9), "h a1[9] a2 f[1] | (9)m1 (1)n1 n2"]


def test_long_notes_of_a_tables_head_and_foot():
    head, foot = "h" + note(1, lines("m", 1, 3)), "f" + note(2, lines("n", 1, 14))
    rows = "".join(f"<tr><td>a{n}</td></tr>" for n in range(1, 9))
    body = (
        f"<p>t1</p><table><thead><tr><th>{head}</th></tr></thead><tbody>{rows}</tbody>"
        f"<tfoot><tr><td>{foot}</td></tr></tfoot></table><p>{lines('t', 2, 6)}</p>"
    )
    pages = sound(body)
    assert pages[0].startswith("t1 h[1] a1 ")
    assert "f[2] | (1)m1 m2 m3 (2)n1 n2" in pages[0]


def test_note_of_a_tables_head_that_needs_more_than_a_page():
    head = f"<thead><tr><th>h{note(1, lines('n', 1, 30))}</th></tr></thead>"
    rows = f"<tr><td>a1</td></tr><tr><td>a2{note(2, 'm1')}</td></tr><tr><td>a3</td></tr>"
    assert sound(f"<p>t1</p><table>{head}<tbody>{rows}</tbody></table>") == [
        f"t1 h[1] a1 | (1){say('n', 1, 9)}",
        f" | {say('n', 10, 21)}",
        f"h[1] a2[2] | {say('n', 22, 30)} (2)m1",
        "h[1] a3",
    ]


def test_call_in_a_caption_stays_with_its_figure():
    figure = (
        '<figure style="break-inside: avoid"><figcaption>'
        f"c{note(1, lines('n', 1, 9))}</figcaption>"
        '<div style="height: 50px"></div></figure>'
    )
    assert sound(f"<p>t1</p>{figure}<p>{lines('t', 2, 6)}</p>") == [
        f"t1 c[1] t2 t3 | (1){say('n', 1, 3)}",
        f"t4 t5 t6 | {say('n', 4, 9)}",
    ]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<h2>", "</h2><p>u1<br/>u2</p>"),
        ("<blockquote><p>", "</p></blockquote>"),
        ('<div style="break-after: avoid"><p>', "</p></div><p>u1<br/>u2</p>"),
        ("<dl><dt>", "</dt><dd>u1<br/>u2</dd></dl>"),
        ("<dl><dt>d</dt><dd>", "</dd></dl>"),
        ("<ul><li>", "</li><li>u</li></ul>"),
        ("<ul><li>a<ul><li>", "</li></ul></li></ul>"),
        ('<div style="white-space: pre">v1\nv2', "\nv3\nv4</div>"),
        ("<figure><div style='height: 20px'></div><figcaption>", "</figcaption></figure>"),
        ("<table><caption>", "</caption><tbody><tr><td>a1</td></tr></tbody></table>"),
        ("<p>x <em>y <strong>", "</strong></em></p>"),
        ('<p>x <span style="display: inline-block">', "</span></p>"),
    ],
    ids=[
        "heading", "quotation", "epigraph", "term", "definition", "item", "inner item", "verse",
        "caption", "caption of a table", "emphasis", "inline block",
    ],
)  # fmt: skip
@pytest.mark.parametrize("above", [2, 8, 11])
def test_note_of_any_length_begins_wherever_it_is_called(before: str, after: str, above: int):
    """High on the page, near its end, on its last line."""
    style = "figure, .avoid { break-inside: avoid } figcaption, caption { break-before: avoid }"
    for length in (3, 14):
        text = f"<p>{lines('t', 1, above)}</p>" if above else ""
        body = f"{text}{before}c{note(1, lines('n', 1, length))}{after}<p>{lines('z', 1, 4)}</p>"
        document = render(body, style)
        assert faults(document) == ()
        (placed,) = placed_notes(document)
        assert len(placed.pages) <= 1 + (length + 10) // 12 + 1
        assert all(fill.share > 0.3 or fill.reason for fill in page_fills(document))
