"""Take the printed bibliography out of a text: its entries become references."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from octavo.ingest import headings
from octavo.ingest.doubts import Doubt, excerpt
from octavo.ingest.flow import Passage, words_of
from octavo.ingest.scan import Places
from octavo.ingest.sheet import Sheet
from octavo.ingest.works import Work, read_works

_LEAST = 2  # entries of a bibliography
_UNDERSTOOD = 0.5  # the share of entries that must be understood


@dataclass(frozen=True, slots=True)
class BibliographyList:
    """The works of a printed bibliography, and the passages that were their entries."""

    works: tuple[Work, ...] = ()
    passages: frozenset[int] = frozenset()


def bibliography_in(sheet: Sheet, passages: Sequence[Passage]) -> BibliographyList:
    """Return the printed bibliography of a text; nothing if there is none, or if it is not a list
    of works."""
    for number, passage in enumerate(passages):
        if passage.kind != "heading" or not headings.is_works(words_of(sheet, passage)):
            continue
        entries = []
        taken = [number]
        for index in range(number + 1, len(passages)):
            one = passages[index]
            if one.kind == "heading":
                break
            taken.append(index)
            entries.append((one.start, one.stretches[-1].end, words_of(sheet, one)))
        works = read_works(entries)
        understood = sum(work.understood for work in works)
        if len(works) >= _LEAST and understood >= _UNDERSTOOD * len(works):
            return BibliographyList(tuple(works), frozenset(taken))
    return BibliographyList()


def works_in_doubt(works: Sequence[Work], places: Places, text: str) -> Iterator[Doubt]:
    """Yield a doubt for every entry that was not understood, or only in part."""
    for work in works:
        place = places.at(work.start, work.end)
        scanned = excerpt(text, work.start, work.end, 0)[:300]
        if not work.understood:
            yield Doubt("work not understood", place, scanned, f"@{work.key}",
                        "this entry has no title or year that was read; all of it was kept as "
                        "the title in csl/bibliography.json")  # fmt: skip
        elif work.left:
            yield Doubt("work read in part", place, scanned, f"@{work.key}",
                        f"“{work.left[:160]}” was not understood; it was kept as the note of the "
                        "reference")  # fmt: skip
