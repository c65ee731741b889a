"""Find the edition that a command is asked for."""

from __future__ import annotations

from pathlib import Path

from octavo.cli.exit_codes import CouldNotRun

EDITION = "source/edition.yaml"

# What people call edition.yaml, or where they put it.
_MISNAMED = (
    "source/edition.yml", "source/Edition.yaml", "source/edition.yaml.txt", "source/metadata.yaml",
    "edition.yaml", "edition.yml",
)  # fmt: skip


def edition_folder(name: str) -> Path:
    folder = Path(name)
    if not folder.is_dir():
        raise CouldNotRun(f"{folder} is not a folder")
    refuse_misnamed_settings(folder)
    if not (folder / EDITION).is_file():
        raise CouldNotRun(
            f"{folder} holds no edition: source/edition.yaml is not there; "
            "`octavo new` lays out an edition"
        )
    return folder


def edition_of(path: Path) -> Path | None:
    """Return the folder of the edition that a folder or a text belongs to: itself, the folder
    above its source/, or that of the edition.yaml that lists the text; None if there is none."""
    if (path / EDITION).is_file():
        return path
    whole = path.resolve()
    for above in whole.parents:
        if (above / EDITION).is_file() and whole.is_relative_to((above / "source").resolve()):
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
