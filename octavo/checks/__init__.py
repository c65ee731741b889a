"""Checks: rules, one code each, over what was read; and the reports of what they find."""

from __future__ import annotations

from octavo.checks import silences
from octavo.checks.families import (
    archives,
    bibliography,
    citations,
    images,
    index,
    markup,
    matter,
    notes,
    page_rules,
    references,
    sections,
    sigla,
    stage_rules,
)
from octavo.checks.registry import Rule, finding_of, rules
from octavo.checks.reports import report_json, report_lines, report_sarif, report_text
from octavo.checks.silences import kept, needless
from octavo.checks.survey import Reading, survey
from octavo.model import Finding

__all__ = [
    "Reading",
    "Rule",
    "check",
    "finding_of",
    "kept",
    "report_json",
    "report_lines",
    "report_sarif",
    "report_text",
    "rules",
]

FAMILIES = (
    archives,
    bibliography,
    citations,
    images,
    index,
    markup,
    matter,
    notes,
    stage_rules,
    references,
    sections,
    sigla,
    silences,
    page_rules,
)  # imported to register


def check(reading: Reading) -> tuple[Finding, ...]:
    """All findings by their places, without those that the edition silences.

    Where there is no edition only the rules for plain texts are asked.
    """
    surveyed = survey(reading)
    found = [finding_of(fault) for fault in reading.faults]
    for rule in rules():
        if rule.look is not None and (rule.plain or reading.edition is not None):
            found += [rule.finding(remark) for remark in rule.look(surveyed)]
    unneeded = map(finding_of, needless(found, reading.edition, reading.edition_text))
    unique = dict.fromkeys((*kept(found, reading.edition), *unneeded))
    return tuple(sorted(unique, key=lambda finding: (finding.place, finding.code)))
