"""Take the digests of files, and decide when a file must be read again.

A task is up to date while the files that it read and made have the digests that it saw. Times never
decide: rsync, an archive or a program can give new content an old time. They only save the reading.
A digest that was taken earlier holds while device, inode, size, time of writing and time of change
are the same, if that time of change

- is the system's own, which no program can set: a trial shows whether the file system keeps one;
- was past when the digest was taken: a second write in the same tick of the clock leaves no trace.

Every other file is read again.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import orjson

from octavo.tasks.passing import is_passing
from octavo.tasks.write import write_whole

# Of a file: device, inode, size in bytes, time of writing and time of change in nanoseconds.
State: TypeAlias = tuple[int, int, int, int, int]

_TICK = 20_000_000  # nanoseconds: the clock of a file system may stand still for ten milliseconds
_COARSE_TICK = 2_500_000_000  # on one that keeps whole seconds, or every other one
_LONG_AGO = 1_000_000_000 * 10**9  # in 2001
_NO_DEVICE = -1

KEPT = Path("build", ".digests.json")  # below an edition's folder
SOURCES = ("source", "csl", "styles")


@dataclass(frozen=True, slots=True)
class _Known:
    """The digest of a file, its state when it was read, and the file system's time then."""

    state: State
    digest: str
    taken: int


class Digests:
    """The digests of the files of one edition, in the process that runs its tasks and in workers
    forked from it."""

    def __init__(self) -> None:
        self._known: dict[str, _Known] = {}
        self._device, self._ahead = _NO_DEVICE, 0
        self._root, self._began = Path(), dict[str, State]()
        self._changed = False

    # --- a run ---

    def begin(self, lock: Path, kept: Path) -> None:
        """Begin a run: try the clock of the file system on a file that means nothing, the lock, and
        read the digests kept by the last run."""
        self._known, self._changed = {}, False
        self._try_clock(lock)
        with suppress(OSError, ValueError, TypeError):
            for path, state, digest, taken in orjson.loads(kept.read_bytes()):
                self._known[path] = _Known(tuple(state), digest, taken)

    def end(self, kept: Path) -> None:
        """Keep the digests for the next run. Files that were read too soon after they had been
        written are read once more, so that their digests hold."""
        if not self._changed:
            return
        for path in list(self._known):
            if self.of(path) is None:
                del self._known[path]
        rows = [(path, k.state, k.digest, k.taken) for path, k in sorted(self._known.items())]
        with suppress(OSError):
            write_whole(kept, orjson.dumps(rows, option=orjson.OPT_APPEND_NEWLINE))
        self._changed = False

    def _try_clock(self, file: Path) -> None:
        """Find the device whose times of change can be trusted, and by how many nanoseconds its
        clock is ahead of ours. If setting a time of writing sets both, no device is trusted."""
        self._device, self._ahead = _NO_DEVICE, 0
        with suppress(OSError):
            os.utime(file, ns=(_LONG_AGO, _LONG_AGO))
            status, now = file.stat(), time.time_ns()
            if status.st_ctime_ns > _LONG_AGO + _COARSE_TICK:
                self._device, self._ahead = status.st_dev, min(0, status.st_ctime_ns - now)

    # --- digests ---

    def of(self, path: str) -> str | None:
        """Return the digest of a file as it is now; for a folder, of all files in it by their
        names; None if it is not there or cannot be read."""
        known, state = self._known.get(path), state_of(path)
        if state is None:
            return self._of_folder(path) if os.path.isdir(path) else None
        if known is not None and known.state == state and self._holds(known):
            return known.digest
        taken = time.time_ns() + self._ahead
        try:
            with open(path, "rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return None
        # a file that was written meanwhile has another state now, and is read again next time
        self._known[path], self._changed = _Known(state, digest, taken), True
        return digest

    def _of_folder(self, path: str) -> str:
        files = sorted(file for file in Path(path).rglob("*") if file.is_file())
        named = [(file.relative_to(path).as_posix(), self.of(str(file))) for file in files]
        return hashlib.sha256(repr(named).encode("utf-8", "surrogateescape")).hexdigest()

    def _holds(self, known: _Known) -> bool:
        device, _, _, _, changed = known.state
        tick = _COARSE_TICK if changed % 10**9 == 0 else _TICK
        return device == self._device and changed + tick < known.taken

    def of_all(self, paths: Iterable[str]) -> dict[str, str | None]:
        """Return the digests of files by their paths."""
        return {path: self.of(path) for path in paths}

    # --- edits during a run ---

    def watch(self, root: Path) -> None:
        """Keep the state of all sources below a folder, before anything is read."""
        self._root = Path(os.path.abspath(root))
        self._began = dict(_sources(self._root))

    def edited(self) -> list[str]:
        """Return the sources that were written, added or removed since `watch`, sorted."""
        now = dict(_sources(self._root)) if self._began else {}
        return sorted(p for p in {*self._began, *now} if self._began.get(p) != now.get(p))


def state_of(path: str) -> State | None:
    """Return the state of a file, or of the file to which a link leads; None if there is none, or
    if it is a folder."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    if status.st_mode & 0o170000 == 0o040000:
        return None
    return _state(status)


def _state(status: os.stat_result) -> State:
    return (
        status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns,
    )  # fmt: skip


def state_of_folder(path: str) -> State | None:
    """Return the state of a folder, or of the nearest one above it that is there: it changes when
    an entry comes or goes."""
    while True:
        with suppress(OSError, ValueError):
            return _state(os.stat(path or "."))
        if not path or path == os.path.dirname(path):
            return None
        path = os.path.dirname(path)


def _sources(root: Path) -> Iterator[tuple[str, State]]:
    for folder in SOURCES:
        for above, _, names in os.walk(root / folder):
            for name in names:
                path = os.path.join(above, name)
                state = None if is_passing(name) else state_of(path)
                if state is not None:
                    yield os.path.relpath(path, root), state


digests = Digests()
