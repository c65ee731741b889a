"""Find the places in the sources of what a layout reports by its words.

A text is searched for the words, by the lines before them; a note also has the place where it is
written. Of the bibliography the files are searched: the place is that of the entry with the words.
Other pages that Octavo makes (title leaves, contents, index) have words of the texts and of
edition.yaml.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property

from octavo.model import Fault, FaultError, PageIssue, Place, Section
from octavo.source import EDITION_PATH, Lines, read_edition, sections_of
from octavo.source.locate import Wording, is_vague
from octavo.tasks.parse import read_text
from octavo.tasks.paths import Paths

BIBLIOGRAPHY = "bibliography"


def places_of(
    paths: Paths, section: Section | None, name: str, issues: Sequence[PageIssue]
) -> Iterator[Place]:
    """Yield the place of each issue, in the order of the pages. In a section that Octavo makes, the
    place is that of an entry of the bibliography, or of the words in a text or in edition.yaml; the
    section's name if they are in none."""
    source = read_text(paths, section)[0] if section else None
    if source is None:
        made = _Entries(paths) if name.startswith(BIBLIOGRAPHY) else _Written(paths, name)
        for issue in issues:
            yield made.place_of(issue) or Place(section.path if section else name)
        return
    asked = [text for issue in issues for text in (issue.words, *issue.near)]
    wording, lines = Wording(source.text, asked), Lines(source.section.path, source.text)
    notes = _notes_of(paths, name) if any(issue.note for issue in issues) else {}
    starts = [0, *(at + 1 for at, sign in enumerate(source.text) if sign == "\n")]
    reached = {True: 0, False: 0}  # in the notes, and in the text
    for issue in issues:
        of_note = bool(issue.note)
        written = notes.get(issue.note)
        after = reached[of_note]
        if written is not None:
            after = starts[min(written.line, len(starts)) - 1] + written.column - 1
        offset = _referring(source.text, issue.words)
        if offset is None:
            offset = _offset(wording, issue, after)
        if written is not None and (offset is None or not after <= offset < after + _LONG_NOTE):
            yield written
            continue
        if offset is None:
            offset = _verbatim(source.text, issue.words)
        if offset is not None:
            reached[of_note] = max(reached[of_note], offset)
        elsewhere = None
        if offset is None and not any(reached.values()):
            elsewhere = _Written(paths, TITLE_LEAVES).place_of(issue)  # as in a running head
        yield elsewhere or lines.place(offset if offset is not None else reached[of_note])


_LONG_NOTE = 20_000  # letters: words found further behind a note's beginning are another's


def located(paths: Paths, name: str, faults: Sequence[Fault]) -> tuple[Fault, ...]:
    """Return the faults of a section's layout at their places."""
    sought = [fault for fault in faults if fault.words or fault.note]
    if not sought:
        return tuple(faults)
    path = sought[0].place.path
    section = Section(name, path) if path != name else None
    issues = [
        PageIssue(fault.rule, 0, fault.message, words=fault.words, note=fault.note)
        for fault in sought
    ]
    places = dict(zip(map(id, sought), places_of(paths, section, name, issues), strict=True))
    return tuple(replace(fault, place=places.get(id(fault), fault.place)) for fault in faults)


class LayoutFaultError(FaultError):
    """Raised if a layout has errors: it looks for their places when it is reported, since a stage
    may not read the sources."""

    def __init__(self, paths: Paths, name: str, *faults: Fault) -> None:
        super().__init__(*faults)
        self._paths, self._name = paths, name

    def placed(self) -> tuple[Fault, ...]:
        """Return the faults where their words are written."""
        return located(self._paths, self._name, self.faults)


def _notes_of(paths: Paths, name: str) -> Mapping[str, Place]:
    """Return the place of each note of a section, by its id; none if the section is not there."""
    from octavo.proof import expected_notes
    from octavo.tasks.cite import load_cited

    with suppress(OSError, ValueError):
        made = load_cited(paths, name)
        return {note.id: note.place for note in expected_notes([made])}
    return {}


_REFERRING = re.compile(r"[@#][\w:.#$%&+?<>~/-]+")


def _referring(text: str, words: str) -> int | None:
    """Return the offset of a reference, `@fig:a` or `#sec:a`; of a note, that of the first
    reference to the page of one."""
    if not _REFERRING.fullmatch(words):
        return None
    found = re.search(rf"(?<![\w\\]){re.escape(words)}(?![\w:-])", text, re.IGNORECASE)
    if found is None and words.startswith("@note-"):
        found = re.search(r"@note:[^\]\n]*\bpage\b", text)
    return found.start() if found else None


_CALL = re.compile(r"(?<=[^\W\d_])[.,;:?!”’)»]*\d+(?:[,\d]*)\s*$")


def _verbatim(text: str, words: str) -> int | None:
    """Return the offset of words in a text as they are written, or without the figures of the note
    calls behind them; of a word that is broken, the offset of its beginning."""
    bare = _CALL.sub("", words)
    for asked in (words, bare, *bare.split()[:1]):
        at = text.find(asked) if asked.strip() else -1
        if at >= 0:
            return at
    return None


class _Written:
    """The texts and edition.yaml, searched for words on a page that Octavo makes of them."""

    def __init__(self, paths: Paths, name: str) -> None:
        self._paths = paths
        self._of_edition = name == TITLE_LEAVES

    def place_of(self, issue: PageIssue) -> Place | None:
        """Return the place of the words of an issue: in a heading, in a text, in edition.yaml."""
        texts = [(n, t) for n, t in self._texts.items() if n != EDITION_PATH]
        metadata = [(n, t) for n, t in self._texts.items() if n == EDITION_PATH]
        in_metadata = [(find, each) for each in metadata for find in (_anywhere, _verbatim)]
        in_texts = [(find, each) for find in (_in_headings, _anywhere, _verbatim) for each in texts]
        ordered = in_metadata + in_texts if self._of_edition else in_texts + in_metadata
        for find, (name, text) in ordered if issue.words else ():
            at = find(text, issue.words)
            if at is not None:
                return Lines(name, text).place(at)
        return None

    @cached_property
    def _texts(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        with suppress(OSError, ValueError):
            written = (self._paths.root / EDITION_PATH).read_text(encoding="utf-8")
            edition, _ = read_edition(written.encode())
            for section in sections_of(edition) if edition else ():
                source = read_text(self._paths, section)[0]
                if source is not None:
                    found[section.path] = source.text
            found[EDITION_PATH] = written
        return found


TITLE_LEAVES = "title-leaves"
_HEADING = re.compile(r"^#{1,6}[ \t].*$|^.+(?=\n(?:=+|-+)[ \t]*$)", re.MULTILINE)


def _in_headings(text: str, words: str) -> int | None:
    for heading in _HEADING.finditer(text):
        at = Wording(heading[0]).find(words)
        if at is None:
            at = _verbatim(heading[0], words)
        if at is not None:
            return heading.start() + at
    return None


def _anywhere(text: str, words: str) -> int | None:
    return None if is_vague(words) else Wording(text, [words]).find(words)


class _Entries:
    """The entries of an edition's bibliographies, found by the words that are printed of them."""

    def __init__(self, paths: Paths) -> None:
        self._paths = paths

    def place_of(self, issue: PageIssue) -> Place | None:
        """Return the place of the entry that has the words of an issue, or those before them."""
        for words in (issue.words, *issue.near):
            for name, wording in self._wordings.items():
                at = None if is_vague(words) else wording.find(words)
                if at is not None:
                    return self._entry_at(name, at)
        return None

    def _entry_at(self, name: str, offset: int) -> Place | None:
        line = Lines(name, self._wordings[name].text).place(offset).line
        places = [place for place in self._places if place.path == name]
        number = bisect_right([place.line for place in places], line)
        return places[max(0, number - 1)] if places else None

    @cached_property
    def _names(self) -> Sequence[str]:
        edition, _ = read_edition((self._paths.root / EDITION_PATH).read_bytes())
        return edition.citations.bibliographies if edition else ()

    @cached_property
    def _wordings(self) -> Mapping[str, Wording]:
        found: dict[str, Wording] = {}
        for name in self._names:
            with suppress(OSError, ValueError):
                found[name] = Wording((self._paths.root / name).read_text(encoding="utf-8"))
        return found

    @cached_property
    def _places(self) -> Sequence[Place]:
        from octavo.tasks.read import read_references

        references, _ = read_references(self._paths, self._names)
        places = (reference.place for reference in references)
        return sorted(places, key=lambda place: (place.path, place.line))


def _offset(wording: Wording, issue: PageIssue, after: int) -> int | None:
    """Return the offset of an issue's words in the source, by the lines before them.

    If the words are too few, or not in the source, return the offset of the words near them; None
    if those are not found either.
    """
    found = wording.find_behind(issue.near[::-1], issue.words, after)
    if found is not None:
        return found
    for text in sorted(issue.near, key=is_vague):
        offset = wording.find(text, after)
        if offset is not None:
            return offset
    return None
