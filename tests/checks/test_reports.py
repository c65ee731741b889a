"""The reports: text for people, JSON for programs, SARIF for editors and CI."""

from __future__ import annotations

import json

from octavo.checks import report_json, report_lines, report_sarif, report_text, rules
from octavo.model import Finding, Place, Severity

FINDINGS = (
    Finding(
        "N001", Severity.ERROR, Place("source/03-chapter.md", 41, 17),
        "no note for the call [^b]", "did you mean [^d]?",
    ),
    Finding("B003", Severity.INFO, Place("csl/a b.json"), "nothing cites the reference @x"),
)  # fmt: skip


def test_text() -> None:
    assert report_text(FINDINGS) == (
        "source/03-chapter.md:41:17: N001 no note for the call [^b]; did you mean [^d]?\n"
        "csl/a b.json:1:1: B003 nothing cites the reference @x\n"
        "1 error, 1 remark\n"
    )
    assert report_text(()) == "nothing found\n"


def test_a_finding_keeps_to_its_line() -> None:
    broken = Finding("S007", Severity.ERROR, Place("a.md"), "pandoc says: one\ntwo")
    assert report_text([broken]).count("\n") == 2


def test_of_the_faults_of_pages_the_first_are_shown() -> None:
    """A book has hundreds of page faults; all other findings are shown."""
    of_pages = [
        Finding("P015", Severity.WARNING, Place("a.md", line), "a line") for line in range(1, 7)
    ]
    notes = [Finding("N001", Severity.ERROR, Place("a.md", line), "no") for line in range(1, 7)]
    widow = Finding("P010", Severity.WARNING, Place("a.md", 9), "a widow")
    lines = report_lines([*of_pages, widow, *notes], 2)
    assert lines[:4] == [
        "a.md:1:1: P015 a line",
        "a.md:2:1: P015 a line",
        "  and 4 more P015: `octavo sheet` shows them all",
        "a.md:9:1: P010 a widow",
    ]
    assert lines[4:] == [str(note) for note in notes]
    assert len(json.loads(report_json(of_pages))["findings"]) == 6


def test_json() -> None:
    first, second = json.loads(report_json(FINDINGS))["findings"]
    assert first == {
        "code": "N001",
        "rule": "note_call_resolves",
        "severity": "error",
        "path": "source/03-chapter.md",
        "line": 41,
        "column": 17,
        "message": "no note for the call [^b]",
        "hint": "did you mean [^d]?",
    }
    assert second["severity"] == "info"
    assert report_json(FINDINGS) == report_json(FINDINGS)


def test_sarif() -> None:
    document = json.loads(report_sarif(FINDINGS, "1.2.3"))
    assert document["version"] == "2.1.0"
    (run,) = document["runs"]
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["semanticVersion"]) == ("Octavo", "1.2.3")
    assert [made["id"] for made in driver["rules"]] == [rule.code for rule in rules()]
    first, second = run["results"]
    assert driver["rules"][first["ruleIndex"]]["id"] == first["ruleId"] == "N001"
    assert (first["level"], second["level"]) == ("error", "note")
    location = first["locations"][0]["physicalLocation"]
    assert location["region"] == {"startLine": 41, "startColumn": 17}
    uri = second["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "csl/a%20b.json"


def test_half_characters_do_no_harm() -> None:
    """A file's name can hold bytes that are no text."""
    odd = Finding("N001", Severity.ERROR, Place("source/\udcff.md"), "a \ud800 label")
    assert b"source/?.md" in report_json([odd])
    json.loads(report_sarif([odd], "1"))
