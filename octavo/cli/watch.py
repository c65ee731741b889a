"""Run octavo watch: build an edition each time that one of its files is saved.

One process stays, with all modules, faces and words that it has met, so a text that was changed is
built in half the time. Whatever else changes, such as a style sheet or a typeface, is read by a new
process, in which nothing is remembered.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import time
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from octavo.cli.build import add_folder, add_forms, add_processes, build_forms, forms_asked, said_of
from octavo.cli.exit_codes import SOUND, UNSOUND
from octavo.cli.folders import edition_folder
from octavo.tasks.forms import BY_DEFAULT, Form, called

_TOGETHER = 300  # milliseconds for which files are waited for that are saved at one stroke
_STEP = 50  # and between two looks
_IDLE = 500  # after which new folders are looked for
_READ_ANEW = (".md", ".bib", ".biblatex", ".bibtex", ".json", ".yaml", ".yml", ".ris", ".xml")
_MANY = 3  # texts that are rather built side by side


def add_watch(commands: argparse._SubParsersAction) -> None:
    watch = commands.add_parser(
        "watch",
        help=f"make {called(BY_DEFAULT)} each time that a file is saved",
        description="Build an edition now and after each change of its files, until Ctrl-C ends "
        "it. The forms are replaced whole and together; if a change has errors, they are shown, "
        "and the last good forms stay.",
    )
    add_folder(watch)
    add_forms(watch)
    add_processes(watch)
    watch.set_defaults(command=_watch)


def _watch(options: argparse.Namespace) -> int:
    folder, forms = edition_folder(options.folder), forms_asked(options)
    saved = _saved(folder)
    try:
        next(saved)  # what is saved from here on is seen
        _build(folder, forms, options.processes, "")
        print(f"Watching {folder}; Ctrl-C ends it.", flush=True)
        for names in saved:
            if any(not _is_text(name) for name in names):
                _begin_anew()
            processes = 0 if len(names) <= _MANY else options.processes
            _build(folder, forms, processes, ", ".join(names[:_MANY]))
    except KeyboardInterrupt:
        print("\nNo longer watched.")
    return SOUND


# --- what is saved -------------------------------------------------------------------------------


def _saved(folder: Path) -> Iterator[list[str]]:
    """Yield the names of the edition's files that were saved together, as `source/a.md`; first an
    empty list, when they begin to be watched."""
    from watchfiles import watch

    watched = _folders(folder)
    begun = False
    while True:
        for changes in watch(
            *watched, debounce=_TOGETHER, step=_STEP, rust_timeout=_IDLE, yield_on_timeout=True,
            watch_filter=None, raise_interrupt=True,
        ):  # fmt: skip
            found = sorted({*map(str, _of_edition(folder, changes))})
            if found or not begun:
                begun = True
                yield found
            there = _folders(folder)
            if there != watched:
                yield [path.name for path in {*there} ^ {*watched}]
                watched = there
                break


def _folders(folder: Path) -> list[Path]:
    from octavo.tasks.running.digests import SOURCES

    return [folder / name for name in SOURCES if (folder / name).is_dir()]


def _of_edition(folder: Path, changes: Collection[tuple[int, str]]) -> Iterator[Path]:
    """Yield the files among those that changed which an edition may consist of, from its folder;
    none of a text editor, which come and go."""
    from watchfiles import Change

    from octavo.tasks.passing import is_passing

    came = {path for change, path in changes if change == Change.added}
    for _, name in changes:
        path = Path(name)
        passed = is_passing(path.name) or (name in came and not path.exists())
        if not passed and not path.is_dir():
            yield path.relative_to(folder if not path.is_absolute() else folder.resolve())


def _is_text(name: str) -> bool:
    """Return whether a file is a text or a bibliography: nothing is remembered from one."""
    return name.endswith(_READ_ANEW) and Path(name).name != "edition.yaml"


# --- the build -----------------------------------------------------------------------------------


def _build(folder: Path, forms: Sequence[Form], processes: int, changed: str) -> None:
    """Build an edition, and say in a line how that ended; with `changed`, after this was saved."""
    from octavo.tasks.running import last_build
    from octavo.tasks.running.run_lock import alone

    started = time.monotonic()
    with alone(folder):
        last_build.forget()
        built = build_forms(forms, processes, "failures" if changed else "progress")
    seconds = time.monotonic() - started
    head = f"{time.strftime('%H:%M:%S')} {changed or 'the edition'}: "
    if built.told is not None:
        print(f"{head}built in {seconds:.1f} s. {built.told.standing}".rstrip(), flush=True)
    else:
        stay = "; the forms stay as they were" if built.code == UNSOUND else ""
        print(f"{head}not built{stay}", flush=True)
    if built.edited:
        print(said_of(built.edited), flush=True)
    gc.unfreeze()  # while nobody waits
    gc.collect()


def _begin_anew() -> None:
    """Let a new process take over, with the same command."""
    from octavo.tasks.running.anew import PYTHON

    sys.stdout.flush()
    os.execv(sys.executable, [*PYTHON, "-m", "octavo.cli", *sys.argv[1:]])
