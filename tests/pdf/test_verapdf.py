"""veraPDF's engine finds the bound book to be PDF/A-3a and PDF/UA-1, or PDF/A-4f and PDF/UA-2."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from benchmarks.conformance import FLAVOURS, judge, missing
from octavo.design.fonts import Fonts, cut, fonts
from octavo.design.own_type.cutting import cut_type
from octavo.model import (
    BookSeries,
    Edition,
    Isbn,
    Licence,
    Name,
    OwnType,
    PrintSettings,
    Section,
    Standard,
    own_family,
)
from octavo.pdf.binding.folios import folio_style
from octavo.pdf.book.leaves_and_contents import contents, title_leaves
from octavo.pdf.book.pagination import CONTENTS, TITLE_LEAVES, Leaf
from octavo.pdf.typeset import typeset
from tests.building import octavo
from tests.made_fonts import bare, cff
from tests.pdf.bound_book import bind

pytestmark = pytest.mark.slow

EDITION = Edition(
    title="The Book & Its Pages", sections=("a.md", "b.md"), language="en-GB", date="2026-05",
    description="What <may> be", keywords=("notes", "pages"), print=PrintSettings(trim="4in 5in"),
    authors=(Name(family="Author", orcid="0000-0002-1825-0097"),), doi="10.1000/182",
    isbn=Isbn(print="978-0-306-40615-7", pdf="978-3-16-148410-0"),
    series=BookSeries(title="Studies", issn="0378-5955"),
    licence=Licence(name="CC BY 4.0", url="https://creativecommons.org/licenses/by/4.0/"),
)  # fmt: skip
WORDS = "The quick brown fox jumps over the lazy dog and the hound sleeps on. "
STYLES = """
.faint { opacity: 0.5 }
.turned { transform: rotate(-90deg) }
.under { text-decoration: underline }
.shaded { background: linear-gradient(red, rgba(0, 0, 255, 0.3)) }
.columns { columns: 2; column-rule: 1px solid }
"""
SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20" viewBox="0 0 40 20">
<linearGradient id="g"><stop stop-color="red"/><stop offset="1" stop-color="blue"
stop-opacity="0.4"/></linearGradient><rect width="20" height="10" fill="url(#g)" opacity="0.5"/>
<text x="2" y="10" font-size="8">Ab</text></svg>"""


@pytest.fixture(autouse=True)
def _engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A short run is over before Java's second compiler has paid for itself."""
    if lack := missing():
        pytest.skip(f"veraPDF's engine needs {lack}")
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1")


def call(name: str, number: int) -> str:
    return (
        f'<span id="call-{name}-{number}" class="call" data-note="note-{name}-{number}" '
        f'data-mark="{number}" data-series="numbered"></span>'
    )


def section(name: str, body: str, *notes: str) -> str:
    series = "".join(
        f'<div id="note-{name}-{n}" class="note" data-mark="{n}" data-series="numbered">'
        f"{note}</div>"
        for n, note in enumerate(notes, 1)
    )
    return (
        f'<section id="sec-{name}" class="body" lang="en" data-title="{name}">'
        f'<h1 id="title-{name}">Chapter {name}</h1>{body}'
        f'<div class="notes">{series}</div></section>'
    )


def figure(name: str) -> str:
    img = f'<img src="source/{name}" alt="A small picture"/>'
    return f'<figure id="fig-{name[:2]}">{img}<figcaption>{name}</figcaption></figure>'


ROWS = "".join(f'<tr><th scope="row">{n}</th><td>{WORDS}</td></tr>' for n in range(12))
EVERYTHING = section(
    "a",
    f"<p>{WORDS * 30}Called{call('a', 1)} <em lang='fr'>en français{call('a', 2)}</em>.</p>"
    '<h4 id="h4">A low rank</h4><p></p><h3 id="h3"></h3><p lang="no one!">x</p>'
    "<ul><li></li><li>One<ul><li>in it</li></ul></li></ul><ol type='a'><li><p>x</p></li></ol>"
    "<dl><dt>a</dt><dt>b</dt><dd>c</dd><dd><p>d</p></dd></dl><dl><dd>alone</dd></dl>"
    f"<table><caption>Rows</caption><thead><tr><th>n</th><th>words</th></tr></thead><tbody>{ROWS}"
    "</tbody></table><table><tbody><tr><td rowspan='2'>1</td><td></td></tr><tr><td>3</td></tr>"
    "</tbody></table>"
    + "".join(map(figure, ("clear.png", "red.jpg", "grey.png", "palette.gif", "drawn.svg")))
    + '<p><img src="source/red.jpg" alt=""/><img src="source/red.jpg"/></p>'
    '<p><a href="https://example.org/é">out</a> <a href="#title-b"><strong>to <em>b</em></strong>'
    f"</a> <a href='mailto:x@y.z'>{WORDS * 2}</a><a href='https://example.org/'></a></p>"
    "<p class='faint'>faint <a href='https://example.org/'>link</a></p>"
    "<div class='turned'><p>turned <a href='https://example.org/'>link</a></p></div>"
    "<p class='under'>under</p><div class='shaded'><p>shaded</p></div>"
    f"<div class='columns'><p>{WORDS * 4}</p></div>"
    "<p>Ελληνικά ᾧ, кириллица, ﬁ e\u0301\u0323 a\u0361b, soft\u00adly</p>"
    "<div>bare text</div><blockquote>bare<p>p</p>bare</blockquote>"
    "<pre><code>x = 1\n  y</code></pre>"
    "<div class='line-block'>one<br/>two</div><hr/>",
    f"<p>{WORDS * 40}</p><blockquote><p>Quoted.</p></blockquote>",
    "<ul><li>in a note</li></ul><table><tbody><tr><td>x</td></tr></tbody></table>",
)
FORMULAS = section(
    "b",
    f"<p>A formula{call('b', 1)} <math xmlns='http://www.w3.org/1998/Math/MathML'><mi>a</mi><mo>=</mo>"
    "<mi>b</mi></math>.</p><p><math xmlns='http://www.w3.org/1998/Math/MathML' display='block'>"
    "<mfrac><mi>a</mi><mn>2</mn></mfrac></math></p>",
    "<p>Note.</p>",
)


def edition_folder(folder: Path) -> Path:
    """A folder with pictures of every kind, and a style sheet that draws in every manner."""
    (folder / "source").mkdir()
    (folder / "styles").mkdir()
    (folder / "styles" / "print.css").write_text(STYLES)
    pictures = {"clear.png": "RGBA", "red.jpg": "RGB", "grey.png": "LA", "palette.gif": "P"}
    for name, mode in pictures.items():
        Image.new(mode, (40, 20)).save(folder / "source" / name)
    (folder / "source" / "drawn.svg").write_text(SVG)
    return folder


def book_with_everything(
    standard: Standard, folder: Path, faces: Fonts | None = None
) -> tuple[bytes, bytes]:
    """A bound book that keeps to a standard, and the pages of its second section alone."""
    edition = replace(EDITION, print=replace(EDITION.print, standard=standard))
    usual = {name: cut(name) for name in ("EBGaramond-Regular", "EBGaramond-Italic")}
    faces = faces or fonts(usual)
    leaves = []
    for name, text in (("a", EVERYTHING), ("b", FORMULAS)):
        part = Section(name, f"source/{name}.md")
        made = typeset(text, part, edition, folder, faces)
        leaves.append(Leaf(part, made.pdf, made.page_map))
    made = title_leaves(edition, folder, faces)
    leaves.append(Leaf(TITLE_LEAVES, made.pdf, made.page_map))
    made = contents(edition, leaves, folder, faces)
    leaves.append(Leaf(CONTENTS, made.pdf, made.page_map))
    return bind(edition, leaves, faces, folio_style(edition, folder, faces)).pdf, leaves[1].pdf


def _own_type() -> Fonts:
    """A house's own type of a font without layout tables, and of one with outlines of CFF."""
    family = own_family(OwnType(name="Ferry", files=("styles/Ferry-*",)))
    names = [face.name for face in family.faces]
    made = cut_type("Ferry", names, [("Ferry.ttf", bare()), ("Ferry-Italic.otf", cff("Italic"))])
    return fonts(made.faces, family)


def test_a_book_with_everything(tmp_path: Path) -> None:
    folder = edition_folder(tmp_path)
    files: list[tuple[Path, Standard]] = []
    for number, standard in enumerate(FLAVOURS):
        for name, data in zip(
            ("book", "leaf"), book_with_everything(standard, folder), strict=True
        ):
            files.append((tmp_path / f"{name}-{number}.pdf", standard))
            files[-1][0].write_bytes(data)
    own, _ = book_with_everything("PDF/UA-1", folder, _own_type())
    files.append((tmp_path / "book-own.pdf", "PDF/UA-1"))
    files[-1][0].write_bytes(own)
    verdicts = judge(files)
    flavours = ["3a", "ua1"] * 2 + ["4f", "ua2", "wt1a"] * 2 + ["3a", "ua1"]
    assert [v.flavour for v in verdicts] == flavours
    books = [verdict for verdict in verdicts if Path(verdict.file).stem.startswith("book")]
    assert {rule for verdict in books for rule in verdict.failed} == set()
    # The engine can fail: a section alone does not name a standard that it conforms to.
    assert all(verdict.failed for verdict in verdicts if verdict not in books)


def test_a_real_edition(own_edition: Path) -> None:
    """One here; whole books in benchmarks/conformance."""
    octavo("build", "--form", "pdf", own_edition)
    files = list((own_edition / "build").glob("*.pdf"))
    verdicts = judge([(path, "PDF/UA-1") for path in files])
    failed = {(Path(v.file).stem, v.flavour): dict(v.failed) for v in verdicts if v.failed}
    assert len(files) == 1 and failed == {}
