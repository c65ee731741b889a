"""The order of the book: its leaves as bound, with the folio of every page.

Front matter counts i, ii, iii…; the body begins again at 1, on a recto; the back matter runs on.
Every section opens on a recto, so one with an odd number of pages is followed by a blank verso.
All pages are counted; blank ones and displays (the title leaves) print no folio.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from octavo.matter import BEFORE_CONTENTS
from octavo.model import Page, PageKind, PageMap, Part, Section

TITLE_LEAVES = Section("title-leaves", "", "front")
CONTENTS = Section("contents", "", "front")
ENDNOTES = Section("endnotes", "", "back")
LAST = "bibliography"  # the made section that the notes of the edition stand in front of
INDEX = "index"  # and the one that they precede where there is none

_BLANK = Page("blank", {})
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Leaf:
    """What is bound: a section or a generated part, its typeset PDF, and the map of its pages."""

    section: Section
    pdf: bytes
    page_map: PageMap


@dataclass(frozen=True, slots=True)
class BoundPage:
    """A page of the book.  `index` is its page in its leaf; a blank added at binding has none."""

    section: str
    part: Part
    index: int | None
    page: Page
    label: str

    @property
    def kind(self) -> PageKind:
        return self.page.kind

    @property
    def folio(self) -> str:
        """What is printed on the page: its label, or nothing."""
        return self.label if self.kind in ("opening", "text") else ""


def with_endnotes(sections: Iterable[Section]) -> tuple[Section, ...]:
    """The sections with the notes of the edition among them: they precede the bibliography
    and the index (Chicago 1.4)."""
    listed = list(sections)
    after = (LAST, INDEX)
    made = (i for i, s in enumerate(listed) if not s.path and s.name.split("-")[0] in after)
    listed.insert(next(made, len(listed)), ENDNOTES)
    return tuple(listed)


def in_order(leaves: Iterable[Leaf]) -> tuple[Leaf, ...]:
    """The leaves as they are bound: title leaves, dedication and epigraphs, contents, front matter,
    body, back matter."""
    first = {TITLE_LEAVES: 0, **dict.fromkeys(BEFORE_CONTENTS, 1), CONTENTS: 2}
    parts = {"front": 3, "body": 4, "back": 5}
    kept = [leaf for leaf in leaves if leaf.page_map.pages]
    return tuple(sorted(kept, key=lambda leaf: first.get(leaf.section, parts[leaf.section.part])))


def number(maps: Sequence[tuple[Section, PageMap]]) -> tuple[BoundPage, ...]:
    """Every page of the book in order, with its label."""
    pages: list[BoundPage] = []
    count, roman = 0, True
    for section, page_map in maps:
        if roman and section.part != "front":
            count, roman = 0, False
        entries: list[tuple[int | None, Page]] = list(enumerate(page_map.pages))
        if len(entries) % 2:
            entries.append((None, _BLANK))
        for index, page in entries:
            count += 1
            label = roman_number(count) if roman else str(count)
            pages.append(BoundPage(section.name, section.part, index, page, label))
    return tuple(pages)


def roman_number(number: int) -> str:
    """A number in lower-case roman figures."""
    written = ""
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        written += sign * times
    return written
