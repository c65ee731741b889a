"""Time `octavo ingest` on a scan of 300 pages and on a long Word file, beside pandoc.

Run as `python -m benchmarks.ingest`. The scan is a book of the shared corpus, laid out in 300
pages of hard lines with running heads, feet of notes that run over, and damaged numbers; no other
program makes an edition of it. The Word file has 55,000 words and 180 notes and is written by
pandoc; pandoc alone then turns it into Markdown, the least part of what `octavo ingest` does with
it. Every figure is of a whole process; the bound is 10 seconds of a processor.
"""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

from benchmarks import corpus
from benchmarks.build import octavo, run
from octavo.fingerprint import pandoc_program
from octavo.pandoc.run import run_pandoc
from tests.ingest import paged

PAGES, WORDS, NOTES, BOUND = 300, 55_000, 180, 10.0


def chapters() -> list[str]:
    """Return the chapters of a book, as a typist would have them."""
    paths = sorted((corpus.BOOKS / "frus-history").glob("*chapter-*.md"))
    return [paged.simple(path.read_text(encoding="utf-8")) for path in paths]


def scan() -> str:
    """Return the text of a scan of 300 pages."""
    style = paged.Style(
        call="unicode", page="hathi", wrapped=True, plain=True, rule=False, split=True,
        head="THE SERIES", lines=40, noise=("misread", "call lost"),
    )  # fmt: skip
    pages = re.split(r"(?m)^(?=## p\. )", paged.paged(chapters(), style).text)
    return "".join(pages[: PAGES + 1])


def word_file() -> bytes:
    """Return a Word file of 55,000 words and 180 notes."""
    paragraphs: list[str] = ["# A Long Study"]
    notes: list[str] = []
    words = 0
    for chapter in paged.chapters_of(chapters()):
        paragraphs.append(f"## {chapter.title or 'A Chapter'}")
        for paragraph in chapter.paragraphs:
            for number in re.findall(r"\[\^(\d+)\]", paragraph):
                if len(notes) < NOTES:
                    notes.append(chapter.notes[int(number)])
                    call = f"[^n{len(notes)}]"
                else:
                    call = ""
                paragraph = paragraph.replace(f"[^{number}]", call, 1)
            paragraphs.append(paragraph)
            words += len(paragraph.split())
            if words >= WORDS:
                break
        if words >= WORDS:
            break
    below = [f"[^n{at}]: {note}" for at, note in enumerate(notes, 1)]
    text = "\n\n".join([*paragraphs, *below])
    return run_pandoc(["-f", "markdown", "-t", "docx", "--sandbox", "-o", "-"], text.encode())


def main() -> None:
    """Print the seconds of both, and exit with 1 if one passes the bound."""
    with tempfile.TemporaryDirectory(prefix="octavo-") as name:
        folder = Path(name)
        (folder / "scan.txt").write_text(scan(), encoding="utf-8")
        (folder / "work.docx").write_bytes(word_file())
        seconds = {
            "a scan of 300 pages, octavo": octavo("ingest", "scan.txt", "one", cwd=folder),
            "a Word file of 55,000 words, octavo": octavo("ingest", "work.docx", "two", cwd=folder),
            "the Word file to Markdown, pandoc alone": run(
                [pandoc_program(), "-f", "docx", "-t", "markdown", "-o", "alone.md", "work.docx"],
                folder,
            ),
        }
    for what, (elapsed, work, memory) in seconds.items():
        print(f"{work:6.2f} s of a processor  {elapsed:6.2f} s  {memory // 1024:5} MB  {what}")
    over = [what for what, (_, work, _) in seconds.items() if work > BOUND]
    if over:
        sys.exit(f"over {BOUND:.0f} s: {', '.join(over)}")


if __name__ == "__main__":
    main()
