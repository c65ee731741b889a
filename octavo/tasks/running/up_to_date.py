"""Decide whether a task is up to date: by its settings, the files it read and the files it made.

doit knows of a file only whether it is there. It would take the digest of a file after the task had
read it, so that an edit in between would be taken for what was read.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from doit.dependency import FileChangedChecker

from octavo.tasks.running.digests import State, digests, state_of, state_of_folder


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a task by their paths: those it reads, if they are there; those it makes; and
    the folders in which it looks for further files to read."""

    read: tuple[str, ...]
    made: tuple[str, ...]
    folders: tuple[str, ...] = ()

    def seen(self) -> Seen:
        """Return the files to be read as they are now, before the task reads them."""
        return Seen(self, digests.of_all(self.read), self._states())

    def _states(self) -> list[State | None]:
        missing = (path for path in self.read if not os.path.lexists(path))
        folders = dict.fromkeys((*self.folders, *map(os.path.dirname, missing)))
        return [*map(state_of, self.read), *map(state_of_folder, folders)]


@dataclass(frozen=True, slots=True)
class Seen:
    """The digests of the files of a task, and their states, before the task has read them."""

    files: Files
    digests: dict[str, str | None]
    states: list[State | None]

    def record(self) -> dict[str, Any]:
        """Return what is to be known of the task once it has succeeded. If a file was written while
        the task ran, nobody knows which bytes it read, and it has to run again."""
        whole = self.states == self.files._states()
        made = digests.of_all(self.files.made)
        return {"read": self.digests if whole else None, "made": made}


class UpToDate:
    """A condition for doit: the task's key, and all files that it read and made, are the same as
    when it last ran.

    A file that is cut off or changed by another program is made again; one that is only copied,
    with another time, is not. A folder is unchanged if all its files are.
    """

    def __init__(self, key: str, files: Files) -> None:
        self.key = hashlib.sha256(key.encode("utf-8", "surrogateescape")).hexdigest()
        self.files = files

    def configure_task(self, task: Any) -> None:
        """Let doit save the key with what the task's action has recorded."""
        task.value_savers.append(lambda: {"key": self.key})

    def __call__(self, task: Any, values: dict[str, Any]) -> bool:
        return (
            values.get("key") == self.key
            and _are(values.get("made"), self.files.made)
            and _are(values.get("read"), self.files.read)
        )


def _are(known: Any, paths: Sequence[str]) -> bool:
    """Return whether files have the digests known; a file that is missing has none."""
    return isinstance(known, dict) and all(
        path in known and digests.of(path) == known[path] for path in paths
    )


class Edges(FileChangedChecker):
    """Let doit use the files of tasks for their order alone: `UpToDate` looks into them."""

    def check_modified(self, file_path: str, file_stat: Any, state: Any) -> bool:
        return False

    def get_state(self, dep: str, current_state: Any) -> int:
        return 0


def remove_all(made: Iterable[Path]) -> None:
    """Remove the files and folders that a task made, for `doit clean`."""
    for path in made:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
