"""Measure what a build costs after one changed word, stage by stage.

Run as `python -m benchmarks.one_change`. The book is three books of the corpus in one, with
citations: 810,000 words, 3,500 notes of its own and as many of citations. It is built once, which
takes minutes; `--into FOLDER` keeps it for the next time. Then it is built again, in one process,
with nothing to do, after one changed word in prose, and after one in a note.

Figures are processor seconds. Those of a stage are of all its tasks that ran, and how many did;
those of the whole are of the process, so they include its start and the look at what is up to date.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks import corpus, more_books
from benchmarks.citing import references

_TEXTS = ("wealth-of-nations", "frus-history", "james-varieties")
_LISTED = 600  # references in the bibliography
_EDITED = "w-014-chapter-1-11"
_CALL = re.compile(r"\[\^[^\]\s]+\](?!:)")


def lay_out(folder: Path) -> Path:
    """Lay out the book as an edition in a new folder."""
    items = list(islice(references(), _LISTED))
    more_books.lay_out_texts(folder, "Three Books in One", "en-GB", _texts(items))
    (folder / "csl").mkdir()
    (folder / "csl" / "works.json").write_text(json.dumps(items), encoding="utf-8")
    settings = folder / "source" / "edition.yaml"
    asked = {"citations": {"bibliography": "csl/works.json"}}
    settings.write_text(json.dumps(json.loads(settings.read_bytes()) | asked))
    return folder


def _texts(items: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for book in _TEXTS:
        for path in sorted((corpus.BOOKS / book).glob("*.md")):
            text = more_books.raised(path.read_text(encoding="utf-8"))
            yield f"{book[0]}-{path.stem}", _with_citations(text, items)


def _with_citations(text: str, items: list[dict[str, Any]]) -> str:
    """Return a text with a citation at the end of each long paragraph of prose."""
    parts = text.split("\n\n")
    for number in range(len(parts)):
        part = parts[number]
        if len(part) > 300 and part[0].isalpha() and part[-1] == ".":
            key = items[(number * 7 + len(part)) % len(items)]["id"]
            parts[number] = f"{part} [@{key}, {number + 1}]"
    return "\n\n".join(parts)


def _edit(root: Path, kind: str, number: int) -> None:
    """Change one word in the middle of a long section: in its prose, or in a note."""
    path = root / "source" / f"{_EDITED}.md"
    paragraphs = path.read_text(encoding="utf-8").split("\n\n")
    if kind == "note":
        found = [n for n, text in enumerate(paragraphs) if text.startswith("[^")]
    else:
        found = [n for n, text in enumerate(paragraphs) if text[:1].isalpha() and len(text) > 300]
    words = paragraphs[found[len(found) // 2]].split(" ")
    words[5] = f"changed{chr(97 + number)}"
    paragraphs[found[len(found) // 2]] = " ".join(words)
    path.write_text("\n\n".join(paragraphs), encoding="utf-8")


def build(root: Path) -> dict[str, Any]:
    """Build an edition in a new process; return the processor seconds of the process and its stages
    and the number of tasks that ran for each stage."""
    command = [sys.executable, "-m", "benchmarks.one_change", "--build", str(root)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


def _build_here(root: Path) -> int:
    """Build an edition in this process; print the figures as the last line."""
    from octavo.cli import build, main
    from octavo.tasks.running import stage

    seconds, ran, run = Counter[str](), Counter[str](), stage.run

    def timed(made: Any, *arguments: Any) -> Any:
        began = _processor()
        try:
            return run(made, *arguments)
        finally:
            seconds[made.name] += _processor() - began
            ran[made.name] += 1

    stage.run = timed
    run_doit = build.run_doit
    build.run_doit = lambda wanted, _, *how: run_doit(wanted, 0, *how)
    code = main(["build", "--form", "pdf", "--form", "epub", "--form", "docx", str(root)])
    print(json.dumps({"whole": _processor(), "seconds": seconds, "ran": ran}))
    return code


def _processor() -> float:
    """Return the processor seconds of this process and of the programs that it has run."""
    import resource

    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def measure(root: Path, what: str) -> None:
    made = build(root)
    print(f"\n{what}: {made['whole']:.1f} s")
    for name, seconds in sorted(made["seconds"].items(), key=lambda row: -row[1]):
        print(f"    {name:16}{made['ran'][name]:5} tasks {seconds:8.2f} s")
    of_stages = sum(made["seconds"].values())
    print(f"    {'all else':16}{'':11} {made['whole'] - of_stages:8.2f} s", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--into", type=Path, help="keep the edition in this folder")
    parser.add_argument("--build", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.build:
        sys.exit(_build_here(options.build))
    if not corpus.BOOKS.is_dir():
        sys.exit("the folder shared/ with the corpus is not beside the project")
    with tempfile.TemporaryDirectory() as scratch:
        root = options.into or Path(scratch) / "book"
        if not (root / "source").is_dir():
            lay_out(root)
        build(root)  # so that all is up to date
        measure(root, "nothing to do")
        for number, kind in enumerate(("prose", "note")):
            _edit(root, kind, int(time.time()) // 60 % 13 * 2 + number)
            measure(root, f"one word in {'a note' if kind == 'note' else kind}")


if __name__ == "__main__":
    main()
