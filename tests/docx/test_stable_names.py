"""Bookmarks of paragraphs and notes: the same from build to build, whatever is added before."""

from __future__ import annotations

import re

from octavo.docx import footnotes_of, make_docx
from octavo.docx.stable_names import distinct_keys
from octavo.notes import keys_of_notes
from tests.building import copy_of, edit, octavo

TEXT = """\
# The Clock

It struck one.[^one] It struck two.^[An inline note.] It struck.

- A list
- Another

| A | 6 |
|---|---|
| B | 6 |

See [@note:one].

[^one]: The first.
"""
ADDED = """\
# The Clock

A new paragraph, with a note.[^new] And one inline.^[Another one.]

"""


def names_of(docx: bytes, part, find) -> dict[str, str]:
    """The words after each hidden bookmark, by its name."""
    document = part(docx, "word/document.xml")
    starts = find(document, "//w:bookmarkStart[starts-with(@w:name, '_')]")
    return {
        find(start, "string(@w:name)"): "".join(find(start, "following-sibling::w:r//w:t/text()"))
        for start in starts
    }


def test_names_stay_when_a_paragraph_and_notes_are_added_before(
    manuscripts, edition, folder, part, find
):
    before = names_of(make_docx(edition(), manuscripts(TEXT), folder), part, find)
    text = TEXT.replace("# The Clock\n\n", ADDED) + "\n[^new]: A new note.\n"
    after = names_of(make_docx(edition(), manuscripts(text), folder), part, find)
    assert len(before) == 11  # nine paragraphs and cells, and two notes
    assert before.items() <= after.items()
    assert len(after) == len(before) + 3


def test_paragraphs_of_notes_have_names_that_stay(manuscripts, edition, folder, part, find):
    """A note of one paragraph has the name of its call; of another the paragraphs have names."""
    long = TEXT.replace("The first.", "The first.\n\n    A second paragraph.\n\n    A third.")
    added = long.replace("# The Clock\n\n", ADDED) + "\n[^new]: A new note.\n"
    found: list[dict[str, str]] = []
    for text in (long, added, long.replace("A second", "Quite another")):
        notes = part(make_docx(edition(), manuscripts(text), folder), "word/footnotes.xml")
        starts = find(notes, "//w:bookmarkStart")
        numbers = find(notes, "//w:bookmarkStart/@w:id")
        assert sorted(numbers) == sorted(find(notes, "//w:bookmarkEnd/@w:id"))
        document = part(make_docx(edition(), manuscripts(text), folder), "word/document.xml")
        assert not {*numbers} & {*find(document, "//w:bookmarkStart/@w:id")}
        found.append(
            {find(s, "string(@w:name)"): find(s, "string(following-sibling::w:r[w:t][last()])")
             for s in starts}
        )  # fmt: skip
    assert list(found[0].values()) == ["The first.", "A second paragraph.", "A third."]
    assert found[1] == found[0]
    assert len(found[0].keys() & found[2].keys()) == 2


def test_a_note_that_is_changed_keeps_its_label_and_its_name(
    manuscripts, edition, folder, part, find
):
    before = names_of(make_docx(edition(), manuscripts(TEXT), folder), part, find)
    text = TEXT.replace("The first.", "Quite another.").replace("A list", "One list")
    after = names_of(make_docx(edition(), manuscripts(text), folder), part, find)
    gone, new = before.keys() - after.keys(), after.keys() - before.keys()
    assert [name[:6] for name in (*gone, *new)] == ["_text_", "_text_"]


def test_names_are_such_as_word_keeps(manuscripts, edition, folder, part, find):
    long = TEXT.replace("one]", f"{'long' * 20}]").replace("Another", "Ещё один")
    names = names_of(make_docx(edition(), manuscripts(long, long), folder), part, find)
    assert len(names) == 22
    assert all(re.fullmatch(r"_\w{1,39}", name, re.ASCII) for name in names)


def test_references_lead_to_the_stable_names(manuscripts, edition, folder, part, find):
    other = "# Other\n\nSee [@note:one].\n"
    document = part(make_docx(edition(), manuscripts(TEXT, other), folder), "word/document.xml")
    fields = find(document, "//w:fldSimple[contains(@w:instr, 'NOTEREF')]/@w:instr")
    anchors = find(document, "//w:hyperlink[w:fldSimple[contains(@w:instr, 'NOTEREF')]]/@w:anchor")
    names = find(
        document, "//w:bookmarkStart[following-sibling::*[1]//w:footnoteReference]/@w:name"
    )
    assert [field.split()[1] for field in fields] == anchors == [names[0]] * 2
    assert names[0].startswith("_note_one_")


def test_a_note_without_a_label_is_named_by_the_works_that_it_cites(manuscripts):
    (made,) = manuscripts("# T\n\nIt struck.^[[@scott1962, 3].] And.^[[@scott1962, 3].]\n")
    first, second = keys_of_notes(made)
    assert first == second
    assert first.legible == "scott1962"
    assert first.content.split("\n")[1:] == ["scott1962", "", ", 3"]


def test_keys_that_are_alike_are_told_from_those_before_them() -> None:
    assert distinct_keys(["a", "b", "a", "c"]) == ["a\n", "b", "a\nb", "c"]
    assert distinct_keys(["x", "a", "a", "a"])[1:] == ["a\nx", "a\na", "a\na\n2"]
    assert distinct_keys(["new", "b", "a", "c", "a"])[1:] == ["b", "a\nb", "c", "a\nc"]


def test_an_earlier_citation_changes_the_note_and_not_its_name(
    built_edition, tmp_path, part, find
) -> None:
    folder = copy_of(built_edition, tmp_path / "ferry")
    (file,) = folder.glob("build/*.docx")
    before, old = names_of(file.read_bytes(), part, find), texts_of(file.read_bytes())
    edit(folder / "source" / "01-crossing.md", "at slack water", "at slack water [@ward1987, 9]")
    octavo("build", folder, "--form", "docx")
    after, new = names_of(file.read_bytes(), part, find), texts_of(file.read_bytes())
    notes = {name for name in before if name.startswith("_note_")}
    assert len(notes) > 3
    assert notes < after.keys()
    assert all(name in new for name in old)
    changed = [name for name in old if old[name] != new[name]]
    assert changed, "no citation is set otherwise than before"


def texts_of(docx: bytes) -> dict[str, str]:
    """The words of each note, by the bookmark of its call."""
    return {name: note.text for note in footnotes_of(docx) for name in note.names if "note" in name}
