"""Define the settings of the index, and the marks that its entries come from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from octavo.model.manuscript import Section
from octavo.model.yaml_types import STRICT, Text

NAME = "index"
MARK_CLASS = "index"  # of the spans that mark entries


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexPart:
    """One of several indexes, such as those of persons, places and subjects."""

    __pydantic_config__ = STRICT
    name: Annotated[
        str,
        StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,30}$"),
        Field(description='the name in the marks of its entries: {.index name="persons"}'),
    ]
    title: Text
    introduction: Annotated[str, Field(description="paragraphs below its heading, in Markdown")] = (
        ""
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexSettings:
    """How the index is ordered and set; several indexes are its parts."""

    __pydantic_config__ = STRICT
    title: Annotated[str, Field(description="the heading, instead of the language's Index")] = ""
    introduction: Annotated[str, Field(description="paragraphs below the heading, in Markdown")] = (
        ""
    )
    parts: Annotated[
        tuple[IndexPart, ...],
        Field(description="several indexes; an entry that names none is in the first"),
    ] = ()
    order: Annotated[
        Literal["letter", "word"],
        Field(description="filing letter by letter (Newman before New York), or word by word"),
    ] = "letter"
    columns: Annotated[int, Field(ge=1, le=3, description="columns of the printed page")] = 2
    subentries: Annotated[
        Literal["indented", "run-in"],
        Field(description="subentries on lines of their own, or in one paragraph with their entry"),
    ] = "indented"
    see_also: Annotated[
        Literal["head", "end"],
        Field(description="whether see also follows an entry's pages, or its last subentry"),
    ] = "head"
    letters: Annotated[
        Literal["space", "heading"],
        Field(description="what separates letters of the alphabet: an empty line, or the letter"),
    ] = "space"
    ranges: Annotated[
        Literal["chicago", "full"],
        Field(description="whether the last number of a range is shortened: 118–22 or 118–122"),
    ] = "chicago"
    join: Annotated[
        bool,
        Field(description="whether mentions on consecutive pages become a range"),
    ] = False

    def sections(self, taken: Collection[str] = ()) -> tuple[Section, ...]:
        """Return the sections of the index, one for each part; `taken` are names of other sections,
        to avoid."""
        names = [f"{NAME}-{part.name}" for part in self.parts] or [NAME]
        free = (f"{name}-entries" if name in taken else name for name in names)
        return tuple(Section(name, "", "back") for name in free)


@dataclass(frozen=True, slots=True)
class IndexMark:
    """One entry that the text asks for at one place.

    `heading` has the entry and its subentries in Markdown, `filed` the words that each is filed
    under if they differ from those printed. `place` is the id at the passage on the subject, empty
    for a cross-reference alone; `until` is the id at the end of a range; `note` is the mark of the
    note that the passage is in, `note_id` its id. `section` names the section, and `written` is the
    mark as its source has it.
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
    note_id: str = ""
