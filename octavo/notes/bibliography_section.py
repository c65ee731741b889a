"""Make the bibliography a section: split by queries, ordered, introduced, annotated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from octavo.locales import words_in
from octavo.model import (
    BibliographyPart,
    Blocks,
    CitationSettings,
    Element,
    Manuscript,
    PartQuery,
    Reference,
    Section,
    SetEntry,
)
from octavo.notes.archives_consulted import archives_consulted
from octavo.notes.entry_names import DASH, in_small_capitals, without_names
from octavo.notes.entry_order import filed_by
from octavo.pandoc import tree
from octavo.pandoc.walk import walk
from octavo.parsing.snippets import read_passages

NAME = "bibliography"
REST = PartQuery()


def bibliography(
    entries: Sequence[SetEntry],
    references: Mapping[str, Reference],
    settings: CitationSettings,
    language: str,
) -> Manuscript:
    """Return the section of the bibliography: its parts in the order of edition.yaml, each entry a
    Div.

    Entries that belong to no part come first, directly below the heading of the section.
    """
    section = Section(NAME, "", "back")
    title = tree.text(settings.title or words_in(language).bibliography)
    if not entries:
        return Manuscript(section, title, language, [])
    writer = _Writer(entries, references, settings, language)
    heading = tree.header(1, title, "bibliography-title", ["bibliography"])
    return Manuscript(section, title, language, [heading, *writer.parts()])


def part_of(reference: Reference, parts: Sequence[BibliographyPart]) -> int | None:
    """Return the number of the part that lists a reference: the first whose query it meets, else
    the part for the rest; None without either."""
    listing = [(n, part) for n, part in enumerate(parts) if part.lists == "entries"]
    asked = (n for n, part in listing if asks_for_something(part) and _asks_for(part, reference))
    rest = (n for n, part in listing if not asks_for_something(part))
    return next(asked, next(rest, None))


def asks_for_something(part: BibliographyPart) -> bool:
    """Return whether a part has a query; a part without one takes the rest."""
    return bool(part.section) or part.where != REST


def _asks_for(part: BibliographyPart, reference: Reference) -> bool:
    query = part.where
    return (
        (not part.section or part.section == reference.part)
        and _any_of(query.section, {reference.part})
        and _any_of(query.type, {reference.text("type")})
        and _any_of(query.keyword, keywords_of(reference))
        and _any_of(query.language, _languages(reference))
    )


def _any_of(asked: str | tuple[str, ...], held: set[str]) -> bool:
    """Return whether one of the values asked for is held, or none is asked for."""
    wanted = {asked} if isinstance(asked, str) else set(asked)
    return not wanted or not {w.casefold() for w in wanted}.isdisjoint(h.casefold() for h in held)


def keywords_of(reference: Reference) -> set[str]:
    """Return the keywords of a reference: a list, or words between commas or semicolons."""
    held = reference.data.get("keyword")
    words = held if isinstance(held, list) else str(held or "").replace(";", ",").split(",")
    return {str(word).strip() for word in words} - {""}


def _languages(reference: Reference) -> set[str]:
    language = reference.text("language")
    return {language, language.split("-")[0]} - {""}


class _Writer:
    """A writer of one bibliography's blocks; it reads all Markdown that they need at once."""

    def __init__(
        self,
        entries: Sequence[SetEntry],
        references: Mapping[str, Reference],
        settings: CitationSettings,
        language: str,
    ) -> None:
        self._entries, self._references = entries, references
        self._settings, self._language = settings, language
        texts = [part.introduction for part in settings.parts]
        if settings.annotations:
            texts += [annotation_of(references.get(entry.key)) for entry in entries]
        written = [text for text in dict.fromkeys(texts) if text]
        self._read = dict(zip(written, read_passages(written), strict=True))

    def parts(self) -> Blocks:
        """Return the entries of no part, then each part under its heading."""
        parts = self._settings.parts
        chosen: dict[int | None, list[SetEntry]] = {}
        for entry in self._entries:
            reference = self._references.get(entry.key)
            number = part_of(reference, parts) if reference else None
            chosen.setdefault(number, []).append(entry)
        blocks = list(self._listed(chosen.get(None, [])))
        for number, part in enumerate(parts):
            blocks += self._part(number, part, chosen.get(number, []))
        return blocks

    def _part(self, number: int, part: BibliographyPart, entries: Sequence[SetEntry]) -> Blocks:
        if part.lists == "archives":
            keys = dict.fromkeys(entry.key for entry in self._entries)
            listed = [self._references[key] for key in keys if key in self._references]
            blocks = archives_consulted(listed, self._language)
        else:
            filed = filed_by(part.order, entries, self._references, self._language)
            blocks = list(self._listed(filed))
        if not blocks:
            return []
        introduction = self._read.get(part.introduction, [])
        above = [_div("bibliography-introduction", introduction)] if introduction else []
        heading = tree.header(2, tree.text(part.title), f"sec-bibliography-{number + 1}")
        return [heading, *above, *blocks]

    def _listed(self, entries: Sequence[SetEntry]) -> Iterator[Element]:
        """Yield the entries, each with its annotation below it."""
        for before, entry in pairwise([None, *entries]):
            assert entry is not None
            yield self._entry(entry, before)
            note = annotation_of(self._references.get(entry.key))
            if self._settings.annotations and note:
                yield _div("bibliography-annotation", self._read[note])

    def _entry(self, entry: SetEntry, before: SetEntry | None) -> Element:
        inlines = entry.inlines
        again = before is not None and entry.authors and entry.authors == before.authors
        if again and self._settings.repeated_names == "dash":
            inlines = without_names(inlines, entry.authors, DASH)
        elif self._settings.names == "small-caps":
            inlines = in_small_capitals(inlines, entry.authors)
        told = entry.language == self._language or any(map(_has_language, walk(inlines)))
        language = "" if told else entry.language
        return _div("bibliography-entry", [tree.para(inlines)], language)


def _has_language(element: Element) -> bool:
    """Return whether an element has a language of its own, as the title of an entry has."""
    return tree.is_kind(element, "Span") and "lang" in dict(tree.attributes_of(element))


def annotation_of(reference: Reference | None) -> str:
    """Return the annotation of a reference: `annotation` under `custom`, or CSL's `annote`."""
    if reference is None:
        return ""
    own = reference.custom.get("annotation")
    text = own if isinstance(own, str) else reference.data.get("annote")
    return text.strip() if isinstance(text, str) else ""


def _div(name: str, blocks: Blocks, language: str = "") -> Element:
    return tree.div(blocks, classes=[name], attributes={"lang": language} if language else {})
