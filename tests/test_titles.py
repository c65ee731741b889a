"""Titles with markup: printed with their emphasis, in plain words for every other use."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pdfplumber
import pikepdf
import pytest

from octavo.design.fonts import fonts
from octavo.model import Section
from octavo.model.marked_text import MarkedText, xhtml_of
from octavo.parsing.titles import with_markup
from octavo.pdf.section.openings import dressed
from octavo.pdf.section.print_tree import head_of_book, prepare
from octavo.source import read_edition
from octavo.tasks.running.view import key_of
from tests.building import octavo


def title_of(written: str, language: str = "en-US", **more: object) -> str:
    given = {"title": written, "language": language, "sections": ["one.md"], **more}
    edition, faults = read_edition(json.dumps(given).encode())
    assert edition is not None and not faults, faults
    return with_markup(edition).title


@pytest.mark.parametrize(
    ("written", "plain", "xhtml"),
    [
        ("The *Tides* of \"Avon\"", "The Tides of “Avon”", "The <em>Tides</em> of “Avon”"),
        ("*\"Rowe's\"* 'x'", "“Rowe’s” ‘x’", "<em>“Rowe’s”</em> ‘x’"),
        ('"*Tides*"', "“Tides”", "“<em>Tides</em>”"),
        ("[ussr]{.smallcaps}, 2^nd^", "ussr, 2nd",
         '<span class="smallcaps">ussr</span>, 2<sup>nd</sup>'),
        ("Of [l'État]{lang=fr #a .b onclick=x}", "Of l’État", 'Of <span lang="fr">l’État</span>'),
        ("[שלום]{lang=he} x", "שלום x", '<span lang="he" dir="rtl">שלום</span> x'),
        ("1984. A *Novel*", "1984. A Novel", "1984. A <em>Novel</em>"),
        ("> # - *x* | ---", "> # - x | ---", "&gt; # - <em>x</em> | ---"),
        ("_Tides_ & **a** _**b**_", "Tides & a b",
         "<em>Tides</em> &amp; <strong>a</strong> <em><strong>b</strong></em>"),
        ("\\*Ferry\\* and *x*", "*Ferry* and x", "*Ferry* and <em>x</em>"),
        ("The \\*Ferry\\*", "The *Ferry*", "The *Ferry*"),
        ("H~2~O\nand *x*", "H2O and x", "H<sub>2</sub>O and <em>x</em>"),
        ("`a\"b\"` of \"c\"", "a\"b\" of “c”", "<code>a\"b\"</code> of “c”"),
        ("A [link](http://x.y) ![img](a.png)", "A link img", "A link img"),
        ("`<b>`{=html} *y* -- 5 $", "y -- 5 $", "<em>y</em> -- 5 $"),
        ("<script>*x*</script>", "<script>x</script>", "&lt;script&gt;<em>x</em>&lt;/script&gt;"),
    ],
)  # fmt: skip
def test_a_title_is_read_as_markdown_of_one_line(written: str, plain: str, xhtml: str) -> None:
    title = title_of(written)
    assert (str(title), xhtml_of(title)) == (plain, xhtml)
    assert isinstance(title, MarkedText) and title == plain and title.written == written


@pytest.mark.parametrize(
    "written", ["5 * 3 and Snake_case_names *", "**", "*x", "A & B", "[sic] (x)", "![](a.png)"]
)
def test_a_title_without_markup_is_the_text_that_is_written(written: str) -> None:
    title = title_of(written)
    assert title == written and type(title) is str


def test_the_marks_of_a_title_are_those_of_its_language() -> None:
    assert xhtml_of(title_of('*Le "port"* d\'ici', "fr")) == "<em>Le «\u202fport\u202f»</em> d’ici"
    assert xhtml_of(title_of("Der \"*kleine 'x'*\"", "de")) == "Der „<em>kleine ‚x‘</em>“"
    source = {"typography": {"quotation_marks": "source"}}
    assert xhtml_of(title_of('*"x"* d\'y', **source)) == '<em>"x"</em> d\'y'


@pytest.mark.parametrize("written", ["*" * 4000, "[" * 4000, "*_" * 2000 + "x", "&" * 5001])
def test_a_hostile_title_is_read_soon(written: str) -> None:
    assert str(title_of(written)).strip()


def test_a_stage_depends_on_the_markup_of_a_title() -> None:
    keys = set()
    for written in ("The Tides", "The *Tides*", "The **Tides**"):
        given = {"title": written, "sections": ["one.md"]}
        edition, _ = read_edition(json.dumps(given).encode())
        assert edition is not None
        keys.add(key_of(with_markup(edition), ["title"]))
    assert len(keys) == 3


def test_pandoc_is_not_run_for_titles_without_markup(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from octavo.tasks.plan import Plan; "
        f"assert Plan(Path({str(tmp_path)!r})).edition; "
        "print('octavo.parsing.titles' in sys.modules)"
    )
    (tmp_path / "source").mkdir()
    for title, read in (("The Tides of 'Avon'", "False"), ("The *Tides*", "True")):
        (tmp_path / "source/edition.yaml").write_text(f"title: {title}\nsections: [a.md]\n")
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
        assert done.stdout.decode().strip() == read


CALL = (
    '<span class="call" id="call-one-1" data-note="note-one-1" data-mark="1" '
    'data-series="numbered"></span>'
)
NOTE = (
    '<div class="notes"><div class="note" id="note-one-1" data-mark="1" '
    'data-series="numbered"><p>Thanks.</p></div></div>'
)


@pytest.mark.parametrize("heading", ["The Tides", f"The Tides{CALL}", "The <em>Tides</em>"])
def test_the_heading_of_an_article_has_the_markup_of_its_title(heading: str) -> None:
    given = {"title": "The *Tides*", "sections": ["one.md"], "subtitle": "A *b* c"}
    edition, _ = read_edition(json.dumps(given | {"print": {"design": "journal"}}).encode())
    assert edition is not None
    edition, section = with_markup(edition), Section("one", "source/one.md", "body")
    html = (
        '<section id="sec-one" class="body" lang="en" data-title="The Tides">'
        f'<h1 id="t">{heading}</h1><p>Words.</p>{NOTE if CALL in heading else ""}</section>'
    )
    prepared = prepare(html, "one", edition, fonts({}))
    made = dressed(prepared, section, edition, "plain", is_article=True)
    block = next(e for e in made.html.iter("div") if e.get("class") == "title-block")
    title, subtitle = block[0], block[1]
    assert [e.tag for e in title if e.get("class") != "call"] == ["em"]
    assert "".join(title.itertext()).startswith("The Tides")
    assert (CALL in heading) == any("call" in e.get("class", "") for e in title)
    assert [e.tag for e in subtitle.iter()] == ["p", "i", "em"]


@pytest.mark.parametrize(
    ("title", "running", "head"),
    [
        ("The *Tides: of* Avon: x", "", "The <em>Tides</em>"),
        ("The *Tides*", '*Tides* of "x"', "<em>Tides</em> of “x”"),
        ("Tides: of *Avon*", "", "Tides"),
        ("Tides of Avon", "Rowe's", "Rowe’s"),
    ],
)
def test_the_running_head_of_the_book_has_the_markup(title: str, running: str, head: str) -> None:
    given = {"title": title, "running": running, "sections": ["one.md"]}
    edition, _ = read_edition(json.dumps(given).encode())
    assert edition is not None
    shown = ElementTree.tostring(head_of_book(with_markup(edition)), encoding="unicode")
    assert shown.partition(">")[2] == f"{head}</div>"


# --- all forms -----------------------------------------------------------------------------------

SETTINGS = """\
title: 'The *Tides* of "Avon": a Flood'
subtitle: On *Rowe's* Calendar
series: {title: Studies in *Water*, number: 3}
authors: [{literal: Eleanor Marsh}]
language: en-US
date: 2026
identifier: urn:uuid:4d0a6f3e-6a1c-4f53-9d0e-7c7f6f0a2b11
sections: [one.md]
print: {trim: 5in 8in}
"""
PLAIN, SUBTITLE = "The Tides of “Avon”: a Flood", "On Rowe’s Calendar"
MARKED = "The <em>Tides</em> of “Avon”: a Flood"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of an edition with all its forms."""
    root = tmp_path_factory.mktemp("titles")
    (root / "source").mkdir()
    (root / "source/edition.yaml").write_text(SETTINGS, encoding="utf-8")
    words = "The river rose again, and the ferry waited. " * 200
    (root / "source/one.md").write_text(f"# The Ferry\n\n{words}\n", encoding="utf-8")
    for form in ([], ["--form", "html"]):
        octavo("build", root, *form)
    return root / "build" / "the-tides-of-avon-a-flood"


def beside(built: Path, ending: str) -> Path:
    return built.with_name(f"{built.name}{ending}")


def test_the_epub_prints_emphasis_and_names_plain_words(built: Path) -> None:
    epub = ZipFile(beside(built, ".epub"))
    files = {name: epub.read(name) for name in epub.namelist()}
    page = files["EPUB/title.xhtml"].decode()
    assert f'<h1 id="title">{MARKED}</h1>' in page and f"<title>{PLAIN}</title>" in page
    assert "<i>On <em>Rowe’s</em> Calendar</i>" in page and "Studies in <em>Water</em>" in page
    assert f"<cite>{MARKED}: On <em>Rowe’s</em>" in files["EPUB/copyright.xhtml"].decode()
    package = files["EPUB/package.opf"].decode()
    assert f'<dc:title id="title">{PLAIN}<' in package and f">{SUBTITLE}</dc:title>" in package
    assert ">Studies in Water</meta>" in package
    assert f"<text>{PLAIN}</text>" in files["EPUB/toc.ncx"].decode()
    assert f"{PLAIN}. {SUBTITLE}" in files["EPUB/cover.xhtml"].decode()


def test_the_html_pages_print_emphasis_and_name_plain_words(built: Path) -> None:
    front, section = (
        (beside(built, "-html") / name).read_text(encoding="utf-8")
        for name in ("index.html", "one.html")
    )
    assert f'<h1 id="title">{MARKED}</h1>' in front and f"<title>{PLAIN}</title>" in front
    assert f'<meta name="citation_title" content="{PLAIN}: {SUBTITLE}">' in front
    assert f'href="index.html">{MARKED}</a>' in section
    assert f"<title>The Ferry · {PLAIN}</title>" in section


def test_the_word_file_prints_emphasis_and_names_plain_words(built: Path) -> None:
    docx = ZipFile(BytesIO(beside(built, ".docx").read_bytes()))
    document, header, core = (
        docx.read(name).decode()
        for name in ("word/document.xml", "word/header.xml", "docProps/core.xml")
    )

    def italics(part: str, word: str) -> str:
        found = re.search(rf'<w:i w:val="(.)"/><w:iCs w:val=".."?/></w:rPr><w:t[^>]*>{word}<', part)
        return found[1] if found else ""

    assert [italics(document, word) for word in ("Tides", "Rowe’s", "Water")] == ["1", "0", "1"]
    assert italics(header, "Tides") == "0"
    assert f"<dc:title>{PLAIN}: {SUBTITLE}<" in core


def test_the_print_sets_emphasis_and_names_plain_words(built: Path) -> None:
    with pikepdf.open(beside(built, ".pdf")) as pdf, pdf.open_outline() as outline:
        assert str(pdf.docinfo["/Title"]) == f"{PLAIN}: {SUBTITLE}"
        assert pdf.open_metadata()["dc:title"] == f"{PLAIN}: {SUBTITLE}"
        assert not any("<" in item.title or "*" in item.title for item in outline.root)
    with pdfplumber.open(beside(built, ".pdf")) as pdf:
        pages = [page.chars for page in pdf.pages]

    def is_italic(chars: list[dict], words: str) -> set[bool]:
        at = "".join(char["text"] for char in chars).casefold().index(words.casefold())
        return {"Italic" in char["fontname"] for char in chars[at : at + len(words)]}

    half, series, leaf = pages[0], pages[1], pages[2]
    assert (is_italic(half, "The"), is_italic(half, "Tides")) == ({False}, {True})
    assert (is_italic(series, "Studies"), is_italic(series, "Water")) == ({True}, {False})
    assert (is_italic(leaf, "Tides"), is_italic(leaf, "Avon")) == ({True}, {False})
    assert (is_italic(leaf, "Calendar"), is_italic(leaf, "Rowe’s")) == ({True}, {False})
    heads = [chars for chars in pages[3:] if "tides" in "".join(c["text"] for c in chars).lower()]
    verso = heads[-1]
    assert (is_italic(verso, "Tides"), is_italic(verso, "Avon")) == ({True}, {False})
    assert "flood" not in "".join(char["text"] for char in verso).casefold()
