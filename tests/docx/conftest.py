"""A small edition with every kind of note and paragraph, and ways to look into its DOCX."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from octavo.docx import make_docx
from octavo.docx.parts.ooxml import NAMESPACES
from octavo.model import Edition, Manuscript, Name, NoteSettings, Publisher, Section, Source
from octavo.notes import number_notes, resolve_note_references
from octavo.parsing.notes import parse

HERE = Path(__file__).parent
Parts = Callable[[bytes, str], etree._Element]


@pytest.fixture(scope="module")
def manuscripts() -> Callable[..., tuple[Manuscript, ...]]:
    """Texts as numbered manuscripts: sections 01-text, 02-text and so on."""

    def made(*texts: str, numbering: str = "section", language: str = "en-US"):
        sections = [Section(f"{n:02}-text", f"source/{n:02}-text.md") for n in range(1, 99)]
        parsed = [
            parse(Source(section, text), language)
            for section, text in zip(sections, texts, strict=False)
        ]
        settings = NoteSettings(numbering=numbering)  # type: ignore[arg-type]
        return resolve_note_references(number_notes(parsed, settings), settings)

    return made


@pytest.fixture(scope="module")
def edition() -> Callable[..., Edition]:
    """Make an edition in American English, with a test's own settings."""

    def made(**different: object) -> Edition:
        values: dict[str, object] = {
            "title": "Clocks & Treaties",
            "subtitle": "An Essay",
            "authors": (Name(family="Weaver", given="Ada"),),
            "language": "en-US",
            "date": "2026-03",
            "publisher": Publisher(name="Octavo", place="Geneva"),
            "sections": ("01-text.md",),
        }
        return Edition(**values | different)  # type: ignore[arg-type]

    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An edition's folder with one drawing in it."""
    return with_drawing(tmp_path)


def with_drawing(folder: Path) -> Path:
    figures = folder / "source" / "figures"
    figures.mkdir(parents=True)
    (figures / "clock.svg").write_bytes((HERE / "clock.svg").read_bytes())
    return folder


@pytest.fixture(scope="module")
def every_kind() -> Sequence[str]:
    """Two texts that hold every kind of note and paragraph between them."""
    return [(HERE / name).read_text(encoding="utf-8") for name in ("first.md", "second.md")]


@pytest.fixture(scope="module")
def docx(manuscripts, edition, every_kind, tmp_path_factory) -> bytes:
    """The DOCX of the two texts."""
    folder = with_drawing(tmp_path_factory.mktemp("edition"))
    return make_docx(edition(), manuscripts(*every_kind), folder)


@pytest.fixture(scope="module")
def part() -> Parts:
    """A part of a DOCX as a tree."""

    def read(docx: bytes, name: str) -> etree._Element:
        with zipfile.ZipFile(io.BytesIO(docx)) as archive:
            return etree.fromstring(archive.read(name))

    return read


@pytest.fixture(scope="module")
def find() -> Callable[[etree._Element, str], list]:
    """Give the result of an XPath, with the usual prefixes."""
    return lambda root, path: root.xpath(path, namespaces=NAMESPACES)
