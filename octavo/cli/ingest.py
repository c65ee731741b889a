"""Run octavo ingest: make an edition of a scan's text."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from octavo.cli.exit_codes import SOUND, CouldNotRun

if TYPE_CHECKING:
    from octavo.ingest import Ingested

DECISIONS = "ingest/decisions.txt"
DOUBTS = "ingest/doubts.json"


def add_ingest(commands: argparse._SubParsersAction) -> None:
    ingest = commands.add_parser(
        "ingest",
        help="make an edition of a scan's text, or of a Word file",
        description="Make an edition of a Word file (.docx; also .odt, .rtf and .tex), or of the "
        "text of a scan: plain text, the Markdown of OCR "
        "models, hOCR, ALTO, PAGE XML, or a PDF with a text layer. Pages are joined, running "
        "heads and folios taken out, notes gathered and matched with their calls. What a person "
        "must decide is in DIR/ingest/doubts.html, with the place in the scan; write decisions "
        "into DIR/ingest/decisions.txt and run the same command again.",
    )
    ingest.add_argument("files", metavar="FILE", nargs="+", help="the files of the scan, in order")
    ingest.add_argument("folder", metavar="DIR", help="the folder to make; it must be new, "
                        "empty, or made by this command and not edited since")  # fmt: skip
    ingest.add_argument("--link", action="store_true", help="make citations of what cites a work "
                        "of the bibliography without doubt")  # fmt: skip
    ingest.add_argument("--title", metavar="T", default="", help="the title of the work")
    ingest.add_argument("--language", metavar="L", default="", help="the language, such as en-GB "
                        "or fr (default: found by the commonest words)")  # fmt: skip
    ingest.add_argument("--changes", choices=("accepted", "rejected", "findings"),
                        default="accepted", help="tracked changes of a document: accepted, "
                        "rejected, or accepted and each listed as a doubt (default: accepted)",
                        )  # fmt: skip
    ingest.set_defaults(command=_ingest)


def _ingest(options: argparse.Namespace) -> int:
    from octavo.ingest import Options, Unreadable, ingest, read_decisions, read_scan
    from octavo.ingest.letters import CountedTwice
    from octavo.ingest.word import ingest_documents

    folder = Path(options.folder)
    _refuse(folder)
    progress = _Progress()
    try:
        decisions = []
        written = folder / DECISIONS
        if written.is_file():
            decisions = read_decisions(written.read_text(encoding="utf-8"), str(written))
        paths = [Path(name) for name in options.files]
        asked = Options(options.link, options.language, options.title)
        if _are_documents(paths):
            changes = options.changes
            made, words = ingest_documents(paths, changes, asked, decisions, progress)
        else:
            scan = read_scan(paths, progress)
            made, words = ingest(scan, asked, decisions, progress), scan.text
        progress("writing the edition")
        _write(folder, made, words)
    except Unreadable as error:
        raise CouldNotRun(str(error)) from None
    except UnicodeDecodeError:
        raise CouldNotRun(f"{folder / DECISIONS} is not UTF-8; save it as UTF-8") from None
    except CountedTwice as error:
        raise CouldNotRun(f"{error}; nothing was written: please report it") from None
    except (MemoryError, RecursionError):
        raise CouldNotRun("the files are too large or too deeply nested to be ingested") from None
    finally:
        progress.end()
    _say(folder, made)
    return SOUND


def _are_documents(paths: list[Path]) -> bool:
    """Return whether the files are documents; raise CouldNotRun if only some of them are."""
    from octavo.ingest.word import form_of

    documents = [path for path in paths if form_of(path)]
    if documents and len(documents) < len(paths):
        raise CouldNotRun(
            f"{documents[0]} is a document and others are not; ingest documents by themselves"
        )
    return bool(documents)


def _refuse(folder: Path) -> None:
    """Raise CouldNotRun for a folder that holds what the command has not made, or what was edited
    since: nothing of it is overwritten."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise CouldNotRun(f"{folder} is a file; name a new folder")
    if not any(folder.iterdir()):
        return
    made = _made_before(folder)
    if made is None:
        raise CouldNotRun(
            f"{folder} exists already and is not an edition that `octavo ingest` has made; name a "
            "new folder"
        )
    edited = [name for name, digest in made.items() if _digest_of(folder / name) != digest]
    if edited:
        raise CouldNotRun(
            f"{folder / edited[0]} was edited since it was ingested"
            + (f", and {len(edited) - 1} other files" if len(edited) > 1 else "")
            + "; nothing was overwritten: ingest into a new folder, or delete the edited files"
        )


def _made_before(folder: Path) -> Mapping[str, str] | None:
    try:
        data = json.loads((folder / DOUBTS).read_text(encoding="utf-8"))
        written = data["written"]
        inside = all(not Path(n).is_absolute() and ".." not in Path(n).parts for n in written)
        return written if inside else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _digest_of(path: Path) -> str:
    """Return the digest of a file; one that was deleted counts as unchanged by its name."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return ""
    except OSError:
        return "unreadable"


def _write(folder: Path, made: Ingested, scanned: str) -> None:
    from octavo.ingest.decisions import HEAD
    from octavo.ingest.doubts_json import doubts_json
    from octavo.ingest.report import report
    from octavo.skeleton import frame
    from octavo.tasks.write import write_together

    files = {name: text.encode() for name, text in made.files.items()}
    files |= made.pictures
    files |= {name: data for name, data in frame().items() if name not in files}
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    files[DOUBTS] = doubts_json(made, digests).encode()
    files["ingest/doubts.html"] = report(made, scanned).encode()
    if not (folder / DECISIONS).exists():
        files[DECISIONS] = HEAD.encode()
    old = _made_before(folder) or {}
    write_together({folder / name: data for name, data in files.items()})
    for name in old:
        if name not in files:
            (folder / name).unlink(missing_ok=True)


def _say(folder: Path, made: Ingested) -> None:
    from octavo.tasks.running.printable import printable

    for remark in made.remarks:
        print(printable(f"octavo: {remark}"), file=sys.stderr)
    for one in made.unknown:
        print(f"octavo: {folder / DECISIONS}:{one.line}: no doubt is named {one.id} any more",
              file=sys.stderr)  # fmt: skip
    for name in (*made.files, *made.pictures):
        print(printable(str(folder / name)))
    texts = f"{made.sections} text{'s' * (made.sections != 1)}"
    notes = f"{made.notes} note{'s' * (made.notes != 1)}"
    doubts = f"{len(made.doubts)} doubt{'s' * (len(made.doubts) != 1)}"
    print(f"\n{texts}, {notes}, {doubts}; {made.account.read:,} characters are accounted for")
    print(f"Look at {folder / 'ingest/doubts.html'}")
    print(f"Now: octavo check {quote(str(folder))}")


class _Progress:
    """Say on a terminal what is being done, on one line."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._any = False

    def __call__(self, what: str) -> None:
        if self._shown:
            print(f"\r\x1b[K{what} …", end="", file=sys.stderr, flush=True)
            self._any = True

    def end(self) -> None:
        if self._any:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
