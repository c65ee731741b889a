"""The reader of pages reads the text that PDFium reads, in every form of a PDF string."""

from __future__ import annotations

import os
import random
import tracemalloc
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from octavo.proof import PageCache, read_book
from octavo.proof.content_stream import runs_of
from octavo.proof.glyphs import Glyphs, glyphs_of
from octavo.proof.letters import WILD, difference, folded, same_marks
from octavo.proof.link_targets import Links
from octavo.proof.printed import ARTIFACT, PrintedTarget, Run
from tests.witness import letters, letters_of

MAP = b"""1 begincodespacerange <0000> <ffff> endcodespacerange
3 beginbfchar
<0001> <0041>
<0002> <00660069>
<0003> <D835DC00>
endbfchar
2 beginbfrange
<0010> <0012> <0061>
<0020> <0021> [<0078> <0079>]
endbfrange
"""


def font_of(pdf: pikepdf.Pdf) -> Dictionary:
    widths = Array([1, Array([500, 600]), 16, 18, 250])
    return Dictionary(
        Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.Test, Encoding=Name("/Identity-H"),
        ToUnicode=pdf.make_stream(MAP), DescendantFonts=Array([Dictionary(W=widths, DW=500)]),
    )  # fmt: skip


@pytest.fixture
def page() -> Callable[[bytes], list[Run]]:
    """Reads a content stream on a page with one font, whose letters are 500 wide."""

    def read(content: bytes, form: bytes = b"") -> list[Run]:
        pdf = pikepdf.new()
        pdf.add_blank_page(page_size=(100, 100))
        resources = Dictionary(Font=Dictionary(F=pdf.make_indirect(font_of(pdf))))
        if form:
            made = pdf.make_stream(form, Type=Name.XObject, Subtype=Name.Form, Resources=resources)
            made.Matrix = Array([1, 0, 0, 1, 10, 20])
            resources.XObject = Dictionary(X=made)
        pdf.pages[0].obj.Resources = resources
        pdf.pages[0].obj.Contents = pdf.make_stream(content)
        out = BytesIO()
        pdf.save(out)
        with pikepdf.open(out) as opened:
            return runs_of(opened.pages[0].obj, glyphs_of)

    return read


def test_letters_of_a_font(page: Any) -> None:
    (run,) = page(b"BT /F 10 Tf <000100020010001100120020002100FF> Tj ET")
    assert run.text == "Afiabcxy"
    # 500 + 600 + 3 × 250 + 3 × 500 thousandths of ten points
    assert run.end == pytest.approx(33.5)


def test_a_letter_outside_of_the_first_plane(page: Any) -> None:
    (run,) = page(b"BT /F 10 Tf <0003> Tj ET")
    assert run.text == "\U0001d400"


def test_places(page: Any) -> None:
    runs = page(
        b"q 2 0 0 2 10 10 cm BT /F 5 Tf 1 0 0 1 3 4 Tm <0001> Tj <0001> Tj 0 -6 Td <0001> Tj "
        b"7 TL T* <0001> Tj 3 Ts <0001> Tj ET Q BT /F 5 Tf 1 0 0 1 1 2 Tm (\\000\\001) Tj ET"
    )
    places = [(round(run.x, 3), round(run.y, 3)) for run in runs]
    assert places == [(16, 18), (21, 18), (16, 6), (16, -8), (21, -2), (1, 2)]
    assert [run.size for run in runs] == [10, 10, 10, 10, 10, 5]


def test_an_array_is_closed_up_by_its_numbers(page: Any) -> None:
    for array in (b"[<0001>100<0001>]", b"[<0001>50<>50<0001>]", b"[ (\\000\\001) 100 <0001> ]"):
        (run,) = page(b"BT /F 10 Tf " + array + b" TJ ET")
        assert (run.text, run.end) == ("AA", pytest.approx(9.0))


def test_marks(page: Any) -> None:
    runs = page(
        b"/P <</MCID 3>> BDC BT /F 5 Tf <0001> Tj ET /Span <</Lang (en)>> BDC BT /F 5 Tf <0001> Tj "
        b"ET EMC EMC /Artifact BMC BT /F 5 Tf <0001> Tj ET EMC BT /F 5 Tf <0001> Tj ET"
    )
    assert [run.mark for run in runs] == [(0, 3), (0, 3), ARTIFACT, (0, -1)]


def test_a_form_stands_where_it_is_drawn(page: Any) -> None:
    form = b"/P <</MCID 0>> BDC BT /F 5 Tf 1 0 0 1 1 1 Tm <0001> Tj ET EMC BT /F 5 Tf <0001> Tj ET"
    first, second = page(b"/P <</MCID 7>> BDC q 1 0 0 1 5 5 cm /X Do Q EMC", form)
    assert (first.x, first.y) == (16, 26)
    assert first.mark[0] > 0
    assert first.mark[1] == 0
    assert second.mark == (0, 7)


def test_a_form_that_draws_itself_ends(page: Any) -> None:
    assert len(page(b"/X Do", b"BT /F 5 Tf <0001> Tj ET /X Do")) <= 12


@pytest.mark.parametrize(
    ("state", "seen"),
    [(b"3 Tr", False), (b"0 Tr", True), (b"0 0 50 50 re W n", True), (b"60 60 9 9 re W n", False)],
)
def test_what_can_be_seen(page: Any, state: bytes, seen: bool) -> None:
    (run,) = page(b"q " + state + b" BT /F 5 Tf 1 0 0 1 5 5 Tm <0001> Tj ET Q")
    assert run.seen is seen


@pytest.mark.parametrize(
    "content", [b"BT Tf Tj ET", b"Q Q EMC ET", b"[ <0001 TJ", b"/Y Do /F Do", b"cm re Tm \xff"]
)
def test_nothing_breaks_it(page: Any, content: bytes) -> None:
    assert all(not run.text for run in page(content))


def test_it_reads_what_pdfium_reads(built_edition: Path) -> None:
    path = built_edition / "build" / "the-ferry-books.pdf"
    known: dict[Any, Glyphs] = {}
    with pikepdf.open(path) as pdf:
        ours = [
            runs_of(page.obj, lambda font: known.setdefault(font.objgen, glyphs_of(font)))
            for page in pdf.pages
        ]
        height = float(pdf.pages[0].mediabox[3])
    theirs = letters_of(path)
    assert len(ours) == len(theirs)
    for runs, others in zip(ours, theirs, strict=True):
        read = "".join(run.text for run in runs), "".join(letter.text for letter in others)
        assert letters(read[0]) == letters(read[1])
        lines = {round(height - run.y) for run in runs if letters(run.text)}
        assert lines == {round(o.top) for o in others if letters(o.text)}


# --- words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [
        ("gov\u2010ernment of\u00a0the", "government of the"),
        ("well‐known", "well-known"),
        ("difﬁcult aﬀairs", "difficult affairs"),
        ("so he said…", "so he said..."),
        ("the ʼAlam – 3‒4", "the ’Alam – 3–4"),
        ("2nd CENTURY", "2ⁿᵈ century"),
        ("ГОД и год", "год и ГОД"),
        ("· so ‹then› it ends.", "so then it ends."),
        ("see 45 and 𝑎²", "see \0 and \0"),
        ("see ܫܠܡܐ there", "see ܐܡܠܫ there"),
        ("שָׁלוֹם", "שלום"),
        ("کتاب ۱۲", "كتاب ١٢"),
    ],
)
def test_words_that_are_the_same(printed: str, wanted: str) -> None:
    assert difference(printed, wanted) is None


@pytest.mark.parametrize(
    ("printed", "wanted", "at"),
    [
        ("The river rose", "The river rises", "rose"),
        ("The river", "The river, and", ""),
        ("The river and the sea", "The river", "and the sea"),
        ("1927", "1972", "1927"),
        ("«so» he said", "“so” he said", "«so»"),
        ('"so" he said', "“so” he said", "so"),
        ("‘so’ he said", "“so” he said", "‘so’"),
        ("so he said", "“so” he said", "so"),
        ("the warden's book", "the warden’s book", "warden's"),
        ("a child–or a dog", "a child—or a dog", "child–or"),
        ("naive", "naïve", "naive"),
        ("see x", "see \0 and more", "see x"),
        ("see שלום there", "see םולש there", "שלום"),
        ("كتاب (هنا)", "كتاب )هنا(", "هنا"),
    ],
)
def test_words_that_are_not(printed: str, wanted: str, at: str) -> None:
    parted = difference(printed, wanted)
    assert parted is not None
    assert at in parted.printed


def test_marks_that_a_face_of_the_editions_own_may_draw_alike() -> None:
    printed, wanted = same_marks("'so' he said–or not"), same_marks("“so” he said—or not")
    assert difference(printed, wanted) is None
    assert difference(same_marks("so he said"), same_marks("“so” he said")) is not None


def test_long_texts_are_compared_quickly() -> None:
    wanted = " ".join(["a\0b"] * 20_000)
    assert difference(folded(wanted.replace("\0", "x")), wanted) is None
    assert difference("a" * 200_000, "a" * 199_999 + "b") is not None


# --- memory --------------------------------------------------------------------------------------

LINE = b"1 0 0 1 9 9 Tm [<000100100010>9<0011>] TJ "
PAGE = b"/P <</MCID 0>> BDC BT /F 9 Tf " + LINE * 100 + b"ET EMC "


def test_a_longer_book_takes_no_more_memory(tmp_path: Path) -> None:
    """A page has 100 runs, of some 400 bytes each: those of 60 pages more would take 2.4 MB."""
    short, long = (peaks_of(tmp_path, pages) for pages in (20, 80))
    assert [more - less < 200_000 for less, more in zip(short, long, strict=True)] == [True, True]


def peaks_of(folder: Path, pages: int) -> list[int]:
    """Return the most bytes that Python has at once while it reads a PDF of so many pages: at first
    with no cache of pages, then with its own."""
    book, kept = folder / f"{pages}.pdf", folder / f"{pages}.pages"
    with pikepdf.new() as pdf:
        font = pdf.make_indirect(font_of(pdf))
        for number in range(pages):
            pdf.add_blank_page(page_size=(100, 100))
            pdf.pages[-1].obj.Resources = Dictionary(Font=Dictionary(F=font))
            pdf.pages[-1].obj.Contents = pdf.make_stream(PAGE + b"%% %d" % number)
        pdf.save(book)
    peaks: list[int] = []
    for old in (Path(os.devnull), kept):
        new = Path(os.devnull) if peaks else kept
        with old.open("rb") as before, new.open("wb") as behind:
            cache = PageCache(before, behind)
            tracemalloc.start()
            assert len(read_book(book, cache=cache).labels) == pages
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()
        assert cache.count == (0 if peaks[1:] else pages)
    return peaks


def test_the_lines_at_a_target_are_read_in_both_directions() -> None:
    """In a book from right to left a line is drawn as it is read, also one of Latin words."""
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(100, 100))
    page = pdf.pages[0].obj
    link = pdf.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name.Link, Dest=Array([page, Name.XYZ, 0, 60, 0]))
    )
    page.Annots = Array([link])
    drawn = [("above", 10.0, 80.0), ("3 ", 60.0, 50.0), ("small", 20.0, 50.0), ("no", 80.0, 49.0)]
    runs = [Run(text, x, y, x + 10, y, 10, (0, n), True) for n, (text, x, y) in enumerate(drawn)]
    links = Links(pdf)
    links.read(0, runs)
    (target,) = links.targets([link.objgen])
    assert isinstance(target, PrintedTarget)
    assert target.letters.split(WILD) == ["small3no", "3smallno"]


def test_a_text_in_ascii_is_folded_as_any_other() -> None:
    """A letter beyond ASCII behind the text leads it the other way."""
    chance = random.Random(7)
    for _ in range(2000):
        text = "".join(chance.choices([chr(code) for code in range(128)], k=9))
        assert folded(text) == folded(f"{text}é").removesuffix("é"), repr(text)
