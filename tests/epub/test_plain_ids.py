"""Ids of headings in any script are ASCII in the EPUB, and every link still leads to its place."""

from __future__ import annotations

from octavo.epub import make_epub
from octavo.epub.plain_ids import plain_id
from octavo.model import Edition, Section

RUSSIAN = """<section id="sec-01" lang="ru" data-title="Время">
<h1 id="время">Время</h1><p id="œuvre">См. <a href="#время">1</a>, <a href="#%C5%93uvre">2</a>,
<a href="02.md#там">3</a>, <a href="https://example.org/#время">4</a><span class="call"
id="call-прим" data-note="прим" data-mark="1" data-series="numbered"></span></p>
<div class="notes"><div class="note" id="прим" data-mark="1" data-series="numbered"><p>Да.</p></div>
</div></section>"""
OTHER = '<section id="sec-02"><h1 id="там">Там</h1><p><a href="#время">1</a></p></section>'


def test_an_id_is_a_name_of_ascii_letters() -> None:
    assert plain_id("sec-01") == "sec-01"
    assert plain_id("œuvre") == "id.u153.uvre"
    assert plain_id("l-œuvre") == "l-.u153.uvre"


def test_links_follow(open_epub) -> None:
    sections = [
        (Section(n, f"source/{n}.md"), html) for n, html in (("01", RUSSIAN), ("02", OTHER))
    ]
    book = open_epub(make_epub(Edition(title="T", sections=("01.md", "02.md")), sections, {}))
    first, second = (book.tree(f"text/{name}.xhtml") for name in ("01", "02"))
    ids = {e.get("id") for page in (first, second) for e in page.iter() if e.get("id")}
    assert all(identity.isascii() for identity in ids if identity)
    hrefs = [e.attrib["href"] for e in first.iter() if e.tag.endswith("}a")]
    time, there, note = plain_id("время"), plain_id("там"), plain_id("прим")
    assert hrefs == [
        f"#{time}", "#id.u153.uvre", f"02.xhtml#{there}",
        "https://example.org/#%D0%B2%D1%80%D0%B5%D0%BC%D1%8F", f"#{note}",
        f"#{plain_id('call-прим')}",
    ]  # fmt: skip
    assert {href[1:] for href in hrefs if href[0] == "#"} <= ids
    (back,) = [e.get("href") for e in second.iter() if e.tag.endswith("}a")]
    assert back == f"01.xhtml#{time}"
