"""Run octavo keys: list the references of an edition, and where each is cited."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from octavo.cli.build import add_folder
from octavo.cli.exit_codes import SOUND
from octavo.cli.folders import edition_folder
from octavo.cli.lookups.columns import Column, add_format, print_rows
from octavo.cli.lookups.texts import look_up

if TYPE_CHECKING:
    from octavo.model import Place

_COLUMNS = (
    Column("KEY", wraps=True), Column("AUTHOR", wraps=True), Column("YEAR"),
    Column("TITLE", wraps=True), Column("CITED AT", wraps=True),
)  # fmt: skip


def add_keys(commands: argparse._SubParsersAction) -> None:
    keys = commands.add_parser(
        "keys",
        help="list the references, and where each is cited",
        description="List the references of an edition by their keys: authors (or editors), year, "
        "title, and the file and line of each place where the key is written.",
    )
    keys.add_argument("words", metavar="WORD", nargs="?", default="",
                      help="list only the references with this in the key, the names, the title "
                      "or the year; several words between quotation marks must all be "
                      "there")  # fmt: skip
    add_folder(keys)
    add_format(keys)
    keys.set_defaults(command=_keys)


def _keys(options: argparse.Namespace) -> int:
    from octavo.tasks.looked_up import references_with

    folder = edition_folder(options.folder)
    found = look_up(folder, lambda plan, texts: references_with(plan, texts, options.words))
    if not found:
        none = "there are no references; name a bibliography in source/edition.yaml"
        print(f"octavo: {'no reference has that' if options.words else none}", file=sys.stderr)
    rows = [(one.key, one.authors, one.year, one.title, _places(one.cited)) for one in found]
    objects = [asdict(one) | {"cited": [_place(place) for place in one.cited]} for one in found]
    print_rows(_COLUMNS, rows, objects, options.format)
    return SOUND


def _place(place: Place) -> str:
    return f"{place.path}:{place.line}"


def _places(places: Sequence[Place]) -> str:
    """Return the places by files, each line once: `source/01.md:3, 7; source/02.md:5`."""
    lines: dict[str, dict[int, None]] = {}
    for place in places:
        lines.setdefault(place.path, {})[place.line] = None
    return "; ".join(f"{path}:{', '.join(map(str, found))}" for path, found in lines.items())
