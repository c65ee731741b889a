"""Report findings: as text for people, as JSON for programs, as SARIF for editors and CI."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

import orjson

from octavo.checks.rule_table import rules, rules_in
from octavo.model import Finding, Rule, Severity
from octavo.pdf import page_rules

_OPTIONS = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
_PLURALS = {Severity.ERROR: "errors", Severity.WARNING: "warnings", Severity.INFO: "remarks"}
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


# How many findings of one code are shown to a person, for rules that pages break by the hundred.
SHOWN = 10


def report_text(findings: Sequence[Finding]) -> str:
    """Return one line for each finding, and a summary of how many there are."""
    lines = report_lines(findings, SHOWN)
    return "".join(f"{line}\n" for line in (*lines, _summary(findings)))


def report_lines(findings: Sequence[Finding], shown: int) -> list[str]:
    """Return one line for each finding; of the faults of pages only the first `shown` of each code,
    and after these how many more there are."""
    on_pages = {made.code for made in rules_in(page_rules)}
    left = Counter(finding.code for finding in findings if finding.code in on_pages)
    seen: Counter[str] = Counter()
    lines: list[str] = []
    for finding in findings:
        seen[finding.code] += 1
        if seen[finding.code] <= shown or finding.code not in left:
            lines.append(" ".join(str(finding).split("\n")))
        if seen[finding.code] == shown < left[finding.code]:
            more = left[finding.code] - shown
            lines.append(f"  and {more} more {finding.code}: `octavo sheet` shows them all")
    return lines


def _summary(findings: Sequence[Finding]) -> str:
    counts = Counter(finding.severity for finding in findings)
    parts = [
        f"{counts[severity]} {plural if counts[severity] > 1 else plural[:-1]}"
        for severity, plural in _PLURALS.items()
        if counts[severity]
    ]
    return ", ".join(parts) or "nothing found"


def report_json(findings: Sequence[Finding]) -> bytes:
    """Return an object with the findings in order, as JSON."""
    names = {rule.code: rule.name for rule in rules()}
    rows = [
        {
            "code": finding.code,
            "rule": names.get(finding.code, ""),
            "severity": finding.severity.value,
            "path": finding.place.path,
            "line": finding.place.line,
            "column": finding.place.column,
            "message": finding.message,
            "hint": finding.hint,
        }
        for finding in findings
    ]
    return orjson.dumps(_clean({"findings": rows}), option=_OPTIONS)


def report_sarif(findings: Sequence[Finding], version: str) -> bytes:
    """Return SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), with the rules."""
    made = rules()
    index = {rule.code: number for number, rule in enumerate(made)}
    run = {
        "tool": {
            "driver": {
                "name": "Octavo",
                "semanticVersion": version,
                "rules": [_sarif_rule(rule) for rule in made],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_sarif_result(finding, index) for finding in findings],
    }
    schema = (
        "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
    )
    document = {"$schema": schema, "version": "2.1.0", "runs": [run]}
    return orjson.dumps(_clean(document), option=_OPTIONS)


def _sarif_rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("_")),
        "shortDescription": {"text": rule.sentence},
        "fullDescription": {"text": rule.explanation or rule.sentence},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _sarif_result(finding: Finding, index: dict[str, int]) -> dict[str, Any]:
    hint = f"; {finding.hint}" if finding.hint else ""
    place = finding.place
    location = {
        "artifactLocation": {"uri": quote(place.path, errors="replace")},
        "region": {"startLine": place.line, "startColumn": place.column},
    }
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message + hint},
        "locations": [{"physicalLocation": location}],
    }
    if finding.code in index:
        result["ruleIndex"] = index[finding.code]
    return result


def _clean(value: Any) -> Any:
    """Return a value without lone surrogates, which JSON cannot hold (a path can: surrogate
    escapes)."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [_clean(item) for item in value]
    if isinstance(value, dict):
        return {key: _clean(item) for key, item in value.items()}
    return value
