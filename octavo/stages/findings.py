"""Faults and findings as the stages keep them, and what stops a build."""

from __future__ import annotations

from collections.abc import Sequence

from octavo.model import Fault, Finding


class Unsound(Exception):
    """The edition has findings of error severity; the build stops and the last forms stay."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))


def stop_on_errors(findings: Sequence[Finding]) -> None:
    errors = [finding for finding in findings if finding.severity == "error"]
    if errors:
        raise Unsound(errors)


def findings_of(faults: Sequence[Fault]) -> list[Finding]:
    from octavo.checks import finding_of

    return [finding_of(fault) for fault in faults]


def plain(fault: Fault) -> list[object]:
    place = fault.place
    return [fault.kind, place.path, place.line, place.column, fault.message, fault.hint]
