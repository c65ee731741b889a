"""The contents follow the book; landmarks and roles name its parts."""

from __future__ import annotations

import pytest

from octavo.html.roles import kind_of, role_of
from octavo.model import Section

X = "{http://www.w3.org/1999/xhtml}"
TYPE = "{http://www.idpf.org/2007/ops}type"


def links(book, kind: str) -> list[tuple[str, str]]:
    nav = next(n for n in book.tree("nav.xhtml").iter(f"{X}nav") if n.get(TYPE) == kind)
    return [(a.attrib["href"], "".join(a.itertext())) for a in nav.iter(f"{X}a")]


def test_the_contents_follow_the_book(book):
    assert links(book, "toc") == [
        ("text/00-preface.xhtml", "Preface"),
        ("text/01-first.xhtml", "The First “Thing” & Its Place"),
        ("text/01-first.xhtml#section-two", "Verse, lists, tables"),
        ("text/02-second.xhtml", "Le second"),
        ("text/03-index.xhtml", "Index"),
        ("text/bibliography.xhtml", "Bibliography"),
        ("text/bibliography.xhtml#sec-bibliography-1", "Archives"),
    ]
    assert "The First <em>“Thing”</em> &amp; Its Place</a>" in book.text("nav.xhtml")


def test_the_ncx_says_the_same(book):
    tree = book.tree("toc.ncx")
    ncx = "{http://www.daisy.org/z3986/2005/ncx/}"
    said = [
        (point.find(f"{ncx}content").get("src"), point.find(f"{ncx}navLabel/{ncx}text").text)
        for point in tree.iter(f"{ncx}navPoint")
    ]
    assert said == links(book, "toc")


def test_landmarks(book):
    nav = book.tree("nav.xhtml")
    kinds = [a.get(TYPE) for a in nav.iter(f"{X}a") if a.get(TYPE)]
    assert kinds == ["cover", "titlepage", "toc", "bodymatter", "bibliography", "index"]
    assert ("text/01-first.xhtml", "Beginning of the text") in links(book, "landmarks")


def test_the_reading_order(book):
    opf = "{http://www.idpf.org/2007/opf}"
    tree = book.tree("package.opf")
    files = {item.get("id"): item.get("href") for item in tree.iter(f"{opf}item")}
    assert [files[ref.get("idref")] for ref in tree.iter(f"{opf}itemref")] == [
        "cover.xhtml", "title.xhtml", "copyright.xhtml", "nav.xhtml",
        "text/00-preface.xhtml", "text/01-first.xhtml", "text/02-second.xhtml",
        "text/03-index.xhtml", "text/bibliography.xhtml",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "part", "kind", "role"),
    [
        ("00-preface", "front", "preface", "doc-preface"),
        ("01-the-patience-of-treaties", "body", "chapter", "doc-chapter"),
        ("21-appendix-a", "back", "appendix", "doc-appendix"),
        ("vorwort", "front", "preface", "doc-preface"),
        ("préface", "front", "preface", "doc-preface"),
        ("abbreviations", "back", "abbreviations", ""),
        ("04-preface-to-war", "body", "chapter", "doc-chapter"),
        ("05-chronology", "back", "", ""),
        ("99-index", "back", "index", "doc-index"),
        ("00-index", "front", "", ""),
        ("index", "body", "chapter", "doc-chapter"),
        ("bibliography", "back", "bibliography", "doc-bibliography"),
    ],
)
def test_what_a_section_is(name, part, kind, role):
    assert kind_of(Section(name, "", part)) == kind
    assert role_of(kind) == role
