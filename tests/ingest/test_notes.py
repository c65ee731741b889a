"""Calls and notes of scans: every shape of a known text comes back with all notes to the letter."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from octavo.ingest import Ingested, Options, ingest
from octavo.ingest.letters import Goes
from octavo.ingest.reading.pictures import pictures_in
from octavo.ingest.reading.plain import markup_of, split_lines
from octavo.ingest.scan import Scan, ScanFile
from tests.ingest import paged

SOURCES = sorted((Path(__file__).parents[2] / "source").glob("0[1-3]*.md"))
TEXTS = [paged.simple(path.read_text(encoding="utf-8")) for path in SOURCES]
S = paged.Style


def scan_of(text: str) -> Scan:
    lines = tuple(split_lines(text, 0))
    file = ScanFile("scan.txt", 0, False)
    pictures = pictures_in(text, Path("/nonexistent"))
    return Scan(text, lines, (file,), markup_of(text), pictures=pictures)


def made_of(text: str) -> Ingested:
    made = ingest(scan_of(text), Options())
    assert made.account.balanced
    assert sum(number for _, number in made.account.went) == len(text)
    return made


def plain(text: str) -> str:
    text = re.sub(r"\\([^\w\s])|\*", r"\1", text)
    return " ".join(text.split())


def notes_and_paragraphs(made: Ingested) -> tuple[list[str], list[str]]:
    notes, paragraphs = [], []
    for name in sorted(made.files):
        if not name.endswith(".md"):
            continue
        for block in re.split(r"\n\n(?!    )", made.files[name]):
            if found := re.match(r"\[\^[^\]]+\]: (.*)", block, re.DOTALL):
                notes.append(plain(found[1]))
            else:
                paragraphs.append(plain(re.sub(r"\[\^[^\]]+\]", "", block)))
    return notes, paragraphs


def lacking(key: list[str], found: list[str]) -> list[str]:
    return list((Counter(map(plain, key)) - Counter(found)).elements())


SHAPES = {
    "superscripts, running": S(),
    "restarting on each page": S(numbering="page", lines=24),
    "restarting in chapters, with heads": S(numbering="chapter", head="The Calendar of Mistrust"),
    "Unicode, no rule": S(call="unicode", opening="unicode", rule=False),
    "brackets": S(call="bracket", opening="[1]"),
    "parentheses": S(call="paren", opening="(1)"),
    "carets": S(call="caret", opening="1."),
    "TeX": S(call="latex", opening="1)"),
    "figures stuck to words": S(call="glued", opening="1."),
    "marks": S(
        call="mark",
        opening="mark",
        numbering="page",
        page="formfeed",
        wrapped=True,
        plain=True,
        lines=24,
    ),
    "page marks, hard lines": S(
        call="unicode", page="hathi", wrapped=True, plain=True, rule=False, head="THE CALENDAR"
    ),
    "form feeds, hard lines": S(call="sup", page="formfeed", wrapped=True, numbering="page"),
    "endnotes of chapters": S(call="bracket", opening="[1]", place="chapter", numbering="chapter"),
    "endnotes of the book": S(place="book", opening="1.", numbering="chapter"),
    "notes in brackets": S(place="in place", numbering="chapter", plain=True, wrapped=True),
    "notes that run over": S(split=True, lines=30),
    "notes that run over, and nothing marks where": S(
        call="unicode", page="hathi", wrapped=True, plain=True, rule=False, split=True, lines=42
    ),
    "marks, and nothing parts the notes": S(
        call="mark",
        opening="mark",
        numbering="page",
        page="hathi",
        wrapped=True,
        plain=True,
        rule=False,
        lines=24,
    ),
    "notes that run over, in blocks": S(
        page="formfeed", wrapped=True, plain=True, rule=False, split=True, lines=30
    ),
}


@pytest.mark.parametrize("style", SHAPES.values(), ids=SHAPES.keys())
def test_every_note_comes_back_to_the_letter(style: paged.Style) -> None:
    book = paged.paged(TEXTS, style)
    made = made_of(book.text)
    notes, paragraphs = notes_and_paragraphs(made)
    assert len(book.notes) > 40
    assert lacking(book.notes, notes) == []
    assert len(notes) == len(book.notes)
    if style.page != "hathi":  # without blank lines a full last line shows no end of a paragraph
        lost = [p for p in lacking(book.paragraphs, paragraphs) if len(p) > 80]
        assert lost == []
    allowed = {"note parted by a page", "note parted in doubt", "hyphen"}
    assert {doubt.kind for doubt in made.doubts} <= allowed


def test_damage_is_reported_and_costs_no_other_note() -> None:
    noise = ("misread", "call lost", "run together", "number lost")
    book = paged.paged(TEXTS * 3, S(noise=noise, seed=5))
    made = made_of(book.text)
    notes, _ = notes_and_paragraphs(made)
    assert len(book.faults) >= 6
    assert lacking(book.notes, notes) == []
    kinds = Counter(doubt.kind for doubt in made.doubts)
    expected = Counter(fault for _, fault in book.faults)
    assert kinds["notes run together"] == expected["run together"]
    assert kinds["note without a call"] == expected["call lost"]
    assert kinds["number read wrong"] == expected["misread"]
    assert kinds["note without a number"] == expected["number lost"]


PAGE = """# A History

Some words of the first page that call a note.<sup>1</sup> And others.{second}

---

1 The first note, p. 1.

2 The second note, p. 2.

More words on the second page.<sup>3</sup>

---

3 The third note.
"""


def test_a_lost_call_is_named_and_can_be_set_by_a_decision() -> None:
    from octavo.ingest import read_decisions

    scan = scan_of(PAGE.format(second=""))
    made = ingest(scan, Options())
    (doubt,) = made.doubts
    assert doubt.kind == "note without a call"
    assert "call after “And others.”" in doubt.choices
    decided = read_decisions(f"{doubt.id} call after “And others.”\n", "decisions.txt")
    again = ingest(scan, Options(), decided)
    (text,) = (text for name, text in again.files.items() if name.endswith(".md"))
    assert "And others.[^2]" in text
    assert again.doubts == () and len(again.settled) == 0


def test_a_number_of_the_text_is_no_note() -> None:
    text = PAGE.format(second="<sup>2</sup>").replace(
        "More words", "12 men were sent to the frontier.\n\nMore words"
    )
    made = made_of(text)
    (body,) = (text for name, text in made.files.items() if name.endswith(".md"))
    assert made.notes == 3
    assert "\n\n12 men were sent to the frontier.\n\n" in body


def test_a_repeated_note_is_no_running_head() -> None:
    pages = "".join(
        f"Page {n} has enough words to be text, and it calls a note here.<sup>{n}</sup>\n\nIt has "
        f"a second paragraph, which is somewhat longer than the first.\n\n---\n\n{n} Lectures\n\n"
        for n in range(1, 9)
    )
    made = made_of(pages)
    notes, _ = notes_and_paragraphs(made)
    assert notes == ["Lectures"] * 8
    assert made.taken_out == ()


MODEL = """\
{0}------------------------------------------------

# <span id="page-0-0"></span>**A Study of Letters**

Jane Author, *University of Geneva*

![](_page_0_Picture_1.jpeg)

The first letter left Geneva in March.<sup>[1](#page-0-1)</sup> \
Nobody read it before May, and the cost was $5 and 10% of x<sup>2</sup>.

<table><thead><tr><th>Year</th><th>Letters</th></tr></thead><tbody>\
<tr><td>1931</td><td>11</td></tr><tr><td>1932</td><td>7</td></tr></tbody></table>

| Year | Letters |
|------|---------|
| 1931 | 11      |

The archives were moved to the

<span id="page-0-1"></span><sup>1</sup> Registry of letters, vol. 4, p. 17.

{1}------------------------------------------------

cellar in autumn.<sup>[2](#page-1-0)</sup>

- one item of a list
- another, with a call<sup>[3](#page-1-1)</sup>

$$E = mc^2$$

<span id="page-1-0"></span><sup>2</sup> The porter's account.

<span id="page-1-1"></span><sup>3</sup> See [the table](#page-0-0) & <http://example.org/a_b>.
"""


def test_the_markdown_of_ocr_models_keeps_tables_and_loses_anchors() -> None:
    made = made_of(MODEL)
    (text,) = (text for name, text in made.files.items() if name.endswith(".md"))
    assert text.startswith(
        "# A Study of Letters\n\nJane Author, *University of Geneva*\n\nThe first"
    )
    assert "and the cost was \\$5 and 10% of x^2^." in text
    assert "\n\n| Year | Letters |\n|---|---|\n| 1931 | 11 |\n| 1932 | 7 |\n\n" in text
    assert "moved to the cellar in autumn.[^2]\n" in text
    assert "\n- one item of a list\n- another, with a call[^3]\n\n$$E = mc^2$$\n" in text
    assert text.endswith("[^3]: See the table & <http://example.org/a_b>.\n")
    assert "span" not in text
    assert [doubt.kind for doubt in made.doubts] == ["picture"]


def test_words_that_no_rule_places_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    from octavo.ingest import ingested as room

    whole = room.passages_of
    monkeypatch.setattr(room, "passages_of", lambda *given: whole(*given)[:-1])
    made = made_of("# A History\n\nThe first paragraph.\n\nThe last paragraph is forgotten.\n")
    (text,) = (text for name, text in made.files.items() if name.endswith(".md"))
    assert text.endswith("The last paragraph is forgotten.\n")
    assert [doubt.kind for doubt in made.doubts] == ["words without a place"]


def test_a_note_that_goes_on_without_a_sign_is_joined_or_named() -> None:
    book = paged.paged(TEXTS, S(split=True, rule=False, lines=30, call="unicode"))
    made = made_of(book.text)
    notes, _ = notes_and_paragraphs(made)
    lost = lacking(book.notes, notes)
    kinds = Counter(doubt.kind for doubt in made.doubts)
    assert kinds["note parted by a page"] >= 5
    assert len(lost) <= kinds["note breaks off"]


def test_a_note_in_brackets_that_is_not_closed_is_named() -> None:
    text = (
        "A History\n\nA call.[1] And a call.[2]\n\n[Footnote 1: It has no end.\n\n[Footnote 2: It "
        "has one.]\n\nMore words of the text.\n"
    )
    made = made_of(text)
    notes, paragraphs = notes_and_paragraphs(made)
    assert notes == ["It has no end.", "It has one."]
    assert "More words of the text." in paragraphs
    assert "note not closed" in {doubt.kind for doubt in made.doubts}


def test_numbers_of_lines_without_a_gap_are_taken_out() -> None:
    book = paged.paged(TEXTS, S(page="formfeed", wrapped=True, plain=True, lines=36))
    pages: list[str] = []
    for page in book.text.split("\f"):
        body, rule, foot = page.partition("---")
        lines, count = body.split("\n"), 0
        for at, line in enumerate(lines):
            count += bool(line.strip())
            if line.strip() and count % 5 == 0:
                lines[at] = f"{count} {line}"
        pages.append("\n".join(lines) + rule + foot)
    made = made_of("\f".join(pages))
    notes, paragraphs = notes_and_paragraphs(made)
    assert lacking(book.notes, notes) == []
    assert [p for p in lacking(book.paragraphs, paragraphs) if len(p) > 80] == []
    went = dict(made.account.went)
    assert went[Goes.LINE_NUMBER] > 100


def test_notes_of_chapters_at_the_end_of_a_book_have_their_headings() -> None:
    text: list[str] = []
    ends = ["# Notes"]
    key: list[str] = []
    for number, chapter in enumerate(paged.chapters_of(TEXTS), 1):
        own: list[str] = []

        def called(match: re.Match[str], own=own, chapter=chapter) -> str:
            own.append(chapter.notes[int(match[1])])
            return f"[{len(own)}]"

        text.append(f"# Chapter {number}: {chapter.title}")
        text += [re.sub(r"\[\^(\d+)\]", called, paragraph) for paragraph in chapter.paragraphs]
        ends.append(f"{'## ' * (number % 2)}Notes to Chapter {number}")
        ends += [f"[{at}] {note}" for at, note in enumerate(own, 1)]
        key += own
    made = made_of("\n\n".join([*text, *ends]) + "\n")
    notes, _ = notes_and_paragraphs(made)
    assert lacking(key, notes) == [] and len(notes) == len(key)
    assert not made.doubts
