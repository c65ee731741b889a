"""Report how a command ended: its exit code, or why it could not run."""

from __future__ import annotations

SOUND, UNSOUND, COULD_NOT_RUN = 0, 1, 2


class CouldNotRun(Exception):
    """Raised if a command cannot run; the message says what is wrong, where, and what to do."""
