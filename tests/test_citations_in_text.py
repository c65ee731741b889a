"""Citations of styles for running text: where they are printed in each form, and how."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import pdfplumber
import pytest
from lxml import etree  # pyright: ignore[reportAttributeAccessIssue]

from octavo import notes
from octavo.checks import Reading, around_of, check_surveyed, survey_text
from octavo.citations import frame_of, set_citations
from octavo.csl.styles import load_style
from octavo.model import (
    CitationSettings,
    Edition,
    Manuscript,
    NoteSettings,
    Place,
    Reference,
    Section,
    Source,
)
from octavo.pandoc.walk import holds, plain, walk
from octavo.parsing.notes import parse
from tests.building import edit, octavo


def work(key: str, title: str, year: int, *authors: str, **more: object) -> dict:
    people = [{"family": name, "given": name[0]} for name in authors]
    named = {"author": people} if people else {}
    return {"id": key, "type": "book", "title": title, "issued": {"date-parts": [[year]]},
            "publisher": "A Press", "publisher-place": "London", **named, **more}  # fmt: skip


WORKS = [
    work("slow", "Slow Clocks", 1999, "Smith"),
    work("fast", "Fast Clocks", 1999, "Smith"),
    work("time", "On Time", 2001, "Jones", "Miller"),
    work("many", "Of Many", 2003, "Ash", "Birch", "Cedar", "Dogwood"),
    work("anon", "The Hours", 1931),
    work("avprf", "Arkhiv", 1927, type="collection", custom={"siglum": "AVP"}),
]
REFERENCES = {one["id"]: Reference(one["id"], one, Place("csl/works.json")) for one in WORKS}


def set_in(style: str, text: str, place: str = "style", language: str = "en") -> tuple[str, ...]:
    """The words of a text's paragraphs, and of its notes, as a style prints its citations."""
    made = parse(Source(Section("one", "source/one.md"), f"# T\n\n{text}\n"), language)
    csl, asked = load_style(style, None), CitationSettings(style=style, place=place)  # type: ignore[arg-type]
    frame = frame_of(csl, asked, language)
    names = notes.authors_in_text(made, REFERENCES)
    placed = notes.with_placed_citations(made, names, frame)
    numbered = notes.number_notes([placed], NoteSettings())
    found = notes.collect_citations(numbered)
    work = set_citations(found, REFERENCES, csl, language, frame=frame)
    done = notes.put_back(numbered, work.citations, inside=work.punctuation_inside, frame=frame)
    (done,) = notes.resolve_note_references(done, NoteSettings())
    assert not [fault.message for fault in work.faults]
    return said(done)


def said(made: Manuscript) -> tuple[str, ...]:
    of_notes = [plain(note, notes=True) for note in notes.notes_of(made)]
    texts = (plain(made.blocks[1:]), *of_notes)
    return tuple(" ".join(text.split()) for text in texts)


@pytest.mark.parametrize(
    ("style", "written", "printed"),
    [
        ("apa", "So [@slow, 12].", "So (Smith, 1999, p. 12)."),
        ("chicago-author-date", "So [@slow, 12].", "So (Smith 1999, 12)."),
        ("chicago-author-date", "As @slow says.", "As Smith (1999) says."),
        ("chicago-author-date", "As @slow [12-14] says.", "As Smith (1999, 12–14) says."),
        ("chicago-author-date", "He [-@slow, chap. 3] says.", "He (1999, chap. 3) says."),
        ("apa", "@time say; @many [3] say.",
         "Jones and Miller (2001) say; Ash et al. (2003, p. 3) say."),
        ("apa", "[@time] and [@many].", "(Jones & Miller, 2001) and (Ash et al., 2003)."),
        ("apa", "@anon [4] says; [@anon].", "The Hours (1931, p. 4) says; (The Hours, 1931)."),
        ("apa", "[see @slow, 12; @time, chap. 3].",
         "(Jones & Miller, 2001, Chapter 3; see Smith, 1999, p. 12)."),
        ("chicago-author-date", "@slow [12; @time, 3] say.",
         "Smith (1999, 12; Jones and Miller 2001, 3) say."),
        ("chicago-author-date", "So [@slow, 12, quoted in @time, 5].",
         "So (Smith 1999, 12, quoted in Jones and Miller 2001, 5)."),
        ("chicago-author-date", "So [@avprf, f. 1, l. 2], [@avprf, f. 3].",
         "So (Arkhiv 1927, f. 1, l. 2 [hereafter AVP]), (AVP, f. 3)."),
        ("chicago-author-date", "“So” [@slow, 2], and “so,” [@slow, 3].",
         "“So” (Smith 1999, 2), and “so,” (Smith 1999, 3)."),
        ("modern-language-association", "So [@slow, 12]. @time [3] say. @many say.",
         "So (Smith 12). Jones and Miller (3) say. Ash et al. say."),
        ("ieee", "So [@slow, 12] and [@time]. @many say; [@slow; @time; @many].",
         "So [1, p. 12] and [2]. Ash et al. [3] say; [1], [2], [3]."),
        ("elsevier-vancouver", "So [@slow]. And [@time; @many; @slow].", "So [1]. And [1–3]."),
        ("nature", 'So [@slow]. "So" [@time], and @many say.', "So.1 “So,”2 and Ash et al.3 say."),
    ],
)  # fmt: skip
def test_a_style_for_running_text_prints_citations_there(
    style: str, written: str, printed: str
) -> None:
    assert set_in(style, written)[0] == printed


def test_works_of_one_year_are_told_apart_in_the_text() -> None:
    text = set_in("chicago-author-date", "So [@slow], [@fast, 3]. @fast says.")[0]
    assert text == "So (Smith 1999b), (Smith 1999a, 3). Smith (1999a) says."


def test_citations_in_notes_are_as_in_the_text_and_have_positions_of_their_own() -> None:
    text = "So [@slow, 12].[^a] And [@slow, 12].\n\n[^a]: See [@slow, 12], and @time [4]. [@many]."
    assert set_in("chicago-author-date", text) == (
        "So (Smith 1999, 12). And (Smith 1999, 12).",
        "See (Smith 1999, 12), and Jones and Miller (2001, 4). (Ash et al. 2003).",
    )


def test_references_to_notes_stay_among_the_works() -> None:
    text = "So [see @note:a; @slow, 4]. See [@note:a].[^a]\n\n[^a]: A note."
    assert set_in("apa", text)[0] == "So (see note 1; Smith, 1999, p. 4). See note 1."


def test_the_words_of_the_narrative_are_those_of_the_text() -> None:
    assert set_in("chicago-author-date", "@time sagen.", language="de")[0] == (
        "Jones und Miller (2001) sagen."
    )


def test_a_setting_says_otherwise_than_the_class_of_the_style() -> None:
    assert set_in("apa", "So [@slow, 12].", "notes") == ("So.", "Smith, 1999, p. 12.")
    text, *of_notes = set_in("chicago-notes-bibliography", "So [@slow, 12]. @slow says.", "text")
    assert text == "So (S. Smith, Slow Clocks (A Press, 1999), 12). Smith (Slow Clocks) says."
    assert of_notes == []


def test_raised_numbers_are_superiors_behind_the_point() -> None:
    made = parse(
        Source(Section("one", "source/one.md"), "So [@slow]. [^a]\n\n[^a]: [@slow].\n"), "en"
    )
    csl = load_style("nature", None)
    frame = frame_of(csl, CitationSettings(style="nature"), "en")
    numbered = notes.number_notes([notes.with_placed_citations(made, {}, frame)], NoteSettings())
    work = set_citations(notes.collect_citations(numbered), REFERENCES, csl, "en", frame=frame)
    (done,) = notes.put_back(numbered, work.citations, frame=frame)
    raised = [plain(e) for e in walk(done.blocks) if holds([e], "Superscript") and e["t"] != "Note"]
    assert raised
    assert said(done)[1] == "1."


def findings(style: str, text: str) -> list[str]:
    edition = Edition(title="T", sections=("one.md",), citations=CitationSettings(style=style))
    source = Source(Section("one", "source/one.md"), text)
    reading = Reading(Path(), edition, "", (source,), tuple(REFERENCES.values()), ())
    around = around_of(reading, load_style(style, None))
    made = survey_text(parse(source, "en"), source, around)
    found = check_surveyed(reading, [made], around)
    return [finding.code for finding in found if finding.code == "C020"]


def test_a_citation_beside_a_call_is_a_fault_where_it_becomes_a_number() -> None:
    text = "# T\n\nSo [@slow, 12].[^a]\n\n[^a]: A note.\n"
    assert findings("chicago-notes-bibliography", text) == ["C020"]
    assert findings("nature", text) == ["C020"]
    assert findings("apa", text) == []
    assert findings("apa", "# T\n\nSo [@slow] [@time].\n") == ["C020"]


# --- the pages -----------------------------------------------------------------------------------

EDITION = """\
title: On Clocks
language: en-US
date: 2026
identifier: urn:uuid:1c24f6ee-0cf2-5a45-b3c3-0837aad467ad
sections: [one.md]
citations: {style: chicago-author-date, bibliography: csl/works.json}
docx: {citations: zotero}
"""
TEXT = """\
# One [@slow, 3]

So it is [@slow, 12], as @time [4] say; she [-@slow, 13] says so.[^a]

> It was so. [@many, 5]

| a            |
|--------------|
| see [@anon]  |

: Tolls [@time, 7] {#tbl:tolls}

[^a]: See [@fast, 2], and @many.
"""
SAID = [
    "One (Smith 1999b, 3)", "So it is (Smith 1999b, 12), as Jones and Miller (2001, 4) say; she "
    "(1999b, 13) says so.", "It was so. (Ash et al. 2003, 5)", "Table 1. Tolls (Jones and Miller "
    "2001, 7)", "(The Hours 1931)", "See (Smith 1999a, 2), and Ash et al. (2003).",
]  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clocks")
    for name, text in (
        ("source/edition.yaml", EDITION), ("source/one.md", TEXT),
        ("csl/works.json", json.dumps(WORKS)),
    ):  # fmt: skip
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    octavo("build", folder, "--form", "pdf", "--form", "epub", "--form", "docx", "--form", "html")
    return folder / "build"


def words_of(*pieces: str) -> str:
    return " ".join(" ".join(pieces).replace("\u00a0", " ").split())


def test_the_pages_have_the_citations_in_the_text(built: Path) -> None:
    with pdfplumber.open(built / "on-clocks.pdf") as pdf:
        text = words_of(*(page.extract_text() or "" for page in pdf.pages))
        raised = [c for page in pdf.pages for c in page.chars if c["text"] == "1" and c["size"] < 8]
    for words in SAID:
        assert words.removesuffix(" says so.") in text, words
    assert "says so.1" in text
    assert "Ash, A., B. Birch" in text
    assert len(raised) <= 2  # the call of the one note, and no note of a citation


def test_epub_and_html_have_the_citations_in_the_text(built: Path) -> None:
    with zipfile.ZipFile(built / "on-clocks.epub") as epub:
        section = epub.read("EPUB/text/one.xhtml")
    page = (built / "on-clocks-html/one.html").read_bytes()
    for text in (section, page):
        bare = words_of(re.sub(r"<[^>]*>", "", text.decode()))
        for words in SAID:
            assert words in bare, words
        assert text.count(b'role="doc-footnote"') == 1


def test_the_word_file_has_the_citations_as_fields_in_the_text(built: Path) -> None:
    with zipfile.ZipFile(built / "on-clocks.docx") as docx:
        body = etree.fromstring(docx.read("word/document.xml"))
        properties = docx.read("docProps/custom.xml").decode()
    told = ["".join(node.itertext()) for node in body.iter("{*}instrText")]
    cited = [json.loads(one.split("CSL_CITATION ")[1]) for one in told if "CSL_CITATION " in one]
    shown = [one["properties"]["plainCitation"] for one in cited]
    assert shown == [
        "(Smith 1999b, 3)", "(Smith 1999b, 12)", "(2001, 4)", "(1999b, 13)", "(Ash et al. 2003, 5)",
        "(Jones and Miller 2001, 7)", "(The Hours 1931)",
    ]  # fmt: skip
    assert [bool(one["citationItems"][0].get("suppress-author")) for one in cited] == [
        False, False, True, True, False, False, False,
    ]  # fmt: skip
    assert all(one["properties"]["noteIndex"] == 0 for one in cited)
    assert 'noteType" value="0"' in properties.replace("&quot;", '"').replace("&gt;", ">")
    text = words_of(*(node.text or "" for node in body.iter("{*}t")))
    assert "as Jones and Miller (2001, 4) say" in text


def test_another_place_gives_other_forms(built: Path) -> None:
    edit(built.parent / "source/edition.yaml", "citations: {", "citations: {place: notes, ")
    octavo("build", built.parent)
    with pdfplumber.open(built / "on-clocks.pdf") as pdf:
        text = words_of(*(page.extract_text() or "" for page in pdf.pages))
    assert "So it is,2 as Jones and Miller3 say" in text
    assert "2. Smith 1999b, 12." in text
