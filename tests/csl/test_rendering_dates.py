"""cs:date: forms, parts, ranges, seasons and eras, set for one item."""

from __future__ import annotations

from typing import Any

import pytest

from octavo.csl.text.tagged_text import marked
from tests.csl.one_element import item, set_first, tables_of, work_on

TEXT = '<date variable="issued" form="text"/>'
NUMERIC = '<date variable="issued" form="numeric"/>'
YEAR = '<date variable="issued" form="text" date-parts="year"/>'
DAY_MONTH_YEAR = (
    '<date variable="issued"><date-part name="day" suffix=" "/>'
    '<date-part name="month" suffix=" "/><date-part name="year"/></date>'
)


def dated(body: str, *days: list[int], **more: Any) -> str:
    language = more.pop("language", "en-US")
    locale = more.pop("locale", "")
    tables = tables_of(body, locale, language=language)
    issued = {"date-parts": list(days), **more}
    return set_first(tables, work_on(tables, item(issued=issued)))


@pytest.mark.parametrize(
    ("body", "days", "text"),
    [
        (TEXT, [[2005, 12, 15]], "December 15, 2005"),
        (TEXT, [[2005, 12]], "December 2005"),
        (TEXT, [[2005]], "2005"),
        (NUMERIC, [[2005, 2, 5]], "02/05/2005"),
        (NUMERIC, [[2005, 12]], "12/2005"),
        (YEAR, [[2005, 12, 15]], "2005"),
        (DAY_MONTH_YEAR, [[2005, 12, 15]], "15 December 2005"),
        # ranges print what they share but once
        (DAY_MONTH_YEAR, [[2003, 8, 10], [2003, 8, 23]], "10–23 August 2003"),
        (DAY_MONTH_YEAR, [[2003, 8, 3], [2003, 10, 23]], "3 August–23 October 2003"),
        (DAY_MONTH_YEAR, [[1987, 8, 3], [2003, 10, 23]], "3 August 1987–23 October 2003"),
        (DAY_MONTH_YEAR, [[2003, 8], [2003, 10]], "August–October 2003"),
        (DAY_MONTH_YEAR, [[1987], [2003]], "1987–2003"),
        (TEXT, [[1999, 5, 12], [1999, 5, 15]], "May 12–15, 1999"),
        (TEXT, [[1999, 5, 12], [1999, 6, 1]], "May 12–June 1, 1999"),
        (TEXT, [[1999, 5, 12], [1999, 5, 12]], "May 12, 1999"),
        (TEXT, [[1999, 5, 12], [1999, 6]], "May 12, 1999–June 1999"),
        (YEAR, [[1999, 1, 2], [1999, 3, 4]], "1999"),
        (NUMERIC, [[2005, 11], [2006, 12]], "11/2005–12/2006"),
        (DAY_MONTH_YEAR, [[1987], [0]], "1987–"),
        (TEXT, [[2004, 6], [0]], "June 2004–"),
        # seasons
        (TEXT, [[1999, 21], [2001, 22]], "Spring 1999–Summer 2001"),
        (TEXT, [[1999, 22], [1999, 21]], "Summer–Spring 1999"),
        # eras
        (YEAR, [[-250]], "250 BC"),
        (YEAR, [[499]], "499 AD"),
        (YEAR, [[1000]], "1000"),
        (YEAR, [[-100], [-44]], "100–44 BC"),
        (YEAR, [[-44], [54]], "44 BC–54 AD"),
    ],
)
def test_dates(body: str, days: list[list[int]], text: str) -> None:
    assert dated(body, *days) == text


def test_languages() -> None:
    assert dated(TEXT, [2004, 2, 3], language="fr-FR") == "3 février 2004"
    assert dated(TEXT, [2004, 2, 3], language="de-DE") == "3. Februar 2004"
    assert dated(TEXT, [2004, 2, 3], [2004, 2, 5], language="de-DE") == "3.–5. Februar 2004"
    assert dated(TEXT, [2004, 2, 3], language="ja-JP") == "2004年2月3日"
    assert dated(TEXT, [-44], language="fr-FR") == "44\u00a0av. J.-C."


def test_seasons_in_the_words_of_the_item_or_of_the_locale() -> None:
    assert dated(TEXT, [2020], season=3) == "Autumn 2020"
    assert dated(TEXT, [2020], season="Fall") == "Fall 2020"
    assert dated(TEXT, [2020], season="Fall", language="fr-FR") == "automne 2020"
    assert dated(YEAR, [2020], season="Fall") == "2020"


def test_forms_of_parts() -> None:
    body = (
        '<date variable="issued" delimiter="·"><date-part name="day" form="{day}"/>'
        '<date-part name="month" form="{month}" strip-periods="true" text-case="uppercase"/>'
        '<date-part name="year" form="short" font-style="italic"/></date>'
    )
    assert dated(body.format(day="ordinal", month="short"), [2005, 12, 2]) == (
        "2nd·DEC·" + marked("SetEmph", "05")
    )
    assert dated(body.format(day="numeric-leading-zeros", month="numeric"), [2005, 2, 2]) == (
        "02·2·" + marked("SetEmph", "05")
    )


def test_an_ordinal_for_the_first_of_the_month_alone() -> None:
    """Fixtures date_DayOrdinalDayOneOnly, number_LimitOrdinalsToDayOne."""
    body = (
        '<date variable="issued"><date-part name="day" form="ordinal" suffix=" "/>'
        '<date-part name="month"/></date>'
    )
    first, second = [2004, 10, 1], [2004, 10, 14]
    assert dated(body, first, second, language="fr-FR") == "1ᵉʳ–14 octobre"
    assert dated(body, second, [2004, 11, 1], language="fr-FR") == "14 octobre–1ᵉʳ novembre"
    assert dated(body, second) == "14th October"


def test_the_style_overrides_the_locale_part_by_part() -> None:
    body = (
        '<date variable="issued" form="text" date-parts="year-month">'
        '<date-part name="month" form="short" font-style="italic"/></date>'
    )
    assert dated(body, [2005, 12, 15]) == marked("SetEmph", "Dec.") + " 2005"


def test_the_range_delimiter_is_that_of_the_largest_part_that_differs() -> None:
    """Fixture date_RangeDelimiter."""
    locale = (
        '<date form="text" delimiter=" "><date-part name="day" range-delimiter="_d_"/>'
        '<date-part name="month" range-delimiter="_m_"/>'
        '<date-part name="year" range-delimiter="_y_"/></date>'
    )
    for end, text in (
        ([1999, 1, 4], "2_d_4 January 1999"),
        ([1999, 3, 4], "2 January_m_4 March 1999"),
        ([2000, 1, 4], "2 January 1999_y_4 January 2000"),
    ):
        assert dated(TEXT, [1999, 1, 2], end, locale=locale) == text


def test_prefixes_within_a_range() -> None:
    body = (
        '<date variable="issued"><date-part name="year"/><date-part name="month" prefix=", "/>'
        '<date-part name="day" prefix=" "/></date>'
    )
    assert dated(body, [2019, 5, 12], [2019, 6, 1]) == "2019, May 12–June 1"
    assert dated(body, [2019, 5, 12], [2019, 5, 13]) == "2019, May 12–13"


def test_affixes_and_literals() -> None:
    body = '<date variable="issued" form="text" prefix="(" suffix=")"/>'
    tables = tables_of(body)
    assert dated(body, [2005]) == "(2005)"
    literal = item(issued={"literal": "in press"})
    assert set_first(tables, work_on(tables, literal)) == "(in press)"
    work = work_on(tables, item())
    assert set_first(tables, work) == "" and (work.called, work.printed) == (1, 0)


def test_a_date_is_told_and_can_be_suppressed() -> None:
    tables = tables_of(TEXT)
    work = work_on(tables, item(issued={"date-parts": [[1999]]}))
    assert set_first(tables, work) == "1999"
    assert (work.called, work.printed, work.recorded) == (1, 1, ["issued"])
    work.suppressed.add("issued")
    assert set_first(tables, work) == "" and (work.called, work.printed) == (2, 1)


def test_parts_that_an_item_has_not_leave_nothing() -> None:
    body = '<date variable="issued" prefix="("><date-part name="month"/></date>'
    assert dated(body, [1965, 60, 1]) == ""
    assert dated('<date variable="issued" form="unheard-of"/>', [1965]) == ""
    assert dated('<date variable="issued"><date-part name="century"/></date>', [1965]) == ""


# --- year suffix and sorting ---------------------------------------------------------------------


def test_the_year_suffix_goes_to_the_first_year_printed() -> None:
    tables = tables_of(DAY_MONTH_YEAR)
    work = work_on(tables, item(issued={"date-parts": [[1999, 5]]}), year_suffix="a")
    assert set_first(tables, work) == "May 1999a" and work.year_suffix_printed
    assert set_first(tables, work) == "May 1999"
    work = work_on(tables, item(issued={"date-parts": [[1999], [2001]]}), year_suffix="b")
    assert set_first(tables, work) == "1999–2001b"


def test_no_year_suffix_where_the_style_has_a_place_for_it() -> None:
    tables = tables_of(YEAR + '<text variable="year-suffix"/>')
    work = work_on(tables, item(issued={"date-parts": [[1999]]}), year_suffix="a")
    assert set_first(tables, work) == "1999" and not work.year_suffix_printed


def test_while_sorting_a_date_is_a_key() -> None:
    """Fixture date_NegativeDateSortViaMacroOnYearMonthOnly."""

    def key(body: str, *days: list[int]) -> str:
        tables = tables_of(body)
        work = work_on(tables, item(issued={"date-parts": list(days)}), sort_options={})
        return set_first(tables, work)

    keys = [key(TEXT, day) for day in ([-100, 7, 13], [-44], [54, 10], [1999], [1999, 12, 1])]
    assert keys == sorted(keys) and len(set(keys)) == 5
    assert key(YEAR, [1999, 12, 1]) == key(YEAR, [1999, 1])


@pytest.mark.parametrize(
    ("days", "season", "text"),
    [
        ([[2017]], "Trinity", "Trinity 2017"),
        ([[2017]], "Fall", "Fall 2017"),
        ([[2017], [2018]], "Trinity", "Trinity 2017–2018"),
        ([[2017], [2018]], "Fall", "Fall 2017–2018"),
        ([[2017, 3]], "Trinity", "March 2017"),
    ],
)
def test_a_season_may_be_a_word(days: list[list[int]], season: str, text: str) -> None:
    assert dated(TEXT, *days, season=season) == text
