"""Refuse to a stage every file of an edition that it has not declared.

Python calls its audit hooks for each file that it opens and each folder that it lists. While a
stage runs, one hook refuses paths inside the edition's folder that the stage has not declared.
Octavo's own files and Python's may be there too, as in the repository; they are always allowed.

The hook does not see what a started program opens. pandoc reads no files outside its sandbox.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from octavo.fingerprint import OWN_FOLDERS
from octavo.tasks.running.view import UndeclaredError
from octavo.tasks.write import is_part

_EVENTS = frozenset({"open", "os.listdir", "os.scandir", "os.rename"})


@dataclass(slots=True)
class _Access:
    """The files that the running stage may open, and the folders in which it may open all files."""

    stage: str
    root: str
    read: frozenset[str]
    made: frozenset[str]
    folders: tuple[str, ...]
    exempt: tuple[str, ...]
    refused: list[str] = field(default_factory=list)

    def see(self, event: str, path: str) -> None:
        """Raise UndeclaredError for a path that is not declared, and record the path: the stage's
        code may catch the error."""
        if not path.startswith(self.root) or path.startswith(self.exempt):
            return
        if is_part(path):
            allowed = True  # the file has its name only when it is renamed
        elif event == "os.rename":
            allowed = path in self.made
        else:
            allowed = self._is_declared(path) or self._is_declared(os.path.realpath(path))
        if not allowed:
            self.refused.append(path.removeprefix(self.root))
            raise UndeclaredError(self.message)

    def _is_declared(self, path: str) -> bool:
        in_folder = os.path.join(path, "").startswith(self.folders)
        return path in self.read or path in self.made or in_folder

    @property
    def message(self) -> str:
        """The error's message, with the paths that were refused."""
        return f"{self.stage} opens {', '.join(self.refused)}, which it has not declared"


_running: list[_Access] = []


@contextmanager
def only_declared(
    stage: str, root: Path, read: Iterable[Path], made: Iterable[Path], folders: Iterable[Path] = ()
) -> Iterator[None]:
    """Let a stage open only those files of an edition's folder that it reads or makes.

    Raise UndeclaredError for any other file; raise it again at the end if the stage caught it.
    """
    _watch()
    own = _folder(root)
    access = _Access(
        stage, own, frozenset(_names(read)), frozenset(_names(made)),
        tuple(map(_folder, folders)), _exempt(own),
    )  # fmt: skip
    _running.append(access)
    try:
        yield
    finally:
        _running.pop()
    if access.refused:
        raise UndeclaredError(access.message)


def _names(paths: Iterable[Path]) -> Iterator[str]:
    """Yield each path twice: by its own name, and by that of the file to which a link leads."""
    for path in paths:
        yield os.path.join(os.path.realpath(path.parent), path.name)
        yield os.path.realpath(path)


def _exempt(root: str) -> tuple[str, ...]:
    """Return the folders inside an edition's folder that are no part of the edition: those of
    Octavo and of Python in the repository, and the folder for temporary files."""
    temporary = {tempfile.tempdir} if tempfile.tempdir else set()
    folders = (_folder(path) for path in (*_libraries(), *temporary))
    return tuple(folder for folder in folders if folder.startswith(root) and folder != root)


@cache
def _libraries() -> frozenset[str]:
    packages = (path for path in sys.path if path.endswith("-packages"))
    return frozenset({*map(str, OWN_FOLDERS), sys.prefix, sys.base_prefix, *packages})


def _folder(path: str | Path) -> str:
    """Return a folder's real name, with the separator after it: a prefix of all files in it."""
    return os.path.join(os.path.realpath(path), "")


@cache
def _watch() -> None:
    """Add the audit hook, once in a process, since Python cannot remove one."""
    sys.addaudithook(_hook)


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in _EVENTS or not _running or not arguments:
        return
    path = arguments[1] if event == "os.rename" else arguments[0]
    if isinstance(path, str | bytes | os.PathLike):  # else it is a file that is open already
        _running[-1].see(event, os.path.abspath(os.fsdecode(path)))
