"""Notes in the margin: in print beside their line, in every other form beside their words."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pdfplumber
import pytest

from octavo.skeleton import lay_out
from tests.building import octavo

LINE = "This is a line among many others, to fill the page. "
TEXT = f"""# The Chapter {{#chapter}}

{LINE * 8} Signed[Paris, *May* 1935]{{.aside}} by two. {LINE * 8} Then[One right behind]{{.aside}}
and[another one, also]{{.aside}} there.[^note] {LINE * 11} Foot[of several
lines, which end beside the notes of the page, where the margin goes on and has room]{{.aside}}.
{LINE * 20}

::: aside
Of the whole paragraph.
:::

Here it begins. {LINE * 30} Overleaf[On the verso]{{.aside}} too.

[^note]: [@gibbon1776, vol. 1, 3].
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition with notes in its margins, built and proven in all forms."""
    folder = tmp_path_factory.mktemp("asides") / "edition"
    lay_out(folder)
    (folder / "source" / "01-first-chapter.md").write_text(TEXT, encoding="utf-8")
    octavo("build", *(f"--form={form}" for form in ("pdf", "epub", "docx", "html")), folder)
    return folder / "build"


@pytest.fixture(scope="module")
def pages(built: Path) -> Iterator[list[pdfplumber.page.Page]]:
    with pdfplumber.open(built / "a-new-edition.pdf") as pdf:
        yield [page for page in pdf.pages if "among many" in page.extract_text()]


def words(page: pdfplumber.page.Page) -> tuple[list[dict], list[dict]]:
    """The words of a page in its margins, which are small, and those of its text."""
    found = page.extract_words(extra_attrs=["size"])
    return [w for w in found if w["size"] < 8], [w for w in found if w["size"] > 11]


def test_they_are_in_the_outer_margin(pages) -> None:
    for number, page in enumerate(pages):
        margin, text = words(page)
        left, right = min(w["x0"] for w in text), max(w["x1"] for w in text)
        assert margin
        if number % 2:
            assert all(w["x0"] > 10 and w["x1"] < left - 4 for w in margin)
        else:
            assert all(right + 4 < w["x0"] and w["x1"] < page.width - 10 for w in margin)
    said = [" ".join(w["text"] for w in words(page)[0]) for page in pages]
    assert said[0].startswith("Paris, May 1935 One right behind another one, also")
    assert "Of the whole paragraph." in " ".join(said)
    assert said[1].endswith("On the verso")


def test_they_may_end_beside_the_notes(pages) -> None:
    margin, _ = words(pages[0])
    found = pages[0].extract_words(extra_attrs=["size"])
    note = next(w for w in found if w["text"] == "Edward")
    last = [w for w in margin if w["text"] == "room"]
    assert last
    assert note["top"] < last[0]["bottom"] < pages[0].height - 36


def test_they_are_beside_their_line_and_apart(pages) -> None:
    margin, text = words(pages[0])
    place = {w["text"]: w for w in (*text, *margin)}
    assert abs(place["Paris,"]["bottom"] - place["Signed"]["bottom"]) < 6
    assert abs(place["One"]["bottom"] - place["Then"]["bottom"]) < 6
    tops = sorted({round(w["top"], 1) for w in margin})
    assert all(b - a > 7 for a, b in pairwise(tops))
    (page,) = (page for page in pages if "Here it begins" in page.extract_text())
    margin, text = words(page)
    begun = next(w for w in text if w["text"] == "Here")
    of_paragraph = next(w for w in margin if w["text"] == "Of")
    assert abs(begun["top"] - of_paragraph["top"]) < 6


def test_other_forms_have_them_where_they_belong(built: Path) -> None:
    with zipfile.ZipFile(built / "a-new-edition.epub") as package:
        text = package.read("EPUB/text/01-first-chapter.xhtml").decode()
    html = next(built.glob("*-html")).joinpath("01-first-chapter.html").read_text(encoding="utf-8")
    for made in (text, html):
        assert re.search(r'Signed<span class="aside">Paris, <em>May</em> 1935</span> by two', made)
        assert re.search(r'<div class="aside">\s*<p>Of the whole paragraph.</p>', made)
    with zipfile.ZipFile(built / "a-new-edition.docx") as package:
        body = package.read("word/document.xml").decode()
        styles = package.read("word/styles.xml").decode()
    assert '<w:pStyle w:val="Aside"/>' in body
    assert body.count('<w:rStyle w:val="AsideWords"/>') >= 4
    assert re.search(r'w:styleId="Aside">.*?<w:framePr [^>]*w:xAlign="right"', styles, re.DOTALL)


@pytest.mark.parametrize(("words", "sheet"), [
    ("Many words. " * 200, ""),
    ("A few.", ":root { --aside-width: 120pt }"),
])  # fmt: skip
def test_what_the_margin_does_not_hold_is_a_finding(tmp_path: Path, words: str, sheet: str) -> None:
    lay_out(tmp_path / "new")
    text = f"# A\n\nA line[{words}]{{.aside}} of text[^a].\n\n[^a]: [@gibbon1776].\n"
    (tmp_path / "new" / "source" / "01-first-chapter.md").write_text(text, encoding="utf-8")
    (tmp_path / "new" / "styles" / "print.css").write_text(sheet, encoding="utf-8")
    done = octavo("build", tmp_path / "new" / "source" / "01-first-chapter.md")
    assert "the margin does not hold what is in it (page 1 of the section)" in done.stdout
