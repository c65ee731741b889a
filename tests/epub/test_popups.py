"""Every note pops up in a reader: foliate-js in Chromium clicks each call and shows its note."""

from __future__ import annotations

import json
import os
import posixpath
import shutil
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from benchmarks import more_books
from tests.browser import chromium, modules, run_node, served
from tests.building import edit, octavo

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SKELETON = ROOT / "octavo" / "skeleton" / "edition"
X = "{http://www.w3.org/1999/xhtml}"
M = "{http://www.w3.org/1998/Math/MathML}"
NUMBER = "note-number"
BLOCKS = {f"{X}{name}" for name in "blockquote br div dd dl dt li ol p ul".split()}

SECTION = """\
# Notes of Every Kind[^*title] {#kinds}

A note may have several paragraphs.[^several] It may begin with a list[^list] or with a
quotation,[^quotation] or hold a formula.[^formula] See [@note:several], and [@note:fare] in
another section.

> A quotation has its own.[^quoted]

- An item of a list has one.[^item]

| Year | Fares            |
|------|------------------|
| 1901 | twelve[^counted] |

: Fares of a year.[^caption] {#tbl-fares}

## A heading calls one too[^heading] {#heading}

Two stand together.[^one][^*two] [The ledger[^linked] is a link](#ledger).

[^*title]: *Editors’ note*: first printed elsewhere.

[^several]: The first paragraph, with *words in italics* and [слова]{lang=ru}.

    > A quotation in the note, [@ward1987, 12].

    The last paragraph.

[^list]:
    - Its first item.
    - Its second.

[^quotation]:
    > Nothing but a quotation.

[^formula]: The fare was $x^2$ pence.

[^quoted]: Ward, as before; see [@note:several] and [@note:fare].

[^item]:
    | A line of verse
    | and another.

[^counted]: Counted twice.

[^caption]: From the ledger.

[^heading]: Under a heading.

[^one]: The one.

[^*two]: The other.

[^linked]: Its call is no part of the link.
"""


# --- the reader ----------------------------------------------------------------------------------


def read(book, folder: Path, timeout: int = 60) -> dict[str, Any]:
    """Click every call and every link back in an EPUB; give what the reader shows."""
    packages = modules("foliate-js", "playwright-core")
    (folder / "book.epub").write_bytes(book.data)
    for name, data in book.files.items():
        path = folder / "book" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    shutil.copy(HERE / "popups.html", folder)
    (folder / "foliate-js").symlink_to(packages / "foliate-js")
    (folder / "favicon.ico").touch()
    picture = filter(None, [os.environ.get("POPUP_PICTURE")])
    with served(folder) as address:
        command = (HERE / "popups.mjs", packages, chromium(), address, *picture)
        return json.loads(run_node(*command, timeout=timeout))


# --- the books -----------------------------------------------------------------------------------


def every_kind(folder: Path) -> Path:
    """The smallest sound edition, with a section of notes of every kind and in every place."""
    shutil.copytree(ROOT / "tests" / "edition", folder)
    (folder / "source" / "03-notes.md").write_text(SECTION, encoding="utf-8")
    settings = folder / "source" / "edition.yaml"
    edit(settings, "- 02-ledger.md\n", "- 02-ledger.md\n  - 03-notes.md\n")
    return folder


def built(folder: Path) -> bytes:
    shutil.copy(SKELETON / "dodo.py", folder)
    octavo("build", folder, "--form", "epub")
    (path,) = (folder / "build").glob("*.epub")
    return path.read_bytes()


BOOKS = {"by hand": None, "every kind": every_kind}
TEN_BOOKS = [name for name in more_books.BOOKS if name != "huge"]


def pages(book) -> dict[str, ET.Element]:
    return {
        path: ET.fromstring(data) for path, data in book.files.items() if path.endswith(".xhtml")
    }


def links_to_notes(element: ET.Element) -> list[ET.Element]:
    """What calls notes and refers to them in an element."""
    return [a for a in element.iter(f"{X}a") if a.get("role") == "doc-noteref"]


def notes(page: ET.Element) -> dict[str, ET.Element]:
    return {aside.attrib["id"]: aside for aside in page.iter(f"{X}aside")}


def words(element: ET.Element) -> list[str]:
    return as_words("".join(_texts(element)))


def as_words(text: str) -> list[str]:
    """Words, with the letters of a formula as plain ones."""
    return unicodedata.normalize("NFKC", text).split()


def _texts(element: ET.Element) -> Iterator[str]:
    if element.tag == f"{M}annotation" or element.get("role") == "doc-backlink":
        return
    between = "\n" if element.tag in BLOCKS or element.tag.startswith(M) else ""
    yield between + (element.text or "")
    for child in element:
        yield from _texts(child)
        yield child.tail or ""
    yield between


def found_at(section: str, href: str) -> tuple[str, str]:
    """The file and the id that a link in a section leads to."""
    file, _, identity = href.partition("#")
    path = posixpath.normpath(posixpath.join(posixpath.dirname(section), file)) if file else section
    return path, identity


# --- what is seen --------------------------------------------------------------------------------


def every_call_shows_its_note(book, seen) -> None:
    asides = {
        (path, identity): aside
        for path, page in pages(book).items()
        for identity, aside in notes(page).items()
    }
    shown = []
    for pop in seen["pops"]:
        target = found_at(pop["section"], pop["href"])
        assert len(pop["shown"]) == 1, pop
        (popup,) = pop["shown"]
        assert as_words(popup["text"]) == words(asides[target])
        number = next(e for e in asides[target].iter(f"{X}span") if e.get("class") == NUMBER)
        assert as_words(popup["text"])[:1] == words(number) != [], pop
        assert (popup["type"], popup["hidden"], popup["visible"]) == ("footnote", True, True)
        shown.append(target)
    assert {*shown} == {*asides}


def every_link_to_a_note_was_clicked(book, seen) -> None:
    due = []
    for path, page in pages(book).items():
        within = {a: f"#{i}" for i, note in notes(page).items() for a in links_to_notes(note)}
        due += [(path, a.attrib["href"], within.get(a, "")) for a in links_to_notes(page)]
    clicked = [(pop["section"], pop["href"], pop.get("within", "")) for pop in seen["pops"]]
    assert sorted(clicked) == sorted(due)


def every_note_leads_back_to_its_call(book, seen) -> None:
    due = [(path, identity) for path, page in pages(book).items() for identity in notes(page)]
    assert [(back["section"], back["note"]) for back in seen["backs"]] == due
    for back in seen["backs"]:
        assert back["href"] == f"#{back['note']}"
        assert back["visible"], back


@pytest.mark.slow
@pytest.mark.parametrize("name", BOOKS)
def test_every_note_pops_up_at_its_call_and_leads_back_to_it(name, tmp_path, book, open_epub):
    lay_out = BOOKS[name]
    opened = open_epub(built(lay_out(tmp_path / "edition"))) if lay_out else book
    all_is_well(opened, read(opened, tmp_path))


def all_is_well(book, seen) -> None:
    every_call_shows_its_note(book, seen)
    every_link_to_a_note_was_clicked(book, seen)
    every_note_leads_back_to_its_call(book, seen)
    assert seen["complaints"] == []


@pytest.mark.books
@pytest.mark.parametrize("name", TEN_BOOKS)
def test_every_note_of_a_whole_book_pops_up(name, shared, tmp_path, open_epub):
    opened = open_epub(built(more_books.BOOKS[name](tmp_path / "edition")))
    all_is_well(opened, read(opened, tmp_path, timeout=1200))
