"""Run octavo build and octavo sheet: make forms, and the picture of the print's spreads."""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Sequence

from octavo.cli.exit_codes import SOUND
from octavo.cli.folders import EDITION, edition_folder
from octavo.cli.graph import run_doit
from octavo.tasks.forms import BY_DEFAULT, FORMS, Form, called, form_named, tasks_of


def add_build(commands: argparse._SubParsersAction) -> None:
    made = called(BY_DEFAULT)
    build = commands.add_parser(
        "build",
        help=f"make {made}",
        description=f"Make the forms of an edition: DIR/build then holds {made}. "
        "Only what a change touches is made again. If the edition has errors, they are "
        "shown with file and line, nothing is made, and the last good files stay as they were.",
    )
    _add_folder(build)
    build.add_argument("--form", choices=[form.name for form in FORMS], action="append",
                       help=f"only this form; may be given twice (default: {made})")  # fmt: skip
    _add_processes(build)
    build.set_defaults(command=_build)


def _build(options: argparse.Namespace) -> int:
    from octavo.tasks.running import last_build
    from octavo.tasks.running.run_lock import alone

    folder = edition_folder(options.folder)
    asked = tuple(map(form_named, dict.fromkeys(options.form or ())))
    forms = asked or BY_DEFAULT
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
    from octavo.tasks.running import last_build
    from octavo.tasks.running.digests import digests

    sources = last_build.source_names()
    code, files = run_doit(tasks_of(forms), processes)
    edited = digests.edited()
    if code == SOUND and EDITION not in edited:  # the title names the files
        from octavo.summary import files_of_summary, names_in_edition, summary

        told = summary(forms)
        print(told.after(time.monotonic() - started))
        if files is not None and not edited:
            last_build.keep(
                tasks_of(forms), sources, names_in_edition(), files, files_of_summary(), told
            )
    if edited:
        from octavo.tasks.running.action import said_edited
        from octavo.tasks.running.printable import printable

        print(printable(said_edited(edited)))
    return code


def add_sheet(commands: argparse._SubParsersAction) -> None:
    sheet = commands.add_parser(
        "sheet",
        help="show all spreads of the print PDF, with what a compositor would mend",
        description="Make DIR/build/sheet.html, a picture of all spreads of the print PDF for the "
        "browser: widows, stretched lines, letters that the face lacks and the like are marked "
        "on their pages. If the PDF is out of date, it is made first.",
    )
    _add_folder(sheet)
    _add_processes(sheet)
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


def _add_folder(command: argparse.ArgumentParser) -> None:
    command.add_argument("folder", metavar="DIR", nargs="?", default=".",
                         help="the edition's folder (default: this one)")  # fmt: skip


def _add_processes(command: argparse.ArgumentParser) -> None:
    command.add_argument("-n", dest="processes", type=_number, default=os.cpu_count() or 1,
                         metavar="N", help="work on N sections side by side (default: as many as "
                         "the computer has processors)")  # fmt: skip


def _number(text: str) -> int:
    """Return a number of processes from the command line; raise ArgumentTypeError unless it is from
    1 to 256."""
    if not text.isdecimal() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1 to 256")
    return int(text)
