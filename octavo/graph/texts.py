"""The tasks from the texts to the cited manuscripts and their XHTML."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from octavo import stages
from octavo.design.style_sheets import type_families
from octavo.graph.edition import all_sections, here, read_files, references_and_styles
from octavo.graph.task import Task, task
from octavo.model import Edition


def task_parse() -> Iterator[Task]:
    """Parse each text into pandoc's tree, its notes named and placed."""
    folder = here()
    edition, _ = folder.read
    language = edition.language if edition else ""
    yield {"name": None, "doc": task_parse.__doc__}
    for section in folder.sections:
        yield task(
            stages.parse, section,
            name=section.name,
            needs=[Path(section.path)],
            makes=[folder.parsed(section.name)],
            settings=(language, section),
        )  # fmt: skip


def task_read() -> Iterator[Task]:
    """Convert the bibliographies that are not CSL-JSON, as far as they have changed."""
    folder = here()
    yield {"name": None, "doc": task_read.__doc__}
    for name in folder.converted:
        yield task(
            stages.read, name,
            name=name,
            needs=[Path(name)],
            makes=[folder.read_from(name)],
        )  # fmt: skip


def task_check() -> Task:
    """Check the whole edition by all rules; an error holds back what follows."""
    folder = here()
    return task(
        stages.check,
        needs=[
            *read_files(folder),
            *(folder.read_from(name) for name in folder.converted),
            *(folder.parsed(s.name) for s in folder.sections),
        ],
        makes=[folder.report],
        settings=[(s.path, s.part) for s in folder.sections],
        doc=task_check.__doc__ or "",
    )


def task_cite() -> Task:
    """Number the notes, set the citations in their order, make the bibliography."""
    folder = here()
    edition, _ = folder.read
    return task(
        stages.cite,
        needs=[
            folder.report,
            *(folder.parsed(s.name) for s in folder.sections),
            *references_and_styles(folder),
        ],
        makes=[
            *(folder.cited(s.name) for s in all_sections() if s not in folder.index_sections),
            folder.counts,
            folder.citing,
            folder.index_marks,
        ],
        settings=_said_in_sections(edition) if edition else None,
        doc=task_cite.__doc__ or "",
    )


def _said_in_sections(edition: Edition) -> tuple[object, ...]:
    """What of edition.yaml the cited sections depend on."""
    return (
        edition.notes, edition.citations, edition.language, edition.authors, edition.dedication,
        edition.epigraph, edition.colophon, edition.lists, type_families(edition),
    )  # fmt: skip


def task_html() -> Iterator[Task]:
    """Write each cited section as XHTML, which PDF and EPUB begin with."""
    folder = here()
    yield {"name": None, "doc": task_html.__doc__}
    for section in all_sections():
        yield task(
            stages.html, section,
            name=section.name,
            needs=[folder.cited(section.name)],
            makes=[folder.html(section.name)],
        )  # fmt: skip
