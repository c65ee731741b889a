"""Define the settings that an author writes in edition.yaml.

The JSON Schema hands the descriptions on to editors.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from octavo.model.index_marks import IndexSettings
from octavo.model.manuscript import Series
from octavo.model.metadata import (
    BookSeries,
    Contributor,
    Copyright,
    Epigraph,
    Isbn,
    Licence,
    Name,
    Printing,
    Publisher,
    Subjects,
)
from octavo.model.print_settings import PrintSettings
from octavo.model.word_settings import WordSettings
from octavo.model.yaml_types import STRICT, FileName, LanguageTag, OneOrMore, Text

NotePlace = Literal["foot", "section", "edition"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteSettings:
    """Where the notes are printed, and where their numbers start again."""

    __pydantic_config__ = STRICT
    place: Annotated[
        NotePlace,
        Field(
            description="where the numbered notes are printed: at the foot of the page, at the end "
            "of their section, or at the end of the edition; marked notes are always at the foot"
        ),
    ] = "foot"
    numbering: Annotated[
        Literal["section", "edition", "page"],
        Field(
            description="whether note numbers start again in each section, run on through the "
            "edition, or start again on each page of the print and of the Word file"
        ),
    ] = "section"
    marks: Annotated[
        Literal["section", "page"],
        Field(
            description="whether the marks of marked notes, * † ‡, start again in each section or "
            "on each page of the print"
        ),
    ] = "section"
    run_in: Annotated[
        bool,
        Field(description="whether notes of one line are set side by side at the page's foot"),
    ] = False

    @property
    def by_page(self) -> frozenset[Series]:
        """The series whose numbers or marks start again on each page of the print."""
        kinds: tuple[tuple[Series, bool], ...] = (
            ("numbered", self.numbering == "page"), ("marked", self.marks == "page"),
        )  # fmt: skip
        return frozenset(series for series, asked in kinds if asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureSettings:
    """How figures, tables and equations are numbered."""

    __pydantic_config__ = STRICT
    numbering: Annotated[
        Literal["edition", "section"],
        Field(description="whether the numbers run on, or start again in each chapter: 2.3"),
    ] = "edition"


NumbersOfHeadings = Literal["none", "arabic", "roman", "words"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberingSettings:
    """How the chapters and the parts of the body are numbered above their titles."""

    __pydantic_config__ = STRICT
    chapters: Annotated[
        NumbersOfHeadings,
        Field(
            description="the numbers of the chapters: Chapter 3, Chapter III or Chapter Three, in "
            "the language of the edition; {.unnumbered} behind a title leaves one out"
        ),
    ] = "none"
    parts: Annotated[
        NumbersOfHeadings,
        Field(
            description="the numbers of the parts, whose texts have titles marked {.part}: Part 2, "
            "Part II or Part Two"
        ),
    ] = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureSettings:
    """How large pictures are in the forms that are read on a screen."""

    __pydantic_config__ = STRICT
    longest_side: Annotated[
        int,
        Field(
            ge=200,
            le=20_000,
            description="the longest side, in pixels, of photos and scans in the EPUB, the Word "
            "file and the HTML pages; larger ones are scaled, the print keeps all that there is",
        ),
    ] = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class EpubSettings:
    """What the EPUB has beside the text."""

    __pydantic_config__ = STRICT
    fonts: Annotated[
        bool,
        Field(description="whether the EPUB has the edition's type, with the letters that it uses"),
    ] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TypographySettings:
    """Which characters follow the language of each passage, and which are printed as written."""

    __pydantic_config__ = STRICT
    quotation_marks: Annotated[
        Literal["language", "source"],
        Field(
            description='whether straight marks, "…", become those of the passage\'s language or '
            "stay straight; “…”, „…“ and «…» are always printed as they are written"
        ),
    ] = "language"
    spaces: Annotated[
        Literal["language", "source"],
        Field(
            description="whether the passage's language decides which spaces never break and which "
            "are narrow (French punctuation), or the text as written"
        ),
    ] = "language"
    ellipses: Annotated[
        Literal["source", "spaced"],
        Field(description="whether … is printed as written or as three spaced points, . . ."),
    ] = "source"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartQuery:
    """Which references are in a part of the bibliography: those that match every key that is given,
    and of several values of a key any one."""

    __pydantic_config__ = STRICT
    type: Annotated[OneOrMore, Field(description="CSL types, such as book or manuscript")] = ()
    keyword: Annotated[OneOrMore, Field(description="keywords of the references")] = ()
    section: Annotated[
        OneOrMore, Field(description="the `section` under `custom` of the references")
    ] = ()
    language: Annotated[OneOrMore, Field(description="languages of the references")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BibliographyPart:
    """One named part of the bibliography; a reference is in the first part that asks for it.

    A part that asks for nothing has the references that no other part asks for.
    """

    __pydantic_config__ = STRICT
    title: Text
    section: Annotated[str, Field(description="short for where: {section: …}")] = ""
    where: PartQuery = PartQuery()
    lists: Annotated[
        Literal["entries", "archives"],
        Field(description="entries, or the archives that hold the cited documents"),
    ] = "entries"
    order: Annotated[
        Literal["style", "title", "date", "archive"],
        Field(description="the style's order, or by title, by date, or by place and archive"),
    ] = "style"
    introduction: Annotated[
        str, Field(description="paragraphs below the part's heading, in Markdown")
    ] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiglaSettings:
    """How the sigla that references declare are introduced, used and listed."""

    __pydantic_config__ = STRICT
    introduce: Annotated[
        Literal["note", "list"],
        Field(description="whether the full form introduces a siglum, or the list alone"),
    ] = "note"
    wording: Annotated[
        str, Field(description="the words before a siglum, instead of the language's hereafter")
    ] = ""
    parenthesis: Annotated[
        Literal["end", "name"],
        Field(description="whether a siglum follows the place cited, or an archive's name"),
    ] = "end"
    again: Annotated[
        Literal["edition", "section"],
        Field(description="whether a siglum is introduced once, or in each section"),
    ] = "edition"
    ibid: Annotated[bool, Field(description="whether a style's ibid. may replace the siglum")] = (
        False
    )
    list: Annotated[
        Literal["front", "back", "none"],
        Field(description="the matter that the list of abbreviations ends: front, back, none"),
    ] = "front"
    title: Annotated[
        str, Field(description="the heading of the list, instead of the language's Abbreviations")
    ] = ""


ArchiveProfile = Literal["as-written", "russian", "gost", "anglo-american", "french", "german"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationSettings:
    __pydantic_config__ = STRICT
    style: Annotated[Text, Field(description="a CSL style: its name, or a .csl file in csl/")] = (
        "chicago-notes-bibliography"
    )
    bibliography: Annotated[
        FileName | tuple[FileName, ...] | None,
        Field(description="the files with the references: .json, .yaml, .bib, .ris or .xml"),
    ] = None
    place: Annotated[
        Literal["style", "text", "notes"],
        Field(
            description="where citations that are written in the text are printed: in the text or "
            "in notes, or as the style's class says; those in notes stay there"
        ),
    ] = "style"
    title: Annotated[
        str,
        Field(
            description="the heading of the bibliography, instead of the language's Bibliography"
        ),
    ] = ""
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
        bool, Field(description="whether the `annote` of a reference is printed below its entry")
    ] = False
    names: Annotated[
        Literal["plain", "small-caps"],
        Field(description="how the authors' names are set in the bibliography"),
    ] = "plain"
    repeated_names: Annotated[
        Literal["print", "dash"],
        Field(description="whether names of the entry above are printed again, or a dash"),
    ] = "print"
    sigla: SiglaSettings = SiglaSettings()
    archives: Annotated[
        ArchiveProfile, Field(description="the order of an archival citation's parts")
    ] = "as-written"

    @property
    def bibliographies(self) -> tuple[str, ...]:
        """The files with the references, each once."""
        named = self.bibliography or ()
        return tuple(dict.fromkeys((named,) if isinstance(named, str) else named))


@dataclass(frozen=True, slots=True, kw_only=True)
class TitlePageSettings:
    """What the title page has beside the title and the names."""

    __pydantic_config__ = STRICT
    affiliations: Annotated[
        bool, Field(description="whether the authors' affiliations are printed below their names")
    ] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentsSettings:
    """What the contents list."""

    __pydantic_config__ = STRICT
    depth: Annotated[
        int, Field(ge=1, le=3, description="1 lists the titles of sections, 2 and 3 lower headings")
    ] = 1
    authors: Annotated[
        bool, Field(description="whether the authors of sections are printed below their titles")
    ] = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSettings:
    """Which lists are printed: of figures and tables that have an id, and of the sections'
    authors."""

    __pydantic_config__ = STRICT
    illustrations: bool = False
    tables: bool = False
    contributors: Annotated[
        bool | None, Field(description="if not given: true if a section's author has a biography")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """One kind of finding that the editors accept in one file, and their reason."""

    __pydantic_config__ = STRICT
    code: Annotated[str, StringConstraints(pattern=r"^[A-Z]\d{3}$")]
    file: FileName
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """The publication with its metadata, as edition.yaml in the edition's folder source/ describes
    it."""

    __pydantic_config__ = STRICT
    title: Text
    running: Annotated[
        str, Field(description="a short title for the running heads of left-hand pages")
    ] = ""
    subtitle: str = ""
    authors: tuple[Name, ...] = ()
    editors: tuple[Name, ...] = ()
    translators: tuple[Name, ...] = ()
    contributors: Annotated[
        tuple[Contributor, ...],
        Field(description="other people, for the EPUB's metadata; print them by `credits`"),
    ] = ()
    language: LanguageTag = "en"
    date: Annotated[
        str,
        StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$"),
        Field(description="the date of publication: year, year-month or year-month-day"),
    ] = ""
    identifier: Annotated[
        str, Field(description="the permanent name of the work: urn:uuid:…, a DOI, an ISBN")
    ] = ""
    doi: Annotated[str, Field(description="the DOI of the work, such as 10.1000/182")] = ""
    edition: Annotated[
        str, Field(description="which edition this is, for the title page: Second Edition")
    ] = ""
    publisher: Publisher = field(default_factory=Publisher)
    series: Annotated[
        str | BookSeries, Field(description="the series that the book belongs to, or its title")
    ] = ""
    isbn: Isbn = field(default_factory=Isbn)
    rights: str = ""
    copyright: Copyright = field(default_factory=Copyright)
    licence: Licence | None = None
    printing: Printing = field(default_factory=Printing)
    cip: Annotated[
        str,
        StringConstraints(max_length=4000),
        Field(description="the library's cataloguing data, printed line by line"),
    ] = ""
    credits: Annotated[
        OneOrMore,
        Field(description="who made the cover, the maps and the like"),
    ] = ()
    disclaimer: str = ""
    description: str = ""
    keywords: tuple[str, ...] = ()
    subjects: Annotated[
        Subjects, Field(description="what the book is about, by the codes of the book trade")
    ] = field(default_factory=Subjects)
    dedication: Annotated[
        str, Field(description="the dedication, on a leaf of its own; Markdown, lines are kept")
    ] = ""
    epigraph: Annotated[
        str | Epigraph | tuple[Epigraph, ...],
        Field(description="one or several quotations at the head of the book"),
    ] = ""
    colophon: Annotated[
        bool | str,
        Field(description="the last page, on type and tools: true writes it, or give its text"),
    ] = False
    title_page: TitlePageSettings = TitlePageSettings()
    contents: ContentsSettings = ContentsSettings()
    lists: ListSettings = ListSettings()
    cover: Annotated[
        FileName | None, Field(description="an image for the EPUB's cover, relative to source/")
    ] = None
    front_matter: tuple[FileName, ...] = ()
    sections: Annotated[
        tuple[FileName, ...], Field(min_length=1, description="the texts of the body, in order")
    ]
    back_matter: tuple[FileName, ...] = ()
    epub: EpubSettings = EpubSettings()
    notes: NoteSettings = NoteSettings()
    numbering: NumberingSettings = NumberingSettings()
    figures: FigureSettings = FigureSettings()
    pictures: PictureSettings = PictureSettings()
    typography: TypographySettings = TypographySettings()
    citations: CitationSettings = CitationSettings()
    print: PrintSettings = field(default_factory=PrintSettings)
    docx: WordSettings = field(default_factory=WordSettings)
    index: IndexSettings | None = None
    silences: tuple[Silence, ...] = ()
