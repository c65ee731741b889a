"""octavo ingest of Word files: words, notes, citations, headings, pictures, hostile files."""

from __future__ import annotations

import base64
import json
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from octavo.cli import main
from tests.ingest.made import Made
from tests.ingest.word_files import STYLES, call, docx, field, note, paragraph, run

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c6360"
    "000000020001e221bc330000000049454e44ae426082"
)


def changed(words: str, kind: str, author: str = "Ann Weaver") -> str:
    tag = "t" if kind == "ins" else "delText"
    return (
        f'<w:{kind} w:id="7" w:author="{author}" w:date="2020-03-01T10:00:00Z"><w:r><w:{tag} '
        f'xml:space="preserve">{words}</w:{tag}></w:r></w:{kind}>'
    )


def test_notes_styles_and_looks_become_the_markdown_of_octavo(ingested) -> None:
    made = ingested(docx(
        paragraph("A Study of Clocks", style="Title"),
        paragraph("It was ", run("late", '<w:rStyle w:val="Foreign"/>'), " in ",
                  run("ussr", "<w:smallCaps/>"), ".", call(2), " “Quoted” it’s."),
        paragraph(run("A Heading by Look", '<w:b/><w:sz w:val="32"/>')),
        paragraph("Words of a quotation.", style="Quote"),
        paragraph("First line", style="Verse"), paragraph("second line", style="Verse"),
        paragraph("See note ", field("NOTEREF _Ref1 \\h", "1"), ".",
                  field('XE "Stalin, Joseph:and Litvinov" \\b')),
        '<w:p><w:bookmarkStart w:id="1" w:name="_Ref1"/>' + call(3)
        + '<w:bookmarkEnd w:id="1"/>' + run(" End.") + "</w:p>",
        paragraph("Contents 1", style="TOC1"),
        notes=note(2, "A ", ).replace("A ", "A note on ") + note(3, paragraph(
            "Two ", run("paragraphs", "<w:i/>"), style="FootnoteText"),
            paragraph("in a note.", style="FootnoteText")),
    ))  # fmt: skip
    assert made.status == 0
    assert made.text.startswith("# A Study of Clocks\n")
    assert "It was *late* in [ussr]{.smallcaps}.[^1] “Quoted” it’s." in made.text
    assert "## A Heading by Look" in made.text
    assert "> Words of a quotation." in made.text
    assert "| First line\n| second line" in made.text
    assert "See note [@note:2]." in made.text
    assert '[]{.index .main key="Stalin, Joseph!and Litvinov"}' in made.text
    assert "[^2]: Two *paragraphs*\n\n    in a note." in made.text
    assert "Contents" not in made.text
    assert made.data["letters"]["went"]["the contents, which Octavo makes anew"] == 9
    assert len(made.doubts("heading by look")) == 1
    assert not made.doubts("words not in the edition")
    settings = (made.folder / "source/edition.yaml").read_text(encoding="utf-8")
    assert 'title: "A Study of Clocks"' in settings and "language: en-GB" in settings
    assert main(["check", str(made.folder)]) == 0


@pytest.mark.parametrize(
    ("changes", "words"),
    [("accepted", "one new three"), ("rejected", "one old three"), ("findings", "one new three")],
)
def test_tracked_changes_are_taken_as_asked_in_notes_too(ingested, changes, words) -> None:
    def edited() -> str:
        return paragraph("one ", changed("new", "ins"), changed("old", "del"), " three.")

    comment = '<w:comment w:id="5" w:author="Ben" w:date="2021-01-02T00:00:00Z">' + paragraph(
        "Is this so?") + "</w:comment>"  # fmt: skip
    made = ingested(
        docx(paragraph("T", style="Title"), edited(), paragraph(
            '<w:commentRangeStart w:id="5"/>', "Text.", call(2)),
            notes=f'<w:footnote w:id="2">{edited()}</w:footnote>', comments=comment),
        "--changes", changes)  # fmt: skip
    assert made.text.count(words) == 2
    tracked = made.doubts("tracked change")
    assert len(tracked) == (4 if changes == "findings" else 0)
    assert all("Ann Weaver, 2020-03-01" in one for one in tracked)
    assert made.doubts("comment") == ["comment by Ben, 2021-01-02: Is this so?"]
    assert made.data["letters"]["went"]["words that tracked changes take out"] == 6


def test_spaces_at_the_ends_of_a_stretch_stay(ingested) -> None:
    made = ingested(docx(
        paragraph("T", style="Title"),
        paragraph("In", run(" ussr ", "<w:smallCaps/>"), "and",
                  run(" Affaires ", '<w:i/><w:lang w:val="fr-FR"/>'), "of",
                  run(" under ", '<w:u w:val="single"/>'), "it", run(" in ", '<w:lang '
                  'w:val="de-DE"/>'), run("Europe? ", '<w:i/><w:lang w:val="de-DE"/>'), "Yes."),
    ))  # fmt: skip
    assert made.text == (
        '# T\n\nIn [ussr]{.smallcaps} and [*Affaires*]{lang="fr"} of [under]{.underline} it '
        '[in *Europe?*]{lang="de"} Yes.\n'
    )
    assert not made.doubts("markup")


def test_a_comment_without_a_place_is_listed_too(ingested) -> None:
    comment = f'<w:comment w:id="5" w:author="Ben">{paragraph("Where am I?")}</w:comment>'
    made = ingested(docx(paragraph("Text of it."), comments=comment))
    assert made.doubts("comment") == ["comment by Ben: Where am I?"]


def test_several_documents_are_texts_of_one_edition(tmp_path: Path, capsys) -> None:
    for name, words in (("one.docx", "First"), ("two.docx", "Second")):
        (tmp_path / name).write_bytes(docx(
            paragraph(f"{words} chapter", style="Heading1"), paragraph("Text.", call(2)),
            notes=note(2, f"{words} note.")))  # fmt: skip
    folder = tmp_path / "edition"
    files = [str(tmp_path / "one.docx"), str(tmp_path / "two.docx")]
    assert main(["ingest", *files, str(folder)]) == 0
    one, two = Made(folder, 0, "").texts
    assert one == "# First chapter\n\nText.[^1]\n\n[^1]: First note.\n"
    assert two == "# Second chapter\n\nText.[^2]\n\n[^2]: Second note.\n"
    assert main(["check", str(folder)]) == 0
    (tmp_path / "scan.txt").write_text("Words.", encoding="utf-8")
    assert main(["ingest", files[0], str(tmp_path / "scan.txt"), str(tmp_path / "no")]) != 0
    assert not (tmp_path / "no").exists()


def citation(id: object, title: str, family: str, **more: object) -> str:
    item = {"id": id, "type": "book", "title": title, "author": [{"family": family, "given": "A"}],
            "issued": {"date-parts": [["1999"]]}, "custom-field": "kept"}  # fmt: skip
    data = {"citationItems": [{"id": id, "itemData": item, **more}],
            "properties": {"plainCitation": "shown"}}  # fmt: skip
    return f"ADDIN CSL_CITATION {json.dumps(data)}"


def test_works_of_one_number_in_two_fields_stay_two_works(ingested) -> None:
    made = ingested(docx(
        paragraph("T", style="Title"),
        paragraph("Text.", call(2), call(3), call(4)),
        notes=note(2, paragraph(field(citation("ITEM-1", "Clocks", "Moor", locator="12"), "shown")))
        + note(3, paragraph(field(citation("ITEM-1", "Rivers", "Moor"), "shown")))
        + note(4, paragraph(field(citation("ITEM-2", "Clocks", "Moor"), "typed over"))),
    ))  # fmt: skip
    assert "[^1]: [@moor1999, 12]" in made.text
    assert "[^2]: [@moor1999a]" in made.text
    assert "[^3]: [@moor1999]" in made.text
    assert [(one["id"], one["title"]) for one in made.works] == [
        ("moor1999", "Clocks"), ("moor1999a", "Rivers")]  # fmt: skip
    assert made.works[0]["custom-field"] == "kept"
    (doubt,) = made.doubts("citation to confirm")
    assert "“typed over”" in doubt


def test_bookmarks_of_libreoffice_are_citations(ingested) -> None:
    name = "ZOTERO_BREF_AbC"
    said = citation(7, "Clocks", "Moor").removeprefix("ADDIN ")
    custom = "".join(
        f'<property name="{name}_{at}"><vt:lpwstr>{part}</vt:lpwstr></property>'
        for at, part in ((2, said[40:].replace("&", "&amp;")), (1, said[:40]))
    )
    xml = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties'
        '" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        f"{custom}</Properties>"
    )
    body = (
        f'<w:p><w:bookmarkStart w:id="1" w:name="{name}"/>{run("shown")}<w:bookmarkEnd w:id="1"/>'
        f"{run(' end.')}</w:p>"
    )
    made = ingested(docx(paragraph("T", style="Title"), body,
                         files={"docProps/custom.xml": xml.encode()}))  # fmt: skip
    assert "[@moor1999] end." in made.text
    assert not made.doubts("words not in the edition")


def test_words_of_a_field_beside_its_citation_are_listed(ingested) -> None:
    made = ingested(docx(paragraph("T", style="Title"), paragraph(
        field(citation(1, "Clocks", "Moor"), "My own words (shown)"), ".")))  # fmt: skip
    assert "[@moor1999]." in made.text
    (lost,) = made.doubts("words not in the edition")
    assert "“My own words (shown)”" in lost


def test_the_heading_of_a_bibliography_is_left_to_octavo(ingested) -> None:
    made = ingested(docx(
        paragraph("T", style="Title"), paragraph(field(citation(1, "Clocks", "Moor"), "shown")),
        paragraph("Sources", style="Heading1"),
        paragraph(field('ADDIN ZOTERO_BIBL {"x":1} CSL_BIBLIOGRAPHY', "Moor, A. Clocks. 1999.")),
    ))  # fmt: skip
    assert made.text == "# T\n\n[@moor1999]\n"
    assert any("“Sources” was left out" in one for one in made.doubts("metadata"))
    assert not made.doubts("words not in the edition")


def test_what_no_note_is_behind_and_what_is_hidden_is_found(ingested) -> None:
    made = ingested(docx(
        paragraph("T", style="Title"),
        paragraph("By hand", run("12", '<w:vertAlign w:val="superscript"/>'), " and the 2",
                  run("nd", '<w:vertAlign w:val="superscript"/>'),
                  run(" secret", "<w:vanish/>"), "."),
        notes=note(9, "Nobody calls me."),
    ))  # fmt: skip
    assert "By hand^12^ and the 2^nd^." in made.text
    (hand,) = made.doubts("call without a note")
    assert "12" in hand
    assert len(made.doubts("note without a call")) == 1
    (hidden,) = made.doubts("hidden words")
    assert "secret" in hidden


def test_chapters_are_texts_and_their_notes_run_on(ingested) -> None:
    long = "Words of a chapter that is long. " * 300
    made = ingested(docx(
        paragraph("A Book", style="Title"),
        paragraph("One", style="Heading1"), paragraph(long, call(2)),
        paragraph("Below", style="Heading2"), paragraph("More."),
        paragraph("Two", style="Heading1"), paragraph(long, call(3)),
        notes=note(2, "First.") + note(3, "Second."),
    ))  # fmt: skip
    one, two = made.texts
    assert one.startswith("# One\n") and "## Below" in one and "[^1]: First." in one
    assert two.startswith("# Two\n") and "[^2]: Second." in two


def test_pictures_are_copied_and_none_is_read_from_outside(ingested, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(PNG)
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

    def picture(id: str, alt: str, kind: str) -> str:
        return paragraph(
            f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="P" descr="{alt}"/><a:graphic>'
            f'<a:graphicData><pic:pic><pic:blipFill><a:blip r:{kind}="{id}"/></pic:blipFill>'
            "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )

    made = ingested(docx(
        paragraph("T", style="Title"), picture("rId90", "A bridge", "embed"),
        picture("rId91", "A secret", "link"),
        '<w:p><w:hyperlink r:id="rId92">' + run("Words of a link") + "</w:hyperlink></w:p>",
        files={"word/media/image1.png": PNG},
        relations=f'<Relationship Id="rId90" Type="{office}/image" Target="media/image1.png"/>'
        f'<Relationship Id="rId91" Type="{office}/image" TargetMode="External" '
        f'Target="file://{tmp_path}/secret.png"/><Relationship Id="rId92" '
        f'Type="{office}/hyperlink" TargetMode="External" Target="file:///etc/passwd"/>',
    ))  # fmt: skip
    assert '![](figures/image1.png){alt="A bridge"}' in made.text
    assert (made.folder / "source/figures/image1.png").read_bytes() == PNG
    assert len(list(made.folder.glob("source/figures/*"))) == 1
    assert "Words of a link" in made.text and "passwd" not in made.text
    assert len(made.doubts("markup")) == 1


def test_what_looks_like_markup_stays_what_it_is(ingested) -> None:
    words = "3. Mai 1942 *a* _b_ # [c] [^9] @moor &lt;b&gt; \\back $x$ ~~d~~ x^y^ `code` a--b http://x.org"
    made = ingested(docx(paragraph("T", style="Title"), paragraph(words, call(2)),
                         notes=note(2, words)))  # fmt: skip
    assert not made.doubts("words not in the edition") + made.doubts("words not in the document")
    assert not made.doubts("markup")
    assert "^[" not in made.text and "[@moor" not in made.text
    assert made.text.count("[^1]") == 2


def test_a_note_in_the_style_of_a_heading_is_a_note(ingested) -> None:
    made = ingested(docx(paragraph("T", style="Title"), paragraph("Text.", call(2)),
                         notes=note(2, paragraph("See there.", style="Heading2"))))  # fmt: skip
    assert made.text == "# T\n\nText.[^1]\n\n[^1]: See there.\n"


def test_endnotes_and_words_in_boxes_are_in_the_edition(ingested) -> None:
    box = (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/'
        'markup-compatibility/2006"><mc:Choice Requires="wps"><w:drawing><wp:inline><a:graphic>'
        '<a:graphicData><wps:wsp xmlns:wps="http://schemas.microsoft.com/office/word/2010/'
        f'wordprocessingShape"><wps:txbx><w:txbxContent>{paragraph("Words in a box.")}'
        "</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing>"
        "</mc:Choice></mc:AlternateContent></w:r>"
    )
    made = ingested(docx(
        paragraph("T", style="Title"), paragraph("Text.", call(2, "endnote"), box),
        endnotes=note(2, "At the end.", kind="endnote"),
    ))  # fmt: skip
    assert "[^1]: At the end." in made.text
    assert made.text.count("Words in a box.") == 1
    assert not made.doubts("words not in the edition") + made.doubts("words not in the document")


def test_a_call_that_a_change_takes_out_takes_its_note_with_it(ingested) -> None:
    gone = f'<w:del w:id="9" w:author="A">{call(2)}</w:del>'
    made = ingested(docx(
        paragraph("T", style="Title"), paragraph("One.", gone, " More.", call(3)),
        paragraph("See note ", field("NOTEREF _R", "2"), '<w:bookmarkStart w:id="4" w:name="_R"/>',
                  call(4), '<w:bookmarkEnd w:id="4"/>', call(8)),
        notes=note(2, "gone") + note(3, "kept") + note(4, "third"),
    ))  # fmt: skip
    assert "More.[^1]" in made.text and "See note [@note:2][^2][^3]" in made.text
    assert "gone" not in made.text and not made.doubts("note without a call")
    (empty,) = made.doubts("call without a note")
    assert empty.startswith("the 3. call")


def test_tables_lists_and_captions_keep_their_words(ingested) -> None:
    cells = "".join(f"<w:tc>{paragraph(words)}</w:tc>" for words in ("Year", "Toll"))
    more = "".join(f"<w:tc>{one}</w:tc>" for one in (
        paragraph("1933", call(2)), paragraph("one") + paragraph("two")))  # fmt: skip
    made = ingested(docx(
        paragraph("T", style="Title"),
        f"<w:tbl><w:tr>{cells}</w:tr><w:tr>{more}</w:tr></w:tbl>", paragraph("End."),
        notes=note(2, "In a table."),
    ))  # fmt: skip
    assert not made.doubts("words not in the edition") + made.doubts("words not in the document")
    assert not made.doubts("markup")
    assert "[^1]: In a table." in made.text and "Year" in made.text


def bomb() -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (100 * 2**20))
    return made.getvalue()


def with_entity() -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", (
            '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document xmlns:w="http://'
            'schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&e;'
            "</w:t></w:r></w:p></w:body></w:document>"))  # fmt: skip
    return made.getvalue()


def deep() -> bytes:
    return docx("<w:tbl><w:tr><w:tc>" * 300 + paragraph("in") + "</w:tc></w:tr></w:tbl>" * 300)


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "empty.docx", "is empty"),
        (docx(paragraph("")), "blank.docx", "holds no text"),
        (docx(paragraph("Words"))[:-300], "cut.docx", "is damaged"),
        (OLD, "old.doc", "Word 97"),
        (OLD + "EncryptedPackage".encode("utf-16-le"), "locked.docx", "protected by a password"),
        (docx(paragraph("Words")), "~$work.docx", "lock file"),
        (b"\0\5Ann Weaver", "~$work2.docx", "lock file"),
        (bomb(), "bomb.docx", "unpacks to"),
        (with_entity(), "entity.docx", "declares entities"),
        (deep(), "deep.docx", "nested too deeply"),
        (b"PK\x03\x04 no archive", "no.docx", "is damaged"),
        (b"{\\rtf1 }", "empty.rtf", "holds no text"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(ingested, data, name, words) -> None:
    made = ingested(data, name=name)
    assert made.status != 0
    assert words in made.said and "Traceback" not in made.said
    assert not made.folder.exists()


def test_macros_are_left_out_and_said(ingested) -> None:
    made = ingested(docx(paragraph("Words of it."), files={"word/vbaProject.bin": b"\xd0\xcf"}),
                    name="work.docm")  # fmt: skip
    assert "the macros of work.docm were left out" in made.said
    assert "Words of it." in made.text


def test_a_decision_settles_a_doubt(ingested) -> None:
    data = docx(paragraph("T", style="Title"), paragraph("x", run("secret", "<w:vanish/>"), "."))
    made = ingested(data)
    (doubt,) = [one for one in made.data["doubts"] if one["kind"] == "hidden words"]
    (made.folder / "ingest/decisions.txt").write_text(f"{doubt['id']} accept\n", encoding="utf-8")
    made = ingested(data)
    assert not made.doubts("hidden words")
    assert [one["kind"] for one in made.data["settled"]] == ["hidden words"]


def bookmarked(name: str, inner: str, id: int = 9) -> str:
    return f'<w:bookmarkStart w:id="{id}" w:name="{name}"/>{inner}<w:bookmarkEnd w:id="{id}"/>'


def test_references_and_links_lead_to_labels(ingested) -> None:
    heading = '<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr>'
    made = ingested(docx(
        paragraph("T", style="Title"), f"{heading}{bookmarked('_Ref1', run('The Delays'))}</w:p>",
        paragraph("See ", field("REF _Ref1 \\h", "The ", run("Delays", "<w:i/>")), " on page ",
                  '<w:fldSimple w:instr=" PAGEREF _Ref1 \\h ">' + run("12") + "</w:fldSimple>",
                  run(" and "), '<w:hyperlink w:anchor="place">' + run("there") + "</w:hyperlink>",
                  run("; "), field("REF _Gone \\h", "lost"), run(".")),
        f"<w:p>{run('A ')}{bookmarked('place', run('place'), 10)}{run('.')}</w:p>",
    ))  # fmt: skip
    assert "## The Delays {#sec:the-delays}" in made.text
    assert ("See [The *Delays*](#sec:the-delays) on page [12](#sec:the-delays) and [there]"
            "(#ref-place); lost.") in made.text  # fmt: skip
    assert "A []{#ref-place}place." in made.text
    page, lost = sorted(made.doubts("cross-reference"))
    assert page.startswith("“12” is a number") and "[@sec:the-delays, page]" in page
    assert "does not have" not in lost and "lacks (_Gone)" in lost
    assert not made.doubts("words not in the edition")
    assert main(["check", str(made.folder)]) == 0


def test_what_pandoc_passes_over_arrives(ingested) -> None:
    ruby = f"<w:ruby><w:rt>{run('rt')}</w:rt><w:rubyBase>{run('base')}</w:rubyBase></w:ruby>"
    row = f"<w:tr><w:trPr><w:del w:id='3'/></w:trPr><w:tc>{paragraph(changed('gone', 'del'))}"
    made = ingested(docx(
        paragraph("T", style="Title"),
        f'<w:customXml w:element="x">{paragraph("In a wrapping.")}</w:customXml>',
        paragraph(f'<w:bdo w:val="rtl">{run("Turned")}</w:bdo>', run(" and "), ruby, run(" end"),
                  "<w:r><w:cr/><w:t>next</w:t><w:ptab/><w:t>last</w:t></w:r>"),
        paragraph("Un paragraphe entier", style="French"),
        f"<w:tbl>{row}</w:tc></w:tr><w:tr><w:tc>{paragraph('kept')}</w:tc></w:tr></w:tbl>",
        paragraph("a ", field("SYMBOL 97").replace('fldCharType="separate"', 'fldCharType="x"')),
        '<w:altChunk r:id="rId1"/>',
        styles=STYLES + '<w:style w:type="paragraph" w:styleId="French"><w:name w:val="French"/>'
        '<w:rPr><w:lang w:val="fr-FR"/></w:rPr></w:style>',
    ))  # fmt: skip
    assert "In a wrapping." in made.text and "Turned and base (rt) end\\\nnext last" in made.text
    assert '[Un paragraphe entier]{lang="fr"}' in made.text
    assert "| kept |" in made.text and "gone" not in made.text
    assert any("SYMBOL 97 shows a sign" in one for one in made.doubts("markup"))
    assert any("holds another one" in one for one in made.doubts("words not in the edition"))


def test_endnote_keeps_its_works_in_fields(ingested) -> None:
    xml = (
        '<EndNote><Cite ExcludeAuth="1"><Prefix>see </Prefix><Pages>12</Pages><DisplayText>(2001)'
        '</DisplayText><record><rec-number>3</rec-number><ref-type name="Book">6</ref-type>'
        "<contributors><authors><author>Smith, John</author></authors></contributors><titles>"
        "<title>A Book</title></titles><dates><year>2001</year></dates></record></Cite></EndNote>"
    )
    beside = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:fldData>'
        f"{base64.b64encode(xml.encode()).decode()}</w:fldData></w:fldChar></w:r>"
    )
    data = field("ADDIN EN.CITE.DATA").replace(
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', beside
    )
    nested = field("ADDIN EN.CITE", "(2001)").replace(
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
        f'{data}<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
    )
    made = ingested(docx(
        paragraph("T", style="Title"),
        paragraph("A ", field(f"ADDIN EN.CITE {xml}", "(2001)"), " b ", nested, run(" end.")),
        paragraph(field("ADDIN EN.REFLIST", "Smith, John. A Book. 2001.")),
        paragraph(field("ADDIN CitaviPlaceholder{e30=}", "(Meyer 2003)"))))  # fmt: skip
    assert "A [see -@smith2001, 12] b [see -@smith2001, 12] end." in made.text
    assert "(Meyer 2003)" in made.text and len(made.doubts("citation to confirm")) == 1
    (work,) = made.works
    assert work["title"] == "A Book" and work["author"][0]["family"] == "Smith"
    assert not made.doubts("words not in the edition") + made.doubts("words not in the document")


def test_decisions_about_a_document_are_obeyed(ingested) -> None:
    data = docx(
        paragraph("T", style="Title"),
        paragraph(run("A Heading by Look", '<w:b/><w:sz w:val="32"/>')),
        paragraph("one ", changed("new", "ins"), changed("old", "del"), " three", call(2), "."),
        paragraph("x", run(" secret", "<w:vanish/>"), ". ",
                  '<w:r><w:sym w:font="Wingdings" w:char="F04A"/></w:r>'),
        paragraph("In ", field(citation(1, "Clocks", "Moor"), "my own words"), "."),
        paragraph(run("By hand"), run("12", '<w:vertAlign w:val="superscript"/>'), run(".")),
        notes=note(2, "A note."),
    )  # fmt: skip
    made = ingested(data, "--changes", "findings")
    ids = {(one["kind"], one["message"][:6]): one["id"] for one in made.data["doubts"]}
    chosen = {
        ("heading by look", "this s"): "no heading", ("tracked change", "“new” "): "reject",
        ("tracked change", "“old” "): "reject", ("hidden words", "these "): "keep",
        ("stray sign", "a sign"): "read “☺”", ("citation to confirm", "the wo"): "no cite",
        ("call without a note", "the ra"): "read “, twelve”",
    }  # fmt: skip
    decisions = made.folder / "ingest/decisions.txt"
    lines = "".join(f"{ids[key]} {verb}\n" for key, verb in chosen.items())
    decisions.write_text(lines, encoding="utf-8")
    before = made.data["letters"]["read"]
    made = ingested(data, "--changes", "findings")
    assert made.status == 0
    assert "\n\n**A Heading by Look**\n\n" in made.text and "one old three[^1]" in made.text
    assert "x secret. ☺" in made.text and "In my own words." in made.text
    assert "By hand^,\\ twelve^." in made.text
    assert not made.doubts("words not in the edition") + made.doubts("words not in the document")
    assert len(made.data["settled"]) == len(chosen)
    assert made.data["letters"]["read"] == before and made.data["letters"]["balanced"]
    decisions.write_text(f"{ids['hidden words', 'these ']} reject\n", encoding="utf-8")
    made = ingested(data, "--changes", "findings")
    assert made.status != 0 and "“reject” does not fit a doubt of this kind" in made.said
