"""Name the letters of the print's pages, and those of a form's text between its marks of pages.

Both are folded, as the notes are compared. A page is known by the portions of text on it, in the
order of the tags: a portion is a passage, or the part of one that is on this page. Of a form no
more is kept than the words at both ends of each portion, which show whether a mark is at its word.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from octavo.proof.form_book import FormBook, MarkOfPage
from octavo.proof.form_text import ITEM, Passage
from octavo.proof.letters import folded
from octavo.proof.normal_form import CALL, PICTURE, SIGNS
from octavo.proof.printed import PrintedBook

_SURE = 8  # letters behind a mark that show a place, and need not be followed to the next passage
WINDOW = 32  # folded letters of a portion that are compared at each end
_NOT_SPELT = re.compile(f"[{''.join(SIGNS)}]")
# Signs, those of lists, and the ornaments between passages, which each form draws in its own way.
_SIGNS = re.compile(f"[{''.join(SIGNS)}☐☒•◦▪*⁂❦❧☙✻✽❋◆◇■□·]")
_QUOTATION_MARKS = re.compile('["“”„‟«»‘’‚‛‹›`ʼ״׳]')
_DASHES = re.compile("[‒–—―]")  # the print sets one before who said an epigraph
# What the print has divided at the end of a page: the part of the word before its hyphen, or the
# part that fills a line of a word that is longer.
_DIVIDED = re.compile(r"(?:[\w'’\u2010\u2011\u00ad-]*\w[-\u2010\u00ad]|\w{20,})\s*$")
_HYPHENS = ("-", "\u2010")
_BEFORE_HYPHEN = re.compile(r"[\w'’\u2010\u2011\u00ad-]*\w$")
_QUOTED = 40
_PART = ".part"  # what the name of a file has that goes on with the section in the one before
_ENOUGH, _LONG = 100, 400  # characters that hold as many letters as are compared


@dataclass(frozen=True, slots=True)
class LettersOfPage:
    """The letters of a page of the print, of its text or of its notes: the places where portions
    begin in them, and where they end; `turns` are the places at which the page begins in the order
    of the text. `words` are those it begins with."""

    letters: str = ""
    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    turns: tuple[int, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class PageOfPrint:
    """A page of the print: its label, and the letters of its text and of its notes."""

    label: str
    text: LettersOfPage
    notes: LettersOfPage


@dataclass(frozen=True, slots=True)
class Portion:
    """A portion of a form's text or of a note between a mark or the beginning of a passage and the
    next: the labels of the page that it may be on (a note at the foot is on that of its call), its
    first letters and its last, whether it begins at a mark, whether it begins and whether it ends
    within a passage, and what follows a mark in all, `behind`. It is `within_word` if the mark is
    inside of a word, `moves` at a figure and where a section opens: the print may have other text
    before it on the page. Its section `names_pages` if the print has pages of notes in references,
    which the form leaves out."""

    labels: tuple[str, ...]
    is_note: bool
    head: str
    tail: str
    marked: bool = False
    begins_within: bool = False
    ends_within: bool = False
    behind: str = ""
    words: str = ""
    within_word: bool = False
    moves: bool = False
    names_pages: bool = False


@dataclass(frozen=True, slots=True)
class MarkedPages:
    """What a form has of the print's pages: its portions, the lines of its page list (each a label
    and a place), and all its marks (each a label, a place, and whether it is in a note)."""

    portions: tuple[Portion, ...] = ()
    lines: tuple[tuple[str, str], ...] = ()
    marks: tuple[tuple[str, str, bool], ...] = ()


def _folded(text: str) -> str:
    """Return the letters of a text; one glyph of the edition's own faces may be several marks."""
    return plain(folded(text)) if text else ""


def plain(letters: str) -> str:
    """Return folded letters without signs and dashes, and with one mark for all quotation marks."""
    return _DASHES.sub("", _QUOTATION_MARKS.sub("'", _SIGNS.sub("", letters)))


# --- the print -----------------------------------------------------------------------------------


class _Page:
    """The letters of a page while its portions are met."""

    def __init__(self) -> None:
        self.letters = ""
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.turns: list[int] = []
        self.words = ""

    def add(self, text: str, own: str, before: str, behind: str, *, turns: bool) -> None:
        """Add a portion with its letters, `own`: `before` is the part of its first word that is on
        the page before, `behind` the part of its last one that is on this."""
        if not own:
            return
        part, start = _folded(before), len(self.letters)
        begins = {start, start + len(part)}
        self.letters += part + own
        end = len(self.letters)
        self.starts += sorted(begins)
        self.ends += sorted({end, end - len(_folded(behind))})
        if turns:
            self.turns += sorted(begins)
            self.words = self.words or " ".join((before + text[:_ENOUGH]).split())[:_QUOTED]

    @property
    def made(self) -> LettersOfPage:
        return LettersOfPage(
            self.letters, tuple(self.starts), tuple(self.ends), tuple(self.turns), self.words
        )


def pages_of_print(book: PrintedBook) -> tuple[PageOfPrint, ...]:
    """Return the letters of each page of a PDF that was read."""
    texts, notes = ([_Page() for _ in book.labels] for _ in range(2))
    on = -1
    for section in book.text:
        for passage in section:
            if not passage.turns and 0 <= passage.page < len(texts):
                own = plain(passage.letters)
                texts[passage.page].add(passage.text, own, "", "", turns=passage.page != on)
                on = passage.page if own else on
            else:
                on = _add(texts, _parts(passage.text, passage.page, passage.turns), on)
    on = -1
    for note in book.notes:
        on = _add(notes, [(piece.page, piece.text) for piece in note.pieces], on)
    return tuple(
        PageOfPrint(label, text.made, note.made)
        for label, text, note in zip(book.labels, texts, notes, strict=True)
    )


def _parts(text: str, page: int, turns: Sequence[tuple[int, int]]) -> Iterator[tuple[int, str]]:
    """Yield the parts of a passage, each with its page."""
    edges = [(0, page), *turns, (len(text), -1)]
    for (start, on), (end, _) in pairwise(edges):
        if text[start:end].strip():
            yield on, text[start:end]


def _add(pages: Sequence[_Page], parts: Iterable[tuple[int, str]], on: int) -> int:
    """Add the parts of a passage to their pages; `on` is the page of what precedes it. Return the
    page that the text has reached."""
    known = [(page, text) for page, text in parts if 0 <= page < len(pages)]
    before = ""
    for number, (page, text) in enumerate(known):
        following = known[number + 1][1] if number + 1 < len(known) else None
        divided = None if following is None else _divided(text, following)
        behind = divided[0].rstrip() if divided else ""
        own = _folded(text)
        pages[page].add(text, own, before, behind, turns=page != on)
        before, on = behind.removesuffix("-"), page if own else on
    return on


def _divided(text: str, following: str) -> re.Match[str] | None:
    """Return the part of a word that ends what a page has of a passage, if it divides the word. An
    address may be divided before its hyphen."""
    end = _NOT_SPELT.sub("", text[-_LONG:])
    if _NOT_SPELT.sub("", following[:_LONG]).startswith(_HYPHENS):
        return _BEFORE_HYPHEN.search(end)
    return _DIVIDED.search(end)


# --- a form --------------------------------------------------------------------------------------


def marked_pages(book: FormBook, naming_pages: Container[int] = ()) -> MarkedPages:
    """Return what a form that was read has of the print's pages; `naming_pages` are the numbers of
    the sections in which the print has pages of notes."""
    portions: list[Portion] = []
    label = of_end = ""
    at, name = -1, ""
    for section in book.sections:
        if section.name.partition(_PART)[0] != name:
            at, name = at + 1, section.name.partition(_PART)[0]
        opened = len(portions)
        flow = _FlowOfForm(section.passages, section.page_marks)
        called = flow.labels_of_calls(label)
        portions += flow.portions((label,), is_note=False)
        of_notes = label = flow.last or label
        for number, note in enumerate(section.notes):
            if note is None:
                continue
            own = _FlowOfForm(note.passages, note.page_marks)
            first = called[number] if number < len(called) else ""
            labels = tuple(dict.fromkeys((first, of_notes, of_end)))
            portions += own.portions(labels, is_note=True)
            if own.last and note.mark.isdecimal():  # one with a sign is at the foot of its page
                of_notes = of_end = own.last
        if opened < len(portions):
            portions[opened] = replace(portions[opened], moves=True)
        if at in naming_pages:
            portions[opened:] = [replace(one, names_pages=True) for one in portions[opened:]]
    return MarkedPages(tuple(portions), book.page_list.lines, book.page_list.marks)


class _FlowOfForm:
    """The passages of a text or a note with the marks in it."""

    def __init__(self, passages: Sequence[Passage], marks: Sequence[MarkOfPage]) -> None:
        self._passages, self._marks = passages, marks

    @property
    def last(self) -> str:
        """The label of the last mark; nothing if there is none."""
        return self._marks[-1][2] if self._marks else ""

    def labels_of_calls(self, label: str) -> list[str]:
        """Return the label of the page that each call is on; `label` is that of the page before the
        first mark."""
        waiting = list(reversed(self._marks))
        found: list[str] = []
        for number, passage in enumerate(self._passages):
            letter = passage.text.find(CALL)
            while letter >= 0:
                while waiting and waiting[-1][:2] <= (number, letter):
                    label = waiting.pop()[2]
                found.append(label)
                letter = passage.text.find(CALL, letter + 1)
        return found

    def portions(self, labels: tuple[str, ...], *, is_note: bool) -> Iterator[Portion]:
        """Yield the portions; `labels` are the pages that what precedes the first mark may be
        on."""
        marks: dict[int, list[tuple[int, str]]] = {}
        for number, letter, label in self._marks:
            marks.setdefault(number, []).append((letter, label))
        for number, passage in enumerate(self._passages):
            text, inner = passage.text, marks.get(number, [])
            # The numbers of a list are letters of a note in the print, and no letters of the text.
            item = passage.kind.removeprefix(ITEM) if is_note and ITEM in passage.kind else ""
            edges = [(0, "")] if not inner or inner[0][0] else []
            edges += inner
            for place, (start, label) in enumerate(edges):
                labels = (label,) if label else labels
                end = edges[place + 1][0] if place + 1 < len(edges) else len(text)
                number_of_item = item if not start else ""
                head, tail = self._ends(number_of_item + text[start:end])
                if head or label:
                    yield Portion(
                        labels, is_note, head, tail, bool(label), bool(_folded(text[:start])),
                        bool(head) and place + 1 < len(edges),
                        self._behind(number, start, number_of_item) if label else "",
                        " ".join(_NOT_SPELT.sub("", text[start : start + _QUOTED]).split()),
                        bool(label) and _is_within_word(text, start),
                        text[start : start + 1] == PICTURE,
                    )  # fmt: skip

    def _ends(self, text: str) -> tuple[str, str]:
        """Return the first and the last letters of a text; most of a long one is not folded."""
        if len(text) > 2 * _ENOUGH:
            head, tail = _folded(text[:_ENOUGH]), _folded(text[-_ENOUGH:])
            if min(len(head), len(tail)) >= WINDOW:
                return head[:WINDOW], tail[-WINDOW:]
        own = _folded(text)
        return own[:WINDOW], own[-WINDOW:]

    def _behind(self, number: int, start: int, item: str) -> str:
        """Return the first letters behind a mark, up to the next one; `item` precedes them."""
        following = [m for m in self._marks if m[:2] > (number, start)]
        end = following[0][:2] if following else (len(self._passages), 0)
        found = _folded(item)
        for at in range(number, min(end[0] + 1, len(self._passages))):
            text = self._passages[at].text
            last = end[1] if at == end[0] else len(text)
            first = start if at == number else 0
            found += _folded(text[first : min(last, first + _LONG)])
            if len(found) >= _SURE:  # behind an entry of a list the print has the number of a page
                break
        return found[:WINDOW]


def _is_within_word(text: str, at: int) -> bool:
    """Return whether a place is inside of a word that is written with spaces about it."""
    around = _NOT_SPELT.sub("", text[max(0, at - 2) : at]), text[at : at + 1]
    before, behind = around[0][-1:], around[1]
    if before in ("-", "\u2010", "\u2011", "\u00ad"):
        before = around[0][-2:-1]
    return all(one.isalnum() and not _unspaced(one) for one in (before, behind))


def _unspaced(letter: str) -> bool:
    """Return whether a letter is of a script that is written without spaces."""
    code = ord(letter)
    return (
        0xE00 <= code <= 0xEFF
        or 0x1000 <= code <= 0x17FF
        or (
            code >= 0x2E80
            and not (
                0xA640 <= code <= 0xD7FF or 0xFB00 <= code <= 0xFDFF or 0xFE70 <= code <= 0xFEFF
            )
        )
    )
