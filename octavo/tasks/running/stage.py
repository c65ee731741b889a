"""Define a stage: a function, the fields of edition.yaml that it reads, and its tasks.

    @stage("notes", "print.trim")
    def lay_out(edition: Edition, paths: Paths, section: Section) -> None: ...

    lay_out.task(plan, section, name=section.name, reads=[…], makes=[…])

The function gets a view of the edition that has the declared fields and refuses every other; it can
open the files that its task reads or makes and no others. So it depends only on what is declared,
and the task is up to date as long as that has not changed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from octavo.fingerprint import fingerprint
from octavo.model import Edition
from octavo.tasks.paths import Paths
from octavo.tasks.plan import Plan
from octavo.tasks.running.action import run
from octavo.tasks.running.file_access import only_declared
from octavo.tasks.running.up_to_date import Files, UpToDate, remove_all
from octavo.tasks.running.view import key_of, view_of

Task = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stage:
    """A function of an edition, and the fields of edition.yaml that it may read, by dotted names.

    Garbage is collected only while a stage with `collects_garbage` runs: trees of JSON hold no
    circles, and the collector takes long to walk through them. `is_large` says of the function's
    arguments whether it runs in a process of its own, with which its memory ends. A stage that
    `reads_the_book` takes memory in proportion to all pages: it has one task, of its own name,
    which runs in a new process if this one has grown.
    """

    body: Callable[..., None]
    settings: tuple[str, ...]
    collects_garbage: bool = False
    is_large: Callable[..., bool] | None = None
    reads_the_book: bool = False

    def __call__(self, edition: Edition | None, paths: Paths, *arguments: Any) -> None:
        """Run the function without a view and without refusing files."""
        self.body(edition, paths, *arguments)

    @property
    def name(self) -> str:
        """Its name in messages."""
        return self.body.__name__

    def task(
        self, plan: Plan, *arguments: Any, reads: Iterable[Path], makes: Iterable[Path],
        name: str | None = None, doc: str = "", also: tuple[str, ...] = (),
        folders: tuple[Path, ...] = (),
    ) -> Task:  # fmt: skip
        """Return one task of doit: the stage with its arguments and its files.

        A file of the edition that may be missing is declared like any other. `also` are further
        fields that the stage reads with these arguments. In `folders` it may open every file, but
        the task depends only on those among `reads`.
        """
        needed, made, root = list(reads), list(makes), plan.paths.root
        build = os.path.join(root / "build", "")
        there = [path for path in needed if _is_made(path, build) or path.is_file()]
        settings = tuple(dict.fromkeys((*self.settings, *also)))
        view = view_of(plan.edition, settings, self.name) if plan.edition else None
        key = key_of(plan.edition, settings) if plan.edition else ""
        named = [sorted(map(str, paths)) for paths in (needed, there, made)]
        looked = (str(path) for path in folders if not _is_made(path, build))
        files = Files(tuple(dict.fromkeys(named[0])), tuple(named[2]), tuple(looked))
        access = partial(only_declared, self.name, root, needed, made, folders)
        task: Task = {
            "actions": [(run, [self, files, access, view, plan.paths, *arguments])],
            "file_dep": named[1],
            "targets": named[2],
            "uptodate": [UpToDate(f"{fingerprint()} {key} {arguments!r} {named!r}", files)],
            "clean": [(remove_all, [made])],
        }
        if name is not None:
            task["name"] = name
        if doc:
            task["doc"] = doc
        return task


def stage(
    *settings: str,
    collects_garbage: bool = False,
    is_large: Callable[..., bool] | None = None,
    reads_the_book: bool = False,
) -> Callable[[Callable[..., None]], Stage]:
    """Return a decorator that makes a function a stage; it may read only these settings."""
    return lambda body: Stage(body, settings, collects_garbage, is_large, reads_the_book)


def _is_made(path: Path, build: str) -> bool:
    """Return whether another task makes a file, which then need not exist yet."""
    return str(path).startswith(build)
