"""The tasks of EPUB and Word file, and of all forms put in their places."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from octavo import stages
from octavo.graph.edition import all_sections, figures, figures_in, here
from octavo.graph.task import Task, task

FORMS = ("pdf", "epub", "docx")


def task_docx() -> Iterator[Task]:
    """Make the Word file: a fragment for each section, then all of them joined."""
    yield {"name": None, "doc": task_docx.__doc__}
    folder = here()
    edition, _ = folder.read
    sections = all_sections()
    for section in sections:
        yield task(
            stages.docx_part, section,
            name=section.name,
            needs=[folder.cited(section.name), *figures_in(section)],
            makes=[folder.docx_part(section.name)],
            settings=edition,
        )  # fmt: skip
    yield task(
        stages.docx, sections,
        name="join",
        needs=[folder.counts, *(folder.docx_part(s.name) for s in sections)],
        makes=[folder.made("docx")],
        settings=edition,
    )  # fmt: skip
    yield publish_alone("docx")


def task_epub() -> Iterator[Task]:
    """Make the EPUB of all sections."""
    yield {"name": None, "doc": task_epub.__doc__}
    folder = here()
    edition, _ = folder.read
    own = Path("styles/epub.css")
    yield task(
        stages.epub, all_sections(),
        name="pack",
        needs=[
            folder.counts,
            *(folder.html(s.name) for s in all_sections()),
            *figures(),
            *([own] if own.is_file() else []),
        ],
        makes=[folder.made("epub")],
        settings=edition,
    )  # fmt: skip
    yield publish_alone("epub")


def task_publish() -> Task:
    """Put PDF, EPUB and Word file in their places, once all three are made and proven."""
    folder = here()
    made = task(
        stages.publish,
        FORMS,
        needs=[folder.proof, *(folder.made(form) for form in FORMS)],
        makes=[folder.form(form) for form in FORMS],
        doc=task_publish.__doc__ or "",
    )
    return made | {"task_dep": ["bind"]}  # what takes longest is begun first


def publish_alone(form: str) -> Task:
    """Put one form in its place, for who asks for that form alone: `doit epub`."""
    folder = here()
    proven = [folder.proof] if form == "pdf" else []
    needs = [folder.made(form), *proven]
    made = task(stages.publish, [form], name="publish", needs=needs, makes=[])
    made["uptodate"].append(partial(_are_equal, folder.made(form), folder.form(form)))
    return made


def _are_equal(one: Path, other: Path) -> bool:
    try:
        return one.stat().st_size == other.stat().st_size and one.read_bytes() == other.read_bytes()
    except OSError:
        return False
