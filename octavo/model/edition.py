"""What an author writes in edition.yaml; the JSON Schema shows the descriptions in editors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints

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
