"""Define B for works: no work is cited by two references.

The faults of a single reference come from its reader and from `octavo.bibliography.lint`.
"""

from __future__ import annotations

from collections.abc import Iterator

from octavo.bibliography import same_works
from octavo.checks.survey import Survey
from octavo.model import Fault, Severity, rule


@rule("B010", Severity.WARNING)
def work_has_one_reference(survey: Survey) -> Iterator[Fault]:
    """No work is cited by two references.

    Its second citation would be given in full again, and the bibliography would list it twice.
    """
    cited = (r for r in survey.reading.references if r.key in survey.cited)
    for first, *others in same_works(cited):
        for other in others:
            message = f"@{other.key} is the same work as @{first.key}, at {first.place}"
            hint = f"cite @{first.key} alone, or add fields that distinguish the two"
            yield work_has_one_reference.fault(other.place, message, hint)
