"""Stop a build on errors, and collect what the stages after the check have found."""

from __future__ import annotations

from collections.abc import Sequence

from octavo.model import Fault, FaultError, Finding, Severity
from octavo.tasks.plan import Plan
from octavo.tasks.records import Bound, Faults, LaidOut, load_if_there


class UnsoundError(Exception):
    """Raised if the check has findings of error severity; the build stops."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))


def stop_on_errors(faults: Sequence[Fault]) -> None:
    """Raise FaultError if some of the faults are errors: the build stops, the last forms remain."""
    errors = [fault for fault in faults if fault.rule.severity is Severity.ERROR]
    if errors:
        raise FaultError(*errors)


def findings_of_citing(plan: Plan) -> tuple[Finding, ...]:
    """What the cite stage found when it last ran, without what the edition silences."""
    from octavo.checks import kept

    faults = load_if_there(Faults, plan.paths.citing) or ()
    return kept([fault.finding for fault in faults], plan.edition)


def findings_of_typesetting(plan: Plan) -> tuple[Finding, ...]:
    """What the layouts and the binding found when they last ran, and what is seen on the pages,
    without what the edition silences."""
    from octavo.checks import kept
    from octavo.tasks.page_findings import seen_findings

    paths = plan.paths
    names = [
        "title-leaves",
        "contents",
        "endnotes",
        *(s.name for s in (*plan.texts, *plan.generated)),
    ]
    laid_out = [load_if_there(LaidOut, paths.page_map(name)) for name in names]
    told = [*laid_out, load_if_there(Bound, paths.bound)]
    faults = [fault for record in told if record for fault in record.faults]
    seen = seen_findings(paths, plan.texts, plan.edition)
    return (
        *kept([fault.finding for fault in faults], plan.edition),
        *(of_page.finding for of_page in seen),
    )
