"""Put the leaves into the order of the book, and number its pages.

Front matter counts i, ii, iii…; the body begins again at 1, on a recto; the back matter continues
its numbers. A section opens on a recto or, after the front matter, on any page if the design says
so; but the leaf of a part opens on a recto, and so does what follows it. Where a recto is needed
and the section before has an odd number of pages, a blank verso follows that. Blanks fill the last
leaf of the book, or its last signature. All pages are counted; blank ones, displays (the title
leaves) and leaves of parts print no folio.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from octavo.matter.parts import BEFORE_CONTENTS
from octavo.model import Imposition, Page, PageKind, PageMap, Part, Section
from octavo.model.numerals import roman

TITLE_LEAVES = Section("title-leaves", "", "front")
CONTENTS = Section("contents", "", "front")
ENDNOTES = Section("endnotes", "", "back")
LAST = "bibliography"  # the section that the endnotes of the edition precede
INDEX = "index"  # the one that they precede where there is no bibliography

RECTOS = Imposition()
_BLANK = Page("blank", {})


@dataclass(frozen=True, slots=True)
class Leaf:
    """A section or a generated part to be bound: its PDF or the file that holds it, and the map of
    its pages. `verso` is the PDF laid out to open on a verso, if it may."""

    section: Section
    pdf: bytes | Path
    page_map: PageMap
    verso: bytes | Path = b""


@dataclass(frozen=True, slots=True)
class BoundPage:
    """A page of the book. `index` is that of the page in its leaf; a blank added at binding has
    none."""

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
        """The number printed on the page: its label, or nothing on blank and display pages and on
        the leaf of a part."""
        return self.label if self.kind in ("opening", "text") else ""


def with_endnotes(sections: Iterable[Section]) -> tuple[Section, ...]:
    """Return the sections with the endnotes of the edition among them, before the bibliography and
    the index (Chicago 1.4)."""
    listed = list(sections)
    after = (LAST, INDEX)
    made = (i for i, s in enumerate(listed) if not s.path and s.name.split("-")[0] in after)
    listed.insert(next(made, len(listed)), ENDNOTES)
    return tuple(listed)


def in_order(leaves: Iterable[Leaf]) -> tuple[Leaf, ...]:
    """Return the leaves that have pages as they are bound: title leaves, dedication and epigraphs,
    contents, front matter, body, back matter."""
    first = {TITLE_LEAVES: 0, **dict.fromkeys(BEFORE_CONTENTS, 1), CONTENTS: 2}
    parts = {"front": 3, "body": 4, "back": 5}
    kept = [leaf for leaf in leaves if leaf.page_map.pages]
    return tuple(sorted(kept, key=lambda leaf: first.get(leaf.section, parts[leaf.section.part])))


def opens_part(page_map: PageMap) -> bool:
    """Return whether a section is the leaf of a part."""
    return any(page.kind == "part" for page in page_map.pages[:1])


def number(
    maps: Sequence[tuple[Section, PageMap]], imposition: Imposition = RECTOS
) -> tuple[BoundPage, ...]:
    """Return every page of the book in order, with its label; `maps` are in that order."""
    pages: list[BoundPage] = []
    count, in_front = 0, True

    def add(section: Section, index: int | None, page: Page) -> None:
        nonlocal count
        count += 1
        label = roman(count) if in_front else str(count)
        pages.append(BoundPage(section.name, section.part, index, page, label))

    for at, (section, page_map) in enumerate(maps):
        begins = in_front and section.part != "front"
        rectos = begins or section.part == "front" or imposition.openings == "recto"
        rectos = rectos or opens_part(page_map) or (at > 0 and opens_part(maps[at - 1][1]))
        if at and imposition.facing and rectos and len(pages) % 2:
            add(maps[at - 1][0], None, _BLANK)
        if begins:
            count, in_front = 0, False
        for index, page in enumerate(page_map.pages):
            add(section, index, page)
    if pages:
        for _ in range(imposition.wanting(len(pages), pages[-1].kind == "blank")):
            add(maps[-1][0], None, _BLANK)
    return tuple(pages)
