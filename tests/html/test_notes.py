"""Every note stands once in its section's file and once in book.html, with its mark and words."""

from __future__ import annotations

import pytest

from tests.html.driving import faces_as_they_are_cut, site_of
from tests.html.reading import notes_of, page, pages, sections_of
from tests.witness import Note, notes_of_source

# A picture's alternative text and a formula's source are no words of the note.
DRAWN = {("03-insides", "9"), ("03-insides", "11")}


def unlike(notes: list[Note], others: list[Note]) -> set[tuple[str, str]]:
    assert [note[:2] for note in notes] == [other[:2] for other in others]
    pairs = zip(notes, others, strict=True)
    return {note[:2] for note, other in pairs if note.text != other.text}


@pytest.mark.parametrize(
    ("name", "least", "drawn"),
    [
        ("rich", 20, set()),
        pytest.param("sample", 60, set(), marks=pytest.mark.slow),
        pytest.param("cruel", 149, DRAWN, marks=pytest.mark.slow),
    ],
)
def test_every_note_is_read_back_from_both(name, least, drawn, request):
    folder = request.getfixturevalue(name)
    with faces_as_they_are_cut():
        site = site_of(folder)
    cited = notes_of_source(folder)
    assert len(cited) >= least
    files = sections_of(site)
    apart = [n for f in files for n in notes_of(page(site, f), f.removesuffix(".html"))]
    assert unlike(cited, apart) <= drawn
    assert unlike(cited, notes_of(page(site, "book.html"))) <= drawn


def test_each_note_has_one_call_and_one_way_back(rich_site):
    found = 0
    for name, tree in pages(rich_site).items():
        calls = tree.xpath("//a[contains(concat(' ', @class, ' '), ' noteref ')]")
        asides = list(tree.iter("aside"))
        assert [c.get("href") for c in calls] == [f"#{a.get('id')}" for a in asides], name
        backs = tree.xpath("//a[@role='doc-backlink']")
        assert [b.get("href") for b in backs] == [f"#{c.get('id')}" for c in calls], name
        assert [b.text for b in backs] == [c.findtext("sup") for c in calls], name
        found += len(asides)
    assert found >= 40


def test_notes_follow_the_text_of_their_section(rich_site):
    tree = page(rich_site, "03-rich.html")
    (section,) = tree.xpath("//main/section")
    notes = section[-1]
    assert (notes.tag, notes.get("role")) == ("section", "doc-endnotes")
    heading, *asides = notes
    assert heading.get("id") == notes.get("aria-labelledby")
    assert heading.text == "Notes"
    assert {aside.tag for aside in asides} == {"aside"}


def test_a_note_is_anchored_to_its_call_and_to_the_note_before_it(rich_site):
    for name in ("03-rich.html", "book.html"):
        tree = page(rich_site, name)
        styles = {e.get("id"): _style(e) for e in tree.xpath("//a[@style] | //aside")}
        back = {a.get("id"): a.xpath(".//a[@role='doc-backlink']/@href")[0][1:]
                for a in tree.iter("aside")}  # fmt: skip
        before = None
        for note, call in back.items():
            assert styles[note]["--call"] == styles[call]["--at"]
            assert styles[note].get("--above") == before
            before = styles[note]["--at"]
        names = [style["--at"] for style in styles.values()]
        assert len({*names}) == len(names) == 2 * len(back)


def _style(element) -> dict[str, str]:
    pairs = (pair.split(":") for pair in element.get("style").split(";"))
    return {name.strip(): value.strip() for name, value in pairs}


def test_marks_are_text_and_counted_by_no_style_sheet(rich_site):
    for counting in (b"counter(", b"counters(", b"counter-increment", b"counter-reset"):
        assert counting not in rich_site["style.css"]
    marks = [note.mark for note in notes_of(page(rich_site, "03-rich.html"), "03-rich")]
    assert marks == ["*", *map(str, range(1, 17))]
