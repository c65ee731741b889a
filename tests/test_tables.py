"""Numbers padded so that their decimal points align."""

from __future__ import annotations

import pytest

from octavo.model import Section, Source
from octavo.pandoc.walk import plain, walk
from octavo.parsing.notes import parse

COLUMNS = {
    "points": (("1,200.50", "80", "9.7", "-3"), ("1,200.50", "80_##", "9.7#", "-3_##")),
    "three decimals": (("1.234", "12.5", "7"), ("1.234", "12.5##", "7_###")),
    "commas": (("1.200,50", "80", "9,7"), ("1.200,50", "80_##", "9,7#")),
    "whole": (("1,200", "80"), ("1,200", "80")),
    "words": (("n.d.", "1.5", "", "see 3"), ("n.d.", "1.5", "", "see 3")),
    "shares": (("12.5%", "3%"), ("12.5%", "3%_#")),
}


def column(cells: tuple[str, ...], caption: str) -> list[str]:
    rows = "\n".join(f"| x | {cell} |" for cell in cells)
    text = f"| Town | Toll |\n|:---|---:|\n{rows}\n\n: {caption}\n"
    blocks = parse(Source(Section("a", "source/a.md"), text), "en").blocks
    (table,) = [e for e in walk(blocks) if e["t"] == "Table"]
    rows = [cells for _, _, _, inner in table["c"][4] for _, cells in inner]
    return [plain(row[1][4]).rstrip("\n") for row in rows]


@pytest.mark.parametrize("kind", COLUMNS)
def test_numbers_are_padded_to_the_longest_decimals(kind: str) -> None:
    written, padded = COLUMNS[kind]
    found = [
        cell.replace("\u2007", "#").replace("\u2008", "_")
        for cell in column(written, "T {.decimal}")
    ]
    assert found == list(padded)


def test_only_tables_that_ask_for_it() -> None:
    assert column(("1.5", "2"), "T") == ["1.5", "2"]


def test_a_hostile_cell_takes_no_time() -> None:
    assert column(("1,000" * 2000, "1.5"), "T {.decimal}")[1] == "1.5"


SPANNED = """\
+------+--------+-------+
| Year | Toll   | Who   |
+:=====+=======:+:======+
| 1999 | 1.25   | x     |
|      +--------+-------+
|      | 10.5   | y     |
|      +--------+       |
|      | 7      |       |
+------+--------+-------+
| 2000 | 100.75 | z     |
+------+--------+-------+

: Tolls {.decimal}
"""


def test_numbers_beside_a_cell_that_spans_rows_are_padded_in_their_column() -> None:
    blocks = parse(Source(Section("a", "source/a.md"), SPANNED), "en").blocks
    (table,) = [e for e in walk(blocks) if e["t"] == "Table"]
    cells = [plain(c[4]).strip("\n") for _, _, _, rows in table["c"][4] for _, r in rows for c in r]
    assert [c.replace("\u2007", "#").replace("\u2008", "_") for c in cells] == [
        "1999", "1.25", "x", "10.5#", "y", "7_##", "2000", "100.75", "z",
    ]  # fmt: skip
