"""Build a book as long as Gibbon; print the peak memory and the processor seconds of each stage.

Run as `python -m benchmarks.huge_book`; `--book` takes another book of `more_books`, `--into` keeps
the edition in a folder, whose build is then continued; `--again` makes some of its tasks anew, as
`proof` or `typeset:0-001-editors-introduction`. Every task is measured in the process that runs it:

    tasks     how often the stage ran
    peak MB   the largest resident memory of a process while it ran a task of the stage
    own MB    the most that one task added to what its process held before it
    programs  the largest resident memory of a program that the stage started, such as pandoc
    seconds   of the processor, in all tasks of the stage, programs included

The last rows are of the process that hands out the tasks, and of the whole build. It ends with 1 if
a process held more than `BOUND`, or if the book is not sound.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from typing import Any

from benchmarks import corpus
from benchmarks.more_books import BOOKS

BOUND = 500.0  # MB of resident memory
_LOG = "OCTAVO_BENCHMARK_LOG"
_STATUS, _RESET = Path("/proc/self/status"), Path("/proc/self/clear_refs")


@dataclass(slots=True)
class Row:
    """The figures of one task, or the sums and largest of a stage; memory is in MB."""

    tasks: int = 0
    peak: float = 0.0
    own: float = 0.0
    programs: float = 0.0
    seconds: float = 0.0

    def add(self, other: Row) -> None:
        self.tasks += other.tasks
        self.peak = max(self.peak, other.peak)
        self.own = max(self.own, other.own)
        self.programs = max(self.programs, other.programs)
        self.seconds += other.seconds

    def __str__(self) -> str:
        return (
            f"{self.tasks:6}{self.peak:10.0f}{self.own:9.0f}{self.programs:10.0f}"
            f"{self.seconds:10.1f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--book", choices=list(BOOKS), default="huge")
    parser.add_argument("--into", type=Path, help="keep the edition in this folder")
    parser.add_argument("-n", dest="processes", type=int, default=2)
    parser.add_argument("--again", nargs="+", default=[], metavar="TASK")
    options = parser.parse_args()
    if not corpus.BOOKS.is_dir():
        sys.exit("the folder shared/ with the corpus is not beside the project")
    with tempfile.TemporaryDirectory() as scratch:
        root = options.into or Path(scratch) / options.book
        if not (root / "source").is_dir():
            BOOKS[options.book](root)
        sys.exit(measure(root, options.processes, options.again))


def measure(root: Path, processes: int, again: Sequence[str]) -> int:
    """Build an edition, or run some of its tasks again, and print the table of its stages.

    Return 1 if a process held too much memory or the book is not sound, else 0.
    """
    with tempfile.NamedTemporaryFile() as log:
        command = [sys.executable, "-c", _SCRIPT, str(processes), *again]
        done = subprocess.run(
            command, cwd=root, env={**os.environ, _LOG: log.name, "PYTHONPATH": _path()},
            capture_output=True, text=True,
        )  # fmt: skip
        lines = [json.loads(line) for line in Path(log.name).read_text("utf-8").splitlines()]
    if done.returncode:
        print(done.stdout[-2000:], done.stderr[-2000:], sep="\n")
    stages: dict[str, Row] = defaultdict(Row)
    for name, *figures in lines:
        stages[name].add(Row(*figures))
    print(f"{'':16}{'tasks':>6}{'peak MB':>10}{'own MB':>9}{'programs':>10}{'seconds':>10}")
    for name, row in stages.items():
        print(f"{name:16}{row}")
    used = getrusage(RUSAGE_CHILDREN)
    print(f"{'the whole build':16}{'':35}{used.ru_utime + used.ru_stime:10.1f}")
    return int(done.returncode != 0 or any(row.peak > BOUND for row in stages.values()))


_SCRIPT = "import sys; from benchmarks.huge_book import run; sys.exit(run(sys.argv[1:]))"


def _path() -> str:
    return os.pathsep.join(filter(None, (*sys.path, os.environ.get("PYTHONPATH", ""))))


def run(arguments: Sequence[str]) -> int:
    """Build the edition in this folder in a number of processes, or make the tasks named behind the
    number again; log the figures of each task, and return the exit code."""
    from octavo.tasks.forms import BY_DEFAULT, tasks_of
    from octavo.tasks.running import stage
    from octavo.tasks.running.doit_run import Outcome, run_tasks
    from octavo.tasks.running.run_lock import alone

    plain = stage.run

    def measured(made_by: Any, *others: Any) -> Any:
        with _measured(made_by.name):
            return plain(made_by, *others)

    stage.run = measured
    processes, *again = arguments
    with alone(Path()):
        wanted = ["--always", "--single", *again] if again else tasks_of(BY_DEFAULT)
        outcome = run_tasks(wanted, int(processes)).outcome
    own = getrusage(RUSAGE_SELF)
    _log("(main process)", Row(1, _kept("VmHWM"), 0.0, 0.0, own.ru_utime + own.ru_stime))
    return int(outcome is not Outcome.SOUND)


@contextmanager
def _measured(name: str) -> Iterator[None]:
    """Log the figures of what is run meanwhile, as a task of the stage of a name."""
    _RESET.write_text("5")  # the peak begins anew
    before, started = _kept("VmRSS"), _spent()
    yield
    peak = _kept("VmHWM")
    programs = getrusage(RUSAGE_CHILDREN).ru_maxrss / 1024
    _log(name, Row(1, peak, peak - before, programs, _spent() - started))


def _kept(name: str) -> float:
    """Return a figure of this process's memory in MB."""
    found = re.search(rf"^{name}:\s+(\d+) kB", _STATUS.read_text(), re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def _spent() -> float:
    """Return the processor seconds of this process and of the programs that it has run."""
    used = getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN)
    return sum(each.ru_utime + each.ru_stime for each in used)


def _log(name: str, row: Row) -> None:
    """Add a line to the log; a line is short enough to be written at once."""
    line = json.dumps([name, *astuple(row)]) + "\n"
    with open(os.environ[_LOG], "a", encoding="utf-8") as log:
        log.write(line)


if __name__ == "__main__":
    main()
