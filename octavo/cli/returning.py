"""Run octavo return: take what was changed in an edition's Word file back into its texts."""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from octavo.cli.exit_codes import SOUND, UNSOUND, CouldNotRun
from octavo.cli.folders import edition_folder
from octavo.cli.graph import run_doit
from octavo.tasks.forms import form_named, tasks_of

if TYPE_CHECKING:
    from octavo.ingest.word.package import Package
    from octavo.returned import (
        Built,
        FoundChange,
        Merged,
        Proven,
        Returned,
        Settled,
        States,
        Unit,
        WordBook,
    )
    from octavo.tasks.plan import Plan

Result = TypeVar("Result")
_FAILS = "the edition could not be built with it"


def add_return(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser(
        "return",
        help="take what was changed in the edition's Word file back into its texts",
        description="Compare a Word file that Octavo made, and that was edited since, with the "
        "edition: print what was changed as a diff of the texts, tracked changes and comments with "
        "their authors, and write it with --write. The new texts are built and compared with the "
        "file, letter for letter; what has no place in them is listed.",
    )
    command.add_argument("file", metavar="FILE", help="the Word file that came back")
    command.add_argument("folder", metavar="DIR", nargs="?", default=".",
                         help="the edition's folder (default: this one)")  # fmt: skip
    command.add_argument("--changes", choices=("accepted", "rejected"), default="accepted",
                         help="tracked changes: accepted, or rejected, which leaves what was "
                         "changed without tracking (default: accepted)")  # fmt: skip
    command.add_argument("--write", action="store_true", help="write the changes into the texts")
    command.set_defaults(command=_return)


def _return(options: argparse.Namespace) -> int:
    from octavo.tasks.running.run_lock import alone

    path = Path(options.file).resolve()
    package = _package(path)
    folder = edition_folder(options.folder)
    with alone(folder):
        code, _ = run_doit(tasks_of([form_named("docx")]), 0, "failures")
        if code != SOUND:
            raise CouldNotRun(
                f"{folder} cannot be built as it is, and so not be compared with {path.name}; "
                "`octavo check` shows what is wrong"
            )
        return _compare(path.name, package, options)


def _package(path: Path) -> Package:
    """Return the Word file, opened; raise CouldNotRun if it is none that can be read."""
    from octavo.ingest import Unreadable
    from octavo.ingest.word.opening import open_package

    if not path.is_file():
        raise CouldNotRun(f"{path} is not there" if not path.exists() else f"{path} is no file")
    try:
        return open_package(path)
    except Unreadable as error:
        raise CouldNotRun(str(error)) from None
    except (MemoryError, RecursionError):
        raise CouldNotRun(f"{path.name} is too large or too deeply nested to be read") from None


def _compare(name: str, package: Package, options: argparse.Namespace) -> int:
    from octavo.cli.returned_report import Report, report
    from octavo.ingest import Unreadable
    from octavo.proof.archive import UnreadableFormError
    from octavo.returned import changed, is_tracked, spots_of, tracked_changes
    from octavo.tasks.plan import Plan
    from octavo.tasks.sent_back import built_edition

    plan = Plan(Path())
    built = built_edition(plan)
    try:
        merged = _merged(plan, built, package, options.changes)
        tracked = tracked_changes(package.parts)
        is_plain = not any(is_tracked(part) for part in package.parts.values())
        rejected = merged if is_plain else _merged(plan, built, package, "rejected")
    except (UnreadableFormError, RecursionError) as error:
        raise CouldNotRun(f"{name} cannot be read: {error}") from None
    except Unreadable as error:  # the edition's own file may be larger than one that is read
        raise CouldNotRun(str(error)) from None
    returned, proven = _proven(plan, built, merged)
    plainly = returned if rejected is merged else changed(built, rejected.book)
    spots = spots_of(built, [one.name for one in (*tracked, *returned.unplaced)])
    remarks = _remarks(name, merged)
    print(report(Report(name, built, returned, proven, plainly, tracked, spots, remarks)), end="")
    if options.write and returned.texts:
        _write(returned)
    return UNSOUND if returned.unplaced else SOUND


def _merged(plan: Plan, built: Built, package: Package, how: Settled) -> Merged:
    """Return the file with its tracked changes settled, and with what the texts say otherwise since
    it was made; raise CouldNotRun if it is not one of this edition's."""
    from octavo.ingest.word.package import read_package
    from octavo.returned import (
        Merged,
        settled_book,
        states_of,
        with_names,
        with_newer,
        with_pages_of,
        with_plain_heads,
    )
    from octavo.tasks.sent_back import built_file

    behind = settled_book(package, how, plan.valid_edition.language)
    states = states_of(package, read_package(built_file(plan), "the edition"), how)
    _refuse_another_book(package.name, built.book, behind, states)
    merged = Merged(behind)
    if states is not None and states.is_older:
        merged = with_newer(behind, built.book, states)
    book = with_plain_heads(with_names(merged.book, built.book), built.book)
    for index in built.index:
        book = with_pages_of(book, built.book, index)
    return replace(merged, book=book, is_known=states is not None)


def _remarks(name: str, merged: Merged) -> list[str]:
    """Return what is to be known of the state of the texts that a file was made of."""
    if not merged.is_known:
        return [
            f"{name} does not say of which state of the texts it was made; it was compared with "
            "the present one, and what was changed in the texts since looks changed back"
        ]
    if merged.newer:
        s = "" if merged.newer == 1 else "s"
        return [
            f"{name} was made of an older state of the texts: {merged.newer} paragraph{s} and "
            "notes were changed since, and stay as the texts have them now"
        ]
    return []


def _refuse_another_book(
    name: str, before: WordBook, behind: WordBook, states: States | None
) -> None:
    """Raise CouldNotRun for a file that was not made of this edition."""
    from octavo.returned import names_of

    known = {one for passage in before.passages for one in names_of(passage)}
    here = {one for passage in behind.passages for one in names_of(passage)}
    if not here:
        raise CouldNotRun(
            f"{name} has none of the bookmarks by which Octavo knows its paragraphs: it was not "
            "made by `octavo build`, or was saved by a program that drops them"
        )
    shared = states.then.keys() & states.now.keys() if states else here & known
    if len(shared) * 10 < min(len(here), len(states.then) if states else len(here)):
        raise CouldNotRun(
            f"{name} was made of another edition, or of one that has changed in nearly all of its "
            "paragraphs since; name the folder of its own"
        )


def _proven(plan: Plan, built: Built, merged: Merged) -> tuple[Returned, Proven]:
    """Return what the file changes, if the changed texts read as the file does."""
    from octavo.returned import changed, prove

    without: dict[Unit, str] = {}
    keeping: set[Unit] = set()
    behind = merged.book
    while True:
        returned = changed(built, behind, without, keeping)
        if refused := {unit: why for unit, why in returned.refused.items() if unit not in without}:
            without |= refused
            continue
        made = _book_of(plan, returned) if returned.texts else built.book
        if made is None:
            without |= _culprits(plan, built, behind, without, returned)
            continue
        proven = prove(returned, made)
        failed = {
            unit: f"the Word file would read “{have}” for “{want}”"
            for unit, (want, have) in proven.faults.items() if unit not in without
        }  # fmt: skip
        if not failed and proven.run_together <= keeping:
            returned.unplaced += map(_conflict, merged.conflicts)
            return returned, proven
        without |= failed
        keeping |= proven.run_together


def _conflict(one: tuple[str, str]) -> FoundChange:
    """Return the words of a paragraph that both the file and the texts have changed."""
    from octavo.returned import Change, FoundChange

    name, said = one
    why = "the text was changed here since the file was made; the file has these words"
    if not said:
        why = "a paragraph that the texts have changed since was taken out of the file"
    return FoundChange(Change("", said, why=why), "", -1, said[:40], name, name)


def _culprits(
    plan: Plan, built: Built, behind: WordBook, without: Mapping[Unit, str], returned: Returned
) -> dict[Unit, str]:
    """Return the units of changes with which the edition would have errors, each with the first;
    those that are left have none."""
    from octavo.returned import changed

    units = list(dict.fromkeys(one.unit for one in returned.placed))
    found: dict[Unit, str] = {}

    def error_with(some: Sequence[Unit]) -> str:
        others = {unit: "" for unit in units if unit not in some}
        made = changed(built, behind, {**without, **others})
        return _error_of(plan, made) if made.texts else ""

    kept: list[Unit] = []
    left = units
    while left and error_with([*kept, *left]):
        sound, faulty = 0, len(left)
        while faulty - sound > 1:
            middle = (sound + faulty) // 2
            if error_with([*kept, *left[:middle]]):
                faulty = middle
            else:
                sound = middle
        found[left[sound]] = error_with([*kept, *left[:faulty]])
        kept += left[:sound]
        left = left[faulty:]
    return found or dict.fromkeys(units, "the Word file could not be made with these changes")


def _error_of(plan: Plan, returned: Returned) -> str:
    """Return the first error of the edition with its changed texts; empty if it has none."""
    return _apart(plan, returned, _first_error)


def _first_error() -> str:
    from octavo.tasks.check import findings_of
    from octavo.tasks.plan import Plan

    code, _ = run_doit(["cite"], 0, "nothing")
    if code == SOUND:
        return ""
    errors = (one for one in findings_of(Plan(Path())) if one.severity == "error")
    first = next(errors, None)
    return f"the edition would have the error {first.code}: {first.message}" if first else _FAILS


def _book_of(plan: Plan, returned: Returned) -> WordBook | None:
    """Return the Word file of the changed texts, read; None if it cannot be built."""
    return _apart(plan, returned, _built)


def _built() -> WordBook | None:
    from octavo.tasks.plan import Plan
    from octavo.tasks.sent_back import built_book

    code, _ = run_doit(tasks_of([form_named("docx")]), 0, "nothing")
    return built_book(Plan(Path())) if code == SOUND else None


def _apart(plan: Plan, returned: Returned, do: Callable[[], Result]) -> Result:
    """Run something in a folder of its own, with the changed texts, in a process of its own."""
    from octavo.tasks.running.apart import run_apart
    from octavo.tasks.sent_back import lay_out_apart

    with tempfile.TemporaryDirectory(prefix="octavo-") as name:
        folder = Path(name) / "edition"
        folder.mkdir()
        lay_out_apart(plan, folder, returned.texts)

        def done() -> Result:
            os.chdir(folder)
            return do()

        return run_apart(done)


def _write(returned: Returned) -> None:
    from octavo.tasks.sent_back import as_bytes
    from octavo.tasks.write import write_together

    data = as_bytes(Path(), returned.texts)
    write_together({Path(path): written for path, written in data.items()}, durably=True)
    for path in returned.texts:
        print(f"written: {path}")
