"""The progress of a build as doit runs it: one line that moves on a terminal, plain lines elsewhere."""

from __future__ import annotations

import shutil
import time
from typing import Any

from doit.exceptions import BaseFail, UnmetDependency
from doit.reporter import ConsoleReporter


class Progress(ConsoleReporter):
    """Say which task runs and how many there are; show findings as they stand, nothing twice."""

    desc = "Octavo's progress"

    def __init__(self, outstream: Any, options: dict[str, Any]) -> None:
        super().__init__(outstream, options)
        self._live = bool(getattr(outstream, "isatty", lambda: False)())
        self._started: dict[str, float] = {}
        self._total = self._done = 0
        self._begun = time.monotonic()

    def initialize(self, tasks: dict[str, Any], selected_tasks: list[str]) -> None:
        """Count what may have to be done for the tasks asked for."""
        wanted, stack = set(), list(selected_tasks)
        makers = {target: name for name, t in tasks.items() for target in t.targets}
        while stack:
            name = stack.pop()
            if name in wanted or name not in tasks:
                continue
            wanted.add(name)
            needs = tasks[name]
            stack += needs.task_dep
            stack += [makers[file] for file in needs.file_dep if file in makers]
        self._total = sum(1 for name in wanted if tasks[name].actions)

    def execute_task(self, task: Any) -> None:
        if task.actions:
            self._started[task.name] = time.monotonic()
            self._show(task.name)

    def add_success(self, task: Any) -> None:
        if not task.actions:
            return
        self._done += 1
        seconds = time.monotonic() - self._started.pop(task.name, self._begun)
        if not self._live:
            self.write(f"[{self._done}/{self._total}] {_spoken(task.name)} ({seconds:.1f} s)\n")

    def skip_uptodate(self, task: Any) -> None:
        self._done += bool(task.actions)

    def skip_ignore(self, task: Any) -> None:
        self._done += bool(task.actions)

    def add_failure(self, task: Any, fail: BaseFail) -> None:
        if isinstance(fail, UnmetDependency):
            return
        self.failures.append({"task": task, "exception": fail})
        self._wipe()
        self.write(f"{fail.message.rstrip()}\n")

    def complete_run(self) -> None:
        self._wipe()
        for message in self.runtime_errors:
            self.write(f"{message}\n")

    def _show(self, name: str) -> None:
        if self._live:
            width = shutil.get_terminal_size().columns - 1
            others = len(self._started) - 1
            more = f" and {others} more" if others else ""
            line = f"[{self._done}/{self._total}] {_spoken(name)}{more}"
            self.write(f"\r\033[K{line[:width]}")
            self.outstream.flush()

    def _wipe(self) -> None:
        if self._live:
            self.write("\r\033[K")


def _spoken(name: str) -> str:
    return name.replace(":", " ")
