"""An index in EPUB's vocabulary, made by Octavo in every way or written by an author, as EPUBCheck
reads a document that the package calls an index."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from octavo.epub import make_epub
from octavo.html.section_xhtml import section_html
from octavo.index import Spot, make_indexes
from octavo.model import Edition, IndexMark, IndexSettings, Section
from tests.epub.test_epubcheck import messages

X = "{http://www.w3.org/1999/xhtml}"
TYPE = "{http://www.idpf.org/2007/ops}type"
SPOTS = {f"p{page}": Spot(page, str(page)) for page in range(1, 20)}
BODY = Section("01-text", "source/01-text.md")
TEXT = '<section id="x" data-title="X" lang="en"><h1 id="h">X</h1>{}</section>'.format(
    "".join(f'<p id="p{page}">On page {page}.</p>' for page in range(1, 20))
)


def mark(entry: str, page: int = 0, *, see: str = "", also: str = "") -> IndexMark:
    place, heading = f"p{page}" if page else "", tuple(entry.split("!"))
    return IndexMark(
        BODY.name, entry, "", heading, (), place,
        see=((see,),) if see else (), see_also=((also,),) if also else (),
    )  # fmt: skip


MARKS = [
    mark("Litvinov", 3, also="Stalin"),
    mark("Litvinov!and Stalin", 9, also="Stalin"),
    mark("Litvinov!in London", 4),
    mark("Litvinov!in London!in 1939", 5),
    mark("Moscow!trials", 6),
    mark("Stalin", 9, also="Litvinov"),
    mark("Wallach", see="Litvinov"),
    mark("Wallach", also="Stalin"),
    mark("Zinoviev", see="Nobody"),
]
SETTINGS = {
    "indented": {},
    "see-also-at-the-end": {"see_also": "end", "letters": "heading"},
    "run-in": {"subentries": "run-in"},
    "with-headnotes": {"introduction": "Numbers in **bold** are\n\n- a list\n- of kinds."},
}
WRITTEN = {
    "flat": "<p>A note.</p><ul><li>tolls, 4, 6n</li><li>fares. <em>See</em> tolls</li></ul>",
    "grouped": "<h2>F</h2><ul><li>fares, <a href='#p1'>1</a> (<em>see also</em> tolls)</li></ul>"
    "<h2>T</h2><ul><li><em>Times</em>, xii–xiv<ul><li>sale of, 6</li></ul></li></ul>",
    "loose": "<ul><li><p>tolls, 4</p><ul><li>of 1901, 5</li></ul></li></ul>",
}
NO_INDEX = {"text": "<p>tolls, 4</p>", "glossary": "<ul><li>toll</li><li>fare, 2</li></ul>"}


def made(name: str) -> tuple[Section, str]:
    asked = IndexSettings(**SETTINGS[name])  # pyright: ignore[reportArgumentType]
    edition = Edition(title="T", sections=("01-text.md",), index=asked)
    (index,) = make_indexes(MARKS, SPOTS, edition, [Section(f"index-{name}", "", "back")])
    return index.section, section_html(index)


def written(name: str, lists: str) -> tuple[Section, str]:
    html = f'<section id="sec-{name}" data-title="Index" lang="en"><h1>Index</h1>{lists}</section>'
    return Section(f"index-{name}", f"source/index-{name}.md", "back"), html


@pytest.fixture(scope="module")
def indexes(open_epub):
    chapters = [
        (BODY, TEXT),
        *map(made, SETTINGS),
        *(written(name, html) for name, html in {**WRITTEN, **NO_INDEX}.items()),
    ]
    return open_epub(make_epub(Edition(title="T", sections=("01-text.md",)), chapters, {}))


def types(page: ET.Element, kind: str) -> list[str]:
    return [
        " ".join("".join(e.itertext()).split())
        for e in page.iter()
        if kind in e.get(TYPE, "").split()
    ]


def test_the_package_names_each_index(indexes) -> None:
    items = indexes.tree("package.opf").iter("{http://www.idpf.org/2007/opf}item")
    named = [item.get("href") for item in items if "index" in item.get("properties", "").split()]
    assert named == [f"text/index-{name}.xhtml" for name in (*SETTINGS, *WRITTEN)]
    for name in NO_INDEX:
        page = indexes.tree(f"text/index-{name}.xhtml")
        assert [t for e in page.iter() if "index" in (t := e.get(TYPE, ""))] == []
        assert page.find(f".//{X}section").get("role") == "doc-index"  # pyright: ignore


def test_terms_and_references(indexes) -> None:
    page = indexes.tree("text/index-see-also-at-the-end.xhtml")
    assert types(page, "index-xref-related") == ["Stalin", "Stalin", "Litvinov"]
    assert types(page, "index-xref-preferred") == ["Litvinov", "Nobody"]
    assert len(types(page, "index-group")) == 5
    words = " ".join("".join(page.find(f"{X}body").itertext()).split())  # pyright: ignore
    assert "in 1939, 5 and Stalin, 9 (see also Stalin) See also Stalin M Moscow" in words


def test_an_index_that_was_written_is_read_by_its_punctuation(indexes) -> None:
    page = indexes.tree("text/index-flat.xhtml")
    assert types(page, "index-term") == ["tolls", "fares"]
    assert types(page, "index-editor-note") == [", 4, 6n", ". See tolls"]
    assert types(page, "index-headnotes") == ["A note."]
    page = indexes.tree("text/index-grouped.xhtml")
    assert types(page, "index-term") == ["fares", "Times", "sale of"]
    assert types(page, "index-locator") == ["1"]


@pytest.mark.slow
def test_epubcheck_finds_nothing_in_any_index(indexes, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
    assert messages(indexes.data, tmp_path / "indexes.epub") == []
