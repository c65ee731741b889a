"""Say what is wrong with the build of a mutant: its end, its words, its time; or nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.fuzz.forms import PdfWords, docx_words, epub_words, source_words, words

SECONDS = 60.0
#: Findings that say themselves that words are not printed, or are printed otherwise.
SAID = {"S011", "S012", "N013", "S008"}


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: its exit code (None if it was stopped), what it printed, its seconds."""

    code: int | None
    printed: str
    seconds: float


def faults(built: Built, root: Path, texts: list[str], sound: set[str]) -> list[str]:
    """List what is wrong with a build of an edition with these texts.

    `sound` holds the words in which the forms of the sound edition differ: `EPUB:word` and so on.
    """
    if built.code is None:
        return [f"no end after {SECONDS:.0f} s"]
    said = [line.strip()[:300] for line in built.printed.splitlines() if _is_own_fault(line)]
    if built.code not in {0, 1, 2}:
        said.append(f"exit code {built.code}")
    if built.code == 0 and not said:
        said += _lost(root, texts, built.printed) + sorted(differing(root) - sound)[:12]
    return said


def _is_own_fault(line: str) -> bool:
    return "Traceback" in line or "fault of Octavo" in line or bool(re.match(r"\w*Error: ", line))


def _form(root: Path, ending: str) -> Path:
    """Return the form that was made last: one under another title may be left."""
    made = (root / "build").glob(f"*.{ending}")
    return max(made, key=lambda path: path.stat().st_mtime_ns)


def _lost(root: Path, texts: list[str], printed: str) -> list[str]:
    """Name the words of the texts that a form has less often than they do."""
    if any(code in printed for code in SAID):
        return []
    wanted: Counter[str] = Counter()
    for name in texts:
        wanted += source_words((root / "source" / name).read_bytes())
    forms = {"EPUB": epub_words(_form(root, "epub")), "DOCX": docx_words(_form(root, "docx")),
             "PDF": PdfWords(_form(root, "pdf"))}  # fmt: skip
    return [
        f"{form} has {word!r} {found[word]} times, the texts {count} times"
        for form, found in forms.items()
        for word, count in wanted.items()
        if len(word) > 2 and found[word] < count and _within(found, word) < count
    ][:12]


def _within(found: Counter[str] | PdfWords, word: str) -> int:
    """Return how often a word is there as a part of others: a number or a mark may touch it."""
    if isinstance(found, PdfWords):
        return found[word]
    return sum(count * other.count(word) for other, count in found.items())


def differing(root: Path) -> set[str]:
    """Return the words that one form has and another has not, as `EPUB lacks DOCX's word`."""
    only_the_epubs = set(words(_identifier(root)))
    epub = set(epub_words(_form(root, "epub"))) - only_the_epubs
    docx = set(docx_words(_form(root, "docx"))) - only_the_epubs
    return set(_lacking(epub, docx, PdfWords(_form(root, "pdf"))))


def _identifier(root: Path) -> str:
    """Return the identifier of an edition, which is that of its EPUB."""
    settings = (root / "source" / "edition.yaml").read_text(encoding="utf-8", errors="replace")
    found = re.search(r"^identifier:(.*)$", settings, re.MULTILINE)
    return found[1] if found else ""


def _lacking(epub: set[str], docx: set[str], pdf: PdfWords) -> Iterator[str]:
    def plain(words: set[str]) -> set[str]:
        # The number of a reference may touch the word beside it: "note 1eleven".
        letters = {word.strip("0123456789") for word in words}
        return {word for word in letters if len(word) > 2}

    epub, docx = plain(epub), plain(docx)
    for word in epub - docx:
        yield f"DOCX lacks {word!r} of the EPUB"
    for word in docx - epub:
        yield f"EPUB lacks {word!r} of the DOCX"
    for word in epub | docx:
        if not pdf[word]:
            yield f"PDF lacks {word!r}"
