"""Readers of layouts: hOCR, ALTO, PAGE XML and PDF; and what hostile files get."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest

from octavo.ingest import Options, Unreadable, ingest, read_scan
from octavo.ingest.reading.files import LARGEST
from tests.ingest import layouts


@pytest.mark.parametrize("maker", [layouts.hocr, layouts.alto, layouts.page_xml])
def test_a_layout_gives_paragraphs_and_notes(maker, tmp_path: Path) -> None:
    path = tmp_path / "scan.xml"
    path.write_text(maker(), encoding="utf-8")
    made = ingest(read_scan([path]), Options())
    (text,) = (text for name, text in made.files.items() if name.endswith(".md"))
    assert text.startswith("# Calendars and Clocks\n")
    for paragraph in layouts.PARAGRAPHS:
        assert f"\n\n{paragraph}\n" in text
    for number, note in enumerate(layouts.NOTES, 1):
        assert f"\n[^{number}]: {note}\n" in text
    assert [doubt.kind for doubt in made.doubts] == ["note parted by a page"]
    assert {words for _, words, _ in made.taken_out} == {
        "THE HISTORY OF THINGS 11", "12 THE HISTORY OF THINGS",
    }  # fmt: skip
    assert made.account.balanced


def _pdf(pages: list[list[tuple[int, int, int, str]]], **options) -> bytes:
    """Return a PDF with lines of text: left, bottom, size, words; `^` raises the next figure."""
    pdf = pikepdf.new()
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1,
                              BaseFont=pikepdf.Name.Helvetica)  # fmt: skip
    for lines in pages:
        page = pdf.add_blank_page(page_size=(420, 600))
        ops = []
        for left, bottom, size, words in lines:
            ops.append(f"BT {left} {bottom} Td")
            body, *raised = words.split("^")
            ops.append(f"/F {size} Tf ({body}) Tj")
            for part in raised:
                ops.append(f"5 Ts /F {size * 0.6} Tf ({part[0]}) Tj 0 Ts /F {size} Tf "
                           f"({part[1:]}) Tj")  # fmt: skip
            ops.append("ET")
        page.Contents = pdf.make_stream("\n".join(ops).encode("latin-1"))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
    out = io.BytesIO()
    pdf.save(out, **options)
    return out.getvalue()


def test_a_pdf_gives_its_notes(tmp_path: Path) -> None:
    path = tmp_path / "scan.pdf"
    path.write_bytes(_pdf([
        [(60, 540, 18, "Of Things"), (60, 500, 11, "The first letter left in March, and nobody in"),
         (60, 486, 11, "the ministry read it before May.^1 The second came"),
         (60, 472, 11, "back unopened.^2 Nothing else was heard of either"),
         (60, 100, 8, "1 Registry of letters, vol. 4, p. 17."),
         (60, 90, 8, "2 The account of the porter is in the file of the")],
        [(60, 540, 11, "of them until the autumn of that year."),
         (60, 100, 8, "household, box 3.")],
    ]))  # fmt: skip
    made = ingest(read_scan([path]), Options())
    (text,) = (text for name, text in made.files.items() if name.endswith(".md"))
    assert "before May.[^1] The second came back unopened.[^2] Nothing else was heard" in text
    assert "heard of either of them until the autumn of that year.\n" in text
    assert "[^1]: Registry of letters, vol. 4, p. 17.\n" in text
    assert "[^2]: The account of the porter is in the file of the household, box 3.\n" in text


ENTITY = ('<?xml version="1.0"?><!DOCTYPE alto [<!ENTITY x SYSTEM "{}">]><alto><Layout><Page>'
          "<PrintSpace><TextBlock><TextLine><String CONTENT='a'/></TextLine></TextBlock>"
          "</PrintSpace></Page></Layout><Description>&x;</Description></alto>")  # fmt: skip
HOSTILE = {
    "empty.txt": (b"", "is empty"),
    "blank.txt": (b" \n\n", "is empty"),
    "binary.txt": (bytes(range(32)) * 100, "is no text"),
    "mixed.txt": ("é and è and à".encode() + b" \xe9", "is broken: most of the file is UTF-8"),
    "half.txt": (b"\xff\xfeh\x00i", "is not UTF-16"),
    "broken.pdf": (b"%PDF-1.7 nothing", "is broken"),
    "deep.xml": (b"<alto>" + b"<a>" * 5000 + b"</a>" * 5000 + b"</alto>", "is broken"),
    "word.docx": (b"PK\x03\x04rest", "is an archive or a document of Word"),
    "~$word.docx": (b"x", "lock file"),
    ".~lock.word.odt#": (b",ann,host,01.01.2020;", "lock file"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_one_sentence(name: str, tmp_path: Path) -> None:
    data, words = HOSTILE[name]
    (tmp_path / name).write_bytes(data)
    with pytest.raises(Unreadable, match=words):
        read_scan([tmp_path / name])


def test_an_entity_reads_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("do not read", encoding="utf-8")
    path = tmp_path / "scan.xml"
    path.write_text(ENTITY.format(secret.as_uri()), encoding="utf-8")
    with pytest.raises(Unreadable, match="declares entities"):
        read_scan([path])


def test_a_protected_pdf_and_one_without_text_are_named(tmp_path: Path) -> None:
    page = [[(60, 500, 11, "Some words that nobody may read without the password.")]]
    locked = pikepdf.Encryption(owner="a", user="b")
    (tmp_path / "locked.pdf").write_bytes(_pdf(page, encryption=locked))
    (tmp_path / "picture.pdf").write_bytes(_pdf([[]]))
    for name, words in (("locked.pdf", "password"), ("picture.pdf", "no text layer")):
        with pytest.raises(Unreadable, match=words):
            read_scan([tmp_path / name])


def test_a_text_of_a_hundred_megabytes_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(Unreadable, match="part it into"):
        read_scan([path])


@pytest.mark.parametrize("data", [
    b"*" * 50_000 + b"a\n" + b"[" * 30_000, b"<sup>" * 20_000, b"# " * 20_000,
    b"_a" * 20_000, b"$^{" * 10_000, b"`" * 30_000,
], ids=["stars", "sup", "hashes", "underscores", "tex", "ticks"])  # fmt: skip
def test_a_line_of_signs_takes_no_time(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "signs.txt"
    path.write_bytes(data + b"\n\nA text of words.\n")
    made = ingest(read_scan([path]), Options())
    assert made.account.balanced


def test_latin_1_and_marks_of_order_are_read(tmp_path: Path) -> None:
    words = "Beethoven à Olmütz, with enough words to be a text."
    (tmp_path / "latin.txt").write_bytes(words.encode("latin-1"))
    (tmp_path / "marked.txt").write_bytes(b"\xef\xbb\xbf" + words.encode())
    for name, remark in (("latin.txt", "Latin-1"), ("marked.txt", "byte order mark")):
        scan = read_scan([tmp_path / name])
        assert scan.text == words
        assert remark in scan.remarks[0]
