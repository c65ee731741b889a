"""Letters of other scripts come from a family of their script and language: fonts are made for it,
and a process that knows no others lays out a page."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.ttLib.tables._g_l_y_f import Glyph

from octavo.design.own_fonts import own_fonts
from octavo.design.script_families import east_asian_css, families_of, kinds_of, scripts_in
from octavo.model import Edition, Section
from octavo.pdf.fonts_at_hand import without_a_font
from octavo.pdf.typeset import typeset
from octavo.tasks.page_files import design_of
from octavo.tasks.plan import Plan
from tests.pdf.test_bidi import book_fonts

HAN, KANA, HANGUL = "北京直骨东東漢字", "ひらがな", "한국어"
# Each made family with its letters; those of sans serifs are there to be passed over.
FAMILIES = {
    "Noto Sans CJK SC": HAN + KANA + HANGUL,
    "Noto Sans CJK JP": HAN + KANA + HANGUL,
    "Noto Serif CJK SC": HAN + KANA,
    "Noto Serif CJK TC": HAN + KANA,
    "Source Han Serif HK": HAN,
    "Noto Serif CJK JP": HAN + KANA,
    "Batang": HAN + HANGUL,
    "Noto Sans Ethiopic": "ሰላም",
    "Noto Serif Ethiopic": "ሰላም",
    "Serto Jerusalem": "ܫܠܡܐ",
}
# Passages, and the family that sets their letters.
PASSAGES = {
    '<span lang="zh-Hans">直骨</span>': "Noto Serif CJK SC",
    '<span lang="zh-CN">北京</span>': "Noto Serif CJK SC",
    '<em lang="zh-TW">直骨</em>': "Noto Serif CJK TC",
    '<span lang="zh-HK">直骨</span>': "Source Han Serif HK",
    '<strong lang="ja">直骨</strong>': "Noto Serif CJK JP",
    '<span lang="ko">漢字</span>': "Batang",
    "<span>한국어</span>": "Batang",
    "<span>漢字 ひらがな</span>": "Noto Serif CJK JP",
    "<span>东</span>": "Noto Serif CJK SC",
    "<span>ሰላም</span>": "Noto Serif Ethiopic",
    '<span lang="syc" dir="rtl">ܫܠܡܐ</span>': "Serto Jerusalem",
    '<code lang="zh-Hant">東</code>': "Noto Serif CJK TC",
}
LAY_OUT = """
import json, sys
from tests.pdf.test_bidi import lay_out
said = []
for passage in json.load(sys.stdin):
    made = lay_out("en", f"<p>{passage} word[1]</p>", f"<p>In a note {passage}.</p>")
    said.append([issue.message for issue in made.page_issues if issue.rule.code == "P020"])
print(json.dumps(said))
"""


def make_font(family: str, letters: str, path: Path) -> None:
    """Make a font of a family whose letters are squares."""
    names = [".notdef", *(f"u{ord(letter):04X}" for letter in letters)]
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder(names)
    font.setupCharacterMap({ord(c): name for c, name in zip(letters, names[1:], strict=True)})
    font.setupGlyf({name: Glyph() for name in names})
    font.setupHorizontalMetrics(dict.fromkeys(names, (1000, 0)))
    font.setupHorizontalHeader(ascent=880, descent=-120)
    font.setupNameTable({"familyName": family, "styleName": "Regular"})
    font.setupOS2(sTypoAscender=880, usWinAscent=880, usWinDescent=120)
    font.setupPost()
    font.save(path)


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    """Return what is reported of the letters of each passage, in the text and in a note."""
    folder = tmp_path_factory.mktemp("fonts")
    for number, (family, letters) in enumerate(FAMILIES.items()):
        make_font(family, letters + " ", folder / f"{number}.ttf")
    config = folder / "fonts.conf"
    config.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{folder}</dir><cachedir>{folder}/cache</cachedir></fontconfig>",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-c", LAY_OUT], input=json.dumps(list(PASSAGES)), text=True, check=True,
        stdout=subprocess.PIPE, timeout=120, cwd=Path(__file__).parents[2],
        env={**os.environ, "FONTCONFIG_FILE": str(config), "PYTHONPATH": str(Path.cwd())},
    )  # fmt: skip
    return json.loads(done.stdout)


def test_each_passage_is_set_in_the_family_of_its_script_and_language(
    said: list[list[str]],
) -> None:
    for (passage, family), messages in zip(PASSAGES.items(), said, strict=True):
        assert messages, passage
        for message in messages:
            assert f"set in {family}; " in message, passage
            assert "times in the section" in message, passage  # in the note too


KINDS = {
    ("北京", "zh-Hans"): "Hans", ("北京", "zh"): "Hans", ("北京", "zh-TW"): "Hant",
    ("北京", "zh-Hant-HK"): "HK", ("北京", "zh-MO"): "HK", ("北京", "yue"): "HK",
    ("北京", "ja-JP"): "Jpan", ("北京", "ko"): "Kore", ("北京", "lzh-Hant"): "Hant",
    ("北京", "en"): "Jpan", ("东京", "en"): "Hans", ("ㄅ北", "en"): "Hant",
    ("한국 漢字", "en"): "Kore", ("漢字かな", "de"): "Jpan", ("漢字かな", "zh-Hans"): "Hans",
    ("直", "ja-Latn"): "Jpan", ("Tokyo", "ja"): "", ("שלום ·“”", "en"): "",
}  # fmt: skip


@pytest.mark.parametrize(("given", "kind"), KINDS.items())
def test_the_kind_of_han_characters(given: tuple[str, str], kind: str) -> None:
    assert next(iter(kinds_of(*given)), "") == kind


def test_the_families_of_a_text() -> None:
    assert families_of("“Plain” — text, Ελληνικά, русский, שלום, سلام", "en") == ()
    mixed = families_of("漢字 한국어", "zh-Hant")
    assert mixed[0] == "Noto Serif CJK TC"
    assert mixed.index("Noto Serif CJK KR") < mixed.index("Noto Sans CJK TC")  # serif for serif
    assert families_of("ქართული", "ka")[0] == "Noto Serif Georgian"
    assert scripts_in("ܫܠ, ሰ: ኣ 北あ한") == {"Syriac": "ܫܠ", "Ethiopic": "ሰኣ", "Han": "北あ한"}


def test_an_epub_names_the_families_of_the_languages_marked_in_it() -> None:
    texts = ['<p lang="en">A</p><span lang="zh-TW">直</span>', '<i lang="ja-Latn">Tokyo</i>']
    sheet = east_asian_css(texts, "en")
    assert '[lang|="zh-TW"]' in sheet and '"Noto Serif CJK TC"' in sheet and '"PMingLiU"' in sheet
    assert "CJK SC" not in sheet and "CJK JP" not in sheet
    assert east_asian_css(texts, "zh-Hant") == ""
    assert east_asian_css(['<p lang="he">א</p>'], "en") == ""


def test_a_font_that_the_edition_names_is_read_by_every_layout(tmp_path: Path) -> None:
    kirat_rai = "\U00016d43\U00016d44"
    shutil.copytree(Path(__file__).parents[1] / "edition", tmp_path, dirs_exist_ok=True)
    (tmp_path / "source" / "fonts").mkdir()
    (tmp_path / "styles").mkdir(exist_ok=True)
    font = tmp_path / "source" / "fonts" / "kirat rai.ttf"
    make_font("Made", f"{kirat_rai} ", font)
    sheet = tmp_path / "styles" / "print.css"
    for name in ("missing.ttf", "../../outside.ttf"):
        sheet.write_text(f"@font-face {{ font-family: X; src: url(source/{name}) }}")
        assert own_fonts(tmp_path, "print.css") == ()
    assert without_a_font(kirat_rai, tmp_path) == kirat_rai
    sheet.write_text(
        '@font-face { font-family: "My Rai"; src: url("source/fonts/kirat%20rai.ttf") }\n'
        '.rai { font-family: "Octavo Text", "My Rai", serif }\n'
    )
    assert without_a_font(f"{kirat_rai}\U000105c0", tmp_path) == "\U000105c0"
    assert font in design_of(Plan(tmp_path))  # what a stage may open
    text = (
        '<section id="sec-a" class="body" lang="en" data-title="A">'
        f'<p class="rai">A word {kirat_rai}.</p></section>'
    )
    edition = Edition(title="The Book", sections=("a.md",), date="2026")
    made = typeset(text, Section("a", "source/a.md"), edition, tmp_path, book_fonts())
    assert not made.faults
    assert not [issue for issue in made.page_issues if issue.rule.code == "P020"]
    with pikepdf.open(BytesIO(made.pdf)) as pdf:
        fonts = pdf.pages[0].Resources.Font.values()
        assert any("My-Rai" in str(font.BaseFont) for font in fonts)
