"""Which texts are numbers, which are plural, and how ranges of pages are written."""

from __future__ import annotations

import time

import pytest

from octavo.csl.text.numbers import (
    each_number,
    first_page,
    is_numeric,
    is_plural,
    unescaped,
    with_ranges,
)
from octavo.csl.text.tagged_text import marked
from octavo.model.numerals import roman, roman_value


def words(text: str) -> list[str]:
    return text.split("|")


NUMERIC = words(
    "5|5th|2nd|L23|D2|2b|L2d|01790|1-2|1–2|1, 2|2&3|2 & 3|1 - 2|4/5|i|xiv|ii-iv|1 and 2|213, et 235"
    "|13,676|9,367,592|12a-13b|1ª|ED504790|e0209899|2022\\-120| 5 |5ff"
)
TEXT = words(
    "|annotated edition|Fifth ed.|5 ed.|3.1|AC087526.3|22:1|5R01HD081252-04|TC-2005|PVT 7183|IV|A"
    "|disc 2|x+368|[5]|1 2|12 f.|–5|5-|1681 et seq.|Michaelson-Morely"
    "|version: 2002, amended effective June 1, 2010, and January 1, 2017"
)


@pytest.mark.parametrize("text", NUMERIC)
def test_numeric(text: str) -> None:
    assert is_numeric(text)


@pytest.mark.parametrize("text", TEXT)
def test_not_numeric(text: str) -> None:
    assert not is_numeric(text)


def test_marks_are_looked_through() -> None:
    assert is_numeric("2" + marked("Superscript", "nd"))
    assert is_plural("page", marked("Emph", "12") + "–15")


PLURAL = words(
    "1-2|i-ix|4–6|S213-S235|213 & 235|213 and 235|213, and 235|213, et 235|427-30|367-368, fig. 333"
    "|ii–iv|iv–12|1a–b|12a-13b|12; 15|1, 2|12,15|A–C|IV-VI|3.1-3.5|10,000-10,005|52–49"
    "|2002, amended effective June 1, 2010, and January 1, 2017"
)
SINGULAR = words(
    "|5|2a|327\\-30|3\\-B|3.1|1.2.3|13,676|9,367,592|4, cl. 2|4/5|Michaelson-Morely|A-3|I-3|TC-2005"
    "|New York|Museum, Xi’an, China|1681 et seq.|18-1-704|22:1|Education & Labor|I, Claudius"
)


@pytest.mark.parametrize("text", PLURAL)
def test_plural(text: str) -> None:
    assert is_plural("locator", text)


@pytest.mark.parametrize("text", SINGULAR)
def test_singular(text: str) -> None:
    assert not is_plural("locator", text)


def test_what_is_counted_is_plural_from_two_on() -> None:
    """Fixture label_PluralNumberOfVolumes."""
    assert [is_plural("number-of-volumes", n) for n in ("1", "2", "24", "xvii, 388", "")] == [
        False, True, True, True, False,
    ]  # fmt: skip


def test_a_hyphen_in_a_designation_is_part_of_it() -> None:
    assert not is_plural("number", "18-2424") and not is_plural("section", "18-704")
    assert is_plural("number", "17–18") and is_plural("number", "17 & 18")


# --- ranges --------------------------------------------------------------------------------------

# CSL specification, appendix V; Chicago 15th ed., 9.64, and 16th ed., 9.60; fixtures page_Chicago,
# page_ChicagoWeird, page_Chicago16, page_Minimal
FORMATS = [
    ("", "110-5 71–72 1496-500", "110–5 71–72 1496–500"),
    (
        "expanded",
        "42-5 321-28 2787-816 N110-15 N110-N15",
        "42–45 321–328 2787–2816" + 2 * " N110–N115",
    ),
    ("minimal", "42-45 321-328 2787-2816 n11564-n1568", "42–5 321–8 2787–816 n11564–8"),
    ("minimal-two", "42-45 321-328 2787-2816 S53-S76", "42–45 321–28 2787–816 S53–76"),
    (
        "chicago",
        "3-10 71-72 96-117 100-4 600-13 1100-23 107-108 505-17 1002-1006 321-325 415-532 "
        "1536-538 11564-11568 13792-13803 1496-504 2787-816 8n11564-8n1568",
        "3–10 71–72 96–117 100–104 600–613 1100–1123 107–8 505–17 1002–6 321–25 415–532 "
        "1536–38 11564–68 13792–803 1496–1504 2787–2816 8n11564–68",
    ),
    (
        "chicago-16",
        "3-10 71-2 96-117 100-104 1100-13 101-108 808-833 1103-1104 321-8 498-532 1087-89 "
        "1496-1500 11564-11615 12991-123001 S53-S76",
        "3–10 71–72 96–117 100–104 1100–1113 101–8 808–33 1103–4 321–28 498–532 1087–89 "
        "1496–500 11564–615 12991–123001 S53–76",
    ),
]


@pytest.mark.parametrize(
    ("page_format", "written", "set_"),
    [
        (page_format, *pair)
        for page_format, written, set_ in FORMATS
        for pair in zip(written.split(), set_.split(), strict=True)
    ],
)
def test_page_formats(page_format: str, written: str, set_: str) -> None:
    assert with_ranges(written, page_format) == set_


@pytest.mark.parametrize(
    ("written", "set_"),
    [
        ("142-145 & 235", "142–45 & 235"),  # number_MixedPageRange
        ("289–308, 407–434, 533–552", "289–308, 407–34, 533–52"),
        ("12,15; 17", "12, 15; 17"),
        ("13,676", "13,676"),
        ("329 - 348", "329–48"),
        ("2703 –2710", "2703–10"),
        ("12--15", "12–15"),
        ("xxv-xxviii", "xxv–xxviii"),
        ("xii–15", "xii–15"),
        ("327\\-30", "327-30"),  # label_CollapsedPageNumberPluralDetection
        ("3\\-B", "3-B"),
        ("A-3", "A-3"),
        ("I-3–I-5", "I-3–I-5"),
        ("12-13-14", "12-13-14"),
        ("Michaelson-Morely", "Michaelson-Morely"),
        ("N110 - 5", "N110-5"),  # page_Expand, and those below
        ("110 - N6", "110-N6"),
        ("N110 - P5", "N110-P5"),
        ("123N110 - N5, 456K200 - 99", "123N110-N5, 456K200-99"),
        ("000c23 - 22", "000c23-22"),
        ("n11564-1568", "n11564-1568"),  # page_ChicagoWeird
        ("S53-76", "S53–76"),
        ("101–8", "101–8"),
        ("15-12", "15–12"),
        ("52–49", "52–49"),
        ("321-19", "321–19"),
        ("12a-15b", "12a–15b"),
        ("52ob-55", "52ob–55"),
        ("1r-v", "1r–v"),
        ("1:12-15", "1:12–15"),
        ("2:12-2:15", "2:12–2:15"),
        ("3.1-3.5", "3.1–3.5"),
        ("12n3-5", "12n3–5"),
        ("100-108 passim", "100–108 passim"),
        ("10,000-10,005", "10,000–10,005"),
        ("f. R-5446, op. 1, d. 2", "f. R-5446, op. 1, d. 2"),
    ],
)
def test_ranges(written: str, set_: str) -> None:
    assert with_ranges(written, "chicago-16") == set_


def test_the_delimiter_and_the_ampersand_are_the_locales() -> None:
    assert with_ranges("253-257", "chicago", "\u2011") == "253\u201157"
    assert with_ranges("213&235", ampersand="et") == "213 et 235"


@pytest.mark.parametrize(
    ("pages", "first"),
    [
        *(("22-45", "22"), ("10–20", "10"), ("12, 15", "12"), ("12 & 15", "12"), ("7", "7")),
        *(("I-3–I-5", "I-3"), ("3\\-4", "3-4"), ("10,000–10,005", "10,000"), ("", "")),
    ],
)
def test_first_page(pages: str, first: str) -> None:
    assert first_page(pages) == first


def test_each_number() -> None:
    assert each_number("2-3, 5th", lambda n: f"{n}.") == "2.-3., 5th"
    assert each_number("1,200 & 12", lambda n: f"{n}th") == "1,200th & 12th"
    assert each_number("1,200", roman) == "mcc"
    assert each_number("5 ed.", roman) == "5 ed."
    assert each_number("2" + marked("Superscript", "e"), roman).startswith("2")
    assert each_number("2022\\-120", roman) == "2022\\-120"
    assert unescaped("2022\\-120") == "2022-120"


def test_roman() -> None:
    assert [roman(n) for n in (4, 42, 1999, 0, 6000)] == ["iv", "xlii", "mcmxcix", "0", "6000"]
    assert [roman(n) for n in (1, 4, 9, 14, 99)] == ["i", "iv", "ix", "xiv", "xcix"]
    assert all(roman_value(roman(n)) == n for n in range(1, 6000))


@pytest.mark.parametrize(
    "text",
    [
        *("1,111" * 70, "a" * 399, "1-" * 190, "1,1," * 99, "i" * 399, "m" * 390 + "1", "1." * 190),
        *("1 and " * 66, "1 , " * 99, "\\-1" * 130, " " * 399, "1-1" * 130, "cmx" * 120 + "!"),
        *("9" * 399 + "-" + "9" * 399, "9" * 198 + "-" + "9" * 198, "1" * 100_000, "a1" * 50_000),
    ],
)
def test_no_text_holds_it_up(text: str) -> None:
    began = time.perf_counter()
    found = [is_numeric(text), is_plural("page", text), first_page(text)]
    found += [with_ranges(text, "chicago"), each_number(text, roman)]
    assert time.perf_counter() - began < 0.2
