"""Have Octavo and pandoc set the same citations, and pair what they print."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from octavo.citations import set_citations, siglum_of
from octavo.citations.archival import Archival, archival
from octavo.citations.second_opinion.bare_words import bare, unbracketed
from octavo.citations.second_opinion.csl_export import item_of, nocite, paragraph, without_ours
from octavo.citations.sigla import uses
from octavo.csl.rendering.style_tables import locale_name
from octavo.csl.styles import Style
from octavo.model import Blocks, Citation, Element, Place, Reference, SiglaSettings
from octavo.pandoc import tree
from octavo.pandoc.run import PandocError, set_by_citeproc
from octavo.pandoc.walk import plain, text_of, walk


@dataclass(frozen=True, slots=True)
class Pair:
    """One citation or entry as both print it, in bare words; `keys` are those of its cites."""

    keys: tuple[str, ...]
    place: Place
    ours: str
    theirs: str
    shown: str  # ours as it is printed
    is_entry: bool = False


SIGLUM = "cited by siglum"
ARCHIVE = "whole archives in the bibliography"


@dataclass(frozen=True, slots=True)
class _Set:
    """What pandoc set: the words of each citation, in order, and of each entry by its key."""

    citations: tuple[str, ...]
    entries: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What both are asked to set, without what Octavo adds to CSL."""

    citations: tuple[Citation, ...]
    references: Mapping[str, Reference]
    style: Style
    language: str
    by_section: bool
    uncited: tuple[str, ...]
    by_siglum: frozenset[int]  # the citations in which a siglum replaces a work

    @classmethod
    def of(
        cls,
        citations: Sequence[Citation],
        references: Mapping[str, Reference],
        style: Style,
        language: str,
        sigla: SiglaSettings | None,
        by_section: bool,
        uncited: Sequence[str],
    ) -> Comparison:
        """Take sigla and profiles away, and number the notes through, as pandoc does."""
        known = tuple(
            replace(citation, note_mark=str(citation.note_number))
            for citation in citations
            if all(cite.key in references for cite in citation.cites)
        )
        keys = dict.fromkeys(cite.key for citation in known for cite in citation.cites)
        keys |= dict.fromkeys(key for key in uncited if key in references)
        found = {key: siglum for key in keys if (siglum := siglum_of(references[key]))}
        used = uses(known, found, sigla or SiglaSettings(), language)
        by_siglum = frozenset(number for (number, _), use in used.items() if not use.is_given)
        plain_ones = {key: without_ours(references[key]) for key in keys}
        return cls(known, plain_ones, style, language, by_section, tuple(uncited), by_siglum)

    # -- pandoc's

    def by_pandoc(self) -> _Set:
        """Have pandoc set all: one document, or one for each section where positions start again.

        Each document lists every work, so that none is disambiguated otherwise.  Raise PandocError
        if pandoc fails, or sets another number of citations.
        """
        items = [item_of(reference) for reference in self.references.values()]
        tongue = locale_name(self.language or self.style.language)
        meta = {"lang": tree.meta_string(tongue), "nocite": nocite(self.references)}
        cited: list[str] = []
        entries: Mapping[str, str] = {}
        for group in self._documents():
            blocks = [paragraph(citation, self.references) for citation in group]
            made = set_by_citeproc(blocks, meta, self.style.xml, items)
            words = [_words_of(block) for block in made if tree.is_kind(block, "Para")]
            if len(words) != len(group):
                raise PandocError(f"of {len(group)} citations pandoc set {len(words)}")
            cited += words
            entries = entries or dict(_entries_of(made))
        return _Set(tuple(cited), entries)

    def _documents(self) -> list[list[Citation]]:
        if not self.by_section:
            return [list(self.citations)]
        sections = groupby(self.citations, key=lambda citation: citation.section)
        return [list(group) for _, group in sections] or [[]]

    # -- ours, beside pandoc's

    def compared(self, theirs: _Set, left_out: Counter[str]) -> Iterator[Pair]:
        """Set all by Octavo, and yield the words of both for each citation and entry.

        Citations by siglum and entries of whole archives are counted in `left_out` instead.
        """
        work = set_citations(
            self.citations, self.references, self.style, self.language,
            by_section=self.by_section, uncited=self.uncited,
        )  # fmt: skip
        both = zip(self.citations, work.citations, theirs.citations, strict=True)
        for number, (citation, ours, words) in enumerate(both):
            if number in self.by_siglum:
                left_out[SIGLUM] += 1
                continue
            keys = tuple(cite.key for cite in citation.cites)
            place = citation.place or Place(citation.section)
            shown = text_of(ours.inlines)
            yield Pair(keys, place, bare(unbracketed(shown)), bare(words), shown)
        listed = {entry.key: text_of(entry.inlines) for entry in work.bibliography}
        for key in self.references:
            if key not in listed and key not in theirs.entries:
                continue
            if archival(self.references[key]) is Archival.ARCHIVE:
                left_out[ARCHIVE] += 1
                continue
            shown, words = listed.get(key, ""), theirs.entries.get(key, "")
            place = self.references[key].place
            yield Pair((key,), place, bare(shown), bare(words), shown, is_entry=True)


def _words_of(block: Element) -> str:
    """Return the words of a citation, without the brackets of a style for running text."""
    notes = [tree.content_of(element) for element in walk(block) if tree.is_kind(element, "Note")]
    return plain(notes) if notes else unbracketed(plain(block).strip())


def _entries_of(blocks: Blocks) -> Iterator[tuple[str, str]]:
    for element in walk(blocks):
        if tree.is_kind(element, "Div") and tree.id_of(element).startswith("ref-"):
            yield tree.id_of(element).removeprefix("ref-"), plain(tree.content_of(element))
