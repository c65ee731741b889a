"""Stop a layout that would not end.

A style sheet or a text can send a layout round in circles. The bound is of processor time, which a
busy machine does not change, and grows with the text.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

SECONDS = 30.0  # of a processor, for any section
SECONDS_A_WORD = 0.01  # ten times what a page of an ordinary book takes


class LayoutTooLongError(Exception):
    """Raised if a layout was stopped; the message says after how many seconds."""


# Seconds after which the signal comes again: a destructor keeps an exception to itself.
_AGAIN = 1.0


class _Stopped(BaseException):
    """Pass through code that keeps exceptions to itself."""


@contextmanager
def time_limit(words: int) -> Iterator[None]:
    """Raise LayoutTooLongError if what is done within takes more processor time than the layout of
    so many words may. Outside of the main thread, where no signal comes, nothing is bounded."""
    seconds = SECONDS + words * SECONDS_A_WORD
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGPROF, _stop)
    signal.setitimer(signal.ITIMER_PROF, seconds, _AGAIN)
    try:
        yield
    except _Stopped:
        message = f"the layout was stopped after {seconds:.0f} seconds of work"
        raise LayoutTooLongError(message) from None
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _stop(number: int, frame: Any) -> None:
    raise _Stopped
