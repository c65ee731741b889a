"""Time a cold build of a book beside XeLaTeX's, in turn in one run.

Run as `python -m benchmarks.beside_xelatex [BOOK]`; `--against PATH` times another checkout of
Octavo too, `--times N` runs all in turn N times and prints the least of each. Octavo makes and
proves three forms in as many processes as there are processors; XeLaTeX sets the same texts with
the same faces, size and measure in two passes, behind pandoc, and makes a PDF alone.

    clock       seconds until all is there
    processor   seconds of all processors, programs included
    ratio       of the processor's seconds to XeLaTeX's with pandoc
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import corpus
from benchmarks.paragraphs import in_latex
from benchmarks.paragraphs.in_latex import Spent
from benchmarks.paragraphs.printed_lines import read_book
from benchmarks.paragraphs.samples import CHECKOUT, SAMPLES, Sample, lay_out


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("book", nargs="?", choices=[*SAMPLES], default="frus-history")
    parser.add_argument("--against", type=Path, action="append", default=[], metavar="PATH")
    parser.add_argument("--times", type=int, default=1, metavar="N")
    options = parser.parse_args()
    if not corpus.BOOKS.is_dir():
        sys.exit("the folder shared/ with the corpus is not beside the project")
    if lack := in_latex.missing():
        sys.exit(f"XeLaTeX needs {lack}")
    least: dict[str, Spent] = {}
    with tempfile.TemporaryDirectory() as scratch:
        for number in range(options.times):
            root = Path(scratch, str(number))
            for name, spent in timed(SAMPLES[options.book], root, options.against):
                known = least.setdefault(name, spent)
                least[name] = min(known, spent, key=lambda one: one.processor)
    print(f"{'':24}{'clock':>8}{'processor':>12}{'ratio':>8}")
    for name, spent in least.items():
        ratio = spent.processor / least["XeLaTeX"].processor
        print(f"{name:24}{spent.clock:8.1f}{spent.processor:12.1f}{ratio:8.2f}")


def timed(sample: Sample, root: Path, others: list[Path]) -> Iterator[tuple[str, Spent]]:
    """Yield what each way of setting a book takes, by its name."""
    texts = lay_out(sample, root / "Octavo", whole=True)
    for checkout in (*others, CHECKOUT):
        shutil.rmtree(root / "Octavo" / "build", ignore_errors=True)
        name = "Octavo" if checkout == CHECKOUT else checkout.resolve().name
        yield name, _built(root / "Octavo", checkout.resolve())
    (pdf,) = (root / "Octavo" / "build").glob("*.pdf")
    fonts = root / "Octavo" / "build" / "fonts"
    made = in_latex.set_in_latex(
        texts, sample.language, fonts, read_book(pdf), root / "XeLaTeX"
    )  # fmt: skip
    yield "XeLaTeX", made.pandoc + made.passes


def _built(root: Path, checkout: Path) -> Spent:
    """Build three forms of an edition by a checkout; raise RuntimeError if that fails."""
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = str(checkout)
    try:
        command = [sys.executable, "-m", "octavo.cli", "build", str(root.resolve())]
        return in_latex.run(command, root)[1]
    finally:
        if before is None:
            del os.environ["PYTHONPATH"]
        else:
            os.environ["PYTHONPATH"] = before


if __name__ == "__main__":
    main()
