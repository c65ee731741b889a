"""Write each cited section as XHTML, from which the PDF, the EPUB and the HTML form are made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from octavo.model import Edition, FaultError, Place, Section
from octavo.pandoc.run import PandocError
from octavo.source.rules import text_can_be_parsed
from octavo.tasks.cite import load_cited
from octavo.tasks.paths import Paths
from octavo.tasks.plan import Plan
from octavo.tasks.running.stage import Task, stage
from octavo.tasks.write import write_whole


def tasks(plan: Plan) -> Iterator[Task]:
    """Write each cited section as XHTML, for the PDF, the EPUB and the HTML form."""
    for section in plan.sections:
        yield _task(plan, section, section.name)
    if plan.without_pages is not plan:
        for section in plan.index_sections:
            yield _task(plan.without_pages, section, f"{section.name}/without-pages")


def _task(plan: Plan, section: Section, name: str) -> Task:
    return html.task(
        plan, section,
        name=name,
        reads=[plan.paths.cited(section.name)],
        makes=[plan.paths.html(section.name)],
    )  # fmt: skip


@stage()
def html(edition: Edition, paths: Paths, section: Section) -> None:
    """Write one cited section as XHTML; raise FaultError if pandoc cannot write it."""
    from octavo.html.section_xhtml import section_html

    with faults_of_pandoc(section):
        made = section_html(load_cited(paths, section.name))
    write_whole(paths.html(section.name), made.encode())


@contextmanager
def faults_of_pandoc(section: Section) -> Iterator[None]:
    """Raise FaultError at the section if pandoc fails inside, or takes too long."""
    try:
        yield
    except PandocError as error:
        place = Place(section.path or section.name)
        raise FaultError(text_can_be_parsed.fault(place, f"pandoc says: {error}")) from error
