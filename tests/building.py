"""Run octavo and doit on editions as a person would, and see which files they made."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests import ready_python

ROOT = Path(__file__).resolve().parents[1]
OCTAVO = (sys.executable, "-m", "octavo.cli")
DOIT = (sys.executable, "-m", "doit")
FORMS = ("pdf", "epub", "docx")

_TASK = re.compile(r"^\[\d+/\d+\] (.+) \(\d+\.\d s\)$", re.MULTILINE)


def environment(**more: str) -> dict[str, str]:
    """The environment of a run: this checkout's octavo, and no settings of the tester's own."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("OCTAVO", "PYTHON", "DOIT"))}
    return {**kept, "PYTHONPATH": str(ROOT), **more}


def run(*command: str, code: int | None = 0, env: dict[str, str] | None = None, **how: Any):
    """Run a command to its end; it must end with the code given, and never show a traceback."""
    done = subprocess.run(
        command, capture_output=True, text=True, env=env or environment(),
        timeout=how.pop("timeout", 400), **how,
    )  # fmt: skip
    return _held(done, code)


def _held(done: subprocess.CompletedProcess[str], code: int | None):
    """Give back a run, once it has ended as it must."""
    shown = done.stdout + done.stderr
    assert "Traceback" not in shown, shown
    assert "fault of Octavo" not in shown, shown
    assert code is None or done.returncode == code, shown
    return done


def _run_module(command: tuple[str, ...], arguments: list[str], code: int | None, **how: Any):
    """Run a module: forked from a Python that has loaded it, or, where the run has an environment
    of its own or is arranged otherwise, in a Python that starts with it."""
    if how.keys() - {"cwd", "umask", "timeout"}:
        return run(*command, *arguments, code=code, **how)
    how.setdefault("timeout", 400)
    return _held(ready_python.run(command[-1], arguments, environment(), **how), code)


def octavo(*arguments: str | Path, code: int | None = 0, **how: Any):
    """Run one of octavo's commands; a build in one process, because two tests run side by side."""
    given = [str(argument) for argument in arguments]
    if given[:1] == ["build"] and "-n" not in given:
        given[1:1] = ["-n", "1"]
    return _run_module(OCTAVO, given, code, **how)


def doit(folder: Path, *arguments: str, code: int | None = 0, **how: Any):
    """Run doit in an edition's folder."""
    return _run_module(DOIT, list(arguments), code, cwd=folder, **how)


def tasks_of(done: subprocess.CompletedProcess[str]) -> list[str]:
    """The tasks that a run executed, by its own account."""
    return _TASK.findall(done.stdout)


def forms_of(folder: Path) -> dict[str, str]:
    """The digest of each published form of an edition."""
    found = (p for p in sorted((folder / "build").iterdir()) if p.suffix[1:] in FORMS)
    return {p.suffix[1:]: hashlib.sha256(p.read_bytes()).hexdigest() for p in found}


def parts_of(folder: Path) -> list[Path]:
    """Files that were being written when something stopped."""
    return sorted((folder / "build").rglob("*.part"))


def copy_of(edition: Path, folder: Path) -> Path:
    """An edition with all that was built of it, in another folder."""
    shutil.copytree(edition, folder, symlinks=True)
    return folder


def edit(path: Path, old: str, new: str) -> None:
    """Change a text at one place."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
    path.write_text(text.replace(old, new), encoding="utf-8")
