"""A house's own type: files of every kind become four faces, and all forms are set in them."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import orjson
import pdfplumber
import pikepdf
import pytest
import uharfbuzz
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent

from octavo.cli.command_line import main
from octavo.design.fonts import fonts
from octavo.design.glyph_meanings import glyph_meanings
from octavo.design.own_type import bounded_cutting
from octavo.design.own_type.bounded_cutting import cut_in_bounds
from octavo.design.own_type.cutting import CutType, cut_type
from octavo.design.own_type.kept_type import RECORD
from octavo.model import Edition, OwnType, PrintSettings, Section, own_family
from octavo.pdf.section.formulas import SVG, set_formulas
from octavo.pdf.typeset import typeset
from octavo.tasks.check import findings_of
from octavo.tasks.plan import Plan
from tests.building import octavo
from tests.made_fonts import (
    STYLES,
    bare,
    cff,
    changed,
    collection,
    four,
    opened,
    truetype,
    variable,
    woff2,
)
from tests.pdf.test_formulas import html as formula_html
from tests.pdf.test_typeset import call, section

FACES = tuple(f"Ferry-{style}" for style in STYLES)
LATIN_MODERN = Path("/usr/share/texmf/fonts/opentype/public/lm")


@cache
def _cut(names: tuple[str, ...], data: tuple[bytes, ...]) -> CutType:
    return cut_type("Ferry", FACES, [*zip(names, data, strict=True)])


def cut(files: Mapping[str, bytes]) -> CutType:
    return _cut(tuple(files), tuple(files.values()))


def kinds(made: CutType) -> dict[str, list[str]]:
    """The messages by their kinds."""
    found: dict[str, list[str]] = {}
    for remark in made.remarks:
        found.setdefault(remark.kind, []).append(remark.message)
    return found


def shaped(font: bytes, text: str, *features: str) -> list[tuple[str, int]]:
    """The glyphs of a text with some features on, and their widths."""
    harfbuzz: Any = uharfbuzz
    buffer = harfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    harfbuzz.shape(harfbuzz.Font(harfbuzz.Face(font)), buffer, dict.fromkeys(features, True))
    order = opened(font).getGlyphOrder()
    found = zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    return [(order[info.codepoint], place.x_advance) for info, place in found]


def bounds(font: bytes, glyph: str) -> tuple[float, ...]:
    """The box around a glyph, in ems."""
    read = opened(font)
    glyphs = read.getGlyphSet()
    pen = BoundsPen(glyphs)
    glyphs[glyph].draw(pen)
    assert pen.bounds is not None, glyph
    return tuple(value / read["head"].unitsPerEm for value in pen.bounds)


def box(font: bytes, letter: str, *features: str) -> tuple[float, ...]:
    ((glyph, _),) = shaped(font, letter, *features)
    return bounds(font, glyph)


# --- files of every kind -------------------------------------------------------------------------

KINDS: Mapping[str, Mapping[str, bytes]] = {
    "TrueType": four(truetype), "CFF": four(cff), "WOFF2": four(woff2),
    "a collection": {"Ferry.ttc": collection()},
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_files_of_every_kind_become_four_static_faces(kind: str) -> None:
    made = cut(KINDS[kind])
    assert set(made.faces) == set(FACES)
    assert "feigned" not in kinds(made) and "unclear" not in kinds(made)
    for style in STYLES:
        font = opened(made.faces[f"Ferry-{style}"])
        assert "glyf" in font and not {"CFF ", "fvar", "prep", "fpgm"} & set(font.keys())
        assert (font["hhea"].ascent, font["hhea"].descent) == (1007, -298)
        assert bool(font["head"].macStyle & 1) is ("Bold" in style)
        assert font["name"].getDebugName(1) == "Ferry"
        for letter in "aQé":
            wanted, found = box(truetype(style), letter), box(made.faces[f"Ferry-{style}"], letter)
            assert found == pytest.approx(wanted, abs=0.0011), (style, letter)


def test_a_variable_font_is_pinned_and_its_italic_is_slanted_with_a_word_of_it() -> None:
    made = cut({"Ferry[opsz,wght].ttf": variable()})
    roman, italic, bold, _ = (made.faces[name] for name in FACES)
    assert "fvar" not in opened(roman)
    wide = [box(face, "l")[2] - box(face, "l")[0] for face in (roman, bold)]
    assert wide[1] > wide[0], "the stem of the bold is thicker"
    assert box(italic, "H")[2] - box(roman, "H")[2] == pytest.approx(0.7 * 0.2126, abs=0.02)
    assert kinds(made)["feigned"] == [
        "Ferry has no italic: the roman is slanted",
        "Ferry has no bold italic: the bold is slanted",
    ]


def test_a_bold_that_is_missing_is_made_heavier_with_a_word_of_it() -> None:
    made = cut({name: data for name, data in four(truetype).items() if "Bold" not in name})
    roman, _, bold, _ = (made.faces[name] for name in FACES)
    for letter in "loH":  # their serifs grow less: their edges are short
        (left, low, right, high), heavy = box(roman, letter), box(bold, letter)
        assert 0.02 < (heavy[2] - heavy[0]) - (right - left) < 0.04
        assert 0.02 < (heavy[3] - heavy[1]) - (high - low) < 0.04
        assert shaped(bold, letter)[0][1] - shaped(roman, letter)[0][1] == 36
    assert kinds(made)["feigned"] == [
        "Ferry has no bold: the roman is made heavier",
        "Ferry has no bold italic: the italic is made heavier",
    ]


def test_a_bold_italic_is_no_italic_of_a_text() -> None:
    made = cut({name: data for name, data in four(truetype).items() if "-Italic" not in name})
    assert kinds(made)["feigned"] == ["Ferry has no italic: the roman is slanted"]
    assert box(made.faces[FACES[1]], "n") != box(made.faces[FACES[3]], "n")


def test_two_files_for_one_face_are_told() -> None:
    made = cut({**four(truetype), "Ferry-Text.ttf": truetype()})
    (message,) = kinds(made)["unclear"]
    assert message == (
        "several files fit for the roman of Ferry: Ferry-Regular.font is set, not Ferry-Text.ttf"
    )


# --- what a face lacks ---------------------------------------------------------------------------


def test_a_typeface_with_all_forms_keeps_its_own() -> None:
    made = cut(four(truetype))
    assert "forms" not in kinds(made)
    for text, features in (("1", ("sups",)), ("a", ("smcp",)), ("3", ("onum",)), ("Th", ())):
        widths = [
            [width for _, width in shaped(font, text, *features)]
            for font in (truetype(), made.faces[FACES[0]])
        ]
        assert widths[0] == widths[1]
    before, after = (opened(data)["GSUB"].table for data in (truetype(), made.faces[FACES[0]]))
    scripts = [record.ScriptTag for record in before.ScriptList.ScriptRecord]
    assert [record.ScriptTag for record in after.ScriptList.ScriptRecord] == scripts


def without_forms(font: Any) -> None:
    """Take the features of superiors, inferiors and small capitals away, and keep all others."""
    records = font["GSUB"].table.FeatureList.FeatureRecord
    for record in records:
        if record.FeatureTag in {"sups", "subs", "smcp", "c2sc", "tnum"}:
            record.Feature.LookupListIndex = []


@pytest.mark.parametrize("language", ["dflt", "every"])
def test_forms_that_lack_are_added_beside_those_that_are_there(language: str) -> None:
    lacking = changed(truetype(), without_forms)
    made = cut({**four(truetype), "Ferry-Regular.font": lacking})
    roman = made.faces[FACES[0]]
    figure, raised, sunk = (box(roman, "4", "lnum", *f) for f in ((), ("sups",), ("subs",)))
    assert raised[3] - raised[1] == pytest.approx(0.62 * (figure[3] - figure[1]), abs=0.01)
    assert raised[1] > 0.2 and sunk[1] < -0.1 and sunk[3] < figure[3]
    assert box(roman, "4", "onum", "pnum", "sups") == raised, "not the old-style figure"
    small, letter = box(roman, "z", "smcp"), box(roman, "x")
    assert letter[3] < small[3] < 1.15 * letter[3]
    assert shaped(roman, "Z", "smcp", "c2sc") == shaped(roman, "z", "smcp")
    assert [g for g, _ in shaped(roman, "fi", "smcp")] == ["uni0066.sc", "uni0069.sc"]
    assert len({width for _, width in shaped(roman, "0123456789", "lnum", "tnum")}) == 1
    # What the typeface has by itself is there as before, in each of its languages.
    assert len(shaped(roman, "fi")) == len(shaped(truetype(), "fi"))
    assert box(roman, "3", "onum")[1] < -0.1
    table = opened(roman)["GSUB"].table
    records = table.FeatureList.FeatureRecord
    tags = [record.FeatureTag for record in records]
    assert tags == sorted(tags)
    for script in table.ScriptList.ScriptRecord:
        systems = [script.Script.DefaultLangSys]
        systems += [r.LangSys for r in script.Script.LangSysRecord] if language == "every" else []
        for system in filter(None, systems):
            assert {"sups", "smcp", "c2sc"} <= {tags[n] for n in system.FeatureIndex}
    assert kinds(made)["forms"] == [
        "Ferry has no superior figures in roman: its figures are set smaller and raised",
        "Ferry has no small capitals in roman: its capitals are set at 65 per cent",
    ]


def test_a_bare_font_has_all_that_the_sheets_ask_for() -> None:
    made = cut({"Ferry.ttf": bare()})
    roman = made.faces[FACES[0]]
    font = opened(roman)
    scale = font["head"].unitsPerEm / 2048
    assert font["hhea"].ascent == round(1.007 * 2048 * scale)
    known = font.getBestCmap()
    assert {0x2002, 0x2003, 0x2007, 0x2009, 0x200A, 0x202F, 0x2010, 0x2011, 0xA0} <= set(known)
    assert known[0x2D] != known[0x2010] and box(roman, "-") == box(roman, "\u2010")
    assert shaped(roman, "\u2007")[0][1] == shaped(roman, "0", "lnum", "tnum")[0][1]
    apart = sum(shaped(roman, each)[0][1] for each in "AV")
    assert sum(width for _, width in shaped(roman, "AV")) - apart == pytest.approx(-307, abs=1)
    meant = glyph_meanings(roman, 0)
    order = font.getGlyphOrder()
    for letter, feature in (("a", "smcp"), ("1", "sups"), ("2", "subs")):
        ((glyph, _),) = shaped(roman, letter, feature)
        assert meant.letters[order.index(glyph)] == letter
    assert [m.partition(":")[0] for m in kinds(made)["forms"]] == [
        "Ferry has no superior figures", "Ferry has no small capitals",
        "Ferry has no hyphen (U+2010)",
    ] or "Ferry has no old-style figures" in str(kinds(made)["forms"])  # fmt: skip


def test_names_of_glyphs_say_what_the_rules_of_the_font_say() -> None:
    """Glyphs have no names, and old-style figures are for private use, as in old fonts."""

    def disguise(font: Any) -> None:
        ((name, _),) = shaped(truetype(), "3", "onum")
        for table in font["cmap"].tables:
            table.cmap[0xF733] = name
        font["post"].formatType = 3.0

    roman = cut({**four(truetype), "Ferry-Regular.font": changed(truetype(), disguise)}).faces[
        FACES[0]
    ]
    meant, order = glyph_meanings(roman, 0), opened(roman).getGlyphOrder()
    for text, feature in (("3", "onum"), ("a", "smcp"), ("7", "sups"), ("Th", "liga")):
        glyphs = [glyph for glyph, _ in shaped(roman, text, feature)]
        assert "".join(meant.letters[order.index(glyph)] for glyph in glyphs) == text


def test_letters_of_formulas_are_of_one_size_in_a_font_of_other_units() -> None:
    from xml.etree import ElementTree

    widths = []
    for data in (truetype(), bare()):
        made = cut({"Ferry.ttf": data})
        root = ElementTree.fromstring(f"<section>{formula_html('$8$')}</section>")
        assert not set_formulas(
            root, fonts(made.faces, own_family(OwnType(name="Ferry", files=("a/b",))))
        )
        (svg,) = root.iter(f"{SVG}svg")
        style = dict(part.split(": ") for part in svg.get("style", "").split("; ") if ": " in part)
        widths.append(float(style["width"].removesuffix("em")))
    assert widths[0] == pytest.approx(widths[1], abs=0.005)


# --- hostile files -------------------------------------------------------------------------------


def composite(font: Any, name: str, part: str) -> None:
    made, one = Glyph(), GlyphComponent()
    one.glyphName, one.x, one.y, one.flags = part, 0, 0, 2
    made.numberOfContours, made.components = -1, [one]
    made.xMin = made.yMin = made.xMax = made.yMax = 0
    font["glyf"].glyphs[name] = made


def endless(font: Any) -> None:
    font.recalcBBoxes = False
    composite(font, "A", "B")
    composite(font, "B", "A")


def deep(font: Any) -> None:
    font.recalcBBoxes = False
    for name, part in zip("ABCDEFGHIJK", "BCDEFGHIJKL", strict=True):
        composite(font, name, part)


HOSTILE: Mapping[str, tuple[bytes, str]] = {
    "empty": (b"", "is empty"),
    "a text": (b"no font at all", "is no font"),
    "Type 1": (b"%!PS-AdobeFont-1.0: Ferry", "is a Type 1 font"),
    "cut short": (truetype()[:20_000], "is damaged"),
    "cut short, CFF": (cff()[:9_000], "is damaged"),
    "cut short, WOFF2": (woff2()[:9_000], "is damaged"),
    "without end": (changed(truetype(), endless), "made of glyphs more than 8 deep"),
    "deep": (changed(truetype(), deep), "made of glyphs more than 8 deep"),
    "a collection of many": (b"ttcf\0\1\0\0\xff\xff\xff\xff", "a collection of 4294967295 faces"),
}  # fmt: skip


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_file_that_is_no_font_is_named_with_the_reason(kind: str) -> None:
    data, reason = HOSTILE[kind]
    made = cut_type("Ferry", FACES, [("good.ttf", truetype()), ("bad.ttf", data)])
    if kind in {"without end", "deep"}:  # found in the face that is set
        made = cut_type("Ferry", FACES, [("bad.ttf", data)])
    (remark,) = made.remarks
    assert (remark.kind, not made.is_sound) == ("unreadable", True)
    assert remark.message.startswith("bad.ttf ") and reason in remark.message and remark.hint


@pytest.mark.parametrize(("what", "least"), [("SECONDS", 0), ("MOST_BYTES", 30_000_000)])
def test_a_font_that_asks_for_more_than_any_ends_its_own_process(
    what: str, least: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded_cutting, what, least)
    made = cut_in_bounds("Ferry", FACES, [("bad.ttf", truetype())])
    (remark,) = made.remarks
    assert "takes more time or memory to read than any font for text" in remark.message
    assert not made.faces


BITS = {0x0: "all", 0x2: "none", 0x4: "print", 0x6: "print", 0x8: "all", 0xA: "all", 0x200: "none"}


@pytest.mark.parametrize("bits", BITS)
def test_the_licence_bits_are_obeyed(bits: int) -> None:
    def set_bits(font: Any) -> None:
        font["OS/2"].fsType = bits

    made = cut({**four(truetype), "Ferry-Italic.font": changed(truetype("Italic"), set_bits)})
    where = "none" if not made.is_sound else "print" if made.for_print_alone else "all"
    assert where == BITS[bits]
    assert bool(made.faces) is (where != "none")


# --- a whole edition -----------------------------------------------------------------------------

TEXT = """# The Ferry of 1849

It came on the 30^th^ of the month.[^a] It was *not* the first, nor the **last**, in
[nato]{.smallcaps} time; the office filed it—“with H~2~O”. AVATAR.

| Town | Toll |
|:-----|-----:|
| Bern | 1,200.50 |
| Thun | 9.75 |

: Tolls {#tbl:tolls}

A formula, $x^2 = 8$.

![](drawn.svg){.decorative}

[^a]: See *Acta* 14, 12–15.
"""
DRAWN = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="96" height="24">'
    '<text x="2" y="18" font-size="14">Noon</text></svg>'
)
SETTINGS = """title: The House
authors: [{given: Ada, family: Moor}]
publisher: {name: Birch}
language: en
date: 2026
identifier: urn:uuid:1c24f6ee-0cf2-5a45-b3c3-0837aad467ad
sections: [a.md]
colophon: true
epub: {fonts: true}
print:
  typeface: {name: Ferry House, files: styles/fonts/Ferry-*}
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("own") / "edition"
    (folder / "source").mkdir(parents=True)
    (folder / "styles/fonts").mkdir(parents=True)
    (folder / "source/a.md").write_text(TEXT)
    (folder / "source/drawn.svg").write_text(DRAWN)
    (folder / "source/edition.yaml").write_text(SETTINGS)
    (folder / "styles/fonts/Ferry-Regular.ttf").write_bytes(bare())
    for style in STYLES[1:]:
        (folder / f"styles/fonts/Ferry-{style}.otf").write_bytes(cff(style))
    said = octavo("build", folder).stdout
    # The sign is on the copyright page alone, which is in no flow of text.
    assert "title-leaves:1:1: P020 the face has no “©” (U+00A9): it is set in" in said
    octavo("build", "--form", "html", folder)
    return folder


def form(folder: Path, ending: str) -> Path:
    (found,) = (folder / "build").glob(f"*{ending}")
    return found


def test_no_form_differs_and_every_letter_of_the_pdf_is_of_the_type(built: Path) -> None:
    proof = orjson.loads((built / "build/proof.json").read_bytes())
    assert b'"differences"' not in orjson.dumps(proof) or not _differences(proof)
    with pikepdf.open(form(built, ".pdf")) as pdf:
        named = {
            str(item.BaseFont).lstrip("/")
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"
        }
        sign = {
            str(font.BaseFont)
            for page in pdf.pages
            for font in page.Resources.get("/Font", {}).values()
            if b"<00a9>" in font.ToUnicode.read_bytes().lower()
        }
    assert len(sign) == 1
    own = {"FerryHouse-Regular", "FerryHouse-Italic", "FerryHouse-Bold"}
    assert named - {name.lstrip("/") for name in sign} == own


def _differences(value: Any) -> list[Any]:
    if isinstance(value, dict):
        here = [value["differences"]] if value.get("differences") else []
        return here + [found for each in value.values() for found in _differences(each)]
    if isinstance(value, list):
        return [found for each in value for found in _differences(each)]
    return []


def test_the_lines_of_the_page_are_on_the_grid(built: Path) -> None:
    with pdfplumber.open(form(built, ".pdf")) as pdf:
        page = next(p for p in pdf.pages if "It came on" in (p.extract_text() or ""))
        feet = sorted({round(c["matrix"][5], 2) for c in page.chars if 11 < c["size"] < 12})
    steps = [(b - a) / 14 for a, b in pairwise(feet)]
    assert steps and all(abs(step - round(step)) < 0.01 for step in steps), feet


def test_the_other_forms_have_the_faces_and_the_name(built: Path) -> None:
    with zipfile.ZipFile(form(built, ".epub")) as epub:
        held = {name for name in epub.namelist() if "/fonts/" in name}
        assert held >= {"EPUB/fonts/FerryHouse-Regular.ttf", "EPUB/fonts/LICENSE.txt"}
        roman = epub.read("EPUB/fonts/FerryHouse-Regular.ttf")
        assert "Ferry House" in epub.read("EPUB/styles/fonts.css").decode()
    assert [g for g, _ in shaped(roman, "1", "sups")] != [g for g, _ in shaped(roman, "1")]
    site = form(built, "-html")
    assert (site / "fonts/FerryHouse-Regular.woff2").is_file()
    assert "--text-size: 1.25rem" in (site / "style.css").read_text()
    with zipfile.ZipFile(form(built, ".docx")) as docx:
        assert 'w:ascii="Ferry House"' in docx.read("word/styles.xml").decode()
        assert "Times New Roman" in docx.read("word/fontTable.xml").decode()


def test_a_changed_font_is_set_in_the_next_build(built: Path, tmp_path: Path) -> None:
    folder = tmp_path / "edition"
    shutil.copytree(built, folder)
    before = form(folder, ".pdf").read_bytes()
    (folder / "styles/fonts/Ferry-Regular.ttf").write_bytes(truetype("Regular", "Literata"))
    octavo("build", "--form", "pdf", folder)
    changed_pdf = form(folder, ".pdf").read_bytes()
    assert changed_pdf != before
    (folder / "styles/fonts/Ferry-Regular.ttf").write_bytes(b"broken")
    done = octavo("build", "--form", "pdf", folder, code=1)
    assert "S106 styles/fonts/Ferry-Regular.ttf is no font" in done.stdout + done.stderr
    assert form(folder, ".pdf").read_bytes() == changed_pdf, "the last good one remains"


def test_the_check_alone_finds_what_the_build_finds(built: Path, tmp_path: Path) -> None:
    found = findings_of(Plan(built))
    assert (built / RECORD).is_file()
    assert "S109 Ferry House has no superior figures: its figures" in "\n".join(map(str, found))
    fresh = tmp_path / "edition"
    shutil.copytree(built, fresh, ignore=shutil.ignore_patterns("build"))
    assert findings_of(Plan(fresh)) == found
    assert not (fresh / RECORD).exists()


# --- settings and the specimen -------------------------------------------------------------------


@pytest.mark.parametrize("name", ['Fer"ry', "Fer'ry", "Fer\\ry", "", "x" * 61, "a<b"])
def test_a_name_that_no_form_can_hold_is_refused(name: str, built: Path, tmp_path: Path) -> None:
    folder = tmp_path / "edition"
    shutil.copytree(built / "source", folder / "source")
    settings = SETTINGS.replace("Ferry House", orjson.dumps(name).decode())
    (folder / "source/edition.yaml").write_text(settings)
    assert "S001" in octavo("check", folder, code=1).stdout


def test_a_specimen_is_a_sheet_of_the_type_and_of_no_other(
    tmp_path: Path, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "Ferry.ttf").write_bytes(truetype())
    sizes = {}
    for where, folder in (("nowhere", tmp_path), ("edition", built / "source")):
        monkeypatch.chdir(folder)
        if where == "edition":
            monkeypatch.setattr("octavo.tasks.plan.Plan.edition", _small_edition(built))
        out = tmp_path / f"{where}.pdf"
        assert main(["specimen", str(tmp_path / "Ferry.ttf"), "--out", str(out)]) == 0
        with pdfplumber.open(out) as pdf:
            text = "".join(page.extract_text() or "" for page in pdf.pages)
            sizes[where] = pdf.pages[0].width
            named = {c["fontname"] for p in pdf.pages for c in p.chars}
        assert "Ferry has no italic: the roman is slanted" in " ".join(text.split())
        assert "0123456789" in text and "Harbour Office" in text
        assert named == {f"Ferry-{style}" for style in STYLES}, "whole, and no other"
    assert sizes == {"nowhere": 432, "edition": pytest.approx(360)}
    assert main(["specimen", str(tmp_path / "none.ttf")]) == 2
    (tmp_path / "bad.ttf").write_bytes(b"text")
    assert main(["specimen", str(tmp_path / "bad.ttf")]) == 1


def _small_edition(folder: Path) -> Edition:
    from octavo.source import read_edition

    edition, _ = read_edition((folder / "source/edition.yaml").read_bytes())
    assert edition is not None
    return replace(edition, print=replace(edition.print, trim="5in 8in"))


def test_a_typeface_of_another_maker(tmp_path: Path) -> None:
    """Latin Modern, if the machine has it: CFF of Adobe's kind, old-style figures, no superiors."""
    files = sorted(LATIN_MODERN.glob("lmroman10-*.otf"))
    if len(files) != 4:
        pytest.skip(f"no Latin Modern (lmroman10-*.otf) in {LATIN_MODERN}")
    own = OwnType(name="Latin Modern", files=("styles/fonts/*",))
    names = [face.name for face in own_family(own).faces]
    made = cut_type(own.name, names, [(path.name, path.read_bytes()) for path in files])
    assert set(kinds(made)) == {"forms"}
    edition = Edition(title="T", sections=("a.md",), print=PrintSettings(typeface=own))
    text = section(f"<p>Tolls of 1849{call(1)}, <em>of the office</em>.</p>", "<p>A note.</p>")
    faces = fonts(made.faces, own_family(own))
    done = typeset(text, Section("a", "source/a.md"), edition, tmp_path, faces)
    assert not done.faults and not done.page_issues
    with pdfplumber.open(io.BytesIO(done.pdf)) as pdf:
        assert "Tolls of 1849" in (pdf.pages[0].extract_text() or "")
