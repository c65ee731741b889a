"""List the forms in which an edition is published, in one table that everything else reads.

Stages of their own make the PDF and the Word file. A form that is packed from the sections' XHTML
needs only an entry here: the function that makes it, the settings that the function reads, and the
name of the edition's own style sheet for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from octavo.tasks.metadata_fields import DESCRIPTION, IMPRINT, TITLE_PAGE

if TYPE_CHECKING:  # the command line imports this table and must start at once
    from octavo.model import Edition, PrintPages, Section
    from octavo.tasks.paths import Paths

Chapters: TypeAlias = "Sequence[tuple[Section, str]]"
Images: TypeAlias = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Packing:
    """The making of a form from sections: `make(edition, chapters, images, own_css, validated,
    pages, folder)` returns the bytes of its file, or the files of its folder by their names;
    `folder` is the edition's, where its own typeface is. `chapters` are
    sections with their XHTML, `images` the bytes, by their paths, of all images in them, of cover
    and device, `validated` the digest of the EPUB with which the validators have agreed.
    `sets_cover` is true for a form that has a cover with words if the edition has no picture for
    one: it is made before, and is among the images. `pages` are those of the print, for a form that
    `marks_pages` and is made with it; None for others."""

    make: Callable[
        [Edition, Chapters, Images, str, str, PrintPages | None, Path],
        bytes | Mapping[str, bytes],
    ]
    settings: tuple[str, ...]
    own_sheet: str
    sets_cover: bool = False
    marks_pages: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A form: its name for `--form`, the ending of its file's name (a folder has no point in it),
    its name in messages, and the group of doit tasks that makes it, if that is not called by the
    form's name. Either the stages of that group make it, or it is packed. A form may be
    `divided`, into a folder of several files, by an edition."""

    name: str
    ending: str
    called: str
    task: str = ""
    by_default: bool = True
    has_pages: bool = False  # if so, the proof reads them
    is_proven: bool = False  # its words are read back, though it has no pages
    packing: Packing | None = None
    divided: tuple[str, str] | None = None  # the ending of its folder, and the name for its files
    whole: str = ""  # of a form in several files, the ending that it has in one

    def of(self, paths: Paths) -> Form:
        """Return the form as the edition of these paths has it."""
        if self.divided is None or self.name not in paths.divided:
            return self
        ending, called = self.divided
        return replace(self, ending=ending, called=called, divided=None, whole=self.ending)

    @property
    def other_endings(self) -> tuple[str, ...]:
        """The endings that the form has in other editions."""
        return tuple(e for e in (self.whole, *(self.divided or ())[:1]) if e)

    @property
    def folder_endings(self) -> tuple[str, ...]:
        """The endings of the folders that the form is in, in any edition."""
        return tuple(e for e in (self.ending, *self.other_endings) if not e.startswith("."))

    @property
    def group(self) -> str:
        """The name of its tasks in doit."""
        return self.task or self.name

    @property
    def marks_pages(self) -> bool:
        """Whether the pages of the print are marked in it, if it is made with the print."""
        return self.packing is not None and self.packing.marks_pages

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder of files."""
        return not self.ending.startswith(".")

    @property
    def built_ending(self) -> str:
        """The ending of its name before it is published: a folder is packed into one file."""
        return f"{self.ending}.zip" if self.is_folder else self.ending


def _epub(
    edition: Edition, chapters: Chapters, images: Images, own_css: str, validated: str,
    pages: PrintPages | None, folder: Path,
) -> bytes:  # fmt: skip
    """Return the bytes of the EPUB; raise FaultError for an image that no reader shows."""
    from octavo.epub import make_epub

    return make_epub(
        edition, chapters, images, own_css=own_css, validated=validated, pages_of_print=pages,
        folder=folder,
    )  # fmt: skip


_OF_EPUB = (
    *TITLE_PAGE, *IMPRINT, *DESCRIPTION, "contributors", "subjects", "epub", "cover",
    "print.typeface", "print.design",
)  # fmt: skip


def _html(
    edition: Edition, chapters: Chapters, images: Images, own_css: str, _validated: str,
    _pages: PrintPages | None, folder: Path,
) -> Mapping[str, bytes]:  # fmt: skip
    """Return the files of the HTML form; raise FaultError for an image that no browser shows."""
    from octavo.html.site.site_pages import make_html

    return make_html(edition, chapters, images, own_css=own_css, folder=folder)


_OF_HTML = (*TITLE_PAGE, *IMPRINT, *DESCRIPTION, "cover", "contents", "sections", "print")

FORMS: tuple[Form, ...] = (
    Form("pdf", ".pdf", "the PDF", has_pages=True),
    Form(
        "epub",
        ".epub",
        "the EPUB",
        is_proven=True,
        packing=Packing(_epub, _OF_EPUB, "epub.css", sets_cover=True, marks_pages=True),
    ),
    Form(
        "docx",
        ".docx",
        "the Word file",
        is_proven=True,
        divided=("-word", "the Word files"),
    ),
    Form(
        "html",
        "-html",
        "the HTML pages",
        task="site",
        by_default=False,
        is_proven=True,
        packing=Packing(_html, _OF_HTML, "html.css"),
    ),
)

PAGED = "paged"  # the group of doit tasks that make forms beside the print

BY_DEFAULT = tuple(form for form in FORMS if form.by_default)


def form_named(name: str) -> Form:
    """Return the form of a name; raise StopIteration if there is none."""
    return next(form for form in FORMS if form.name == name)


def tasks_of(forms: Sequence[Form]) -> list[str]:
    """Return the names of the doit tasks that make and publish these forms and no others. A form
    without pages has the pages of the print in its index only if the print is made too."""
    if {*forms} == {*BY_DEFAULT}:
        return ["publish"]
    paged = any(form.has_pages for form in forms)
    return [f"{PAGED}:{f.name}" if paged and not f.has_pages else f.group for f in forms]


def called(forms: Sequence[Form]) -> str:
    """Return the names of forms in one phrase: the PDF, the EPUB and the Word file."""
    *others, last = (form.called for form in forms)
    return f"{', '.join(others)} and {last}" if others else last
