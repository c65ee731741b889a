"""Run octavo build and octavo sheet: make forms, and the picture of the print's spreads."""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from octavo.cli.exit_codes import SOUND, UNSOUND, CouldNotRun
from octavo.cli.folders import EDITION, edition_folder, edition_of
from octavo.cli.graph import run_doit
from octavo.tasks.forms import BY_DEFAULT, FORMS, Form, called, form_named, tasks_of

if TYPE_CHECKING:
    from octavo.tasks.running.doit_run import Said
    from octavo.tasks.running.last_build import Told


def add_build(commands: argparse._SubParsersAction) -> None:
    made = called(BY_DEFAULT)
    build = commands.add_parser(
        "build",
        help=f"make {made}",
        description=f"Make the forms of an edition: DIR/build then holds {made}. "
        "Only what a change touches is made again. If the edition has errors, they are "
        "shown with file and line, nothing is made, and the last good files stay as they were. If "
        "DIR is one text, only its pages are made, and the forms stay as they were.",
    )
    build.add_argument("folder", metavar="DIR", nargs="?", default=".",
                       help="the edition's folder, or one in it (default: this one); or one of "
                       "its texts, of which build/trial/ then has a PDF")  # fmt: skip
    add_forms(build)
    build.add_argument("--draft", action="store_true",
                       help="make a draft instead, a PDF and a Word file in build/draft/ for "
                       "editors and referees: wide lines with numbers, and the comments of the "
                       "texts in the margin")  # fmt: skip
    add_processes(build)
    build.set_defaults(command=_build)


def _build(options: argparse.Namespace) -> int:
    from octavo.tasks.running import last_build
    from octavo.tasks.running.run_lock import alone

    if Path(options.folder).is_file():
        return _build_text(Path(options.folder), options)
    folder = edition_folder(options.folder)
    if options.draft:
        return _build_draft(folder, options)
    forms = forms_asked(options)
    with alone(folder):
        started = time.monotonic()
        told = last_build.unchanged(tasks_of(forms))
        if told is None:
            last_build.forget()
            return _build_anew(forms, options.processes, started)
        print(told.after(time.monotonic() - started))
    return SOUND


def _build_anew(forms: Sequence[Form], processes: int, started: float) -> int:
    """Let doit make what is not up to date in the current folder, and print a summary; return the
    exit code."""
    built = build_forms(forms, processes)
    if built.told is not None:
        print(built.told.after(time.monotonic() - started))
    if built.edited:
        print(said_of(built.edited))
    return built.code


def _build_text(path: Path, options: argparse.Namespace) -> int:
    """Bind the pages of one text by themselves; return the exit code. The finished forms stay."""
    from octavo.tasks.plan import Plan
    from octavo.tasks.running.run_lock import alone
    from octavo.tasks.trial import TRIAL

    if options.draft:
        raise CouldNotRun(f"{path} is one text; a draft is one of the edition: name its folder")
    if options.form and {*options.form} != {"pdf"}:
        raise CouldNotRun(f"{path} is one text, of which only a PDF is made")
    folder = edition_of(path)
    if folder is None:
        raise CouldNotRun(f"{path} is not a folder, nor a text in the source/ of an edition")
    name = path.resolve().relative_to(folder.resolve()).as_posix()
    with alone(folder):
        plan = Plan(Path())
        section = next((s for s in plan.texts if s.path == name), None)
        if plan.edition is not None and section is None:
            raise CouldNotRun(f"{name} is not listed in {EDITION}: only its texts can be built")
        tasks = [f"{TRIAL}:{section.name}"] if section else ["check"]
        started = time.monotonic()
        code, _ = run_doit(tasks, options.processes)
        if code == SOUND and section:
            from octavo.summary import trial_summary

            print(trial_summary(section).after(time.monotonic() - started))
    return code


def _build_draft(folder: Path, options: argparse.Namespace) -> int:
    """Make the draft of an edition; return the exit code. The finished forms stay."""
    from octavo.tasks.drafts import DRAFT
    from octavo.tasks.running.run_lock import alone
    from octavo.tasks.running.surroundings import today

    if options.form:
        raise CouldNotRun("a draft is a PDF and a Word file; leave out --form")
    with alone(folder):
        started = time.monotonic()
        code, _ = run_doit([DRAFT], options.processes, draft_of=today())
        if code == SOUND:
            from octavo.summary import draft_summary

            print(draft_summary().after(time.monotonic() - started))
    return code


@dataclass(frozen=True, slots=True)
class Built:
    """How a build ended: its exit code; if it was sound, what it says at its end; and the sources
    that were edited meanwhile."""

    code: int
    told: Told | None
    edited: Sequence[str]


def build_forms(forms: Sequence[Form], processes: int, said: Said = "progress") -> Built:
    """Make what is not up to date of some forms of the edition in the current folder."""
    from octavo.tasks.running import last_build
    from octavo.tasks.running.digests import digests

    sources = last_build.source_names()
    code, files = run_doit(tasks_of(forms), processes, said)
    edited = digests.edited()
    if code != SOUND or EDITION in edited:  # the title names the files
        if code == UNSOUND and {*forms} == {*BY_DEFAULT}:
            _certify_failure()
        return Built(code, None, edited)
    from octavo.summary import files_of_summary, names_in_edition, summary

    told = summary(forms)
    if files is not None and not edited:
        last_build.keep(
            tasks_of(forms), sources, names_in_edition(), files, files_of_summary(), told
        )
    return Built(code, told, edited)


def _certify_failure() -> None:
    """Write and name the certificate of a build whose forms differ from the manuscripts."""
    from octavo.tasks.certify import certify_failure
    from octavo.tasks.plan import Plan
    from octavo.tasks.running.printable import printable

    plan = Plan(Path())
    if plan.edition is not None and certify_failure(plan):
        said = "shows how the forms differ; they were not published, the last good ones stay"
        print(printable(f"{plan.paths.certificate} {said}."))


def said_of(edited: Sequence[str]) -> str:
    """Return a printable sentence on sources that were edited during a build."""
    from octavo.tasks.running.action import said_edited
    from octavo.tasks.running.printable import printable

    return printable(said_edited(edited))


def add_sheet(commands: argparse._SubParsersAction) -> None:
    sheet = commands.add_parser(
        "sheet",
        help="show all spreads of the print PDF, with what a compositor would mend",
        description="Make DIR/build/sheet.html, a picture of all spreads of the print PDF for the "
        "browser: widows, stretched lines, letters that the face lacks and the like are marked "
        "on their pages. If the PDF is out of date, it is made first.",
    )
    add_folder(sheet)
    add_processes(sheet)
    sheet.set_defaults(command=_sheet)


def _sheet(options: argparse.Namespace) -> int:
    from octavo.tasks.running.run_lock import alone

    folder = edition_folder(options.folder)
    with alone(folder):
        code, _ = run_doit(["pdf", "sheet"], options.processes)
        if code == SOUND:
            from octavo.summary import sheet_summary

            print(sheet_summary())
    return code


def add_folder(command: argparse.ArgumentParser) -> None:
    command.add_argument("folder", metavar="DIR", nargs="?", default=".",
                         help="the edition's folder, or one in it (default: this one)")  # fmt: skip


def add_forms(command: argparse.ArgumentParser) -> None:
    command.add_argument("--form", choices=[form.name for form in FORMS], action="append",
                         help="only this form; may be given twice "
                         f"(default: {called(BY_DEFAULT)})")  # fmt: skip


def forms_asked(options: argparse.Namespace) -> Sequence[Form]:
    """Return the forms that are asked for, each once."""
    return tuple(map(form_named, dict.fromkeys(options.form or ()))) or BY_DEFAULT


def add_processes(command: argparse.ArgumentParser) -> None:
    command.add_argument("-n", dest="processes", type=_number, default=os.cpu_count() or 1,
                         metavar="N", help="work on N sections side by side (default: as many as "
                         "the computer has processors)")  # fmt: skip


def _number(text: str) -> int:
    """Return a number of processes from the command line; raise ArgumentTypeError unless it is from
    1 to 256."""
    if not text.isdecimal() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1 to 256")
    return int(text)
