"""Write the values that stages pass on as readable JSON, and read them back unchanged.

One adapter reads them all: pydantic, by the type annotations of each value. pandoc's trees stay
plain JSON inside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any, TypeVar

import orjson
from pydantic import Discriminator, Tag, TypeAdapter

from octavo.model import Fault, Manuscript, Page, PageIssue, PageKind, PageMap, Rule, Witness
from octavo.pandoc.run import API_VERSION
from octavo.pandoc.sharing import share_words

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The faults of a text that could not be parsed, in its place."""

    faults: tuple[Fault, ...]


def _which(value: Any) -> str:
    """Return the tag of a parsed text or of its faults, given as JSON or as a value."""
    faulty = "faults" in value if isinstance(value, Mapping) else isinstance(value, Unreadable)
    return "unreadable" if faulty else "manuscript"


_Parsed = Annotated[
    Annotated[Manuscript, Tag("manuscript")] | Annotated[Unreadable, Tag("unreadable")],
    Discriminator(_which),
]


@dataclass(frozen=True, slots=True)
class Count:
    """The number of words and notes of a section."""

    section: str
    words: int
    notes: int


@dataclass(frozen=True, slots=True)
class LaidOut:
    """The page map of a section, and the faults that its layout found."""

    page_map: PageMap
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """The parts of a section that the contents print: its title as inline XHTML, and its pages with
    the headings that are listed."""

    section: str
    title: str
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class BoundPage:
    """A page of the book: the section that it belongs to, its index there (a blank has none), its
    label and its kind."""

    section: str
    index: int | None
    label: str
    kind: PageKind


@dataclass(frozen=True, slots=True)
class Bound:
    """The pages of the book in their order, the distance in points by which its rectos are moved to
    the right, and the faults that binding found."""

    pages: tuple[BoundPage, ...]
    moved: float
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Proof:
    """The faults of the notes of the book, the labels of its pages, the place of each note, and the
    SHA-256 of the file."""

    faults: tuple[Fault, ...]
    pages: tuple[str, ...]
    notes: tuple[Witness, ...]
    digest: str = ""


Faults = tuple[Fault, ...]
PageIssues = tuple[PageIssue, ...]
Counts = tuple[Count, ...]
DraftLines = tuple[tuple[float, ...], ...]  # the middle of each line of a section, by its pages


def to_json(value: Any) -> bytes:
    """Return a value as readable JSON; a manuscript also as a document that pandoc reads."""
    return orjson.dumps(value, default=_plain, option=_READABLE)


_READABLE = (
    orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE | orjson.OPT_PASSTHROUGH_DATACLASS
)  # a rule is written as its name: orjson must not write its fields


def _plain(value: Any) -> Any:
    """Return a dataclass as its fields, and a rule as its name."""
    if isinstance(value, Rule):
        return value.name
    if not is_dataclass(value):
        raise TypeError(type(value))
    written = {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, Manuscript):
        written |= {"pandoc-api-version": API_VERSION, "meta": value.meta or {}}
    return written


def from_json(kind: Any, data: bytes) -> Any:
    """Return a value of a type from the JSON of `to_json`; raise ValueError for any other data."""
    read = orjson.loads(data)
    if kind in (Manuscript, _Parsed) and isinstance(read, dict):
        share_words(read.get("blocks", []))
    return _adapter(kind).validate_python(read, context={"rule_named": _rule_named})


def _rule_named(name: str) -> Rule:
    """Return a rule by its name. The table of all rules is loaded only when one is read."""
    from octavo.checks import rule_named

    return rule_named(name)


def load(kind: type[Value], path: Path) -> Value:
    """Read a value of a type from its file; raise OSError or ValueError if that cannot be done."""
    return from_json(kind, path.read_bytes())


def load_if_there(kind: type[Value], path: Path) -> Value | None:
    """Read a value as `load` does; None if the file is missing or of another version of Octavo."""
    try:
        return load(kind, path)
    except (OSError, ValueError):
        return None


def load_parsed_text(path: Path) -> Manuscript | Unreadable:
    """Read a parsed text, or the faults of one that could not be parsed."""
    return from_json(_Parsed, path.read_bytes())


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
