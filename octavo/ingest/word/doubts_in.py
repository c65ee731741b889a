"""Find the doubts of a document: what was changed, commented, guessed or left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from octavo.ingest.doubts import CLOSE, OPEN, Doubt, excerpt
from octavo.ingest.scan import Place
from octavo.ingest.word.account import Difference, letters
from octavo.ingest.word.marked import Edited
from octavo.ingest.word.opening import Document
from octavo.ingest.word.words import Change, Words

_MOST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """The passages of a document as they are in the text of all documents."""

    file: str
    text: str
    starts: Sequence[int]
    words: Sequence[str]

    def place(self, passage: int, at: int = 0, long: int = 0) -> Place:
        """Return the place of letters of a passage; its line is its number, from 1."""
        passage = min(max(passage, 0), len(self.starts) - 1)
        start = self.starts[passage] + min(at, len(self.words[passage]))
        end = min(start + long, self.starts[passage] + len(self.words[passage]))
        return Place(self.file, "", passage + 1, start, end)

    def doubt(
        self, kind: str, passage: int, message: str, *, at: int = 0, long: int = 0,
        result: str = "", choices: tuple[str, ...] = (),
    ) -> Doubt:  # fmt: skip
        place = self.place(passage, at, long)
        shown = excerpt(self.text, place.start, place.end)
        return Doubt(kind, place, shown, result, message, choices)

    def find(self, words: str) -> int:
        """Return the first passage that has words; 0 if none has."""
        return next((at for at, one in enumerate(self.words) if words and words in one), 0)


def doubts_of_words(words: Words, paragraphs: Paragraphs, *, list_changes: bool) -> list[Doubt]:
    """Return the doubts that the words of a Word file give."""
    found = [_of_change(one, paragraphs) for one in words.changes
             if list_changes or one.kind == "comment"]  # fmt: skip
    for passage, at, figures in words.raised:
        found.append(paragraphs.doubt(
            "call without a note", passage, f"the raised number {figures} was typed by hand: Word "
            "has no note there; if it calls a note, find the note's text and write it as a note",
            at=at, long=len(figures), result=f"^{figures}^"))  # fmt: skip
    for passage, at, _ in words.own_marks:
        found.append(paragraphs.doubt(
            "sign of a call", passage, "this note has a mark of its own in Word; it was numbered "
            "with the others: begin its label with an asterisk for a marked note",
            at=at))  # fmt: skip
    for number in words.empty:
        found.append(paragraphs.doubt(
            "call without a note", 0, f"the {number}. call of the document leads to no note that "
            "is in the file; its note is empty", result=f"[^{number}]"))  # fmt: skip
    for said in words.uncalled:
        place = paragraphs.place(0)
        found.append(Doubt("note without a call", place, f"{OPEN}{said[:2000]}{CLOSE}", "",
                           "this note is in the file, and no call leads to it; it is not in the "
                           "edition"))  # fmt: skip
    return found


def _of_change(one: Change, paragraphs: Paragraphs) -> Doubt:
    who = ", ".join(part for part in (one.author, one.date[:10]) if part) or "someone"
    if one.kind == "comment":
        return paragraphs.doubt("comment", one.passage, f"comment by {who}: {one.words}", at=one.at)
    return paragraphs.doubt(
        "tracked change", one.passage, f"“{one.words[:300]}” was {one.kind} by {who}",
        at=one.at, long=len(one.words),
        choices=("reject",) if one.node is not None else ())  # fmt: skip


def doubts_of_looks(document: Document, paragraphs: Paragraphs) -> list[Doubt]:
    """Return the doubts that headings, languages and fields give."""
    found: list[Doubt] = []
    for words, level in document.marked.looks:
        found.append(paragraphs.doubt(
            "heading by look", paragraphs.find(words), "this short paragraph in bold or larger "
            f"letters was made a heading of level {level}", long=len(words),
            result=f"{'#' * level} {words}", choices=("no heading",)))  # fmt: skip
    for language, stretches in sorted(document.marked.languages.items()):
        said = "; ".join(f"“{' '.join(words.split())[:60]}”" for words in stretches[:_MOST_SHOWN])
        said += "; …" if len(stretches) > _MOST_SHOWN else ""
        first = paragraphs.find(stretches[0])
        found.append(paragraphs.doubt(
            "language", first, f"Word marks {len(stretches)} stretches as of the language "
            f"{language}, which it often guesses: {said}; they are [words]{{lang={language}}}",
        ))  # fmt: skip
    for kind, message in document.marked.remarks:
        found.append(paragraphs.doubt(kind, 0, message))
    for one in document.marked.edited:
        found.append(_of_edited(one, paragraphs))
    for said in document.marked.unread:
        found.append(paragraphs.doubt(
            "citation without a work", 0, "a field of Zotero or Mendeley cannot be read; its words "
            f"are in no citation: {said[:200]}"))  # fmt: skip
    return found


def _of_edited(one: Edited, paragraphs: Paragraphs) -> Doubt:
    written = f"[{'; '.join(f'@{key}' for key in one.keys)}]"
    if not one.shown:
        return paragraphs.doubt(
            "citation to confirm", 0, f"a field cites {written} and shows no words; the words "
            f"around it were kept as they are. The program's own words were “{one.plain[:300]}”: "
            f"write {written} in their place to cite the work", result=written)  # fmt: skip
    passage = paragraphs.find(one.shown)
    at = max(paragraphs.words[passage].find(one.shown), 0)
    bare, plain = letters(one.shown), letters(one.plain)
    if plain in bare:
        return paragraphs.doubt(
            "words not in the edition", passage, "the field of this citation has more words than "
            f"the citation, which are not in the edition: “{one.shown[:2000]}”, where the program "
            f"had “{one.plain[:300]}”", at=at, long=len(one.shown), result=written,
        choices=("no cite",))  # fmt: skip
    return paragraphs.doubt(
        "citation to confirm", passage, f"the words of this citation were edited by hand: "
        f"“{one.shown[:300]}”, where the program had “{one.plain[:300]}”; the edition cites the "
        "work anew, so look at the words around it",
        at=at, long=len(one.shown), result=written,
        choices=("no cite",))  # fmt: skip


def doubts_of_difference(one: Difference, paragraphs: Paragraphs) -> list[Doubt]:
    """Return the doubts about words that are lost or new."""
    found: list[Doubt] = []
    if one.lost:
        at = max(paragraphs.words[one.first].find(one.lost), 0)
        found.append(paragraphs.doubt(
            "words not in the edition", one.first, "these words of the document are not in the "
            f"edition: “{one.lost[:2000]}”", at=at, long=len(one.lost),
            result=one.added[:400]))  # fmt: skip
    elif one.added:
        found.append(paragraphs.doubt(
            "words not in the document", one.first, "these words of the edition are not in the "
            f"document, near this place: “{one.added[:2000]}”"))  # fmt: skip
    return found
