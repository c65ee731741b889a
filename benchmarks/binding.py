"""Time the tags of frus-history: in the pages of its longest section, and in binding.

Run as `python -m benchmarks.binding`, or name the folder of an edition whose PDF is built. Each
figure is the median of `--rounds` runs in one process.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf

from benchmarks import corpus
from benchmarks.build import BOOK, octavo
from octavo.pdf import engine
from octavo.pdf.binding.bind import bind
from octavo.pdf.binding.folios import folio_style
from octavo.pdf.book.pagination import CONTENTS, TITLE_LEAVES, Leaf
from octavo.pdf.typeset import typeset
from octavo.tasks.fonts import load_fonts
from octavo.tasks.page_files import load_page_map
from octavo.tasks.plan import Plan


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("edition", nargs="?", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    if options.edition:
        measure(Plan(options.edition), options.rounds)
        return
    if not corpus.BOOKS.is_dir():
        sys.exit("the folder shared/ with the corpus is not beside the project")
    with tempfile.TemporaryDirectory() as folder:
        root = corpus.lay_out_book(BOOK, Path(folder) / BOOK)
        octavo("build", "-n", "2", "--form", "pdf", cwd=root)
        measure(Plan(root), options.rounds)


def measure(plan: Plan, rounds: int) -> None:
    """Print the figures of one edition."""
    tagged = leaves_of(plan)
    plain = [
        replace(leaf, pdf=without_tags(plan.paths.pages(leaf.section.name))) for leaf in tagged
    ]
    edition = plan.valid_edition
    fonts = load_fonts(edition, plan.paths)
    folios = folio_style(edition, plan.root, fonts)
    print(f"{sum(len(leaf.page_map.pages) for leaf in tagged)} pages laid out")
    print(f"{'':36}  seconds      MB")
    for name, leaves in (("bound without tags", plain), ("bound with tags", tagged)):
        seconds, size = timed(partial(bound, edition, leaves, fonts, folios), rounds)
        print(f"{name:36}  {seconds:7.2f}  {size / 1e6:6.2f}")
    longest = max(
        (leaf for leaf in tagged if leaf.section.path),
        key=lambda leaf: plan.paths.pages(leaf.section.name).stat().st_size,
    )
    for name, seconds, size in writing(plan, longest, rounds):
        print(f"{name:36}  {seconds:7.2f}  {size / 1e6:6.2f}")


def leaves_of(plan: Plan) -> list[Leaf]:
    """Return the leaves that were built of an edition."""
    sections = (TITLE_LEAVES, *plan.sections, CONTENTS)
    return [
        Leaf(s, plan.paths.pages(s.name), load_page_map(plan.paths, s.name))
        for s in sections
        if plan.paths.pages(s.name).is_file()
    ]


def bound(*book: Any) -> int:
    """Bind a book, and return the bytes of its PDF."""
    with tempfile.TemporaryFile() as out:
        bind(*book, out=out)
        return out.tell()


def without_tags(leaf: Path) -> bytes:
    """Return a leaf's PDF without its structure."""
    with pikepdf.open(leaf) as pdf:
        root: Any = pdf.Root
        del root["/StructTreeRoot"]
        for page in pdf.pages:
            del page.obj["/StructParents"]
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()


def writing(plan: Plan, leaf: Leaf, rounds: int) -> Sequence[tuple[str, float, int]]:
    """Time the layout of a section, and its writing without tags and with them.

    Each row has a name, seconds and bytes.
    """
    documents: list[Any] = []
    whole = engine.write

    def keep(document: Any) -> bytes:
        documents.append(document)
        return b""

    html = plan.paths.html(leaf.section.name).read_text(encoding="utf-8")
    edition = plan.valid_edition
    fonts = load_fonts(edition, plan.paths)
    engine.write = keep
    try:
        laid, _ = timed(lambda: typeset(html, leaf.section, edition, plan.root, fonts), rounds)
    finally:
        engine.write = whole
    document = documents[-1]
    plain, untagged = timed(document.write_pdf, rounds)
    tags, tagged = timed(lambda: whole(document), rounds)
    return (
        (f"{leaf.section.name}: laid out, not written", laid, 0),
        ("written by WeasyPrint, without tags", plain, len(untagged)),
        ("written with tags", tags, len(tagged)),
    )


def timed(action: Callable[[], Any], rounds: int) -> tuple[float, Any]:
    """Return the median of an action's seconds, and its last result."""
    taken, given = [], None
    for _ in range(rounds):
        start = time.perf_counter()
        given = action()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken), given


if __name__ == "__main__":
    main()
