"""The contact sheet: every spread of the book, and marks over the words with faults."""

from __future__ import annotations

import re
from base64 import b64decode
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest
from lxml import html
from PIL import Image

from octavo.pdf.contact_sheet.spreads import SheetPage, make_sheet, spreads
from octavo.pdf.contact_sheet.thumbnails import Picture
from tests.building import copy_of, doit, octavo, tasks_of

# A line that cannot be filled, in the text; a letter that no font has, in a note. Both are looked
# for at the line on which they are written.
FAULTS = f"""
Plain words stand in front of it all.

Three stretched words {"W" * 19} and many more behind them.[^odd]

[^odd]: This letter, \ue0f1, is of nobody's alphabet.
"""


@pytest.fixture(scope="module")
def shown(built_edition: Path, tmp_path_factory: pytest.TempPathFactory):
    """Build an edition with two faults; give its folder and the output of `octavo sheet`."""
    folder = copy_of(built_edition, tmp_path_factory.mktemp("sheet") / "ferry")
    with (folder / "source" / "01-crossing.md").open("a", encoding="utf-8") as text:
        text.write(FAULTS)
    with (folder / "source" / "edition.yaml").open("a", encoding="utf-8") as edition:
        edition.write("print: {gutter: 5mm}\n")  # binding moves the pages, and the marks with them
    return folder, octavo("sheet", folder).stdout


def sheet_of(folder: Path):
    return html.fromstring((folder / "build" / "sheet.html").read_text(encoding="utf-8"))


def pdf_of(folder: Path):
    (path,) = (folder / "build").glob("*.pdf")
    return pdfplumber.open(path)


def line_of(folder: Path, words: str) -> int:
    text = (folder / "source" / "01-crossing.md").read_text(encoding="utf-8")
    return next(n for n, line in enumerate(text.split("\n"), 1) if words in line)


def test_findings_tell_page_and_place(shown) -> None:
    folder, said = shown
    stretched, letter = line_of(folder, "Three stretched"), line_of(folder, "This letter")
    assert re.search(
        rf"^source/01-crossing\.md:{stretched}:1: P015 a line is stretched, to word spaces of "
        r"[\d.]+ em: “Three stretched words” \(page \d+\)$", said, re.MULTILINE,
    ), said  # fmt: skip
    assert re.search(rf"^source/01-crossing\.md:{letter}:\d+: P020 .*\(U\+E0F1\)", said, re.M), said


def test_check_tells_what_was_seen(shown) -> None:
    folder, _ = shown
    told = octavo("check", folder).stdout
    assert "P015 a line is stretched" in told
    assert "P020" in told


def test_sheet_has_all_spreads(shown) -> None:
    folder, _ = shown
    page = sheet_of(folder)
    with pdf_of(folder) as pdf:
        count = len(pdf.pages)
    assert count % 2 == 0
    assert len(page.xpath("//main/div[@class='spread']")) == count // 2 + 1
    assert [f.get("id") for f in page.xpath("//figure")] == [f"p-{n}" for n in range(1, count + 1)]
    labels = [caption.text for caption in page.xpath("//figcaption")]
    assert labels[:2] == ["i", "ii"]
    assert labels.count("1") == 1
    sides = [f.get("class") for f in page.xpath("//figure")]
    assert sides == ["page recto", "page verso"] * (count // 2)


def test_marks_stand_over_their_words(shown) -> None:
    folder, _ = shown
    page = sheet_of(folder)
    (mark,) = page.xpath("//a[@data-code='P015'][contains(@title, 'Three stretched')]")
    figure = mark.getparent().getparent()
    number = int(figure.get("id").removeprefix("p-"))
    left, top, width, height = (float(v) for v in re.findall(r"([\d.]+)%", mark.get("style")))
    with pdf_of(folder) as pdf:
        printed = pdf.pages[number - 1]
        words = {w["text"]: w for w in printed.extract_words()}
        sides = float(printed.width), float(printed.height)
    box = (left * sides[0] / 100, top * sides[1] / 100,
           (left + width) * sides[0] / 100, (top + height) * sides[1] / 100)  # fmt: skip
    for word in (words["Three"], words["words"]):
        middle = (word["top"] + word["bottom"]) / 2
        assert box[1] - 1 < middle < box[3] + 1
        assert box[0] - 1 < word["x0"] and word["x1"] < box[2] + 1
    assert words["Plain"]["bottom"] < box[1] + 3
    assert abs(words["Three"]["x0"] - box[0]) < 1


def test_pictures_show_ink_under_marks_and_none_in_the_margin(shown) -> None:
    folder, _ = shown
    (mark,) = sheet_of(folder).xpath("//a[@data-code='P015'][contains(@title, 'Three stretched')]")
    address = mark.getparent().find("img").get("src")
    picture = Image.open(BytesIO(b64decode(address.partition(",")[2]))).convert("L")
    left, top, width, height = (float(v) / 100 for v in re.findall(r"([\d.]+)%", mark.get("style")))
    x, y = picture.width, picture.height

    def darkest(a: float, b: float) -> int:
        cut = (int(a * x), int(top * y), int(b * x), int((top + height) * y))
        return picture.crop(cut).getextrema()[0]  # pyright: ignore[reportReturnType]

    assert darkest(left, left + width) < 100
    assert darkest(0, left - 0.02) == 255


def test_sheet_reaches_out_for_nothing(shown) -> None:
    folder, _ = shown
    page = sheet_of(folder)
    addresses = [*page.xpath("//@src"), *page.xpath("//@href")]
    assert addresses
    assert all(a.startswith(("data:image/png;base64,", "#")) for a in addresses)


def test_sheet_is_made_once(shown) -> None:
    folder, _ = shown
    before = (folder / "build" / "sheet.html").read_bytes()
    assert "sheet" not in tasks_of(doit(folder, "sheet"))
    (folder / "build" / "sheet.html").unlink()
    assert tasks_of(doit(folder, "sheet")) == ["sheet"]
    assert (folder / "build" / "sheet.html").read_bytes() == before


def test_pages_face_each_other() -> None:
    one, two, three, four = (SheetPage(n, str(n), "", 1, 1, ()) for n in range(1, 5))
    assert [(s.verso, s.recto) for s in spreads((one, two, three))] == [(None, one), (two, three)]
    assert [(s.verso, s.recto) for s in spreads((one, two, three, four))][-1] == (four, None)


def test_a_book_from_right_to_left_has_its_rectos_at_the_left() -> None:
    """The browser puts the two pages of a spread, verso and recto, in the order of `dir`."""
    pictures = [Picture(b"", 100.0, 150.0)] * 3
    steps = {}
    for direction in ("ltr", "rtl"):
        page = html.fromstring(make_sheet("ספר", ["i", "ii", "1"], pictures, [], {}, direction))
        assert page.xpath("//main/@dir") == page.xpath("//dialog/div/@dir") == [direction]
        sides = [f.get("class") for f in page.xpath("//figure")]
        assert sides == ["page recto", "page verso", "page recto"]
        steps[direction] = page.xpath("//button/@data-step")
    assert steps == {"ltr": ["-1", "1"], "rtl": ["1", "-1"]}
