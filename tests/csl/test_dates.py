"""Dates of CSL-JSON, of EDTF and as people type them; and how they file."""

from __future__ import annotations

import time
from typing import Any

import pytest

from octavo.csl.items.dates import CleanDate, clean_date, read_date, sort_key


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        ({"date-parts": [[1999, 5, 12]]}, ((1999, 5, 12),)),
        ({"date-parts": [["1999", "5"]]}, ((1999, 5),)),
        ({"date-parts": [["2000", "", ""]]}, ((2000,),)),  # date_EmptyStrings
        ({"date-parts": [1999, 5]}, ((1999, 5),)),
        ({"date-parts": [[1999], [2001]]}, ((1999,), (2001,))),
        ({"date-parts": [[1987], [0]]}, ((1987,), ())),  # date_TextFormYeardateYearRangeOpen
        ({"date-parts": [[-44, 3, 15]]}, ((-44, 3, 15),)),
        ({"date-parts": [[2000]], "season": 3}, ((2000, 23),)),
        ({"date-parts": [[2000]], "season": "autumn"}, ((2000, 23),)),
        ({"date-parts": [[2000]], "season": "2020"}, ((2000,),)),
        ({"date-parts": [[2000, 5]], "season": "summer"}, ((2000, 5),)),
        ({"date-parts": [["1999", "22"], ["1999", "21"]]}, ((1999, 22), (1999, 21))),
        ({"date-parts": [[1965, -1, 1]]}, ((1965,),)),  # date_VariousInvalidDates, and those below
        ({"date-parts": [[1965, 13, 1]]}, ((1965, 21),)),
        ({"date-parts": [[1965, 17, 1]]}, ((1965, 21),)),
        ({"date-parts": [[1965, 60, 1]]}, ((1965,),)),
        ({"date-parts": [[1965, 24, 0]]}, ((1965, 24),)),
        ({"year": 1999, "month": 5}, ((1999, 5),)),
        ([{"year": 2005}, {"year": 2006}], ((2005,), (2006,))),
        ("2004-06-01", ((2004, 6, 1),)),
        (1999, ((1999,),)),
    ],
)
def test_parts(value: Any, parts: Any) -> None:
    date = clean_date(value)
    assert date is not None and date.parts == parts and not date.literal


@pytest.mark.parametrize(
    "value",
    [
        *(None, True, "", "soon", [], {}, {"date-parts": []}, {"date-parts": [[]]}, {"season": 3}),
        *({"date-parts": [["x"]]}, {"date-parts": {}}, {"date-parts": [None]}, {"raw": ["x"]}),
        *({"date-parts": [[float("inf")]]}, {"date-parts": [["9" * 5000]]}, {"literal": " "}),
    ],
)
def test_what_is_no_date(value: Any) -> None:
    assert clean_date(value) is None


def test_an_uncertain_date_says_so_in_many_ways() -> None:
    for value in (
        {"date-parts": [[1750]], "circa": True},
        {"raw": "1750", "circa": 1},
        *({"raw": raw} for raw in ("1750?", "1750~", "1750%", "c. 1750", "ca. 1750", "[1750?]")),
        {"raw": "circa 1750"},
        {"raw": "~1750"},
    ):
        assert clean_date(value) == CleanDate(((1750,),), circa=True), value
    assert clean_date({"date-parts": [[1750]], "circa": "false"}) == CleanDate(((1750,),))


def test_words_stay_words() -> None:
    assert clean_date({"literal": "May 1973"}) == CleanDate(literal="May 1973")
    assert clean_date({"date-parts": [], "raw": "Bogus  Date"}) == CleanDate(literal="Bogus Date")


def test_fall_is_kept_where_the_locale_says_autumn() -> None:
    date = clean_date({"date-parts": [[2020]], "season": "Fall"})
    assert date is not None and (date.parts, date.season_name) == (((2020, 23),), "Fall")


@pytest.mark.parametrize(
    ("raw", "parts"),
    [
        ("2004-06-01", ((2004, 6, 1),)),
        ("2004-06-01T12:00:00Z", ((2004, 6, 1),)),
        ("2004-06-01/2004-07-02", ((2004, 6, 1), (2004, 7, 2))),
        ("2004/2006", ((2004,), (2006,))),
        ("1984?/2004~", ((1984,), (2004,))),
        ("2004-06/..", ((2004, 6), ())),
        ("2004-06/", ((2004, 6), ())),
        ("../2004", ((2004,),)),
        ("2001-21", ((2001, 21),)),
        ("199X", ((1990,), (1999,))),
        ("19uu", ((1900,), (1999,))),
        ("1999-uu", ((1999,),)),
        ("2004-XX-05", ((2004,),)),
        ("Y-17000", ((-17001,),)),
        ("-0043-03-15", ((-44, 3, 15),)),
        ("10 March 1999", ((1999, 3, 10),)),
        ("March 10, 1999", ((1999, 3, 10),)),
        ("Thursday, 10th March 1999", ((1999, 3, 10),)),
        ("21 Jan. 1927", ((1927, 1, 21),)),
        ("1927 Jan 21", ((1927, 1, 21),)),
        ("March 1999", ((1999, 3),)),
        ("Spring 2001", ((2001, 21),)),
        ("2001 Winter", ((2001, 24),)),
        ("1 Jan 2001 - 3 Feb 2001", ((2001, 1, 1), (2001, 2, 3))),
        ("Spring 1999 - Summer 2001", ((1999, 21), (2001, 22))),
        ("12-15 May 1999", ((1999, 5, 12), (1999, 5, 15))),
        ("May 12–15, 1999", ((1999, 5, 12), (1999, 5, 15))),
        ("3 August-23 October 2003", ((2003, 8, 3), (2003, 10, 23))),
        ("May/June 1999", ((1999, 5), (1999, 6))),
        ("Dec. 1999-Jan. 2000", ((1999, 12), (2000, 1))),
        ("1999-2000", ((1999,), (2000,))),
        ("1914–18", ((1914,), (1918,))),
        ("1999/00", ((1999,), (2000,))),
        ("1999–", ((1999,), ())),
        ("12/31/1999", ((1999, 12, 31),)),
        ("31/12/1999", ((1999, 12, 31),)),
        ("31.12.1999", ((1999, 12, 31),)),
        ("1999/12/31", ((1999, 12, 31),)),
        ("44 BC", ((-44,),)),
        ("250 B.C.", ((-250,),)),
        ("A.D. 79", ((79,),)),
        ("©1999", ((1999,),)),
    ],
)
def test_dates_to_be_read(raw: str, parts: Any) -> None:
    date = read_date(raw)
    assert date is not None and (date.parts, date.literal) == (parts, "")


@pytest.mark.parametrize(
    "raw",
    [
        *(
            "n.d.",
            "forthcoming",
            "January",
            "before 1999",
            "1990s",
            "1999 [2001]",
            "19990305",
            "[1999]",
        ),
        *("10. März 1999", "昭和44年", "0", "0000", "1999-5", "12 1999", "²", "-", "/", "..", "c"),
        *("32 May 1999", "31/31/1999", "Michaelmas 1999", "2004-06-31/2003/2002"),
    ],
)
def test_what_cannot_be_read_stays_as_it_is(raw: str) -> None:
    assert read_date(raw) == CleanDate(literal=raw)


def test_reading_takes_no_longer_for_what_is_meant_to_hold_it_up() -> None:
    began = time.perf_counter()
    for raw in ("9" * 100_000, "1-" * 40, "May " * 20, "1 " * 40, "B.C." * 20, " " * 100_000):
        read_date(raw)
    assert time.perf_counter() - began < 0.5


def test_dates_file_in_time() -> None:
    written = [
        {"date-parts": [[-100, 7, 13]]},
        {"literal": "about 90 BCE"},
        {"date-parts": [[-44, 3, 15]]},
        {"date-parts": [[54, 10, 13]]},
        {"date-parts": [[1999]]},
        {"date-parts": [[1999, 21]]},
        {"date-parts": [[1999, 5]]},
        {"date-parts": [[1999, 5, 2]]},
        {"date-parts": [[2000, 5]]},  # before the ranges that begin with it
        {"date-parts": [[2000, 5], [1999, 5]]},
        {"date-parts": [[2000, 5], [2001, 5]]},
        {"date-parts": [[2000, 5], [0]]},
        {"literal": "after 2001"},
        {"literal": "forthcoming"},
    ]
    keys = [sort_key(date) for value in written if (date := clean_date(value))]
    assert len(keys) == len(written) and keys == sorted(keys)


def test_only_the_parts_that_a_macro_prints_count() -> None:
    days = [CleanDate(((-100, 7, day),)) for day in (13, 14)]
    assert len({sort_key(day) for day in days}) == 2
    assert len({sort_key(day, ("year", "month")) for day in days}) == 1


def test_a_season_that_is_none_of_the_four_is_kept_as_a_word() -> None:
    date = clean_date({"date-parts": [[2017]], "season": "Trinity"})
    assert date == CleanDate(((2017,),), season_name="Trinity")
    day = clean_date({"date-parts": [[2017, 3]], "season": "Trinity"})
    assert day == CleanDate(((2017, 3),))
