"""Read a Word file of an edition as passages and notes that can be compared with another.

The reader is the proof's: what it proves of a form is what is compared here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count

from octavo.ingest.word.package import Package
from octavo.proof.docx_reader import read_docx
from octavo.proof.form_text import Passage
from octavo.proof.normal_form import CALL
from octavo.returned.tracked import Settled, settled

TEXT_NAME, NOTE_NAME = "#_text_", "#_note_"
NEW = "new "  # how the names of notes begin that the edition has not


@dataclass(frozen=True, slots=True)
class WordNote:
    """A note: the name of its call; its mark; its passages."""

    name: str
    mark: str
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class WordBook:
    """A Word file: the words of its title page, the lines of its contents, its passages, and for
    each of these the notes that it calls, in order."""

    leaves: tuple[str, ...]
    contents: tuple[str, ...]
    passages: tuple[Passage, ...]
    notes: tuple[tuple[WordNote, ...], ...]
    uncalled: tuple[str, ...]


def word_book(data: bytes, language: str) -> WordBook:
    """Return a Word file as it is read; raise UnreadableFormError if it is none."""
    book = read_docx(data, language)
    passages: list[Passage] = []
    notes: list[tuple[WordNote, ...]] = []
    for section in book.sections:
        waiting = iter(section.notes)
        for passage in section.passages:
            called: list[WordNote] = []
            for at in _calls(passage.text):
                note = next(waiting, None)
                name = next((name[1:] for letter, name in passage.names
                             if letter == at and name.startswith(NOTE_NAME)), "")  # fmt: skip
                called.append(WordNote(name, note.call if note else "",
                                       note.passages if note else ()))  # fmt: skip
            passages.append(passage)
            notes.append(tuple(called))
    contents = tuple(line.words for _, lines in book.front.contents for line in lines)
    return WordBook(book.front.leaves, contents, tuple(passages), tuple(notes), book.uncalled)


def settled_book(package: Package, how: Settled, language: str) -> WordBook:
    """Return a Word file with all its tracked changes settled."""
    parts = {
        kind: settled(part, how) if kind in ("document", "footnotes", "endnotes") else part
        for kind, part in package.parts.items()
    }
    made = Package(
        package.name, parts, package.paths, package.relations, package.pictures,
        package.properties, package.custom, package.members,
    )  # fmt: skip
    return word_book(made.packed(), language)


def _calls(text: str) -> Iterator[int]:
    at = text.find(CALL)
    while at >= 0:
        yield at
        at = text.find(CALL, at + 1)


def names_of(passage: Passage) -> tuple[str, ...]:
    """Return the names of the paragraphs that begin in a passage."""
    return tuple(name[1:] for _, name in passage.names if name.startswith(TEXT_NAME))


def looks_of(passage: Passage) -> Sequence[str]:
    """Return the look of each letter of a passage."""
    looks = [""] * len(passage.text)
    for start, end, look in passage.looks:
        looks[start:end] = [look] * (end - start)
    return looks


def with_names(behind: WordBook, before: WordBook) -> WordBook:
    """Return a returned file whose notes have the names of those of the edition's, by the bookmarks
    of their calls, or by their words where these are lost; a new note has a name of its own."""
    known = {note.name: note for notes in before.notes for note in notes}
    here = {note.name for notes in behind.notes for note in notes}
    lost = [note for name, note in known.items() if name not in here]
    numbers = count(1)
    taken: set[str] = set()

    def named(note: WordNote) -> WordNote:
        name = note.name if note.name in known and note.name not in taken else ""
        if not name:
            said = [passage.text for passage in note.passages]
            same = (one for one in lost if [p.text for p in one.passages] == said)
            found = next((one for one in same if one.name not in taken), None)
            name = found.name if found else f"{NEW}{next(numbers)}"
        taken.add(name)
        return replace(note, name=name)

    notes = tuple(tuple(map(named, called)) for called in behind.notes)
    return replace(behind, notes=notes)
