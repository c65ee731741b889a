"""One run at a time in a folder: nothing half-made is left, and no worker is lost unseen."""

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

_held: list[IO[bytes]] = []
_holder = os.getpid()


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """In an edition's folder, alone: a second run in the same folder waits for the first."""
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
    """What libraries leave in temporary folders goes with the run: a worker that is stopped cannot
    clear up behind itself."""
    before = tempfile.tempdir
    with tempfile.TemporaryDirectory(prefix="octavo-", ignore_cleanup_errors=True) as folder:
        tempfile.tempdir = folder
        try:
            yield
        finally:
            tempfile.tempdir = before


def hold(folder: Path) -> None:
    """Wait until no other run is at work in a folder, keep it, and clear what a killed run left.

    A run that holds the folder already goes on.
    """
    global _holder
    if _held:
        return
    build = folder / "build"
    build.mkdir(exist_ok=True)
    lock = open(build / ".lock", "ab")  # noqa: SIM115 (it is held beyond this function)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        print("Another run is at work on this edition; waiting until it ends.", file=sys.stderr)
        fcntl.flock(lock, fcntl.LOCK_EX)
    _held.append(lock)
    _holder = os.getpid()
    clear_parts(build)


def release() -> None:
    """Let the next run in."""
    while _held:
        _held.pop().close()


# --- workers -------------------------------------------------------------------------------------

try:
    _prctl = ctypes.CDLL(None, use_errno=True).prctl
except (AttributeError, OSError):  # not Linux
    _prctl = None


def _in_child() -> None:
    """A process of a run keeps no lock, and ends with the run even when that is killed."""
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
    """What became of a worker that ended as none should, or nothing: doit would wait for it."""
    for worker in workers:
        code = worker.exitcode
        if code is not None and code not in _ENDED_BY_US:
            how = f"killed by {signal.Signals(-code).name}" if code < 0 else f"ended with {code}"
            hint = "; perhaps for lack of memory: try -n 1" if code == -signal.SIGKILL else ""
            return f"a process of the build was {how}{hint}"
    return ""
