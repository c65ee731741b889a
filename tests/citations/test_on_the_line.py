"""A whole book of bookdown becomes an edition, and each of its citations is set."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks import citing as documents
from benchmarks import on_the_line
from octavo import cite_command
from octavo.csl.styles import load_style
from octavo.tasks.records import to_json


@pytest.fixture(scope="module")
def book(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return on_the_line.lay_out(tmp_path_factory.mktemp("books") / "on-the-line")


def test_every_citation_of_the_book_is_found(book: Path) -> None:
    assert on_the_line.counts(book) == on_the_line.Counts(places=702, cites=713, keys=478)


def test_nothing_of_bookdown_and_knitr_is_left(book: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted((book / "source").glob("*.md"))]
    assert len(texts) == 12
    for text in texts:
        prose = re.sub(r"^(`{3,}).*?^\1", "", text, flags=re.DOTALL | re.MULTILINE)
        prose = re.sub(r"`[^`\n]*`", "", prose)
        assert not re.search(r"```\{r|\\@ref|^\(ref:|`r |!\[", prose, re.MULTILINE)
    assert any("as shown in Figure 1." in text for text in texts)


@pytest.mark.slow
def test_every_citation_of_the_book_is_set(book: Path) -> None:
    made = documents.on_the_line_document(book)
    document, faults = cite_command.read_document(to_json(made), "book.json", book)
    cited = cite_command.cite(document, load_style(made["style"], book), "en-US", "text")
    assert {fault.rule.code for fault in faults} == {"S073"}  # U+0092 for an apostrophe
    assert cited.faults == ()
    assert len(cited.notes) == 702
    assert all(cited.notes)
    assert len(cited.bibliography) == 478
