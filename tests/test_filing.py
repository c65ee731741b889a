"""Every list of a book is in the order of its language: one alphabet, one set of rules."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from octavo.citations import set_citations
from octavo.csl.styles import load_style
from octavo.csl.text.filing import first_letter, without_article
from octavo.index.order import key_of
from octavo.matter.abbreviations import abbreviations
from octavo.matter.contributors import contributors
from octavo.model import (
    Abbreviation,
    Citation,
    Cite,
    Edition,
    Manuscript,
    Place,
    Reference,
    Section,
    SetEntry,
    Source,
)
from octavo.notes import archives_consulted
from octavo.notes.entry_order import filed_by
from octavo.pandoc.walk import plain
from octavo.parsing.notes import parse

ALPHABETS = [
    ("sv", "Anka|Zorn|Ångström|Ärlig|Öberg"),
    ("sv-FI", "Zorn|Ångström|Ärlig|Öberg"),
    ("fi", "Zorn|Åbo|Ärlig|Öberg"),
    ("da", "Abel|Zebra|Æbler|Østergård|Ålborg|Aarhus"),
    ("nb", "Abel|Zebra|Ærlig|Østlandet|Ålesund|Aasen"),
    ("no", "Zebra|Ærlig|Østlandet|Ålesund"),
    ("de", "Oder|Öhler|Olden|Straße|Strassen"),
    ("cs", "Cyril|Čapek|Dvořák|Hrad|Chrudim|Ivan|Ruda|Říp|Sázava|Šumava|Zlín|Žižka"),
    ("hu", "Czakó|Csaba|Gádor|Gyula|Nagy|Nyíregyháza|Sopron|Szeged|Tamás|Tyukod|Zala|Zsolt"),
    ("pl", "Czapla|Ćma|Lwów|Łódź|Malbork|Zima|Źródło|Żuk"),
    ("es", "Nuble|Ñandú|Oca"),
    ("fr", "Élan|Elbeuf|Émile|Œuvre|Ogre"),
    ("it", "Èboli|Edipo|Èrcole"),
    ("pt", "Água|Alma|Évora"),
    ("ru", "Елец|Ёлкин|Ельцин|Иван|Йод|Яков|Academia|Mélanges|Zeitschrift"),
    ("uk", "Гулак|Ґалаґан|Дашкевич|Євген|Іван|Їжак|Academia"),
    ("el", "Άλφα|Αμοργός|Έβρος|Ζάκυνθος|Academia"),
    ("en", "9 Squadron|10 Squadron|Åland|Álvarez|Łódź|Lodza|Zorn|Яков"),
    ("la", "Acta|Bulla|Zeno"),
    ("be", "Іван|Яков|Academia"),  # unknown to CSL's locales
]  # fmt: skip
PLACE = Place("b.json")


def by_abbreviations(names: Sequence[str], language: str) -> list[str]:
    rows = [Abbreviation(name, _words(name), _words("meaning")) for name in names]
    made = abbreviations(rows, Section("abbreviations", ""), "", language)
    return [plain(term).strip() for term, _ in made.blocks[1]["c"]]


def by_contributors(names: Sequence[str], language: str) -> list[str]:
    edition = Edition(title="T", sections=("a.md",), language=language)
    texts = [_signed(f"s{number}", name) for number, name in enumerate(names)]
    made = contributors(texts, edition)
    return [plain(block).strip().removesuffix(".") for block in made.blocks[1:]]


def by_archives(names: Sequence[str], language: str) -> list[str]:
    held = [{"type": "manuscript", "archive": name} for name in names]
    blocks = archives_consulted([_reference(str(n), **one) for n, one in enumerate(held)], language)
    return [plain(block).strip() for block in blocks]


def by_collections(names: Sequence[str], language: str) -> list[str]:
    held = [{"type": "manuscript", "archive": "A", "archive_collection": name} for name in names]
    blocks = archives_consulted([_reference(str(n), **one) for n, one in enumerate(held)], language)
    return plain(blocks[1]).strip().split("\n")


def by_style(names: Sequence[str], language: str) -> list[str]:
    known = {name: _reference(name, type="book", title=name) for name in names}
    cites = [
        Citation((Cite(name, [], []),), number, f"n{number}", "s", language)
        for number, name in enumerate(known, 1)
    ]
    style = load_style("chicago-notes-bibliography", Path("none"))
    return [entry.key for entry in set_citations(cites, known, style, language).bibliography]


def by_title(names: Sequence[str], language: str) -> list[str]:
    return _filed("title", {name: _reference(name, title=name) for name in names}, language)


def by_archive(names: Sequence[str], language: str) -> list[str]:
    return _filed("archive", {name: _reference(name, archive=name) for name in names}, language)


def by_index_letters(names: Sequence[str], language: str) -> list[str]:
    return sorted(names, key=lambda name: key_of(name, language, "letter", below=False))


def by_index_words(names: Sequence[str], language: str) -> list[str]:
    return sorted(names, key=lambda name: key_of(name, language, "word", below=True))


LISTS: list[Callable[[Sequence[str], str], list[str]]] = [
    by_abbreviations, by_contributors, by_archives, by_collections, by_style, by_title, by_archive,
    by_index_letters, by_index_words,
]  # fmt: skip


def _filed(order: str, known: dict[str, Reference], language: str) -> list[str]:
    entries = [SetEntry(key, "", language, _words(key)) for key in known]
    return [entry.key for entry in filed_by(order, entries, known, language)]


def _words(text: str) -> list[Any]:
    return [{"t": "Str", "c": text}]


def _reference(key: str, **data: Any) -> Reference:
    return Reference(key, {"id": key, **data}, PLACE)


def _signed(section: str, name: str) -> Manuscript:
    text = f"---\nauthor: {{family: {name}}}\n---\n\n# Title {{#{section}}}\n"
    return parse(Source(Section(section, f"source/{section}.md"), text), "en")


# pandoc reads the texts of contributors, one by one: a single language will do.
CASES = [
    pytest.param(filed, language, expected, id=f"{filed.__name__}-{language}")
    for filed in LISTS
    for language, expected in ALPHABETS
    if filed is not by_contributors or language == "sv"
]


@pytest.mark.parametrize(("filed", "language", "expected"), CASES)
def test_every_list_is_in_the_order_of_its_language(
    filed: Callable[[Sequence[str], str], list[str]], language: str, expected: str
) -> None:
    names = expected.split("|")
    assert filed(random.Random(len(names)).sample(names, len(names)), language) == names


# Not of a bibliography: there what is equal stays in the order of the style, or of the citations.
MADE_OF_SETS = [by_abbreviations, by_contributors, by_archives, by_collections, by_index_letters]


@pytest.mark.parametrize("filed", MADE_OF_SETS, ids=lambda made: made.__name__)
def test_names_that_differ_in_accents_alone_have_one_order(
    filed: Callable[[Sequence[str], str], list[str]],
) -> None:
    names = ["Elan", "Élan", "ELAN"]
    assert filed(names, "fr") == filed(list(reversed(names)), "fr")


# --- the letters of an index ---------------------------------------------------------------------


@pytest.mark.parametrize(("language", "expected"), ALPHABETS, ids=[a[0] for a in ALPHABETS])
def test_no_letter_of_an_index_comes_twice(language: str, expected: str) -> None:
    letters = [
        first_letter(name, language) for name in by_index_letters(expected.split("|"), language)
    ]
    changes = [letter for n, letter in enumerate(letters) if not n or letters[n - 1] != letter]
    assert len(changes) == len(set(changes))


@pytest.mark.parametrize(
    ("text", "language", "letter"),
    [
        ("Chrudim", "cs", "Ch"), ("Chrudim", "en", "C"), ("C. Haas", "cs", "C"),
        ("Szeged", "hu", "Sz"), ("Dzsida", "hu", "Dzs"), ("Aarhus", "da", "Å"),
        ("Aarhus", "sv", "A"), ("Łódź", "en", "L"), ("Łódź", "pl", "Ł"), ("Ёлка", "ru", "Е"),
        ("Ґава", "uk", "Ґ"), ("Άλφα", "el", "Α"), ("中", "en", "中"), ("“Œuvre”", "fr", "O"),
        ("§ 5", "en", ""), ("", "en", ""), ("\ud800", "en", ""),
    ],
)  # fmt: skip
def test_the_letter_that_a_text_is_filed_under(text: str, language: str, letter: str) -> None:
    assert first_letter(text, language) == letter


def test_letters_of_two_words_are_no_digraph_letter_by_letter() -> None:
    assert by_index_letters(["Mod", "Moc hluku"], "cs") == ["Moc hluku", "Mod"]
    assert by_index_letters(["Moch", "Moc hluku", "Moha"], "cs") == ["Moc hluku", "Moha", "Moch"]


# --- articles ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "language", "rest"),
    [
        ("The Hague", "en-GB", "Hague"), ("“The Times”", "en", "Times”"),
        ("L’Œuvre", "fr", "Œuvre"),
        ("L'altra", "it", "altra"), ("Den nordiska balansen", "sv", "nordiska balansen"),
        ("Et dukkehjem", "no", "dukkehjem"), ("A Tisza", "hu", "Tisza"),
        ("Η Ελλάδα", "el", "Ελλάδα"), ("de Vries, Jan", "nl", "Vries, Jan"),
        ("Le Monde, journal", "fr", "Monde, journal"), ("The Times, London", "en", "Times, London"),
        ("Die Brücke, Berlin", "de", "Brücke, Berlin"),
        # none
        ("The", "en", "The"), ("The ", "en", "The "), ("A-Z", "en", "A-Z"), ("A, b", "en", "A, b"),
        ("Theatre", "en", "Theatre"), ("The Hague", "de", "The Hague"),
        ("A7 road", "en", "A7 road"),
        ("Le Pen, Jean-Marie", "fr", "Le Pen, Jean-Marie"),
        ("La Malfa, Ugo", "it", "La Malfa, Ugo"), ("De Geer, Louis", "sv", "De Geer, Louis"),
        ("", "en", ""),
    ],
)  # fmt: skip
def test_the_article_that_opens_a_text(text: str, language: str, rest: str) -> None:
    assert without_article(text, language) == rest


def test_an_article_counts_but_in_an_index_and_by_title() -> None:
    names = ["Den nordiska balansen", "Export", "Lag"]
    for filed in LISTS:
        without = filed in {by_title, by_index_letters, by_index_words}
        expected = [*names[1:], names[0]] if without else names
        assert filed(names, "sv") == expected, filed.__name__
