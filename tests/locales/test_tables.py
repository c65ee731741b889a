"""The tables of words: each has all keys and no other, the same names in them, all its plurals."""

from __future__ import annotations

from dataclasses import fields
from string import Formatter
from typing import Any

import pytest

from octavo.locales import Counted, Words, chapter_number, direction_of, table_for, tables, words_in
from octavo.locales.quotation_marks import marks_of
from octavo.locales.tables import read_table
from octavo.locales.words import category

LANGUAGES = "ar cs da de el en es fi fr he hu it la nb nl pl pt ru sv uk".split()
OTHERS = sorted(set(tables()) - set(LANGUAGES))
HOW = {"base", "plural_rules"}  # the names that describe the table itself
ENGLISH = read_table("en")


def names_in(phrase: str) -> set[str]:
    """Give the names in braces of a phrase."""
    return {name for _, name, _, _ in Formatter().parse(phrase) if name is not None}


def forms_of(value: Any) -> dict[str, str]:
    """The phrases of a key, each by the category of its plural or by its place in a list."""
    if isinstance(value, dict):
        return value
    if isinstance(value, list):
        return {str(n): phrase for n, phrase in enumerate(value)}
    return {"": value}


def test_there_is_a_table_for_each_language() -> None:
    assert set(LANGUAGES) <= set(tables())
    assert {tag for tag in OTHERS if table_for(tag) != tag} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_is_missing_and_none_is_too_many(language: str) -> None:
    own = read_table(language).keys() - HOW
    assert own == ENGLISH.keys()
    assert len(own) == len(fields(Words)) - 1  # all but its own tag


@pytest.mark.parametrize("tag", OTHERS)
def test_a_small_table_changes_what_is_there(tag: str) -> None:
    own = read_table(tag)
    base = read_table(own.get("base") or tag.rpartition("-")[0])
    assert own.keys() - HOW <= ENGLISH.keys()
    assert not {key for key in own.keys() - HOW if own[key] == base[key]}


@pytest.mark.parametrize("tag", sorted(tables()))
def test_phrases_have_the_same_names_in_every_language(tag: str) -> None:
    for key, value in read_table(tag).items():
        if key in HOW:
            continue
        expected = {name for form in forms_of(ENGLISH[key]).values() for name in names_in(form)}
        for category_name, phrase in forms_of(value).items():
            said = {"count"} & expected if category_name in {"one", "two"} else set()
            assert names_in(phrase) | said == expected, (key, phrase)  # "one picture", in words


@pytest.mark.parametrize("tag", sorted(tables()))
def test_phrases_are_well_written(tag: str) -> None:
    glue = {"comma", "and", "and_last", "on_page"}
    for key, value in read_table(tag).items():
        for phrase in forms_of(value).values():
            assert phrase, key
            assert key in glue or phrase == phrase.strip(), key
            assert "  " not in phrase, key
            assert "'" not in phrase, key  # an apostrophe is ’
            assert '"' not in phrase, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_counts_has_each_category_of_its_language(language: str) -> None:
    words = words_in(language)
    counted = [f.name for f in fields(Words) if isinstance(getattr(words, f.name), Counted)]
    assert counted == ["edited_by", "translated_by", "series_edited_by", "images_undescribed"]
    for name in counted:
        phrase: Counted = getattr(words, name)
        needed = {category(count, phrase.language) for count in range(1, 1000)}
        assert phrase.forms.keys() in ({""}, needed), name
        assert all(phrase.of(count) for count in range(1, 120))


def test_a_number_chooses_its_form() -> None:
    def missing(language: str, count: int) -> str:
        phrase = words_in(language).images_undescribed.of(count)
        return phrase.format(count=count, images=30)

    assert missing("en", 1) == "1 image of 30 has no alternative text."
    assert missing("ru", 22) == "22 изображения из 30 не имеют альтернативного текста."
    assert missing("ru", 11) == "11 изображений из 30 не имеют альтернативного текста."
    assert missing("cs", 5) == "5 obrázků z 30 nemá alternativní text."
    assert missing("pl", 3) == "3 ilustracje z 30 nie mają opisu alternatywnego."
    assert missing("ar", 2) == "صورتان من أصل 30 بلا نص بديل."
    assert words_in("la").edited_by.of(1) != words_in("la").edited_by.of(2)


@pytest.mark.parametrize("tag", [*LANGUAGES, "de-CH", "pt-PT", "no"])
def test_titles_stand_in_the_quotation_marks_of_the_language(tag: str) -> None:
    left, right = marks_of(tag)
    words = words_in(tag)
    assert words.titled == f"{left}{{title}}{right}"
    first, last = words.note_in_titled.split("{title}")
    assert (first, last.split("{")[0].strip(", ،")) == (left, right)


@pytest.mark.parametrize(
    ("tag", "table"),
    [
        ("en-GB", "en"),
        ("DE-at", "de"),
        ("de-CH-1996", "de-ch"),
        ("pt-BR", "pt"),
        ("pt-PT", "pt-pt"),
        ("no", "no"),
        ("sr-Latn-RS", ""),
        ("", ""),
    ],
)
def test_a_tag_is_printed_by_the_most_special_table(tag: str, table: str) -> None:
    assert table_for(tag) == table
    assert words_in(tag).language.lower() == (table or "en")


def test_a_small_table_stands_over_its_base() -> None:
    assert (words_in("pt").contents, words_in("pt-PT").contents) == ("Sumário", "Índice")
    assert words_in("pt-PT").index == words_in("pt").index
    assert words_in("no").contents == words_in("nb").contents
    assert "ß" not in str(words_in("de-CH"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chapter_is_known_by_the_words_that_name_it(language: str) -> None:
    chapter = words_in(language).chapter.format(number="12")
    assert chapter_number(f"{chapter}: X") == "12"
    assert chapter_number(chapter.upper()) == "12"


def test_a_title_may_open_with_a_bare_number() -> None:
    assert chapter_number("3. Days") == chapter_number("3: Days") == "3"
    assert chapter_number("IV. Days") == "IV"
    assert chapter_number("1939, and After") == chapter_number("Chapters 3") == ""


def test_the_direction_is_that_of_the_script() -> None:
    rightward = "ar arc ckb dv fa he ps sd syr ug ur yi az-Arab he-IL".split()
    assert {direction_of(tag) for tag in rightward} == {"rtl"}
    leftward = ("en-GB", "ru", "la", "az", "x-octavo", "", "e n", "-", "é")
    assert {direction_of(tag) for tag in leftward} == {"ltr"}
