"""Run octavo new: lay out an edition."""

from __future__ import annotations

import argparse
from pathlib import Path
from shlex import quote

from octavo.cli.exit_codes import SOUND, CouldNotRun
from octavo.skeleton import lay_out, template_names


def add_new(commands: argparse._SubParsersAction) -> None:
    new = commands.add_parser(
        "new",
        help="lay out a new edition that builds at once",
        description="Lay out the folders of a new edition, with a short text that shows notes and "
        "citations, or with the texts of a template, whose comments say how each thing is "
        "written. `octavo build DIR` then makes its three forms.",
    )
    new.add_argument("--template", choices=template_names(), default="",
                     help="a kind of book, with its parts and settings (default: one short "
                     "text)")  # fmt: skip
    new.add_argument("folder", metavar="DIR", help="the folder to make; it must be new or empty")
    new.set_defaults(command=_new)


def _new(options: argparse.Namespace) -> int:
    folder = Path(options.folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CouldNotRun(f"{folder} exists already and is not empty; name a new folder")
    made = lay_out(folder, options.template)
    for path in made:
        print(path)
    print(f"\nNow: octavo build {quote(str(folder))}")
    return SOUND
