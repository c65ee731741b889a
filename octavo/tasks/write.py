"""Files written whole or not at all, and not touched when they would stay the same."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

PART = (".octavo-", ".part")  # how the name of a file that is being written begins and ends


def is_part(path: str) -> bool:
    """Whether a path is that of a file, or in a folder, that is being written."""
    return any(step.startswith(PART[0]) and step.endswith(PART[1]) for step in path.split(os.sep))


def clear_parts(folder: Path) -> None:
    """Take away what a run that was killed left half-written below a folder."""
    for part in folder.rglob(f"{PART[0]}*{PART[1]}"):
        if part.is_dir():
            shutil.rmtree(part, ignore_errors=True)
        else:
            with suppress(OSError):
                part.unlink()


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that at any moment it is the old one or the new one, whole."""
    write_together({path: data})


def write_together(files: Mapping[Path, bytes], *, durably: bool = False) -> None:
    """Write files whole, and none of them before there is room for all.

    A file that would stay the same is not touched. `durably` waits for the disk, as a form that is
    sent away deserves; what a power cut takes of the stages' files is made again.
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
    """Write data into a new file beside the one that is meant; give its name."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(*reversed(PART), dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            if durably:
                file.flush()
                os.fsync(file.fileno())
        os.chmod(name, 0o644)
    except OSError as error:
        with suppress(OSError):
            os.unlink(name)
        raise OSError(error.errno, error.strerror, str(path)) from None
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise
    return name
