"""Define what the rules of one text may see: that text, the references and the known classes.

The faults that such a rule finds depend on nothing else, so they are kept as long as none of it
changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from octavo.checks.as_typed import AsTyped
from octavo.checks.note_prose import NoteRead
from octavo.checks.survey import Around, Attributes, ImageSeen, Inventory
from octavo.checks.tree_places import Whereabouts
from octavo.matter.gists import gist_of
from octavo.model import Fault, Manuscript, Place, Reference, Source


@dataclass(frozen=True)
class TextSurvey:
    """The content of one text, and what surrounds it."""

    text: Inventory
    source: Source | None
    around: Around

    @property
    def texts(self) -> tuple[Inventory, ...]:
        return (self.text,)

    @cached_property
    def as_typed(self) -> tuple[AsTyped, ...]:
        """The text as written and as printed."""
        return (AsTyped(self.text),)

    @property
    def references(self) -> tuple[Reference, ...]:
        return self.around.references

    @property
    def keys(self) -> frozenset[str]:
        return self.around.keys


@dataclass(frozen=True, slots=True)
class SurveyedText:
    """One text as the rules of the whole edition see it, its tree reduced to its gist; and the
    faults against the rules of one text."""

    text: Inventory
    faults: tuple[Fault, ...]


def reduced(text: Inventory) -> Inventory:
    """Return the content of a text without the words of its tree."""
    made = text.manuscript
    return replace(text, manuscript=replace(made, blocks=gist_of(made).blocks))


@dataclass(frozen=True, slots=True)
class KeptText:
    """A surveyed text as it is kept from run to run; `asked` is a digest of all it depends on."""

    asked: str
    manuscript: Manuscript
    code_lines: tuple[str, ...]
    cites: Mapping[str, int]
    nocite: tuple[str, ...]
    links: tuple[str, ...]
    link_words: tuple[str, ...]
    images: tuple[ImageSeen, ...]
    raw: tuple[tuple[str, str], ...]
    attributes: tuple[Attributes, ...]
    foreign: Mapping[str, str]
    wordless: Mapping[str, int]
    bulleted: tuple[str, ...]
    notes: tuple[NoteRead, ...]
    letters: tuple[str, ...]
    note_numbers: tuple[tuple[int, Place], ...]
    faults: tuple[Fault, ...]


def kept(asked: str, surveyed: SurveyedText) -> KeptText:
    """Return a surveyed text as it is kept."""
    text = surveyed.text
    return KeptText(
        asked, text.manuscript, tuple(sorted(text.where.code_lines)), dict(text.cites),
        tuple(sorted(text.nocite)), tuple(text.links), tuple(text.link_words), tuple(text.images),
        tuple(text.raw), tuple(text.attributes), text.foreign, dict(text.wordless),
        tuple(text.bulleted), tuple(text.notes), tuple(text.letters), tuple(text.note_numbers),
        surveyed.faults,
    )  # fmt: skip


def surveyed(kept: KeptText, source: Source | None) -> SurveyedText:
    """Return a text as it was surveyed; `source` is the text as written."""
    where = Whereabouts(kept.manuscript.section, source, frozenset(kept.code_lines))
    text = Inventory(
        kept.manuscript, where, Counter(kept.cites), set(kept.nocite), list(kept.links),
        list(kept.link_words), list(kept.images), list(kept.raw), list(kept.attributes),
        dict(kept.foreign), Counter(kept.wordless), list(kept.bulleted), list(kept.notes),
        list(kept.letters), list(kept.note_numbers),
    )  # fmt: skip
    return SurveyedText(text, kept.faults)
