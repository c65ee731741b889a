"""Real editions: every form prints each note whole, once, under its mark, in the same words."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from benchmarks import corpus
from octavo.html.section_xhtml import blocks_for_xhtml
from octavo.model import Manuscript
from octavo.pandoc.xhtml import xhtml_by_pandoc, xhtml_here
from octavo.tasks.records import load
from tests.building import octavo
from tests.witness import Note, notes_of_docx, notes_of_epub, notes_of_pdf, notes_of_source


def assert_every_note_stands_in_every_form(edition: Path, number: int) -> None:
    notes = notes_of_source(edition)
    assert len(notes) == number
    assert notes_of_epub(edition) == notes
    # on a page the marked notes are above the numbered ones
    assert in_series(notes_of_pdf(edition)) == in_series(notes)
    # Word counts the numbered notes itself: the reader of its file gives words alone
    assert notes_of_docx(edition) == [Note("", "", note.text) for note in notes]


def in_series(notes: list[Note]) -> list[Note]:
    """The notes of each section by their series: within a series the order is that of the calls."""
    sections = list(dict.fromkeys(note.section for note in notes))
    return sorted(notes, key=lambda note: (sections.index(note.section), note.mark.isdecimal()))


def build(edition: Path) -> None:
    octavo("build", edition)
    found = orjson.loads((edition / "build" / "check.json").read_bytes())["findings"]
    assert not [finding for finding in found if finding["severity"] == "error"]
    assert_written_as_by_pandoc(edition)


def assert_written_as_by_pandoc(edition: Path) -> None:
    """All sections, one behind the other, are the XHTML that pandoc writes of them."""
    cited = sorted((edition / "build" / "cited").glob("*.json"))
    blocks = [b for path in cited for b in blocks_for_xhtml(load(Manuscript, path))]
    assert xhtml_here(blocks) == xhtml_by_pandoc(blocks)


def test_the_smallest_edition(built_edition: Path) -> None:
    assert_every_note_stands_in_every_form(built_edition, 6)


def test_our_own_edition(own_edition: Path) -> None:
    build(own_edition)
    counts = orjson.loads((own_edition / "build" / "counts.json").read_bytes())
    assert_every_note_stands_in_every_form(own_edition, sum(row["notes"] for row in counts))


def test_the_essay_that_this_project_began_with(shared: Path, tmp_path: Path) -> None:
    edition = corpus.lay_out_carley(tmp_path / "carley")
    build(edition)
    assert_every_note_stands_in_every_form(edition, 35)


@pytest.mark.slow
def test_a_part_of_a_book(shared: Path, tmp_path: Path) -> None:
    """The first six texts of 23."""
    edition = corpus.lay_out_book("james-varieties", tmp_path / "james", 6)
    build(edition)
    assert_every_note_stands_in_every_form(edition, 65)


@pytest.mark.books
@pytest.mark.parametrize(("name", "notes"), [("james-varieties", 363), ("frus-history", 1081)])
def test_a_whole_book(name: str, notes: int, shared: Path, tmp_path: Path) -> None:
    edition = corpus.lay_out_book(name, tmp_path / name)
    build(edition)
    assert_every_note_stands_in_every_form(edition, notes)
