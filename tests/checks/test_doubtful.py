"""Text that looks like a call, and calls that are hard to see: the rules find what is one."""

from __future__ import annotations

from octavo.checks import Reading, check
from octavo.model import Section, Source
from octavo.parsing.notes import parse


def found(text: str) -> list[str]:
    source = Source(Section("a", "a.md"), text)
    read = parse(source, "en")
    findings = check(Reading(None, None, "", (source,), (), ()), [read])
    return [f"{f.place.line}:{f.place.column} {f.code}" for f in findings]


GRID = """\
+-------+--------------+
| Penny | 1903[^lost]  |
+-------+--------------+
| Two   | 1904[^known] |
+-------+--------------+

[^known]: In a grid.
"""


def test_a_lost_call_in_a_grid_table() -> None:
    assert found(GRID) == ["2:15 N001"]


def test_what_looks_like_a_call_in_an_address() -> None:
    assert found("See <https://example.org/[^address]>.\n") == []


def test_what_looks_like_a_call_in_a_quoted_keyword() -> None:
    assert found('---\nkeywords: ["[^x"]\n---\n\nWords.\n') == []


def test_an_empty_note_in_an_open_div() -> None:
    assert found("::: {.x}\n[^a]: ") == ["2:1 N002"]


def test_a_note_in_mid_paragraph_is_printed_as_words() -> None:
    assert found("Words.\n[^7]: no note for pandoc.\n") == ["2:1 N001"]
