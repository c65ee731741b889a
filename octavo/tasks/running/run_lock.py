"""Let one run at a time work in a folder, clear up after killed runs, and find killed workers."""

from __future__ import annotations

import ctypes
import fcntl
import os
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import IO

from octavo.tasks.write import clear_parts

_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)

LOCK = Path("build", ".lock")  # below an edition's folder

_held: list[IO[bytes]] = []
_holder = os.getpid()


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Change into an edition's folder and hold its lock; a second run in the same folder waits for
    the first."""
    before = Path.cwd()
    hold(folder)
    try:
        os.chdir(folder)
        with _own_temporary_folder():
            yield
    finally:
        os.chdir(before)
        release()


@contextmanager
def _own_temporary_folder() -> Iterator[None]:
    """Set a temporary folder that is removed after the run: a worker that is stopped cannot remove
    the temporary files of its libraries."""
    before = tempfile.tempdir
    with tempfile.TemporaryDirectory(prefix="octavo-", ignore_cleanup_errors=True) as folder:
        tempfile.tempdir = folder
        try:
            yield
        finally:
            tempfile.tempdir = before


def hold(folder: Path) -> None:
    """Wait for the lock of a folder, keep it, and remove the half-written files of killed runs.

    If this process holds a lock already, do nothing.
    """
    global _holder
    if _held:
        return
    build = folder / "build"
    build.mkdir(exist_ok=True)
    lock = open(folder / LOCK, "ab")  # noqa: SIM115 (it is held beyond this function)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("Another run is at work on this edition; waiting until it ends.", file=sys.stderr)
        fcntl.flock(lock, fcntl.LOCK_EX)
    _held.append(lock)
    _holder = os.getpid()
    clear_parts(build)


def release() -> None:
    """Release the lock, so that a waiting run can begin."""
    while _held:
        _held.pop().close()


# --- workers -------------------------------------------------------------------------------------

try:
    _prctl = ctypes.CDLL(None, use_errno=True).prctl
except (AttributeError, OSError):  # not Linux
    _prctl = None


def _in_child() -> None:
    """Release the lock in a forked worker, and let the worker end when the run is killed."""
    if not _held:
        return
    release()
    if _prctl is not None:
        _prctl(_WITH_PARENT, signal.SIGKILL)
        if os.getppid() != _holder and os.getpid() != _holder:
            os._exit(1)


os.register_at_fork(after_in_child=_in_child)

_ENDED_BY_US = {0, -signal.SIGTERM, -signal.SIGINT}


def lost(workers: set[BaseProcess]) -> str:
    """Return a message about a worker that was killed or failed; an empty text if none did. doit
    would wait for its answer for ever."""
    for worker in workers:
        code = worker.exitcode
        if code is not None and code not in _ENDED_BY_US:
            how = f"killed by {signal.Signals(-code).name}" if code < 0 else f"ended with {code}"
            hint = "; perhaps for lack of memory: try -n 1" if code == -signal.SIGKILL else ""
            return f"a process of the build was {how}{hint}"
    return ""
