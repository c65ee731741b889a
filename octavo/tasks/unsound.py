"""Stop a build on errors: the forms of the last sound build remain."""

from __future__ import annotations

from collections.abc import Sequence

from octavo.model import Fault, FaultError, Finding, Severity


class UnsoundError(Exception):
    """Raised if the check has findings of error severity; the build stops."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))


def stop_on_errors(faults: Sequence[Fault]) -> None:
    """Raise FaultError if some of the faults are errors: the build stops, the last forms remain."""
    errors = [fault for fault in faults if fault.rule.severity is Severity.ERROR]
    if errors:
        raise FaultError(*errors)
