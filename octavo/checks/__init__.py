"""Check an edition: run the rules, one code each, over its texts, and report the findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from octavo.checks.families.pasted_signs import note_numbers_typed
from octavo.checks.families.scripts import letters_of_scripts
from octavo.checks.follow_ons import without_follow_ons
from octavo.checks.known_classes import own_classes, shipped_classes
from octavo.checks.note_prose import sources_in_notes
from octavo.checks.reports import report_json, report_lines, report_sarif, report_text
from octavo.checks.rule_table import rule_named, rules
from octavo.checks.silences import kept, needless
from octavo.checks.survey import Around, Reading, Survey, take_stock
from octavo.checks.text_survey import SurveyedText, TextSurvey, reduced
from octavo.citations import frame_of
from octavo.csl.styles import Style
from octavo.model import Fault, Finding, Manuscript, Source
from octavo.source.rules import edition_file_is_valid

__all__ = [
    "Reading",
    "around_of",
    "check",
    "check_surveyed",
    "kept",
    "kept_in",
    "report_json",
    "report_lines",
    "report_sarif",
    "report_text",
    "rule_named",
    "rules",
    "survey_text",
]


def kept_in(findings: tuple[Finding, ...], part: str) -> tuple[Finding, ...]:
    """Return the findings in a file of the edition or in a folder, by its path; with those of
    edition.yaml, without which no part can be read."""
    return tuple(
        finding
        for finding in findings
        if finding.place.path == part
        or finding.place.path.startswith(f"{part}/")
        or finding.code == edition_file_is_valid.code
    )


def check(reading: Reading, manuscripts: Sequence[Manuscript]) -> tuple[Finding, ...]:
    """Return all findings by their places, without those that the edition silences. `manuscripts`
    are the texts that could be parsed.

    Without an edition only the rules for plain texts are run.
    """
    sources = {source.section.path: source for source in reading.sources}
    around = around_of(reading)
    read = [survey_text(m, sources.get(m.section.path), around) for m in manuscripts]
    return check_surveyed(reading, read, around)


def around_of(reading: Reading, style: Style | None = None) -> Around:
    """Return what surrounds every text of a reading; `style` is that of its citations, if it can be
    read."""
    classes = shipped_classes() | (own_classes(reading.folder) if reading.folder else frozenset())
    edition, in_line = reading.edition, False
    if edition is not None and style is not None:
        in_line = frame_of(style, edition.citations, edition.language).placing == "line"
    return Around(reading.references, classes, edition is not None, in_line)


def survey_text(manuscript: Manuscript, source: Source | None, around: Around) -> SurveyedText:
    """Return what the rules of the edition need of one text, and the faults against the rules of
    one text."""
    text = take_stock(manuscript, source)
    text.notes.extend(sources_in_notes(manuscript))
    text.letters.extend(letters_of_scripts(manuscript, source))
    text.note_numbers.extend(note_numbers_typed(text))
    one = TextSurvey(text, source, around)
    return SurveyedText(reduced(text), tuple(_faults(one, of_text=True)))


def check_surveyed(
    reading: Reading, texts: Sequence[SurveyedText], around: Around
) -> tuple[Finding, ...]:
    """Return all findings of an edition as `check` does, of texts that have been surveyed."""
    surveyed = Survey(reading, tuple(one.text for one in texts), around)
    faults = [*reading.faults, *surveyed.doubts, *(fault for one in texts for fault in one.faults)]
    faults += _faults(surveyed, of_text=False)
    found = {fault.finding: fault for fault in faults}
    unneeded = needless(list(found), reading.edition, reading.edition_text)
    lines = {text.path: text.where.lines for text in surveyed.texts}
    told = [found[finding] for finding in kept(list(found), reading.edition)]
    last = (*without_follow_ons(told, lines), *unneeded)
    unique = dict.fromkeys(fault.finding for fault in last)
    return tuple(sorted(unique, key=lambda finding: (finding.place, finding.code)))


def _faults(survey: Survey | TextSurvey, *, of_text: bool) -> Iterator[Fault]:
    """Yield the faults against all rules of one text, or of the whole edition."""
    for rule in rules():
        is_run = rule.of_text == of_text and (rule.for_plain_texts or survey.around.is_edition)
        if is_run and rule.check is not None:
            yield from rule.check(survey)
