"""The marks of an index in the texts: the entries they make, and no trace in the text."""

from __future__ import annotations

from typing import Any

import pytest

from octavo.html.section_xhtml import section_html
from octavo.index import Marked, mark_entries
from octavo.model import IndexMark, Manuscript, Section, Source
from octavo.notes import number_notes
from octavo.pandoc.walk import plain, text_of, walk
from octavo.parsing.notes import parse
from octavo.tasks.records import from_json, to_json


def marked(text: str) -> Marked:
    manuscript = parse(Source(Section("01-x", "source/01-x.md"), text), "en")
    return mark_entries([manuscript])


def only(text: str) -> IndexMark:
    (mark,) = marked(text).marks
    return mark


def spans(tree: Any) -> list[str]:
    """Give the words at each place."""
    found = [e for e in walk(tree) if e["t"] == "Span" and e["c"][0][1] == ["index-mark"]]
    return [text_of(span["c"][1]) for span in found]


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("[Litvinov]{.index}", [("Litvinov",)]),
        ("[*Izvestiia*]{.index}", [("*Izvestiia*",)]),
        ("[him]{.index key='Litvinov, Maksim!and  Stalin'}", [("Litvinov, Maksim", "and Stalin")]),
        ("[x]{.index key='A | B!b'}", [("A",), ("B", "b")]),
        ("[x]{.index key='A|B'}", [("A|B",)]),
        ("[x]{.index key='Oklahoma!!'}", [("Oklahoma!",)]),
        ("[x]{.index key='a!b!c!d'}", [("a", "b", "c, d")]),
        ("[2*3_4]{.index}", [(r"2\*3\_4",)]),
    ],
)
def test_what_a_mark_asks_for(text: str, headings: list[tuple[str, ...]]) -> None:
    assert [mark.heading for mark in marked(text).marks] == headings


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("The [Soviet]{.index}s’ reply", ["Soviets’"]),
        ("Franco-[Soviet]{.index}, and", ["Franco-Soviet,"]),
        ("word[]{.index key=a}, then", ["word,"]),
        ("one []{.index key=a}two", ["two"]),
        ("one []{.index key=a}[]{.index key=b}two", ["two", "two"]),
        ("one []{.index key=a}*two* three", ["two"]),
        ("one []{.index key=a} two", [""]),
        ("[A]{.index}–[B]{.index}", ["A–", "B"]),
    ],
)
def test_a_mark_holds_the_whole_word_beside_it(text: str, held: list[str]) -> None:
    assert spans(marked(text).manuscripts[0].blocks) == held


def test_marks_change_no_word() -> None:
    text = (
        "# T {.index key=t}\n\n[]{.index key=a .from}Of[^1] “[*affairs*]{.index}”[]{.index key=b},"
        " re[fi]{.index}ned.\n\n::: {.index key=c}\n- one\n- two\n:::\n\n"
        "End[]{.index key=a .to}.\n\n[^1]: A [note]{.index}.\n"
    )
    with_marks = marked(text).manuscripts[0]
    without = parse(Source(Section("01-x", "source/01-x.md"), text), "en")
    assert plain(with_marks.blocks, notes=True) == plain(without.blocks, notes=True)


def test_a_range_runs_from_mark_to_mark() -> None:
    mark = only("[]{.index key=a .from}One.\n\nTwo[]{.index key=a .to}.")
    assert (mark.place, mark.until) == ("index-01-x-1", "index-01-x-2")


def test_a_heading_is_a_range_up_to_the_next_as_high() -> None:
    made = marked("# T\n\n## A {#a .index key=x}\n\nOne.\n\n### B\n\nTwo.\n\n## C\n\nThree.\n")
    (mark,) = made.marks
    assert mark.place == "a"
    assert spans(made.manuscripts[0].blocks) == ["Two."]


def test_a_division_is_a_range() -> None:
    made = marked("::: {.index key=x}\nOne.\n\n> Two.\n:::\n\nThree.\n")
    assert spans(made.manuscripts[0].blocks) == ["Two."]
    assert made.marks[0].until


def test_a_mark_in_a_note_knows_the_note() -> None:
    text = "One.[^a]\n\n[^a]: In a [note]{.index}.\n"
    manuscript = parse(Source(Section("01-x", "source/01-x.md"), text), "en")
    numbered = number_notes([manuscript], _note_settings())
    (mark,) = mark_entries(numbered).marks
    assert mark.note == "1"


def _note_settings():
    from octavo.model import NoteSettings

    return NoteSettings()


def test_see_has_no_place_and_see_also_has_one_only_around_words() -> None:
    see = only("[x]{.index key=a see='B | C!c'}")
    assert (see.place, see.see) == ("", (("B",), ("C", "c")))
    assert only("[]{.index key=a seealso=B}x").place == ""
    assert only("[x]{.index seealso=B}").place


def test_main_places_and_places_in_captions_are_set_apart() -> None:
    assert only("[x]{.index .main}").weight == "main"
    assert only("![A [plan]{.index}.](a.png)").weight == "figure"


def test_other_attributes_of_a_mark_stay() -> None:
    made = marked("[Wort]{#w .index lang=de}").manuscripts[0]
    html = section_html(made)
    assert '<span id="index-01-x-1" class="index-mark"><span id="w" lang="de">Wort</span>' in html


def test_ranges_that_are_not_whole_are_told() -> None:
    faults = marked("[]{.index key=a .from}x [y]{.index key=b .to}").issues
    assert [(fault.written, fault.sign) for fault in faults] == [("b", "to"), ("a", "from")]


def test_deep_nests_and_thousands_of_marks_take_no_time() -> None:
    text = "> " * 25 + "[a]{.index} " * 3000 + "[]{.index key=b}" * 150 + "end"
    assert len(marked(text).marks) == 3150


@pytest.mark.parametrize("words", ["Words {} more.", "{}", "*Words*{}[^1].\n\n[^1]: A note{}."])
def test_hundreds_of_marks_at_one_place_are_kept(words: str) -> None:
    """Marks at one place are nested, up to the depth at which JSON can be read."""
    run = "".join(f"[]{{.index key='k{n}'}}" for n in range(400))
    text = words.replace("{}", run)
    made = marked(text)
    (manuscript,) = made.manuscripts
    assert len(made.marks) == text.count(".index")
    assert len(spans(manuscript.blocks)) == len(made.marks)
    bare = parse(Source(Section("01-x", "source/01-x.md"), words.replace("{}", "")), "en")
    assert text_of(manuscript.blocks) == text_of(bare.blocks)
    assert from_json(Manuscript, to_json(manuscript)).blocks == manuscript.blocks
