"""Make the index, whose sections are manuscripts like any other, once all pages are known.

A form that is made alone has an index without pages: the print need not be laid out for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from octavo.model import Edition, IndexMark, Page, PageHeading, PageMap, Section
from octavo.pdf.book.pagination import TITLE_LEAVES
from octavo.tasks.fonts import load_fonts
from octavo.tasks.page_files import CONTENTS, LAYOUT, design_of, leaves_of, maps_of, titles_of
from octavo.tasks.paths import Paths
from octavo.tasks.plan import Plan
from octavo.tasks.records import load, to_json
from octavo.tasks.running.stage import Task, stage
from octavo.tasks.unsound import stop_on_errors
from octavo.tasks.write import write_whole


def tasks(plan: Plan) -> Iterator[Task]:
    """Make the index, if the edition asks for one, from the pages of all other sections."""
    if plan.index_sections:
        others = tuple(s for s in plan.bound if s not in plan.index_sections)
        yield index.task(
            plan, others, plan.index_sections,
            name="make",
            reads=[
                plan.paths.index_marks, *design_of(plan),
                *maps_of(plan, (s.name for s in (TITLE_LEAVES, *others))),
            ],
            makes=[plan.paths.cited(section.name) for section in plan.index_sections],
        )  # fmt: skip
        alone = plan.without_pages
        yield index_of_places.task(
            alone, alone.index_sections,
            name="places",
            reads=[alone.paths.index_marks],
            makes=[alone.paths.cited(section.name) for section in alone.index_sections],
        )  # fmt: skip


@stage(*LAYOUT, *CONTENTS, "index")
def index(
    edition: Edition, paths: Paths, sections: Sequence[Section], made_here: Sequence[Section]
) -> None:
    """Write the sections of the index; `sections` are all others that are bound, in their order.

    Raise FaultError if an entry is on no page.
    """
    from octavo.html.section_xhtml import xml_name
    from octavo.index import Spot, make_indexes, unplaced
    from octavo.pdf.book.page_numbers import spots_of
    from octavo.pdf.book.pagination import Leaf

    marks = load(tuple[IndexMark, ...], paths.index_marks)
    ordered = (TITLE_LEAVES, *sections)
    leaves = leaves_of(paths, ordered) + [Leaf(s, b"", _to_come(s)) for s in made_here]
    asked = {place for mark in marks for place in (mark.place, mark.until) if place}
    named = {xml_name(place): place for place in asked}  # an author's id may be no XML name
    found = spots_of(
        leaves, set(named), edition, paths.root, load_fonts(edition, paths),
        titles_of(paths, ordered),
    )  # fmt: skip
    spots = {named[name]: Spot(*spot) for name, spot in found.items()}
    if edition.notes.by_page:  # the marks of the print, which its pages alone have
        known = {note: mark for leaf in leaves for note, mark in leaf.page_map.marks.items()}
        marks = tuple(replace(m, note=known.get(xml_name(m.note_id), m.note)) for m in marks)
    faults = unplaced(marks, spots, {s.name: s.path for s in sections})
    for made in make_indexes(marks, spots, edition, made_here):
        write_whole(paths.cited(made.section.name), to_json(made))
    stop_on_errors(faults)


@stage("language", "index")
def index_of_places(edition: Edition, paths: Paths, made_here: Sequence[Section]) -> None:
    """Write the sections of the index with links to the places of their entries, without pages."""
    from octavo.index import make_indexes

    marks = load(tuple[IndexMark, ...], paths.index_marks)
    for made in make_indexes(marks, None, edition, made_here):
        write_whole(paths.cited(made.section.name), to_json(made))


def _to_come(section: Section) -> PageMap:
    """Return a page map of one page for an index that is not made yet. Its true length does not
    matter: no page with an entry is bound after it."""
    heading = PageHeading(f"{section.name}-title", 1, section.name)
    return PageMap(section.name, (Page("opening", {}, (heading,)),))
