"""Persons are compared as persons; what a style sets twice stays set; its words read well."""

from __future__ import annotations

from typing import Any

import pytest

from tests.csl.document import set_in


def person(family: str, given: str) -> dict[str, str]:
    return {"family": family, "given": given}


def book(key: str, *authors: dict[str, str], **more: Any) -> dict[str, Any]:
    return {
        "id": key, "type": "book", "title": f"Title {key}", "publisher": "OUP",
        "issued": {"date-parts": [[1990]]}, "author": list(authors), **more,
    }  # fmt: skip


ROES = (person("Roe", "Bob"), person("O’Brien", "William"), person("Smith", "John"))


@pytest.mark.parametrize(("first", "second", "dashed"), [
    ((person("Smith", "Jane"),), (person("Smith", "John"),), False),
    ((person("Smith", "Jane"),), (person("Smith", "Jane"),), True),
    (({"literal": "Anonymous"},), ({"literal": "Anonymous"},), False),
    (({"literal": "UNESCO"},), ({"literal": "UNESCO"},), True),
    ((person("Roe", "Bob"),), (*ROES, person("Poe", "Edgar")), False),
    ((person("Müller", "Jörg"),), (person("Mu\u0308ller", "Jo\u0308rg"),), True),
    ((person("King", "Martin") | {"suffix": "Jr."},), (person("King", "Martin"),), False),
    ((person("Roe", "Bob"),), (person("Roe", "Bob"), {"literal": "et al."}), False),
])  # fmt: skip
def test_a_dash_stands_for_the_same_person(first: Any, second: Any, dashed: bool) -> None:
    made = set_in("oscola", [book("a", *first), book("b", *second)])
    assert any(entry.startswith("——") for _, entry in made.bibliography) == dashed


SEVENTEENTH = "chicago-notes-bibliography-17th-edition"


def test_a_particle_is_of_the_person_wherever_the_data_have_it() -> None:
    works = [book("a", person("van Gogh", "Vincent")), book("b", person("Gogh", "Vincent van"))]
    entries = [entry for _, entry in set_in(SEVENTEENTH, works).bibliography]
    assert [entry.partition(". ")[0] for entry in entries] == ["Gogh, Vincent van", "———"]


def test_of_the_same_name_only_another_person_is_told_apart() -> None:
    works = [
        book("a", *ROES, person("Poe", "Edgar")),
        book("b", ROES[0], person("Jones", "Jane"), *ROES[2:], person("Poe", "Edgar")),
    ]
    notes = set_in(SEVENTEENTH, works).notes
    assert [note.partition(" et al.,")[0] for note in notes] == ["Bob Roe", "Bob Roe"]


@pytest.mark.parametrize(("given", "short"), [
    (("Michael Jabara", "Michael J.", "M. J."), "Carley"),
    (("Michael", "Mary"), "Michael Carley"),
    (("Michael J.", "Michael K."), "M. J. Carley"),
])  # fmt: skip
def test_initials_that_agree_are_one_person(given: tuple[str, ...], short: str) -> None:
    works = [book(name, person("Carley", name)) for name in given]
    notes = set_in(SEVENTEENTH, works, again=(given[0],)).notes
    assert notes[-1].startswith(f"{short}, ")


def test_a_particle_opens_a_note_with_a_capital() -> None:
    author = {"family": "Roover", "given": "Raymond", "non-dropping-particle": "de"}
    made = set_in(
        "chicago-notes-bibliography", [book("a", author), book("b", author)], again=("a",)
    )
    assert made.notes[0].startswith("Raymond de Roover, ")
    assert made.notes[-1].startswith("De Roover, ")


@pytest.mark.parametrize("others", [{"literal": "et al."}, {"family": "others"}])
def test_others_in_the_place_of_a_name_are_others(others: dict[str, str]) -> None:
    made = set_in("chicago-notes-bibliography", [book("a", ROES[0], others)])
    assert made.notes[0].startswith("Bob Roe et al., ")
    assert made.bibliography[0][1].startswith("Roe, Bob et al. ")


def test_two_bodies_are_joined_without_a_comma() -> None:
    authors = {"literal": "Library of Congress"}, {"literal": "National Archives"}
    ((_, entry),) = set_in("chicago-notes-bibliography", [book("a", *authors)]).bibliography
    assert entry.startswith("Library of Congress and National Archives. ")
    ((_, entry),) = set_in("chicago-notes-bibliography", [book("a", *ROES[:2])]).bibliography
    assert entry.startswith("Roe, Bob, and William O’Brien. ")


def test_where_a_style_always_asks_for_the_comma_two_bodies_have_it() -> None:
    authors = {"literal": "Library of Congress"}, {"literal": "National Archives"}
    ((_, entry),) = set_in("american-sociological-association", [book("a", *authors)]).bibliography
    assert entry.startswith("Library of Congress, and National Archives. ")


def test_a_name_in_full_is_ambiguous_beside_the_family_name_alone() -> None:
    editor = {"author": [], "editor": [person("Brown", "George C.")]}  # 'George C. Brown, ed.'
    works = [book("a", person("Brown", "Evan")), book("b") | editor, book("c", person("Poe", "E."))]
    notes = set_in("society-of-biblical-literature-author-date", works).notes
    assert [note.partition(" 1990")[0] for note in notes] == [
        "(Evan Brown", "(George C. Brown, ed.", "(Poe",
    ]  # fmt: skip


def test_a_given_name_that_distinguishes_is_in_the_bibliography_too() -> None:
    works = [book("a", person("Smith", "Jess")), book("b", person("Smith", "John"))]
    made = set_in("norsk-apa-manual-note", [*works, book("c", person("Poe", "Edgar"))])
    openings = [entry.partition(" (")[0] for _, entry in made.bibliography]
    assert openings == ["Poe, E.", "Smith, Jess.", "Smith, John."]


def test_a_range_of_issues_keeps_the_dash_that_is_typed() -> None:
    works = [
        book(key, ROES[0], type="article-journal", issue=issue, volume="4", page="1-9")
        | {"container-title": "J"} for key, issue in (("a", "23–24"), ("b", "23-24"))
    ]  # fmt: skip
    entries = [entry for _, entry in set_in("ophthalmic-genetics", works).bibliography]
    assert "4(23–24):1-9" in entries[0] and "4(23-24):1-9" in entries[1]


def test_the_words_of_a_style_for_the_chief_dialect_count_in_the_others() -> None:
    work = book("a", *ROES, person("Poe", "Edgar"))
    assert set_in("life-science-alliance", [work]).notes == ["(Roe et al, 1990)"]


@pytest.mark.parametrize(("title", "note"), [
    ("Salvation", "(“Salvation.” 1990)"),
    ("NLRB v. Constr. Co.", "(<i>NLRB v. Constr. Co.</i>, 1990)"),
])  # fmt: skip
def test_a_comma_does_not_follow_a_full_stop_of_the_style(title: str, note: str) -> None:
    kind = "legal_case" if "v." in title else "entry-encyclopedia"
    work = book("a", type=kind) | {"title": title, "author": []}
    assert set_in("journal-of-agricultural-and-resource-economics", [work]).notes == [note]


def test_an_entry_begins_without_a_space() -> None:
    work = book("a", type="legal_case") | {"author": [], "issued": None}
    style = "acta-universitatis-agriculturae-et-silviculturae-mendelianae-brunensis"
    ((_, entry),) = set_in(style, [work]).bibliography
    assert entry.partition(">")[2].startswith("Title a")


def test_a_licence_is_printed_where_a_style_asks_for_it() -> None:
    work = book("a", ROES[0], type="article-magazine", license="CC BY 4.0", URL="https://a.org")
    (note,) = set_in("mcgill-fr", [work]).notes
    assert ": CC BY 4.0 &#60;https://a.org&#62;" in note


def test_small_capitals_that_are_set_twice_stay() -> None:
    editor = book("a") | {"author": [], "editor": [person("Grossman", "Maxine")]}
    (note,) = set_in("din-1505-2", [editor]).notes
    assert '<span style="font-variant:small-caps;">Grossman</span>' in note


def test_a_comma_behind_a_substitute_is_printed_once() -> None:
    work = book("a") | {"author": []}
    ((_, entry),) = set_in("lettres-et-sciences-humaines-fr", [work]).bibliography
    assert ", ," not in entry


def test_an_open_range_leaves_no_dash_where_nothing_is_printed() -> None:
    work = book("a", ROES[0], issued={"date-parts": [[1979], [0]]})
    work |= {"type": "article-journal", "container-title": "Journal", "volume": "27"}
    ((_, entry),) = set_in("chicago-author-date", [work]).bibliography
    assert "1979–." in entry
    assert "(–)" not in entry


def test_the_apostrophes_of_a_style_are_bent() -> None:
    page = book("a", ROES[0], type="webpage", URL="https://example.org")
    ((_, entry),) = set_in("iso690-author-date-fr", [page]).bibliography
    assert "à l’adresse" in entry


@pytest.mark.parametrize(("volume", "printed"), [
    ("3", "vol. 3"), ("第1册", ", 第1册"), ("3권", ", 3권"),
])  # fmt: skip
def test_a_volume_that_says_what_it_is_has_no_label(volume: str, printed: str) -> None:
    (note,) = set_in("chicago-notes-bibliography", [book("a", ROES[0], volume=volume)]).notes
    assert printed in note
    assert ("vol." in note) == (volume == "3")
