"""What the reading of notes does not see yet, and the rules therefore tell wrongly."""

from __future__ import annotations

import pytest

from octavo import manuscript
from octavo.checks import Reading, check
from octavo.model import Section, Source


def found(text: str) -> list[str]:
    source = Source(Section("a", "a.md"), text)
    read = manuscript.parse(source, "en")
    findings = check(Reading(None, None, "", (source,), (read,), (), ()))
    return [f"{f.place.line}:{f.place.column} {f.code}" for f in findings]


GRID = """\
+-------+--------------+
| Penny | 1903[^lost]  |
+-------+--------------+
| Two   | 1904[^known] |
+-------+--------------+

[^known]: In a grid.
"""


@pytest.mark.xfail(reason="a call in a grid table bears no mark: the next note takes its name")
def test_a_lost_call_in_a_grid_table() -> None:
    assert found(GRID) == ["2:15 N001"]


@pytest.mark.xfail(reason="a mark inside an address between < and > is taken for a call")
def test_what_looks_like_a_call_in_an_address() -> None:
    assert found("See <https://example.org/[^address]>.\n") == []


@pytest.mark.xfail(reason="a label is read across a quotation mark of the metadata")
def test_what_looks_like_a_call_in_a_quoted_keyword() -> None:
    assert found('---\nkeywords: ["[^x"]\n---\n\nWords.\n') == []


@pytest.mark.xfail(
    reason="the paragraph that tries all labels is read as an empty one", strict=False
)
def test_an_empty_note_in_an_open_div() -> None:
    assert found("::: {.x}\n[^a]: ") == ["2:1 N002"]
