"""Time the layout of notes that begin on the page of their call and run over, and limit its cost.

Run as `python -m benchmarks.notes_splitting`, with `--book` and `--sections` for others. Each
section is laid out in turn in three ways, with the same style: with the engine's patches but
without the composer, with all, and with stock WeasyPrint, which moves notes whole
(`footnote-policy: line`). Seconds are of the processor, the best of all rounds; quote the ratios.
The limit holds for the notes alone: what the composer saves is printed separately.
"""

from __future__ import annotations

import argparse
import copy
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from math import inf
from pathlib import Path
from typing import Any

from benchmarks import corpus
from benchmarks.build import run
from octavo.model import Section
from octavo.pdf import engine
from octavo.pdf.engine import patches
from octavo.pdf.engine.composed.setting import Composer
from octavo.pdf.typeset import typeset
from octavo.tasks.fonts import load_fonts
from octavo.tasks.plan import Plan

# Chapters with ordinary notes: many short ones, some long ones, hardly any.
SECTIONS = {
    "frus-history": ("05-chapter-2", "09-chapter-6"),
    "james-varieties": ("006-chapter-4", "011-chapter-9"),
    "wealth-of-nations": ("013-chapter-1-10", "036-chapter-4-8"),
}
MOST = 1.40

Layout = Callable[[], Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--book", choices=sorted(SECTIONS), action="append")
    parser.add_argument("--sections", nargs="*", help="the names of other sections of the book")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    if not corpus.BOOKS.is_dir():
        sys.exit("the folder shared/ with the corpus is not beside the project")
    print(
        f"{'section':40}{'pages':>6}{'bare':>6}{'notes':>7}{'split':>6}"
        f"{'notes':>8}{'all':>8}{'bare':>8}"
    )
    totals = [0.0, 0.0, 0.0]
    with tempfile.TemporaryDirectory() as folder:
        for book in options.book or [book for book in SECTIONS if book in corpus.METADATA]:
            prepared = prepare(book, Path(folder) / book)
            for name in options.sections or SECTIONS[book]:
                best = measure(f"{book} {name}", layout_of(prepared, name), options.rounds)
                totals = [total + seconds for total, seconds in zip(totals, best, strict=True)]
    notes, everything, bare = totals
    print(
        f"in all {notes:.2f} s with splitting, {bare:.2f} s without: {notes / bare:.2f} times; "
        f"with paragraphs composed {everything:.2f} s: {everything / bare:.2f} times"
    )
    if notes / bare > MOST:
        sys.exit(f"splitting may cost {MOST - 1:.0%} at most")


def prepare(book: str, root: Path) -> Plan:
    """Make what typesetting needs of a book: the XHTML of its sections, and fonts."""
    corpus.lay_out_book(book, root)
    dodo = Path(__file__).resolve().parents[1] / "octavo" / "skeleton" / "edition" / "dodo.py"
    run([sys.executable, "-m", "doit", "-f", dodo, "-d", root, "-n", "1", "html", "fonts"], root)
    return Plan(root)


def layout_of(plan: Plan, name: str) -> Layout:
    """Return a function that only lays out a section; all steps before are done once, here."""
    text = plan.paths.html(name).read_text(encoding="utf-8")
    edition, section = plan.valid_edition, Section(name, f"{name}.md", "body")
    fonts = load_fonts(edition, plan.paths)
    with recorded() as calls:
        typeset(text, section, edition, plan.root, fonts)
    (tree, *others), how = calls[0]
    return lambda: engine.lay_out(copy.deepcopy(tree), *others, **how)


@contextmanager
def recorded() -> Iterator[list[tuple[Sequence[Any], dict[str, Any]]]]:
    """Record the arguments of each call of the engine's layout."""
    calls: list[tuple[Sequence[Any], dict[str, Any]]] = []
    lay_out = engine.lay_out

    def listen(*what: Any, **how: Any) -> Any:
        calls.append((what, how))
        return lay_out(*what, **how)

    engine.lay_out = listen
    try:
        yield calls
    finally:
        engine.lay_out = lay_out


def measure(title: str, layout: Layout, rounds: int) -> tuple[float, ...]:
    """Lay out in turn; print and return the best seconds of each way.

    The ways are: notes that run over, in lines of Pango's; paragraphs composed too; neither.
    """
    sides = (
        partial(replaced, patches.PATCHES, compose=False),
        partial(replaced, patches.PATCHES),
        partial(replaced, ()),
    )
    best: list[float] = [inf] * len(sides)
    documents: list[Any] = [None] * len(sides)
    for _ in range(rounds):
        for number, side in enumerate(sides):
            with side():
                start = time.process_time()
                documents[number] = layout()
                best[number] = min(best[number], time.process_time() - start)
    _, ours, bare = documents
    placed = engine.placed_notes(ours)
    split = sum(len(note.pages) > 1 for note in placed)
    print(
        f"{title:40}{len(ours.pages):6}{len(bare.pages):6}{len(placed):7}{split:6}"
        f"{best[0]:8.2f}{best[1]:8.2f}{best[2]:8.2f}  {best[0] / best[2]:.2f} and "
        f"{best[1] / best[2]:.2f} times", flush=True,
    )  # fmt: skip
    return tuple(best)


@contextmanager
def replaced(table: tuple[Any, ...], *, compose: bool = True) -> Iterator[None]:
    """Lay out with other patches; `compose` says whether paragraphs are composed."""
    kept, of = patches.PATCHES, Composer.setting_of
    patches.PATCHES = table
    Composer.setting_of = of if compose else _none
    try:
        yield
    finally:
        patches.PATCHES, Composer.setting_of = kept, of


def _none(*_: Any) -> str:
    """Leave a paragraph to Pango."""
    return "off"


if __name__ == "__main__":
    main()
