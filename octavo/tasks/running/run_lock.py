"""Let one run at a time work in a folder, clear up after stopped runs, and find killed workers."""

from __future__ import annotations

import atexit
import ctypes
import fcntl
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from octavo.tasks.running import own_folder
from octavo.tasks.write import clear_parts

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)

LOCK = Path("build", ".lock")  # below an edition's folder

_held: list[IO[bytes]] = []
_holder = os.getpid()


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Change into an edition's folder and hold its lock; a second run in the same folder waits for
    the first. If the run is stopped, nothing half-written stays."""
    before = Path.cwd()
    with _stopped_by_signals():
        hold(folder)
        try:
            os.chdir(folder)
            yield
        except BaseException:
            clear_parts(Path("build"))
            raise
        finally:
            os.chdir(before)
            release()


def hold(folder: Path) -> None:
    """Wait for the lock of a folder and keep it, set a temporary folder of our own, and remove
    what killed runs have left: half-written files and temporary folders.

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
    own_folder.take()
    atexit.register(release)  # doit itself knows of no end


def release() -> None:
    """Remove the temporary folder and release the lock, so that a waiting run can begin."""
    own_folder.remove()
    while _held:
        _held.pop().close()


@contextmanager
def _stopped_by_signals() -> Iterator[None]:
    """Let the signals that end a process end the run as Ctrl-C does, so that it clears up."""

    def stop(*_: object) -> None:
        for each in before:
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    ending = (signal.SIGTERM, signal.SIGHUP)
    before = {each: signal.getsignal(each) for each in ending}
    before = {each: how for each, how in before.items() if how is not signal.SIG_IGN}  # nohup
    if threading.current_thread() is not threading.main_thread():
        before = {}  # only the main thread may set them
    for each in before:
        signal.signal(each, stop)
    try:
        yield
    finally:
        for each, how in before.items():
            signal.signal(each, how)


# --- workers -------------------------------------------------------------------------------------

try:
    _prctl = ctypes.CDLL(None, use_errno=True).prctl
except (AttributeError, OSError):  # not Linux
    _prctl = None


def _in_child() -> None:
    """Release the lock in a forked worker, and let the worker end when the run is killed."""
    if not _held:
        return
    for each in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, signal.SIG_DFL)  # the run that stops its workers clears up
    while _held:
        _held.pop().close()
    if os.getpid() != _holder:
        end_with(_holder)


def end_with(parent: int) -> None:
    """Let this process end when the process that started it is killed, so that it writes nothing
    beside a later run; end it at once if that has ended already. Only Linux can do so."""
    if _prctl is not None:
        _prctl(_WITH_PARENT, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


os.register_at_fork(after_in_child=_in_child)

_ENDED_BY_US = {0, -signal.SIGTERM, -signal.SIGINT, -signal.SIGHUP}


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
