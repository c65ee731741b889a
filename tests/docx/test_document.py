"""The Word file as a whole: styles, languages, links, figures, tables, pages; the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace

import pytest

from octavo.docx import make_docx, reference_docx
from octavo.docx.parts.bookmarks import bookmark_name, web_address
from octavo.docx.parts.reference import part as reference_part

STYLE = "string(w:pPr/w:pStyle/@w:val)"
WORDS = "//w:t[contains(., '{}')]"


def test_same_bytes_twice(manuscripts, edition, folder, every_kind, docx):
    assert make_docx(edition(), manuscripts(*every_kind), folder) == docx
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
        core = archive.read("docProps/core.xml").decode()
    assert core.count("2026-03-01T00:00:00Z") == 2


@pytest.mark.parametrize(
    ("words", "style"),
    [
        ("Clocks & Treaties", "Title"),
        ("An Essay", "Subtitle"),
        ("Ada Weaver", "Author"),
        ("Geneva, Octavo, 2026-03", "Imprint"),
        ("The Clock", "Heading1"),
        ("A Section", "Heading2"),
        ("Time is a treaty", "Epigraph"),
        ("Anon., ", "EpigraphSource"),
        ("The first paragraph", "FirstParagraph"),
        ("A block quotation", "Quote"),
        ("And on it goes", "FirstParagraph"),
        ("A list", "ListParagraph"),
        ("Two", "ListParagraph"),
        ("A clock.", "Caption"),
        ("Two days.", "Caption"),
        ("Nothing", "Compact"),
        ("A line of verse", "Verse"),
        ("Term", "DefinitionTerm"),
        ("Its definition", "Definition"),
        ("* * *", "SectionBreak"),
        ("After the break", "FirstParagraph"),
    ],
)
def test_paragraphs_have_their_styles(docx, part, find, words, style):
    path = f'//w:body//w:p[.//w:t[starts-with(., "{words}")]]'
    paragraphs = find(part(docx, "word/document.xml"), path)
    assert style in {find(p, STYLE) for p in paragraphs}


def test_every_style_used_is_defined_and_none_is_orphaned(docx, part, find):
    defined = set(find(reference_part("styles.xml"), "//w:style/@w:styleId"))
    used = {
        value
        for name in ("document", "footnotes", "header", "footer")
        for value in find(
            part(docx, f"word/{name}.xml"),
            "//w:pStyle/@w:val | //w:rStyle/@w:val | //w:tblStyle/@w:val",
        )
    }
    assert used <= defined
    assert {"FootnoteBlockText", "FootnoteText", "FootnoteReference", "Credit"} <= used
    named = find(reference_part("styles.xml"), "//w:basedOn/@w:val | //w:next/@w:val")
    assert set(named) <= defined
    assert "TableNormal" in defined


def test_bibliography_entries_hang(manuscripts, edition, folder, part, find):
    text = "# Bibliography\n\n::: bibliography-entry\nWeaver, Ada. *Clocks*.\n:::\n"
    docx = make_docx(edition(), manuscripts(text), folder)
    (entry,) = find(part(docx, "word/document.xml"), "//w:p[.//w:t[starts-with(., 'Weaver')]]")
    assert find(entry, STYLE) == "Bibliography"
    style = "//w:style[@w:styleId='Bibliography']/w:pPr/w:ind/@w:hanging"
    assert find(part(docx, "word/styles.xml"), style) == ["720"]


def test_languages_are_marked_where_they_change(docx, part, find):
    document = part(docx, "word/document.xml")
    language = "../w:rPr/w:lang/@w:val"
    marked = {
        words: find(document, WORDS.format(words) + f"/{language}")
        for words in ("un mot", "слово", "Un paragraphe", "The first paragraph")
    }
    assert marked == {
        "un mot": ["fr"], "слово": ["ru"], "Un paragraphe": ["fr"], "The first paragraph": [],
    }  # fmt: skip
    notes = part(docx, "word/footnotes.xml")
    assert find(notes, WORDS.format("An English note") + f"/{language}") == []
    assert find(notes, WORDS.format("du français") + f"/{language}") == ["fr"]
    assert find(part(docx, "word/styles.xml"), "//w:docDefaults//w:lang/@w:val") == ["en-US"]


def test_a_section_in_another_language_is_marked_throughout(
    manuscripts, edition, folder, part, find
):
    (made,) = manuscripts("# Titre\n\nTexte.[^a]\n\n[^a]: Une note.\n", language="fr")
    docx = make_docx(edition(), [made], folder)
    for name, words in (("document", "Texte."), ("footnotes", "Une note.")):
        path = WORDS.format(words) + "/../w:rPr/w:lang/@w:val"
        assert find(part(docx, f"word/{name}.xml"), path) == ["fr"]
    bare = make_docx(edition(), [replace(made, language="en")], folder)
    assert find(part(bare, "word/document.xml"), "//w:lang") == []


def test_hebrew_is_marked_as_word_reads_it(manuscripts, edition, folder, part, find):
    docx = make_docx(edition(), manuscripts("# T\n\n[שלום]{lang=he dir=rtl}\n"), folder)
    assert find(part(docx, "word/document.xml"), "//w:lang/@w:bidi") == ["he"]
    assert len(find(part(docx, "word/document.xml"), "//w:rtl")) == 1


def test_links_lead_to_bookmarks_that_exist_or_are_plain_words(docx, part, find):
    document = part(docx, "word/document.xml")
    names = set(find(document, "//w:bookmarkStart/@w:name"))
    anchors = find(document, "//w:hyperlink/@w:anchor")
    assert bookmark_name("tbl-days") in anchors
    assert set(anchors) <= names
    linked = {"".join(h.itertext()) for h in find(document, "//w:hyperlink")}
    assert {"the table", "the web"} <= linked
    assert not {"what is not there", "a trap"} & linked
    for name in ("document", "footnotes"):
        relations = part(docx, f"word/_rels/{name}.xml.rels")
        targets = [r.get("Target") for r in relations if r.get("TargetMode") == "External"]
        assert targets
        assert all(target.startswith("https://example.org/") for target in targets)


def test_a_heading_holds_its_own_bookmark_and_nothing_more(docx, part, find):
    (start,) = find(part(docx, "word/document.xml"), "//w:bookmarkStart[@w:name='clock']")
    (end,) = find(start, f"//w:bookmarkEnd[@w:id='{start.values()[0]}']")
    assert start.getparent() is end.getparent()
    assert find(start.getparent(), STYLE) == "Heading1"


def test_contents_are_real_entries_in_a_field(docx, part, find):
    contents = find(part(docx, "word/document.xml"), "//w:sdtContent/w:p[w:hyperlink]")
    shown = [(find(p, STYLE), find(p, "string(w:hyperlink/w:r[w:t])")) for p in contents]
    assert shown == [
        ("TOC1", "The Clock of Mistrust"),
        ("TOC2", "A Section Heading"),
        ("TOC1", "The Waiting Room"),
    ]
    kinds = find(part(docx, "word/document.xml"), "//w:sdt//w:fldChar/@w:fldCharType")
    assert kinds == ["begin", "separate", "end"]
    (instruction,) = find(part(docx, "word/document.xml"), "//w:sdt//w:instrText/text()")
    assert "\\n " not in instruction.replace("\\n 3-3 ", "")  # else Word leaves the pages out
    for entry in contents:
        target = find(entry, "string(w:hyperlink/@w:anchor)")
        assert find(entry, "w:hyperlink/w:fldSimple/@w:instr") == [f" PAGEREF {target} \\h "]
        assert find(entry, "w:hyperlink/w:fldSimple/@w:dirty") == ["true"]


def test_tables_repeat_their_heads_and_fill_the_text(docx, part, find):
    (table,) = find(part(docx, "word/document.xml"), "//w:tbl")
    assert len(find(table, "w:tr[1]/w:trPr/w:tblHeader")) == 1
    assert len(find(table, "w:tr/w:trPr/w:tblHeader")) == 1
    narrow, wide = map(int, find(table, "w:tblGrid/w:gridCol/@w:w"))
    assert narrow < wide / 5
    assert narrow + wide <= 12240 - 3600


def test_a_head_that_calls_a_note_is_not_repeated(manuscripts, edition, folder, part, find):
    """LibreOffice does not print the note of a row that is repeated."""
    text = "# T\n\n| Who[^a] | When |\n|---|---|\n| Ada | 6 |\n\nText.\n\n"
    text += "| | |\n|---|---|\n| Ada[^b] | 6 |\n\n[^a]: A note.\n\n[^b]: Another.\n"
    docx = make_docx(edition(), manuscripts(text), folder)
    one, other = find(part(docx, "word/document.xml"), "//w:tbl")
    assert find(one, "w:tr/w:trPr/w:tblHeader/@w:val") == ["off"]
    assert find(one, "w:tblPr/w:tblLook/@w:firstRow") == ["1"]
    assert find(other, "w:tr/w:trPr/w:tblHeader/@w:val") == ["off"]


def test_lists_of_all_sections_count_for_themselves(manuscripts, edition, folder, part, find):
    text = "# T\n\n3. Three\n4. Four\n\nText.\n\n- A dot\n"
    other = text.replace("3.", "1.").replace("4.", "2.")
    docx = make_docx(edition(), manuscripts(text, other), folder)
    document, numbering = (part(docx, f"word/{name}.xml") for name in ("document", "numbering"))
    used = find(document, "//w:numPr/w:numId/@w:val")
    assert used == ["1", "1", "2", "3", "3", "4"]
    levels = [
        find(numbering, f"string(//w:abstractNum[@w:abstractNumId=//w:num[@w:numId={number}]"
                        f"/w:abstractNumId/@w:val]/w:lvl[1]/w:{what}/@w:val)")
        for number in (1, 2, 3, 4) for what in ("numFmt", "start")
    ]  # fmt: skip
    assert levels[::2] == ["decimal", "bullet", "decimal", "bullet"]
    assert (levels[1], levels[5]) == ("3", "1")
    assert len(find(numbering, "//w:abstractNum")) == 3


@pytest.mark.parametrize(("language", "width"), [("en-US", "12240"), ("en-GB", "11906"),
                                                 ("fr", "11906")])  # fmt: skip
def test_the_paper_is_the_countrys(manuscripts, edition, folder, part, find, language, width):
    docx = make_docx(edition(language=language), manuscripts("# T\n\nText.\n"), folder)
    assert set(find(part(docx, "word/document.xml"), "//w:pgSz/@w:w")) == {width}


def test_authors_reach_no_further_than_their_words(manuscripts, edition, folder, part, find):
    text = (
        "# T\n\n`<w:p><w:r><w:t>raw</w:t></w:r></w:p>`{=openxml} [a]{.comment-start author=x id=1} "
        "[b]{.insertion author=x} [c]{custom-style=Title} \x0bcontrol\x01\n\n"
        "```{=openxml}\n<w:p><w:r><w:t>raw block</w:t></w:r></w:p>\n```\n"
    )
    docx = make_docx(edition(title="A \x01title"), manuscripts(text), folder)
    document = part(docx, "word/document.xml")
    assert "raw" not in "".join(document.itertext())
    assert find(document, "//w:ins | //w:commentRangeStart | //w:rStyle") == []
    assert len(find(document, "//w:pStyle[@w:val='Title']")) == 1


@pytest.mark.parametrize(
    ("written", "set_down"),
    [
        ("https://example.org/a b?q=ä#é", "https://example.org/a%20b?q=%C3%A4#%C3%A9"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("mailto:ada@example.org", "mailto:ada@example.org"),
        ("http://[broken", ""),
        ("http://a b/", ""),
        ("https://", ""),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("chapter.md", ""),
    ],
)
def test_only_sound_addresses_of_the_web_and_of_mail_are_linked(written, set_down):
    assert web_address(written) == set_down


def test_the_reference_is_a_document_with_the_styles_alone(part, find):
    reference = reference_docx()
    assert find(part(reference, "word/document.xml"), "//w:t") == []
    assert len(find(part(reference, "word/styles.xml"), "//w:style")) > 40


def test_a_soft_hyphen_at_the_end_of_a_text_stays(manuscripts, edition, tmp_path) -> None:
    """pandoc's writer keeps it within a text and at its beginning alone."""
    docx = make_docx(
        edition(), manuscripts("# T\n\nevery\u00ad*thing* every is be\u00ading\n"), tmp_path
    )
    with zipfile.ZipFile(io.BytesIO(docx)) as opened:
        written = opened.read("word/document.xml").decode()
    said = re.findall(r"<w:t[^>]*>([^<]*)</w:t>|<w:(softHyphen)", written)
    words = "".join("-" if hyphen else text for text, hyphen in said)
    assert "every-thing every is be-ing" in words


def test_what_has_the_class_begins_a_page(manuscripts, edition, tmp_path, part, find) -> None:
    text = (
        "# A\n\nOne.\n\n## Two {.new-page}\n\nText.\n\n::: new-page\n:::\n\nThree.\n\n"
        "::: new-page\n> Four.\n:::\n\n::: new-page\n- Five.\n:::\n\n::: new-page\n:::\n"
    )
    document = part(make_docx(edition(), manuscripts(text), tmp_path), "word/document.xml")
    breaks = "//w:p[w:pPr/w:pageBreakBefore]"
    begun = ["".join(p.itertext()).strip() for p in find(document, breaks)]
    assert begun[-4:] == ["Two", "Three.", "Four.", ""]  # the list follows an empty paragraph
    assert not find(document, "//w:br[@w:type='page']")
    order = [child.tag.rpartition("}")[2] for child in find(document, f"{breaks}/w:pPr")[-2]]
    assert order[:2] == ["pStyle", "pageBreakBefore"]
