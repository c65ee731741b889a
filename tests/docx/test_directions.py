"""Text from right to left in the Word file: paragraphs, runs, tables, notes, sections."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from octavo.docx import make_docx
from octavo.docx.parts.ooxml import q, style_of, text_in

HEBREW = """# פרק

זה בשנת 2023.[^1] ועוד *מילים* ועוד English words (in parentheses) בסוף.

עוד פסקה.

> ציטוט.

1. פריט

| א | ב |
|:--|--:|
| ג | ד |

כך [English with שלום inside]{lang=en} כאן.

::: {lang=en}
An English paragraph.[^2]
:::

[^1]: הערה (שם), עמ׳ 12–15; ראו Smith, *Book*.
[^2]: הערה שנייה.
"""
ENGLISH = """# Chapter

See שלום (עולם) and [אבג 12]{lang=he}.[^1]

::: {lang=ar}
فقرة عربية.
:::

[^1]: See [שלום (עולם)]{lang=he}.
"""
PLAIN = "# Chapter\n\nNothing of this.[^1]\n\n[^1]: A note.\n"


@pytest.fixture
def made(manuscripts, edition, part, tmp_path: Path):
    """Make the parts of a Word file of one text, by name."""

    def of(language: str, text: str) -> dict[str, Any]:
        own = edition(language=language, title="ספר")
        docx = make_docx(own, manuscripts(text, language=language), tmp_path)
        names = ("document", "footnotes", "styles", "header")
        return {name: part(docx, f"word/{name}.xml") for name in names}

    return of


def runs(root: Any, within: str) -> list[tuple[bool, str]]:
    """Return the runs of the paragraph that holds some words: whether from right to left, text."""
    paragraph = next(p for p in root.iter(q("w:p")) if within in text_in(p))
    found = [
        (r.find(f"{q('w:rPr')}/{q('w:rtl')}") is not None, text_in(r))
        for r in paragraph.iter(q("w:r"))
    ]
    return [(rtl, text) for rtl, text in found if text]


def is_bidi(paragraph: Any) -> bool:
    return paragraph.find(f"{q('w:pPr')}/{q('w:bidi')}") is not None


def test_a_hebrew_edition_runs_from_right_to_left(made, find) -> None:
    parts = made("he", HEBREW)
    document = parts["document"]
    flow = [p for p in document.iter(q("w:p")) if text_in(p).strip()]
    assert [text_in(p) for p in flow if not is_bidi(p)] == ["An English paragraph."]
    assert all(is_bidi(p) for p in parts["header"].iter(q("w:p")))
    sections = find(document, "//w:sectPr")
    assert sections and all(s.find(q("w:bidi")) is not None for s in sections)
    assert find(document, "//w:tblPr/w:bidiVisual")
    assert find(parts["styles"], "//w:docDefaults//w:lang/@w:bidi") == ["he"]


def test_paragraphs_keep_their_styles(made) -> None:
    document = made("he", HEBREW)["document"]
    styles = {text_in(p): style_of(p) for p in document.iter(q("w:p"))}
    first = next(text for text in styles if text.startswith("זה בשנת"))
    assert styles[first] == "FirstParagraph"
    assert styles["עוד פסקה."] == "BodyText"
    assert styles["ציטוט."] == "BlockText"


def test_runs_are_split_by_direction(made) -> None:
    parts = made("he", HEBREW)
    assert runs(parts["document"], "זה בשנת") == [
        (True, "זה בשנת 2023."), (True, " ועוד "), (True, "מילים"), (True, " ועוד "),
        (False, "English words (in parentheses)"), (True, " בסוף."),
    ]  # fmt: skip
    passage = runs(parts["document"], "שלום")
    assert [text for rtl, text in passage if not rtl] == ["\u202aEnglish with ", " inside\u202c"]
    note = runs(parts["footnotes"], "הערה (שם)")
    assert (True, "הערה (שם), עמ׳ 12–15; ראו ") in note
    assert not any(rtl for rtl, text in note if "Smith" in text or "Book" in text)


def test_a_note_has_the_direction_of_its_section(made) -> None:
    notes = [p for p in made("he", HEBREW)["footnotes"].iter(q("w:p")) if text_in(p).strip()]
    assert len(notes) == 2
    assert all(map(is_bidi, notes))


def test_the_sides_of_cells_are_those_of_the_page(made) -> None:
    """Word takes `left` for the side where lines begin."""
    cells = [p for p in made("he", HEBREW)["document"].iter(q("w:p")) if text_in(p) in ("ג", "ד")]
    sides = [cell.find(f"{q('w:pPr')}/{q('w:jc')}").get(q("w:val")) for cell in cells]
    assert sides == ["right", "left"]


def test_passages_in_an_english_edition(made, find) -> None:
    parts = made("en-US", ENGLISH)
    flow = [p for p in parts["document"].iter(q("w:p")) if is_bidi(p)]
    assert [text_in(p) for p in flow] == ["فقرة عربية."]
    assert runs(parts["document"], "See") == [
        (False, "See "), (True, "שלום (עולם)"), (False, " and "), (True, "אבג 12"), (False, "."),
    ]  # fmt: skip
    assert (True, "שלום (עולם)") in runs(parts["footnotes"], "See")
    assert not find(parts["document"], "//w:sectPr/w:bidi")
    assert set(find(parts["document"], "//w:lang/@w:bidi")) == {"he", "ar"}


def test_other_editions_know_no_direction(made, find) -> None:
    for name, part in made("en-US", PLAIN).items():
        if name != "header":  # the title is Hebrew
            assert not find(part, "//w:bidi | //w:rtl | //w:dir | //w:bidiVisual"), name
