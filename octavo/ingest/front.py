"""Find the title, the subtitle and the authors at the head of a scan."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from octavo.bibliography.names_in_a_string import name_of
from octavo.ingest import headings
from octavo.ingest.flow import Passage, words_of
from octavo.ingest.sheet import Role, Sheet

_BY = re.compile(r"(?:by|von|par|por|di|автор:?|written by)\s+", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,\s*(?:and\s+)?|;|&|\band\b|\bund\b|\bet\b|\by\b|\be\b|\bи\b)\s*")
_NAME = re.compile(
    r"(?:[^\W\d_]\.[- ]?){0,3}[A-ZÀ-ÞА-ЯЁĀ-Ž][\w’'.-]*"
    r"(?:\s+(?:(?:de|da|di|du|van|von|der|den|la|le|al)\s+)*"
    r"(?:[^\W\d_]\.|[A-ZÀ-ÞА-ЯЁĀ-Ž][\w’'.-]*)){1,4}"
)
_SUBTITLE = re.compile(r"(?P<title>.{3,}?(?:[?!]|(?=[:.])))(?P<sign>[:.]?)\s+(?P<subtitle>\S.{5,})")
_FIELD = re.compile(r"(Title|Author|Translator|Editor|Language|Release Date):\s*(.+)")
_START_OF_BOOK = re.compile(r"\*\*\* ?START OF (?:TH(?:IS|E) )?PROJECT GUTENBERG", re.IGNORECASE)
_END_OF_BOOK = re.compile(r"\*\*\* ?END OF (?:TH(?:IS|E) )?PROJECT GUTENBERG", re.IGNORECASE)
_HEAD = 8  # passages among which title and authors are looked for


@dataclass(frozen=True, slots=True)
class Front:
    """What the head of a scan says of the work."""

    title: str = ""
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    taken: frozenset[int] = frozenset()  # indices of passages that are metadata and no text
    title_passage: int = -1


def without_licence(sheet: Sheet) -> tuple[Sheet, dict[str, str]]:
    """Return the sheet without the preamble and the licence around a transcription of Project
    Gutenberg, and what the preamble says of the book."""
    start = end = -1
    fields: dict[str, str] = {}
    for index, role in enumerate(sheet.roles):
        if role is not Role.WORDS:
            continue
        words = sheet.words(index)
        if start < 0 and index < 400:
            if found := _FIELD.match(words):
                fields.setdefault(found[1], found[2].strip())
            if _START_OF_BOOK.search(words):
                start = index
        if _END_OF_BOOK.search(words):
            end = index
            break
    if start < 0:
        return sheet, {}
    roles = list(sheet.roles)
    for index in (*range(start + 1), *(range(end, len(roles)) if end > start else ())):
        if roles[index] is not Role.BLANK:
            roles[index] = Role.LICENCE
    lines, labels = sheet.lines, sheet.labels
    return Sheet(sheet.scan, lines, tuple(roles), labels, sheet.paged, sheet.wrapped), fields


def front_of(sheet: Sheet, passages: Sequence[Passage], fields: dict[str, str]) -> Front:
    """Return the title and the authors that the head of the text names."""
    if "Title" in fields:
        title, subtitle = split_title(fields["Title"])
        authors = _names(fields.get("Author", ""))
        return Front(title, subtitle, authors)
    head = passages[:_HEAD]
    at = _title(sheet, head)
    if at < 0:
        return Front()
    words = plain(headings.bare(words_of(sheet, head[at])))
    title, subtitle = split_title(words)
    authors: tuple[str, ...] = ()
    taken: set[int] = set()
    for index in _near(head, at):
        found = _names(plain(headings.bare(words_of(sheet, head[index]))))
        if found and head[index].kind in ("paragraph", "heading") and index != at:
            authors, taken = found, {index}
            break
    return Front(title, subtitle, authors, frozenset(taken), at)


def _title(sheet: Sheet, head: Sequence[Passage]) -> int:
    """Return the passage that is the title: a marked heading, or the first that is no name."""
    marked = [i for i, p in enumerate(head) if p.kind == "heading" and p.level]
    if marked:
        return marked[0]
    for index, passage in enumerate(head):
        if passage.kind == "heading" and not _names(plain(headings.bare(words_of(sheet, passage)))):
            return index
    return -1


def _near(head: Sequence[Passage], at: int) -> list[int]:
    """Return the passages that may name the authors: above the title, and below the titles."""
    below = at + 1
    while below < len(head) and head[below].kind == "heading" and head[below].level:
        below += 1
    return [*range(at), *([below] if below < len(head) else [])]


def split_title(words: str) -> tuple[str, str]:
    """Return the title and the subtitle of a whole title."""
    if found := _SUBTITLE.fullmatch(words):
        return found["title"].strip(), found["subtitle"].strip()
    return words, ""


def plain(words: str) -> str:
    """Return words without emphasis and escapes, for metadata."""
    text = re.sub(r"\*{1,3}|(?<!\w)_|_(?!\w)|</?\w+>", "", words)
    return re.sub(r"\\([^\w\s])", r"\1", text).strip()


def _names(words: str) -> tuple[str, ...]:
    """Return the names of people that a line consists of, or none."""
    text = _BY.sub("", words, count=1) if _BY.match(words) else words
    if not text or len(text) > 160 or text.rstrip().endswith((".", ":", "?", "!")):
        return ()
    parts = [part for part in _AND.split(text) if part]
    if parts and all(_NAME.fullmatch(part) for part in parts):
        return tuple(parts)
    return ()


def author(name: str) -> dict[str, str]:
    """Return the parts of an author's name."""
    return dict(name_of(name))
