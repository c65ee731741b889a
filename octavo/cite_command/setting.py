"""Set a document of citations, take its edits one by one, and report what cannot be set."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from octavo.bibliography import nearest_key
from octavo.citations.rules import citation_can_be_set, cite_key_resolves
from octavo.cite_command.reading import CiteDocument, Edit
from octavo.csl.document import Changes, PlacedCitation, WorkingDocument, opened
from octavo.csl.items.fields import item_of
from octavo.csl.styles import Style
from octavo.csl.text.tagged_html import to_html, to_plain
from octavo.csl.text.tagged_text import Quotes
from octavo.model import Fault, Place

Texts = Literal["html", "text"]
MOST_HINTS = 20  # keys for which a similar one is looked for, which takes time


@dataclass(frozen=True, slots=True)
class Cited:
    """What a document has become: its notes in their order, its entries in the style's, faults, and
    what each edit has changed."""

    notes: tuple[str, ...]
    bibliography: tuple[tuple[str, str], ...]
    faults: tuple[Fault, ...]
    edits: tuple[Changes, ...] = ()  # their texts as `notes` has them

    def as_json(self) -> dict[str, Any]:
        """Return the object that `octavo cite` prints."""
        made: dict[str, Any] = {
            "notes": list(self.notes),
            "bibliography": [list(entry) for entry in self.bibliography],
        }
        return made | ({"edits": [_as_json(one) for one in self.edits]} if self.edits else {})


def _as_json(changes: Changes) -> dict[str, Any]:
    return {
        "notes": dict(changes.citations),
        "concerned": list(changes.concerned),
        "gone": list(changes.gone),
        "first-notes": dict(changes.first_notes),
        "bibliography": dict(changes.entries),
        "gone-entries": list(changes.entries_gone),
        "order": None if changes.order is None else list(changes.order),
    }


def cite(document: CiteDocument, style: Style, language: str, texts: Texts = "html") -> Cited:
    """Set a document; a cite that names no item is a fault, and prints nothing."""
    wanted = {cite.id for _, note in _written(document) for cite in note.cites}
    wanted.update(document.nocite)
    items = {
        key: item_of(reference.data)
        for key, reference in document.references.items()
        if key in wanted
    }
    now = opened(style, language, items, document.notes, document.nocite)
    edits: list[Changes] = []
    for edit in document.edits:
        now, changes = _edited(now, edit)
        edits.append(changes)
    show = _SHOWN[texts]
    quotes = now.made.quotes
    return Cited(
        notes=tuple(show(text, quotes) for text in now.made.clusters),
        bibliography=tuple((key, show(text, quotes)) for key, text in now.made.entries if text),
        faults=(*_unknown(document), *_empty(document, now), *_missing(document, now)),
        edits=tuple(_shown(changes, lambda text: show(text, quotes)) for changes in edits),
    )


_SHOWN: dict[Texts, Callable[[str, Quotes], str]] = {"html": to_html, "text": to_plain}


def _edited(now: WorkingDocument, edit: Edit) -> tuple[WorkingDocument, Changes]:
    match edit.kind:
        case "insert":
            return now.insert(edit.note, edit.before)
        case "edit":
            return now.edit(edit.note.name, edit.note.cites)
        case "move":
            return now.move(edit.note.name, edit.before)
        case "delete":
            return now.delete(edit.note.name)


def _shown(changes: Changes, show: Callable[[str], str]) -> Changes:
    return replace(
        changes,
        citations={name: show(text) for name, text in changes.citations.items()},
        entries={key: show(text) for key, text in changes.entries.items()},
    )


def _written(document: CiteDocument) -> Iterator[tuple[str, PlacedCitation]]:
    """Yield each note and each edit, and where the document has it."""
    for at, note in enumerate(document.notes):
        yield f"notes[{at}]", note
    for at, edit in enumerate(document.edits):
        yield f"edits[{at}]", edit.note


def _unknown(document: CiteDocument) -> Iterator[Fault]:
    """Yield a fault for each key that is cited and names no item, at its first cite."""
    places = [(cite.id, where) for where, note in _written(document) for cite in note.cites]
    told: set[str] = set(document.references)
    hints = MOST_HINTS
    for key, where in [*places, *((key, "nocite") for key in document.nocite)]:
        if key not in told:
            told.add(key)
            near = nearest_key(key, document.references) if hints else None
            hints = max(hints - 1, 0)
            message = f"{where} cites {key}, and no item has that id"
            hint = f"did you mean {near}?" if near else ""
            yield cite_key_resolves.fault(Place(document.path), message, hint)


def _empty(document: CiteDocument, now: WorkingDocument) -> Iterator[Fault]:
    """Yield a fault for each note that prints nothing though the items of its cites are there."""
    for at, (note, text) in enumerate(zip(now.citations, now.made.clusters, strict=True)):
        known = [cite.id for cite in note.cites if cite.id in document.references]
        if known and not text:
            message = f"notes[{at}] prints nothing in this style ({_listed(known)})"
            yield citation_can_be_set.fault(Place(document.path), message)


def _missing(document: CiteDocument, now: WorkingDocument) -> Iterator[Fault]:
    """Yield a fault for each work without an entry whose number the bibliography then lacks."""
    for key, number in now.made.missing_numbers.items():
        message = f"{key} has no entry in this style: {number} is missing among the numbers"
        yield citation_can_be_set.fault(Place(document.path), message)


def _listed(keys: Sequence[str]) -> str:
    shown = list(dict.fromkeys(keys))
    return ", ".join(shown[:3]) + (", …" if len(shown) > 3 else "")
