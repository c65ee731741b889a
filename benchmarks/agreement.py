"""Compare `octavo cite` with citeproc-js and pandoc, in the rows on which these two agree.

Run as `python -m benchmarks.agreement [FILE ...]`. A FILE is one of ../shared/citations, by its
name or a part of it; without a FILE, all are compared.

    --failures N    print N rows of each file that differ: kind, items, and the words that differ
    --kind K        compare only the notes of a kind (first, subsequent, cluster, ...), or `entry`
    --markup        show rows that differ in markup too, not only those that differ in words
    --causes N      print the N most frequent differences: their words -> Octavo's words
    --styles N      instead, draw N styles of the collection by chance, and items of the corpora
    --seed S        the seed of what is drawn
    --citeproc-js FOLDER  where `npm install citeproc` was run: both set what is drawn anew

Words are compared with straight quotation marks and a capital first letter; markup means italics
and curly quotation marks. Every difference counts; below the table is told how many rows differ in
white space or a comma alone, as they do where the data have one at an end. The order of a
bibliography is the share of its entries in the longest common sequence.
"""

from __future__ import annotations

import argparse
import difflib
import html
import json
import re
import subprocess
import sys
import tempfile
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import corpus, reference_outputs
from octavo import cite_command
from octavo.csl.styles import load_style

REFERENCES = corpus.SHARED / "citations"
ENTRY = "entry"


# --- comparing -----------------------------------------------------------------------------------

_TAG = re.compile(r"<(/?)(i|b|sup|sub|span|div)\b([^<>]*)>")
# of `display`: a space stands between them, and none before a point
_DIVISIONS = re.compile(r"\s*</?div\b[^<>]*>(?:\s*(?![.,;:)\s])(?P<word>)|\s*)")
_SPACES = {"\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " "}
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", **_SPACES})
_SPACED = str.maketrans(_SPACES)


def _one_line(text: str) -> str:
    """Return a text whose divisions and line ends are spaces."""
    spaced = _DIVISIONS.sub(lambda found: "" if found["word"] is None else " ", text)
    return " ".join(spaced.translate(_SPACED).split())


def words(text: str) -> str:
    """Return the words of Octavo's HTML or of a reference, as both are compared."""
    text = _one_line(text)
    return _raised(html.unescape(_TAG.sub("", text)).translate(_STRAIGHT))


def markup(text: str) -> str:
    """Return the words with italics, each run in its own tags, and quotation marks unchanged."""
    text = _one_line(text)
    out: list[str] = []
    looks = [False]
    at, slanted = 0, False
    for tag in [*_TAG.finditer(text), None]:
        piece = text[at : tag.start() if tag else len(text)]
        if piece:
            if looks[-1] != slanted:
                slanted = looks[-1]
                out.append("<i>" if slanted else "</i>")
            out.append(html.unescape(piece).translate(_SPACED))
        if tag is None:
            break
        at = tag.end()
        if not tag[1]:
            upright = "font-style:normal" in tag[3]
            looks.append(tag[2] == "i" or (looks[-1] and not upright))
        elif len(looks) > 1:
            looks.pop()
    if slanted:
        out.append("</i>")
    return _raised("".join(out))


def _raised(text: str) -> str:
    first = re.match(r"(?:</?i>|[\W\d_])*", text)
    at = first.end() if first else 0
    return text[:at] + text[at : at + 1].upper() + text[at + 1 :]


@dataclass(frozen=True, slots=True)
class Row:
    """One note or entry on which the two processors agree; their text and Octavo's, compared."""

    kind: str
    ids: tuple[str, ...]
    words: tuple[str, str]
    markup: tuple[str, str] | None  # None: the two agree in the words alone

    @property
    def same_words(self) -> bool:
        return self.words[0] == self.words[1]

    @property
    def same_markup(self) -> bool:
        return self.markup is None or self.markup[0] == self.markup[1]

    @property
    def differs_in_spaces(self) -> bool:
        """Whether the words differ, and would not without white space and commas."""
        one, other = (re.sub(r"[\s,]", "", text) for text in self.words)
        return not self.same_words and one == other


@dataclass(frozen=True, slots=True)
class Comparison:
    """A file of references, row by row."""

    name: str
    rows: tuple[Row, ...]
    order: tuple[tuple[str, ...], tuple[str, ...]]
    seconds: float

    def share(self, entries: bool, markup: bool) -> float:
        """Return the share of notes or of entries that agree."""
        rows = [row for row in self.rows if (row.kind == ENTRY) == entries]
        if markup:
            rows = [row for row in rows if row.markup is not None]
            return sum(row.same_markup for row in rows) / len(rows) if rows else 1.0
        return sum(row.same_words for row in rows) / len(rows) if rows else 1.0

    @property
    def share_in_order(self) -> float:
        theirs, ours = self.order
        places = {item: n for n, item in enumerate(theirs)}
        found = [places[item] for item in ours if item in places]
        return _longest_rise(found) / len(theirs) if theirs else 1.0


def _longest_rise(numbers: Iterable[int]) -> int:
    """Return the length of the longest rising subsequence."""
    ends: list[int] = []
    for number in numbers:
        at = bisect_left(ends, number)
        ends[at : at + 1] = [number]
    return len(ends)


def compare(path: Path) -> Comparison:
    """Set the document of a file as `octavo cite` does, and compare each row."""
    data = path.read_bytes()
    reference: dict[str, Any] = json.loads(data)
    document, faults = cite_command.read_document(data, path.name, path.parent)
    assert not faults, faults
    style = load_style(document.style, None)
    started = time.perf_counter()
    cited = cite_command.cite(document, style, document.language)
    seconds = time.perf_counter() - started
    notes = [
        _row(row["kind"], [cite["id"] for cite in row["cites"]], row, ours)
        for row, ours in zip(reference["notes"], cited.notes, strict=True)
    ]
    entries = dict(cited.bibliography)
    listed = [
        _row(ENTRY, [row["id"]], row, entries.get(row["id"], ""))
        for row in reference["bibliography"]
    ]
    order = (tuple(reference["order_citeproc-js"]), tuple(entries))
    return Comparison(path.stem, tuple(filter(None, (*notes, *listed))), order, seconds)


def _row(kind: str, ids: Sequence[str], row: Mapping[str, Any], ours: str) -> Row | None:
    if row["agreed"] is None:
        return None
    both = row["markup_agreed"]
    return Row(
        kind,
        tuple(ids),
        (words(row["agreed"]), words(ours)),
        None if both is None else (markup(both), markup(ours)),
    )


# --- showing -------------------------------------------------------------------------------------


def parted(theirs: str, ours: str) -> tuple[str, str]:
    """Cut two texts to where they differ, with 25 characters before and after."""
    start = _shared(theirs, ours)
    end = _shared(theirs[start:][::-1], ours[start:][::-1])
    first = max(start - 25, 0)

    def cut(text: str) -> str:
        last = len(text) - end + 25
        return ("…" if first else "") + text[first:last] + ("…" if last < len(text) else "")

    return cut(theirs), cut(ours)


def _shared(one: str, other: str) -> int:
    """Count the characters that two texts share at their beginnings."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
                min(len(one), len(other)))  # fmt: skip


def causes(rows: Iterable[Row]) -> Counter[str]:
    """Count the differences, word by word: 'theirs -> ours'."""
    counts: Counter[str] = Counter()
    for row in rows:
        theirs, ours = (re.findall(r"\w+|\W", text) for text in row.words)
        matcher = difflib.SequenceMatcher(None, theirs, ours, autojunk=False)
        for what, a, b, c, d in matcher.get_opcodes():
            if what != "equal":
                counts[f"{''.join(theirs[a:b])!r} -> {''.join(ours[c:d])!r}"] += 1
    return counts


def failing(comparison: Comparison, kind: str, with_markup: bool) -> Iterator[Row]:
    """Yield the rows that differ, one for each difference."""
    seen: set[tuple[str, str]] = set()
    for row in comparison.rows:
        if kind and row.kind != kind:
            continue
        if row.same_words and (row.same_markup or not with_markup):
            continue
        theirs, ours = parted(*_sides(row))
        if (theirs, ours) not in seen:
            seen.add((theirs, ours))
            yield row


def _sides(row: Row) -> tuple[str, str]:
    return row.words if not row.same_words or row.markup is None else row.markup


def paths(names: Sequence[str]) -> list[Path]:
    """Return the files of references by their names or parts of them; other files by path."""
    found = sorted(REFERENCES.glob("*.json"))
    chosen: list[Path] = [] if names else found
    for name in names:
        exact = [path for path in found if name in (path.stem, path.name)]
        chosen += exact or [p for p in found if name in p.name] or [Path(name)]
    return list(dict.fromkeys(chosen))


ITEMS = 90  # of the corpora in each document that is drawn


def drawn(count: int, seed: int, installed: Path, folder: Path) -> list[Path]:
    """Have both processors set a document in styles drawn by chance; return their files."""
    made, found = reference_outputs.document(seed, ITEMS), list[Path]()
    for style in reference_outputs.drawn_styles(count, seed):
        with tempfile.TemporaryDirectory() as name:
            try:
                there = reference_outputs.references(style, made, installed, Path(name))
            except subprocess.CalledProcessError as error:
                said = error.stderr.decode(errors="replace").strip().splitlines()
                words = next((line for line in said if "Error" in line), "no word of it")
                print(f"\r{style} is left out: {error.cmd[0]} fails on it ({words})")
                continue
        path = folder / f"{style}.json"
        path.write_text(json.dumps(there))
        found.append(path)
        print(f"\r{len(found)} of {count} styles", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="*")
    parser.add_argument("--failures", type=int, default=0, metavar="N")
    parser.add_argument("--kind", default="", metavar="K")
    parser.add_argument("--markup", action="store_true")
    parser.add_argument("--causes", type=int, default=0, metavar="N")
    parser.add_argument("--styles", type=int, default=0, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="S")
    parser.add_argument("--citeproc-js", type=Path, metavar="FOLDER")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        _compare(options, Path(name))


def _compare(options: argparse.Namespace, folder: Path) -> None:
    if options.styles:
        if options.citeproc_js is None:
            sys.exit("--styles needs --citeproc-js FOLDER, where `npm install citeproc` was run")
        chosen = drawn(options.styles, options.seed, options.citeproc_js, folder)
    else:
        chosen = paths(options.files)
    if not chosen:
        sys.exit("no such file, or the folder shared/ is not beside the project")
    comparisons: list[Comparison] = []
    for path in chosen:
        comparisons.append(compare(path))
        failures = list(failing(comparisons[-1], options.kind, options.markup))
        if options.failures:
            print(f"== {path.stem}: {len(failures)} different failures")
        for row in failures[: options.failures]:
            theirs, ours = parted(*_sides(row))
            print(f"{row.kind} {' '.join(row.ids)}\n  - {theirs}\n  + {ours}")
    _show(comparisons, options.kind)
    if options.causes:
        rows = [row for one in comparisons for row in one.rows
                if not row.same_words and options.kind in ("", row.kind)]  # fmt: skip
        for cause, times in causes(rows).most_common(options.causes):
            print(f"{times:6}  {cause}")


def _show(comparisons: Sequence[Comparison], kind: str) -> None:
    width = max(len(one.name) for one in comparisons)
    print(f"{'':{width}}   notes  markup  entries  markup   order  seconds")
    for one in comparisons:
        shares = [one.share(entries, markup) for entries in (False, True)
                  for markup in (False, True)]  # fmt: skip
        numbers = "  ".join(f"{share:6.1%}" for share in (*shares, one.share_in_order))
        print(f"{one.name:{width}}  {numbers}  {one.seconds:7.1f}")
    rows = [row for one in comparisons for row in one.rows]
    for what, chosen in (("notes", [row for row in rows if row.kind != ENTRY]),
                         ("entries", [row for row in rows if row.kind == ENTRY])):  # fmt: skip
        wrong = sum(not row.same_words for row in chosen)
        share = 1 - wrong / max(len(chosen), 1)
        spaces = sum(row.differs_in_spaces for row in chosen)
        print(f"{what}: {wrong} of {len(chosen)} differ ({share:.2%} agree), of these {spaces} in "
              "white space or a comma alone")  # fmt: skip
    if kind:
        rows = [row for one in comparisons for row in one.rows if row.kind == kind]
        same = sum(row.same_words for row in rows)
        print(f"{kind}: {same} of {len(rows)} ({same / max(len(rows), 1):.1%})")


if __name__ == "__main__":
    main()
