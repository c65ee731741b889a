"""Run octavo styles: list the CSL styles that an edition can name."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from pathlib import Path

from octavo.cli.exit_codes import SOUND
from octavo.cli.folders import EDITION
from octavo.cli.lookups.columns import Column, add_format, print_rows

_COLUMNS = (
    Column("NAME", wraps=True), Column("CITES BY"), Column("TITLE", wraps=True),
    Column("SAME AS", wraps=True),
)  # fmt: skip


def add_styles(commands: argparse._SubParsersAction) -> None:
    styles = commands.add_parser(
        "styles",
        help="list the citation styles, or those with some words in their names",
        description="List the CSL styles that `style:` in edition.yaml can name: how each cites "
        "(note, author-date, numeric), its title, and the style that it is the same as under "
        "another title. Without a word, styles that are the same as another are left out. In an "
        "edition's folder, the styles in its csl/ are listed too.",
    )
    styles.add_argument("words", metavar="WORD", nargs="*",
                        help="words, or letters, of the name or the title; if no style has them, "
                        "those with the nearest names are listed")  # fmt: skip
    add_format(styles)
    styles.set_defaults(command=_styles)


def _styles(options: argparse.Namespace) -> int:
    from octavo.csl.style_list import list_styles

    folder = Path() if Path(EDITION).is_file() else None
    found = list_styles(" ".join(options.words), folder)
    if not found:
        print("octavo: no style has such a name; put its .csl file into the edition's csl/",
              file=sys.stderr)  # fmt: skip
    rows = [(style.name, style.system, style.title, style.parent) for style in found]
    print_rows(_COLUMNS, rows, [asdict(style) for style in found], options.format)
    return SOUND
