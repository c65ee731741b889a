"""Run a stage as the action of a task: its failures become messages, never tracebacks."""

from __future__ import annotations

import errno
import gc
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import partial
from typing import Any, Protocol

from doit.exceptions import BaseFail, TaskError, TaskFailed

from octavo.model import FaultError
from octavo.tasks.running.anew import has_grown, run_anew
from octavo.tasks.running.apart import run_apart
from octavo.tasks.running.digests import digests
from octavo.tasks.running.freed_memory import given_back
from octavo.tasks.running.up_to_date import Files
from octavo.tasks.unsound import UnsoundError

_LEFT = "; the forms stay as they were"
_ROOM = f"{_LEFT}; make room on the disk and build again"
_HINTS = {
    errno.ENOSPC: _ROOM,
    errno.EDQUOT: _ROOM,
    errno.EFBIG: f"{_LEFT}; files may not be that large here",
}


# How many new objects, and walks, make the collector walk through the young, the older and all
# objects: a layout makes millions that live to its end.
_SELDOM = 20_000, 10, 20


class Runnable(Protocol):
    """What a stage shows to its action."""

    @property
    def name(self) -> str: ...
    @property
    def body(self) -> Callable[..., None]: ...
    @property
    def collects_garbage(self) -> bool: ...
    @property
    def is_large(self) -> Callable[..., bool] | None: ...
    @property
    def reads_the_book(self) -> bool: ...


def run(
    stage: Runnable, files: Files, access: Callable[[], AbstractContextManager[None]],
    *arguments: Any,
) -> BaseFail | dict[str, Any]:  # fmt: skip
    """Run a stage with access to its declared files only, in a process of its own if it is large;
    return for doit its failure, or the digests of the files that it read and made.

    An unsound edition gives TaskFailed, anything else TaskError.
    """
    task = partial(run_here, stage, files, access, *arguments)
    try:
        if stage.reads_the_book and has_grown():
            return run_anew(stage.name)
        if stage.is_large is not None and stage.is_large(*arguments):
            return run_apart(task)
    except OSError as error:
        return TaskError(f"{stage.name}: {error.strerror or error}{_LEFT}")  # no process to be had
    return task()


def run_here(
    stage: Runnable, files: Files, access: Callable[[], AbstractContextManager[None]],
    *arguments: Any,
) -> BaseFail | dict[str, Any]:  # fmt: skip
    """Run a stage as `run` does, in this process."""
    was_on, thresholds = gc.isenabled(), gc.get_threshold()
    if stage.collects_garbage:
        gc.set_threshold(*_SELDOM)
        gc.enable()
    else:
        gc.disable()
    seen = files.seen()
    try:
        with given_back(), access():
            stage.body(*arguments)
            if stage.collects_garbage:
                gc.collect()
                gc.freeze()  # what is left is kept for the next tasks: no walk through it again
    except FaultError as unsound:
        from octavo.tasks.fault_places import with_places

        _, paths, *_ = arguments
        return TaskFailed(str(FaultError(*with_places(unsound.placed(), paths.root))))
    except UnsoundError as unsound:
        return TaskFailed(str(unsound))
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        hint = _HINTS.get(error.errno or 0, "")
        return TaskError(f"{stage.name}: {error.strerror or error}{where}{hint}")
    except Exception as error:
        if os.environ.get("OCTAVO_DEBUG"):
            traceback.print_exc(file=sys.stderr)
        if edited := digests.edited():
            return TaskError(f"{stage.name} stopped: {said_edited(edited)}")
        return TaskError(
            f"{stage.name}: {type(error).__name__}: {error}\n"
            "This is a fault of Octavo, not of the edition: please report it "
            "(OCTAVO_DEBUG=1 shows where it came from)."
        )
    finally:
        (gc.enable if was_on else gc.disable)()
        gc.set_threshold(*thresholds)
    return seen.record()


def said_edited(names: Sequence[str]) -> str:
    """Return a sentence on sources that were edited during a run."""
    shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    was = "was" if len(names) == 1 else "were"
    return f"{shown} {was} changed while the edition was being built; build again"
