"""Name paragraphs and notes by bookmarks that stay the same from build to build.

A name is made of what the source says: of the label of a note, of the words of a paragraph. It
contains no number that is counted, so a paragraph or a note that is added before it changes none.
So an editor's Word file can be compared with the texts that it was made from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import count

from octavo.docx.parts.bookmarks import hidden_name
from octavo.docx.parts.ooxml import Node, make, q, style_of
from octavo.model import Manuscript
from octavo.notes import keys_of_notes

# Paragraphs that no text of the edition has: made by Octavo, of pages and links alone.
_MADE = {
    "Index1", "Index2", "Index3", "IndexHeading", "TableofFigures", "SectionBreak", "Callout",
    "CaptionsHeading",
}  # fmt: skip
COUNTED = "_number_"  # how the bookmarks of counted numbers begin
_FIELDS = (q("w:fldSimple"), q("w:instrText"))
_CALLS = (q("w:footnoteReference"), q("w:endnoteReference"))


def note_names(manuscript: Manuscript) -> tuple[str, ...]:
    """Return the bookmarks of the calls of a section's notes, in the order of the calls."""
    section = manuscript.section.name
    keys = manuscript.note_keys or keys_of_notes(manuscript)
    return tuple(
        hidden_name("note", key.legible, f"{section}\n{distinct}")
        for key, distinct in zip(keys, distinct_keys([key.content for key in keys]), strict=True)
    )


def name_paragraphs(body: Node, footnotes: Node, section: str, notes: Sequence[str]) -> None:
    """Put a bookmark around the words of each paragraph of a section's body, in place, and of each
    paragraph of the notes that have more than one: the call of the others is bookmark enough.
    `notes` are the names of the notes, in the order in which they are in `footnotes`."""
    starts = (start for part in (body, footnotes) for start in part.iter(q("w:bookmarkStart")))
    numbers = count(max((int(start.get(q("w:id"))) for start in starts), default=0) + 1)
    _name(_said(body), section, numbers)
    for note, name in zip(footnotes, notes, strict=True):
        said = _said(note)
        if len(said) > 1:
            _name(said, f"{section}\n{name}", numbers)


def _said(part: Node) -> list[tuple[Node, str]]:
    """Return the paragraphs that say anything by themselves, each with what it says."""
    return [(p, words) for p in part.iter(q("w:p")) if (words := _words_of(p))]


def _name(said: Sequence[tuple[Node, str]], scope: str, numbers: Iterator[int]) -> None:
    """Put a bookmark around the words of paragraphs; its name is of these and of their scope."""
    keys = distinct_keys([words for _, words in said])
    for (paragraph, _), key in zip(said, keys, strict=True):
        number = next(numbers)
        name = hidden_name("text", "", f"{scope}\n{key}")
        start = make("w:bookmarkStart", {"w:id": number, "w:name": name})
        paragraph.insert(0 if paragraph.find(q("w:pPr")) is None else 1, start)
        paragraph.append(make("w:bookmarkEnd", {"w:id": number}))


def distinct_keys(keys: Sequence[str]) -> list[str]:
    """Return distinct keys: one that is there several times has the key before it added, and a
    count if that is the same too."""
    often = Counter(keys)
    known: Counter[str] = Counter()
    made: list[str] = []
    for before, key in zip(("", *keys), keys, strict=False):
        own = f"{key}\n{before}" if often[key] > 1 else key
        known[own] += 1
        made.append(f"{own}\n{known[own]}" if known[own] > 1 else own)
    return made


def _words_of(paragraph: Node) -> str:
    """Return what a paragraph says by itself, on one line: its words without what is counted, and
    the names of its pictures; empty for one that Octavo makes."""
    if style_of(paragraph) in _MADE:
        return ""
    return " ".join("".join(_pieces(paragraph, [])).split())


def _is_counted(node: Node) -> bool:
    """Return whether an element says what another part of the edition decides: a field, a
    reference, a call."""
    if node.tag == q("w:hyperlink"):
        return bool(node.get(q("w:anchor")))
    if node.tag == q("w:r"):
        return any(part.tag in _CALLS for part in node)
    return node.tag in _FIELDS


def _pieces(node: Node, numbers: list[str]) -> Iterator[str]:
    """Yield the words and pictures in a node; `numbers` are the counted numbers that are open."""
    for child in node:
        tag = child.tag
        if tag == q("w:bookmarkStart"):
            if child.get(q("w:name"), "").startswith(COUNTED):
                numbers.append(child.get(q("w:id")))
        elif tag == q("w:bookmarkEnd"):
            if child.get(q("w:id")) in numbers:
                numbers.remove(child.get(q("w:id")))
        elif _is_counted(child):
            continue
        elif tag in (q("w:t"), q("m:t")):
            yield "" if numbers else child.text or ""
        elif tag in (q("w:tab"), q("w:br"), q("w:ptab")):
            yield " "
        elif tag == q("a:blip"):
            yield child.get(q("r:embed"), "")
        else:
            yield from _pieces(child, numbers)
