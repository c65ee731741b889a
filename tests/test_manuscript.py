"""Parsing: every call and note becomes a note of the tree, with its place in the text."""

from __future__ import annotations

import pytest

from octavo.model import CallState, Manuscript, Section, Source
from octavo.pandoc.note_spans import is_note
from octavo.pandoc.run import PandocError, run_pandoc
from octavo.pandoc.walk import plain, text_of, walk
from octavo.parsing.notes import parse
from octavo.tasks.records import from_json, to_json


def parsed(text: str) -> Manuscript:
    return parse(Source(Section("one", "source/one.md"), text), "en")


def told(text: str) -> list[tuple[str, str, int, int]]:
    return [(c.label, c.state.value, c.place.line, c.place.column) for c in parsed(text).calls]


PLACES = {
    "in a paragraph": ("Text.[^a]\n\n[^a]: Note.\n", [("a", "called", 1, 6)]),
    "behind emphasis": ("*Text*.[^a]\n\n[^a]: Note.\n", [("a", "called", 1, 8)]),
    "in a block quotation": ("> Text.[^a]\n>\n> [^a]: Note.\n", [("a", "called", 1, 8)]),
    "in a list": ("- x\n- Text.[^a]\n\n[^a]: Note.\n", [("a", "called", 2, 8)]),
    "in a pipe table": (
        "| a | b |\n|---|---|\n| x | y[^a] |\n\n[^a]: Note.\n", [("a", "called", 3, 8)]),
    "in a grid table": (
        "+-------+---+\n| a     | b |\n+=======+===+\n| y[^a] | x |\n+-------+---+\n\n[^a]: N\n",
        [("a", "called", 4, 4)]),
    "in metadata": ("---\ntitle: T[^a]\n---\n\nText.\n\n[^a]: Note.\n", [("a", "called", 2, 9)]),
    "in a heading": ("# Head[^a]\n\n[^a]: Note.\n", [("a", "called", 1, 7)]),
    "behind long front matter": (
        "---\nabstract: |\n" + "  words\n" * 50 + "---\n\nText.[^a]\n\n[^a]: Note.\n",
        [("a", "called", 55, 6)]),
    "inline": ("Text.^[A *note*.]\n", [("", "called", 1, 6)]),
    "unresolved": ("Text.[^A]\n\n[^a]: Note.\n", [("A", "unresolved", 1, 6)]),
    "in a note": ("T.[^a]\n\n[^a]: See[^b].\n\n[^b]: B\n",
                  [("a", "called", 1, 3), ("b", "in-note", 3, 10)]),
    "in code": ("`[^a]` and\n\n```\n[^a]\n```\n", []),
    "escaped": (r"\[^a] and \\[^a]" + "\n\n[^a]: N\n", [("a", "called", 1, 13)]),
    "in math": ("$x[^a]$\n\n[^a]: N\n", []),
    "in a comment": ("Text <!-- [^a] -->.\n", []),
    "twice": ("A.[^a] B.[^a]\n\n[^a]: N\n", [("a", "called", 1, 3), ("a", "called", 1, 10)]),
    "in mid-line with a colon": ("See [^7]: so.\n\n[^7]: N\n", [("7", "called", 1, 5)]),
    "odd labels": ("A[^a_b*c] b[^é] c[^*]\n\n[^a_b*c]: x\n\n[^é]: y\n\n[^*]: z\n",
                   [("a_b*c", "called", 1, 2), ("é", "called", 1, 12), ("*", "called", 1, 18)]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), PLACES.values(), ids=PLACES)
def test_calls_have_their_places(text: str, wanted: list[tuple[str, str, int, int]]) -> None:
    assert told(text) == wanted


NOTES = {
    "all called": ("A[^a]\n\n[^a]: x\n", ["a"]),
    "unused": ("A\n\n[^a]: x\n", ["a"]),
    "unused, in code": ("A\n\n```\n[^a]: x\n```\n", []),
    "twice": ("A[^a]\n\n[^a]: x\n\n[^a]: y\n", ["a", "a"]),
    "twice, once in code": ("A[^a]\n\n[^a]: x\n\n~~~\n[^a]: y\n~~~\n", ["a"]),
    "in a block quotation": ("> A\n>\n> [^a]: x\n", ["a"]),
    "no note in a paragraph": ("A\n[^a]: x\n", []),
}


@pytest.mark.parametrize(("text", "wanted"), NOTES.values(), ids=NOTES)
def test_notes_are_what_pandoc_takes_for_notes(text: str, wanted: list[str]) -> None:
    assert [note.label for note in parsed(text).notes] == wanted


def test_the_tree_keeps_labels_and_no_mark_stays_in_it() -> None:
    made = parsed("A[^x] `[^y]` [z](u[^w]) \\[^v]\n\n[^x]: N[^q]\n")
    labels = [dict(e["c"][0][2])["label"] for e in walk(made.blocks) if is_note(e)]
    assert labels == ["x"]
    written = to_json(made).decode()
    assert not any(0xE0100 <= ord(c) <= 0xE01EF for c in written)
    assert from_json(Manuscript, to_json(made)) == made


def test_the_first_heading_is_the_title_and_others_stand_below_it() -> None:
    made = parsed("## Title *x*\n\n## Second\n\n#### Deep\n\n# Higher\n")
    levels = [e["c"][0] for e in walk(made.blocks) if e["t"] == "Header"]
    assert (text_of(made.title), levels) == ("Title x", [1, 2, 3, 2])


def test_ids_of_headings_are_the_sections_own_and_links_follow() -> None:
    made = parsed("# Introduction\n\nSee [it](#introduction) and [that](#kept).\n\n## K {#kept}\n")
    ids = [e["c"][1][0] for e in walk(made.blocks) if e["t"] == "Header"]
    links = [e["c"][2][0] for e in walk(made.blocks) if e["t"] == "Link"]
    assert ids == ["sec-one-introduction", "kept"]
    assert links == ["#sec-one-introduction", "#kept"]


def test_a_figure_keeps_its_credit_in_its_caption() -> None:
    made = parsed('![A map.](figures/m.svg){#fig alt="Alt" credit="Drawn by X"}\n')
    figure = next(e for e in walk(made.blocks) if e["t"] == "Figure")
    assert text_of(figure["c"][1]) == "A map. Drawn by X"
    image = next(e for e in walk(made.blocks) if e["t"] == "Image")
    assert image["c"][2][0] == "source/figures/m.svg"


def test_a_note_in_a_caption_is_one_note() -> None:
    made = parsed("![A map.[^a]](figures/m.svg)\n\n[^a]: Note.\n")
    assert [dict(e["c"][0][2])["label"] for e in walk(made.blocks) if is_note(e)] == ["a"]
    assert [call.label for call in made.calls] == ["a"]


def test_words_count_text_and_notes() -> None:
    assert parsed("One two.[^a]\n\n[^a]: Three four five.\n").words == 5


def test_pandoc_reads_no_file_and_its_own_words_come_back(tmp_path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("top secret")
    assert "secret" not in plain(parsed(f"```{{include={secret}}}\n```\n").blocks)
    with pytest.raises(PandocError, match=r"(?i)unknown|nonesuch"):
        run_pandoc(["-f", "nonesuch", "-t", "json"], b"x")


def test_states_are_words_of_the_model() -> None:
    assert {state.value for state in CallState} == {"called", "unresolved", "in-note"}
