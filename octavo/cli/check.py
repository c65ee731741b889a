"""Run octavo check: show the findings of an edition, of a part of it, or of plain texts."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from octavo import __version__
from octavo.cli.exit_codes import COULD_NOT_RUN, SOUND, UNSOUND, CouldNotRun
from octavo.cli.folders import EDITION, edition_around, edition_of, refuse_misnamed_settings
from octavo.cli.graph import run_doit
from octavo.cli.streams import whoever_reads

if TYPE_CHECKING:
    from octavo.model import Finding
    from octavo.tasks.plan import Plan


def add_check(commands: argparse._SubParsersAction) -> None:
    check = commands.add_parser(
        "check",
        help="check an edition, or plain texts, and make no form",
        description="Check an edition by all rules, and show each finding with file and line. A "
        "folder without source/edition.yaml, or a single text, is checked as plain texts: their "
        "notes, and whether they can be read. `octavo list` lists the rules.",
    )
    check.add_argument("folder", metavar="DIR", nargs="?",
                       help="the edition's folder, a folder of texts, or a text (default: the "
                       "edition that this folder is or is in)")  # fmt: skip
    check.add_argument("--format", choices=("text", "json", "sarif"), default="text",
                       help="text for people (default), json for programs, sarif for editors "
                       "and CI")  # fmt: skip
    check.add_argument("--second-opinion", action="store_true",
                       help="set every citation by a second processor too, and show each "
                       "difference that csl/second-opinion.yaml does not allow")  # fmt: skip
    check.add_argument("--validators", action="store_true",
                       help="have the EPUB that lies in build/ judged by EPUBCheck and Ace, where "
                       "they are installed; if both agree, the next build claims in it that it is "
                       "accessible")  # fmt: skip
    check.set_defaults(command=_check)


def _check(options: argparse.Namespace) -> int:
    from octavo import checks

    path = Path(options.folder or ".")
    if not path.exists():
        raise CouldNotRun(f"{path} is not there")
    refuse_misnamed_settings(path)
    if options.folder is None:
        path = edition_around(path) or path
    folder = edition_of(path)
    if folder is not None:
        findings = _check_edition(folder, second_opinion=options.second_opinion)
        findings = _of_part(findings, folder, path)
        findings += _judged(folder) if options.validators else ()
    elif options.validators:
        raise CouldNotRun(f"{path} holds no edition (source/edition.yaml), and no EPUB")
    elif options.second_opinion:
        raise CouldNotRun(f"{path} holds no edition (source/edition.yaml), and sets no citations")
    else:
        findings = _check_plain(path)
    with whoever_reads():
        if options.format == "sarif":
            sys.stdout.buffer.write(checks.report_sarif(findings, __version__))
        elif options.format == "json":
            sys.stdout.buffer.write(checks.report_json(findings))
        else:
            from octavo.tasks.running.printable import printable

            print(printable(checks.report_text(findings)), end="")
    return UNSOUND if any(f.severity == "error" for f in findings) else SOUND


def _of_part(findings: tuple[Finding, ...], folder: Path, path: Path) -> tuple[Finding, ...]:
    """Return the findings in a text, or in a folder of the edition; say on standard error that the
    whole edition was checked, and how many findings are elsewhere."""
    from octavo.checks import kept_in
    from octavo.tasks.running.printable import printable

    if path.resolve() == folder.resolve():
        return findings
    part = path.resolve().relative_to(folder.resolve()).as_posix()
    here, listed = kept_in(findings, part), _listed(folder)
    if path.is_file() and part not in listed:
        print(printable(f"octavo: {part} is not listed in {EDITION}: checked as a plain text, by "
                        "the rules for its notes only"), file=sys.stderr)  # fmt: skip
        return _check_plain(path)
    said = f"octavo: {part} was checked as a part of the edition in {folder}"
    elsewhere = len(findings) - len(here)
    more = "1 finding is" if elsewhere == 1 else f"{elsewhere} findings are"
    print(printable(f"{said}; {more} elsewhere in it" if elsewhere else said), file=sys.stderr)
    return here


def _listed(folder: Path) -> set[str]:
    from octavo.tasks.plan import Plan

    return {section.path for section in Plan(folder).texts}


def _check_edition(folder: Path, *, second_opinion: bool = False):
    """Return all findings of an edition, with those of its citations; make no form.

    Texts that the last build parsed are not parsed again. If the folder cannot be written, all is
    read again.
    """
    from octavo.tasks.check import findings_of
    from octavo.tasks.plan import Plan
    from octavo.tasks.running.digests import digests
    from octavo.tasks.running.run_lock import alone

    try:
        with alone(folder):
            code, plan, findings = _findings()
            if digests.edited():  # the texts that were parsed may not be those that are there
                code, plan, findings = _findings()
            if second_opinion:
                findings += _second_opinion(plan) if code == SOUND else _no_second_opinion()
    except OSError:
        if second_opinion:
            _no_second_opinion()
        return findings_of(Plan(folder), anew=True)
    return tuple(sorted(findings, key=lambda f: (f.place, f.code)))


def _findings() -> tuple[int, Plan, tuple[Finding, ...]]:
    """Return the findings of the edition in this folder, its plan, and the exit code of the tasks
    that lead to its citations. If a text is edited meanwhile, the places may be those of before."""
    from octavo.tasks.check import findings_of
    from octavo.tasks.late_findings import findings_of_citing
    from octavo.tasks.page_findings import seen_findings
    from octavo.tasks.plan import Plan

    code, _ = run_doit(["cite"], os.cpu_count() or 1, "nothing")
    plan = Plan(Path())
    findings = findings_of(plan, anew=code == COULD_NOT_RUN)
    late = findings_of_citing(plan) if code == SOUND else ()
    # seen on the pages as they were last laid out
    seen = seen_findings(plan.paths, plan.texts, plan.edition, plan.paths.places)
    return code, plan, (*findings, *late, *(of_page.finding for of_page in seen))


def _second_opinion(plan: Plan):
    """Return the findings of the second processor; print how much it compared to standard error."""
    from octavo.tasks.cite import second_opinion

    started = time.monotonic()
    findings, said = second_opinion(plan)
    seconds = time.monotonic() - started
    print(f"second opinion: {said} ({seconds:.1f} s)", file=sys.stderr)
    return findings


def _no_second_opinion() -> tuple[Finding, ...]:
    print("second opinion: not asked, because the citations could not be set", file=sys.stderr)
    return ()


def _judged(folder: Path) -> tuple[Finding, ...]:
    """Return the findings of the validators in the EPUB that was built; print to standard error
    which have run. If they agree, keep a record of it for the next build."""
    from octavo.tasks.running.printable import printable
    from octavo.tasks.validate import validate

    started = time.monotonic()
    validation = validate(folder)
    seconds = time.monotonic() - started
    for said in validation.said:
        print(printable(f"validators: {said}"), file=sys.stderr)
    print(f"validators: {seconds:.1f} s", file=sys.stderr)
    return validation.findings


def _check_plain(path: Path):
    from octavo.plain_texts import check_texts

    if path.is_dir():
        next(path.iterdir(), None)  # raise OSError if the folder may not be read: it is not empty
    texts = [path] if path.is_file() else sorted(
        p for p in path.rglob("*") if p.suffix in {".md", ".markdown", ".qmd"} and p.is_file()
    )  # fmt: skip
    if not texts:
        raise CouldNotRun(f"{path} holds no edition (source/edition.yaml) and no Markdown text")
    print("octavo: checked as plain texts, by the rules for notes only: citations, links, images "
          "and settings were not checked", file=sys.stderr)  # fmt: skip
    return check_texts(texts)
