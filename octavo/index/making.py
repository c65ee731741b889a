"""Make the sections of the index: entries filed, their pages, see and see also, as nested lists.

<div class="index-entries columns-2"><div class="index-letter"><ul>
  <li><span id="index-entry-7" class="index-term">Litvinov, Maksim</span>,
      <a class="index-locator" href="#index-01-3">12</a>. <em>See also</em> …
    <ul><li><span class="index-term">and Stalin</span>, …</li></ul></li>
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from octavo.index.headings import read_headings
from octavo.index.locators import Locator, Spot, locators, locators_of_places
from octavo.index.order import key_of, letter_of
from octavo.locales import Words, words_in
from octavo.model import (  # fmt: skip
    Blocks,
    Edition,
    Element,
    IndexMark,
    IndexPart,
    IndexSettings,
    Inlines,
    Manuscript,
    Section,
)
from octavo.pandoc import tree
from octavo.pandoc.walk import text_of
from octavo.parsing.snippets import read_passages


@dataclass(slots=True)
class Entry:
    """An entry, or a subentry, while its marks are collected; `id` is its id in the index."""

    words: Inlines
    text: str
    id: str = ""
    above: str = ""  # the words of the entries that it is below
    filed: str = ""
    marks: list[IndexMark] = field(default_factory=list)
    see: dict[tuple[str, ...], None] = field(default_factory=dict)
    see_also: dict[tuple[str, ...], None] = field(default_factory=dict)
    below: dict[str, Entry] = field(default_factory=dict)


def make_indexes(
    marks: Sequence[IndexMark], spots: Mapping[str, Spot] | None, edition: Edition,
    sections: Sequence[Section],
) -> tuple[Manuscript, ...]:  # fmt: skip
    """Return the index, or the several indexes, of an edition; `spots` are the pages by the ids of
    marks. Without them the entries lead to their places, and name no pages."""
    settings = edition.index
    assert settings is not None
    words = words_in(edition.language)
    parts = settings.parts or (
        IndexPart(name="x", title=settings.title or words.index,
                  introduction=settings.introduction),
    )  # fmt: skip
    read = read_headings(marks)
    chosen = by_part(marks, settings)
    return tuple(
        _Maker(section, part, edition, settings, words, spots, read).made(chosen[number])
        for number, (section, part) in enumerate(zip(sections, parts, strict=True))
    )


def by_part(marks: Sequence[IndexMark], settings: IndexSettings) -> list[list[IndexMark]]:
    """Return the marks of each part; a mark that names no part belongs to the first."""
    names = {part.name: number for number, part in enumerate(settings.parts)}
    chosen: list[list[IndexMark]] = [[] for _ in settings.parts or (None,)]
    for mark in marks:
        number = names.get(mark.index) if mark.index and names else 0
        if number is not None:
            chosen[number].append(mark)
    return chosen


class _Maker:
    """One index: its entries as a tree, then the tree as blocks."""

    def __init__(
        self, section: Section, part: IndexPart, edition: Edition, settings: IndexSettings,
        words: Words, spots: Mapping[str, Spot] | None, read: Mapping[str, Inlines],
    ) -> None:  # fmt: skip
        self._section, self._part, self._settings = section, part, settings
        self._language, self._words = edition.language, words
        self._spots, self._read = spots, read
        self._entries: dict[str, Entry] = {}

    def made(self, marks: Sequence[IndexMark]) -> Manuscript:
        """Return the section; empty where there are no entries."""
        title = tree.text(self._part.title)
        for mark in marks:
            self._take(mark)
        if not self._entries:
            return Manuscript(self._section, title, self._language, [])
        blocks = [tree.header(1, title, f"{self._section.name}-title", ["index-heading"])]
        if self._part.introduction:
            introduction = read_passages([self._part.introduction])[0]
            blocks.append(tree.div(introduction, classes=["index-introduction"]))
        names = ["index-entries", f"columns-{self._settings.columns}"]
        blocks.append(tree.div(list(self._letters()), classes=names))
        return Manuscript(self._section, title, self._language, blocks)

    # --- the tree --------------------------------------------------------------------------------

    def _take(self, mark: IndexMark) -> None:
        below, entry = self._entries, None
        for number, level in enumerate(mark.heading):
            words = self._read[level]
            above = ": ".join(text_of(self._read[name]) for name in mark.heading[:number])
            entry = below.setdefault(level, Entry(words, text_of(words), above=above))
            if number < len(mark.filed):
                entry.filed = entry.filed or mark.filed[number]
            below = entry.below
        assert entry is not None
        if mark.place:
            entry.marks.append(mark)
        entry.see |= dict.fromkeys(mark.see)
        entry.see_also |= dict.fromkeys(mark.see_also)

    def _in_order(self, entries: Iterable[Entry], *, below: bool) -> list[Entry]:
        order, language = self._settings.order, self._language
        return sorted(
            entries, key=lambda e: key_of(e.filed or e.text, language, order, below=below)
        )

    # --- the blocks ------------------------------------------------------------------------------

    def _letters(self) -> Iterator[Element]:
        ordered = self._in_order(self._entries.values(), below=False)
        for number, entry in enumerate(_all(ordered), 1):
            entry.id = f"{self._section.name}-entry-{number}"
        letters = groupby(ordered, lambda e: letter_of(e.filed or e.text, self._language))
        for letter, entries in letters:
            heading = tree.div([tree.para(tree.text(letter))], classes=["index-letter-heading"])
            above = [heading] if letter and self._settings.letters == "heading" else []
            listed = tree.bullet_list(self._items(entries))
            yield tree.div([*above, listed], classes=["index-letter"])

    def _items(self, entries: Iterable[Entry], level: int = 0) -> list[Blocks]:
        return [self._item(entry, level) for entry in entries]

    def _item(self, entry: Entry, level: int) -> Blocks:
        below = self._in_order(entry.below.values(), below=True)
        if not below:
            return [tree.plain_block([*self._head(entry, level), *self._also(entry, level)])]
        if self._settings.subentries == "run-in" and level == 0:
            return [tree.plain_block([*self._run_in(entry, below), *self._also(entry, level)])]
        head, also = self._head(entry, level), self._also(entry, level)
        listed = self._items(below, level + 1)
        if self._settings.see_also == "head" or level:
            head += also
        elif also:
            listed.append([tree.plain_block(self._also_alone(entry))])
        return [tree.plain_block(head), tree.bullet_list(listed)]

    def _head(self, entry: Entry, level: int) -> Inlines:
        """Return an entry with its locators, and its "see" reference."""
        again = self._words.continued.format(entry=entry.above) if entry.above else ""
        made: Inlines = [_term(entry.id, entry.words, again)]
        for locator in self._locators(entry):
            made += [*tree.text(self._words.comma), _link(locator)]
        if entry.see:
            made += self._reference("index-see", entry.see, level, made)
        return made

    def _locators(self, entry: Entry) -> tuple[Locator, ...]:
        settings = self._settings
        if self._spots is None:
            return locators_of_places(entry.marks, self._words)
        return locators(
            entry.marks, self._spots, self._words,
            chicago=settings.ranges == "chicago", join=settings.join,
        )  # fmt: skip

    def _run_in(self, entry: Entry, below: Sequence[Entry]) -> Inlines:
        """Return an entry and its subentries in one paragraph, and theirs in parentheses."""
        made = [*self._head(entry, 0), tree.string(":")]
        for number, sub in enumerate(below):
            made += [tree.string(";")] if number else []
            made += [tree.SPACE, *self._head(sub, 1), *self._also(sub, 1)]
            deeper = self._in_order(sub.below.values(), below=True)
            for position, each in enumerate(deeper):
                opening = [tree.SPACE, tree.string("(")]
                made += [tree.string(";"), tree.SPACE] if position else opening
                made += [*self._head(each, 2), *self._also(each, 2)]
            made += [tree.string(")")] if deeper else []
        return made

    def _also(self, entry: Entry, level: int) -> Inlines:
        if not entry.see_also:
            return []
        ends = [] if entry.marks or entry.see else entry.words
        return self._reference(_SEE_ALSO, entry.see_also, level, ends)

    def _also_alone(self, entry: Entry) -> Inlines:
        """Return the "see also" reference as a subentry of its own."""
        return [_emph(self._words.see_also), *self._targets(entry.see_also, _SEE_ALSO)]

    def _reference(
        self, kind: str, targets: Iterable[tuple[str, ...]], level: int, before: Inlines
    ) -> Inlines:
        """Return `. See …` after an entry, `(see …)` after a subentry."""
        word = self._words.see_also if kind == _SEE_ALSO else self._words.see
        listed = self._targets(targets, kind)
        if level:
            word = word[:1].lower() + word[1:]
            return [tree.SPACE, tree.string("("), _emph(word), *listed, tree.string(")")]
        stop = [] if text_of(before).endswith((".", "!", "?")) else [tree.string(".")]
        return [*stop, tree.SPACE, _emph(word), *listed]

    def _targets(self, targets: Iterable[tuple[str, ...]], kind: str) -> Inlines:
        """Return the entries referred to, in order, each a link if there is such an entry, and of
        the class `kind`."""
        made: Inlines = []
        language, order = self._language, self._settings.order
        ordered = sorted(
            targets, key=lambda t: key_of(self._plain(t), language, order, below=False)
        )
        for number, target in enumerate(ordered):
            made += [tree.string(";"), tree.SPACE] if number else []
            words: Inlines = []
            for level in target:
                words += [*([tree.string(":"), tree.SPACE] if words else []), *self._read[level]]
            found = self._find(target)
            made.append(_refer(words, found.id if found else "", kind))
        return made

    def _plain(self, target: Sequence[str]) -> str:
        return ": ".join(text_of(self._read[level]) for level in target)

    def _find(self, target: Sequence[str]) -> Entry | None:
        below, entry = self._entries, None
        for level in target:
            entry = below.get(level)
            if entry is None:
                return None
            below = entry.below
        return entry


def _all(entries: Iterable[Entry]) -> Iterator[Entry]:
    for entry in entries:
        yield entry
        yield from _all(entry.below.values())


# --- small elements ------------------------------------------------------------------------------

_SEE_ALSO = "index-see-also"
_WEIGHTS = {"main": tree.strong, "figure": tree.emph}


def _link(locator: Locator) -> Element:
    words = [tree.string(locator.text)]
    if locator.weight:
        words = [_WEIGHTS[locator.weight](words)]
    return tree.link(words, f"#{locator.target}", classes=["index-locator"])


def _refer(words: Inlines, identity: str, kind: str) -> Element:
    if not identity:
        return tree.span(words, "", [kind])
    return tree.link(words, f"#{identity}", classes=[kind])


def _term(identity: str, words: Inlines, again: str) -> Element:
    """Return the words of an entry; `again` is printed above a page that begins with this
    subentry."""
    return tree.span(words, identity, ["index-term"], {"running": again} if again else {})


def _emph(text: str) -> Element:
    """Return the word of a reference in italics with the space after it, which alone would leave no
    trace in the PDF's text."""
    return tree.emph(tree.text(f"{text} "))
