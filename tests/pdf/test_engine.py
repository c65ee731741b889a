"""The proof of a layout, and the patch of WeasyPrint."""

from __future__ import annotations

from contextlib import suppress

import pytest

from octavo.pdf import engine
from octavo.pdf.engine import faults, patches, write
from octavo.pdf.engine.replacing import patched
from octavo.pdf.rules import (
    note_begins_on_the_page_of_its_call,
    note_is_whole,
    text_stands_inside_the_page,
)
from tests.pdf.twelve_lines import lines, note, render, sound


def test_stock_layout_is_found_at_fault(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(patches, "PATCHES", ())
    body = f"<p>{lines('t', 1, 8)}{note(1, lines('n', 1, 16))}<br/>{lines('t', 9, 12)}</p>"
    assert {fault.rule for fault in faults(render(body))} >= {
        note_begins_on_the_page_of_its_call,
        text_stands_inside_the_page,
    }


def test_hidden_note_is_lost():
    (fault,) = faults(render(f'<p>t1<span style="display: none">{note(1, "n1")}</span></p>'))
    assert (fault.rule, fault.note) == (note_is_whole, "n1")
    assert fault.message == "the note and its call are on no page"


def test_changed_words_are_found():
    document = render(f"<p>t1{note(1, 'n1 <em>n2</em>')}</p>")
    next(document._html.etree_element.iter("em")).text = "n3"
    (fault,) = faults(document)
    assert (fault.rule, fault.note) == (note_is_whole, "n1")
    assert fault.message == "the note reads “n2”, its source “n3”"


# Pages made again, and the patch itself.


def test_rest_survives_when_pages_are_made_again():
    """Page counters make WeasyPrint lay out single pages again; it forgets their carried notes."""
    body = (
        f'<p>t1 <a href="#end"></a><br/>{lines("t", 2, 5)}{note(1, lines("n", 1, 30))}</p>'
        f'<p>{lines("u", 1, 9)}</p><p id="end">v{note(2, lines("m", 1, 30))}</p>'
    )
    style = (
        "a::after { content: target-counter(attr(href), page) }"
        "@page { @top-left { content: counter(pages) } }"
    )
    pages = sound(body, style)
    assert pages[0].startswith("t1 4 t2")
    assert "v[2]" in pages[4 - 1]


def test_same_input_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")  # the subset fonts hold a date
    body = f"<p>{lines('t', 1, 8)}{note(1, lines('n', 1, 16))}<br/>{lines('t', 9, 12)}</p>"
    first, second = (write(render(body)) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("table", [patches.PATCHES, patches.WRITING], ids=["layout", "writing"])
def test_patch_is_undone(table: tuple[patches.Patch, ...]):
    def names() -> list[object]:
        return [getattr(module, name) for module, name, _ in table]

    before = names()
    ours = [replacement for _, _, replacement in table]
    assert all(map(callable, before))
    assert not set(map(id, before)) & set(map(id, ours))
    with patched(table):
        assert names() == ours
    assert names() == before
    with suppress(ZeroDivisionError), patched(table):
        raise ZeroDivisionError
    assert names() == before


def test_a_document_is_written_by_its_own_structure(monkeypatch: pytest.MonkeyPatch):
    """Two documents are laid out, then written in the other order: nothing is kept between."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    bodies = [f"<p>{lines('t', 1, 8)}{note(1, 'n1')}</p>", f"<h1>u1</h1><p>u2{note(1, 'm1')}</p>"]
    alone = [engine.write(render(body)) for body in bodies]
    first, second = (render(body) for body in bodies)
    assert [engine.write(second), engine.write(first)] == [alone[1], alone[0]]
