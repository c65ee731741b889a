"""Tasks that run in a new process, since the worker has grown."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from octavo.tasks.running import action, anew
from octavo.tasks.running.doit_run import Outcome, run_tasks
from tests.building import ROOT, copy_of, forms_of, octavo


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


def test_a_process_is_as_large_as_the_system_says() -> None:
    assert 10 * 2**20 < anew.resident() < 4 * 2**30 or os.uname().sysname != "Linux"
