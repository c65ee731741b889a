"""Run tasks of the edition in the current folder."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Literal, TypeAlias

from doit.cmd_base import ModuleTaskLoader
from doit.doit_cmd import DoitMain

from octavo.tasks.doit_tasks import DOIT_CONFIG, DRAFT_DATABASE, task_octavo, tasks_of_draft
from octavo.tasks.running.last_build import Digests
from octavo.tasks.running.progress import Failures, Progress, Quiet
from octavo.tasks.running.stage import Task

# What a run prints: each task and each failure, the failures alone, or nothing.
Said: TypeAlias = Literal["progress", "failures", "nothing"]
_REPORTERS: dict[Said, type[Progress]] = {
    "progress": Progress, "failures": Failures, "nothing": Quiet,
}  # fmt: skip


class Outcome(Enum):
    """The result of a run: all is made; the edition has errors; or the run failed otherwise."""

    SOUND = "sound"
    UNSOUND = "unsound"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Run:
    """A run: its outcome; and if it was sound, the digests of the files of all its tasks, unless
    one was edited meanwhile."""

    outcome: Outcome
    files: Digests | None = None


def run_tasks(
    wanted: Sequence[str], processes: int, said: Said = "progress", draft_of: str = ""
) -> Run:
    """Run the tasks wanted and all that they depend on, in a number of processes. With 0 processes,
    run them in this one. `draft_of` is the date of a draft, whose tasks are others."""
    progress = _REPORTERS[said](sys.stdout)
    progress.has_workers = processes > 0
    config: dict[str, object] = {**DOIT_CONFIG, "reporter": progress}
    if draft_of:
        Path(DRAFT_DATABASE).parent.mkdir(parents=True, exist_ok=True)
        config["dep_file"] = DRAFT_DATABASE

    def task_made() -> Iterator[Task]:
        return tasks_of_draft(draft_of) if draft_of else task_octavo()

    tasks = {"DOIT_CONFIG": config, task_made.__name__: task_made}
    doit = DoitMain(ModuleTaskLoader(tasks), config_filenames=())
    if not doit.run(["run", "-n", str(processes), *wanted]):
        return Run(Outcome.SOUND, progress.files)
    return Run(Outcome.UNSOUND if progress.is_unsound else Outcome.FAILED)
