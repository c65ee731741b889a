"""Write each cited section as a fragment of the Word file, then join the fragments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from octavo.model import Edition, Section
from octavo.tasks.cite import load_cited
from octavo.tasks.finish import finished, numbered_text
from octavo.tasks.folders import folder_as_file
from octavo.tasks.fonts import type_files
from octavo.tasks.forms import form_named
from octavo.tasks.html import faults_of_pandoc
from octavo.tasks.metadata_fields import DESCRIPTION, IMPRINT, TITLE_PAGE
from octavo.tasks.paths import Paths
from octavo.tasks.plan import Plan
from octavo.tasks.read import read_references
from octavo.tasks.running.stage import Task, stage
from octavo.tasks.word_files import OPENING, names_of_files
from octavo.tasks.write import write_whole

DOCX = ".docx"


def tasks(plan: Plan) -> Iterator[Task]:
    """Make the Word file: write a fragment for each section, then join them."""
    alone = plan.without_pages
    for section in plan.sections:
        yield _task_of_part(alone, section, section.name)
    yield _task_of_whole(alone, "join")


def paged_tasks(plan: Plan) -> Iterator[Task]:
    """Make the Word file with the index of the print's pages, where there is one."""
    for section in plan.index_sections:
        yield _task_of_part(plan, section, f"docx-{section.name}")
    if plan.index_sections:
        yield _task_of_whole(plan, "docx-join")


def _task_of_part(plan: Plan, section: Section, name: str) -> Task:
    paths, reads = (
        plan.paths,
        [
            *plan.prepared_in([section], "word"),
            _reference(plan),
            *type_files(plan),
        ],
    )
    live = _is_live(plan.edition) and section in plan.texts
    if live:
        reads += [paths.parsed(section.name), paths.given(section.name), *plan.references]
    else:
        reads += [paths.cited(section.name)]
    return (live_docx_part if live else docx_part).task(
        plan, section,
        name=name,
        reads=reads,
        makes=[paths.docx_part(section.name)],
        folders=(paths.pictures,),
    )  # fmt: skip


def _task_of_whole(plan: Plan, name: str) -> Task:
    paths = plan.paths
    return docx.task(
        plan, plan.sections,
        name=name,
        reads=[
            paths.counts, _reference(plan),
            *(paths.docx_part(section.name) for section in plan.sections),
            *(plan.styles if _is_live(plan.edition) else ()),
        ],
        makes=[_built(paths)],
    )  # fmt: skip


def _built(paths: Paths) -> Path:
    """Return the path of the Word file as made, or of the files of all sections in one."""
    return paths.built(form_named("docx").of(paths).built_ending)


def _is_live(edition: Edition | None) -> bool:
    """Return whether the citations of the Word file are fields."""
    if edition is None or not edition.citations.bibliographies:
        return False
    return edition.docx.citations == "zotero"


def _reference(plan: Plan) -> Path:
    """Return the path of the publisher's own reference document, which may be missing."""
    return plan.root / plan.word_template


_OF_PART = (
    "language", "print.typeface", "print.design", "pictures.longest_side", "figures.numbering",
    "docx", "numbering.chapters",
)  # fmt: skip


@stage(*_OF_PART)
def docx_part(edition: Edition, paths: Paths, section: Section) -> None:
    """Write one cited section as a fragment of the Word file; raise FaultError if it cannot be."""
    from octavo.docx import docx_section

    with faults_of_pandoc(section):
        made = docx_section(edition, load_cited(paths, section.name), paths.root)
    write_whole(paths.docx_part(section.name), made)


@stage(*_OF_PART, "notes", "typography", "authors", "citations")
def live_docx_part(edition: Edition, paths: Paths, section: Section) -> None:
    """Write one text as a fragment of the Word file whose citations are fields; raise FaultError if
    it cannot be. The cited text does not show where a citation begins: so it is set again."""
    from octavo.docx import LiveCitations, docx_section
    from octavo.notes import collect_citations

    numbered, given = numbered_text(edition, paths, section)
    references, _ = read_references(paths, edition.citations.bibliographies)
    named = {reference.key: reference for reference in references}
    live = LiveCitations(section.name, collect_citations([numbered]), named)
    text = finished(edition, numbered, given, live=True)
    with faults_of_pandoc(section):
        made = docx_section(edition, text, paths.root, live)
    write_whole(paths.docx_part(section.name), made)


@stage(
    *TITLE_PAGE,
    *IMPRINT,
    *DESCRIPTION,
    "print.typeface",
    "print.design",
    "notes.place",
    "notes.numbering",
    "docx",
    "citations.style",
    "citations.place",
    "citations.bibliography",
)
def docx(edition: Edition, paths: Paths, sections: Sequence[Section]) -> None:
    """Write the Word file of all fragments, or one for each; raise FaultError if Word numbers notes
    otherwise."""
    from octavo.citations import frame_of
    from octavo.csl.styles import load_style
    from octavo.docx import join_docx, join_docx_files, read_house_style

    parts = (paths.docx_part(section.name).read_bytes() for section in sections)
    csl, in_text = b"", False
    if _is_live(edition):
        style = load_style(edition.citations.style, paths.root)
        csl, in_text = style.xml, frame_of(style, edition.citations, edition.language).in_text
    house = read_house_style(paths.root, edition.docx)
    if edition.docx.is_divided:
        names = names_of_files(sections)
        named = zip((names[section.name] for section in sections), parts, strict=True)
        files = join_docx_files(edition, named, OPENING, house, csl, cites_in_text=in_text)
        made = folder_as_file(files)
    else:
        made = join_docx(edition, parts, house, csl, cites_in_text=in_text)
    write_whole(_built(paths), made)
