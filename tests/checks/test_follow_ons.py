"""One cause is one finding, and no error is left out for a warning."""

from __future__ import annotations

from pathlib import Path

import pytest

from octavo.checks import Reading, check
from octavo.checks.families.lost_markup import prose_is_not_code
from octavo.checks.families.lost_notes import note_is_not_in_code
from octavo.checks.families.notes import note_is_called
from octavo.checks.follow_ons import without_follow_ons
from octavo.model import Edition, Place, Section, Source
from octavo.parsing.notes import parse

SOUND = Path(__file__).parents[1] / "edition"


def codes(text: str) -> list[str]:
    edition = Edition(title="Causes", sections=("01.md",))
    source = Source(Section("01", "source/01.md"), f"# Causes\n\n{text}\n")
    reading = Reading(SOUND, edition, "", (source,), (), ())
    return [finding.code for finding in check(reading, [parse(source, "en")])]


PROSE = "Words.\n\n    The indented paragraph has far more than eight words in its first line,"
NOTE = "\n\n[^a]: A note."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the call is in the second line of what an indent makes code
        (f"{PROSE}\n    and its second line has the call.[^a]{NOTE}", ["N017"]),
        (f"{PROSE}\n    and its second line is closed.{NOTE}", ["S063", "N002"]),
        (f"A word(^a) here.{NOTE}", ["N014"]),
        (f"A word(^a) here.{NOTE}\n\n[^b]: Another.", ["N014", "N002"]),
        ("[Words]{ #x .y and [](#x), [](#z).", ["S058", "S010"]),
    ],
)  # fmt: skip
def test_what_follows_is_left_out(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def test_no_error_follows_from_a_warning() -> None:
    lines = {"source/01.md": ("A line with a call.[^a]", "", "[^a]: A note.")}
    call, note = Place("source/01.md", 1, 1), Place("source/01.md", 3, 1)
    uncalled = note_is_called.fault(note, "never called", subject="a")
    warning = prose_is_not_code.fault(call, "code")
    error = note_is_not_in_code.fault(call, "code, and its notes are lost")
    assert list(without_follow_ons([uncalled, warning], lines)) == [uncalled, warning]
    assert list(without_follow_ons([uncalled, error], lines)) == [error]
