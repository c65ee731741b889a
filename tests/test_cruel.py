"""A hard manuscript: notes of all lengths, called everywhere, with every kind of content.

It is an edition like any other (tests/cruel), so it can be built and read.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import orjson
import pypdfium2
import pytest

from tests.building import octavo
from tests.witness import notes_of_docx, notes_of_epub, notes_of_source

pytestmark = pytest.mark.slow

NOTES = 149
# A picture's alternative text and a formula's source are no words of the note.
DRAWN = {("03-insides", "9"), ("03-insides", "11")}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The edition, built: the build fails where a note is late, cut, or not whole."""
    folder = tmp_path_factory.mktemp("cruel") / "cruel"
    shutil.copytree(Path(__file__).parent / "cruel", folder)
    octavo("build", folder)
    return folder


def test_every_note_begins_on_the_page_of_its_call(built: Path) -> None:
    """As the build's own proof reads it from the finished PDF."""
    proof = orjson.loads((built / "build" / "proven" / "pdf.json").read_bytes())
    assert proof["faults"] == []
    assert len(proof["notes"]) == NOTES
    for note in proof["notes"]:
        first, *_ = pages = note["pages"]
        assert first == note["call_page"]
        assert pages == list(range(first, first + len(pages)))
    lengths = [len(note["pages"]) for note in proof["notes"]]
    assert max(lengths) == 3
    assert sum(length > 1 for length in lengths) >= 8


def test_every_note_has_its_words_in_the_other_forms(built: Path) -> None:
    notes = notes_of_source(built)
    assert len(notes) == NOTES
    for found in (notes_of_epub(built), notes_of_docx(built)):
        assert len(found) == NOTES
        pairs = zip(notes, found, strict=True)
        unlike = {note[:2] for note, other in pairs if note.text != other.text}
        assert unlike <= DRAWN


def test_no_page_is_empty(built: Path) -> None:
    (pdf,) = (built / "build").glob("*.pdf")
    pages = list(pypdfium2.PdfDocument(pdf))
    assert len(pages) > 50
    empty = [n for n, page in enumerate(pages, 1) if not page.get_textpage().get_text_range()]
    assert all(n % 2 == 0 for n in empty), "only a verso before a chapter may be blank"
    assert len(empty) <= len(pages) // 8
