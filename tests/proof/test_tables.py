"""A fault that the proof found in real books: calls in the feet of tables on several pages."""

from __future__ import annotations

from octavo.pdf.engine.layout import write
from octavo.proof.printed import ARTIFACT
from tests.pdf.twelve_lines import render
from tests.proof.reading import sheets_of


def rows(letter: str, first: int, last: int) -> str:
    return "".join(f"<tr><td>{letter}{n}</td></tr>" for n in range(first, last + 1))


def test_a_foot_that_goes_on_on_the_next_page() -> None:
    head, foot = f"<thead>{rows('h', 1, 1)}</thead>", f"<tfoot>{rows('f', 1, 4)}</tfoot>"
    table = f"<table>{head}<tbody>{rows('a', 1, 9)}</tbody>{foot}</table>"
    document = render(table, "tfoot { display: table-row-group }")
    first, second = (sheet.runs for sheet in sheets_of(write(document)))
    assert [run.text for run in first] == ["h1", *(f"a{n}" for n in range(1, 10)), "f1", "f2"]
    assert [run.text for run in second] == ["h1", "f3", "f4"]
    assert [run.text for run in (*first, *second) if run.mark == ARTIFACT] == ["h1"]
