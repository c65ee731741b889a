"""A build that would make nothing is seen at once; whatever has changed, doit is asked again."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import orjson
import pytest

from octavo.source import EDITION_PATH
from octavo.summary import summary
from octavo.tasks.forms import BY_DEFAULT, form_named, tasks_of
from octavo.tasks.running.digests import KEPT, SOURCES
from octavo.tasks.running.doit_run import Outcome, run_tasks
from octavo.tasks.running.last_build import together, unchanged
from octavo.tasks.running.run_lock import LOCK
from tests.building import copy_of, octavo, run
from tests.building import tasks_of as tasks_said

FORMS = tasks_of(BY_DEFAULT)
RECORD = Path("build", ".last-build.json")
TEXT = "source/02-ledger.md"


@pytest.fixture
def edition(built_edition: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A built edition, in whose folder the test runs."""
    folder = copy_of(built_edition, tmp_path / "edition")
    monkeypatch.chdir(folder)
    return folder


def recorded() -> dict[str, str | None]:
    return orjson.loads(RECORD.read_bytes())["files"]


# --- nothing to do -------------------------------------------------------------------------------


def test_a_build_of_what_is_unchanged_says_what_the_last_one_said(edition: Path) -> None:
    told = unchanged(FORMS)
    assert told is not None
    assert told == summary(BY_DEFAULT)
    said = octavo("build", edition).stdout
    assert said.startswith(told.table)
    assert not tasks_said(octavo("build", edition))


def test_a_build_of_what_is_unchanged_imports_neither_doit_nor_a_stage(edition: Path) -> None:
    """Its time is Python's start and the digest of the code."""
    heavy = ("doit", "pydantic", "ruamel", "weasyprint", "octavo.model", "octavo.tasks.plan")
    code = (
        "import sys; from octavo.cli import main; code = main(['build']); "
        f"sys.exit(code or ', '.join(set(sys.modules) & {set(heavy)!r}) or None)"
    )
    assert "Done in" in run(sys.executable, "-c", code, cwd=edition).stdout


def test_a_file_that_was_only_written_again_changes_nothing(edition: Path) -> None:
    Path(TEXT).write_bytes(Path(TEXT).read_bytes())
    os.utime(EDITION_PATH)
    assert unchanged(FORMS)


# --- what changes --------------------------------------------------------------------------------


def written() -> None:
    path = Path(TEXT)
    path.write_bytes(path.read_bytes() + b"\n")


def written_under_its_old_time() -> None:
    path, status = Path(TEXT), Path(TEXT).stat()
    path.write_bytes(path.read_bytes().replace(b"the", b"eht"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def linked_elsewhere() -> None:
    path, other = Path(TEXT), Path("..", "elsewhere.md").resolve()
    shutil.copyfile(path, other)
    path.unlink()
    path.symlink_to(other)


def empty_style_added() -> None:
    Path("csl", ".#passing.csl").touch()


def folder_of_sheets_added() -> None:
    Path("styles").mkdir()


def database_removed() -> None:
    Path("build", ".doit.db").unlink()


def record_cut_off() -> None:
    RECORD.write_bytes(RECORD.read_bytes()[:-5])


def record_of_other_code() -> None:
    RECORD.write_bytes(RECORD.read_bytes().replace(b'"code":"', b'"code":"0'))


@pytest.mark.parametrize("event", [
    written, written_under_its_old_time, linked_elsewhere, empty_style_added,
    folder_of_sheets_added, database_removed, record_cut_off, record_of_other_code,
])  # fmt: skip
def test_what_happens_to_an_edition_is_seen(edition: Path, event: Callable[[], None]) -> None:
    assert unchanged(FORMS)
    event()
    assert not unchanged(FORMS)


def test_every_file_that_is_kept_is_looked_at(edition: Path) -> None:
    """Each is written, and put back; one that was missing appears."""
    Path("styles").mkdir()
    octavo("build", edition)
    for name in recorded():
        path = Path(name)
        before = path.read_bytes() if path.is_file() else None
        path.write_bytes((before or b"") + b" ")
        assert not unchanged(FORMS), name
        path.unlink() if before is None else path.write_bytes(before)
    assert unchanged(FORMS)
    assert "styles/print.css" in recorded()


def test_other_forms_are_other_builds(edition: Path) -> None:
    assert not unchanged(tasks_of([form_named("pdf")]))
    octavo("build", "--form", "pdf", edition)
    assert unchanged(tasks_of([form_named("pdf")]))
    assert not unchanged(FORMS)


def test_an_unsound_build_is_never_kept(edition: Path) -> None:
    text = Path(TEXT)
    before = text.read_bytes()
    text.write_bytes(before + b"\nA call without a note.[^nowhere]\n")
    octavo("build", edition, code=1)
    assert not RECORD.exists()
    octavo("build", edition, code=1)
    text.write_bytes(before)
    octavo("build", edition)
    assert unchanged(FORMS)


def test_a_file_of_which_two_tasks_saw_other_bytes_is_not_kept() -> None:
    one = {"read": {"a": "1"}, "made": {"b": "2"}}
    assert together([one, {"read": {"b": "2"}, "made": {}}]) == {"a": "1", "b": "2"}
    assert together([one, {"read": {"b": "3"}, "made": {}}]) is None
    assert together([one, {"read": None, "made": {}}]) is None


# --- all that a build looks at is kept -----------------------------------------------------------


def test_all_that_a_plan_looks_at_is_kept(edition: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is asked of the edition's folder while nothing is made: a file opened, a name looked
    up, a folder listed. What a stage opens it has declared, which other tests hold it to."""
    Path("works").mkdir()
    Path("csl", "bibliography.json").rename(Path("works", "works.json"))
    text = Path(EDITION_PATH).read_text().replace("csl/bibliography.json", "works/works.json")
    Path(EDITION_PATH).write_text(text)
    octavo("build", edition)
    looked: set[str] = set()

    def watched(function: Callable) -> Callable:
        def seen(path, *arguments, **how):
            if isinstance(path, str | os.PathLike):
                looked.add(os.path.relpath(os.path.abspath(path), edition))
            return function(path, *arguments, **how)

        return seen

    with monkeypatch.context() as watching:
        for name in ("stat", "lstat", "open", "scandir", "listdir", "readlink"):
            watching.setattr(os, name, watched(getattr(os, name)))
        watching.setattr("builtins.open", watched(open))
        watching.setattr("io.open", watched(open))
        assert run_tasks(FORMS, 0, "nothing").outcome is Outcome.SOUND
        summary(BY_DEFAULT)
    inside = {path for path in looked if not path.startswith("..")}
    assert {EDITION_PATH, TEXT, "works/works.json", "build/check.json"} <= inside

    kept = orjson.loads(RECORD.read_bytes())
    known = {*kept["files"], *(path for path, _ in (*kept["sources"], *kept["named"]))}
    known |= {str(folder) for path in known for folder in Path(path).parents}
    own = (str(KEPT), str(LOCK), "build/.doit.db", "build/.octavo-", *map("{}/".format, SOURCES))
    assert {path for path in inside - known if not path.startswith(own)} == set()
