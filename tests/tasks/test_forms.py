"""The table of forms, and forms that are folders: whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, NamedTuple, cast

import pytest

from octavo.tasks import doit_tasks, publish
from octavo.tasks.folders import files_of, folder_as_file, holds
from octavo.tasks.forms import BY_DEFAULT, FORMS, Form, Packing, called, form_named
from octavo.tasks.paths import Paths
from octavo.tasks.plan import Plan
from octavo.tasks.running.up_to_date import Files, UpToDate
from tests.building import ROOT, octavo

PAGES = {"index.html": b"<p>All</p>", "text/01.html": b"<p>One</p>"}
SITE = Form("site", "-site", "the site", packing=Packing(lambda *_: PAGES, (), "site.css"))


def test_every_form_is_one_entry() -> None:
    assert len({form.name for form in FORMS}) == len({form.ending for form in FORMS}) == len(FORMS)
    assert [form_named(form.name) for form in FORMS] == list(FORMS)
    assert called(BY_DEFAULT) == "the PDF, the EPUB and the Word file"


def test_doit_has_tasks_for_every_form(monkeypatch: pytest.MonkeyPatch) -> None:
    groups = {task["basename"] for task in tasks_in(ROOT, monkeypatch)}
    assert {form.group for form in FORMS} <= groups
    assert groups >= set(doit_tasks.STAGES)


def test_a_text_may_have_any_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = sorted({task["name"] for task in tasks_in(ROOT, monkeypatch) if task.get("name")})
    source = tmp_path / "source"
    source.mkdir()
    names = [name for name in names if "/" not in name]
    for name in names:
        (source / f"{name}.md").write_text("# T\n\nSee [@note:a, page].\n")
    listed = ", ".join(f"{name}.md" for name in names)
    (source / "edition.yaml").write_text(f"title: T\nsections: [{listed}]\n")
    made = [(t["basename"], t.get("name")) for t in tasks_in(tmp_path, monkeypatch)]
    assert len(set(made)) == len(made) > 40


def tasks_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    monkeypatch.chdir(folder)
    return list(doit_tasks.task_octavo())


def test_the_command_line_offers_every_form() -> None:
    said = octavo("build", "--help").stdout
    assert f"{{{','.join(form.name for form in FORMS)}}}" in said


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_the_documents_speak_of_every_form(form: Form) -> None:
    for page in ("README.md", "docs/architecture.md"):
        text = (ROOT / page).read_text(encoding="utf-8").lower()
        assert form.called.removeprefix("the ").lower() in text or form.ending in text


# --- a folder ------------------------------------------------------------------------------------


def test_the_same_files_make_the_same_bytes() -> None:
    packed = folder_as_file(PAGES)
    assert packed == folder_as_file(dict(reversed(PAGES.items())))
    assert files_of(packed) == PAGES


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    """An edition whose site is made, and not yet published; doit runs in its folder."""
    monkeypatch.setattr(publish, "form_named", {"site": SITE, "pdf": form_named("pdf")}.get)
    monkeypatch.chdir(tmp_path)
    made = Paths(Path(), "trees")
    (tmp_path / "build" / "forms").mkdir(parents=True)
    make(made, PAGES)
    return made


def make(paths: Paths, files: dict[str, bytes]) -> None:
    paths.built(SITE.built_ending).write_bytes(folder_as_file(files))


def put(paths: Paths, *names: str) -> None:
    publish.publish.body(None, paths, names)


class Planned(NamedTuple):
    """As much of a plan as the publishing needs."""

    paths: Paths
    edition: None = None


def test_the_task_of_a_folder_may_open_all_of_it(paths: Paths) -> None:
    put(paths, "site")
    make(paths, {"index.html": b"new"})
    task = publish.task_of_form(cast(Plan, Planned(paths)), SITE)
    ((action, arguments),) = task["actions"]
    assert set(action(*arguments)) == {"read", "made"}
    assert holds(paths.published(SITE.ending), {"index.html": b"new"})
    assert task["uptodate"][-1]() is True


def left_over(paths: Paths) -> list[Path]:
    return [path for path in paths.build.rglob("*") if ".part" in path.name]


def test_a_folder_is_put_in_its_place_and_in_that_of_another(paths: Paths) -> None:
    place = paths.published(SITE.ending)
    assert place.name == "trees-site"
    put(paths, "site")
    assert holds(place, PAGES)
    make(paths, {"index.html": b"new"})
    put(paths, "site")
    assert holds(place, {"index.html": b"new"})
    assert left_over(paths) == []


def test_a_folder_that_stays_the_same_is_not_touched(paths: Paths) -> None:
    put(paths, "site")
    before = paths.published(SITE.ending).stat().st_ino
    put(paths, "site")
    assert paths.published(SITE.ending).stat().st_ino == before


def test_a_folder_that_cannot_be_put_in_its_place_leaves_the_old_one(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(paths, "site")
    make(paths, {"index.html": b"new"})
    rename = os.rename

    def fails(one: Path, other: Path) -> None:
        if other == paths.published(SITE.ending) and one.name.endswith(".part"):
            raise OSError("no")
        rename(one, other)

    monkeypatch.setattr(os, "rename", fails)
    with pytest.raises(OSError, match="no"):
        put(paths, "site")
    assert holds(paths.published(SITE.ending), PAGES)
    assert left_over(paths) == []


def test_no_form_is_put_in_its_place_before_all_are_there(paths: Paths) -> None:
    with pytest.raises(FileNotFoundError):
        put(paths, "site", "pdf")
    assert not paths.published(SITE.ending).exists()


def test_no_file_of_a_folder_leads_out_of_it(paths: Paths) -> None:
    make(paths, {"../out.html": b""})
    with pytest.raises(AssertionError):
        put(paths, "site")
    assert not (paths.build / "out.html").exists()
    assert left_over(paths) == []


def test_a_folder_is_up_to_date_while_all_its_files_are(paths: Paths) -> None:
    put(paths, "site")
    place = paths.published(SITE.ending)
    files = Files((), (str(place),))
    known = {**files.seen().record(), "key": UpToDate("", files).key}

    def is_up_to_date() -> bool:
        return UpToDate("", files)(None, known)

    assert is_up_to_date()
    (place / "index.html").touch()
    assert is_up_to_date()
    (place / "index.html").write_bytes(b"<p>Alt</p>")
    assert not is_up_to_date()
    (place / "index.html").write_bytes(PAGES["index.html"])
    (place / "more.html").write_bytes(b"")
    assert not is_up_to_date()
