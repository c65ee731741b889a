"""Links lead across the files of the book, or out of it, or are words again."""

from __future__ import annotations

import posixpath

import pytest

from octavo.html.links import Places, web_address
from octavo.model import Section

X = "{http://www.w3.org/1999/xhtml}"


def test_every_link_within_the_book_resolves(book):
    pages = {path: book.tree(path.removeprefix("EPUB/")) for path in book.files
             if path.endswith(".xhtml")}  # fmt: skip
    ids = {path: {e.get("id") for e in tree.iter()} for path, tree in pages.items()}
    found = 0
    for path, tree in pages.items():
        for link in tree.iter(f"{X}a"):
            href = link.attrib["href"]
            if ":" in href:
                continue
            file, _, identity = href.partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), file)) \
                if file else path  # fmt: skip
            assert not identity or identity in ids[target], href
            found += 1
    assert found > 20


def test_links_lead_across_files(book):
    page = book.text("text/00-preface.xhtml")
    assert '<a href="01-first.xhtml#opening">here</a>' in page
    assert '<a href="02-second.xhtml#second">the second</a>' in page
    assert '<a href="01-first.xhtml#note-01-first-2" class="note-reference" epub:type="noteref" ' \
        'role="doc-noteref">note 2</a>' in page  # fmt: skip
    assert "<span>this</span> leads nowhere" in page


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("https://example.org/a b?q=«é»", "https://example.org/a%20b?q=%C2%AB%C3%A9%C2%BB"),
        ("HTTP://Example.org/%zz#x", "http://example.org/%25zz#x"),
        ("https://пример.рф/", "https://xn--e1afmkfd.xn--p1ai/"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("https://[::1", None),
        ("https://1.2.3.4/", "https://1.2.3.4/"),
        ("https://1.2.3.999/", None),
        ("https://example.2/", None),
        ("http://exa mple.org/", None),
        ("javascript:alert(1)", None),
        ("JaVaScRiPt:alert(1)", None),
        ("data:text/html,x", None),
        ("file:///etc/passwd", None),
    ],
)
def test_addresses_are_written_as_the_standard_asks(href, address):
    places = Places({}, {})
    assert places.target(href, Section("x", "source/x.md"), "x.xhtml") == address


def test_no_way_leads_out_of_the_book():
    places = Places({"a": "x.xhtml"}, {"source/x.md": ("x.xhtml",)})
    section = Section("x", "source/x.md")
    assert places.target("../../etc/passwd", section, "x.xhtml") is None
    assert places.target("//example.org/x", section, "x.xhtml") is None
    assert places.target("x.md#nowhere", section, "y.xhtml") == "x.xhtml"
    assert web_address("ftp://", "ftp") is None
