"""What readers find and copy of a finished PDF is what the text says, at every place."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pikepdf
import pypdfium2
import pytest

from octavo.design.fonts import cut
from octavo.design.glyph_meanings import glyph_meanings
from tests.building import octavo
from tests.proof.reading import book_of, sheets_of

# Literata draws small capitals of both cases with one glyph; the title is too long for the head.
EDITION = """title: "The Caribbean Trade and the Merchants, Bankers, and Planters of a Long Century"
authors: [{family: Bobby, given: Bob B.}]
language: en-US
date: 2026
identifier: urn:uuid:00000000-0000-4000-8000-0000000000aa
sections: [a.md, b.md]
notes: {place: foot, numbering: section}
print: {trim: 6in 9in, typeface: Literata}
"""
WORDS = """The well-known twenty-first-century Anglo-American over-the-counter self-evident
court-martial of the commander-in-chief, a mother-in-law's hand-me-down, was demonstrated
internationally by representatives notwithstanding incomprehensibilities."""
FIRST = """# [Bob B. Bobby]{.smallcaps} and the Caribbean

A [BBC, Bab Bbc]{.smallcaps} bobs. q\u0303uick, quick.[^a] He wrote … and of 5 m².[^b]

WORDS

[^a]: First … last q\u0303, quick, m², efficient, [Caribbean]{.smallcaps} Bb, и\u0301мя И\u0301мя.
[^b]: A rune \u16a0 and a sign \U00012000, Greek λόγος, a\u2010b.
""".replace("WORDS", "\n\n".join(f"{'Ah, ' * i}{WORDS}" for i in range(40)))
SECOND = """# Caribbean Bobbins and the Babble of a Very Long Title that Cannot Fit on One Line

Other runes.[^c]

[^c]: A rune \u16a1 and a sign \U00012001 … no more.
"""
KNOWN = set(re.findall(r"\w+", WORDS.lower()))
DIVIDED = re.compile(r"(\w+)([-\u2010])\s*\n(\w+)")


class Built(NamedTuple):
    """A bound book, and its path."""

    pdf: bytes
    path: Path

    def poppler(self) -> str:
        """Give the words as pdftotext reads them."""
        done = subprocess.run(["pdftotext", self.path, "-"], capture_output=True, check=True)
        return done.stdout.decode()

    def pdfium(self) -> str:
        """Give the words as PDFium reads them: a hyphen at which it joins a word is U+0002."""
        pages = pypdfium2.PdfDocument(self.pdf)
        return "\n".join(page.get_textpage().get_text_bounded() for page in pages)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("words") / "bob"
    (folder / "source").mkdir(parents=True)
    for name, text in (("edition.yaml", EDITION), ("a.md", FIRST), ("b.md", SECOND)):
        (folder / "source" / name).write_text(text, encoding="utf-8")
    octavo("build", folder, "--form", "pdf")
    path = next((folder / "build").glob("*.pdf"))
    return Built(path.read_bytes(), path)


def test_an_ellipsis_is_one_and_a_letter_keeps_its_case(book: Built) -> None:
    for words in (" ".join(text.split()) for text in (book.poppler(), book.pdfium())):
        assert "He wrote … and of 5 m²." in words
        assert "First … last" in words
        assert "Bob B. Bobby and the Caribbean" in words
        assert "BBC, Bab Bbc bobs" in words
        assert not re.search(r"[a-z]B|Bankers, and Pl\S*…", words)


def test_a_letter_keeps_its_accent_and_gives_it_to_no_other(book: Built) -> None:
    found = Counter(re.findall(r"q\u0303?u\w*", book.poppler()))
    assert found == {"q\u0303uick": 1, "quick": 2}
    assert "и\u0301мя И\u0301мя" in book.poppler()


def test_letters_that_no_font_has_are_read_as_what_they_are(book: Built) -> None:
    notes = {note.id: note.text for note in book_of(book.pdf).notes}
    assert "\u16a0" in notes["note-a-2"]
    assert "\U00012000" in notes["note-a-2"]
    assert "\u16a1" in notes["note-b-1"]
    assert "\U00012001 … no more." in notes["note-b-1"]


def test_every_word_that_is_divided_is_found(book: Built) -> None:
    """Readers join a word at U+002D alone, and a compound that ends a line keeps its U+2010."""
    poppler, pdfium = book.poppler(), book.pdfium().replace("\r\n", "\n")
    joined = [parts for parts in divided(book.pdf, "-") if "".join(parts).lower() in KNOWN]
    kept = [parts for parts in divided(book.pdf, "\u2010") if "-".join(parts) in WORDS]
    assert len(joined) > 5
    assert len(kept) > 5
    for before, behind in joined:
        assert f"{before}{behind}" in poppler
        assert f"{before}\x02{behind}" in pdfium
    for before, behind in kept:
        assert f"{before}\u2010\n{behind}" in poppler
        assert f"{before}\u2010\n{behind}" in pdfium
    assert not [parts for parts in divided(book.pdf, "-") if "-".join(parts) in WORDS]
    assert not [parts for parts in divided(book.pdf, "\u2010") if "".join(parts).lower() in KNOWN]


def divided(pdf: bytes, hyphen: str) -> Iterator[tuple[str, str]]:
    """Yield the parts of each word that a line's end divides at a hyphen."""
    for sheet in sheets_of(pdf):
        lines = "\n".join(lines_of(sheet.runs))
        for before, sign, behind in DIVIDED.findall(lines):
            if sign == hyphen:
                yield before, behind


def lines_of(runs) -> Iterator[str]:
    line, at = "", None
    for run in runs:
        if at is not None and abs(run.y - at) > 6:
            yield line
            line = ""
        line, at = line + run.text, run.y
    yield line


@pytest.mark.parametrize("face", ["Literata-Regular", "EBGaramond-Italic"])
def test_a_glyph_is_what_its_font_says(face: str) -> None:
    data = cut(face)
    known = glyph_meanings(data, 0)
    letters = set(known.letters.values())
    assert {"a", "fi", "2", "…", "é", "и"} <= letters
    assert not {"ﬁ", "¹"} & letters
    assert known.alike
    assert known.of_missing(known.code_of_missing(0x16A0)) == "\u16a0"
    assert known.of_missing(known.code_of_missing(0x12000)) == "\ufffd"


def test_a_text_is_marked_only_where_its_glyphs_do_not_say_it(book: Built) -> None:
    said = Counter(actual_texts(book.pdf))
    assert said["…"] == 0
    assert said["²"] == 2
    assert said["T"] >= said["C"] > 0  # capitals in the small capitals of the running head
    assert sum(said.values()) < 60


def actual_texts(pdf: bytes) -> Iterator[str]:
    with pikepdf.open(BytesIO(pdf)) as opened:
        for page in opened.pages:
            contents = page.obj.get("/Contents", pikepdf.Array())
            for stream in contents if isinstance(contents, pikepdf.Array) else (contents,):
                for said in re.findall(rb"/ActualText <feff([0-9a-f]*)>", stream.read_bytes()):
                    yield bytes.fromhex(said.decode()).decode("utf-16-be")
