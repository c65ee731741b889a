"""Figures and plates on the pages: nothing cut, captions with their pictures, text that runs on."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pdfplumber
import pikepdf
import pytest
from PIL import Image

from octavo.pdf.typeset import Typeset
from tests.pdf.test_typeset import WORDS, call, lay_out, section, texts

# Pictures by name: width and height in pixels.
PICTURES = {
    "wide.png": (800, 300), "tall.png": (300, 2400), "square.png": (400, 400), "dot.png": (1, 1),
}  # fmt: skip
AREA = (36.0, 34.4, 244.0, 314.5)  # a recto's text: left, top, right, bottom, of 4 by 5 inches


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("pictures")
    (root / "source").mkdir()
    for name, size in PICTURES.items():
        Image.new("RGB", size, (90, 120, 150)).save(root / "source" / name)
    Image.new("CMYK", (60, 40), (0, 80, 10, 0)).save(root / "source" / "inks.jpg")
    frames = [Image.new("P", (30, 20), shade) for shade in (3, 90)]
    frames[0].save(root / "source" / "moving.gif", save_all=True, append_images=frames[1:])
    (root / "source" / "words.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="40"><text x="5" y="20">'
        "Words</text></svg>"
    )
    return root


def figure(name: str, caption: str = "A caption.", classes: str = "") -> str:
    kind = f' class="{classes}"' if classes else ""
    return (
        f'<figure{kind}><img src="source/{name}" alt="x"/>'
        f"<figcaption>{caption}</figcaption></figure>"
    )


def pictures(made: Typeset) -> list[tuple[int, float, float, float, float]]:
    """Give the page and the box of each picture."""
    with pdfplumber.open(BytesIO(made.pdf)) as document:
        return [
            (number, image["x0"], image["top"], image["x1"], image["bottom"])
            for number, page in enumerate(document.pages)
            for image in page.images
        ]


@pytest.mark.parametrize("name", ["tall.png", "wide.png"])
def test_a_picture_and_its_caption_stand_on_one_page(folder: Path, name: str) -> None:
    caption = "A caption of some length. " * 8
    made = lay_out(section(f"<p>{WORDS}</p>{figure(name, caption)}<p>{WORDS}</p>"), folder)
    assert not made.faults
    ((page, left, top, right, bottom),) = pictures(made)
    assert "A caption of some length" in texts(made.pdf)[page]
    assert AREA[1] - 1 < top < bottom < AREA[3] and right - left < AREA[2] - AREA[0] + 1
    wide, high = PICTURES[name]
    assert (right - left) / (bottom - top) == pytest.approx(wide / high, rel=0.02)


@pytest.mark.parametrize("name", ["inks.jpg", "moving.gif", "words.svg", "dot.png"])
def test_pictures_of_all_kinds_are_printed(folder: Path, name: str) -> None:
    made = lay_out(section(f"<p>{WORDS}</p>{figure(name)}"), folder)
    assert not made.faults
    assert name == "words.svg" or len(pictures(made)) == 1


def test_a_drawing_with_words_on_a_path_is_a_picture_that_speaks(folder: Path) -> None:
    path = '<path id="p" d="M9 30h200"/><text font-size="20"><textPath href="#p">Aare</textPath>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="240" height="40">{path}</text></svg>'
    (folder / "source" / "river.svg").write_text(svg)
    made = lay_out(section(f"<p>{WORDS}</p>{figure('river.svg')}"), folder)
    assert not made.faults
    ((_, left, _, right, _),) = pictures(made)
    assert right - left == pytest.approx(180, abs=1), "its own size, of 240 pixels"
    with pdfplumber.open(BytesIO(made.pdf)) as document:
        (image,) = document.pages[0].images
        assert image["srcsize"][0] / (180 / 72) > 400, "pixels to the inch"
    with pikepdf.open(BytesIO(made.pdf)) as pdf:
        alternatives = [str(o["/Alt"]) for o in pdf.objects if _has_alternative(o)]
    assert alternatives == ["x [Aare]"]


def _has_alternative(item: object) -> bool:
    return isinstance(item, pikepdf.Dictionary) and "/Alt" in item


def test_a_missing_picture_is_told_and_its_caption_printed(folder: Path) -> None:
    made = lay_out(section(f"<p>{WORDS}</p>{figure('none.png')}"), folder)
    assert {fault.rule.name for fault in made.faults} == {"picture_is_printed"}
    assert "A caption." in " ".join(texts(made.pdf))


def test_the_page_before_a_plate_fills_and_the_text_runs_on(folder: Path) -> None:
    paragraphs = "".join(f"<p>p{n} {WORDS * 3}</p>" for n in range(9))
    plate = figure("tall.png", "A plate.", "full-page")
    body = f"<p>{WORDS}</p>{plate}{paragraphs}"
    made, without = lay_out(section(body), folder), lay_out(section(f"<p>{WORDS}</p>{paragraphs}"))
    assert not made.faults
    ((page, *_),) = pictures(made)
    assert page == 1
    words = texts(made.pdf)
    assert words[1].strip() == "A plate."
    assert words[0] == texts(without.pdf)[0]
    assert len(words) == len(texts(without.pdf)) + 1
    assert [p.kind for p in made.page_map.pages][:3] == ["opening", "display", "text"]


def test_plates_behind_the_last_words_are_printed_in_order(folder: Path) -> None:
    plates = "".join(figure("square.png", f"Plate {n}.", "full-page") for n in (1, 2, 3))
    made = lay_out(section(f"<p>{WORDS}</p>{plates}"), folder)
    assert [text.strip() for text in texts(made.pdf)][1:] == ["Plate 1.", "Plate 2.", "Plate 3."]
    assert not made.faults


def test_the_rest_of_a_note_comes_before_a_plate(folder: Path) -> None:
    plate = figure("square.png", "A plate.", "full-page")
    body = f"<p>{WORDS}{call(1)}</p>{plate}<p>{WORDS * 9}</p>"
    made = lay_out(section(body, f"<p>{' '.join(f'w{n}' for n in range(260))}</p>"), folder)
    assert not made.faults
    words = texts(made.pdf)
    at = next(n for n, text in enumerate(words) if "A plate." in text)
    assert not [n for n, text in enumerate(words) if "w259" in text and n > at]


def test_a_plate_with_a_note_stands_where_it_is_written(folder: Path) -> None:
    plate = figure("square.png", f"A plate{call(1)}.", "full-page")
    notes = ("<p>Of the plate.</p>", "<p>Behind it.</p>")
    made = lay_out(section(f"<p>{WORDS}</p>{plate}<p>{WORDS}{call(2)}</p>", *notes), folder)
    assert not made.faults
    assert "Of the plate." in texts(made.pdf)[1] and "Behind it." in texts(made.pdf)[2]


def test_a_turned_figure_has_its_head_to_the_left(folder: Path) -> None:
    made = lay_out(section(f"<p>{WORDS}</p>{figure('wide.png', 'Turned.', 'landscape')}"), folder)
    assert not made.faults
    ((page, left, top, right, bottom),) = pictures(made)
    assert page == 1 and bottom - top > right - left
    with pdfplumber.open(BytesIO(made.pdf)) as document:
        letters = [c for c in document.pages[1].chars if c["text"] in "Turned"]
        assert letters and not any(c["upright"] for c in letters)
        assert min(c["x0"] for c in letters) > right
        first, last = letters[0], letters[-2]
        assert first["top"] > last["top"]
    assert AREA[1] - 1 < top and bottom < AREA[3] + 1


def test_several_pictures_stand_side_by_side_with_letters(folder: Path) -> None:
    picture = (
        '<span class="picture"><img src="source/square.png" alt="x"/> '
        '<span class="picture-letter">({})</span></span> '
    )
    body = "".join(map(picture.format, "ab"))
    made = lay_out(
        section(f'<figure class="pictures-2">{body}<figcaption>Both.</figcaption></figure>'), folder
    )
    assert not made.faults
    (page, _, top, right, _), (other, second, level, _, _) = pictures(made)
    assert page == other and right < second and abs(top - level) < 1
    assert "(a) (b)" in texts(made.pdf)[page]


def test_a_picture_in_a_note_is_small(folder: Path) -> None:
    note = '<p>With <img src="source/square.png" alt="x"/> in it.</p>'
    made = lay_out(section(f"<p>{WORDS}{call(1)}</p>", note), folder)
    assert not made.faults
    ((_, _, top, _, bottom),) = pictures(made)
    assert 20 < bottom - top < 6 * 11.5 + 1


# --- pictures among words ------------------------------------------------------------------------

LARGE = '<img src="source/large.png" alt="x"/>'
BESIDE = {
    "a picture, then words": f"{LARGE} We used the following morning for a meeting of all.",
    "a picture, a break, then words": f"{LARGE}\nInternationalization, they said, and left.",
    "a picture, then a word without a space": f"{LARGE}Internationalization, they said.",
    "words, a picture, words": f"We used {LARGE} the following morning for a meeting.",
    "two pictures": f"{LARGE} {LARGE}",
    "two pictures, then words": f"{LARGE} {LARGE} The following morning they left.",
    "a picture within emphasis": f"<em>{LARGE} following words</em> of the morning.",
    "a picture that is said to be as wide": LARGE.replace("/>", ' style="width:100%"/>')
    + " Words.",
}


@pytest.mark.parametrize("name", BESIDE)
def test_words_beside_a_wide_picture_stay_on_the_paper(folder: Path, name: str) -> None:
    Image.new("RGB", (1200, 500), "grey").save(folder / "source" / "large.png")
    body = f"<p>{WORDS}</p><p>{BESIDE[name]}</p><p>{WORDS}</p>"
    made = lay_out(section(body), folder)
    assert not made.faults
    assert not [issue for issue in made.page_issues if issue.rule.code in {"P004", "P019"}]
    left, _, right, _ = AREA
    boxes = pictures(made)
    assert len(boxes) == BESIDE[name].count("<img")
    measure = right - left
    for _, x, _, end, _ in boxes:
        assert end - x == pytest.approx(measure, abs=1), "as wide as the text"
    printed = " ".join(texts(made.pdf)).replace("\u2010\n", "").replace("\n", " ")
    for word in re.findall(r"[a-z]{4,}", re.sub("<.*?>", "", BESIDE[name])):
        assert word[:4] in printed


def test_a_small_picture_keeps_the_indent_of_its_paragraph(folder: Path) -> None:
    sign = '<img src="source/dot.png" alt="x" style="width:6pt"/>'
    made = lay_out(section(f"<p>Words.</p><p>{sign} and words.</p>"), folder)
    ((page, left, *_),) = pictures(made)
    assert page == 0 and AREA[0] + 5 < left < AREA[0] + 20


OVER = {
    "at the right": ('style="max-width: none; width: 900pt"', "at the right edge"),
    "at the left": ('style="margin-left: -100pt"', "at the left edge"),
    "at the foot": ('style="max-height: none; height: 900pt; width: 9pt"', "at the (foot|head)"),
}


@pytest.mark.parametrize("how", OVER)
def test_a_picture_that_leaves_the_paper_is_an_error_with_its_file(folder: Path, how: str) -> None:
    style, said = OVER[how]
    picture = f'<img src="source/square.png" alt="x" {style}/>'
    note = f"<p>With {picture} in it.</p>"
    for made in (
        lay_out(section(f"<p>{picture}</p>"), folder),
        lay_out(section(f"<p>Words{call(1)}</p>", note), folder),
    ):
        (fault,) = [f for f in made.faults if "picture" in f.message]
        assert (fault.rule.code, fault.image) == ("P004", "source/square.png")
        assert re.search(said, fault.message)


def test_a_picture_in_the_bleed_is_no_fault(folder: Path) -> None:
    (folder / "styles").mkdir()
    (folder / "styles" / "print.css").write_text("@page { bleed: 9pt }")
    picture = '<img src="source/square.png" alt="x" style="margin-left: -{}pt"/>'
    wide, inside = (
        lay_out(section(f"<p>{picture.format(points)}</p>"), folder) for points in (70, 38)
    )
    (folder / "styles" / "print.css").unlink()
    assert [fault.rule.code for fault in wide.faults] == ["P004"] and not inside.faults
