"""Run tasks of the graph for a command."""

from __future__ import annotations

from collections.abc import Sequence

from octavo.cli.exit_codes import COULD_NOT_RUN, SOUND, UNSOUND


def run_doit(wanted: Sequence[str], processes: int, *, quietly: bool = False) -> int:
    """Run the tasks wanted in the current folder; return the exit code."""
    from octavo.tasks.running.doit_run import Outcome, run_tasks

    outcome = run_tasks(wanted, processes, quietly=quietly)
    return {Outcome.SOUND: SOUND, Outcome.UNSOUND: UNSOUND}.get(outcome, COULD_NOT_RUN)
