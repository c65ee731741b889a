"""A worker begins with one thread and all modules: it waits for no lock and imports nothing."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.building import ROOT, environment

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


# --- what workers need is imported before they are forked -----------------------------------------

# Asked for by some editions, faults or commands only.
RARELY = {
    "octavo.citations.second_opinion", "octavo.pdf.book.note_pages", "octavo.pdf.book.page_numbers",
    "octavo.pdf.book.edition_endnotes", "octavo.tasks.fault_places", "octavo.checks.near",
    "octavo.pdf.contact_sheet.spreads", "octavo.pdf.contact_sheet.thumbnails",
    "octavo.parsing.titles", "octavo.plain_texts", "octavo.matter.drafts",
}  # fmt: skip


def imported_late(path: Path) -> Iterator[str]:
    """Yield the modules that the functions of a module import when they are called."""
    for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(function, ast.FunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.ImportFrom) and node.module != "octavo":
                    yield node.module or ""


def test_what_stages_import_when_they_run_is_imported_ahead() -> None:
    modules = (ROOT / "octavo" / "tasks").glob("*.py")
    late = {name for path in modules for name in imported_late(path)}
    code = (
        "import sys; from octavo.tasks import doit_tasks; "
        "from octavo.tasks.running.ahead import import_ahead; "
        "import_ahead(doit_tasks.STAGES | {'epub': 0, 'site': 0}); print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True
    )
    assert len(late) > 20
    assert late - RARELY - {*done.stdout.split()} == set()


def test_to_import_ahead_starts_no_program() -> None:
    code = (
        "import sys; from octavo.tasks import doit_tasks; "
        "from octavo.tasks.running.ahead import import_ahead; "
        "sys.addaudithook(lambda event, _: event == 'subprocess.Popen' and sys.exit(9)); "
        "import_ahead(doit_tasks.STAGES | {'epub': 0, 'site': 0}); "
        "from ctypes import util; assert util.find_library.__name__ == 'find_library'"
    )
    done = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
