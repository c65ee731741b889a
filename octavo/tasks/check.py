"""Check the edition by all rules, and stop the build on errors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from octavo.fingerprint import fingerprint
from octavo.model import Edition, Fault, FaultError, Finding, Severity, Source, WordSettings
from octavo.parsing.comments import without_comments
from octavo.source import listing_faults, place_in_edition, sections_of
from octavo.source.rules import edition_file_is_valid, section_exists
from octavo.tasks.fonts import type_files
from octavo.tasks.parse import load_parsed, parse_text, read_text
from octavo.tasks.paths import Paths
from octavo.tasks.plan import Plan
from octavo.tasks.read import read_references
from octavo.tasks.records import load_if_there, to_json
from octavo.tasks.running.digests import digests
from octavo.tasks.running.stage import Task, stage
from octavo.tasks.unsound import UnsoundError
from octavo.tasks.write import write_whole

if TYPE_CHECKING:
    from octavo.checks.survey import Around
    from octavo.checks.text_survey import SurveyedText
    from octavo.csl.styles import Style


def tasks(plan: Plan) -> Iterator[Task]:
    """Check the whole edition by all rules; an error stops the build."""
    parsed = [plan.paths.parsed(section.name) for section in plan.texts]
    yield check.task(
        plan,
        reads=[
            *plan.everything,
            *plan.references,
            *parsed,
            *plan.prepared("look"),
            *type_files(plan),
        ],
        makes=[plan.paths.report, *(plan.paths.surveyed(section.name) for section in plan.texts)],
        folders=(*plan.folders, plan.paths.pictures),
    )


@stage()
def check(edition: Edition, paths: Paths) -> None:
    """Write the findings of all rules to build/check.json; raise UnsoundError if any is an error.

    edition.yaml is read as any other file: its own faults are found here.
    """
    from octavo.checks import report_json

    findings = findings_of(Plan(paths.root, paths.is_draft), keeping=True)
    write_whole(paths.report, report_json(findings))
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    if errors:
        raise UnsoundError(errors)


def findings_of(plan: Plan, *, anew: bool = False, keeping: bool = False) -> tuple[Finding, ...]:
    """Return the findings of all rules in an edition.

    Parsed texts, and what was found in each the last time, come from build/ if they are there;
    `anew` reads all again, `keeping` keeps what was found for the next time.
    """
    from octavo.checks import Reading, around_of, check_surveyed, survey_text

    edition, faults = plan.read
    named = edition.citations.bibliographies if edition else ()
    references, of_references = read_references(plan.paths, named, plan.edition_text)
    style, style_faults = _style_of(plan)
    found = [*faults, *section_faults(plan), *of_references, *style_faults]
    found += _reference_faults(plan)
    found += _typeface_faults(plan)
    found += _faults_of_numbers(plan, style)
    reading = Reading(
        folder=plan.root,
        edition=edition,
        edition_text=plan.edition_text if edition else "",
        sources=(),
        references=references,
        faults=(),
    )
    around = around_of(reading, style)
    kept = _KeptTexts(plan.paths, around, keeping=keeping)
    sources: list[Source] = []
    texts: list[SurveyedText] = []
    for section in plan.texts:
        source, source_faults = read_text(plan.paths, section)
        found += source_faults
        if source is None:
            continue
        sources.append(source)
        there = not anew and plan.paths.parsed(section.name).exists()
        known = kept.known(source) if there else None
        if known is not None:
            texts.append(known)
            continue
        made, parse_faults = (
            load_parsed(plan.paths, section.name)
            if there
            else parse_text(plan.paths, section, plan.language, plan.bibliographies)
        )
        found += parse_faults
        if made is not None:
            if plan.is_draft:  # a comment breaks no rule
                made = replace(made, blocks=without_comments(made.blocks))
            surveyed = survey_text(made, source, around)
            texts.append(surveyed)
            kept.keep(source, surveyed)
    read = replace(reading, sources=tuple(sources), faults=tuple(found))
    return check_surveyed(read, texts, around)


class _KeptTexts:
    """What was found in each text the last time, in a file of its own. It holds for the same text,
    parsed text, references, classes and code."""

    def __init__(self, paths: Paths, around: Around, *, keeping: bool) -> None:
        self._paths, self._keeping = paths, keeping
        data = [(reference.key, reference.data) for reference in around.references]
        told = to_json([data, sorted(around.classes), around.is_edition, around.cites_in_line])
        self._around = sha256(fingerprint().encode() + told).hexdigest()

    def known(self, source: Source) -> SurveyedText | None:
        """Return what was found in a text; None if it is not known."""
        from octavo.checks.text_survey import KeptText, surveyed

        kept = load_if_there(KeptText, self._paths.surveyed(source.section.name))
        if kept is None or kept.asked != self._asked(source):
            return None
        return surveyed(kept, source)

    def keep(self, source: Source, surveyed: SurveyedText) -> None:
        """Keep what was found in a text, if it is to be kept."""
        from octavo.checks.text_survey import kept

        if self._keeping:
            made = kept(self._asked(source), surveyed)
            write_whole(self._paths.surveyed(source.section.name), to_json(made))

    def _asked(self, source: Source) -> str:
        parsed = digests.of(str(self._paths.parsed(source.section.name)))
        told = f"{self._around} {source.section!r} {parsed}\0{source.text}"
        return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


def section_faults(plan: Plan) -> tuple[Fault, ...]:
    """Return a fault for each section of edition.yaml that is missing or is listed twice."""
    edition, text = plan.edition, plan.edition_text
    if edition is None:
        return ()
    missing = [
        section_exists.fault(
            place_in_edition(text, Path(s.path).name),
            f"{s.path} is not there",
            _missing_text_hint(plan.root, s.path),
        )
        for s in sections_of(edition)
        if s not in plan.texts
    ]
    listed = (fault for fault in listing_faults(edition, text) if fault.rule != section_exists)
    return (*missing, *listed)


def _missing_text_hint(root: Path, path: str) -> str:
    """Return what to write instead of the name of a text that is not there."""
    from octavo.checks.near import Nearest

    folder = (root / path).parent
    if re.search(r"\.(?:md|markdown|qmd)[\s;]+\S", path):
        return "write a comma between two names"
    if path.lower().endswith((".docx", ".doc", ".odt", ".rtf", ".pdf")):
        return "the texts are Markdown: `octavo ingest FILE DIR` makes an edition of such a file"
    there = sorted(p.name for p in folder.glob("*") if p.is_file()) if folder.is_dir() else []
    name = Path(path).name
    near = Nearest(there).to(name) or Nearest(there).to(f"{name}.md")
    if near:
        return f"did you mean {near}?"
    twice = path.startswith("source/source/")
    return "names are relative to source/: 01-chapter.md" if twice else ""


def _reference_faults(plan: Plan) -> tuple[Fault, ...]:
    """Return the faults of the document whose styles the Word file has, if there is one, and of
    what edition.yaml asks of these styles."""
    from octavo.docx.house_style import faults_of_house_style
    from octavo.docx.parts.reference import own_styles, part_of_styles
    from octavo.docx.word_settings import faults_of_word_settings

    settings = plan.edition.docx if plan.edition else WordSettings()
    found = tuple(faults_of_word_settings(plan.root, settings, part_of_styles(), plan.edition_text))
    if any(fault.rule.severity is Severity.ERROR for fault in found):
        return found
    return (*found, *faults_of_house_style(plan.root, own_styles(settings)[0], settings))


def _typeface_faults(plan: Plan) -> tuple[Fault, ...]:
    """Return what is wrong with a house's own type, if the edition has one."""
    own = plan.edition.print.family.own if plan.edition else None
    if own is None:
        return ()
    from octavo.design.own_type.kept_type import faults_of_type

    return tuple(faults_of_type(plan.root, own, plan.edition_text))


def _faults_of_numbers(plan: Plan, style: Style | None) -> Iterator[Fault]:
    """Yield the fault of a style that leads to notes by their numbers, (n 12), where these begin
    again on each page."""
    edition = plan.edition
    if edition is None or style is None or edition.notes.numbering != "page":
        return
    from octavo.csl.rendering.style_tables import prepared

    if prepared(style, edition.language).asks_for_first_notes:
        place = place_in_edition(plan.edition_text, "numbering:")
        message = f"the style {style.name} leads to notes by their numbers, and many have the same"
        hint = "write notes: {numbering: section}, or name another style"
        yield edition_file_is_valid.fault(place, message, hint)


def _style_of(plan: Plan) -> tuple[Style | None, tuple[Fault, ...]]:
    """Return the CSL style, or the fault of one that cannot be read, before anything is cited."""
    edition = plan.edition
    if edition is None or not edition.citations.bibliographies:
        return None, ()
    from octavo.csl.styles import load_style

    try:
        return load_style(edition.citations.style, plan.root), ()
    except FaultError as error:
        (fault,) = error.faults
        if not (plan.root / fault.place.path).is_file():
            fault = replace(
                fault, place=place_in_edition(plan.edition_text, edition.citations.style)
            )
        return None, (fault,)
