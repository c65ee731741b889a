"""Print the pages of notes that are referred to by page: "note 12 on page 45".

A number printed in running text moves what follows it, and so the pages of other notes. The
sections that refer to pages are therefore laid out together, when the pages of all others are
known, and again until no number changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from xml.etree import ElementTree

from octavo.design.fonts import Fonts
from octavo.html.section_xhtml import call_id
from octavo.model import Edition, PageMap, Place, Section
from octavo.pdf.book.page_numbers import folios_of
from octavo.pdf.book.pagination import Leaf
from octavo.pdf.rules import layout_is_without_warning
from octavo.pdf.section.print_tree import NOTE_PAGE
from octavo.pdf.typeset import Typeset, typeset

_TRIES = 6


@dataclass(frozen=True, slots=True)
class Room:
    """What the layouts need beside their texts. `sections` are all in the order of the book, the
    title leaves first; `titles` are those for the contents; `article` is the section that opens an
    edition without title leaves."""

    edition: Edition
    folder: Path
    fonts: Fonts
    sections: Sequence[Section]
    titles: Mapping[str, str]
    article: Section | None = None


def typeset_referring(
    texts: Mapping[Section, str], others: Mapping[str, PageMap], room: Room
) -> dict[str, Typeset]:
    """Lay out the sections of `texts`, which refer to pages, and return them by section name;
    `others` has the page maps of all other sections. If a number still changes after the last
    layout, each section has a fault."""
    asked = {identity for text in texts.values() for identity in pages_asked(text)}
    folios: dict[str, str] = {}
    marks: dict[str, str] = {}
    made: dict[str, Typeset] = {}
    for _ in range(_TRIES):
        made = {
            section.name: typeset(
                text,
                section,
                room.edition,
                room.folder,
                room.fonts,
                folios=folios,
                marks=marks,
                is_article=section == room.article,
            )
            for section, text in texts.items()
        }
        maps = {**others, **{name: done.page_map for name, done in made.items()}}
        found = _folios(maps, asked, room)
        by_page = {note: mark for one in maps.values() for note, mark in one.marks.items()}
        if (found, by_page) == (folios, marks):
            return made
        folios, marks = found, by_page
    return {name: _unsettled(done) for name, done in made.items()}


def pages_asked(text: str) -> set[str]:
    """Return the ids whose pages a section's XHTML prints: of notes, figures and tables."""
    links = ElementTree.fromstring(text).iter("a")
    return {
        link.get("href", "").removeprefix("#")
        for link in links
        if NOTE_PAGE in link.get("class", "").split()
    }


def _folios(maps: Mapping[str, PageMap], asked: set[str], room: Room) -> dict[str, str]:
    """Return the folio of each note of `asked` by note id; for an endnote of the edition, the folio
    of its call."""
    leaves = [Leaf(section, b"", maps[section.name]) for section in room.sections]
    calls = {call_id(note): note for note in asked}
    found = folios_of(
        leaves, {*asked, *calls}, room.edition, room.folder, room.fonts, room.titles)  # fmt: skip
    called = {calls[name]: folio for name, folio in found.items() if name in calls}
    return called | {name: folio for name, folio in found.items() if name in asked}


def _unsettled(done: Typeset) -> Typeset:
    message = "the pages of the notes referred to do not settle: one number may be wrong"
    fault = layout_is_without_warning.fault(Place(done.page_map.section), message)
    return replace(done, faults=(*done.faults, fault))
