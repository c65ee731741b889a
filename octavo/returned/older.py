"""Merge a returned file that was made of an older state of the texts with the present one.

What was changed in the texts since is kept, paragraph by paragraph and note by note. Where it was
changed in Word too, neither is written over the other: the words of the file are listed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from octavo.docx.state import STATE, Signs, key_of, read_signs, signs_of
from octavo.ingest.word.package import Package
from octavo.proof.form_text import Passage
from octavo.returned.tracked import Settled, settled
from octavo.returned.word_book import NEW, WordBook, WordNote, names_of

_LOCATORS = re.compile(r"[\s,]*[\d\s,–—n]*$")


@dataclass(frozen=True, slots=True)
class States:
    """What was said when a file was made, what is said now, and what the file itself says: signs by
    the keys of bookmarks."""

    then: Signs
    now: Signs
    here: Signs

    @property
    def is_older(self) -> bool:
        """Whether the texts have changed since."""
        return bool(self.then.keys() ^ self.now.keys()) or any(map(self.is_changed, self.then))

    def is_changed(self, key: str) -> bool:
        """Return whether a note says other words now."""
        return self.now.get(key, self.then.get(key)) != self.then.get(key)

    def is_edited(self, key: str) -> bool:
        """Return whether the file has other words than when it was made."""
        return key in self.here and self.here[key] != self.then.get(key)


@dataclass(slots=True)
class Merged:
    """A returned file with what was changed in the texts since; the passages and notes that were
    changed in both, each with its bookmark and its words in the file, which are empty for one that
    was taken out there; how many paragraphs and notes the texts have
    changed; and whether the state that the file was made of is known."""

    book: WordBook
    conflicts: list[tuple[str, str]] = field(default_factory=list)
    newer: int = 0
    is_known: bool = True


def states_of(package: Package, built: Package, how: Settled) -> States | None:
    """Return the states of a returned file and of the edition as it is built now; None if the file
    does not say from what state it was made."""
    then = read_signs(package.custom.get(STATE, ""))
    if then is None:
        return None
    return States(then, _signs(built, None), _signs(package, how))


def _signs(package: Package, how: Settled | None) -> Signs:
    parts = [package.parts[kind] for kind in ("document", "footnotes", "endnotes")
             if kind in package.parts]  # fmt: skip
    document, *notes = (settled(part, how) for part in parts) if how else parts
    return signs_of(document, notes)


def with_newer(behind: WordBook, before: WordBook, states: States) -> Merged:
    """Return a returned file with all that the texts say otherwise since it was made."""
    return _Merging(behind, before, states).merged()


class _Merging:
    def __init__(self, behind: WordBook, before: WordBook, states: States) -> None:
        self._behind, self._before, self._states = behind, before, states
        self._numbers = {
            key: number for number, passage in enumerate(before.passages)
            if (key := _key(passage)) is not None
        }  # fmt: skip
        self._here = {key for one in behind.passages if (key := _key(one)) is not None}
        self._known = {note.name: note for notes in before.notes for note in notes}
        self._made = Merged(behind)

    def merged(self) -> Merged:
        passages: list[Passage] = []
        notes: list[tuple[WordNote, ...]] = []
        placed: dict[int, int] = {}  # where passages of the edition are among those kept
        for passage, called in zip(self._behind.passages, self._behind.notes, strict=True):
            key = _key(passage)
            number = self._numbers.get(key) if key is not None else None
            if key is not None and self._is_outdated(key, number, called):
                self._keep_conflict(key, passage)
                if number is None:
                    continue
                passage, called = self._before.passages[number], self._before.notes[number]
            if number is not None:
                placed[number] = len(passages)
            passages.append(passage)
            notes.append(tuple(map(self._newer_note, called)))
        for number in self._new_numbers():
            at = max((place + 1 for n, place in placed.items() if n < number), default=0)
            passages.insert(at, self._before.passages[number])
            notes.insert(at, self._before.notes[number])
            placed = {n: place + (place >= at) for n, place in placed.items()}
            placed[number] = at
        then, now = self._states.then.keys(), self._states.now.keys()
        self._made.conflicts += [("", "")] * len(then - now - self._states.here.keys())
        self._made.book = replace(self._behind, passages=tuple(passages), notes=tuple(notes))
        changed = filter(self._states.is_changed, self._states.then)
        self._made.newer = max(len(then - now), len(now - then)) + len([*changed])
        return self._made

    def _is_outdated(self, key: str, number: int | None, called: Sequence[WordNote]) -> bool:
        """Return whether the texts have changed a passage of the file since, or its calls."""
        then, now = self._states.then, self._states.now
        if key in then and key not in now:
            return True
        gone = any(key_of(note.name) in then.keys() - now.keys() for note in called)
        return gone or (number is not None and self._has_new_call(number))

    def _has_new_call(self, number: int) -> bool:
        return any(
            key_of(note.name) not in self._states.then for note in self._before.notes[number]
        )

    def _new_numbers(self) -> Iterator[int]:
        """Yield the numbers of the passages that the texts have only since."""
        for number, passage in enumerate(self._before.passages):
            key = _key(passage)
            if key is not None and key not in self._here and key not in self._states.then:
                yield number

    def _keep_conflict(self, key: str, passage: Passage) -> None:
        if self._states.is_edited(key):
            self._made.conflicts.append((next(iter(names_of(passage)), ""), passage.text))

    def _newer_note(self, note: WordNote) -> WordNote:
        """Return a note as the texts have it now, if they have changed it."""
        key = key_of(note.name)
        if note.name.startswith(NEW) or not self._states.is_changed(key):
            return note
        if self._states.is_edited(key):
            said = " ".join(passage.text for passage in note.passages)
            self._made.conflicts.append((note.name, said))
        return self._known.get(note.name, note)


def _key(passage: Passage) -> str | None:
    names = names_of(passage)
    return key_of(names[0]) if names else None


def with_pages_of(behind: WordBook, before: WordBook, index: tuple[int, int]) -> WordBook:
    """Return a returned file with the index as it is built now, if they differ by pages alone: a
    file that was built with the print has its pages. `index` is where it is in the edition's."""
    own = before.passages[slice(*index)]
    key = _key(own[0]) if own else None
    start = next((n for n, one in enumerate(behind.passages) if key and _key(one) == key), None)
    if start is None:
        return behind
    end = start + len(own)
    there = behind.passages[start:end]
    if list(map(_without_pages, there)) != list(map(_without_pages, own)):
        return behind
    return replace(behind, passages=(*behind.passages[:start], *own, *behind.passages[end:]),
                   notes=(*behind.notes[:start], *before.notes[slice(*index)],
                          *behind.notes[end:]))  # fmt: skip


def with_plain_heads(behind: WordBook, before: WordBook) -> WordBook:
    """Return a returned file whose heads of tables have the look of the edition's, where each cell
    of a row has another in all its letters: LibreOffice writes there what the style of a table
    says of them."""
    numbers = {key: n for n, one in enumerate(before.passages) if (key := _key(one)) is not None}
    passages = list(behind.passages)
    rows: list[list[int]] = []
    for at, passage in enumerate(passages):
        if passage.kind == "row":
            rows.append([])
        if rows and passage.kind in ("row", "cell"):
            rows[-1].append(at)
    for row in rows:
        pairs = [(at, numbers.get(_key(passages[at]) or "")) for at in row if passages[at].text]
        if pairs and all(
            number is not None and passages[at].looks and not before.passages[number].looks
            and passages[at].looks[0][:2] == (0, len(passages[at].text))
            for at, number in pairs
        ):  # fmt: skip
            for at, _ in pairs:
                passages[at] = replace(passages[at], looks=())
    return replace(behind, passages=tuple(passages))


def _without_pages(passage: Passage) -> str:
    return _LOCATORS.sub("", passage.text)
