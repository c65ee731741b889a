"""Count the letters of a section's XHTML, by which the print and the EPUB mean the same place.

A letter is every character that the layout neither adds nor drops: no space, no hyphen, nothing
without width. A picture and a formula count as one letter each. The text of a section and each of
its notes are counted apart; `Extent.note` is the id of the note, empty for the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from octavo.html.links import NOTE_PAGE, is_call

_UNCOUNTED = re.compile(r"[\u00ad\u200b-\u2011\u2028-\u202f\u2060-\u206f\ufeff-]+")
_DRAWN = frozenset({"img", "math"})
RUNNING_HEAD = "of-notes"  # the class of a running head in the list of notes
NOTE_MARK = "note-mark"  # the class of a number of a note that the print alone knows
_OF_PRINT = frozenset({NOTE_PAGE, NOTE_MARK, RUNNING_HEAD})
INLINE = frozenset(
    "a abbr b bdi bdo cite code del dfn em i ins kbd mark q rb rp rt ruby s samp small span strong"
    " sub sup u var wbr".split()
)


@dataclass(frozen=True, slots=True)
class Extent:
    """The letters of an element: the first, and the first behind it, by their numbers in the text
    or in a note."""

    note: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Run:
    """Text between two tags, or something drawn: it is the text of `parent` before its first child
    if `child` is None, the text behind `child` if `drawn` is false, or else `child` itself. `start`
    is the number of its first letter; it is `joined` if only inline tags are between it and the run
    before."""

    parent: Element
    child: Element | None
    drawn: bool
    note: str
    start: int
    joined: bool

    @property
    def text(self) -> str:
        """Its characters; none of what is drawn."""
        if self.drawn:
            return ""
        return (self.parent.text if self.child is None else self.child.tail) or ""


def letters_in(text: str) -> int:
    """Return the number of letters in a text, whatever their case: ß counts as SS does."""
    bare = "".join(text.split())
    if bare.isascii():
        return len(bare) - bare.count("-")
    return len(_UNCOUNTED.sub("", bare).casefold())


def is_drawn(element: Element) -> bool:
    """Return whether an element counts as one letter."""
    return _name(element) in _DRAWN


def is_uncounted(element: Element) -> bool:
    """Return whether no letter of an element counts: pages of notes, and running heads of the list
    of notes, which the print alone has; numbers of notes, which it has otherwise."""
    return not _OF_PRINT.isdisjoint(element.get("class", "").split())


def note_of(element: Element) -> str:
    """Return the id of the note that an element is; an empty text for any other element."""
    return element.get("id", "") if element.tag == "div" and "data-mark" in element.attrib else ""


class Letters:
    """The letters of a section's tree: the extent of each element that has any counted, and the
    runs of text in the order of the tree."""

    def __init__(self, section: Element) -> None:
        self.extents: dict[Element, Extent] = {}
        self.runs: list[Run] = []
        self._joined = False
        self._children(section, "", 0)

    def _children(self, element: Element, note: str, at: int) -> int:
        """Count what is in an element from the letter `at` on; return the letter behind it."""
        start = at
        at = self._run(element, None, note, at)
        for child in element:
            at = self._element(child, element, note, at)
            at = self._run(element, child, note, at)
        self.extents[element] = Extent(note, start, at)
        return at

    def _element(self, element: Element, parent: Element, note: str, at: int) -> int:
        if is_uncounted(element):
            return at
        if is_drawn(element):
            self.runs.append(Run(parent, element, True, note, at, False))
            self.extents[element] = Extent(note, at, at + 1)
            self._joined = False
            return at + 1
        inline = element.tag in INLINE and not is_call(element)
        self._joined = self._joined and inline
        own = note_of(element)
        end = self._children(element, own or note, 0 if own else at)
        self._joined = self._joined and inline
        return at if own else end

    def _run(self, parent: Element, child: Element | None, note: str, at: int) -> int:
        run = Run(parent, child, False, note, at, self._joined)
        text = run.text
        if not text:
            return at
        self.runs.append(run)
        self._joined = True
        return at + letters_in(text)


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
