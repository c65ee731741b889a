"""Mark where the pages of the print begin in the EPUB, and list them.

    <p>… to <span id="page-12" epub:type="pagebreak" role="doc-pagebreak" aria-label=" 12. "></span>
    the word …</p>

A mark is before the word with which the page begins, also before one that the print divides, and
before a heading, a figure or a link that begins with this word. Wherever the order of the EPUB is
another than that of the pages, a further mark says on which page the text goes on: behind a plate,
in a note that runs over, from cell to cell of a row that is cut. The page list leads to the first
mark of each page in the text, or else in the notes; the others repeat its label, without an id.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from octavo.epub.plain_ids import plain_id
from octavo.html.chapter import HEADINGS, Chapter, is_note
from octavo.html.content_document import as_xhtml
from octavo.html.letter_places import INLINE, Letters, Run, letters_in
from octavo.html.links import ids_in
from octavo.model import PageMark, PrintPages

# A mark at the beginning of one of these is put before it: a heading and a link are spoken whole.
_LEFT = frozenset({*INLINE, *HEADINGS, "figure"})
# The pages that Octavo writes, by the ids that the print has on theirs.
_NAV = "nav.xhtml"
LEAVES = {"title-page": "title.xhtml", "copyright-page": "copyright.xhtml"}
_HYPHENS = "\u00ad-\u2010\u2011\u200b\u200c\u200d\u2060"
_APOSTROPHES = "'’ʼ"
# The scripts that are written without spaces; their lines end between two words or letters.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u312f\u31a0-\u9fff\uf900-\ufaff\uff00-\uffef"
    "\U00020000-\U0003ffff]"
)


@dataclass(frozen=True, slots=True)
class PageLink:
    """A line of the page list."""

    label: str
    href: str


def mark_sections(book: Iterable[Chapter], pages: PrintPages) -> None:
    """Put the marks of the pages into the sections, which are not yet set nor divided; none of them
    has an id."""
    for chapter in book:
        own = pages.sections.get(chapter.section.name, ())
        in_notes = (mark for mark in pages.notes if mark.note in chapter.calls)
        _mark_section(chapter.root, (*own, *in_notes))


def _mark_section(root: ET.Element, marks: Sequence[PageMark]) -> None:
    if not marks:
        return
    letters = Letters(root)
    runs: dict[str, list[int]] = {}
    for number, run in enumerate(letters.runs):
        if run.drawn or letters_in(run.text):
            runs.setdefault(run.note, []).append(number)
    parents = {child: parent for parent in root.iter() for child in parent}
    for one in sorted(marks, key=lambda mark: -mark.at):  # so that no run before it changes
        mark = _mark(one.label)
        in_flow = runs.get(one.note, [])
        at = bisect_right(in_flow, one.at, key=lambda number: letters.runs[number].start) - 1
        if at >= 0:
            number, letter = _word(letters.runs, in_flow[at], one.at)
            _put(mark, letters.runs[number], letter)
            parents[mark] = letters.runs[number].parent
            _leave(mark, parents)


def _mark(label: str) -> ET.Element:
    return ET.Element(
        "span",
        {"epub:type": "pagebreak", "role": "doc-pagebreak", "aria-label": f" {label}. "},
    )


def is_page_mark(element: ET.Element) -> bool:
    """Return whether an element marks a page of the print."""
    return element.get("role") == "doc-pagebreak"


def _label(mark: ET.Element) -> str:
    return mark.get("aria-label", "").strip().removesuffix(".")


# --- the list -------------------------------------------------------------------------------------


def list_pages(
    book: Sequence[Chapter], pages: PrintPages, before_contents: int
) -> tuple[Mapping[str, str], tuple[PageLink, ...]]:
    """Give an id to the mark of each page to which the page list leads: the first in the text, or
    else the first in a note. Return the marks of the pages that Octavo writes, by their files or by
    the address of an entry of the contents, and the page list in the order of reading. So many of
    the sections are before the contents."""
    made = {**_of_leaves(pages), **dict(_of_contents(book, pages))}
    marks = [(href, mark) for href, mark in made.items() if href in LEAVES.values()]
    marks += _in_sections(book[:before_contents])
    marks += [(_NAV, mark) for href, mark in made.items() if href not in LEAVES.values()]
    marks += _in_sections(book[before_contents:])
    chosen = {_label(mark): mark for _, mark in reversed(marks)}
    in_text = {mark for chapter in book for mark in _marks_in(chapter.root, in_notes=False)}
    chosen |= {_label(mark): mark for _, mark in reversed(marks) if mark in in_text}
    taken = {identity for chapter in book for identity in ids_in(chapter.root)}
    links: list[PageLink] = []
    for href, mark in marks:
        if chosen[_label(mark)] is mark:
            identity = f"page-{_label(mark)}"
            while identity in taken:
                identity += "-"
            mark.attrib = {"id": identity, **mark.attrib}
            links.append(PageLink(_label(mark), f"{href}#{identity}"))
    return {href: as_xhtml(mark) for href, mark in made.items()}, tuple(links)


def _of_leaves(pages: PrintPages) -> dict[str, ET.Element]:
    return {
        href: _mark(pages.leaves[name]) for name, href in LEAVES.items() if name in pages.leaves
    }


def _of_contents(book: Sequence[Chapter], pages: PrintPages) -> Iterator[tuple[str, ET.Element]]:
    """Yield the marks of the pages of the contents, with the place of each."""
    entries: dict[str, str] = {}
    for chapter in book:
        for number, heading in enumerate(chapter.headings):
            is_title = number == 0 and heading.level == 1 and not chapter.continues
            entries[heading.id] = chapter.href if is_title else f"{chapter.href}#{heading.id}"
    for number, (label, target) in enumerate(pages.contents):
        place = entries.get(plain_id(target)) if number else _NAV
        if place is not None:
            yield place, _mark(label)


def _in_sections(book: Iterable[Chapter]) -> Iterator[tuple[str, ET.Element]]:
    """Yield all marks of sections with the files that they are in."""
    for chapter in book:
        for mark in _marks_in(chapter.root, in_notes=True):
            yield chapter.href, mark


def _marks_in(element: ET.Element, *, in_notes: bool) -> Iterator[ET.Element]:
    """Yield the marks in an element, those in and between notes only if `in_notes`."""
    for child in element:
        if is_page_mark(child):
            yield child
        elif in_notes or not any(is_note(inner) for inner in child):
            yield from _marks_in(child, in_notes=in_notes)


# --- the word -------------------------------------------------------------------------------------


def _word(runs: Sequence[Run], number: int, at: int) -> tuple[int, int]:
    """Return the run, and the number of the character in it, before which the word begins that has
    the letter `at`, which is in the run `number`."""
    text = runs[number].text
    letter = _character(text, at - runs[number].start)
    found = number, letter
    if not _is_of_word(text[letter : letter + 1] or " "):
        return found  # a web address ends a line before its own signs
    while True:
        before = letter - 1
        if before < 0:
            if not runs[number].joined or not number:
                return found
            number -= 1
            text = runs[number].text
            letter = len(text)
            continue
        if text[before] in _HYPHENS:
            letter = before  # one that nothing precedes is not of the word
        elif _is_of_word(text[before]) and not _is_unspaced(text[before], runs, found):
            letter = before
            found = number, letter
        else:
            return found


def _character(text: str, letters: int) -> int:
    """Return the number of the character that is, or holds, the letter behind so many."""
    ends = range(1, len(text) + 1)  # a part of the text has the letters of its characters
    number = bisect_right(ends, letters, key=lambda end: letters_in(text[:end]))
    return number if number < len(text) else 0


def _is_of_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN" or character in _APOSTROPHES


def _is_unspaced(character: str, runs: Sequence[Run], behind: tuple[int, int]) -> bool:
    number, letter = behind
    following = runs[number].text[letter : letter + 1]
    return bool(_UNSPACED.match(character) or _UNSPACED.match(following))


# --- the tree -------------------------------------------------------------------------------------


def _put(mark: ET.Element, run: Run, letter: int) -> None:
    """Put a mark before a character of a run."""
    parent, child = run.parent, run.child
    if child is None:
        text = parent.text or ""
        parent.text, mark.tail = text[:letter], text[letter:]
        parent.insert(0, mark)
    elif run.drawn:
        parent.insert(list(parent).index(child), mark)
    else:
        text = child.tail or ""
        child.tail, mark.tail = text[:letter], text[letter:]
        parent.insert(list(parent).index(child) + 1, mark)


def _leave(mark: ET.Element, parents: dict[ET.Element, ET.Element]) -> None:
    """Put a mark before the elements that begin with it that are not to hold it."""
    parent = parents[mark]
    while parent[0] is mark and not (parent.text or "").strip() and parent in parents:
        if not _is_left(parent, mark):
            return
        parent.remove(mark)
        parent.text, mark.tail = (parent.text or "") + (mark.tail or ""), None
        outer = parents[parent]
        outer.insert(list(outer).index(parent), mark)
        parents[mark] = parent = outer


def _is_left(parent: ET.Element, mark: ET.Element) -> bool:
    if parent.tag == "p":
        following = parent[1] if len(parent) > 1 and not (mark.tail or "").strip() else None
        return following is not None and following.tag == "img"
    return parent.tag in _LEFT
