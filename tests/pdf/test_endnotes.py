"""Notes at the end of their section and of the edition, read back from the printed pages."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import orjson
import pdfplumber
import pikepdf
import pytest

from octavo.docx import footnotes_of
from tests.building import octavo

LOREM = "The quick brown fox jumps over the lazy dog and the hound sleeps on. "
SETTINGS = """title: The Book
language: en-GB
date: 2026
front_matter: [00-preface.md]
sections: [01-one.md, 02-two.md]
notes: {place: PLACE, numbering: section}
print: {trim: 5in 7in}
"""


TITLES = ("Before", "First Things", "Last Things")


def text(title: str, notes: int) -> str:
    paragraphs = [
        f"{LOREM * 6}Called.[^{n}]\n\n[^{n}]: Note {n} of {title}, {LOREM.lower() * 2}\n"
        for n in range(1, notes + 1)
    ]
    marked = f"{LOREM * 2}Marked.[^*m]\n\n[^*m]: The mark of {title}.\n"
    return f"# {title}\n\n" + "\n".join(paragraphs) + "\n" + marked


@pytest.fixture(scope="module", params=["section", "edition"])
def printed(request, tmp_path_factory) -> tuple[str, list[str], Path]:
    """The place of the notes, the text of each page, and the PDF."""
    folder = tmp_path_factory.mktemp(request.param) / "edition"
    source = folder / "source"
    source.mkdir(parents=True)
    (source / "edition.yaml").write_text(SETTINGS.replace("PLACE", request.param))
    for name, title, notes in (
        ("00-preface", "Before", 1), ("01-one", "First *Things*", 30), ("02-two", "Last Things", 3)
    ):  # fmt: skip
        (source / f"{name}.md").write_text(text(title, notes))
    octavo("build", folder)
    path = next((folder / "build").glob("*.pdf"))
    with pdfplumber.open(path) as pdf:
        pages = [page.extract_text() for page in pdf.pages]
    return request.param, pages, path


def pages_with(pages: list[str], words: str) -> list[int]:
    return [number for number, text in enumerate(pages) if words in text]


def test_every_note_is_printed_once_and_not_at_the_foot(printed) -> None:
    place, pages, _ = printed
    whole = " ".join(" ".join(pages).split())
    for title, count in (("Before", 1), ("First Things", 30), ("Last Things", 3)):
        for number in range(1, count + 1):
            assert len(re.findall(rf"\b{number}\. Note {number} of {title},", whole)) == 1
    called = pages_with(pages, "Called.")
    noted = pages_with(pages, "Note 1 of First Things")
    assert noted[0] >= called[8], place


def test_marked_notes_stay_at_the_foot(printed) -> None:
    _, pages, _ = printed
    for title in ("Before", "First Things", "Last Things"):
        (page,) = pages_with(pages, f"The mark of {title}.")
        assert "Marked." in pages[page]


def test_the_list_stands_where_it_is_asked_for(printed) -> None:
    place, pages, _ = printed
    first, last = pages_with(pages, "of First Things,"), pages_with(pages, "of Last Things,")
    opening = pages_with(pages, "Last Things")
    if place == "section":
        assert first[-1] < min(p for p in opening if "Last Things\n" in pages[p] and p > first[0])
    else:
        assert first[0] > max(pages_with(pages, "Called."))
        assert pages_with(pages, "\nBefore\n") and pages_with(pages, "\nFirst Things\n")
    assert last[0] >= first[-1]


def test_running_heads_tell_the_pages_of_the_text(printed) -> None:
    """Each page of notes but the first is headed by the folios of the calls of its notes."""
    place, pages, path = printed
    if place == "section":
        return
    with pikepdf.open(path) as pdf:
        labels = _labels(pdf)
    heads = 0
    for index, page in enumerate(pages):
        head = re.search(r"notes to pages? (\d+)(?:–(\d+))?", page.split("\n")[0].lower())
        if head is None:
            continue
        heads += 1
        noted = re.findall(r"\b(\d+)\. Note \1 of (First Things|Last Things)", page)
        where = [_page_of_call(pages, int(number), title) for number, title in noted]
        first, last = labels[where[0]], labels[where[-1]]
        assert (head[1], head[2] or head[1]) == (first, last)
        assert index > where[-1]
    assert heads >= 2


def _page_of_call(pages: list[str], number: int, title: str = "First Things") -> int:
    """The page of a paragraph of a chapter: each ends with its call, "Called.12"."""
    ends = [pages_with(pages, f"The mark of {one}")[0] for one in TITLES]
    at = TITLES.index(title)
    start = ends[at - 1] + 1 if at else 0
    called = re.compile(rf"Called\.{number}\b")
    return next(p for p in range(start, ends[at] + 1) if called.search(pages[p]))


def _labels(pdf: pikepdf.Pdf) -> list[str]:
    return [pikepdf.Page(page).label for page in pdf.pages]


def test_links_lead_both_ways(printed) -> None:
    """Each call has a link to the page of its note, each note's number one to that of its call."""
    _, pages, path = printed
    with pikepdf.open(path) as pdf:
        index = {page.objgen: n for n, page in enumerate(pdf.pages)}
        links = {
            (n, index[a.Dest[0].objgen])
            for n, page in enumerate(pdf.pages)
            for a in page.get("/Annots", ())
            if "/Dest" in a
        }
    (noted,) = pages_with(pages, "Note 30 of First Things")
    called = _page_of_call(pages, 30)
    assert (called, noted) in links
    assert (noted, called) in links


def test_epub_and_word_keep_every_note(printed) -> None:
    *_, path = printed
    counts = path.parent / "counts.json"
    assert sum(row["notes"] for row in orjson.loads(counts.read_bytes())) == 37
    with zipfile.ZipFile(path.with_suffix(".epub")) as book:
        text = "".join(book.read(name).decode() for name in book.namelist() if "text/" in name)
    assert text.count('epub:type="footnote"') == 37
    assert len(footnotes_of(path.with_suffix(".docx").read_bytes())) == 37
