"""Run a task in a process of its own, so that the memory which it leaves ends with that process.

A worker that has laid out a long section holds 60 MB more than before, in pieces too small to be
given back; a later task adds to it.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable
from typing import TypeVar

from octavo.tasks.running.run_lock import end_with

Result = TypeVar("Result")


def run_apart(task: Callable[[], Result]) -> Result:
    """Run a task in a fork of this process, and return its result, which must be picklable.

    Raise ChildProcessError if the process was stopped before it had one, as the system does when
    memory is exhausted.
    """
    reading, writing = os.pipe()
    parent = os.getpid()
    child = os.fork()
    if not child:
        try:
            end_with(parent)
            os.close(reading)
            with os.fdopen(writing, "wb") as pipe:
                pickle.dump(task(), pipe)
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        data = pipe.read()
    os.waitpid(child, 0)
    if not data:
        raise ChildProcessError("the process was stopped; the system may be short of memory")
    return pickle.loads(data)
