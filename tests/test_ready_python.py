"""A command forked from a Python that has loaded Octavo is the command in a Python of its own."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.building import copy_of, doit, environment, forms_of, octavo


@pytest.fixture
def edition(built_edition: Path, tmp_path: Path) -> Path:
    return copy_of(built_edition, tmp_path / "edition")


def said(done: subprocess.CompletedProcess[str]) -> tuple[int, str, str]:
    """What a command ended with and printed, but for its progress."""
    lines = re.sub(r"\d+\.\d s", "", done.stdout).splitlines()
    # two workers take their tasks as they are free: of the progress the order is chance
    shown = [line for line in lines if not line.startswith("[")]
    return done.returncode, "\n".join(shown), done.stderr


@pytest.mark.parametrize(
    "command",
    [("build", "."), ("check", "."), ("prove", "."), ("list",), ("build", "gone"), ("bind",)],
    ids=" ".join,
)
def test_it_says_the_same(edition: Path, command: tuple[str, ...]) -> None:
    forked, fresh = (
        octavo(*command, code=None, cwd=edition, **how) for how in ({}, {"env": environment()})
    )
    assert said(forked) == said(fresh)
    assert forked.stdout or forked.stderr


def test_an_unsound_edition_is_one_in_both(edition: Path, tmp_path: Path) -> None:
    (edition / "source" / "02-ledger.md").write_text("# A\n\nA word.[^no]\n", encoding="utf-8")
    other = copy_of(edition, tmp_path / "other")
    forked = octavo("build", ".", code=1, cwd=edition)
    assert "N001" in forked.stdout
    assert said(forked) == said(octavo("build", ".", code=1, cwd=other, env=environment()))


def test_one_command_leaves_nothing_to_the_next(edition: Path, tmp_path: Path) -> None:
    """Neither a folder, a umask, a variable, an argument, nor what a build has read."""
    before = os.environ.copy(), Path.cwd(), forms_of(edition)
    form = next((edition / "build").glob("*.pdf"))
    for umask, rights in ((0o077, 0o600), (0o002, 0o664)):
        form.unlink()
        octavo("build", ".", cwd=edition, umask=umask)
        assert form.stat().st_mode & 0o777 == rights
    assert "source/edition.yaml is not there" in octavo("build", cwd=tmp_path, code=2).stderr
    assert "publish" in doit(edition, "list").stdout
    assert (os.environ, Path.cwd(), forms_of(edition)) == before


def test_it_ends_when_its_time_is_over(edition: Path) -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        octavo("watch", edition, timeout=1)
    assert octavo("--version").stdout
