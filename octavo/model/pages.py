"""Define pages and what is on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from octavo.model.findings import Finding
from octavo.model.rules import Rule

PageKind = Literal["opening", "text", "blank", "display", "part"]


@dataclass(frozen=True, slots=True)
class PageHeading:
    """A heading on a page, for the outline and the contents."""

    id: str
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """One laid-out page: its kind, which decides where its folio is (a display and the leaf of a
    part have none), and the ids on it, each with its place from the left and the top of the page in
    points."""

    kind: PageKind
    ids: Mapping[str, tuple[float, float]]
    headings: tuple[PageHeading, ...] = ()


@dataclass(frozen=True, slots=True)
class PageMap:
    """The page map of one section: which ids are on which page, those of each note's pieces
    included.

    `words` and `notes` are the numbers of them in the section; `marks` has the marks of notes that
    begin again on each page, by the ids of the notes. `whole` is false if a letter is not
    printed because no font has it, `public` if one is for private use, so that only its font knows
    what it means.
    """

    section: str
    pages: tuple[Page, ...]
    words: int = 0
    notes: int = 0
    whole: bool = True
    public: bool = True
    marks: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The place in a section at which a page of it (an index from 0) begins, or goes on: so many
    letters precede it in the text, or in the note with the id `note`. In the contents that is the
    id which the entry there leads to."""

    page: int
    at: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class PageMark:
    """A page break with the label of its page."""

    label: str
    at: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class PrintPages:
    """The pages of the print as another form marks them: the marks of each section, by its name;
    those in notes that are printed at the end of the book; the labels of the pages that a form has
    in a way of its own, by the ids `title-page` and `copyright-page`; and those of the contents,
    each with the id that the first entry on the page leads to."""

    sections: Mapping[str, tuple[PageMark, ...]]
    notes: tuple[PageMark, ...] = ()
    leaves: Mapping[str, str] = field(default_factory=dict)
    contents: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PageIssue:
    """A breach of a rule on a page of one section: a `Fault` without its place in the source.

    `page` is an index from 0; `box` is left, top, width and height on the page in points, all 0 if
    nothing is to be marked. `words` are printed there, and `near` is printed around it, nearest
    first: both help to find the place in the source. `note` is the id of the note that it is in,
    `image` the path in the edition of the picture that it is about.
    """

    rule: Rule
    page: int
    message: str
    box: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    words: str = ""
    near: tuple[str, ...] = ()
    note: str = ""
    hint: str = ""
    image: str = ""


@dataclass(frozen=True, slots=True)
class SeenFinding:
    """A finding on a page of the bound book: the page's index from 0, its label, and the box to
    mark (left, top, width, height in points)."""

    finding: Finding
    page: int
    label: str
    box: tuple[float, float, float, float]
