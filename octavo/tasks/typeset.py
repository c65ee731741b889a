"""Typeset each section on its pages with its notes, and the parts that are made from pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from octavo.model import Edition, Section
from octavo.pdf.book.pagination import TITLE_LEAVES
from octavo.tasks.fonts import load_fonts
from octavo.tasks.made_pages import tasks_of_made_pages
from octavo.tasks.page_files import (
    CONTENTS,
    LAYOUT,
    design_of,
    load_page_map,
    maps_of,
    pages_of,
    titles_of,
    write_pages,
)
from octavo.tasks.paths import Paths
from octavo.tasks.plan import Plan
from octavo.tasks.running.stage import Task, stage

NOTE_PAGES = "note-pages"
# The fields printed above the text of an article, in a design without title leaves.
ARTICLE = ("subtitle", "authors", "description")
_LARGE = 200_000  # bytes of XHTML: about 60 pages


def tasks(plan: Plan) -> Iterator[Task]:
    """Lay out each section on its pages, with its notes at the foot."""
    if plan.referring:
        yield _task_of_referring(plan)
    for section in plan.sections:
        if section not in plan.referring:
            is_article = section == plan.article
            yield typeset.task(
                plan, section, is_article,
                name=section.name,
                reads=[
                    plan.paths.html(section.name), *design_of(plan),
                    *plan.prepared_in([section], "print"),
                ],
                makes=pages_of(plan, section.name),
                folders=(plan.paths.pictures,),
                also=ARTICLE if is_article else (),
            )  # fmt: skip
    yield from tasks_of_made_pages(plan)


def _task_of_referring(plan: Plan) -> Task:
    names = [section.name for section in plan.referring]
    others = [TITLE_LEAVES, *(s for s in plan.cited if s not in plan.referring)]
    return typeset_referring.task(
        plan, plan.referring, plan.cited, plan.article,
        name=NOTE_PAGES,
        reads=[
            *(plan.paths.html(name) for name in names),
            *maps_of(plan, (section.name for section in others)),
            *design_of(plan),
            *plan.prepared_in(plan.referring, "print"),
        ],
        makes=pages_of(plan, *names),
        folders=(plan.paths.pictures,),
        also=ARTICLE if plan.article in plan.referring else (),
    )  # fmt: skip


def is_large(edition: Edition, paths: Paths, section: Section, is_article: bool) -> bool:
    """Return whether a section has so many pages that its layout leaves much memory behind."""
    del edition, is_article
    return paths.html(section.name).stat().st_size > _LARGE


# WeasyPrint's boxes refer to one another in circles, so garbage must be collected.
@stage(*LAYOUT, *CONTENTS, collects_garbage=True, is_large=is_large)
def typeset(edition: Edition, paths: Paths, section: Section, is_article: bool) -> None:
    """Lay out one section; raise FaultError if a note is not in its place or not whole."""
    from octavo.pdf.book.leaves_and_contents import entry_of
    from octavo.pdf.typeset import typeset as lay_out

    text = paths.html(section.name).read_text(encoding="utf-8")
    fonts = load_fonts(edition, paths)
    made = lay_out(text, section, edition, paths.root, fonts, is_article=is_article)
    write_pages(edition, paths, section.name, made, entry_of(text, edition))


@stage(*LAYOUT, *CONTENTS)
def typeset_referring(
    edition: Edition, paths: Paths, referring: Sequence[Section], sections: Sequence[Section],
    article: Section | None,
) -> None:  # fmt: skip
    """Lay out the sections that refer to pages, once the pages of all others are known."""
    from octavo.pdf.book.leaves_and_contents import entry_of
    from octavo.pdf.book.note_pages import Room
    from octavo.pdf.book.note_pages import typeset_referring as lay_out

    texts = {s: paths.html(s.name).read_text(encoding="utf-8") for s in referring}
    ordered = (TITLE_LEAVES, *sections)
    others = [section for section in ordered if section not in texts]
    own = {s.name: entry_of(text, edition) for s, text in texts.items()}
    titles = titles_of(paths, others) | {name: title for name, title in own.items() if title}
    room = Room(edition, paths.root, load_fonts(edition, paths), ordered, titles, article)
    maps = {section.name: load_page_map(paths, section.name) for section in others}
    made = lay_out(texts, maps, room)
    for section in texts:
        write_pages(edition, paths, section.name, made[section.name], own[section.name])
