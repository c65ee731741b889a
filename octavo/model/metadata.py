"""Define an edition's metadata for its title leaves: who made the work, and who publishes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from octavo.model.yaml_types import STRICT, FileName, OneOrMore, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A person (`family`, `given`) or a body (`literal`)."""

    __pydantic_config__ = STRICT
    family: str = ""
    given: str = ""
    literal: str = ""
    affiliation: str = ""
    orcid: Annotated[str, Field(description="an ORCID, such as 0000-0002-1825-0097")] = ""

    @property
    def display(self) -> str:
        """The name in spoken order."""
        return self.literal or " ".join(part for part in (self.given, self.family) if part)

    @property
    def filing(self) -> str:
        """The name in the order of filing."""
        return self.literal or ", ".join(part for part in (self.family, self.given) if part)


# MARC relators of those who contribute to a book; authors, editors and translators have settings of
# their own. https://www.loc.gov/marc/relators/relaterm.html
Role = Literal[
    "aft", "ann", "aui", "bkd", "cmm", "com", "cov", "ctb", "ctg", "ill", "pfr", "pht", "res", "wpr"
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Contributor(Name):
    """Someone who contributed to the book in another way than authors, editors and translators."""

    __pydantic_config__ = STRICT
    role: Annotated[
        Role,
        Field(
            description="a MARC relator: ill illustrator, pht photographer, ctg cartographer, "
            "aui author of an introduction, wpr of a preface, aft of an afterword, ann of "
            "annotations, cmm of a commentary, com compiler, res researcher, bkd book designer, "
            "cov cover designer, pfr proofreader, ctb another contributor"
        ),
    ] = "ctb"


BisacSubject = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}[0-9]{6}( \S.*)?$")]
ThemaSubject = Annotated[
    str,
    StringConstraints(
        pattern=r"^([A-Z][A-Z0-9]{0,9}|[1-6][A-Z][A-Z0-9]*(-[A-Z0-9]+)*)( \S.*)?$",
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subjects:
    """What the book is about, by the codes of the book trade; words of its own are keywords."""

    __pydantic_config__ = STRICT
    bisac: Annotated[
        tuple[BisacSubject, ...],
        Field(description="BISAC subject codes, the main one first; a heading may follow each"),
    ] = ()
    thema: Annotated[
        tuple[ThemaSubject, ...],
        Field(description="Thema subjects and qualifiers; a heading may follow each"),
    ] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    __pydantic_config__ = STRICT
    name: str = ""
    place: str = ""
    address: Annotated[str, Field(description="the address for the copyright page, in lines")] = ""
    device: Annotated[
        FileName | None, Field(description="an image above the name, relative to source/")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Copyright:
    __pydantic_config__ = STRICT
    holder: str = ""
    year: int | None = None
    lines: Annotated[
        OneOrMore, Field(description="further lines, such as: Translation © 2026 A. Person")
    ] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """A licence under which the work is published."""

    __pydantic_config__ = STRICT
    name: Text
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Isbn:
    """The ISBN of each form in which the work is published."""

    __pydantic_config__ = STRICT
    print: str = ""
    hardcover: str = ""
    paperback: str = ""
    epub: str = ""
    pdf: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookSeries:
    """The series that the book belongs to as a volume."""

    __pydantic_config__ = STRICT
    title: Text
    number: Annotated[str | int, Field(description="the volume's number in the series")] = ""
    editors: tuple[Name, ...] = ()
    volumes: Annotated[
        OneOrMore, Field(description="volumes already published, one a line, in order")
    ] = ()
    issn: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printing:
    """The number and year of this printing, and the history of earlier ones."""

    __pydantic_config__ = STRICT
    number: Annotated[
        int | None, Field(ge=1, le=99, description="the number of this printing: prints the key")
    ] = None
    year: Annotated[
        int | None, Field(ge=1000, le=9999, description="the year of this printing, for the key")
    ] = None
    history: Annotated[
        OneOrMore, Field(description="lines such as: First edition 1998. Second edition 2026")
    ] = ()
    printed: Annotated[str, Field(description="where or by whom it is printed")] = ""

    @property
    def key(self) -> str:
        """The printer's key: years in falling order, then printings in rising order, so that the
        present ones are innermost (Chicago 1.30); printings alone, in falling order, without a
        year; empty without a number."""
        if self.number is None:
            return ""
        if self.year is None:
            return " ".join(str(n) for n in range(self.number + 9, self.number - 1, -1))
        years = " ".join(f"{(self.year + n) % 100:02}" for n in range(4, -1, -1))
        return f"{years}\u2003{' '.join(str(self.number + n) for n in range(5))}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Epigraph:
    """A quotation at the head of the book."""

    __pydantic_config__ = STRICT
    text: Annotated[Text, Field(description="the quotation, in Markdown; its lines are kept")]
    source: Annotated[str, Field(description="who said it and where, in Markdown")] = ""
    language: Annotated[
        str, StringConstraints(pattern=r"^([A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*)?$")
    ] = ""
