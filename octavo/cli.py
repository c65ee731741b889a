"""Run the command line: octavo new, build, sheet, check, cite, list, schema.

Exit codes: 0 sound, 1 findings of error severity, 2 could not run.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from octavo import __version__
from octavo.tasks.forms import BY_DEFAULT, FORMS, called, form_named, tasks_of
from octavo.tasks.running.surroundings import refusal, settle

if TYPE_CHECKING:
    from octavo.model import Finding
    from octavo.tasks.plan import Plan

SOUND, UNSOUND, COULD_NOT_RUN = 0, 1, 2
EDITION = "source/edition.yaml"


class CouldNotRun(Exception):
    """Raised if a command cannot run; the message says what is wrong, where, and what to do."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # print even names that the terminal cannot show
            stream.reconfigure(errors="backslashreplace")
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    if why := refusal():
        return _could_not_run(why)
    settle()
    try:
        code = command(options)
        sys.stdout.flush()
        return code
    except CouldNotRun as error:
        return _could_not_run(str(error))
    except BrokenPipeError:
        _stop_writing()
        return SOUND
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        return _could_not_run(f"{error.strerror or error}{where}")
    except KeyboardInterrupt:
        return _could_not_run(
            "stopped; finished parts are kept, and the next build continues from there"
        )


def _open_closed_streams() -> None:
    """Open those of the three standard streams that are closed: a file of the edition would get
    the number of one, and receive what is printed."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free: this one
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "r" if name == "stdin" else "w"))  # noqa: SIM115


def _stop_writing() -> None:
    """Write no more to standard output: its reader has closed the pipe, as in `octavo list | head`.
    Python would complain at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def _whoever_reads() -> Iterator[None]:
    """Write the result of a command, whose exit code does not depend on who reads it."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        _stop_writing()


def _could_not_run(why: str) -> int:
    from octavo.tasks.running.progress import printable

    print(f"octavo: {printable(why)}", file=sys.stderr)
    return COULD_NOT_RUN


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="octavo",
        description="Make the print edition of a scholarly text: PDF, EPUB and Word file from one "
        "source, with every note in its place.",
        epilog="Exit codes: 0 all is sound; 1 the edition has errors; 2 the command could not run.",
    )
    parser.add_argument("--version", action="version", version=f"octavo {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add_new(commands)
    _add_build(commands)
    _add_sheet(commands)
    _add_check(commands)
    _add_cite(commands)
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
        raise CouldNotRun(f"{folder} exists already and is not empty; name a new folder")
    made = lay_out(folder)
    for path in made:
        print(path)
    print(f"\nNow: octavo build {quote(str(folder))}")
    return SOUND


# --- build ---------------------------------------------------------------------------------------


def _add_build(commands: argparse._SubParsersAction) -> None:
    made = called(BY_DEFAULT)
    build = commands.add_parser(
        "build",
        help=f"make {made}",
        description=f"Make the forms of an edition: DIR/build then holds {made}. "
        "Only what a change touches is made again. If the edition has errors, they are "
        "shown with file and line, nothing is made, and the last good files stay as they were.",
    )
    build.add_argument("folder", metavar="DIR", nargs="?", default=".",
                       help="the edition's folder (default: this one)")  # fmt: skip
    build.add_argument("--form", choices=[form.name for form in FORMS], action="append",
                       help=f"only this form; may be given twice (default: {made})")  # fmt: skip
    build.add_argument("-n", dest="processes", type=_number, default=os.cpu_count() or 1,
                       metavar="N", help="work on N sections side by side (default: as many as "
                       "the computer has processors)")  # fmt: skip
    build.set_defaults(command=_build)


def _number(text: str) -> int:
    """Return a number of processes from the command line; raise ArgumentTypeError unless it is from
    1 to 256."""
    if not text.isdecimal() or not 1 <= int(text) <= 256:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 1 to 256")
    return int(text)


def _build(options: argparse.Namespace) -> int:
    from octavo.source import EDITION_PATH
    from octavo.tasks.running.action import said_edited
    from octavo.tasks.running.digests import digests
    from octavo.tasks.running.progress import printable
    from octavo.tasks.running.run_lock import alone

    folder = _edition_folder(options.folder)
    asked = tuple(map(form_named, dict.fromkeys(options.form or ())))
    forms = asked or BY_DEFAULT
    with alone(folder):
        started = time.monotonic()
        code = _run_doit(tasks_of(forms), options.processes)
        edited = digests.edited()
        if code == SOUND and EDITION_PATH not in edited:  # the title names the files
            from octavo.summary import summary

            print(summary(forms, time.monotonic() - started))
        if edited:
            print(printable(said_edited(edited)))
    return code


def _add_sheet(commands: argparse._SubParsersAction) -> None:
    sheet = commands.add_parser(
        "sheet",
        help="show all spreads of the print PDF, with what a compositor would mend",
        description="Make DIR/build/sheet.html, a picture of all spreads of the print PDF for the "
        "browser: widows, stretched lines, letters that the face lacks and the like are marked "
        "on their pages. If the PDF is out of date, it is made first.",
    )
    sheet.add_argument("folder", metavar="DIR", nargs="?", default=".",
                       help="the edition's folder (default: this one)")  # fmt: skip
    sheet.add_argument("-n", dest="processes", type=_number, default=os.cpu_count() or 1,
                       metavar="N", help="work on N sections side by side (default: as many as "
                       "the computer has processors)")  # fmt: skip
    sheet.set_defaults(command=_sheet)


def _sheet(options: argparse.Namespace) -> int:
    from octavo.tasks.running.run_lock import alone

    folder = _edition_folder(options.folder)
    with alone(folder):
        code = _run_doit(["pdf", "sheet"], options.processes)
        if code == SOUND:
            from octavo.summary import sheet_summary

            print(sheet_summary())
    return code


def _run_doit(wanted: Sequence[str], processes: int, *, quietly: bool = False) -> int:
    """Run the tasks wanted in the current folder; return the exit code."""
    from octavo.tasks.running.doit_run import Outcome, run_tasks

    outcome = run_tasks(wanted, processes, quietly=quietly)
    return {Outcome.SOUND: SOUND, Outcome.UNSOUND: UNSOUND}.get(outcome, COULD_NOT_RUN)


def _edition_folder(name: str) -> Path:
    folder = Path(name)
    if not folder.is_dir():
        raise CouldNotRun(f"{folder} is not a folder")
    _refuse_misnamed_settings(folder)
    if not (folder / EDITION).is_file():
        raise CouldNotRun(
            f"{folder} holds no edition: source/edition.yaml is not there; "
            "`octavo new` lays out an edition"
        )
    return folder


# --- check ---------------------------------------------------------------------------------------


def _add_check(commands: argparse._SubParsersAction) -> None:
    check = commands.add_parser(
        "check",
        help="check an edition, or plain texts, and make no form",
        description="Check an edition by all rules, and show each finding with file and line. A "
        "folder without source/edition.yaml, or a single text, is checked as plain texts: their "
        "notes, and whether they can be read. `octavo list` lists the rules.",
    )
    check.add_argument("folder", metavar="DIR", nargs="?", default=".",
                       help="the edition's folder, a folder of texts, or a text")  # fmt: skip
    check.add_argument("--format", choices=("text", "json", "sarif"), default="text",
                       help="text for people (default), json for programs, sarif for editors "
                       "and CI")  # fmt: skip
    check.add_argument("--second-opinion", action="store_true",
                       help="set every citation by a second processor too, and show each "
                       "difference that csl/second-opinion.yaml does not allow")  # fmt: skip
    check.set_defaults(command=_check)


def _check(options: argparse.Namespace) -> int:
    from octavo import checks

    path = Path(options.folder)
    if not path.exists():
        raise CouldNotRun(f"{path} is not there")
    _refuse_misnamed_settings(path)
    folder = _edition_of(path)
    if folder is not None:
        findings = _check_edition(folder, second_opinion=options.second_opinion)
        findings = _of_part(findings, folder, path)
    elif options.second_opinion:
        raise CouldNotRun(f"{path} holds no edition (source/edition.yaml), and sets no citations")
    else:
        findings = _check_plain(path)
    with _whoever_reads():
        if options.format == "sarif":
            sys.stdout.buffer.write(checks.report_sarif(findings, __version__))
        elif options.format == "json":
            sys.stdout.buffer.write(checks.report_json(findings))
        else:
            from octavo.tasks.running.progress import printable

            print(printable(checks.report_text(findings)), end="")
    return UNSOUND if any(f.severity == "error" for f in findings) else SOUND


# What people call edition.yaml, or where they put it.
_MISNAMED = (
    "source/edition.yml", "source/Edition.yaml", "source/edition.yaml.txt", "source/metadata.yaml",
    "edition.yaml", "edition.yml",
)  # fmt: skip


def _edition_of(path: Path) -> Path | None:
    """Return the folder of the edition that a folder or a text belongs to: itself, the folder
    above its source/, or that of the edition.yaml that lists the text; None if there is none."""
    if (path / EDITION).is_file():
        return path
    whole = path.resolve()
    for above in whole.parents:
        if (above / EDITION).is_file() and whole.is_relative_to((above / "source").resolve()):
            return above
    return None


def _refuse_misnamed_settings(path: Path) -> None:
    """Raise CouldNotRun for a folder whose settings Octavo would not find, so that nobody takes the
    check of its texts for that of the edition."""
    if not path.is_dir() or _edition_of(path) is not None:
        return
    for name in _MISNAMED:
        # A file system that ignores case has found the right name already.
        if (path / name).is_file():
            raise CouldNotRun(
                f"{path / name} is not read: the settings of an edition are in "
                "source/edition.yaml; rename or move the file"
            )


def _of_part(findings: tuple[Finding, ...], folder: Path, path: Path) -> tuple[Finding, ...]:
    """Return the findings in a text, or in a folder of the edition; say on standard error that the
    whole edition was checked, and how many findings are elsewhere."""
    from octavo.checks import kept_in
    from octavo.tasks.running.progress import printable

    if path.resolve() == folder.resolve():
        return findings
    part = path.resolve().relative_to(folder.resolve()).as_posix()
    here, listed = kept_in(findings, part), _listed(folder)
    if path.is_file() and part not in listed:
        print(printable(f"octavo: {part} is not listed in {EDITION}: checked as a plain text, by "
                        "the rules for its notes only"), file=sys.stderr)  # fmt: skip
        return _check_plain(path)
    said = f"octavo: {part} was checked as a part of the edition in {folder}"
    elsewhere = len(findings) - len(here)
    more = "1 finding is" if elsewhere == 1 else f"{elsewhere} findings are"
    print(printable(f"{said}; {more} elsewhere in it" if elsewhere else said), file=sys.stderr)
    return here


def _listed(folder: Path) -> set[str]:
    from octavo.tasks.plan import Plan

    return {section.path for section in Plan(folder).texts}


def _check_edition(folder: Path, *, second_opinion: bool = False):
    """Return all findings of an edition, with those of its citations; make no form.

    Texts that the last build parsed are not parsed again. If the folder cannot be written, all is
    read again.
    """
    from octavo import checks
    from octavo.tasks.check import read_folder
    from octavo.tasks.plan import Plan
    from octavo.tasks.running.digests import digests
    from octavo.tasks.running.run_lock import alone

    try:
        with alone(folder):
            code, plan, findings = _findings()
            if digests.edited():  # the texts that were parsed may not be those that are there
                code, plan, findings = _findings()
            if second_opinion:
                findings += _second_opinion(plan) if code == SOUND else _no_second_opinion()
    except OSError:
        if second_opinion:
            _no_second_opinion()
        return checks.check(read_folder(Plan(folder), anew=True))
    return tuple(sorted(findings, key=lambda f: (f.place, f.code)))


def _findings() -> tuple[int, Plan, tuple[Finding, ...]]:
    """Return the findings of the edition in this folder, its plan, and the exit code of the tasks
    that lead to its citations. If a text is edited meanwhile, the places may be those of before."""
    from octavo import checks
    from octavo.tasks.check import read_folder
    from octavo.tasks.late_findings import findings_of_citing
    from octavo.tasks.page_findings import seen_findings
    from octavo.tasks.plan import Plan

    code = _run_doit(["cite"], os.cpu_count() or 1, quietly=True)
    plan = Plan(Path())
    findings = checks.check(read_folder(plan, anew=code == COULD_NOT_RUN))
    late = findings_of_citing(plan) if code == SOUND else ()
    # seen on the pages as they were last laid out
    seen = seen_findings(plan.paths, plan.texts, plan.edition, plan.paths.places)
    return code, plan, (*findings, *late, *(of_page.finding for of_page in seen))


def _second_opinion(plan: Plan):
    """Return the findings of the second processor; print how much it compared to standard error."""
    from octavo.tasks.cite import second_opinion

    started = time.monotonic()
    findings, said = second_opinion(plan)
    seconds = time.monotonic() - started
    print(f"second opinion: {said} ({seconds:.1f} s)", file=sys.stderr)
    return findings


def _no_second_opinion() -> tuple[Finding, ...]:
    print("second opinion: not asked, because the citations could not be set", file=sys.stderr)
    return ()


def _check_plain(path: Path):
    from octavo.plain_texts import check_texts

    if path.is_dir():
        next(path.iterdir(), None)  # raise OSError if the folder may not be read: it is not empty
    texts = [path] if path.is_file() else sorted(
        p for p in path.rglob("*") if p.suffix in {".md", ".markdown", ".qmd"} and p.is_file()
    )  # fmt: skip
    if not texts:
        raise CouldNotRun(f"{path} holds no edition (source/edition.yaml) and no Markdown text")
    print("octavo: checked as plain texts, by the rules for notes only: citations, links, images "
          "and settings were not checked", file=sys.stderr)  # fmt: skip
    return check_texts(texts)


# --- cite ----------------------------------------------------------------------------------------


def _add_cite(commands: argparse._SubParsersAction) -> None:
    cite = commands.add_parser(
        "cite",
        help="set the citations of a JSON document, for other tools",
        description='Set citations without an edition. DOCUMENT.json holds {"items": [items of '
        'CSL-JSON], "notes": [{"cites": [{"id", "locator", "label", "prefix", "suffix", '
        '"suppress-author"}]}]}; "bibliography" may name a file of items beside it and "citations" '
        'one of notes, "nocite" lists ids that are not cited ("*" is all). The result is '
        '{"notes": [text, …], "bibliography": [[id, text], …]}: a text for each note, and the '
        "entries in the order of the style.",
    )
    cite.add_argument("document", metavar="DOCUMENT.json", help="the document; - reads it from "
                      "the standard input")  # fmt: skip
    cite.add_argument("--style", metavar="S", help="a CSL style by name, or a .csl file (default: "
                      'the "style" of the document, or chicago-notes-bibliography)')  # fmt: skip
    cite.add_argument("--language", metavar="L", help="the language of terms and dates, such as "
                      'en-GB or fr (default: the "language" of the document, or that of the '
                      "style)")  # fmt: skip
    cite.add_argument("--format", choices=("html", "text", "json"), default="json",
                      help="the format of the texts: HTML as in the CSL test suite (html and "
                      "json, the default), or plain text (text)")  # fmt: skip
    cite.set_defaults(command=_cite)


def _cite(options: argparse.Namespace) -> int:
    from octavo import cite_command
    from octavo.tasks.records import to_json
    from octavo.tasks.running.progress import printable

    data, name, folder = _document(options.document)
    try:
        document, unread = cite_command.read_document(data, name, folder)
    except cite_command.NotADocument as error:
        raise CouldNotRun(str(error)) from None
    style = _style(options.style or document.style or DEFAULT_STYLE, options.style, folder)
    language = options.language or document.language
    texts = "text" if options.format == "text" else "html"
    cited = cite_command.cite(document, style, language, texts)
    with _whoever_reads():
        sys.stdout.buffer.write(to_json(cited.as_json()))
        sys.stdout.buffer.flush()
    findings = [fault.finding for fault in (*unread, *cited.faults)]
    for finding in findings:
        print(printable(str(finding)), file=sys.stderr)
    return UNSOUND if any(f.severity == "error" for f in findings) else SOUND


DEFAULT_STYLE = "chicago-notes-bibliography"


def _document(name: str) -> tuple[bytes, str, Path]:
    """Return the bytes of the document, its name, and the folder of the files that it names; raise
    CouldNotRun if it is a folder."""
    if name == "-":
        return sys.stdin.buffer.read(), "-", Path()
    path = Path(name)
    if path.is_dir():
        raise CouldNotRun(f"{path} is a folder; name a JSON document")
    return path.read_bytes(), name, path.parent


def _style(name: str, asked: str | None, folder: Path):
    """Load a style; a file that is named on the command line may be anywhere. Raise CouldNotRun if
    the style cannot be read."""
    from octavo.csl.styles import load_style
    from octavo.model import FaultError

    path = Path(name)
    try:
        if asked and path.suffix == ".csl" and path.is_file():
            return load_style(path.name, path.parent)
        return load_style(name, folder)
    except FaultError as error:
        (fault,) = error.faults
        hint = f"; {fault.hint}" if fault.hint else ""
        raise CouldNotRun(f"{fault.message}{hint}") from None


# --- list, schema --------------------------------------------------------------------------------


def _add_list(commands: argparse._SubParsersAction) -> None:
    rules = commands.add_parser(
        "list",
        help="list the rules of the check",
        description="List the rules of the check: code, severity, and what must hold.",
    )
    rules.set_defaults(command=_list)


def _list(options: argparse.Namespace) -> int:
    from octavo.checks import rules

    for rule in rules():
        print(f"{rule.code}  {rule.severity:<8} {rule.sentence}")
    return SOUND


def _add_schema(commands: argparse._SubParsersAction) -> None:
    schema = commands.add_parser(
        "schema",
        help="print the JSON Schema of edition.yaml, for text editors",
        description="Print the JSON Schema of edition.yaml. Text editors that know it complete its "
        "keys and mark mistakes while you type.",
    )
    schema.set_defaults(command=_schema)


def _schema(options: argparse.Namespace) -> int:
    from octavo.source import edition_schema
    from octavo.tasks.records import to_json

    sys.stdout.buffer.write(to_json(edition_schema()))
    return SOUND


if __name__ == "__main__":
    sys.exit(main())
