"""The proof finds no fault in a sound book, and each damage with its page and its place."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import orjson
import pytest

from octavo.model import Fault, Manuscript, Rule
from octavo.pdf.design.page_geometry import trim
from octavo.pdf.rules import (
    mark_is_the_editions,
    note_begins_on_the_page_of_its_call,
    note_continues_on_the_next_page,
    note_is_whole,
    notes_stand_in_order,
    text_stands_inside_the_page,
)
from octavo.proof import (
    ExpectedNote,
    Margins,
    PageCache,
    PrintedBook,
    Sheet,
    expected_notes,
    read_book,
    read_proof,
)
from octavo.proof.printed import Run
from octavo.proof.type_area import misplaced
from octavo.tasks.records import from_json
from tests.building import octavo
from tests.proof import text
from tests.proof.damage import Damaged, glyphs_of, with_glyph
from tests.proof.reading import book_of, printing, sheets_of

FIRST = "note-01-crossing-"
LONG = f"{FIRST}4"


class Proven(NamedTuple):
    """A bound book, its copy, and the lines of the sources."""

    folder: Path
    pdf: bytes
    copy: tuple[ExpectedNote, ...]

    def line(self, section: str, start: str) -> int:
        lines = (self.folder / "source" / f"{section}.md").read_text(encoding="utf-8").split("\n")
        return next(n for n, line in enumerate(lines, 1) if start in line)

    def faults(self, pdf: bytes, cache: PageCache | None = None) -> list[Fault]:
        page = trim()
        margins = Margins(page.width, page.height, page.top, page.bottom, page.inner, page.outer)
        proof = read_proof(BytesIO(pdf), self.copy, printing(margins=margins), cache)
        return list(proof.faults)

    def damaged(self, damage: Callable[[Damaged], object]) -> list[Fault]:
        """Give the faults of the damaged book, the same with the sound book's cache and without."""
        made = Damaged(self.pdf)
        damage(made)
        faults = self.faults(made.bytes())
        assert self.faults(made.bytes(), PageCache(kept_of(self.pdf)[1])) == faults
        return faults


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Proven:
    folder = tmp_path_factory.mktemp("proof") / "ferry"
    source = folder / "source"
    source.mkdir(parents=True)
    (source / "edition.yaml").write_bytes(text.EDITION)
    (source / "01-crossing.md").write_text(text.FIRST, encoding="utf-8")
    (source / "02-ledger.md").write_text(text.SECOND, encoding="utf-8")
    octavo("build", folder, "--form", "pdf")
    made = [
        from_json(Manuscript, (folder / "build" / "cited" / f"{name}.json").read_bytes())
        for name in ("01-crossing", "02-ledger")
    ]
    pdf = (folder / "build" / "the-ferry.pdf").read_bytes()
    return Proven(folder, pdf, expected_notes(made))


def kept_of(pdf: bytes, old: BytesIO | None = None) -> tuple[PrintedBook, BytesIO]:
    """Read a book with the cache of pages of another reading; give it and its own cache."""
    new = BytesIO()
    book = read_book(BytesIO(pdf), cache=PageCache(old, new))
    return book, BytesIO(new.getvalue())


def lines(*each: bytes) -> BytesIO:
    return BytesIO(b"".join(line + b"\n" for line in each))


def pages_of(book: Proven, note: str) -> list[int]:
    return sorted({page for page, _ in Damaged(book.pdf).marks(note)})


def test_of_a_sound_book_there_is_nothing_to_tell(book: Proven) -> None:
    assert book.faults(book.pdf) == []


def test_pages_that_are_the_same_are_not_read_again(book: Proven) -> None:
    first, kept = kept_of(book.pdf)
    again, as_kept = kept_of(book.pdf, kept)
    assert again == first
    assert as_kept.getvalue() == kept.getvalue()
    reader, *pages = kept.getvalue().splitlines()
    assert len(pages) >= len({sheet.runs for sheet in sheets_of(book.pdf) if sheet.runs})
    cut = [
        orjson.dumps([digest, rows[: len(rows) // 2]]) for digest, rows in map(orjson.loads, pages)
    ]
    assert kept_of(book.pdf, lines(reader, *cut))[0] != first  # it is asked
    for broken in (b"{", b"", b'"other"'):
        assert kept_of(book.pdf, lines(broken, *cut))[0] == first
    for broken in (b"{", b"", b"[1]", b"[1, [2]]", b'[1, ""]'):
        torn = lines(reader, *(page[:68] + broken for page in cut))
        assert kept_of(book.pdf, torn)[0] == first


def test_the_report_tells_where_each_note_stands(book: Proven) -> None:
    report = orjson.loads((book.folder / "build" / "proven" / "pdf.json").read_bytes())
    assert [note["mark"] for note in report["notes"]] == [
        "1", "*", "2", "3", "4", "5", "1", "2", "3", "4", "5", "6",
    ]  # fmt: skip
    long = next(note for note in report["notes"] if note["id"] == LONG)
    assert len(long["pages"]) >= 3
    assert long["pages"] == list(range(long["pages"][0], long["pages"][0] + len(long["pages"])))
    assert long["call_page"] == long["pages"][0]
    assert long["folios"] == [report["pages"][page] for page in long["pages"]]
    assert long["place"]["line"] == book.line("01-crossing", "[^long]:")
    assert not report["faults"]


def one(faults: list[Fault], rule: Rule) -> Fault:
    """Give the one fault there is, which is against a rule."""
    assert [fault.rule for fault in faults] == [rule], faults
    return faults[0]


def test_a_piece_that_is_lost(book: Proven) -> None:
    page = pages_of(book, LONG)[1]
    fault = one(book.damaged(lambda pdf: pdf.drop(LONG, {page})), note_is_whole)
    assert fault.place.line == book.line("01-crossing", "[^long]:")
    # the lost piece is reported where the next one follows the first
    assert f"{pages_of(book, LONG)[2] + 1} of the PDF" in fault.message


def test_a_letter_that_is_another(book: Proven) -> None:
    def change(pdf: Damaged) -> None:
        page, number = pdf.marks(f"{FIRST}5")[-1]
        chunk = pdf.chunk(page, number)
        codes = glyphs_of(chunk)
        other = next(code for code in codes if code != codes[4])
        pdf.replace(page, number, with_glyph(chunk, 4, other))

    fault = one(book.damaged(change), note_is_whole)
    assert fault.message.startswith("note 5: it reads “T")
    assert "the manuscript “The last note of this chapter.”" in fault.message
    assert fault.place.line == book.line("01-crossing", "[^last]:")


def test_a_line_that_is_cut(book: Proven) -> None:
    def cut(pdf: Damaged) -> None:
        page, number = pdf.marks(LONG)[-1]
        chunk = pdf.chunk(page, number)
        lines = re.findall(rb"\[[^\]]*\] TJ", chunk)
        pdf.replace(page, number, chunk.replace(lines[2], b"", 1))

    fault = one(book.damaged(cut), note_is_whole)
    assert f"{pages_of(book, LONG)[-1] + 1} of the PDF" in fault.message


@pytest.mark.parametrize("state", [b"3 Tr", b"0 0 10 10 re W n"], ids=["unpainted", "clipped"])
def test_words_that_are_there_and_not_to_be_seen(book: Proven, state: bytes) -> None:
    def hide(pdf: Damaged) -> None:
        page, number = pdf.marks(f"{FIRST}2")[-1]
        pdf.wrap(page, number, state)

    assert "note 2" in one(book.damaged(hide), note_is_whole).message


def test_a_note_on_another_page(book: Proven) -> None:
    last = f"{FIRST}5"
    (page,) = pages_of(book, last)
    faults = book.damaged(lambda pdf: pdf.move_to_page(last, page + 1))
    fault = next(fault for fault in faults if fault.rule == note_begins_on_the_page_of_its_call)
    assert fault.place.line == book.line("01-crossing", "[^last] ")
    begun, called = re.findall(r"page (\d+)", fault.message)[:2]
    assert int(begun) == int(called) + 1


def test_two_notes_that_have_changed_places(book: Proven) -> None:
    # two notes of one line each, one below the other: 11.5 points apart or so
    heights = heights_of(book)
    apart = heights[f"{FIRST}2"] - heights[f"{FIRST}3"]
    assert 10 < apart < 14

    def swap(pdf: Damaged) -> None:
        pdf.shift(f"{FIRST}2", 0, apart)
        pdf.shift(f"{FIRST}3", 0, -apart)

    fault = one(book.damaged(swap), notes_stand_in_order)
    assert "note 3: it is printed before note 2" in fault.message
    assert fault.place.line == book.line("01-crossing", "[^two]:")


def test_a_note_outside_of_the_type_area(book: Proven) -> None:
    faults = book.damaged(lambda pdf: pdf.shift(f"{FIRST}5", 200, 0))
    fault = one(faults, text_stands_inside_the_page)
    assert "note 5: it is outside of the type area" in fault.message
    below = one(
        book.damaged(lambda pdf: pdf.shift(f"{FIRST}5", 0, 20)), text_stands_inside_the_page
    )
    assert "outside" in below.message


def test_a_note_on_the_text(book: Proven) -> None:
    faults = book.damaged(lambda pdf: pdf.shift(f"{FIRST}5", 0, -202))
    assert {fault.rule for fault in faults} == {text_stands_inside_the_page}
    assert any("text is printed among the notes" in fault.message for fault in faults)


def test_a_note_on_another_note(book: Proven) -> None:
    heights = heights_of(book)
    apart = heights[f"{FIRST}2"] - heights[f"{FIRST}3"]
    faults = book.damaged(lambda pdf: pdf.shift(f"{FIRST}2", 0, apart))
    assert any("printed on other text" in fault.message for fault in faults)


def heights_of(book: Proven) -> dict[str, float]:
    """Give the height of the first line of each note."""
    return {note.id: note.first.y for note in book_of(book.pdf).notes if note.first}


def test_lines_that_have_changed_places(book: Proven) -> None:
    def swap(pdf: Damaged) -> None:
        page, number = pdf.marks(LONG)[-1]
        chunk = pdf.chunk(page, number)
        one, two = re.findall(rb"\S+ 0 0 -1 \S+ \S+ Tm", chunk)[2:4]
        pdf.replace(page, number, chunk.replace(one, b"@").replace(two, one).replace(b"@", two))

    fault = one(book.damaged(swap), note_is_whole)
    assert "its lines do not follow one another" in fault.message


def test_a_call_that_is_lost(book: Proven) -> None:
    def lose(pdf: Damaged) -> None:
        pdf.drop("call-01-crossing-2")

    fault = one(book.damaged(lose), mark_is_the_editions)
    assert "note 2: its call is printed as “”" in fault.message
    assert fault.place.line == book.line("01-crossing", "[^one] ")


def test_a_call_that_the_structure_has_lost(book: Proven) -> None:
    faults = book.damaged(lambda pdf: pdf.rename("call-01-crossing-2", "elsewhere"))
    assert [fault.rule for fault in faults] == [note_begins_on_the_page_of_its_call, note_is_whole]
    assert "note 2: its call is not printed" in faults[0].message
    assert "a note is called that no manuscript has: “2”" in faults[1].message


@pytest.mark.parametrize("whose", ["call-01-crossing-3", "note-01-crossing-3"])
def test_a_wrong_mark(book: Proven, whose: str) -> None:
    def exchange(pdf: Damaged) -> None:
        page, number = pdf.marks(whose)[0]
        chunk = pdf.chunk(page, number)
        other, its = pdf.marks(whose.replace("-3", "-1"))[0]
        digit, own = glyphs_of(pdf.chunk(other, its)), glyphs_of(chunk)
        at = next(i for i, (a, b) in enumerate(zip(own, digit, strict=True)) if a != b)
        pdf.replace(page, number, with_glyph(chunk, at, digit[at]))

    fault = one(book.damaged(exchange), mark_is_the_editions)
    assert fault.message.startswith("note 3: ")
    assert "“1" in fault.message


def test_a_note_printed_twice_and_one_that_is_lost(book: Proven) -> None:
    faults = book.damaged(lambda pdf: pdf.rename(f"{FIRST}3", f"{FIRST}2"))
    assert [fault.rule for fault in faults] == [note_is_whole, note_is_whole]
    assert "note 2: it is printed twice" in faults[0].message
    assert "note 3: it is not printed" in faults[1].message


def test_a_note_that_no_manuscript_has(book: Proven) -> None:
    fault = one(read_proof_without(book, f"{FIRST}5"), note_is_whole)
    assert "a note is printed that no manuscript has: “The last note" in fault.message


def read_proof_without(book: Proven, note: str) -> list[Fault]:
    known = tuple(copy for copy in book.copy if copy.id != note)
    faults = read_proof(BytesIO(book.pdf), known, printing()).faults
    return [fault for fault in faults if "is called" not in fault.message]


def test_a_blank_page_within_a_note(book: Proven) -> None:
    page = pages_of(book, LONG)[1]

    def insert(pdf: Damaged) -> None:
        pdf.pdf.add_blank_page(page_size=(432, 648))
        blank = pdf.pdf.pages[-1]
        pdf.pdf.pages.insert(page, blank)
        del pdf.pdf.pages[-1]

    faults = [fault for fault in book.damaged(insert) if fault.rule != text_stands_inside_the_page]
    assert "it continues on page" in one(faults, note_continues_on_the_next_page).message


def test_a_file_without_structure(book: Proven) -> None:
    def strip(pdf: Damaged) -> None:
        del pdf.pdf.Root.StructTreeRoot

    fault = one(book.damaged(strip), note_is_whole)
    assert "no note can be found" in fault.message
    assert fault.place.path == "book.pdf"


def test_endnotes_need_not_stand_on_the_page_of_their_calls(book: Proven) -> None:
    made = Damaged(book.pdf)
    (page,) = pages_of(book, f"{FIRST}5")
    made.move_to_page(f"{FIRST}5", page + 1)
    faults = read_proof(BytesIO(made.bytes()), book.copy, printing(at_end=True)).faults
    assert note_begins_on_the_page_of_its_call not in {fault.rule for fault in faults}


def test_other_text_off_the_paper() -> None:
    """A style can turn or move text behind the layout's back."""
    on, off = (
        Run("Words", x, 300.0, x + 40.0, 300.0, 11.0, (0, 1), seen=True) for x in (20.0, 340.0)
    )
    hidden = replace(off, seen=False)
    for runs, count in (((on, hidden), 0), ((on, off), 1)):
        sheet = Sheet(8, 9, "9", (0.0, 0.0, 360.0, 540.0), runs, ("", ""))
        found = list(misplaced(sheet, sheet.paper, lambda _: True))
        assert [wrong.message for wrong in found] == ["text is off the paper: “Words”"] * count
