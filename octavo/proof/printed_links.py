"""Compare where the links of the print lead with the manuscripts: to the same words, and the number
of a page to that page.

The links of the text, and those of each note, are paired in order, by their words. Those that no
manuscript has are the pages of notes, which are numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from unicodedata import bidirectional
from urllib.parse import unquote

from octavo.html.section_xhtml import xml_name
from octavo.proof.alignment import aligned
from octavo.proof.expected_copy import Copy
from octavo.proof.expected_notes import ExpectedNote
from octavo.proof.form_links import PLAIN_ADDRESS, TEXT, Linked, Target, names_of
from octavo.proof.form_text import ROW, Passage
from octavo.proof.letters import folded
from octavo.proof.normal_form import PAGE, PICTURE, SIGNS
from octavo.proof.page_letters import PageOfPrint, plain
from octavo.proof.printed import PrintedNote, PrintedPassage, PrintedTarget, PrintedTargets

_LABEL = re.compile(r"\d+|[ivxlcdm]+")
_LOCATOR = re.compile(r"(\d+|[ivxlcdm]+)(?:nn?\d.*|[–-]\d+.*)?")
_LEAST = 10  # letters at a target that are compared
_MARK = 4  # letters of the mark of a note, at most
_FEWEST = 4  # letters before a call that are enough
_LONG = 200  # characters that hold as many
_SIGN = re.compile(f"[{''.join(SIGNS)}]")


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A link of the copy: its section, its words, and where it leads."""

    section: str
    words: str
    target: str
    is_locator: bool


@dataclass(frozen=True, slots=True)
class _Found:
    """A link of the print: its page, its words, and where it leads."""

    page: int
    words: str
    targets: PrintedTargets


@dataclass(frozen=True, slots=True)
class LinkDifference:
    """A link that leads elsewhere: the section, its words, the index of its page, what is said,
    whether it is a number of a page that leads to another page, and the note that it is in."""

    section: str
    words: str
    page: int
    message: str
    is_number: bool = False
    note: ExpectedNote | None = None


class Destinations:
    """The places of the copy, by which it is known whether a link of the print leads to one of
    them. `copies` are without empty ones, `pages` have the letters of the print, `indexes` has the
    names of the sections that are indexes. `marks` are those of the notes that have
    them by page, which references have too."""

    def __init__(
        self, copies: Sequence[Copy], pages: Sequence[PageOfPrint], indexes: Container[str],
        marks: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        self._copies, self._pages, self._indexes = copies, pages, indexes
        self._marks = marks or {}
        self._text = [passage for copy in copies for passage in copy.passages]
        self._notes = [note.passages for copy in copies for note in copy.notes]
        self._names = names_of(Linked(self._text, self._notes, {}))
        self._in_index = [c.section in indexes for c in copies for _ in c.passages]

    def differences(self, text: Sequence[Sequence[PrintedPassage]]) -> Iterator[LinkDifference]:
        """Yield the links that lead elsewhere than those of the copies, in the sections of a PDF
        but its contents."""
        wanted = [
            one
            for copy in self._copies
            for passage in copy.passages
            for one in self._of_passage(copy.section, passage)
        ]
        found = [link for section in text for link in _of_print(section)]
        yield from self._paired(wanted, found)

    def differences_in_notes(self, notes: Sequence[PrintedNote]) -> Iterator[LinkDifference]:
        """Yield the links in notes that lead elsewhere than those of the copies; a note that is not
        printed once is passed over."""
        once = Counter(note.id for note in notes)
        printed = {note.id: note for note in notes if once[note.id] == 1}
        for copy in self._copies:
            for wanted in copy.notes:
                note = printed.get(wanted.note.id)
                links = [one for p in wanted.passages for one in self._of_passage(copy.section, p)]
                if note is None or not (links or note.links):
                    continue
                found = [
                    _Found(note.pieces[0].page, bare, targets)
                    for words, targets in note.links
                    if folded(bare := _bare(words))
                ]
                for one in self._paired(links, found):
                    yield replace(one, note=wanted.note)

    def _of_passage(self, section: str, passage: Passage) -> Iterator[_Wanted]:
        """Yield the links of a passage, and the numbers of notes that the print has by page."""
        found = [
            (start, _bare(passage.text[start:end]), target) for start, end, target in passage.links
        ]
        if self._marks and PAGE in passage.text:
            found = sorted((*found, *self._numbers_in(passage)))
        for _, words, target in found:
            if folded(words):
                is_index = section in self._indexes
                is_locator = is_index and _LOCATOR.fullmatch(words) is not None
                yield _Wanted(section, words, target, is_locator)

    def _numbers_in(self, passage: Passage) -> Iterator[tuple[int, str, str]]:
        """Yield the numbers of notes in a passage: of their sign is said where they lead."""
        signs = (at for at, letter in enumerate(passage.text) if letter in SIGNS)
        for at, said in zip(signs, passage.signs, strict=False):
            mark = self._marks.get(xml_name(said[1:]), "") if said[:1] == "#" else ""
            if mark and passage.text[at] == PAGE:
                yield at, mark, said

    def _paired(
        self, wanted: Sequence[_Wanted], found: Sequence[_Found]
    ) -> Iterator[LinkDifference]:
        """Yield the differences of the links of a text, which are paired by their words."""
        lost: list[_Wanted] = []
        more: dict[str, list[_Found]] = {}
        keys = [folded(one.words) for one in wanted], [folded(two.words) for two in found]
        for at, other in aligned(*keys):
            if at is not None and other is not None and keys[0][at] == keys[1][other]:
                yield from self._compared(wanted[at], found[other])
                continue
            if at is not None:
                lost.append(wanted[at])
            if other is not None:
                more.setdefault(keys[1][other], []).append(found[other])
        for one in lost:  # the print moves figures, with the links in their captions
            if same := more.get(folded(one.words)):
                yield from self._compared(one, same.pop(0))
            elif self._place(one) is not None:
                yield LinkDifference(one.section, one.words, -1, f"“{one.words}” is no link")
        for two in (two for same in more.values() for two in same):
            if _LABEL.fullmatch(two.words) and not any(map(self._leads_to_note, two.targets)):
                yield from self._numbered(two, "")

    def _place(self, one: _Wanted) -> Target | None:
        """Return the place or the address that a link leads to; None for another file, for an
        address that is not compared, and for a place that is in no text."""
        if one.target.startswith("#"):
            return self._names.get(one.target[1:])
        return unquote(one.target) if PLAIN_ADDRESS.fullmatch(one.target) else None

    def _compared(self, one: _Wanted, two: _Found) -> Iterator[LinkDifference]:
        place = self._place(one)
        if place is None:
            return
        for target in two.targets:
            message = self._difference(one.words, place, target)
            if message:
                yield LinkDifference(one.section, one.words, two.page, message)
                return
        if one.is_locator:
            yield from self._numbered(two, one.section)

    def _difference(self, words: str, place: Target, target: PrintedTarget | str) -> str:
        """Return what is wrong with where a link leads; empty if nothing is."""
        if isinstance(target, str):
            if isinstance(place, str) and unquote(target) == place:
                return ""
            return f"“{words}” leads out of the book, to {target[:60]}"
        if isinstance(place, str):
            return f"“{words}” leads into the book, on page {self._label(target.page)}"
        if self.has(place, target):
            return ""
        label = self._label(target.page)
        return f"“{words}” leads to other words than in the manuscript, on page {label}"

    def numbered(self, line: PrintedPassage) -> Iterator[LinkDifference]:
        """Yield a difference if the last link of a line, the number of a page, leads to another."""
        start, end, targets = line.links[-1]
        yield from self._numbered(_Found(line.page, line.text[start:end].strip(), targets), "")

    def _numbered(self, two: _Found, section: str) -> Iterator[LinkDifference]:
        """Yield a difference if a link that is the number of a page leads to another page."""
        said = _LABEL.match(two.words)
        for target in two.targets:
            if isinstance(target, str) or said is None:
                return
            label = self._label(target.page)
            if said[0] != label:
                message = f"“{two.words}” leads to page {label}"
                yield LinkDifference(section, two.words, two.page, message, is_number=True)
                return

    def _leads_to_note(self, target: PrintedTarget | str) -> bool:
        """Return whether a link leads to a note: one at the end is referred to by the page of its
        call. The mark of the note comes first in its line."""
        if isinstance(target, str) or not 0 <= target.page < len(self._pages):
            return False
        notes, letters = self._pages[target.page].notes.letters, plain(target.letters)
        heads = (letters[at : at + _LEAST] for at in range(_MARK + 1))
        return any(len(head) == _LEAST and head in notes for head in heads)

    def _label(self, page: int) -> str:
        return self._pages[page].label if 0 <= page < len(self._pages) else "?"

    def has(self, place: tuple[int, int, int], target: PrintedTarget) -> bool:
        """Return whether the words at a place of the copy are printed at the target of a link: in
        its lines, or on its page, where these are parted by columns, pictures or the page's end,
        below the caption of a table, or where parts of a line are read from the right."""
        words = self._words(place)
        if words in target.letters:
            return True
        if not 0 <= target.page < len(self._pages):
            return False
        page = self._pages[target.page]
        text = page.text.letters
        words = plain(words)
        if any(text.endswith(words[:cut]) for cut in range(2, len(words) + 1)):
            return True
        is_elsewhere = self._is_parted(place) or any(map(_is_from_right, target.letters))
        return is_elsewhere and (words in text or words in page.notes.letters)

    def _is_parted(self, place: tuple[int, int, int]) -> bool:
        flow, number, letter = place
        if flow != TEXT or self._in_index[number]:
            return flow == TEXT
        following = self._text[number + 1].kind if number + 1 < len(self._text) else ""
        return PICTURE in self._text[number].text[letter : letter + 2] or following == ROW

    def _words(self, place: tuple[int, int, int]) -> str:
        """Return the first letters at a place of the copy, up to a call, whose mark is printed in
        its line."""
        flow, number, letter = place
        passages = self._text if flow == TEXT else self._notes[flow]
        found = ""
        for at in range(number, min(len(passages), number + 4)):
            said = passages[at].text
            start = letter if at == number else 0
            for part in _SIGN.split(said[start : start + _LONG]):
                found += folded(part)
                if len(found) >= _FEWEST:
                    return found[:_LEAST]
            if found:  # the print may have a figure behind the passage, or on another page
                return found
        return found


def _is_from_right(letter: str) -> bool:
    return bidirectional(letter) in ("R", "AL")


def _of_print(section: Sequence[PrintedPassage]) -> Iterator[_Found]:
    for passage in section:
        for start, end, targets in passage.links:
            words = _bare(passage.text[start:end])
            if folded(words):
                yield _Found(passage.page, words, targets)


def _bare(text: str) -> str:
    """Return the words of a link on one line, without signs."""
    return " ".join(_SIGN.sub("", text).split())
