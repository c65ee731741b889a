"""octavo build --draft: comments in the margin and as Word's, numbers of lines, date, version."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from itertools import pairwise
from pathlib import Path

import pdfplumber
import pytest
from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from octavo.docx import footnotes_of
from octavo.docx.parts.ooxml import q
from octavo.model import Section, Source
from octavo.pandoc.walk import plain
from octavo.parsing.comments import comments_in
from octavo.parsing.notes import parse
from octavo.skeleton import lay_out
from tests.building import octavo

TEXT = """# The Chapter [A better title?]{.comment by="RA"} {#chapter}

A first [Is this so? I doubt it, and would like to have a source for it.]{.comment by="RA"} line,
and a second [Which way? Say it.]{.comment by="Tom Baker" date="2026-11-02"} one.[^note] TODO: more.

::: {.comment by="TB"}
To be rewritten [@gibbon1776, 3].

Both parts of it.
:::

""" + "This paragraph is one of many lines. " * 60 + """ The end [the date]{.todo}.

[^note]: A note [and a remark on it]{.comment by="RA"}, [@gibbon1776, vol. 1, 3].
"""  # fmt: skip


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition with comments, built, and then its draft."""
    folder = tmp_path_factory.mktemp("draft") / "edition"
    lay_out(folder)
    (folder / "source" / "01-first-chapter.md").write_text(TEXT, encoding="utf-8")
    octavo("build", *(f"--form={form}" for form in ("pdf", "epub", "docx", "html")), folder)
    done = octavo("build", "--draft", folder, env=_at(1764460800))
    assert "build/draft/a-new-edition-draft.pdf" in done.stdout
    assert "6 comments" in done.stdout
    return folder


def _at(seconds: int) -> dict[str, str]:
    from tests.building import environment

    return environment(SOURCE_DATE_EPOCH=str(seconds))


def draft(edition: Path, form: str) -> Path:
    return edition / "build" / "draft" / f"a-new-edition-draft.{form}"


def words(page: pdfplumber.page.Page, left: float, right: float) -> str:
    """The words of a page between two distances from its left edge."""
    return " ".join(w["text"] for w in page.extract_words() if left <= w["x0"] < right)


@pytest.fixture(scope="module")
def pages(edition: Path):
    with pdfplumber.open(draft(edition, "pdf")) as pdf:
        yield [page for page in pdf.pages if "of many lines" in page.extract_text()]


def test_comments_are_in_the_margin_and_do_not_overlap(pages) -> None:
    margin = " ".join(words(page, 380, 612) for page in pages)
    for said in (
        "[1] RA: A better title?", "[2] RA: Is this so? I doubt it, and would like to have",
        "[3] Tom Baker: Which way? Say it.", "[4] RA: and a remark on it",
        "[5] TB: To be rewritten [@gibbon1776, 3]. Both parts of it.", "[6] the date",
    ):  # fmt: skip
        assert said in margin
    text = " ".join(words(page, 60, 380) for page in pages)
    assert re.search(r"\[1\]\s?A first ?\[2\] line, and a second ?\[3\] one", text)
    for page in pages:
        bottoms = [w for w in page.extract_words() if w["x0"] >= 380]
        heights = sorted({round(w["top"]) for w in bottoms})
        assert all(b - a > 6 for a, b in pairwise(heights))


def test_every_fifth_line_has_a_number_beside_it(pages) -> None:
    page = pages[0]
    numbers = [w for w in page.extract_words() if w["x1"] < 60 and w["text"].isdecimal()]
    assert [w["text"] for w in numbers] == [str(n) for n in range(5, 5 * len(numbers) + 1, 5)]
    of_text = [w for w in page.extract_words() if 60 < w["x0"] < 380]
    tops = sorted({round(w["bottom"]) for w in of_text if w["bottom"] < 500})
    lines = [t for n, t in enumerate(tops) if n == 0 or t - tops[n - 1] > 5]
    for number in numbers[:3]:
        line = lines[int(number["text"]) - 1]
        assert abs(number["bottom"] - line) < 6
    assert lines[4] - lines[3] > 18, "the lines are wide"


def test_a_draft_says_which_one_it_is(edition: Path, pages) -> None:
    found = re.search(r"Draft\s+2025-11-30\s+([0-9a-f]{7})", pages[0].extract_text())
    assert found
    settings = edition / "source" / "edition.yaml"
    written = settings.read_text(encoding="utf-8")
    settings.write_text(written + "# another version\n", encoding="utf-8")
    octavo("build", "--draft", edition, env=_at(1764547200))
    with pdfplumber.open(draft(edition, "pdf")) as pdf:
        again = re.search(r"Draft\s+2025-12-01\s+([0-9a-f]{7})", pdf.pages[-1].extract_text())
    assert again
    assert again[1] != found[1]
    settings.write_text(written, encoding="utf-8")


def test_the_same_texts_and_date_give_the_same_bytes(edition: Path) -> None:
    made = []
    for _ in range(2):
        octavo("build", "--draft", edition, env=_at(1764460800))
        made.append([draft(edition, form).read_bytes() for form in ("pdf", "docx")])
        shutil.rmtree(edition / "build" / "draft" / "forms")
        shutil.rmtree(edition / "build" / "draft" / "docx")
    assert made[0] == made[1]


def test_comments_are_comments_in_word(edition: Path) -> None:
    data = draft(edition, "docx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        comments = etree.fromstring(package.read("word/comments.xml"))
        document = etree.fromstring(package.read("word/document.xml"))
        assert "comments+xml" in package.read("[Content_Types].xml").decode()
        assert "comments.xml" in package.read("word/_rels/document.xml.rels").decode()
        assert "commentReference" not in package.read("word/footnotes.xml").decode()
    said = {
        one.get(q("w:id")): (one.get(q("w:author")), "\n".join(
            "".join(p.itertext()) for p in one.iter(q("w:p"))), one.get(q("w:date")))
        for one in comments
    }  # fmt: skip
    signs = [one.get(q("w:id")) for one in document.iter(q("w:commentReference"))]
    assert [said[sign] for sign in signs] == [
        ("RA", "A better title?", None),
        ("RA", "Is this so? I doubt it, and would like to have a source for it.", None),
        ("Tom Baker", "Which way? Say it.", "2026-11-02T00:00:00Z"),
        ("RA", "and a remark on it", None),  # of the note, at its call
        ("TB", "To be rewritten [@gibbon1776, 3].\nBoth parts of it.", None),
        ("Draft", "the date", None),
    ]
    call = next(document.iter(q("w:footnoteReference"))).getparent()
    assert call.getnext().find(q("w:commentReference")).get(q("w:id")) == signs[3]
    marked = list(document.iter(q("w:highlight")))
    assert len(marked) == 1
    assert len(footnotes_of(data)) == 1


def test_no_other_form_has_a_comment(edition: Path) -> None:
    build = edition / "build"
    texts = [next(build.glob("*-html")).joinpath("book.html").read_text(encoding="utf-8")]
    for name in ("a-new-edition.epub", "a-new-edition.docx"):
        with zipfile.ZipFile(build / name) as package:
            texts += [package.read(n).decode("utf-8", "ignore") for n in package.namelist()]
            assert "word/comments.xml" not in package.namelist()
    with pdfplumber.open(build / "a-new-edition.pdf") as pdf:
        texts += [" ".join(page.extract_text() for page in pdf.pages)]
    for said in ("better title", "I doubt it", "remark on it", "rewritten", "the date"):
        assert not [text for text in texts if said in text], said
    text = re.sub(r"<[^>]*>", "", texts[0])
    assert "A first line, and a second one." in " ".join(text.split()).replace("one.1", "one.")
    assert "The end." in text


def test_a_comment_counts_nowhere(edition: Path) -> None:
    lines = octavo("words", edition).stdout.splitlines()
    assert lines[0].split("\t")[1:4] == ["439", "1", "6"]
    findings = octavo("check", edition).stdout
    assert "S091 the comment, and 5 more, is left out of all forms but drafts" in findings
    assert "S092 TODO is printed" in findings


def test_drafts_are_of_editions_and_of_two_forms(edition: Path) -> None:
    done = octavo("build", "--draft", "--form", "epub", edition, code=2)
    assert "a draft is a PDF and a Word file" in done.stderr
    text = edition / "source" / "01-first-chapter.md"
    assert "name its folder" in octavo("build", "--draft", text, code=2).stderr
    settings = edition / "source" / "edition.yaml"
    written = settings.read_text(encoding="utf-8")
    settings.write_text(written.replace("print: {", "print: {design: draft, "), encoding="utf-8")
    assert "S001" in octavo("check", edition, code=1).stdout
    settings.write_text(written, encoding="utf-8")


# --- what is parsed ------------------------------------------------------------------------------


def parsed(text: str, **how) -> str:
    made = parse(Source(Section("a", "source/a.md"), text), "en", **how)
    return plain(made.blocks, notes=True)


@pytest.mark.parametrize(("written", "printed"), [
    ("Lost [which?]{.comment}.", "Lost."),
    ("Lost [which?]{.comment} here.", "Lost here."),
    ("Lost[which?]{.comment} here.", "Lost here."),
    ("[Who?]{.comment} He came.", "He came."),
    ("He *came [when?]{.comment}*.", "He came."),
    ("Before.\n\n::: comment\nAll of it.\n:::\n\nAfter.", "Before.\nAfter."),
    ("[All of it.]{.comment}\n\nAfter.", "After."),
    ("A [B]{.commentary} C.", "A B C."),
])  # fmt: skip
def test_a_comment_leaves_no_trace(written: str, printed: str) -> None:
    assert parsed(written).strip() == printed


def test_nothing_in_a_comment_counts_in_a_draft() -> None:
    text = "A [see [@smith, 3] and [x]{.index}^[a note]]{.comment}.\n"
    source = Source(Section("a", "source/a.md"), text)
    made = parse(source, "en", is_draft=True)
    assert not made.holds("Cite", "Note")
    (comment,) = comments_in(made.blocks)
    assert plain([comment]).startswith("see [@smith, 3] and x")
    assert "index" not in str(made.blocks)


@pytest.mark.parametrize(("language", "count"), [("en", 1), ("es", 0), ("pt-BR", 0), ("de", 1)])
def test_todo_is_marked_where_it_is_no_word(language: str, count: int) -> None:
    source = Source(Section("a", "source/a.md"), "TODO: find it. `TODO` and TODOS.\n")
    made = parse(source, language, is_draft=True)
    assert str(made.blocks).count("todo-word") == count
