"""Make locators: the pages, ranges of pages and notes at which an entry is treated.

Only a range that is marked as one is printed as one; separate mentions on consecutive pages stay
separate (Chicago, 18th edition, chapter 15). Notes are given as 118n12, consecutive ones on a page
as 118nn12–13.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from octavo.csl.text.numbers import page_range
from octavo.index.rules import index_entry_stands_on_a_page
from octavo.locales import Words
from octavo.model import Fault, IndexMark, Place


class Spot(NamedTuple):
    """A page of the book: how many pages come before it, and its folio."""

    ordinal: int
    folio: str


@dataclass(frozen=True, slots=True)
class Locator:
    """The text of a locator, the id that it leads to, and whether it is set apart."""

    text: str
    target: str
    weight: str = ""


class _Range(NamedTuple):
    """The first and the last page of a range, and the id at its beginning."""

    first: Spot
    last: Spot
    target: str
    weight: str


_Sorted = tuple[tuple[int, int, int], Locator]


def locators(
    marks: Sequence[IndexMark],
    spots: Mapping[str, Spot],
    words: Words,
    *,
    chicago: bool,
    join: bool,
) -> tuple[Locator, ...]:
    """Return the locators of one entry in the order of the book; marks that are on no page are left
    out.

    `words` are the index's. `chicago` abbreviates the last number of a range, `join` makes ranges
    of neighbouring pages.
    """
    placed = [mark for mark in marks if mark.place in spots]
    notes = [m for m in placed if m.note and not m.until]
    ranges = [
        _Range(spots[m.place], spots.get(m.until, spots[m.place]), m.place, m.weight)
        for m in placed
        if m.until or not m.note
    ]
    found: list[_Sorted] = []
    for kind in ("", "figure"):
        chosen = [r for r in ranges if (r.weight == "figure") == (kind == "figure")]
        merged = _merged(chosen, join=join)
        found += [_printed(each, chicago=chicago) for each in merged]
    found += _of_notes(notes, spots, words)
    return tuple(locator for _, locator in sorted(found, key=lambda pair: pair[0]))


def locators_of_places(marks: Sequence[IndexMark], words: Words) -> tuple[Locator, ...]:
    """Return the locators of one entry for a form that is made without the pages of the print: its
    places in the order of the book as [1], [2] and so on, those of notes with the note."""
    found: list[Locator] = []
    for number, mark in enumerate(marks, 1):
        text = f"[{number}]"
        if mark.note and not mark.until:
            text = words.page_note.format(page=text, note=mark.note)
        found.append(Locator(text, mark.place, mark.weight))
    return tuple(found)


def _merged(ranges: Sequence[_Range], *, join: bool) -> list[_Range]:
    """Return ranges with those that share a page as one, and pages within a range as that range; a
    main treatment within a longer range stays apart."""
    made: list[_Range] = []
    for each in sorted(
        ranges, key=lambda r: (r.first.ordinal, -r.last.ordinal, r.weight != "main")
    ):
        if each.last.ordinal < each.first.ordinal:
            each = each._replace(last=each.first)
        before = made[-1] if made else None
        if before is None or not _meet(before, each, join=join):
            made.append(each)
            continue
        last = max(before.last, each.last)
        alone = before.first == before.last == each.first == each.last
        weight = "main" if alone and "main" in (before.weight, each.weight) else before.weight
        made[-1] = before._replace(last=last, weight=weight)
    return made


def _meet(one: _Range, other: _Range, *, join: bool) -> bool:
    same_pages = (one.first, one.last) == (other.first, other.last)
    if one.weight != other.weight and not same_pages:
        return False
    return other.first.ordinal <= one.last.ordinal + (1 if join else 0)


def _printed(each: _Range, *, chicago: bool) -> _Sorted:
    first, last = each.first.folio, each.last.folio
    several = page_range(first, last) if chicago else f"{first}–{last}"
    text = first if first == last else several
    order = (each.first.ordinal, 1 if each.weight == "figure" else 0, each.last.ordinal)
    return order, Locator(text, each.target, each.weight)


def _of_notes(
    marks: Sequence[IndexMark], spots: Mapping[str, Spot], words: Words
) -> Iterator[_Sorted]:
    """Yield the locators of notes, page by page; consecutive numbers make one locator."""
    pages: dict[Spot, dict[str, IndexMark]] = {}
    for mark in marks:
        pages.setdefault(spots[mark.place], {}).setdefault(mark.note, mark)
    for spot, by_note in pages.items():
        for run in _runs(sorted(by_note, key=_number)):
            first = by_note[run[0]]
            if len(run) > 1:
                text = words.page_notes.format(page=spot.folio, notes=f"{run[0]}–{run[-1]}")
            else:
                text = words.page_note.format(page=spot.folio, note=run[0])
            order = (spot.ordinal, 2, _number(run[0])[0])
            weight = first.weight if len(run) == 1 else ""
            yield order, Locator(text, first.place, weight)


def _runs(notes: Sequence[str]) -> list[list[str]]:
    runs: list[list[str]] = []
    for note in notes:
        follows = runs and note.isdecimal() and runs[-1][-1].isdecimal()
        if follows and int(note) == int(runs[-1][-1]) + 1:
            runs[-1].append(note)
        else:
            runs.append([note])
    return runs


def _number(note: str) -> tuple[int, str]:
    return (int(note), "") if note.isdecimal() else (0, note)


def unplaced(
    marks: Sequence[IndexMark], spots: Mapping[str, Spot], paths: Mapping[str, str]
) -> tuple[Fault, ...]:
    """Return a fault for each mark that is on no page of the book; `paths` are the sources' by
    their sections."""
    return tuple(
        index_entry_stands_on_a_page.fault(
            Place(paths.get(mark.section) or mark.section),
            f"the place of the index entry {mark.written} is on no page",
        )
        for mark in marks
        if mark.place and mark.place not in spots
    )  # fmt: skip
