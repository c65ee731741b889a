"""The index, when all pages are known: its sections as manuscripts, like any other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from octavo.folder import Folder, write_whole
from octavo.model import IndexMark, Page, PageHeading, PageMap, Section
from octavo.pandoc import manuscript_json
from octavo.stages.findings import findings_of, stop_on_errors
from octavo.stages.printing import load_fonts, load_page_map, titles_of


def index(folder: Folder, sections: Sequence[Section]) -> None:
    """The sections of the index; `sections` are all that are bound but these, in their order."""
    from octavo.html.section_xhtml import xml_name
    from octavo.index import Spot, make_indexes, unplaced
    from octavo.pdf.book.page_numbers import spots_of
    from octavo.pdf.book.pagination import TITLE_LEAVES, Leaf

    marks = _load_marks(folder)
    ordered = (TITLE_LEAVES, *sections)
    leaves = [Leaf(s, b"", load_page_map(folder.page_map(s.name))) for s in ordered]
    leaves += [Leaf(s, b"", _to_come(s)) for s in folder.index_sections]
    asked = {place for mark in marks for place in (mark.place, mark.until) if place}
    titles = titles_of(folder, ordered)
    named = {xml_name(place): place for place in asked}  # a heading's own id may hold odd signs
    found = spots_of(leaves, set(named), folder.edition, folder.root, load_fonts(folder), titles)
    spots = {named[name]: Spot(*spot) for name, spot in found.items()}
    faults = unplaced(marks, spots, {s.name: s.path for s in sections})
    for made in make_indexes(marks, spots, folder.edition, folder.index_sections):
        write_whole(folder.cited(made.section.name), manuscript_json.to_json(made))
    stop_on_errors(findings_of(faults))


def _to_come(section: Section) -> PageMap:
    """The index as the contents list it, whatever its length: nothing is bound behind it that an
    entry stands on."""
    heading = PageHeading(f"{section.name}-title", 1, section.name)
    return PageMap(section.name, (Page("opening", {}, (heading,)),))


def _load_marks(folder: Folder) -> tuple[IndexMark, ...]:
    return tuple(_mark(record) for record in orjson.loads(folder.index_marks.read_bytes()))


def _mark(record: Mapping[str, Any]) -> IndexMark:
    made = dict(record)
    for name in ("heading", "filed"):
        made[name] = tuple(record[name])
    for name in ("see", "see_also"):
        made[name] = tuple(tuple(target) for target in record[name])
    return IndexMark(**made)
