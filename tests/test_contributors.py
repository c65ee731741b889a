"""Sections by authors of their own: the line below the title, its notes, the contributors."""

from __future__ import annotations

from dataclasses import replace

from octavo.design.fonts import fonts
from octavo.html.section_xhtml import section_html
from octavo.matter.contributors import authors_of, contributors, with_bylines
from octavo.model import Edition, Manuscript, Name, NoteSettings, Section, Source
from octavo.notes import notes_of, number_notes
from octavo.pandoc.walk import plain, walk
from octavo.parsing.notes import parse
from octavo.pdf.book.leaves_and_contents import entry_of
from octavo.pdf.section.print_tree import prepare

EDITION = Edition(title="A Volume", sections=("a.md",), language="en-US")


def written(head: str, text: str = "# Delay {#delay}\n\nWords.\n", name: str = "a") -> Manuscript:
    source = Source(Section(name, f"source/{name}.md"), f"---\n{head}\n---\n\n{text}")
    return parse(source, "en-US")


NOTED = "# Delay {#delay}\n\nWords.[^1]\n\n[^1]: A note.\n"


def signed(head: str, text: str = NOTED) -> Manuscript:
    (made,) = number_notes(with_bylines([written(head, text)], EDITION), NoteSettings())
    return made


def told(manuscript: Manuscript) -> list[tuple[str, str]]:
    """The mark and the words of each note, in order."""
    return [
        (dict(note["c"][0][2])["mark"], plain(note["c"][1], notes=True).strip())
        for note in notes_of(manuscript)
    ]


def test_names_are_read_as_they_are_given() -> None:
    def names(head: str) -> list[tuple[str, str]]:
        return [(a.name.display, a.name.filing) for a in authors_of(written(head))]

    assert names("author: Ann Ward") == [("Ann Ward", "Ann Ward")]
    assert names('author: "Ward, Ann"') == [("Ann Ward", "Ward, Ann")]
    assert names("author: [Ann Ward, The Bureau]")[1] == ("The Bureau", "The Bureau")
    assert names("author: {family: Ward, given: Ann}") == [("Ann Ward", "Ward, Ann")]
    assert names("author:\n  - {name: Иван Петров}\n  - 7\n  - true\n  - {given: ''}") == [
        ("Иван Петров", "Иван Петров"), ("7", "7"),
    ]  # fmt: skip
    assert names("title: None") == []


def test_the_affiliation_is_a_marked_note_on_the_name() -> None:
    made = signed(
        "author:\n"
        "  - {given: Ann, family: Ward, affiliation: University of *Basel*, "
        "orcid: 0000-0002-1825-0097}\n"
        "  - {given: Bo, family: Hill}\n"
        '  - {given: Cy, family: Reed, affiliation: No, note: "He died in 1999."}'
    )
    assert plain(made.blocks[1]["c"][1]).strip() == "Ann Ward, Bo Hill, and Cy Reed"
    assert told(made) == [
        ("*", "University of Basel. https://orcid.org/0000-0002-1825-0097."),
        ("†", "He died in 1999."),
        ("1", "A note."),
    ]


def test_a_marked_note_of_the_title_takes_its_place() -> None:
    text = "# Delay[^*mine]\n\nWords.\n\n[^*mine]: Ann Ward teaches in Basel.\n"
    made = signed("author: {family: Ward, affiliation: Basel}", text)
    assert told(made) == [("*", "Ann Ward teaches in Basel.")]
    assert plain(made.blocks[1]["c"][1]).strip() == "Ward"


def test_the_authors_of_the_whole_book_are_not_named_again() -> None:
    edition = replace(EDITION, authors=(Name(family="Ward", given="Ann"),))
    made = written("author: Ann Ward")
    assert with_bylines([made], edition) == (made,)
    assert with_bylines([made], EDITION) != (made,)


def test_the_verso_bears_the_authors_and_the_contents_name_them() -> None:
    head = "author: [Ann Ward, Bo Hill]"
    html = section_html(signed(head))
    prepared = prepare(html, "a", EDITION, fonts({}))
    heads = {e.get("class"): "".join(e.itertext()) for e in list(prepared.html[0])[:2]}
    assert heads == {"running-verso": "Ann Ward and Bo Hill", "running-recto": "Delay"}
    assert entry_of(html, EDITION).endswith('"entry-authors">Ann Ward and Bo Hill</span>')
    bare = replace(EDITION, contents=replace(EDITION.contents, authors=False))
    assert "entry-authors" not in entry_of(html, bare)


def test_many_names_are_shortened_for_the_head() -> None:
    names = ", ".join(f"{{given: Long Given Names, family: Family{n}}}" for n in range(3))
    html = section_html(signed(f"author: [{names}]"))
    assert 'data-running="Family0, Family1, and Family2"' in html
    names = ", ".join(f"{{given: Given, family: Familyname{n}}}" for n in range(9))
    assert 'data-running="Familyname0 et al."' in section_html(signed(f"author: [{names}]"))


def test_contributors_by_family_name_with_their_lives() -> None:
    one = written(
        "author:\n  - {given: Cy, family: Reed, affiliation: Basel}\n"
        '  - {given: Bo, family: Hill, biography: "keeps a *ferry* [@key].[^x]"}'
    )
    two = written("author: {given: Bo, family: Hill}", name="b")
    made = contributors([two, one], EDITION)
    entries = [plain(e["c"][1]).strip() for e in made.blocks if e["t"] == "Div"]
    assert entries == ["Bo Hill keeps a ferry .[^x]", "Cy Reed, Basel."]
    assert contributors([written("lang: fr")], EDITION).blocks == []


def test_nothing_in_the_metadata_breaks_the_section() -> None:
    hostile = (
        "author:\n  - [[a], [b]]\n  - {given: '<script>x</script>', family: '`<b>`{=html}'}\n"
        "  - family: Ward\n    note: |\n      # Heading {#delay}\n\n      ![x](http://e.org/a.png)\n\n"
        "      A note^[within].\n"
    )
    made = signed(hostile)
    kinds = [element["t"] for element in walk(made.blocks)]
    assert kinds.count("Header") == 1
    assert "Image" not in kinds
    html = section_html(made)
    assert "<script" not in html
    assert "<b>" not in html
    assert html.count('id="delay"') == 1
    assert html.count('class="note"') == 2
