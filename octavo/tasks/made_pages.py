"""Lay out the pages made from metadata and other pages: title leaves, endnotes, contents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from octavo.model import Edition, PageMap, Section
from octavo.pdf.book.pagination import CONTENTS as CONTENTS_LEAF
from octavo.pdf.book.pagination import ENDNOTES, TITLE_LEAVES
from octavo.tasks.fonts import load_fonts
from octavo.tasks.metadata_fields import IMPRINT, TITLE_PAGE
from octavo.tasks.page_files import (
    CONTENTS,
    LAYOUT,
    design_of,
    leaves_of,
    load_outline,
    maps_of,
    pages_of,
    titles_of,
    write_pages,
)
from octavo.tasks.paths import Paths
from octavo.tasks.plan import Plan
from octavo.tasks.running.stage import Task, stage


def tasks_of_made_pages(plan: Plan) -> Iterator[Task]:
    """Yield the tasks that lay out title leaves, notes at the end of the edition, and contents."""
    paths, design = plan.paths, design_of(plan)
    device = plan.edition.publisher.device if plan.edition else None
    own = [plan.root / "source" / device] if device else []
    yield title_leaves.task(
        plan,
        name=TITLE_LEAVES.name,
        reads=[paths.report, *design, *own, *plan.prepared("print", own)],
        makes=pages_of(plan, TITLE_LEAVES.name),
        folders=(plan.paths.pictures,),
    )
    if plan.has_endnotes:
        yield endnotes.task(
            plan, plan.cited,
            name=ENDNOTES.name,
            reads=[
                *(paths.html(section.name) for section in plan.cited),
                *maps_of(plan, (s.name for s in (TITLE_LEAVES, *plan.cited))),
                *design,
                *plan.prepared_in(plan.cited, "print"),
            ],
            makes=pages_of(plan, ENDNOTES.name),
            folders=(paths.pictures,),
        )  # fmt: skip
    yield contents.task(
        plan, plan.bound,
        name=CONTENTS_LEAF.name,
        reads=[*(paths.outline(s.name) for s in (TITLE_LEAVES, *plan.bound)), *design],
        makes=pages_of(plan, CONTENTS_LEAF.name),
    )  # fmt: skip


@stage(*LAYOUT, *CONTENTS, *TITLE_PAGE, *IMPRINT)
def title_leaves(edition: Edition, paths: Paths) -> None:
    """Lay out half-title, title page and copyright page from the metadata."""
    from octavo.pdf.book.leaves_and_contents import title_leaves as lay_out

    made = lay_out(edition, paths.root, load_fonts(edition, paths))
    write_pages(edition, paths, TITLE_LEAVES.name, made)


@stage(*LAYOUT, *CONTENTS)
def endnotes(edition: Edition, paths: Paths, sections: Sequence[Section]) -> None:
    """Lay out the notes of all sections at the end of the edition, once all pages are known."""
    from octavo.pdf.book.edition_endnotes import endnotes as lay_out

    texts = {s: paths.html(s.name).read_text(encoding="utf-8") for s in sections}
    ordered = (TITLE_LEAVES, *sections)
    leaves, titles = leaves_of(paths, ordered), titles_of(paths, ordered)
    made = lay_out(texts, leaves, edition, paths.root, load_fonts(edition, paths), titles)
    write_pages(edition, paths, ENDNOTES.name, made)


@stage(*LAYOUT, *CONTENTS)
def contents(edition: Edition, paths: Paths, sections: Sequence[Section]) -> None:
    """Lay out the contents from the outlines of all sections."""
    from octavo.pdf.book.leaves_and_contents import contents as lay_out
    from octavo.pdf.book.pagination import Leaf

    outlines = [(s, load_outline(paths, s.name)) for s in (TITLE_LEAVES, *sections)]
    leaves = [Leaf(s, b"", PageMap(s.name, outline.pages)) for s, outline in outlines]
    titles = {s.name: outline.title for s, outline in outlines if outline.title}
    made = lay_out(edition, leaves, paths.root, load_fonts(edition, paths), titles)
    write_pages(edition, paths, CONTENTS_LEAF.name, made)
