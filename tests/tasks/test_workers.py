"""A worker forked by a run begins with one thread: another could wait for ever for a lock."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.building import environment

# logging resets its lock in a fork after the hooks of what was imported before it. A thread that a
# hook starts may ask for the lock until then, and would wait for a lock that nobody releases.
FORKS = """
import os, sys, threading
from pathlib import Path
from octavo.tasks.running import run_lock
import logging

started = []
threading.Thread.start = lambda thread: started.append(thread.name)
run_lock.hold(Path(sys.argv[1]))
child = os.fork()
if not child:
    logging.getLogger("worker").warning("at work")
    os._exit(len(started) + threading.active_count() - 1)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def test_a_worker_has_no_thread_before_its_first_task(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FORKS, str(tmp_path)], env=environment(), capture_output=True,
        text=True, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stderr.strip()) == (0, "at work")
