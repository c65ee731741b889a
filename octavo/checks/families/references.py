"""B: every reference that is cited is read whole, and says what CSL can print."""

from __future__ import annotations

from collections.abc import Iterator

from octavo.bibliography import same_works
from octavo.checks.registry import Remark, rule, told
from octavo.checks.survey import Survey
from octavo.model import Severity


def _told_of(survey: Survey, kind: str) -> Iterator[Remark]:
    for fault in survey.doubts.get(kind, ()):
        yield Remark(fault.place, fault.message, fault.hint)


@rule("B005", Severity.WARNING)
def reference_type_is_known(survey: Survey) -> Iterator[Remark]:
    """Every reference that is cited has a type that CSL knows.

    One with another type is set as a document.
    """
    yield from _told_of(survey, "reference_type_is_known")


@rule("B006", Severity.WARNING)
def reference_date_is_a_date(survey: Survey) -> Iterator[Remark]:
    """Every date of a reference that is cited is a date."""
    yield from _told_of(survey, "reference_date_is_a_date")


@rule("B007", Severity.WARNING)
def reference_name_has_parts(survey: Survey) -> Iterator[Remark]:
    """Every person of a reference that is cited has a family name of its own."""
    yield from _told_of(survey, "reference_name_has_parts")


@rule("B008", Severity.WARNING)
def reference_markup_is_known(survey: Survey) -> Iterator[Remark]:
    """No reference that is cited holds markup that CSL does not know."""
    yield from _told_of(survey, "reference_markup_is_known")


@rule("B009", Severity.WARNING)
def reference_field_is_known(survey: Survey) -> Iterator[Remark]:
    """Every field of a reference that is cited is one that CSL knows."""
    yield from _told_of(survey, "reference_field_is_known")


@rule("B010", Severity.WARNING)
def work_has_one_reference(survey: Survey) -> Iterator[Remark]:
    """No work is cited by two references.

    Its second citation would be given in full again, and the bibliography would list it twice.
    """
    cited = (r for r in survey.reading.references if r.key in survey.cited)
    for first, *others in same_works(cited):
        for other in others:
            message = f"@{other.key} is the same work as @{first.key}, at {first.place}"
            hint = f"cite @{first.key} alone, or give what tells the two apart"
            yield Remark(other.place, message, hint)


told(
    "B011",
    "entry_can_be_read",
    "Every entry of a bibliography can be read.",
    Severity.WARNING,
)


@rule("B012", Severity.WARNING)
def reference_is_read_whole(survey: Survey) -> Iterator[Remark]:
    """Nothing of a reference that is cited is lost when its file is read."""
    yield from _told_of(survey, "reference_is_read_whole")
