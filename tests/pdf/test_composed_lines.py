"""Paragraphs that are composed: their lines read back from the boxes of the layout and the PDF."""

from __future__ import annotations

import random
import re
from io import BytesIO
from itertools import accumulate, groupby, pairwise
from statistics import pstdev
from typing import Any

import pdfplumber
import pytest
import weasyprint
from fontTools.colorLib.builder import buildCOLR, buildCPAL
from fontTools.feaLib.builder import addOpenTypeFeaturesFromString
from fontTools.ttLib import TTFont
from weasyprint.formatting_structure import boxes

from octavo.design.fonts import cut
from octavo.locales.line_breaks import line_breaks
from octavo.pdf.engine import faults, read_pages, write
from octavo.pdf.engine.composed.shapes import Faces
from octavo.pdf.engine.notes.broken_notes import lines_of
from tests.pdf.twelve_lines import in_font, note, render

WORDS = (
    "The minister answered the ambassador within a fortnight, and the ambassador, who had waited "
    "through the whole of the spring for considerably less than this, wrote the same evening to "
    "his government that nothing whatever had been promised, offered, or even properly refused. "
)
LONG = (
    "notwithstanding the constitutional representatives of international considerations in "
    "administrative correspondence "
)
JUSTIFIED = """
p, .note { text-align: justify; hyphens: auto; hyphenate-limit-chars: 6 2 3 }
html { --word-space-shrink: 0.06em }
"""
NARROW = JUSTIFIED + "@page { size: 98px 120px }"
OFF = "html { --composer: off }"


def lines(document: weasyprint.Document) -> list[Any]:
    return [line for page in document.pages for line in lines_of(page._page_box.children[0])]


def texts(line: Any) -> list[Any]:
    return [box for box in line.descendants() if isinstance(box, boxes.TextBox)]


def said(line: Any) -> str:
    return "".join(box.text for box in texts(line))


def spacing(line: Any) -> float:
    return max((float(box.justification_spacing) for box in texts(line)), default=0.0, key=abs)


def rows_of_hyphens(document: weasyprint.Document) -> list[int]:
    ends = "".join("-" if said(line).endswith(("\u2010", "-")) else " " for line in lines(document))
    return [len(row) for row in ends.split()]


def test_total_fit_stretches_less_than_greedy_lines() -> None:
    body = f"<p>{WORDS * 6}</p>"
    composed, greedy = render(body, JUSTIFIED), render(body, JUSTIFIED + OFF)
    ours, theirs = (
        [max(0.0, spacing(line)) ** 3 for line in lines(document)[:-1]]
        for document in (composed, greedy)
    )
    assert sum(ours) < 0.5 * sum(theirs)
    assert max(ours) < max(theirs)
    assert all(line.composed for page in read_pages(composed) for line in page.text)
    assert not any(line.composed for page in read_pages(greedy) for line in page.text)


def test_the_words_are_those_of_the_source_in_layout_and_pdf() -> None:
    document = render(f"<p>{WORDS * 6}</p>", JUSTIFIED)
    joined = " ".join(map(said, lines(document))).replace("\u2010 ", "")
    assert joined == (WORDS * 6).strip()
    with pdfplumber.open(BytesIO(write(document))) as pdf:
        printed = " ".join(page.extract_text(x_tolerance_ratio=0.08) for page in pdf.pages)
    assert re.sub(r"-\s", "", printed).split() == (WORDS * 6).split()


def test_each_line_fills_the_measure_in_the_pdf() -> None:
    """The rounding of widths to thousandths never adds up."""
    document = render(f"<p>{WORDS * 6}</p>", JUSTIFIED)
    with pdfplumber.open(BytesIO(write(document))) as pdf:
        for number, page in enumerate(pdf.pages):
            rows: dict[int, float] = {}
            for letter in page.chars:
                if letter["text"].strip():
                    row = round(letter["bottom"])
                    rows[row] = max(rows.get(row, 0.0), letter["x1"])
            ends = list(rows.values())
            full = ends[:-1] if number == len(pdf.pages) - 1 else ends
            assert max(full) - min(full) < 0.1


@pytest.mark.parametrize("limit", [0, 1, 2])
def test_no_more_hyphens_in_a_row_than_the_style_says(limit: int) -> None:
    style = f"{NARROW} html {{ --hyphenate-limit-lines: {limit} }}"
    rows = rows_of_hyphens(render(f"<p>{LONG * 8}</p>", style))
    assert max(rows, default=0) <= limit
    assert bool(rows) == bool(limit)


def test_the_hyphens_of_a_word_count() -> None:
    words = "twenty-four-hours one-and-twenty mother-in-law forget-me-not jack-in-the-box " * 6
    style = NARROW + "html { hyphens: manual; --hyphenate-limit-lines: 1 }"
    assert max(rows_of_hyphens(render(f"<p>{words}</p>", style))) == 1


def test_no_recto_ends_with_a_part_of_a_word() -> None:
    body = f"<p>{LONG * 20}</p>"
    free = render(body, NARROW + "html { --hyphenate-limit-last: none }")
    held = render(body, NARROW)
    ends = [[said([*lines_of(p._page_box.children[0])][-1]) for p in d.pages] for d in (free, held)]
    assert any(end.endswith("\u2010") for end in ends[0][::2])
    assert not any(end.endswith("\u2010") for end in ends[1][::2])
    joined = "".join(map(said, lines(held))).replace("\u2010", "").replace(" ", "")
    assert joined == (LONG * 20).replace(" ", "")


@pytest.mark.parametrize("looseness", [-1, 0, 1])
def test_a_paragraph_has_a_line_more_or_less_if_the_style_wants_it(looseness: int) -> None:
    body = f"<p>{WORDS * 7} one two three</p>"
    page = "@page { size: 200px 1800px }"
    best = len(lines(render(body, JUSTIFIED + page)))
    style = f"{JUSTIFIED} {page} p {{ --looseness: {looseness} }}"
    assert len(lines(render(body, style))) == best + looseness


def test_a_line_that_cannot_be_set_well_is_not_made_for_looseness() -> None:
    body = "<p>A short paragraph.</p>"
    for looseness in (-1, 1, 5):
        style = f"{JUSTIFIED} p {{ --looseness: {looseness} }}"
        assert len(lines(render(body, style))) == 1


def test_stops_and_hyphens_hang_into_the_margin() -> None:
    body = f"<p>{WORDS * 6}</p>"
    document = render(body, JUSTIFIED + "html { --hanging-punctuation: 1 }")
    found = 0
    for line in lines(document)[:-1]:
        last = texts(line)[-1]
        over = last.position_x + last.width - (line.position_x + 200)
        hangs = said(line)[-1] in ".,-\u2010"
        assert (over > 0.5) == hangs, said(line)
        found += hangs
    assert found
    for page in read_pages(document):
        for line in page.text:
            assert line.box.right <= page.area.right + 0.02


FITTED = JUSTIFIED + "html { --letter-fit: 0.015 } h2 { --letter-fit: 0; text-align: justify }"


def printed_lines(document: weasyprint.Document) -> list[tuple[str, float, float, float]]:
    """Return the lines of a PDF: the text, its edges, and how wide its letters are for their
    height."""
    with pdfplumber.open(BytesIO(write(document))) as pdf:
        chars = [char for page in pdf.pages for char in page.chars if char["text"].strip()]
    rows = groupby(chars, key=lambda char: (char["page_number"], round(char["top"], 1)))
    found = []
    for _, row in rows:
        row = [*row]
        scales = {round(char["matrix"][0] / abs(char["matrix"][3]), 5) for char in row}
        assert len(scales) == 1
        said = "".join(char["text"] for char in row)
        found.append((said, row[0]["x0"], row[-1]["x1"], scales.pop()))
    return found


def test_letters_are_a_little_wider_or_narrower_for_even_lines() -> None:
    body = f"<p>{WORDS * 9}</p>"
    page = "@page { size: 200px 2000px }"
    plain, fitted = render(body, JUSTIFIED + page), render(body, FITTED + page)
    spread, narrow = ([spacing(line) for line in lines(each)[:-1]] for each in (plain, fitted))
    assert pstdev(narrow) < 0.75 * pstdev(spread)
    assert max(narrow) < max(spread)
    printed = printed_lines(fitted)
    words = "".join(said for said, *_ in printed)
    assert re.sub("[-\u2010]", "", words) == "".join(WORDS.split()) * 9
    scales = [scale for *_, scale in printed]
    assert 0.985 <= min(scales) < 1 < max(scales) <= 1.015 and scales[-1] == 1
    assert {scale for *_, scale in printed_lines(plain)} == {1}
    for _, left, right, _ in printed[1:-1]:
        assert left == pytest.approx(0, abs=0.5) and right == pytest.approx(150, abs=0.05)


def test_a_line_takes_as_much_from_its_letters_as_from_its_spaces() -> None:
    """A line that lacks half of what is fair has letters wider by half of their share."""
    for line in lines(render(f"<p>{WORDS * 9}</p>", FITTED))[:-1]:
        (scale,) = {text.pango_layout.scale for text in texts(line)}
        extra, size = spacing(line), 8
        fair = 0.1 * size if extra > 0 else 0.06 * size
        if abs(extra) < fair:
            assert (scale - 1) / 0.015 == pytest.approx(extra / fair, abs=1e-6)
        else:
            assert abs(scale - 1) == pytest.approx(0.015)


BOX = '<span style="display: inline-block; width: 31px; height: 4px"></span>'


@pytest.mark.parametrize("joined", ["\u200b", BOX])
def test_no_line_sticks_out_for_what_its_letters_can_take_in(joined: str) -> None:
    """A line without spaces, as of an address, takes in as much as it was chosen for; the width of
    pictures is none of its letters'."""
    chance, narrower = random.Random(3), 0
    for _ in range(12):
        parts = ["".join(chance.choices("aeimnrst/", k=chance.randint(1, 3))) for _ in range(120)]
        found = lines(render(f"<p>{joined.join(parts)}</p>", FITTED))
        for line in found[:-1]:
            assert line.position_x + line.width <= 200 + 0.01, said(line)
            narrower += min(text.pango_layout.scale for text in texts(line)) < 1
    assert narrower


def test_letters_of_headings_and_of_right_to_left_are_never_changed() -> None:
    body = f'<h2>{WORDS}</h2><p>{WORDS}</p><p dir="rtl" lang="he">{"שלום עולם " * 40}</p>'
    found = {}
    for line in lines(render(body, FITTED)):
        kind = line.element_tag if "ש" not in said(line) else "rtl"
        found.setdefault(kind, set()).update(
            text.pango_layout.scale for text in texts(line) if hasattr(text.pango_layout, "scale")
        )
    assert found["h2"] == {1.0} and found["rtl"] <= {1.0} and len(found["p"]) > 3


@pytest.mark.parametrize(("asked", "most"), [("0.2", 0.02), ("-1", 0.0), ("3px", 0.0)])
def test_letters_are_changed_by_a_fiftieth_at_most(asked: str, most: float) -> None:
    style = f"{JUSTIFIED} html {{ --letter-fit: {asked} }}"
    scales = [
        text.pango_layout.scale
        for line in lines(render(f"<p>{WORDS * 6}</p>", style))
        for text in texts(line)
    ]
    assert max(abs(scale - 1) for scale in scales) == pytest.approx(most)


def test_markup_keeps_its_place() -> None:
    """Each piece of a line begins where the one before it ends; anchors go with what follows."""
    pieces = [
        f"<em>{w}</em>" if n % 3 == 0 else f'<a id="a{n}"></a>{w}' if n % 7 == 0 else w
        for n, w in enumerate((WORDS * 3).split())
    ]
    document = render(f"<p>{' '.join(pieces)}</p>", JUSTIFIED)
    anchors = []
    for line in lines(document):
        for before, box in pairwise(texts(line)):
            assert abs(before.position_x + before.width - box.position_x) < 0.01
        flat = [box for box in line.descendants() if not box.children]
        assert isinstance(flat[-1], boxes.TextBox), "an anchor ends a line"
        anchors += [box.element.get("id") for box in flat if isinstance(box, boxes.InlineBox)]
    wanted = [f"a{n}" for n in range(len(pieces)) if n % 7 == 0 and n % 3]
    assert [name for name in anchors if name] == wanted


def test_a_forced_end_is_kept_and_its_line_is_not_stretched() -> None:
    document = render(f"<p>One<br/>two <em>three<br/>four</em><br/><br/>{WORDS}</p>", JUSTIFIED)
    made = lines(document)
    assert [said(line).strip() for line in made[:4]] == ["One", "two three", "four", ""]
    assert all(spacing(line) == 0 for line in made[:3])
    assert made[3].height == made[2].height


def test_notes_begin_on_their_pages_and_run_over() -> None:
    calls = "".join(f"{WORDS}{note(n, WORDS * (n % 4 + 1))} " for n in range(1, 12))
    document = render(f"<p>{calls}</p>", JUSTIFIED)
    assert faults(document) == ()
    assert all(line.composed for page in read_pages(document) for line in page.notes)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a letter \ue0f7 that no font has " * 6, "glyph"),
        ("a mark\u202e that turns\u202c letters " * 6, "script"),
        (f"<span style='display: inline-block'>called{note(1, 'n')}</span> {WORDS}", "box"),
    ],
    ids=["letter", "mark", "box"],
)
def test_what_is_not_composed_is_left_to_pango_for_a_reason(text: str, reason: str) -> None:
    document = render(f"<p>{text}</p><p>{WORDS}</p>", JUSTIFIED)
    found = [line for page in read_pages(document) for line in page.text]
    assert {line.pango for line in found if line.block == 1} == {reason}
    assert {line.pango for line in found if line.block > 1} == {""}


@pytest.fixture(scope="module")
def kerned() -> str:
    """A style with a face that sets spaces nearer to some letters, as Times does."""
    font = TTFont(BytesIO(cut("EBGaramond-Regular")))
    rules = "pos T space -300; pos space A -250; pos y space -120; pos space w -60;"
    addOpenTypeFeaturesFromString(font, f"feature kern {{ {rules} }} kern;")
    return in_font(font)


JAPANESE = "漢字と仮名の混じった文章は、「字の間」で行を改める。しかし。行の初めに句点は来ない、"
THAI, KOREAN = "ภาษาไทยไม่มีช่องว่างระหว่างคน", "한국어에는 낱말 사이에 빈칸이 있다. "


@pytest.fixture(scope="module")
def wide() -> str:
    """A style with a face that has each letter of Japanese, Thai and Korean as a square."""
    font = TTFont(BytesIO(cut("EBGaramond-Regular")))
    size = font["head"].unitsPerEm
    font["hmtx"]["H"] = size, font["hmtx"]["H"][1]
    for table in font["cmap"].tables:
        table.cmap.update((ord(letter), "H") for letter in {*JAPANESE, *THAI, *KOREAN} - {" ", "."})
    return in_font(font)


def test_letters_of_japanese_are_set_apart_alike_and_none_that_may_not_begins_a_line(
    wide: str,
) -> None:
    text = f"{JAPANESE * 3}<em>{JAPANESE}</em>{JAPANESE * 2}"
    document = render(f"<p>{text}</p>", JUSTIFIED + wide)
    assert all(line.composed for page in read_pages(document) for line in page.text)
    made = lines(document)
    assert "".join(map(said, made)) == JAPANESE * 6
    assert not any(said(line)[0] in "、。」" or said(line)[-1] in "「" for line in made)
    with pdfplumber.open(BytesIO(write(document))) as pdf:
        rows: dict[int, list[float]] = {}
        for letter in pdf.pages[0].chars:
            rows.setdefault(round(letter["bottom"]), []).append(letter["x0"] / 0.75)
    widened = 0
    for row in [*rows.values()][:-1]:
        steps = [right - left for left, right in pairwise(row)]
        assert row[-1] + 8 == pytest.approx(200, abs=0.1)
        assert max(steps) < 8.9
        widened += max(steps) > 8.05
    assert widened


@pytest.mark.parametrize("text", [THAI * 8, KOREAN * 8], ids=["Thai", "Korean"])
def test_lines_end_by_the_rules_of_a_script(wide: str, text: str) -> None:
    document = render(f"<p lang='th'>{text}</p>", wide)
    assert all(line.composed for page in read_pages(document) for line in page.text)
    made, places = lines(document), line_breaks(text, "th")
    ends = accumulate(len(said(line)) for line in made)
    assert "".join(map(said, made)).replace(" ", "") == text.replace(" ", "")
    if " " not in text:
        assert {*ends} <= {*places}
    assert all(line.width <= 200.01 for line in made)
    assert all(line.width > 140 for line in made[:-1])


def test_a_letter_that_is_a_picture_is_left_to_pango() -> None:
    font = TTFont(BytesIO(cut("EBGaramond-Regular")))
    font["COLR"] = buildCOLR({"A": [("B", 0)]})
    font["CPAL"] = buildCPAL([[(1, 0, 0, 1)]])
    (page,) = read_pages(render(f"<p>{WORDS}</p>", in_font(font)))
    assert {line.pango for line in page.text} == {"glyph"}


def starts(document: weasyprint.Document) -> list[tuple[str, float]]:
    with pdfplumber.open(BytesIO(write(document))) as pdf:
        return [(c["text"], c["x0"]) for c in pdf.pages[0].chars if c["text"].strip()]


def test_a_face_that_kerns_its_spaces_is_composed_as_pango_sets_it(kerned: str) -> None:
    body = "<p>WAIT A day, T A T why we may <i>T</i>\u00a0A AT <b>AT A</b> way</p>"
    ours, theirs = render(body, kerned), render(body, kerned + OFF)
    plain = render(body, kerned + "html { font-kerning: none }")
    assert all(line.composed for page in read_pages(ours) for line in page.text)
    wanted = starts(theirs)
    assert [letter for letter, _ in wanted] == [letter for letter, _ in starts(ours)]
    assert [x for _, x in starts(ours)] == pytest.approx([x for _, x in wanted], abs=0.05)
    assert starts(plain)[-1][1] > wanted[-1][1] + 5


def test_lines_of_a_face_that_kerns_its_spaces_are_full(kerned: str) -> None:
    words = "Why WAIT A day? T AT A war: they say A way. " * 12
    for line in lines(render(f"<p>{words}</p>", JUSTIFIED + kerned))[:-1]:
        assert line.width == pytest.approx(200)
        for before, box in pairwise(texts(line)):
            assert before.position_x + before.width == pytest.approx(box.position_x)


MIXED = (
    "ויאמר (משה) אל העם, 1914–1918: «אל תיראו!» and in English “words” again, "
    "קרית־ספר <b>הקדשנו</b>. قال الوزير <i>إن الاجتماع</i> (الأول) كان مفيدًا، 25 لا غير. "
)


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_words_from_the_right_are_where_pango_sets_them(direction: str) -> None:
    body = f'<p dir="{direction}">{MIXED}</p>'
    style = f"p {{ direction: {direction} }} @page {{ size: 900px 100px }}"
    ours, theirs = render(body, style), render(body, style + OFF)
    assert all(line.composed for page in read_pages(ours) for line in page.text)
    assert not any(line.composed for page in read_pages(theirs) for line in page.text)
    made, wanted = (sorted(starts(document)) for document in (ours, theirs))
    assert len(made) > 100
    assert [letter for letter, _ in made] == [letter for letter, _ in wanted]
    assert [x for _, x in made] == pytest.approx([x for _, x in wanted], abs=0.1)
    found = []
    for document in (ours, theirs):
        with pdfplumber.open(BytesIO(write(document))) as pdf:
            found.append("".join(str(c["text"]) for c in pdf.pages[0].chars if c["text"].strip()))
    assert found[0] == found[1]


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_lines_of_words_from_the_right_are_full(direction: str) -> None:
    style = f"{JUSTIFIED} p {{ direction: {direction}; hyphens: manual }}"
    document = render(f'<p dir="{direction}">{MIXED * 6}</p>', style)
    assert all(line.composed for page in read_pages(document) for line in page.text)
    assert len(lines(document)) > 10
    for line in lines(document)[:-1]:
        pieces = sorted(texts(line), key=lambda box: box.position_x)
        assert pieces[0].position_x == pytest.approx(0, abs=0.01)
        assert pieces[-1].position_x + pieces[-1].width == pytest.approx(200, abs=0.01)
        for before, box in pairwise(pieces):
            assert before.position_x + before.width == pytest.approx(box.position_x, abs=0.01)
    joined = " ".join(said(line) for line in lines(document))
    plain = re.sub("<[^>]*>", "", MIXED * 6)
    assert joined.replace("־ ", "־").split() == plain.split()


FLOAT = "float: {}; width: 37px; height: {}px; margin: 0 3px"


@pytest.mark.parametrize("height", [20, 24, 70])
@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("place", ["within", "before"])
def test_lines_beside_a_float_fill_the_room_that_it_leaves(
    side: str, height: int, place: str
) -> None:
    style = f"{JUSTIFIED} .f {{ {FLOAT.format(side, height)} }} @page {{ size: 200px 1000px }}"
    ours, theirs = '<p><b><b class="f">I</b> with</b> ', '<b class="f">I</b><p><b>with</b> '
    document = render((ours if place == "within" else theirs) + WORDS * 4 + "</p>", style)
    assert all(line.composed for page in read_pages(document) for line in page.text)
    (float_box,) = [
        box
        for box in document.pages[0]._page_box.descendants()
        if box.is_floated() and box.element is not None and box.element.get("class") == "f"
    ]
    assert (float_box.position_x, float_box.position_y) == (157 if side == "right" else 0, 0)
    made = [line for line in lines(document) if said(line) != "I"]
    assert len(made) > 10
    for number, line in enumerate(made[:-1]):
        pieces = [box for box in texts(line) if box.text != "I"]
        left, right = pieces[0].position_x, pieces[-1].position_x + pieces[-1].width
        room = 157 if number * 10 < height else 200
        assert right - left == pytest.approx(room), said(line)
        assert left == pytest.approx(43 if room == 157 and side == "left" else 0)
        assert line.position_y == number * 10


def test_the_number_of_a_verse_is_beside_the_last_of_its_lines() -> None:
    number = ".f { float: right; position: relative; top: 1px; margin-right: -20px }"
    style = f"{number} p {{ padding: 0 20px 0 10px; text-indent: -10px }}"
    verse = "The minister answered the ambassador"
    body = "".join(f'<p>{verse}{" so" * n} <b class="f">{n}</b></p>' for n in range(12))
    document = render(body, style + "@page { size: 200px 1000px }")
    assert all(line.composed for page in read_pages(document) for line in page.text)
    found = document.pages[0]._page_box.descendants()
    paragraphs = [
        box for box in found if box.element_tag == "p" and isinstance(box, boxes.BlockBox)
    ]
    assert {len(box.children) for box in paragraphs} == {1, 2}
    for box in paragraphs:
        last = box.children[-1]
        (float_box,) = [each for each in last.descendants() if each.is_floated()]
        assert float_box.position_y == pytest.approx(last.position_y + 1)
        assert float_box.position_x + float_box.width == pytest.approx(200)


def test_a_line_without_room_beside_a_float_goes_below_it() -> None:
    style = JUSTIFIED + ".f { float: left; width: 190px; height: 25px }"
    document = render(f'<b class="f"> </b><p>{WORDS}</p>', style)
    first = next(line for line in lines(document) if said(line).startswith("The"))
    assert (first.position_x, first.position_y) == (0, 25)


def test_a_paragraph_beside_a_float_is_set_whole() -> None:
    """Its lines below the float are chosen with those beside it, and go on over the page's end."""
    style = JUSTIFIED + ".f { float: left; width: 60px; height: 30px }"
    document = render(f'<p><b class="f"> </b>{WORDS * 8}</p>', style)
    joined = " ".join(said(line).strip() for line in lines(document)).replace("\u2010 ", "")
    assert joined.strip() == (WORDS * 8).strip()
    assert len(document.pages) > 2


def test_the_first_letter_and_the_first_line_have_styles_of_their_own() -> None:
    letter = "p::first-letter { font-size: 17px; font-weight: bold }"
    (page,) = read_pages(render(f"<p>{WORDS}</p>", JUSTIFIED + letter))
    assert {line.pango for line in page.text} == {""}
    assert page.text[0].size == 12.75
    assert " ".join(line.text for line in page.text).replace("\u2010 ", "") == WORDS.strip()
    dropped = "p::first-letter { float: left; font-size: 20px; line-height: 20px }"
    document = render(f"<p>{WORDS}</p>", JUSTIFIED + dropped)
    made = [line for line in lines(document) if said(line) != "T"]
    pieces = [next(box for box in texts(line) if box.text != "T") for line in made]
    assert [box.position_x > 5 for box in pieces[:3]] == [True, True, False]
    (page,) = read_pages(render(f"<p>{WORDS}</p>", JUSTIFIED + "p::first-line { color: red }"))
    assert [line.pango for line in page.text][:2] == ["first-line", ""]
    assert " ".join(line.text for line in page.text).replace("\u2010 ", "") == WORDS.strip()


BOX = "display: inline-block; width: 30px; height: 16px; vertical-align: {}"


@pytest.mark.parametrize(
    "how", ["top", "bottom", "middle", "text-top", "text-bottom", "2px", "-3px", "baseline"]
)
def test_a_block_on_the_line_is_where_weasyprint_puts_it(how: str) -> None:
    body = f'<p>{WORDS} <span style="{BOX.format(how)}"></span> <b>{WORDS}</b></p>'
    found = []
    for style in ("", OFF):
        document = render(body, style)
        assert all(line.composed == (not style) for p in read_pages(document) for line in p.text)
        for line in lines(document):
            for box in line.descendants():
                if isinstance(box, boxes.InlineBlockBox):
                    found.append((box.position_y - line.position_y, line.height, box.width))
    assert found[0] == pytest.approx(found[1])


def test_blocks_and_words_on_the_line_follow_one_another_and_fill_it() -> None:
    block = '<span style="display: inline-block; width: 9px; margin-right: 2px"><b>b</b></span>'
    words = f" {block}, ".join(WORDS.split(", ") * 2)
    for line in lines(render(f"<p>{words}</p>", JUSTIFIED))[:-1]:
        assert not said(line).startswith(","), "the comma is parted from its block"
        for before, box in pairwise(line.children):
            assert before.position_x + before.margin_width() == pytest.approx(box.position_x)
        assert line.position_x + line.width == pytest.approx(200)


def test_a_letter_is_not_parted_from_the_block_on_the_line_beside_it() -> None:
    block = '<span style="display: inline-block; width: 9px"></span>'
    for line in lines(render(f"<p>{f'wording {block}thing of ' * 30}</p>", JUSTIFIED)):
        assert not (isinstance(line.children[0], boxes.TextBox) and said(line).startswith("th"))


def test_marks_that_change_no_order_are_not_seen() -> None:
    words = WORDS * 2
    marked = words.replace("the ", "the\u202c ").replace(" and", " \u200eand")
    assert marked != words
    plain, made = render(f"<p>{words}</p>", JUSTIFIED), render(f"<p>{marked}</p>", JUSTIFIED)
    assert all(line.composed for page in read_pages(made) for line in page.text)
    assert starts(made) == starts(plain)


def test_a_soft_hyphen_and_a_space_that_joins_are_kept() -> None:
    words = "extra\u00adordinarily un\u00adaccustomed to p.\u00a082 and no.\u00a014 in vol.\u00a03 "
    made = lines(render(f"<p>{words * 8}</p>", NARROW + "html { hyphens: manual }"))
    for line in made[:-1]:
        text = said(line)
        assert not text.endswith(("p.", "no.", "vol."))
        assert text.endswith("\u2010") == text.rstrip("\u2010").endswith("\u00ad")


def test_letters_that_are_set_apart_end_at_the_margin() -> None:
    style = JUSTIFIED + "p { letter-spacing: 2px }"
    for line in lines(render(f"<p>{WORDS * 2}</p>", style))[:-1]:
        last = texts(line)[-1]
        assert abs(last.position_x + last.width - 202) < 0.01


@pytest.mark.parametrize("size", range(90, 130, 4))
def test_the_last_two_letters_of_an_address_are_not_alone(size: int) -> None:
    address = "https:/|example|.org|/one|/another|/third|/fourth|/fifth|/".replace("|", "\u200b")
    style = f"{JUSTIFIED} @page {{ size: {size}px 400px }} p {{ overflow-wrap: anywhere }}"
    for before in range(0, 30, 3):
        printed = [*map(said, lines(render(f"<p>{WORDS[:before]} {address}.</p>", style)))]
        assert len(printed[-1].strip()) > 2, printed


@pytest.mark.parametrize("sign", ["\u2028", "\u2029"])
def test_a_sign_that_ends_a_line_is_left_to_pango(sign: str) -> None:
    face = Faces().of(render("<p>t</p>").pages[0]._page_box.style)
    assert not face.shape(f"one{sign}two").is_plain
    assert not face.shape(f"{sign}two").is_plain
    assert face.shape("one").is_plain
