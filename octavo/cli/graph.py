"""Run tasks of the graph for a command."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from typing import TYPE_CHECKING

from octavo.cli.exit_codes import COULD_NOT_RUN, SOUND, UNSOUND

if TYPE_CHECKING:
    from octavo.tasks.running.doit_run import Said
    from octavo.tasks.running.last_build import Digests


def run_doit(
    wanted: Sequence[str], processes: int, said: Said = "progress", draft_of: str = ""
) -> tuple[int, Digests | None]:
    """Run the tasks wanted in the current folder, or those of its draft under the date `draft_of`;
    return the exit code, and the digests of the files of all tasks, if they are certain."""
    gc.disable()  # modules, plan and tasks stay to the end: walks through them find nothing
    try:
        from octavo.tasks.running.doit_run import Outcome, run_tasks

        run = run_tasks(wanted, processes, said, draft_of)
    finally:
        gc.enable()
    codes = {Outcome.SOUND: SOUND, Outcome.UNSOUND: UNSOUND}
    return codes.get(run.outcome, COULD_NOT_RUN), run.files
