"""Write and read the files that the stages of the print share: pages, page maps, outlines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from octavo.design.own_fonts import own_fonts
from octavo.model import Edition, Page, PageMap, Section, Severity
from octavo.tasks.fonts import faces, type_files
from octavo.tasks.locating import LayoutFaultError
from octavo.tasks.paths import Paths
from octavo.tasks.plan import Plan
from octavo.tasks.records import LaidOut, Outline, load, to_json
from octavo.tasks.write import write_whole

if TYPE_CHECKING:
    from octavo.pdf.book.pagination import Leaf
    from octavo.pdf.typeset import Typeset

# The fields of edition.yaml that every layout reads, and those of the contents.
LAYOUT = (
    "title", "running", "language", "notes.place", "notes.run_in", "notes.numbering", "notes.marks",
    "print",
)  # fmt: skip
CONTENTS = ("contents",)


def design_of(plan: Plan) -> list[Path]:
    """Return the files that the design of every section is read from, with the fonts that the
    edition's own style sheet names."""
    return [
        *faces(plan),
        *type_files(plan),
        own_sheet(plan),
        *own_fonts(plan.root, own_sheet(plan).name),
    ]


def own_sheet(plan: Plan) -> Path:
    """Return the path of the edition's own style sheet for the print, which may be missing."""
    return plan.root / "styles" / "print.css"


def pages_of(plan: Plan, *names: str) -> list[Path]:
    """Return the files that the layout of sections writes."""
    paths = plan.paths
    kinds = [paths.pages, paths.page_map, paths.outline, paths.breaks, paths.page_faults]
    if plan.is_draft:
        kinds.append(paths.lines)
    if plan.edition and plan.edition.print.imposition.has_versos:
        kinds.append(paths.verso)
    return [file(name) for name in names for file in kinds]


def maps_of(plan: Plan, names: Iterable[str]) -> list[Path]:
    """Return the page maps of sections, and the outlines, which hold their titles."""
    return [f(name) for name in names for f in (plan.paths.page_map, plan.paths.outline)]


def write_pages(edition: Edition, paths: Paths, name: str, made: Typeset, title: str = "") -> None:
    """Write a section's PDF before its page map, which must never describe missing pages; then the
    outline, which the contents depend on. Raise FaultError if the layout has errors."""
    write_whole(paths.pages(name), made.pdf)
    if edition.print.imposition.has_versos:
        write_whole(paths.verso(name), made.verso)
    write_whole(paths.page_map(name), to_json(LaidOut(made.page_map, made.faults)))
    write_whole(paths.page_faults(name), to_json(made.page_issues))
    pages = tuple(_listed(page, edition.contents.depth) for page in made.page_map.pages)
    write_whole(paths.outline(name), to_json(Outline(name, title, pages)))
    write_whole(paths.breaks(name), to_json(made.breaks))
    if paths.is_draft:
        write_whole(paths.lines(name), to_json(made.lines))
    errors = [fault for fault in made.faults if fault.rule.severity is Severity.ERROR]
    if errors:
        raise LayoutFaultError(paths, name, *errors)


def _listed(page: Page, depth: int) -> Page:
    """Return a page without its ids, and with only the headings that the contents may list."""
    headings = tuple(heading for heading in page.headings if heading.level <= depth)
    return replace(page, ids={}, headings=headings)


def load_page_map(paths: Paths, name: str) -> PageMap:
    """Return the page map of a section."""
    return load(LaidOut, paths.page_map(name)).page_map


def load_outline(paths: Paths, name: str) -> Outline:
    """Return the title and headings that the contents print for a section."""
    return load(Outline, paths.outline(name))


def leaves_of(paths: Paths, sections: Iterable[Section]) -> list[Leaf]:
    """Return sections as leaves with their page maps, but without their PDF pages."""
    from octavo.pdf.book.pagination import Leaf

    return [Leaf(s, b"", load_page_map(paths, s.name)) for s in sections]


def titles_of(paths: Paths, sections: Sequence[Section]) -> dict[str, str]:
    """Return the titles of laid-out sections by name, as the contents print them; none is empty."""
    titles = {s.name: load_outline(paths, s.name).title for s in sections}
    return {name: title for name, title in titles.items() if title}
