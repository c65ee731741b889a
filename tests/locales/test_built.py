"""Whole books in Czech and Arabic: their three files have words of one language."""

from __future__ import annotations

import json
import re
import zipfile
from html import unescape
from pathlib import Path

import pypdfium2
import pytest

from octavo.locales import words_in
from tests.building import octavo
from tests.locales.test_printed import is_said, phrases

pytestmark = pytest.mark.slow

PROSE = "Qqx zzv kfj wwp. " * 60
FIRST = f"""# Qqa {{#a}}

{PROSE}[^a] [Zzx]{{.index}}

![Qqf.](figures/a.svg){{#fig:a alt="Qqf"}}

{PROSE}[^b]

[^a]: Qq, [@note:c, where, page]; [@kkz, 3]. [Zzx]{{.index seealso="Zzy"}}

[^b]: Qq [@kkz, 4]. {PROSE * 9}
"""
SECOND = f"""# Qqb {{#b}}

{PROSE}[^c] Qq [@fig:a, page]. [Zzy]{{.index}} []{{.index key="Zzw" see="Zzx"}}

[^c]: Qq [@note:b, where].
"""
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9"/></svg>'
NAMES = [{"literal": "Qwx"}, {"literal": "Zrv"}]


def lay_out(folder: Path, language: str, notes: str) -> None:
    edition = {
        "title": "Qqq", "authors": NAMES, "editors": NAMES, "translators": NAMES[:1],
        "language": language, "date": "1939-08-23", "publisher": {"name": "Xxh", "place": "Ggd"},
        "identifier": "urn:uuid:4d0a6f3e-6a1c-4f53-9d0e-7c7f6f0a2b11",
        "series": {"title": "Ssk", "number": 4}, "isbn": {"paperback": "978-0-306-40615-7"},
        "dedication": "Qq", "colophon": True, "lists": {"illustrations": True},
        "sections": ["a.md", "b.md"], "index": {}, "notes": {"place": notes},
        "citations": {"bibliography": "csl/library.json"},
    }  # fmt: skip
    work = {"id": "kkz", "type": "book", "title": "Qqk", "author": [{"literal": "Zzk"}],
            "issued": {"date-parts": [[1938]]}, "publisher": "Xxk", "publisher-place": "Ggk",
            "custom": {"siglum": "QK"}}  # fmt: skip
    files = {
        "source/edition.yaml": json.dumps(edition),
        "source/a.md": FIRST,
        "source/b.md": SECOND,
        "source/figures/a.svg": DRAWING,
        "csl/library.json": json.dumps([work]),
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def said_in(build: Path) -> dict[str, str]:
    """The words of the three files by their kinds."""
    with pypdfium2.PdfDocument((build / "qqq.pdf").read_bytes()) as book:
        pages = [page.get_textpage().get_text_bounded() for page in book]
        outline = [bookmark.get_title() for bookmark in book.get_toc()]
    said = {"pdf": "\n".join((*pages, *outline))}
    for kind, names in (
        ("epub", r"\.(xhtml|opf|ncx)$"),
        ("docx", r"word/(document|\w+notes)\.xml$"),
    ):
        with zipfile.ZipFile(build / f"qqq.{kind}") as archive:
            parts = [archive.read(n).decode() for n in archive.namelist() if re.search(names, n)]
        said[kind] = "\n".join(map(_spoken, parts))
    return said


# What the package document says in words that are names for machines.
_CODES = "accessMode|accessibilityFeature|accessibilityHazard|role|type"


def _spoken(markup: str) -> str:
    labels = re.findall(r'\b(?:alt|title|descr|aria-label)="([^"]*)"', markup)
    bare = re.sub(r"<manifest.*?</manifest>|<w:instrText[^>]*>[^<]*<", "<", markup, flags=re.DOTALL)
    bare = re.sub(rf"<meta [^>]*(?:{_CODES})[^>]*>[^<]*<", "<", bare)
    return unescape("\n".join((re.sub(r"<[^>]*>", "", bare.replace("</w:p>", "\n")), *labels)))


@pytest.fixture(scope="module", params=[("cs", "edition"), ("ar", "foot")], ids=lambda p: p[0])
def book(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    language, notes = request.param
    folder = tmp_path_factory.mktemp("languages") / language
    lay_out(folder, language, notes)
    octavo("build", folder)
    return language, said_in(folder / "build")


def test_no_word_is_english(book: tuple[str, dict[str, str]]) -> None:
    language, said = book
    own = "\n".join(phrase for forms in phrases(words_in(language)).values() for phrase in forms)
    asked = {
        part.strip(" \u00a0,.:;()“”")
        for forms in phrases(words_in("en")).values()
        for phrase in forms
        for part in re.split(r"\{\w+\}", phrase)
    }
    asked = {part for part in asked if len(part) > 2 and not is_said(part, own)}
    for kind, text in said.items():
        assert not {part for part in asked if is_said(part, text)}, kind


def test_the_words_of_the_language_are_in_all_forms(book: tuple[str, dict[str, str]]) -> None:
    language, said = book
    words = words_in(language)
    everywhere = [
        words.contents, words.bibliography, words.index, words.illustrations, words.abbreviations,
        words.see_also, words.hereafter, words.edited_by.of(2).partition("{")[0].strip(),
        words.isbn.format(number="978-0-306-40615-7", form=words.paperback),
        words.volume.format(number=4), words.made_with,
    ]  # fmt: skip
    for kind, text in said.items():
        if kind == "pdf" and language == "ar":
            continue  # its letters are read back as they are shaped, and from the left
        text = " ".join(text.split())
        assert not [phrase for phrase in everywhere if " ".join(phrase.split()) not in text], kind


def test_a_list_of_notes_is_headed_in_the_language(book: tuple[str, dict[str, str]]) -> None:
    language, said = book
    words = words_in(language)
    if language == "cs":
        assert words.notes in said["pdf"]
        assert re.search(r"Poznámky ke stran(?:ě|ám) \d", said["pdf"])
    assert words.notes in said["epub"]


def test_every_page_that_is_asked_for_is_printed(book: tuple[str, dict[str, str]]) -> None:
    _, said = book
    assert "000" not in said["pdf"]
