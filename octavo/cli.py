"""The command line: octavo new, build, check, list, schema.

Exit codes: 0 sound, 1 findings of error severity, 2 could not run.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from pathlib import Path

from octavo import __version__

SOUND, UNSOUND, COULD_NOT_RUN = 0, 1, 2


class CouldNotRun(Exception):
    """What was asked for cannot be done: says what, where and what to do."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code."""
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except CouldNotRun as error:
        print(f"octavo: {error}", file=sys.stderr)
        return COULD_NOT_RUN
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        print(f"octavo: {error.strerror or error}{where}", file=sys.stderr)
        return COULD_NOT_RUN
    except KeyboardInterrupt:
        print("octavo: stopped; what was finished stays, and the next build goes on from there",
              file=sys.stderr)  # fmt: skip
        return COULD_NOT_RUN


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="octavo",
        description="Make the print edition of a scholarly text: PDF, EPUB and Word file from one "
        "source, with every note in its place.",
        epilog="Exit codes: 0 all is sound; 1 there are errors in the edition; 2 it could not run.",
    )
    parser.add_argument("--version", action="version", version=f"octavo {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_new(commands)
    _add_build(commands)
    _add_check(commands)
    _add_list(commands)
    _add_schema(commands)
    return parser


# --- new -----------------------------------------------------------------------------------------


def _add_new(commands: argparse._SubParsersAction) -> None:
    new = commands.add_parser(
        "new",
        help="lay out a new edition that builds at once",
        description="Lay out the folders of a new edition, with a short text that shows notes and "
        "citations. `octavo build DIR` then makes its three forms.",
    )
    new.add_argument("folder", metavar="DIR", help="the folder to make; it must be new or empty")
    new.set_defaults(command=_new)


def _new(options: argparse.Namespace) -> int:
    from octavo.skeleton import lay_out

    folder = Path(options.folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CouldNotRun(f"{folder} is there already and is not empty; name a new folder")
    made = lay_out(folder)
    for path in made:
        print(path)
    print(f"\nNow: octavo build {folder}")
    return SOUND


# --- build ---------------------------------------------------------------------------------------


def _add_build(commands: argparse._SubParsersAction) -> None:
    build = commands.add_parser(
        "build",
        help="make the PDF, the EPUB and the Word file",
        description="Make the forms of an edition. Only what a change touches is made again. If "
        "the edition has errors, nothing is made and the last good files stay.",
    )
    build.add_argument("folder", metavar="DIR", nargs="?", default=".",
                       help="the edition's folder (default: this one)")  # fmt: skip
    build.add_argument("--form", choices=("pdf", "epub", "docx"), action="append",
                       help="only this form; may be given twice (default: all three)")  # fmt: skip
    build.add_argument("-n", dest="processes", type=int, default=os.cpu_count() or 1, metavar="N",
                       help="work on N sections side by side (default: one a processor)")  # fmt: skip
    build.set_defaults(command=_build)


def _build(options: argparse.Namespace) -> int:
    folder = _edition_folder(options.folder)
    forms = list(dict.fromkeys(options.form or ("pdf", "epub", "docx")))
    started = time.monotonic()
    with _working_in(folder):
        code = _run_doit(["run", "-n", str(max(1, options.processes)), *forms])
        if code == SOUND:
            from octavo.summary import summary

            print(summary(forms, time.monotonic() - started))
    return code


def _run_doit(arguments: list[str]) -> int:
    from doit.cmd_base import ModuleTaskLoader
    from doit.doit_cmd import DoitMain

    from octavo import graph

    result = DoitMain(ModuleTaskLoader(graph), config_filenames=()).run(arguments)
    return {0: SOUND, 1: UNSOUND}.get(int(result or 0), COULD_NOT_RUN)


def _edition_folder(name: str) -> Path:
    folder = Path(name)
    if not folder.is_dir():
        raise CouldNotRun(f"{folder} is not a folder")
    if not (folder / "source" / "edition.yaml").is_file():
        raise CouldNotRun(
            f"{folder} holds no edition: source/edition.yaml is not there; "
            "`octavo new` lays out an edition"
        )
    return folder


@contextmanager
def _working_in(folder: Path):
    """In the edition's folder, alone: a second build of the same edition waits for the first."""
    before = Path.cwd()
    (folder / "build").mkdir(exist_ok=True)
    with open(folder / "build" / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(before)


# --- check ---------------------------------------------------------------------------------------


def _add_check(commands: argparse._SubParsersAction) -> None:
    check = commands.add_parser(
        "check",
        help="check an edition, or plain texts, without making anything",
        description="Check an edition by all rules. A folder without source/edition.yaml, or a "
        "single text, is checked as plain texts: their notes, and whether they can be read.",
    )
    check.add_argument("folder", metavar="DIR", nargs="?", default=".",
                       help="the edition's folder, a folder of texts, or a text")  # fmt: skip
    check.add_argument("--format", choices=("text", "json", "sarif"), default="text",
                       help="text for people, json for programs, sarif for editors and CI")  # fmt: skip
    check.set_defaults(command=_check)


def _check(options: argparse.Namespace) -> int:
    from octavo import checks

    path = Path(options.folder)
    if (path / "source" / "edition.yaml").is_file():
        findings = _check_edition(path)
    elif path.exists():
        findings = _check_plain(path)
    else:
        raise CouldNotRun(f"{path} is not there")
    if options.format == "sarif":
        sys.stdout.buffer.write(checks.report_sarif(findings, __version__))
    elif options.format == "json":
        sys.stdout.buffer.write(checks.report_json(findings))
    else:
        print(checks.report_text(findings), end="")
    return UNSOUND if any(f.severity == "error" for f in findings) else SOUND


def _check_edition(folder: Path):
    """All findings of an edition; texts parsed by the last build are not parsed again."""
    from octavo import checks, stages

    with _working_in(folder):
        _run_doit(["run", "-n", str(os.cpu_count() or 1), "--reporter", "zero", "parse"])
        return checks.check(stages.read_folder(stages.Folder(Path())))


def _check_plain(path: Path):
    from octavo.plain import check_texts

    texts = [path] if path.is_file() else sorted(
        p for p in path.rglob("*") if p.suffix in {".md", ".markdown", ".qmd"} and p.is_file()
    )  # fmt: skip
    if not texts:
        raise CouldNotRun(f"{path} holds no edition (source/edition.yaml) and no Markdown text")
    return check_texts(texts, path)


# --- list, schema --------------------------------------------------------------------------------


def _add_list(commands: argparse._SubParsersAction) -> None:
    rules = commands.add_parser("list", help="list the rules, with their codes")
    rules.set_defaults(command=_list)


def _list(options: argparse.Namespace) -> int:
    from octavo.checks import rules

    for rule in rules():
        print(f"{rule.code}  {rule.severity:<8} {rule.sentence}")
    return SOUND


def _add_schema(commands: argparse._SubParsersAction) -> None:
    schema = commands.add_parser(
        "schema", help="print the JSON Schema of edition.yaml, for editors that check as one types"
    )
    schema.set_defaults(command=_schema)


def _schema(options: argparse.Namespace) -> int:
    from octavo.source import edition_schema
    from octavo.stages import to_json

    sys.stdout.buffer.write(to_json(edition_schema()))
    return SOUND


if __name__ == "__main__":
    sys.exit(main())
