"""The order of an index."""

from __future__ import annotations

import pytest

from octavo.index.order import Order, key_of, letter_of


def ordered(names: str, order: Order, language: str = "en", *, below: bool = False) -> str:
    listed = names.split(" / ")
    return " / ".join(sorted(listed, key=lambda name: key_of(name, language, order, below=below)))


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        # the lists of the Chicago Manual, in both orders
        (
            "letter",
            "NEW (Neighbors Ever Watchful) / New, Arthur / New, Zoe / Newborn, John / newcomers"
            " / New Deal / Newfoundland / newlyweds / Newman, Paul / New South Wales",
        ),
        (
            "word",
            "NEW (Neighbors Ever Watchful) / New, Arthur / New, Zoe / New Deal / New South Wales"
            " / Newborn, John / newcomers / Newfoundland / newlyweds / Newman, Paul",
        ),
    ],
)
def test_letter_by_letter_and_word_by_word(order: Order, expected: str) -> None:
    backwards = " / ".join(reversed(expected.split(" / ")))
    made = ordered(backwards, order).split(" / ")
    assert made[3:] == expected.split(" / ")[3:]
    assert set(made[:3]) == set(expected.split(" / ")[:3])


def test_articles_do_not_count_nor_small_words_of_subentries() -> None:
    assert ordered("The Hague / Halifax / Hacha", "letter") == "Hacha / The Hague / Halifax"
    assert ordered("and Stalin / in Paris / with Eden", "letter", below=True) == (
        "with Eden / in Paris / and Stalin"
    )
    assert ordered("L’Œuvre / Nantes / Paris", "letter", "fr") == "Nantes / L’Œuvre / Paris"


def test_numbers_go_by_value_and_letters_by_the_language() -> None:
    assert ordered("chapter 10 / chapter 9", "letter") == "chapter 9 / chapter 10"
    assert ordered("Öland / Zorn / Olsson", "letter", "sv") == "Olsson / Zorn / Öland"
    assert ordered("Öland / Zorn / Olsson", "letter", "de") == "Öland / Olsson / Zorn"


@pytest.mark.parametrize(
    ("name", "language", "letter"),
    [("Édouard", "en", "E"), ("Öland", "sv", "Ö"), ("Öland", "de", "O"), ("The Hague", "en", "H"),
     ("1914", "en", ""), ("“Munich”", "en", "M"), ("Литвинов", "ru", "Л"), ("", "en", "")],
)  # fmt: skip
def test_the_letter_that_an_entry_stands_under(name: str, language: str, letter: str) -> None:
    assert letter_of(name, language) == letter
