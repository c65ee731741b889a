"""Notes and citations as set: a case a file in tests/notes, input above ^D, what is set below."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo import notes
from octavo.citations import load_style, read_bibliography, set_citations
from octavo.manuscript import Element, is_note, plain, rewrite, walk
from octavo.model import Manuscript, NoteSettings, Section, Source
from octavo.parsing import parse

CASES = sorted((Path(__file__).parent / "notes").glob("*.md"))
REFERENCES = Path(__file__).parent / "notes" / "references.json"


def section(name: str, text: str, language: str = "en-US") -> Manuscript:
    return parse(Source(Section(name, f"source/{name}.md"), text), language)


def cited(*texts: Manuscript, style: str = "chicago-notes-bibliography") -> tuple[Manuscript, ...]:
    """Sections through all the steps of the stage."""
    read, faults = read_bibliography(REFERENCES.read_bytes(), "references.json")
    assert not faults
    references = {reference.key: reference for reference in read}
    made = [notes.notes_for_citations(text, references) for text in texts]
    numbered = notes.number_notes(made, NoteSettings())
    citations = notes.collect_citations(numbered)
    if citations:
        work = set_citations(citations, references, load_style(style, None), "en-US")
        assert not work.faults
        numbered = notes.put_back(numbered, citations, work.citations)
    return notes.resolve_note_references(numbered)


def printed(manuscript: Manuscript) -> str:
    """The text with its marks in brackets, and below it the notes."""
    found: list[str] = []

    def change(element: Element) -> Element | None:
        if not is_note(element):
            return None
        mark = dict(element["c"][0][2])["mark"]
        words = " ".join(plain(element["c"][1][0]["c"]).split())
        found.append(f"{mark}. {words}")
        return {"t": "Str", "c": f"[{mark}]"}

    blocks = rewrite(manuscript.blocks, change)
    paragraphs = [" ".join(plain(block).split()) for block in blocks]
    return "\n\n".join([*paragraphs, "\n".join(found)]).replace("\u00a0", " ").strip()


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_case(path: Path) -> None:
    given, _, wanted = path.read_text(encoding="utf-8").partition("\n^D\n")
    assert wanted, "a case has a line ^D"
    (made,) = cited(section("one", given))
    assert printed(made) == wanted.strip()


def test_numbers_start_again_in_each_section_or_run_on() -> None:
    texts = [section(name, "A.[^1] B.[^2]\n\n[^1]: a\n\n[^2]: b\n") for name in ("one", "two")]

    def marks(settings: NoteSettings) -> list[str]:
        numbered = notes.number_notes(texts, settings)
        return [dict(n["c"][0][2])["mark"] for m in numbered for n in notes.notes_of(m)]

    assert marks(NoteSettings()) == ["1", "2", "1", "2"]
    assert marks(NoteSettings(numbering="edition")) == ["1", "2", "3", "4"]


def test_short_forms_hold_across_sections() -> None:
    one, two = cited(
        section("one", "A.[^1]\n\n[^1]: [@austen1813, 1].\n"),
        section("two", "A.[^1]\n\n[^1]: [@austen1813, 2].\n"),
    )
    assert "Jane Austen" in printed(one)
    assert printed(two).endswith("1. Austen, Pride and Prejudice, 2.")


def test_a_reference_to_a_note_of_another_section() -> None:
    one, two = cited(
        section("one", "A.[^a] B.[^b]\n\n[^a]: a\n\n[^b]: b\n"),
        section("two", "C.[^c]\n\n[^c]: See [@note:b].\n"),
    )
    link = next(e for e in walk(two.blocks) if e["t"] == "Link")
    assert link["c"][2][0] == "#note-one-2"
    assert "See note 2." in printed(two)
    assert "note-one-2" in {n["c"][0][0] for n in notes.notes_of(one)}


def test_calls_stay_before_punctuation_in_french() -> None:
    (made,) = cited(section("one", "Un mot [@austen1813, 1].", "fr"))
    assert printed(made).startswith("Un mot[1].")


@pytest.mark.parametrize(("number", "mark"), [(1, "*"), (2, "†"), (6, "¶"), (7, "**"), (13, "***")])
def test_reference_marks(number: int, mark: str) -> None:
    assert notes.reference_mark(number) == mark


def test_the_bibliography_has_its_parts_and_nothing_is_left_out() -> None:
    from octavo.model import BibliographyPart, SetEntry

    entries = [
        SetEntry(key, part, "en", [{"t": "Str", "c": key}])
        for key, part in (("a", "archives"), ("b", ""), ("c", "other"))
    ]
    parts = (BibliographyPart(title="Archives", section="archives"),)
    made = notes.bibliography(entries, "Bibliography", parts, "en")
    assert plain(made.blocks).split() == ["Bibliography", "Archives", "a", "b", "c"]
    rest = (*parts, BibliographyPart(title="Works"))
    made = notes.bibliography(entries, "Bibliography", rest, "en")
    assert plain(made.blocks).split() == ["Bibliography", "Archives", "a", "Works", "b", "c"]
