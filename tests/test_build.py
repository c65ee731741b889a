"""Builds that are killed, out of room, or side by side; the same bytes each time."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.building import OCTAVO, copy_of, edit, environment, forms_of, octavo, parts_of, tasks_of


@pytest.fixture
def edition(built_edition: Path, tmp_path: Path) -> Path:
    return copy_of(built_edition, tmp_path / "edition")


@pytest.fixture
def unbuilt(built_edition: Path, tmp_path: Path) -> Path:
    """The same edition, with nothing built but the fonts' faces to come."""
    folder = copy_of(built_edition, tmp_path / "unbuilt")
    shutil.rmtree(folder / "build")
    return folder


def reword(folder: Path) -> None:
    edit(folder / "source" / "02-ledger.md", "Two hands wrote it", "Three hands wrote it")


# --- the same bytes ------------------------------------------------------------------------------


def test_a_clean_build_elsewhere_gives_the_same_bytes(
    unbuilt: Path, built_edition: Path, tmp_path: Path
) -> None:
    """In another folder, whose name has spaces and letters, with one process, another hash seed,
    another time zone, language and umask, and a home that cannot be written."""
    folder = unbuilt.rename(tmp_path / "Éditions à part")
    other = environment(
        PYTHONHASHSEED="4242", TZ="Pacific/Auckland", LC_ALL="C", HOME="/nonexistent"
    )
    octavo("build", "-n", "1", folder, env=other, cwd="/", umask=0o077)
    assert forms_of(folder) == forms_of(built_edition)


def test_a_build_after_an_edit_gives_the_bytes_of_a_clean_one(edition: Path, unbuilt: Path) -> None:
    before = forms_of(edition)
    for folder in (edition, unbuilt):
        reword(folder)
    octavo("build", edition)
    octavo("build", unbuilt, env=environment(PYTHONHASHSEED="1"))
    assert forms_of(edition) == forms_of(unbuilt)
    assert all(forms_of(edition)[form] != before[form] for form in before)


def test_taking_an_edit_back_gives_the_bytes_of_before(edition: Path) -> None:
    before = forms_of(edition)
    reword(edition)
    octavo("build", edition)
    edit(edition / "source" / "02-ledger.md", "Three hands wrote it", "Two hands wrote it")
    octavo("build", edition)
    assert forms_of(edition) == before


# --- killed --------------------------------------------------------------------------------------


def start(folder: Path, *arguments: str, **how) -> subprocess.Popen[str]:
    """A build in a process group of its own, which can be killed as one.

    It hears SIGINT even where the tests run in the background, and would inherit deafness to it.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return subprocess.Popen(
            [*OCTAVO, "build", str(folder), *arguments], start_new_session=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            **{"env": environment(), **how},
        )  # fmt: skip
    finally:
        signal.signal(signal.SIGINT, before)


def files_of(folder: Path) -> set[Path]:
    return {p for p in (folder / "build").rglob("*") if p.is_file()}


def killed_at(folder: Path, moment: Callable[[], bool]) -> bool:
    """Start a build and kill all its processes at a moment; whether it was still running."""
    build = start(folder)
    try:
        while build.poll() is None and not moment():
            time.sleep(0.002)
        return build.poll() is None
    finally:
        with suppress(ProcessLookupError):
            os.killpg(build.pid, signal.SIGKILL)
        build.communicate()


def test_a_build_killed_at_any_moment_is_finished_by_the_next(
    unbuilt: Path, built_edition: Path
) -> None:
    """Killed again and again, each time when six files more have come or are coming."""
    kills, seen = 0, 0
    while kills < 8:
        seen = len(files_of(unbuilt)) + 6
        if not killed_at(unbuilt, lambda at=seen: len(files_of(unbuilt)) >= at):
            break
        kills += 1
    assert kills >= 5
    octavo("build", unbuilt)
    assert forms_of(unbuilt) == forms_of(built_edition)
    assert not parts_of(unbuilt)


def test_a_killed_build_leaves_whole_forms_and_goes_on_from_where_it_was(edition: Path) -> None:
    before = forms_of(edition)
    reword(edition)
    html = edition / "build" / "html" / "02-ledger.xhtml"
    old = html.stat().st_mtime_ns
    assert killed_at(edition, lambda: html.stat().st_mtime_ns != old)
    assert forms_of(edition) == before
    made = tasks_of(octavo("build", edition))
    assert "publish" in made
    assert "parse 02-ledger" not in made


def test_what_a_killed_build_left_half_written_is_cleared(edition: Path) -> None:
    left = edition / "build" / "pages" / ".octavo-abc.part"
    left.write_bytes(b"half")
    octavo("build", edition)
    assert not left.exists()


def children_of(process: int) -> list[int]:
    text = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    return [int(number) for number in text.split()]


def wait_for(moment: Callable[[], object], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not moment():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.01)


linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


@linux
def test_a_worker_that_is_killed_ends_the_build(unbuilt: Path, built_edition: Path) -> None:
    """As the kernel does when memory runs out; doit alone would wait for its answer for ever."""
    build = start(unbuilt, "-n", "2")
    wait_for(lambda: (unbuilt / "build" / "check.json").exists())
    os.kill(children_of(build.pid)[0], signal.SIGKILL)
    out, err = build.communicate(timeout=150)
    assert build.returncode == 2, out + err
    assert "killed by SIGKILL" in out + err
    assert "Traceback" not in out + err
    octavo("build", unbuilt)
    assert forms_of(unbuilt) == forms_of(built_edition)


@linux
def test_no_worker_outlives_a_build_that_is_killed(unbuilt: Path) -> None:
    build = start(unbuilt, "-n", "2")
    wait_for(lambda: len(children_of(build.pid)) == 2)
    workers = children_of(build.pid)
    os.kill(build.pid, signal.SIGKILL)
    build.communicate(timeout=150)
    wait_for(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers), 5)


def test_an_interrupted_build_says_so_in_one_line(unbuilt: Path) -> None:
    build = start(unbuilt)
    wait_for(lambda: (unbuilt / "build" / "check.json").exists())
    os.killpg(build.pid, signal.SIGINT)
    out, err = build.communicate(timeout=150)
    assert build.returncode == 2, out + err
    assert "Traceback" not in out + err
    assert err.strip().splitlines()[-1].startswith("octavo: stopped; finished parts are kept")
    assert len(err.strip().splitlines()) == 1


@pytest.fixture
def _heard() -> Iterator[None]:
    """Let builds hear SIGHUP: under nohup they inherit that it is ignored, and go on."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.mark.usefixtures("_heard")
@pytest.mark.parametrize("whole", [True, False], ids=["all processes", "the first process"])
@pytest.mark.parametrize("ends", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_build_that_is_stopped_leaves_nothing_half_written(
    unbuilt: Path, tmp_path: Path, ends: signal.Signals, whole: bool
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    build = start(unbuilt, "-n", "2", env=environment(TMPDIR=str(temporary)))
    wait_for(lambda: (unbuilt / "build" / "check.json").exists())
    assert list(temporary.iterdir())
    (os.killpg if whole else os.kill)(build.pid, ends)
    out, err = build.communicate(timeout=150)
    assert build.returncode == 2, out + err
    assert [line for line in err.splitlines() if line.startswith("octavo: stopped")], out + err
    assert not list(temporary.iterdir())
    assert not parts_of(unbuilt)


def test_the_temporary_folder_of_a_killed_build_is_removed_by_the_next_of_any_edition(
    unbuilt: Path, new_edition: Path, tmp_path: Path
) -> None:
    """But not that of a build at work, nor what is no folder of ours."""
    temporary = tmp_path / "temporary"
    (temporary / "octavo").mkdir(parents=True)
    (temporary / "octavo-run-link").symlink_to(temporary / "octavo")
    env = environment(TMPDIR=str(temporary))

    def folders() -> set[Path]:
        return {path for path in temporary.glob("octavo-run-*") if not path.is_symlink()}

    killed = start(unbuilt, env=env)
    wait_for(lambda: (unbuilt / "build" / "check.json").exists())
    os.killpg(killed.pid, signal.SIGKILL)
    killed.communicate()
    (left,) = folders()
    working = start(unbuilt, env=env)
    wait_for(lambda: folders() and left not in folders())
    (own,) = folders()
    octavo("check", new_edition, env=env)
    assert own in folders() or working.poll() is not None
    out, err = working.communicate(timeout=60)
    assert working.returncode == 0, out + err
    assert {path.name for path in temporary.iterdir()} == {"octavo", "octavo-run-link"}


# --- side by side --------------------------------------------------------------------------------


def test_a_second_build_of_the_same_edition_waits_for_the_first(
    unbuilt: Path, built_edition: Path
) -> None:
    first = start(unbuilt)
    wait_for(lambda: (unbuilt / "build" / ".lock").exists())
    time.sleep(0.3)
    second = octavo("build", unbuilt)
    out, err = first.communicate(timeout=60)
    assert first.returncode == 0, err
    assert "publish" in out
    assert not tasks_of(second)
    assert "waiting until it ends" in second.stderr
    assert forms_of(unbuilt) == forms_of(built_edition)


# --- no room -------------------------------------------------------------------------------------


@contextmanager
def mounted(*how: str, on: Path) -> Iterator[None]:
    """A file system on a folder; skips where none can be mounted."""
    if (
        shutil.which("mount") is None
        or subprocess.run(["mount", *how, str(on)], capture_output=True).returncode
    ):
        pytest.skip("no file system can be mounted here")
    try:
        yield
    finally:
        if "remount" not in "".join(how):
            subprocess.run(["umount", "-l", str(on)], check=True)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    with mounted("-t", "tmpfs", "-o", "size=5m", "tmpfs", on=disk):
        yield disk


def fill(disk: Path, leave: int) -> Path:
    filler = disk / "filler"
    free = shutil.disk_usage(disk).free - leave
    filler.write_bytes(b"\0" * max(0, free))
    return filler


@pytest.mark.parametrize("room", [0, 150_000])
def test_a_disk_that_fills_leaves_the_last_forms(
    small_disk: Path, built_edition: Path, edition: Path, room: int
) -> None:
    folder = copy_of(edition, small_disk / "edition")
    before = forms_of(folder)
    reword(folder)
    filler = fill(small_disk, room)
    done = octavo("build", folder, code=2)
    assert "No space left on device" in done.stdout + done.stderr
    assert forms_of(folder) == before
    assert not parts_of(folder)
    filler.unlink()
    octavo("build", folder)
    reword(edition)
    octavo("build", edition)
    assert forms_of(folder) == forms_of(edition)


def test_files_that_may_not_grow_leave_the_last_forms(edition: Path) -> None:
    before = forms_of(edition)
    reword(edition)

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))

    done = octavo("build", edition, code=2, preexec_fn=limit)
    assert "File too large" in done.stdout
    assert forms_of(edition) == before
    assert not parts_of(edition)


# --- folders -------------------------------------------------------------------------------------


def test_a_new_edition_builds_at_once_wherever_it_stands(tmp_path: Path) -> None:
    folder = tmp_path / "mes œuvres" / "Библиотека № 1"
    folder.parent.mkdir()
    octavo("new", folder, cwd="/")
    done = octavo("build", folder, cwd="/")
    assert set(forms_of(folder)) == {"pdf", "epub", "docx"}
    assert "a-new-edition.pdf" in done.stdout


def test_sources_that_may_only_be_read_are_enough(unbuilt: Path) -> None:
    """All but build/ is closed for writing, to root too."""
    (unbuilt / "build").mkdir()
    with (
        mounted("--bind", str(unbuilt), on=unbuilt),
        mounted("-o", "remount,bind,ro", on=unbuilt),
        mounted("-t", "tmpfs", "tmpfs", on=unbuilt / "build"),
    ):
        with pytest.raises(OSError, match="Read-only"):
            (unbuilt / "source" / "new.md").touch()
        octavo("check", unbuilt)
        octavo("build", unbuilt)
        assert len(forms_of(unbuilt)) == 3


def test_an_edition_that_may_only_be_read_can_be_checked(unbuilt: Path) -> None:
    with (unbuilt / "source" / "02-ledger.md").open("a", encoding="utf-8") as file:
        file.write("\nA word.[^nowhere]\n")
    with mounted("--bind", str(unbuilt), on=unbuilt), mounted("-o", "remount,bind,ro", on=unbuilt):
        assert "N001" in octavo("check", unbuilt, code=1).stdout
        assert "Read-only file system" in octavo("build", unbuilt, code=2).stderr


def test_a_build_leaves_nothing_in_the_temporary_folder(edition: Path, tmp_path: Path) -> None:
    """WeasyPrint writes the fonts there, and processes that are stopped do not clear up."""
    edit(edition / "source" / "02-ledger.md", "Two hands wrote it", "Three hands wrote it")
    folder = tmp_path / "temporary"
    folder.mkdir()
    octavo("build", edition, env=environment(TMPDIR=str(folder)))
    assert list(folder.iterdir()) == []
