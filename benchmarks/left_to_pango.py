"""Count the lines of books that the composer has set, and those left to Pango, by reason.

Run as `python -m benchmarks.left_to_pango [BOOK ...]`; without a BOOK, ten are counted. The XHTML
of each is made, and each section laid out once; nothing is bound or proven. A row counts the lines
of one kind (text, note, heading, cell, caption, marker, code), and a column is the word for a
reason (`octavo.pdf.engine.Line.pango`); the last row of a book has all its lines.

    --into FOLDER   keep the editions in this folder; the XHTML that is there is not made again
    --only SECTION  lay out this section only; more than once for several
    --show N        print the first N lines of each reason and kind
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks import corpus
from benchmarks.more_books import BOOKS
from octavo.design.fonts import fonts_of
from octavo.pdf import engine
from octavo.pdf.typeset import typeset
from octavo.tasks.plan import Plan

# A line's kind, and why it is left to Pango: empty if it is not.
Counted = tuple[str, str]


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("books", nargs="*", metavar="BOOK")
    parser.add_argument("--into", type=Path, help="keep the editions in this folder")
    parser.add_argument("--only", action="append", default=[], metavar="SECTION")
    parser.add_argument("--show", type=int, default=0, metavar="N")
    options = parser.parse_args()
    if not corpus.BOOKS.is_dir():
        sys.exit("the folder shared/ with the corpus is not beside the project")
    total: Counter[Counted] = Counter()
    with tempfile.TemporaryDirectory() as scratch:
        for name in options.books or [book for book in BOOKS if book != "huge"]:
            root = (options.into or Path(scratch)) / name
            lines = [*lines_of(name, root, set(options.only))]
            total += count(lines)
            print(f"{name}\n{table(count(lines))}", flush=True)
            show(lines, options.show)
    print(f"all\n{table(total)}")


def lines_of(name: str, root: Path, only: Set[str] = frozenset()) -> Iterator[engine.Line]:
    """Yield the lines of a book, of which `only` some sections may be wanted."""
    if not (root / "source").is_dir():
        BOOKS[name](root)
    plan = Plan(root)
    if not any(plan.paths.html(section.name).is_file() for section in plan.sections):
        command = [sys.executable, "-m", "octavo.cli", "build", "--form", "html", str(root)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            print(done.stdout, file=sys.stderr)
        plan = Plan(root)
    cut = fonts_of(plan.valid_edition.print.family, plan.root)
    for section in plan.sections:
        path = plan.paths.html(section.name)
        if path.is_file() and (not only or section.name in only):
            with _listening() as documents:
                typeset(path.read_text(encoding="utf-8"), section, plan.valid_edition, root, cut)
                for page in engine.read_pages(documents[-1]):
                    yield from (*page.text, *page.notes)


@contextmanager
def _listening() -> Iterator[list[Any]]:
    """Collect the documents that are laid out."""
    lay_out, made = engine.lay_out, []

    def listen(*given: Any, **how: Any) -> Any:
        made.append(lay_out(*given, **how))
        return made[-1]

    engine.lay_out = listen
    try:
        yield made
    finally:
        engine.lay_out = lay_out


def count(lines: Iterable[engine.Line]) -> Counter[Counted]:
    """Count lines with text by their kind and by the reason why they are left to Pango."""
    return Counter((_kind_of(line), line.pango) for line in lines if line.text)


def _kind_of(line: engine.Line) -> str:
    return "note" if line.note and line.kind == "text" else line.kind


def table(counted: Counter[Counted]) -> str:
    """Return a table: a row for each kind of line, a column for each reason."""
    whys = Counter[str]()
    for (_, why), lines in counted.items():
        whys[why] += lines if why else 0
    reasons = [why for why, lines in whys.most_common() if lines]
    rows = [["kind", "lines", "left", "%", *reasons]]
    for kind in (*sorted({kind for kind, _ in counted}), ""):
        of_kind = {why: _lines(counted, kind, why) for why in ("", *reasons)}
        every, left = sum(of_kind.values()), sum(of_kind.values()) - of_kind[""]
        share = f"{100 * left / max(every, 1):.2f}"
        rows.append([kind or "all", str(every), str(left), share])
        rows[-1] += [str(of_kind[why] or "") for why in reasons]
    return "\n".join(map(_row, rows))


def _lines(counted: Counter[Counted], kind: str, why: str) -> int:
    return sum(n for (each, because), n in counted.items() if because == why and kind in (each, ""))


def _row(cells: Sequence[str]) -> str:
    return f"    {cells[0]:10}" + "".join(f"{cell:>{max(8, len(cell) + 2)}}" for cell in cells[1:])


def show(lines: Iterable[engine.Line], most: int) -> None:
    """Print the first lines of each reason and kind."""
    shown: Counter[Counted] = Counter()
    for line in lines:
        key = _kind_of(line), line.pango
        if line.pango and line.text and shown[key] < most:
            shown[key] += 1
            print(f"    {key[1]}, {key[0]}: {line.text}")


if __name__ == "__main__":
    main()
