"""A stage: a function, and the fields of edition.yaml that it reads; and the tasks made of it.

    @stage("notes", "print.trim")
    def lay_out(edition: Edition, paths: Paths, section: Section) -> None: ...

    lay_out.task(plan, section, name=section.name, reads=[…], makes=[…])

The function is given a view of the edition that has the declared fields and refuses every other; it
can open the files that its task reads or makes and no others. What it depends on is therefore what
is declared, and the task is up to date as long as that is what it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from doit.tools import config_changed

from octavo.fingerprint import fingerprint
from octavo.model import Edition
from octavo.tasks.paths import Paths
from octavo.tasks.plan import Plan
from octavo.tasks.running.action import run
from octavo.tasks.running.file_access import only_declared
from octavo.tasks.running.view import key_of, view_of
from octavo.tasks.running.whole import Whole, remove_all

Task = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stage:
    """A function of an edition, and what it may read of edition.yaml, by dotted names.

    Trees of JSON hold no circles and are long to look through: garbage is collected while a stage
    runs only if it says so.
    """

    body: Callable[..., None]
    settings: tuple[str, ...]
    collects_garbage: bool = False

    def __call__(self, edition: Edition | None, paths: Paths, *arguments: Any) -> None:
        """Run the function as it is, without a watch on what it reads."""
        self.body(edition, paths, *arguments)

    @property
    def name(self) -> str:
        """What messages call it."""
        return self.body.__name__

    def task(
        self, plan: Plan, *arguments: Any, reads: Iterable[Path], makes: Iterable[Path],
        name: str | None = None, doc: str = "", also: tuple[str, ...] = (),
        folders: tuple[Path, ...] = (),
    ) -> Task:  # fmt: skip
        """Make one task of doit: the stage with its arguments, and its files.

        A file of the edition that may be missing is declared like any other. `also` are further
        fields that it reads with these arguments; in `folders` it may open every file: those that
        it depends on are among `reads`.
        """
        needed, made, root = list(reads), list(makes), plan.paths.root
        there = [path for path in needed if _is_made(path, plan.paths) or path.is_file()]
        settings = tuple(dict.fromkeys((*self.settings, *also)))
        view = view_of(plan.edition, settings, self.name) if plan.edition else None
        key = key_of(plan.edition, settings) if plan.edition else ""
        files = [sorted(map(str, paths)) for paths in (needed, there, made)]
        access = partial(only_declared, self.name, root, needed, made, folders)
        task: Task = {
            "actions": [(run, [self, access, view, plan.paths, *arguments])],
            "file_dep": files[1],
            "targets": [str(path) for path in made],
            "uptodate": [
                config_changed(f"{fingerprint()} {key} {arguments!r} {files!r}"),
                Whole(made),
            ],
            "clean": [(remove_all, [made])],
        }
        if name is not None:
            task["name"] = name
        if doc:
            task["doc"] = doc
        return task


def stage(*settings: str, collects_garbage: bool = False) -> Callable[[Callable[..., None]], Stage]:
    """Declare a function as a stage that reads these fields of edition.yaml and no others."""
    return lambda body: Stage(body, settings, collects_garbage)


def _is_made(path: Path, paths: Paths) -> bool:
    """Whether another task makes a file: it need not be there yet."""
    return paths.build in path.parents
