"""Lay out more books of the shared corpus as editions, and texts that are hard to lay out.

The functions convert each text to pandoc's Markdown and change no word of its notes.
"""

from __future__ import annotations

import itertools
import json
import random
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from benchmarks import corpus, on_the_line

AMBERS = corpus.BOOKS / "ancient-carved-ambers" / "content"
ESSAYS = corpus.SHARED / "corpus" / "journals" / "jsr-vol13-15"
ROOT = Path(__file__).resolve().parents[1]
CRUEL = ROOT / "tests" / "cruel"


def lay_out_texts(
    folder: Path, title: str, language: str, texts: Iterable[tuple[str, str]]
) -> Path:
    """Lay out texts, given by name and in order, as an edition in a new folder."""
    source = folder / "source"
    source.mkdir(parents=True)
    names: list[str] = []
    for name, text in texts:
        names.append(f"{name}.md")
        (source / names[-1]).write_text(text, encoding="utf-8")
    edition = {
        "title": title, "language": language, "date": "2026",
        "identifier": f"urn:uuid:{uuid5(NAMESPACE_URL, title)}", "sections": names,
    }  # fmt: skip
    text = json.dumps(edition, ensure_ascii=False, indent=2)  # JSON is YAML
    (source / "edition.yaml").write_text(text, encoding="utf-8")
    return folder


# --- The Wealth of Nations -----------------------------------------------------------------------


def wealth_of_nations(folder: Path) -> Path:
    """Lay out the texts unchanged but for their headings.

    These begin at the second or third rank, since the work is divided into books and chapters.
    """
    paths = sorted((corpus.BOOKS / "wealth-of-nations").glob("*.md"))
    texts = ((p.stem, raised(p.read_text(encoding="utf-8"))) for p in paths)
    return lay_out_texts(folder, "The Wealth of Nations", "en-GB", texts)


def raised(text: str) -> str:
    """Raise all headings of a text so that the first is of the first rank."""
    first = re.search(r"^(#+) ", text, re.MULTILINE)
    by = len(first[1]) - 1 if first else 0
    return re.sub(rf"^#{{{by}}}(?=#)", "", text, flags=re.MULTILINE) if by else text


# --- a book as long as Gibbon's ------------------------------------------------------------------

_WORDS_OF_GIBBON = 1_560_000  # The History of the Decline and Fall of the Roman Empire


def huge(folder: Path, words: int = _WORDS_OF_GIBBON) -> Path:
    """Lay out The Wealth of Nations, and frus-history as often as it takes to fill `words`: the
    title of each copy of a text has the number of the copy."""
    return lay_out_texts(folder, "A Book of Many Books", "en-US", _many_texts(words))


def _many_texts(words: int) -> Iterator[tuple[str, str]]:
    """Yield texts until they have so many words, each with a name of its own."""
    frus = sorted((corpus.BOOKS / "frus-history").glob("*.md"))
    for copy in itertools.count():
        for path in sorted((corpus.BOOKS / "wealth-of-nations").glob("*.md")) if not copy else frus:
            if words <= 0:
                return
            text = raised(path.read_text(encoding="utf-8"))
            words -= len(text.split())
            title = rf"\1 ({copy})" if copy else r"\1"
            titled = re.sub(r"^(# .*\S)", title, text, count=1, flags=re.MULTILINE)
            yield f"{copy}-{path.stem}", titled


# --- Ancient Carved Ambers -----------------------------------------------------------------------

_CALL = re.compile(r'<sup class="footnote-ref"[^>]*><a href="#fn:([\w-]+)"[^>]*>.*?</a></sup>')
# One item of the corpus lacks its end.
_NOTE = re.compile(r'<li id="fn:([\w-]+)">(.*?)(?:</li>|(?=<li id="fn:|</ol>))', re.DOTALL)
_RETURN = re.compile(r'\s*<a class="footnote-return".*?</a>', re.DOTALL)
_CITE = re.compile(r'\{\{<\s*q-cite\s+"([^"]*)"(?:\s+"[^"]*")*\s*>\}\}')
_SHORTCODE = re.compile(r"\{\{[<%].*?[>%]\}\}", re.DOTALL)
_LIST = re.compile(r"</?(?:ol|ul|p|br|div|section)\b[^>]*>")
_LINK = re.compile(r"(?<!!)\[([^\[\]\n]*)\]\((?!https?:)[^)\s]*\)")
_MARKED = ((re.compile(r"</?(?:em|i)>"), "*"), (re.compile(r"</?sup>"), "^"),
           (re.compile(r"</?sub>"), "~"), (re.compile(r"</?(?:strong|b)>"), "**"))  # fmt: skip


def ancient_carved_ambers(folder: Path) -> Path:
    """Lay out the pages with notes.

    Their notes are HTML in Hugo's Markdown and become pandoc's notes. Figures, which the corpus
    lacks, and links to other pages are left out.
    """
    paths = sorted(path for path in AMBERS.rglob("*.md") if "fn:" in path.read_text("utf-8"))
    texts = (
        (f"{number:02}-{path.parent.name}-{path.stem}", _amber(path.read_text(encoding="utf-8")))
        for number, path in enumerate(paths, 1)
    )
    return lay_out_texts(folder, "Ancient Carved Ambers", "en-US", texts)


def _amber(text: str) -> str:
    title, body = _headed(text)
    notes = {label: _RETURN.sub("", words).strip() for label, words in _NOTE.findall(body)}
    body = _CALL.sub(lambda call: f"[^{call[1]}]", _NOTE.sub("", body))
    body = re.sub(r"^## Notes\s*$", "", body, flags=re.MULTILINE)
    called = set(re.findall(r"\[\^([\w-]+)\]", body))
    listed = [_noted(label, words) for label, words in notes.items() if label in called]
    return f"# {title}\n\n{_plain(body, chr(10))}\n\n" + "\n\n".join(listed) + "\n"


def _noted(label: str, words: str) -> str:
    paragraphs = (_plain(part, " ") for part in re.split(r"</?p>", words))
    return f"[^{label}]: " + "\n\n    ".join(part for part in paragraphs if part)


def _plain(text: str, between: str) -> str:
    """Take HTML and Hugo's codes out of Markdown; `between` replaces the tags of blocks."""
    text = _LINK.sub(r"\1", _SHORTCODE.sub("", _CITE.sub(r"\1", text)))
    text = _LIST.sub(between, text)
    for tag, sign in _MARKED:
        text = tag.sub(sign, text)
    text = re.sub(r"</?[a-z][^<>]*>", "", text)
    return " ".join(text.split()) if between == " " else text


def _headed(text: str) -> tuple[str, str]:
    """Return the title in a text's YAML, and the text without the YAML."""
    found = re.match(r"\A---\n(.*?)\n---\n", text, re.DOTALL)
    if not found:
        return "Untitled", text
    title = re.search(r"^title:\s*(.*(?:\n(?![\w-]+:).*)*)", found[1], re.MULTILINE)
    words = " ".join(title[1].split()).strip("\"'") if title else "Untitled"
    return words or "Untitled", text[found.end() :]


# --- the Journal of Southern Religion ------------------------------------------------------------


def essays(folder: Path) -> Path:
    """Lay out the essays with notes, each under the title in its YAML.

    The codes of the journal's site, which print nothing, are left out.
    """
    paths = sorted(p for p in ESSAYS.rglob("*.markdown") if "[^" in p.read_text("utf-8"))
    texts = ((f"{path.parent.name}-{path.stem}", _essay(path.read_text("utf-8"))) for path in paths)
    return lay_out_texts(folder, "Journal of Southern Religion 13–15", "en-US", texts)


def _essay(text: str) -> str:
    title, body = _headed(text)
    body = re.sub(r"\{%.*?%\}|\{:[^}\n]*\}", "", body, flags=re.DOTALL)
    body = re.sub(r"!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])", "", body)  # the corpus has no pictures
    body = re.sub(r"\{\{\s*site.base-?url\s*\}\}", "https://jsr.fsu.edu", body)
    body = re.sub(r"^#(?=#? )", "##", body, flags=re.MULTILINE)
    title = re.sub(r"</?\w+>", "*", title)
    return f"# {title}\n\n{body}\n"


# --- the project's own ---------------------------------------------------------------------------


def own(folder: Path) -> Path:
    """Copy the repository's own edition."""
    for part in ("source", "csl"):
        shutil.copytree(ROOT / part, folder / part)
    return folder


def cruel(folder: Path) -> Path:
    """Copy `tests/cruel`: cases that were each hard for the layout of notes."""
    return shutil.copytree(CRUEL, folder, dirs_exist_ok=True)


# --- a text that is hard to lay out --------------------------------------------------------------

_WORDS = (
    "archive ledger river ferry ambassador commissar telegram treaty minister harbour winter "
    "the of and to in a that was for it with as his on be at by had not are but from or have an"
).split()
_LENGTHS = (4, 9, 15, 40, 90, 200, 420, 900, 1500)  # words of a note: one line to three pages
_SHARES = (24, 20, 20, 14, 10, 6, 3, 2, 1)
_SEED = 13


def random_notes(folder: Path) -> Path:
    """Lay out texts with random notes, the same each time.

    The notes have one line to three pages; fifty are on a page, two long ones in a line, others in
    headings, quotations, lists, tables and verse.
    """
    chance = random.Random(_SEED)
    texts = [(f"{number:02}-chance", _chapter(chance, number)) for number in range(1, 9)]
    texts += [("20-fifty", _fifty(chance)), ("21-pairs", _pairs(chance))]
    texts += [("22-places", _places(chance))]
    return lay_out_texts(folder, "Notes by Chance", "en-GB", texts)


class _Notes:
    """Writes calls, and keeps their notes for the end of the text."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self.written: list[str] = []

    def call(self, length: int | None = None) -> str:
        count = length or self._chance.choices(_LENGTHS, _SHARES)[0]
        label = f"n{len(self.written) + 1}"
        paragraphs = [_words(self._chance, count)]
        if count > 400 and self._chance.random() < 0.5:
            half = _words(self._chance, 60)
            paragraphs += [f"    > {half}", f"    {_words(self._chance, 80)}"]
        self.written.append(f"[^{label}]: " + "\n\n".join(paragraphs))
        return f"[^{label}]"

    def end(self) -> str:
        return "\n\n" + "\n\n".join(self.written) + "\n"


def _words(chance: random.Random, count: int) -> str:
    """Return sentences of `count` words in all."""
    found: list[str] = []
    while len(found) < count:
        length = min(chance.randint(4, 22), count - len(found))
        sentence = chance.choices(_WORDS, k=length)
        sentence[0] = sentence[0].capitalize()
        found += [*sentence[:-1], sentence[-1] + "."]
    return " ".join(found)


def _text(chance: random.Random, notes: _Notes, paragraphs: int, calls: float) -> str:
    made: list[str] = []
    for _ in range(paragraphs):
        parts = [_words(chance, chance.randint(8, 50)) for _ in range(chance.randint(1, 5))]
        made.append(" ".join(p + (notes.call() if chance.random() < calls else "") for p in parts))
    return "\n\n".join(made)


def _chapter(chance: random.Random, number: int) -> str:
    notes = _Notes(chance)
    return f"# Chapter {number}\n\n{_text(chance, notes, 30, 0.5)}{notes.end()}"


def _fifty(chance: random.Random) -> str:
    """Return a text with fifty short notes called in half a page."""
    notes = _Notes(chance)
    text = " ".join(f"{_words(chance, 4)}{notes.call(3)}" for _ in range(50))
    return f"# Fifty\n\n{text}\n\n{_text(chance, notes, 4, 0.2)}{notes.end()}"


def _pairs(chance: random.Random) -> str:
    """Return a text with two long notes in a line, at all heights of a page."""
    notes = _Notes(chance)
    made: list[str] = []
    for _ in range(12):
        made.append(_words(chance, chance.randint(30, 240)))
        made.append(f"{_words(chance, 6)}{notes.call(500)} {_words(chance, 3)}{notes.call(500)}")
    return "# Pairs\n\n" + "\n\n".join(made) + notes.end()


def _places(chance: random.Random) -> str:
    """Return a text with calls in the places for which the layout has its own rules."""
    notes = _Notes(chance)

    def made() -> Iterator[str]:
        yield f"# Places{notes.call(30)}"
        for _ in range(4):
            yield f"## A heading{notes.call(90)}"
            yield _words(chance, 120)
            quoted = f"{_words(chance, 50)}{notes.call()}\n>\n> {_words(chance, 40)}"
            yield f"> {quoted}{notes.call(200)}"
            yield "\n".join(f"{n}. {_words(chance, 12)}{notes.call()}" for n in range(1, 6))
            rows = "\n".join(f"| {_words(chance, 3)}{notes.call(12)} | {n} |" for n in range(6))
            yield f"| Head{notes.call(15)} | Number |\n|------|--------|\n{rows}"
            yield "\n".join(f"| {_words(chance, 6)}{notes.call(9)}" for _ in range(4))
            yield _text(chance, notes, 5, 0.4)

    return "\n\n".join(made()) + notes.end()


BOOKS: dict[str, Callable[[Path], Path]] = {
    "frus-history": lambda folder: corpus.lay_out_book("frus-history", folder),
    "james-varieties": lambda folder: corpus.lay_out_book("james-varieties", folder),
    "wealth-of-nations": wealth_of_nations,
    "ancient-carved-ambers": ancient_carved_ambers,
    "jsr-vol13-15": essays,
    "carley": corpus.lay_out_carley,
    "own": own,
    "on-the-line": on_the_line.lay_out,
    "cruel": cruel,
    "chance": random_notes,
    "huge": huge,
}
