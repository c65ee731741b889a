"""cs:number, cs:label, and cs:text of the variables that hold numbers."""

from __future__ import annotations

from typing import Any

import pytest

from octavo.csl.rendering.cs_number import variable_text
from octavo.csl.text.tagged_text import marked
from tests.csl.one_element import item, set_first, tables_of, work_on

CHICAGO = 'page-range-format="chicago-16"'


def printed(variable: str, of: Any = None, attributes: str = CHICAGO, **asked: Any) -> str:
    language = asked.pop("language", "en-US")
    locale = asked.pop("locale", "")
    tables = tables_of('<text value="x"/>', locale, attributes, language)
    return variable_text(work_on(tables, of or item(), **asked), variable)


def one(body: str, of: Any, **asked: Any) -> str:
    language = asked.pop("language", "en-US")
    locale = asked.pop("locale", "")
    tables = tables_of(body, locale, language=language)
    return set_first(tables, work_on(tables, of, **asked))


# --- cs:text -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("variable", "value", "text"),
    [
        ("page", "100-108", "100–108"),
        ("page", "321-328", "321–28"),
        ("page", "pp. 289-303.", "289–303"),
        ("page", "fol. 466r", "fol. 466r"),
        ("volume", "3-4", "3–4"),
        ("issue", "3-4", "3–4"),
        ("issue", "321-328", "321–328"),
        ("edition", "rev. and exp. ed", "rev. and exp. ed"),
        ("number", "18-2424", "18-2424"),
        ("number", "111\\-148", "111-148"),
        ("section", "18-704", "18-704"),
        ("version", "2.24-1", "2.24-1"),
    ],
)
def test_variables(variable: str, value: str, text: str) -> None:
    assert printed(variable, item(**{variable: value})) == text


def test_the_first_page() -> None:
    assert printed("page-first", item(page="pp. 22-45")) == "22"
    assert printed("page-first", item(page="22-45", page_first="21")) == "21"
    assert printed("page-first", item()) == ""


@pytest.mark.parametrize(
    ("locator", "label", "text"),
    [
        (" 666", "page", "666"),
        ("321-28", "page", "321–28"),
        ("pp. 100-4", "page", "100–104"),
        ("1235-1240", "chapter", "1235–1240"),
        ("100 - 103", "chapter", "100–103"),
        ("213 & 235", "page", "213 & 235"),
        ("f. 082, op. 10, d. 2, ll. 52–49ob.", "page", "f. 082, op. 10, d. 2, ll. 52–49ob."),
        ("f. 082, op. 10-11", "", "f. 082, op. 10-11"),
        ("52–49", "page", "52–49"),
        ("327\\-30", "page", "327-30"),
        ("", "page", ""),
    ],
)
def test_locators(locator: str, label: str, text: str) -> None:
    assert printed("locator", locator=locator, label=label) == text


def test_the_locale_says_how_ranges_and_lists_are_written() -> None:
    assert printed("page", item(page="463-509"), language="fr-FR") == "463\u2011509"
    terms = '<terms><term name="and" form="symbol">AMPERSAND</term></terms>'
    assert printed("locator", locator="213 & 235", locale=terms) == "213 AMPERSAND 235"


# --- cs:number -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "value", "text"),
    [
        ("numeric", "42", "42"),
        ("numeric", "2 - 4", "2–4"),
        ("numeric", "5 ed.", "5 ed."),
        ("ordinal", "42", "42nd"),
        ("ordinal", "2-3", "2nd–3rd"),
        ("ordinal", "2nd", "2nd"),
        ("ordinal", "second", "second"),
        ("long-ordinal", "9", "ninth"),
        ("long-ordinal", "42", "42nd"),
        ("roman", "42", "xlii"),
        ("roman", "iv", "iv"),
        ("roman", "27,28", "xxvii, xxviii"),
        ("ordinal", "2 , 3", "2nd, 3rd"),
        ("long-ordinal", "2 - 4", "second–fourth"),
        ("ordinal", "1,200", "1,200th"),
    ],
)
def test_forms(form: str, value: str, text: str) -> None:
    assert one(f'<number variable="volume" form="{form}"/>', item(volume=value)) == text


def test_an_ordinal_has_the_gender_of_what_it_counts() -> None:
    """Fixture number_NewOrdinalsWithGenderChange; `volume` is masculine, `edition` feminine."""
    for variable, text in (("edition", "1ʳᵉ"), ("volume", "1ᵉʳ")):
        body = f'<number variable="{variable}" form="ordinal"/>'
        assert one(body, item(**{variable: 1}), language="fr-FR") == text


def test_a_number_is_told_affixed_and_can_be_suppressed() -> None:
    tables = tables_of('<number variable="volume" prefix=":" font-style="italic"/>')
    work = work_on(tables, item(volume="5"))
    assert set_first(tables, work) == ":" + marked("SetEmph", "5")
    work.suppressed.add("volume")
    assert set_first(tables, work) == ""
    assert (work.called, work.printed) == (2, 1)


def test_numbers_of_the_cite() -> None:
    body = '<number variable="citation-number"/>'
    assert one(body, item(), number="7") == "7"
    assert one('<number variable="locator"/>', item(), locator="3-4") == "3–4"


def test_while_sorting_numbers_file_as_numbers() -> None:
    body = '<number variable="volume"/>'
    keys = [one(body, item(volume=volume), sort_options={}) for volume in (9, 10, 100)]
    assert keys == sorted(keys)


# --- cs:label ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("attributes", "locator", "label", "text"),
    [
        ("", "12", "page", "page"),
        ("", "12–15", "page", "pages"),
        ('form="short"', "12–15", "page", "pp."),
        ('form="short" plural="never"', "12–15", "page", "p."),
        ('form="short" plural="always"', "12", "page", "pp."),
        ('form="symbol"', "12, 15", "section", "§§"),
        ('form="short" strip-periods="true" suffix=" "', "3-4", "chapter", "chaps "),
        ('form="short" text-case="capitalize-first"', "3", "folio", "Fol."),
        ('form="short"', "x", "sub verbo", "s.v."),
        ('form="short"', "327\\-30", "page", "p."),
        ('form="short"', "pp. 3-5", "page", "pp."),
        ("", "vol. 1, fol. 186, 8 April 1544", "page", ""),
        ("", "f. 082, op. 10, d. 2, ll. 52–49ob.", "page", ""),
        ("", "12", "unheard-of", ""),
        ("", "", "page", ""),
    ],
)
def test_labels_of_locators(attributes: str, locator: str, label: str, text: str) -> None:
    body = f'<label variable="locator" {attributes}/>'
    assert one(body, item(), locator=locator, label=label) == text


@pytest.mark.parametrize(
    ("variable", "value", "text"),
    [
        ("page", "S213-S235", "pp."),
        ("page", "e0209899", "p."),
        ("page", "fol. 466r", ""),
        ("issue", "3-4", "nos."),
        ("issue", "4/5", "no."),
        ("issue", "no. 5", ""),
        ("issue", "Nos. 5-6", ""),
        ("issue", "November", "no."),
        ("volume", "Volume II", ""),
        ("volume", "2 , 3", "vols."),
        ("chapter-number", "chapter 3", ""),
        ("number", "18-2424", "no."),
        ("number", "13,676", "no."),
        ("number-of-volumes", "1", "vol."),
        ("number-of-volumes", "2", "vols."),
        ("chapter-number", "3", "chap."),
        ("section", "4, cl. 2", "sec."),
        ("volume", "", ""),
        ("part-number", "3", "pt."),
    ],
)
def test_labels_of_variables(variable: str, value: str, text: str) -> None:
    of = item(**{variable: value}) if value else item()
    assert one(f'<label variable="{variable}" form="short"/>', of) == text


def test_a_label_asks_for_no_variable() -> None:
    tables = tables_of('<label variable="volume"/>')
    work = work_on(tables, item(volume="5"))
    assert set_first(tables, work) == "volume"
    assert (work.called, work.printed) == (0, 0)
    work.suppressed.add("volume")
    assert set_first(tables, work) == ""


def test_the_label_of_names() -> None:
    tables = tables_of('<names variable="editor"><name/><label form="short" prefix=", "/></names>')
    work = work_on(tables, item())
    label = tables.layout("citation").children[0].children[1]
    assert label.text_for(work, "editor", False) == ", ed."
    assert label.text_for(work, "editor", True) == ", eds."
    assert label.text_for(work, "author", True) == ""
    assert label.text_for(work, "unheard-of", False) == ""
