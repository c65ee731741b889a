"""A stage reads what it has declared and nothing else: fields of edition.yaml, and files."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from doit.exceptions import TaskError, TaskFailed

from octavo.model import Edition, FaultError, IndexSettings, Name, NoteSettings, PrintSettings
from octavo.tasks.paths import Paths
from octavo.tasks.plan import Plan
from octavo.tasks.running.file_access import only_declared
from octavo.tasks.running.stage import Stage, stage
from octavo.tasks.running.view import UndeclaredError, key_of, view_of
from octavo.tasks.write import write_whole, writing_whole

EDITION = Edition(
    title="T",
    sections=("a.md",),
    authors=(Name(family="Marsh"),),
    notes=NoteSettings(place="section"),
    print=PrintSettings(trim="a5"),
)

# --- the view ------------------------------------------------------------------------------------


def test_a_view_has_what_is_declared_and_refuses_the_rest() -> None:
    view = view_of(EDITION, ["title", "notes.place", "print"], "bind")
    assert isinstance(view, Edition) and isinstance(view.notes, NoteSettings)
    assert (view.title, view.notes.place, view.print.size) == ("T", "section", "148mm 210mm")
    with pytest.raises(UndeclaredError, match=r"bind reads authors of edition\.yaml"):
        _ = view.authors
    with pytest.raises(UndeclaredError, match=r"bind reads notes\.run_in of edition\.yaml"):
        _ = view.notes.run_in
    with pytest.raises(UndeclaredError):
        repr(view)


def test_a_property_reads_what_it_is_made_of() -> None:
    view = view_of(EDITION, ["print.trim"], "bind")
    assert view.print.size == "148mm 210mm"
    with pytest.raises(UndeclaredError, match=r"bind reads print\.openings"):
        _ = view.print.imposition


def test_a_view_has_no_more_attributes_than_an_edition() -> None:
    view = view_of(EDITION, ["title"], "bind")
    assert not hasattr(view, "__html__")
    with pytest.raises(AttributeError):
        _ = view.nothing  # pyright: ignore[reportAttributeAccessIssue]


def test_a_whole_setting_goes_before_its_parts() -> None:
    view = view_of(EDITION, ["notes.place", "notes"], "bind")
    assert view.notes is EDITION.notes


def test_a_part_of_what_is_not_there_is_nothing() -> None:
    view = view_of(EDITION, ["index.columns"], "bind")
    assert view.index is None
    assert key_of(EDITION, ["index.columns"]) == "[('index.columns', None)]"


def test_a_field_that_no_edition_has_cannot_be_declared() -> None:
    with pytest.raises(UndeclaredError, match="which no edition has"):
        view_of(EDITION, ["tilte"], "bind")


def test_the_key_is_what_is_declared() -> None:
    other = Edition(title="T", sections=("b.md",), index=IndexSettings(columns=3))
    for settings, same in ((["title"], True), (["sections"], False), (["index.columns"], False)):
        assert (key_of(EDITION, settings) == key_of(other, settings)) is same


# --- files ---------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("source/a.md", "source/b.md", "csl/a.json", "build/made"):
        path = tmp_path / "edition" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path / "edition"


READERS = {
    "read_bytes": lambda path: path.read_bytes(),
    "open": lambda path: path.open().close(),
    "os.open": lambda path: os.close(os.open(path, os.O_RDONLY)),
    "by a way about": lambda path: (path.parent / ".." / path.parent.name / path.name).read_text(),
    "listdir": lambda path: os.listdir(path.parent),
    "iterdir": lambda path: list(path.parent.iterdir()),
    "rglob": lambda path: list(path.parent.rglob("*.md")),
    "write": lambda path: path.write_bytes(b""),
    "rename": lambda path: path.with_name("c.md").rename(path),
}


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
def test_what_is_not_declared_is_not_opened(reader: Any, folder: Path) -> None:
    with (
        pytest.raises(UndeclaredError, match=r"html opens source"),
        only_declared("html", folder, [folder / "source" / "b.md"], []),
    ):
        reader(folder / "source" / "a.md")
    assert (folder / "source" / "a.md").read_text() == "source/a.md"


def test_what_is_declared_is_opened_and_written(folder: Path) -> None:
    read, made = folder / "source" / "a.md", folder / "build" / "made"
    with only_declared("html", folder, [read], [made], [folder / "csl"]):
        write_whole(made, read.read_bytes())
        assert [path.read_text() for path in (folder / "csl").iterdir()] == ["csl/a.json"]
    assert made.read_text() == "source/a.md"
    with pytest.raises(UndeclaredError), only_declared("html", folder, [read], []):
        write_whole(made, b"other")
    assert made.read_text() == "source/a.md"
    read.read_bytes()  # and when no stage runs everything may be


def test_a_file_that_would_stay_the_same_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "book.pdf"
    files = []
    for data in (b"a book", b"a book", b"another"):
        with writing_whole(path) as out:
            out.write(data)
        assert path.read_bytes() == data
        files.append(path.stat().st_ino)
    assert files[0] == files[1] != files[2]
    assert list(tmp_path.iterdir()) == [path]


def test_a_refusal_that_is_caught_is_still_one(folder: Path) -> None:
    with (
        pytest.raises(UndeclaredError, match=r"html opens source/a\.md"),
        only_declared("html", folder, [], []),
        suppress(Exception),
    ):
        (folder / "source" / "a.md").read_bytes()


def test_a_link_that_is_declared_leads_to_its_file(folder: Path) -> None:
    link = folder / "source" / "link.md"
    link.symlink_to("a.md")
    with only_declared("html", folder, [link], []):
        assert link.read_text() == link.resolve().read_text() == "source/a.md"


def test_files_elsewhere_are_no_edition_s(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "edition.txt").write_text("beside")
    with only_declared("html", folder, [], []):
        assert (tmp_path / "edition.txt").read_text() == "beside"


# --- the task ------------------------------------------------------------------------------------


def plan_of(folder: Path) -> Plan:
    (folder / "source" / "edition.yaml").write_text("title: T\nsections: [a.md]\n")
    return Plan(folder)


def run(task: dict[str, Any]) -> Any:
    ((action, arguments),) = task["actions"]
    return action(*arguments)


def task_of(
    body: Any, folder: Path, *arguments: Any, reads: list[str] | None = None, is_large: bool = False
) -> Any:
    named = [folder / name for name in reads or ()]
    return Stage(body, ("title",), is_large=lambda *_: is_large).task(
        plan_of(folder), *arguments, reads=named, makes=[folder / "build" / "made"]
    )


def key(task: dict[str, Any]) -> str:
    return task["uptodate"][0].key


def test_a_stage_that_reads_more_than_it_declares_fails(folder: Path) -> None:
    def reads_notes(edition: Edition, paths: Paths) -> None:
        _ = edition.notes

    def reads_a_file(edition: Edition, paths: Paths) -> None:
        (paths.root / "source" / "a.md").read_bytes()

    for body, what in ((reads_notes, "reads notes"), (reads_a_file, r"opens source/a.md")):
        failure = run(task_of(body, folder))
        assert isinstance(failure, TaskError)
        assert what in str(failure)


@pytest.mark.parametrize("is_large", [False, True])
def test_what_a_stage_finds_is_no_fault_of_octavo(folder: Path, is_large: bool) -> None:
    def finds(edition: Edition, paths: Paths) -> None:
        raise FaultError()

    failure = run(task_of(finds, folder, is_large=is_large))
    assert isinstance(failure, TaskFailed) and not isinstance(failure, TaskError)


def test_a_large_task_leaves_its_files_and_nothing_else(folder: Path) -> None:
    left: list[int] = []

    def makes(edition: Edition, paths: Paths) -> None:
        left.append(os.getpid())
        write_whole(paths.build / "made", str(left[-1]).encode())

    files = [run(task_of(makes, folder, is_large=is_large)) for is_large in (False, True)]
    assert files[0].keys() == files[1].keys()
    assert left == [os.getpid()] != [int((folder / "build" / "made").read_text())]


def test_a_large_task_that_is_killed_says_so(folder: Path) -> None:
    def dies(edition: Edition, paths: Paths) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    failure = run(task_of(dies, folder, is_large=True))
    assert isinstance(failure, TaskError) and "memory" in str(failure)


def test_a_task_depends_on_all_that_its_stage_reads(folder: Path) -> None:
    @stage("title")
    def body(edition: Edition, paths: Paths, *more: Any) -> None: ...

    def made(*arguments: Any, reads: list[str]) -> str:
        return key(task_of(body.body, folder, *arguments, reads=reads))

    first = made("x", reads=["source/a.md"])
    assert first == made("x", reads=["source/a.md"])
    assert first != made("y", reads=["source/a.md"])
    assert first != made("x", reads=["source/b.md"])
    absent = made("x", reads=["source/a.md", "styles/print.css"])
    (folder / "styles").mkdir()
    (folder / "styles" / "print.css").write_text("")
    assert absent != made("x", reads=["source/a.md", "styles/print.css"])


def test_a_file_that_may_be_missing_is_waited_for_only_if_it_is_made(folder: Path) -> None:
    task = task_of(lambda *_: None, folder, reads=["styles/print.css", "build/not yet"])
    assert task["file_dep"] == [str(folder / "build" / "not yet")]


# --- what a plan finds ---------------------------------------------------------------------------

NAMED = {
    "as it is": ("map.png", "![x](figures/map.png)"),
    "with a per cent sign": ("my map.png", "![x](figures/my%20map.png)"),
    "with a backslash": ("map_1.png", r"![x](figures/map\_1.png)"),
    "with an entity": ("a&b.png", "![x](figures/a&amp;b.png)"),
    "in a reference": ("map.png", "![x][m]\n\n[m]: figures/map.png"),
    "of no known kind": ("map.dat", "![x](figures/map.dat)"),
}


@pytest.mark.parametrize(("name", "text"), NAMED.values(), ids=NAMED)
def test_the_images_of_a_text_are_those_that_it_names(name: str, text: str, folder: Path) -> None:
    figures = folder / "source" / "figures"
    figures.mkdir()
    for file in (name, "other.png", f"{name}~", f".{name}.swp"):
        (figures / file).write_bytes(b"")
    (folder / "source" / "a.md").write_text(text)
    plan = plan_of(folder)
    assert plan.images_in(plan.texts[0]) == [figures / name]
    assert {path.name for path in plan.images} == {"b.md", name, "other.png"}
