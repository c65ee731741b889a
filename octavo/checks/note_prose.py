"""The notes as they are read: their own words, and the citations among them, in their order."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from octavo.checks.survey import NOTE_KEY
from octavo.manuscript import Element, is_note
from octavo.model import CallState, Manuscript, Place, Source
from octavo.source import find_places


@dataclass(frozen=True, slots=True)
class Said:
    """A piece of a note: words of the author's, or the key of a work that is cited there."""

    words: str = ""
    key: str = ""


@dataclass(slots=True)
class NoteRead:
    """One note: where it is written, and its pieces in their order.

    A citation in the text, which will be a note of its own, has no words.
    """

    place: Place
    pieces: list[Said] = field(default_factory=list)


def notes_read(manuscript: Manuscript) -> Iterator[NoteRead]:
    """The notes of a text in the order of their calls, each once; citations in the text too."""
    start = Place(manuscript.section.path)
    written = {note.label: note.place for note in reversed(manuscript.notes)}
    inline = iter(
        call.place for call in manuscript.calls if not call.label and call.state is CallState.CALLED
    )
    seen: set[str] = set()
    for element in _notes_and_citations(manuscript.blocks):
        if element["t"] == "Cite":
            yield NoteRead(start, list(_pieces([element])))
            continue
        label = dict(element["c"][0][2]).get("label", "")
        if label in seen:
            continue
        if label:
            seen.add(label)
        place = written.get(label, start) if label else next(inline, start)
        yield NoteRead(place, list(_pieces(element["c"][1][0]["c"])))


def _notes_and_citations(blocks: Any) -> Iterator[Element]:
    """The outermost notes and citations of a tree, in order."""
    stack: list[Any] = [blocks]
    while stack:
        node = stack.pop()
        if isinstance(node, list):
            stack.extend(reversed(node))
        elif isinstance(node, dict):
            kind = node.get("t")
            if kind == "Cite" or (kind == "Span" and is_note(node)):
                yield node
            elif "t" not in node:
                stack.extend(reversed(list(node.values())))
            elif isinstance(node.get("c"), list | dict):
                stack.append(node["c"])


_SPACES = frozenset({"Space", "SoftBreak", "LineBreak"})
_ENDS = frozenset({"Para", "Plain", "Header"})
_UNREAD = frozenset({"Code", "CodeBlock", "Math", "RawInline", "RawBlock"})
_QUOTES = {"SingleQuote": "‘’", "DoubleQuote": "“”"}


def _pieces(tree: Any) -> Iterator[Said]:
    """Words and cite keys of a tree in their order; code, formulas and raw parts are passed by."""
    words = ""
    for token in _tokens(tree):
        if isinstance(token, str):
            words += token
        else:
            if words:
                yield Said(words)
            yield token
            words = ""
    if words:
        yield Said(words)


def _tokens(tree: Any) -> Iterator[str | Said]:
    stack: list[Any] = [tree]
    while stack:
        node = stack.pop()
        if isinstance(node, str | Said):
            yield node
        elif isinstance(node, list):
            stack.extend(reversed([n for n in node if isinstance(n, list | dict)]))
        elif isinstance(node, dict):
            stack.extend(reversed(_inside(node)))


def _inside(element: Element) -> list[Any]:
    kind, content = element.get("t"), element.get("c")
    match kind:
        case "Str":
            return [content]
        case "Cite" if isinstance(content, list):
            return [part for cite in content[0] for part in _cited(cite)]
        case "Quoted" if isinstance(content, list):
            opening, closing = _QUOTES.get(content[0]["t"], "“”")
            return [opening, content[1], closing]
        case _ if kind in _SPACES:
            return [" "]
        case _ if kind in _UNREAD:
            return []
        case _ if kind in _ENDS:
            return [content[-1] if kind == "Header" and content else content, "\n"]
        case None:
            return list(element.values())
        case _:
            return [content]


def _cited(cite: Mapping[str, Any]) -> list[Any]:
    key = cite["citationId"]
    said = [] if key.startswith(NOTE_KEY) else [Said(key=key)]
    return [cite["citationPrefix"], *said, cite["citationSuffix"], "\n"]


class Occurrences:
    """Where the matches of a pattern stand in a text's source; found when first asked for."""

    def __init__(self, source: Source | None, pattern: re.Pattern[str]) -> None:
        self._source, self._pattern = source, pattern
        self._places: Sequence[Place] | None = None

    def after(self, start: Place, number: int) -> Place:
        """The place of match `number`, counted from 0, behind a place; or that place itself."""
        if self._places is None:
            self._places = find_places(self._source, self._pattern) if self._source else ()
        at = bisect_left(self._places, start) + number
        return self._places[at] if at < len(self._places) else start
