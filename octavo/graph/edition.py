"""What the tasks ask of the edition they run in: its sections, and the files that are read."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from urllib.parse import unquote_to_bytes

from octavo import stages
from octavo.model import Section
from octavo.source import EDITION_PATH


@cache
def here() -> stages.Folder:
    """The edition's folder, in which doit runs."""
    return stages.Folder(Path())


def all_sections() -> tuple[Section, ...]:
    """All sections, written and made, in the order of the book."""
    return here().in_order


def read_files(folder: stages.Folder) -> list[Path]:
    """edition.yaml and what is read beside the texts: bibliography, styles, images."""
    files = [Path(EDITION_PATH), *(Path(s.path) for s in folder.sections)]
    files += [Path(name) for name in folder.bibliographies]
    files += sorted(Path("csl").glob("*.csl"))
    files += figures()
    root = Path().resolve()
    return [path for path in files if path.is_file() and path.resolve().is_relative_to(root)]


@cache
def figures() -> tuple[Path, ...]:
    """All images in source/."""
    kinds = {".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp"}
    found = (path for path in sorted(Path("source").rglob("*")) if path.suffix.lower() in kinds)
    return tuple(path for path in found if path.is_file())


def references_and_styles(folder: stages.Folder) -> list[Path]:
    """The bibliographies, and the CSL styles that the edition brings."""
    named = {Path(name) for name in folder.bibliographies}
    return [path for path in read_files(folder) if path in named or path.suffix == ".csl"]


def figures_in(section: Section) -> list[Path]:
    """The images that a section may show: those whose file names stand in its text."""
    if not section.path:
        return []
    try:
        written = Path(section.path).read_bytes()
    except OSError:
        return []
    text = written + unquote_to_bytes(written) if b"%" in written else written
    return [path for path in figures() if os.fsencode(path.name) in text]


def longest_first() -> list[Section]:
    """The sections in the order in which to lay them out: were the longest the last to begin, the
    other processors would wait for it.  doit itself keeps no order among files."""
    there = [s for s in here().sections if Path(s.path).is_file()]
    return sorted(there, key=lambda s: -Path(s.path).stat().st_size)
