"""Run octavo cite: set the citations of a JSON document."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from octavo.cli.exit_codes import SOUND, UNSOUND, CouldNotRun
from octavo.cli.streams import whoever_reads

DEFAULT_STYLE = "chicago-notes-bibliography"


def add_cite(commands: argparse._SubParsersAction) -> None:
    cite = commands.add_parser(
        "cite",
        help="set the citations of a JSON document, for other tools",
        description='Set citations without an edition. DOCUMENT.json holds {"items": [items of '
        'CSL-JSON], "notes": [{"cites": [{"id", "locator", "label", "prefix", "suffix", '
        '"suppress-author"}]}]}; "bibliography" may name a file of items beside it and "citations" '
        'one of notes, "nocite" lists ids that are not cited ("*" is all). The result is '
        '{"notes": [text, …], "bibliography": [[id, text], …]}: a text for each note, and the '
        'entries in the order of the style. "edits" may list what a word processor then does to '
        'notes by their "name": [{"insert": "n9", "before": "n2", "cites": […]}, {"edit": "n1", '
        '"cites": […]}, {"move": "n3", "before": "n1"}, {"delete": "n2"}]; for each of them the '
        "result says which notes and entries have changed.",
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
    from octavo.tasks.running.printable import printable

    data, name, folder = _document(options.document)
    try:
        document, unread = cite_command.read_document(data, name, folder)
    except cite_command.NotADocument as error:
        raise CouldNotRun(str(error)) from None
    style = _style(options.style or document.style or DEFAULT_STYLE, options.style, folder)
    language = options.language or document.language
    texts = "text" if options.format == "text" else "html"
    cited = cite_command.cite(document, style, language, texts)
    with whoever_reads():
        sys.stdout.buffer.write(to_json(cited.as_json()))
        sys.stdout.buffer.flush()
    findings = [fault.finding for fault in (*unread, *cited.faults)]
    for finding in findings:
        print(printable(str(finding)), file=sys.stderr)
    return UNSOUND if any(f.severity == "error" for f in findings) else SOUND


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
