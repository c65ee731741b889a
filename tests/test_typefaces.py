"""The typeface of the edition is that of all it prints: text, formulas, drawings, cover, Word."""

from __future__ import annotations

import ast
import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from PIL import Image, ImageFont

from octavo.design.fonts import HERE, Fonts, cut, fonts_of
from octavo.design.static_fonts import font_files, static_font, type_at
from octavo.docx import make_docx
from octavo.docx.images import picture
from octavo.epub.cover import cover_of
from octavo.images.prepared import Wishes
from octavo.model import FAMILIES, Edition, Face, PrintSettings, Section, Source, Typeface
from octavo.pandoc.run import run_pandoc
from octavo.parsing.notes import parse
from octavo.pdf.design.url_fetcher import in_typeface
from octavo.pdf.section.formulas import SVG, set_formulas
from octavo.pdf.typeset import typeset
from tests.pdf.test_typeset import lay_out, section

ROOT = Path(__file__).resolve().parents[1]
BOTH: tuple[Typeface, ...] = ("EB Garamond", "Literata")
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 48" width="1in" height="0.5in">{}'
    '<text x="48" y="30" text-anchor="middle" font-size="18"{}>Noon</text></svg>'
)


def edition(typeface: Typeface | None, **settings: object) -> Edition:
    asked = PrintSettings(typeface=typeface, **settings)  # type: ignore[arg-type]
    return Edition(title="The Calendar", subtitle="Delays", sections=("a.md",), print=asked)


def faces(family: str) -> Fonts:
    return fonts_of(FAMILIES[family], HERE)


def metrics(face: Face, letter: str) -> float:
    """The width of a letter in ems."""
    font: Any = TTFont(io.BytesIO(static_font(face)))
    widths, units = font["hmtx"].metrics, font["head"].unitsPerEm
    return widths[(font.getBestCmap() or {})[ord(letter)]][0] / units


# --- the table -----------------------------------------------------------------------------------


def test_no_module_names_a_typeface_by_hand() -> None:
    tables = {"typefaces.py", "print_settings.py"}
    for path in sorted((ROOT / "octavo").rglob("*.py")):
        if path.name in tables and path.parent.name == "model":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                named = re.search("Garamond|garamond|Literata|literata", node.value)
                package = node.value.startswith("fontpkg-")  # a version that tasks depend on
                assert id(node) in prose or package or not named, f"{path}: {node.value}"


@pytest.mark.parametrize("typeface", BOTH)
def test_the_table_is_true(typeface: Typeface) -> None:
    family = FAMILIES[typeface]
    assert [family.face(bold=b, italic=i) for b in (False, True) for i in (False, True)] == list(
        family.faces
    )
    assert len(font_files(family, HERE)) == 2
    font: Any = TTFont(io.BytesIO(cut(family.face().name)))
    tabular = "zero.tf" if "zero.tf" in font.getGlyphOrder() else "zero"
    width = font["hmtx"].metrics[tabular][0] / font["head"].unitsPerEm
    assert metrics(family.face(), "\u2007") - width == pytest.approx(family.padding)


@pytest.mark.parametrize("typeface", BOTH)
def test_points_stand_under_points_in_each_typeface(typeface: Typeface, tmp_path: Path) -> None:
    pdfplumber = pytest.importorskip("pdfplumber")
    from octavo.html.section_xhtml import section_html

    rows = "| Bern | 1,200.50 |\n| Thun | 80 |\n| Basel | 9.7 |\n| Chur | 9.75 |\n"
    text = f"# T\n\n| Town | Toll |\n|:---|---:|\n{rows}\n: Tolls {{.decimal}}\n"
    where = Section("a", "source/a.md")
    html = section_html(parse(Source(where, text), "en"))
    made = typeset(html, where, edition(typeface), tmp_path, faces(typeface))
    with pdfplumber.open(io.BytesIO(made.pdf)) as document:
        points = [c["x0"] for c in document.pages[0].chars if c["text"] == "." and c["size"] < 11]
    assert len(points) >= 3
    assert max(points[:3]) - min(points[:3]) < 0.1


# --- formulas and drawings -----------------------------------------------------------------------


def formulas(markdown: bytes, typeface: Typeface) -> list[ElementTree.Element]:
    html = run_pandoc(["-f", "markdown", "-t", "html5", "--mathml"], markdown).decode()
    root = ElementTree.fromstring(f"<section>{html}</section>")
    assert not set_formulas(root, faces(typeface))
    return list(root.iter(f"{SVG}svg"))


@pytest.mark.parametrize("typeface", BOTH)
def test_upright_letters_and_figures_of_formulas(typeface: Typeface) -> None:
    advances = []
    for svg in formulas(b"$\\mathrm{x}$ $8$", typeface):
        style = dict(re.findall(r"([\w-]+): (-?[\d.]+)em", svg.get("style", "")))
        advances.append(sum(float(style[n]) for n in ("width", "margin-left", "margin-right")))
    upright = FAMILIES[typeface].face()
    expected = [metrics(upright, letter) for letter in "x8"]
    assert advances == pytest.approx(expected, abs=0.004)


def test_italic_letters_of_formulas_and_signs() -> None:
    drawn = {name: formulas(b"$x$ $+$", name) for name in BOTH}
    (x, plus), (other_x, other_plus) = drawn.values()
    assert ElementTree.tostring(x) != ElementTree.tostring(other_x)
    assert ElementTree.tostring(plus) == ElementTree.tostring(other_plus)


@pytest.mark.parametrize("settings", [{"typeface": "Literata"}, {"design": "compact"}, {}])
@pytest.mark.parametrize("asked", ["", ' font-family="serif"', ' style="font-family: Foo, serif"'])
def test_a_section_has_letters_of_one_typeface_alone(
    settings: dict, asked: str, tmp_path: Path
) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "a.svg").write_text(DRAWING.format("", asked))
    html = run_pandoc(["-f", "markdown", "-t", "html5", "--mathml"], b"Here $a = b^2$.").decode()
    picture_ = "<figure><img src='source/a.svg' alt='Noon'/></figure>"
    text = f'<section id="s" class="body" lang="en" data-title="T"><h1>T</h1>{html}{picture_}'
    made = edition(**{"typeface": None, **settings})
    where = Section("a", "source/a.md")
    done = typeset(f"{text}</section>", where, made, tmp_path, faces(made.print.family.name))
    assert not done.faults
    with pikepdf.open(io.BytesIO(done.pdf)) as document:
        named = {
            str(item.BaseFont).partition("+")[2]
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"
        }
    assert named == {"Octavo-Text"}


def test_a_drawing_keeps_the_families_that_it_names() -> None:
    style = "<style>text { font: 9px sans-serif } .a { font-family: serif } .serif { x: y }</style>"
    made = in_typeface(
        DRAWING.format(style, ' font-family="Foo, sans-serif" class="serif"').encode()
    )
    text = made.decode()
    assert "Foo, sans-serif" in text
    assert 'class="serif"' in text
    assert "font: 9px sans-serif" in text
    assert ".a { font-family: Octavo Text } .serif { x: y }" in text
    for kept in (b"<svg><rect/></svg>", b"<svg><text>", b"no text at all", b"<g>" * 9 + b"text"):
        assert in_typeface(kept) == kept


@pytest.mark.parametrize("depth", [100, 100_000])
def test_a_deep_drawing_raises_nothing(depth: int) -> None:
    deep = b"<svg>" + b"<g>" * depth + b"<text/>" + b"</g>" * depth + b"</svg>"
    assert in_typeface(deep).count(b"<g>") == depth


# --- the cover -----------------------------------------------------------------------------------


@pytest.mark.parametrize("typeface", BOTH)
def test_the_words_of_the_cover(typeface: Typeface) -> None:
    cover = cover_of(replace(edition(typeface), title="Calendar"), {})
    with Image.open(io.BytesIO(cover.data)) as image:
        dark = image.convert("RGB").convert("L").point([255 * (v < 128) for v in range(256)])
    middle = dark.crop((200, 500, 1400, 860)).getbbox()  # the title, and no frame
    assert middle is not None
    font = ImageFont.truetype(io.BytesIO(static_font(FAMILIES[typeface].face())), 184)
    assert middle[2] - middle[0] == pytest.approx(font.getlength("Calendar"), abs=30)
    widths = {name: metrics(FAMILIES[name].face(), "e") for name in BOTH}
    assert widths["Literata"] - widths["EB Garamond"] > 0.05, "the two can be told apart"


def test_a_cover_that_a_reader_draws_names_the_typeface() -> None:
    made = Edition(title="時間", sections=("a.md",), print=PrintSettings(design="compact"))
    svg = cover_of(made, {}).data.decode()
    assert "font-family=\"'Literata', Georgia" in svg
    assert "Garamond" not in svg


# --- the Word file -------------------------------------------------------------------------------


@pytest.mark.parametrize("typeface", BOTH)
def test_the_word_file(typeface: Typeface, tmp_path: Path) -> None:
    manuscript = parse(Source(Section("a", "source/a.md"), "# T {#t}\n\nText.\n"), "en")
    docx = make_docx(edition(typeface), [manuscript], tmp_path)
    with zipfile.ZipFile(io.BytesIO(docx)) as parts:
        texts = {name: parts.read(name).decode() for name in parts.namelist()}
    other = next(name for name in BOTH if name != typeface)
    assert not [name for name, text in texts.items() if other in text]
    assert f'w:ascii="{typeface}" w:hAnsi="{typeface}"' in texts["word/styles.xml"]
    assert texts["word/theme/theme1.xml"].count(f'typeface="{typeface}"') == 2
    stand_in = FAMILIES[typeface].stand_in
    assert f'w:name="{typeface}"><w:altName w:val="{stand_in}"' in re.sub(
        r">\s+<", "><", texts["word/fontTable.xml"]
    )


def test_the_letters_of_drawings_for_word(tmp_path: Path) -> None:
    def pixels(asked: str, typeface: Typeface) -> bytes:
        (tmp_path / "source").mkdir(exist_ok=True)
        (tmp_path / "source/a.svg").write_text(DRAWING.format("", asked))
        (_, png), _ = picture(
            tmp_path, "source/a.svg", Wishes(type_at(FAMILIES[typeface], tmp_path), 2000)
        ).files
        return png

    for asked in ("", ' font-family="serif"', ' font-family="Foo, serif"'):
        assert pixels(asked, "Literata") == pixels(' font-family="Literata"', "Literata")
        assert pixels(asked, "Literata") != pixels(asked, "EB Garamond")


def test_letters_that_the_face_lacks_come_from_no_monospaced_font() -> None:
    """In any slant and weight: Hebrew in italics, an oblique double hyphen."""
    letters = "\u05d0 \u2e17 \u0561"
    body = f"<p>{letters} <em>{letters}</em> <strong>{letters}</strong></p><h2>{letters}</h2>"
    made = lay_out(section(body))
    told = [issue.message for issue in made.page_issues if "the face has no" in issue.message]
    assert told and not [message for message in told if "Mono" in message]
