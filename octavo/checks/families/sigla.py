"""Define C for what is typed by hand instead of cited, and for sigla."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from octavo.checks.note_prose import TYPED, NoteRead, Occurrences, notes_read
from octavo.checks.survey import Inventory, Survey
from octavo.checks.text_survey import TextSurvey
from octavo.citations import siglum_of
from octavo.citations.archives import UNIT_WORDS, location_in
from octavo.model import Fault, Place, Reference, Severity, Source, rule
from octavo.pandoc import tree
from octavo.pandoc.walk import plain


def _declared(references: Iterable[Reference]) -> dict[str, list[Reference]]:
    """Return the references that declare each siglum."""
    found: dict[str, list[Reference]] = {}
    for reference in references:
        siglum = siglum_of(reference)
        if siglum is not None:
            found.setdefault(siglum.text, []).append(reference)
    return found


@rule("C010")
def siglum_is_of_one_work(survey: Survey) -> Iterator[Fault]:
    """No siglum stands for two works."""
    for siglum, references in _declared(survey.reading.references).items():
        for reference in references[1:]:
            message = f"the siglum {siglum} of @{reference.key} is that of @{references[0].key} too"
            hint = "give one of them another, such as one with the number of its fond"
            yield siglum_is_of_one_work.fault(reference.place, message, hint)


@rule("C011", Severity.WARNING)
def siglum_is_used(survey: Survey) -> Iterator[Fault]:
    """Every siglum that is declared is used."""
    edition = survey.reading.edition
    if not survey.complete or edition is None:
        return
    cited = sum((text.cites for text in survey.texts), Counter[str]())
    given = edition.citations.sigla.introduce == "note"
    for siglum, references in _declared(survey.reading.references).items():
        for reference in references:
            times = cited[reference.key]
            if times == 0:
                message = f"the siglum {siglum} is never used: nothing cites @{reference.key}"
                yield siglum_is_used.fault(reference.place, message)
            elif times == 1 and given:
                message = f"the siglum {siglum} is given and never used again"
                hint = f"@{reference.key} is cited once: it needs none"
                yield siglum_is_used.fault(reference.place, message, hint)


# --- typed by hand: sigla ------------------------------------------------------------------------

_LONG = sorted((word for word in UNIT_WORDS if len(word) > 2), key=len, reverse=True)
_SHORT = sorted((word for word in UNIT_WORDS if len(word) <= 2), key=len, reverse=True)
# A location after a siglum: the siglum cites, and is not only mentioned.
_PLACE_BEHIND = re.compile(
    rf"[,:]?\s+(?:(?i:{'|'.join(map(re.escape, _SHORT))})\.\s*[\w*“]"
    rf"|(?i:{'|'.join(map(re.escape, _LONG))})\.?\s+[\dIVXLC]"
    r"|\d+(?:re|e|st|nd|rd|th)\s|[A-Z]{1,4}\s?\d)"
    r"|[,:]\s+(?:(?:sous-)?série\s|(?!(?:1[5-9]|20)\d\d(?![–/\d-]))\d"
    r"|[IVXLCDM]{2,}\b|[IVX](?=[,.;]))"
)


@rule("C012", Severity.WARNING, of_text=True)
def siglum_is_cited_by_its_key(survey: TextSurvey) -> Iterator[Fault]:
    """A work that has a siglum is cited by its key, not by the siglum typed by hand.

    What is typed is not counted: the full form may come too late, or not at all.
    """
    declared = {s: found[0] for s, found in _declared(survey.references).items() if len(s) > 1}
    if not declared:
        return
    longest = sorted(declared, key=len, reverse=True)
    pattern = re.compile(rf"(?<![\w@])(?:{'|'.join(map(re.escape, longest))})(?!\w)")
    for text in survey.texts:
        where = Occurrences(survey.source, pattern)
        for note in notes_read(text.manuscript):
            for number, match, written in _matches(note, pattern):
                if not _PLACE_BEHIND.match(written, match.end()):
                    continue
                key = declared[match[0]].key
                place = _place_typed(written[match.end() : match.end() + 200])
                message = f"the siglum {match[0]} is typed by hand"
                yield siglum_is_cited_by_its_key.fault(
                    where.after(note.place, number), message, f"cite it: {_cite(key, place)}"
                )


# The end of a location in prose: another source or sentence, or a closing parenthesis.
_END = re.compile(r"[;\n]|(?<=\w\w\w)\.\s+(?=[^\W\d_a-z])|(?<=\d)\.(?=\s|$)|\s(?:and|et|und)\s")


def _place_typed(behind: str) -> str:
    """Return the location after a siglum, as a cite would have it."""
    text = _END.split(behind)[0]
    closing = [at for at in range(len(text)) if text[: at + 1].count(")") > text[:at].count("(")]
    text = text[: closing[0]] if closing else text
    parts = location_in(tree.text(text)).parts
    return ", ".join(" ".join(plain(part).split()) for part in parts).rstrip(". ")


def _cite(key: str, place: str = "") -> str:
    key = key if re.fullmatch(r"\w+(?:[:.#$%&+?<>~/-]\w+)*", key) else f"{{{key}}}"
    return f"[@{key}, {place}]" if place else f"[@{key}]"


def _matches(note: NoteRead, pattern: re.Pattern[str]) -> Iterator[tuple[int, re.Match[str], str]]:
    """Yield the matches in the words of a note: the number of the match in the note, the match, and
    the words that hold it."""
    number = 0
    for piece in note.pieces:
        for match in pattern.finditer(piece.words):
            yield number, match, piece.words
            number += 1


def _texts(survey: Survey) -> Iterator[tuple[Inventory, Source | None]]:
    sources = {source.section.path: source for source in survey.reading.sources}
    return ((text, sources.get(text.path)) for text in survey.texts)


# --- typed by hand: ibid. ------------------------------------------------------------------------

_LEADS = re.compile(r"(?:^|[.;:(,—–]|\b(?:vgl|siehe|см|cf|see|voir|też))\s*$", re.IGNORECASE)
_FOLLOWS = re.compile(r"\s*(?:[.,;)]|$)|\s+\d")
_LOCATOR = re.compile(r"[.,\s]*(?:[Pp]p?\.\s*|[Ss]\.\s*|[СсCc]\.\s*)?(\d+(?:[–-]\d+)?)")
_OTHER = re.compile(r"[;\n]|\bcit\b|соч", re.IGNORECASE)  # words after it are of another work
_NAME = re.compile(r"[^\W\d_][\w’'-]+")


@rule("C013", Severity.WARNING)
def repetition_is_not_typed(survey: Survey) -> Iterator[Fault]:
    """No note says *ibid.* or *op. cit.* by hand.

    It goes wrong with the next note that is put between.  Cited by its key, the work is set as
    the style asks, and stays right.
    """
    if not survey.keys:
        return
    memory = _Memory(survey.reading.references)
    for text, source in _texts(survey):
        where = Occurrences(source, TYPED)
        memory.open_text()
        for note in text.notes:
            memory.open_note()
            number = 0
            for piece in note.pieces:
                if piece.key:
                    memory.cite(piece.key)
                for match in TYPED.finditer(piece.words):
                    if _stands_for_a_source(match, piece.words):
                        place = where.after(note.place, number)
                        yield _typed(place, match, piece.words, memory)
                    number += 1


def _stands_for_a_source(match: re.Match[str], written: str) -> bool:
    if written[: match.start()].endswith(("“", "‘", "«", "„", '"')):
        return False  # mentioned
    if match.lastgroup != "before_alone":
        return True
    before = written[max(0, match.start() - 40) : match.start()]
    return bool(_LEADS.search(before) and _FOLLOWS.match(written, match.end()))


def _typed(place: Place, match: re.Match[str], written: str, memory: _Memory) -> Fault:
    """Return the fault of a repetition typed by hand, with the work that it refers to, if known, as
    a hint."""
    point = "." if written[match.end() : match.end() + 1] == "." else ""
    message = f"“{' '.join(match[0].split())}{point}” is typed by hand"
    before = _OTHER.split(written[max(0, match.start() - 80) : match.start()])[-1]
    kind = match.lastgroup
    key, why = memory.of_author(before) if kind in {"work", "place"} else ("", "")
    if not key and kind != "work":
        key, why = memory.before()
    if not key:
        return repetition_is_not_typed.fault(place, message, why)
    memory.cite(key)
    found = _LOCATOR.match(written, match.end()) if kind != "place" else None
    return repetition_is_not_typed.fault(
        place, message, f"it points to @{key}: cite {_cite(key, found[1] if found else '')}"
    )


class _Before(NamedTuple):
    """A key, or the reason why there is none."""

    key: str
    why: str = ""


@dataclass
class _Memory:
    """The memory of a reader: the works cited in this note, in the one before, and last of each
    author."""

    references: Iterable[Reference]
    here: list[str] | None = None
    last: list[str] | None = None
    of: dict[str, str] = field(default_factory=dict)
    _names: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _works: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for reference in self.references:
            self._names[reference.key] = names = tuple(_families(reference))
            for name in names:
                self._works.setdefault(name, []).append(reference.key)

    def open_text(self) -> None:
        self.here = self.last = None

    def open_note(self) -> None:
        self.last, self.here = self.here, []

    def cite(self, key: str) -> None:
        if self.here is not None:
            self.here.append(key)
        self.of.update(dict.fromkeys(self._names.get(key, ()), key))

    def before(self) -> _Before:
        """Return the work that *ibid.* points to: the last of this note, or the only one of the
        note before."""
        if self.here:
            return _Before(self.here[-1])
        if self.last is None:
            return _Before("", "no note comes before it in this text")
        several = list(dict.fromkeys(self.last))
        if len(several) == 1:
            return _Before(several[0])
        if several:
            named = ", ".join(f"@{key}" for key in several[:3])
            return _Before("", f"the note before cites several works ({named}): cite the one meant")
        return _Before("", "the note before cites nothing by its key: cite there and here")

    def of_author(self, before: str) -> _Before:
        """Return the last cited work of the last author named in `before`, or the author's only
        work."""
        for name in reversed(_NAME.findall(before)):
            folded = name.casefold()
            if not name[0].isupper():
                continue
            if folded in self.of:
                return _Before(self.of[folded])
            if len(self._works.get(folded, ())) == 1:
                return _Before(self._works[folded][0])
        return _Before("", "no work of an author named here was cited before: cite the one meant")


def _families(reference: Reference) -> Iterator[str]:
    for role in ("author", "editor", "translator"):
        people = reference.data.get(role)
        for person in people if isinstance(people, list) else ():
            name = person.get("family") or person.get("literal") if isinstance(person, dict) else ""
            found = _NAME.findall(name) if isinstance(name, str) else []
            if found:
                yield found[-1].casefold()
