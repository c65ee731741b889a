"""Slips in edition.yaml: each is named in words, at its place, with what to write instead."""

from __future__ import annotations

import pytest

from octavo.source import read_edition

SOUND = """title: Mouths on Lemnos
subtitle: A History
authors:
  - {family: Harland, given: Ruth}
language: en-GB
date: 2026
publisher:
  name: Causeway Press
  place: Leeds
isbn: {hardcover: 978-0-306-40615-7}
keywords: [one, two]
sections: [01-harbour.md, 02-rations.md]
notes: {place: foot, numbering: section}
citations:
  bibliography: csl/lemnos.bib
  parts:
    - {title: Newspapers, section: news}
    - {title: Books}
print: {trim: 6in 9in}
silences:
  - {code: N006, file: source/01-harbour.md, reason: French custom}
subjects: {bisac: [HIS037070 HISTORY / Modern], thema: [NHD, 3MPBFB, 1DTA-US-NY]}
"""

# Words of the parsers, which no author can act on.
_JARGON = (
    "token", "mapping", "block end", "scalar", "tuple", "dictionary", "instance of", "input should",
    "string", "pattern", "boolean", "integer", "alphabetic", "constrained", "parse",
)  # fmt: skip

SLIPS = [
    # Codes of the book trade.
    ("HIS037070 H", "HIS37070 H", "22:20", "three capitals and six figures, such as HIS037070"),
    ("HIS037070 H", "his037070 H", "22:20", "is not a BISAC subject code"),
    ("[NHD,", "[nhd,", "22:57", "is not a Thema code; write a subject, such as NHD"),
    ("[NHD,", "[7MP,", "22:57", "is not a Thema code"),
    ("thema: [NHD, 3MPBFB, 1DTA-US-NY]", "thema: NHD", "22:49", "write it in brackets"),
    # Signs that YAML takes for its own.
    ("subtitle: A", "\tsubtitle: A", "2:1", "a tab indents the line; indent it by spaces"),
    ("  name: C", "\tname: C", "8:1", "a tab indents the line"),
    ("title: M", "title: Lemnos: M", "1:14", 'title: "Lemnos: Mouths on Lemnos"'),
    ("name: C", "name: @ C", "8:9", 'name: "@ Causeway Press"'),
    ("Harland, given", "& Harland, given", "4:14", 'quotation marks: "& Harland"'),
    ("given: Ruth", "given: @Ruth", "4:30", 'quotation marks: "@Ruth"'),
    ("name: C", "name: & C", "8:9", 'name: "& Causeway Press"'),
    ("name: C", "name: &C", "8:9", '"&Causeway Press"'),
    ("name: C", "name: !C", "8:9", '"!Causeway Press"'),
    ("name: C", "name: *C", "8:9", 'name: "*Causeway Press"'),
    ("name: C", "name: % C", "8:9", "cannot begin with %"),
    ("name: C", "name: ` C", "8:9", "cannot begin with `"),
    ("name: C", "name: > C", "8:9", "cannot begin with >"),
    ("name: C", "name: | C", "8:9", "cannot begin with |"),
    ("name: C", "name: , C", "8:9", "cannot begin with ,"),
    ("name: C", "name: ? C", "8:9", "cannot begin with ?"),
    ("name: Causeway", 'name: "Causeway"', "8:20", "text follows the closing quotation mark"),
    ("name: Causeway", "name: [Causeway]", "8:20", 'name: "[Causeway] Press"'),
    ("name: Causeway", "name: [Causeway]{.x}", "8:19", 'name: "[Causeway]{.x} Press"'),
    ("name: C", 'name: "C', "8:9", 'the quotation mark " is never closed'),
    ("name: C", "name: 'C", "8:9", "the quotation mark ' is never closed"),
    # Colons, commas, brackets, dashes, indents.
    ("title: M", "title M", "1:1", "no colon follows the key; write title: Mouths on Lemnos"),
    ("title: M", "title = M", "1:1", "no colon follows the key; write title: Mouths on Lemnos"),
    ("title: M", "title：M", "1:1", "no colon follows the key; write title: Mouths on Lemnos"),
    ("title: M", "title:M", "1:6", "no space follows the colon; write title: Mouths on Lemnos"),
    ("language: e", "language:e", "5:9", "no space follows the colon; write language: en-GB"),
    ("  name: C", "  name:C", "8:7", "write name: Causeway Press"),
    ("{family: ", "{family:", "4:6", "write a space after the colon: family: Harland"),
    ("Harland, given", "Harland given", "4:22", "write a comma before given"),
    ("given: Ruth}", "given: Ruth", "4:5", "the bracket { is never closed; close it with }"),
    ("[one, two]", "[one, two", "11:11", "the bracket [ is never closed; close it with ]"),
    ("[one, two]", "[one, two]]", "11:21", "nothing opens this ]"),
    ("[one, two]", "[one,, two]", "11:16", "a comma is too much"),
    ("[one, two]", "- one", "11:11", "a list cannot begin in the line of its key"),
    ("[one, two]", "\n  - one\n  two", "13:3", "write - two"),
    ("[one, two]", "one, two", "11:1", "write it in brackets: keywords: [one, two]"),
    ("  place: L", " place: L", "9:2", "indent it by 2 spaces, as line 8 is"),
    ("  place: L", "    place: L", "9:5", "indent it by 2 spaces, or remove the value in line 8"),
    ("    - {title: B", "     - {title: B", "18:6", "indent it by 4 spaces, as line 17 is"),
    ("citations:\n", "citations: x\n", "15:3", "remove the value in line 14"),
    (
        "  place: L",
        "place: L",
        "9:1",
        "it is a key of publisher, of notes and of citations: indent it below that",
    ),
    ("print:", "---\nprint:", "19:1", "a line --- begins a second text of settings"),
    # Keys.
    (
        "subtitle",
        "subtitel",
        "2:1",
        "subtitel is not a key of edition.yaml; did you mean subtitle?",
    ),
    ("title", "“title”", "1:1", "did you mean title?"),
    ("language", "Language", "5:1", "did you mean language?"),
    ("sections", "chapters", "12:1", "did you mean sections?"),
    ("place: foot", "plaec: foot", "13:9", "notes.plaec is not a key"),
    ("{title: B", "{titel: B", "18:8", "did you mean title?"),
    ("subtitle", "title", "2:1", "the key title is there already, in line 1"),
    ("title: Mouths on Lemnos\n", "", "1:1", "title is missing; write title: …"),
    (", reason: French custom", "", "21:5", "silences.reason is missing"),
    # Values of another kind.
    ("title: Mouths on Lemnos", "title:", "1:1", "title has no value"),
    ("title: Mouths on Lemnos", "title: ~", "1:1", "title has no value"),
    ("title: Mouths on Lemnos", "title: ''", "1:1", "title is empty"),
    ("title: Mouths on Lemnos", "title: [a]", "1:1", "title is a list, not a text"),
    ("title: Mouths on Lemnos", "title: {a: b}", "1:1", "title is a group of keys, not a text"),
    ("title: Mouths on Lemnos", "title: true", "1:1", 'between quotation marks: "true"'),
    (
        "\n  - {family: Harland, given: Ruth}",
        " Ruth",
        "3:1",
        "after a dash: - {family: …, given: …}",
    ),
    ("  - {family: H", "  {family: H", "3:1", "authors is a group of keys, not a list"),
    ("- {family: Harland, given: Ruth}", "- Ruth", "4:5", "write {family: …, given: …"),
    ("{family: Harland, given: Ruth}", "{}", "4:5", "one of the authors has no name"),
    ("{hardcover: 978-0-306-40615-7}", "9780306406157", "10:1", "write isbn: {print: …"),
    ("[01-harbour.md, 02-rations.md]", "[]", "12:1", "sections is an empty list"),
    ("[01-harbour.md, 02-rations.md]", "a.md b.md", "12:1", "sections: [a.md, b.md]"),
    ("[01-harbour.md, 02-rations.md]", "[a\\b.md]", "12:12", "write / between folders: a/b.md"),
    ("{place: foot, numbering: section}", "foot", "13:1", "write notes: {place: …"),
    ("{trim: 6in 9in}", "{facing: maybe}", "19:9", "write true or false"),
    ("{trim: 6in 9in}", "{signature: ten}", "19:9", "write a whole number"),
    ("{trim: 6in 9in}", "{signature: 0}", "19:9", "write 1 or more"),
    ("{title: Books}", "Books", "18:7", "write {title: …"),
    ("csl/lemnos.bib", "{file: a.bib}", "15:3", "not a text or a list"),
    # Values of another form.
    ("en-GB", "English", "5:1", "did you mean en?"),
    ("en-GB", "en_GB", "5:1", "did you mean en-GB?"),
    ("date: 2026", "date: 3 May 2026", "6:1", "write a year, 2026, or 2026-05, or 2026-05-03"),
    ("date: 2026", "date: 2026-5-3", "6:1", "write 2026-05-03"),
    ("date: 2026", "date: 2026-02-30", "6:1", "2026-02-30 is in no calendar"),
    ("place: foot", "place: endnotes", "13:9", "notes.place is foot, section or edition"),
    ("place: foot", "place: Foot", "13:9", "did you mean foot?"),
    ("6in 9in", "6x9", "19:9", "write 6in 9in"),
    ("6in 9in", "15.6 x 23.4 cm", "19:9", "write 15.6cm 23.4cm"),
    ("6in 9in", "Royal Octavo", "19:9", "did you mean royal?"),
    ("N006", "n006", "21:6", "write N006"),
    # Signs that nobody sees.
    ("Mouths", "\x07Mouths", "1:8", "S055 the control character U+0007"),
    ("title: Mouths on Lemnos", 'title: "M\\a"', "1:1", "S055 the control character U+0007"),
]


@pytest.mark.parametrize(("sound", "slip", "place", "said"), SLIPS)
def test_a_slip_is_named_in_words_at_its_place(
    sound: str, slip: str, place: str, said: str
) -> None:
    assert sound in SOUND
    edition, faults = read_edition(SOUND.replace(sound, slip, 1).encode())
    assert edition is None
    (finding,) = (str(fault.finding) for fault in faults)
    assert finding.startswith(f"source/edition.yaml:{place}: ")
    assert said in finding
    words = finding.replace(slip.strip(), "")
    assert not [word for word in _JARGON if word in words]


def test_the_sound_settings_are_valid() -> None:
    edition, faults = read_edition(SOUND.encode())
    assert edition
    assert not faults


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("title: 1984", "1984"), ("title: 1.10", "1.10"), ("title: 007", "007"),
        ("title: 2026-01-02", "2026-01-02"), ("title: no", "no"), ("title: 'A: B'", "A: B"),
        ('title: "“Moi”"', "“Moi”"), ("title: »A« und »B«", "»A« und »B«"),
        ("title: &t A\nsubtitle: *t", "A"), ("title: Rock & Roll! @ *", "Rock & Roll! @ *"),
    ],
)  # fmt: skip
def test_a_text_is_read_as_it_is_written(written: str, said: str) -> None:
    edition, faults = read_edition(f"{written}\nsections: [a.md]\n".encode())
    assert not faults
    assert edition is not None
    assert edition.title == said


@pytest.mark.parametrize("slip", ["“Ruth”", "‘Ruth’", "„Ruth“", "«Ruth»", "»Ruth«"])
def test_curly_marks_around_a_value_are_found(slip: str) -> None:
    edition, (fault,) = read_edition(SOUND.replace("Ruth", slip).encode())
    assert edition
    assert (fault.rule.code, str(fault.place)) == ("S057", "source/edition.yaml:4:23")
    assert "write given: Ruth" in fault.hint


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "the file is empty"), (b"# only a remark\n", "the file is empty"),
        (b"- a\n", "the file is a list"), (b"A book\n", "the file is a text"),
        (SOUND.encode("utf-16"), "save the file as UTF-8"),
        (b"%YAML 1.3\n---\ntitle: A\n", "remove the line %YAML"),
    ],
)  # fmt: skip
def test_a_file_that_holds_no_settings_is_refused(data: bytes, said: str) -> None:
    edition, (fault,) = read_edition(data)
    assert edition is None
    assert said in f"{fault.message}; {fault.hint}"


def test_a_form_feed_in_settings_is_a_remark() -> None:
    edition, (fault,) = read_edition(SOUND.replace("on Lemnos", "on\x0cLemnos").encode())
    assert edition
    assert edition.title == "Mouths on Lemnos"
    assert (fault.rule.code, str(fault.place)) == ("S056", "source/edition.yaml:1:17")
