"""Read the command line, and run the command that it names."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from io import TextIOWrapper

from octavo import __version__
from octavo.cli.build import add_build, add_sheet
from octavo.cli.check import add_check
from octavo.cli.cite import add_cite
from octavo.cli.exit_codes import COULD_NOT_RUN, SOUND, CouldNotRun
from octavo.cli.ingest import add_ingest
from octavo.cli.lists import add_list, add_schema
from octavo.cli.lookups.keys import add_keys
from octavo.cli.lookups.styles import add_styles
from octavo.cli.lookups.words import add_words
from octavo.cli.new import add_new
from octavo.cli.open import add_open
from octavo.cli.preflight import add_preflight
from octavo.cli.press import add_press
from octavo.cli.prove import add_prove
from octavo.cli.returning import add_return
from octavo.cli.specimen import add_specimen
from octavo.cli.streams import open_closed_streams, stop_writing
from octavo.cli.watch import add_watch
from octavo.tasks.running.surroundings import refusal, settle

# Each adds its command, in the order of the help.
_COMMANDS = (
    add_new, add_ingest, add_build, add_watch, add_open, add_sheet, add_specimen, add_prove,
    add_return, add_press, add_preflight, add_check, add_keys, add_words, add_styles, add_cite,
    add_list, add_schema,
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    open_closed_streams()
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
        stop_writing()
        return SOUND
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        return _could_not_run(f"{error.strerror or error}{where}")
    except KeyboardInterrupt:
        return _could_not_run(
            "stopped; finished parts are kept, and the next build continues from there"
        )


def _could_not_run(why: str) -> int:
    from octavo.tasks.running.printable import printable

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
    for add in _COMMANDS:
        add(commands)
    return parser
