"""Show the progress of a build: one changing line on a terminal, plain lines elsewhere."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import time
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from doit.exceptions import BaseFail, InvalidTask, TaskFailed, UnmetDependency
from doit.reporter import ConsoleReporter

from octavo.tasks.running import run_lock
from octavo.tasks.running.ahead import LibraryMissingError, import_ahead
from octavo.tasks.running.digests import KEPT, digests
from octavo.tasks.running.last_build import Digests, together
from octavo.tasks.running.printable import printable
from octavo.tasks.running.surroundings import refusal, settle


class Progress(ConsoleReporter):
    """A reporter for doit that shows the running task, the number of tasks, and each failure."""

    desc = "Octavo's progress"
    has_workers = False  # if so, they are forked after `initialize`

    def __init__(self, outstream: Any, options: dict[str, Any] | None = None) -> None:
        super().__init__(outstream, options or {"failure_verbosity": 0})
        self._live = bool(getattr(outstream, "isatty", lambda: False)())
        self._started: dict[str, float] = {}
        self._total = self._done = 0
        self._said: set[str] = set()
        self._begun = time.monotonic()
        self._workers: set[BaseProcess] = set()
        self._wanted: list[Any] = []

    def initialize(self, tasks: dict[str, Any], selected_tasks: list[str]) -> None:
        """Take the folder's lock, and count the tasks that the selected tasks depend on; raise
        InvalidTask if Octavo cannot run in this Python."""
        if why := refusal():
            raise InvalidTask(why)
        settle()
        run_lock.hold(Path())
        digests.begin(run_lock.LOCK, KEPT)
        signal.signal(signal.SIGCHLD, self._see_workers)
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
        self._wanted = [tasks[name] for name in wanted if tasks[name].actions]
        self._total = len(self._wanted)
        if self.has_workers:
            try:
                import_ahead(task.name for task in self._wanted)
            except LibraryMissingError as error:
                raise InvalidTask(str(error)) from None

    @property
    def files(self) -> Digests | None:
        """The digests of the files of all tasks of the run, after it was sound; None if a file was
        another for one task than for another."""
        return together(task.values for task in self._wanted)

    def _see_workers(self, *_: Any) -> None:
        """Raise InvalidTask if a worker was killed: doit would wait for its answer for ever."""
        lost = run_lock.lost(self._workers)
        if lost:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            raise InvalidTask(lost)

    def execute_task(self, task: Any) -> None:
        self._workers.update(multiprocessing.active_children())
        if task.actions:
            self._started[task.name] = time.monotonic()
            self._show(task.name)

    def add_success(self, task: Any) -> None:
        if not task.actions:
            return
        self._done += 1
        seconds = time.monotonic() - self._started.pop(task.name, self._begun)
        if not self._live:
            spoken = printable(_spoken(task.name))
            self.write(f"[{self._done}/{self._total}] {spoken} ({seconds:.1f} s)\n")

    def skip_uptodate(self, task: Any) -> None:
        self._done += bool(task.actions)

    def skip_ignore(self, task: Any) -> None:
        self._done += bool(task.actions)

    def add_failure(self, task: Any, fail: BaseFail) -> None:
        if isinstance(fail, UnmetDependency):
            return
        self.failures.append({"task": task, "exception": fail})
        self._wipe()
        for line in printable(fail.message.rstrip()).split("\n"):
            # One fault of the style sheet is met in each section.
            if line not in self._said or not isinstance(fail, TaskFailed):
                self._said.add(line)
                self.write(f"{line}\n")

    def write(self, text: str) -> None:
        """Write a text; if nobody reads the output any more, continue silently."""
        try:
            self.outstream.write(text)
            self.outstream.flush()
        except BrokenPipeError:
            self.outstream = open(os.devnull, "w")  # noqa: SIM115 (until the process ends)

    def complete_run(self) -> None:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        digests.end(KEPT)
        self._wipe()
        for message in self.runtime_errors:
            self.write(f"octavo: {printable(message)}\n")

    @property
    def is_unsound(self) -> bool:
        """Whether the run failed because of the edition alone."""
        kinds = {type(failure["exception"]) for failure in self.failures}
        return kinds == {TaskFailed} and not self.runtime_errors

    def _show(self, name: str) -> None:
        if self._live:
            width = shutil.get_terminal_size().columns - 1
            others = len(self._started) - 1
            more = f" and {others} more" if others else ""
            line = f"[{self._done}/{self._total}] {_spoken(name)}{more}"
            self.write(f"\r\033[K{line[:width]}")

    def _wipe(self) -> None:
        if self._live:
            self.write("\r\033[K")


class Failures(Progress):
    """A reporter for doit that prints what failed, and no tasks."""

    desc = "failures alone"

    def __init__(self, outstream: Any, options: dict[str, Any] | None = None) -> None:
        super().__init__(outstream, options)
        self._live = False

    def add_success(self, task: Any) -> None:
        pass


class Quiet(Progress):
    """A reporter for doit that prints nothing."""

    desc = "nothing"

    def write(self, text: str) -> None:
        pass


def _spoken(name: str) -> str:
    return name.replace(":", " ")
