"""Citations inserted, edited, deleted and moved: what each step prints, and what it tells."""

from __future__ import annotations

import random

import pytest

from octavo.csl.document import (
    Cluster,
    DocumentCite,
    PlacedCitation,
    WorkingDocument,
    opened,
    set_document,
)
from octavo.csl.items.fields import item_of
from octavo.csl.styles import Style, load_style
from octavo.csl.text.tagged_text import unmarked

IBID = load_style("chicago-notes-bibliography-subsequent-ibid", None)
AUTHOR_DATE = load_style("apa", None)
OSCOLA = load_style("oscola", None)
WORKS = {
    key: item_of(
        {
            "id": key,
            "type": "book",
            "title": title,
            "author": [{"family": family, "given": "Ann"}],
            "issued": {"date-parts": [[year]]},
        }
    )
    for key, family, title, year in (
        ("a", "Ash", "Trees", 1901),
        ("b", "Birch", "Bark", 1902),
        ("c", "Ash", "Leaves", 1901),
        ("d", "Dogwood", "Roots", 1904),
    )
}


def placed(name: str, *keys: str, note: int | None = None) -> PlacedCitation:
    return PlacedCitation(name, tuple(DocumentCite(key) for key in keys), note)


def document(*keys: str) -> WorkingDocument:
    """Make a document of notes n1, n2 ... that cite one work each."""
    notes = [placed(f"n{at}", key) for at, key in enumerate(keys, start=1)]
    return opened(IBID, "en-US", WORKS, notes)


def test_an_inserted_citation_changes_the_ones_behind_it() -> None:
    after, changes = document("a", "a", "b").insert(placed("new", "b"), before="n2")
    assert after.citations[1].name == "new"
    assert changes.citations == {name: after.texts[name] for name in ("new", "n2", "n3")}
    assert unmarked(after.texts["new"]) == "Ann Birch, Bark (1902)."
    assert unmarked(after.texts["n2"]) == "Ash, Trees." != unmarked(after.texts["n3"])
    assert unmarked(after.texts["n3"]) == "Birch, Bark."
    assert changes.gone == () and changes.entries == {}


def test_an_edited_citation_is_told_though_it_prints_the_same() -> None:
    before = document("a", "a", "b")
    assert set(before.edit("n1", [DocumentCite("a")])[1].citations) == {"n1"}
    _, changes = before.edit("n1", [DocumentCite("d")])
    assert set(changes.citations) == {"n1", "n2"}
    assert set(changes.entries) == {"d"} and changes.order == ("a", "b", "d")


def test_what_is_deleted_is_told_with_its_entry() -> None:
    after, changes = document("a", "b", "a").delete("n2")
    assert changes.gone == ("n2",) and changes.entries_gone == ("b",)
    assert changes.citations == {"n3": "Ibid."} == {"n3": after.texts["n3"]}
    assert changes.order is None


def test_a_moved_citation_leads_to_other_first_notes() -> None:
    _, changes = document("a", "b", "a").move("n3", before="n1")
    assert set(changes.citations) == {"n3", "n1"}
    assert changes.first_notes == {"b": 3}


def test_a_work_of_the_same_author_and_year_gives_both_a_letter() -> None:
    before = opened(AUTHOR_DATE, "", WORKS, [placed("one", "a", note=0)])
    after, changes = before.insert(placed("two", "c", note=0))
    assert changes.citations == {"one": "(Ash, 1901b)", "two": "(Ash, 1901a)"} == after.texts
    assert set(changes.entries) == {"a", "c"}


def test_a_number_that_a_style_prints_follows_the_note() -> None:
    notes = [placed("one", "a", note=4), placed("two", "b", note=7), placed("three", "a", note=9)]
    before = opened(OSCOLA, "", WORKS, notes)
    assert before.texts["three"] == "Ash (n 4)."
    moved = [placed(one.name, one.cites[0].id, note=(one.note or 0) + 1) for one in notes]
    _, changes = before.arranged(moved)
    assert changes.citations == {"three": "Ash (n 5)."}
    assert changes.first_notes == {"a": 5, "b": 8}


def test_a_citation_of_a_work_that_is_asked_for_otherwise_is_concerned() -> None:
    """Its text is what it was; what a word processor keeps with it is not."""
    numbered = load_style("ieee", None)
    before = opened(numbered, "", WORKS, [placed("all", "a", "b", "c", note=0)])
    assert unmarked(before.texts["all"]) == "[1], [2], [3]"
    _, changes = before.insert(placed("new", "c", note=0), before="all")
    assert (tuple(changes.citations), changes.concerned) == (("new",), ("all",))
    _, changes = before.insert(placed("new", "a", note=0), before="all")
    assert changes.concerned == ()
    _, changes = document("a", "b").insert(placed("new", "a"))
    assert changes.concerned == ("n1",)  # its short form is printed for the first time


@pytest.mark.parametrize("style", [IBID, AUTHOR_DATE, OSCOLA], ids=lambda style: style.name)
def test_any_steps_lead_to_what_the_whole_document_prints(style: Style) -> None:
    """Steps by chance, each compared with the document set at once."""
    chance, now = random.Random(5), opened(style, "", WORKS)
    for step in range(60):
        names = [one.name for one in now.citations]
        before = chance.choice([*names, None])
        cites = tuple(DocumentCite(chance.choice("abcd"), chance.choice(["", "1"]), "page")
                      for _ in range(chance.randint(1, 2)))  # fmt: skip
        match chance.choice(["insert", "edit", "delete", "move"]) if len(names) > 2 else "insert":
            case "insert":
                after, told = now.insert(PlacedCitation(f"n{step}", cites), before)
            case "edit":
                after, told = now.edit(chance.choice(names), cites)
            case "delete":
                after, told = now.delete(chance.choice(names))
            case _:
                after, told = now.move(chance.choice(names), before)
        clusters = [Cluster(one.cites, at) for at, one in enumerate(after.citations, start=1)]
        whole = set_document(now.style, "", WORKS, clusters)
        assert tuple(after.texts.values()) == whole.clusters
        assert tuple(after.entries.items()) == whole.entries
        shown = {name: text for name, text in now.texts.items() if name not in told.gone}
        assert {**shown, **told.citations} == after.texts
        listed = {key: text for key, text in now.entries.items() if key not in told.entries_gone}
        assert {**listed, **told.entries} == after.entries
        now = after


def test_a_step_that_cannot_be_is_refused() -> None:
    now = document("a", "b")
    with pytest.raises(ValueError, match="n1"):
        now.insert(placed("n1", "a"))
    with pytest.raises(ValueError, match="one name"):
        now.arranged([placed("x", "a"), placed("x", "b")])
    for step in (lambda: now.delete("x"), lambda: now.move("n1", "x"), lambda: now.edit("x", ())):
        with pytest.raises(KeyError):
            step()


def test_a_step_sets_only_what_has_changed() -> None:
    many = opened(IBID, "", WORKS, [placed(f"n{at}", "abd"[at % 3]) for at in range(300)])
    after, changes = many.edit("n299", [DocumentCite("c")])
    taken = {key for key in after.kept.cores if key in many.kept.cores}
    assert len(after.kept.cores) - len(taken) <= 6
    assert set(changes.citations) == {"n299"}
