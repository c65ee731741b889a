"""Lists and paragraphs that begin like one: what is read, and what is doubtful."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.model import ListDoubt, Manuscript, Section, Source
from octavo.pandoc.run import write
from octavo.parsing.notes import parse
from octavo.plain_texts import check_texts

KEYS = frozenset({"austen1813", "gibbon1776"})


def parsed(text: str, language: str = "de") -> Manuscript:
    return parse(Source(Section("one", "source/one.md"), text), language, KEYS)


def read(text: str, language: str = "de") -> str:
    """The text as pandoc writes it again: an escaped marker is prose, another is a list's."""
    written = write(parsed(text, language).blocks, "markdown-smart-raw_html", "--wrap=none")
    return written.decode().replace('{.note label="1"}', "").replace("[[^1]]", "[^1]").strip()


def doubts(text: str) -> list[tuple[str, int, int, str]]:
    found = [d for d in parsed(text).doubtful_items if d.doubt is not ListDoubt.PROSE]
    return [(d.doubt.value, d.place.line, d.place.column, d.written) for d in found]


PROSE = {
    "day": "3. Mai 1942, Brief",
    "army": "17. Armee",
    "year": "1905. That was the year",
    "first of May": "1. Mai 1942, Brief",
    "roman": "II. Reichskorps",
    "roman word": "MM. Dupont et Durand",
    "leaves": "cc. 12r–14v",
    "fond": "f. 082, op. 10, d. 2",
    "circa": "c. 1905",
    "parentheses": "(c) 2024",
    "one parenthesis": "5) five",
    "zero": "03. Mai 1942",
    "date in figures": "3. 5. 1942",
    "tab": "3.\tMai",
}  # fmt: skip


@pytest.mark.parametrize("text", PROSE.values(), ids=PROSE)
@pytest.mark.parametrize(
    "around",
    ["{}", "> {}", "- {}", "1. {}\n2. x", "F.[^1]\n\n[^1]: {}", "Term\n\n:   {}", "::: x\n{}\n:::"],
)
def test_a_paragraph_that_begins_like_a_list_is_prose(text: str, around: str) -> None:
    """The tree is that of the text whose author has written the backslash."""
    marker, space, rest = text.partition("\t" if "\t" in text else " ")
    escaped = f"{marker[:-1]}\\{marker[-1]}{space}{rest}"
    if text.startswith("3. 5."):
        escaped = r"3\. 5\. 1942"
    assert parsed(around.format(text)).blocks == parsed(around.format(escaped)).blocks
    assert doubts(around.format(text)) == []


def test_prose_in_a_cell_leaves_the_columns() -> None:
    edge = "+--------+-----+\n"
    grid = f"{edge}| 3{{0}} Mai | f   |\n{edge}| 12{{0}} x  | 7{{0}}  |\n{edge}"
    other = str(parsed(grid.format("·")).blocks)
    assert "3·" in other
    assert str(parsed(grid.format(".")).blocks) == other.replace("·", ".")


def test_the_head_of_a_note_is_prose_whatever_its_number() -> None:
    for marker in ("1.", "a.", "(a)", "i.", "A. ", "I. "):
        note = f"F.[^1]\n\n[^1]: {marker} Smith said."
        escaped = note.replace(marker, f"{marker.strip()[:-1]}\\{marker.strip()[-1]}", 1)
        assert parsed(note).blocks == parsed(escaped).blocks, marker
    both = "F.[^1]\n\n[^1]: 3. Mai 1942.\n\n    4. Armee.\n\n    Ende."
    assert read(both) == "F.[^1]\n\n[^1]: 3\\. Mai 1942.\n\n    4\\. Armee.\n\n    Ende."


LISTS = {
    "from five": "5) five\n6) six",
    "letters": "a. one\nb. two",
    "roman": "i. one\nii. two",
    "parentheses": "(A) one\n(B) two",
    "hash": "#. one\n#. two",
    "all ones": "1. one\n1. two",
    "years that follow": "1905. one\n1906. two",
    "two paragraphs": "4. one\n\n    two",
    "goes on": "1. one\n2. two\n\nBetween.\n\n3. three",
    "goes on by letters": "(a) one\n\nBetween.\n\n(b) two",
    "nested": "- x\n    1. y",
    "examples": "(@) one\n(@) two",
}


@pytest.mark.parametrize("text", LISTS.values(), ids=LISTS)
def test_a_list_is_a_list(text: str) -> None:
    made = parsed(text)
    assert made.blocks[0]["t"] in {"OrderedList", "BulletList"}
    assert made.doubtful_items == ()
    assert "\\" not in read(text)


SEVERAL = {
    "wrapped lines": ("12. Juni kam er\n3. Mai ging er", r"12\. Juni kam er 3. Mai ging er"),
    "years": ("1905. A\n\n1914. B\n\n1917. C", "1905\\. A\n\n1914\\. B\n\n1917\\. C"),
    "days from the first": ("1. Mai. A\n\n5. Mai. B", "1\\. Mai. A\n\n5\\. Mai. B"),
    "days that follow": ("1. Mai. A\n\n2. Mai. B", "1\\. Mai. A\n\n2\\. Mai. B"),
    "items that are dates": ("- 3. Mai: x\n- 1. Armee", "- 3\\. Mai: x\n- 1\\. Armee"),
    "a year before a list": ("1905. A\n\n1. B\n2. C", "1905\\. A\n\n1.  B\n2.  C"),
    "in an item's line": ("- born on\n  3. Mai 1905", "- born on 3. Mai 1905"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), SEVERAL.values(), ids=SEVERAL)
def test_numbers_that_do_not_count_are_prose(text: str, wanted: str) -> None:
    assert read(text) == wanted
    assert doubts(text) == []


def numbers(text: str) -> list[tuple[int, int]]:
    """The first number of each list, and how many items it has."""
    return [(b["c"][0][0], len(b["c"][1])) for b in parsed(text).blocks if b["t"] == "OrderedList"]


def test_numbers_are_those_written() -> None:
    assert numbers("1. a\n2. b\n4. c\n5. d") == [(1, 2), (4, 2)]
    assert doubts("1. a\n2. b\n4. c\n5. d") == [("count", 3, 1, "4.")]
    assert numbers("(a) x\n(c) *y*\n(d) [z](w)") == [(1, 1), (3, 2)]
    assert numbers("iv. x\nv. y\nvii. z") == [(4, 2), (7, 1)]
    assert doubts("iv. x\nv. y\nvii. z") == [("count", 3, 1, "vii.")]
    assert numbers("1. a\n2. b\n\n1. c\n2. d") == [(1, 2), (1, 2)]
    assert doubts("01. a\n02. b") == [("zero", 1, 1, "01.")]
    assert doubts("> A.  Smith") == [("alone", 1, 3, "A.")]


def test_a_key_of_the_bibliography_is_no_example() -> None:
    """In every place: the tree is that of a text in which the key does not open the block."""
    for around in ("{}", "> {}", "- {}", "1. {}\n2. x", "F.[^1]\n\n[^1]: {}", "Term\n\n:   {}"):
        for marker in ("@austen1813.", "(@austen1813)", "@gibbon1776)"):
            made = parsed(around.format(f"{marker} Words.") + "\n\nSee @austen1813.")
            kinds = str(made.blocks)
            assert kinds.count("'citationId': 'austen1813'") == (2 if "austen" in marker else 1)
            assert kinds.count("citationId") == 2, (around, marker)
            assert "Example" not in kinds
            assert made.doubtful_items == ()


def test_other_labels_are_examples() -> None:
    text = "(@good) One.\n\n(@bad) Two.\n\nCompare @good with (@bad) and @austen1813."
    assert read(text).startswith("(1) One.\n\n(2) Two.\n\nCompare 1 with (2) and")
    assert [doubt[0] for doubt in doubts(text)] == ["label", "label"]
    assert doubts("F.[^1]\n\n[^1]: @moor2002. See.") == [("example", 3, 7, "@moor2002.")]


def test_a_stand_in_of_the_authors_own_stays() -> None:
    own = "\U0010fff0 and 3\U0010fff0"
    assert own in read(f"3. Mai\n\n{own}")
    assert own in read(f"Words {own}")


def test_plain_texts_report_what_pandoc_reads_as_a_list(tmp_path: Path) -> None:
    text = "A.[^1]\n\n1942. Year.\n\nB\n\n17. Armee.\n\n5) five\n6) six\n\n[^1]: 3. Mai 1942.\n"
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    found = [(f.code, f.place.line, f.hint) for f in check_texts([tmp_path / "a.md"])]
    assert found == [
        ("S050", 3, r"write 1942\. if it is no list"),
        ("S050", 12, r"write 3\. if it is no list"),
    ]
