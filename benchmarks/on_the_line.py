"""Bring *On the Line*, a bookdown book of the shared corpus, into an edition of Octavo.

Run as `python -m benchmarks.on_the_line FOLDER`; `octavo build FOLDER` then makes its forms.

bookdown makes one chapter of all files from one `#` heading to the next, and numbers figures and
tables itself. Here a chapter is one section. The corpus lacks the pictures: only the caption of a
figure is kept, since it may cite. References to figures and tables become their numbers. Notes,
citations and the bibliography are unchanged.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import corpus
from octavo.citations import read_cites
from octavo.model import Cite, Section
from octavo.pandoc import tree
from octavo.pandoc.walk import walk
from octavo.parsing.notes import try_to_parse
from octavo.source import read_source

BOOK = corpus.BOOKS / "on-the-line"
STYLE = "chicago-fullnote-bibliography"
BIBLIOGRAPHY = "ontheline.bib"

METADATA = {
    "title": "On the Line",
    "subtitle": "How Schooling, Housing, and Civil Rights Shaped Hartford and Its Suburbs",
    "authors": [{"family": "Dougherty", "given": "Jack"}],
    "language": "en-US",
    "date": "2025",
    "identifier": "urn:uuid:3a0f1f9e-7a55-5d0c-9a43-90b7f8f0d003",
    "citations": {"style": STYLE, "bibliography": f"csl/{BIBLIOGRAPHY}"},
}


@dataclass(frozen=True, slots=True)
class Chapter:
    """The texts of bookdown that become one section."""

    name: str
    text: str


def lay_out(folder: Path) -> Path:
    """Lay out the book as an edition in a new folder."""
    (folder / "source").mkdir(parents=True)
    (folder / "csl").mkdir()
    made = chapters()
    for chapter in made:
        (folder / "source" / chapter.name).write_text(chapter.text, encoding="utf-8")
    for name in (BIBLIOGRAPHY, f"{STYLE}.csl"):
        shutil.copyfile(BOOK / name, folder / "csl" / name)
    first, *rest = [chapter.name for chapter in made]
    edition = {**METADATA, "front_matter": [first], "sections": rest}
    text = json.dumps(edition, ensure_ascii=False, indent=2)  # JSON is YAML
    (folder / "source" / "edition.yaml").write_text(text, encoding="utf-8")
    return folder


def chapters() -> list[Chapter]:
    """Return the preface, then the files in the order of their names, as bookdown does."""
    paths = sorted(BOOK.glob("*.Rmd"), key=lambda path: (path.stem != "index", path.name))
    groups: list[tuple[Path, list[str]]] = []
    for path in paths:
        text = _without_header(path.read_text(encoding="utf-8"))
        heading = re.search(r"^#+", text, re.MULTILINE)
        if not groups or (heading and heading[0] == "#"):
            groups.append((path, []))
        groups[-1][1].append(text)
    labels = _labels([text for _, texts in groups for text in texts])
    return [
        Chapter(f"{number:02}-{path.stem}.md", _converted("\n\n".join(texts), labels))
        for number, (path, texts) in enumerate(groups)
    ]


def _without_header(text: str) -> str:
    return re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)


# --- what knitr and bookdown add to Markdown -----------------------------------------------------

_FENCE = re.compile(r"^(`{3,})([^\n]*)\n.*?^\1`*[ \t]*$", re.DOTALL | re.MULTILINE)
_CHUNK = re.compile(r"\{r +([\w-]*)(.*)\}")
_CAPTION = re.compile(r"^\(ref:([\w.-]+)\) *", re.MULTILINE)
_TABLE = re.compile(r"\(\\#(tab:[\w.-]+)\) *")
_REFERENCE = re.compile(r"\\@ref\(([\w:.-]+)\)")
_DROPPED = (
    re.compile(r"<!--.*?-->", re.DOTALL),
    re.compile(r"`r [^`]*`"),
    re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)(?:\{[^}\n]*\})?"),  # pictures
)
_LINK = re.compile(r"(?<!!)\[([^\[\]\n]*)\]\(([\w./-]+?)(\.html)?(#[\w-]+)?\)")
_ID = re.compile(r"^#+ .*\{[^}\n]*#([\w-]+)[^}\n]*\} *$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Labels:
    """The targets of references: the numbers of figures and tables, the ids of headings."""

    numbers: Mapping[str, str]
    ids: frozenset[str]


def _labels(texts: Sequence[str]) -> Labels:
    numbers: dict[str, str] = {}
    counted = Counter[str]()
    for text in texts:
        chunks = (_CHUNK.match(fence[2]) for fence in _FENCE.finditer(text))
        figures = [f"fig:{chunk[1]}" for chunk in chunks if chunk and "fig.cap" in chunk[2]]
        for label in (*figures, *_TABLE.findall(text)):
            if label not in numbers:
                kind = label.partition(":")[0]
                counted[kind] += 1
                numbers[label] = str(counted[kind])
    return Labels(numbers, frozenset(found for text in texts for found in _ID.findall(text)))


def _converted(text: str, labels: Labels) -> str:
    """Convert to pandoc's Markdown: drop knitr's chunks, keep fenced examples of Markdown."""
    out: list[str] = []
    at = 0
    for fence in _FENCE.finditer(text):
        out.append(_prose(text[at : fence.start()], labels))
        out.append("" if _CHUNK.match(fence[2]) else fence[0])
        at = fence.end()
    return "".join((*out, _prose(text[at:], labels)))


def _prose(text: str, labels: Labels) -> str:
    for pattern in _DROPPED:
        text = pattern.sub("", text)
    numbers = labels.numbers
    text = _CAPTION.sub(lambda found: f"**Figure {numbers.get('fig:' + found[1], '–')}.** ", text)
    text = _TABLE.sub("", text)
    text = _REFERENCE.sub(lambda found: numbers.get(found[1], "–"), text)
    text = _LINK.sub(lambda found: _link(found, labels), text)
    return re.sub(r"</?br */?>", " ", text)


def _link(found: re.Match[str], labels: Labels) -> str:
    """Link to a heading of the book; keep only the words of a link to a missing file."""
    words, target, page, anchor = found.groups()
    wanted = anchor[1:] if anchor else target
    return f"[{words}](#{wanted})" if page and wanted in labels.ids else words


# --- counting ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Counts:
    """The citations of an edition: places, cites at these places, different keys."""

    places: int
    cites: int
    keys: int


def counts(folder: Path) -> Counts:
    """Count the citations of an edition's texts as Octavo reads them."""
    keys = [[cite.key for cite in cites] for cites in citations(folder)]
    every = [key for row in keys for key in row]
    return Counts(len(keys), len(every), len(set(every)))


def citations(folder: Path) -> list[tuple[Cite, ...]]:
    """Return the cites at each place of an edition's texts, in order.

    Raise ValueError for a text that cannot be parsed.
    """
    found: list[tuple[Cite, ...]] = []
    for path in sorted((folder / "source").glob("*.md")):
        section = Section(path.stem, path.name)
        source, _ = read_source(path.read_bytes(), section)
        manuscript, faults = try_to_parse(source, "en-US") if source else (None, ())
        if manuscript is None:
            raise ValueError(f"{path.name} cannot be read: {faults}")
        cited = (element for element in walk(manuscript.blocks) if tree.is_kind(element, "Cite"))
        found += [read_cites(tree.citations_of(element)) for element in cited]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    if not BOOK.is_dir():
        sys.exit("the folder shared/ with the corpus is not beside the project")
    found = counts(lay_out(options.folder))
    print(f"{found.places} citations with {found.cites} cites of {found.keys} works")


if __name__ == "__main__":
    main()
