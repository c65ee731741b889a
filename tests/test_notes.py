"""Notes and citations as set: one case a file in tests/notes, input above ^D, result below.

A case may hold several sections, separated by lines ^N. Its metadata may set under `octavo` the
style, the language of the edition, the positions and the numbering. Emphasis is printed as *words*.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from octavo import notes
from octavo.bibliography import read_bibliography
from octavo.citations import set_citations
from octavo.csl.document.positions import first_notes
from octavo.csl.styles import load_style
from octavo.model import (
    Citation,
    CitationSettings,
    Element,
    Manuscript,
    NoteSettings,
    Place,
    Section,
    SiglaSettings,
    Source,
)
from octavo.pandoc.note_spans import is_note
from octavo.pandoc.walk import plain, rewrite, text_of, walk
from octavo.parsing.notes import parse

CASES = sorted((Path(__file__).parent / "notes").glob("*.md"))
REFERENCES = Path(__file__).parent / "notes" / "references.json"
SETTINGS = {
    "style": "chicago-notes-bibliography",
    "edition": "en-US",
    "positions": "edition",
    "numbering": "section",
    "archives": "as-written",
    "introduce": "note",
    "wording": "",
    "parenthesis": "end",
    "again": "edition",
    "ibid": "",
}


def section(name: str, text: str, language: str = "en-US") -> Manuscript:
    return parse(Source(Section(name, f"source/{name}.md"), text), language)


def references():
    read, faults = read_bibliography(REFERENCES.read_bytes(), "references.json")
    assert not faults
    return {reference.key: reference for reference in read}


def collected(*texts: Manuscript) -> tuple[Citation, ...]:
    made = [notes.notes_for_citations(text, references()) for text in texts]
    return notes.collect_citations(notes.number_notes(made, NoteSettings()))


def cited(*texts: Manuscript, **asked: str) -> tuple[Manuscript, ...]:
    """Sections through all the steps of the stage."""
    settings = SETTINGS | asked
    known = references()
    made = [notes.notes_for_citations(text, known) for text in texts]
    numbering: Any = settings["numbering"]
    numbered = notes.number_notes(made, NoteSettings(numbering=numbering))
    citations = notes.collect_citations(numbered)
    if citations:
        style = load_style(settings["style"], None)
        work = set_citations(
            citations, known, style, settings["edition"], sigla_of(settings), settings["archives"],
            by_section=settings["positions"] == "section",
        )  # fmt: skip
        assert not work.faults, work.faults
        inside = work.punctuation_inside
        numbered = notes.put_back(numbered, work.citations, inside=inside)
    return notes.resolve_note_references(numbered, NoteSettings(numbering=numbering))


def sigla_of(settings: Mapping[str, Any]) -> SiglaSettings:
    """The settings of sigla among those of a case."""
    names = ("introduce", "wording", "parenthesis", "again")
    return SiglaSettings(ibid=bool(settings["ibid"]), **{name: settings[name] for name in names})


def printed(manuscript: Manuscript) -> str:
    """The text with its marks in brackets, and below it the notes."""
    found: list[str] = []

    def change(element: Element) -> Any:
        if element["t"] == "Emph":
            return [{"t": "Str", "c": "*"}, *element["c"], {"t": "Str", "c": "*"}]
        if not is_note(element):
            return None
        mark = dict(element["c"][0][2])["mark"]
        words = " ".join(plain(element["c"][1][0]["c"]).split())
        found.append(f"{mark}. {words}")
        return {"t": "Str", "c": f"[{mark}]"}

    blocks = rewrite(manuscript.blocks, change)
    paragraphs = [" ".join(plain(block).split()) for block in blocks]
    text = "\n\n".join([*paragraphs, "\n".join(found)])
    return text.replace("\u00a0", " ").replace("**", "").strip()


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    given, _, wanted = path.read_text(encoding="utf-8").partition("\n^D\n")
    assert wanted, "a case has a line ^D"
    language, asked, texts = "en-US", {}, []
    for number, text in enumerate(given.split("\n^N\n"), 1):
        made = section(f"s{number}", f"{text}\n", language)
        meta = (made.meta or {}).get("octavo")
        asked |= {key: text_of(value["c"]) for key, value in meta["c"].items()} if meta else {}
        language = made.language
        texts.append(made)
    assert asked.keys() <= SETTINGS.keys()
    assert "\n^N\n".join(f"\n{printed(m)}\n" for m in cited(*texts, **asked)).strip() == (
        wanted.strip()
    )


def test_numbers_start_again_in_each_section_or_run_on() -> None:
    texts = [section(name, "A.[^1] B.[^2]\n\n[^1]: a\n\n[^2]: b\n") for name in ("one", "two")]

    def marks(settings: NoteSettings) -> list[str]:
        numbered = notes.number_notes(texts, settings)
        return [dict(n["c"][0][2])["mark"] for m in numbered for n in notes.notes_of(m)]

    assert marks(NoteSettings()) == ["1", "2", "1", "2"]
    assert marks(NoteSettings(numbering="edition")) == ["1", "2", "3", "4"]


def test_a_reference_to_a_note_is_a_link() -> None:
    one, two = cited(
        section("one", "A.[^a] B.[^b]\n\n[^a]: a\n\n[^b]: b\n"),
        section("two", "C.[^c]\n\n[^c]: See [@note:b, page].\n"),
    )
    links = [e for e in walk(two.blocks) if e["t"] == "Link"]
    assert [link["c"][2][0] for link in links] == ["#note-one-2", "#note-one-2"]
    assert [link["c"][0][1] for link in links] == [["note-reference"], ["note-page"]]
    assert "note-one-2" in {n["c"][0][0] for n in notes.notes_of(one)}


def test_calls_stay_before_punctuation_in_french() -> None:
    (made,) = cited(section("one", "Un mot [@austen1813, 1].", "fr"))
    assert printed(made).startswith("Un mot[1].")


@pytest.mark.parametrize(("number", "mark"), [(1, "*"), (2, "†"), (6, "¶"), (7, "**"), (13, "***")])
def test_reference_marks(number: int, mark: str) -> None:
    assert notes.reference_mark(number) == mark


# --- places, positions, what is listed without being cited ---------------------------------------


def test_every_citation_has_the_place_where_it_is_written() -> None:
    text = """\
A.[^b] As [@carley1996, 3] says, B.[^a] `[@austen1813]` C.^[Inline [@austen1813].]

[^a]: [@austen1813]; and
    [see @carley1996].

    Further [@{carley1996}].

In the text [@austen1813].

[^b]: [@carley1996, quoted in @austen1813].
"""
    found = [(c.cites[0].key, c.place) for c in collected(section("one", text))]
    assert found == [
        ("carley1996", Place("source/one.md", 10, 8)),
        ("austen1813", Place("source/one.md", 10, 31)),
        ("carley1996", Place("source/one.md", 1, 12)),
        ("austen1813", Place("source/one.md", 3, 8)),
        ("carley1996", Place("source/one.md", 4, 10)),
        ("carley1996", Place("source/one.md", 6, 14)),
        ("austen1813", Place("source/one.md", 1, 69)),
        ("austen1813", Place("source/one.md", 8, 14)),
    ]


def test_a_citation_that_is_not_found_in_the_text_stands_where_its_note_does() -> None:
    made = section("one", "A.[^a]\n\n[^a]: [@austen1813].\n")
    (citation,) = collected(replace(made, cite_keys=()))
    assert citation.place == Place("source/one.md", 3, 1)


def test_the_number_of_the_first_note_is_given_as_it_is_printed() -> None:
    text = "A.[^a] B.[^b] C.[^c]\n\n[^a]: Prose.\n\n[^b]: [@austen1813].\n\n[^c]: [@austen1813].\n"
    citations = collected(section("one", text), section("two", text))
    assert [row[0] for row in first_notes(citations)] == ["", "2", "2", "2"]
    assert [row[0] for row in first_notes(citations, restarting=True)] == ["", "2", "", ""]
    assert [row[0] for row in first_notes(citations, by_section=True)] == ["", "2", "", "2"]


def test_works_are_listed_without_being_cited() -> None:
    known = references()
    text = section("one", "---\nnocite: |\n  @carley1996, @gone, [@note:x]\n---\n\nA.\n")
    listed = notes.listed_uncited([text], CitationSettings(nocite="@austen1813"), known)
    assert listed == ("austen1813", "carley1996")
    assert notes.listed_uncited([], CitationSettings(nocite=("avprf",)), known) == ("avprf",)
    everything = tuple(known)
    assert notes.listed_uncited([], CitationSettings(nocite="@*"), known) == everything
    assert notes.listed_uncited([], CitationSettings(include="all"), known) == everything
