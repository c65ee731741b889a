"""Run a task in a new process where this one has grown: what it holds would add to the task's own.

A worker that has read and laid out a book of 1.5 million words holds 280 MB, and the binding and
the proof of that book take 300 more each. A new process plans the edition again, which takes a
second, and runs the one task: `python -P -m octavo.tasks.running.anew NAME PARENT`, in the
edition's folder, with the id of the process that waits for it.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from typing import Any

from octavo.tasks.running.freed_memory import resident

# Without -P a module in the edition's folder, where runs are, would be taken for a library.
PYTHON = (sys.executable, "-P")
GROWN = 250 * 2**20  # bytes; after a book of 180,000 words it is 235


def has_grown() -> bool:
    """Return whether this process holds so much that a large task should run in a new one."""
    return resident() > GROWN


def run_anew(name: str) -> Any:
    """Run the task of a name in a new process and return its result.

    Raise ChildProcessError if the process was stopped before it had one.
    """
    command = [*PYTHON, "-m", __name__, name, str(os.getpid())]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    if not done.stdout:
        raise ChildProcessError("the process was stopped; the system may be short of memory")
    return pickle.loads(done.stdout)


def main() -> None:
    """Run the task that the command line names, and write its result to the output, pickled; what
    else is printed goes to the errors."""
    from octavo.tasks.doit_tasks import task_octavo
    from octavo.tasks.running.action import run_here
    from octavo.tasks.running.run_lock import end_with
    from octavo.tasks.running.surroundings import settle

    _, name, parent = sys.argv
    end_with(int(parent))
    result_out = os.dup(1)
    os.dup2(2, 1)
    settle()
    made = [task for task in task_octavo() if task["basename"] == name]
    ((_, arguments),) = next(task["actions"] for task in made if task.get("actions"))
    with os.fdopen(result_out, "wb") as out:
        pickle.dump(run_here(*arguments), out)


if __name__ == "__main__":
    main()
