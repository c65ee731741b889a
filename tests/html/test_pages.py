"""The pages: their files and order, links and ids, metadata, styles; nothing runs or is fetched."""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import pytest
from fontTools.ttLib import TTFont

from octavo.html.site.site_pages import make_html
from octavo.model import Edition, FaultError, Licence, Name, Section
from octavo.model.edition import ContentsSettings
from octavo.model.print_settings import PrintSettings
from tests.epub.test_epubcheck import HOSTILE
from tests.html.driving import faces_as_they_are_cut
from tests.html.reading import page, pages, sections_of

RUNS = re.compile(r"<script|\son\w+\s*=|javascript:|<iframe|data:text", re.IGNORECASE)
# The namespace of Dublin Core is a name: no browser fetches it.
FETCHES = re.compile(r'<(?:img|link|source)[^>]+(?:src|href)="(?:[a-z]+:)?//(?!purl\.org)', re.I)


def text(site, name: str) -> str:
    return site[name].decode()


def one(edition: Edition, html: str, name: str = "x") -> dict[str, bytes]:
    return pages_of(edition, [(Section(name, f"source/{name}.md"), html)], {})


def pages_of(edition: Edition, chapters, images) -> dict[str, bytes]:
    """A form of which the pages and the sheet are read; the faces are those of `site`."""
    with faces_as_they_are_cut():
        return dict(make_html(edition, chapters, images))


# --- files, links, ids ---------------------------------------------------------------------------


def test_the_files(site):
    assert [name for name in site if "/" not in name] == [
        "index.html", "00-preface.html", "01-first.html", "02-second.html", "03-index.html",
        "bibliography.html", "book.html", "style.css",
    ]  # fmt: skip
    assert sorted(name for name in site if name.startswith("fonts/")) == [
        "fonts/EBGaramond-Bold.woff2", "fonts/EBGaramond-BoldItalic.woff2",
        "fonts/EBGaramond-Italic.woff2", "fonts/EBGaramond-Regular.woff2", "fonts/LICENSE.txt",
    ]  # fmt: skip
    first, second = (name for name in site if name.startswith("images/"))
    assert first.startswith("images/figures-vignette-1-")
    assert second == "images/figures/map.svg"


def test_the_same_input_gives_the_same_bytes(edition, chapters, images):
    once, again = (make_html(edition, chapters, images) for _ in range(2))
    assert list(once.items()) == list(again.items())


def test_every_page_leads_to_the_next_and_back(site):
    order = ["index.html", *sections_of(site)]
    assert order[1:] == [
        "00-preface.html", "01-first.html", "02-second.html", "03-index.html", "bibliography.html"
    ]  # fmt: skip
    for before, after in pairwise(order):
        tree = page(site, after)
        assert tree.xpath("//head/link[@rel='prev']/@href") == [before]
        assert tree.xpath("//nav[@class='turn']/a[@rel='prev']/@href") == [before]
        assert page(site, before).xpath("//head/link[@rel='next']/@href") == [after]
        assert tree.xpath("//head/link[@rel='contents']/@href") == ["index.html#contents"]


@pytest.mark.parametrize("name", ["site", "rich_site"])
def test_every_link_within_the_form_resolves_and_ids_are_unique(name, request):
    site = request.getfixturevalue(name)
    trees = pages(site)
    ids = {file: tree.xpath("//@id") for file, tree in trees.items()}
    found = 0
    for file, tree in trees.items():
        assert len({*ids[file]}) == len(ids[file]), file
        for address in tree.xpath("//a/@href | //head/link/@href | //img/@src"):
            target, _, identity = address.partition("#")
            if ":" in target:
                continue
            assert file != "book.html" or not target.endswith(".html")
            path = posixpath.normpath(target) if target else file
            assert path in site, address
            assert not identity or identity in ids[path], (file, address)
            found += 1
    assert found > 80


def test_an_id_that_two_sections_have_is_renamed_with_the_links_to_it(edition):
    html = '<section id="s{0}"><h1 id="same">{0}</h1><p><a href="#same">up</a></p></section>'
    sections = [(Section(n, f"source/{n}.md"), html.format(n)) for n in ("a", "b")]
    site = pages_of(edition, sections, {})
    assert 'id="same">a' in text(site, "book.html")
    assert 'id="same-2">b' in text(site, "book.html")
    assert text(site, "book.html").count('href="#same">up') == 1
    assert 'href="#same-2">up' in text(site, "b.html")


@pytest.mark.parametrize(
    ("name", "file"), [("index", "body-index.html"), ("book", "body-book.html")]
)
def test_a_section_does_not_take_the_name_of_a_page(edition, name, file):
    site = one(edition, "<section><h1>T</h1></section>", name)
    assert sections_of(site) == [file]


def test_an_empty_section_has_no_page(edition):
    assert sections_of(one(edition, "<section><h1></h1></section>")) == []


# --- what is on the pages ------------------------------------------------------------------------


def test_the_front_page(site):
    tree = page(site, "index.html")
    words = " ".join(tree.xpath("string(//main)").split())
    for said in ("Anna Author, The Bureau", "Time & <Procedure>", "An Essay", "Edited by Ed Editor",
                 "Octavo & Sons", "Geneva, 2026", "Studies in Delay", "© 2026 The Bureau",
                 "ISBN 978-0-16-093252-6 (print)", "About time."):  # fmt: skip
        assert said in words
    links = tree.xpath("//nav[@role='doc-toc']/ol/li/a/@href")
    assert links == sections_of(site)
    assert tree.xpath("//nav//a[@href='book.html']/text()") == ["All on one page"]


@pytest.mark.parametrize(
    ("depth", "authors", "lines"),
    [
        (1, True, ["Figures, Tables, Verse / Anna Weaver"]),
        (2, False, ["Figures, Tables, Verse", "A heading calls one"]),
        (3, True, ["Figures, Tables, Verse / Anna Weaver", "A heading calls one", "A third rank"]),
    ],
)
def test_the_contents_are_as_deep_as_the_edition_asks(rich, edition, depth, authors, lines):
    asked = replace(edition, contents=ContentsSettings(depth=depth, authors=authors))
    section = Section("03-rich", "source/03-rich.md")
    html = (rich / "build" / "html" / "03-rich.xhtml").read_text(encoding="utf-8")
    images = {"source/figures/stage.png": (rich / "source/figures/stage.png").read_bytes()}
    site = pages_of(asked, [(section, html)], images)
    for name in ("index.html", "book.html"):
        links = page(site, name).xpath("//nav[@id='contents']//li/a")
        assert [" ".join(link.text_content().split()) for link in links] == lines


def test_the_whole_book_has_all_words_of_the_sections_once(rich_site):
    whole = page(rich_site, "book.html")
    apart = [page(rich_site, file).xpath("//main/section")[0] for file in sections_of(rich_site)]
    together = whole.xpath("//main/section[contains(@id, 'sec-')]")
    assert [e.text_content() for e in together] == [e.text_content() for e in apart]


def test_an_article_has_a_title_block(edition, chapters, images):
    names = (Name(given="Anna", family="Author", affiliation="University of Basel"),)
    article = replace(edition, authors=names, print=PrintSettings(design="journal"))
    site = pages_of(article, chapters, images)
    lines = ["An Essay", "Anna Author", "University of Basel", "About time."]
    for name in ("index.html", "book.html"):
        tree = page(site, name)
        assert tree.xpath("//header[@class='title-block']/p/text()") == lines
        assert tree.xpath("//p[@class='abstract']/text()") == ["About time."]
    first = page(site, "01-first.html")
    assert (
        first.xpath("//section/h1/following-sibling::div[1][@class='title-block']/p/text()")
        == lines
    )
    assert "title-block" not in text(site, "02-second.html")
    assert "--title-align: start" in text(site, "style.css")


def test_languages_are_said_on_each_page(site, edition):
    for name, language in (("01-first.html", "en-GB"), ("02-second.html", "fr")):
        assert f'<html lang="{language}" dir="ltr">' in text(site, name)
    assert '<section id="sec-02-second" class="body" role="doc-chapter" ' in text(site, "book.html")
    assert 'lang="fr" dir="ltr"><h1' in re.sub(r">\s+<", "><", text(site, "book.html"))
    assert "xml:lang" not in text(site, "book.html")
    assert "epub:" not in text(site, "book.html")
    hebrew = one(replace(edition, language="he"), "<section><h1>T</h1></section>")
    assert '<html lang="he" dir="rtl">' in text(hebrew, "index.html")


def test_tables_scroll_and_verse_has_a_line_an_element(site):
    tree = page(site, "01-first.html")
    assert [e.getparent().get("class") for e in tree.iter("table")] == ["scroll"]
    assert len(tree.xpath("//div[@class='line-block']/div[@class='line']")) == 4
    assert 'alttext="x^2"' in text(site, "01-first.html")


# --- metadata ------------------------------------------------------------------------------------


def meta(site, name: str) -> list[tuple[str, str]]:
    return [(e.get("name"), e.get("content")) for e in page(site, name).xpath("//meta[@name]")]


def test_the_whole_is_described_for_catalogues(site):
    for name in ("index.html", "book.html"):
        found = meta(site, name)
        for pair in (
            ("author", "Anna Author, The Bureau"),
            ("description", "About time."),
            ("citation_title", "Time & <Procedure>: An Essay"),
            ("citation_author", "Author, Anna"),
            ("citation_author", "The Bureau"),
            ("citation_publication_date", "2026/03/05"),
            ("citation_isbn", "9780160932526"),
            ("citation_language", "en-GB"),
            ("citation_publisher", "Octavo & Sons"),
            ("DC.title", "Time & <Procedure>: An Essay"),
            ("DC.identifier", "urn:uuid:c24f6ee3-0cf2-5a45-b3c3-0837aad467ad"),
        ):
            assert pair in found
        assert not [name for name, content in found if not content]


def test_a_section_is_described_as_a_part_of_the_whole(site):
    found = dict(meta(site, "01-first.html"))
    assert found["citation_title"] == "The First “Thing” & Its Place"
    assert found["citation_inbook_title"] == "Time & <Procedure>: An Essay"
    assert found["description"].startswith("Words and слова, ussr, H2O")
    assert page(site, "01-first.html").xpath("string(//title)") == (
        "The First “Thing” & Its Place · Time & <Procedure>"
    )


def test_the_licence_is_linked(edition):
    held = replace(edition, licence=Licence(name="CC BY", url="https://example.org/by/4.0/"))
    site = one(held, "<section><h1>T</h1></section>")
    for name in ("index.html", "x.html", "book.html"):
        links = page(site, name).xpath("//head/link[@rel='license']/@href")
        assert links == ["https://example.org/by/4.0/"]
    ill = replace(edition, licence=Licence(name="x", url="javascript:alert(1)"))
    assert 'rel="license"' not in text(one(ill, "<section><h1>T</h1></section>"), "x.html")


# --- styles --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("design", "said"),
    [
        ("classic", "--note-size: calc(var(--text-size) * 0.8043)"),
        ("critical", "--note-size: calc(var(--text-size) * 0.8913)"),
        ("compact", "--text-size: 1.0625rem"),
    ],
)
def test_the_design_sets_the_sizes(edition, design, said):
    settings = replace(edition, print=PrintSettings(design=design))
    site = one(settings, "<section><h1>T</h1></section>")
    assert said in text(site, "style.css")
    family = "Literata" if design == "compact" else "EBGaramond"
    assert f"fonts/{family}-Regular.woff2" in site
    assert "OPEN FONT LICENSE" in text(site, "fonts/LICENSE.txt")


def test_the_faces_have_the_letters_of_the_pages_and_their_features(site):
    font = TTFont(BytesIO(site["fonts/EBGaramond-Regular.woff2"]))
    known = font.getBestCmap() or {}
    letters = {ord(c) for c in "слова “fi” Author 1234567890"}
    assert letters <= known.keys()
    features = {record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord}
    assert {"smcp", "onum", "lnum", "sups", "liga", "dlig", "locl"} <= features
    assert font["name"].getDebugName(6) == "EBGaramond-Regular"
    assert "SIL Open Font License" in str(font["name"].getDebugName(13))


def test_bold_faces_come_only_where_they_are_used(edition):
    site = one(edition, "<section><h1>T</h1><p>plain</p></section>")
    assert not [name for name in site if "Bold" in name]


def test_the_editions_own_sheet_has_the_last_word_and_fetches_nothing(site):
    sheet = text(site, "style.css")
    assert sheet.rstrip().endswith(".mine {color: #800}")
    assert "example.org" not in sheet
    assert not re.search(r"url\((?!\"fonts/)", sheet)


# --- hostile input -------------------------------------------------------------------------------


def test_nothing_runs_and_nothing_is_fetched(site, rich_site, edition):
    hostile = replace(edition, title="</title><script>alert(1)</script>", language="ar",
                      description='"><img src=x onerror=alert(1)>', date="2026-13-45")  # fmt: skip
    made = one(hostile, HOSTILE, "ещё Одна глава?")
    for files in (site, rich_site, made):
        for name, tree in pages(files).items():
            assert not tree.xpath("//script | //iframe | //object | //embed | //form | //base")
            assert not tree.xpath("//@*[starts-with(name(), 'on')]")
            assert not [a for a in tree.xpath("//a/@href") if a.startswith(("javascript", "data"))]
            assert not FETCHES.search(text(files, name))
            (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
            assert "default-src 'none'" in policy
            assert "script-src" not in policy
        for name in files:
            if name.endswith(".svg"):
                assert not RUNS.search(text(files, name))
    for word in ("onclick", "javascript:", "position: fixed", "gone", "file:"):
        assert word not in text(made, "book.html").partition("<main>")[2]
    assert "&lt;script&gt;" in text(made, "index.html")


def test_elements_nested_without_end_do_no_harm(edition):
    deep = f"<section><h1>T</h1>{'<blockquote>' * 5000}deep{'</blockquote>' * 5000}</section>"
    assert "deep" in text(one(edition, deep), "book.html")


@pytest.mark.parametrize("html", ["", "<p>x</p>", "<section>", "<!DOCTYPE x><section/>"])
def test_what_is_no_section_stops_the_build(edition, html):
    with pytest.raises(FaultError):
        one(edition, html)


def test_an_image_that_is_missing_or_no_image_stops_the_build(edition, chapters, images):
    with pytest.raises(FaultError, match=r"map\.svg"):
        make_html(edition, chapters, {})
    with pytest.raises(FaultError, match=r"map\.svg"):
        make_html(edition, chapters, {**images, "source/figures/map.svg": b"%PDF-1.7"})
