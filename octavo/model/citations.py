"""Define references, the citations of them, and both as they are to be printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from octavo.model.findings import Place
from octavo.model.manuscript import Inlines
from octavo.model.rules import Fault


@dataclass(frozen=True, slots=True)
class Reference:
    """One CSL item: `data` is its CSL-JSON object, `faults` those that its reader found."""

    key: str
    data: Mapping[str, Any]
    place: Place
    faults: tuple[Fault, ...] = ()

    @property
    def custom(self) -> Mapping[str, Any]:
        """The fields under `custom`, which CSL leaves to programs: empty if there are none."""
        custom = self.data.get("custom")
        return custom if isinstance(custom, Mapping) else {}

    @property
    def part(self) -> str:
        """The part of the bibliography that the item names (`custom.section`); empty if it names
        none."""
        return str(self.custom.get("section", ""))

    def text(self, name: str) -> str:
        """Return a field's text without the spaces around it: empty if it is absent or no text."""
        value = self.data.get(name)
        return value.strip() if isinstance(value, str) else ""


CiteMode = Literal["normal", "author-in-text", "suppress-author"]


@dataclass(frozen=True, slots=True)
class Cite:
    """One work cited.

    `suffix` is all that follows the key, locator included, as written; `locator` and `label` are
    read from it, and `rest` is what remains of it.
    """

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

    `note_number` counts the notes of the whole edition from 1, as positions need it; `note_id` is
    the note's id and `note_mark` its number as printed. `place` is where the citation is written,
    if that is known; `beside` says whether the note's prose names other works, `in_text` that the
    citation is in no note, `is_bare` that brackets are around more than itself.
    """

    cites: tuple[Cite, ...]
    note_number: int
    note_id: str
    section: str
    language: str
    note_mark: str = ""
    place: Place | None = None
    beside: bool = False
    in_text: bool = False
    is_bare: bool = False


@dataclass(frozen=True, slots=True)
class SetCitation:
    """A citation as it is to be printed, without a full stop of its own; with the brackets of its
    style where it is printed in the text. `names` are those that the text has in front of it."""

    inlines: Inlines
    names: Inlines = field(default_factory=list[Any])


# Where the citations of a text are printed: in notes, in its line, or raised as calls are.
Placing = Literal["notes", "line", "raised"]


@dataclass(frozen=True, slots=True)
class CitationFrame:
    """Where citations are printed, and what a style puts around one in the text: inlines in which
    `HERE` is in the citation's place."""

    placing: Placing = "notes"
    around: Inlines = field(default_factory=list[Any])

    @property
    def in_text(self) -> bool:
        return self.placing != "notes"


HERE = "\ue0f1"  # for private use


@dataclass(frozen=True, slots=True)
class SetEntry:
    """One entry of the bibliography; `authors` are the names that open it, each as printed."""

    key: str
    part: str
    language: str
    inlines: Inlines
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """One line of the list of abbreviations: a siglum and its meaning; `text` is the siglum as
    plain text."""

    text: str
    siglum: Inlines
    meaning: Inlines
