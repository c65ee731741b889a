"""Build ten books, prove each note of each, and time the layout of notes that run over.

Run as `python -m benchmarks.ten_books [BOOK ...]`; without a BOOK, all ten are built. Each is built
as a print PDF. The figures on notes come from `build/proven/pdf.json`, that is, from the bound PDF.
Then each section is laid out twice with the same style, by the engine and by stock WeasyPrint,
which moves notes whole or loses them. This gives the seconds, and how full the pages are.

    notes, late, lost   notes; those that begin on another page than their call; those not whole
    split               notes on two pages or more
    pages, short        pages; those less than 90 % full that are not the last of a section
    forced              short pages that a rule of paragraphs or headings forces
    with, bare          processor seconds of the layout, by the engine and by stock WeasyPrint
    found               errors that stop the publishing of the book
"""

from __future__ import annotations

import argparse
import copy
import gc
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import corpus
from benchmarks.more_books import BOOKS
from benchmarks.notes_splitting import replaced
from octavo.model import Section
from octavo.pdf import engine
from octavo.pdf.typeset import typeset
from octavo.tasks.fonts import load_fonts
from octavo.tasks.plan import Plan
from octavo.tasks.records import Proof, load

LATE, LOST = "P001", "P005"


@dataclass(slots=True)
class Row:
    """The figures of one book."""

    name: str
    notes: int = 0
    late: int = 0
    lost: int = 0
    split: int = 0
    pages: int = 0
    short: int = 0
    forced: int = 0
    ours: float = 0.0
    bare: float = 0.0
    failed: int = 0  # sections that WeasyPrint by itself cannot lay out
    findings: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        bare = f"{self.bare:7.1f}{'+' if self.failed else ' '}" if self.bare else "      – "
        cost = f"{self.ours / self.bare:6.2f}" if self.bare and not self.failed else "     –"
        return (
            f"{self.name:22}{self.notes:6}{self.late:6}{self.lost:6}{self.split:7}{self.pages:7}"
            f"{self.short:7}{self.forced:8}{self.ours:8.1f}{bare}{cost}{len(self.findings):7}"
        )


HEAD = (
    f"{'book':22}{'notes':>6}{'late':>6}{'lost':>6}{'split':>7}{'pages':>7}{'short':>7}"
    f"{'forced':>8}{'with':>8}{'bare':>7} {'ratio':>6}{'found':>7}"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("books", nargs="*", choices=[*BOOKS, []], metavar="BOOK")
    parser.add_argument("--no-bare", action="store_true", help="do not time WeasyPrint by itself")
    parser.add_argument("--into", type=Path, help="keep the editions in this folder")
    options = parser.parse_args()
    if not corpus.BOOKS.is_dir():
        sys.exit("the folder shared/ with the corpus is not beside the project")
    print(HEAD)
    unsound = False
    with tempfile.TemporaryDirectory() as scratch:
        for name in options.books or BOOKS:
            root = (options.into or Path(scratch)) / name
            row = measure(name, root, bare=not options.no_bare)
            print(row, flush=True)
            for finding in row.findings[:8]:
                print(f"    {finding}")
            unsound = unsound or bool(row.findings or row.late or row.lost)
    sys.exit(1 if unsound else 0)


def measure(name: str, root: Path, *, bare: bool) -> Row:
    """Build a book and measure its layout."""
    row = Row(name)
    if not (root / "source").is_dir():
        BOOKS[name](root)
    command = [sys.executable, "-m", "octavo.cli", "build", "--form", "pdf", str(root)]
    done = subprocess.run(command, capture_output=True, text=True)
    plan = Plan(root)
    if done.returncode and not plan.paths.proof.is_file():
        row.findings = [line for line in done.stdout.split("\n") if not line.startswith("[")]
        return row
    _read_proof(row, plan)
    if done.returncode and not row.findings:
        row.findings = [line for line in done.stdout.split("\n") if line and line[0] != "["]
    _lay_out(row, plan, bare=bare)
    return row


def _read_proof(row: Row, plan: Plan) -> None:
    proof = load(Proof, plan.paths.proof)
    found = [fault.finding for fault in proof.faults]
    row.findings = [str(finding) for finding in found]
    row.late = sum(finding.code == LATE for finding in found)
    row.lost = sum(finding.code == LOST for finding in found)
    row.notes, row.pages = len(proof.notes), len(proof.pages)
    row.split = sum(len(note.pages) > 1 for note in proof.notes)


def _lay_out(row: Row, plan: Plan, *, bare: bool) -> None:
    """Lay out each section with the engine and with stock WeasyPrint.

    One section is laid out before, so that neither waits for libraries and fonts to load.
    """
    paths, edition = plan.paths, plan.valid_edition
    fonts = load_fonts(edition, paths)
    made = [section for section in plan.sections if paths.html(section.name).is_file()]

    def lay_out(section: Section) -> None:
        text = paths.html(section.name).read_text(encoding="utf-8")
        typeset(text, section, edition, plan.root, fonts)

    lay_out(made[0])
    with _timed(row, bare=bare):
        for section in made:
            lay_out(section)


@contextmanager
def _timed(row: Row, *, bare: bool) -> Iterator[None]:
    """Time each layout of the engine; if `bare`, time stock WeasyPrint on the same."""
    lay_out = engine.lay_out

    def listen(tree: Any, *others: Any, **how: Any) -> Any:
        own = copy.deepcopy(tree)
        gc.collect()
        start = time.process_time()
        document = lay_out(tree, *others, **how)
        row.ours += time.process_time() - start
        _count_short(row, engine.page_fills(document))
        if bare:
            _time_bare(row, lambda: lay_out(own, *others, **how))
        return document

    engine.lay_out = listen
    try:
        yield
    finally:
        engine.lay_out = lay_out


def _time_bare(row: Row, layout: Any) -> None:
    gc.collect()
    start = time.process_time()
    try:
        with replaced(()):
            layout()
    except Exception:  # its assertions, where a note is longer than a page
        row.failed += 1
    row.bare += time.process_time() - start


def _count_short(row: Row, fills: Sequence[engine.PageFill]) -> None:
    under = [fill for fill in fills if fill.share < 0.9 and fill.reason not in ("end", "break")]
    row.short += len(under)
    row.forced += sum(bool(fill.reason) for fill in under)


if __name__ == "__main__":
    main()
