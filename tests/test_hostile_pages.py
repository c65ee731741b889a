"""Hostile settings and style sheets of the printed page: a finding, in a moment."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from octavo.design.fonts import fonts
from octavo.design.variables import MOST_LETTERS, longest_of
from octavo.model import Edition, FaultError, Section, Source
from octavo.parsing.notes import try_to_parse
from octavo.pdf.design.print_sheets import read_design
from octavo.pdf.typeset import typeset
from octavo.source import read_edition
from octavo.tasks.docx import docx_part
from octavo.tasks.html import html
from octavo.tasks.plan import Plan
from tests.building import copy_of, octavo

CHAIN = "--v0: aaaaaaaaaa;" + "".join(
    f"--v{n}: var(--v{n - 1}) var(--v{n - 1});" for n in range(1, 60)
)
SHEETS = {
    "a chain of the root": f":root {{{CHAIN}}} p {{ font-family: var(--v59) }}",
    "a chain of paragraphs": f"p {{{CHAIN}}} p {{ font-family: var(--v59) }}",
    "a chain in escapes": f"p {{{CHAIN.replace('var', 'v' + chr(92) + '61r')}}}",
    "a chain behind strings": 'p {' + CHAIN.replace(': var', ': "{" var') + '}',
    "a chain in braces": f"p {{{CHAIN.replace(': ', ': {').replace(';', '};')}}}",
    "a ring": "div { --a: var(--b) var(--b) } p { --b: var(--a) var(--a) }",
}  # fmt: skip


@pytest.mark.parametrize("name", SHEETS)
def test_variables_that_grow_without_bounds_are_not_used(name: str) -> None:
    made = read_design("classic", SHEETS[name])
    assert made.faults
    assert made.sheets == read_design("classic").sheets


@pytest.mark.parametrize("design", ["classic", "critical", "compact", "journal"])
def test_variables_of_designs_and_of_modest_sheets_are_used(design: str) -> None:
    own = ":root { --leading: 15pt } p { --near: 1pt; margin: var(--near) var(--leading) }"
    assert longest_of(read_design(design).sheets) < MOST_LETTERS / 10
    assert not read_design(design, own).faults
    assert read_design(design, own).variables["leading"] == "15pt"


@pytest.mark.parametrize("written", [
    "copyright: {year: 0x" + "f" * 6000 + "}",
    "series: {title: A, number: -0x" + "f" * 6000 + "}",
    "date: 0x" + "f" * 6000,
    "printing: {number: 0x" + "f" * 6000 + "}",
    'cip: "' + "a\\n" * 20000 + '"',
])  # fmt: skip
def test_settings_beyond_measure_are_faults(written: str) -> None:
    edition, faults = read_edition(f"title: A\nsections: [a.md]\n{written}\n".encode())
    assert edition is None
    assert [fault.rule.name for fault in faults] == ["edition_file_is_valid"]
    assert all(len(fault.message) < 500 for fault in faults)


def test_an_isbn_written_as_a_number_is_a_text() -> None:
    edition, faults = read_edition(b"title: A\nsections: [a.md]\nisbn: {print: 9780226905150}\n")
    assert not faults
    assert edition is not None
    assert edition.isbn.print == "9780226905150"


@pytest.mark.parametrize("tex", ["x^{" * 3000 + "1" + "}" * 3000, "a + b\n" * 10_000])
def test_formulas_beyond_measure_are_a_fault_of_the_text(tex: str) -> None:
    text = f"# A\n\n$${tex}$$\n"
    manuscript, faults = try_to_parse(Source(Section("01-a", "source/01-a.md", "body"), text), "en")
    assert manuscript is None
    assert [fault.rule.name for fault in faults] == ["text_can_be_parsed"]
    assert "the formula" in faults[0].message


@pytest.mark.parametrize(("columns", "is_set"), [(200, True), (201, False), (3000, False)])
def test_tables_beyond_measure_are_a_fault_of_the_text(columns: int, is_set: bool) -> None:
    row, rule = "|" + "x|" * columns, "|" + "-|" * columns
    text = f"# A\n\n{row}\n{rule}\n{row}\n"
    manuscript, faults = try_to_parse(Source(Section("01-a", "source/01-a.md", "body"), text), "en")
    assert (manuscript is not None) == is_set
    said = [(fault.rule.name, f"{columns:,} columns" in fault.message) for fault in faults]
    assert said == [] if is_set else [("text_can_be_parsed", True)]


def test_formulas_of_books_are_set() -> None:
    tex = r"\left\{\frac{\sqrt{x^{2^{k_{1}}}}}{1 + \frac{1}{1 + \frac{1}{y}}}\right\}"
    text = f"# A\n\n$${tex}$$\n"
    manuscript, faults = try_to_parse(Source(Section("01-a", "source/01-a.md", "body"), text), "en")
    assert manuscript is not None
    assert not faults


def test_what_pandoc_cannot_write_is_a_fault_of_its_section(
    built_edition: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A text that pandoc cannot write in its time is reported at its file, without a traceback: a
    formula is left to pandoc in each form."""
    folder = copy_of(built_edition, tmp_path / "edition")
    text = folder / "source" / "01-crossing.md"
    text.write_text(f"{text.read_text()}\nA formula: $x^2$.\n")
    octavo("build", "--form", "epub", folder)
    plan = Plan(folder)
    monkeypatch.setattr("octavo.pandoc.run.WALL_SECONDS", 0)
    for stage in (html, docx_part):
        with pytest.raises(FaultError, match=r"source/01-crossing\.md:1:1: S007 pandoc says"):
            stage(plan.edition, plan.paths, plan.texts[0])


def test_a_layout_that_does_not_end_is_stopped(tmp_path, monkeypatch) -> None:
    """No style sheet is known that makes the engine endless; so a short bound meets a long text."""
    monkeypatch.setattr("octavo.pdf.time_limit.SECONDS", 0.2)
    monkeypatch.setattr("octavo.pdf.time_limit.SECONDS_A_WORD", 0.0)
    section = Section("one", "source/one.md")
    html = f'<section id="one" lang="en"><h1 id="h">T</h1>{"<p>word word</p>" * 3000}</section>'
    edition = Edition(title="T", sections=("one.md",))
    with pytest.raises(FaultError) as stopped:
        typeset(html, section, edition, tmp_path, fonts({}))
    (fault,) = stopped.value.faults
    assert str(fault.finding).startswith(
        "source/one.md:1:1: P050 the layout was stopped after 0 sec"
    )
    assert signal.getsignal(signal.SIGPROF) == signal.SIG_DFL
    assert signal.getitimer(signal.ITIMER_PROF)[0] == 0


def test_a_measure_that_nothing_can_have_is_a_fault_of_the_sheet(tmp_path: Path) -> None:
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "print.css").write_text("p { font-size: 1e9pt }", encoding="utf-8")
    html = '<section id="one" lang="en"><h1 id="h">T</h1><p>word word</p></section>'
    section, edition = Section("one", "source/one.md"), Edition(title="T", sections=("one.md",))
    with pytest.raises(FaultError) as refused:
        typeset(html, section, edition, tmp_path, fonts({}))
    assert str(refused.value).startswith("styles/print.css:1:1: P050 one cannot be laid out: ")
