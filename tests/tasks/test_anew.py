"""Tasks that run in a new process, since the worker has grown."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from octavo.tasks.running import action, anew
from octavo.tasks.running.doit_run import Outcome, run_tasks
from tests.building import ROOT, copy_of, environment, forms_of, octavo


def built_anew(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Outcome, list[str]]:
    """Build an edition here, the large tasks in new processes; return how it ended, and their
    names."""
    ran: list[str] = []

    def run_anew(name: str) -> object:
        ran.append(name)
        return anew.run_anew(name)

    monkeypatch.setattr(action, "has_grown", lambda: True)
    monkeypatch.setattr(action, "run_anew", run_anew)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.chdir(folder)
    return run_tasks(["publish"], 0, "nothing").outcome, ran


def test_what_a_new_process_makes_is_the_same(
    built_edition: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, other = (copy_of(built_edition, tmp_path / name) for name in ("anew", "here"))
    for each in (folder, other):
        text = each / "source" / "02-ledger.md"
        text.write_text(f"{text.read_text()}\nOne paragraph more.\n")
    octavo("build", other)
    assert built_anew(folder, monkeypatch) == (Outcome.SOUND, ["bind", "proof"])
    assert forms_of(folder) == forms_of(other) != forms_of(built_edition)
    assert run_tasks(["publish"], 0, "nothing").outcome is Outcome.SOUND  # and is up to date


def test_what_a_new_process_finds_is_found(
    built_edition: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copy_of(built_edition, tmp_path / "hidden")
    (folder / "styles").mkdir()
    (folder / "styles" / "print.css").write_text(".note { color: white }\n")
    assert built_anew(folder, monkeypatch) == (Outcome.UNSOUND, ["bind", "proof"])


def test_a_module_in_the_editions_folder_is_not_run(
    built_edition: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = copy_of(built_edition, tmp_path / "hostile")
    for name in ("pikepdf", "doit", "octavo"):
        (folder / f"{name}.py").write_text("open('run', 'w').close()\n")
    text = folder / "source" / "02-ledger.md"
    text.write_text(f"{text.read_text()}\nOne paragraph more.\n")
    assert built_anew(folder, monkeypatch) == (Outcome.SOUND, ["bind", "proof"])
    assert not (folder / "run").exists()


_WAITS = """
import sys, time
from pathlib import Path
from octavo.tasks.running.apart import run_apart

def task():
    print("begun", flush=True)
    time.sleep(1.5)
    Path(sys.argv[1]).write_text("late")

run_apart(task)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a process with its parent")
def test_a_task_apart_ends_with_the_worker_that_waits_for_it(tmp_path: Path) -> None:
    late = tmp_path / "late"
    command = [sys.executable, "-c", _WAITS, str(late)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment()) as worker:
        assert worker.stdout is not None and worker.stdout.readline() == b"begun\n"
        worker.kill()
    time.sleep(2)
    assert not late.exists()


def test_a_process_is_as_large_as_the_system_says() -> None:
    assert 10 * 2**20 < anew.resident() < 4 * 2**30 or os.uname().sysname != "Linux"
