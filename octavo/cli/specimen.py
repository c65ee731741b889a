"""Run octavo specimen: show a typeface on a sheet, in an edition's own measures."""

from __future__ import annotations

import argparse
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from octavo.cli.exit_codes import SOUND, UNSOUND, CouldNotRun
from octavo.cli.folders import EDITION

if TYPE_CHECKING:
    from octavo.model import Edition

_MOST = 64  # files: four are a family


def add_specimen(commands: argparse._SubParsersAction) -> None:
    specimen = commands.add_parser(
        "specimen",
        help="show a typeface on a sheet, in the edition's own measures",
        description="Set a sheet of a typeface from its font files (TrueType, OpenType, WOFF, "
        "WOFF2, collections): letters, figures, small capitals, superiors, a page of text with "
        "notes, tables, the letters of languages, and what the files lack. Inside an edition the "
        "sheet has its design and measures; else those of the classic design.",
    )
    specimen.add_argument("fonts", metavar="FONT", nargs="+", help="the font files of one typeface")
    specimen.add_argument("--name", metavar="NAME", default="",
                          help="the name of the typeface (default: that of a file)")  # fmt: skip
    specimen.add_argument("--out", metavar="FILE", default="",
                          help="the PDF to write (default: NAME-specimen.pdf)")  # fmt: skip
    specimen.set_defaults(command=_specimen)


def _specimen(options: argparse.Namespace) -> int:
    from octavo.design.fonts import fonts
    from octavo.design.own_type.bounded_cutting import cut_in_bounds
    from octavo.model import Edition, OwnType, own_family
    from octavo.pdf.specimen import specimen
    from octavo.tasks.running.printable import printable
    from octavo.tasks.write import write_whole

    files = _read(options.fonts)
    name = " ".join(options.name.split()) or Path(options.fonts[0]).name.partition(".")[0]
    family = own_family(OwnType(name=name, files=tuple(options.fonts)))
    made = cut_in_bounds(name, [face.name for face in family.faces], files)
    for remark in made.remarks:
        print(printable(f"{remark.message}; {remark.hint}" if remark.hint else remark.message))
    if not made.is_sound:
        return UNSOUND
    out = Path(options.out or f"{family.faces[0].name.partition('-')[0]}-specimen.pdf")
    found = [remark.message for remark in made.remarks]
    with TemporaryDirectory() as empty:
        folder, edition = _edition() or (Path(empty), Edition(title=name, sections=("a.md",)))
        pdf = specimen(name, fonts(made.faces, family), found, edition, folder)
    write_whole(out, pdf)
    print(printable(str(out)))
    return SOUND


def _read(names: list[str]) -> list[tuple[str, bytes]]:
    """Return the files, by their names; raise CouldNotRun for one that is missing or too large."""
    from octavo.design.own_type.type_files import MOST_BYTES

    if len(names) > _MOST:
        raise CouldNotRun(f"{len(names)} font files are more than a typeface has")
    files: list[tuple[str, bytes]] = []
    for name in names:
        path = Path(name)
        if not path.is_file():
            raise CouldNotRun(f"{path} is not there")
        if path.stat().st_size > MOST_BYTES:
            raise CouldNotRun(f"{path} is larger than {MOST_BYTES // 1_000_000} MB")
        files.append((path.name, path.read_bytes()))
    return files


def _edition() -> tuple[Path, Edition] | None:
    """Return the edition that the present folder is in, with its folder; None if it is in none."""
    from octavo.tasks.plan import Plan

    here = Path.cwd()
    folder = next((each for each in (here, *here.parents) if (each / EDITION).is_file()), None)
    if folder is None:
        return None
    edition = Plan(folder).edition
    if edition is None:
        raise CouldNotRun(f"{folder / EDITION} is not valid: `octavo check` says why")
    return folder, edition
