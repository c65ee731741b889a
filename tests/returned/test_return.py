"""`octavo return`: what was edited in the Word file comes back into the texts, and nothing else."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from difflib import unified_diff
from pathlib import Path

import pytest

from tests.building import edit as edit_text
from tests.building import octavo
from tests.returned.edits import LOOKS, NOTES, SHAPES, STEWARD, WORDS, Edit, move
from tests.returned.word_edits import WordFile, text_of, w

AUTHORS = pytest.mark.parametrize("author", ["", "Ada Weaver"], ids=["plain", "tracked"])
SOURCES = Path(__file__).parent / "edition" / "source"


def expected(edits: tuple[Edit, ...]) -> dict[str, str]:
    texts = {path.name: path.read_text(encoding="utf-8") for path in SOURCES.iterdir()}
    for edit in edits:
        if edit.old:
            assert texts[edit.file].count(edit.old) == 1, edit.old
            texts[edit.file] = texts[edit.file].replace(edit.old, edit.new)
    return texts


def assert_same(texts: dict[str, str], wanted: dict[str, str]) -> None:
    for name, text in wanted.items():
        lines = unified_diff(text.split("\n"), texts[name].split("\n"), "wanted", name, n=0)
        assert texts[name] == text, "\n".join(lines)


def make(edits):
    def do(word):
        for edit in edits:
            edit.do(word)

    return do


@AUTHORS
def test_words_come_back(give_back, author) -> None:
    came = give_back(make(WORDS + NOTES), author=author)
    assert_same(came.texts, expected(WORDS + NOTES))
    assert came.code == 0


@AUTHORS
def test_looks_come_back(give_back, author) -> None:
    came = give_back(make(LOOKS), author=author)
    assert_same(came.texts, expected(LOOKS))
    assert came.code == 0


@AUTHORS
def test_shapes_come_back(give_back, author) -> None:
    came = give_back(make(SHAPES), author=author)
    assert_same(came.texts, shapes_expected())
    assert came.code == 0


def shapes_expected() -> dict[str, str]:
    texts = expected(SHAPES)
    texts["01-crossing.md"] = texts["01-crossing.md"].replace("\n" + STEWARD, "")
    texts["02-ledger.md"] = texts["02-ledger.md"].replace(
        "40–41].\n", "40–41].\n[^added-1]: Of iron, by \\*nobody\\*.\n"
    )
    return texts


def test_a_file_of_windows_stays_one(give_back, sent, tmp_path) -> None:
    """Its byte order mark and the ends of its lines, in what is new too."""
    folder = shutil.copytree(sent, tmp_path / "edition")
    for path in (folder / "source").glob("*.md"):
        text = path.read_bytes().replace(b"\n", b"\r\n")
        path.write_bytes(b"\xef\xbb\xbf" + text)
    give_back(make(SHAPES))
    for path in (folder / "source").glob("*.md"):
        data = path.read_bytes()
        assert data.startswith(b"\xef\xbb\xbf")
        assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r")
        text = data[3:].replace(b"\r\n", b"\n").decode()
        assert text == shapes_expected()[path.name]


@AUTHORS
def test_a_paragraph_is_moved_with_its_note(give_back, author) -> None:
    came = give_back(move, author=author)
    wanted = expected(())
    paragraph = "Of the books two are left.[^left] One is at Bristol.\n\n"
    text = wanted["02-ledger.md"].replace(paragraph, "")
    moved = paragraph if author else paragraph.replace("Bristol", "Bath")
    wanted["02-ledger.md"] = text.replace("## The tolls", f"{moved}## The tolls")
    assert_same(came.texts, wanted)
    assert came.code == 0


@pytest.mark.parametrize("edits", [WORDS + NOTES + LOOKS, SHAPES], ids=["words", "shapes"])
def test_rejected_changes_leave_the_texts_as_they_are(give_back, edits) -> None:
    came = give_back(make(edits), "--changes", "rejected", author="Ada Weaver")
    assert_same(came.texts, expected(()))
    assert came.code == 0


def test_what_was_moved_is_where_it_was_if_that_is_rejected(give_back) -> None:
    came = give_back(move, "--changes", "rejected", author="Ada Weaver")
    assert_same(came.texts, expected(()))
    assert came.code == 0


def test_a_file_without_edits_changes_nothing(give_back) -> None:
    came = give_back(lambda word: None)
    assert came.said.endswith("nothing changed: edited.docx reads as the edition does\n")
    assert_same(came.texts, expected(()))


def test_the_new_texts_build_to_what_the_file_reads(give_back, tmp_path) -> None:
    """The proof is made again without Octavo's readers: the letters of the XML, part by part."""
    edits = SHAPES[:3] + WORDS[:16] + NOTES
    give_back(make(edits))
    octavo("build", "--form", "docx", tmp_path / "edition")
    (built,) = (tmp_path / "edition").glob("build/*.docx")
    read, wanted = (letters_of(path) for path in (built, tmp_path / "edited.docx"))
    assert read == wanted


def letters_of(path: Path) -> list[str]:
    """The letters of all paragraphs up to the bibliography, without the contents, and of notes."""
    word = WordFile(path.read_bytes())
    body = [
        text_of(p).strip() for p in word.document.iter(w("p"))
        if not any(one.tag == w("sdt") for one in p.iterancestors())
    ]  # fmt: skip
    calls = [call.get(w("id")) for call in word.document.iter(w("footnoteReference"))]
    notes = {note.get(w("id")): text_of(note).strip() for note in word.footnotes}
    return [*filter(None, body[: body.index("Bibliography")]), *(notes[call] for call in calls)]


def test_signs_are_as_they_were_typed(give_back) -> None:
    """What Markdown, or Octavo, would make others of is escaped, and nothing else."""

    def edit(word: WordFile) -> None:
        typed = """“it’s” "it's" -- --- ... z* _a_ [b] <c> $d$ @e ^f^ ~g~ `h` \\i &amp; –"""
        word.replace(word.paragraph("The bishop never"), "letters", typed)
        word.insert(word.paragraph("What he saved"), "His wife", "--and")
        word.add_paragraph(word.paragraph("Then came the winter"), "1. No item")

    came = give_back(edit)
    text = came.texts["01-crossing.md"]
    written = (
        r"""“it’s” \"it\'s\" -\- -\-\- .\.. z\* \_a\_ \[b\] \<c\> \$d\$ \@e \^f\^ \~g\~ """
        r"""\`h\` \\i \&amp; –"""
    )
    assert f"who did, wrote {written} about it" in text
    assert "His wife-\\-and counted" in text
    assert "with it the ice.\n\n1\\. No item\n" in text
    assert came.code == 0


def test_who_changed_what_is_listed_and_comments_too(give_back) -> None:
    def edit(word: WordFile) -> None:
        word.replace(word.paragraph("The bishop never"), "letters", "bills")
        word.comment(word.paragraph("The bishop never"), "Is this so?")

    came = give_back(edit, author="Ada Weaver")
    place = "source/01-crossing.md:10:1"
    assert f"{place}: Ada Weaver, 2026-11-30 12:00: “letters” → “bills”\n" in came.said
    assert f"{place}: Reader, 2026-11-30 13:00: Is this so?\n" in came.said
    assert "12 letters differ: 12 have a place; 0 have none\n" in came.said


MADE = {
    "a citation": ("The fare was", "Tern Press", "Gull Press", "source/01-crossing.md:34:"),
    "a reference": ("The fare was", "Ledger", "Record", "source/01-crossing.md:34:"),
}


@pytest.mark.parametrize("case", MADE)
def test_what_octavo_makes_is_listed_and_not_written(give_back, case) -> None:
    near, old, new, place = MADE[case]

    def edit(word: WordFile) -> None:
        paragraph = word.paragraph(near, word.footnotes)
        for text in paragraph.iter(w("t")):
            text.text = (text.text or "").replace(old, new)

    came = give_back(edit)
    assert_same(came.texts, expected(()))
    assert came.code == 1
    assert place in came.said
    assert "(Octavo makes these words)" in came.said


def test_words_of_bibliography_and_contents_are_listed(give_back) -> None:
    def edit(word: WordFile) -> None:
        paragraphs = list(word.document.iter(w("p")))
        for old, new, at in (
            ("The Ledger", "The Record", 0),
            ("River Studies", "Lake Studies", -1),
        ):
            for text in [p for p in paragraphs if old in text_of(p)][at].iter(w("t")):
                text.text = (text.text or "").replace(old, new)

    came = give_back(edit)
    assert_same(came.texts, expected(()))
    assert came.code == 1
    assert "“Ledger” → “Record” (the contents are made" in came.said
    assert "“River” → “Lake” (Octavo makes" in came.said


def test_the_title_page_and_headings_come_back(give_back) -> None:
    def edit(word: WordFile) -> None:
        for old, new in (("The Ferry Books", "The Boat: Books"), ("Eleanor", "Helen")):
            for text in word.document.find(w("body")).iter(w("t")):
                if text.text == old or text.text == f"{old} Marsh":
                    text.text = text.text.replace(old, new)
                    break
            else:
                raise AssertionError(old)
        style = word.paragraph("The last passage was").find(f"{w('pPr')}/{w('pStyle')}")
        style.set(w("val"), "Heading2")

    came = give_back(edit)
    wanted = expected(())
    for name, old, new in (
        ("edition.yaml", "title: The Ferry Books", 'title: "The Boat: Books"'),
        ("edition.yaml", "given: Eleanor", "given: Helen"),
        ("01-crossing.md", "The last passage", "## The last passage"),
    ):
        wanted[name] = wanted[name].replace(old, new)
    assert_same(came.texts, wanted)
    assert came.code == 0


def test_a_note_that_is_referred_to_is_not_taken_out(give_back) -> None:
    def edit(word: WordFile) -> None:
        paragraph = word.paragraph("A ledger is a kind")
        word.remove_note(next(paragraph.iter(w("footnoteReference"))))
        word.replace(paragraph, "kind", "sort")
        word.replace(word.paragraph("Nobody mourned"), "wood", "firewood")

    came = give_back(edit)
    assert "another text refers to the note [^tolls]" in came.said
    wanted = expected(())
    wanted["02-ledger.md"] = wanted["02-ledger.md"].replace("for wood", "for firewood")
    assert_same(came.texts, wanted)


def test_a_change_with_which_the_edition_has_an_error_is_taken_back(give_back) -> None:
    """Whoever takes a table out leaves references to it without an end; the rest comes back."""

    def edit(word: WordFile) -> None:
        word.add_paragraph(word.paragraph("Nobody mourned"), "")
        word.replace(word.paragraph("Hands at the oars"), "Hands at the oars", "")
        word.replace(word.paragraph("Nobody mourned"), "wood", "firewood")

    came = give_back(edit)
    assert "for firewood" in came.texts["02-ledger.md"]
    assert came.code == 1


def test_what_the_texts_changed_since_stays(give_back, tmp_path, sent) -> None:
    folder = tmp_path / "edition"
    shutil.copytree(sent, folder)
    one, two = (folder / "source" / name for name in ("01-crossing.md", "02-ledger.md"))
    edit_text(one, "in pennies", "in farthings")
    edit_text(one, "Two hands rowed", "Four hands rowed")
    edit_text(one, "fare was a penny", "fare was a groat")
    edit_text(one, "three survive.", "three survive.[^more]")
    edit_text(one, "[^*marsh]: The", "[^more]: A new one.\n\n[^*marsh]: The")
    edit_text(
        two, "Of the books two are left.[^left]", "A new paragraph.\n\nOf the books two are left."
    )
    edit_text(two, "[^left]: A third was seen in 1911, by a clerk [see @ilyin1990, 44].\n", "")
    before = {path.name: path.read_text(encoding="utf-8") for path in (one, two)}

    def edit(word: WordFile) -> None:
        p = word.paragraph
        word.replace(p("His wife"), "Sundays", "Mondays")  # the texts have another word there now
        word.replace(p("The bishop never"), "three survive", "two survive")  # and a call here
        word.replace(p("The fare was", word.footnotes), "a penny", "twopence")
        word.replace(p("The editor has", word.footnotes), "an order", "a licence")
        word.insert(p("Then came"), "ice", " and snow")

    came = give_back(edit)
    assert came.said.startswith("edited.docx was made of an older state of the texts: ")
    wanted = dict(before)
    wanted["01-crossing.md"] = (
        wanted["01-crossing.md"].replace("an order", "a licence").replace("ice.", "ice and snow.")
    )
    assert_same(came.texts, wanted)
    listed = came.said.partition("Without a place")[2]
    for words in ("on Mondays", "two survive", "twopence"):
        assert words in listed
    assert came.code == 1


REFUSED = {
    "lock": ("~$edited.docx", "is the lock that Word or LibreOffice keeps"),
    "damaged": ("edited.docx", "is damaged and cannot be read"),
    "text": ("edited.docx", "is no document of Word that can be read"),
    "entity": ("edited.docx", "declares entities in word/document.xml"),
    "other": ("edited.docx", "was made of another edition"),
    "bare": ("edited.docx", "has none of the bookmarks"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_that_cannot_be_compared_changes_nothing(case, sent, tmp_path, shared) -> None:
    name, said = REFUSED[case]
    folder = shutil.copytree(sent, tmp_path / "edition")
    (built,) = folder.glob("build/*.docx")
    word = WordFile(built.read_bytes())
    if case in ("other", "bare"):
        for start in word.document.iter(w("bookmarkStart")):
            kept = start.get(w("name"))
            start.set(w("name"), f"{kept[:-3]}xyz" if case == "other" else "elsewhere")
        word.members["docProps/custom.xml"] = b"<none/>"
    data = word.saved()
    if case == "entity":
        with_entity = b'<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
        data = repacked(data, "word/document.xml", lambda part: with_entity + part)
    path = tmp_path / name
    path.write_bytes({"damaged": data[: len(data) // 2], "text": b"words"}.get(case, data))
    done = octavo("return", path, folder, "--write", code=2)
    assert said in done.stderr
    assert {p.name: p.read_text(encoding="utf-8") for p in (folder / "source").iterdir()} == (
        expected(())
    )


def test_a_file_that_lost_its_parts_is_listed_and_not_written(sent, tmp_path) -> None:
    """Its styles and its notes are gone, so that nothing is what it was."""
    (built,) = sent.glob("build/*.docx")
    kept = ("[Content_Types].xml", "_rels/.rels", "word/document.xml")
    kept = (*kept, "word/_rels/document.xml.rels")
    path = tmp_path / "edited.docx"
    with zipfile.ZipFile(built) as old, zipfile.ZipFile(path, "w") as new:
        for name in kept:
            new.writestr(name, old.read(name))
    done = octavo("return", path, sent, code=1)
    assert "Without a place in the texts" in done.stdout
    assert {p.name: p.read_text(encoding="utf-8") for p in (sent / "source").iterdir()} == (
        expected(())
    )


def repacked(data: bytes, name: str, change) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for one in old.namelist():
            new.writestr(one, change(old.read(one)) if one == name else old.read(one))
    return made.getvalue()


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_what_libreoffice_saves_is_no_change(sent, tmp_path) -> None:
    (built,) = sent.glob("build/*.docx")
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
         "--convert-to", "docx", "--outdir", str(tmp_path / "saved"), str(built)],
        capture_output=True, timeout=120, check=True,
    )  # fmt: skip
    folder = shutil.copytree(sent, tmp_path / "edition")
    done = octavo("return", tmp_path / "saved" / built.name, folder)
    assert done.stdout == f"nothing changed: {built.name} reads as the edition does\n"
