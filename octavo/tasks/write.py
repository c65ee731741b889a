"""Write files whole or not at all, and leave a file alone if it would stay the same."""

from __future__ import annotations

import filecmp
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import BinaryIO

PART = (".octavo-", ".part")  # the beginning and end of the name of a file that is being written


@cache
def _umask() -> int:
    """Return the rights that the person's umask takes away; the system tells them only when they
    are set."""
    taken = os.umask(0o077)
    os.umask(taken)
    return taken


def allowed(mode: int) -> int:
    """Return the rights of a new file or folder, without those that the umask takes away: Python
    gives its temporary files to their owner alone."""
    return mode & ~_umask()


def is_part(path: str) -> bool:
    """Return whether a path belongs to a file or a folder that is being written."""
    return any(step.startswith(PART[0]) and step.endswith(PART[1]) for step in path.split(os.sep))


def clear_parts(folder: Path) -> None:
    """Remove the half-written files that a killed run left below a folder."""
    for part in folder.rglob(f"{PART[0]}*{PART[1]}"):
        if part.is_dir():
            remove_folder(part)
        else:
            with suppress(OSError):
                part.unlink()


def remove_folder(folder: Path) -> None:
    """Remove a folder with all that is in it; what the system does not let go stays.

    `shutil.rmtree` opens each folder by its bare name, which would look to the watch on a stage's
    files like a file of the edition.
    """
    for above, folders, files in os.walk(folder, topdown=False):
        for name in files:
            with suppress(OSError):
                os.unlink(os.path.join(above, name))
        for name in folders:
            path = os.path.join(above, name)
            with suppress(OSError):
                os.unlink(path) if os.path.islink(path) else os.rmdir(path)
    with suppress(OSError):
        folder.rmdir()


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that at any moment the old one or the new one is there, whole; raise OSError
    if it cannot be written."""
    write_together({path: data})


def write_together(files: Mapping[Path, bytes], *, durably: bool = False) -> None:
    """Write files whole, and put none in place before all are written beside their places.

    A file that would stay the same is not touched. `durably` waits until the disk has the data: a
    published form must survive a power cut, while the stages' files can be made again. Raise
    OSError if a file cannot be written.
    """
    parts: list[tuple[str, Path]] = []
    try:
        for path, data in files.items():
            if not _holds(path, data):
                parts.append((_write_part(path, data, durably), path))
        while parts:
            os.replace(*parts[0])
            del parts[0]
    finally:
        for part, _ in parts:
            with suppress(OSError):
                os.unlink(part)


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _write_part(path: Path, data: bytes, durably: bool) -> str:
    """Write data into a new file beside the one given; return the path of the new one."""
    with _part_of(path) as (file, name):
        file.write(data)
        if durably:
            file.flush()
            os.fsync(file.fileno())
    return name


@contextmanager
def writing_whole(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write to, and put it in its place if all went well: at any moment the old one
    or the new one is there, whole. A file that would stay the same is not touched. Raise OSError if
    it cannot be written."""
    with _part_of(path) as (file, name):
        yield file
    if _are_equal(name, path):
        os.unlink(name)
    else:
        os.replace(name, path)


def _are_equal(one: str, other: Path) -> bool:
    try:
        return filecmp.cmp(one, other, shallow=False)
    except OSError:
        return False


@contextmanager
def _part_of(path: Path) -> Iterator[tuple[BinaryIO, str]]:
    """Give a new file beside the one given, and its path; remove it if it cannot be written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(*reversed(PART), dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file, name
        os.chmod(name, allowed(0o666))
    except OSError as error:
        with suppress(OSError):
            os.unlink(name)
        raise OSError(error.errno, error.strerror, str(path)) from None
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise
