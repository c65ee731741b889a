"""Summarize a build: each form's file with its pages, words, notes and size."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import orjson

from octavo.checks import report_lines
from octavo.model import FormProof, Section
from octavo.parsing.comments import comments_in
from octavo.pdf.book.pagination import number
from octavo.tasks.cite import load_cited
from octavo.tasks.forms import Form, called
from octavo.tasks.late_findings import (
    files_of_typesetting,
    findings_of_citing,
    findings_of_typesetting,
)
from octavo.tasks.page_findings import seen_findings
from octavo.tasks.plan import Plan
from octavo.tasks.prove import FinishedForm
from octavo.tasks.records import Bound, Counts, LaidOut, load
from octavo.tasks.running.last_build import Told
from octavo.tasks.running.printable import printable

FEW = 3  # how many findings of the pages are shown for each code


def summary(forms: Sequence[Form]) -> Told:
    """Return the table that ends a build of some forms, with the findings on the pages and the
    number of warnings and remarks left."""
    plan = Plan(Path())
    counts = load(Counts, plan.paths.counts)
    words, notes = sum(row.words for row in counts), sum(row.notes for row in counts)
    rows = []
    forms = [form.of(plan.paths) for form in forms]
    for form in forms:
        path = plan.paths.published(form.ending)
        pages = f"{len(load(Bound, plan.paths.bound).pages):,} pages" if form.has_pages else ""
        size = f"{_size(path) / 1e6:.2f} MB"
        rows.append((str(path), pages, f"{words:,} words", f"{notes:,} notes", size))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    lines += _left_out(plan, forms)
    of_pages = findings_of_typesetting(plan) if any(form.has_pages for form in forms) else ()
    told = [printable(line) for line in report_lines(of_pages, FEW)]
    return Told("\n".join([*told, *lines]), _standing(plan))


def trial_summary(section: Section) -> Told:
    """Return what ends the build of one text: the findings on its pages, its file, and whether its
    notes are in it."""
    plan = Plan(Path())
    laid_out = load(LaidOut, plan.paths.page_map(section.name)).page_map
    pages = len(number([(section, laid_out)], plan.valid_edition.print.imposition))
    found = [f for f in findings_of_typesetting(plan) if f.place.path == section.path]
    lines = [printable(line) for line in report_lines(found, FEW)]
    lines.append(f"{plan.paths.trial(section.name)}  {pages:,} page{'s' * (pages != 1)}")
    if plan.has_endnotes:
        lines.append("Its notes are printed at the end of the edition, and are not in it.")
    return Told("\n".join(lines), _standing(plan))


def draft_summary() -> Told:
    """Return what ends the build of a draft: its files, and how many comments they have."""
    plan = Plan(Path(), is_draft=True)
    pages = len(load(Bound, plan.paths.bound).pages)
    comments = sum(len(comments_in(load_cited(plan.paths, s.name).blocks)) for s in plan.texts)
    said = f"{comments:,} comment{'s' * (comments != 1)}"
    lines = [
        f"{plan.paths.published('.pdf')}  {pages:,} pages  {said}",
        f"{plan.paths.published('.docx')}  {said}",
    ]
    return Told("\n".join(lines), _standing(plan))


def files_of_summary() -> list[Path]:
    """Return the files from which a summary is made."""
    plan = Plan(Path())
    return [plan.paths.counts, plan.paths.report, plan.paths.citing, *files_of_typesetting(plan)]


def names_in_edition() -> list[str]:
    """Return the paths that edition.yaml names, from the edition's folder."""
    return list(Plan(Path()).named)


def _left_out(plan: Plan, forms: Sequence[Form]) -> list[str]:
    """Return a line about the index of forms that were made without the print's pages, and one
    about the forms that would mark them."""
    if any(form.has_pages for form in forms):
        return []
    lines: list[str] = []
    if plan.index_sections:
        leads = {form.name for form in forms} - plan.paths.divided
        what = "leads to the places of its entries and names" if leads else "names"
        said = f"The index of {called(forms)} {what} no pages"
        lines.append(f"{said}; built with --form pdf, it has those of the print.")
    marking = [form for form in forms if form.marks_pages]
    if marking:
        said = f"{called(marking)} has no page list: no page of the print is marked in it"
        lines.append(f"{said[0].upper()}{said[1:]}; built with --form pdf, all are.")
    return lines


def sheet_summary() -> str:
    """Return the findings that the contact sheet shows, by code, and its path and size."""
    plan = Plan(Path())
    seen = seen_findings(plan.paths, plan.texts, plan.edition)
    told = [printable(line) for line in report_lines([of_page.finding for of_page in seen], FEW)]
    path = plan.paths.sheet
    return "\n".join([*told, f"{path}  {path.stat().st_size / 1e6:.1f} MB"])


def summary_of_proof(proven: Sequence[FinishedForm]) -> str:
    """Return a line for each form that was compared with the manuscripts: what was read in it, and
    whether it differs."""
    lines: list[str] = []
    for finished in proven:
        proof = finished.proof
        read = [f"{len(proof.notes):,} notes"]
        if isinstance(proof, FormProof):
            read.append(f"{proof.passages:,} passages")
        count = len(proof.faults)
        places = "1 difference" if count == 1 else f"{count} differences"
        read.append(places if count else "as the manuscripts have it")
        lines.append("  ".join((str(finished.file), *read)))
    return "\n".join(lines)


def _size(path: Path) -> int:
    """Return the size of a file, or of all files in a folder, in bytes."""
    files = path.rglob("*") if path.is_dir() else [path]
    return sum(file.stat().st_size for file in files if file.is_file())


def _standing(plan: Plan) -> str:
    found = [row["severity"] for row in orjson.loads(plan.paths.report.read_bytes())["findings"]]
    found += [finding.severity for finding in findings_of_citing(plan)]
    told = []
    for severity, word in (("warning", "warning"), ("info", "remark")):
        number = found.count(severity)
        if number:
            told.append(f"{number} {word}{'s' if number > 1 else ''}")
    return f"{' and '.join(told)}: `octavo check` shows them." if told else ""
