"""The forms that an edition is published in: one table, from which everything else follows.

The PDF and the Word file are made by stages of their own. A form that is packed of
the sections' XHTML needs an entry here and nothing more: the function that makes it, the settings
that the function reads, and the name of the edition's own style sheet for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from octavo.tasks.metadata import DESCRIPTION, IMPRINT, TITLE_PAGE

if TYPE_CHECKING:  # the command line reads this table, and has to begin at once
    from octavo.model import Edition, Section

Chapters: TypeAlias = "Sequence[tuple[Section, str]]"
Images: TypeAlias = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Packing:
    """How a form is made of sections: `make(edition, chapters, images, own_css)` gives the bytes of
    its file, or the files of its folder by their names. `chapters` are sections with their XHTML,
    `images` the bytes of all images that they show, with cover and device, by their paths."""

    make: Callable[[Edition, Chapters, Images, str], bytes | Mapping[str, bytes]]
    settings: tuple[str, ...]
    own_sheet: str


@dataclass(frozen=True, slots=True)
class Form:
    """A form: what `--form` calls it, what its file's name ends with (without a point it is a
    folder), what messages call it, and the group of doit's tasks that makes it, if doit cannot know
    it by its name. It is made by the stages of that group, or packed."""

    name: str
    ending: str
    called: str
    task: str = ""
    by_default: bool = True
    has_pages: bool = False  # and is proven from them
    packing: Packing | None = None

    @property
    def group(self) -> str:
        """The name under which doit knows its tasks."""
        return self.task or self.name

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder of files."""
        return not self.ending.startswith(".")

    @property
    def built_ending(self) -> str:
        """What its name ends with before it is published: a folder is packed in one file."""
        return f"{self.ending}.zip" if self.is_folder else self.ending


def _epub(edition: Edition, chapters: Chapters, images: Images, own_css: str) -> bytes:
    """Make the EPUB; raise FaultError for what no reader shows."""
    from octavo.epub import make_epub

    return make_epub(edition, chapters, images, own_css=own_css)


_OF_EPUB = (*TITLE_PAGE, *IMPRINT, *DESCRIPTION, "cover", "print.typeface", "print.design")


def _html(
    edition: Edition, chapters: Chapters, images: Images, own_css: str
) -> Mapping[str, bytes]:
    """Make the pages of the HTML form; raise FaultError for what no browser shows."""
    from octavo.html.site.site_pages import make_html

    return make_html(edition, chapters, images, own_css=own_css)


_OF_HTML = (*TITLE_PAGE, *IMPRINT, *DESCRIPTION, "cover", "contents", "sections", "print")

FORMS: tuple[Form, ...] = (
    Form("pdf", ".pdf", "the PDF", has_pages=True),
    Form("epub", ".epub", "the EPUB", packing=Packing(_epub, _OF_EPUB, "epub.css")),
    Form("docx", ".docx", "the Word file"),
    Form(
        "html",
        "-html",
        "the HTML pages",
        task="site",
        by_default=False,
        packing=Packing(_html, _OF_HTML, "html.css"),
    ),
)

BY_DEFAULT = tuple(form for form in FORMS if form.by_default)


def form_named(name: str) -> Form:
    """Give the form of a name."""
    return next(form for form in FORMS if form.name == name)


def called(forms: Sequence[Form]) -> str:
    """What forms are called together: the PDF, the EPUB and the Word file."""
    *others, last = (form.called for form in forms)
    return f"{', '.join(others)} and {last}" if others else last
