"""The edition's type in the EPUB, if it is asked for: the letters of the book, and the licence."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from octavo.epub import make_epub
from octavo.model import EpubSettings
from tests.epub.test_epubcheck import messages


@pytest.fixture(scope="module")
def with_fonts(edition, chapters, images, open_epub):
    wanted = replace(edition, epub=EpubSettings(fonts=True))
    return open_epub(make_epub(wanted, chapters, images))


def test_a_book_has_no_type_of_its_own_by_default(book):
    assert not [name for name in book.files if "font" in name]
    assert "font-family" not in book.text("styles/octavo.css")
    assert "ibooks" not in book.text("package.opf")


def test_the_faces_have_the_letters_of_the_book_and_no_others(with_fonts):
    fonts = {name: data for name, data in with_fonts.files.items() if name.endswith(".ttf")}
    assert len(fonts) == 4
    roman = next(data for name, data in fonts.items() if name.endswith("Regular.ttf"))
    letters = TTFont(BytesIO(roman)).getBestCmap()
    assert set("Litvinov é “слова”").issubset(map(chr, letters))
    assert ord("Ж") not in letters
    sheet = with_fonts.text("styles/fonts.css")
    named = re.findall(r'url\("\.\./(fonts/[^"]+)"\)', sheet)
    assert sorted(f"EPUB/{name}" for name in named) == sorted(fonts)
    assert 'body { font-family: "EB Garamond", serif }' in sheet
    assert TTFont(BytesIO(roman))["name"].getDebugName(1) == "EB Garamond"
    for name in ("text/01-first.xhtml", "nav.xhtml"):
        assert "styles/fonts.css" in with_fonts.text(name)


def test_their_licence_is_with_them(with_fonts):
    assert "SIL OPEN FONT LICENSE" in with_fonts.text("fonts/LICENSE.txt")
    assert '<meta property="ibooks:specified-fonts">true</meta>' in with_fonts.text("package.opf")


@pytest.mark.slow
def test_epubcheck_finds_nothing(with_fonts, tmp_path):
    assert messages(with_fonts.data, tmp_path / "fonts.epub") == []
