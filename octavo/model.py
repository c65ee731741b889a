"""The nouns of Octavo: frozen values that pass between the stages.

No I/O, and nothing of ours is imported here.  `Edition` and what stands in it are what an author
writes in edition.yaml: the descriptions are shown by editors through the JSON Schema.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, StringConstraints

Inlines = list[Any]  # pandoc's JSON for a run of inline elements
Blocks = list[Any]  # pandoc's JSON for a run of block elements


class Severity(StrEnum):
    """How bad a finding is; only errors hold a build back."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place in a source: path relative to the edition's folder, line and column from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong, as the stage that met it tells it; a rule turns it into a finding.

    `kind` names the rule by its name, never by its code: codes are written in `checks/` alone.
    """

    kind: str
    place: Place
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault under the code of the rule it breaks."""

    code: str
    severity: Severity
    place: Place
    message: str
    hint: str = ""

    def __str__(self) -> str:
        hint = f"; {self.hint}" if self.hint else ""
        return f"{self.place}: {self.code} {self.message}{hint}"


# --- the edition, as written in edition.yaml -----------------------------------------------------

_STRICT = ConfigDict(extra="forbid", str_strip_whitespace=True)

Text = Annotated[str, StringConstraints(min_length=1)]
LanguageTag = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"),
    Field(description="a BCP 47 language tag, such as en-US, fr or ru"),
]
Length = Annotated[str, StringConstraints(pattern=r"^\d+(\.\d+)?(in|mm|cm|pt)$")]
FileName = Annotated[
    str,
    StringConstraints(pattern=r"^[^\\\x00-\x1f]+$"),
    Field(description="a file's path, relative to the folder it is looked for in"),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A person (family, given) or a body (literal)."""

    __pydantic_config__ = _STRICT
    family: str = ""
    given: str = ""
    literal: str = ""
    affiliation: str = ""

    @property
    def display(self) -> str:
        """The name in the order it is spoken."""
        return self.literal or " ".join(part for part in (self.given, self.family) if part)

    @property
    def filing(self) -> str:
        """The name in the order it is filed under."""
        return self.literal or ", ".join(part for part in (self.family, self.given) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    __pydantic_config__ = _STRICT
    name: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copyright:
    __pydantic_config__ = _STRICT
    holder: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Isbn:
    __pydantic_config__ = _STRICT
    print: str = ""
    epub: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSettings:
    """Where the notes stand, and where their numbers start again."""

    __pydantic_config__ = _STRICT
    place: Annotated[
        Literal["foot"], Field(description="where the notes stand: at the foot of the page")
    ] = "foot"
    numbering: Annotated[
        Literal["section", "edition"],
        Field(description="whether numbers start again in each section or run on"),
    ] = "section"


OneOrMore = Text | tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartQuery:
    """Which references stand in a part of the bibliography: all that is asked must hold, and of
    several values any one."""

    __pydantic_config__ = _STRICT
    type: Annotated[OneOrMore, Field(description="CSL types, such as book or manuscript")] = ()
    keyword: Annotated[OneOrMore, Field(description="keywords of the references")] = ()
    section: Annotated[
        OneOrMore, Field(description="the `section` under `custom` of the references")
    ] = ()
    language: Annotated[OneOrMore, Field(description="languages of the references")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BibliographyPart:
    """One named part of the bibliography; a reference stands in the first part that asks for it.

    A part that asks for nothing takes what no other part takes.
    """

    __pydantic_config__ = _STRICT
    title: Text
    section: Annotated[str, Field(description="short for where: {section: …}")] = ""
    where: PartQuery = PartQuery()
    lists: Annotated[
        Literal["entries", "archives"],
        Field(description="entries, or the archives that the cited documents lie in"),
    ] = "entries"
    order: Annotated[
        Literal["style", "title", "date", "archive"],
        Field(description="the style's order, or by title, by date, by place and archive"),
    ] = "style"
    introduction: Annotated[
        str, Field(description="paragraphs below the part's heading, in Markdown")
    ] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiglaSettings:
    """How the sigla that references declare are introduced, used and listed."""

    __pydantic_config__ = _STRICT
    introduce: Annotated[
        Literal["note", "list"],
        Field(description="a siglum is given with the full form, or by the list alone"),
    ] = "note"
    wording: Annotated[
        str, Field(description="what stands before a siglum, instead of the language's hereafter")
    ] = ""
    parenthesis: Annotated[
        Literal["end", "name"],
        Field(description="whether it follows the place cited, or an archive's name"),
    ] = "end"
    again: Annotated[
        Literal["edition", "section"],
        Field(description="whether a siglum is given once, or once in each section"),
    ] = "edition"
    ibid: Annotated[bool, Field(description="whether a style's ibid. may stand for a siglum")] = (
        False
    )
    list: Annotated[
        Literal["front", "back", "none"],
        Field(description="where the list of abbreviations stands: in which matter, at its end"),
    ] = "front"
    title: Annotated[
        str, Field(description="the heading of the list, instead of the language's Abbreviations")
    ] = ""


ArchiveProfile = Literal["as-written", "russian", "gost", "anglo-american", "french", "german"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationSettings:
    __pydantic_config__ = _STRICT
    style: Annotated[Text, Field(description="a CSL style: its name, or a .csl file in csl/")] = (
        "chicago-notes-bibliography"
    )
    bibliography: Annotated[
        FileName | tuple[FileName, ...] | None,
        Field(description="the files with the references: .json, .yaml, .bib, .ris or .xml"),
    ] = None
    title: Annotated[Text, Field(description="the heading of the bibliography")] = "Bibliography"
    parts: tuple[BibliographyPart, ...] = ()
    positions: Annotated[
        Literal["edition", "section"],
        Field(description="whether works are given in full again in each section"),
    ] = "edition"
    include: Annotated[
        Literal["cited", "all"], Field(description="which references the bibliography lists")
    ] = "cited"
    nocite: Annotated[
        OneOrMore, Field(description="keys of references that are listed though not cited")
    ] = ()
    annotations: Annotated[
        bool, Field(description="whether what `annote` says of a reference stands below its entry")
    ] = False
    names: Annotated[
        Literal["plain", "small-caps"],
        Field(description="how the authors' names are set in the bibliography"),
    ] = "plain"
    repeated_names: Annotated[
        Literal["print", "dash"],
        Field(description="whether names are printed again below themselves, or a dash is"),
    ] = "print"
    sigla: SiglaSettings = SiglaSettings()
    archives: Annotated[
        ArchiveProfile, Field(description="the order of an archival citation's parts")
    ] = "as-written"

    @property
    def bibliographies(self) -> tuple[str, ...]:
        """The files with the references, none twice."""
        named = self.bibliography or ()
        return tuple(dict.fromkeys((named,) if isinstance(named, str) else named))


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintSettings:
    __pydantic_config__ = _STRICT
    trim: Annotated[
        str,
        StringConstraints(pattern=r"^\d+(\.\d+)?(in|mm|cm|pt) +\d+(\.\d+)?(in|mm|cm|pt)$"),
        Field(description="the width and height of the trimmed page, such as 6in 9in"),
    ] = "6in 9in"


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """One kind of finding that the editors have looked at and accept in one file."""

    __pydantic_config__ = _STRICT
    code: Annotated[str, StringConstraints(pattern=r"^[A-Z]\d{3}$")]
    file: FileName
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What is published, with its metadata: edition.yaml in the edition's source/ folder."""

    __pydantic_config__ = _STRICT
    title: Text
    subtitle: str = ""
    authors: tuple[Name, ...] = ()
    editors: tuple[Name, ...] = ()
    language: LanguageTag = "en"
    date: Annotated[
        str,
        StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$"),
        Field(description="the date of publication: year, year-month or year-month-day"),
    ] = ""
    identifier: Annotated[
        str, Field(description="a lasting name of the work: urn:uuid:…, a DOI, an ISBN")
    ] = ""
    publisher: Publisher = Publisher()
    series: str = ""
    isbn: Isbn = Isbn()
    rights: str = ""
    copyright: Copyright = Copyright()
    description: str = ""
    keywords: tuple[str, ...] = ()
    dedication: str = ""
    cover: Annotated[
        FileName | None, Field(description="an image for the EPUB's cover, relative to source/")
    ] = None
    front_matter: tuple[FileName, ...] = ()
    sections: Annotated[
        tuple[FileName, ...], Field(min_length=1, description="the texts of the body, in order")
    ]
    back_matter: tuple[FileName, ...] = ()
    notes: NoteSettings = NoteSettings()
    citations: CitationSettings = CitationSettings()
    print: PrintSettings = PrintSettings()
    silences: tuple[Silence, ...] = ()


# --- sections and sources ------------------------------------------------------------------------

Part = Literal["front", "body", "back"]


@dataclass(frozen=True, slots=True)
class Section:
    """One text of the edition, or one part that Octavo makes (the bibliography).

    `name` is unique in the edition and safe in file names and ids; `path` is relative to the
    edition's folder, and empty for a generated section.
    """

    name: str
    path: str
    part: Part = "body"


@dataclass(frozen=True, slots=True)
class Source:
    """A section's text as written."""

    section: Section
    text: str


# --- notes ---------------------------------------------------------------------------------------

Series = Literal["numbered", "marked"]


def series_of(label: str) -> Series:
    """Labels that begin with a reference mark belong to the marked notes: `[^*editor]`."""
    return "marked" if label[:1] in "*†‡§" and label else "numbered"


class CallState(StrEnum):
    """What pandoc's tree says of a note call that stands in the text."""

    CALLED = "called"  # it has become a note
    UNRESOLVED = "unresolved"  # there is no note with its label: it would be printed as text
    IN_NOTE = "in-note"  # it stands inside a note: it would be printed as text


@dataclass(frozen=True, slots=True)
class NoteCall:
    """The mark in the text.  An inline note, `^[…]`, has no label."""

    label: str
    place: Place
    state: CallState = CallState.CALLED
    before: str = ""  # the character in front of the call
    after: str = ""  # the character behind it


@dataclass(frozen=True, slots=True)
class CiteKey:
    """What looks like a cite key in the text, `@key`, and the label of the note it is written in:
    none in the text and in inline notes."""

    key: str
    label: str
    place: Place


@dataclass(frozen=True, slots=True)
class Note:
    """A note as written at the place of its definition, `[^label]: …`."""

    label: str
    place: Place


# --- the manuscript ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A parsed text: pandoc's tree, with what the source says of its notes.

    In `blocks` every note is wrapped so that it keeps its name:
    `Span ("", ["note"], [("label", "b")]) [Note …]`.  After the notes are numbered, the span's
    id is the note's id in the edition, a class names its series, and `mark` is what every form
    prints: `Span ("note-01-prologue-12", ["note", "numbered"], [("label", "b"), ("mark", "12")])`.
    """

    section: Section
    title: Inlines
    language: str
    blocks: Blocks
    calls: tuple[NoteCall, ...] = ()
    notes: tuple[Note, ...] = ()
    cite_keys: tuple[CiteKey, ...] = ()
    meta: Mapping[str, Any] | None = None
    words: int = 0  # of text and notes, as written


# --- citations -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reference:
    """One CSL item: `data` is its CSL-JSON object, `told` what its reader has to say of it."""

    key: str
    data: Mapping[str, Any]
    place: Place
    told: tuple[Fault, ...] = ()

    @property
    def part(self) -> str:
        """The part of the bibliography it belongs to (`custom.section`), or nothing."""
        custom = self.data.get("custom")
        return str(custom.get("section", "")) if isinstance(custom, Mapping) else ""


CiteMode = Literal["normal", "author-in-text", "suppress-author"]


@dataclass(frozen=True, slots=True)
class Cite:
    """One work cited.  `suffix` is all that follows the key, locator included, as written;
    `locator` and `label` are what was read out of it, and `rest` what remained."""

    key: str
    prefix: Inlines
    suffix: Inlines
    locator: str = ""
    label: str = ""
    rest: Inlines | None = None
    mode: CiteMode = "normal"


@dataclass(frozen=True, slots=True)
class Citation:
    """The cites at one place, in the order written.

    `note_number` counts the notes of the whole edition from 1, as positions need it; `note_id`
    is the note's id and `note_mark` its number as printed.  `place` is where the citation is
    written, as far as that is known; `beside` says that the note's prose names other works.
    """

    cites: tuple[Cite, ...]
    note_number: int
    note_id: str
    section: str
    language: str
    note_mark: str = ""
    place: Place | None = None
    beside: bool = False


@dataclass(frozen=True, slots=True)
class SetCitation:
    """A citation as it is to be printed, without brackets, with no full stop of its own."""

    inlines: Inlines


@dataclass(frozen=True, slots=True)
class SetEntry:
    """One entry of the bibliography.  `authors` are the names that open it, each as printed."""

    key: str
    part: str
    language: str
    inlines: Inlines
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """One line of the list of abbreviations: a siglum, also as plain text, and its meaning."""

    text: str
    siglum: Inlines
    meaning: Inlines


# --- pages ---------------------------------------------------------------------------------------

PageKind = Literal["opening", "text", "blank", "display"]


@dataclass(frozen=True, slots=True)
class PageHeading:
    """A heading on a page: what the outline and the contents need."""

    id: str
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """One laid-out page: its kind (which says where its folio goes) and the ids that stand on it,
    each with its place from the left and the top of the page in points."""

    kind: PageKind
    ids: Mapping[str, tuple[float, float]]
    headings: tuple[PageHeading, ...] = ()


@dataclass(frozen=True, slots=True)
class PageMap:
    """Which ids stand on which page of one section, and where each note's pieces stand."""

    section: str
    pages: tuple[Page, ...]
    words: int = 0
    notes: int = 0
