"""Set references to notes: `[@note:label]` as "note 12", with the chapter, the direction or the
page.

The suffix asks for more: `[@note:label, where]` prints "note 12 above" or "below", as the case is;
`[@note:label, page]` prints the page too, in the forms that have pages. Where numbers begin again
on each page, every reference does so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from octavo.locales import Words, around, chapter_number, words_in
from octavo.model import Element, Inlines, Manuscript, NoteSettings
from octavo.notes.junctions import joined
from octavo.notes.numbering import notes_of
from octavo.notes.split_citations import NOTE_KEY, is_note_reference
from octavo.pandoc import tree
from octavo.pandoc.heading_spans import number_of_heading, without_number
from octavo.pandoc.note_spans import is_note, label_of, mark_of, series_of_note
from octavo.pandoc.walk import plain, rewrite, text_of, walk

PAGE = "note-page"  # the class of the span around the page of a note, for the forms that have pages
REFERENCE, NOTE_MARK = "note-reference", "note-mark"  # the second of a number by page
UNKNOWN_PAGE = "000"  # printed until the page is known


_ASKED = re.compile(r"[\s,]*(?P<word>where|above|below|page)(?=$|[,;.:)])")


@dataclass(frozen=True, slots=True)
class NoteTarget:
    """A note that is referred to: its id and mark, its position among all notes, counted from the
    first note of the section that refers to it, and its own section."""

    id: str
    mark: str
    number: int
    section: str
    series: str


@dataclass(frozen=True, slots=True)
class NoteTargets:
    """What the references of one section need to know of the edition: the notes that they name, by
    label; and of the sections of those notes, the number in the title and the short title."""

    notes: Mapping[str, NoteTarget]
    chapters: Mapping[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])


def resolve_note_references(
    manuscripts: Sequence[Manuscript], settings: NoteSettings | None = None
) -> tuple[Manuscript, ...]:
    """Return the manuscripts with `[@note:label]` as "note 12", linked to the note with this label
    in its own section, or else in the edition."""
    asked, targets = settings or NoteSettings(), note_targets(manuscripts)
    return tuple(
        with_note_references(made, found, asked)
        for made, found in zip(manuscripts, targets, strict=True)
    )


def note_targets(manuscripts: Sequence[Manuscript]) -> tuple[NoteTargets, ...]:
    """Return for each manuscript what its references to notes need; its notes are numbered."""
    if not any(manuscript.holds("Cite") for manuscript in manuscripts):
        return tuple(NoteTargets({}) for _ in manuscripts)
    names = {manuscript.section.name: manuscript for manuscript in manuscripts}
    everywhere: dict[str, NoteTarget] = {}
    rows: list[tuple[int, dict[str, NoteTarget]]] = []
    number = 0
    for manuscript in manuscripts:
        section, own = manuscript.section.name, dict[str, NoteTarget]()
        rows.append((number, own))
        for note in notes_of(manuscript):
            number += 1
            series, label = series_of_note(note), label_of(note)
            target = NoteTarget(tree.id_of(note), mark_of(note), number, section, series)
            if label:
                own[label] = everywhere[label] = target
    found: list[NoteTargets] = []
    for manuscript, (first, own) in zip(manuscripts, rows, strict=True):
        asked = dict.fromkeys(_labels_in(manuscript))
        named = {label: own.get(label) or everywhere[label] for label in asked}
        notes = {name: replace(one, number=one.number - first) for name, one in named.items()}
        sections = dict.fromkeys(target.section for target in notes.values())
        chapters = {name: _chapter_of(names[name]) for name in sections}
        found.append(NoteTargets(notes, chapters))
    return tuple(found)


def _labels_in(manuscript: Manuscript) -> Iterator[str]:
    """Yield the labels of the notes that a section refers to."""
    for element in walk(manuscript.blocks) if manuscript.holds("Cite") else ():
        if is_note_reference(element):
            for cite in tree.citations_of(element):
                yield cite["citationId"].removeprefix(NOTE_KEY)


def _chapter_of(manuscript: Manuscript) -> tuple[str, str]:
    """Return the number in a section's title, and its short title: the one for the running head, or
    the title without its subtitle."""
    above = number_of_heading(manuscript.title)
    title = text_of(without_number(manuscript.title)).strip()
    short = _running(manuscript) or title.split(": ")[0] or manuscript.section.name
    if above is not None:
        return above.number if above.kind == "chapter" else "", short
    return chapter_number(title), short


def with_note_references(
    manuscript: Manuscript, targets: NoteTargets, settings: NoteSettings
) -> Manuscript:
    """Return a section with its references to notes set in words."""
    if not manuscript.holds("Cite"):
        return manuscript
    resolver = _Resolver(targets, settings)
    return resolver.resolve(manuscript)


class _Resolver:
    """The setting of one section's references to notes."""

    def __init__(self, targets: NoteTargets, settings: NoteSettings) -> None:
        self._targets = targets
        self._restarts = settings.numbering != "edition"
        self._by_page = settings.by_page

    def resolve(self, manuscript: Manuscript) -> Manuscript:
        section = manuscript.section.name
        words = words_in(manuscript.language)
        before = iter(self._notes_before(manuscript))

        def setting(element: Element) -> Inlines | None:
            if not is_note_reference(element):
                return None
            number = next(before)
            made: Inlines = []
            for cite in tree.citations_of(element):
                target = self._targets.notes[cite["citationId"].removeprefix(NOTE_KEY)]
                made += [tree.string(";"), tree.SPACE] if made else []
                made += self._reference(cite, target, section, number, words)
            return made

        return replace(manuscript, blocks=joined(manuscript.blocks, setting, inside=False))

    def _notes_before(self, manuscript: Manuscript) -> list[int]:
        """Return, for each reference in order, how many notes of the section have begun before
        it."""
        number, found = 0, []
        for element in walk(manuscript.blocks):
            if is_note(element):
                number += 1
            elif is_note_reference(element):
                found.append(number)
        return found

    def _reference(
        self, cite: tree.Citation, target: NoteTarget, section: str, number: int, words: Words
    ) -> Inlines:
        asked, rest = _asked(cite["citationSuffix"])
        address, by_page = f"#{target.id}", target.series in self._by_page
        made = _by_page(words, target.mark, address) if by_page else [
            tree.link(
                tree.text(words.note.format(number=target.mark)), address, classes=[REFERENCE]
            )
        ]  # fmt: skip
        restarts = self._restarts or target.series == "marked"
        if target.section != section and restarts:
            before, behind = self._chapter(target.section, words)
            made = [*tree.text(before), *made, *tree.text(behind)]
        if "where" in asked:
            phrase = words.note_above if target.number <= number else words.note_below
            before, behind = around(phrase, "note")
            made = [*tree.text(before), *made, *tree.text(behind)]
        if "page" in asked or by_page:
            made.append(on_page(words, address))
        prefix = cite["citationPrefix"]
        return [*prefix, *([tree.SPACE] if prefix else []), *made, *rest]

    def _chapter(self, section: str, words: Words) -> tuple[str, str]:
        """Return the words before and after a note that name its chapter: by the number in the
        chapter's title, or by the title without its subtitle."""
        number, short = self._targets.chapters[section]
        phrase = words.note_in_chapter if number else words.note_in_titled
        before, behind = around(phrase, "note")
        return before.format(number=number, title=short), behind.format(number=number, title=short)


def _by_page(words: Words, mark: str, address: str) -> Inlines:
    """Return a reference whose number the print puts in, when it knows the page of the note: a link
    of the number alone."""
    before, behind = around(words.note, "number")
    link = tree.link(tree.text(mark), address, classes=[REFERENCE, NOTE_MARK])
    return [*tree.text(before), link, *tree.text(behind)]


def on_page(words: Words, address: str) -> Element:
    """Return the page that a link leads to, with the words around it, as a span that forms without
    pages leave out."""
    before, behind = around(words.on_page, "page")
    page = tree.link(tree.text(UNKNOWN_PAGE), address, classes=[PAGE])
    return tree.span([*tree.text(before), page, *tree.text(behind)], classes=[PAGE])


def without_pages(inlines: Inlines) -> Inlines:
    """Return inlines without the pages that they refer to: words that are repeated in a list, an
    index or another reference are not printed where the page is asked for."""

    def change(element: Element) -> Inlines | None:
        return [] if tree.is_kind(element, "Span") and PAGE in tree.classes_of(element) else None

    return rewrite(inlines, change)


def _running(manuscript: Manuscript) -> str:
    """Return the short title that an author gives for the running head, or nothing."""
    first = next((e for e in walk(manuscript.blocks) if tree.is_kind(e, "Header")), None)
    return tree.attribute(first, "running") if first else ""


def _asked(suffix: Inlines) -> tuple[set[str], Inlines]:
    """Return the words that the suffix of a reference to a note asks with, and the rest of the
    suffix."""
    words = list(takewhile(lambda i: tree.is_string(i) or tree.is_space(i), suffix))
    head = plain(words)
    asked: set[str] = set()
    while found := _ASKED.match(head):
        asked.add("page" if found["word"] == "page" else "where")
        head = head[found.end() :]
    if not asked:
        return asked, suffix
    return asked, [*tree.text(head), *suffix[len(words) :]]
