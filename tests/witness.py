"""Read the notes back out of finished forms, with nothing of Octavo's own that set them.

Only the order in which the sections are bound is asked of it.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
import zipfile
from pathlib import Path
from typing import NamedTuple

import orjson
from lxml import etree

from octavo.matter.parts import BEFORE_CONTENTS
from octavo.model import Section
from octavo.pdf.book.pagination import CONTENTS, TITLE_LEAVES
from octavo.tasks.plan import Plan

XHTML = "{http://www.w3.org/1999/xhtml}"
OPS = "{http://www.idpf.org/2007/ops}"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Note(NamedTuple):
    """A note as a reader meets it: in what section, under what mark, with what letters."""

    section: str
    mark: str
    text: str


def letters(text: str) -> str:
    """Give what no form changes: letters and digits, without line ends, hyphens and points."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(c for c in plain if unicodedata.category(c)[0] in "LNM")


def form(edition: Path, kind: str) -> Path:
    (path,) = (edition / "build").glob(f"*.{kind}")
    return path


# --- the edition itself --------------------------------------------------------------------------


def notes_of_source(edition: Path) -> list[Note]:
    """The notes as they were cited, in order: what every form has to print."""
    from octavo.pandoc.walk import plain

    found: list[Note] = []
    for row in orjson.loads((edition / "build" / "counts.json").read_bytes()):
        path = edition / "build" / "cited" / f"{row['section']}.json"
        made = orjson.loads(path.read_bytes())
        for node in _objects(made["blocks"]):
            if node.get("t") == "Span" and node["c"][0][1][:1] == ["note"]:
                mark = dict(node["c"][0][2])["mark"]
                note = node["c"][1][0]
                assert note["t"] == "Note"
                found.append(Note(row["section"], mark, letters(plain(note["c"]))))
    return found


def _objects(tree):
    if isinstance(tree, list):
        for item in tree:
            yield from _objects(item)
    elif isinstance(tree, dict):
        if "t" in tree:
            yield tree
        for value in tree.values():
            yield from _objects(value)


# --- EPUB ----------------------------------------------------------------------------------------


def notes_of_epub(edition: Path) -> list[Note]:
    """The asides of the EPUB's documents in the order of its spine."""
    found: list[Note] = []
    with zipfile.ZipFile(form(edition, "epub")) as book:
        package_path = next(name for name in book.namelist() if name.endswith(".opf"))
        package = etree.fromstring(book.read(package_path))
        hrefs = {e.get("id"): e.get("href") for e in package.iter("{*}item")}
        base = package_path.rpartition("/")[0]
        for itemref in package.iter("{*}itemref"):
            name = hrefs[itemref.get("idref")]
            tree = etree.fromstring(book.read(f"{base}/{name}".lstrip("/")))
            for aside in tree.iter(f"{XHTML}aside"):
                if "footnote" in (aside.get(f"{OPS}type") or ""):
                    mark, text = _mark_and_text(aside)
                    found.append(Note(Path(name).stem, mark, text))
    return found


def _mark_and_text(aside) -> tuple[str, str]:
    """A note's number, which opens it, and its words without it and the link back."""
    number = next(e for e in aside.iter(f"{XHTML}span") if e.get("class") == "note-number")
    mark = "".join(number.itertext())
    back = next(
        e for e in aside.iter(f"{XHTML}a")
        if "backlink" in f"{e.get('role')} {e.get(f'{OPS}type')} {e.get('class')}"
    )  # fmt: skip
    words = "".join(aside.itertext()).replace(mark, "", 1).rstrip("\n")
    return mark.strip().rstrip("."), letters(words.removesuffix("".join(back.itertext())))


# --- DOCX ----------------------------------------------------------------------------------------


def notes_of_docx(edition: Path) -> list[Note]:
    """The footnotes of the Word file in the order of their calls in its text."""
    with zipfile.ZipFile(form(edition, "docx")) as book:
        document = etree.fromstring(book.read("word/document.xml"))
        notes = etree.fromstring(book.read("word/footnotes.xml"))
    texts = {
        note.get(f"{WORD}id"): letters("".join(_word_text(note)))
        for note in notes.iter(f"{WORD}footnote")
    }
    calls = [call.get(f"{WORD}id") for call in document.iter(f"{WORD}footnoteReference")]
    assert len(set(calls)) == len(calls), "a footnote of the DOCX is called twice"
    return [Note("", "", texts[call]) for call in calls]


def _word_text(note):
    for element in note.iter(f"{WORD}t", f"{WORD}tab", f"{WORD}br", f"{WORD}noBreakHyphen"):
        yield element.text or " " if element.tag == f"{WORD}t" else " "


# --- PDF -----------------------------------------------------------------------------------------


NOTE_SIZE = 9.3  # points; the notes at the foot of the page are set in nine and a quarter
PARTED = 22.0  # points from line to line: more than within a note, or between two


class Letter(NamedTuple):
    text: str
    size: float
    top: float  # of its baseline, from the top of the page, in points


def notes_of_pdf(edition: Path) -> list[Note]:
    """Read the notes at the feet of the PDF's pages.

    The page maps say where each begins, its words are read from the page. Text above the first note
    of a page continues a note of the page before."""
    found: list[Note] = []
    offset = 0
    sections, pages = _sections(edition), letters_of(form(edition, "pdf"))
    for section in _leaves(edition):
        laid_out = (edition / "build" / "pages" / f"{section.name}.json").read_bytes()
        record = orjson.loads(laid_out)["page_map"]
        if section.path and section.name in sections:
            found += _notes_of_section(section.name, record["pages"], pages[offset:])
        offset += len(record["pages"]) + len(record["pages"]) % 2  # sections open on a recto
    return found


def _leaves(edition: Path) -> list[Section]:
    """Give the bound sections in order; those that Octavo makes have no path, and no notes."""
    sections = Plan(edition).sections
    before = [section for section in sections if section in BEFORE_CONTENTS]
    behind = [section for section in sections if section not in BEFORE_CONTENTS]
    return [TITLE_LEAVES, *before, CONTENTS, *behind]


def _sections(edition: Path) -> list[str]:
    rows = orjson.loads((edition / "build" / "counts.json").read_bytes())
    return [row["section"] for row in rows]


def _notes_of_section(name: str, maps: list, pages: list[list[Letter]]) -> list[Note]:
    texts: dict[str, list[str]] = {}
    current = ""
    for page, letters_there in zip(maps, pages, strict=False):
        starts = sorted((y, key) for key, (_, y) in page["ids"].items() if key.startswith("note-"))
        area = _foot_of(letters_there)
        for letter in area:
            begun = [key for y, key in starts if y <= letter.top]
            current = begun[-1] if begun else current
            assert current, f"words at the foot of a page of {name} belong to no note"
            texts.setdefault(current, []).append(letter.text)
    notes = []
    for key, pieces in texts.items():
        text = "".join(pieces).strip()
        mark = re.match(r"\d+(?=\.)|[*†‡§]+", text)
        assert mark, f"{key} opens with no mark: {text[:40]}"
        notes.append(Note(name, mark[0], letters(text[mark.end() :])))
    return notes


def _foot_of(page: list[Letter]) -> list[Letter]:
    """Read the letters at the foot of a page: the lines from the last upwards that are set small.

    The folio of an opening page is below them, alone and larger. The credit of a picture may be
    above them, small too, but separated from them by the space above the notes.
    """
    lines: dict[float, list[Letter]] = {}
    for letter in page:
        if letter.text.strip():
            lines.setdefault(round(letter.top), []).append(letter)
    tops = sorted(lines, reverse=True)
    if tops and all(letter.size > NOTE_SIZE and letter.text.isalnum() for letter in lines[tops[0]]):
        folio = tops.pop(0)
        page = [letter for letter in page if round(letter.top) != folio]
    highest = max(tops, default=0.0) + 1  # below them all
    for top in tops:
        if any(letter.size > NOTE_SIZE for letter in lines[top]) or highest - top > PARTED:
            break
        highest = top - 0.5
    return [letter for letter in page if letter.top >= highest]


def letters_of(path: Path) -> list[list[Letter]]:
    """Every character of a PDF in the order it is drawn, by PDFium."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    pages = []
    x, y, matrix = ctypes.c_double(), ctypes.c_double(), pdfium.FS_MATRIX()
    document = pypdfium2.PdfDocument(path)
    for number in range(len(document)):
        page = document[number]
        text, height = page.get_textpage(), page.get_height()
        found = []
        for index in range(pdfium.FPDFText_CountChars(text)):
            code = pdfium.FPDFText_GetUnicode(text, index)
            if code > 31 and pdfium.FPDFText_IsGenerated(text, index) != 1:
                pdfium.FPDFText_GetCharOrigin(text, index, x, y)
                pdfium.FPDFText_GetMatrix(text, index, matrix)
                size = pdfium.FPDFText_GetFontSize(text, index) * abs(matrix.d)
                found.append(Letter(chr(code), size, height - y.value))
        pages.append(found)
        text.close()
        page.close()
    document.close()
    return pages
