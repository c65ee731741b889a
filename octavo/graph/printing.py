"""The tasks of the print PDF."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

from octavo import stages
from octavo.forms.pdf.sequence import CONTENTS, ENDNOTES, TITLE_LEAVES, with_endnotes
from octavo.graph.edition import all_sections, figures_in, here, longest_first
from octavo.graph.forms import publish_alone
from octavo.graph.task import Task, task
from octavo.model import Section
from octavo.source import asks_for_pages


def task_fonts() -> Task:
    """Cut the faces of the book from the fonts' package."""
    folder = here()
    return task(stages.fonts, needs=[], makes=_faces(folder), doc=task_fonts.__doc__ or "")


FACES = ("EBGaramond-Regular", "EBGaramond-Italic", "EBGaramond-Bold", "EBGaramond-BoldItalic")


def _faces(folder: stages.Folder) -> list[Path]:
    return [folder.face(name) for name in FACES]


def _print_design() -> list[Path]:
    own = Path("styles/print.css")
    return [*_faces(here()), *([own] if own.is_file() else [])]


def _pages_of(*names: str) -> list[Path]:
    folder = here()
    of = (folder.pages, folder.page_map, folder.outline)
    return [file(name) for name in names for file in of]


def task_typeset() -> Iterator[Task]:
    """Lay out each section on its pages, with its notes at their feet."""
    folder = here()
    edition, _ = folder.read
    look = (edition.title, edition.language, edition.print, edition.notes.place) if edition else ""
    yield {"name": None, "doc": task_typeset.__doc__}
    referring = _referring()
    others = [section for section in all_sections() if section not in referring]
    if referring:
        names = [section.name for section in referring]
        known = ["title-leaves", *(section.name for section in others)]
        yield task(
            stages.typeset_referring, referring, all_sections(),
            name=NOTE_PAGES,
            needs=[
                *(folder.html(name) for name in names),
                *(file(name) for name in known for file in (folder.page_map, folder.outline)),
                *_print_design(),
                *(figure for section in referring for figure in figures_in(section)),
            ],
            makes=_pages_of(*names),
            settings=(look, edition, referring),
        )  # fmt: skip
    for section in others:
        yield task(
            stages.typeset, section,
            name=section.name,
            needs=[folder.html(section.name), *_print_design(), *figures_in(section)],
            makes=_pages_of(section.name),
            settings=(look, section),
        )  # fmt: skip
    yield task(
        stages.title_leaves,
        name="title-leaves",
        needs=[folder.report, *_print_design()],
        makes=_pages_of("title-leaves"),
        settings=edition,
    )
    if edition and edition.notes.place == "edition":
        known = [TITLE_LEAVES, *all_sections()]
        yield task(
            stages.endnotes, all_sections(),
            name=ENDNOTES.name,
            needs=[
                *(folder.html(section.name) for section in all_sections()),
                *(file(s.name) for s in known for file in (folder.page_map, folder.outline)),
                *_print_design(),
                *(figure for section in all_sections() for figure in figures_in(section)),
            ],
            makes=_pages_of(ENDNOTES.name),
            settings=edition,
        )  # fmt: skip
    yield task(
        stages.contents, _bound(),
        name="contents",
        needs=[folder.outline(s.name) for s in (TITLE_LEAVES, *_bound())] + _print_design(),
        makes=_pages_of("contents"),
        settings=edition,
    )  # fmt: skip


NOTE_PAGES = "note-pages"


@cache
def _referring() -> list[Section]:
    """The sections that refer to notes by their pages: they are laid out when all others are."""
    found: list[Section] = []
    for section in here().sections:
        with suppress(OSError):
            if asks_for_pages(Path(section.path).read_bytes()):
                found.append(section)
    return found


def _bound() -> tuple[Section, ...]:
    """What is bound behind title leaves and contents: all sections, and the notes of the edition
    where they stand at its end."""
    edition, _ = here().read
    at_end = edition is not None and edition.notes.place == "edition"
    return with_endnotes(all_sections()) if at_end else all_sections()


def task_bind() -> Task:
    """Bind all pages to the print PDF: folios, page labels, outline, links."""
    folder = here()
    edition, _ = folder.read
    names = [section.name for section in (TITLE_LEAVES, CONTENTS, *_bound())]
    made = task(
        stages.bind,
        _bound(),
        needs=[folder.counts, *_pages_of(*names), *_print_design()],
        makes=[folder.made("pdf")],
        settings=edition,
        doc=task_bind.__doc__ or "",
    )
    referring = _referring()
    alone = [s.name for s in longest_first() if s not in referring]
    return made | {"task_dep": [f"typeset:{name}" for name in alone]}


def task_pdf() -> Iterator[Task]:
    """Make the print PDF."""
    yield {"name": None, "doc": task_pdf.__doc__}
    yield publish_alone("pdf")
