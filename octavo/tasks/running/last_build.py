"""Find out at once that a build would make nothing, since nothing that it depends on has changed.

After a sound build that no edit disturbed, a file keeps the digests of all files that its tasks
read and made, and the names below the folders of sources, from which the plan follows. doit would
compare the same digests, after all stages are imported and the edition is planned. If the next
build of the same forms finds every file unchanged, and the code too, doit would run no task, so it
is not asked. In any doubt it is asked.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

from octavo.fingerprint import fingerprint
from octavo.tasks.paths import Paths
from octavo.tasks.running.digests import KEPT, SOURCES, digests
from octavo.tasks.running.run_lock import LOCK
from octavo.tasks.write import write_whole

_FILE = Path("build", ".last-build.json")
_DATABASE = "build/.doit.db"  # without it, doit would make all anew
_VALIDATED = str(Paths().validated)  # no task makes it, and none reads it before it is there

Digests = dict[str, str | None]  # by the paths of files, from the edition's folder
Names = list[list[str]]  # paths, each with the place to which it leads


@dataclass(frozen=True, slots=True)
class Told:
    """What a build says at its end: the findings and the table of its forms; and what is left for
    the check to show."""

    table: str
    standing: str

    def after(self, seconds: float) -> str:
        """Return the text that ends a build of so many seconds."""
        return f"{self.table}\nDone in {seconds:.1f} s. {self.standing}".rstrip()


@dataclass(frozen=True, slots=True)
class _Build:
    """A sound build: the forms asked for, the code, the names below the folders of sources, those
    in edition.yaml with their places, the digests of all files, and what was said."""

    forms: list[str]
    code: str
    sources: Names
    named: Names
    files: Digests
    table: str
    standing: str


def unchanged(forms: Sequence[str]) -> Told | None:
    """Return what the last build of the edition in this folder said, if it was one of the same
    forms, and a build now would make nothing; None if that is not certain."""
    try:
        last = _Build(**orjson.loads(_FILE.read_bytes()))
        if last.forms != list(forms) or last.code != fingerprint():
            return None
        if last.sources != source_names() or last.named != _places(path for path, _ in last.named):
            return None
        digests.begin(LOCK, KEPT)
        if any(digests.of(path) != digest for path, digest in last.files.items()):
            return None
        digests.end(KEPT)
        return Told(last.table, last.standing)
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def forget() -> None:
    """Let the next build ask doit, until this one is sound."""
    _FILE.unlink(missing_ok=True)


def keep(
    forms: Sequence[str], sources: Names, named: Iterable[str], files: Digests,
    beside: Iterable[Path], told: Told,
) -> None:  # fmt: skip
    """Keep a sound build for the next one.

    `sources` are the names before it began, `named` the paths that edition.yaml names, `files` the
    digests of the files of all tasks, `beside` are further files from which `told` was made.
    """
    if sources != source_names():
        return
    more = [path for path in (_DATABASE, _VALIDATED, *map(str, beside)) if path not in files]
    kept = _Build(
        list(forms), fingerprint(), sources, _places(named), files | digests.of_all(more),
        told.table, told.standing,
    )  # fmt: skip
    digests.of_all(files)  # known for the next run, which need not read them
    digests.end(KEPT)
    with suppress(OSError, TypeError):  # TypeError: of a name that is not UTF-8
        write_whole(_FILE, orjson.dumps(asdict(kept)))


def together(tasks: Iterable[Mapping[str, Mapping[str, str | None] | None]]) -> Digests | None:
    """Return the digests of the files of all tasks, each as the tasks have recorded it; None if one
    has not, or if two have seen different bytes."""
    found: Digests = {}
    for recorded in tasks:
        for kind in ("read", "made"):
            seen = recorded.get(kind)
            if seen is None or any(found.setdefault(path, d) != d for path, d in seen.items()):
                return None
    return found


def source_names() -> Names:
    """Return the names of everything below the folders of sources, sorted, each with the place to
    which it leads if it is a link."""
    found = [folder for folder in SOURCES if os.path.lexists(folder)]
    for folder in SOURCES:
        for above, folders, files in os.walk(folder):
            found += (os.path.join(above, name) for name in (*folders, *files))
    return [[path, _place(path) if os.path.islink(path) else ""] for path in sorted(found)]


def _places(paths: Iterable[str]) -> Names:
    """Return paths, each with the place to which it leads if it is there."""
    return [[path, _place(path) if os.path.exists(path) else ""] for path in paths]


def _place(path: str) -> str:
    """Return where a path leads, seen from the edition's folder, which may be moved."""
    return os.path.relpath(os.path.realpath(path), os.path.realpath(""))
