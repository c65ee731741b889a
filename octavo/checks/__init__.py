"""Check an edition: run the rules, one code each, over its texts, and report the findings."""

from __future__ import annotations

from octavo.checks.follow_ons import without_follow_ons
from octavo.checks.reports import report_json, report_lines, report_sarif, report_text
from octavo.checks.rule_table import rule_named, rules
from octavo.checks.silences import kept, needless
from octavo.checks.survey import Reading, survey
from octavo.model import Finding
from octavo.source.rules import edition_file_is_valid

__all__ = [
    "Reading",
    "check",
    "kept",
    "kept_in",
    "report_json",
    "report_lines",
    "report_sarif",
    "report_text",
    "rule_named",
    "rules",
]


def kept_in(findings: tuple[Finding, ...], part: str) -> tuple[Finding, ...]:
    """Return the findings in a file of the edition or in a folder, by its path; with those of
    edition.yaml, without which no part can be read."""
    return tuple(
        finding
        for finding in findings
        if finding.place.path == part
        or finding.place.path.startswith(f"{part}/")
        or finding.code == edition_file_is_valid.code
    )


def check(reading: Reading) -> tuple[Finding, ...]:
    """Return all findings by their places, without those that the edition silences.

    Without an edition only the rules for plain texts are run.
    """
    surveyed = survey(reading)
    faults = [*reading.faults, *surveyed.doubts]
    for rule in rules():
        if rule.check is not None and (rule.for_plain_texts or reading.edition is not None):
            faults += rule.check(surveyed)
    found = [fault.finding for fault in faults]
    unneeded = needless(found, reading.edition, reading.edition_text)
    lines = {text.path: text.where.lines for text in surveyed.texts}
    last = without_follow_ons(tuple(kept(found, reading.edition)), lines)
    unique = dict.fromkeys((*last, *(fault.finding for fault in unneeded)))
    return tuple(sorted(unique, key=lambda finding: (finding.place, finding.code)))
