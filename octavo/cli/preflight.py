"""Run octavo preflight: judge a PDF, of whatever program, as a printer does."""

from __future__ import annotations

import argparse
import re
import resource
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from octavo import __version__
from octavo.cli.exit_codes import SOUND, UNSOUND, CouldNotRun
from octavo.cli.streams import whoever_reads

if TYPE_CHECKING:
    from octavo.press.preflight.flaws import Judged

_MEMORY = 3 << 30  # bytes that a file may take
_SIZE = re.compile(r"([\d.]+)(in|mm|cm|pt)\s*[x× ]\s*([\d.]+)(in|mm|cm|pt)")
_POINTS = {"in": 72.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "pt": 1.0}


def add_preflight(commands: argparse._SubParsersAction) -> None:
    preflight = commands.add_parser(
        "preflight",
        help="judge a PDF, of whatever program, as a printer does",
        description="Judge the interior of a book, a PDF of any program, by what a printer takes: "
        "sizes and boxes, bleed and margins, fonts, inks, pictures, and the standard. Each finding "
        "says on which pages, where, and what to do.",
    )
    preflight.add_argument("file", metavar="FILE.pdf", type=Path, nargs="?")
    preflight.add_argument("--printer", metavar="NAME", default="offset-x4",
                           help="the printer, one of --printers (default: offset-x4)")  # fmt: skip
    preflight.add_argument("--printers", action="store_true", help="list the printers, and end")
    preflight.add_argument("--own", metavar="FILE.toml", type=Path,
                           help="a file with printers of your own")  # fmt: skip
    preflight.add_argument("--trim", metavar="SIZE", type=_size,
                           help="the trimmed page, such as 6in×9in, if the file does not name "
                           "it")  # fmt: skip
    preflight.add_argument("--pictures", metavar="DIR", type=Path,
                           help="draw the pages with flaws into this folder, each place "
                           "marked")  # fmt: skip
    preflight.add_argument("--format", choices=("text", "json", "sarif"), default="text")
    preflight.set_defaults(command=_preflight)


def _size(written: str) -> tuple[float, float]:
    """Return a size in points; raise ArgumentTypeError if it is none."""
    found = _SIZE.fullmatch(written.strip())
    if found is None:
        raise argparse.ArgumentTypeError(f"{written!r} is no size such as 6in×9in or 156mm×234mm")
    try:
        return float(found[1]) * _POINTS[found[2]], float(found[3]) * _POINTS[found[4]]
    except ValueError:
        raise argparse.ArgumentTypeError(f"{written!r} is no size") from None


def _preflight(options: argparse.Namespace) -> int:
    from octavo.press.preflight.preflight import preflight
    from octavo.press.printers import PrinterError, printer_named, printers

    try:
        if options.printers:
            for one in printers(options.own).values():
                print(f"{one.name:16}{one.title} ({one.source}, {one.read})")
            return SOUND
        printer = printer_named(options.printer, options.own)
    except PrinterError as error:
        raise CouldNotRun(str(error)) from None
    if options.file is None:
        raise CouldNotRun("name the PDF that is to be judged")
    if not options.file.is_file():
        raise CouldNotRun(f"{options.file} is not there, or is no file")
    _limit_memory()
    found = preflight(options.file, printer, options.trim, _show_progress)
    _end_progress()
    if options.pictures:
        _draw(options.file, options.pictures, found)
    with whoever_reads():
        _report(found, options.format)
    return UNSOUND if any(one.finding.severity == "error" for one in found) else SOUND


def _limit_memory() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    limit = _MEMORY if most == resource.RLIM_INFINITY else min(most, _MEMORY)
    resource.setrlimit(resource.RLIMIT_AS, (limit, most))


def _show_progress(page: int, pages: int) -> None:
    if sys.stderr.isatty() and (page % 10 == 0 or page == pages):
        print(f"\rpage {page} of {pages}", end="", file=sys.stderr, flush=True)


def _end_progress() -> None:
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr, flush=True)


def _draw(pdf: Path, folder: Path, found: tuple[Judged, ...]) -> None:
    from octavo.press.preflight.marked_page import marked_pages

    folder.mkdir(parents=True, exist_ok=True)
    flaws = [flaw for one in found for flaw in one.flaws]
    for at, png in marked_pages(pdf, flaws):
        (folder / f"page-{at + 1:04}.png").write_bytes(png)


def _report(found: tuple[Judged, ...], form: str) -> None:
    from octavo import checks
    from octavo.press.preflight.report import report_preflight
    from octavo.tasks.running.printable import printable

    findings = tuple(one.finding for one in found)
    if form == "sarif":
        sys.stdout.buffer.write(checks.report_sarif(findings, __version__))
    elif form == "json":
        sys.stdout.buffer.write(report_preflight(found))
    else:
        print(printable(checks.report_text(findings)), end="")
