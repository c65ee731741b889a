"""Ids, texts and pictures with names of any letters and signs: every link leads in every form."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from unicodedata import normalize
from urllib.parse import unquote

import pikepdf
import pytest
from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]
from PIL import Image

from tests.building import octavo
from tests.witness import WORD

pytestmark = pytest.mark.slow

EDITION = """title: Größe und Ähnliches
authors: [{family: Author, given: An}]
language: de-DE
date: 2026
identifier: urn:uuid:d4a69dbc-52cc-4afb-8d37-4f934c0f1a94
sections: ["01-глава.md", "zwei größe.md", "c#1.md", "d?x.md", "100%.md", "第三章.md"]
print: {trim: 6in 9in}
lists: {illustrations: true, tables: true}
contents: {depth: 2}
index: {}
"""
PICTURES = (
    "a#b.png", "q?x.png", "100%.png", "mit leer.png", "größe.png", "a&b.png", "it's.png",
    "x%20y.png", "a;b.png", "p(1).png", "карта.png", 'a"b.png', "a+b.png", "[x].png", "~t.png",
    "a=b.png", "a:b.png", "a%23b.png", "図.png",
)  # fmt: skip
FIRST = """# Глава {#größe}

Текст.[^größe] [Siehe](#größe), [](#été), [](#les-années-détude), [@note:größe, page],
[@fig:größe, page], [@tbl:größe], [](#нет-да). Wort[]{.index key="größe"}

[^größe]: Eine Note mit [](#größe), [@fig:größe, page], [@note:größe], [](#zweites-ç), [](#三).

## Les années d'étude

## Été {#été}

## Нет да

Ein [Link](#нет-да).

![Bild](bilder/größe.png){#fig:größe alt=x}

| a |
|---|
| b |

: Tafel {#tbl:größe}

"""
OTHERS = {
    "zwei größe": "# Zweites {#zweites-ç}\n\nText.[^1] [](#größe), [@note:größe, page].\n\n"
    "[^1]: Note [](#zweites-ç), [@fig:größe].\n",
    "第三章": "# 第三 {#三}\n\nText.[^注] [](#三)\n\n[^注]: Note [](#größe), [@note:注].\n",
    **{name: f"# Titel {name[0]}\n\nText.[^1]\n\n[^1]: Note [](#été).\n"
       for name in ("c#1", "d?x", "100%")},
}  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("names")
    (folder / "source/bilder").mkdir(parents=True)
    (folder / "source/edition.yaml").write_text(EDITION, encoding="utf-8")
    text = FIRST
    for number, name in enumerate(PICTURES):
        image = Image.new("RGB", (40 + number, 30), (number * 10, 100, 100))
        image.save(folder / "source/bilder" / name)
        written = name.replace("%", "%25")
        written = f"<bilder/{written}>" if re.search(r'[ ()"\[]', name) else f"bilder/{written}"
        text += f"![Bild {number}]({written}){{alt=x}}\n\n"
    # One of two spellings of a letter: o and a combining diaeresis.
    text = text.replace("[](#größe)", normalize("NFD", "[](#größe)"))
    (folder / "source/01-глава.md").write_text(text, encoding="utf-8")
    for name, written in OTHERS.items():
        (folder / f"source/{name}.md").write_text(written, encoding="utf-8")
    forms = (word for form in ("pdf", "epub", "docx", "html") for word in ("--form", form))
    done = octavo("build", folder, *forms)
    assert "P007" not in done.stdout + done.stderr
    return folder / "build"


def test_every_link_of_the_pdf_leads_to_its_place(built: Path) -> None:
    (path,) = built.glob("*.pdf")
    with pikepdf.open(path) as book:
        links = [a for page in book.pages for a in page.get("/Annots", ())]
        assert len(links) > 60
        assert not [str(link.A.URI) for link in links if "/Dest" not in link]


def test_every_picture_of_the_pdf_is_the_one_that_is_named(built: Path) -> None:
    """Each has a width of its own: none is printed in the place of another."""
    (path,) = built.glob("*.pdf")
    with pikepdf.open(path) as book:
        widths = [
            int(item.Width)
            for page in book.pages
            for item in page.Resources.get("/XObject", {}).values()
            if item.get("/Subtype") == "/Image"
        ]
    assert set(widths) == {40 + number for number in range(len(PICTURES))}


def _dead(pages: Mapping[str, object], names: set[str]) -> list[str]:
    """The links to files and ids that are not there, and references without a link."""
    ids = {page: {e.get("id") for e in root.iter()} for page, root in pages.items()}  # pyright: ignore[reportAttributeAccessIssue]
    dead: list[str] = []
    for page, root in pages.items():
        for element in root.iter("{*}a", "{*}img", "a", "img"):  # pyright: ignore[reportAttributeAccessIssue]
            href = element.get("href", element.get("src"))
            if href is None:
                dead.append(f"{page}: a link without an address")
            elif not re.match("[a-z]+:", href):
                file, _, identity = href.partition("#")
                inside = posixpath.join(posixpath.dirname(page), unquote(file))
                target = posixpath.normpath(inside) if file else page
                if target not in names or (identity and unquote(identity) not in ids[target]):
                    dead.append(f"{page}: {href}")
        for element in root.iter("{*}span", "span"):  # pyright: ignore[reportAttributeAccessIssue]
            if element.get("class") in {"cross-reference", "note-reference"}:
                dead.append(f"{page}: {''.join(element.itertext())}")
    return dead


def test_every_link_of_the_epub_and_the_html_pages_leads_to_its_place(built: Path) -> None:
    (path,) = built.glob("*.epub")
    with zipfile.ZipFile(path) as book:
        names = set(book.namelist())
        texts = {n: etree.fromstring(book.read(n)) for n in names if n.endswith(".xhtml")}
    assert _dead(texts, names) == []
    (folder,) = built.glob("*-html")
    files = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    parser = etree.HTMLParser(encoding="utf-8")
    pages = {
        name: etree.fromstring(file.read_bytes(), parser)
        for name, file in files.items()
        if name.endswith(".html")
    }
    assert _dead(pages, set(files)) == []


def test_every_link_of_the_word_file_leads_to_a_bookmark(built: Path) -> None:
    (path,) = built.glob("*.docx")
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as book:
        names = [n for n in book.namelist() if re.fullmatch(r"word/\w+\.xml", n)]
        parts = [etree.fromstring(book.read(name)) for name in names]
        media = [name for name in book.namelist() if name.startswith("word/media/")]
    marks = {m.get(f"{WORD}name") for part in parts for m in part.iter(f"{WORD}bookmarkStart")}
    asked = [
        link.get(f"{WORD}anchor")
        for part in parts
        for link in part.iter(f"{WORD}hyperlink")
        if link.get(f"{WORD}anchor")
    ]
    for part in parts:
        for field in part.iter(f"{WORD}instrText", f"{WORD}fldSimple"):
            code = field.text or field.get(f"{WORD}instr", "")
            asked += re.findall(r"PAGEREF (\S+)", code)
    assert len(asked) > 30
    assert set(asked) <= marks
    assert len(media) == len(PICTURES)
