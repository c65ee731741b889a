"""Word's footnotes have the edition's numbers, marks and words, in every context."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from octavo.docx import docx_section, footnotes_of, join_docx, make_docx
from octavo.docx.footnotes import Expected, Footnote, faults_of
from octavo.model import FaultError, NoteSettings, Place
from octavo.notes import notes_of
from octavo.pandoc.walk import plain

NOTE = "# {0}\n\nText.[^a] More.[^*m] End.[^b]\n\n[^a]: A{0}.\n\n[^*m]: M{0}.\n\n[^b]: B{0}.\n"


def words(text: str) -> str:
    return " ".join(text.split())


def test_notes_read_back_as_they_stand_in_the_manuscripts(manuscripts, edition, folder, every_kind):
    made = manuscripts(*every_kind)
    found = footnotes_of(make_docx(edition(), made, folder))
    written = [
        (section, dict(note["c"][0][2])["mark"], words(plain(note["c"][1][0]["c"])))
        for section, manuscript in enumerate(made, 1)
        for note in notes_of(manuscript)
    ]
    assert len(written) == 14
    places = sorted({n.section for n in found})
    assert [(places.index(n.section) + 1, n.mark, words(n.text)) for n in found] == written
    assert all(note.head == note.mark for note in found)


def test_numbers_restart_in_each_section(manuscripts, edition, folder):
    docx = make_docx(edition(), manuscripts(NOTE.format(1), NOTE.format(2)), folder)
    assert [n.mark for n in footnotes_of(docx)] == ["1", "*", "2", "1", "*", "2"]


def starts_of(docx: bytes, part, find) -> list[tuple[str, str]]:
    """The kind of each Word section, and the first number that it names for its notes."""
    sections = find(part(docx, "word/document.xml"), "//w:sectPr")
    return [
        (find(one, "string(w:type/@w:val)"), find(one, "string(w:footnotePr/w:numStart/@w:val)"))
        for one in sections
    ]


@pytest.mark.parametrize(
    ("texts", "starts"),
    [
        ([NOTE.format(1)], [("nextPage", ""), ("continuous", "2"), ("nextPage", "1")]),
        (
            [NOTE.format(1), "# None\n\nNo note.\n", NOTE.format(2)],
            [
                ("nextPage", ""),
                ("nextPage", ""),
                ("nextPage", ""),
                ("continuous", "2"),
                ("nextPage", "1"),
            ],
        ),
        (
            [NOTE.format(1), NOTE.format(2)],
            [("nextPage", ""), ("nextPage", ""), ("continuous", "2"), ("nextPage", "1")],
        ),
        (["# None\n\nNo note.\n"], [("nextPage", ""), ("nextPage", "")]),
    ],
)
def test_the_last_sections_make_libreoffice_count(
    manuscripts, edition, folder, part, find, texts, starts
):
    docx = make_docx(edition(), manuscripts(*texts), folder)
    assert starts_of(docx, part, find) == starts
    marks = ["1", "*", "2"] * sum("[^a]" in text for text in texts)
    assert [note.mark for note in footnotes_of(docx)] == marks


def test_numbers_run_on_through_the_edition(manuscripts, edition, folder):
    made = manuscripts(NOTE.format(1), "# None\n\nNo note.\n", NOTE.format(2), numbering="edition")
    docx = make_docx(edition(notes=NoteSettings(numbering="edition")), made, folder)
    assert [(n.section, n.mark) for n in footnotes_of(docx)] == [
        (1, "1"), (1, "*"), (1, "2"), (3, "3"), (3, "*"), (3, "4"),
    ]  # fmt: skip


def test_a_mark_takes_the_place_of_the_number(manuscripts, edition, folder, part, find):
    docx = make_docx(edition(), manuscripts(NOTE.format(1)), folder)
    runs = find(part(docx, "word/document.xml"), "//w:r[w:footnoteReference]")
    assert [find(r, "string(w:footnoteReference/@w:customMarkFollows)") for r in runs] == [
        "", "1", "",
    ]  # fmt: skip
    assert [find(r, "string(w:sym/@w:char)") for r in runs] == ["", "002A", ""]
    assert [find(r, "string(w:sym/@w:font)") for r in runs] == ["", "EB Garamond", ""]
    notes = find(part(docx, "word/footnotes.xml"), "//w:footnote[not(@w:type)]")
    assert [len(find(n, ".//w:footnoteRef")) for n in notes] == [1, 0, 1]


def test_numbering_that_word_would_do_otherwise_is_a_fault(manuscripts, edition, folder):
    made = manuscripts(NOTE.format(1), NOTE.format(2), numbering="edition")
    with pytest.raises(FaultError) as caught:
        make_docx(edition(), made, folder)  # the edition says that each section begins again
    assert {f.rule.name for f in caught.value.faults} == {"docx_numbers_are_the_editions"}
    assert "Word prints the note 3 as 1 in the text and 1 at its head" in str(caught.value)


def test_notes_lost_between_the_stages_are_a_fault(manuscripts, edition, folder):
    fragment = docx_section(edition(), manuscripts(NOTE.format(1))[0], folder)
    call = re.search(rb"<w:r>(?:(?!<w:r>).)*<w:footnoteReference (?:(?!</w:r>).)*</w:r>", fragment)
    assert call
    with pytest.raises(FaultError, match="missing"):
        join_docx(edition(), [fragment.replace(call[0], b"", 1)])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"mark": "3"}, "as 3 in the text and 2 at its head"),
        ({"head": ""}, "as 2 in the text and nothing at its head"),
        ({"names": ("elsewhere",)}, "not at its call"),
    ],
)
def test_the_proof_sees_a_wrong_number_head_and_place(change, message):
    right = Footnote(1, ("note_2",), "2", "2", "Words.")
    expected = [Expected("note_2", "2", Place("source/a.md"))]
    assert faults_of([right], expected) == ()
    (fault,) = faults_of([replace(right, **change)], expected)
    assert message in fault.message
    assert fault.place.path == "source/a.md"


def test_the_proof_sees_one_too_many():
    (fault,) = faults_of([Footnote(1, (), "1", "1", "")], [])
    assert "has a note 1 that the edition has not" in fault.message


def test_hostile_labels_and_ids_are_names_that_word_keeps(manuscripts, edition, folder, part, find):
    text = f'# T {{#{"long-" * 20}id}}\n\nText.[^{{x}}] [to](#{"long-" * 20}id) [^<b>&"]\n\n'
    text += '[^{x}]: One.\n\n[^<b>&"]: Two.\n'
    docx = make_docx(edition(), manuscripts(text), folder)
    assert [n.text for n in footnotes_of(docx)] == ["One.", "Two."]
    document = part(docx, "word/document.xml")
    names = find(document, "//w:bookmarkStart/@w:name")
    assert all(re.fullmatch(r"[A-Za-z_]\w{0,39}", name) for name in names)
    assert set(find(document, "//w:hyperlink/@w:anchor")) <= set(names)
    assert len(find(document, "//w:hyperlink[@w:anchor]")) == 1


def test_an_id_that_two_sections_have_is_one_bookmark(manuscripts, edition, folder, part, find):
    text = "# T\n\n[Word]{#same} and [Same]{#Same}.\n"
    docx = make_docx(edition(), manuscripts(text, text), folder)
    document = part(docx, "word/document.xml")
    names = [name.lower() for name in find(document, "//w:bookmarkStart/@w:name")]
    assert len(names) == len(set(names))
    starts, ends = (find(document, f"//w:bookmark{n}/@w:id") for n in ("Start", "End"))
    assert sorted(starts) == sorted(ends)
    assert len(set(starts)) == len(starts)


def test_references_to_notes_are_fields_to_their_bookmarks(
    manuscripts, edition, folder, every_kind, part, find
):
    docx = make_docx(edition(), manuscripts(*every_kind), folder)
    notes = part(docx, "word/footnotes.xml")
    fields = [(f.get(f.keys()[0]).split()[1], "".join(f.itertext()).strip())
              for f in find(notes, "//w:fldSimple")]  # fmt: skip
    calls = {name: n.mark for n in footnotes_of(docx) for name in n.names}
    assert len(fields) == 2
    assert [calls[name] for name, _ in fields] == [number for _, number in fields] == ["4", "1"]
