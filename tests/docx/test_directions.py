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
        names = ("document", "footnotes", "styles", "header", "fontTable")
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
    rules = find(parts["footnotes"], "//w:p[.//w:separator or .//w:continuationSeparator]")
    assert len(rules) == 2 and all(map(is_bidi, rules))
    assert find(parts["styles"], "//w:docDefaults//w:lang/@w:bidi") == ["he"]


def test_paragraphs_keep_their_styles(made) -> None:
    document = made("he", HEBREW)["document"]
    styles = {text_in(p): style_of(p) for p in document.iter(q("w:p"))}
    first = next(text for text in styles if text.startswith("זה בשנת"))
    assert styles[first] == "FirstParagraph"
    assert styles["עוד פסקה."] == "BodyText"
    assert styles["ציטוט."] == "Quote"


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


FONTS = """# Chapter

See שלום and [سلام (12)]{lang=ar}, [東京]{lang=ja}, [直骨]{lang=zh-Hant} and 한국어.[^1] `שלום`

[^1]: See *שלום*, [سلام]{lang=ar} and [直骨]{lang=zh-HK}.
"""


def fonts_of(root: Any, words: str) -> dict[str, str]:
    run = next(r for r in root.iter(q("w:r")) if text_in(r).startswith(words))
    named = run.find(f"{q('w:rPr')}/{q('w:rFonts')}")
    return {} if named is None else {k.partition("}")[2]: v for k, v in named.attrib.items()}


def test_letters_of_other_scripts_have_fonts_by_name(made, find) -> None:
    parts = made("en-US", FONTS)
    document, notes = parts["document"], parts["footnotes"]
    for root in (document, notes):
        assert fonts_of(root, "שלום")["cs"] == "Frank Ruhl Libre"
        assert fonts_of(root, "سلام")["cs"] == "Amiri"
    assert fonts_of(document, "東京")["eastAsia"] == "Noto Serif CJK JP"
    assert fonts_of(document, "直骨")["eastAsia"] == "Noto Serif CJK TC"
    assert fonts_of(document, " and 한국어")["eastAsia"] == "Noto Serif CJK KR"
    assert fonts_of(notes, "直骨")["eastAsia"] == "Noto Serif CJK HK"
    code = [r for r in document.iter(q("w:r")) if find(r, "w:rPr/w:rStyle[@w:val='VerbatimChar']")]
    assert code and not any(find(r, "w:rPr/w:rFonts") for r in code)
    listed = find(parts["fontTable"], "//w:font/@w:name")
    assert {"Amiri", "Frank Ruhl Libre", "Noto Serif CJK HK"} <= set(listed)
    assert "Traditional Arabic" in find(parts["fontTable"], "//w:altName/@w:val")


@pytest.mark.parametrize(
    ("language", "kind", "font"),
    [
        ("he", "cs", "Frank Ruhl Libre"), ("ar", "cs", "Amiri"),
        ("ja", "eastAsia", "Noto Serif CJK JP"), ("zh-TW", "eastAsia", "Noto Serif CJK TC"),
    ],
)  # fmt: skip
def test_an_edition_has_the_font_of_its_script(made, find, language, kind, font) -> None:
    parts = made(language, PLAIN)
    assert find(parts["styles"], f"//w:docDefaults//w:rFonts/@w:{kind}") == [font]
    attribute = "bidi" if kind == "cs" else kind
    assert find(parts["styles"], f"//w:docDefaults//w:lang/@w:{attribute}") == [language]
    assert font in find(parts["fontTable"], "//w:font/@w:name")


def test_bold_and_italic_hold_for_every_script(made, find) -> None:
    styles = made("he", HEBREW)["styles"]
    for name in ("b", "i", "sz"):
        bare = find(styles, f"//w:rPr[w:{name} and not(w:{name}Cs)]")
        assert not bare, name


CALLED_IN_ENGLISH = """# פרק

::: {lang=en}
An English paragraph.[^1]
:::

[^1]: English words (here) in a Hebrew note, [in English: A.]{lang=en}.

    פסקה שנייה, with words.
"""


def test_a_note_runs_as_its_section_wherever_it_is_called(made, find) -> None:
    notes = made("he", CALLED_IN_ENGLISH)["footnotes"]
    assert runs(notes, "English words")[1:] == [
        (False, "English words (here) in a Hebrew note"), (True, ", "),
        (False, "in English: A."), (True, "."),
    ]  # fmt: skip
    assert runs(notes, "פסקה") == [(True, "פסקה שנייה, "), (False, "with words"), (True, ".")]
    first = next(p for p in notes.iter(q("w:p")) if find(p, ".//w:footnoteRef"))
    assert "English words" in text_in(first)  # its number is on the line of its words
