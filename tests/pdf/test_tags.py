"""The structure of a section's pages, read back from the PDF as a screen reader would."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from octavo.design.fonts import Fonts, cut, fonts
from octavo.images.prepared import Use, prepare, wishes_of
from octavo.model import Edition, PrintSettings, Section
from octavo.pdf.binding.folios import folio_style
from octavo.pdf.book.pagination import Leaf
from octavo.pdf.typeset import Typeset, typeset
from tests.pdf.bound_book import bind
from tests.pdf.tagged import Element, bare, structure

EDITION = Edition(
    title="The Book", sections=("a.md",), language="en", date="2026",
    print=PrintSettings(trim="4in 5in"),
)  # fmt: skip
SECTION = Section("a", "source/a.md")
WORDS = "The quick brown fox jumps over the lazy dog and the hound sleeps on. "
LONG = "A long note goes over the pages, since it has so much to say of this. " * 40


@cache
def book_fonts() -> Fonts:
    return fonts({name: cut(name) for name in ("EBGaramond-Regular", "EBGaramond-Italic")})


def call(number: int) -> str:
    return (
        f'<span id="call-a-{number}" class="call" data-note="note-a-{number}" '
        f'data-mark="{number}" data-series="numbered"></span>'
    )


def lay_out(body: str, *notes: str, folder: Path = Path("."), name: str = "a") -> Typeset:
    series = "".join(
        f'<div id="note-a-{n}" class="note" data-mark="{n}" data-series="numbered">{note}</div>'
        for n, note in enumerate(notes, 1)
    )
    text = (
        f'<section id="sec-a" class="body" lang="en" data-title="A"><h1 id="t">Title</h1>{body}'
        f'<div class="notes">{series}</div></section>'
    ).replace("-a", f"-{name}")
    return typeset(text, Section(name, f"source/{name}.md"), EDITION, folder, book_fonts())


def tagged(body: str, *notes: str, folder: Path = Path(".")) -> Element:
    made = lay_out(body, *notes, folder=folder)
    assert not made.faults
    return structure(made.pdf).one("Sect")


# --- notes ---------------------------------------------------------------------------------------


def test_a_note_stands_behind_its_call_with_its_label() -> None:
    section = tagged(f"<p>Called{call(1)} here{call(2)}.</p>", "<p>One.</p>", "<p>Two.</p>")
    paragraph = section.one("P")
    assert paragraph.tags == ["Reference", "Note", "Reference", "Note"]
    for number, word in ((1, "One"), (2, "Two")):
        reference = section.one("Reference", f"call-a-{number}")
        assert (reference.tags, bare(reference.text)) == (["Link"], str(number))
        note = section.one("Note", f"note-a-{number}")
        label, *words = note.kids
        assert isinstance(label, Element)
        assert (label.tag, label.tags, bare(label.text)) == ("Lbl", ["Link"], str(number))
        assert bare("".join(map(str, words))) == word
    assert bare(paragraph.text) == "Called11Onehere22Two"


def test_a_note_on_many_pages_is_one_element() -> None:
    section = tagged(f"<p>Called{call(1)}.</p><p>{WORDS * 20}</p>", f"<p>{LONG}</p><p>End.</p>")
    note = section.one("Note")
    pages = sorted({page for part in (note, *note.all()) for page in part.pages})
    assert len(pages) > 2
    assert pages == list(range(pages[0], pages[-1] + 1))
    assert bare(note.text) == "1" + bare(LONG) + "End"


def test_a_paragraph_on_two_pages_is_one_element() -> None:
    paragraphs = tagged(f"<p>{WORDS * 20}</p><p>{WORDS * 30}</p>").all("P")
    assert [bare(p.text) for p in paragraphs] == [bare(WORDS * 20), bare(WORDS * 30)]
    assert any(len(set(p.pages)) > 1 for p in paragraphs)


def test_verse_is_read_line_by_line() -> None:
    section = tagged('<div class="line-block">one<br/>two</div>')
    assert [p.text for p in section.all("P")] == ["one", "two"]


def test_a_note_to_a_heading_stands_behind_the_heading() -> None:
    section = tagged(f'<h2 id="h">Half{call(1)}</h2><p>Text.</p>', "<p>One.</p>")
    assert section.tags == ["H1", "H2", "Note", "P"]
    assert bare(section.one("H2").text) == "Half1"


@pytest.mark.parametrize(
    ("place", "tag"),
    [
        ("<blockquote><p>Text{}.</p></blockquote>", "BlockQuote"),
        ("<table><tbody><tr><td>b{}</td></tr></tbody></table>", "TD"),
        (
            "<table><caption>A table{}</caption><tbody><tr><td>b</td></tr></tbody></table>",
            "Caption",
        ),
        ("<ul><li>item{}</li></ul>", "LBody"),
        ("<dl><dt>Term</dt><dd>meaning{}</dd></dl>", "LBody"),
        ("<figure><figcaption>A picture{}</figcaption></figure>", "Caption"),
        ('<div class="line-block">one{}</div>', "P"),
    ],
)
def test_a_note_in_every_kind_of_place(place: str, tag: str) -> None:
    section = tagged(place.format(call(1)), "<p>One.</p>")
    inside = section.one(tag)
    assert [e.tag for e in inside.all("Reference", "Note")] == ["Reference", "Note"]
    assert bare(section.one("Note").text) == "1One"


def test_the_lines_of_a_paragraph_share_a_mark() -> None:
    with pikepdf.open(BytesIO(lay_out(f"<p>{WORDS} <em>{WORDS}</em> {WORDS}</p>").pdf)) as pdf:
        (_, paragraph) = pdf.Root.StructTreeRoot.K[0].K[0].K
        assert list(paragraph.K) == [1]


# --- other elements ------------------------------------------------------------------------------


def test_headings_leave_no_rank_out() -> None:
    ranks = "".join(f'<h{n} id="h{i}">H</h{n}><p>x</p>' for i, n in enumerate((3, 4, 2, 5, 3)))
    found = [tag for tag in tagged(ranks).tags if tag.startswith("H")]
    assert found == ["H1", "H2", "H3", "H2", "H3", "H3"]


def test_lists() -> None:
    section = tagged(
        "<ol><li>One</li><li><p>Two</p><ul><li>in it</li></ul></li></ol>"
        "<dl><dt>Term</dt><dd>meaning</dd></dl>"
    )
    first, inner, terms = section.all("L")
    assert first.entries.A.ListNumbering == "/Decimal"
    assert inner.entries.A.ListNumbering == "/Disc"
    assert [e.tags for e in section.all("LI")] == [["Lbl", "LBody"]] * 4
    assert bare(first.all("LBody")[1].text) == "Twoinit"
    assert [bare(e.text) for e in terms.all("Lbl", "LBody")] == ["Term", "meaning"]


def test_a_table_on_two_pages_is_one_and_its_head_is_told_once() -> None:
    rows = "".join(
        f'<tr><th scope="row">row {n}</th><td colspan="2">{WORDS}</td></tr>' for n in range(12)
    )
    head = "<thead><tr><th>Number</th><th>Words</th><th>More</th></tr></thead>"
    table = tagged(f"<table><caption>All rows</caption>{head}<tbody>{rows}</tbody></table>").one(
        "Table"
    )
    assert table.tags == ["Caption", "THead", "TBody"]
    assert [bare(e.text) for e in table.one("THead").all("TH")] == ["Number", "Words", "More"]
    assert len({page for e in table.all() for page in e.pages}) > 1
    lines = table.one("TBody").all("TR")
    assert [bare(row.all("TH")[0].text) for row in lines] == [f"row{n}" for n in range(12)]
    assert {str(row.all("TH")[0].entries.A.Scope) for row in lines} == {"/Row"}
    assert {int(row.all("TD")[0].entries.A.ColSpan) for row in lines} == {2}


def test_an_empty_cell_is_a_cell() -> None:
    table = tagged("<table><tbody><tr><td></td><td>b</td></tr></tbody></table>").one("Table")
    assert table.one("TR").tags == ["TD", "TD"]


def test_a_meaning_without_a_term_is_an_item() -> None:
    assert tagged("<dl><dd>meaning</dd></dl>").one("L").one("LI").tags == ["LBody"]


def test_what_is_no_language_is_not_said() -> None:
    assert not [e for e in tagged('<p lang="no one!">x</p>').all() if "/Lang" in e.entries]


def test_parts_in_another_language_say_so() -> None:
    section = tagged(
        '<p>She said <em lang="fr">mot <strong>juste</strong></em> and <em lang="en">so</em>.</p>'
        '<blockquote lang="de"><p>Wort.</p></blockquote><p lang="ru">Слово.</p>'
    )
    assert section.entries.Lang == "en"
    assert {str(e.entries.Lang): bare(e.text) for e in section.all() if "/Lang" in e.entries} == {
        "fr": "motjuste", "de": "Wort", "ru": "Слово",
    }  # fmt: skip
    assert section.one("Span").text.split() == ["mot", "juste"]


def picture(folder: Path) -> None:
    """A grey picture of 40 by 20 dots."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data
            + struct.pack(">I", zlib.crc32(kind + data))
        )  # fmt: skip

    rows = b"".join(b"\0" + bytes(range(0, 200, 5)) for _ in range(20))
    (folder / "source").mkdir()
    (folder / "source" / "grey.png").write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 40, 20, 8, 0, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))  # fmt: skip


def test_a_picture_has_words_and_a_frame_on_its_page(tmp_path: Path) -> None:
    picture(tmp_path)
    section = tagged(
        '<p>Before.</p><figure><img src="source/grey.png" alt="Grey bars" style="width: 40px"/>'
        '<figcaption>Bars.</figcaption></figure><p><img src="source/grey.png" alt=""/></p>',
        folder=tmp_path,
    )
    figure = section.one("Figure")
    assert figure.entries.Alt == "Grey bars"
    left, bottom, right, top = map(float, figure.entries.A.BBox)
    assert 0 < left < right < 288
    assert 0 < bottom < top < 360
    assert round((right - left) / (top - bottom), 1) == 2.0
    assert section.one("Caption").text == "Bars."


def test_a_picture_is_not_smoothed(tmp_path: Path) -> None:
    picture(tmp_path)
    made = lay_out('<p><img src="source/grey.png" alt="Grey"/></p>', folder=tmp_path)
    with pikepdf.open(BytesIO(made.pdf)) as pdf:
        (image,) = pdf.pages[0].Resources.XObject.values()
        assert not image.get("/Interpolate", False)


def test_the_frame_of_a_turned_picture_is_turned(tmp_path: Path) -> None:
    picture(tmp_path)
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "print.css").write_text(".turn { transform: rotate(-90deg) }")
    img = '<img src="source/grey.png" alt="Grey" style="width: 80px; height: 40px"/>'
    section = tagged(f'<div class="turn"><p>{img}</p></div>', folder=tmp_path)
    left, bottom, right, top = map(float, section.one("Figure").entries.A.BBox)
    assert (round(right - left), round(top - bottom)) == (30, 60)


def test_a_formula_has_words() -> None:
    section = tagged(
        '<p>So <math xmlns="http://www.w3.org/1998/Math/MathML"><mi>a</mi><mo>=</mo><mi>b</mi>'
        "</math>.</p>"
    )
    assert bare(str(section.one("Formula").entries.Alt)) == "ab"


def test_text_in_a_group_of_its_own_is_tagged(tmp_path: Path) -> None:
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "print.css").write_text(".faint { opacity: 0.5 }")
    made = lay_out('<div class="faint"><p>Faint words.</p></div><p>x</p>', folder=tmp_path)
    with pikepdf.open(BytesIO(made.pdf)) as pdf:
        root: Any = pdf.Root.StructTreeRoot
        paragraph = root.K[0].K[0].K[1].K[0]
        (mark,) = paragraph.K
        assert (mark.Type, mark.MCID, mark.Stm.Subtype) == ("/MCR", 0, "/Form")
        numbers = list(root.ParentTree.Nums)
        parents = dict(zip(numbers[::2], numbers[1::2], strict=True))
        assert parents[mark.Stm.StructParents][0].objgen == paragraph.objgen


# --- artifacts and links -------------------------------------------------------------------------


def untagged(data: bytes) -> list[str]:
    """Give the drawing on pages that is outside all marked content."""
    drawn = {"Tj", "TJ", "f", "S", "B", "Do", "sh", "f*"}
    found = []
    with pikepdf.open(BytesIO(data)) as pdf:
        for page in pdf.pages:
            depth = 0
            instructions: Any = pikepdf.parse_content_stream(page)
            for _, operator in instructions:
                name = str(operator)
                depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(name, 0)
                assert depth in {0, 1}
                if name in drawn and not depth:
                    found.append(name)
    return found


def test_running_heads_and_rules_are_no_text() -> None:
    made = lay_out(f"<p>{WORDS * 60}{call(1)}</p><hr/><p>x</p>", "<p>Note.</p>")
    assert not untagged(made.pdf)
    with pikepdf.open(BytesIO(made.pdf)) as pdf:
        assert b"/Artifact" in pdf.pages[1].Contents.read_bytes()
    whole = structure(made.pdf).text
    assert "The Book" not in whole
    assert whole.count("Title") == 1


def book() -> bytes:
    made = []
    for name in ("a", "b"):
        body = f'<p>{WORDS * 30}{call(1)} and <a href="https://example.org/">there</a>.</p>'
        done = lay_out(body, f"<p>Note of {name}.</p>", name=name)
        made.append(Leaf(Section(name, f"source/{name}.md"), done.pdf, done.page_map))
    return bind(EDITION, made, book_fonts(), folio_style(EDITION, Path("."), book_fonts())).pdf


@cache
def bound() -> bytes:
    return book()


def test_a_book_has_one_structure() -> None:
    whole = structure(bound())
    assert whole.tags == ["Part"]
    assert whole.one("Part").tags == ["Sect", "Sect"]
    notes = {str(e.entries.ID): bare(e.text) for e in whole.all("Note")}
    assert notes == {"note-a-1": "1Noteofa", "note-b-1": "1Noteofb"}
    assert not untagged(bound())


def test_a_mark_leads_to_its_element_and_back() -> None:
    with pikepdf.open(BytesIO(bound())) as pdf:
        root: Any = pdf.Root.StructTreeRoot
        parents: dict[int, Any] = {}
        for node in root.ParentTree.Kids:
            numbers = list(node.Nums)
            assert list(node.Limits) == [numbers[0], numbers[-2]]
            parents |= dict(zip(numbers[::2], numbers[1::2], strict=True))
        assert list(parents) == list(range(root.ParentTreeNextKey))
        for page in map(any_of, pdf.pages):
            if "/Contents" not in page:
                continue
            for number, element in enumerate(parents[page.StructParents]):
                assert number in marks_on(element, page)
            for annotation in page.get("/Annots", ()):
                link = parents[annotation.StructParent]
                assert link.S == "/Link"
                assert annotation.objgen in {k.Obj.objgen for k in link.K if is_annotation(k)}
                assert (annotation.F, bool(str(annotation.Contents))) == (4, True)
            assert page.Tabs == "/S"


def any_of(page: pikepdf.Page) -> Any:
    return page.obj


def marks_on(element: Any, page: Any) -> set[int]:
    """The numbers of an element's marks on a page."""
    own = element.Pg.objgen == page.objgen
    plain = {kid for kid in element.K if isinstance(kid, int) and own}
    others = [k for k in element.K if not isinstance(k, int) and k.get("/Type") == "/MCR"]
    return plain | {int(k.MCID) for k in others if k.Pg.objgen == page.objgen}


def is_annotation(kid: Any) -> bool:
    return not isinstance(kid, int) and kid.get("/Type") == "/OBJR"


def test_ids_lead_to_their_elements() -> None:
    with pikepdf.open(BytesIO(bound())) as pdf:
        names = list(pdf.Root.StructTreeRoot.IDTree.Names)
        ids = [bytes(name) for name in names[::2]]
        assert ids == [b"call-a-1", b"call-b-1", b"note-a-1", b"note-b-1"]
        assert [bytes(element.ID) for element in names[1::2]] == ids


def test_a_call_leads_to_its_note_and_the_note_back() -> None:
    whole = structure(bound())
    for name in ("a", "b"):
        (there,) = whole.one("Reference", f"call-{name}-1").all("Link")[0].annotations
        (back,) = whole.one("Note", f"note-{name}-1").all("Lbl")[0].all("Link")[0].annotations
        assert str(there.Contents) == f"1. Note of {name}."
        assert str(back.Contents) == "\u21a9 1"
        assert there.Dest[0].objgen == back.Dest[0].objgen
        assert float(there.Dest[3]) < float(back.Dest[3])
    assert [str(e.annotations[0].Contents) for e in whole.all("P")[0].all("Link")][-1] == "there"


def test_the_book_says_what_it_keeps_to() -> None:
    with pikepdf.open(BytesIO(bound())) as pdf:
        xmp = pdf.open_metadata()
        assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("3", "A")
        assert xmp["pdfuaid:part"] == "1"
        (intent,) = pdf.Root.OutputIntents
        assert (intent.S, intent.DestOutputProfile.N) == ("/GTS_PDFA1", 3)
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.Lang == "en"


def test_pictures_in_four_inks_are_of_the_colours_that_the_book_declares(tmp_path: Path) -> None:
    (tmp_path / "source").mkdir()
    Image.new("CMYK", (40, 20)).save(tmp_path / "source" / "inks.jpg")
    made = lay_out('<p><img src="source/inks.jpg" alt="Inks"/></p>', folder=tmp_path)
    leaf = Leaf(SECTION, made.pdf, made.page_map)
    folios = folio_style(EDITION, tmp_path, book_fonts())
    with pikepdf.open(BytesIO(bind(EDITION, [leaf], book_fonts(), folios).pdf)) as pdf:
        xmp = pdf.open_metadata()
        assert (xmp["pdfaid:part"], xmp["pdfuaid:part"]) == ("3", "1")
        (picture,) = pdf.pages[0].get_images().values()
        assert picture.ColorSpace == "/DeviceRGB"


@pytest.mark.parametrize("orientation", [1, 6])
def test_pictures_keep_their_inks_where_the_edition_asks_for_it(
    tmp_path: Path, orientation: int
) -> None:
    """In print alone, as the file has them, and with no claim that the book is for the archive."""
    (tmp_path / "source").mkdir()
    inks, exif = (12, 200, 40, 90), Image.Exif()
    exif[0x0112] = orientation
    file = tmp_path / "source" / "inks.jpg"
    Image.new("CMYK", (40, 20), inks).save(file, quality=100, exif=exif)
    edition = replace(EDITION, print=replace(EDITION.print, cmyk="keep"))
    section = '<p><img src="source/inks.jpg" alt="Inks"/></p>'
    made = typeset(section, SECTION, edition, tmp_path, book_fonts())
    folios = folio_style(edition, tmp_path, book_fonts())
    leaf = Leaf(SECTION, made.pdf, made.page_map)
    with pikepdf.open(BytesIO(bind(edition, [leaf], book_fonts(), folios).pdf)) as pdf:
        xmp = pdf.open_metadata()
        assert "pdfaid:part" not in xmp and xmp["pdfuaid:part"] == "1"
        (picture,) = pdf.pages[0].get_images().values()
        assert picture.ColorSpace == "/DeviceCMYK"
        assert (picture.Width > picture.Height) is (orientation == 1)
        shown = Image.open(BytesIO(picture.read_raw_bytes())).getpixel((9, 9))
        assert isinstance(shown, tuple)
        assert all(abs(a - b) <= 2 for a, b in zip(shown, inks, strict=True))
    uses: tuple[Use, ...] = ("screen", "word")
    for use in uses:
        pixels = prepare(file.read_bytes(), use, wishes_of(edition, use, tmp_path)).data
        assert Image.open(BytesIO(pixels)).mode == "RGB"


def test_the_same_leaves_give_the_same_bytes() -> None:
    assert book() == bound()


def test_headings_run_in_order_through_a_book() -> None:
    ranks = [int(e.tag[1]) for e in structure(bound()).all() if e.tag[1:].isdigit()]
    assert ranks[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(ranks))
