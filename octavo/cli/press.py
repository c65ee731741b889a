"""Run octavo press: make what a printer takes, of the pages of the print PDF."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from octavo.cli.build import add_folder, add_processes
from octavo.cli.exit_codes import SOUND, UNSOUND, CouldNotRun
from octavo.cli.folders import edition_folder
from octavo.cli.graph import run_doit

if TYPE_CHECKING:
    from octavo.model import Isbn
    from octavo.press.printers import Printer


def add_press(commands: argparse._SubParsersAction) -> None:
    press = commands.add_parser(
        "press",
        help="make the interior that a printer takes",
        description="Make DIR/build/press/NAME: the interior of the book for a printer, with a "
        "report and checksums. It has the pages of the print PDF, in the inks, the boxes and the "
        "standard of the printer. If the PDF is out of date, it is made first. What the printer "
        "would refuse is shown.",
    )
    add_folder(press)
    press.add_argument("--printer", metavar="NAME", default="offset-x4",
                       help="the printer; `octavo preflight --printers` lists them")  # fmt: skip
    press.add_argument("--own", metavar="FILE.toml", type=Path,
                       help="a file with printers of your own")  # fmt: skip
    press.add_argument("--zip", action="store_true", help="make a zip of the package too")
    add_processes(press)
    press.set_defaults(command=_press)


def _press(options: argparse.Namespace) -> int:
    from octavo.press.printers import PrinterError, printer_named
    from octavo.tasks.running.run_lock import alone

    try:
        printer = printer_named(options.printer, options.own and options.own.resolve())
    except PrinterError as error:
        raise CouldNotRun(str(error)) from None
    folder = edition_folder(options.folder)
    with alone(folder):
        code, _ = run_doit(["pdf"], options.processes)
        return _make(printer, options.zip) if code == SOUND else code


def _make(printer: Printer, zipped: bool) -> int:
    from octavo.checks import report_text
    from octavo.press.interior.inked_content import NotForThePress
    from octavo.press.interior.interior import make_interior
    from octavo.press.interior.profiles import profile_for
    from octavo.press.package import Interior, file_name, folder_of, package
    from octavo.press.preflight.preflight import preflight_data
    from octavo.tasks.folders import folder_as_file, holds, put_in_place, write_folder
    from octavo.tasks.forms import form_named
    from octavo.tasks.plan import Plan
    from octavo.tasks.running.printable import printable
    from octavo.tasks.write import write_whole

    plan = Plan(Path())
    edition = plan.valid_edition
    pdf = plan.paths.published(form_named("pdf").ending)
    try:
        profile = profile_for(printer.condition or printer.intent, Path())
        made = make_interior(pdf, printer, edition.title, profile)
    except NotForThePress as error:
        raise CouldNotRun(f"no interior for {printer.title}: {error}") from None
    name = file_name(printer, plan.paths.slug, _isbn_of(edition.isbn))
    place = folder_of(plan.paths.build, printer)
    findings = tuple(one.finding for one in preflight_data(made.data, name, printer))
    files = package(edition.title, Interior(name, made, findings), printer)
    if not holds(place, files):
        put_in_place(write_folder(place, files), place)
    if zipped:
        write_whole(place.with_suffix(".zip"), folder_as_file(files))
    if findings:
        print(printable(report_text(findings)), end="")
    print(printable(f"{place / name}  {made.pages} pages  {made.standard or 'PDF'}  "
                    f"{len(made.data) / 1e6:.2f} MB"))  # fmt: skip
    return UNSOUND if any(finding.severity == "error" for finding in findings) else SOUND


def _isbn_of(isbn: Isbn) -> str:
    """Return the ISBN of the printed book; nothing if it has none."""
    return isbn.print or isbn.paperback or isbn.hardcover
