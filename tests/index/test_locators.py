"""Locators: pages, ranges, notes, in the order of the book."""

from __future__ import annotations

import pytest

from octavo.index.locators import Spot, locators, unplaced
from octavo.locales import words_in
from octavo.model import IndexMark
from octavo.model.numerals import roman

SPOTS = {f"p{n}": Spot(n + 20, str(n)) for n in range(1, 1000)} | {
    f"r{n}": Spot(n, roman(n)) for n in range(1, 20)
}


def mark(asked: str) -> IndexMark:
    """`118` is a page, `118-122` a range, `118n12` a note, `118!` a main place, `118f` a figure."""
    weight = "main" if asked.endswith("!") else "figure" if asked.endswith("f") else ""
    page, _, note = asked.rstrip("!f").partition("n")
    first, _, last = page.partition("-")
    place, until = (f"{'p' if n[:1].isdigit() else ''}{n}" if n else "" for n in (first, last))
    return IndexMark("x", "x", "", ("x",), (), place, until, note, weight)


def printed(
    asked: str, *, chicago: bool = True, join: bool = False, language: str = "en"
) -> list[str]:
    words = words_in(language)
    made = locators(
        [mark(each) for each in asked.split()], SPOTS, words, chicago=chicago, join=join
    )
    return [f"{made.text}{made.weight[:1]}" for made in made]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("118", "118"),
        ("118 118", "118"),
        ("119 118", "118 119"),  # mentions on neighbouring pages are no range
        ("118-122", "118–22"),
        ("100-104 101-108 321-328", "100–108 321–28"),
        ("118-118", "118"),
        ("118-122 120", "118–22"),
        ("118-122 120-125 125", "118–25"),
        ("118-122 120!", "118–22 120m"),
        ("118! 118", "118m"),
        ("118 118f", "118 118f"),
        ("12 r3", "iii 12"),
        ("r3-r5", "iii–v"),
        ("r9-2", "ix–2"),
        ("118n12", "118n12"),
        ("118n12 118n13", "118nn12–13"),
        ("118n12 118n14", "118n12 118n14"),
        ("118n9 118n10 118n11 118n2", "118n2 118nn9–11"),
        ("118n* 118", "118 118n*"),
        ("118n12 119n12", "118n12 119n12"),
        ("118n12 118n12", "118n12"),
    ],
)
def test_what_is_printed(asked: str, expected: str) -> None:
    assert printed(asked) == expected.split()


def test_ranges_can_be_full_and_neighbours_joined() -> None:
    assert printed("118-122", chicago=False) == ["118–122"]
    assert printed("118 119 120 125", join=True) == ["118–20", "125"]


def test_a_place_on_no_page_is_told() -> None:
    lost = mark("2000")
    assert printed("2000 118") == ["118"]
    (fault,) = unplaced([lost, mark("118")], SPOTS, {"x": "source/x.md"})
    assert (fault.rule.name, fault.place.path) == ("index_entry_stands_on_a_page", "source/x.md")
