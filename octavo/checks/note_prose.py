"""Read the notes as a reader does: their words, and the citations among them, in their order."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from octavo.checks.survey import NOTE_KEY
from octavo.model import Blocks, CallState, Element, Manuscript, Place, Source
from octavo.pandoc import tree
from octavo.pandoc.note_spans import blocks_of, is_note, label_of
from octavo.pandoc.walk import walk
from octavo.source import find_places


@dataclass(frozen=True, slots=True)
class Said:
    """A piece of a note: words of the author, or the key of a work that is cited there."""

    words: str = ""
    key: str = ""


@dataclass(slots=True)
class NoteRead:
    """One note: its place, and its pieces in their order.

    A citation in the text, which will be a note of its own, has no words.
    """

    place: Place
    pieces: list[Said] = field(default_factory=list)


# --- repetitions typed by hand -------------------------------------------------------------------

_GAP = r"(?:\s|\\ |&nbsp;)*"
_SIGNS: Mapping[str, tuple[str, ...]] = {
    "before": (r"ibid(?:em)?\b", r"ibíd(?:em)?\b", r"ebd\."),
    # words that have another use: only if they replace a source
    "before-alone": (
        r"ebenda\b", rf"там{_GAP}же\b", rf"там{_GAP}само\b", r"tamże\b", r"tamtéž\b", r"ivi\b",
    ),
    "work": (
        rf"op\.?{_GAP}cit\b", rf"ob\.{_GAP}cit\b", rf"art\.{_GAP}cit\b", rf"a\.{_GAP}a\.{_GAP}O\.",
        rf"ук(?:аз)?\.{_GAP}соч\b",
    ),
    "place": (rf"loc\.?{_GAP}cit\b",),
}  # fmt: skip
TYPED = re.compile(
    r"(?<!\w)(?:"
    + "|".join(
        rf"(?P<{name.replace('-', '_')}>{'|'.join(signs)})" for name, signs in _SIGNS.items()
    )
    + ")",
    re.IGNORECASE,
)


def sources_in_notes(manuscript: Manuscript) -> Iterator[NoteRead]:
    """Yield the notes of a text as `notes_read` does, but of their words only those that repeat a
    source by hand."""
    for note in notes_read(manuscript):
        pieces = [said for said in note.pieces if said.key or TYPED.search(said.words)]
        yield NoteRead(note.place, pieces)


# --- the notes -----------------------------------------------------------------------------------


def notes_read(manuscript: Manuscript) -> Iterator[NoteRead]:
    """Yield the notes of a text in the order of their calls, each once, and the citations in the
    text."""
    start = Place(manuscript.section.path)
    written = {note.label: note.place for note in reversed(manuscript.notes)}
    inline = iter(
        call.place for call in manuscript.calls if not call.label and call.state is CallState.CALLED
    )
    seen: set[str] = set()
    for element in _notes_and_citations(manuscript.blocks):
        if tree.is_kind(element, "Cite"):
            yield NoteRead(start, list(_pieces([element])))
            continue
        label = label_of(element)
        if label in seen:
            continue
        if label:
            seen.add(label)
        place = written.get(label, start) if label else next(inline, start)
        yield NoteRead(place, list(_pieces(blocks_of(element))))


def _notes_and_citations(blocks: Blocks) -> Iterator[Element]:
    """Yield the outermost notes and citations of a text, in order."""
    for element in walk(blocks, within=_WHOLE):
        if tree.is_kind(element, "Cite") or is_note(element):
            yield element


_WHOLE = frozenset({"Cite", "Note"})


_UNREAD = frozenset({"Code", "CodeBlock", "Math", "RawInline", "RawBlock"})
_QUOTES = {"SingleQuote": "‘’", "DoubleQuote": "“”"}


def _pieces(part: list[Element]) -> Iterator[Said]:
    """Yield the words and cite keys of a tree in their order; code, formulas and raw parts are
    skipped."""
    words: list[str] = []
    stack: list[Iterator[Any]] = [iter(part)]
    while stack:
        for node in stack[-1]:
            held = type(node)
            if held is dict:
                kind = tree.kind_in(node)
                if kind == "Str":
                    words.append(tree.string_of(node))
                elif kind in _SPACES:
                    words.append(" ")
                elif kind is not None:
                    stack.append(iter(_inside(node)))
                    break
            elif held is str:
                words.append(node)
            elif held is list:  # its strings are of an Attr or a target
                stack.append(inner for inner in node if type(inner) is not str)
                break
            elif held is Said:
                if words:
                    yield Said("".join(words))
                yield node
                words = []
        else:
            stack.pop()
    if words:
        yield Said("".join(words))


_SPACES = frozenset({"Space", "SoftBreak", "LineBreak"})


def _inside(element: Element) -> list[Any]:
    """Return the parts of an element that is no word and no space, in their order."""
    match tree.kind_of(element):
        case "Cite":
            return [part for cite in tree.citations_of(element) for part in _cited(cite)]
        case "Quoted":
            opening, closing = _QUOTES[tree.quote_type_of(element)]
            return [opening, tree.content_of(element), closing]
        case "Para" | "Plain" | "Header":
            return [tree.content_of(element), "\n"]
        case kind if kind in _UNREAD:
            return []
        case _:
            return tree.parts_of(element)


def _cited(cite: tree.Citation) -> list[Any]:
    key = cite["citationId"]
    said = [] if key.startswith(NOTE_KEY) else [Said(key=key)]
    return [cite["citationPrefix"], *said, cite["citationSuffix"], "\n"]


class Occurrences:
    """The places of a pattern's matches in a text's source, found when first needed."""

    def __init__(self, source: Source | None, pattern: re.Pattern[str]) -> None:
        self._source, self._pattern = source, pattern
        self._places: Sequence[Place] | None = None

    def after(self, start: Place, number: int) -> Place:
        """Return the place of match `number`, counted from 0, at or after `start`; `start` if there
        is none."""
        if self._places is None:
            self._places = find_places(self._source, self._pattern) if self._source else ()
        at = bisect_left(self._places, start) + number
        return self._places[at] if at < len(self._places) else start
