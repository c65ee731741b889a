"""The index: what an edition asks of it, and the marks that its entries come from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from octavo.model.manuscript import Section
from octavo.model.yaml_types import STRICT, Text

NAME = "index"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPart:
    """One of several indexes: of persons, of places, of subjects."""

    __pydantic_config__ = STRICT
    name: Annotated[
        str,
        StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,30}$"),
        Field(description='what its entries call it by: {.index name="persons"}'),
    ]
    title: Text
    introduction: Annotated[str, Field(description="paragraphs below its heading, in Markdown")] = (
        ""
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexSettings:
    """How the index is ordered and set; several indexes are named as parts."""

    __pydantic_config__ = STRICT
    title: Annotated[str, Field(description="the heading, instead of the language's Index")] = ""
    introduction: Annotated[str, Field(description="paragraphs below the heading, in Markdown")] = (
        ""
    )
    parts: Annotated[
        tuple[IndexPart, ...],
        Field(description="several indexes; an entry that names none stands in the first"),
    ] = ()
    order: Annotated[
        Literal["letter", "word"],
        Field(description="letter by letter (Newman before New York), or word by word"),
    ] = "letter"
    columns: Annotated[int, Field(ge=1, le=3, description="of the printed page")] = 2
    subentries: Annotated[
        Literal["indented", "run-in"],
        Field(description="each on a line of its own, or in one paragraph with their entry"),
    ] = "indented"
    see_also: Annotated[
        Literal["head", "end"],
        Field(description="whether see also follows an entry's pages, or its last subentry"),
    ] = "head"
    letters: Annotated[
        Literal["space", "heading"],
        Field(description="what parts the letters of the alphabet: an empty line, or the letter"),
    ] = "space"
    ranges: Annotated[
        Literal["chicago", "full"],
        Field(description="whether the last number of a range is shortened: 118–22 or 118–122"),
    ] = "chicago"
    join: Annotated[
        bool,
        Field(description="whether mentions on pages that follow one another become a range"),
    ] = False

    def sections(self, taken: Collection[str] = ()) -> tuple[Section, ...]:
        """The sections that the index consists of; `taken` are the names of the author's own."""
        names = [f"{NAME}-{part.name}" for part in self.parts] or [NAME]
        free = (f"{name}-entries" if name in taken else name for name in names)
        return tuple(Section(name, "", "back") for name in free)


@dataclass(frozen=True, slots=True)
class IndexMark:
    """One entry that the text asks for at one place.

    `heading` has the entry and its subentries in Markdown, `filed` what each is filed under where
    it is not what it reads.  `place` is the id that stands where the subject is treated, empty for
    a cross-reference alone; `until` the id at the end of a range; `note` the mark of the note that
    it stands in.  `section` and `written` say where the source has it, and how.
    """

    section: str
    written: str
    index: str
    heading: tuple[str, ...]
    filed: tuple[str, ...] = ()
    place: str = ""
    until: str = ""
    note: str = ""
    weight: Literal["", "main", "figure"] = ""
    see: tuple[tuple[str, ...], ...] = ()
    see_also: tuple[tuple[str, ...], ...] = ()
