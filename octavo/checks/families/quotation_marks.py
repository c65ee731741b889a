"""Define S for quotation marks: each one that opens is closed, and the pair is not reversed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks.as_typed import AsTyped
from octavo.checks.survey import Survey
from octavo.model import Fault, Place, Severity, rule

# What is no quotation mark, or is not printed: escapes, code, attributes, tags, comments,
# addresses, inches.
_NO_MARK = re.compile(
    r"\\.|`[^`\n]*`|<!--.*?-->|\{[^\n]*?\}|<[^<>\n]*>|\]\([^)\n]*\)|\$[^$\n]+\$|(?<=\d)\""
)
_REVERSED = re.compile(r"(?<![^\s(\[])”(?=\w[^“”„\n]{0,400}“(?:[\s.,;:!?)\]]|$))")


@rule("S074", Severity.WARNING)
def quotation_marks_are_paired(survey: Survey) -> Iterator[Fault]:
    """Every straight quotation mark has its other one, and no curly pair is reversed.

    Without the other an opening mark is printed, wherever it is. A paragraph that begins with one
    may continue a quotation, and is not judged.
    """
    for text in survey.as_typed:
        english = text.inventory.manuscript.language.lower().startswith("en")
        for place in _unpaired(text):
            yield quotation_marks_are_paired.fault(
                place, 'a quotation mark " has no other in its paragraph',
                'write the other one; for inches write \\"',
            )  # fmt: skip
        for place, _ in text.found(_REVERSED) if english else ():
            yield quotation_marks_are_paired.fault(
                place, "a closing quotation mark opens the quotation", "write “…”"
            )


def _unpaired(text: AsTyped) -> Iterator[Place]:
    """Yield the place of the last straight mark of each paragraph that has an odd number."""
    if not any('"' in line for line in text.lines):
        return
    marks: list[Place] = []
    first = True
    continued = in_metadata = False
    for number, line in enumerate([*text.lines, ""], 1):
        in_metadata = (line.startswith("---") and number == 1) or (
            in_metadata and not re.match(r"(?:---|\.\.\.)\s*$", line)
        )
        if not line.strip(" >\t") or in_metadata:
            if len(marks) % 2 and not continued:
                yield marks[-1]
            marks, first = [], True
            continue
        if first:
            continued = line.lstrip(" >\t-*").startswith(('"', "“"))
            first = False
        if '"' in line and not text.where.is_code(number):
            bare = _NO_MARK.sub(lambda match: "\0" * len(match[0]), line)
            places = (found.start() + 1 for found in re.finditer('"', bare))
            marks += (Place(text.inventory.path, number, column) for column in places)
