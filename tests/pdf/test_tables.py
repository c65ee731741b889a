"""Tables on the page: broken between rows, heads repeated, figures under their points."""

from __future__ import annotations

import re
from io import BytesIO
from xml.etree import ElementTree

import pdfplumber
import pytest

from octavo.html.section_xhtml import section_html
from octavo.html.table_edges import mark_inner_cells
from octavo.model import Section, Source
from octavo.parsing.notes import parse
from tests.pdf.test_typeset import WORDS, lay_out, texts


def made(text: str):
    return lay_out(section_html(parse(Source(Section("a", "source/a.md"), text), "en")))


def test_a_long_table_repeats_its_head_and_breaks_no_row() -> None:
    rows = "\n".join(
        f"| row{n} begins | ends{n} {WORDS if n % 9 == 0 else ''} |" for n in range(120)
    )
    done = made(f"# Table\n\n| Head | Other |\n|---|---|\n{rows}\n\n: Of 120 rows\n")
    assert not done.faults
    pages = texts(done.pdf)
    with_rows = [page for page in pages if "row" in page]
    assert len(with_rows) > 5
    assert all(re.search("(?i)head", page) for page in with_rows)
    for n in range(120):
        (page,) = [p for p in pages if re.search(rf"\brow{n}\b", p)]
        assert f"ends{n}" in page


def test_a_short_table_is_not_broken() -> None:
    rows = "\n".join(f"| row{n} | b |" for n in range(6))
    for before in range(2, 10, 2):
        done = made(
            f"# T\n\n{WORDS * before}\n\n| H | I |\n|---|---|\n{rows}\n\n: A caption\n\nEnd.\n"
        )
        (page,) = [p for p in texts(done.pdf) if "row0" in p]
        assert "row5" in page and "A caption" in page, before


def test_lists_stand_in_cells() -> None:
    table = "+------+----------+\n| A    | - one    |\n|      | - two    |\n|      |   - deep |\n"
    done = made(f"# T\n\n{table}+------+----------+\n")
    assert not done.faults
    assert re.findall("one|two|deep", texts(done.pdf)[0]) == ["one", "two", "deep"]


def test_a_table_wider_than_the_page_is_told() -> None:
    cells = " | ".join("12,345" for _ in range(12))
    done = made(f"# T\n\n|{'a|' * 12}\n|{'---|' * 12}\n| {cells} |\n")
    assert done.faults or done.page_issues


def test_long_words_are_divided_before_a_table_is_too_wide() -> None:
    for word in ("telecommunications" * 2, "0f3a9c" * 8, "ACGT" * 16):
        cells = " | ".join(word for _ in range(4))
        done = made(f"# T\n\n| a | b | c | d |\n|---|---|---|---|\n| {cells} |\n")
        assert not done.faults and not done.page_issues, word


@pytest.mark.parametrize("date", ["12 March 1868", "1868–1876", "1,234,567.00", "St Petersburg"])
def test_short_content_is_not_broken_where_another_column_has_room(date: str) -> None:
    text = f"# T\n\n| Date | Event | Remark |\n|---|---|---|\n| {date} | {WORDS * 6} | {WORDS} |\n"
    assert any(date in page for page in texts(made(text).pdf))


@pytest.mark.parametrize("heads", [1, 2])
def test_a_row_taller_than_the_page_is_broken_below_its_head(heads: int) -> None:
    """The head was lost, and the pages before the row stayed empty."""
    line = "| {} | {} |\n"
    rows = line.format("1905", "short") + line.format("1906", WORDS * 40) + line.format("1907", "x")
    done = made(f"# T\n\nText.\n\n| Year | Event |\n|---|---|\n{rows * heads}\n: A caption\n")
    pages = [page for page in texts(done.pdf) if "quick" in page]
    assert len(pages) > 2 and not done.faults
    assert all(re.search("(?i)^year event", page, re.MULTILINE) for page in pages)
    assert sum(page.count("quick") for page in pages) == 40 * heads
    assert not [issue for issue in done.page_issues if issue.rule.name == "page_is_full"]


def test_points_stand_under_points() -> None:
    rows = "| Bern | 1,200.50 |\n| Thun | 80 |\n| Basel | 9.7 |\n| Chur | n.d. |\n"
    done = made(f"# T\n\n| Town | Toll |\n|:---|---:|\n{rows}\n: Tolls {{.decimal}}\n")
    assert not done.faults
    with pdfplumber.open(BytesIO(done.pdf)) as document:
        chars = document.pages[0].chars
    points = [c["x0"] for c in chars if c["text"] == "." and c["size"] < 10][:2]
    assert abs(points[0] - points[1]) < 0.1
    lines = {line["text"].split()[0]: line for line in _lines(done.pdf)}
    assert abs(lines["Thun"]["chars"][-1]["x1"] - points[0]) < 5


def _lines(pdf: bytes) -> list[dict]:
    with pdfplumber.open(BytesIO(pdf)) as document:
        return document.pages[0].extract_text_lines()


def test_a_source_stays_below_its_table() -> None:
    rows = "\n".join(f"| row{n} | b |" for n in range(6))
    for before in range(2, 10, 2):
        text = f"# T\n\n{WORDS * before}\n\n| H | I |\n|---|---|\n{rows}\n"
        done = made(f"{text}\n::: table-notes\n[Source: Archive.]{{.source}}\n:::\n")
        (page,) = [p for p in texts(done.pdf) if "row5" in p]
        assert "Source: Archive" in page, before


def test_a_turned_table_of_many_rows_is_told() -> None:
    rows = "\n".join(f"| row{n} | b |" for n in range(80))
    done = made(f"# T\n\nText.\n\n: Long {{.landscape}}\n\n| H | I |\n|---|---|\n{rows}\n")
    assert "text_stands_inside_the_page" in {fault.rule.name for fault in done.faults}


SPANS = {
    "first column": """\
+-------+----------------+------+
| Year  | What           | Who  |
+=======+================+======+
| 1999  | first          | xa   |
|       +----------------+------+
|       | second         | xb   |
|       +----------------+------+
|       | third          | xc   |
+-------+----------------+------+
""",
    "last column, and the first over two": """\
+-------+----------------+------+
| Year  | first          | Who  |
|       +----------------+      |
|       | second         |      |
+=======+================+======+
| both spanned           | xa   |
+-------+----------------+      |
| 1     | third          |      |
+-------+----------------+------+
| 2     | fourth         | xb   |
+-------+----------------+------+
""",
    "two columns over three rows": """\
+------+------+---------+-----+
| A    | B    | C       | D   |
+======+======+=========+=====+
| a    | b    | first   | xa  |
|      |      +---------+-----+
|      |      | second  | xb  |
|      |      +---------+-----+
|      |      | third   | xc  |
+------+------+---------+-----+
""",
}


@pytest.mark.parametrize("table", SPANS.values(), ids=SPANS)
def test_cells_beside_spanned_ones_stand_in_their_column(table: str) -> None:
    done = made(f"# T\n\n{table}\n")
    assert not done.faults
    with pdfplumber.open(BytesIO(done.pdf)) as document:
        page = document.pages[0]
        words = {word["text"]: word for word in page.extract_words()}
        right = max(edge["x1"] for edge in page.horizontal_edges)
    for column in (("first", "second", "third", "fourth"), ("xa", "xb", "xc")):
        starts = {words[word]["x0"] for word in column if word in words}
        assert max(starts) - min(starts) < 0.1, column
    assert all(words[word]["x1"] < right + 0.1 for word in ("xa", "xb"))


def test_only_cells_in_the_first_and_last_column_touch_the_edges() -> None:
    """The same cells are marked in the HTML form, by the same function."""
    table = ElementTree.fromstring(
        "<div><table><thead><tr><th rowspan='2'>a</th><th colspan='2'>b</th></tr>"
        "<tr><th>c</th><th>d</th></tr></thead>"
        "<tbody><tr><td>e</td><td rowspan='2'>f</td><td rowspan='3'>g</td></tr>"
        "<tr><td>h</td></tr><tr><td colspan='2'>i</td></tr></tbody></table></div>"
    )
    mark_inner_cells(table)
    marked = {cell.text: cell.get("class") for cell in table.iter() if cell.get("class")}
    assert marked == {"c": "inner-start", "h": "inner-end", "i": "inner-end"}
