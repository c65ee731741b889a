"""Run octavo prove: compare the forms that lie in build/ with the manuscripts."""

from __future__ import annotations

import argparse
from pathlib import Path

from octavo.cli.build import add_folder
from octavo.cli.exit_codes import SOUND, UNSOUND, CouldNotRun
from octavo.cli.folders import edition_folder
from octavo.cli.graph import run_doit


def add_prove(commands: argparse._SubParsersAction) -> None:
    prove = commands.add_parser(
        "prove",
        help="compare the finished forms with the manuscripts, whoever has changed them",
        description="Read the PDF, the EPUB, the Word file and the HTML pages that lie in "
        "DIR/build, and compare them with the texts, every note and every word. Each difference is "
        "shown with the place in the source. No form is made or changed.",
    )
    add_folder(prove)
    prove.set_defaults(command=_prove)


def _prove(options: argparse.Namespace) -> int:
    from octavo.tasks.running.run_lock import alone

    folder = edition_folder(options.folder)
    with alone(folder):
        code, _ = run_doit(_copies(), 0, "failures")
        return _prove_finished() if code == SOUND else code


def _copies() -> list[str]:
    """Return the tasks that make what the forms are compared with, and that say what cannot be. The
    index with the pages of the print is not made for it, since all pages would be laid out: it is
    compared if it is there."""
    from octavo.tasks.plan import Plan

    plan = Plan(Path())
    if plan.edition is None:
        return ["check"]
    names = [section.name for section in plan.cited]
    names += [f"{section.name}/without-pages" for section in plan.index_sections]
    return [*(f"expect:{name}" for name in names), "folios"]


def _prove_finished() -> int:
    from octavo.checks import report_text
    from octavo.summary import summary_of_proof
    from octavo.tasks.certify import write_certificate
    from octavo.tasks.folios import uncompared
    from octavo.tasks.form_faults import placed_in
    from octavo.tasks.plan import Plan
    from octavo.tasks.prove import prove_finished
    from octavo.tasks.running.printable import printable

    plan = Plan(Path())
    proven = prove_finished(plan)
    if not proven:
        raise CouldNotRun("no PDF, EPUB or Word file lies in build/: `octavo build` makes them")
    faults = [fault for finished in proven for fault in finished.proof.faults]
    placed = placed_in(plan, faults)
    copied = all(plan.paths.copies(section.name).is_file() for section in plan.sections)
    paths = plan.paths if copied else plan.without_pages.paths
    write_certificate(plan.valid_edition.title, paths, plan.sections, proven, placed)
    findings = [fault.finding for fault in (*placed, *uncompared(plan.paths))]
    if findings:
        print(printable(report_text(findings)), end="")
    print(summary_of_proof(proven))
    return UNSOUND if any(f.severity == "error" for f in findings) else SOUND
