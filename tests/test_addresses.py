"""Web addresses are links in every form, and languages are marked only where they change."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import pikepdf
import pytest

from octavo.model import Section, Source
from octavo.pandoc import tree
from octavo.pandoc.run import run_pandoc
from octavo.pandoc.walk import walk
from octavo.parsing.notes import parse
from octavo.parsing.reader import READER, read
from octavo.typography.languages import says_nothing_new
from tests.building import octavo

EDITION = {
    "title": "Addresses",
    "language": "en-US",
    "date": "2026",
    "doi": "10.1000/182",
    "licence": {"name": "CC BY 4.0", "url": "https://licence.example.org/by/4.0/"},
    "rights": "See https://rights.example.org/all (or write).",
    "colophon": "Set at https://colophon.example.org/x.",
    "sections": ["01.md"],
    "citations": {"bibliography": "csl/works.json"},
}
WORKS = [
    {"id": "a", "type": "webpage", "title": "A Page", "URL": "https://web.example.org/a",
     "language": "en", "author": [{"family": "Roe", "given": "R"}]},
    {"id": "b", "type": "book", "title": "Das Meer", "language": "de-DE",
     "author": [{"family": "Poe", "given": "R"}], "publisher": "P"},
]  # fmt: skip
TEXT = """# One

See https://text.example.org/a_b--c.[^1] In prose doi:10.1000/x and javascript:alert(1) are words.
[Words]{lang=en} and [mots]{lang=fr} and [*plain*]{#kept lang=en}.

[^1]: At https://note.example.org/x; [@a; @b].
"""
WANTED = {
    "https://text.example.org/a_b--c", "https://note.example.org/x", "https://web.example.org/a",
    "https://rights.example.org/all", "https://licence.example.org/by/4.0/",
    "https://doi.org/10.1000/182", "https://colophon.example.org/x",
}  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition with an address everywhere, built once: its build/."""
    folder = tmp_path_factory.mktemp("addresses") / "book"
    for path, text in (
        ("source/edition.yaml", json.dumps(EDITION)),
        ("source/01.md", TEXT),
        ("csl/works.json", json.dumps(WORKS)),
    ):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    octavo("build", folder, "--form", "pdf", "--form", "epub", "--form", "docx", "--form", "html")
    return folder / "build"


def packed(path: Path, pattern: str) -> str:
    with zipfile.ZipFile(path) as book:
        return "".join(book.read(n).decode() for n in book.namelist() if re.search(pattern, n))


def test_an_address_is_a_link_in_every_form(built: Path) -> None:
    with pikepdf.open(built / "addresses.pdf") as book:
        links = (a for page in book.pages for a in page.get("/Annots", []))  # type: ignore[union-attr]
        pdf = {str(a.A.URI) for a in links if "/A" in a and "/URI" in a.A}
    epub = re.findall(r'href="(https?:[^"]+)"', packed(built / "addresses.epub", r"\.xhtml$"))
    word = re.findall(r'Target="(https?:[^"]+)"', packed(built / "addresses.docx", r"\.rels$"))
    site = "".join(p.read_text("utf-8") for p in (built / "addresses-html").glob("*.html"))
    for found in (pdf, set(epub), set(word), set(re.findall(r'href="(https?:[^"]+)"', site))):
        assert found >= WANTED
        assert not any("javascript" in address or "10.1000/x" in address for address in found)


def test_no_form_marks_a_language_that_does_not_change(built: Path) -> None:
    epub = packed(built / "addresses.epub", r"text/.*\.xhtml$")
    assert set(re.findall(r' lang="([^"]+)"', epub)) == {"en-US", "fr", "de-DE"}
    assert 'id="kept"' in epub
    word = packed(built / "addresses.docx", r"word/(document|footnotes)\.xml")
    assert set(re.findall(r'<w:lang w:val="([^"]+)"', word)) == {"fr", "de-DE"}


@pytest.mark.parametrize(
    ("language", "around", "idle"),
    [
        ("en", "en-US", True), ("EN", "en-us", True), ("en-US", "en-US", True),
        ("en-GB", "en-US", False), ("en-US", "en", False), ("e", "en", False),
        ("zh-Hant", "zh-Hant-TW", True), ("fr", "en", False),
    ],
)  # fmt: skip
def test_what_a_language_adds(language: str, around: str, idle: bool) -> None:
    assert says_nothing_new(language, around) is idle


def test_only_an_address_of_the_web_is_a_link_without_brackets() -> None:
    text = (
        "https://a.org/x_y*z?q=1#f, (http://b.org/c(d)). ftp://c.org mid:1 tag:x about:blank "
        "news: https:// <urn:isbn:1> https://d.org[^1] “https://e.org”\n\n[^1]: N."
    )
    made = parse(Source(Section("one", "source/one.md"), text), "en")
    links = [tree.target_of(e) for e in walk(made.blocks) if tree.is_kind(e, "Link")]
    assert links == [
        "https://a.org/x_y*z?q=1#f", "http://b.org/c(d)", "ftp://c.org", "urn:isbn:1",
        "https://d.org", "https://e.org",
    ]  # fmt: skip
    assert len(made.calls) == 1


# Each line is read alone: what looks like an address and is none, and the shortest addresses.
LINES = (
    "Words: and **notes:** and a time, 12:30, and _so:_ on [here:] (there:) «là : ici».",
    "doi:x", "go:[x](y)", "*http:*//x", "http:_x_", "xmpp:a", "Z39.50r:x", "HTTP://X",
    "h\u200bttp://x",
    "http:\u00a0x", "http:\rx", "http:\tx", "http:\nx", "http:\\x", "news:\u00e9",
    "tel:+1", "mailto:a@b",
    "a@b.c", "a.b@c.de", "(@a.b.com", "[@a.b.com]", "[-@a.b.com]", "a(@b.com", "a[@b.com",
    "a-@b.com",
    "\u201c@a.com", "\u00e9@b.com", "a @b.com", "a\t@b.com", "a\r@b.com", "{a}@b.com", "'a'@b.com",
)  # fmt: skip


def test_a_text_is_read_as_if_pandoc_always_looked_for_addresses() -> None:
    """It is asked to only where there may be one: the tree is the same."""
    for line in LINES:
        asked = run_pandoc(["-f", READER, "-t", "json", "--sandbox"], line.encode())
        assert read(line) == json.loads(asked), line
