"""The tutorial, done as it is written, with Octavo as the wheel installs it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.building import ROOT, environment

_BLOCK = re.compile(r"^```(?P<kind>[a-z]+) *(?P<how>[^\n]*)\n(?P<body>.*?)^```$", re.M | re.S)


def blocks() -> Iterator[tuple[str, str, str]]:
    """Each box of the tutorial: its kind, what is done with it, and its lines."""
    text = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    for found in _BLOCK.finditer(text):
        yield found["kind"], found["how"], found["body"]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Octavo outside of its checkout, laid out as pyproject.toml has it for the wheel, and the
    programs of a shell: octavo, and one that opens files."""
    folder = tmp_path_factory.mktemp("installed")
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = wheel["tool"]["hatch"]["build"]["targets"]["wheel"]
    ignored = shutil.ignore_patterns("__pycache__")
    for package in wheel["packages"]:
        shutil.copytree(ROOT / package, folder / "site" / package, ignore=ignored)
    for source, target in wheel["force-include"].items():
        shutil.copytree(ROOT / source, folder / "site" / target, ignore=ignored)
    programs = {
        "octavo": f'exec "{sys.executable}" -m octavo.cli "$@"',
        "xdg-open": 'test -f "$1" && echo "$1" >> opened',
    }
    (folder / "bin").mkdir()
    for name, line in programs.items():
        (folder / "bin" / name).write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
        (folder / "bin" / name).chmod(0o755)
    return folder


def do(block: tuple[str, str, str], here: Path, env: dict[str, str]) -> tuple[Path, str]:
    """Do what a box says, in a folder; return the folder after it, and what was printed."""
    kind, how, body = block
    if kind == "sh":
        script = f"set -e; trap 'pwd > \"$AFTER\"' EXIT\n{body}"
        done = subprocess.run(
            ["bash", "-c", script], cwd=here, env=env, capture_output=True, text=True
        )
        assert done.returncode == (1 if how == "error" else 0), done.stdout + done.stderr
        return Path(Path(env["AFTER"]).read_text().strip()), done.stdout + done.stderr
    action, _, name = how.partition("=")
    path = here / name
    if action == "file":
        assert not path.exists()
        path.write_text(body, encoding="utf-8")
    elif action == "append":
        with path.open("a", encoding="utf-8") as file:
            file.write(body)
    elif action in ("replace", "mend"):
        _put_in_place(path, body)
    else:
        assert kind == "console", block
    return here, ""


def _put_in_place(path: Path, body: str) -> None:
    """Put a line in the place of the one that begins alike, up to its colon."""
    head = body[: body.index(":") + 1]
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    (at,) = [n for n, line in enumerate(lines) if line.startswith(head)]
    lines[at] = body
    path.write_text("".join(lines), encoding="utf-8")


@pytest.mark.slow
def test_every_step_of_the_tutorial_does_what_it_says(installed: Path, tmp_path: Path) -> None:
    env = environment(
        PYTHONPATH=str(installed / "site"), PATH=f"{installed / 'bin'}:{os.environ['PATH']}",
        AFTER=str(installed / "after"),
    )  # fmt: skip
    here, said = tmp_path, list[str]()
    for block in blocks():
        here, printed = do(block, here, env)
        said.append(printed)
    assert here == tmp_path / "my-book"
    shown = "".join(said)
    assert "C001 no reference for the cite key @carly_silent_2014" in shown
    assert "did you mean @carley_silent_2014?" in shown
    assert re.search(r"carley_silent_2014\tCarley\t2014\tSilent conflict", shown)
    assert "nothing found" in shown
    assert (here / "build" / "trial" / "01-first-chapter.pdf").is_file()
    forms = sorted(p.name for p in (here / "build").glob("ferries-a-history.*"))
    assert forms == [f"ferries-a-history.{form}" for form in ("docx", "epub", "pdf")]
    assert len((here / "opened").read_text().splitlines()) == 2
    assert (here / "build" / "draft" / "ferries-a-history-draft.docx").is_file()
    # no part of the checkout was used
    assert str(ROOT) not in shown
    notes = (here / "build" / "html" / "01-first-chapter.xhtml").read_text(encoding="utf-8")
    assert "(hereafter AVPRF)" in notes
