"""A task is up to date only if it read the bytes that are there now, whenever they were written."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from octavo.tasks.running import digests as digesting
from octavo.tasks.running.digests import digests
from octavo.tasks.running.up_to_date import Files, UpToDate

FIRST, SECOND = b"first bytes", b"other bytes"  # of one size
TEXT, SHEET, MADE = "source/text.md", "styles/print.css", "build/made"
KEPT = Path("build", ".digests.json")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("source", "build", "elsewhere"):
        Path(name).mkdir()
    Path("build", ".lock").touch()
    Path(TEXT).write_bytes(FIRST)
    begin()


def begin() -> None:
    digests.begin(Path("build", ".lock"), KEPT)


def next_run() -> None:
    """End a run and begin another; every file is old by then."""
    wait()
    digests.end(KEPT)
    begin()


def wait() -> None:
    """Let the clock of the file system go on, by a file's time of change."""
    probe = Path("build", "probe")
    probe.touch()
    begun = probe.stat().st_ctime_ns
    while probe.stat().st_ctime_ns - begun < 25_000_000:
        probe.touch()


def files(*more: str) -> Files:
    return Files((TEXT, SHEET), (MADE,), more)


class Task:
    """A task that joins the two files that it reads; at any moment of it something may happen."""

    def __init__(self, *folders: str) -> None:
        self.files = files(*folders)
        self.values: dict = {}

    def run(self, at: str = "", happens: Callable[[], None] = lambda: None) -> None:
        now = {at: happens}
        now.pop("before", int)()
        seen = self.files.seen()
        now.pop("seen", int)()
        read = [Path(TEXT).read_bytes()]
        now.pop("half read", int)()
        read += [p.read_bytes() for p in (Path(SHEET),) if p.is_file()]
        now.pop("read", int)()
        Path(MADE).write_bytes(b"+".join(read))
        now.pop("made", int)()
        self.values = {**seen.record(), "key": UpToDate("", self.files).key}
        now.pop("recorded", int)()

    @property
    def is_up_to_date(self) -> bool:
        return UpToDate("", self.files)(None, self.values)

    def settle(self) -> None:
        """Run in further runs until it is up to date: twice at most."""
        for _ in range(2):
            next_run()
            if self.is_up_to_date:
                return
            self.run()
        next_run()
        assert self.is_up_to_date


# --- what may happen to a file -------------------------------------------------------------------


def written() -> None:
    Path(TEXT).write_bytes(SECOND)


def written_under_its_old_time() -> None:
    status = Path(TEXT).stat()
    Path(TEXT).write_bytes(SECOND)
    os.utime(TEXT, ns=(status.st_atime_ns, status.st_mtime_ns))


def replaced() -> None:
    Path("elsewhere/new").write_bytes(SECOND)
    os.replace("elsewhere/new", TEXT)


def replaced_under_its_old_time() -> None:
    shutil.copystat(TEXT, "elsewhere")
    Path("elsewhere/new").write_bytes(SECOND)
    shutil.copystat(TEXT, "elsewhere/new")
    os.replace("elsewhere/new", TEXT)


def linked() -> None:
    Path("elsewhere/target").write_bytes(SECOND)
    Path(TEXT).unlink()
    Path(TEXT).symlink_to(Path("elsewhere/target").resolve())


def written_and_restored() -> None:
    """Other bytes are there while the task reads; the first come back before it ends."""
    Path(TEXT).rename("elsewhere/kept")
    Path(TEXT).write_bytes(SECOND)


def sheet_added() -> None:
    Path("styles").mkdir(exist_ok=True)
    Path(SHEET).write_bytes(b"css")


def other_comes_and_goes() -> None:
    Path("styles/other").touch()
    Path("styles/other").unlink()


EVENTS = [
    written, written_under_its_old_time, replaced, replaced_under_its_old_time, linked,
    sheet_added,
]  # fmt: skip
MOMENTS = ["before", "seen", "half read", "read", "made", "recorded"]


def made_anew() -> bytes:
    return b"+".join(Path(p).read_bytes() for p in (TEXT, SHEET) if Path(p).is_file())


@pytest.mark.parametrize("waits", [True, False], ids=["a while later", "at once"])
@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("moment", MOMENTS)
def test_no_edit_at_any_moment_is_lost(moment: str, event, waits: bool) -> None:
    task = Task()
    if waits:
        wait()
    task.run(moment, event)
    task.settle()
    assert Path(MADE).read_bytes() == made_anew()


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("known", [True, False], ids=["digests kept", "digests lost"])
def test_no_edit_between_two_runs_is_lost(event, known: bool) -> None:
    task = Task()
    task.run()
    task.settle()
    event()
    if not known:
        KEPT.unlink()
        begin()
    assert not task.is_up_to_date
    task.settle()
    assert Path(MADE).read_bytes() == made_anew()


def test_bytes_that_were_there_only_while_the_task_read_them_are_not_kept() -> None:
    task = Task()
    wait()

    def restore() -> None:
        os.replace("elsewhere/kept", TEXT)

    seen = task.files.seen()
    written_and_restored()
    Path(MADE).write_bytes(Path(TEXT).read_bytes())
    restore()
    task.values = {**seen.record(), "key": UpToDate("", task.files).key}
    task.settle()
    assert Path(MADE).read_bytes() == FIRST


def test_a_file_that_came_and_went_while_the_task_ran_is_not_kept() -> None:
    task = Task()
    Path("styles").mkdir()
    wait()
    task.run("half read", sheet_added)
    Path(SHEET).unlink()
    task.settle()
    assert Path(MADE).read_bytes() == FIRST
    task.run("seen", other_comes_and_goes)
    assert not task.is_up_to_date  # nobody knows whether it was read


def test_a_file_that_appears_in_a_folder_looked_through_lets_the_task_run_again() -> None:
    task = Task("source")
    wait()
    task.run("seen", Path("source/new.md").touch)
    assert not task.is_up_to_date


# --- when a file is read again -------------------------------------------------------------------


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are read for their digests."""
    seen: list[str] = []
    of_file = digesting.hashlib.file_digest

    def watched(file, kind: str):
        seen.append(file.name)
        return of_file(file, kind)

    monkeypatch.setattr(digesting.hashlib, "file_digest", watched)
    return seen


def test_old_files_are_not_read_again(read: list[str]) -> None:
    task = Task()
    task.run()
    task.settle()
    read.clear()
    begin()
    assert task.is_up_to_date
    assert not read


def test_a_file_that_was_only_touched_is_read_and_nothing_else(read: list[str]) -> None:
    task = Task()
    task.run()
    task.settle()
    Path(TEXT).touch()
    read.clear()
    begin()
    assert task.is_up_to_date
    assert set(read) == {TEXT}


class LockOnFat(type(Path())):
    """A file on a file system that keeps one time of it, which programs can set."""

    def stat(self, **how: bool) -> os.stat_result:
        status = super().stat(**how)
        ticks = (status.st_mtime, status.st_mtime, status.st_mtime)
        nanoseconds = (status.st_mtime_ns, status.st_mtime_ns, status.st_mtime_ns)
        return os.stat_result((*status[:10], *ticks, *nanoseconds, *[0] * 3))


def test_where_a_program_can_set_the_time_of_change_all_files_are_read(read: list[str]) -> None:
    task = Task()
    task.run()
    task.settle()
    read.clear()
    digests.begin(LockOnFat("build", ".lock"), KEPT)
    assert task.is_up_to_date
    assert set(read) == {TEXT, MADE}
