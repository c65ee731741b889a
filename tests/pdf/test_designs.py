"""The designs, read back from their pages: letters in a line, the page's lines, the type's own
figures and capitals."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from statistics import mean

import pdfplumber
import pytest
from fontTools.ttLib import TTFont

from octavo.design.fonts import HERE, Fonts, fonts_of
from octavo.model import FAMILIES, Edition, Name, PrintSettings, Section, Typeface
from octavo.pdf.design.page_geometry import Trim, trim
from octavo.pdf.design.print_sheets import read_design, turned
from octavo.pdf.typeset import Typeset, typeset

DESIGNS = ("classic", "critical", "compact", "journal")
ROOT = Path(__file__).resolve().parents[2]
TEXT = (
    "The offices of three ministries kept three calendars, and what one of them called haste "
    "the others took for delay; a draft that left Moscow in the spring was answered from Paris "
    "when the leaves fell, and London, which had asked for it, had meanwhile changed its mind. "
)
PARTS = (
    "<blockquote><p>{}</p></blockquote>", '<h2 id="h{n}">A heading of the text</h2>',
    "<ul><li>One thing.</li><li>Another.</li></ul>",
    "<figure><img src='source/in.svg' alt='a square'/><figcaption>A square.</figcaption></figure>",
    "<table><thead><tr><th>Year</th><th>Days</th></tr></thead>"
    "<tbody><tr><td>1931</td><td>477</td></tr></tbody></table>",
    '<div class="line-block">A line of verse<br/>and one more</div>', "<hr/>",
    "<dl><dt>Term</dt><dd><p>What it means.</p></dd></dl>",
)  # fmt: skip


@cache
def faces(family: str = "EB Garamond") -> Fonts:
    return fonts_of(FAMILIES[family], HERE)


def edition(**settings: object) -> Edition:
    return Edition(
        title="The Calendar", sections=("a.md",), language="en", date="2026",
        subtitle="Three Ministries", description="What the calendars did.",
        authors=(Name(family="Frost", given="A. B.", affiliation="Kyiv"),),
        print=PrintSettings(**settings),  # type: ignore[arg-type]
    )  # fmt: skip


def section(body: str, *notes: str, title: str = "The Calendar") -> str:
    made = "".join(
        f'<div id="note-a-{n}" class="note" data-mark="{n}" data-series="numbered">{text}</div>'
        for n, text in enumerate(notes, 1)
    )
    return (
        f'<section id="sec-a" class="body" lang="en" data-title="{title}"><h1 id="a">{title}</h1>'
        f'{body}<div class="notes">{made}</div></section>'
    )


def call(n: int) -> str:
    return (
        f'<span id="call-a-{n}" class="call" data-note="note-a-{n}" data-mark="{n}"'
        ' data-series="numbered"></span>'
    )


def long_text() -> str:
    """Write pages of text with every kind of block between its paragraphs, and some notes."""
    body = ""
    for n in range(8):
        body += f"<p>{TEXT * 2}{call(n + 1)}</p>" + PARTS[n % len(PARTS)].format(TEXT, n=n)
    return section(body, *(f"<p>A note of some length. {TEXT}</p>" for _ in range(8)))


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("edition")
    (made / "source").mkdir()
    (made / "source" / "in.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="97" height="61">'
        '<rect width="97" height="61"/></svg>'
    )
    return made


def lay_out(text: str, folder: Path, **settings: object) -> Typeset:
    made = edition(**settings)
    fonts_ = faces(made.print.family.name)
    only = Section("a", "source/a.md")
    return typeset(text, only, made, folder, fonts_, is_article=not made.print.has_leaves)


_made: dict[str, Typeset] = {}


def pages_in(design: str, folder: Path) -> Typeset:
    if design not in _made:
        _made[design] = lay_out(long_text(), folder, design=design)
    return _made[design]


def page_of(design: str) -> Trim:
    return trim(variables=read_design(design).variables)


def size(design: str, name: str) -> float:
    return float(read_design(design).variables[name].removesuffix("pt"))


Row = list[dict[str, float]]


def rows(pdf: bytes, points: float) -> list[tuple[int, float, Row]]:
    """The lines set in that size: page, baseline from the top, and their letters."""
    found: dict[tuple[int, float], Row] = defaultdict(list)
    with pdfplumber.open(BytesIO(pdf)) as document:
        for number, page in enumerate(document.pages):
            for letter in page.chars:
                if abs(letter["size"] - points) < 0.02:
                    base = round(float(page.height) - letter["matrix"][5], 1)
                    found[number, base].append(letter)
    return [(page, base, row) for (page, base), row in sorted(found.items()) if len(row) > 12]


@pytest.mark.parametrize("design", DESIGNS)
def test_a_line_has_sixty_to_seventy_letters(design: str, folder: Path) -> None:
    made, page = pages_in(design, folder), page_of(design)
    full = [
        len(row) for _, _, row in rows(made.pdf, size(design, "text-size"))
        if max(r["x1"] for r in row) - min(r["x0"] for r in row) > page.measure - 2
    ]  # fmt: skip
    assert len(full) > 25
    assert 60 <= mean(full) <= 70


@pytest.mark.parametrize("design", DESIGNS)
def test_lines_of_all_pages_meet(design: str, folder: Path) -> None:
    made, page = pages_in(design, folder), page_of(design)
    assert not [fault for fault in made.faults if fault.rule.name != "picture_is_printed"]
    lines = [line for line in rows(made.pdf, size(design, "text-size")) if len(line[2]) > 40]
    first = min(base for number, base, _ in lines if number == 1)
    off = {round((base - first + 1) % page.leading - 1, 1) for _, base, _ in lines}
    assert len(lines) > 40
    assert off <= {-0.1, 0.0, 0.1}, off


@pytest.mark.parametrize("design", DESIGNS)
def test_notes_have_the_size_of_the_design(design: str, folder: Path) -> None:
    lines = rows(pages_in(design, folder).pdf, size(design, "note-size"))
    assert len(lines) > 20


def test_notes_of_a_critical_edition_are_larger() -> None:
    share = {d: size(d, "note-size") / size(d, "text-size") for d in DESIGNS}
    assert share["critical"] > max(share[d] for d in DESIGNS if d != "critical")
    assert page_of("compact").width < page_of("classic").width < page_of("critical").width


@pytest.mark.parametrize("design", DESIGNS)
def test_the_page_has_the_trim_of_the_design(design: str, folder: Path) -> None:
    page = page_of(design)
    with pdfplumber.open(BytesIO(pages_in(design, folder).pdf)) as document:
        assert float(document.pages[0].width) == pytest.approx(page.width, abs=0.02)
        assert float(document.pages[0].height) == pytest.approx(page.height, abs=0.02)


def glyphs(pdf: bytes, wanted: str, family: Typeface = "EB Garamond") -> dict[str, set[str]]:
    """Give the names of the glyphs that print each of the letters wanted.

    The names are those of the face: a subset keeps its glyph numbers."""
    import pikepdf

    order = TTFont(BytesIO(faces(family).faces[FAMILIES[family].faces[0].name])).getGlyphOrder()
    found: dict[str, set[str]] = defaultdict(set)
    with pikepdf.open(BytesIO(pdf)) as document:
        for page in document.pages:
            for font in page.obj.Resources.Font.values():
                if not str(font.BaseFont).endswith("+Octavo-Text"):
                    continue
                for line in font.ToUnicode.read_bytes().decode().splitlines():
                    number, _, text = line.replace("<", "").replace(">", "").partition(" ")
                    if text and len(number) == 4:
                        letter = bytes.fromhex(text).decode("utf-16-be", "replace")
                        if letter in wanted:
                            found[letter].add(order[int(number, 16)])
    return found


def test_figures_capitals_and_calls_are_the_types_own(folder: Path) -> None:
    body = f'<p>In 1938 <span class="smallcaps">urss</span> office{call(1)}</p>'
    made = lay_out(section(body, "<p>N</p>").replace('data-mark="1"', 'data-mark="4"'), folder)
    named = glyphs(made.pdf, "1938us4")
    figures = {"1": "one.osf", "9": "nine.osf", "3": "three.osf", "8": "eight.osf"}
    assert {letter: named[letter] for letter in figures} == {k: {v} for k, v in figures.items()}
    assert (named["u"], named["s"]) == ({"u.sc"}, {"s.sc"})
    assert named["4"] == {"four.sups", "four.osf"}, "of the call, and of the note's number"
    with pdfplumber.open(BytesIO(made.pdf)) as document:
        sizes = {round(c["size"], 2) for c in document.pages[0].chars if c["text"] == "4"}
    assert sizes == {size("classic", "text-size"), size("classic", "note-size")}, "none is scaled"


def test_literata_has_the_same_signs(folder: Path) -> None:
    body = f'<p>In 1938 <span class="smallcaps">urss ссср</span>\u2002office{call(1)}</p>'
    text = section(body, "<p>N</p>").replace('data-mark="1"', 'data-mark="4"')
    made = lay_out(text, folder, typeface="Literata", design="classic")
    named = glyphs(made.pdf, "1938us4с", "Literata")
    assert all(n.endswith(".osf") for x in "1938" for n in named[x]), named
    assert all(n.endswith(".sc") for x in "usс" for n in named[x]), named
    assert named["4"] == {"uni2074", "four.osf"}
    with pdfplumber.open(BytesIO(made.pdf)) as document:
        used = {c["fontname"].partition("+")[2] for c in document.pages[0].chars}
    assert used == {"Octavo-Text"}, "no letter is of another type"


def test_a_word_with_ligatures_is_whole(folder: Path) -> None:
    with pdfplumber.open(BytesIO(lay_out(section("<p>An office.</p>"), folder).pdf)) as document:
        assert "An office." in (document.pages[0].extract_text() or "")


# --- what an edition changes ---------------------------------------------------------------------


def test_an_edition_sets_a_variable_and_the_page_follows(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "styles"
    own.mkdir()
    (own / "print.css").write_text(":root { --text-size: 13pt; --leading: 17pt } p { color: #333 }")
    made = lay_out(section(f"<p>{TEXT * 30}</p>"), tmp_path)
    bases = [base for number, base, _ in rows(made.pdf, 13) if number == 1]
    assert len(bases) > 10
    assert {round(b - a, 1) for a, b in pairwise(bases)} == {17.0}
    assert not rows(made.pdf, 11.5)
    page = trim("6in 9in", read_design("classic", (own / "print.css").read_text()).variables)
    assert page.leading == 17
    assert page.lines == 29


def test_an_opening_is_set_in_small_capitals(folder: Path) -> None:
    body = section("<p>The offices of three, ministries and more of the same kind.</p>")
    plain, small = (lay_out(body, folder, design=d).pdf for d in ("classic", "critical"))
    assert not any("sc" in n.lower() for n in glyphs(plain, "o")["o"])
    assert any("sc" in n.lower() for n in glyphs(small, "o")["o"])


def test_an_initial_stands_on_the_second_line(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "print.css").write_text(":root { --opening: initial }")
    made = lay_out(section(f"<p>{TEXT}</p>"), tmp_path)
    bases = sorted(base for _, base, _ in rows(made.pdf, 11.5))
    with pdfplumber.open(BytesIO(made.pdf)) as document:
        page = document.pages[0]
        initial = next(c for c in page.chars if c["text"] == "T" and c["size"] > 25)
        assert float(page.height) - initial["matrix"][5] == pytest.approx(bases[1], abs=0.5)
        assert "".join((page.extract_text() or "").split()).count("Theoffices") == 1


def test_a_raised_initial_stands_on_the_first_line_and_moves_none(tmp_path: Path) -> None:
    (tmp_path / "styles").mkdir()
    own = tmp_path / "styles" / "print.css"
    bases = []
    for opening in ("small-caps", "raised"):
        own.write_text(f":root {{ --opening: {opening} }}")
        made = lay_out(section(f"<p>{TEXT}</p>"), tmp_path)
        bases.append(sorted({base for _, base, _ in rows(made.pdf, 11.5)}))
    assert bases[0] == pytest.approx(bases[1], abs=0.5)
    with pdfplumber.open(BytesIO(made.pdf)) as document:
        page = document.pages[0]
        initial = next(c for c in page.chars if c["text"] == "T" and c["size"] > 25)
        assert float(page.height) - initial["matrix"][5] == pytest.approx(bases[1][0], abs=0.5)


@pytest.mark.parametrize(("design", "ornament"), [
    ("classic", "***"), ("critical", "•"), ("compact", "•••"), ("journal", "***"),
])  # fmt: skip
def test_two_parts_of_a_text_have_the_ornament_of_the_design_between_them(
    folder: Path, tmp_path: Path, design: str, ornament: str
) -> None:
    def between(text: str) -> str:
        inside = re.search(r"one\.(.*)Part", text, re.DOTALL)
        assert inside
        return "".join(inside[1].split())

    body = section("<p>Part of a text, the first one.</p><hr/><p>Part the second.</p>")
    made = lay_out(body, folder, design=design)
    with pdfplumber.open(BytesIO(made.pdf)) as document:
        assert between(document.pages[0].extract_text()) == ornament
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "print.css").write_text(':root { --ornament: "" }')
    made = lay_out(body, tmp_path, design=design)
    with pdfplumber.open(BytesIO(made.pdf)) as document:
        assert between(document.pages[0].extract_text()) == ""


def test_what_has_the_class_begins_a_page(folder: Path) -> None:
    body = section(
        '<p>On one.</p><h2 class="new-page">On two</h2><p>Text.</p>'
        '<div class="new-page"><p>On three.</p></div><p>Text.</p>'
        '<figure class="new-page"><figcaption>On four.</figcaption></figure>'
    )
    made = lay_out(body, folder)
    with pdfplumber.open(BytesIO(made.pdf)) as document:
        pages = ["".join((page.extract_text() or "").split()).lower() for page in document.pages]
    assert [word in page for word, page in zip(("onone", "ontwo", "onthree", "onfour"), pages,
            strict=True)] == [True] * 4  # fmt: skip
    assert not [issue for issue in made.page_issues if issue.rule.code == "P018" and issue.page < 3]


def test_a_paragraph_that_goes_on_has_no_indent(folder: Path) -> None:
    quoted = "<blockquote><p>Quoted words that stand apart.</p></blockquote>"
    made = lay_out(
        section(
            f"<p>Text that is there.</p>{quoted}<p>goes on like this.</p>{quoted}"
            "<p>Anew it begins.</p>"
        ),
        folder,
    )
    starts = {row[0]["text"]: row[0]["x0"] for _, _, row in rows(made.pdf, 11.5)}
    assert starts["g"] == pytest.approx(starts["T"], abs=0.5)
    assert starts["A"] == pytest.approx(starts["T"] + 11.5, abs=0.5)


def test_an_article_has_its_title_its_author_and_what_it_says_above_the_text(folder: Path) -> None:
    made = lay_out(section("<p>Text.</p>"), folder, design="journal")
    with pdfplumber.open(BytesIO(made.pdf)) as document:
        text = document.pages[0].extract_text() or ""
    told = ["The Calendar", "Three Ministries", "A. B. Frost", "Kyiv", "What the calendars did."]
    places = [text.lower().find(line.lower()) for line in (*told, "Text.")]
    assert -1 not in places, text
    assert places == sorted(places)
    assert text.lower().count("the calendar\n") == 1, "the title is not said twice"
    assert [h.text for h in made.page_map.pages[0].headings] == ["The Calendar"]


# --- sides ---------------------------------------------------------------------------------------


def heads(pdf: bytes) -> list[tuple[float, str]]:
    """Give the left edge of the text on each page, and the text above it."""
    with pdfplumber.open(BytesIO(pdf)) as document:
        return [
            (min(c["x0"] for c in page.chars if abs(c["size"] - 11.5) < 0.1),
             (page.extract_text() or "").splitlines()[0])
            for page in document.pages
        ]  # fmt: skip


def test_an_article_is_laid_out_for_both_sides(folder: Path) -> None:
    made = lay_out(section(f"<p>{TEXT * 16}</p>", title="Another"), folder, design="journal")
    rectos, versos = heads(made.pdf), heads(made.verso)
    page = page_of("journal")
    assert [x for x, _ in rectos[:2]] == pytest.approx([page.inner, page.outer], abs=1.5)
    assert [x for x, _ in versos[:2]] == pytest.approx([page.outer, page.inner], abs=1.5)
    assert rectos[1][1].lower() == "the calendar"
    assert versos[1][1] == "Another"
    assert not lay_out(section("<p>Text.</p>"), folder).verso


def test_single_pages_are_all_alike(folder: Path) -> None:
    made = lay_out(section(f"<p>{TEXT * 25}</p>", title="Another"), folder, facing=False)
    assert len({round(x) for x, _ in heads(made.pdf)}) == 1
    assert {head for _, head in heads(made.pdf)[1:]} == {"Another"}


def test_the_sides_of_a_sheet_are_turned() -> None:
    sheet = "@page :left{margin:1pt}@page :right{margin:2pt}@page :first{margin:3pt}"
    assert turned(sheet, "facing") == sheet
    assert turned(sheet, "mirrored").replace(" ", "") == (
        "@page:right{margin:1pt}@page:left{margin:2pt}@page:first{margin:3pt}"
    )
    assert ":left" not in turned(sheet, "single")
    assert turned("h1{break-before:right}", "single") == "h1{break-before:page}"


@pytest.mark.parametrize("design", ["classic", "compact"])
def test_dashes_of_two_ems_and_firm_hyphens_are_of_the_face(design: str, folder: Path) -> None:
    """Literata has neither: the dash would not be printed, and the hyphen be of another type."""
    signs = "\u2e3a \u2e3b \u2011 \u202f \u2009"
    body = f"<p>Ivan D{signs} and <em>x{signs}</em> <strong>{signs}</strong></p>"
    made = lay_out(section(f"{body}<p>{TEXT}</p>"), folder, design=design)
    assert not [fault for fault in made.page_issues if "the face has no" in fault.message]
    with pdfplumber.open(BytesIO(made.pdf)) as pdf:
        found = [char for char in pdf.pages[0].chars if char["text"] in "\u2e3a\u2e3b"]
    wide = {char["text"]: char["width"] / char["size"] for char in found}
    assert wide["\u2e3a"] > 1.6
    assert wide["\u2e3b"] > wide["\u2e3a"] + 0.7
