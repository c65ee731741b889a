"""Run octavo open: show a finished form in the program that the system has for it."""

from __future__ import annotations

import argparse
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from octavo.cli.build import add_folder
from octavo.cli.exit_codes import SOUND, CouldNotRun
from octavo.cli.folders import edition_folder
from octavo.tasks.forms import FORMS, Form, form_named

_OPENERS = ("wslview", "xdg-open")  # under WSL both may be there, and only the first shows a window


def add_open(commands: argparse._SubParsersAction) -> None:
    shown = commands.add_parser(
        "open",
        help="show the finished PDF, or another form, in its program",
        description="Show a form that lies in DIR/build in the program that the system has for "
        "such files. Nothing is built.",
    )
    shown.add_argument("form", metavar="FORM", nargs="?", default=FORMS[0].name,
                       choices=[form.name for form in FORMS],
                       help=f"{', '.join(form.name for form in FORMS)} (default: "
                       f"{FORMS[0].name})")  # fmt: skip
    add_folder(shown)
    shown.set_defaults(command=_open)


def _open(options: argparse.Namespace) -> int:
    form = form_named(options.form)
    path = _published(edition_folder(options.folder), form)
    opener = opener_here()
    if opener is None:
        raise CouldNotRun(
            f"no program to open files was found (xdg-open, or wslview under WSL); open {path} "
            "yourself"
        )
    done = subprocess.run([opener, str(path)], stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise CouldNotRun(f"{Path(opener).name} could not open {path}; open it yourself")
    print(path)
    return SOUND


def _published(folder: Path, form: Form) -> Path:
    """Return the path of a form as published, of one that is a folder of pages its first page;
    raise CouldNotRun if it is not there."""
    from octavo.tasks.plan import Plan

    plan = Plan(folder)
    if plan.edition is None:
        raise CouldNotRun("source/edition.yaml has errors: `octavo check` shows them")
    form = form.of(plan.paths)
    path = plan.paths.published(form.ending)
    path = path / "index.html" if form.is_folder and form.packing else path
    if not path.exists():
        wanted = "" if form.by_default else f" --form {form.name}"
        raise CouldNotRun(f"{path} is not there: `octavo build{wanted}` makes it")
    return path


def opener_here() -> str | None:
    """Return the path of the program that opens files on this system; None if there is none."""
    if sys.platform == "darwin":
        return shutil.which("open")
    openers = _OPENERS if "microsoft" in platform.release().lower() else reversed(_OPENERS)
    return next((found for name in openers if (found := shutil.which(name))), None)
