"""Define B for the parts of the bibliography, and for the passages in it beside the entries."""

from __future__ import annotations

import re
from collections.abc import Iterator

from octavo.checks.survey import Survey
from octavo.model import Fault, Severity, rule
from octavo.notes import annotation_of, archives_consulted, asks_for_something, part_of
from octavo.source import CITE, place_in_edition


@rule("B020", Severity.WARNING)
def reference_has_its_part(survey: Survey) -> Iterator[Fault]:
    """Every reference that is listed is in a part of the bibliography, if it has parts.

    One that no part asks for is printed before the first part.
    """
    edition = survey.reading.edition
    parts = edition.citations.parts if edition else ()
    if not any(part.lists == "entries" for part in parts):
        return
    for reference in survey.reading.references:
        if survey.lists(reference) and part_of(reference, parts) is None:
            message = f"no part of the bibliography asks for the reference @{reference.key}"
            hint = "a part that asks for nothing takes the rest: {title: Works}"
            yield reference_has_its_part.fault(reference.place, message, hint)


@rule("B021", Severity.WARNING)
def part_has_references(survey: Survey) -> Iterator[Fault]:
    """Every part of the bibliography that asks for references gets some.

    One that gets none is not printed.
    """
    edition = survey.reading.edition
    if edition is None or not survey.complete or not survey.keys:
        return
    parts = edition.citations.parts
    listed = [r for r in survey.reading.references if survey.lists(r)]
    filled = {part_of(reference, parts) for reference in listed}
    for number, part in enumerate(parts):
        if part.lists == "archives":
            empty = not archives_consulted(listed, edition.language)
        else:
            empty = number not in filled and asks_for_something(part)
        if empty:
            place = place_in_edition(survey.reading.edition_text, part.title)
            message = f"the part “{part.title}” has no reference"
            yield part_has_references.fault(place, message, "look at what it asks for")


@rule("B022", Severity.WARNING)
def passage_holds_no_note(survey: Survey) -> Iterator[Fault]:
    """No introduction of the bibliography, and no annotation in it, holds a note or a citation.

    They would be printed as they are typed.
    """
    edition = survey.reading.edition
    if edition is None:
        return
    for part in edition.citations.parts:
        typed = note_or_citation(part.introduction, survey)
        if typed:
            place = place_in_edition(survey.reading.edition_text, typed)
            message = f"{typed} is in the introduction to “{part.title}”"
            yield passage_holds_no_note.fault(place, message, "write it out")
    for reference in survey.reading.references if edition.citations.annotations else ():
        typed = note_or_citation(annotation_of(reference), survey)
        if typed and survey.lists(reference):
            message = f"{typed} is in the annotation of @{reference.key}"
            yield passage_holds_no_note.fault(reference.place, message, "write it out")


_NOTE = re.compile(r"(?<!\\)\[\^[^\]\s\[^]{1,200}\]|(?<!\\)\^\[")


def note_or_citation(passage: str, survey: Survey) -> str:
    """Return the first note or citation in a passage, as it is typed; an at-sign before a word that
    is no key is neither."""
    note = _NOTE.search(passage)
    if note:
        return note[0]
    keys = (match["braced"] or match["bare"] for match in CITE.finditer(passage))
    return next((f"@{key}" for key in keys if key in survey.keys), "")
