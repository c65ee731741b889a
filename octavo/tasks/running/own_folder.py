"""Keep the temporary files of a run in one folder, which is removed after the run.

A worker that is stopped cannot remove the temporary files of its libraries, and a run that is
killed cannot remove its folder: the next run does. Each folder is locked while a process of its run
lives, so no run loses its own.
"""

from __future__ import annotations

import fcntl
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from octavo.tasks.write import remove_folder

_PREFIX = "octavo-run-"


@dataclass(frozen=True, slots=True)
class _Own:
    """The folder of this run, the descriptor that locks it, and Python's folder before."""

    path: Path
    lock: int
    before: str | None
    process: int


_taken: list[_Own] = []


def take() -> None:
    """Make a temporary folder for this run and let Python use it; remove those of killed runs.

    Raise OSError if no folder can be made.
    """
    if _taken:
        return
    above = Path(tempfile.gettempdir())
    for left in above.glob(f"{_PREFIX}*"):
        _remove_unless_locked(left)
    while True:
        made = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=above))
        lock = os.open(made, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_EX)
        if made.is_dir():  # another run may have locked and removed it in between
            break
        os.close(lock)
    _taken.append(_Own(made, lock, tempfile.tempdir, os.getpid()))
    tempfile.tempdir = str(made)


def remove() -> None:
    """Remove the temporary folder of this run, in the process that made it."""
    while _taken:
        own = _taken.pop()
        tempfile.tempdir = own.before
        if own.process == os.getpid():
            remove_folder(own.path)
            os.close(own.lock)


def _remove_unless_locked(folder: Path) -> None:
    """Remove a folder that no run has locked; leave one of another user, and what is no folder."""
    with suppress(OSError):
        lock = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            if os.fstat(lock).st_uid == os.getuid():
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                remove_folder(folder)
        finally:
            os.close(lock)
