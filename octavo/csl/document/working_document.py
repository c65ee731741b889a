"""Keep a document of citations set while it is written, and tell what each step changed.

A word processor or a writing desk inserts, edits, deletes and moves citations; the others then
change too: a first cite becomes a later one, an ibid. a short form, a year gets a letter.  A
`WorkingDocument` is a value: each step returns the next one, and the texts to be refreshed.
What is set is what `set_document` sets of the whole, at every step; only cites and entries for
which nothing has changed are taken from the step before.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from octavo.csl.document.cite_processor import Kept
from octavo.csl.document.document import Cluster, DocumentCite, SetDocument, set_document
from octavo.csl.items.item import Item
from octavo.csl.styles import Style


@dataclass(frozen=True, slots=True)
class PlacedCitation:
    """The cites at one place under a name of their own.

    `note` is the number of the note that holds them, 0 in the running text; without one it is the
    turn of the citation in the document.
    """

    name: str
    cites: tuple[DocumentCite, ...]
    note: int | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What a step changed: texts in the order of print, and the names of what is gone.

    `citations` are those that the step set itself, and others that now print otherwise.
    `concerned` are the citations that print what they did, and hold a work that is now asked for
    another number, letter or name: what was kept with them is out of date.
    `first_notes` are the works that are now first cited in a note of another number: what leads to
    that note is to be led anew.  `entries` are new or print otherwise; `order` are the keys of all
    entries, where their sequence is another.
    """

    citations: Mapping[str, str] = field(default_factory=dict)
    concerned: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    first_notes: Mapping[str, int] = field(default_factory=dict)
    entries: Mapping[str, str] = field(default_factory=dict)
    entries_gone: tuple[str, ...] = ()
    order: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class WorkingDocument:
    """The citations of a document in their order, and what they print; `opened` makes one."""

    style: Style
    language: str
    items: Mapping[str, Item]
    uncited: tuple[str, ...]  # keys that the bibliography lists too
    citations: tuple[PlacedCitation, ...]
    made: SetDocument
    kept: Kept

    # -- steps

    def insert(
        self, citation: PlacedCitation, before: str | None = None
    ) -> tuple[WorkingDocument, Changes]:
        """Add a citation before the one of a name, or at the end.

        Raise KeyError if there is no citation `before`, ValueError if the name is taken.
        """
        if any(one.name == citation.name for one in self.citations):
            raise ValueError(f"there is a citation {citation.name} already")
        at = len(self.citations) if before is None else _index(self.citations, before)
        return self.arranged((*self.citations[:at], citation, *self.citations[at:]))

    def edit(self, name: str, cites: Iterable[DocumentCite]) -> tuple[WorkingDocument, Changes]:
        """Give a citation other cites.  Raise KeyError if no citation has the name."""
        at = _index(self.citations, name)
        edited = replace(self.citations[at], cites=tuple(cites))
        return self.arranged(
            (*self.citations[:at], edited, *self.citations[at + 1 :]), asked=(name,)
        )

    def delete(self, name: str) -> tuple[WorkingDocument, Changes]:
        """Take a citation out.  Raise KeyError if no citation has the name."""
        at = _index(self.citations, name)
        return self.arranged((*self.citations[:at], *self.citations[at + 1 :]))

    def move(self, name: str, before: str | None = None) -> tuple[WorkingDocument, Changes]:
        """Move a citation before another, or to the end.  Raise KeyError if a name is not there."""
        at = _index(self.citations, name)
        rest = (*self.citations[:at], *self.citations[at + 1 :])
        to = len(rest) if before is None else at if before == name else _index(rest, before)
        return self.arranged((*rest[:to], self.citations[at], *rest[to:]), asked=(name,))

    def arranged(
        self, citations: Sequence[PlacedCitation], asked: Collection[str] = ()
    ) -> tuple[WorkingDocument, Changes]:
        """Set the document with these citations in this order: every step is one of this kind.

        The texts of those `asked` for are returned even if they print what they did.  A word
        processor that numbers its notes itself gives all citations with their numbers.  Raise
        ValueError if two of them have one name.
        """
        if len({one.name for one in citations}) < len(citations):
            raise ValueError("two citations have one name")
        kept = self.kept.next()
        made = set_document(
            self.style,
            self.language,
            self.items,
            _clusters(citations),
            uncited=self.uncited,
            kept=kept,
        )
        after = replace(self, citations=tuple(citations), made=made, kept=kept)
        return after, _changes(self, after, asked)

    # -- what is printed

    @property
    def texts(self) -> Mapping[str, str]:
        """Return the text of each citation by its name, in their order."""
        printed = zip(self.citations, self.made.clusters, strict=True)
        return {one.name: text for one, text in printed}

    @property
    def entries(self) -> Mapping[str, str]:
        """Return the text of each entry by its key, in the style's order."""
        return dict(self.made.entries)


def opened(
    style: Style,
    language: str,
    items: Mapping[str, Item],
    citations: Sequence[PlacedCitation] = (),
    uncited: Sequence[str] = (),
) -> WorkingDocument:
    """Set a document as it is before the first step.  Raise ValueError if two citations have one
    name."""
    kept = Kept()
    made = set_document(style, language, items, (), kept=kept)
    empty = WorkingDocument(style, language, items, tuple(uncited), (), made, kept)
    return empty.arranged(citations)[0]


def _clusters(citations: Sequence[PlacedCitation]) -> list[Cluster]:
    return [
        Cluster(one.cites, turn if one.note is None else one.note)
        for turn, one in enumerate(citations, start=1)
    ]


def _index(citations: Sequence[PlacedCitation], name: str) -> int:
    """Return the place of a citation.  Raise KeyError if no citation has the name."""
    for at, one in enumerate(citations):
        if one.name == name:
            return at
    raise KeyError(name)


def _changes(before: WorkingDocument, after: WorkingDocument, asked: Collection[str]) -> Changes:
    old, new = before.texts, after.texts
    told = {name: text for name, text in new.items() if name in asked or old.get(name) != text}
    was, asked_now = before.made.asked, after.made.asked
    others = {key for key, each in asked_now.items() if was.get(key, each) != each}
    noted, moved = before.made.first_notes, after.made.first_notes
    old_entries, new_entries = before.entries, after.entries
    left = [key for key in old_entries if key in new_entries]
    order = tuple(new_entries)
    return Changes(
        told,
        tuple(
            one.name
            for one in after.citations
            if one.name not in told and any(cite.id in others for cite in one.cites)
        ),
        tuple(name for name in old if name not in new),
        {key: number for key, number in moved.items() if noted.get(key, number) != number},
        {key: text for key, text in new_entries.items() if old_entries.get(key) != text},
        tuple(key for key in old_entries if key not in new_entries),
        None if left == list(order) else order,
    )
