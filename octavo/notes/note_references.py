"""References to notes: `[@note:label]` as "note 12", with the chapter, the direction or the page.

What is asked for stands in the suffix: `[@note:label, where]` prints "note 12 above" or "below",
whichever is true, `[@note:label, page]` the page too, in the forms that have pages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from octavo.manuscript import Element, holds, is_note, plain, string, text_of, walk
from octavo.model import Inlines, Manuscript, NoteSettings
from octavo.notes.junctions import joined
from octavo.notes.numbering import notes_of
from octavo.notes.split_citations import NOTE_KEY, is_note_reference, is_space, is_string

PAGE = "note-page"  # the class of the span around the page of a note, for the forms that have pages
UNKNOWN_PAGE = "000"  # what stands there until it is known


@dataclass(frozen=True, slots=True)
class Words:
    """How a language refers to a note; `{}` stands for the note, or for the chapter's name."""

    note: str
    above: str
    below: str
    page: str
    chapter: str
    title: str


WORDS: Mapping[str, Words] = {
    "en": Words("note", "{} above", "{} below", " on page\u00a0", "chap.\u00a0{}, ", "“{},” "),
    "de": Words("Anm.", "oben {}", "unten {}", " auf S.\u00a0", "Kap.\u00a0{}, ", "„{}“, "),
    "es": Words("nota", "{} supra", "{} infra", ", p.\u00a0", "cap.\u00a0{}, ", "«{}», "),
    "fr": Words(
        "note", "{} ci-dessus", "{} ci-dessous", ", p.\u00a0", "chap.\u00a0{}, ",
        "«\u202f{}\u202f», "),
    "it": Words("nota", "{} sopra", "{} sotto", ", p.\u00a0", "cap.\u00a0{}, ", "«{}», "),
    "ru": Words("прим.", "{} выше", "{} ниже", " на с.\u00a0", "гл.\u00a0{}, ", "«{}», "),
}  # fmt: skip

_ASKED = re.compile(r"[\s,]*(?P<word>where|above|below|page)(?=$|[,;.:)])")
_NUMBERED = re.compile(
    r"(?:(?:chapter|chap\.|kapitel|chapitre|capítulo|capitolo|глава)\s+(?P<named>\d+|[IVXLC]+)\b"
    r"|(?P<bare>\d{1,2}|[IVXLC]+)[.:]\s)",
    re.IGNORECASE,
)


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
        words = WORDS.get(manuscript.language.split("-")[0].lower(), WORDS["en"])
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
        text = string(f"{words.note}\u00a0{target.mark}")
        address = [f"#{target.id}", ""]
        made: Inlines = [{"t": "Link", "c": [["", ["note-reference"], []], text, address]}]
        restarts = self._restarts or target.series == "marked"
        if target.section != section and restarts:
            made = [*string(self._chapter(target.section, words)), *made]
        if "where" in asked:
            pattern = words.above if target.number <= number else words.below
            before, _, after = pattern.partition("{}")
            made = [*string(before), *made, *string(after)]
        if "page" in asked:
            page = {"t": "Link", "c": [["", [PAGE], []], string(UNKNOWN_PAGE), address]}
            made.append({"t": "Span", "c": [["", [PAGE], []], [*string(words.page), page]]})
        prefix = cite["citationPrefix"]
        return [*prefix, *([{"t": "Space"}] if prefix else []), *made, *rest]

    def _chapter(self, section: str, words: Words) -> str:
        """How a chapter is named before the number of one of its notes: by the number that its
        title bears, or by its title without the subtitle."""
        manuscript = self._names[section]
        title = text_of(manuscript.title)
        numbered = _NUMBERED.match(title)
        if numbered:
            return words.chapter.format(numbered["named"] or numbered["bare"])
        short = _running(manuscript) or title.split(": ")[0] or section
        return words.title.replace("{}", short)


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
