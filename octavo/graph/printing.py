"""The tasks of the print PDF."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

from octavo import stages
from octavo.graph.edition import all_sections, figures, figures_in, here, longest_first
from octavo.graph.forms import publish_alone
from octavo.graph.task import Task, task
from octavo.matter.parts import LISTS
from octavo.model import FAMILIES, Edition, PrintSettings, Section
from octavo.pdf.book.pagination import CONTENTS, ENDNOTES, TITLE_LEAVES, with_endnotes
from octavo.source import asks_for_pages


def task_fonts() -> Task:
    """Cut the faces of the book from the fonts' package."""
    folder = here()
    faces = _faces(folder)
    return task(
        stages.fonts,
        needs=[], makes=faces, settings=faces[0].name, doc=task_fonts.__doc__ or "",
    )  # fmt: skip


def _faces(folder: stages.Folder) -> list[Path]:
    """Give the files of the faces."""
    edition, _ = folder.read
    family = FAMILIES[(edition.print if edition else PrintSettings()).family]
    return [folder.face(face.name) for face in family.faces]


def _print_design() -> list[Path]:
    own = Path("styles/print.css")
    return [*_faces(here()), *([own] if own.is_file() else [])]


def _pages_of(*names: str) -> list[Path]:
    folder = here()
    of = [folder.pages, folder.page_map, folder.outline, folder.page_faults]
    edition, _ = folder.read
    if edition and edition.print.imposition.has_versos:
        of.append(folder.verso)
    return [file(name) for name in names for file in of]


def task_typeset() -> Iterator[Task]:
    """Lay out each section on its pages, with its notes at their feet."""
    folder = here()
    edition, _ = folder.read
    look = _look_of(edition) if edition else ""
    yield {"name": None, "doc": task_typeset.__doc__}
    referring = _referring()
    others = [section for section in all_sections() if section not in referring]
    if referring:
        names = [section.name for section in referring]
        known = ["title-leaves", *(s.name for s in others if s not in folder.index_sections)]
        yield task(
            stages.typeset_referring, referring, _paged(),
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
        needs=[folder.report, *_print_design(), *_device(edition)],
        makes=_pages_of("title-leaves"),
        settings=edition,
    )
    if edition and edition.notes.place == "edition":
        known = [TITLE_LEAVES, *_paged()]
        yield task(
            stages.endnotes, _paged(),
            name=ENDNOTES.name,
            needs=[
                *(folder.html(section.name) for section in _paged()),
                *(file(s.name) for s in known for file in (folder.page_map, folder.outline)),
                *_print_design(),
                *(figure for section in _paged() for figure in figures_in(section)),
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


def _device(edition: Edition | None) -> list[Path]:
    """The publisher's device, if there is one."""
    name = edition.publisher.device if edition else None
    path = Path("source", name) if name else None
    return [path] if path and path in figures() else []


def _look_of(edition: Edition) -> tuple[object, ...]:
    """What of edition.yaml the pages of a section, and its lines in the contents, depend on."""
    return (
        edition.title, edition.language, edition.print, edition.notes, edition.contents,
    )  # fmt: skip


NOTE_PAGES = "note-pages"


@cache
def _referring() -> list[Section]:
    """The sections that print the pages of notes or figures: laid out when all others are."""
    found = [section for section in here().matter if section in LISTS]
    for section in here().sections:
        with suppress(OSError):
            if asks_for_pages(Path(section.path).read_bytes()):
                found.append(section)
    return found


def task_index() -> Iterator[Task]:
    """Make the index, where the edition asks for one, of the pages of all other sections."""
    folder = here()
    edition, _ = folder.read
    yield {"name": None, "doc": task_index.__doc__}
    if edition and edition.index:
        others = [s for s in _bound() if s not in folder.index_sections]
        known = [TITLE_LEAVES, *others]
        yield task(
            stages.index, others,
            name="make",
            needs=[
                folder.index_marks, *_print_design(),
                *(file(s.name) for s in known for file in (folder.page_map, folder.outline)),
            ],
            makes=[folder.cited(section.name) for section in folder.index_sections],
            settings=edition,
        )  # fmt: skip


def _paged() -> tuple[Section, ...]:
    """All sections but the index, which is made when their pages are known."""
    return tuple(s for s in all_sections() if s not in here().index_sections)


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
        makes=[folder.made("pdf"), folder.bound],
        settings=edition,
        doc=task_bind.__doc__ or "",
    )
    referring = _referring()
    alone = [s.name for s in longest_first() if s not in referring]
    return made | {"task_dep": [f"typeset:{name}" for name in alone]}


def task_proof() -> Task:
    """Read proof: hold every note of the bound PDF against the manuscripts."""
    folder = here()
    edition, _ = folder.read
    own = Path("styles/print.css")
    return task(
        stages.proof, _paged(),
        needs=[
            folder.made("pdf"), *(folder.cited(s.name) for s in _paged()),
            *([own] if own.is_file() else []),
        ],
        makes=[folder.proof, folder.read_pages],
        settings=(edition.print, edition.notes) if edition else None,
        doc=task_proof.__doc__ or "",
    )  # fmt: skip


def task_sheet() -> Task:
    """Show all spreads of the print PDF in one picture sheet, with what is seen on them."""
    folder = here()
    edition, _ = folder.read
    names = [section.name for section in (TITLE_LEAVES, CONTENTS, *_bound())]
    return task(
        stages.sheet,
        needs=[
            folder.made("pdf"),
            folder.bound,
            *(folder.page_faults(name) for name in names),
            *(path for s in folder.sections if (path := Path(s.path)).is_file()),
        ],
        makes=[folder.sheet],
        settings=(edition.title, edition.silences) if edition else None,
        doc=task_sheet.__doc__ or "",
    )


def task_pdf() -> Iterator[Task]:
    """Make the print PDF."""
    yield {"name": None, "doc": task_pdf.__doc__}
    yield publish_alone("pdf")
