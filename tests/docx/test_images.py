"""Images: read from source/ only, drawn for Word, with their alternative text."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from octavo.docx import images_of, make_docx
from octavo.model import FaultError

FIGURE = '# T\n\n![A caption.]({}){{alt="What it shows"}}\n'


def test_a_drawing_stands_beside_its_png(manuscripts, edition, folder, every_kind, part, find):
    docx = make_docx(edition(), manuscripts(*every_kind), folder)
    document = part(docx, "word/document.xml")
    assert find(document, "//wp:docPr/@descr") == ["A dial that says noon"]
    assert find(document, "//wp:extent/@cx") == [str(2 * 914_400)]
    assert find(document, "//wp:extent/@cy") == [str(914_400)]
    relations = {r.get("Id"): r.get("Target") for r in part(docx, "word/_rels/document.xml.rels")}
    embedded = find(document, "//a:blip/@r:embed | //asvg:svgBlip/@r:embed")
    assert [relations[identity].rpartition(".")[2] for identity in embedded] == ["png", "svg"]


def test_a_photograph_is_never_wider_than_the_text(manuscripts, edition, folder, part, find):
    picture = io.BytesIO()
    Image.new("RGB", (3000, 300)).save(picture, "JPEG", dpi=(150, 150))
    (folder / "source" / "wide.jpg").write_bytes(picture.getvalue())
    docx = make_docx(edition(), manuscripts(FIGURE.format("wide.jpg")), folder)
    document = part(docx, "word/document.xml")
    assert find(document, "//wp:extent/@cx") == [str(6 * 914_400)]
    assert find(document, "//wp:docPr/@descr") == ["What it shows"]


def test_an_image_in_a_note_is_related_to_the_notes(manuscripts, edition, folder, part, find):
    text = "# T\n\nText.[^a]\n\n[^a]: See ![a clock](figures/clock.svg){height=12pt}.\n"
    docx = make_docx(edition(), manuscripts(text), folder)
    relations = part(docx, "word/_rels/footnotes.xml.rels")
    assert len([r for r in relations if r.get("Target").startswith("media/")]) == 2
    assert find(part(docx, "word/footnotes.xml"), "//wp:extent/@cy") == [str(12 * 12_700)]


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("../secret.png", "outside of source/"),
        ("/etc/passwd", "outside of source/"),
        ("figures/../../secret.png", "outside of source/"),
        ("link.png", "outside of source/"),
        ("https://example.org/a.png", "nothing is fetched"),
        ("//example.org/a.png", "nothing is fetched"),
        ("file:///etc/passwd", "nothing is fetched"),
        ("data:image/png;base64,AAAA", "nothing is fetched"),
        ("none.png", "no such file"),
        ("text.png", "is of no known type"),
        ("figures", "no such file"),
    ],
)
def test_what_is_not_the_editions_is_refused(manuscripts, edition, folder, target, why):
    Image.new("L", (9, 9)).save(folder / "secret.png")
    (folder / "source" / "link.png").symlink_to(folder / "secret.png")
    (folder / "source" / "text.png").write_text("no picture")
    with pytest.raises(FaultError, match=why) as caught:
        make_docx(edition(), manuscripts(FIGURE.format(target)), folder)
    (fault,) = caught.value.faults
    assert (fault.rule.name, fault.place.path) == ("docx_images_can_be_used", "source/01-text.md")


@pytest.mark.parametrize(
    "content",
    [
        '<image href="/etc/hostname" width="9" height="9"/>',
        '<image xmlns:x="http://www.w3.org/1999/xlink" x:href="https://example.org/a.png"/>',
        '<use href="other.svg#a"/>',
        "<script>1</script>",
        '<rect onload="1"/>',
        "<style>@import 'https://example.org/a.css';</style>",
        '<rect style="fill: url(https://example.org/a)"/>',
        "<foreignObject/>",
    ],
)
def test_a_drawing_that_runs_or_leads_outside_is_refused(manuscripts, edition, folder, content):
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{content}</svg>'
    (folder / "source" / "bad.svg").write_text(svg)
    with pytest.raises(FaultError, match=r"bad\.svg (has|refers|holds)"):
        make_docx(edition(), manuscripts(FIGURE.format("bad.svg")), folder)


def test_a_drawing_that_declares_entities_is_refused(manuscripts, edition, folder):
    svg = '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    svg += '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text>&a;</text></svg>'
    (folder / "source" / "bad.svg").write_text(svg)
    with pytest.raises(FaultError, match="has a document type of its own"):
        make_docx(edition(), manuscripts(FIGURE.format("bad.svg")), folder)


def test_the_images_of_a_section_are_named_for_those_who_watch_files(manuscripts, every_kind):
    first, second = manuscripts(*every_kind)
    assert images_of(first) == ("source/figures/clock.svg",)
    assert images_of(second) == ()


def test_an_ornament_is_marked_as_one_and_a_picture_is_described(
    manuscripts, edition, folder, part, find
):
    text = "# T\n\nA ![](figures/clock.svg){.decorative height=1em}, ![words](figures/clock.svg)"
    text += "{.decorative height=1em} and ![a clock](figures/clock.svg){height=1em}.\n"
    document = part(make_docx(edition(), manuscripts(text), folder), "word/document.xml")
    assert find(document, "//wp:docPr/@descr") == ["", "", "a clock"]
    marked = "//wp:docPr[a:extLst/a:ext/adec:decorative/@val='1']/@id"
    assert find(document, marked) == ["1", "2"]


def test_a_photo_is_upright_and_of_its_own_size(manuscripts, edition, folder, part, find):
    exif = Image.Exif()
    exif[0x0112] = 6
    made = io.BytesIO()
    Image.new("RGB", (300, 150)).save(made, "JPEG", exif=exif, dpi=(150, 150))
    (folder / "source" / "phone.jpg").write_bytes(made.getvalue())
    document = part(
        make_docx(edition(), manuscripts(FIGURE.format("phone.jpg")), folder), "word/document.xml"
    )
    assert find(document, "//wp:extent/@cx") == [str(914_400)]
    assert find(document, "//wp:extent/@cy") == [str(2 * 914_400)]


def test_a_paragraph_that_opens_with_a_wide_picture_is_not_indented(
    manuscripts, edition, folder, part, find
):
    wide = io.BytesIO()
    Image.new("RGB", (2000, 300)).save(wide, "PNG")
    (folder / "source" / "wide.png").write_bytes(wide.getvalue())
    text = "# T\n\nWords.\n\n![](wide.png){.decorative} words.\n\n"
    text += "![](figures/clock.svg){.decorative height=1em} words.\n"
    document = part(make_docx(edition(), manuscripts(text), folder), "word/document.xml")
    styles = find(document, "//w:p[.//wp:extent]/w:pPr/w:pStyle/@w:val")
    assert styles == ["FirstParagraph", "BodyText"]
