"""Publish the forms together, once all of them are made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from octavo.model import Edition
from octavo.tasks.folders import files_of, holds, put_in_place, remove_form, write_folder
from octavo.tasks.forms import BY_DEFAULT, Form, form_named
from octavo.tasks.paths import Paths
from octavo.tasks.plan import Plan
from octavo.tasks.running.digests import digests
from octavo.tasks.running.stage import Task, stage
from octavo.tasks.write import remove_folder, write_together


def tasks(plan: Plan) -> Iterator[Task]:
    """Put all forms in their places, once each is made and the proof is sound."""
    made = _task(plan, BY_DEFAULT)
    yield made | {"task_dep": ["bind"]}  # the longest work begins first


def task_of_form(plan: Plan, form: Form, name: str = "publish") -> Task:
    """Return the task that publishes one form, for `doit epub` and the like."""
    made = _task(plan, (form,), name=name)
    made["targets"] = []  # the task `publish` makes the same files
    made["uptodate"].append(lambda: _is_published(plan.paths, form))
    return made


def _task(plan: Plan, asked: Sequence[Form], name: str | None = None) -> Task:
    paths = plan.paths
    forms = [form.of(paths) for form in asked]
    proven = [paths.proof] if any(form.has_pages for form in forms) else []
    proven += [paths.proven(form.name) for form in forms if form.is_proven]
    proven += [paths.page_marks(f.name) for f in forms if f.marks_pages and not paths.alone]
    proven += [paths.certificate_data] if asked == BY_DEFAULT else []
    return publish.task(
        plan, tuple(form.name for form in forms),
        name=name,
        reads=[*proven, *(paths.built(form.built_ending) for form in forms)],
        makes=[paths.published(form.ending) for form in forms],
        folders=tuple(paths.published(e) for form in forms for e in form.folder_endings),
    )  # fmt: skip


@stage()
def publish(edition: Edition, paths: Paths, names: Sequence[str]) -> None:
    """Write all forms beside their places before any of them is put in place. A form that was in
    one file, and is in several, or the other way round, is there once."""
    forms = [form_named(name).of(paths) for name in names]
    built = {form: paths.built(form.built_ending).read_bytes() for form in forms}
    parts: dict[Path, Path] = {}
    try:
        for form, data in built.items():
            place = paths.published(form.ending)
            if form.is_folder and not holds(place, files_of(data)):
                parts[place] = write_folder(place, files_of(data))
        files = {paths.published(f.ending): data for f, data in built.items() if not f.is_folder}
        write_together(files, durably=True)
        for place, part in parts.items():
            put_in_place(part, place)
        for place in (paths.published(e) for form in forms for e in form.other_endings):
            remove_form(place)
    finally:
        for part in parts.values():
            remove_folder(part)


def _is_published(paths: Paths, form: Form) -> bool:
    """Return whether a form is published as it was made, byte for byte."""
    form = form.of(paths)
    made, place = paths.built(form.built_ending), paths.published(form.ending)
    try:
        if form.is_folder:
            return holds(place, files_of(made.read_bytes()))
        return digests.of(str(made)) == digests.of(str(place)) is not None
    except OSError:
        return False
