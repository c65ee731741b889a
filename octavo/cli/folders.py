"""Find the edition that a command is asked for."""

from __future__ import annotations

import sys
from pathlib import Path

from octavo.cli.exit_codes import CouldNotRun
from octavo.tasks.running.digests import SOURCES
from octavo.tasks.running.printable import printable

EDITION = "source/edition.yaml"

# What people call edition.yaml, or where they put it.
_MISNAMED = (
    "source/edition.yml", "source/Edition.yaml", "source/edition.yaml.txt", "source/metadata.yaml",
    "edition.yaml", "edition.yml",
)  # fmt: skip


def edition_folder(name: str) -> Path:
    """Return the folder of the edition that a folder belongs to: itself, or the nearest one above
    that holds an edition, which is then named on standard error. Raise CouldNotRun if there is
    none."""
    folder = Path(name)
    if not folder.is_dir():
        raise CouldNotRun(f"{folder} is not a folder")
    refuse_misnamed_settings(folder)
    found = edition_around(folder)
    if found is None:
        raise CouldNotRun(
            f"{folder} holds no edition: source/edition.yaml is not there, nor in a folder above; "
            "`octavo new` lays out an edition"
        )
    return found


def edition_around(folder: Path) -> Path | None:
    """Return the folder of the edition that a folder is, or is in, and name it on standard error if
    it is above; None if there is none."""
    if (folder / EDITION).is_file():
        return folder
    for above in folder.resolve().parents:
        if (above / EDITION).is_file():
            print(printable(f"octavo: the edition is in {above}"), file=sys.stderr)
            return above
    return None


def edition_of(path: Path) -> Path | None:
    """Return the folder of the edition that a folder or a text belongs to: itself, or the one above
    whose source/, csl/ or styles/ it is in; None if there is none."""
    if (path / EDITION).is_file():
        return path
    whole = path.resolve()
    for above in whole.parents:
        own = ((above / name).resolve() for name in SOURCES)
        if (above / EDITION).is_file() and any(whole.is_relative_to(folder) for folder in own):
            return above
    return None


def refuse_misnamed_settings(path: Path) -> None:
    """Raise CouldNotRun for a folder whose settings Octavo would not find, so that nobody takes the
    check of its texts for that of the edition."""
    if not path.is_dir() or edition_of(path) is not None:
        return
    for name in _MISNAMED:
        # A file system that ignores case has found the right name already.
        if (path / name).is_file():
            raise CouldNotRun(
                f"{path / name} is not read: the settings of an edition are in "
                "source/edition.yaml; rename or move the file"
            )
