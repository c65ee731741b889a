"""References to notes: `[@note:label]` as "note 12", with the chapter, the direction or the page.

What is asked for stands in the suffix: `[@note:label, where]` prints "note 12 above" or "below",
whichever is true, `[@note:label, page]` the page too, in the forms that have pages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from octavo.locales import Words, around, chapter_number, words_in
from octavo.manuscript import Element, holds, is_note, plain, string, text_of, walk
from octavo.model import Inlines, Manuscript, NoteSettings
from octavo.notes.junctions import joined
from octavo.notes.numbering import notes_of
from octavo.notes.split_citations import NOTE_KEY, is_note_reference, is_space, is_string

PAGE = "note-page"  # the class of the span around the page of a note, for the forms that have pages
UNKNOWN_PAGE = "000"  # what stands there until it is known


_ASKED = re.compile(r"[\s,]*(?P<word>where|above|below|page)(?=$|[,;.:)])")


@dataclass(frozen=True, slots=True)
class _Target:
    """A note as it is referred to: its id and mark, which of all notes it is, and its section."""

    id: str
    mark: str
    number: int
    section: str
    series: str


def resolve_note_references(
    manuscripts: Sequence[Manuscript], settings: NoteSettings | None = None
) -> tuple[Manuscript, ...]:
    """`[@note:label]` as "note 12", a link to the note: of its own section, or of the edition."""
    if not any(holds(m.blocks, "Cite") for m in manuscripts):
        return tuple(manuscripts)
    resolver = _Resolver(manuscripts, settings or NoteSettings())
    return tuple(map(resolver.resolve, manuscripts))


class _Resolver:
    """All labelled notes of the edition, and how each section is called."""

    def __init__(self, manuscripts: Sequence[Manuscript], settings: NoteSettings) -> None:
        self._restarts = settings.numbering == "section"
        self._names = {m.section.name: m for m in manuscripts}
        self._own: dict[str, dict[str, _Target]] = {}
        self._everywhere: dict[str, _Target] = {}
        self._first: dict[str, int] = {}
        number = 0
        for manuscript in manuscripts:
            section = manuscript.section.name
            own = self._own[section] = {}
            self._first[section] = number
            for note in notes_of(manuscript):
                number += 1
                identity, (_, series), pairs = note["c"][0]
                named = dict(pairs)
                target = _Target(identity, named["mark"], number, section, series)
                if named["label"]:
                    own[named["label"]] = self._everywhere[named["label"]] = target

    def resolve(self, manuscript: Manuscript) -> Manuscript:
        """A section whose references to notes say what they refer to."""
        if not holds(manuscript.blocks, "Cite"):
            return manuscript
        section = manuscript.section.name
        notes = self._everywhere | self._own[section]
        words = words_in(manuscript.language)
        before = iter(self._notes_before(manuscript))

        def setting(element: Element) -> Inlines | None:
            if not is_note_reference(element):
                return None
            number = next(before)
            made: Inlines = []
            for cite in element["c"][0]:
                target = notes[cite["citationId"].removeprefix(NOTE_KEY)]
                made += [{"t": "Str", "c": ";"}, {"t": "Space"}] if made else []
                made += self._reference(cite, target, section, number, words)
            return made

        return replace(manuscript, blocks=joined(manuscript.blocks, setting, inside=False))

    def _notes_before(self, manuscript: Manuscript) -> list[int]:
        """For each reference, in order, how many notes of the edition have begun."""
        number, found = self._first[manuscript.section.name], []
        for element in walk(manuscript.blocks):
            if is_note(element):
                number += 1
            elif is_note_reference(element):
                found.append(number)
        return found

    def _reference(
        self, cite: Mapping[str, Any], target: _Target, section: str, number: int, words: Words
    ) -> Inlines:
        asked, rest = _asked(cite["citationSuffix"])
        text = string(words.note.format(number=target.mark))
        address = [f"#{target.id}", ""]
        made: Inlines = [{"t": "Link", "c": [["", ["note-reference"], []], text, address]}]
        restarts = self._restarts or target.series == "marked"
        if target.section != section and restarts:
            before, behind = self._chapter(target.section, words)
            made = [*string(before), *made, *string(behind)]
        if "where" in asked:
            phrase = words.note_above if target.number <= number else words.note_below
            before, behind = around(phrase, "note")
            made = [*string(before), *made, *string(behind)]
        if "page" in asked:
            made.append(on_page(words, address))
        prefix = cite["citationPrefix"]
        return [*prefix, *([{"t": "Space"}] if prefix else []), *made, *rest]

    def _chapter(self, section: str, words: Words) -> tuple[str, str]:
        """Name a chapter around one of its notes: by the number that its title bears, or by its
        title without the subtitle."""
        manuscript = self._names[section]
        title = text_of(manuscript.title)
        number = chapter_number(title)
        short = _running(manuscript) or title.split(": ")[0] or section
        phrase = words.note_in_chapter if number else words.note_in_titled
        before, behind = around(phrase, "note")
        return before.format(number=number, title=short), behind.format(number=number, title=short)


def on_page(words: Words, address: list[str]) -> Element:
    """Give the page of what a link leads to, with the words around it, as a span that forms without
    pages leave out."""
    before, behind = around(words.on_page, "page")
    page = {"t": "Link", "c": [["", [PAGE], []], string(UNKNOWN_PAGE), address]}
    return {"t": "Span", "c": [["", [PAGE], []], [*string(before), page, *string(behind)]]}


def _running(manuscript: Manuscript) -> str:
    """The short title that an author gives for the running head."""
    first = next((e for e in walk(manuscript.blocks) if e["t"] == "Header"), None)
    return dict(first["c"][1][2]).get("running", "") if first else ""


def _asked(suffix: Inlines) -> tuple[set[str], Inlines]:
    """What the suffix of a reference to a note asks for, and what remains of it."""
    at = next((n for n, i in enumerate(suffix) if not (is_string(i) or is_space(i))), len(suffix))
    head = plain(suffix[:at])
    asked: set[str] = set()
    while found := _ASKED.match(head):
        asked.add("page" if found["word"] == "page" else "where")
        head = head[found.end() :]
    if not asked:
        return asked, suffix
    return asked, [*string(head), *suffix[at:]]
