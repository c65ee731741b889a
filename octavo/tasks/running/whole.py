"""Check that the files of a task are still as it made them; doit checks only that they exist."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any


class Whole:
    """A condition for doit: a task is up to date while each file is as the task made it.

    A file that is cut off or changed by another program is made again; one that is only copied,
    with another time, is not. A folder is unchanged if all its files are.
    """

    def __init__(self, made: Sequence[Path]) -> None:
        self._made = made

    def configure_task(self, task: Any) -> None:
        """Let doit save sizes, times and digests of the files when the task has succeeded."""
        task.value_savers.append(lambda: {"whole": {str(p): _state(p) for p in self._made}})

    def __call__(self, task: Any, values: dict[str, Any]) -> bool:
        known = values.get("whole") or {}
        return all(_is_unchanged(path, known.get(str(path))) for path in self._made)


def _state(path: Path) -> list[Any]:
    """Return the size in bytes, the time in nanoseconds and the digest of a file; for a folder,
    those of all its files, by their names."""
    if path.is_dir():
        return [[name, *_state(file)] for name, file in _files_in(path)]
    status = path.stat()
    return [status.st_size, status.st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest()]


def _files_in(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path


def _is_unchanged(path: Path, known: list[Any] | None) -> bool:
    try:
        if known is None:
            return False
        if path.is_dir():
            files = dict(_files_in(path))
            return [name for name, *_ in known] == list(files) and all(
                _is_unchanged(files[name], state) for name, *state in known
            )
        status = path.stat()
        if status.st_size != known[0]:
            return False
        return status.st_mtime_ns == known[1] or _state(path)[2] == known[2]
    except (OSError, TypeError, ValueError):
        return False


def remove_all(made: Sequence[Path]) -> None:
    """Remove the files and folders that a task made, for `doit clean`."""
    for path in made:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
