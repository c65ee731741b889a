"""Faults and findings as the stages keep them, and what stops a build."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from octavo.model import Fault, Finding, Place


class Unsound(Exception):
    """The edition has findings of error severity; the build stops and the last forms stay."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))


def stop_on_errors(findings: Sequence[Finding]) -> None:
    errors = [finding for finding in findings if finding.severity == "error"]
    if errors:
        raise Unsound(errors)


def findings_of(faults: Sequence[Fault]) -> list[Finding]:
    return [fault.finding for fault in faults]


def plain(fault: Fault) -> list[object]:
    place = fault.place
    return [fault.rule.name, place.path, place.line, place.column, fault.message, fault.hint]


def load_fault(row: Sequence[Any]) -> Fault:
    """Read what `plain` gives."""
    from octavo.checks import rule_named

    name, path, line, column, message, hint = row
    return rule_named(name).fault(Place(path, line, column), message, hint)
