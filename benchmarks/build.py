"""Time the builds that a user waits for, on frus-history, beside the simplest peers.

Run as `python -m benchmarks.build` or `make bench`. `--rounds N` repeats all in turn and prints
medians. Every figure is of a whole process, from start to end. Quote the ratios, since machines
differ. A peer that is not installed is named and left out.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks import corpus

BOOK = "frus-history"
EDITED = "10-chapter-7.md"
BASE = "bare WeasyPrint, sections in two processes"


Timed = tuple[float, float, int]


def run(command: Sequence[str | Path], cwd: Path | None = None) -> Timed:
    """Run a command; return its seconds, its processor seconds and its peak memory in kB.

    The memory is that of its largest process. Exit with its messages if it fails.
    """
    script = (
        "import resource, subprocess, sys, time\n"
        "t = time.monotonic()\n"
        "done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)\n"
        "s = time.monotonic() - t\n"
        "sys.stderr.buffer.write(done.stderr[-2000:])\n"
        "u = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(s, u.ru_utime + u.ru_stime, u.ru_maxrss)\n"
        "sys.exit(done.returncode)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, command)], cwd=cwd, capture_output=True, text=True
    )
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stderr}")
    seconds, work, memory = done.stdout.split()[-3:]
    return float(seconds), float(work), int(memory)


def octavo(*arguments: str, cwd: Path) -> Timed:
    return run([sys.executable, "-m", "octavo.cli", *arguments], cwd)


class Book:
    """The benchmark book, laid out once, and the actions that are timed on it."""

    def __init__(self, folder: Path) -> None:
        self.root = corpus.lay_out_book(BOOK, folder / BOOK)
        self.texts = sorted((self.root / "source").glob("*.md"))
        self.scratch = folder
        self.edits = 0

    def bare(self) -> Timed:
        into = self.scratch / "bare"
        root = Path(__file__).resolve().parents[1]
        module = [sys.executable, "-m", "benchmarks.bare_weasyprint", "--into", into]
        return run([*module, *self.texts], root)

    def cold_pdf(self) -> Timed:
        shutil.rmtree(self.root / "build", ignore_errors=True)
        return octavo("build", "-n", "2", "--form", "pdf", cwd=self.root)

    def cold(self) -> Timed:
        shutil.rmtree(self.root / "build", ignore_errors=True)
        return octavo("build", "-n", "2", cwd=self.root)

    def edit(self) -> Timed:
        self.edits += 1
        text = self.root / "source" / EDITED
        words = text.read_text(encoding="utf-8").split("\n\n")
        words[4] += f" One more sentence, the {self.edits}th, makes the paragraph longer."
        text.write_text("\n\n".join(words), encoding="utf-8")
        return octavo("build", "-n", "2", cwd=self.root)

    def nothing(self) -> Timed:
        return octavo("build", "-n", "2", cwd=self.root)

    def typeset_alone(self) -> Timed:
        largest = max(self.texts, key=lambda path: path.stat().st_size).stem
        for path in (self.root / "build" / "pages").glob(f"{largest}.*"):
            path.unlink()
        return run([sys.executable, "-m", "doit", "-f", self._dodo(), "-d", self.root, "-n", "1",
                    f"typeset:{largest}"], self.root)  # fmt: skip

    def _dodo(self) -> Path:
        return Path(__file__).resolve().parents[1] / "octavo" / "skeleton" / "edition" / "dodo.py"

    def peer(self, name: str, command: Sequence[str]) -> Callable[[], Timed] | None:
        if shutil.which(name) is None:
            return None
        from octavo.fingerprint import pandoc_program

        texts = [str(path) for path in self.texts]
        pandoc = [str(pandoc_program()), "--file-scope", "-M", "title=x", *command]
        out = ["-o", str(self.scratch / f"{name}.pdf")]
        return lambda: run([*pandoc, *texts, *out])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    if not corpus.BOOKS.is_dir():
        sys.exit("the folder shared/ with the corpus is not beside the project")
    with tempfile.TemporaryDirectory() as folder:
        measure(Book(Path(folder)), options.rounds)


def measure(book: Book, rounds: int) -> None:
    peers = {
        "pandoc with XeLaTeX": book.peer("xelatex", ["--pdf-engine=xelatex"]),
        "pandoc with Typst": book.peer("typst", ["--pdf-engine=typst"]),
    }
    for name in [name for name, peer in peers.items() if peer is None]:
        print(f"{name}: not installed, not measured")
    timed: dict[str, Callable[[], Timed]] = {
        BASE: book.bare,
        "Octavo, cold, PDF": book.cold_pdf,
        "Octavo, cold, all forms": book.cold,
        "Octavo, one paragraph edited": book.edit,
        "Octavo, nothing to do": book.nothing,
        "Octavo, typeset of the longest section": book.typeset_alone,
        **{name: peer for name, peer in peers.items() if peer is not None},
    }
    rows: dict[str, list[Timed]] = {name: [] for name in timed}
    for _ in range(rounds):
        for name, action in timed.items():
            rows[name].append(action())
            time.sleep(0.2)
    base = statistics.median(seconds for seconds, _, _ in rows[BASE])
    print(f"{'':44}  seconds   ratio  processor s  peak MB")
    for name, results in rows.items():
        seconds = statistics.median(s for s, _, _ in results)
        work = statistics.median(w for _, w, _ in results)
        memory = max(m for _, _, m in results) / 1024
        print(f"{name:44}  {seconds:7.2f}  {seconds / base:6.2f}  {work:11.2f}  {memory:7.0f}")


if __name__ == "__main__":
    main()
