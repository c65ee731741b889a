"""What citeproc-js and pandoc both print, Octavo prints too: in every corpus and every style."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import agreement

LEAST = 0.99
FILES = [path.stem for path in agreement.paths([])]


@pytest.mark.parametrize("name", FILES or ["nothing"])
def test_notes_and_entries_agree_with_both_processors(shared: Path, name: str) -> None:
    compared = agreement.compare(shared / "citations" / f"{name}.json")
    assert len(compared.rows) > 100
    shares = {
        "words of notes": compared.share(entries=False, markup=False),
        "markup of notes": compared.share(entries=False, markup=True),
        "words of entries": compared.share(entries=True, markup=False),
        "markup of entries": compared.share(entries=True, markup=True),
        "order of entries": compared.share_in_order,
    }
    assert {what: f"{share:.2%}" for what, share in shares.items() if share < LEAST} == {}


# --- the comparison itself -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“Why?,” 12.", '"Why?," 12.'),
        ("ibid., 12.", "Ibid., 12."),
        ("<i>le Rouge</i> &#38; <b>noir</b>", "Le Rouge & noir"),
        ("[@nypl] The Library", "[@Nypl] The Library"),
        ("chap.\N{NO-BREAK SPACE}2", "Chap. 2"),
    ],
)
def test_words_are_compared_without_markup(one: str, other: str) -> None:
    assert agreement.words(one) == agreement.words(other)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ('<i>A <span style="font-style:normal;">B</span> c</i>', "<i>A </i>B<i> c</i>"),
        ('<span style="font-variant:small-caps;">A</span> <i>b</i>', "A <i>b</i>"),
        ("<i>a</i><i>b</i>", "<i>Ab</i>"),
    ],
)
def test_markup_is_compared_as_italics(ours: str, theirs: str) -> None:
    assert agreement.markup(ours) == agreement.markup(theirs)


def test_straight_quotation_marks_are_not_curly() -> None:
    assert agreement.markup('"A"') != agreement.markup("“A”")
    assert agreement.words("A. B") != agreement.words("A, B")


def test_order_is_the_longest_common_sequence() -> None:
    compared = agreement.Comparison("x", (), (tuple("abcde"), tuple("xabdce")), 0.0)
    assert compared.share_in_order == 0.8
