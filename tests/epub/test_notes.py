"""Every note pops up at its call, leads back to it, and has the words of the section."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest

from octavo.epub import make_epub
from octavo.model import FaultError, Section

X = "{http://www.w3.org/1999/xhtml}"
TYPE = "{http://www.idpf.org/2007/ops}type"


def words(element: ET.Element) -> str:
    """The words of a note, without the number that opens it and the link back that ends it."""
    return " ".join("".join(_texts(element)).split())


def _texts(element: ET.Element) -> Iterator[str]:
    if element.get("class") == "note-number" or element.get("role") == "doc-backlink":
        return
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""


def test_each_note_has_its_call_its_mark_and_its_words(book, chapters):
    seen = 0
    for section, html in chapters:
        written = ET.fromstring(html.replace("&nbsp;", " ").replace("&mdash;", "—"))
        page = book.tree(f"text/{section.name}.xhtml")
        calls = [a for a in page.iter(f"{X}a") if a.get("class") == "noteref"]
        asides = {aside.get("id"): aside for aside in page.iter(f"{X}aside")}
        notes = [div for div in written.iter("div") if div.get("data-mark")]
        assert len(calls) == len(asides) == len(notes)
        for note in notes:
            aside = asides[note.get("id")]
            (call,) = [a for a in calls if a.get("href") == f"#{note.get('id')}"]
            (back,) = [a for a in aside.iter(f"{X}a") if a.get("role") == "doc-backlink"]
            (number,) = [e for e in aside.iter(f"{X}span") if e.get("class") == "note-number"]
            assert words(call) == (number.text or "").rstrip(".") == note.get("data-mark")
            assert back.text == "\u00a0↑"
            assert back.get("aria-label") in {"Back to the text", "Retour au texte"}
            assert [child.tag for child in call] == [f"{X}sup"]
            assert back.get("href") == f"#{call.get('id')}"
            assert words(aside) == words(note)
            seen += 1
    assert seen == 7


def test_a_note_is_what_readers_pop_up(book):
    page = book.text("text/01-first.xhtml")
    assert (
        '<a class="noteref" id="call-01-first-1" href="#note-01-first-1" epub:type="noteref" '
        'role="doc-noteref"><sup>1</sup></a>'
    ) in page
    assert '<aside class="note numbered" id="note-01-first-1" epub:type="footnote" ' \
        'role="doc-footnote">' in page  # fmt: skip


def test_the_number_comes_first_in_the_note(book):
    page = book.text("text/01-first.xhtml")
    assert '<p><span class="note-number">1.</span> Litvinov' in page
    assert '<span class="note-number">*</span> <em>Editors’ note</em>' in page


def test_a_note_that_begins_with_a_list_has_its_number_before_it(book):
    aside = next(a for a in book.tree("text/01-first.xhtml").iter(f"{X}aside")
                 if a.get("id") == "note-01-first-2")  # fmt: skip
    number, items, _back = aside
    assert "".join(number.itertext()).strip() == "2."
    assert items.tag == f"{X}ul"


def test_a_call_in_a_link_parts_the_link(book):
    assert (
        '<a href="https://example.org">lien</a><a class="noteref" id="call-02-second-1" '
        'href="#note-02-second-1" epub:type="noteref" role="doc-noteref"><sup>1</sup></a>'
        '<a href="https://example.org"> suite</a>'
    ) in book.text("text/02-second.xhtml")


def test_calls_are_parted_where_nothing_stands_between_them(edition, open_epub):
    call = '<span id="c{0}" class="call" data-note="n{0}" data-mark="{0}"></span>'
    note = '<div id="n{0}" class="note" data-mark="{0}"><p>Note.</p></div>'
    one, two, three = (call.format(n) for n in (1, 2, 3))
    notes = "".join(note.format(n) for n in (1, 2, 3))
    text = f'<h1>T</h1><p>A{one}{two}, b{three}.</p><div class="notes">{notes}</div>'
    html = f"<section>{text}</section>"
    page = open_epub(make_epub(edition, [(Section("x", "source/x.md"), html)], {})).tree(
        "text/x.xhtml"
    )
    calls = [a.get("class") for a in page.iter(f"{X}a") if a.get(TYPE) == "noteref"]
    assert calls == ["noteref", "noteref adjoining", "noteref"]


def test_a_division_called_note_by_its_author_is_none(book):
    page = book.text("text/02-second.xhtml")
    assert '<div class="note">' in page
    assert page.count("<aside") == 2


def test_notes_keep_their_language(book):
    page = book.text("text/02-second.xhtml")
    assert 'role="doc-footnote" lang="de" xml:lang="de">' in page


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('data-note="note-01-first-1"', 'data-note="note-01-first-9"'),
        ('data-note="note-01-first-1"', 'data-note="note-01-first-2"'),
        ('id="call-01-first-2"', ""),
    ],
    ids=["no such note", "one note called twice", "a call without an id"],
)
def test_notes_and_calls_that_do_not_meet_stop_the_build(edition, chapters, images, old, new):
    section, html = chapters[1]
    with pytest.raises(FaultError, match="01-first"):
        make_epub(edition, [(section, html.replace(old, new))], images)


@pytest.mark.parametrize("html", ["", "<p>x</p>", "<section>", "<!DOCTYPE x><section/>"])
def test_what_is_no_section_stops_the_build(edition, html):
    with pytest.raises(FaultError):
        make_epub(edition, [(Section("x", "source/x.md"), html)], {})


def test_elements_nested_without_end_do_no_harm(edition, open_epub):
    html = f"<section><h1>T</h1>{'<blockquote>' * 5000}deep{'</blockquote>' * 5000}</section>"
    files = open_epub(make_epub(edition, [(Section("x", "source/x.md"), html)], {}))
    assert "deep" in files.text("text/x.xhtml")
