"""The files of an edition that a stage may open: every other one is refused.

Python tells its audit hooks of each file that it opens and each folder that it lists. While a stage
runs, one hook refuses paths inside the edition's folder that the stage has not declared. Octavo's
own files and Python's may lie there too, as they do in the repository, and are no edition's.

A program that is started (pandoc) reads no files but in its sandbox, and is not seen.
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
    """What the stage that runs may open: files, and folders with all that lies in them."""

    stage: str
    root: str
    read: frozenset[str]
    made: frozenset[str]
    folders: tuple[str, ...]
    exempt: tuple[str, ...]
    refused: list[str] = field(default_factory=list)

    def see(self, event: str, path: str) -> None:
        """Refuse a path that is not declared; note it, for what refuses may be caught."""
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
        """What has been opened though it was not declared."""
        return f"{self.stage} opens {', '.join(self.refused)}, which it has not declared"


_running: list[_Access] = []


@contextmanager
def only_declared(
    stage: str, root: Path, read: Iterable[Path], made: Iterable[Path], folders: Iterable[Path] = ()
) -> Iterator[None]:
    """Let nothing of an edition's folder be opened but what a stage reads and makes.

    Raises UndeclaredError at the end, too, if a refusal was caught on its way.
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
    """Each path under its name and, where it is a link, under that of the file it leads to."""
    for path in paths:
        yield os.path.join(os.path.realpath(path.parent), path.name)
        yield os.path.realpath(path)


def _exempt(root: str) -> tuple[str, ...]:
    """The folders inside an edition's that hold no files of it: those of Octavo and of Python in
    the repository, and one for temporary files."""
    temporary = {tempfile.tempdir} if tempfile.tempdir else set()
    folders = (_folder(path) for path in (*_libraries(), *temporary))
    return tuple(folder for folder in folders if folder.startswith(root) and folder != root)


@cache
def _libraries() -> frozenset[str]:
    packages = (path for path in sys.path if path.endswith("-packages"))
    return frozenset({*map(str, OWN_FOLDERS), sys.prefix, sys.base_prefix, *packages})


def _folder(path: str | Path) -> str:
    """A folder's real name, which the names of all files in it begin with."""
    return os.path.join(os.path.realpath(path), "")


@cache
def _watch() -> None:
    """Begin to listen, once in a process: an audit hook cannot be taken away again."""
    sys.addaudithook(_hook)


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if event not in _EVENTS or not _running or not arguments:
        return
    path = arguments[1] if event == "os.rename" else arguments[0]
    if isinstance(path, str | bytes | os.PathLike):  # else it is a file that is open already
        _running[-1].see(event, os.path.abspath(os.fsdecode(path)))
