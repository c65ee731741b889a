"""Keep a form that is a folder as one file while it is made; publish it whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from octavo.tasks.write import PART, allowed, remove_folder


def folder_as_file(files: Mapping[str, bytes]) -> bytes:
    """Return the files of a folder, by their names, as one: the same files give the same bytes."""
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        for name in sorted(files):
            archive.writestr(ZipInfo(name), files[name])
    return made.getvalue()


def files_of(data: bytes) -> dict[str, bytes]:
    """Return the files, by their names, that `folder_as_file` put into one."""
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def bytes_of_form(place: Path) -> bytes:
    """Return the bytes of a form's file; of a form that is a folder, those of its files as one. A
    link out of the folder is no file of it."""
    if not place.is_dir():
        return place.read_bytes()
    inside = place.resolve()
    files = (p for p in place.rglob("*") if p.is_file() and p.resolve().is_relative_to(inside))
    return folder_as_file({p.relative_to(place).as_posix(): p.read_bytes() for p in files})


def holds(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Return whether a folder has these files and no others."""
    try:
        there = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
        return there.keys() == files.keys() and all(
            path.read_bytes() == files[name] for name, path in there.items()
        )
    except OSError:
        return False


def write_folder(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write files into a new folder beside the one given; return the path of the new one."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(*reversed(PART), dir=folder.parent))
    try:
        for name, data in files.items():
            path = part / name
            assert path.resolve().is_relative_to(part.resolve()), name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        part.chmod(allowed(0o777))
    except BaseException:
        remove_folder(part)
        raise
    return part


def put_in_place(part: Path, folder: Path) -> None:
    """Replace a folder by the finished `part`; raise OSError and keep the old one if that fails."""
    old = Path(tempfile.mkdtemp(*reversed(PART), dir=folder.parent)) / folder.name
    try:
        with suppress(FileNotFoundError):
            os.rename(folder, old)
        try:
            os.rename(part, folder)
        except OSError:
            with suppress(FileNotFoundError):
                os.rename(old, folder)
            raise
    finally:
        remove_folder(old.parent)


def remove_form(place: Path) -> None:
    """Remove the file of a form, or its folder, if it is there; raise OSError if that fails."""
    if place.is_dir() and not place.is_symlink():
        remove_folder(place)
    else:
        place.unlink(missing_ok=True)
