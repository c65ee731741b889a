"""Open standard streams that are closed, and stop writing to a reader that has gone away."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager


def open_closed_streams() -> None:
    """Open those of the three standard streams that are closed: a file of the edition would get
    the number of one, and receive what is printed."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free: this one
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "r" if name == "stdin" else "w"))  # noqa: SIM115


def stop_writing() -> None:
    """Write no more to standard output: its reader has closed the pipe, as in `octavo list | head`.
    Python would complain at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def whoever_reads() -> Iterator[None]:
    """Write the result of a command, whose exit code does not depend on who reads it."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        stop_writing()
